"""Tables as DOC tools write them into text: one cell a line behind a tab, an empty line after each row, spans lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from extractor.layout.tables.sheet import Placed, join_lines
from extractor.layout.tables.tree import split
from extractor.layout.tables.words import is_figure, is_ordinal, is_ordinal_head
from extractor.pages import Cell, Grid, Line

_MAX_BLANKS = 2
_MIN_COLUMNS = 3
_MIN_ROWS = 2


class _Row(NamedTuple):
    cells: tuple[tuple[Line, ...], ...]
    start: int
    """Index of its first line among the items; `end` is one past its last."""
    end: int

    @property
    def texts(self) -> list[str]:
        return [join_lines(cell) for cell in self.cells]


def find_tabbed(items: Sequence[Line | Grid]) -> list[Placed]:
    """Return the tables among a text's lines; closings and lists in the same style are left as lines."""
    found: list[Placed] = []
    at = 0
    while at < len(items):
        if not _opens_cell(items[at]):
            at += 1
            continue
        rows, end = _read_rows(items, at)
        found.extend(_make_tables(rows))
        at = max(end, at + 1)
    return found


def _make_tables(rows: Sequence[_Row]) -> list[Placed]:
    """Return the tables that a run of rows holds: the rows of the commonest width with the header above them, then what is left over."""
    if len(rows) < _MIN_ROWS:
        return []
    columns = _count_columns(rows)
    if columns is None:
        return []
    body = [number for number, row in enumerate(rows) if len(row.cells) == columns]
    first, last = body[0], _last_row(rows, body[0], columns)
    while first > 0 and 1 < len(rows[first - 1].cells) <= columns and not _is_body(rows[first - 1], columns):
        first -= 1
    grid = _make_grid(rows[first:last], columns)
    if grid is None:
        return []
    placed = Placed(rows[first].start, grid, frozenset(range(rows[first].start, rows[last - 1].end)))
    return [*_make_tables(rows[:first]), placed, *_make_tables(rows[last:])]


def _last_row(rows: Sequence[_Row], first: int, columns: int) -> int:
    """Return the end of the rows that go with the body: of its width, or shorter with figures, or one label over all columns."""
    last = first
    for number in range(first, len(rows)):
        row = rows[number]
        if len(row.cells) == columns or _is_body(row, columns):
            last = number + 1
        elif len(row.cells) > 1:
            break
    return last


def _opens_cell(item: Line | Grid) -> bool:
    return isinstance(item, Line) and item.spans != () and item.spans[0].text.startswith("\t")


def _is_blank(item: Line | Grid) -> bool:
    return isinstance(item, Line) and not item.text.strip() and "\t" not in item.text


def _read_rows(items: Sequence[Line | Grid], start: int) -> tuple[list[_Row], int]:
    """Read rows from `start` on; ends before the first text that no tab opens after an empty line."""
    rows: list[_Row] = []
    cells: list[list[Line]] = []
    at, opened, blanks = start, start, 0
    while at < len(items) and blanks <= _MAX_BLANKS:
        item = items[at]
        if isinstance(item, Grid) or (not cells and not _is_blank(item) and not _opens_cell(item)):
            break
        if _is_blank(item):
            blanks += 1
            if cells:
                rows.append(_Row(tuple(map(tuple, cells)), opened, at))
                cells = []
        elif _opens_cell(item):
            opened = opened if cells else at
            cells.append([item])
            blanks = 0
        else:
            cells[-1].append(item)
        at += 1
    if cells:
        rows.append(_Row(tuple(map(tuple, cells)), opened, at))
    return rows, at


def _make_grid(rows: Sequence[_Row], columns: int) -> Grid | None:
    """Return the rows as a grid with spans; None when their header can't be laid out."""
    first = next((number for number, row in enumerate(rows) if _is_body(row, columns) and _is_headed(rows[:number], columns)), len(rows))
    head = _lay_head([row.texts for row in rows[:first]], columns)
    if head is None or first == len(rows):
        return None
    cells = [
        Cell(number, start, lines, _reach(rows, number, (start, end), head), end - start)
        for number, row in enumerate(rows[:first])
        for (start, end), lines in zip(head[number], row.cells, strict=True)
        if number == 0 or join_lines(lines) or not _is_reached(head[number - 1], start, end)
    ]
    for number, row in enumerate(rows[first:], first):
        cells.extend(_lay_row(row, number, columns))
    return Grid(len(rows), columns, tuple(cells), header_rows=first or None)


def _count_columns(rows: Sequence[_Row]) -> int | None:
    """Return the commonest number of cells over two, if several rows share it and they hold figures or ordinals."""
    sizes = Counter(len(row.cells) for row in rows if len(row.cells) >= _MIN_COLUMNS)
    columns = max(sizes, key=lambda size: (sizes[size], size), default=0)
    same = [row.texts for row in rows if len(row.cells) == columns]
    if len(same) < _MIN_ROWS:
        return None
    cells = [text for texts in same for text in texts if text]
    figures = sum(map(is_figure, cells))
    ordered = sum(bool(texts[0]) and is_ordinal(texts[0]) for texts in same)
    return columns if figures * 4 >= len(cells) or ordered * 2 >= len(same) else None


