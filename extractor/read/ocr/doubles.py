"""Two equal capitals that the engine saw as one ("BC-SN" for "BC-SNN"): there is one more in the ink, and it looks like its neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import regex
from numpy.typing import NDArray

from extractor.read.ocr.letters import Letter, letters_of
from extractor.read.ocr.shapes import Strip
from extractor.read.ocr.words import Word

_SYMBOL = regex.compile(r"(?:\d+/)*\p{Lu}{2,}(?:-\p{Lu}{2,})+[.,;:)]*-?")
_GROUP = regex.compile(r"\p{Lu}+")
_TALL, _HYPHEN = 0.5, (0.15, 0.45)
"""Height of a capital at least, and of how high above the baseline a hyphen floats, in font sizes."""
_SAME_WIDTH, _SAME, _OTHERS = 0.06, 0.8, 0.7
"""Difference of two equal letters' widths in font sizes; how alike their pictures are at least, and those of others at most. Measured:
equal letters 0.91 to 1.0, others up to 0.62."""
_SIDE = 24
_ADDED = 0.8


def with_doubles(words: Sequence[Word], strip: Strip, labels: NDArray[Any]) -> list[Word]:
    """Write a capital of a document's symbol twice where it stands twice; `labels` is the page's label image."""
    return [_doubled(word, strip, labels) if _SYMBOL.fullmatch(word.text) else word for word in words]


def _doubled(word: Word, strip: Strip, labels: NDArray[Any]) -> Word:
    written = list(_GROUP.finditer(word.text))
    inked = _groups([shape for shape in strip.shapes if shape.x0 >= word.x0 - 1 and shape.x1 <= word.x1 + 1], strip)
    if len(inked) != len(written):
        return word
    for match, letters in reversed(list(zip(written, inked, strict=True))):
        capitals = letters[_figures_before(word.text, match.start()) :]
        right = _right(match.group(), capitals, labels, strip.em) if len(capitals) == len(match.group()) + 1 else None
        if right is not None:
            text = f"{word.text[: match.start()]}{right}{word.text[match.end() :]}"
            word = word._replace(text=text, confidence=min(word.confidence, _ADDED))
    return word


def _figures_before(text: str, start: int) -> int:
    """Count the signs of a number that stands in front of the first capitals: "1306/"."""
    return len(text[:start]) if "-" not in text[:start] else 0


def _groups(shapes: Sequence[Any], strip: Strip) -> list[list[Letter]]:
    """Part the tall letters of a word at its hyphens."""
    groups: list[list[Letter]] = [[]]
    for letter in letters_of(shapes):
        foot, head = strip.baseline - letter.y1, strip.baseline - letter.y0
        if letter.height >= _TALL * strip.em:
            groups[-1].append(letter)
        elif foot >= _HYPHEN[0] * strip.em and head <= _HYPHEN[1] * strip.em:
            groups.append([])
    return [group for group in groups if group]


def _right(text: str, letters: Sequence[Letter], labels: NDArray[Any], em: float) -> str | None:
    """Write that letter of a group twice whose two stand in the ink: equal neighbours look the same, others do not."""
    pictures = [_picture(letter, labels) for letter in letters]
    likeness = [
        _likeness(*pair) if abs((one.x1 - one.x0) - (two.x1 - two.x0)) <= _SAME_WIDTH * em else 0.0
        for pair, (one, two) in zip(pairwise(pictures), pairwise(letters), strict=True)
    ]
    if any(_OTHERS < value < _SAME for value in likeness):
        return None
    seen = [value >= _SAME for value in likeness]
    made = {text[: at + 1] + text[at:] for at in range(len(text))}
    right = [one for one in made if [left == next_ for left, next_ in pairwise(one)] == seen]
    return right[0] if len(right) == 1 else None


def _picture(letter: Letter, labels: NDArray[Any]) -> NDArray[Any]:
    window = labels[letter.y0 : letter.y1, letter.x0 : letter.x1]
    ink = np.isin(window, [shape.label for shape in letter.shapes]).astype(np.float32)
    small: NDArray[Any] = cv2.resize(ink, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(small - small.mean())


def _likeness(one: NDArray[Any], two: NDArray[Any]) -> float:
    """Correlate two pictures: 1 for equal ones."""
    norm = float(np.sqrt((one * one).sum() * (two * two).sum()))
    return float((one * two).sum()) / norm if norm else 0.0
