"""Footnotes and the figures at their anchors."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import regex

from extractor.measure.figure import Figure
from extractor.measure.periods import TIME, to_edtf
from extractor.measure.reading import SENTENCE_END
from extractor.measure.records import Found, relative
from extractor.structure.document import Document

_AS_OF = regex.compile(r"^\s*(?:số liệu\s+)?(?:tính|đến|lũy kế|cập nhật)\b", regex.IGNORECASE)
_DATE_ONLY = 60
"""A footnote with a date and no more characters than this says nothing else."""


def at_anchor(document: Document, found: list[Found], offset: int, base: int) -> tuple[Figure, ...]:
    """Figures that a footnote may break down: of the anchor's clause, or of the sentences before where its sentence has none.

    Returns:
        The figures with offsets relative to `base`, nearest last.
    """
    item = _holding(found, offset)
    if item is None:
        return ()
    before = [figure for figure in item.figures if item.base + figure.end <= offset]
    text = document.text[item.base : offset]
    start = max((match.end() for match in SENTENCE_END.finditer(text)), default=0)
    here = [figure for figure in before if figure.start >= start]
    clause = max(start, text.rfind("; ") + 1)
    chosen = [figure for figure in here if figure.start >= clause] if here else [figure for figure in before if figure.parent is None]
    return relative(item._replace(figures=tuple(chosen)), base)


def _holding(found: list[Found], offset: int) -> Found | None:
    at = bisect_right(found, offset, key=_start) - 1
    return found[at] if at >= 0 and offset <= found[at].passage.end else None


def _start(item: Found) -> int:
    return item.passage.start


def dated_by_notes(document: Document, found: list[Found]) -> list[Found]:
    """A footnote that only gives a date ("Tính đến ngày …") dates the figure at its anchor and that figure's parts."""
    dates: dict[int, str] = {}
    for note in document.footnotes:
        edtf = _only_date(note.text)
        item = _holding(found, note.anchors[0].offset) if edtf and note.anchors else None
        before = [figure for figure in item.figures if item.base + figure.end <= note.anchors[0].offset] if item else []
        if edtf and before:
            dates[before[-1].key] = edtf
    return [item._replace(figures=tuple(_dated(item.figures, dates))) for item in found] if dates else found


def _only_date(text: str) -> str | None:
    if len(text) > _DATE_ONLY or not _AS_OF.match(text):
        return None
    match = TIME.search(text.lower())
    return to_edtf(match, None) if match else None


def _dated(figures: tuple[Figure, ...], dates: dict[int, str]) -> Iterator[Figure]:
    for figure in figures:
        whole = dates.get(figure.parent) if figure.parent is not None and figure.period_from != "sentence" else None
        edtf = dates.get(figure.key) or whole
        yield figure._replace(period=edtf, period_from="text") if edtf else figure
