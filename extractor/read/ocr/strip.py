"""The picture of one line by itself, cut close to its ink as the engine likes it."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from extractor.read.ocr.picture import Grey

_RIM, _DARK = 3, 160
_NET_HEIGHT = 36


class Cut(NamedTuple):
    """A line's picture, and the first and last column of ink in the picture that it was cut from."""

    grey: Grey
    left: int
    right: int


def line_strip(samples: bytes, width: int, height: int, stride: int) -> Cut | None:
    """Make the engine's input of a rendered line, 8-bit grey; None if it is blank."""
    grey = np.frombuffer(samples, np.uint8).reshape(height, stride)[:, :width]
    columns = np.flatnonzero((grey < _DARK).any(axis=0))
    if not len(columns):
        return None
    first, last = int(columns[0]), int(columns[-1]) + 1
    cut: Grey = np.ascontiguousarray(grey[:, max(0, first - _RIM) : min(width, last + _RIM)])
    if height > _NET_HEIGHT:
        cut = cv2.resize(cut, (max(1, round(cut.shape[1] * _NET_HEIGHT / height)), _NET_HEIGHT), interpolation=cv2.INTER_AREA)
    return Cut(cut, first, last)
