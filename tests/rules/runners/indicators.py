"""Runs the cases of `rules/indicators.toml`: whether a phrase words the rule's indicator."""

from __future__ import annotations

from extractor.measure.indicators import match_indicator
from rules.loader import Rule


def run(rule: Rule, given: str) -> object:
    """Return the rule's id if the phrase is matched to it, else None."""
    found = match_indicator(given, rule.data["unit"])
    return found.id if found and found.id == rule.id else None
