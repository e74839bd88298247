"""Runs the cases of `rules/table_heads.toml`: what the phrase at the start of a text opens."""

from __future__ import annotations

from extractor.layout.tables.phrases import opens
from rules.loader import Rule


def run(rule: Rule, given: str) -> object:
    """Return the rule's `part` when one of its phrases opens the text, else None."""
    return rule.data["part"] if opens(rule.data["words"], given.split()) else None
