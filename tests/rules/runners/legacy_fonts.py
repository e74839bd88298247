"""Case: a face's name → what the rule says of it."""

from __future__ import annotations

from extractor.repair.legacy import bare_name
from rules.loader import Pattern, Rule


def run(rule: Rule, given: str) -> object:
    return rule.data["says"] if Pattern(rule.data["pattern"]).match(bare_name(given)) else None
