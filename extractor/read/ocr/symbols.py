"""Symbols of documents and other capitals: a letter that the engine sees twice is told by the width of the ink."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.read.ocr.shapes import Strip
from extractor.read.ocr.words import Word

_NATIVE = str.maketrans({"\u00d0": "\u0110", "\u00f0": "\u0111", "\u00a1": "i", "\u2044": "/"})
"""The engine has eth, an exclamation mark upside down and a fraction's stroke in its alphabet; Vietnamese has not."""
_O_STROKE = regex.compile(r"g?\u00f8(?!\d)")
"""What the engine sees in "g", alone ("g)") or twice; before a figure it may be the sign of a diameter."""
_ETHS = frozenset("\u00d0\u00f0")
_DOUBLED = regex.compile(r"(\p{Lu})\1")
_CAPITALS = regex.compile(r"(?=.*\p{Lu}{2})[\p{Lu}\d/.,;:&()\u0111-]+")
_NUMBER = regex.compile(r"\d{1,5}(?:/\d{4})?/\p{Lu}{2,}(?:-\p{Lu}[\p{L}&]*)+[.,;:)]*")
"""Number and symbol of a document (Nghị định 30/2020/NĐ-CP, Phụ lục VI): the engine, made for words, doubts what it reads right."""
_PLAUSIBLE, _GRAMMATICAL = 0.3, 0.85
_WIDTHS = {
    **dict.fromkeys("CBR", 0.67), **dict.fromkeys("ELTZ", 0.61), **dict.fromkeys("FPS", 0.56), "I": 0.33, "J": 0.39, "M": 0.89, "W": 0.94,
    **dict.fromkeys("0123456789", 0.5), **dict.fromkeys(".,/;:", 0.26), **dict.fromkeys("-()", 0.33), "&": 0.78,
}  # fmt: skip
"""Of a Times-like face, in font sizes; the other capitals are 0.72 wide."""
_OTHER = 0.72
_SIDES = 0.08
"""Blank at both ends of a word that belongs to its letters."""
_TOO_NARROW = 0.55
"""Share of the doubled letter's width that is missing when there is only one."""


def checked_symbols(words: Sequence[Word], strip: Strip) -> list[Word]:
    """Take the second of two equal capitals away where the ink has no room for it: "QĐĐ-UBND"."""
    return [_checked(word, strip) for word in words]


def _checked(word: Word, strip: Strip) -> Word:
    word = _single(word, strip)
    if word.confidence >= _PLAUSIBLE and _NUMBER.fullmatch(word.text):
        return word._replace(confidence=max(word.confidence, _GRAMMATICAL))
    return word


def _single(word: Word, strip: Strip) -> Word:
    text = _O_STROKE.sub("g", word.text.translate(_NATIVE))
    pairs = list(_DOUBLED.finditer(text)) if _CAPITALS.fullmatch(text) else []
    match = max(pairs, key=lambda pair: not _ETHS.isdisjoint(word.text[pair.start() : pair.end()]), default=None)
    if match is None:
        return word if text == word.text else word._replace(text=text)
    letter = _WIDTHS.get(match[1], _OTHER)
    missing = sum(_WIDTHS.get(char, _OTHER) for char in text) - _SIDES - (word.x1 - word.x0) / strip.em
    once = text[: match.start() + 1] + text[match.end() :]
    return word._replace(text=once if missing > _TOO_NARROW * letter else text)
