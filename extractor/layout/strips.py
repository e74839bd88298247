"""Lines as layout sees them: blanks collapsed, footnote markers taken out, geometry and face at hand."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import regex

from extractor.layout.blocks import Anchor
from extractor.pages import Box, Line, Span, count_chars

_MARKER = regex.compile(r"\s*\(?\s*(\d{1,3}|\*{1,3}|[a-e])\s*(?:[,;]\s*(\d{1,3})\s*)*\)?\s*")
_REFERENCE = regex.compile(r"\[\^(\d{1,3})\]")
_NUMBERS = regex.compile(r"\d{1,3}|\*{1,3}|[a-e]")
_AREA_UNIT = regex.compile(r"(?:^|[\s\d/(])[kdcm]?m$")


class Strip(NamedTuple):
    """One visual line."""

    text: str
    line: Line
    page: int | None = None
    anchors: tuple[Anchor, ...] = ()
    words: tuple[Box, ...] = ()
    x0: float = 0.0
    x1: float = 0.0
    y0: float = 0.0
    y1: float = 0.0
    size: float = 0.0
    bold: float = 0.0
    italic: float = 0.0
    lead: int = 0
    gap: float = 0.0
    """Blank lines before it."""

    @property
    def chars(self) -> int:
        """Non-blank source characters."""
        return self.line.chars


def make_strip(line: Line, page: int | None, *, gap: float = 0.0) -> Strip:
    """Make a strip of a line; superscript markers become anchors, a raised 2 after "m" stays as "²"."""
    spans = line.spans
    if any("[^" in span.text for span in spans):
        spans = _spelled_out(spans)
        line = line._replace(spans=spans)
    marked = any(span.superscript or span.note for span in spans)
    if not marked:
        text = " ".join(line.text.split())
        anchors: tuple[Anchor, ...] = ()
        words = line.words
    else:
        text, anchors, words = _without_markers(line)
    bold, italic, lead = _weights(spans, text)
    x0, y0, x1, y1 = line.box or (0.0, 0.0, 0.0, 0.0)
    size = spans[0].size if len(spans) == 1 else max((span.size for span in spans), default=0.0)
    return Strip(text, line, page, anchors, words, x0, x1, y0, y1, size, bold, italic, lead, gap)


def _spelled_out(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Make superscripts of Markdown's footnote references ("[^12]") that a converter left as text."""
    found: list[Span] = []
    for span in spans:
        at, left = 0, span.chars
        for match in _REFERENCE.finditer(span.text):
            before = span.text[at : match.start()]
            found.append(span._replace(text=before, chars=count_chars(before)))
            found.append(span._replace(text=match[1], chars=len(match[1]), superscript=True))
            at = match.end()
            left -= found[-1].chars + found[-2].chars
        found.append(span._replace(text=span.text[at:], chars=left))
    return tuple(found)


def _without_markers(line: Line) -> tuple[str, tuple[Anchor, ...], tuple[Box, ...]]:
    kept: list[str] = []
    dropped = 0
    anchors: list[Anchor] = []
    for index, span in enumerate(line.spans):
        before = "".join(kept)
        if span.note is not None:
            anchors.append(Anchor(_length(before), span.text.strip(), span.note))
            dropped += not before or before[-1].isspace()
        elif span.superscript and _MARKER.fullmatch(span.text) and not _is_exponent(before, span.text):
            anchors.extend(Anchor(_length(before), number) for number in _NUMBERS.findall(span.text))
            following = line.spans[index + 1].text if index + 1 < len(line.spans) else ""
            alone = not before or before[-1].isspace() or span.text[:1].isspace()
            dropped += alone and (not following or following[0].isspace() or span.text[-1:].isspace())
            if span.text[-1:].isspace() or span.text[:1].isspace():
                kept.append(" ")
        elif span.superscript and _is_exponent(before, span.text):
            kept.append(span.text.translate(_RAISED))
        elif span.superscript and span.text.strip(" ,;") == "":
            kept.append(" " if " " in span.text else "")
        else:
            kept.append(span.text)
    text = " ".join("".join(kept).split())
    return text, tuple(anchor._replace(offset=min(anchor.offset, len(text))) for anchor in anchors), line.words if not dropped else ()


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _is_exponent(before: str, raised: str) -> bool:
    return raised.strip() in {"2", "3"} and _AREA_UNIT.search(before) is not None


def _length(raw: str) -> int:
    """Offset, in blank-collapsed text, of what follows `raw`: before a marker, trailing blanks do not count."""
    return len(" ".join(raw.split()))


def _weights(spans: tuple[Span, ...], text: str) -> tuple[float, float, int]:
    if len(spans) == 1:
        return float(spans[0].bold), float(spans[0].italic), 0
    letters = bold = italic = 0
    for span in spans:
        if span.superscript or span.note:
            continue
        letters += span.chars
        bold += span.chars * span.bold
        italic += span.chars * span.italic
    if not letters:
        return 0.0, 0.0, 0
    lead = _lead(spans, text) if 0 < bold < letters or 0 < italic < letters else 0
    return bold / letters, italic / letters, lead


def _lead(spans: tuple[Span, ...], text: str) -> int:
    """Length of the leading part of `text` that is bold (or italic) while the rest is not."""
    for chosen in ("bold", "italic"):
        raw = ""
        for span in spans:
            if span.superscript or span.note:
                continue
            if span.chars and not getattr(span, chosen):
                break
            raw += span.text
        length = min(_length(raw), len(text))
        if length:
            return length
    return 0


_WIDTHS = {
    **dict.fromkeys("0123456789bdghknopquvxy_$", 500),
    **dict.fromkeys("acez", 444),
    **dict.fromkeys("ijlt/;:", 278),
    **dict.fromkeys("fr-()[]", 333),
    **dict.fromkeys(" .,", 250),
    **dict.fromkeys("AVDGHKNOQUXYw", 722),
    **dict.fromkeys("BCR", 667),
    **dict.fromkeys("ELTZ", 611),
    **dict.fromkeys("FPS", 556),
    "s": 389,
    "m": 778,
    "I": 333,
    "J": 389,
    "M": 889,
    "W": 944,
    "%": 833,
    "&": 778,
    "–": 500,
    "…": 1000,
}
"""Advance widths of a Times-like face, in thousandths of an em (Adobe Font Metrics of Times-Roman); other signs count 444."""


@lru_cache(maxsize=1024)
def _advance(char: str) -> int:
    base = unicodedata.normalize("NFD", char)[0].translate({0x0111: "d", 0x0110: "D"})
    extra = 0 if char not in "ơưƠƯ" else 40
    return _WIDTHS.get(base, 444) + extra


def text_width(text: str) -> float:
    """Estimate the width of `text` in ems of a Times-like face: 1.0 is the font size."""
    return sum(map(_advance, text)) / 1000
