"""Words on a stroke between two cells: two words that touch there are parted, one that runs over stays with its phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.layout.tables.geometry import Mesh
    from extractor.pages import Box, Line

_SEAM = regex.compile(r"(?<=[\p{L}\d.)])(?=\p{Lu}\p{Ll})")
"""Where a name may begin that touches the label before it: ``AAA|Tỷ``."""
_NEAR = 1.6
"""How many letters the seam may stand away from the stroke: letters are not of one width."""
_INSIDE_PT = 0.2
_BLANK = 0.6
"""The widest gap between two words of one phrase, in line heights."""


def part_seams(mesh: Mesh, line: Line) -> Line:
    """Set a blank into the first word that is two: it runs over a stroke, and a name begins at the stroke."""
    tokens = line.text.split()
    if len(tokens) != len(line.words):
        return line
    place = 0
    for number, (token, box) in enumerate(zip(tokens, line.words, strict=True)):
        place = line.text.index(token, place)
        stroke = _stroke(mesh, box)
        cut = _seam(token, box, stroke) if stroke is not None else None
        if stroke is not None and cut is not None:
            halves = ((box[0], box[1], stroke, box[3]), (stroke, box[1], box[2], box[3]))
            return _with_blank(line, place + cut)._replace(words=(*line.words[:number], *halves, *line.words[number + 1 :]))
        place += len(token)
    return line


def _stroke(mesh: Mesh, box: Box) -> float | None:
    """Where a word leaves the cell that it begins in."""
    middle = (box[1] + box[3]) / 2
    left, right = mesh.find(box[0] + 0.5, middle), mesh.find(box[2] - 0.5, middle)
    return None if left == right else mesh.area_box(mesh.areas[right])[0]


def _seam(token: str, box: Box, stroke: float) -> int | None:
    expected = (stroke - box[0]) / (box[2] - box[0]) * len(token)
    seams = [match.start() for match in _SEAM.finditer(token) if abs(match.start() - expected) <= _NEAR]
    return min(seams, key=lambda seam: abs(seam - expected), default=None)


def _with_blank(line: Line, offset: int) -> Line:
    spans, start = [], 0
    for span in line.spans:
        at = offset - start
        start += len(span.text)
        spans.append(span._replace(text=f"{span.text[:at]} {span.text[at:]}") if 0 < at <= len(span.text) else span)
    return line._replace(spans=tuple(spans))


def homes(mesh: Mesh, words: Sequence[Box]) -> list[int]:
    """The cell of each word: that of its middle, or of its phrase where it begins inside that and runs over."""
    found: list[int] = []
    for number, (x0, y0, x1, y1) in enumerate(words):
        middle = (y0 + y1) / 2
        home = mesh.find((x0 + x1) / 2, middle)
        close = number > 0 and x0 - words[number - 1][2] < _BLANK * (y1 - y0)
        found.append(found[-1] if close and home != found[-1] and mesh.find(x0 + _INSIDE_PT, middle) == found[-1] else home)
    return found