def _is_headed(rows: Sequence[_Row], columns: int) -> bool:
    """Tell whether the rows above name every column: a short one, its spans lost, needs one below it that does."""
    return not rows or any(len(row.cells) == columns for row in rows) or all(len(row.cells) == 1 for row in rows)


def _is_body(row: _Row, columns: int) -> bool:
    texts = row.texts
    full = [text for text in texts if text]
    if len(full) > 1 and texts[0] and is_ordinal(texts[0]) and not is_ordinal_head(texts[0]) and not is_ordinal(full[1]):
        return True
    return len(texts) + 2 >= columns and sum(map(is_figure, full)) * 3 >= len(full) > 0 and not _numbers(full)


def _numbers(full: Sequence[str]) -> bool:
    return all(is_ordinal(text.split("=")[0]) for text in full)


def _lay_head(rows: Sequence[Sequence[str]], columns: int) -> list[list[tuple[int, int]]] | None:
    """Return (start, end) columns of each header cell, row by row; None when they can't be told.

    The lowest row names every column, blank where a cell above reaches down; a shorter row's cells are spread over the row below it.
    """
    spans: list[list[tuple[int, int]]] = []
    below: list[tuple[str, int]] = []
    for row in reversed(rows):
        if len(row) == columns:
            widths: list[int] | None = [1] * columns
        elif len(row) == 1:
            spans.insert(0, [(0, columns)])
            continue
        else:
            widths = _spread(row, below) if below and len(row) < columns else None
        if widths is None or sum(widths) != columns:
            return None
        ends = list(accumulate(widths))
        spans.insert(0, [(end - width, end) for end, width in zip(ends, widths, strict=True)])
        below = list(zip(row, widths, strict=True))
    return spans


def _spread(row: Sequence[str], below: Sequence[tuple[str, int]]) -> list[int] | None:
    """Return the columns of each cell over the row below: those of each blank, the rest split over what stands between blanks."""
    blanks = sum(not text for text, _ in below)
    wide = len(row) - blanks
    if wide < 1:
        return None
    runs = _runs([text for text, _ in below])
    best: tuple[float, list[int]] | None = None
    for counts in _shares(wide, [len(run) for run in runs if run]):
        sizes, score = _fill(row, runs, list(counts))
        if sizes and (best is None or score > best[0]):
            best = (score, sizes)
    if best is None:
        return None
    ends = list(accumulate(best[1]))
    return [sum(width for _, width in below[end - size : end]) for end, size in zip(ends, best[1], strict=True)]


def _runs(below: Sequence[str]) -> list[list[str]]:
    """Cut the row below at its blanks: a run of texts, or [] for each blank."""
    runs: list[list[str]] = []
    is_open = False
    for text in below:
        if not text:
            runs.append([])
        elif is_open:
            runs[-1].append(text)
        else:
            runs.append([text])
        is_open = bool(text)
    return runs


def _shares(wide: int, sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """List the ways to share `wide` cells out over runs of these sizes, at least one each."""
    if not sizes:
        return [()] if not wide else []
    return [(count, *rest) for count in range(1, min(wide - len(sizes) + 1, sizes[0]) + 1) for rest in _shares(wide - count, sizes[1:])]


def _fill(row: Sequence[str], runs: Sequence[list[str]], counts: list[int]) -> tuple[list[int], float]:
    widths: list[int] = []
    total = 0.0
    for run in runs:
        if not run:
            widths.append(1)
            continue
        count = counts.pop(0)
        parents = row[len(widths) : len(widths) + count]
        parts, score = split(parents, run)
        if not parts:
            return [], total
        widths.extend(parts)
        total += score
    return widths, total


def _is_reached(above: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a cell of the row above has the same columns and so may reach down."""
    return (start, end) in above


def _reach(rows: Sequence[_Row], number: int, span: tuple[int, int], head: Sequence[Sequence[tuple[int, int]]]) -> int:
    """Count the rows that a header cell reaches: down to the last one that is blank below it."""
    down = 1
    while number + down < len(head):
        texts = dict(zip(head[number + down], rows[number + down].texts, strict=True))
        if texts.get(span, "x"):
            break
        down += 1
    return down


def _lay_row(row: _Row, number: int, columns: int) -> list[Cell]:
    """Lay a body row out; where cells are missing, a label in front spans the columns of ordinal and name."""
    missing = columns - len(row.cells)
    texts = row.texts
    if len(row.cells) == 1:
        return [Cell(number, 0, row.cells[0], 1, columns)]
    wide = 0 if missing and texts[0] and not is_ordinal(texts[0]) else len(row.cells) - 1
    cells = []
    column = 0
    for place, lines in enumerate(row.cells):
        width = 1 + missing if place == wide else 1
        cells.append(Cell(number, column, lines, 1, width))
        column += width
    return cells
