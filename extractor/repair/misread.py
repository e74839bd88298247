"""Syllables that OCR read with the wrong tone, hat or hook ("phân đầu" for "phấn đấu"), told by the fixed expressions of the language.

Two neighbouring syllables that are no expression, but would be one with other marks, are a misreading if neither is bound to its
other neighbour and the document itself does not use them as they stand. A slip of the author's looks the same: so only text that
comes from OCR is looked at. Where that is only presumed (Markdown as OCR tools write it) and misreadings are few, only pairs of
true syllables that would make a longer expression are changed: what a language model makes of a doubtful picture, and a typing
finger hardly ever.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import regex

from extractor.repair.phrases import folded, free_words, pairs, ranked_words, triples
from extractor.repair.strips import Edit, Strip, edited
from rules.syllables import TONES, is_syllable

Pair: TypeAlias = tuple[str, str]

RULE = "marks_misread"
CONFIDENCE = 0.9
CONFIDENCE_EVERYDAY = 0.85
CONFIDENCE_SUPPORTED = 0.97
SURE = 0.9
"""OCR's confidence from which on only an expression of three words and more speaks against it."""
LEAST_RATE = 0.6 / 10_000
"""Likely misreadings a character from which on Markdown is taken to be OCR's."""
POOR_RATE, LEAST_POOR = 5 / 10_000, 3
"""Misreadings a character, and in all, from which on a scan is a poor one: good scans measured 1 to 2 in 10,000, poor ones 9 to 23."""
USED_ON_PURPOSE = 3
"""A pair that the document has so often, and more often than the expression, is its own."""

_SIGNS = str.maketrans({sign: f" {sign} " for sign in ".,;:!?()[]{}“”\"'/|*_-–…"})
_BREAK = "\0\0"
"""Stands between lines, so that no pair reaches over their ends."""
_WORD = regex.compile(r"\p{L}+")
_D = str.maketrans("đĐ", "dD")
_HATS = frozenset("\u0302")
_TWINS = str.maketrans("\u0301\u0309", "\u0309\u0301")


class _Words(NamedTuple):
    """The words of a line, folded, and where they stand; `joined[i]`: one blank between word i and the next."""

    words: list[str]
    spans: list[tuple[int, int]]
    joined: list[bool]

    def pair(self, index: int) -> Pair | None:
        """Give words `index` and `index + 1` if they are neighbours."""
        return (self.words[index], self.words[index + 1]) if 0 <= index < len(self.joined) and self.joined[index] else None


def mend_misreadings(strips: Sequence[Strip], *, presumed: bool) -> list[Strip]:
    """Put misread marks right; only changed strips come back.

    Args:
        strips: Lines that come from OCR.
        presumed: That they do is only presumed: it must be seen from the number of misreadings, and capitals are left.
    """
    words = f" {_BREAK} ".join(strip.text for strip in strips).lower().translate(_SIGNS).split()
    forms = {word: (skeleton(word), folded(word)) for word in set(words)}
    plain = [forms[word][0] for word in words]
    index = _by_skeleton()
    hits = [at for at, pair in enumerate(pairwise(plain)) if pair in index]
    written = [(forms[words[at]][1], forms[words[at + 1]][1]) for at in hits]
    suspects = frozenset(
        pair for pair in set(written) if any(_is_near(pair, other, presumed=presumed) for other in _alternatives(pair, bound=presumed))
    )
    if not suspects:
        return []
    asked = suspects.union(*map(_alternatives, suspects))
    counts = Counter(pair for pair in pairwise(forms[word][1] for word in words) if pair in asked)
    breaks = [at for at, word in enumerate(words) if word == _BREAK]
    lines = sorted({bisect(breaks, at) for at, pair in zip(hits, written, strict=True) if pair in suspects})
    found = {line: list(_edits(strips[line], suspects, counts, presumed=presumed, believed=True)) for line in lines}
    if not presumed and _is_poor(found.values(), sum(len(strip.text) for strip in strips)):
        found = {line: list(_edits(strips[line], suspects, counts, presumed=False, believed=False)) for line in lines}
    if presumed:
        least = CONFIDENCE if _is_misread(found.values(), sum(len(strip.text) for strip in strips)) else CONFIDENCE_SUPPORTED
        found = {line: [edit for edit in edits if edit.confidence >= least] for line, edits in found.items()}
    return [edited(strips[line], edits) for line, edits in found.items() if edits]


