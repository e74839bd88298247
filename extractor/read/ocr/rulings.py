"""Rulings of tables: found, taken out of the text's way, and the cells that they enclose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.read.ocr.picture import Grey

_SHORTEST_IN = 0.32
"""A shorter stroke may be a letter's; a table cell is hardly ever narrower or lower."""
_START_IN = 0.14
"""Longer than any straight part of a letter in running text."""
_THICKEST_IN = 0.045
_MEETING_IN, _OVERHANG_IN = 0.08, 0.25
_LONGEST_BAR_IN, _HANGING = 0.7, 0.18
_LOWEST_CELL_IN = 0.07
_BRIDGE_IN = 0.08
"""Gaps that noise leaves in a stroke, and between strokes that should meet."""
_CORNER_IN = 0.02
"""As long as rulings are thick."""


class Stroke(NamedTuple):
    """A straight ruling, as the pixels' box around it."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def lies(self) -> bool:
        """True if it is horizontal."""
        return self.x1 - self.x0 >= self.y1 - self.y0


class Ruled(NamedTuple):
    """What rulings there are on a page."""

    strokes: tuple[Stroke, ...]
    mask: Grey
    """255 on the pixels of the rulings."""
    cells: NDArray[Any]
    """Rows × columns: number of the table cell from 1 that a pixel lies in, 0 outside of tables."""


def find_rulings(ink: Grey, dpi: float) -> Ruled:
    """Find horizontal and vertical rulings and the cells between them."""
    across, down = _runs(ink, dpi, lying=True), _runs(ink, dpi, lying=False)
    found = [*_strokes(across, dpi, lying=True), *_strokes(down, dpi, lying=False)]
    found = [stroke for stroke in found if not _is_of_letters(stroke, ink, dpi)]
    strokes = tuple(_trimmed(stroke, found, dpi) for stroke in found if stroke.lies or _is_held(stroke, found, dpi))
    mask = np.zeros_like(ink)
    for stroke in strokes:
        part = np.s_[stroke.y0 : stroke.y1, stroke.x0 : stroke.x1]
        cv2.bitwise_or(mask[part], (across if stroke.lies else down)[part], dst=mask[part])
        for end in _ends(stroke, round(_CORNER_IN * dpi)):
            mask[end] |= ink[end]
    return Ruled(strokes, mask, _cells(strokes, ink.shape, dpi))


def _ends(stroke: Stroke, reach: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Where a ruling meets another: the corner belongs to neither, and would be left as a dash of the line above."""
    x0, y0, x1, y1 = stroke
    if stroke.lies:
        return np.s_[y0:y1, max(0, x0 - reach) : x0], np.s_[y0:y1, x1 : x1 + reach]
    return np.s_[max(0, y0 - reach) : y0, x0:x1], np.s_[y1 : y1 + reach, x0:x1]


def _trimmed(stroke: Stroke, found: Sequence[Stroke], dpi: float) -> Stroke:
    """Cut off what hangs over the last crossing: the stem of a letter that touches the table's border."""
    if stroke.lies:
        return stroke
    crossing = [other for other in found if other.lies and other.x0 <= stroke.x1 and stroke.x0 <= other.x1]
    crossing = [other for other in crossing if stroke.y0 <= other.y1 and other.y0 <= stroke.y1]
    first, last = min((other.y0 for other in crossing), default=stroke.y0), max((other.y1 for other in crossing), default=stroke.y1)
    head = max(stroke.y0, first) if first - stroke.y0 < _OVERHANG_IN * dpi else stroke.y0
    foot = min(stroke.y1, last) if stroke.y1 - last < _OVERHANG_IN * dpi else stroke.y1
    return stroke._replace(y0=head, y1=foot) if foot > head else stroke


def _is_held(stroke: Stroke, found: Sequence[Stroke], dpi: float) -> bool:
    """Tell an upright ruling, which meets a lying one, from equal letters of two lines that stand one over the other."""
    near = _MEETING_IN * dpi
    return stroke.y1 - stroke.y0 > dpi or any(
        other.lies and other.x0 - near <= stroke.x0 <= other.x1 + near and stroke.y0 - near <= other.y1 and other.y0 <= stroke.y1 + near
        for other in found
    )


