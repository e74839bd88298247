"""Letters as they stand: the pieces of ink that lie one over the other, put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.read.ocr.shapes import Shape

_OVER = 0.35
"""Share of the narrower's width that two pieces of one letter have in common."""


class Letter(NamedTuple):
    """Shapes that stand one over the other, and the box around them."""

    x0: int
    y0: int
    x1: int
    y1: int
    shapes: tuple[Shape, ...]

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.y1 - self.y0


def letters_of(shapes: Sequence[Shape]) -> list[Letter]:
    """Put together a letter and its accents, and the pieces of a figure that the scan broke; left to right."""
    letters: list[Letter] = []
    for shape in sorted(shapes, key=lambda shape: shape.x0):
        last = letters[-1] if letters else None
        if (
            last is not None
            and not shape.is_cut_off
            and min(last.x1, shape.x1) - shape.x0 > _OVER * min(last.x1 - last.x0, shape.x1 - shape.x0)
        ):
            box = (min(last.x0, shape.x0), min(last.y0, shape.y0), max(last.x1, shape.x1), max(last.y1, shape.y1))
            letters[-1] = Letter(*box, (*last.shapes, shape))
        else:
            letters.append(Letter(shape.x0, shape.y0, shape.x1, shape.y1, (shape,)))
    return letters
