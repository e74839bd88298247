"""What structure makes of blocks: the reading text with everything that was found placed in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from extractor.layout.blocks import Run
from extractor.pages import Box, Finding
from extractor.schema import Citation, Footnote, Header, Section, Signature, Table


class Passage(NamedTuple):
    """One line of the reading text: a heading, a paragraph, a table row or a footnote's paragraph."""

    start: int
    end: int
    kind: str
    """"heading", "text", "row", "columns" (a table's header line) or "footnote"."""
    section_id: str | None = None
    footnote_id: str | None = None
    table_id: str | None = None
    label: str | None = None
    """Label of the section that this passage opens, or "-", "+", "*" for a bullet; the label itself is part of the text."""
    body: int = 0
    """Offset in the reading text where the words after the label or bullet begin (equals `start` where there is none)."""


class Place(NamedTuple):
    """A piece of the reading text from one line of one page; `start` is an offset into the reading text."""

    start: int
    end: int
    run: Run


class Evidence(NamedTuple):
    """Where each piece of the reading text stands on the pages."""

    places: tuple[Place, ...]
    starts: tuple[int, ...]

    def locate(self, text: str, start: int, end: int) -> tuple[tuple[int, Box], ...]:
        """Return (page, box) of each line that `text[start:end]` covers: word boxes where known, else line boxes."""
        first, last = max(0, bisect_right(self.starts, start) - 1), bisect_left(self.starts, end)
        return tuple(
            (place.run.page, _box_of(text, place, max(start, place.start), min(end, place.end)))
            for place in self.places[first:last]
            if place.end > start and place.run.page is not None and place.run.box is not None
        )

    def pages(self, start: int, end: int) -> list[int]:
        """Return [first, last] page of a span; [] for input without pages."""
        first = max(0, bisect_right(self.starts, start) - 1)
        last = max(first, bisect_right(self.starts, max(start, end - 1)) - 1)
        pages = [place.run.page for place in self.places[first : last + 1] if place.run.page is not None]
        return [min(pages), max(pages)] if pages else []


def _box_of(text: str, place: Place, start: int, end: int) -> Box:
    words, line = place.run.words, place.run.box or (0.0, 0.0, 0.0, 0.0)
    if not words:
        return line
    before = text.count(" ", place.start, start)  # a blank, and one alone, stands between any two words of the reading text
    boxes = words[before : before + 1 + text.count(" ", start, end)]
    if len(boxes) == 1:
        return boxes[0]
    if not boxes:
        return line
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


class CellPlace(NamedTuple):
    """Where a table's cell stands in the reading text."""

    table_id: str
    row: int
    column: int
    start: int
    end: int


class Document(NamedTuple):
    """The structured document: input of `measure` and `check`."""

    text: str
    header: Header
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
    tables: tuple[Table, ...]
    citations: tuple[Citation, ...]
    """In the order of the text."""
    signatures: tuple[Signature, ...]
    recipients: tuple[str, ...]
    closing_text: str
    passages: tuple[Passage, ...]
    cells: tuple[CellPlace, ...]
    evidence: Evidence
    accounting: dict[str, int]
    findings: tuple[tuple[Finding, tuple[int, int] | None], ...] = ()

    def cited(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the spans of the citations that begin in `text[start:end]`."""
        first = bisect_left(self.citations, start, key=_beginning)
        return [citation.span for citation in self.citations[first : bisect_left(self.citations, end, first, key=_beginning)]]


def _beginning(citation: Citation) -> int:
    return citation.span[0]
