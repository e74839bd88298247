"""Case: a text → True if each pair of neighbours is known (or the one word is free)."""

from __future__ import annotations

from extractor.repair.phrases import folded, free_words, known_pair
from rules.loader import Rule


def run(rule: Rule, given: str) -> object:
    words = given.split()
    if len(words) == 1:
        return True if folded(given) in free_words() else None
    return True if all(map(known_pair, words, words[1:])) else None
