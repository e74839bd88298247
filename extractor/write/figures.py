"""Figures as people write them: Vietnamese or English marks, money in the scale that is spoken."""

from __future__ import annotations

from decimal import Decimal

from extractor.schema import Measure
from extractor.write.words import Language, say, word

_SCALES: tuple[tuple[int, str, str], ...] = ((10**9, "tỷ đồng", "billion đồng"), (10**6, "triệu đồng", "million đồng"), (1, "đồng", "đồng"))


def format_number(value: float, language: Language) -> str:
    """Group by thousands: "2.600" and "74,5" in Vietnamese, "2,600" and "74.5" in English; digits as they are."""
    text = f"{Decimal(str(value)).normalize():,f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def figure_and_unit(measure: Measure, language: Language) -> tuple[str, str]:
    """Give a measure's figure and its unit, both for people."""
    values = [value for value in (measure.value, measure.low, measure.high) if value is not None]
    divisor, unit = _scale(measure.unit, max(map(abs, values), default=0), language)
    shown = [format_number(_divide(value, divisor), language) for value in values]
    if measure.value is None:
        return " – ".join(shown), unit
    return shown[0] + (f"/{format_number(measure.of, language)}" if measure.of is not None else ""), unit


def _scale(unit: str | None, largest: float, language: Language) -> tuple[int, str]:
    if unit != "VND":
        return 1, unit or ""
    for divisor, vi, en in _SCALES:
        if largest >= divisor:
            return divisor, say(language, vi=vi, en=en)
    return 1, "đồng"


def _divide(value: float, divisor: int) -> float:
    return value if divisor == 1 else float(Decimal(str(value)) / divisor)


def meaning(measure: Measure, language: Language) -> str:
    """Say comparator and direction in a word or two: "giảm", "tối thiểu"; "" for a plain equal level."""
    words = [word(measure.direction, language)] if measure.direction else []
    if measure.comparator not in {"=", "range"}:
        words.append(word(measure.comparator, language))
    return " ".join(words)
