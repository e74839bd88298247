"""A table's caption: the line above it that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.pages import Line

_LOOK_BACK = 12
_NAMED = regex.compile(r"\s*(?i:phụ\s+lục|phụ\s+biểu|biểu(?:\s+(?:số|mẫu))?|bảng(?:\s+số)?|mẫu(?:\s+số)?)\s*(?:số\s*)?(?:\d|[IVX]+\b|[A-Z]\b|:|\.)")
_BESIDE = regex.compile(
    r"\s*[(\[]?\s*(?i:kèm\s+theo|ban\s+hành\s+kèm|đ(?:ơn\s+)?v(?:ị)?\s*t(?:ính)?\b|đvt|đơn\s+vị\b|tính\s+đến|số\s+liệu|nguồn|theo\s+(?:báo\s+cáo|quyết\s+định))"
)
"""What may stand between a caption and its table: "(Kèm theo …)", "ĐVT: người"."""
_NUMBER = regex.compile(r"\s*(?:(?:\d{1,2}\.)*\d{1,2}[.)]?|[IVXLC]+[.)]|[a-zđ]\))\s+(?=\p{Lu})")
_BULLET = regex.compile(r"\s*[-+*•]\s")
_MAX_CAPTION = 250


def find_caption(above: Sequence[Line]) -> str | None:
    """Return the caption among the lines above a table (nearest last): a named one ("Biểu số 2: …"), else a short heading right above."""
    lines = [line for line in above if line.text.strip()][-_LOOK_BACK:]
    near = list(reversed(lines))
    skipped = 0
    while skipped < min(3, len(near)) and _BESIDE.match(near[skipped].text):
        skipped += 1
    for number in range(skipped, min(len(near), skipped + 4)):
        if _NAMED.match(near[number].text):
            return _join(near[skipped : number + 1])
    if skipped == len(near):
        return None
    return _heading(near[skipped:])


def _join(near: Sequence[Line]) -> str | None:
    """Join a caption that runs over lines (nearest first); lines of another kind below it end it."""
    lines = list(reversed(near))
    kept = [lines[0]]
    for line in lines[1:]:
        if _BESIDE.match(line.text) or not _looks_alike(kept[-1], line):
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
    text = " ".join(near[0].text.split())
    number = _NUMBER.match(text)
    if _BULLET.match(text) or len(text) > _MAX_CAPTION or (text[-1:] in ".;,:" and number is None):
        return None
    styled = (near[0].style or "").startswith(("heading", "caption", "title"))
    bold = _face(near[0])[0] and any(span.chars for span in near[0].spans)
    if styled or bold or number or text.isupper():
        return text[number.end() :].rstrip(" :.") if number else text
    return None


def _clean(lines: Iterable[Line]) -> str | None:
    text = " ".join(" ".join(line.text for line in lines).split())
    return text[:_MAX_CAPTION] or None
