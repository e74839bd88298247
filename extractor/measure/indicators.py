"""Known indicators: which one a phrase words, and how sure that is."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Known(NamedTuple):
    """An indicator of rules/indicators.toml that a phrase matched."""

    id: str
    name: str
    unit: str | None
    code: str | None
    confidence: float


@lru_cache(maxsize=4096)
def match_indicator(phrase: str, unit: str | None) -> Known | None:
    """The indicator that `phrase` words; None below the threshold."""
    return None
