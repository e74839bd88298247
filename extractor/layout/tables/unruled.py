"""Tables of figures on pages without rulings: rows that share white gutters. Conservative: running text must never become a table."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import regex

from extractor.layout.tables.lone import raise_markers
from extractor.layout.tables.ruled import in_order
from extractor.layout.tables.sheet import Placed, cut_line
from extractor.layout.tables.words import is_figure, is_ordinal
from extractor.pages import Box, Cell, Grid, Line, Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MIN_FIGURES = 6
_MIN_ROWS = 3
_MIN_COLUMNS = 3
_NARROW_PT = 90.0
_LEVEL_PT = 3.5
_GUTTER_PT = 5.0
_WORD_GAP = 1.1
"""Blank between two words of one line, in line heights, from which on they stand in different columns."""
_ROW_GAP_PT = 60.0
_HEAD_GAP_PT = 26.0
_MAX_HEAD_LEVELS = 8
_PAIR = regex.compile(r"(?:^|\s)[<>~+-]?\d[\d.,]*%?\s+[<>~+-]?\d[\d.,]*%?\s*$")


class Segment(NamedTuple):
    """Words of a line that stand together: the item they are of, and their numbers in it."""

    at: int
    line: Line
    box: Box

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(self.line.text.split())


class Level(NamedTuple):
    """What stands at one height of the page, left to right."""

    y: float
    segments: tuple[Segment, ...]


def find_unruled(page: Page, taken: frozenset[int]) -> list[Placed]:
    """Return the page's tables without rulings; `taken` are the items of ruled ones."""
    if not _has_figures(page):
        return []
    levels = _read_levels(page, taken)
    body = [number for number, level in enumerate(levels) if sum(is_figure(segment.text) for segment in level.segments) > 1]
    return [placed for run in _runs(levels, body) if (placed := _make_table(levels, run)) is not None]


def _has_figures(page: Page) -> bool:
    """Tell, at the cost of a glance, whether many lines are nothing but a figure, or end in several."""
    count = 0
    for item in page.items:
        if not isinstance(item, Line) or item.box is None or not item.spans:
            continue
        last = item.spans[-1].text.rstrip()[-1:]
        if (last.isdigit() or last == "%") and (item.box[2] - item.box[0] < _NARROW_PT or _PAIR.search(item.text)):
            count += 1
            if count >= _MIN_FIGURES:
                return True
    return False


def _read_levels(page: Page, taken: frozenset[int]) -> list[Level]:
    segments = [
        segment
        for at, item in enumerate(page.items)
        if at not in taken and isinstance(item, Line) and item.box is not None and item.style != "rotated"
        for segment in _segments(at, item)
    ]
    segments.sort(key=_middle)
    levels: list[list[Segment]] = []
    for segment in segments:
        if levels and _middle(segment) - _middle(levels[-1][0]) < _LEVEL_PT:
            levels[-1].append(segment)
        else:
            levels.append([segment])
    return [Level(_middle(level[0]), tuple(sorted(level, key=lambda segment: segment.box[0]))) for level in levels]


def _middle(segment: Segment) -> float:
    return (segment.box[1] + segment.box[3]) / 2


def _segments(at: int, line: Line) -> Iterator[Segment]:
    """Part a line where the blank between two words is wide."""
    if line.box is None:
        return
    height = line.box[3] - line.box[1]
    cuts = [number for number, (left, right) in enumerate(pairwise(line.words), 1) if right[0] - left[2] > _WORD_GAP * height]
    for piece in cut_line(line, cuts) if cuts else (line,):
        yield Segment(at, piece, piece.box or line.box)


def _runs(levels: Sequence[Level], body: Sequence[int]) -> list[list[int]]:
    """Group the levels of figures between which stands no running text."""
    runs: list[list[int]] = []
    for number in body:
        last = runs[-1][-1] if runs else None
        if last is not None and levels[number].y - levels[last].y < _ROW_GAP_PT and not any(map(_is_text, levels[last + 1 : number])):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [run for run in runs if len(run) >= _MIN_ROWS]


def _is_text(level: Level) -> bool:
    return len(level.segments) == 1 and len(level.segments[0].text) > 60


def _make_table(levels: Sequence[Level], run: Sequence[int]) -> Placed | None:
    columns = _find_columns([levels[number] for number in run])
    if len(columns) < _MIN_COLUMNS or not _is_filled([levels[number] for number in run], columns):
        return None
    head = _head_levels(levels, run[0], columns)
    rows = _body_rows(levels, run, columns)
    if rows is None:
        return None
    header = _lay_head([levels[number] for number in head], columns)
    cells = raise_markers([*header, *(cell for number, row in enumerate(rows, _height(header)) for cell in _cells(row, number, columns))])
    taken = [segment.at for number in (*head, *range(run[0], run[-1] + 1)) for segment in levels[number].segments]
    box = _union([cell.box for cell in cells if cell.box is not None])
    grid = Grid(_height(header) + len(rows), len(columns), tuple(cells), header_rows=_height(header) or None, box=box)
    edges = (columns[0][0], *((left[1] + right[0]) / 2 for left, right in pairwise(columns)), columns[-1][1])
    return Placed(min(taken), grid, frozenset(taken), edges)


