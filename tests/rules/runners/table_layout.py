"""Runs the cases of `rules/table_layout.toml`: the part that a cell's text speaks for."""

from __future__ import annotations

from rules.loader import Pattern, Rule


def run(rule: Rule, given: str) -> object:
    """Return the rule's `part` when its pattern hits, else None."""
    return rule.data["part"] if Pattern(rule.data["pattern"]).search(given) else None
