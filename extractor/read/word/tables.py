"""Tables of a DOCX → Grids: merges resolved, columns that no cell uses dropped, borderless layout tables told from data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from lxml import etree

from extractor.pages import Cell, Grid, Line, Span
from extractor.read.word.names import W, child, number, switch, value
from extractor.read.word.styles import visible

if TYPE_CHECKING:
    from extractor.read.word.walk import Walk

Item: TypeAlias = "Line | Grid"
SIDES = ("top", "left", "bottom", "right")
SIDE_NAMES = {"left": ("left", "start"), "right": ("right", "end")}
WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
TAB = Span("\t", 0)
CLOSING_PARAGRAPHS = 3
NEAR_TWIPS = 60
"""Edges of cells this near (1 mm) are one edge."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell with its place in the table's own columns (or twips)."""

    start: int
    end: int
    merge: str | None
    """"restart" or "continue" of a vertical merge."""
    content: Any
    """The `w:tc`, or its lines where they are read already."""
    sides: frozenset[str]
    """Sides with a drawn border."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row."""

    cells: tuple[Raw, ...]
    header: bool

    @property
    def boxed(self) -> bool:
        """Half of the cells or more have a border at the side."""
        return 2 * sum(bool(cell.sides & {"left", "right"}) for cell in self.cells) >= len(self.cells)

    @property
    def bare(self) -> bool:
        """No cell has a border of its own; the top one may be the row's above."""
        return not any(cell.sides - {"top"} for cell in self.cells)


def read_table(node: etree._Element, walk: Walk) -> list[Item]:
    """Read a `w:tbl`: one Grid; more where a closing table is merged into it; the content itself where it is a single bare cell."""
    rows = _rows(node, walk)
    if not rows:
        return []
    if len(rows) == 1 and len(rows[0].cells) == 1 and rows[0].bare and "top" not in rows[0].cells[0].sides:
        return walk.items(rows[0].cells[0].content)
    return list(make_grids(rows, lambda cell: walk.lines(cell.content)))


def make_grids(rows: list[Row], lines: Callable[[Raw], Sequence[Line]]) -> Iterator[Grid]:
    """Make a Grid of rows, or several where bare rows stand at the top or the end of a ruled table."""
    return (_grid(part, lines) for part in _parts(rows))


def flatten(grid: Grid) -> list[Line]:
    """Make a line of each row, its cells set apart by tabs; a row with a cell of several lines gives each line by itself."""
    lines: list[Line] = []
    for _, group in groupby(grid.cells, key=lambda cell: cell.row):
        cells = list(group)
        if all(len(cell.lines) <= 1 for cell in cells):
            parts = [line.spans for cell in cells for line in cell.lines]
            spans = tuple(span for index, part in enumerate(parts) for span in ((TAB, *part) if index else part))
            lines.append(Line(spans, whole=True))
        else:
            lines += [line for cell in cells for line in cell.lines]
    return lines


def _grid(rows: Sequence[Row], lines: Callable[[Raw], Sequence[Line]]) -> Grid:
    edges = sorted({edge for row in rows for cell in row.cells for edge in (cell.start, cell.end)})
    column = {edge: index for index, edge in enumerate(edges)}
    cells = []
    for index, row in enumerate(rows):
        for raw in row.cells:
            if raw.merge != "continue" or not _merged_above(rows, index, raw):
                # Empty paragraphs of a cell say nothing.
                kept = tuple(line for line in lines(raw) if line.text.strip() or line.chars)
                cells.append(Cell(index, column[raw.start], kept, _height(rows, index, raw), column[raw.end] - column[raw.start]))
    headers = next((index for index, row in enumerate(rows) if not row.header), len(rows))
    bordered = 2 * sum(bool(cell.sides) for row in rows for cell in row.cells) >= sum(len(row.cells) for row in rows)
    return Grid(len(rows), len(edges) - 1, tuple(cells), headers or None, bordered)


def _merged_above(rows: Sequence[Row], index: int, cell: Raw) -> bool:
    """A "continue" without a cell above it to continue is a cell of its own."""
    return index > 0 and any(above.start == cell.start and above.merge for above in rows[index - 1].cells)


def _height(rows: Sequence[Row], index: int, cell: Raw) -> int:
    if not cell.merge:
        return 1
    height = 1
    for row in rows[index + 1 :]:
        if not any(below.start == cell.start and below.merge == "continue" for below in row.cells):
            break
        height += 1
    return height


