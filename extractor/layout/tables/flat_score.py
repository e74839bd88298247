"""How well a header's layout goes with its words and with the figures below it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import regex

from extractor.layout.tables.phrases import Word, read_opener
from extractor.layout.tables.tree import is_rate, likeness, words_of
from extractor.layout.tables.units import has_unit_head, is_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHORT = 3
_MORE_GROUPS, _THIRD_ROW = 0.2, 1.0
"""Cost of each group but the first, and of a third row."""
_UNLIKE = 1.5
"""Cost of a cell that heads a group while one like it ("Năm 2021", "Năm 2022") does not."""
_DIGITS = regex.compile(r"\d+")
_NO_GROUP = 2.0
_TWO_YEARS = 1.5
"""Cost of a year over a year."""
_COUNTED = 1.3
"""Cost of a group, or a column of labels, whose head says what it counts ("Số hộ", "Nuôi trâu (con)")."""
_SUMMED = 1.5
"""Gain of a group whose total is the sum of its other columns."""
_BRACKETS = 0.4
"""Cost of a group that ends in a unit: most such cells head a column."""
_UNIT_TWICE = 1.0
"""Cost of a group that ends in a unit where a column below has its own."""
_MOST = 0.8
_ROUNDED = 0.002
"""By what share of it a sum may differ from its parts."""
_SINGLE = frozenset(("ordinal", "label", "unit", "text", "blank"))
"""Kinds of columns that stand under no group."""
_OPENERS = {"ordinal": -6.0, "name": -1.5, "unit": -4.0, "note": -4.0, "leaf": -0.3, "group": 1.0, "split": 1.5, "either": 0.2}
_YEAR = regex.compile(r"(?:(?i:năm)\s+)?(?:19|20)\d\d")
_PERIOD = regex.compile(r"(?i:(?:đến\s+|cuối\s+|trong\s+)?(?:năm|giai\s+đoạn|quý\s+[IV\d]+/?|\d+\s+tháng(?:\s+đầu)?\s+năm))\s*[\d\s–-]+")
_BRACKETED = regex.compile(r"\([^()]*\)$")
"""The unit of a head."""
_TIME = regex.compile(r"(?i:năm|quý|tháng)\b")
"""Opens the head of several columns only with its number: "Năm 2024", not "Năm hoàn thành"."""
_BY = regex.compile(r"\p{L}\s+(?i:chia\s+|phân\s+)?theo\s+(?!dõi\b)")
_PARTED = 0.7
"""Gain of a group whose head says by what it is parted ("Hộ nghèo theo địa bàn")."""
_TOTAL = regex.compile(r"(?i:tổng|cộng)\b")
_COUNT = regex.compile(r"(?i:số)\s")
_PART = regex.compile(r"(?i:trong\s+đó)\b")
_SUM_UP = regex.compile(r"(?i:(?:lũy|luỹ)\s+kế|cộng\s+dồn)\b")
_MONTH = regex.compile(r"(?i:tháng|quý|trong\s+(?:tháng|quý|kỳ)|kỳ)\b")


class Column(NamedTuple):
    """What stands in a column of the body: "ordinal", "label", "unit", "figure", "decimal", "rate" (per cent), "text" or "blank"."""

    kind: str
    values: tuple[float | None, ...] = ()
    """Its figures, row by row."""


class HeadCell(NamedTuple):
    """A header cell laid out: row, first column, columns and rows that it covers, and its words."""

    row: int
    column: int
    width: int
    height: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words on one line."""
        return " ".join(word.text for word in self.words)


def score_group(text: str) -> float:
    """Return how likely a cell stands over several columns, by its words alone."""
    opener = read_opener(text.split())
    score = _OPENERS[opener] if opener else 0.0
    if opener == "split" and len(text.split()) > _SHORT:
        score = -1.0
    if _TIME.match(text) and not any(map(str.isdigit, text)):
        score = _OPENERS["leaf"]
    if _BY.search(text):
        score += _PARTED
    if _YEAR.search(text):
        score += 1.4 if _PERIOD.fullmatch(text) else 0.7
    if opener != "group":
        score -= 0.7 * is_rate(_BRACKETED.sub("", text))
    return score - _BRACKETS * text.endswith(")") - _COUNTED * (_TOTAL.match(text) is not None or _COUNT.match(text) is not None)


def score_laid(laid: Sequence[HeadCell], columns: Sequence[Column]) -> float | None:
    """Score a layout: each column's lowest head, groups against the figures below, groups side by side; None if a column has no head."""
    heads = _heads(laid)
    if sorted(heads) != list(range(len(columns))):
        return None
    last = len(columns) - 1
    singles = sum(_score_head(heads[number], column.kind, is_last=number == last) for number, column in enumerate(columns))
    return singles + _score_figures(laid, columns) + _score_siblings(laid) - _UNLIKE * _unlike(laid)


def _heads(laid: Sequence[HeadCell]) -> dict[int, str]:
    """Return each column's lowest head, with "%" added where a group over it says so."""
    rates = {
        column for cell in laid if cell.width > 1 and "%" in cell.words[-1].text for column in range(cell.column, cell.column + cell.width)
    }
    return {cell.column: cell.text + (" (%)" if cell.column in rates else "") for cell in laid if cell.width == 1}


def _score_head(text: str, kind: str, *, is_last: bool) -> float:
    opener = read_opener(text.split())
    if kind == "ordinal":
        return 2.0 if opener == "ordinal" else -1.0
    if opener == "ordinal":
        return -3.0
    if opener == "note":
        return 1.0 if is_last and kind in {"blank", "text"} else -2.0
    return _score_kind(text, kind, opener)


