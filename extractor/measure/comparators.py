"""Component `comparators`: more than, at least, about."""

from __future__ import annotations

from functools import lru_cache

from extractor.errors import RuleError
from extractor.measure.figure import Comparator, Figure, Reading, Setting
from extractor.measure.rulebook import WINDOW, AnyOf, Cue, any_of, cue, cues

_NEAR = 30
"""Code points before a figure in which the words of its comparator stand."""


def compare(reading: Reading, setting: Setting, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Give each figure its comparator."""
    return tuple(_compared(reading.lower, figure) for figure in figures)


def _compared(lower: str, figure: Figure) -> Figure:
    if figure.comparator == "range":
        return figure
    found = comparator(lower, figure)
    return figure if found == figure.comparator else figure._replace(comparator=found)


def comparator(lower: str, figure: Figure) -> Comparator:
    """The comparator of the words around a figure; "=" without any."""
    if "trở" in lower[figure.end : figure.end + WINDOW]:
        for rule in _rules("after"):
            if rule.after(lower, figure.end):
                return as_comparator(rule)
    if _any_rule().before(lower, figure.start, window=_NEAR):
        return next(as_comparator(rule) for rule in _rules("before") if rule.before(lower, figure.start, window=_NEAR))
    if cue("from_number").before(lower, figure.start) and not cue("from_continues").after(lower, figure.end):
        return "=" if _is_price(lower, figure) else ">="
    return "="


def _is_price(lower: str, figure: Figure) -> bool:
    """``mua vào từ 6.250.000 đồng/chỉ``: a price per unit that goods start from."""
    per_unit = figure.unit == "VND" and "/" in lower[figure.digits_end : figure.end]
    return per_unit and cue("from_price").before(lower, figure.start) is not None


@lru_cache
def _rules(use: str) -> tuple[Cue, ...]:
    return tuple(rule for rule in cues("comparator") if rule.data["use"] == use)


@lru_cache
def _any_rule() -> AnyOf:
    return any_of(*(rule.id for rule in _rules("before")))


def as_comparator(rule: Cue) -> Comparator:
    """The comparator that a rule of figures.toml gives.

    Raises:
        RuleError: the rule's comparator is none of the contract's.
    """
    known: dict[str, Comparator] = {"=": "=", ">": ">", ">=": ">=", "<": "<", "<=": "<=", "~": "~"}
    if rule.data["comparator"] not in known:
        raise RuleError(f"rules/figures.toml: {rule.id}: comparator {rule.data['comparator']!r} is none of {list(known)}")
    return known[rule.data["comparator"]]
