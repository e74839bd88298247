"""Cases of rules/document_kinds.toml: the slug of a kind line."""

from __future__ import annotations

from extractor.structure.kinds import kind_of_rule
from rules import Rule


def run(rule: Rule, given: str) -> object:
    """Return the slug, None where the line is not of this kind."""
    return kind_of_rule(rule, given)
