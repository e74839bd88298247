"""Bold and italic, told from the ink: how thick the strokes are beside the page's usual ones, and how they lean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.read.ocr.shapes import Shapes, Strip
from extractor.read.ocr.words import Word

_SLANT = 0.21
"""Lean of an italic face, as a tangent."""
_LONGEST_RUN = 0.3
"""Longer runs of ink are bars and dashes, no stems. In font sizes."""
_BLUR_IN, _STEM = 0.0105, 0.081
"""A usual stem is so many inches of blur and such a share of the font size thick: measured on regular faces of 8 and 14 points."""
_BOLD, _MOST, _USUAL_SHARE = 1.18, 1.1, 0.4
"""How much thicker than the page's usual stems bold ones are, and how thick the usual ones can be at most."""
_ITALIC_LINE, _ITALIC_WORD, _SOFT = 1.0, 1.35, 0.85
_SAME_SIZE, _ENOUGH, _OWN = 0.1, 40, 1.12
_TELLING = 3
"""Shorter words have too little ink to tell."""


class Look(NamedTuple):
    """What the ink of a word shows: thickness of stems against the usual, and sharpness of its columns when leant back."""

    weight: float
    lean: float


class Face(NamedTuple):
    """Bold and italic of a word."""

    bold: bool
    italic: bool


def looks(words: Sequence[Word], strip: Strip, shapes: Shapes, dpi: float) -> list[Look]:
    """Measure the words of a line."""
    top, bottom = max(0, round(strip.baseline - 0.75 * strip.em)), round(strip.baseline + 0.25 * strip.em)
    ink = shapes.labels[top:bottom, strip.x0 : strip.x1] > 0
    if not ink.size:
        return [Look(0.0, 0.0) for _ in words]
    starts, lengths = _runs(ink, _LONGEST_RUN * strip.em)
    upright, leant = _edges(ink, 0.0), _edges(ink, _SLANT)
    usual = _BLUR_IN * dpi + _STEM * strip.em
    found = []
    for word in words:
        left, right = int(word.x0) - strip.x0, int(word.x1) - strip.x0
        count = lengths[(starts >= left) & (starts < right)]
        before, after = upright[left:right].sum(), leant[left:right].sum()
        found.append(Look(float(count.mean()) / usual if len(count) else 0.0, float(after / before) if before > 0 else 0.0))
    return found


def _runs(ink: NDArray[Any], longest: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return first column and length of each horizontal run of ink no longer than `longest`."""
    padded = np.zeros((ink.shape[0], ink.shape[1] + 2), np.int8)
    padded[:, 1:-1] = ink
    steps = np.diff(padded, axis=1)
    _, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    lengths = ends - starts
    kept = lengths <= longest
    return starts[kept], lengths[kept]


def _edges(ink: NDArray[Any], slant: float) -> NDArray[Any]:
    """Return how sharply the amount of ink changes from column to column, the line leant back by `slant`."""
    picture: NDArray[Any] = ink.astype(np.uint8) * 255
    height, width = picture.shape
    if slant:
        lean = np.array([[1, slant, -slant * height / 2], [0, 1, 0]], np.float32)
        picture = cv2.warpAffine(picture, lean, (width, height), flags=cv2.INTER_LINEAR)
    columns = picture.sum(axis=0, dtype=np.float64)
    steps: NDArray[Any] = np.square(np.diff(columns, append=columns[-1:]))
    return steps


def faces(lines: Sequence[tuple[Strip, Sequence[Word], Sequence[Look]]]) -> list[list[Face]]:
    """Decide for all words of a page, since bold is what is bolder than the rest of its size."""
    rows = [(strip.em, look.weight) for strip, words, found in lines for word, look in zip(words, found, strict=True) if _tells(word)]
    table = np.array(rows, np.float64).reshape(-1, 2)
    usual = min(_usual(table), _MOST)
    return [_faces_of(words, found, _usual_of_size(table, strip.em, usual)) for strip, words, found in lines]


def _usual(table: NDArray[Any]) -> float:
    return float(np.quantile(table[:, 1], _USUAL_SHARE)) if len(table) else 1.0


def _usual_of_size(table: NDArray[Any], em: float, usual: float) -> float:
    """Return the usual weight among the words of one size, if there are enough; a size that is bold throughout keeps the page's."""
    near = table[np.abs(table[:, 0] / em - 1) < _SAME_SIZE]
    if len(near) < _ENOUGH:
        return usual
    own = _usual(near)
    return own if own < _OWN * usual else usual


def _tells(word: Word) -> bool:
    return sum(map(str.isalnum, word.text)) >= _TELLING and not word.superscript


def _faces_of(words: Sequence[Word], found: Sequence[Look], usual: float) -> list[Face]:
    told = [index for index, word in enumerate(words) if _tells(word)]
    if not told:
        told = list(range(len(words)))
    middle = float(np.median([found[index].lean for index in told])) if told else 0.0
    limit = _SOFT if middle > _ITALIC_LINE else _ITALIC_WORD
    weights = _smooth([found[index].weight for index in told])
    faces = {index: Face(weight > _BOLD * usual, found[index].lean > limit) for index, weight in zip(told, weights, strict=True)}
    return [faces[min(told, key=lambda other, index=index: (abs(other - index), other))] for index in range(len(words))]  # type: ignore[misc]


def _smooth(weights: Sequence[float]) -> list[float]:
    """Take the middle one of each three neighbours: bold sets in and ends with a word, but a single odd word is dirt."""
    if len(weights) < 3:
        return list(weights)
    inner = [sorted(weights[index - 1 : index + 2])[1] for index in range(1, len(weights) - 1)]
    return [weights[0], *inner, weights[-1]]
