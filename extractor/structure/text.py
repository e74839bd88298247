"""Write the reading text, and remember where everything in it came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.layout.blocks import Anchor, NoteBody, Paragraph, Run, TableBlock
from extractor.structure.document import CellPlace, Evidence, Passage, Place

HEADER_JOIN = " > "
"""Between the parts of a column's header path in the reading text."""


class PlacedAnchor(NamedTuple):
    """A footnote marker in the reading text."""

    offset: int
    anchor: Anchor
    section_id: str | None
    page: int | None


class Writer:
    """Builds the reading text line by line; the one place of the engine that grows state, private to `structure`."""

    def __init__(self) -> None:
        """Start with an empty text."""
        self._lines: list[str] = []
        self.length = 0
        self.passages: list[Passage] = []
        self.places: list[Place] = []
        self.cells: list[CellPlace] = []
        self.anchors: list[PlacedAnchor] = []

    @property
    def text(self) -> str:
        """The text so far, without a last newline."""
        return "\n".join(self._lines)

    def _line(self, text: str) -> int:
        start = self.length
        self._lines.append(text)
        self.length += len(text) + 1
        return start

    def paragraph(self, paragraph: Paragraph, passage: Passage) -> tuple[int, int]:
        """Write a paragraph as one line; `passage` gives everything but the offsets (its `body` is relative)."""
        start = self._line(paragraph.text)
        end = start + len(paragraph.text)
        self.passages.append(passage._replace(start=start, end=end, body=start + passage.body))
        self._place(paragraph.runs, start, end)
        for anchor in paragraph.anchors:
            page = _page_at(paragraph.runs, anchor.offset)
            self.anchors.append(PlacedAnchor(start + anchor.offset, anchor, passage.section_id, page))
        return start, end

    def _place(self, runs: Sequence[Run], start: int, end: int) -> None:
        for index, run in enumerate(runs):
            until = start + runs[index + 1].start if index + 1 < len(runs) else end
            self.places.append(Place(start + run.start, until, run))

    def table(self, table: TableBlock, table_id: str, section_id: str | None) -> tuple[int, int]:
        """Write a table: one line for its columns, one a row, cells set apart by tabs."""
        begin = self.length
        passage = Passage(0, 0, "columns", section_id=section_id, table_id=table_id)
        header = "\t".join(HEADER_JOIN.join(path) for path in table.columns)
        if header.strip():
            start = self._line(header)
            self.passages.append(passage._replace(start=start, end=start + len(header), body=start))
            page = table.pages[0] if table.pages else None
            self.places.append(Place(start, start + len(header), Run(0, page, table.box)))
            self.anchors.extend(PlacedAnchor(start + anchor.offset, anchor, section_id, page) for anchor in table.header_anchors)
        for number, row in enumerate(table.rows):
            line = "\t".join(cell.text for cell in row)
            start = self._line(line)
            self.passages.append(passage._replace(kind="row", start=start, end=start + len(line), body=start))
            at = start
            for column, cell in enumerate(row):
                end = at + len(cell.text)
                self.cells.append(CellPlace(table_id, number, column, at, end))
                self.places.append(Place(at, end, Run(0, cell.page, cell.box)))
                self.anchors.extend(PlacedAnchor(at + anchor.offset, anchor, section_id, cell.page) for anchor in cell.anchors)
                at = end + 1
        return begin, max(begin, self.length - 1)

    def note(self, note: NoteBody, footnote_id: str) -> tuple[int, int]:
        """Write a footnote's paragraphs, one a line."""
        begin = self.length
        for paragraph in note.paragraphs:
            self.paragraph(paragraph, Passage(0, 0, "footnote", footnote_id=footnote_id))
        return begin, max(begin, self.length - 1)

    def evidence(self) -> Evidence:
        """Return the places in order."""
        return Evidence(tuple(self.places), tuple(place.start for place in self.places))


def _page_at(runs: Sequence[Run], offset: int) -> int | None:
    page = None
    for run in runs:
        if run.start > offset:
            break
        page = run.page
    return page
