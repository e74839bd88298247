"""From strokes to cells: merge what is one line, tell which lines hang together, cut the area into cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.pages import Box, Ruling

SNAP_PT = 2.5
"""Strokes nearer than this are one line: double borders, and the segments that Word draws for each cell."""
GAP_PT = 4.0
"""A break in a line that is bridged: the corner squares between segments."""
_MIN_LENGTH_PT = 4.0
_COVER = 0.5
"""Share of a cell's side that a line must cover to bound it."""
_FRAME_PT = 6.0
"""Horizontal lines that reach further than this past the outermost vertical line speak for an open frame."""


class Stroke(NamedTuple):
    """A merged line: `at` is its fixed coordinate, `start`–`end` the extent along the other axis."""

    at: float
    start: float
    end: float


class Area(NamedTuple):
    """A cell: first and last (inclusive) elementary row and column."""

    top: int
    left: int
    bottom: int
    right: int


class Mesh(NamedTuple):
    """The cells of one ruled table; `xs` and `ys` are the edges of its elementary columns and rows, in points."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]
    owner: tuple[tuple[int, ...], ...]
    """Index into `areas` of each elementary cell, by row and column."""

    @property
    def box(self) -> Box:
        """The table's outline."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def area_box(self, area: Area) -> Box:
        """The outline of one cell."""
        return (self.xs[area.left], self.ys[area.top], self.xs[area.right + 1], self.ys[area.bottom + 1])

    def find(self, x: float, y: float) -> int:
        """Return the index of the cell at a point; points outside count for the nearest cell."""
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return self.owner[row][column]


def split_strokes(rulings: Iterable[Ruling]) -> tuple[list[Stroke], list[Stroke]]:
    """Return the merged horizontal and vertical lines."""
    across: list[Stroke] = []
    down: list[Stroke] = []
    for x0, y0, x1, y1 in rulings:
        if x1 - x0 >= y1 - y0:
            across.append(Stroke((y0 + y1) / 2, x0, x1))
        else:
            down.append(Stroke((x0 + x1) / 2, y0, y1))
    return _merge(across), _merge(down)


def _merge(strokes: list[Stroke]) -> list[Stroke]:
    strokes.sort()
    merged: list[Stroke] = []
    group: list[Stroke] = []
    for stroke in strokes:
        if group and stroke.at - group[0].at > SNAP_PT:
            merged.extend(_merge_level(group))
            group = []
        group.append(stroke)
    merged.extend(_merge_level(group))
    return [stroke for stroke in merged if stroke.end - stroke.start >= _MIN_LENGTH_PT]


def _merge_level(group: list[Stroke]) -> list[Stroke]:
    if not group:
        return []
    at = sum(stroke.at for stroke in group) / len(group)
    spans = sorted((stroke.start, stroke.end) for stroke in group)
    merged = [list(spans[0])]
    for start, end in spans[1:]:
        if start - merged[-1][1] <= GAP_PT:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return [Stroke(at, start, end) for start, end in merged]


def connect(across: Sequence[Stroke], down: Sequence[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Group the lines that cross or touch each other; lines that meet no other form no group."""
    leader = list(range(len(across) + len(down)))

    def find(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    touched: set[int] = set()
    for j, line in enumerate(down, len(across)):
        for i, other in enumerate(across):
            if other.start - GAP_PT <= line.at <= other.end + GAP_PT and line.start - GAP_PT <= other.at <= line.end + GAP_PT:
                leader[find(j)] = find(i)
                touched.update((i, j))
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for index in sorted(touched):
        sides = groups.setdefault(find(index), ([], []))
        if index < len(across):
            sides[0].append(across[index])
        else:
            sides[1].append(down[index - len(across)])
    return list(groups.values())


def make_mesh(across: Sequence[Stroke], down: Sequence[Stroke]) -> Mesh | None:
    """Cut the area that connected lines span into cells; None if they bound fewer than two."""
    xs = _edges(down, across)
    ys = _edges(across, down)
    if len(xs) < 2 or len(ys) < 2:
        return None
    areas, owner = _cut(len(ys) - 1, _Borders(_borders(down, xs, ys), _borders(across, ys, xs), len(xs) - 1))
    if len(areas) < 2:
        return None
    return Mesh(tuple(xs), tuple(ys), tuple(areas), tuple(map(tuple, owner)))


def _edges(lines: Sequence[Stroke], crossing: Sequence[Stroke]) -> list[float]:
    """Return the sorted coordinates of the lines, and the ends of the crossing ones where the frame is open."""
    places: list[float] = []
    for at in sorted(line.at for line in lines):
        if not places or at - places[-1] > SNAP_PT:
            places.append(at)
    low, high = min(line.start for line in crossing), max(line.end for line in crossing)
    if not places or places[0] - low > _FRAME_PT:
        places.insert(0, low)
    if high - places[-1] > _FRAME_PT:
        places.append(high)
    return places


def _borders(lines: Sequence[Stroke], places: Sequence[float], steps: Sequence[float]) -> set[tuple[int, int]]:
    """Return (place, step) of each elementary side that a line covers; `steps` are the edges along the lines."""
    found: set[tuple[int, int]] = set()
    for line in lines:
        place = min(bisect_left(places, line.at - SNAP_PT), len(places) - 1)
        for step in range(max(0, bisect_right(steps, line.start) - 1), len(steps) - 1):
            if steps[step] >= line.end:
                break
            covered = min(line.end, steps[step + 1]) - max(line.start, steps[step])
            if covered >= _COVER * (steps[step + 1] - steps[step]):
                found.add((place, step))
    return found


class _Borders(NamedTuple):
    """Elementary sides with a line on them: (place, step) as `_borders` gives them."""

    right: set[tuple[int, int]]
    below: set[tuple[int, int]]
    columns: int


def _cut(rows: int, borders: _Borders) -> tuple[list[Area], list[list[int]]]:
    columns = borders.columns
    owner = [[-1] * columns for _ in range(rows)]
    areas: list[Area] = []
    for top in range(rows):
        for left in range(columns):
            if owner[top][left] >= 0:
                continue
            last = left
            while last + 1 < columns and owner[top][last + 1] < 0 and (last + 1, top) not in borders.right:
                last += 1
            bottom = top
            while bottom + 1 < rows and _goes_on(bottom, left, last, borders):
                bottom += 1
            for row in range(top, bottom + 1):
                owner[row][left : last + 1] = [len(areas)] * (last + 1 - left)
            areas.append(Area(top, left, bottom, last))
    return areas, owner


def _goes_on(row: int, left: int, last: int, borders: _Borders) -> bool:
    """Tell whether a cell goes on below `row`: no line under it, none through the next row, and both sides bounded there."""
    right, below, columns = borders
    under = any((row + 1, column) in below for column in range(left, last + 1))
    through = any((column, row + 1) in right for column in range(left + 1, last + 1))
    walled = (left == 0 or (left, row + 1) in right) and (last == columns - 1 or (last + 1, row + 1) in right)
    return walled and not under and not through