def _is_of_letters(stroke: Stroke, ink: Grey, dpi: float) -> bool:
    """Tell the bars of capitals that touch ("TT", bold) from a ruling: stems hang on them."""
    if max(stroke.x1 - stroke.x0, stroke.y1 - stroke.y0) > _LONGEST_BAR_IN * dpi:
        return False
    near, far = 3, max(5, round(0.03 * dpi))
    if not stroke.lies:
        stroke, ink = Stroke(stroke.y0, stroke.x0, stroke.y1, stroke.x1), ink.T
    x0, y0, x1, y1 = stroke
    above, below = ink[max(0, y0 - far) : max(0, y0 - near), x0:x1], ink[y1 + near : y1 + far, x0:x1]
    return any(np.count_nonzero(side) > _HANGING * side.size for side in (above, below))


def _runs(ink: Grey, dpi: float, *, lying: bool) -> Grey:
    """Keep the straight runs of ink; short ones go first, lest the bridging makes rulings of a row of letters."""
    start, bridge, length = (max(3, round(inches * dpi)) for inches in (_START_IN, _BRIDGE_IN, _SHORTEST_IN))
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, _bar(start, lying=lying))
    runs = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, _bar(bridge, lying=lying))
    return cv2.morphologyEx(runs, cv2.MORPH_OPEN, _bar(length, lying=lying))


def _bar(length: int, *, lying: bool) -> Grey:
    return np.ones((1, length) if lying else (length, 1), np.uint8)


def _strokes(runs: Grey, dpi: float, *, lying: bool) -> list[Stroke]:
    near = cv2.dilate(runs, np.ones((3, 1) if lying else (1, 3), np.uint8))
    outlines, _ = cv2.findContours(near, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for x, y, width, height in map(cv2.boundingRect, outlines):
        long, thick = (width, height) if lying else (height, width)
        area = cv2.countNonZero(near[y : y + height, x : x + width])
        if area / long - 2 <= _THICKEST_IN * dpi and thick <= max(0.1 * long, 2 * _THICKEST_IN * dpi):
            found.append(Stroke(x, y, x + width, y + height))
    return sorted(found, key=lambda stroke: (stroke.y0, stroke.x0))


def _cells(strokes: tuple[Stroke, ...], shape: tuple[int, ...], dpi: float) -> NDArray[Any]:
    """Number the white areas that rulings enclose; merged cells come out as they are drawn."""
    tables = np.zeros(shape[:2], np.int32)
    if sum(stroke.lies for stroke in strokes) < 2 or sum(not stroke.lies for stroke in strokes) < 2:
        return tables
    reach = round(0.5 * _LOWEST_CELL_IN * dpi)
    walls = np.zeros(shape[:2], np.uint8)
    for x0, y0, x1, y1 in strokes:
        lying = x1 - x0 >= y1 - y0
        middle = (y0 + y1) // 2 if lying else (x0 + x1) // 2
        start, end = ((x0 - reach, middle), (x1 + reach, middle)) if lying else ((middle, y0 - reach), (middle, y1 + reach))
        cv2.line(walls, start, end, 255, 3)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.bitwise_not(walls), connectivity=4)
    height, width = shape[:2]
    inner = (stats[:, 0] > 0) & (stats[:, 1] > 0) & (stats[:, 0] + stats[:, 2] < width) & (stats[:, 1] + stats[:, 3] < height)
    inner &= (stats[:, 2] > _LOWEST_CELL_IN * dpi) & (stats[:, 3] > _LOWEST_CELL_IN * dpi)
    numbers = np.where(inner, np.arange(len(stats)), 0).astype(np.int32)
    cells: NDArray[Any] = numbers[labels]
    return cells


def without_rulings(grey: Grey, ink: Grey, ruled: Ruled) -> tuple[Grey, Grey]:
    """Paint the rulings white in picture and mask; letters that they cut are closed up again in the mask."""
    if not ruled.strokes:
        return grey, ink
    wide = cv2.dilate(ruled.mask, np.ones((3, 3), np.uint8))
    painted = grey.copy()
    painted[wide > 0] = 255
    return painted, cv2.bitwise_and(ink, cv2.bitwise_not(wide))