def _score_kind(text: str, kind: str, opener: str | None) -> float:
    if kind == "label":
        return {"name": 1.0, "unit": -1.0, "group": -0.5}.get(opener or "", 0.0) - _COUNTED * _has_unit(text)
    if kind == "unit":
        return 2.0 if opener == "unit" or has_unit_head(text.split()[:2]) else -1.0
    if kind == "rate":
        return 1.2 if is_rate(text) else -0.8
    if kind == "decimal":
        return 0.4 if is_rate(text) else 0.0
    if kind in {"text", "blank"}:
        return -1.0 if _has_unit(text) or "%" in text else 0.0
    if kind == "figure":
        return (-1.2 if "%" in text else -0.8 if is_rate(text) else 0.1) - (1.0 if opener in {"name", "unit"} else 0.0)
    return 0.0


def _score_figures(laid: Sequence[HeadCell], columns: Sequence[Column]) -> float:
    """Score what the figures say of the groups: a total is no smaller than its parts, a part no larger than what it is a part of."""
    leaves = {cell.column: cell.text for cell in laid if cell.width == 1}
    score = 0.0
    for cell in laid:
        group = range(cell.column, cell.column + cell.width)
        if cell.width == 1:
            continue
        score += _score_unit(cell.text, [leaves[column] for column in group])
        score -= _NO_GROUP * any(columns[column].kind in _SINGLE for column in group)
        if _YEAR.search(cell.text):
            score -= _TWO_YEARS * any(_YEAR.fullmatch(leaves[column]) for column in group)
        if _TOTAL.match(leaves[group[0]]):
            score += sum(_holds(columns[group[0]], columns[column]) for column in group[1:]) / (cell.width - 1)
            score += _SUMMED * _sums_up([columns[column] for column in group])
        if any(other.width > 1 and other.row > cell.row and other.column in group for other in laid):
            continue
        for left, right in pairwise(group):
            if _PART.match(leaves[right]):
                score += _holds(columns[left], columns[right])
            elif _SUM_UP.match(leaves[right]) and _MONTH.match(leaves[left]):
                score += _holds(columns[right], columns[left])
    return score


def _has_unit(text: str) -> bool:
    """Tell a head that ends in a unit in brackets."""
    bracketed = _BRACKETED.search(text)
    return bracketed is not None and is_unit(bracketed[0][1:-1].split())


def _score_unit(text: str, leaves: Sequence[str]) -> float:
    """Score the unit in brackets that ends a group's head against those of its columns."""
    return -_UNIT_TWICE if _BRACKETED.search(text) and any(_BRACKETED.search(leaf) for leaf in leaves) else 0.0


def _sums_up(columns: Sequence[Column]) -> bool:
    """Tell columns of counts whose first is the sum of the others in nearly all rows."""
    rows = [[value for value in row if value is not None] for row in zip(*(column.values for column in columns), strict=False)]
    rows = [row for row in rows if len(row) == len(columns)]
    if len(columns) < _SHORT or len(rows) < _SHORT:
        return False
    hits = sum(abs(row[0] - sum(row[1:])) <= _ROUNDED * abs(row[0]) for row in rows)
    return bool(hits >= _MOST * len(rows))


def _holds(large: Column, small: Column) -> float:
    """Return a gain if the first column's figures are no smaller than the second's in nearly all rows, else a loss."""
    pairs = [(left, right) for left, right in zip(large.values, small.values, strict=False) if left is not None and right is not None]
    if not pairs or {"rate", "decimal"} & {large.kind, small.kind}:
        return 0.0
    return 0.5 if sum(left >= right for left, right in pairs) * 5 >= len(pairs) * 4 else -1.5


def _score_siblings(laid: Sequence[HeadCell]) -> float:
    """Reward groups that are named alike and shaped alike, and second rows of one kind; a group repeats no word of the one over it."""
    groups = [cell for cell in laid if cell.width > 1]
    top = sorted((cell for cell in groups if cell.row == 0), key=_column)
    second = sorted((cell for cell in groups if cell.row == 1), key=_column)
    shapes = {cell: (cell.width, *(below.width for below in second if _is_over(cell, below))) for cell in top}
    score = sum(likeness(left.text, right.text) * _match(shapes[left], shapes[right]) for left, right in pairwise(top))
    if second:
        score += sum(likeness(left.text, right.text) for left, right in pairwise(second)) / len(second)
        repeats = sum(any(_is_over(cell, below) and words_of(below.text) <= words_of(cell.text) for cell in top) for below in second)
        score -= repeats / len(second)
    return score - _MORE_GROUPS * max(0, len(groups) - 1) - _THIRD_ROW * (len({cell.row for cell in laid}) > 2)


def _unlike(laid: Sequence[HeadCell]) -> int:
    """Count the cells that stand over several columns while others that differ by their figures only do not, or the other way round."""
    roles: dict[str, list[bool]] = {}
    for cell in laid:
        if any(map(str.isdigit, cell.text)):
            roles.setdefault(_DIGITS.sub("#", cell.text), []).append(cell.width > 1)
    return sum(min(sum(wide), len(wide) - sum(wide)) for wide in roles.values())


def _match(left: tuple[int, ...], right: tuple[int, ...]) -> float:
    """Return how well two groups' shapes go together: their widths, and those of the groups below them."""
    if left == right:
        return 1.0
    return 0.3 if len(left) == len(right) else -1.0


def _column(cell: HeadCell) -> int:
    return cell.column


def _is_over(cell: HeadCell, below: HeadCell) -> bool:
    return cell.column <= below.column < cell.column + cell.width
