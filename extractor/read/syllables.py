"""Is a word built like a Vietnamese syllable? Serves to tell encodings and the main text of a web page, not to check spelling."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rules.loader import load

_TONES = {ord(mark): None for mark in "\u0300\u0301\u0303\u0309\u0323"}
_STOPPED = ("c", "ch", "p", "t")
_STOP_TONES = {"\u0301", "\u0323"}


@lru_cache
def toneless_onsets() -> tuple[str, ...]:
    """The first parts of syllables, longest first."""
    return tuple(sorted(str(load("encodings").settings["onsets"]).split(), key=lambda onset: (-len(onset), onset)))


@lru_cache
def _rhymes() -> frozenset[str]:
    return frozenset(str(load("encodings").settings["rhymes"]).split())


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Tell whether `word` (any case, any normal form) is onset + rhyme with at most one tone, and a tone that the final allows."""
    apart = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", apart.translate(_TONES))
    tones = [char for char in apart if ord(char) in _TONES]
    if len(tones) > 1 or (tones and bare.endswith(_STOPPED) and tones[0] not in _STOP_TONES):
        return False
    rhymes = _rhymes()
    if bare.startswith("q") and bare[1:2] != "u":
        return False
    return bare in rhymes or any(bare.startswith(onset) and bare[len(onset) :] in rhymes for onset in toneless_onsets())
