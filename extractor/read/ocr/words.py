"""From the engine's words to spans and boxes: boxes are drawn to the ink, sizes told from the letters' heights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from extractor.read.ocr.crop import Crop
from extractor.read.ocr.engine import Token
from extractor.read.ocr.markers import Marker
from extractor.read.ocr.shapes import Shape, Strip

ASCENT, DESCENT = 0.89, 0.22
"""Reach of a Times-like face above and below the baseline, in font sizes: what a text layer's boxes show."""
_RUN_ON = regex.compile(r"(?P<head>(?:[IVXLC]+|\d+(?:\.\d+)*|\p{L}+)[.,;:)])(?P<tail>\p{L}.*)")
_BLANK, _ASTRAY = 0.2, 0.25
"""Least gap of a blank, in font sizes; how far it may be from where the letters' count puts it, as a share of the word."""
_TOUCHING, _CLOSE = 0.6, 0.12
"""A marker this near behind a word belongs to it; a word this near behind a marker has no blank before it. In font sizes."""
_PIECES = {".": 1, ",": 1, ")": 1, ";": 2, ":": 2, "!": 2, "?": 2, "”": 2, '"': 2, "…": 3}
"""Pieces of ink that closing punctuation is made of."""


class Word(NamedTuple):
    """A word of a line, in pixels of the page."""

    text: str
    x0: float
    x1: float
    confidence: float
    superscript: bool = False
    glued: bool = False
    """True if no blank stands before it."""


def placed(tokens: Sequence[Token], crop: Crop, strip: Strip, ink: Sequence[Shape]) -> list[Word]:
    """Put the engine's words on the page; where two meet is settled by the widest gap near there in the `ink`, raised markers and all."""
    if not tokens:
        return []
    last = len(crop.columns) - 1
    rough = [(float(crop.columns[min(last, int(t.x0))]), float(crop.columns[min(last, max(0, int(t.x1) - 1))]) + 1) for t in tokens]
    gaps = _gaps(ink)
    cuts = [_cut(rough[index][1], rough[index + 1][0], gaps, strip.em) for index in range(len(rough) - 1)]
    starts = [strip.x0, *(cut[1] for cut in cuts)]
    ends = [*(cut[0] for cut in cuts), strip.x1]
    return [Word(t.text, float(a), float(max(b, a + 1)), t.confidence) for t, a, b in zip(tokens, starts, ends, strict=True)]


def _gaps(ink: Sequence[Shape]) -> NDArray[np.float64]:
    """Return the blanks between the ink of a line: start, end."""
    gaps, reach = [], float(ink[0].x1)
    for shape in ink[1:]:
        if shape.x0 > reach:
            gaps.append((reach, float(shape.x0)))
        reach = max(reach, float(shape.x1))
    return np.array(gaps, np.float64).reshape(-1, 2)


def _cut(end: float, start: float, gaps: NDArray[np.float64], em: float) -> tuple[float, float]:
    """Choose where one word ends and the next begins."""
    middle = start if end > start else (end + start) / 2  # the engine's ends may run on, its starts don't
    if not len(gaps):
        return middle, middle
    centre, wide = gaps.mean(axis=1), gaps[:, 1] - gaps[:, 0]
    worth = wide - 0.5 * np.abs(centre - middle)
    best = int(np.argmax(worth))
    if abs(centre[best] - middle) > 1.2 * em:
        return middle, middle
    return float(gaps[best, 0]), float(gaps[best, 1])


def parted(words: Sequence[Word], strip: Strip) -> list[Word]:
    """Part words that the engine ran together, where a blank's gap stands behind punctuation in the ink: "I.MỤC TIÊU"."""
    return [part for word in words for part in _parts(word, strip)]


def _parts(word: Word, strip: Strip) -> list[Word]:
    match = _RUN_ON.fullmatch(word.text)
    if match is None:
        return [word]
    own = [shape for shape in strip.shapes if shape.x0 >= word.x0 - 1 and shape.x1 <= word.x1 + 1]
    gaps = [(end - start, start, end) for start, end in _gaps(own).tolist()] if own else []
    wide = [gap for gap in gaps if gap[0] >= _BLANK * strip.em]
    if len(wide) != 1:
        return [word]
    _, start, end = wide[0]
    share = len(match["head"]) / len(word.text)
    if abs((start - word.x0) / max(1.0, word.x1 - word.x0) - share) > _ASTRAY:
        return [word]
    return [word._replace(text=match["head"], x1=start), word._replace(text=match["tail"], x0=end, glued=False)]


def with_markers(words: Sequence[Word], markers: Sequence[Marker], strip: Strip) -> list[Word]:
    """Put raised markers where they stand: after a word, inside it before its closing punctuation, or at the head of the line."""
    found = list(words)
    for marker in markers:
        raised = Word(marker.text, float(marker.x0), float(marker.x1), marker.confidence, superscript=True)
        index = next((index for index, word in enumerate(found) if word.x1 > marker.x0), len(found))
        if index < len(found) and found[index].x0 < marker.x0:
            head, tail = _parted(found[index], marker, strip.shapes)
            found[index : index + 1] = [head, raised._replace(glued=True), *tail]
            continue
        before = found[index - 1].x1 if index else None
        raised = raised._replace(glued=before is not None and marker.x0 - before < _TOUCHING * strip.em)
        if index < len(found) and found[index].x0 - marker.x1 < _CLOSE * strip.em:
            found[index] = found[index]._replace(glued=True)
        found.insert(index, raised)
    return found


def _parted(word: Word, marker: Marker, ink: Sequence[Shape]) -> tuple[Word, list[Word]]:
    """Part a word around a marker: only punctuation can stand behind one, as much of it as there is ink for."""
    pieces = sum(shape.x0 >= marker.x1 - 1 and shape.x1 <= word.x1 + 1 for shape in ink)
    cut = len(word.text)
    while pieces > 0 and cut > 1 and word.text[cut - 1] in _PIECES:
        cut -= 1
        pieces -= _PIECES[word.text[cut]]
    head = word._replace(text=word.text[:cut], x1=float(marker.x0))
    if cut == len(word.text):
        return head, []
    return head, [word._replace(text=word.text[cut:], x0=float(marker.x1), x1=max(word.x1, marker.x1 + 1.0), glued=True)]


def with_bullet(words: Sequence[Word], strip: Strip) -> list[Word]:
    """Write a round spot at the head of a line as a bullet, whatever sign the engine took it for."""
    first = strip.shapes[0]
    wide = first.x1 - first.x0
    is_round = 0.7 < wide / first.height < 1.4 and 0.15 * strip.em < wide < 0.5 * strip.em
    lifted = strip.baseline - first.y1 > 0.08 * strip.em
    alone = bool(words) and len(words[0].text) == 1 and not words[0].text.isalnum() and words[0].text not in '-+*("“–—'
    if not (is_round and lifted and alone and len(words) > 1):
        return list(words)
    return [words[0]._replace(text="•"), *words[1:]]
