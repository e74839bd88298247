"""The contract: what one extraction returns. Field meanings are in `docs/contract.md`."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

SCHEMA_VERSION = "1.0"

Extent: TypeAlias = tuple[int, int]
"""A half-open pair of offsets, in code points."""


def _to_hundredths(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))


PageBox: TypeAlias = Annotated[tuple[float, float, float, float], AfterValidator(_to_hundredths)]
"""x0, y0, x1, y1 in PDF points, origin top left, to hundredths of a point."""
Number: TypeAlias = int | float


class Record(BaseModel):
    """Frozen, and strict about names: a field that the contract does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SourcePage(Record):
    """One page of the source; size in points."""

    number: int
    width: float
    height: float
    text_source: Literal["text_layer", "ocr", "mixed", "none"] | None


class Source(Record):
    """The file that was read."""

    filename: str | None
    media_type: str
    sha256: str
    size: int
    pages: list[SourcePage]


class Header(Record):
    """The thể thức block (Nghị định 30/2020/NĐ-CP, Phụ lục I); `spans` are offsets into `text`, the block as it reads."""

    parent_authority: str | None = None
    authority: str | None = None
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    date: str | None = None
    date_text: str | None = None
    kind: str = "van_ban"
    title: str | None = None
    text: str = ""
    spans: dict[str, Extent] = Field(default_factory=dict)
    pages: list[int] = Field(default_factory=list)
    boxes: dict[str, list[PageBox]] = Field(default_factory=dict)


class Section(Record):
    """A numbered unit of the outline."""

    id: str
    kind: Literal["part", "chapter", "article", "roman", "decimal", "alpha", "paren", "appendix", "attachment"]
    label: str | None
    title: str | None
    text: str
    depth: int
    span: Extent
    pages: list[int]
    children: list[Section] = Field(default_factory=list)


class FootnoteAnchor(Record):
    """The place in `Report.text` where a marker stood."""

    offset: int
    section_id: str | None


class Footnote(Record):
    """A footnote's body and its anchors."""

    id: str
    marker: str
    text: str
    anchors: list[FootnoteAnchor]
    pages: list[int]
    span: Extent


class Table(Record):
    """A table; `columns` is a header path a column, outermost first."""

    id: str
    caption: str | None
    section_id: str | None
    pages: list[int]
    columns: list[list[str]]
    rows: list[list[str]]
    row_boxes: list[list[PageBox]]
    span: Extent


class Indicator(Record):
    """What a measure counts: in the text's words, and as the rules know it."""

    phrase: str | None
    code: str | None = None
    name: str | None = None


class TablePlace(Record):
    """A cell; `row` and `column` count from 0 in `Table.rows`."""

    id: str
    row: int
    column: int


class Measure(Record):
    """A quantity with its meaning and its evidence."""

    id: str
    value: Number | None
    low: Number | None = None
    high: Number | None = None
    of: Number | None = None
    unit: str | None
    comparator: Literal["=", ">", ">=", "<", "<=", "~", "range"]
    role: Literal["target", "result", "baseline", "context"]
    kind: Literal["level", "change", "attainment"]
    direction: Literal["up", "down"] | None
    period: str | None
    indicator: Indicator
    place: str | None
    part_of: str | None
    raw: str
    span: Extent
    page: int | None
    boxes: list[PageBox]
    section_id: str | None
    footnote_id: str | None
    table: TablePlace | None
    confidence: float


class Target(Record):
    """A numbered target (chỉ tiêu) with its measures."""

    id: str
    label: str | None
    text: str
    section_id: str | None
    path: list[str]
    origin: Literal["text", "table"]
    measures: list[Measure]
    span: Extent
    pages: list[int]
    boxes: list[PageBox]
    confidence: float


class Citation(Record):
    """One citation of a document by its number."""

    raw: str
    kind: str
    number: str
    date: str | None
    issuer: str | None
    span: Extent
    section_id: str | None
    footnote_id: str | None


class Signature(Record):
    """Who signed, and for whom; `span` is an offset into `Report.closing_text`."""

    capacity: str | None
    position: str
    name: str | None
    span: Extent
    page: int | None


class Repair(Record):
    """One change made to the source's characters; `span` is None outside the reading text (head, foot, furniture)."""

    kind: Literal["u_horn", "o_grave", "dropped_glyph", "legacy_encoding", "ocr", "spacing", "hyphenation", "unicode"]
    original: str
    repaired: str
    span: Extent | None
    page: int | None
    rule: str
    confidence: float


class Message(Record):
    """A sentence in both languages."""

    vi: str
    en: str


class Diagnostic(Record):
    """What is odd, missing or contradictory; codes are listed in `docs/diagnostics.md`."""

    code: str
    severity: Literal["info", "warning"]
    message: Message
    span: Extent | None = None
    page: int | None = None


class Furniture(Record):
    """Text taken out of the page: running heads, page numbers."""

    text: str
    page: int | None
    box: PageBox | None


class Report(Record):
    """The result of one extraction."""

    schema_version: str = SCHEMA_VERSION
    status: Literal["ok", "review"]
    source: Source
    header: Header
    sections: list[Section]
    footnotes: list[Footnote]
    tables: list[Table]
    targets: list[Target]
    results: list[Measure]
    citations: list[Citation]
    signatures: list[Signature]
    recipients: list[str]
    repairs: list[Repair]
    diagnostics: list[Diagnostic]
    furniture: list[Furniture]
    accounting: dict[str, int]
    text: str
    closing_text: str
