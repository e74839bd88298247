"""Case: a line → the line repaired."""

from __future__ import annotations

from rules.loader import Rule
from tests.repair.readings import repaired_line


def run(rule: Rule, given: str) -> object:
    return repaired_line(given)
