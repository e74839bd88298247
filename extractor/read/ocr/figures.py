"""Figures looked at twice: their ink is counted, points told from commas by how deep they hang, doubtful ones read again alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from extractor.read.ocr.crop import View, crop_line
from extractor.read.ocr.engine import LineReader
from extractor.read.ocr.letters import Letter, letters_of
from extractor.read.ocr.shapes import Shape, Strip
from extractor.read.ocr.words import Word

_ALIKE = str.maketrans("OoDlIi|!SBgqZz?", "000111115899222")
"""Letters that the engine sees in figures."""
_LONE_ONES = frozenset("l|!")
"""What a "1" that stands alone in a table cell is read as."""
_FIGURE = regex.compile(r"(?P<head>[(\"“+-]*)(?P<body>\d[\d.,]*)(?P<tail>%?[).,;:”\"]*)")
_SOUND = regex.compile(r"[(\"“+-]*\d[\d.,]*(?:/\d[\d.,]*)*%?[).,;:”\"]*")
_LIKE_FIGURE = regex.compile(r"(?=.*\d)[\]\[\\]?[\dOoDlIi|!SBgqZz?.,/]{2,}%?[).,;:]*")
_STROKE = regex.compile(r"[(\"“+-]*[Il|!\]\[\\](?=\.\d{3}(?:\.\d{3})*(?!\d))")
"""A stroke before a group of thousands is a one, whatever it looks like: "I.218"."""
_ONES = str.maketrans("l|!", "111")
"""Strokes that stand in no code, unlike the I of "I2"."""
_ALLOWED = "0123456789.,%()/"
_BEFORE_PERCENT = regex.compile(r"\d(?=%)")
_MENDED, _CLEARLY = 0.82, 0.4
_CLOSING = '.,;:)”"'
_SCRAP, _LEAST_LONE = 2, 0.6
_DOUBTFUL, _CONTRADICTED, _ODD, _CONFIRMED, _SEEN = 0.9, 0.5, 0.75, 0.93, 0.85
_LOW, _HIGH = 0.35, 0.4
"""Height of the tallest comma and of the lowest figure, in font sizes."""
_POINT, _COMMA = 0.03, 0.05
"""A point reaches no deeper below the figures' feet, a comma at least so deep: points measured 0 to 0.025, commas 0.08 to 0.15."""
_WIDTHS = {**dict.fromkeys("0123456789", 0.5), **dict.fromkeys(".,;:/", 0.26), "%": 0.83, **dict.fromkeys("()-", 0.25)}
_PERCENT_SIGNS = 3
_JOINED = 0.68
_ROOM = 0.68
"""From edge to edge of two neighbouring figures it is half a font size, and with a point between them three quarters."""
_NARROWEST, _WIDEST = -0.5, 0.2
"""How much the ink may be narrower or wider than the characters' own widths; a lost figure makes 0.35."""


class _Ink(NamedTuple):
    """The ink of a figure: its width in font sizes, its tall signs, and its points "." and commas "," from left to right ("?": either)."""

    width: float
    tall: int
    separators: str
    joined: bool = False
    """True if signs before the last touch: then their number says nothing."""
    rooms: int = 0
    """Places between figures where a point or comma has room, seen by itself or touching a figure."""


def checked(words: Sequence[Word], strip: Strip, view: View, reader: LineReader) -> list[Word]:
    """Put right what the ink contradicts in the figures of a line; what stays doubtful loses its confidence."""
    if len(words) == 1 and strip.cell and (figure := _lone_figure(words[0], strip, view, reader)) is not None:
        return [figure]
    return [_checked(word, strip, view, reader) if _is_figure(word) else word for word in words]


def _lone_figure(word: Word, strip: Strip, view: View, reader: LineReader) -> Word | None:
    """Read a sign or two that stand alone in a table cell again as a figure, if the engine doubts the letters that it sees; None if not."""
    if word.text in _LONE_ONES:
        return word._replace(text="1", confidence=min(word.confidence, _CONFIRMED))
    if word.confidence >= _DOUBTFUL or len(word.text) > _SCRAP or _is_figure(word):
        return None
    second = _read_again(word, strip.shapes, strip, view, reader)
    is_better = second.confidence > max(word.confidence, _LEAST_LONE) and _is_right(second, _ink_of(strip.shapes, strip))
    return second._replace(confidence=min(second.confidence, _MENDED)) if is_better else None


def _is_figure(word: Word) -> bool:
    return not word.superscript and (_FIGURE.fullmatch(word.text) or _LIKE_FIGURE.fullmatch(word.text)) is not None


def _checked(word: Word, strip: Strip, view: View, reader: LineReader) -> Word:
    own = [shape for shape in strip.shapes if shape.x0 >= word.x0 - 1 and shape.x1 <= word.x1 + 1]
    ink = _ink_of(own, strip)
    first = _with_separators(word, ink)
    if _agrees(first.text, ink) and first.confidence >= _DOUBTFUL and _SOUND.fullmatch(first.text):
        return first
    tail = first.text[len(first.text.rstrip(_CLOSING)) :]
    second = _read_again(word, own, strip, view, reader)
    second = _with_separators(second._replace(text=second.text.rstrip(_CLOSING) + tail), ink)
    best = _better(first, second, ink)
    ones = best._replace(text=best.text.translate(_ONES), confidence=_ODD)
    if not _SOUND.fullmatch(best.text) and _is_right(ones, ink):
        return ones
    stroke = _STROKE.match(best.text)
    if stroke is None:
        return best
    return best._replace(text=f"{best.text[: stroke.end() - 1]}1{best.text[stroke.end() :]}", confidence=min(best.confidence, _ODD))


