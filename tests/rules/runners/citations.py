"""Cases of rules/citations.toml: the numbers cited in a sentence."""

from __future__ import annotations

from extractor.structure.citations import find_citations
from rules import Rule


def run(rule: Rule, given: str) -> object:
    """Return the numbers in order, None where nothing is cited."""
    assert rule.id
    return [cited.number for cited in find_citations(given)] or None
