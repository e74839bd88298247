"""Runs the cases of `rules/table_units.toml`: the unit that ends a label."""

from __future__ import annotations

from extractor.layout.tables.units import ending_unit
from rules.loader import Rule


def run(rule: Rule, given: str) -> object:
    """Return the longest of the rule's units that ends the text after other words, else None."""
    words = given.split()
    size = ending_unit(words, frozenset(word.lower() for word in rule.data["words"]))
    return " ".join(words[len(words) - size :]) if size else None
