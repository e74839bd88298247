"""What OCR reads one way here and another way there: hook or acute on words that stand alone, and names that a table repeats.

Acute and hook over a small letter are a few pixels each, and the engine is as sure of the wrong one as of the right one. Where a word
stands in an expression, `misread` tells; a word alone, as in the cells of a table, is told by which of the two the language has at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from extractor.repair.misread import cased, marks_apart, skeleton, twin
from extractor.repair.phrases import folded, free_words, pairs, ranked_words
from extractor.repair.strips import Edit, Strip, edited
from rules.syllables import is_syllable

WORD_RULE, NAME_RULE, LABEL_RULE = "hook_or_acute", "name_read_two_ways", "label_misread"
CONFIDENCE, CONFIDENCE_LABEL = 0.85, 0.95
LARGEST_PT = 12.5
"""Of larger print the engine sees the marks."""
RARE, COMMON = 1, 10
"""Words of two syllables that the rare one of two look-alikes is in at most, and the common one at least."""
LEAST_TIMES, LEAST_SHARE = 3, 3
"""A name that stands so often, and so many times as often as its look-alike, is meant by both."""

_LABELS = ("phần", "chương", "mục", "điều", "phụ lục", "biểu", "phụ biểu", "bảng", "mẫu")
"""What units of a document are called (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
_WORD = regex.compile(r"\p{L}+")
_LABEL = regex.compile(r"\s*(?P<name>\p{Lu}\p{L}+(?: \p{L}+)??) (?:số )?(?:\d{1,3}|[IVX]{1,5})\s?[.:]")
_NAME = regex.compile(r"\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){1,4}")


def mend_lookalikes(strips: Sequence[Strip]) -> list[Strip]:
    """Put right what small print leaves open, in lines that come from OCR; only changed strips come back."""
    names = _names(strips)
    found = ((strip, list(_label(strip)) or [*_loose_words(strip), *_name(strip, names)]) for strip in strips)
    return [edited(strip, edits[:1] if edits[0].rule == NAME_RULE else edits) for strip, edits in found if edits]


def _label(strip: Strip) -> Iterator[Edit]:
    """Find the name of a unit before its number that has lost a mark, or has another ("Biếu số 01:")."""
    match = _LABEL.match(strip.text)
    name = match["name"].lower() if match else ""
    if match is None or name in _LABELS:
        return
    plain = skeleton(name)
    right = next((label for label in _LABELS if skeleton(label) == plain and marks_apart(name, label) == 1), None)
    if right is not None:
        start, end = match.span("name")
        words = zip(match["name"].split(), right.split(), strict=True)
        yield Edit(start, end, " ".join(cased(one, two) for one, two in words), "ocr", LABEL_RULE, CONFIDENCE_LABEL)


def _loose_words(strip: Strip) -> Iterator[Edit]:
    """Find words bound to no neighbour that the language hardly has, while it has their look-alike in plenty."""
    if max((span.size for span in strip.line.spans), default=0.0) > LARGEST_PT:
        return
    matches = list(_WORD.finditer(strip.text))
    words = [match.group() for match in matches]
    for index, (match, word) in enumerate(zip(matches, words, strict=True)):
        small = folded(word)
        other = twin(small)
        if other != small and _is_rarer(small, other) and not _is_bound(words, index) and not _is_in_name(words, index):
            yield Edit(match.start(), match.end(), cased(word, other), "ocr", WORD_RULE, CONFIDENCE)


def _is_rarer(word: str, other: str) -> bool:
    if word in free_words() or _counts()[word] > RARE or not is_syllable(other):
        return False
    return other in free_words() or _counts()[other] >= COMMON


@lru_cache(maxsize=1)
def _counts() -> Counter[str]:
    """Count the words of two syllables that each syllable is in."""
    return Counter(syllable for word in ranked_words() for syllable in word)


def _is_bound(words: Sequence[str], index: int) -> bool:
    around = [folded(word) for word in words[max(0, index - 1) : index + 2]]
    return any(pair in pairs() for pair in pairwise(around))


def _is_in_name(words: Sequence[str], index: int) -> bool:
    """Tell a syllable that stands beside another capital letter: names take any tone."""
    return words[index].istitle() and any(word.istitle() for word in (*words[max(0, index - 1) : index], *words[index + 1 : index + 2]))


def _names(strips: Sequence[Strip]) -> dict[str, str]:
    """Find the names that stand alone in a line, now with one mark, now with another; each maps to what it is most of the time."""
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for strip in strips:
        if _NAME.fullmatch(text := strip.text.strip()):
            forms[skeleton(text)][text] += 1
    found = {}
    for counts in forms.values():
        (best, times), *others = counts.most_common()
        for name, count in others:
            if times >= max(LEAST_TIMES, LEAST_SHARE * count) and _marks_between(name, best) == 1:
                found[name] = best
    return found


def _marks_between(one: str, two: str) -> int:
    return sum(marks_apart(left, right) for left, right in zip(one.lower().split(), two.lower().split(), strict=True))


def _name(strip: Strip, names: dict[str, str]) -> Iterator[Edit]:
    right = names.get(name := strip.text.strip())
    if right is not None:
        start = strip.text.index(name)
        yield Edit(start, start + len(name), right, "ocr", NAME_RULE, CONFIDENCE)
