"""Readings as small tables that a test can compare."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.options import Options
from extractor.pages import Grid, Line, Reading
from extractor.read.dispatch import read

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the real documents are not here")


def read_bytes(data: bytes) -> Reading:
    return read(data, options=Options())


def texts(reading: Reading) -> list[str]:
    """The lines' texts; a grid is its rows, cells set apart by bars."""
    return [text for page in reading.pages for item in page.items for text in item_texts(item)]


def item_texts(item: Line | Grid) -> list[str]:
    return [item.text] if isinstance(item, Line) else rows(item)


def rows(grid: Grid) -> list[str]:
    made = [["" for _ in range(grid.columns)] for _ in range(grid.rows)]
    for cell in grid.cells:
        made[cell.row][cell.column] = "/".join(line.text for line in cell.lines)
    return ["|".join(row) for row in made]


def grids(reading: Reading) -> list[Grid]:
    return [item for page in reading.pages for item in page.items if isinstance(item, Grid)]


def total_chars(reading: Reading) -> int:
    """Everything that the reader counts."""
    count = 0
    for page in reading.pages:
        for item in page.items:
            count += item.chars if isinstance(item, Line) else sum(line.chars for cell in item.cells for line in cell.lines)
        count += sum(line.chars for note in page.notes for line in note.lines)
    return count
