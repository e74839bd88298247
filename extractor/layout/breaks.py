"""Does a new paragraph begin at this line? Scored from what speaks for and against it; no single sign decides.

The forced-break test is the strongest: where the first word of the next line would still have fitted on this one, the author ended
the line. It needs widths, which plain text has not, so there they are estimated with the metrics of a Times-like face.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

from extractor.layout.strips import Strip

_ITEM = regex.compile(
    r"""(?: [-–—+*•·▪□o]\s+(?=\S)
        | (?:\d{1,2}\.){1,4}\d{0,2}\s*(?=[\p{Lu}\p{Ll}“"(]) | \d{1,2}\.?\d{0,2}\s*[.)/]\s*(?=\p{Lu})
        | [IVXL]{1,6}\s*(?:[.):-]|/(?!\d))\s*(?=\S) | \p{Lu}\s?[.)]\s+(?=\p{Lu}) | [a-zđ]\d?\s?[.)]\s*(?=\S) | \(\d{1,2}\)\.?\s*(?=\S)
        | (?:T/?M|K/?T|T/?L|TUQ)\s?\.\s*(?=\p{Lu}{2}) | NƠI\s+NHẬN | Nơi\s+nhận | Kính\s+gửi
        | (?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục|ĐIỀU|Điều|PHỤ\s+LỤC|Phụ\s+lục|BIỂU|Biểu)\s+
          (?:(?:thứ\s+|số\s+|SỐ\s+)?[\dIVXL]+\b|(?:thứ|THỨ)\s+\p{L}+) )""",
    regex.VERBOSE,
)
_CAPACITY = regex.compile(r"(?:T/?M|K/?T|T/?L|TUQ|Q)\s?\.")
_BULLET = regex.compile(r"[-–—+]\s*(?=\S)")
_TERMINAL = regex.compile(r"""[.;:!?…]["”’)\]]*""", regex.REVERSE)
_OPEN_END = regex.compile(r"(?:\b(?:ngày|tháng|năm|và|của)|\w[-/]|,)$")
_CAPITALS = regex.compile(r"\P{Ll}*(?:\p{Lu}{2,}\P{Ll}+){3,}\p{Lu}{2,}\P{Ll}*")
"""A name or heading in capitals, of four words at least."""
_BRACKETED = regex.compile(r"\(\p{Lu}[^()]{12,}\)")
"""A line of its own in brackets: what a report was presented to, the unit of a table."""
_OPENER = regex.compile(r"""["“‘(\[]*""")


_NO_ROOM = -3.0
"""Score of a line that has, as far as can be estimated, no room for the next word: a sentence may end there by chance."""
_LOW = -3.0
"""Score of a line that begins with a small letter."""
_SET_IN = 0.25
"""A line that begins further in than this share of its column does not run to the right margin."""


class Frame(NamedTuple):
    """The column that a strip stands in."""

    left: float
    right: float
    pitch: float
    """Usual distance between the tops of two lines of a paragraph; 0 when unknown."""
    exact: bool
    """False where widths are estimates (plain text)."""
    spaced: float = 0.0
    """Usual blank lines between lines of a paragraph (plain text written with a blank line after each)."""


