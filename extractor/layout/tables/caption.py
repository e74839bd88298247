"""A table's caption: the line above it that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.pages import Line

_LOOK_BACK = 12
_MAX_LINES = 4
_SHORT = 120
NAMED = regex.compile(
    r"\s*(?i:phụ\s+lục|phụ\s+biểu|biểu(?:\s+(?:số|mẫu))?|bảng(?:\s+số)?|mẫu(?:\s+số)?)\s*(?:số\s*)?(?:\d|[IVX]+\b|[A-Z]\b|:|\.|$)"
)
"""A line that names an annex or a table: "Phụ lục 1: …", "Biểu số 02", "Bảng 3. …"."""
_BESIDE = regex.compile(
    r"\s*[(\[]?\s*(?i:kèm\s+theo|ban\s+hành\s+kèm|đ(?:ơn\s+)?v(?:ị)?\s*t(?:ính)?\b|đvt|đơn\s+vị\b|tính\s+đến|số\s+liệu|nguồn|theo\s+(?:báo\s+cáo|quyết\s+định))"
)
"""What may stand between a caption and its table: "(Kèm theo …)", "ĐVT: người"."""
_NUMBER = regex.compile(r"\s*(?:(?:\d{1,2}\.)*\d{1,2}[.)]?|[IVXLC]+[.)]|[a-zđ]\))\s+(?=\p{Lu})")
_BULLET = regex.compile(r"\s*[-+*•]\s")
_MAX_CAPTION = 250


def find_caption(above: Iterable[Line]) -> str | None:
    """Return the caption among the lines above a table (nearest last): a named one ("Biểu số 2: …"), else a short heading right above."""
    near = [line for line in above if line.text.strip()][: -_LOOK_BACK - 1 : -1]
    start = _skip_beside(near)
    for number in range(start, min(len(near), start + _MAX_LINES)):
        if NAMED.match(near[number].text):
            return _join(near[start : number + 1])
    return _heading(near[start:]) if start < len(near) else None


def _skip_beside(near: Sequence[Line]) -> int:
    """Return how many lines (nearest first) tell the unit or the decree, and not what the table is."""
    count = 0
    while count < len(near):
        size = _count_beside(near[count:])
        if not size:
            break
        count += size
    return count


def _count_beside(near: Sequence[Line]) -> int:
    """Count the lines of one such remark: "ĐVT: người", or a bracket over some lines "(Kèm theo … năm 2024)"."""
    if _BESIDE.match(near[0].text):
        return 1
    if near[0].text.rstrip().endswith(")"):
        for number, line in enumerate(near[:_MAX_LINES], 1):
            if line.text.lstrip().startswith("("):
                return number
    return 0


def _join(near: Sequence[Line]) -> str | None:
    """Join a caption that runs over lines (nearest first); lines of another kind below it end it."""
    lines = list(reversed(near))
    kept = [lines[0]]
    for line in lines[1:]:
        if not _looks_alike(kept[-1], line):
            break
        kept.append(line)
    return _clean(kept)


def _looks_alike(line: Line, other: Line) -> bool:
    """Tell whether two lines are of one heading: the same weight and slant."""
    return _face(line) == _face(other) and (not line.whole or other.text.isupper() or line.text.strip()[-1:] in ":,–-")


def _face(line: Line) -> tuple[bool, bool]:
    spans = [span for span in line.spans if span.chars]
    return (all(span.bold for span in spans), all(span.italic for span in spans))


def _heading(near: Sequence[Line]) -> str | None:
    """Return the heading right above, without its number; one in capitals or bold type may run over lines."""
    first = near[0]
    text = " ".join(first.text.split())
    number = _NUMBER.match(text)
    if _BULLET.match(text) or len(text) > _MAX_CAPTION or (text[-1:] in ".;,:" and number is None):
        return None
    bold = _face(first)[0] and any(span.chars for span in first.spans)
    if number is None and not first.whole and (bold or text.isupper()):
        return _clean(reversed(_block(near)))
    if number or bold or text.isupper() or _stands_alone(text, near) or (first.style or "").startswith(("heading", "caption", "title")):
        return text[number.end() :].rstrip(" :.") if number else text
    return None


def _stands_alone(text: str, near: Sequence[Line]) -> bool:
    """Tell a short line with no mark at its end, below a paragraph that has ended."""
    before = near[1].text.rstrip() if len(near) > 1 else "."
    return len(text) < _SHORT and text[:1].isupper() and (text[-1:].isalnum() or text[-1:] == ")") and before[-1:] in ".:;!?)"


def _block(near: Sequence[Line]) -> list[Line]:
    """Return the lines of one heading (nearest first): of one face, up to one that is numbered."""
    kept = [near[0]]
    for line in near[1:_MAX_LINES]:
        if _face(line) != _face(near[0]) or line.text.isupper() != near[0].text.isupper() or line.text.rstrip()[-1:] in ".;:":
            break
        kept.append(line)
        if _NUMBER.match(line.text):
            break
    return kept


def _clean(lines: Iterable[Line]) -> str | None:
    text = " ".join(" ".join(line.text for line in lines).split())
    number = _NUMBER.match(text)
    return text[number.end() if number else 0 :][:_MAX_CAPTION] or None
