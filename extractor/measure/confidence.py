"""How sure a measure is: a logistic formula over stated features, its weights calibrated on the gold of `corpora/`."""

from __future__ import annotations

from functools import lru_cache
from math import exp

from extractor.measure.figure import Figure
from rules.loader import load


def features(figure: Figure) -> dict[str, bool]:
    """What speaks for and against a reading; the names are those of rules/confidence.toml."""
    return {
        "unit_missing": figure.unit is None,
        "unit_inherited": figure.unit_from in {"sibling", "parent"},
        "unit_from_label": figure.unit_from == "label",
        "number_doubtful": figure.doubtful is not None,
        "phrase_is_unit": figure.phrase_from == "unit",
        "phrase_inherited": figure.phrase_from == "inherited",
        "phrase_from_verb": figure.phrase_from == "verb",
        "role_by_cue": figure.role_cue is not None,
        "period_missing": figure.period is None,
        "small_bare_number": figure.unit_from != "text" and figure.value is not None and figure.value < 10,
        "range_or_share": figure.low is not None or figure.of is not None,
    }


def confidence(figure: Figure) -> float:
    """Probability that value, unit, role, kind and period are all right, to two places."""
    return _probability(tuple(name for name, holds in features(figure).items() if holds))


@lru_cache(maxsize=4096)
def _probability(held: tuple[str, ...]) -> float:
    weights = _weights()
    score = weights["bias"] + sum(weights[name] for name in held)
    return round(1 / (1 + exp(-score)), 2)


@lru_cache
def _weights() -> dict[str, float]:
    rules = load("confidence")
    weights = {rule.id.removeprefix("weight_"): float(rule.data["weight"]) for rule in rules.rules}
    return {"bias": float(rules.settings["bias"]), **weights}
