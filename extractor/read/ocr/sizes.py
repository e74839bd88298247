"""Font sizes, told from the heights of letters and evened out over the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

_TALL, _CAPITAL, X_HEIGHT = 0.75, 0.67, 0.465
"""Heights in a Times-like face as shares of the font size: of a line's tall letters, accents and all; of capitals and figures; of small
letters. Measured on print of known size."""
_ALIKE = 0.1
"""Sizes that differ by less are the same: the letters of a line don't tell them apart."""
_WRONG, _LEAST = 0.2, 4.0
_TALL_SIGNS, _SMALL_SIGNS = frozenset("0123456789bdfhkl\u0111"), frozenset("acegimnopqrsuvxy")
_MOST_TALL = 0.85
_FEW, _SOME = 4, 0.15


class Heights(NamedTuple):
    """A line as far as its size goes, in pixels."""

    em: float
    width: float
    above: tuple[float, ...]
    """How far each of its shapes reaches above the baseline."""


def em_of(above: Sequence[float]) -> float:
    """Guess a line's font size from the heights of its letters."""
    small, tall = _heights(above)
    return (small / X_HEIGHT + tall / _TALL) / 2 if _is_mixed(small, tall) else tall / _TALL


def _heights(above: Sequence[float]) -> tuple[float, float]:
    """Return the commonest height of a line's letters over the baseline, and that of its tall ones."""
    values = np.maximum(0, np.array(above)).astype(np.int64)
    counts = np.convolve(np.bincount(values), [1, 2, 1], mode="same")
    return float(np.argmax(counts)), float(np.quantile(values, 0.85))


def _is_mixed(small: float, tall: float) -> bool:
    """Tell a line of small and tall letters; in one of capitals or figures alone, or of small letters alone, all are of one height."""
    return 1.3 * small < tall < 1.9 * small


def usual_size(lines: Sequence[Heights]) -> float:
    """Return the font size in which most of the page is set; 0 without lines."""
    sizes = _sizes(lines)
    return sizes[0] if sizes else 0.0


def _sizes(lines: Sequence[Heights]) -> list[float]:
    """Return the font sizes of a page, the commonest first: the middles of the clusters that the lines' sizes make."""
    em = np.array([line.em for line in lines])
    weight = np.array([line.width for line in lines], np.float64)
    found = []
    while len(em):
        near = np.abs(em[None, :] / em[:, None] - 1) < _ALIKE
        members = near[int(np.argmax(near @ weight))]
        found.append(float(np.average(em[members], weights=weight[members])))
        rest = np.abs(em / found[-1] - 1) >= _ALIKE
        if rest.all():
            rest = ~members
        em, weight = em[rest], weight[rest]
    return found


def evened(lines: Sequence[Heights]) -> list[float]:
    """Give lines of almost a usual size of the page just that.

    Lines with small and tall letters tell the sizes; another takes the one that its letters would have as capitals or as small letters.
    """
    telling = [line for line in lines if len(line.above) > _FEW and _is_mixed(*_heights(line.above))]
    sizes = _sizes(telling or lines)
    return [_evened(line, sizes) for line in lines]


def _evened(line: Heights, sizes: Sequence[float]) -> float:
    for guess in _guesses(line):
        misfit, size = min((abs(guess / size - 1), size) for size in sizes)
        if misfit < _ALIKE:
            return size
    return _guesses(line)[0] if len(line.above) > _FEW else line.em


def _guesses(line: Heights) -> list[float]:
    """Return what the size may be, the likeliest first, by what the commonest height is: that of small letters or of tall ones."""
    small, tall = _heights(line.above)
    if _is_mixed(small, tall):
        return [line.em]
    lower = sum(0.5 * small < height < 0.8 * small for height in line.above)
    taller = sum(1.25 * small < height < 1.9 * small for height in line.above)
    as_tall, as_small = tall / _CAPITAL, small / X_HEIGHT
    if taller > lower:
        return [as_small, as_tall]
    return [as_tall] if lower > _SOME * len(line.above) else [as_tall, as_small]


def em_of_text(above: Sequence[float], text: str, em: float) -> float:
    """Correct a line's font size where what it says leaves no doubt: figures and capitals are tall, and some small letters never are."""
    signs = [char for char in text if char.isalnum()]
    if not signs or not above:
        return em
    commonest, _ = _heights(above)
    tall = sum(char.isupper() or char in _TALL_SIGNS for char in signs) / len(signs)
    if 0 < tall < _MOST_TALL or (not tall and not _SMALL_SIGNS.issuperset(signs)):
        return em
    told = commonest / (_CAPITAL if tall else X_HEIGHT)
    return told if told >= _LEAST and abs(told / em - 1) > _WRONG else em