def _parts(rows: list[Row]) -> list[list[Row]]:
    """Part what is one table only because no paragraph stands between: a closing row, bare rows above or below a ruled table."""
    if len(rows) > 1 and _is_closing(rows[-1], rows[:-1]):
        return [*_parts(rows[:-1]), rows[-1:]]
    if not any(row.boxed for row in rows) or not (rows[0].bare or rows[-1].bare):
        return [rows]
    first = next(index for index, row in enumerate(rows) if not row.bare)
    last = len(rows) - next(index for index, row in enumerate(reversed(rows)) if not row.bare)
    parts = [rows[:first], rows[first:last], rows[last:]]
    if any(cell.merge == "continue" for part in parts[1:] if part for cell in part[0].cells):
        return [rows]
    return [part for part in parts if part]


def _is_closing(row: Row, above: Sequence[Row]) -> bool:
    """Two or three cells, each of several paragraphs, below a table of more columns: recipients and signatures."""
    if not 2 <= len(row.cells) <= 3 or any(cell.merge for cell in row.cells):
        return False
    return min(map(_paragraphs, row.cells)) >= CLOSING_PARAGRAPHS and len(row.cells) < max(len(other.cells) for other in above)


def _paragraphs(cell: Raw) -> int:
    return len(cell.content) if isinstance(cell.content, tuple) else len(cell.content.findall(f"{W}p"))


def _rows(table: etree._Element, walk: Walk) -> list[Row]:
    properties = child(table, "tblPr")
    style = value(properties, "tblStyle") or ""
    inherited: dict[str, bool] = {}
    for node in reversed(walk.styles.chain(style)):
        inherited |= _borders(child(child(node, "tblPr"), "tblBorders"))
    inherited |= _borders(child(properties, "tblBorders"))
    nodes = [node for node in _inside(table, f"{W}tr") if child(child(node, "trPr"), "del") is None]
    rows = []
    places = _places(table)
    for index, node in enumerate(nodes):
        own = inherited | _borders(child(child(node, "tblPrEx"), "tblBorders"))
        cells = _cells(node, own, first=index == 0, last=index == len(nodes) - 1)
        if cells:
            rows.append(Row(tuple(cells), bool(switch(child(node, "trPr"), "tblHeader"))))
    moved = [replace(row, cells=tuple(_move(cell, places) for cell in row.cells)) for row in rows]
    return rows if any(cell.start >= cell.end for row in moved for cell in row.cells) else moved


def _move(cell: Raw, places: Mapping[int, int]) -> Raw:
    return replace(cell, start=places.get(cell.start, cell.start), end=places.get(cell.end, cell.end))


def _places(table: etree._Element) -> dict[int, int]:
    """Map each edge of the table's columns to the first within a hair's breadth: hand-drawn tables have such columns."""
    places = {0: 0}
    at, kept = 0, 0
    for index, column in enumerate(table.findall(f"{W}tblGrid/{W}gridCol"), 1):
        at += number(column.get(f"{W}w")) or NEAR_TWIPS + 1
        if at - kept > NEAR_TWIPS:
            places[index], kept = index, at
        else:
            places[index] = places[index - 1]
    return places


def _cells(row: etree._Element, borders: dict[str, bool], *, first: bool, last: bool) -> list[Raw]:
    column = number(value(child(row, "trPr"), "gridBefore")) or 0
    nodes = list(_inside(row, f"{W}tc"))
    cells: list[Raw] = []
    for index, node in enumerate(nodes):
        properties = child(node, "tcPr")
        end = column + max(1, number(value(properties, "gridSpan")) or 1)
        outer = {"top": first, "bottom": last, "left": index == 0, "right": index == len(nodes) - 1}
        sides = _sides(properties, borders, outer)
        if child(properties, "hMerge") is not None and value(properties, "hMerge") != "restart" and cells:
            cells[-1] = replace(cells[-1], end=end, sides=cells[-1].sides | sides)
        else:
            merge = child(properties, "vMerge")
            cells.append(Raw(column, end, None if merge is None else value(properties, "vMerge") or "continue", node, sides))
        column = end
    return cells


def _sides(properties: etree._Element | None, table: dict[str, bool], outer: dict[str, bool]) -> frozenset[str]:
    own = _borders(child(properties, "tcBorders"))
    drawn = set()
    for side in SIDES:
        inside = "insideH" if side in {"top", "bottom"} else "insideV"
        if own.get(side, table.get(side if outer[side] else inside, False)):
            drawn.add(side)
    return frozenset(drawn)


def _borders(node: etree._Element | None) -> dict[str, bool]:
    """Which borders are said to be drawn (True) or not (False)."""
    found: dict[str, bool] = {}
    if node is None:
        return found
    for side in (*SIDES, "insideH", "insideV"):
        for name in SIDE_NAMES.get(side, (side,)):
            if (drawn := visible(child(node, name))) is not None:
                found[side] = drawn
    return found


def _inside(node: etree._Element, tag: str) -> Iterator[etree._Element]:
    for part in node:
        if part.tag == tag:
            yield part
        elif part.tag in WRAPPERS:
            yield from _inside(part, tag)
