"""Read a written number: which separator groups, which marks decimals, and whether that is in doubt."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import regex

_SEPARATOR = regex.compile(r"[.,]")

NUMBER = regex.compile(r"(?<![\p{L}\d]|\d[.,]|\p{L}-)\d+(?:[.,]\d+)*")
"""A run of digits with inner separators: ``1.234,5``, ``3.01``, ``1,361.700.000``; not ``A1``, ``E8``, ``Covid-19``."""

_DIGIT_WORD = "một|hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín|mười|mươi|mốt|lăm|linh|lẻ|trăm|nghìn|ngàn|triệu|tỷ|tỉ"
WORDS = regex.compile(
    rf"\b(?=[mhbnsct])(?<!hàng |vài |mấy |nhiều |chục )(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười)"
    rf"(?:\s+(?:{_DIGIT_WORD})(?!\p{{L}}))+(?!\s+(?:lệ|trọng|suất|phú))"
)
"""A number in words with at least two of them, in small letters: ``một trăm hai mươi``."""
_LARGE = {"trăm": 100, "nghìn": 1000, "ngàn": 1000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_SMALL = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip


class Number(NamedTuple):
    """A reading; `doubtful` names the deviation from the Vietnamese standard that made it a guess."""

    value: Decimal
    doubtful: str | None = None


def read_number(raw: str, *, whole: bool, decimal: bool) -> Number:
    """Read digits with separators.

    Args:
        raw: What `NUMBER` matched.
        whole: The unit counts things, so the value has no decimals (but may be "2.5 đoàn").
        decimal: The unit is a percentage or a scaled sum, where decimals are usual.

    Returns:
        ``2.600`` → 2600, ``74,5`` → 74.5, ``3.01`` → 3.01 (doubtful), ``1,361.700.000`` → 1361700000 (doubtful).
    Source:
        Luật Kế toán 88/2015/QH13, Điều 11: "." groups thousands, "," marks decimals.
    """
    if raw.isdigit():
        return Number(Decimal(raw))
    separators = [char for char in raw if char in ".,"]
    groups = _SEPARATOR.split(raw)
    if set(separators) == {"."}:
        return _points_only(raw, groups, decimal=decimal)
    if set(separators) == {","}:
        return _commas_only(raw, groups, whole=whole)
    return _mixed(raw, groups, separators)


def _grouped(groups: list[str]) -> bool:
    return 0 < len(groups[0]) <= 3 and groups[0] != "0" and all(len(group) == 3 for group in groups[1:])


def _points_only(raw: str, groups: list[str], *, decimal: bool) -> Number:
    if len(groups) > 2 and _grouped(groups[:-1]) and groups[-1] in {"0", "00"}:  # a zero left out: the likelier reading
        return Number(Decimal("".join(groups[:-1]) + "000"), "grouping")
    if len(groups) > 2:
        return Number(Decimal("".join(groups)), None if _grouped(groups) else "grouping")
    if not _grouped(groups) or decimal:
        return Number(Decimal(raw), "decimal_point")
    return Number(Decimal("".join(groups)))


def _commas_only(raw: str, groups: list[str], *, whole: bool) -> Number:
    if len(groups) > 2:
        return Number(Decimal("".join(groups)), "grouping")
    if whole and _grouped(groups):
        return Number(Decimal("".join(groups)), "grouping")
    return Number(Decimal(raw.replace(",", ".")), "three_decimals" if _grouped(groups) and len(groups[-1]) == 3 else None)


def _mixed(raw: str, groups: list[str], separators: list[str]) -> Number:
    last = separators[-1]
    if separators.count(last) == 1 and (len(groups[-1]) != 3 or last == ","):
        fraction = groups[-1]
        standard = last == "," and all(len(group) == 3 for group in groups[1:-1])
        return Number(Decimal("".join(groups[:-1]) + "." + fraction), None if standard else "mixed")
    return Number(Decimal("".join(groups)), "mixed")


def read_words(raw: str) -> Decimal | None:
    """Read a number in words: ``ba trăm hai mươi lăm`` → 325; None where the words do not make one."""
    total, part, digit = Decimal(0), 0, 0
    for word in raw.lower().split():
        if word in _SMALL:
            part, digit = (part, _SMALL[word]) if word != "mười" else (part + 10, 0)
        elif word == "mươi":
            part, digit = part + 10 * digit, 0
        elif word == "trăm":
            part, digit = part + 100 * max(1, digit), 0
        elif word in _LARGE:
            total, part, digit = (
                (total + max(1, part + digit)) * _LARGE[word] if total == 0 else total + (part + digit) * _LARGE[word],
                0,
                0,
            )
    value = total + part + digit
    return value if value >= 10 else None
