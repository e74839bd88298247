"""What a source file holds once it is parsed: blocks of text in which the gold is marked in place.

The written form is documented in `docs/annotating.md`; `corpora.parse` reads it, `corpora.gold` and `corpora.render` use it.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

Number: TypeAlias = int | float


class SourceError(Exception):
    """A source file breaks the format; the message names file, line and remedy."""

    def __init__(self, message: str, *, line: int = 0, path: str = "") -> None:
        """Keep the place apart from the message, so that an inner parser need not know the file."""
        super().__init__(message)
        self.message, self.line, self.path = message, line, path

    def __str__(self) -> str:
        """Say it as compilers do: ``file:line: message``."""
        return f"{self.path or '?'}:{self.line}: {self.message}"


class MeasureMark(NamedTuple):
    """A quantity marked in the text; `start`/`end` are offsets into the inline's plain text."""

    start: int
    end: int
    indicator: str
    value: Number | None
    low: Number | None
    high: Number | None
    of: Number | None
    unit: str
    comparator: str
    kind: str
    direction: str | None
    role: str | None
    """None: inherited from paragraph, section or document."""
    period: str | None
    """None: inherited; "none": the gold says null."""
    id: str | None
    part: str | None
    """Id of the measure that it breaks down; "" means the last measure of the paragraph that is not itself a part."""


class CitationMark(NamedTuple):
    """A citation marked in the text."""

    start: int
    end: int
    kind: str
    number: str
    date: str | None


class NoteMark(NamedTuple):
    """A footnote marker at `offset`; `note` tells bodies apart that carry the same marker."""

    offset: int
    marker: str
    note: str


class Inline(NamedTuple):
    """Text of one paragraph, heading or cell without its marks, and the marks."""

    text: str
    measures: tuple[MeasureMark, ...] = ()
    citations: tuple[CitationMark, ...] = ()
    notes: tuple[NoteMark, ...] = ()
    bold: tuple[tuple[int, int], ...] = ()
    italic: tuple[tuple[int, int], ...] = ()
    breaks: tuple[int, ...] = ()
    """Offsets of the blanks that are line breaks on the page (`//` in the source)."""


class Paragraph(NamedTuple):
    """A heading, a numbered or bulleted paragraph, or a plain one; its label is part of the text."""

    line: int
    inline: Inline
    attributes: dict[str, str]
    label: str | None = None
    """Label of a section without its punctuation, "" for an attachment's title, None when it opens no section."""
    bullet: str | None = None
    body: int = 0
    """Offset in the text where the words after label or bullet begin."""
    depth: int = 0
    heading: bool = False


class Row(NamedTuple):
    """A table's row."""

    line: int
    cells: tuple[Inline, ...]
    attributes: dict[str, str]


class Table(NamedTuple):
    """A table; each column has its header path."""

    line: int
    caption: str
    printed: Inline | None
    """The caption's own line above the table; None where the heading before it serves as caption."""
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]
    attributes: dict[str, str]


class Mark(NamedTuple):
    """A place in the flow: `closing`, `page`, `landscape`, `portrait`."""

    line: int
    name: str


Block: TypeAlias = Paragraph | Table | Mark


class Signature(NamedTuple):
    """Who signs."""

    capacity: str | None
    position: str
    name: str | None


class Source(NamedTuple):
    """A report as its author wrote it."""

    id: str
    path: str
    meta: dict[str, Any]
    """genre, variety, level, field, held_out, role, period, slips."""
    header: dict[str, Any]
    signatures: tuple[Signature, ...]
    recipients: tuple[str, ...]
    blocks: tuple[Block, ...]
    notes: dict[str, tuple[Inline, ...]]
    """Footnote bodies, by note id, in the order of the source."""