def _better(first: Word, second: Word, ink: _Ink) -> Word:
    """Choose between two readings: the one that is a figure and that the ink agrees with; where that doesn't tell, the first, in doubt."""
    if not _SOUND.fullmatch(second.text):
        return first if _is_right(first, ink) else first._replace(confidence=min(first.confidence, _CONTRADICTED))
    shorter = first._replace(text=_BEFORE_PERCENT.sub("", first.text))
    if shorter.text != first.text and not ink.joined and not _agrees(first.text, ink) and _is_right(shorter, ink):
        return shorter._replace(confidence=_MENDED)  # the left ring of a per cent sign, seen as a figure of its own
    if first.text == second.text:
        sure = max(first.confidence, second.confidence)
        return first._replace(confidence=max(sure, _CONFIRMED) if _agrees(first.text, ink) else min(sure, _ODD))
    if _is_right(second, ink) and not _is_right(first, ink) and _outweighs(first.text, second.text, ink):
        sure = max(second.confidence, _SEEN * first.confidence * (first.text.translate(_ALIKE) == second.text))
        return second._replace(confidence=sure)
    if _is_right(second, ink) and second.confidence > first.confidence + _CLEARLY:
        return second._replace(confidence=min(second.confidence, _ODD))
    if not _is_right(first, ink):
        return first._replace(confidence=min(first.confidence, _CONTRADICTED))
    return first._replace(confidence=min(first.confidence, _ODD if _is_right(second, ink) else _MENDED))


def _outweighs(first: str, second: str, ink: _Ink) -> bool:
    """Ask for more than width against a reading that is a figure: its points or its signs' number must be wrong, the other's right."""
    if not _SOUND.fullmatch(first) or not _are_separators(first, ink):
        return True
    return _signs(first) != ink.tall == _signs(second)


def _is_right(word: Word, ink: _Ink) -> bool:
    return _SOUND.fullmatch(word.text) is not None and _agrees(word.text, ink)


def _read_again(word: Word, own: Sequence[Shape], strip: Strip, view: View, reader: LineReader) -> Word:
    if not own:
        return word._replace(text="")
    alone = strip._replace(shapes=tuple(own), x0=min(shape.x0 for shape in own), x1=max(shape.x1 for shape in own))
    tokens = reader.read(crop_line(view, alone, apart=True).grey, allowed=_ALLOWED)
    return word._replace(text="".join(token.text for token in tokens), confidence=min((token.confidence for token in tokens), default=0.0))


def _ink_of(own: Sequence[Shape], strip: Strip) -> _Ink:
    if not own:
        return _Ink(0.0, 0, "")
    em = strip.em
    feet = sorted(shape.y1 for shape in own if shape.height >= _HIGH * em)
    foot = feet[len(feet) // 2] if feet else strip.baseline
    marks = [shape for shape in own if shape.height <= _LOW * em and foot - shape.y0 < 0.3 * em and shape.y1 - foot > -0.1 * em]
    width = (max(shape.x1 for shape in own) - min(shape.x0 for shape in own)) / em
    tall = [letter for letter in letters_of(own) if letter.height >= _HIGH * em]
    joined = any(letter.x1 - letter.x0 > _JOINED * em for letter in tall[:-1])
    rooms = sum(_has_room(left, right, em) for left, right in pairwise(tall))
    return _Ink(width, len(tall), "".join(_separator((mark.y1 - foot) / em) for mark in marks), joined, rooms)


def _has_room(left: Letter, right: Letter, em: float) -> bool:
    """Tell whether a point stands between two figures that are one figure each; it may touch one of them."""
    single = max(left.x1 - left.x0, right.x1 - right.x0) < _JOINED * em
    return single and max(right.x0 - left.x0, right.x1 - left.x1) > _ROOM * em


def _separator(hangs: float) -> str:
    if hangs <= _POINT:
        return "."
    return "," if hangs >= _COMMA else "?"


def _with_separators(word: Word, ink: _Ink) -> Word:
    """Write each point and comma as it hangs, where there are as many in the ink as in the text."""
    places = [index for index, char in enumerate(word.text) if char in ".,"]
    if not places or len(places) != len(ink.separators) or not _FIGURE.fullmatch(word.text):
        return word
    chars = list(word.text)
    for place, separator in zip(places, ink.separators, strict=True):
        chars[place] = chars[place] if separator == "?" else separator
    return word._replace(text="".join(chars))


def _agrees(text: str, ink: _Ink) -> bool:
    """Tell whether there are the points and commas that the text has, and as many signs or as much ink.

    Signs may touch, which the width puts right; a face may be wider or narrower, which their number puts right.
    """
    if not _are_separators(text, ink):
        return False
    signs = _signs(text)
    width = ink.width - sum(_WIDTHS.get(char, 0.5) for char in text)
    percents = text.count("%")
    return signs + percents <= ink.tall <= signs + _PERCENT_SIGNS * percents or _NARROWEST < width < _WIDEST


def _are_separators(text: str, ink: _Ink) -> bool:
    """Tell whether the text has the points and commas that the ink shows; those that touch a figure show only by their room."""
    return len(ink.separators) <= _separators(text) <= max(len(ink.separators), ink.rooms)


def _separators(text: str) -> int:
    return sum(char in ".,;:" for char in text)


def _signs(text: str) -> int:
    return sum(char.isdigit() or char in "/()" for char in text)
