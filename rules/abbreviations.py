"""The abbreviations that the rules know: `rules/abbreviations.toml`."""

from __future__ import annotations

from functools import lru_cache

from rules.loader import load


@lru_cache(maxsize=1)
def abbreviations() -> frozenset[str]:
    """All abbreviations that the rules know."""
    return frozenset(word for rule in load("abbreviations").rules for word in rule.data.get("words", "").split())
