"""Lay header paths out as the rows of merged cells that a table's head is on paper."""

from __future__ import annotations

Cell = tuple[int, int, str, str]
"""First column, columns spanned, vertical merge ("", "start" or "on"), text."""


def head_rows(columns: tuple[tuple[str, ...], ...]) -> list[list[Cell]]:
    """Return the header rows, outermost first; a short path spans the rows below it."""
    height = max(map(len, columns))
    return [_row(columns, level, height) for level in range(height)]


def _row(columns: tuple[tuple[str, ...], ...], level: int, height: int) -> list[Cell]:
    cells: list[Cell] = []
    start = 0
    while start < len(columns):
        path = columns[start]
        end = start + 1
        if level < len(path) - 1 or len(path) == height:
            while level < len(path) - 1 and end < len(columns) and _shares(columns[end], path, level):
                end += 1
        if level >= len(path):
            cells.append((start, 1, "on", ""))
        elif level == len(path) - 1 and len(path) < height:
            cells.append((start, 1, "start", path[level]))
        else:
            cells.append((start, end - start, "", path[level]))
        start = end
    return cells


def _shares(other: tuple[str, ...], path: tuple[str, ...], level: int) -> bool:
    return len(other) > level + 1 and other[: level + 1] == path[: level + 1]
