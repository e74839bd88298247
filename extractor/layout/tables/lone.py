"""Footnote markers that stand alone in a line of their cell, where nothing of usual size beside them shows that they are raised."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.pages import Cell, Line

_MARKER = regex.compile(r"\s*(?:\d{1,3}|\*{1,3})\s*")
RAISED_SIZE = 0.75
"""Of the size of its row; Word raises to 65 %, LibreOffice to 58 %, and OCR measures some points more on the small print of annexes."""


def raise_markers(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Return a page's cells with lone figures raised or not by what the other lines of their row measure.

    In a row that has figures alone (the columns' numbers) none is a marker. Broken words are not glued yet: they would be two lines high.
    """
    if not any(_is_lone(line) for cell in cells for line in cell.lines):
        return cells
    heights: dict[int, list[float]] = {cell.row: [] for cell in cells}
    for cell in cells:
        heights[cell.row].extend(_height(line) for line in cell.lines if not _is_lone(line))
    limits = {row: RAISED_SIZE * median(found or [0.0]) for row, found in heights.items()}
    return [_raised(cell, limits[cell.row]) for cell in cells]


def _is_lone(line: Line) -> bool:
    """Tell a line that is one figure, no figure with a marker behind it ("5³⁰")."""
    return _MARKER.fullmatch(line.text) is not None and len({span.superscript for span in line.spans if span.text.strip()}) == 1


def _raised(cell: Cell, limit: float) -> Cell:
    return cell._replace(lines=tuple(_with_face(line, raised=_height(line) < limit) if _is_lone(line) else line for line in cell.lines))


def _with_face(line: Line, *, raised: bool) -> Line:
    if all(span.superscript == raised for span in line.spans):
        return line
    return line._replace(spans=tuple(span._replace(superscript=raised) for span in line.spans))


def _height(line: Line) -> float:
    return line.box[3] - line.box[1] if line.box else 0.0
