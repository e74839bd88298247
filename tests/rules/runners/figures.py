"""Runs the cases of `rules/figures.toml`: what a pattern matches in a text."""

from __future__ import annotations

from extractor.measure.rulebook import as_cue
from rules.loader import Rule


def run(rule: Rule, given: str) -> object:
    """Return the text that the rule's pattern matches, without blanks around it; None where it matches nothing."""
    match = as_cue(rule).pattern.search(given if rule.data.get("cased") else given.lower())
    return given[slice(*match.span())].strip() if match else None
