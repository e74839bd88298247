"""Raised markers that touch the letter before them ("dư⁶", "tế⁷"): cut off along the path of least ink, if it is figures that come off."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.read.ocr.crop import View
from extractor.read.ocr.engine import LineReader
from extractor.read.ocr.letters import Letter, letters_of
from extractor.read.ocr.markers import could_be_raised, read_marker
from extractor.read.ocr.shapes import Shape, Strip

_FOOT = 0.2
"""A raised figure ends so high above the baseline at least, in font sizes."""
_REACHES_OUT = 0.18
"""Part of a figure that stands free of the letter's foot; a horn reaches out by 0.1."""
_FIRST, _LEFT_OVER, _HOME = -0.35, 0.15, 0.08
"""A cut begins at most so far before the end of the letter's foot, over which a figure may stand; it leaves so much of a figure, and
runs by preference where a horn ends. In font sizes."""
_PULLS = (1.5, 3.0)
"""What a row of the cut costs a font size off the preferred place, in pixels of ink: the least that leaves a readable figure is right."""
_STEEPEST = 2
"""Columns that a cut moves aside from one row to the next."""
_THICKEST = 0.2
"""What a cut costs at most, in font sizes: the ink that it goes through, and its pull."""
_BLANK = 0.12
"""Behind a marker there is no letter so near."""
_RISES, _HIGH = (0.12, 0.2), 0.36
"""A marker rises above its letter at least by so much, less if its foot is high."""
_SHORTEST, _ABOVE = 0.4, 0.3
"""A letter is no lower than that; the foot of what touches an accent stands so high at least."""
_HEAD = 0.55
"""Head of what may be a marker, above the baseline, in font sizes."""
_CLEAR = 0.7


class _Place(NamedTuple):
    """A shape that may hold a marker: the row above which that would be, the column where the letter's foot ends, the room for the cut."""

    shape: Shape
    low: int
    below: int
    left: int
    right: int
    em: float


class _Cut(NamedTuple):
    """A shape in two pieces: the marker's begins, in each row from the top, at one of the columns."""

    shape: Shape
    columns: NDArray[Any]
    own: Shape
    marker: Shape


def with_markers_cut_off(view: View, strip: Strip, reader: LineReader) -> tuple[View, Strip]:
    """Part the markers of a line from the letters that they touch; the view has their ink under labels of its own, the negative ones."""
    for place in _places(view, strip):
        cuts = (_cut(view.shapes.labels, place, pull / strip.em) for pull in _PULLS)
        for cut in cuts:
            if cut is None or not could_be_raised(cut.marker, strip) or _is_half_a_letter(cut.own, cut.marker, strip):
                continue
            parted = _parted(view, cut)
            if _is_marker(parted, cut.marker, reader):
                shapes = (*(shape for shape in strip.shapes if shape is not cut.shape), cut.own, cut.marker)
                view, strip = parted, strip._replace(shapes=tuple(sorted(shapes, key=lambda shape: shape.x0)))
                break
    return view, strip


def _is_marker(view: View, marker: Shape, reader: LineReader) -> bool:
    found = read_marker(view, (marker,), reader)
    return found is not None and found.confidence >= _CLEAR and found.text.isdecimal()


def _is_half_a_letter(own: Shape, marker: Shape, strip: Strip) -> bool:
    """Tell the bowl of a P, an arm of Y, the bar of a 7 from a marker: that rises above its letter."""
    em, base = strip.em, strip.baseline
    foot, rises = base - marker.y1, own.y0 - marker.y0
    if own.y1 <= base - _FOOT * em:  # an accent
        return foot < _ABOVE * em
    least = _RISES[0] if foot >= _HIGH * em else _RISES[1]
    return base - own.y0 < _SHORTEST * em or rises < least * em


def _places(view: View, strip: Strip) -> list[_Place]:
    """Find the letters at the ends of words whose ink reaches out above their foot."""
    if not any(_may_hold_marker(shape, strip) for shape in strip.shapes):
        return []
    letters = letters_of(strip.shapes)
    standing = [letter for letter in letters if strip.baseline - letter.y1 < _FOOT * strip.em and letter.height > 0.4 * strip.em]
    ends = [one for one, two in pairwise(standing) if two.x0 - one.x1 > _BLANK * strip.em]
    places = (_place(view.shapes.labels, letter, strip) for letter in (*ends, *standing[-1:]))
    return [place for place in places if place is not None]


