"""Tables of a web page: where each cell stands, which rows are header, whether the table frames the page or holds data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

import regex
from lxml import html

from extractor.pages import Grid, Line, Span

Item: TypeAlias = "Line | Grid"
PIECES = frozenset({"thead", "tbody", "tfoot"})
LAYOUT_LINES, LAYOUT_ROWS = 12, 3
"""A cell with more lines than this, in a table of few rows, holds a part of the page, not a figure."""
_BORDER = regex.compile(
    r"border(?:-(?:top|bottom|left|right))?(?:-style|-width)?\s*:\s*(?!none|0(?:\D|$)|0?\.?0pt)[^;]*(?:solid|\d)", regex.IGNORECASE
)


class Placed(NamedTuple):
    """A cell in its place."""

    row: int
    column: int
    row_span: int
    column_span: int
    node: html.HtmlElement


def table_rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Give the rows that are the table's own, not a nested one's."""
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in PIECES:
            yield from part.iterchildren("tr")


def place(rows: list[html.HtmlElement]) -> Iterator[Placed]:
    """Give each cell its place, as a browser does."""
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        column = 0
        for node in row.iterchildren("td", "th"):
            while (index, column) in taken:
                column += 1
            height = min(_span_of(node, "rowspan") or len(rows) - index, len(rows) - index)
            width = _span_of(node, "colspan") or 1
            taken |= {(index + down, column + right) for down in range(height) for right in range(width)}
            yield Placed(index, column, height, width, node)
            column += width


def _span_of(node: html.HtmlElement, name: str) -> int:
    value = (node.get(name) or "1").strip()
    return min(int(value), 1000) if value.isdigit() else 1


def is_layout(placed: Sequence[Placed], contents: Sequence[Sequence[Item]]) -> bool:
    """A table that frames a page: a single cell, or cells with whole pages or tables in them."""
    if len(placed) <= 1:
        return True
    nested = any(isinstance(item, Grid) and item.rows > 1 and item.columns > 1 for content in contents for item in content)
    return nested or (max(map(len, contents)) > LAYOUT_LINES and placed[-1].row < LAYOUT_ROWS)


def split_closing(grid: Grid) -> list[Grid]:
    """Part the recipients and signatures from the data table that they stand right below: two or three cells of several lines."""
    last = [cell for cell in grid.cells if cell.row == grid.rows - 1]
    above = [cell for cell in grid.cells if cell.row < grid.rows - 1]
    widest = max((sum(cell.row == row for cell in above) for row in {cell.row for cell in above}), default=0)
    if not 2 <= len(last) <= 3 or len(last) >= widest or any(cell.row + cell.row_span > grid.rows - 1 for cell in above):
        return [grid]
    if min(len(cell.lines) for cell in last) < 2 or max(len(cell.lines) for cell in last) < 4:
        return [grid]
    columns = range(len(last))
    closing = Grid(
        1, len(last), tuple(cell._replace(row=0, column=column, column_span=1) for column, cell in zip(columns, last, strict=True))
    )
    return [grid._replace(rows=grid.rows - 1, cells=tuple(above)), closing._replace(bordered=False)]


def header_rows(rows: list[html.HtmlElement]) -> int:
    """Count the rows on top that are marked as header."""
    count = 0
    for row in rows:
        parent = row.getparent()
        cells = [cell.tag for cell in row.iterchildren("td", "th")]
        if not (parent is not None and parent.tag == "thead") and not (cells and all(tag == "th" for tag in cells)):
            break
        count += 1
    return count


def is_bordered(table: html.HtmlElement, rows: list[html.HtmlElement]) -> bool:
    """By the attribute, else by the styles; a page that says nothing has it in its style sheet: believed for more than two rows."""
    if (border := table.get("border")) is not None and border.strip() not in {"0", ""}:
        return True
    if any(_BORDER.search(node.get("style") or "") for node in (table, *(cell for row in rows for cell in row))):
        return True
    said = border is not None or "border" in (table.get("style") or "")
    return not said and (len(rows) > 2 or header_rows(rows) > 0)


def flatten(grid: Grid) -> list[Line]:
    """Make a line of each row, its cells set apart by tabs."""
    lines = []
    for _, group in groupby(grid.cells, key=lambda cell: cell.row):
        spans: list[Span] = []
        for cell in group:
            for line in cell.lines:
                spans += [Span("\t", 0), *line.spans] if spans else line.spans
        if spans:
            lines.append(Line(tuple(spans), whole=True))
    return lines
