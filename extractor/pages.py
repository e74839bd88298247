"""What every reader gives: pages of lines of spans, and the tables that the format itself marks as such.

A reader keeps the order in which a person reads and puts nothing right; `Span.chars` counts the non-blank characters of the
source that a span stands for, so that later stages may change its text and the accounting still adds up.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

UNREAD = "\ufffd"
"""What a glyph without a character is read as."""

Box: TypeAlias = tuple[float, float, float, float]
"""x0, y0, x1, y1 in PDF points, origin top left, in the page's own coordinates."""


class Span(NamedTuple):
    """A run of text in one type face."""

    text: str
    chars: int
    """Non-blank characters of the source that this span stands for."""
    font: str = ""
    size: float = 0.0
    """Font size in points; 0 where the format does not tell."""
    bold: bool = False
    italic: bool = False
    superscript: bool = False
    note: str | None = None
    """Id of the `Note` that the format itself links to here (DOCX, HTML, Markdown); such a span's text is the marker."""
    confidence: float | None = None
    """0–1, of OCR'd text only."""


class Line(NamedTuple):
    """One visual line, or one whole paragraph where the format knows paragraphs (`whole`)."""

    spans: tuple[Span, ...]
    box: Box | None = None
    words: tuple[Box, ...] = ()
    """A box for each white-space separated word of the line as it was read; empty without pages."""
    style: str | None = None
    """What the format says it is: "heading-1" … "heading-6", "title", "list", "caption"; None when it says nothing."""
    align: str | None = None
    """"left", "center", "right" or "justify" where the format says so."""
    whole: bool = False
    """True if the format says that this is a whole paragraph (DOCX, HTML, Markdown)."""

    @property
    def text(self) -> str:
        """The spans' text, joined."""
        return self.spans[0].text if len(self.spans) == 1 else "".join([span.text for span in self.spans])

    @property
    def chars(self) -> int:
        """Non-blank source characters of the line."""
        return self.spans[0].chars if len(self.spans) == 1 else sum([span.chars for span in self.spans])


class Cell(NamedTuple):
    """A cell of a table that the format marks as a table; `lines` are its paragraphs."""

    row: int
    column: int
    lines: tuple[Line, ...]
    row_span: int = 1
    column_span: int = 1
    box: Box | None = None


class Grid(NamedTuple):
    """A table as the source gives it, header rows and all."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    header_rows: int | None = None
    """Rows that the format marks as header; None when it does not say."""
    bordered: bool = True
    """False for a borderless layout table (the two-column head of a văn bản in Word)."""
    box: Box | None = None


class Note(NamedTuple):
    """A footnote or endnote that the format itself keeps apart from the body."""

    id: str
    marker: str
    lines: tuple[Line, ...]


class Ruling(NamedTuple):
    """A straight horizontal or vertical stroke of a PDF page, in points."""

    x0: float
    y0: float
    x1: float
    y1: float


class Page(NamedTuple):
    """A page, or the whole of a document whose format has no pages (`number` None)."""

    items: tuple[Line | Grid, ...]
    number: int | None = None
    """Counted from 1."""
    width: float | None = None
    height: float | None = None
    text_source: str | None = None
    """"text_layer", "ocr", "mixed", "none", or None for input without pages."""
    rulings: tuple[Ruling, ...] = ()
    notes: tuple[Note, ...] = ()
    frame: tuple[float, float, float, float, float, float] | None = None
    """Where a scan was turned upright and straightened before it was read: the affine map (a, b, c, d, e, f) of this page's points to
    points of the page as it is stored, x' = ax + cy + e, y' = bx + dy + f; see `on_stored_page`. None: they are the same."""

    @property
    def has_ocr(self) -> bool:
        """True if its text, or some of it, was read from a picture."""
        return self.text_source in ("ocr", "mixed")


def on_stored_page(box: Box, frame: tuple[float, float, float, float, float, float] | None) -> Box:
    """Map a box of a page to the box around it on the page as it is stored: evidence is given in that."""
    if frame is None:
        return box
    a, b, c, d, e, f = frame
    x0, y0, x1, y1 = box
    xs = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
    ys = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
    return (min(xs), min(ys), max(xs), max(ys))


class Reading(NamedTuple):
    """What a reader hands on."""

    media_type: str
    form: str
    """How the text is laid out: "paged" (PDF, scans), "flow" (DOCX, HTML, Markdown) or "plain" (text files)."""
    pages: tuple[Page, ...]
    diagnostics: tuple[Finding, ...] = ()


class Finding(NamedTuple):
    """A diagnostic before its place in the reading text is known."""

    code: str
    severity: str
    """"info" or "warning"."""
    vi: str
    en: str
    page: int | None = None


class Change(NamedTuple):
    """A repair before its place in the reading text is known."""

    kind: str
    original: str
    repaired: str
    rule: str
    confidence: float
    page: int | None
    item: int
    """Index of the line or grid in the page's `items`."""
    row: int = -1
    """Cell row when the item is a grid, else -1; `column` likewise."""
    column: int = -1
    start: int = 0
    """Offset of `repaired` in the repaired text of the line (the cell's lines joined by newlines)."""


def count_chars(text: str) -> int:
    """Count the non-blank characters of `text`: what the accounting is kept in."""
    return len(text) - sum(map(str.isspace, text))
