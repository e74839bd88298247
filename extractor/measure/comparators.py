"""Component `comparators`: more than, at least, about …"""

from __future__ import annotations


from extractor.measure.figure import Comparator, Figure, Reading, Setting
from extractor.measure.rulebook import cue, cues



def compare(reading: Reading, setting: Setting, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Give each figure its comparator."""
    return tuple(figure if figure.comparator == "range" else figure._replace(comparator=comparator(reading.lower, figure)) for figure in figures)


def comparator(lower: str, figure: Figure) -> Comparator:
    """The comparator of the words around a figure; "=" without any."""
    for rule in cues("comparator"):
        if rule.data["use"] == "after" and rule.after(lower, figure.end):
            return _as_comparator(rule.data["comparator"])
    for rule in cues("comparator"):
        if rule.data["use"] == "before" and rule.before(lower, figure.start, window=30):
            return _as_comparator(rule.data["comparator"])
    if cue("from_number").before(lower, figure.start) and not cue("from_continues").after(lower, figure.end):
        return ">="
    return "="


def _as_comparator(text: str) -> Comparator:
    known: dict[str, Comparator] = {"=": "=", ">": ">", ">=": ">=", "<": "<", "<=": "<=", "~": "~"}
    return known[text]
