"""Which row of a table stands a level above another: told by the families of their labels, in the order in which those open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from extractor.structure.labels import roman

_CAPITALS = regex.compile(r"([A-ZĐ])\1{0,5}")
_DECIMAL = regex.compile(r"\d{1,3}(?:\.\d{1,3}){0,4}")
_SMALL = regex.compile(r"[a-zđ]")
_BULLET = regex.compile(r"[-–—+*•]")
_ALPHABETS = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDĐEGHIKLMNOPQRSTUVXY")
"""Letters go on in the one or the other: after H comes I, after I either J or K."""
_SPARE = " .)(:"


class _Reading(NamedTuple):
    """One way to read a label."""

    family: str
    rank: int
    """Families of a higher rank stand below; letters and Roman numbers either way."""
    nth: frozenset[int]
    """Its places in its family: one, or one for each alphabet."""


class _Open(NamedTuple):
    """A level that is open."""

    reading: _Reading
    row: int


def rows_above(labels: Sequence[str], names: Sequence[str]) -> list[int | None]:
    """The row above each row, None for the outermost; a row without a label or dash stands below the last letter or Roman number."""
    given = [_readings(label) or _dashed(name) for label, name in zip(labels, names, strict=True)]
    following = _following(given)
    stack: list[_Open] = []
    above: list[int | None] = []
    for row, readings in enumerate(given):
        if not readings:
            stack = _down_to(stack, 0)
            above.append(stack[-1].row if stack else None)
            continue
        reading = _chosen(readings, stack, following[row])
        stack = _under(stack, reading)
        above.append(stack[-1].row if stack else None)
        stack.append(_Open(reading, row))
    return above


def _readings(label: str) -> tuple[_Reading, ...]:
    label = label.strip(_SPARE)
    found = []
    if _CAPITALS.fullmatch(label):
        found.append(_Reading("capital", 0, _places(label[0], len(label) - 1)))
    if label.isupper() and (value := roman(label)):
        found.append(_Reading("roman", 0, frozenset(value)))
    if _DECIMAL.fullmatch(label):
        parts = label.split(".")
        found.append(_Reading(f"decimal{len(parts)}", len(parts), frozenset([int(parts[-1])])))
    if _SMALL.fullmatch(label):
        found.append(_Reading("small", 6, _places(label.upper(), 0)))
    return tuple(found) or _dashed(label)


def _places(letter: str, times: int) -> frozenset[int]:
    """Z is followed by AA: how often a letter is written counts the alphabets before it."""
    return frozenset(times * len(letters) + letters.index(letter) + 1 for letters in _ALPHABETS if letter in letters)


def _dashed(name: str) -> tuple[_Reading, ...]:
    mark = _BULLET.match(name.strip())
    return (_Reading("plus" if mark[0] == "+" else "dash", 8 if mark[0] == "+" else 7, frozenset()),) if mark else ()


def _following(given: Sequence[tuple[_Reading, ...]]) -> list[tuple[_Reading, ...]]:
    """The next letter or Roman number after each row."""
    following: list[tuple[_Reading, ...]] = []
    coming: tuple[_Reading, ...] = ()
    for readings in reversed(given):
        following.append(coming)
        if readings and readings[0].rank == 0:
            coming = readings
    return following[::-1]


def _chosen(readings: tuple[_Reading, ...], stack: Sequence[_Open], following: tuple[_Reading, ...]) -> _Reading:
    """Tell the letter I from the number: it goes on in a family that is open or begins one, and the next label goes on after it."""
    if len(readings) == 1:
        return readings[0]
    return max(readings, key=lambda reading: (_fits(reading, stack), any(_goes_on(reading, after) for after in following)))


def _fits(reading: _Reading, stack: Sequence[_Open]) -> bool:
    last = next((level.reading for level in stack if level.reading.family == reading.family), None)
    return 1 in reading.nth or (last is not None and _goes_on(last, reading))


def _goes_on(last: _Reading, reading: _Reading) -> bool:
    return last.family == reading.family and any(nth + 1 in reading.nth for nth in last.nth)


def _under(stack: list[_Open], reading: _Reading) -> list[_Open]:
    """The levels above a row: those that opened before its family did, else those of its rank and above."""
    for depth, level in enumerate(stack):
        if level.reading.family == reading.family:
            return stack[:depth]
    return _down_to(stack, reading.rank if 1 in reading.nth or not reading.nth else reading.rank - 1)


def _down_to(stack: list[_Open], rank: int) -> list[_Open]:
    while stack and stack[-1].reading.rank > rank:
        stack = stack[:-1]
    return stack
