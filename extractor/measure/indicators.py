"""Known indicators: which one a phrase words, and how sure that is."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from rules.loader import Rule, load

_WORD = regex.compile(r"[\p{L}\d]+")
_IDLE = frozenset({
    "số", "tổng", "của", "cho", "được", "đã", "và", "các", "những", "toàn", "trên", "địa", "bàn", "tỉnh", "huyện", "xã", "trong",
    "năm", "cả", "kỳ", "chung", "là", "với", "theo", "mới", "có", "tại", "ở", "thực", "hiện", "lượng", "đến", "so"
})  # fmt: skip
"""Words that tell nothing about what is counted; they cost no confidence. (`mới` and `có` still count inside a wording.)"""


class Known(NamedTuple):
    """An indicator of rules/indicators.toml that a phrase matched."""

    id: str
    name: str
    unit: str
    code: str | None
    confidence: float


class _Wording(NamedTuple):
    words: tuple[str, ...]
    rule: Rule


@lru_cache(maxsize=8192)
def match_indicator(phrase: str, unit: str | None) -> Known | None:
    """The indicator that `phrase` words.

    Args:
        phrase: As written: "XKLĐ", "tỉ lệ hộ nghèo giảm còn", "đưa người lao động đi làm việc ở nước ngoài".
        unit: Of the figure; an indicator in % never fits a count, nor one in đồng. None fits all.

    Returns:
        The indicator with the longest wording held in the phrase; None below the least confidence (`least` in the rules).
    """
    words = _expanded(phrase)
    present = set(words)
    best: tuple[int, float, Rule] | None = None
    for word in dict.fromkeys(words):
        for wording in _wordings().get(word, ()):
            if present.issuperset(wording.words) and _in_order(wording.words, words) and _fits(str(wording.rule.data["unit"]), unit):
                score = _confidence(wording.words, words)
                if best is None or (len(wording.words), score) > best[:2]:
                    best = (len(wording.words), score, wording.rule)
    if best is None or best[1] < _least():
        return None
    data = best[2].data
    return Known(best[2].id, str(data["name"]), str(data["unit"]), data.get("code"), round(best[1], 2))


def _expanded(phrase: str) -> list[str]:
    abbreviations = _abbreviations()
    return [part for word in _WORD.findall(phrase.lower()) for part in abbreviations.get(word, word).split()]


def _in_order(wording: tuple[str, ...], words: list[str]) -> bool:
    rest = iter(words)
    return all(word in rest for word in wording)


def _confidence(wording: tuple[str, ...], words: list[str]) -> float:
    spare = sum(word not in wording and word not in _IDLE for word in words)
    return len(wording) / (len(wording) + 0.5 * spare)


def _fits(known: str, unit: str | None) -> bool:
    if unit is None:
        return True
    kinds = {"%": "share", "điểm %": "share", "‰": "share", "VND": "money", "USD": "money"}
    return kinds.get(known, "count") == kinds.get(unit, "count")


@lru_cache
def _wordings() -> dict[str, tuple[_Wording, ...]]:
    """Wordings by their rarest word."""
    rules = load("indicators").rules
    wordings = [_Wording(tuple(_WORD.findall(words)), rule) for rule in rules for words in rule.data["words"]]
    counts: dict[str, int] = {}
    for wording in wordings:
        for word in set(wording.words):
            counts[word] = counts.get(word, 0) + 1
    index: dict[str, list[_Wording]] = {}
    for wording in wordings:
        index.setdefault(min(wording.words, key=lambda word: (counts[word], word)), []).append(wording)
    return {word: tuple(found) for word, found in index.items()}


@lru_cache
def _abbreviations() -> dict[str, str]:
    return dict(load("indicators").settings["abbreviations"])


@lru_cache
def _least() -> float:
    return float(load("indicators").settings["least"])
