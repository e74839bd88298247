"""Pipe tables of Markdown → Grids, and markup characters counted with the text that they mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import regex

from extractor.pages import Cell, Grid, Line, Span, count_chars
from extractor.read.inline import read_inline

Item: TypeAlias = "Line | Grid"
DELIMITER = regex.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*\|?[ \t]*")
"""The rule under a table's header."""
_CELL = regex.compile(r"(?<!\\)\|")


def read_table(lines: Sequence[str], ids: Mapping[str, str]) -> Grid:
    """A pipe table: the row above the rule is the header; rows may have too few or too many cells."""
    rows = [_split_row(line) for line in lines]
    rule = next((index for index, line in enumerate(lines) if DELIMITER.fullmatch(line) and "-" in line), None)
    kept = [(row, line) for row, line in zip(rows, lines, strict=True) if not (DELIMITER.fullmatch(line) and "-" in line)]
    width = max((len(row) for row, _ in kept), default=len(rows[0]))
    cells: list[Cell] = []
    for index, (row, line) in enumerate(kept):
        made = [
            Cell(index, column, tuple(line for line in read_inline(text.strip(), ids) if line.spans)) for column, text in enumerate(row)
        ]
        cells += _charge_cells(made, count_chars(line) - sum(map(_cell_chars, made)))
    marks = sum(count_chars(line) for line in lines) - sum(map(_cell_chars, cells))
    return Grid(len(kept), width, tuple(_charge_cells(cells, marks)), rule)


def _split_row(line: str) -> list[str]:
    text = line.strip()
    text = text.removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [cell.replace("\\|", "|") for cell in _CELL.split(text)]


def append_items(items: list[Item], made: Sequence[Item]) -> None:
    """Add items; a table that opens with an empty header goes on from the one before: the page ended in its midst."""
    for item in made:
        last = items[-1] if items else None
        if isinstance(item, Grid) and isinstance(last, Grid) and item.columns == last.columns and _headless(item):
            items[-1] = _join(last, item)
        else:
            items.append(item)


def _headless(grid: Grid) -> bool:
    return grid.header_rows == 1 and not any(line.text.strip() for cell in grid.cells if cell.row == 0 for line in cell.lines)


def _join(first: Grid, second: Grid) -> Grid:
    owed = sum(_cell_chars(cell) for cell in second.cells if cell.row == 0)
    moved = [cell._replace(row=cell.row + first.rows - 1) for cell in second.cells if cell.row]
    cells = _charge_cells([*first.cells, *moved], owed)
    return first._replace(rows=first.rows + second.rows - 1, cells=tuple(cells))


def count_item(item: Item) -> int:
    """Count the source characters of an item."""
    return item.chars if isinstance(item, Line) else sum(map(_cell_chars, item.cells))


def _cell_chars(cell: Cell) -> int:
    return sum(line.chars for line in cell.lines)


def charge(item: Item, chars: int) -> Item:
    """Count `chars` of markup with an item."""
    if not chars:
        return item
    if isinstance(item, Grid):
        return item._replace(cells=tuple(_charge_cells(item.cells, chars)))
    return charge_line(item, chars)


def charge_line(line: Line, chars: int) -> Line:
    """Count `chars` of markup with a line."""
    first, *rest = line.spans or (Span("", 0),)
    return line._replace(spans=(first._replace(chars=first.chars + chars), *rest))


def _charge_cells(cells: Sequence[Cell], chars: int) -> Sequence[Cell]:
    if not chars or not cells:
        return cells
    place = next((index for index, cell in enumerate(cells) if cell.lines), 0)
    lines = cells[place].lines or (Line((), whole=True),)
    charged = cells[place]._replace(lines=(charge_line(lines[0], chars), *lines[1:]))
    return [*cells[:place], charged, *cells[place + 1 :]]
