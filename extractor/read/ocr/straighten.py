"""Turn a page upright and straight, and remember the way back.

A frame is the affine map (a, b, c, d, e, f) of straightened points to points of the page: x' = ax + cy + e, y' = bx + dy + f.
"""

from __future__ import annotations

from math import cos, radians, sin, tan
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.read.ocr.picture import Grey

Frame: TypeAlias = tuple[float, float, float, float, float, float]
IDENTITY: Frame = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_REACH_DEGREES = 6.0
_SMALLEST_DEGREES = 0.06
"""Less slope than this moves no word by more than a pixel and a half."""
_LETTER_GAP_IN = 0.035
"""Letters of a word stand no farther apart; lines do."""
_CLEARLY, _ENOUGH = 0.85, 0.01


def straightened(grey: Grey, degrees: float) -> Grey:
    """Turn by `degrees` (positive: the lines fall to the right) about the middle, in white."""
    if abs(degrees) < _SMALLEST_DEGREES:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,))


def slope_of(ink: Grey) -> float:
    """Measure by how many degrees the lines fall to the right; 0 for a page without lines."""
    x, y = _feet(ink)
    if len(x) < 50:
        return 0.0
    best = 0.0
    for reach, step in ((_REACH_DEGREES, 0.5), (0.6, 0.1), (0.1, 0.02)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(angles[int(np.argmax([_sharpness(x, y, angle) for angle in angles]))])
    return best if abs(best) >= _SMALLEST_DEGREES else 0.0


def lies_sideways(ink: Grey, dpi: float) -> bool:
    """Tell whether the lines of print run up or down the page: letters then stand closer to each other down the page than across it."""
    height = ink.shape[0]
    letters = _letters_only(ink[height // 4 : height // 2], dpi)  # a quarter of the page is enough, if there is print on it
    if cv2.countNonZero(letters) < _ENOUGH * letters.size:
        letters = _letters_only(ink, dpi)
    reach = max(3, round(_LETTER_GAP_IN * dpi))
    across, down = (_pieces(letters, kernel) for kernel in ((1, reach), (reach, 1)))
    return down < _CLEARLY * across


def _pieces(letters: Grey, kernel: tuple[int, int]) -> int:
    return int(cv2.connectedComponents(cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones(kernel, np.uint8)))[0])


def _letters_only(ink: Grey, dpi: float) -> Grey:
    """Drop rulings and pictures, which have edges of their own, and accents and specks."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    keep = (large < 0.3 * dpi) & (large > 0.05 * dpi)
    keep[0] = False
    kept: Grey = np.where(keep, np.uint8(255), np.uint8(0))[labels]
    return kept


def _feet(ink: Grey) -> tuple[NDArray[Any], NDArray[Any]]:
    """Take the lower edges of the ink: they pile up on the baselines."""
    step = max(1, ink.shape[1] // 800)
    small = cv2.resize(ink, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA) > 100
    y, x = np.nonzero(small[:-1] & ~small[1:])
    return x, y


def _sharpness(x: NDArray[Any], y: NDArray[Any], degrees: float) -> float:
    rows = np.rint(y - x * tan(radians(degrees))).astype(np.int64)
    rows -= rows.min()
    counts = np.bincount(rows).astype(np.float64)
    return float(np.dot(counts, counts))


def frame_of(size: tuple[float, float], quarters: int, degrees: float) -> tuple[Frame, tuple[float, float]]:
    """Return the way back to the page, and the straightened page's width and height, for a page of `size` in points."""
    width, height = size
    upright = (height, width) if quarters % 2 else (width, height)
    turn = _back_by_angle(upright, degrees)
    back = {0: (1, 0, 0, 1, 0, 0), 1: (0, -1, 1, 0, 0, height), 2: (-1, 0, 0, -1, width, height), 3: (0, 1, -1, 0, width, 0)}[quarters % 4]
    return _after(turn, back), upright


def _back_by_angle(size: tuple[float, float], degrees: float) -> Frame:
    if abs(degrees) < _SMALLEST_DEGREES:
        return IDENTITY
    c, s = cos(radians(degrees)), sin(radians(degrees))
    x, y = size[0] / 2, size[1] / 2
    return (c, s, -s, c, x - c * x + s * y, y - s * x - c * y)


def _after(first: Frame, second: tuple[float, ...]) -> Frame:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (p * a + r * b, q * a + s * b, p * c + r * d, q * c + s * d, p * e + r * f + t, q * e + s * f + u)
