"""The fixed formulas of head and foot, compiled once (`rules/formulas.toml`)."""

from __future__ import annotations

from functools import lru_cache

from rules import Pattern, load


@lru_cache(maxsize=1)
def _formulas() -> dict[str, Pattern]:
    return {rule.id: Pattern(rule.data["pattern"]) for rule in load("formulas").rules}


def formula(name: str) -> Pattern:
    """Return a formula by the id of its rule."""
    return _formulas()[name]
