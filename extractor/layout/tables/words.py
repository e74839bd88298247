"""What a cell's text is: a figure, an ordinal, a column number, a label."""

from __future__ import annotations

import itertools

import regex

_FIGURE = regex.compile(r"[(<>≥≤≈~±+\-–−]*\s?\d{1,3}(?:[.,\s]?\d+)*\s?[%‰]?\)?")
_YEAR = regex.compile(r"(?:19|20)\d\d")
_ORDINAL = regex.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXLC]{1,6}|[A-ZĐa-zđ])[.)]{0,2}|[-+*•–]")
_COLUMN_NUMBER = regex.compile(r"[\[(]?(?P<number>\d{1,2}|[A-ZĐa-zđ])[\])]?(?:\s?=.{1,40})?")
_GROUP = 3
_ORDINAL_HEAD = regex.compile(r"(?i:(?:số\s)?(?:tt|thứ\s?tự)|s\.?\s?t\.?\s?t\.?|stt|no\.?|#)")


def is_figure(text: str) -> bool:
    """Tell whether a cell holds one figure and nothing else ("2.300", "0,54%", "<1,5")."""
    return text[-1:] in "0123456789%‰)" and text != "" and _FIGURE.fullmatch(text) is not None


def is_year(text: str) -> bool:
    """Tell a bare year, which may stand in a head."""
    return _YEAR.fullmatch(text) is not None


def is_ordinal(text: str) -> bool:
    """Tell what stands in a TT column: "1", "2.1", "IV", "a)", "-"."""
    return 0 < len(text) < 16 and _ORDINAL.fullmatch(text) is not None


def is_ordinal_head(text: str) -> bool:
    """Tell the head of a column of ordinals: TT, STT, Số TT."""
    return 0 < len(text) < 12 and _ORDINAL_HEAD.fullmatch(text) is not None


def are_column_numbers(texts: list[str]) -> bool:
    """Tell the row that numbers the columns: "1 2 3", "A B 1 2 5 6 7=5/1*100", "(1) (2) (3)"."""
    if len(texts) < 2:
        return False
    numbers = []
    letters = []
    for text in texts:
        found = _COLUMN_NUMBER.fullmatch(text)
        if found is None:
            return False
        number = found["number"]
        if number.isdigit():
            numbers.append(int(number))
        else:
            letters.append(number.upper())
    rising = all(left < right for left, right in itertools.pairwise(numbers))
    starts = not numbers or numbers[0] <= 1 + len(letters) or len(texts) > 4
    return rising and starts and letters == sorted(set(letters)) and (not letters or letters[0] == "A")


def starts_low(text: str) -> bool:
    """Tell whether a text begins in the middle of a sentence."""
    first = text[:1]
    return first.islower() or first in ",;.)%"


def read_value(text: str) -> float | None:
    """Read a figure roughly, for comparing columns: three last digits are thousands, fewer are decimals; None if it is none."""
    digits = "".join(char for char in text if char.isdigit() or char in ".,")
    if not any(map(str.isdigit, digits)):
        return None
    parts = [part for part in regex.split(r"[.,]", digits) if part]
    decimals = parts.pop() if len(parts) > 1 and len(parts[-1]) != _GROUP else ""
    return float(f"{''.join(parts)}.{decimals or 0}")
