"""When two texts, labels, measures are the same to the scorer, and how two lists are paired."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from rapidfuzz import fuzz

Item = Mapping[str, Any]
A = TypeVar("A")
B = TypeVar("B")
ATTRIBUTES = ("unit", "role", "kind", "comparator", "period", "direction", "of", "part_of", "indicator")
_SAME = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u201c\u201d\u201e\u201f", '"')
    | {"\u2018": "'", "\u2019": "'"}
)


@lru_cache(maxsize=200_000)
def normal(text: object) -> str:
    """Fold a text for comparison: NFC, plain dashes and quotes, single blanks, lower case."""
    folded = unicodedata.normalize("NFC", str(text or "")).translate(_SAME)
    return re.sub(r"\s+", " ", folded).strip().casefold()


def label(text: object) -> str:
    """Fold a label: no brackets, no trailing punctuation."""
    return re.sub(r"[.)(:\s]+$", "", re.sub(r"^[(\s]+", "", normal(text)))


def same_start(a: object, b: object, length: int = 60, at_least: float = 85) -> bool:
    """Tell whether two texts open alike, over the shorter one's length up to `length`."""
    left, right = normal(a), normal(b)
    if not left or not right:
        return left == right
    cut = min(len(left), len(right), length)
    return fuzz.ratio(left[:cut], right[:cut]) >= at_least


def align(gold: Sequence[A], found: Sequence[B], like: Callable[[A, B], float]) -> list[tuple[int, int]]:
    """Pair two lists in order so that the sum of `like` (0 = no match) is greatest."""
    n, m = len(gold), len(found)
    weight = [[like(g, f) for f in found] for g in gold]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        row, below, weights = best[i], best[i + 1], weight[i]
        for j in range(m - 1, -1, -1):
            w = weights[j]
            row[j] = max(below[j], row[j + 1], w + below[j + 1] if w else 0)
    return _trace(weight, best, n, m)


def _trace(weight: list[list[float]], best: list[list[float]], n: int, m: int) -> list[tuple[int, int]]:
    pairs, i, j = [], 0, 0
    while i < n and j < m:
        w = weight[i][j]
        if w and abs(best[i][j] - (w + best[i + 1][j + 1])) < 1e-9:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def value(measure: Item) -> tuple[float, ...] | float | None:
    """Read a measure's value, of gold ([low, high]) or report (low, high)."""
    given = measure.get("value")
    if isinstance(given, list):
        return tuple(float(x) for x in given)
    if given is None and measure.get("low") is not None:
        return (float(measure["low"]), float(measure["high"]))
    return None if given is None else float(given)


def _unit(measure: Item) -> list[str]:
    unit = normal(measure.get("unit"))
    return {"đồng": "vnd", "percent": "%", "điểm phần trăm": "điểm %"}.get(unit, unit).split()


def same_unit(gold: Item, found: Item) -> bool:
    """Equal, or one the other's first words: "suất" and "suất quà" are one unit to a reader."""
    a, b = _unit(gold), _unit(found)
    return a == b or bool(a and b and (a[: len(b)] == b or b[: len(a)] == a))


def phrase(measure: Item) -> str:
    """Read the indicator's words, of gold (a string) or report (a record)."""
    indicator = measure.get("indicator")
    return normal(indicator.get("phrase") if isinstance(indicator, dict) else indicator)


def _same_phrase(gold: Item, found: Item) -> bool:
    a, b = set(phrase(gold).split()), set(phrase(found).split())
    return not a or bool(b and len(a & b) / min(len(a), len(b)) >= 0.6)


def same(attribute: str, gold: Item, found: Item, siblings: Sequence[Item], by_id: Mapping[str, Item]) -> bool:
    """Tell whether `found` has the gold's attribute; `siblings` is the list that the gold's part_of counts in."""
    if attribute == "unit":
        return same_unit(gold, found)
    if attribute == "indicator":
        return _same_phrase(gold, found)
    if attribute == "part_of":
        whole = None if gold.get("part_of") is None else value(siblings[gold["part_of"]])
        other = by_id.get(found["part_of"]) if found.get("part_of") is not None else None
        return whole == (value(other) if other else None)
    if attribute == "of":
        a, b = gold.get("of"), found.get("of")
        return (a is None) == (b is None) and (a is None or float(a) == float(b or 0))
    return normal(gold.get(attribute)) == normal(found.get(attribute))


def pair_measures(gold: Sequence[Item], found: Sequence[Item], near: Callable[[Item, Item], float]) -> list[tuple[int, int]]:
    """Pair measures of equal value, best agreement in unit, role and place first."""
    candidates = []
    for i, g in enumerate(gold):
        for j, f in enumerate(found):
            if value(g) == value(f) and (closeness := near(g, f)):
                same_role = normal(g.get("role")) == normal(f.get("role"))
                candidates.append((-(closeness + 20 * same_unit(g, f) + 5 * same_role), i, j))
    left, right, pairs = set(), set(), []
    for _, i, j in sorted(candidates):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return pairs
