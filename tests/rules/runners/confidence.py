"""Runs the cases of `rules/confidence.toml`: whether a feature holds for the first figure of a sentence."""

from __future__ import annotations

from extractor.measure.confidence import features
from extractor.measure.figure import Setting
from extractor.measure.language import find_figures
from rules.loader import Rule


def run(rule: Rule, given: str) -> object:
    """Return True if the rule's feature holds for the last figure of `given`, else None."""
    figures = find_figures(given, Setting(year=2023, period="2023" if "2023" in given else None))
    return features(figures[-1]).get(rule.id.removeprefix("weight_"), False) or None
