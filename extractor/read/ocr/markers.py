"""Raised footnote markers: told by where their ink stands, taken out of the line before it is read, and read by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2

from extractor.read.ocr.crop import View, crop_line
from extractor.read.ocr.engine import LineReader
from extractor.read.ocr.letters import Letter, letters_of
from extractor.read.ocr.shapes import Shape, Strip

_LOWEST, _HIGHEST = 0.2, 1.25
"""Bottom and top of a raised figure above the baseline, in font sizes."""
_SMALLEST, _LARGEST, _WIDEST = 0.29, 0.6, 1.1
"""Its height and width, two figures that touch included; quotation marks are lower."""
_NEIGHBOUR = 0.3
"""Figures of one marker are no farther apart."""
_FEW = 3
_FIGURES, _STARS = "0123456789,", "*"
_FIGURE_HEIGHT, _FIGURE_WIDTH = 0.68, 0.74
_GUESSED, _SLIM, _CLEAR = 0.75, 0.42, 0.7


class _Try(NamedTuple):
    """A way to show a marker to the engine: characters allowed, air beside it as a share of its height, enlargement."""

    allowed: str
    rim: float = 0.0
    scale: int = 1


_TRIES = (_Try(_FIGURES), _Try(_FIGURES, 0.2), _Try(_FIGURES, 0.4), _Try(_FIGURES, scale=2), _Try(_STARS))
"""Thin strokes at the sides of a small figure may be too faint for the mask, so it is shown with more air, too."""


class Marker(NamedTuple):
    """A raised marker and what it says."""

    shapes: tuple[Shape, ...]
    text: str
    confidence: float

    @property
    def x0(self) -> int:
        """Left edge in pixels."""
        return min(shape.x0 for shape in self.shapes)

    @property
    def x1(self) -> int:
        """Right edge in pixels."""
        return max(shape.x1 for shape in self.shapes)


def find_markers(view: View, strip: Strip, reader: LineReader) -> list[Marker]:
    """Find and read the raised markers of a line, left to right."""
    letters = letters_of(strip.shapes)
    raised = [letter for letter in letters if could_be_raised(letter, strip)]
    if not raised or len(raised) > 0.5 * len(letters) + _FEW:
        return []
    found = (read_marker(view, group, reader) for group in _groups(raised, strip))
    return [marker for marker in found if marker is not None]


def could_be_raised(letter: Letter | Shape, strip: Strip) -> bool:
    """Tell by size and place alone whether a letter may be a raised figure."""
    em, foot, head = strip.em, strip.baseline - letter.y1, strip.baseline - letter.y0
    if not (_SMALLEST * em <= letter.height <= _LARGEST * em and letter.x1 - letter.x0 <= _WIDEST * em):
        return False
    return foot >= _LOWEST * em and 0.5 * em <= head <= _HIGHEST * em


def _groups(raised: Sequence[Letter], strip: Strip) -> list[tuple[Shape, ...]]:
    """Put figures that stand together into one marker, with the comma between two ("4,5")."""
    groups: list[list[Letter]] = []
    for letter in raised:
        if groups and letter.x0 - groups[-1][-1].x1 <= _NEIGHBOUR * strip.em:
            groups[-1].append(letter)
        else:
            groups.append([letter])
    return [_with_commas([shape for letter in group for shape in letter.shapes], strip) for group in groups]


def _with_commas(group: Sequence[Shape], strip: Strip) -> tuple[Shape, ...]:
    left, right, middle = min(shape.x0 for shape in group), max(shape.x1 for shape in group), strip.baseline - 0.15 * strip.em
    inside = (shape for shape in strip.shapes if left < shape.x0 and shape.x1 < right and shape not in group)
    commas = (shape for shape in inside if shape.height < _SMALLEST * strip.em and shape.y1 < middle)
    return tuple(sorted((*group, *commas), key=lambda shape: shape.x0))


def read_marker(view: View, group: tuple[Shape, ...], reader: LineReader) -> Marker | None:
    """Read some shapes as figures: as many as there are in the ink, one by one where the engine sees another number of them."""
    letters = letters_of(group)
    best: Marker | None = None
    for try_ in _TRIES:
        marker = _read(view, group, reader, try_)
        if marker is not None and (best is None or marker.confidence > best.confidence):
            best = marker
        if best is not None and best.confidence >= _CLEAR:
            break
    if best is not None and best.text.isdecimal() and len(best.text) != _figures(letters):
        best = _one_by_one(view, letters, reader) or best._replace(confidence=min(best.confidence, _GUESSED))
    if best is not None and (best.text != _STARS or not all(map(_is_slim, letters))):
        return best
    if all(map(_is_slim, letters)):
        return Marker(group, "1" * len(letters), _GUESSED)  # too little ink for the engine
    return None


def _read(view: View, group: tuple[Shape, ...], reader: LineReader, try_: _Try) -> Marker | None:
    grey = crop_line(view, _line_of(group, try_.rim)).grey
    if try_.scale != 1:
        grey = cv2.resize(grey, None, fx=try_.scale, fy=try_.scale, interpolation=cv2.INTER_CUBIC)
    tokens = reader.read(grey, allowed=try_.allowed)
    text, sure = "".join(token.text for token in tokens).strip(","), min((token.confidence for token in tokens), default=0.0)
    return Marker(group, text, sure) if text else None


def _figures(letters: Sequence[Letter]) -> int:
    """Count the figures of a marker by their ink; two that touch are as wide as two."""
    return sum(max(1, round((letter.x1 - letter.x0) / (_FIGURE_WIDTH * letter.height))) for letter in letters)


def _one_by_one(view: View, letters: Sequence[Letter], reader: LineReader) -> Marker | None:
    """Read each figure of a marker by itself; None where one can't be read."""
    found = []
    for letter in letters:
        readings = (_read(view, letter.shapes, reader, try_) for try_ in _TRIES if try_.allowed == _FIGURES)
        one = next((marker for marker in readings if marker is not None and marker.confidence >= _CLEAR), None)
        if one is None and _is_slim(letter):
            one = Marker(letter.shapes, "1", _GUESSED)
        if one is None or len(one.text) != _figures((letter,)):
            return None
        found.append(one)
    shapes = tuple(shape for one in found for shape in one.shapes)
    return Marker(shapes, "".join(one.text for one in found), min(one.confidence for one in found))


def _line_of(group: tuple[Shape, ...], rim: float) -> Strip:
    head, foot = min(shape.y0 for shape in group), _foot(group)
    beside = round(rim * (foot - head))
    left, right = group[0].x0 - beside, max(shape.x1 for shape in group) + beside
    return Strip(group, left, right, float(foot), (foot - head) / _FIGURE_HEIGHT)


def _is_slim(letter: Letter) -> bool:
    return letter.x1 - letter.x0 < _SLIM * letter.height


def _foot(group: Sequence[Shape]) -> int:
    """Take the figures' foot, below which a comma hangs."""
    tallest = max(shape.height for shape in group)
    return max(shape.y1 for shape in group if shape.height > 0.5 * tallest)
