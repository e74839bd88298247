"""Where a label ends and its unit begins, in rows whose cells run into each other ("Tỷ lệ che phủ rừng %")."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.layout.tables.flat_starts import OPEN_ENDS
from rules.loader import load

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_WORDS = 4
_UNIT_HEAD = ("đơn", "vị")


@lru_cache
def _units() -> frozenset[str]:
    return frozenset(word.lower() for rule in load("table_units").rules for word in rule.data["words"])


def is_unit(words: Sequence[str]) -> bool:
    """Tell a cell that is a unit and nothing else, by the rules or by its sign."""
    return bool(words) and (words[0][:1] in "%‰" or " ".join(words).lower() in _units())


def has_unit_head(words: Sequence[str]) -> bool:
    """Tell a header that may have a column of units: "Đơn vị" without "tính" heads units as well as places."""
    return any((left.lower(), right.lower()) == _UNIT_HEAD for left, right in pairwise(words))


def ends_in_unit(words: Sequence[str]) -> bool:
    """Tell a label that ends in a unit of the rules, or in a sign."""
    return len(words) > 1 and (words[-1][:1] in "%‰" or ending_unit(words, _units()) > 0)


def count_unit_words(words: Sequence[str]) -> int:
    """Return how many words at the end of a label are its unit; 0 if none is told."""
    if len(words) < 2:
        return 0
    if words[-1][:1] in "%‰":
        return 1
    size = ending_unit(words, _units())
    return max(size, _capital_unit(words)) if not size or words[-size - 1][:1].isupper() else size


def ending_unit(words: Sequence[str], units: frozenset[str]) -> int:
    """Return the length of the longest of `units` (lower case) that ends a text and leaves a word before it."""
    for size in range(min(_MAX_WORDS, len(words) - 1), 0, -1):
        if " ".join(words[-size:]).lower() in units and words[-size - 1].lower() not in OPEN_ENDS:
            return size
    return 0


def _capital_unit(words: Sequence[str]) -> int:
    """Return the words from the last capital on: "… nông, lâm nghiệp Tỷ đồng", "… trên vạn dân Bác sĩ"."""
    for size in range(1, min(_MAX_WORDS, len(words) - 1) + 1):
        word, before = words[-size], words[-size - 1]
        if word[:1].isupper():
            return size if before.lower() not in OPEN_ENDS and before[-1:] not in ",-–(/" else 0
    return 0
