"""How likely a word is as it stands, or with letters put into it: what the search for lost letters weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from extractor.repair.phrases import folded, free_words, pairs
from rules.abbreviations import abbreviations
from rules.loader import load
from rules.syllables import is_syllable

# Costs are rough negative logarithms of how often sound text holds such a word; only their differences count.
KNOWN = 1.0
FREQUENT = 0.6
ABBREVIATION = 0.3
PLAIN = 0.5
ONE_LETTER = 2.0
_ONE_LETTER_WORDS = frozenset("ởýôủàáạ")
UNKNOWN_CAPITALS = 1.6
FOREIGN = 2.5
SCRAP = 5.0
MADE_UP = 4.0
NAME = 3.0
HEAP = 8.0
KNOWN_PAIR = (1.5, 1.2)
"""By rank: of the field, of everyday language."""
SEEN_PAIR = 1.0
SEEN_AGAIN = 0.3

_GRAVE = str.maketrans("\u00f5\u00d5", "\u00f2\u00d2")
_UNITS = frozenset((*"bdghklmsvxđ", "km", "kg", "mm", "cm", "dm", "hm", "ml", "dl", "hl", "mg", "kw", "kv", "kva", "kwh", "mw", "db"))
_ROMAN = regex.compile(r"(?![LC]$)(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ACCENTED = regex.compile(r"[^\x00-\x7fĐƯÔƠ]")
_VOWEL = regex.compile(r"[aeiouyăâêôơư]", regex.IGNORECASE)
_TOKEN = regex.compile(r"\p{L}+")
_INSIDE = regex.compile(r"(?<=\S )\p{L}+(?= \S|[^\w\s])")
_BESIDE_HOLE = regex.compile(r"(?:^ |  )\S*|\S*(?=  | $)")
_SPEAKABLE = regex.compile(r"(?:[B-DF-HJ-NP-TV-XZ]{0,2}[AEIOUY]){2,}[B-DF-HJ-NP-TV-XZ]?")


class Lexicon(NamedTuple):
    """The language's words and the document's own."""

    seen: Counter[str]
    """Words of the document as written, where no hole is near."""
    neighbours: frozenset[tuple[str, str]]
    """Pairs of the document, folded."""
    damaged: bool = False
    """The document has õ for ò in some words."""

    def is_known(self, word: str) -> bool:
        """Tell whether the word is one of the language, or a capital abbreviation that the document has more than once."""
        if word in abbreviations() or (len(word) > 1 and is_cased(word) and self._is_syllable(word)):
            return True
        return len(word) > 2 and word.isupper() and self.seen[word] > 1

    def _is_syllable(self, word: str) -> bool:
        return is_syllable(word) or (self.damaged and is_syllable(word.translate(_GRAVE)))

    def cost(self, word: str) -> float:
        """Weigh a word as the document has it."""
        if not word.isalpha():
            return PLAIN
        if word in abbreviations():
            return ABBREVIATION
        if self._is_syllable(word):
            return ONE_LETTER if len(word) == 1 and word not in _ONE_LETTER_WORDS else FREQUENT if folded(word) in free_words() else KNOWN
        if is_roman(word) or word in _UNITS:
            return PLAIN
        if word.isupper():
            return self._capitals(word)
        return SCRAP if not _VOWEL.search(word) or (self.seen[word] < 2 and not word.isascii()) else FOREIGN

    def _capitals(self, word: str) -> float:
        if len(word) == 1 or _ACCENTED.search(word):
            return MADE_UP if len(word) == 1 else SCRAP
        return UNKNOWN_CAPITALS

    def cost_filled(self, word: str, left: str, *, amid_capitals: bool) -> float:
        """Weigh a word that letters were put into, after the word `left`; a syllable in capitals is none amid small letters."""
        if not word.isalpha():
            return PLAIN if (folded(left), word) in codes() else MADE_UP + PLAIN
        if word in abbreviations():
            return ABBREVIATION
        if self.is_known(word) and (amid_capitals or not word.isupper()):
            return FREQUENT if folded(word) in free_words() else KNOWN
        if not word.isupper() or _ACCENTED.search(word):
            return HEAP
        # A name of a firm or a programme in capitals can be spoken ("VINATEX"); a chance heap of capitals can't.
        return NAME if _SPEAKABLE.fullmatch(word) else HEAP

    def without_scraps(self, lost: str) -> Lexicon:
        """Forget the capitals that one of the `lost` letters makes a known abbreviation: "ĐND" where H is lost."""
        ends = [(letter, "") for letter in lost] + [("", letter) for letter in lost]
        scraps = {word for word in self.seen if word.isupper() and any(f"{head}{word}{tail}" in abbreviations() for head, tail in ends)}
        return self._replace(seen=Counter({word: count for word, count in self.seen.items() if word not in scraps}))

    def bonus(self, left: str, right: str) -> float:
        """Weigh that two words are neighbours elsewhere: in the fixed expressions, in the document."""
        pair = (folded(left), folded(right))
        known = KNOWN_PAIR[pairs()[pair]] if pair in pairs() else KNOWN_PAIR[0] if (pair[0], right) in codes() else 0.0
        if pair in self.neighbours:
            return known + SEEN_AGAIN if known else SEEN_PAIR
        return known


LANGUAGE = Lexicon(Counter(), frozenset())
"""The language alone."""


def lexicon_of(texts: Iterable[str], *, damaged: bool) -> Lexicon:
    """Collect the document's own words and pairs from its lines; words beside a doubled blank may be scraps and don't count."""
    seen: Counter[str] = Counter()
    neighbours: set[tuple[str, str]] = set()
    for text in texts:
        seen.update(_INSIDE.findall(text))
        for part in _BESIDE_HOLE.split(text):
            neighbours.update(_sound_pairs([folded(word) for word in part.split()]))
    return Lexicon(seen, frozenset(neighbours), damaged)


def _sound_pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the neighbouring syllables that stand among syllables: beside a scrap they may be scraps themselves."""
    sound = [True, *(len(word) > 1 and is_syllable(word) for word in words), True]
    return (pair for index, pair in enumerate(pairwise(words)) if all(sound[index : index + 4]))


def is_roman(word: str) -> bool:
    """Tell whether a word is a Roman number up to 89; "L" and "C" alone are none."""
    return _ROMAN.fullmatch(word) is not None


def is_cased(word: str) -> bool:
    """Tell whether a word is all small letters, all capitals, or small with a capital at its head."""
    return word.islower() or word.isupper() or (word[:1].isupper() and word[1:].islower())


@lru_cache(maxsize=1)
def codes() -> frozenset[tuple[str, str]]:
    """Pairs of a small-letter word and the code that may follow it."""
    phrases = [phrase.split() for rule in load("abbreviations").rules for phrase in rule.data.get("codes", "").split(",")]
    return frozenset((phrase[-2], phrase[-1]) for phrase in phrases if len(phrase) > 1)
