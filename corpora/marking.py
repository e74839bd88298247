"""What a scoring run keeps: figures with their counts, the outcome of each gold item, confidences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LISTS = ("signatures", "recipients", "sections", "footnotes", "targets", "results", "tables", "citations")


class Figure(NamedTuple):
    """Counts behind one figure."""

    hit: float
    gold: float
    found: float | None = None
    mode: Literal["f1", "share", "cer", "count"] = "share"

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 when there was nothing to find and nothing was found."""
        return self.hit / self.found if self.found else float(self.gold == 0)

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        if not self.gold:
            return float(not self.found)
        return self.hit / self.gold

    @property
    def value(self) -> float:
        """The figure as `score.py` prints it."""
        if self.mode == "count":
            return self.hit
        if self.mode == "cer":
            return round(self.hit / max(1, self.gold), 5)
        if self.mode == "share":
            return round(self.hit / self.gold, 4) if self.gold else 1.0
        p, r = self.precision, self.recall
        return round(2 * p * r / (p + r), 4) if p + r else 0.0

    def plus(self, other: Figure) -> Figure:
        """Add up the counts of two documents."""
        found = None if self.found is None or other.found is None else self.found + other.found
        return Figure(self.hit + other.hit, self.gold + other.gold, found, self.mode)


class Outcome(NamedTuple):
    """What became of one gold item, or of one extra (`right` False, key opens with "+")."""

    figure: str
    key: str
    right: bool
    said: str = ""
    """What was found instead."""


class Score(NamedTuple):
    """Figures by name, outcomes in gold order, and (confidence, right) of each measure found."""

    figures: dict[str, Figure]
    outcomes: list[Outcome]
    confidences: list[tuple[float, bool]]

    @property
    def values(self) -> dict[str, float]:
        """The figures' values by name."""
        return {name: figure.value for name, figure in self.figures.items()}


class Marking:
    """A score in the making."""

    def __init__(self, gold: Mapping[str, Any], report: Mapping[str, Any]) -> None:
        self.gold = {**{key: [] for key in LISTS}, **gold}
        self.covers: Mapping[str, Any] = gold.get("covers") or {}
        self.text: str = report.get("text") or ""
        self.report = _within(report, gold.get("pages"))
        self.figures: dict[str, Figure] = {}
        self.outcomes: list[Outcome] = []
        self.confidences: list[tuple[float, bool]] = []

    def note(self, figure: str, key: str, *, right: bool, said: object = "") -> None:
        """Keep the outcome of one gold item."""
        self.outcomes.append(Outcome(figure, key, right, "" if right else str(said)))

    def note_pairs(self, figure: str, gold: Sequence[str], found: Sequence[str], pairs: Sequence[tuple[int, int]]) -> None:
        """Keep the outcomes of two lists that were paired: gold items met or missed, and extras."""
        left, right = {i for i, _ in pairs}, {j for _, j in pairs}
        for i, key in enumerate(gold):
            self.note(figure, key, right=i in left, said="missed")
        for j, key in enumerate(found):
            if j not in right:
                self.note(figure, "+ " + key, right=False, said="extra")


def _within(report: Mapping[str, Any], pages: Sequence[int] | None) -> dict[str, Any]:
    if not pages:
        return dict(report)
    first, last = pages
    kept = {
        k: [x for x in report.get(k, []) if not x.get("pages") or first <= x["pages"][0] <= last]
        for k in ("footnotes", "targets", "tables")
    }
    return {**report, **kept}
