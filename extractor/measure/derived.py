"""Columns of a table that are computed from two others, told by arithmetic: a plan's attainment, a growth, a difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

import regex

from extractor.measure.figure import Kind
from extractor.measure.numbers import NUMBER, read_number

Formula: TypeAlias = Literal["attainment", "growth", "difference"]
_FORMULAS: dict[Formula, Callable[[Decimal, Decimal], Decimal]] = {
    "attainment": lambda later, earlier: 100 * later / earlier,
    "growth": lambda later, earlier: 100 * (later - earlier) / earlier,
    "difference": lambda later, earlier: later - earlier,
}
_NUMBER = regex.compile(r"[-+–]?\s*\d+(?:[.,]\d+)*\s*%?")
_ROWS = 3
"""So many rows must agree, and four of five that can be tried."""


class Derived(NamedTuple):
    """How a column is computed; `later` is the column that it speaks of, `earlier` the one that it compares with."""

    formula: Formula
    later: int
    earlier: int

    @property
    def kind(self) -> Kind:
        """The kind of its measures."""
        return "attainment" if self.formula == "attainment" else "change"


def derived_columns(rows: Sequence[Sequence[str]], pairs: Sequence[tuple[int, int]], columns: Mapping[int, bool]) -> dict[int, Derived]:
    """Find the computed columns.

    Args:
        rows: Cells as written.
        pairs: Columns (later, earlier) that may be compared: the same quantity at two times, or reached and planned.
        columns: The columns that may be computed, and whether their head says that they hold changes: a difference needs that, since
            of a total and two parts each is the difference of the others.
    """
    numbers = {k: [_number(row[k]) for row in rows] for k in {*columns, *(k for pair in pairs for k in pair)}}
    found: dict[int, Derived] = {}
    for k, names_change in columns.items():
        others = [pair for pair in pairs if k not in pair]
        tried = (Derived(formula, *pair) for formula in _FORMULAS for pair in others if names_change or formula == "attainment")
        best = max(tried, key=lambda one: _agreement(numbers, k, one), default=None)
        if best and _agreement(numbers, k, best) > 0:
            found[k] = best
    return found


def _number(cell: str) -> tuple[Decimal, int] | None:
    """Value and decimals of a cell that is nothing but a number."""
    if not _NUMBER.fullmatch(cell.strip()):
        return None
    number = NUMBER.search(cell)
    if number is None:
        return None
    value = read_number(number[0], whole=False, decimal=False).value
    decimals = max(0, -int(value.as_tuple().exponent))
    return (-value if cell.strip()[0] in "-–" else value), decimals


def _agreement(numbers: Mapping[int, Sequence[tuple[Decimal, int] | None]], column: int, derived: Derived) -> int:
    """In how many rows the formula holds; 0 where these are too few or all alike."""
    outcomes = list(_outcomes(numbers, column, derived))
    right = {value for value, holds in outcomes if holds}
    count = sum(holds for _, holds in outcomes)
    return count if count >= _ROWS and len(right) > 1 and 5 * count >= 4 * len(outcomes) else 0


def _outcomes(numbers: Mapping[int, Sequence[tuple[Decimal, int] | None]], column: int, derived: Derived) -> Iterator[tuple[Decimal, bool]]:
    for result, later, earlier in zip(numbers[column], numbers[derived.later], numbers[derived.earlier], strict=True):
        if result is None or later is None or earlier is None or (not earlier[0] and derived.formula != "difference"):
            continue
        expected = _FORMULAS[derived.formula](later[0], earlier[0])
        slack = Decimal("0.6").scaleb(-result[1])
        alike = abs(result[0] - expected) <= slack or (derived.formula != "attainment" and abs(result[0] - abs(expected)) <= slack)
        yield result[0], alike
