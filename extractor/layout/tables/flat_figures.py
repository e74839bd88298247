"""The figures of a flattened row: where their run stands in a line, what makes one value, and which column each value goes to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import regex

from extractor.layout.tables.phrases import Word
from extractor.layout.tables.words import is_figure, is_year

Value: TypeAlias = tuple[Word, ...]
"""The words of one cell of figures: "120", "-", "7,5 - 8,0", "3, 5, 17"; () where it is blank."""

_DASHES = "-–"
_RANGE = 3
"""Words of "7,5 - 8,0"."""
_MOST_MOVED = 2
"""Figures that a label may end with, or a note begin with, at most."""
_NAME_DIGITS = 2
_TO_LABEL, _TO_NAME, _TO_NOTE, _TO_PHRASE = 2.0, 1.0, 1.5, 0.3
"""Cost of a figure that ends a label or a name ("Thôn 3"), or begins a note or a phrase ("8,3 km"), over that of one in its column."""
_WIDE_GAP = 2
_HOLE, _LAST_HOLE, _SHOWN, _DENIED = 1.5, 0.2, -0.8, 1.0
"""Cost of a blank cell: anywhere, at the row's end, where blanks speak for it, where the row's end has none though others have."""
_SHAPE = 2.0
"""Cost of a range or list in a column of single figures, and of a single figure in one of those."""


class Parted(NamedTuple):
    """A line parted into its label, its run of values, and what follows it."""

    label: tuple[Word, ...]
    values: tuple[Value, ...]
    note: tuple[Word, ...]


class _Column(NamedTuple):
    rate: float
    decimals: float
    size: float
    shaped: float


class Profile(NamedTuple):
    """What the columns of figures hold, and how far a value usually is from its column's usual one."""

    columns: tuple[_Column, ...]
    usual: float


def part(words: Sequence[Word], columns: int = 0) -> Parted:
    """Part a line's words; ranges are joined until there are no more values than `columns` (0: not known yet, none is joined)."""
    start, end = _longest_run(words)
    values = _join_lists(words[start:end])
    if columns and len(values) != columns:
        while start < end and words[start].text in _DASHES:
            start += 1
        values = _join_lists(words[start:end])
    return Parted(tuple(words[:start]), tuple(_join_ranges(values, columns) if columns else values), tuple(words[end:]))


def count_values(words: Sequence[Word]) -> tuple[int, int]:
    """Return how many values a line has at least (all ranges joined) and at most."""
    start, end = _longest_run(words)
    while start < end and words[start].text in _DASHES:
        start += 1
    values = _join_lists(words[start:end])
    return len(_join_ranges(values, 1)), len(values)


def _longest_run(words: Sequence[Word]) -> tuple[int, int]:
    """Return the longest run of figures and dashes, the last of equally long ones."""
    best = (len(words), len(words))
    start = 0
    for index in range(len(words) + 1):
        if index < len(words) and _is_value(words, index):
            continue
        if index > start and index - start >= best[1] - best[0]:
            best = (start, index)
        start = index + 1
    return best


def _is_value(words: Sequence[Word], index: int) -> bool:
    if _in_text_range(words, index):
        return False
    return is_figure(words[index].text) or words[index].text in _DASHES or _in_list(words, index)


def _in_list(words: Sequence[Word], index: int) -> bool:
    """Tell a figure that a comma ties to the next one ("3, 5, 17")."""
    text = words[index].text
    return text[-1:] == "," and text[:-1].isdigit() and words[index + 1 : index + 2] != [] and words[index + 1].text.rstrip(",").isdigit()


def _in_text_range(words: Sequence[Word], index: int) -> bool:
    """Tell a part of "2026 - 2028" or "20 - 25 bác sĩ", which is a text."""
    return any(0 <= start <= len(words) - _RANGE and _is_text_range(words[start : start + 4]) for start in range(index - 2, index + 1))


def _is_text_range(words: Sequence[Word]) -> bool:
    """Tell two years with a dash between, or two figures that a word goes on behind."""
    if words[1].text not in _DASHES:
        return False
    if is_year(words[0].text) and is_year(words[2].text):
        return True
    return is_figure(words[0].text) and is_figure(words[2].text) and words[-1].text[:1].islower()


def _join_lists(words: Sequence[Word]) -> list[Value]:
    values: list[Value] = []
    for word in words:
        if values and values[-1][-1].text[-1:] == ",":
            values[-1] = (*values[-1], word)
        else:
            values.append((word,))
    return values


def _join_ranges(values: Sequence[Value], columns: int) -> list[Value]:
    """Join "7,5", "-", "8,0" from the first on, as long as more values are left than columns."""
    joined = list(values)
    at = 0
    while at + _RANGE <= len(joined) and len(joined) - _RANGE + 1 >= columns:
        low, dash, high = joined[at : at + _RANGE]
        if dash[0].text in _DASHES and is_figure(low[-1].text) and is_figure(high[0].text):
            joined[at : at + _RANGE] = [(*low, *dash, *high)]
        at += 1
    return joined


def text_of(value: Value) -> str:
    """Return a value's words on one line."""
    return " ".join(word.text for word in value)


