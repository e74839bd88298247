"""Cases of rules/formulas.toml: what a formula matches in a line."""

from __future__ import annotations

from rules import Pattern, Rule


def run(rule: Rule, given: str) -> object:
    """Return the matched text, None where nothing matches."""
    match = Pattern(rule.data["pattern"]).search(given)
    return match[0].strip() if match else None
