"""Raised footnote markers: told by where their ink stands, taken out of the line before it is read, and read by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.read.ocr.crop import View, crop_line
from extractor.read.ocr.engine import LineReader
from extractor.read.ocr.letters import Letter, letters_of
from extractor.read.ocr.lines import Shape, Strip

_LOWEST, _HIGHEST = 0.2, 1.25
"""Bottom and top of a raised figure above the baseline, in font sizes."""
_SMALLEST, _LARGEST, _WIDEST = 0.29, 0.6, 1.1
"""Its height and width, two figures that touch included; quotation marks are lower."""
_NEIGHBOUR = 0.3
"""Figures of one marker are no farther apart."""
_FEW = 3
_FIGURES, _STARS = "0123456789,", "*"
_FIGURE_HEIGHT = 0.68
_GUESSED, _SLIM, _CLEAR = 0.75, 0.42, 0.7
_RIM = 0.2
"""Thin strokes at the sides of a small figure may be too faint for the mask: with so much air, a share of its height, it is read again."""


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
    raised = [letter for letter in letters if _is_raised(letter, strip)]
    if not raised or len(raised) > 0.5 * len(letters) + _FEW:
        return []
    found = (read_marker(view, group, reader) for group in _groups(raised, strip))
    return [marker for marker in found if marker is not None]


def _is_raised(letter: Letter, strip: Strip) -> bool:
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
    """Read some shapes as figures."""
    best: Marker | None = None
    for allowed, rim in ((_FIGURES, 0.0), (_FIGURES, _RIM), (_FIGURES, 2 * _RIM), (_STARS, 0.0)):
        tokens = reader.read(crop_line(view, _line_of(group, rim)).grey, allowed=allowed)
        text, sure = "".join(token.text for token in tokens).strip(","), min((token.confidence for token in tokens), default=0.0)
        if text and (best is None or sure > best.confidence):
            best = Marker(group, text, sure)
        if best is not None and best.confidence >= _CLEAR:
            return best
    if best is not None and (best.text != _STARS or not all(map(_is_slim, letters_of(group)))):
        return best
    if all(_is_slim(letter) for letter in letters_of(group)):
        return Marker(group, "1" * len(letters_of(group)), _GUESSED)  # too little ink for the engine
    return None


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
