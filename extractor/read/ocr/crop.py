"""Cut a line's picture out of the page: foreign ink and raised markers left out, always the same share of air around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.read.ocr.picture import Grey
from extractor.read.ocr.shapes import Shape, Shapes, Strip

_ABOVE, _BELOW, _BESIDE = 0.12, 0.12, 0.08
"""Air around a line's ink, in font sizes. The model was trained on lines cut close: with more at the ends it sees points and quotes
there (measured: 0.3 gives ten times the errors), with more above it loses accents."""
_HEAD, _FOOT = 0.8, 0.25
"""Reach above and below the baseline that a line has at least, in font sizes."""
_WIDE, _BLANK = 0.9, 0.5
"""Blanks wider than the first are cut down to the second, in font sizes."""
_NET_HEIGHT = 36
"""The height that the model itself brings every line to: a line shrunk beforehand, with area averaging, is read faster and no worse."""
_SHARPEST, _EDGE = 0.47, 0.4
"""Steepest edges that the model knows, as the share of black and white's distance that one pixel makes at that height: of a sharp picture
of small print (300 dpi) it takes 5 for B and drops points (measured: a third of the wrong figures). An edge blurred by a Gaussian of s
pixels has a steepness of 0.4 / s."""


_RIM = np.ones((3, 3), np.uint8)


class View(NamedTuple):
    """A page ready to be cut up: its picture, and the ink in it."""

    grey: Grey
    shapes: Shapes


class Crop(NamedTuple):
    """The picture of a line; `columns` gives each of its columns' place on the page."""

    grey: Grey
    columns: NDArray[Any]


def crop_line(view: View, strip: Strip, raised: tuple[Shape, ...] = (), *, apart: bool = False) -> Crop:
    """Cut out a strip without the ink of other lines and without its raised markers, whose columns are closed up.

    `apart` leaves nothing but the strip's own ink and the rim around it.
    """
    grey, shapes = view
    height, width = grey.shape
    inked = [shape for shape in strip.shapes if shape.height < 1.3 * strip.em and shape not in raised]
    head = min([strip.baseline - _HEAD * strip.em, *(shape.y0 for shape in inked)]) - _ABOVE * strip.em
    foot = max([strip.baseline + _FOOT * strip.em, *(shape.y1 for shape in inked)]) + _BELOW * strip.em
    top, bottom = max(0, round(head)), min(height, round(foot))
    left, right = max(0, round(strip.x0 - _BESIDE * strip.em)), min(width, round(strip.x1 + _BESIDE * strip.em))
    picture = grey[top:bottom, left:right].copy()
    foreign = _foreign(shapes, strip, raised, (top, bottom, left, right))
    if foreign is not None:
        picture[foreign > 0] = 255
    columns = np.arange(left, right)
    inside = [shape for shape in strip.shapes if shape not in raised]
    for marker in raised:
        columns[max(0, _free_from(marker, inside) - left) : max(0, marker.x1 + 1 - left)] = -1
    for start, end in _wide_blanks(strip):
        columns[start - left : end - left] = -1
    kept = columns >= 0
    if apart:
        picture = _alone(picture, shapes.labels[top:bottom, left:right], strip)
    crop = _shrunk(Crop(picture if kept.all() else picture[:, kept], columns[kept]))
    return crop._replace(grey=softened(crop.grey))


def _free_from(marker: Shape, inside: Sequence[Shape]) -> int:
    """Return the column where a marker's room begins: over a letter that it touched it has none."""
    return max((shape.x1 for shape in inside if marker.is_cut_off and shape.x0 < marker.x0 < shape.x1 <= marker.x1), default=marker.x0 - 1)


def _wide_blanks(strip: Strip) -> Iterator[tuple[int, int]]:
    """Find what is too much of wide blanks: in their noise the engine sees signs."""
    keep, reach = round(_BLANK * strip.em / 2), strip.shapes[0].x1
    for shape in strip.shapes:
        if shape.x0 - reach > _WIDE * strip.em:
            yield reach + keep, shape.x0 - keep
        reach = max(reach, shape.x1)


def _shrunk(crop: Crop) -> Crop:
    height, width = crop.grey.shape
    if height <= _NET_HEIGHT:
        return crop
    wide = max(1, round(width * _NET_HEIGHT / height))
    small = cv2.resize(crop.grey, (wide, _NET_HEIGHT), interpolation=cv2.INTER_AREA)
    return Crop(small, crop.columns[np.minimum(width - 1, (np.arange(wide) * width) // wide)])


def softened(grey: Grey) -> Grey:
    """Blur a line's picture whose edges are sharper than the model was trained on."""
    steepest = _SHARPEST * _NET_HEIGHT / min(_NET_HEIGHT, grey.shape[0])
    steepness = _steepness(grey)
    if steepness <= steepest:
        return grey
    return cv2.GaussianBlur(grey, (0, 0), _EDGE * sqrt(steepest**-2 - steepness**-2))


def _steepness(grey: Grey) -> float:
    """Measure how much of the way from ink to paper the usual edge makes in one pixel across; 0 without edges."""
    black, white = np.percentile(grey, (2, 90))
    ink = grey < (black + white) / 2
    edges = ink[:, 1:] != ink[:, :-1]
    if not edges.any():
        return 0.0
    steps = np.abs(np.diff(grey.astype(np.int16), axis=1))
    return float(np.median(steps[edges]) / (white - black))


def _foreign(shapes: Shapes, strip: Strip, raised: tuple[Shape, ...], window: tuple[int, int, int, int]) -> Grey | None:
    """Mask the letters of other lines; lone marks stay, since taking a line's accent away costs more than a foreign one beside it."""
    top, bottom, left, right = window
    labels = shapes.labels[top:bottom, left:right]
    own = {shape.label for shape in strip.shapes} - {shape.label for shape in raised}
    others = [label for label in np.unique(labels).tolist() if label not in own and (label in shapes.owned or label < 0)]
    if not others:
        return None
    mask = cv2.dilate(np.isin(labels, others).astype(np.uint8), _RIM)
    kept: Grey = np.isin(labels, list(own)).astype(np.uint8)
    if any(shape.is_cut_off for shape in raised):
        kept = cv2.dilate(kept, _RIM)  # what is left of a horn needs its rim
    mask[kept > 0] = 0
    return mask


def _alone(picture: Grey, labels: NDArray[Any], strip: Strip) -> Grey:
    own = np.isin(labels, [shape.label for shape in strip.shapes]).astype(np.uint8)
    return np.where(cv2.dilate(own, np.ones((5, 5), np.uint8)) > 0, picture, np.uint8(255))
