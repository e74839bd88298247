"""Case: a word, or a word and a code → True if it is known."""

from __future__ import annotations

from extractor.repair.words import codes
from rules.abbreviations import abbreviations
from rules.loader import Rule


def run(rule: Rule, given: str) -> object:
    return True if given in abbreviations() or tuple(given.rsplit(" ", 1)) in codes() else None
