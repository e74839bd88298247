"""Case: a word → True if it is a syllable."""

from __future__ import annotations

from rules.loader import Rule
from rules.syllables import is_syllable


def run(rule: Rule, given: str) -> object:
    return True if is_syllable(given) else None
