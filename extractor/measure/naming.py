"""Forms of sentence in which what a figure counts is not named right beside it: a row in turn, a survey, a colon, a purpose."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

import regex

from extractor.measure.figure import Figure, Reading
from extractor.measure.labels import label_before, noun_after
from extractor.measure.reading import sentence_of
from extractor.measure.rulebook import cue, cut_tail

_LISTED = regex.compile(r"[\s,;]*(?:và|/\s?\p{L}+)?[\s,;]*")
"""What stands between two numbers of one row: ``12%, 15% và 17%``."""
_LETTER_RUN = regex.compile(r"\p{L}{2}")
_ENUMERATED = regex.compile(r",\s|\svà\s")
_ASKED = regex.compile(r"\b(?:qua|theo|trên)\s+(?:hơn\s+|gần\s+)?$", regex.REVERSE)
_STATES = regex.compile(r"(?:\s\p{L}+){0,4}\s(?:chỉ\s+)?(?:đạt|là|còn)(?:\s(?:trên|hơn|gần|khoảng))?\s")
_CLAUSES = regex.compile(r"[,;.]\s")
_EDGE = regex.compile(r"[;:.)](?=\s)|\d[\d.,]*\s?%?")


def named_in_turn(reading: Reading, figure: Figure, done: Sequence[Figure], figures: Sequence[Figure]) -> str | None:
    """What a figure after "lần lượt" speaks of: the first of what was named or counted before, the second, and so on."""
    start, end = sentence_of(reading, figure.start)
    at = reading.lower.rfind("lần lượt", start, figure.start)
    if at < 0:
        return None
    row = [other for other in figures if at < other.start < end]
    for k, (one, following) in enumerate(pairwise(row)):
        if not _LISTED.fullmatch(reading.lower, one.end, following.start):
            row = row[: k + 1]
            break
    place = next((k for k, other in enumerate(row) if other.key == figure.key), None)
    if place is None or len(row) < 2 or _LETTER_RUN.search(cut_tail(cue("phrase_tail").pattern, reading.lower[at + 8 : row[0].start])):
        return None
    counted = [other for other in takewhile(lambda other: other.start >= start, reversed(done)) if other.start < at][::-1]
    counted = [other for other in counted if other.kind == "level" and other.role != "baseline" and other.phrase]
    if len(counted) >= len(row):
        return counted[place - len(row)].phrase
    named = _ENUMERATED.split(cut_tail(cue("phrase_tail").pattern, reading.text[max([start, *(other.end for other in counted)]) : at]))
    return named[place - len(row)] if len(named) >= len(row) and not any(_EDGE.search(name) for name in named) else None


def asked(reading: Reading, figure: Figure, done: Sequence[Figure]) -> str | None:
    """What a share was found of by asking so many: ``Mức hài lòng qua 900 phiếu đạt 87%``."""
    through = _ASKED.match(reading.lower[: done[-1].start][-20:]) if done else None
    if through is None or not _STATES.fullmatch(reading.lower[done[-1].end : figure.start]):
        return None
    label = label_before(reading, done[-1], done[-2] if len(done) > 1 else None)
    return cut_tail(_ASKED, f"{label} ").strip() or None


def named_before_colon(reading: Reading, figure: Figure, label: str) -> str | None:
    """What was kept or given so much, where a bare verb stands between it and the number: ``Quýt: ổn định 430 ha``."""
    if not cue("phrase_bare_verb").pattern.fullmatch(label.lower()):
        return None
    left = reading.text[sentence_of(reading, figure.start)[0] : figure.start]
    head, colon, rest = left.rpartition(": ")
    named = _EDGE.split(head)[-1].strip(" ;,+-–")
    return named if colon and 0 < len(named.split()) <= 10 and not _CLAUSES.search(rest) else None


def purpose_of(reading: Reading, figure: Figure, label: str) -> str | None:
    """What money is given for, where only who gives it stands before it: ``tỉnh dành 40 tỷ đồng khắc phục bão lũ``."""
    for_what = cue("phrase_purpose").after(reading.lower, figure.end)
    if not for_what or not cue("phrase_giving_verb").pattern.search(label.lower()):
        return None
    named = noun_after(reading, figure.end + for_what.end())
    return named if len(named.split()) > 1 else None
