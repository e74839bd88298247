"""Photographs of pages: the sheet found on its ground and brought flat."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

_SMALL = 800
_LEAST, _MOST = 0.3, 0.97
"""Share of the picture that a sheet on its ground covers; more is a scan that fills it."""
_BENT = 0.02
"""How far a sheet's outline may leave its four sides, as a share of its length."""


def flattened(pixels: NDArray[Any]) -> NDArray[Any]:
    """Cut the sheet out of a photograph and take its perspective away; the picture as it is where no sheet stands out."""
    corners = _sheet(pixels)
    if corners is None:
        return pixels
    top, right, bottom, left = (float(np.linalg.norm(corners[k] - corners[(k + 1) % 4])) for k in range(4))
    width, height = round(max(top, bottom)), round(max(left, right))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    flat = cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return flat if flat.ndim == 3 else flat[:, :, None]


def _sheet(pixels: NDArray[Any]) -> NDArray[Any] | None:
    """Return the corners of the sheet, clockwise from the top left one, in pixels."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.shape[2] == 3 else pixels[:, :, 0]
    factor = _SMALL / max(grey.shape)
    small = cv2.GaussianBlur(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), (7, 7), 0)
    bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    if not _LEAST * small.size < cv2.contourArea(outline) < _MOST * small.size:
        return None
    sides = cv2.approxPolyDP(outline, _BENT * cv2.arcLength(outline, closed=True), closed=True)
    if len(sides) != 4 or not cv2.isContourConvex(sides):
        return None
    return _in_order(sides.reshape(4, 2).astype(np.float32) / factor)


def _in_order(corners: NDArray[Any]) -> NDArray[Any]:
    total, difference = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    order = [int(np.argmin(total)), int(np.argmax(difference)), int(np.argmax(total)), int(np.argmin(difference))]
    return corners[order]