def _is_misread(found: Iterable[Sequence[Edit]], length: int) -> bool:
    """Tell from the number of likely misreadings whether a text was read by OCR: authors make fewer such slips."""
    return sum(edit.confidence >= CONFIDENCE for edits in found for edit in edits) >= LEAST_RATE * length


def _is_poor(found: Iterable[Sequence[Edit]], length: int) -> bool:
    """Tell a picture that OCR read so badly that its being sure says nothing."""
    count = sum(map(len, found))
    return count >= LEAST_POOR and count >= POOR_RATE * length


def _edits(strip: Strip, suspects: frozenset[Pair], counts: Counter[Pair], *, presumed: bool, believed: bool) -> Iterator[Edit]:
    """Yield the edits of a line; where OCR is not `believed`, its being sure protects nothing but slips of the ear."""
    text = strip.text
    line = _words_of(text)
    last_changed = -1
    for index in range(len(line.joined)):
        written = line.pair(index)
        if written not in suspects or index <= last_changed:
            continue
        start, end = line.spans[index][0], line.spans[index + 1][1]
        if text[start:end].istitle() or (presumed and text[start:end].isupper()):
            continue
        sure = not presumed and _is_sure(strip, start)
        found = _right_reading(line, index, counts, certain=sure and believed, bound=presumed)
        if found is not None and not ((presumed or (sure and not believed)) and _spelt_by_ear(written, found[0])):
            last_changed = index + 1
            (left, right), confidence = found
            repaired = cased(text[start : line.spans[index][1]], left) + " " + cased(text[line.spans[index + 1][0] : end], right)
            yield Edit(start, end, repaired, "ocr", RULE, confidence)


def _is_sure(strip: Strip, offset: int) -> bool:
    """Tell whether OCR was sure of what it read at `offset`."""
    for span in strip.line.spans:
        if offset < len(span.text):
            return span.confidence is None or span.confidence >= SURE
        offset -= len(span.text)
    return True


def _right_reading(line: _Words, index: int, counts: Counter[Pair], *, certain: bool, bound: bool) -> tuple[Pair, float] | None:
    """Choose the expression that was misread as words `index` and `index + 1`; None where that is not clear.

    Args:
        certain: OCR saw no reason for doubt: only an expression that goes on to a side is believed, or one that differs in what
            OCR never doubts.
        bound: Only expressions of words that stand alone nowhere are believed.
    """
    written = line.pair(index)
    if written is None:
        return None
    readings = [
        pair for pair in _alternatives(written, bound=bound) if _is_near(written, pair, presumed=certain) and _may_be(line, index, pair)
    ]
    supported = [pair for pair in readings if _supported(line, index, pair)]
    if not supported and certain:
        readings = [pair for pair in readings if all(map(_look_alike, written, pair))]
    if not supported and all(map(str.__ne__, written, readings[0] if readings else written)):
        return None
    best = supported or readings
    ranks = [ranked_words()[pair] for pair in best]
    if not best or ranks.count(min(ranks)) != 1:
        return None
    right = best[ranks.index(min(ranks))]
    if counts[written] >= USED_ON_PURPOSE and counts[written] >= counts[right]:
        return None
    if supported and all(map(is_syllable, written)):
        return right, CONFIDENCE_SUPPORTED
    return right, CONFIDENCE if ranked_words()[right] == 0 else CONFIDENCE_EVERYDAY


def _look_alike(written: str, right: str) -> bool:
    """Tell whether two syllables look the same to OCR: equal, or acute and hook over a hat, where they are a few pixels each."""
    return folded(written) == right or (folded(written) == twin(right) and not _HATS.isdisjoint(unicodedata.normalize("NFD", right)))


