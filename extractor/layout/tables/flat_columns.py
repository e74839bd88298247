"""What the columns of figures hold: counts, decimals, or shares of other columns."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import regex

from extractor.layout.tables.flat_figures import Value, text_of
from extractor.layout.tables.flat_score import Column
from extractor.layout.tables.words import read_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.layout.tables.flat_rows import FlatRow

_DECIMAL = regex.compile(r"[-–+]?\d{1,3}[.,]\d{1,2}")
_MOST = 0.66
_NEAR = 0.011
"""A share may differ from its quotient by one in a hundred, or by the rounding of one decimal."""
_ROUNDING = 0.06
_MIN_ROWS = 3
_MAX_COLUMNS = 14


def read_columns(rows: Sequence[FlatRow]) -> list[Column]:
    """Return the columns of figures: "rate" where a per cent sign or a quotient of two others says so."""
    columns = [_column([row.figures[number] for row in rows]) for number in range(len(rows[0].figures))]
    return [
        column._replace(kind="rate") if column.kind == "decimal" and _is_quotient(number, columns) else column
        for number, column in enumerate(columns)
    ]


def _column(figures: Sequence[Value]) -> Column:
    texts = [text_of(figure) for figure in figures]
    full = [text for text in texts if text]
    values = tuple(read_value(text) if text else None for text in texts)
    if sum("%" in text for text in full) > _MOST * len(full):
        return Column("rate", values)
    decimals = sum(_DECIMAL.fullmatch(text) is not None for text in full)
    return Column("decimal" if decimals * 2 > len(full) else "figure", values)


def _is_quotient(number: int, columns: Sequence[Column]) -> bool:
    """Tell whether a column is a hundred times one other column over a third in most rows."""
    if len(columns) > _MAX_COLUMNS:
        return False
    others = [column.values for at, column in enumerate(columns) if at != number]
    return any(_fits(columns[number].values, part, whole) for part, whole in permutations(others, 2))


def _fits(rates: Sequence[float | None], parts: Sequence[float | None], wholes: Sequence[float | None]) -> bool:
    hits = count = 0
    for rate, part, whole in zip(rates, parts, wholes, strict=True):
        if rate and part and whole:
            count += 1
            quotient = 100 * part / whole
            hits += abs(quotient - rate) <= max(_ROUNDING, _NEAR * rate)
    return count >= _MIN_ROWS and hits >= _MOST * count
