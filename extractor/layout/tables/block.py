"""From a finished sheet to the table block that later stages read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.layout.blocks import Anchor, TableBlock, TableCell
from extractor.layout.tables.cells import read_cell
from extractor.layout.tables.head import Head, read_paths
from extractor.layout.tables.words import is_ordinal, is_ordinal_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.layout.tables.sheet import Row, Sheet
    from extractor.pages import Line

_BLANK = TableCell("")


def make_block(sheet: Sheet, head: Head, *, chars: int) -> TableBlock:
    """Return the block; `chars` are the source characters that it stands for, header and dropped rows included."""
    clean, anchors = _read_head(sheet, head)
    columns = read_paths(clean, head)
    ordered = bool(columns and columns[0] and is_ordinal_head(columns[0][-1]))
    rows = tuple(_cells(row, sheet.columns, ordered=ordered) for row in sheet.rows[head.end :] if row.texts)
    return TableBlock(columns, rows, chars, sheet.pages, None, sheet.box, _offsets(columns, anchors))


def _cells(row: Row, columns: int, *, ordered: bool) -> tuple[TableCell, ...]:
    cells = [_BLANK] * columns
    for slot in row.slots:
        text, anchors = read_cell(slot.lines)
        column = slot.column
        # a total's label set over the ordinals' column and the next ("Tổng cộng") belongs to the names
        if ordered and column == 0 and 1 < slot.end < columns and text and not is_ordinal(text):
            column = 1
        cells[column] = TableCell(text, slot.page, slot.box, anchors)
    return tuple(cells)


def _read_head(sheet: Sheet, head: Head) -> tuple[Sheet, list[tuple[str, Anchor]]]:
    """Take the footnote markers out of the header cells; returns each with its cell's text."""
    found: list[tuple[str, Anchor]] = []
    rows = list(sheet.rows)
    for number in range(head.titles, head.titles + head.header):
        slots = []
        for slot in rows[number].slots:
            text, anchors = read_cell(slot.lines)
            found.extend((text, anchor) for anchor in anchors)
            slots.append(slot._replace(lines=_as_text(slot.lines, text)) if anchors else slot)
        rows[number] = rows[number]._replace(slots=tuple(slots))
    return sheet._replace(rows=tuple(rows)), found


def _as_text(lines: Sequence[Line], text: str) -> tuple[Line, ...]:
    first = lines[0]
    return (first._replace(spans=(first.spans[0]._replace(text=text, superscript=False, note=None),), words=()),)


def _offsets(columns: tuple[tuple[str, ...], ...], anchors: list[tuple[str, Anchor]]) -> tuple[Anchor, ...]:
    """Place header markers in the header's line: paths joined by " > ", columns by tabs."""
    line = "\t".join(" > ".join(path) for path in columns)
    return tuple(anchor._replace(offset=max(0, line.find(text)) + anchor.offset) for text, anchor in anchors)