def _may_hold_marker(shape: Shape, strip: Strip) -> bool:
    """Tell by its box alone: it is high, and as wide as a letter's foot and what reaches out, or stands over a letter."""
    em, low = strip.em, strip.baseline - _FOOT * strip.em
    is_high = shape.y0 <= strip.baseline - _HEAD * em and shape.y0 < low
    return is_high and shape.x1 - shape.x0 >= (_REACHES_OUT if shape.y1 <= low else _REACHES_OUT + _FOOT) * em


def _place(labels: NDArray[Any], letter: Letter, strip: Strip) -> _Place | None:
    em, low = strip.em, round(strip.baseline - _FOOT * strip.em)
    shape = max(letter.shapes, key=lambda shape: shape.x1)
    if not _may_hold_marker(shape, strip):
        return None
    below = max((_foot_end(labels, other, low) for other in letter.shapes), default=shape.x0)
    if shape.x1 - below < _REACHES_OUT * em:
        return None
    left, right = max(shape.x0, round(below + _FIRST * em)), round(shape.x1 - _LEFT_OVER * em)
    return _Place(shape, low, below, left, right, em) if left < right else None


def _cut(labels: NDArray[Any], place: _Place, pull: float) -> _Cut | None:
    """Cut a shape where its ink is thinnest; None if it is nowhere thin, or all of it lies on one side."""
    shape, em = place.shape, place.em
    whole = labels[shape.y0 : shape.y1, shape.x0 : shape.x1] == shape.label
    room = whole[: place.low - shape.y0, place.left - shape.x0 : place.right - shape.x0].astype(np.float64)
    away = np.abs(np.arange(place.left, place.right) - place.below - _HOME * em) * pull
    path, through = _easiest(room + away, place.below - place.left)
    if through > _THICKEST * em:
        return None
    columns = path + place.left
    behind = np.zeros_like(whole)
    behind[: len(columns)] = np.arange(shape.x0, shape.x1)[None, :] >= columns[:, None]
    own, marker = _bound(whole & ~behind, shape, shape.label), _bound(whole & behind, shape, -shape.label)
    return None if own is None or marker is None else _Cut(shape, columns, own, marker)


def _easiest(cost: NDArray[np.float64], first: int) -> tuple[NDArray[Any], float]:
    """Return the columns of the cheapest path from the top row to the bottom row, where it ends at column `first` or behind."""
    rows, columns = cost.shape
    total, back = cost.copy(), np.zeros((rows, columns), np.int64)
    steps = range(-_STEEPEST, _STEEPEST + 1)
    for row in range(1, rows):
        above = np.pad(total[row - 1], _STEEPEST, constant_values=np.inf)
        ways = np.stack([above[_STEEPEST + step : _STEEPEST + step + columns] + 0.001 * abs(step) for step in steps])
        back[row] = np.argmin(ways, axis=0) - _STEEPEST
        total[row] += ways.min(axis=0)
    first = max(0, min(first, columns - 1))
    at = first + int(np.argmin(total[-1, first:]))
    through, path = float(total[-1, at]), np.zeros(rows, np.int64)
    for row in range(rows - 1, -1, -1):
        path[row] = at
        at += int(back[row, at])
    return path, through


def _foot_end(labels: NDArray[Any], shape: Shape, low: int) -> int:
    """Return the column behind the last one where a shape has ink near the baseline; its left edge if it has none."""
    if shape.y1 <= low:
        return shape.x0
    columns = np.flatnonzero((labels[low : shape.y1, shape.x0 : shape.x1] == shape.label).any(axis=0))
    return shape.x0 + int(columns[-1]) + 1 if len(columns) else shape.x0


def _parted(view: View, cut: _Cut) -> View:
    """Give the ink of the marker a label of its own."""
    labels, shape = view.shapes.labels.copy(), cut.shape
    window = labels[shape.y0 : shape.y0 + len(cut.columns), shape.x0 : shape.x1]
    behind = np.arange(shape.x0, shape.x1)[None, :] >= cut.columns[:, None]
    window[behind & (window == shape.label)] = cut.marker.label
    return view._replace(shapes=view.shapes._replace(labels=labels))


def _bound(ink: NDArray[Any], shape: Shape, label: int) -> Shape | None:
    y, x = np.nonzero(ink)
    if not len(x):
        return None
    box = (shape.x0 + int(x.min()), shape.y0 + int(y.min()), shape.x0 + int(x.max()) + 1, shape.y0 + int(y.max()) + 1)
    return Shape(label, *box, shape.cell)
