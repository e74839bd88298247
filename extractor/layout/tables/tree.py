"""Which leaves of a flattened header belong to which parent: scored splits of a row of cells under the row above it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

_COMMON = frozenset(("quý", "tháng", "i", "ii", "iii", "iv", "số", "tổng", "cộng", "tỷ", "tỉ", "lệ", "kế", "hoạch", "lũy", "luỹ"))
"""Words of periods and counts: they stand in heads of all kinds and tie none to another."""
_WORD = regex.compile(r"\w+", regex.V1)
_UNIT = regex.compile(r"\([^)]*\)\s*$")
_RATE = regex.compile(r"(?i:tỷ|tỉ)\s+(?:lệ|trọng|suất)|%|(?i:đạt\b|so\s+với|so\s+sánh)")
_REST = regex.compile(r"(?i:trong\s+đó|chia\s+ra|gồm|còn\s+lại|khác)\b")
_COUNT = regex.compile(r"(?i:số|tổng)\b")
_SUMS = frozenset(("Cộng", "Tổng cộng"))
"""Heads that close a group; "Tổng số" opens one."""
_ONE_LEAF = 1.2
"""Cost of a parent over one leaf: it would have been one cell."""

_BROKEN_RUN = 0.3
"""Cost of a seam inside a run of pairs ("Số hộ | Tỷ lệ | Số hộ | Tỷ lệ"), unless the groups are the pairs."""

_YEAR = regex.compile(r"\b(?:19|20)\d\d\b")
_PERIOD = regex.compile(r"\b((?:19|20)\d\d)\s?[-–]\s?((?:19|20)\d\d)\b")
_BROKEN_YEARS = 1.0
"""Cost of a seam between a year and the next."""


@lru_cache(4096)
def words_of(text: str) -> frozenset[str]:
    """The words of a header cell, lower case, without its unit in brackets."""
    return frozenset(_WORD.findall(_UNIT.sub("", text.lower())))


@lru_cache(4096)
def is_rate(text: str) -> bool:
    """Tell the head of a share, which closes a group of columns ("Số hộ | Tỷ lệ")."""
    return _RATE.search(text) is not None


def affinity(parent: str, leaf: str, others: Sequence[str]) -> float:
    """Return how much a leaf speaks of its parent rather than of another one: -1 to 1, by the words that only one of them has.

    A leaf that says less than the parent, or says it all again, says nothing for it: nobody heads "Thực hiện" with "Thực hiện 2024". Nor
    does one speak of a parent that counts: "Số hộ" has no parts.
    """
    best = max((_share(other, leaf, parent) for other in others), default=0.0)
    return _share(parent, leaf, *others) - best + _in_period(parent, leaf)


def _in_period(parent: str, leaf: str) -> float:
    """Return 1 for a year inside the years of its parent ("Giai đoạn 2021 - 2025"), -1 for one outside, 0 where one of them has none."""
    years, year = _PERIOD.search(parent), _YEAR.search(leaf)
    if years is None or year is None or _PERIOD.search(leaf):
        return 0.0
    return 1.0 if years[1] <= year[0] <= years[2] else -1.0


def _share(parent: str, leaf: str, *others: str) -> float:
    common = _COMMON.union(*(words_of(other) for other in others))
    own = words_of(parent) - common
    words = words_of(leaf)
    found = own & words
    if not found or words < words_of(parent) or leaf.startswith(parent) or _COUNT.match(parent):
        return 0.0
    return len(found) / (len(found) + 1)


@lru_cache(4096)
def seam(left: str, right: str) -> float:
    """Return how likely one group of columns ends with `left` and the next begins with `right`."""
    score = 0.0
    if is_rate(left) and not is_rate(right):
        score += 0.6
    if not is_rate(left) and is_rate(right):
        score -= 0.6 if _COUNT.match(left) or words_of(left) & words_of(right) - _COMMON else 0.3
    if _REST.match(right):
        score -= 0.3
    if left.split()[:1] == right.split()[:1] and left != right:
        score -= 0.3
    if left in _SUMS:
        score += 0.5
    if right in _SUMS:
        score -= 0.5
    if _COUNT.match(right):
        score += 0.2
    if _follows(left, right):
        score -= _BROKEN_YEARS
    return score


def _follows(left: str, right: str) -> bool:
    """Tell the heads of one year and the next ("Năm 2024 | Ước 2025"): they stand side by side in a group."""
    years = _YEAR.findall(left)[-1:] + _YEAR.findall(right)[:1]
    return len(years) == 2 and int(years[1]) == int(years[0]) + 1


@lru_cache(4096)
def likeness(left: str, right: str) -> float:
    """Return how alike two leaves are, 0–1: groups of columns repeat their leaves."""
    if left == right:
        return 1.0
    a, b = words_of(left), words_of(right)
    return len(a & b) / max(1, len(a | b))


def split(parents: Sequence[str], leaves: Sequence[str]) -> tuple[list[int], float]:
    """Return how many leaves each parent takes, in order, and the score of that split; [] when there are too few leaves.

    The best split is found over all: words shared by leaf and parent, seams after rates, groups that repeat their leaves.
    """
    count, size = len(parents), len(leaves)
    if not count or size < count:
        return [], float("-inf")
    fit = _fits(parents, leaves)
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, ())}
    for number in range(count):
        grown: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {}
        for (before, start), (score, ends) in best.items():
            last_end = size if number == count - 1 else size - (count - number - 1)
            for end in range(size if number == count - 1 else start + 1, last_end + 1):
                total = score + _block(fit[number], leaves, start, end) + _repeat(leaves, before, start, end, number)
                key = (start, end)
                if key not in grown or total > grown[key][0]:
                    grown[key] = (total, (*ends, end))
        best = grown
    score, ends = max(best.values(), key=lambda entry: entry[0])
    return [end - start for start, end in zip((0, *ends[:-1]), ends, strict=True)], score


def _fits(parents: Sequence[str], leaves: Sequence[str]) -> list[list[float]]:
    return [
        [affinity(parent, leaf, [*parents[:number], *parents[number + 1 :]]) for leaf in leaves] for number, parent in enumerate(parents)
    ]


def _block(fit: Sequence[float], leaves: Sequence[str], start: int, end: int) -> float:
    size = end - start
    score = sum(fit[start:end]) + 0.5 * sum(fit[start:end]) / size
    if size == 1:
        score -= _ONE_LEAF
    if start and size > 2 and start + 1 < len(leaves) and start > 1 and leaves[start + 1] == leaves[start - 1]:
        score -= _BROKEN_RUN
    return score + (seam(leaves[start - 1], leaves[start]) if start else 0.0)


def _repeat(leaves: Sequence[str], before: int, start: int, end: int, number: int) -> float:
    """Reward a group that repeats the leaves of the one before it."""
    if not number:
        return 0.0
    alike = sum(likeness(leaves[before + step], leaves[start + step]) for step in range(min(start - before, end - start)))
    same_size = 0.4 if start - before == end - start else 0.0
    return 0.5 * alike / max(start - before, end - start) + same_size