def twin(word: str) -> str:
    """Give the syllable with hook for acute, or acute for hook; the same if it has neither."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_TWINS))


def _is_near(written: Pair, right: Pair, *, presumed: bool) -> bool:
    """Allow one mark a syllable; what is no syllable at all may be further off."""
    return all(
        marks_apart(folded(one), other) <= (1 if presumed or is_syllable(one) else 2) for one, other in zip(written, right, strict=True)
    )


def _may_be(line: _Words, index: int, right: Pair) -> bool:
    """Tell whether the syllables that would change are free to: not bound to their other neighbours, no words that stand anywhere."""
    before, after = line.pair(index - 1), line.pair(index + 1)
    left_changes, right_changes = right[0] != line.words[index], right[1] != line.words[index + 1]
    if (left_changes and before in pairs()) or (right_changes and after in pairs()):
        return False
    kept_bound = (not left_changes and before in pairs()) or (not right_changes and after in pairs())
    free = (left_changes and line.words[index] in free_words()) or (right_changes and line.words[index + 1] in free_words())
    return _supported(line, index, right) if free or kept_bound else True


def _supported(line: _Words, index: int, right: Pair) -> bool:
    """Tell whether the expression goes on to a side where it could not before."""
    before, after = line.pair(index - 1), line.pair(index + 1)
    left_changes, right_changes = right[0] != line.words[index], right[1] != line.words[index + 1]
    goes_on_left = left_changes and before is not None and (before[0], right[0]) in pairs()
    goes_on_right = right_changes and after is not None and (right[1], after[1]) in pairs()
    long_left = not left_changes and before is not None and (before[0], *right) in triples()
    long_right = not right_changes and after is not None and (*right, after[1]) in triples()
    return bool(goes_on_left or goes_on_right or long_left or long_right)


def _spelt_by_ear(written: Pair, right: Pair) -> bool:
    """Tell an author's slip from a misreading: half the country speaks hỏi and ngã alike, and writes them so ("kỷ thuật")."""
    return tuple(map(_without_hoi_nga, written)) == tuple(map(_without_hoi_nga, right))


def _without_hoi_nga(word: str) -> str:
    return unicodedata.normalize("NFD", word).replace("\u0303", "\u0309")


def _words_of(text: str) -> _Words:
    matches = list(_WORD.finditer(text))
    joined = [text[left.end() : right.start()] == " " for left, right in pairwise(matches)]
    return _Words([folded(match.group()) for match in matches], [match.span() for match in matches], joined)


def _alternatives(pair: Pair, *, bound: bool = False) -> Sequence[Pair]:
    """Give the expressions that differ from `pair` in marks alone; none if it is an expression itself.

    Args:
        bound: Both words must be such as stand in expressions only.
    """
    found = _by_skeleton().get((skeleton(pair[0]), skeleton(pair[1])), ())
    if bound:
        found = tuple(other for other in found if free_words().isdisjoint(other))
    return () if not found or (folded(pair[0]), folded(pair[1])) in pairs() else found


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """Take all marks off a word: small letters of the Latin alphabet stay."""
    plain = unicodedata.normalize("NFD", word.lower().translate(_D))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=1)
def _by_skeleton() -> dict[Pair, tuple[Pair, ...]]:
    """Index the words of two syllables by their letters without marks; two grammar words beside each other are no sign of anything."""
    index: dict[Pair, list[Pair]] = defaultdict(list)
    for left, right in sorted(ranked_words()):
        if left not in free_words() or right not in free_words():
            index[skeleton(left), skeleton(right)].append((left, right))
    return {key: tuple(found) for key, found in index.items()}


@lru_cache(maxsize=20_000)
def marks_apart(written: str, right: str) -> int:
    """Count the marks in which two syllables of the same letters differ: tone, and hat, breve, hook or stroke of each letter."""
    (one, tone), (other, other_tone) = _parts(written), _parts(right)
    return (tone != other_tone) + sum(a != b for a, b in zip(one, other, strict=True))


def _parts(word: str) -> tuple[list[str], str]:
    plain = unicodedata.normalize("NFD", word)
    tone = "".join(letter for letter in plain if letter in TONES[1:])
    return list(unicodedata.normalize("NFC", "".join(letter for letter in plain if letter not in TONES[1:]))), tone


def cased(written: str, word: str) -> str:
    """Write `word` as `written` is: a capital first letter, all capitals, or small."""
    if folded(written) == word:
        return written
    if written.isupper() and len(written) > 1:
        return word.upper()
    return word.capitalize() if written[:1].isupper() else word


def is_read_by_eye(strip: Strip) -> bool:
    """Tell whether OCR read the line."""
    return any(span.confidence is not None for span in strip.line.spans)
