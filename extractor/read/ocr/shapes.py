"""The connected pieces of a page's ink, sorted by their size, and the strips that lines are made of."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.read.ocr.picture import Grey

_USUAL_X_HEIGHT_IN = 0.09
"""Of print of 14 points."""


class Shape(NamedTuple):
    """A connected piece of ink: its number in the label image and its box in pixels."""

    label: int
    x0: int
    y0: int
    x1: int
    y1: int
    cell: int = 0

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.y1 - self.y0

    @property
    def is_cut_off(self) -> bool:
        """True for a marker that touched its letter (`touching`): the label image has it under a number of its own, a negative one."""
        return self.label < 0


class Strip(NamedTuple):
    """A line of print (or the part of one that lies in one column or cell)."""

    shapes: tuple[Shape, ...]
    x0: int
    x1: int
    baseline: float
    em: float
    """Font size in pixels, as its letters' heights tell."""
    cell: int = 0
    orphan: bool = False
    """True for a few specks that no line owns: a lone figure that the scan broke, or dirt."""


class Shapes(NamedTuple):
    """All ink of a page."""

    labels: NDArray[Any]
    letters: list[Shape]
    marks: list[Shape]
    """Dots, accents, commas, dashes."""
    giants: list[Shape]
    """Too tall for a letter: pictures, braces, black edges, letters of two lines that touch."""
    letter_height: float
    owned: frozenset[int] = frozenset()
    """Labels of ink that one line alone can own: letters. A mark may be given to the wrong one of two lines."""


def find_shapes(ink: Grey, cells: NDArray[Any], dpi: float) -> Shapes:
    """Sort the connected pieces of ink by their size."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    height = _letter_height(stats, dpi)
    letters, marks, giants = [], [], []
    smallest = max(2.0, 0.1 * height)
    for label, (x, y, wide, high, _area) in enumerate(stats.tolist()):
        if not label or max(wide, high) <= smallest:
            continue
        shape = Shape(label, x, y, x + wide, y + high, int(cells[y + high // 2, x + wide // 2]))
        if high > 6 * height or wide > 25 * height:
            giants.append(shape)
        elif high >= 0.62 * height:
            letters.append(shape)
        else:
            marks.append(shape)
    owned = frozenset(shape.label for shape in letters if shape.height <= 2.4 * height)
    return Shapes(labels, letters, marks, giants, height, owned)


def _letter_height(stats: NDArray[Any], dpi: float) -> float:
    """Return the usual height of a letter without ascender, in pixels: the lower of the heights that carry most ink's width."""
    wide, high = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    sound = (high > 0.04 * dpi) & (high < 0.25 * dpi) & (wide < 0.5 * dpi) & (wide > 0.02 * dpi)
    if not sound.any():
        return 0.09 * dpi
    counts = np.bincount(high[sound], minlength=round(0.25 * dpi)).astype(np.float64)
    smooth = np.convolve(counts, [0.5, 1.0, 0.5], mode="same")
    commonest = float(np.argmax(smooth))
    usual = _USUAL_X_HEIGHT_IN * dpi
    if commonest <= 1.25 * usual:
        return commonest
    # capitals prevail: small letters elsewhere on the page must not pass for accents
    small = float(counts[round(0.55 * usual) : round(1.1 * usual)].sum())
    return usual if small > 0.15 * counts.sum() else commonest
