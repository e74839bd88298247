"""Goods and their prices: the thing that "giá", "có giá", "ở mức" or a change in brackets speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import regex

from extractor.measure.figure import MONEY, Figure, Reading
from extractor.measure.labels import without_asides
from extractor.measure.reading import sentence_of
from extractor.measure.rulebook import cue, cut_tail

_REACH = 600
"""How far back a good may be named; a table in running text may be one sentence."""
_ITEM = regex.compile(r"[;:](?=\s)|,(?=\s)|…|\.{3,}")
_SERIES = regex.compile(r"[;:]\s")
_DATE = regex.compile(r"^\s*[\d/]+\s+(?=\p{L})")
_LETTER = regex.compile(r"\p{L}")
_DIGIT = regex.compile(r"\d")


def thing_priced(reading: Reading, figure: Figure, done: Sequence[Figure]) -> str | None:
    """What has this price, or this change of price: ``cá lóc cỡ 3-4 con/kg có giá 90.000 đồng/kg``, ``chè búp giảm (-600 đồng/kg)``.

    None where the words before the number are not of that form.
    """
    start = max(sentence_of(reading, figure.start)[0], figure.start - _REACH)
    left = without_asides(reading.text[start : figure.start])
    tail = cue("phrase_price_tail").pattern.match(left.lower())
    if tail is None:
        return None
    earlier = [other for other in takewhile(lambda other: other.start >= start, reversed(done)) if other.unit_from == "text"][::-1]
    series = _of_series(left[: tail.start()], start, earlier, closed=reading.text.startswith(";", figure.end))
    if series:
        return series
    edges = [match.end() for match in _ITEM.finditer(left) if match.end() <= tail.start()]
    begin = edges[-1] if edges else 0
    for other in earlier:
        if other.end - start <= begin:
            continue
        if _named(left[begin : other.start - start]) and other.unit not in MONEY:
            return _named(left[begin : other.start - start])
        begin = other.end - start
    named = _named(left[begin : tail.start()])
    return named if named or _LETTER.search(left[begin : tail.start()]) else _same_thing(left[:begin], start, earlier)


def thing_packed(reading: Reading, figure: Figure) -> str | None:
    """What is packed or sized so: ``hến to cỡ 60-70 con/kg``."""
    start = max(sentence_of(reading, figure.start)[0], figure.start - _REACH)
    left = without_asides(reading.text[start : figure.start])
    edges = [match.end() for match in _ITEM.finditer(left)]
    item = left[edges[-1] if edges else 0 :]
    return None if _DIGIT.search(item) else _named(item)


def _same_thing(left: str, start: int, earlier: Sequence[Figure]) -> str | None:
    """The thing of the clause before: ``cà phê giảm (-90 đồng/kg), giá bán từ …``, ``cá chép có giá ổn định, giá từ …``."""
    clauses = _ITEM.split(left[max([0, *(other.end - start for other in earlier)]) :])
    for clause in reversed(clauses[1:] if earlier else clauses):
        tail = cue("phrase_price_tail").pattern.match(clause.lower())
        if tail:
            return _named(clause[: tail.start()])
        if _LETTER.search(clause):
            return _named(clause) if cue("phrase_good_ends").pattern.search(clause.lower()) else None
    return earlier[-1].phrase if earlier and earlier[-1].unit in MONEY else None


def _of_series(left: str, start: int, earlier: Sequence[Figure], *, closed: bool) -> str | None:
    """The good that opens an item of a list with semicolons, before its make: ``Viên A 10mg, Hộp 100 viên, Công ty B giá …``."""
    edges = [match.end() for match in _SERIES.finditer(left)]
    begin = edges[-1] if edges else 0
    item = left[begin:]
    listed = closed or left[:begin].endswith("; ")
    if not listed or ", " not in item or any(other.start - start >= begin and other.unit in MONEY for other in earlier):
        return None
    digit = _DIGIT.search(item)
    return _named(item[: digit.start()]) if digit and digit.start() < item.rfind(", ") and len(item[: digit.start()].split()) > 1 else None


def _named(text: str) -> str | None:
    """The name without the words that open or close its clause."""
    text = cut_tail(cue("phrase_packing_tail").pattern, cut_tail(cue("phrase_tail").pattern, text)).strip()
    for lead in ("phrase_lead", "phrase_good_lead"):
        head = cue(lead).pattern.match(text.lower())
        text = _DATE.sub("", text[head.end() :] if head else text)
    end = cue("phrase_good_ends").pattern.search(text.lower())
    named = text[: end.start()] if end else text
    return named if _LETTER.search(named) and not cue("phrase_no_good").pattern.match(named.lower()) else None
