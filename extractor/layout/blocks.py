"""What layout makes of pages: paragraphs, tables, footnote bodies and furniture, in reading order."""

from __future__ import annotations

from typing import NamedTuple

from extractor.pages import Box, Finding


class Run(NamedTuple):
    """The part of a block's text that came from one line of the source, from `start` to the next run's start."""

    start: int
    page: int | None
    box: Box | None
    words: tuple[Box, ...] = ()
    """A box a word of this run's text; () where the words of text and page no longer match, then `box` serves."""


class Anchor(NamedTuple):
    """A footnote marker taken out of a block's text at `offset`."""

    offset: int
    marker: str
    note: str | None = None
    """Id of the note where the format itself links them."""


class Face(NamedTuple):
    """What the type face says of a paragraph: evidence for headings."""

    bold: float = 0.0
    """Share of its letters set bold."""
    italic: float = 0.0
    caps: bool = False
    """All letters are capitals."""
    size: float = 0.0
    centered: bool = False
    indent: float | None = None
    """Left edge of the first line in points."""
    style: str | None = None
    """What the format calls it ("heading-2"), see `Line.style`."""
    lead: int = 0
    """Code points at the start of the text that are set apart by weight or slant ("3. Title." of a run-in heading); 0 if none."""


class Paragraph(NamedTuple):
    """One paragraph, rejoined over line and page breaks."""

    text: str
    chars: int
    runs: tuple[Run, ...]
    anchors: tuple[Anchor, ...] = ()
    face: Face = Face()
    confidence: float | None = None
    """Lowest OCR confidence of its words; None for a text layer."""
    gap: float = 0.0
    """Blank space before it, in lines."""


class TableCell(NamedTuple):
    """A body cell with its place on the page."""

    text: str
    page: int | None = None
    box: Box | None = None
    anchors: tuple[Anchor, ...] = ()


class TableBlock(NamedTuple):
    """A table over all its pages. `columns` is a header path a column; every row has as many cells as there are columns."""

    columns: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[TableCell, ...], ...]
    chars: int
    pages: tuple[int, ...] = ()
    caption: str | None = None
    box: Box | None = None
    header_anchors: tuple[Anchor, ...] = ()
    """Footnote markers in the header; offsets are into the header's line of the reading text."""


class NoteBody(NamedTuple):
    """A footnote's body: its paragraphs, first to last."""

    marker: str
    paragraphs: tuple[Paragraph, ...]
    chars: int
    note: str | None = None


class FurnitureBlock(NamedTuple):
    """Text taken out of the page."""

    text: str
    chars: int
    page: int | None
    box: Box | None


class Layout(NamedTuple):
    """The document as blocks in reading order. Notes stand in the order of their first appearance."""

    blocks: tuple[Paragraph | TableBlock, ...]
    notes: tuple[NoteBody, ...]
    furniture: tuple[FurnitureBlock, ...]
    findings: tuple[Finding, ...] = ()
