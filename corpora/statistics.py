"""Add figures up over documents, with bootstrap intervals, and tell how well confidences are calibrated."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpora.marking import Figure
    from corpora.running import Result

ROUNDS = 400
"""Bootstrap rounds: the ends of a 95 % interval are then good to about half a point, enough for a table of two decimals."""
LOWER_IS_BETTER = {"text_cer", "mojibake_left", "good_words_spoiled"}


class Summary(NamedTuple):
    """A figure over several documents; the interval is that of its value under resampled documents."""

    figure: Figure
    low: float
    high: float
    documents: int


def total(results: Iterable[Result]) -> dict[str, Figure]:
    """Add up the counts of each figure."""
    sums: dict[str, Figure] = {}
    for result in results:
        if result.score is not None:
            for name, figure in result.score.figures.items():
                sums[name] = sums[name].plus(figure) if name in sums else figure
    return sums


def summarise(results: Sequence[Result], *, seed: int = 0) -> dict[str, Summary]:
    """Sum each figure and bound it by a bootstrap over documents: forms of one document are drawn together."""
    by_document: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_document[result.document].append(result)
    sums = total(results)
    parts = {name: [total(by_document[d]).get(name) for d in sorted(by_document)] for name in sums}
    rng = random.Random(seed)
    draws = [rng.choices(range(len(by_document)), k=len(by_document)) for _ in range(ROUNDS)]
    return {name: _bounded(figure, parts[name], draws) for name, figure in sums.items()}


def _bounded(figure: Figure, parts: list[Figure | None], draws: list[list[int]]) -> Summary:
    values = []
    for draw in draws:
        drawn = [part for i in draw if (part := parts[i]) is not None]
        if drawn:
            sums = [sum(column) for column in zip(*((p.hit, p.gold, p.found or 0) for p in drawn), strict=True)]
            values.append(figure._replace(hit=sums[0], gold=sums[1], found=None if figure.found is None else sums[2]).value)
    values.sort()
    return Summary(
        figure, values[int(0.025 * len(values))], values[min(len(values) - 1, int(0.975 * len(values)))], sum(p is not None for p in parts)
    )


class Bin(NamedTuple):
    """Measures of like confidence: how sure the engine was, and how often it was right."""

    size: int
    confidence: float
    accuracy: float


def calibration(results: Iterable[Result], width: float = 0.1) -> tuple[list[Bin], float]:
    """Return the bins of a reliability plot and the expected calibration error."""
    pairs = sorted(pair for result in results if result.score for pair in result.score.confidences)
    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in pairs:
        groups[min(int(confidence / width), round(1 / width) - 1)].append((confidence, right))
    bins = [Bin(len(g), sum(c for c, _ in g) / len(g), sum(r for _, r in g) / len(g)) for _, g in sorted(groups.items())]
    error = sum(b.size * abs(b.confidence - b.accuracy) for b in bins) / max(1, len(pairs))
    return bins, error
