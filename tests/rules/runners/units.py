"""Runs the cases of `rules/units.toml`: the unit of the figure that a phrase opens with."""

from __future__ import annotations

import regex

from extractor.measure.units import unit_of
from rules.loader import Rule


def run(rule: Rule, given: str) -> object:
    """Return the unit where a word of the rule stands between the number and the word after its unit, else None."""
    found = unit_of(given)
    after = given[found.end :].split()[:1] if found else []
    tail = given[found.digits_end : found.end].lower().split() + after if found else []
    words = {word for word in rule.data["words"] if regex.search(rf"(?<!\p{{L}}){regex.escape(word)}(?!\p{{L}})", " ".join(tail))}
    return found.unit if found and words else None
