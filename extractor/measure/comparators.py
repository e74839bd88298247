"""Component `comparators`: more than, at least, about."""

from __future__ import annotations

from extractor.errors import RuleError
from extractor.measure.figure import Comparator, Figure, Reading, Setting
from extractor.measure.rulebook import WINDOW, Cue, any_before, cue, cues


def compare(reading: Reading, setting: Setting, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Give each figure its comparator."""
    return tuple(
        figure if figure.comparator == "range" else figure._replace(comparator=comparator(reading.lower, figure)) for figure in figures
    )


def comparator(lower: str, figure: Figure) -> Comparator:
    """The comparator of the words around a figure; "=" without any."""
    rules = cues("comparator")
    if "trở" in lower[figure.end : figure.end + WINDOW]:
        for rule in rules:
            if rule.data["use"] == "after" and rule.after(lower, figure.end):
                return as_comparator(rule)
    before = [rule for rule in rules if rule.data["use"] == "before"]
    if any_before(*(rule.id for rule in before)).before(lower, figure.start, window=30):
        return next(as_comparator(rule) for rule in before if rule.before(lower, figure.start, window=30))
    if cue("from_number").before(lower, figure.start) and not cue("from_continues").after(lower, figure.end):
        return ">="
    return "="


def as_comparator(rule: Cue) -> Comparator:
    """The comparator that a rule of figures.toml gives.

    Raises:
        RuleError: the rule's comparator is none of the contract's.
    """
    known: dict[str, Comparator] = {"=": "=", ">": ">", ">=": ">=", "<": "<", "<=": "<=", "~": "~"}
    if rule.data["comparator"] not in known:
        raise RuleError(f"rules/figures.toml: {rule.id}: comparator {rule.data['comparator']!r} is none of {list(known)}")
    return known[rule.data["comparator"]]