def starts_item(text: str) -> bool:
    """Tell whether a line opens with a number, letter or bullet of a list."""
    return _ITEM.match(text) is not None


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence or a list item does."""
    return _TERMINAL.match(text) is not None


def starts_low(text: str) -> bool:
    """Tell whether a line begins with a small letter, behind opening quotes and brackets."""
    opened = _OPENER.match(text)
    start = text[opened.end() : opened.end() + 1] if opened else text[:1]
    return start.islower()


def hangs(before: str, text: str) -> bool:
    """Tell whether a line in one of two columns, where widths say nothing, goes on in the next: "tháng 12 năm" / "2024"."""
    if starts_item(text):
        return False
    return _OPEN_END.search(before) is not None or (starts_low(text) and not ends_sentence(before))


def begins_paragraph(before: Strip, strip: Strip, frame: Frame, *, first_width: float, over_page: bool = False) -> bool:
    """Decide whether `strip` begins a paragraph after `before`.

    Args:
        before: The line before it in reading order (its page furniture gone).
        strip: The line in question.
        frame: The column of `before`.
        first_width: Width of the first word of `strip` with a blank, in the units of the frame.
        over_page: A page break stands between them, so that their distance says nothing.
    """
    score = _fill(before, frame, first_width) + _ending(before.text) + _face(before, strip)
    if strip.text[:1].islower() and strip.text[1:2].isalpha():
        score += _LOW  # the commonest line by far: it opens with a small word, which is no label and no heading
    else:
        score += _opening(before.text, strip.text, exact=frame.exact) + _case(before.text, strip.text)
    if not over_page:
        score += _distance(before, strip, frame)
    score += _indent(before, strip, frame)
    return score > 0


def _fill(before: Strip, frame: Frame, first_width: float) -> float:
    room = frame.right - before.x1 - first_width
    if frame.exact:
        if before.x0 - frame.left > _SET_IN * (frame.right - frame.left):
            return 3.5  # centred or set at the right: its end says nothing
        return 3.0 if room > 0.5 * before.size else -3.0
    if not frame.right:
        return 6.0  # lines are not wrapped: each is a paragraph
    share = room / frame.right
    if share > 0.15:
        return 3.0
    if share > 0.07:
        return 1.0
    return -0.5 if share > 0.02 else -2.5 if share > 0 else _NO_ROOM


def _ending(text: str) -> float:
    if text.endswith(","):
        return -2.5
    if _TERMINAL.match(text):
        return 2.5
    return -1.5


def _opening(before: str, text: str, *, exact: bool) -> float:
    bullet = _BULLET.match(text)
    if bullet:
        # "giai đoạn 2021 / - 2025", "Lao động / - Thương binh": a dash inside a phrase that happens to open a line
        return -2.0 if before[-1:].isdigit() and text[bullet.end() : bullet.end() + 1].isdigit() else 2.5
    if starts_item(text):
        return 3.0
    if starts_low(text):
        return _LOW
    if text[:1] in ",;.)%":
        return -5.0
    if text[:1].isdigit() and before.endswith(":"):
        return -3.5  # a figure and the label before it
    if text[:1].isdigit() and not _TERMINAL.match(before):
        return -1.5 if exact else -0.5
    if before.isupper() and text.isupper() and starts_item(before) and not _CAPACITY.match(before) and not _TERMINAL.match(before):
        return -1.0  # a heading in capitals goes on; names of bodies in a head do not
    if _BRACKETED.fullmatch(text) and not _TERMINAL.match(before):
        return 2.5
    return 0.5


def _case(before: str, text: str) -> float:
    """A line of capitals and one of small letters are of one paragraph only where the second begins in the middle of a phrase."""
    upper, lower = _CAPITALS.fullmatch(before), _CAPITALS.fullmatch(text)
    return 5.5 if bool(upper) != bool(lower) and not starts_low(text) and not (upper and text[:1] in '"“(') else 0.0


def _face(before: Strip, strip: Strip) -> float:
    if abs(before.bold - strip.bold) > 0.9 and not before.lead:
        return 5.5 if before.size else 3.0
    if before.size and strip.size and abs(before.size - strip.size) > 0.12 * max(before.size, strip.size):
        return 3.0
    return 0.0


def _distance(before: Strip, strip: Strip, frame: Frame) -> float:
    if frame.exact:
        pitch = strip.y0 - before.y0
        if frame.pitch and pitch > 1.3 * frame.pitch:
            return 3.5 if pitch < 1.7 * frame.pitch else 6.0
        return -0.5 if pitch > 0 else 0.0
    if strip.gap > frame.spaced + 0.5:
        return 2.0 if strip.gap < frame.spaced + 1.5 else 4.0
    return -1.5 if strip.gap < frame.spaced else 0.0


def _indent(before: Strip, strip: Strip, frame: Frame) -> float:
    if not frame.exact or not strip.size:
        return 0.0
    step = (strip.x0 - frame.left) / strip.size
    if 0.8 < step < 6 and before.x0 - frame.left < 0.5 * strip.size:
        return 2.5
    return -0.5 if step < 0.3 else 0.0
