"""Cases of rules/furniture.toml: what a rule takes out of a line."""

from __future__ import annotations

import regex

from rules import Pattern, Rule


def run(rule: Rule, given: str) -> object:
    """Return the matched text, None where nothing matches."""
    pattern = Pattern(rule.data["pattern"], flags=regex.IGNORECASE)
    match = pattern.search(given) if rule.data.get("residue") else pattern.fullmatch(given)
    return match[0].strip(" -–") if match else None
