"""From the engine's words to spans and boxes: boxes are drawn to the ink, sizes told from the letters' heights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.read.ocr.crop import Crop
from extractor.read.ocr.engine import Token
from extractor.read.ocr.lines import Strip

ASCENT, DESCENT = 0.89, 0.22
"""Reach of a Times-like face above and below the baseline, in font sizes: what a text layer's boxes show."""


class Word(NamedTuple):
    """A word of a line, in pixels of the page."""

    text: str
    x0: float
    x1: float
    confidence: float
    superscript: bool = False
    glued: bool = False
    """True if no blank stands before it."""


def placed(tokens: Sequence[Token], crop: Crop, strip: Strip) -> list[Word]:
    """Put the engine's words on the page; where two meet is settled by the widest gap in the ink near there."""
    if not tokens:
        return []
    last = len(crop.columns) - 1
    rough = [(float(crop.columns[min(last, int(t.x0))]), float(crop.columns[min(last, max(0, int(t.x1) - 1))]) + 1) for t in tokens]
    gaps = _gaps(strip)
    cuts = [_cut(rough[index][1], rough[index + 1][0], gaps, strip.em) for index in range(len(rough) - 1)]
    starts = [strip.x0, *(cut[1] for cut in cuts)]
    ends = [*(cut[0] for cut in cuts), strip.x1]
    return [Word(t.text, float(a), float(max(b, a + 1)), t.confidence) for t, a, b in zip(tokens, starts, ends, strict=True)]


def _gaps(strip: Strip) -> NDArray[np.float64]:
    """Return the blanks between the ink of a line: start, end."""
    gaps, reach = [], float(strip.shapes[0].x1)
    for shape in strip.shapes[1:]:
        if shape.x0 > reach:
            gaps.append((reach, float(shape.x0)))
        reach = max(reach, float(shape.x1))
    return np.array(gaps, np.float64).reshape(-1, 2)


def _cut(end: float, start: float, gaps: NDArray[np.float64], em: float) -> tuple[float, float]:
    """Choose where one word ends and the next begins."""
    middle = (end + start) / 2
    if not len(gaps):
        return middle, middle
    centre, wide = gaps.mean(axis=1), gaps[:, 1] - gaps[:, 0]
    worth = wide - 0.5 * np.abs(centre - middle)
    best = int(np.argmax(worth))
    if abs(centre[best] - middle) > 1.2 * em:
        return middle, middle
    return float(gaps[best, 0]), float(gaps[best, 1])