def _find_columns(levels: Sequence[Level]) -> list[tuple[float, float]]:
    """Return the extents of the columns: what the rows' segments cover, parted by gutters that are white in all rows."""
    spans = sorted((segment.box[0], segment.box[2]) for level in levels for segment in level.segments)
    columns: list[tuple[float, float]] = []
    for start, end in spans:
        if columns and start - columns[-1][1] < _GUTTER_PT:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    return columns


def _is_filled(levels: Sequence[Level], columns: Sequence[tuple[float, float]]) -> bool:
    """Tell whether at least two columns hold figures in most rows."""
    counts = [0] * len(columns)
    for level in levels:
        for segment in level.segments:
            counts[_column_at(columns, segment.box)] += is_figure(segment.text)
    return sum(count * 3 >= len(levels) * 2 for count in counts) > 1


def _column_at(columns: Sequence[tuple[float, float]], box: Box) -> int:
    """Return the column that a segment overlaps most, or the nearest."""
    overlaps = [min(end, box[2]) - max(start, box[0]) for start, end in columns]
    return max(range(len(columns)), key=lambda column: overlaps[column])


def _head_levels(levels: Sequence[Level], first: int, columns: Sequence[tuple[float, float]]) -> list[int]:
    """Return the levels above the figures that belong to the header: near, and not one line over everything."""
    found: list[int] = []
    width = columns[-1][1] - columns[0][0]
    for number in range(first - 1, max(-1, first - 1 - _MAX_HEAD_LEVELS), -1):
        level = levels[number]
        wide = len(level.segments) == 1 and level.segments[0].box[2] - level.segments[0].box[0] > width / 2
        if (
            levels[number + 1].y - level.y > _HEAD_GAP_PT
            or wide
            or (len(level.segments) == 1 and not found and len(columns) > _MIN_COLUMNS + 2)
        ):
            break
        found.insert(0, number)
    while found and len(levels[found[0]].segments) == 1 and _column_at(columns, levels[found[0]].segments[0].box) == 0:
        found.pop(0)
    return found


def _body_rows(levels: Sequence[Level], run: Sequence[int], columns: Sequence[tuple[float, float]]) -> list[list[Segment]] | None:
    """Return the rows' segments: a level with an ordinal of its own is a row, any other goes on with the row that is nearer.

    None if a segment crosses a gutter.
    """
    opens = [number for number in range(run[0], run[-1] + 1) if number in run or _opens_row(levels[number])]
    rows = [list(levels[number].segments) for number in opens]
    for left, right in pairwise(range(len(opens))):
        for level in levels[opens[left] + 1 : opens[right]]:
            near = left if level.y - levels[opens[left]].y <= levels[opens[right]].y - level.y else right
            rows[near].extend(level.segments)
    if any(_crosses(columns, segment.box) for row in rows for segment in row):
        return None
    return rows


def _opens_row(level: Level) -> bool:
    first = level.segments[0].text
    return len(level.segments) > 1 and is_ordinal(first)


def _crosses(columns: Sequence[tuple[float, float]], box: Box) -> bool:
    return sum(min(end, box[2]) - max(start, box[0]) > 2 for start, end in columns) > 1


def _lay_head(levels: Sequence[Level], columns: Sequence[tuple[float, float]]) -> list[Cell]:
    """Lay the header out: texts over the same columns are one cell, cells over several columns stand above those over fewer."""
    blocks: dict[tuple[int, int], list[Segment]] = {}
    for level in levels:
        for segment in level.segments:
            blocks.setdefault(_covers(columns, segment.box), []).append(segment)
    groups = [span for span in blocks if span[1] - span[0] > 1]
    depths = {span: sum(other[0] <= span[0] and span[1] <= other[1] and other != span for other in groups) for span in blocks}
    height = 1 + max((depths[span] + 1 for span in groups), default=0)
    return [
        Cell(
            depths[span],
            span[0],
            tuple(in_order([segment.line for segment in segments])),
            1 if span in groups else height - depths[span],
            span[1] - span[0],
            _union([segment.box for segment in segments]),
        )
        for span, segments in sorted(blocks.items(), key=lambda block: (depths[block[0]], block[0]))
    ]


def _covers(columns: Sequence[tuple[float, float]], box: Box) -> tuple[int, int]:
    """Return the (half-open) columns that a header text stands over: those whose middle it covers, else the nearest one."""
    found = [number for number, (start, end) in enumerate(columns) if box[0] - 2 <= (start + end) / 2 <= box[2] + 2]
    if found:
        return found[0], found[-1] + 1
    middle = (box[0] + box[2]) / 2
    near = min(range(len(columns)), key=lambda number: abs(sum(columns[number]) / 2 - middle))
    return near, near + 1


def _height(header: Sequence[Cell]) -> int:
    return max((cell.row + cell.row_span for cell in header), default=0)


def _cells(row: Sequence[Segment], number: int, columns: Sequence[tuple[float, float]]) -> Iterator[Cell]:
    homes: dict[int, list[Segment]] = {}
    for segment in row:
        homes.setdefault(_column_at(columns, segment.box), []).append(segment)
    for column, segments in sorted(homes.items()):
        yield Cell(
            number, column, tuple(in_order([segment.line for segment in segments])), box=_union([segment.box for segment in segments])
        )


def _union(boxes: Sequence[Box]) -> Box:
    return (min(box[0] for box in boxes), min(box[1] for box in boxes), max(box[2] for box in boxes), max(box[3] for box in boxes))
