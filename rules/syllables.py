"""Which words are Vietnamese syllables: by the grammar of `rules/syllables.toml`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import regex

from rules.loader import load

TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
"""Combining marks in the order of the rule file's fields: ngang, huyền, sắc, hỏi, ngã, nặng."""

_STOPPED = (TONES[2], TONES[5])
_VOWELS = frozenset("aăâeêioôơuưy")
_MARKED = frozenset("ăâêôơư")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_MIN_WORDS = 8
_USUALLY_MARKED = 0.6
"""Of the words of sound Vietnamese 70 to 85 % carry a mark; a bad OCR layer loses half of them ("Can cir Quyet djnh")."""


def is_syllable(word: str) -> bool:
    """Tell whether `word` (NFC, any case) is a syllable of standard Vietnamese; foreign words and abbreviations are not."""
    return word in syllables() or word.lower() in syllables()


def vietnamese_share(text: str) -> float:
    """Measure how far `text` is sound Vietnamese, 0–1: the share of letters in Vietnamese syllables, less if few words have a mark.

    Abbreviations and single letters are left out. Sound text gives over 0.85, a garbage OCR layer or text in another encoding
    less than 0.6. Text without words gives 1.0.
    """
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    if not text.isupper():
        words = [word for word in words if not word.isupper()] or words
    if not words:
        return 1.0
    share = sum(len(word) for word in words if is_syllable(word)) / sum(map(len, words))
    if len(words) < _MIN_WORDS:
        return share
    marked = sum(not word.isascii() for word in words) / len(words)
    return share * min(1.0, marked / _USUALLY_MARKED)


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """All syllables, small letters, NFC, in every right spelling."""
    settings = load("syllables").settings
    return frozenset(_spell_all(settings["rhymes"], frozenset(settings["y_onsets"]), frozenset(settings["either_tone"])))


def _spell_all(rhymes: Mapping[str, str], y_onsets: frozenset[str], either_tone: frozenset[str]) -> Iterator[str]:
    for rhyme, row in rhymes.items():
        fields = row.split("|")
        tones = TONES if len(fields) == len(TONES) else _STOPPED
        for tone, onsets in zip(tones, fields, strict=False):
            for onset in onsets.split():
                yield from _spell(onset, rhyme, tone, either_tone)
                if rhyme == "i" and onset in y_onsets:
                    yield from _spell(onset, "y", tone, either_tone)


def _spell(onset: str, rhyme: str, tone: str, either_tone: Iterable[str]) -> Iterator[str]:
    head = "" if onset == "0" else onset
    places = (0, 1) if rhyme in either_tone else (tone_place(rhyme),)
    for place in places:
        yield unicodedata.normalize("NFC", head + rhyme[: place + 1] + tone + rhyme[place + 1 :])


@lru_cache(maxsize=512)
def tone_place(rhyme: str) -> int:
    """Find the letter of a toneless NFC `rhyme` that carries the tone mark: its index (new style: hoà, thuỷ count as either)."""
    marked = [index for index, letter in enumerate(rhyme) if letter in _MARKED]
    if marked:
        return marked[-1]
    vowels = [index for index, letter in enumerate(rhyme) if letter in _VOWELS]
    if len(vowels) == 1:
        return vowels[0]
    closed = vowels[-1] < len(rhyme) - 1
    return vowels[1] if closed or len(vowels) > 2 else vowels[0]
