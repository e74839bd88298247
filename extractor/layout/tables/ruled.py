"""Ruled tables of a page: strokes to cells, words into cells, each table one `Grid` in the page's items."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.layout.tables.broken import glue_words
from extractor.layout.tables.geometry import Mesh, connect, make_mesh, split_strokes
from extractor.layout.tables.lone import RAISED_SIZE, raise_markers
from extractor.layout.tables.seams import homes, part_seams
from extractor.layout.tables.sheet import Placed, cut_line
from extractor.pages import Box, Cell, Grid, Line, Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MIN_HEIGHT_PT = 8.0
_MIN_WIDTH_PT = 60.0


def find_ruled(page: Page) -> list[Placed]:
    """Return the page's ruled tables, top to bottom; boxes around one text, underlines and empty forms are none."""
    if len(page.rulings) < 4:
        return []
    across, down = split_strokes(page.rulings)
    if len(across) < 2 or not down:
        return []
    meshes = [mesh for mesh in (make_mesh(*group) for group in connect(across, down) if len(group[0]) > 1) if mesh is not None]
    return _fill(page, sorted((mesh for mesh in meshes if _is_sizeable(mesh)), key=_size))


def _is_sizeable(mesh: Mesh) -> bool:
    x0, y0, x1, y1 = mesh.box
    return x1 - x0 >= _MIN_WIDTH_PT and y1 - y0 >= _MIN_HEIGHT_PT


def _size(mesh: Mesh) -> float:
    x0, y0, x1, y1 = mesh.box
    return (x1 - x0) * (y1 - y0)


def _fill(page: Page, meshes: Sequence[Mesh]) -> list[Placed]:
    """Put each line into the smallest table that holds it, so that a table inside another's frame keeps its own."""
    taken: set[int] = set()
    found = []
    for mesh in meshes:
        inside = [
            (at, item)
            for at, item in enumerate(page.items)
            if isinstance(item, Line) and at not in taken and item.box is not None and _holds(mesh.box, item.box)
        ]
        grid = _grid(mesh, [line for _, line in inside])
        if grid is None:
            continue
        indexes = frozenset(at for at, _ in inside)
        taken |= indexes
        found.append(Placed(min(indexes), grid, indexes, mesh.xs))
    return sorted(found, key=_by_place)


def _by_place(placed: Placed) -> int:
    return placed.at


def _holds(frame: Box, box: Box) -> bool:
    y = (box[1] + box[3]) / 2
    return frame[1] <= y <= frame[3] and box[0] < frame[2] and box[2] > frame[0] and _share_across(frame, box) > 0.5


def _share_across(frame: Box, box: Box) -> float:
    width = box[2] - box[0]
    return (min(frame[2], box[2]) - max(frame[0], box[0])) / width if width > 0 else 1.0


def _grid(mesh: Mesh, lines: Iterable[Line]) -> Grid | None:
    """Return the filled grid; None when fewer than two cells hold text."""
    cells: dict[int, list[Line]] = {}
    for line in lines:
        for at, piece in place_line(mesh, line):
            cells.setdefault(at, []).append(piece)
    if len(cells) < 2:
        return None
    found = [
        Cell(
            area.top,
            area.left,
            tuple(in_order(cells.get(at, ()))),
            area.bottom - area.top + 1,
            area.right - area.left + 1,
            mesh.area_box(area),
        )
        for at, area in enumerate(mesh.areas)
    ]
    return Grid(rows=len(mesh.ys) - 1, columns=len(mesh.xs) - 1, cells=tuple(map(_glued, raise_markers(found))), box=mesh.box)


def _glued(cell: Cell) -> Cell:
    return cell._replace(lines=tuple(glue_words(cell.lines, cell.box))) if cell.box is not None and len(cell.lines) > 1 else cell


def place_line(mesh: Mesh, line: Line) -> list[tuple[int, Line]]:
    """Return (cell, line) pairs: the whole line, or its pieces where it runs through several cells."""
    x0, y0, x1, y1 = line.box or mesh.box
    middle = (y0 + y1) / 2
    at = mesh.find(x0 + 0.5, middle)
    if at == mesh.find(x1 - 0.5, middle):
        return [(at, line)]
    line = part_seams(mesh, line)
    words = line.words or _guess_words(line)
    cells = homes(mesh, words) if line.words else [mesh.find((word[0] + word[2]) / 2, (word[1] + word[3]) / 2) for word in words]
    cuts = [number for number, (left, right) in enumerate(pairwise(cells), 1) if left != right]
    if not cuts:
        return [(cells[0] if cells else at, line)]
    pieces = cut_line(line if line.words else line._replace(words=tuple(words)), cuts)
    return list(zip([cells[0], *(cells[cut] for cut in cuts)], pieces, strict=True))


def _guess_words(line: Line) -> list[Box]:
    """Guess word boxes by sharing the line's width out over its characters."""
    x0, y0, x1, y1 = line.box or (0.0, 0.0, 0.0, 0.0)
    text = line.text
    step = (x1 - x0) / max(1, len(text))
    boxes = []
    place = 0
    for word in text.split():
        place = text.index(word, place)
        boxes.append((x0 + place * step, y0, x0 + (place + len(word)) * step, y1))
        place += len(word)
    return boxes


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Sort a cell's lines top to bottom, those of one height left to right."""
    if len(lines) < 2:
        return list(lines)
    levels: list[list[Line]] = []
    for line in sorted(lines, key=_middle):
        if levels and _is_level(levels[-1][0], line):
            levels[-1].append(line)
        else:
            levels.append([line])
    return [line for level in levels for line in sorted(level, key=_left)]


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2 if line.box else 0.0


def _left(line: Line) -> float:
    return line.box[0] if line.box else 0.0


def _is_level(line: Line, other: Line) -> bool:
    if line.box is None or other.box is None:
        return False
    low, high = sorted((line, other), key=_height)
    if _height(low) < RAISED_SIZE * _height(high):  # a marker that is a line of its own ends within the height of the word before it
        return high.box is not None and high.box[1] < _middle(low) < high.box[3]
    return abs(_middle(line) - _middle(other)) < 0.4 * _height(low)


def _height(line: Line) -> float:
    return line.box[3] - line.box[1] if line.box else 0.0
