"""Cases of rules/numbering.toml: the label that a rule finds at the start of a paragraph."""

from __future__ import annotations

from extractor.structure.labels import label_of
from rules import Rule


def run(rule: Rule, given: str) -> object:
    """Return the label, None where the rule does not match."""
    label = label_of(rule, given)
    return label.label if label else None