def read_profile(rows: Sequence[Sequence[Value]]) -> Profile:
    """Return for each column of figures the share with a per cent sign, with decimals, of ranges and lists, and the usual digits."""
    columns = []
    for number in range(len(rows[0])):
        texts = [text_of(row[number]) for row in rows]
        columns.append(
            _Column(
                sum("%" in text for text in texts) / len(texts),
                sum(_has_decimals(text) for text in texts) / len(texts),
                sum(_digits(text) for text in texts) / len(texts),
                sum(" " in text for text in texts) / len(texts),
            )
        )
    misfits = [_misfit(value, column) for row in rows for value, column in zip(row, columns, strict=True)]
    return Profile(tuple(columns), sum(misfits) / len(misfits))


def _has_decimals(text: str) -> bool:
    return regex.search(r"[.,]\d{1,2}%?$", text) is not None


def _digits(text: str) -> int:
    whole = regex.split(r"[.,]\d{1,2}%?$", text)[0]
    return sum(map(str.isdigit, whole))


def align(parted: Parted, profile: Profile, spare: int | None) -> Parted:
    """Give each value its column, `()` where a row leaves one blank; figures that fit none go to the label or to the note.

    Args:
        parted: A line, its values fewer or more than the columns, or as many.
        profile: Of the columns, see `read_profile`.
        spare: How many blank cells the blanks at the line's end speak for; None where they say nothing.
    """
    values = parted.values
    if not values:
        return parted._replace(values=((),) * len(profile.columns))
    best: tuple[float, Parted] | None = None
    for before in range(_MOST_MOVED + 1 if parted.label or len(values) > len(profile.columns) else 1):
        for after in range(_MOST_MOVED + 1 if parted.note else 1):
            kept = values[before : len(values) - after]
            moved = (*values[:before], *values[len(values) - after :])
            if not 0 < len(kept) <= len(profile.columns) or (len(values) <= len(profile.columns) and not all(map(_may_name, moved))):
                continue
            cost, row = _fill(kept, profile, parted.note, spare)
            cost += _moving_cost(parted, before, after) + (before + after) * profile.usual
            if best is None or cost < best[0]:
                best = (cost, _moved(parted, row, before, after))
    if best is not None:
        return best[1]
    surplus = len(values) - len(profile.columns)
    return _moved(parted, values[surplus:], surplus, 0)


def _may_name(value: Value) -> bool:
    """Tell a figure that may be part of a name ("Thôn 3", "đợt 1")."""
    return len(value) == 1 and value[0].text.isdigit() and len(value[0].text) <= _NAME_DIGITS


def _moving_cost(parted: Parted, before: int, after: int) -> float:
    named = parted.label and parted.label[-1].text[:1].isupper()
    phrased = parted.note and parted.note[0].text[:1].islower()
    return before * (_TO_NAME if named else _TO_LABEL) + after * (_TO_PHRASE if phrased else _TO_NOTE)


def _moved(parted: Parted, row: Sequence[Value], before: int, after: int) -> Parted:
    end = len(parted.values) - after
    label = (*parted.label, *(word for value in parted.values[:before] for word in value))
    return Parted(label, tuple(row), (*(word for value in parted.values[end:] for word in value), *parted.note))


def _fill(values: Sequence[Value], profile: Profile, note: Sequence[Word], spare: int | None) -> tuple[float, tuple[Value, ...]]:
    """Return the least cost of setting these values in order into the columns, and the row."""
    columns = len(profile.columns)
    best: dict[int, tuple[float, tuple[Value, ...]]] = {0: (0.0, ())}
    for number, column in enumerate(profile.columns):
        grown: dict[int, tuple[float, tuple[Value, ...]]] = {}
        for used, (cost, row) in best.items():
            if used < len(values):
                here = (cost + _misfit(values[used], column), (*row, values[used]))
                grown[used + 1] = min(grown.get(used + 1, _WORST), here, key=_cost)
            if len(values) - used <= columns - number - 1:
                hole = (cost + _hole_cost(values, used, note, spare), (*row, ()))
                grown[used] = min(grown.get(used, _WORST), hole, key=_cost)
        best = grown
    return best[len(values)]


def _hole_cost(values: Sequence[Value], used: int, note: Sequence[Word], spare: int | None) -> float:
    """Return what it costs to leave a column blank before value `used`: less than nothing where a wide gap speaks for it."""
    after = values[used][0] if used < len(values) else note[0] if note else None
    if after is None:
        return _LAST_HOLE if spare is None else _SHOWN if spare else _DENIED
    return _HOLE if after.gap < _WIDE_GAP else _SHOWN


_WORST: tuple[float, tuple[Value, ...]] = (float("inf"), ())


def _cost(entry: tuple[float, tuple[Value, ...]]) -> float:
    return entry[0]


def _misfit(value: Value, column: _Column) -> float:
    text = text_of(value)
    rate = abs(("%" in text) - column.rate) * 3
    decimals = abs(_has_decimals(text) - column.decimals) * 1.5
    shaped = abs((" " in text) - column.shaped) * _SHAPE
    return rate + decimals + shaped + min(1.0, 0.3 * abs(_digits(text) - column.size))
