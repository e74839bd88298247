"""How sure a measure is: a logistic formula over stated features, its weights fitted to the gold of `corpora/`."""

from __future__ import annotations

from functools import lru_cache
from math import exp

from extractor.measure.figure import MONEY, Figure
from rules.loader import load


def features(figure: Figure) -> dict[str, bool]:
    """What speaks for and against a reading; the names are those of rules/confidence.toml."""
    return {
        "unit_missing": figure.unit is None,
        "unit_inherited": figure.unit_from in {"sibling", "parent"},
        "unit_from_label": figure.unit_from == "label",
        "unit_from_column": figure.unit_from == "column",
        "unit_is_share": figure.is_share,
        "unit_is_money": figure.unit in MONEY,
        "number_doubtful": figure.doubtful is not None,
        "phrase_is_unit": figure.phrase_from == "unit",
        "phrase_inherited": figure.phrase_from == "inherited",
        "is_change": figure.kind == "change",
        "is_bounded": figure.comparator in {">", ">=", "<", "<="},
        "small_bare_number": figure.unit_from != "text" and figure.value is not None and figure.value < 10,
        "range_or_share": figure.low is not None or figure.of is not None,
    }


def confidence(figure: Figure) -> float:
    """Probability that the number is a figure of the document and its value and unit are right, to two places."""
    return _probability(tuple(name for name, holds in features(figure).items() if holds))


@lru_cache(maxsize=4096)
def _probability(held: tuple[str, ...]) -> float:
    known = weights()
    score = known["bias"] + sum(known[name] for name in held)
    return round(1 / (1 + exp(-score)), 2)


@lru_cache
def weights() -> dict[str, float]:
    """Weights by feature, and the bias."""
    rules = load("confidence")
    weights = {rule.id.removeprefix("weight_"): float(rule.data["weight"]) for rule in rules.rules}
    return {"bias": float(rules.settings["bias"]), **weights}
