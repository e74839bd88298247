"""Flattened tables of texts: rows by their ordinals, cells by the phrases that come again and again in a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from extractor.layout.tables.flat_split import Cells, split_rows
from extractor.layout.tables.flat_starts import segment
from extractor.layout.tables.phrases import Word, read_opener, read_words
from extractor.layout.tables.words import is_figure
from extractor.pages import Grid, Line

_MIN_ROWS = 3
_MIN_COLUMNS = 3
_MAX_COLUMNS = 9
_MAX_HEAD_WORDS = 60
_MAX_LINE = 150
_MAX_ROW_WORDS = 150
_MAX_BLANKS = 9
_MIN_GROUP, _MAX_GROUP = 3, 80
"""Characters of a group's line."""
_HEAD_WEIGHT = 4.0
_COUNTED = regex.compile(r"\(?(\d{1,3})[.)]{0,2}")
_MARKS = (".", ")")
_SUMS = frozenset(("tổng", "cộng"))
_ROMAN = regex.compile(r"(?:[IVX]{1,6}|[A-H])[.)]?")


class TextRow(NamedTuple):
    """A row: its ordinal, and the words of each further column; a group's words all stand in the first."""

    ordinal: Word | None
    cells: tuple[tuple[Word, ...], ...]
    is_group: bool = False


class TextTable(NamedTuple):
    """A table of texts: a head a column, and its rows."""

    head: tuple[tuple[Word, ...], ...]
    rows: tuple[TextRow, ...]


class _Raw(NamedTuple):
    ordinal: Word | None
    words: tuple[Word, ...]
    is_group: bool


def find_text_tables(
    items: Sequence[Line | Grid], taken: frozenset[int], notes: frozenset[int], stops: Sequence[regex.Pattern[str]], common: frozenset[str]
) -> Iterator[TextTable]:
    """Yield the tables whose head begins with the head of a column of ordinals.

    Args:
        items: The page's.
        taken: Indexes of items that belong to other tables.
        notes: Indexes of items that belong to footnotes.
        stops: What ends a table where a line begins with it.
        common: Words that the document writes with a small letter.
    """
    at = 0
    while at < len(items):
        if at in taken or not _opens_head(items[at]):
            at += 1
            continue
        end = _find_end(items, at, taken, notes, stops)
        table = _read_table(items, [line for line in range(at, end) if line not in notes], common)
        if table is not None:
            yield table
        at = end if table is not None else at + 1


def _opens_head(item: Line | Grid) -> bool:
    return (
        isinstance(item, Line)
        and item.text.lstrip()[:1] in "ST"
        and item.text.strip() != ""
        and read_opener(item.text.split()[:3]) == "ordinal"
    )


def _find_end(
    items: Sequence[Line | Grid], start: int, taken: frozenset[int], notes: frozenset[int], stops: Sequence[regex.Pattern[str]]
) -> int:
    blanks = 0
    end = start
    for at in range(start, len(items)):
        item = items[at]
        if at in notes:
            continue
        if isinstance(item, Grid) or at in taken or len(item.text) > _MAX_LINE or any(stop.search(item.text) for stop in stops):
            break
        if not item.text.strip():
            blanks += 1
            if blanks > _MAX_BLANKS:
                break
            continue
        blanks, end = 0, at + 1
    return end


def _read_table(items: Sequence[Line | Grid], places: Sequence[int], common: frozenset[str]) -> TextTable | None:
    lines = [read_words(items, [at]) for at in places]
    lines = [line for line in lines if line]
    first = next((number for number, line in enumerate(lines) if number and (_count(line[0].text) == 1 or _is_group(line))), None)
    if first is None or sum(len(line) for line in lines[:first]) > _MAX_HEAD_WORDS:
        return None
    raw = _cut_last(list(_read_rows(lines[first:])))
    rows = [row for row in raw if not row.is_group]
    if (
        len(rows) < _MIN_ROWS
        or max(len(row.words) for row in rows) > _MAX_ROW_WORDS
        or not sum(row.ordinal is not None for row in rows) * 2 > len(rows)
    ):
        return None
    split = _best_split(segment(read_words(items, [at for at in places if at < lines[first][0].line]), common), [row.words for row in rows])
    if split is None:
        return None
    head, cells = split
    left = iter(cells)
    return TextTable(tuple(head), tuple(TextRow(row.ordinal, (row.words,) if row.is_group else next(left), row.is_group) for row in raw))


def _count(text: str) -> int | None:
    found = _COUNTED.fullmatch(text)
    return int(found[1]) if found else None


def _is_group(line: Sequence[Word]) -> bool:
    """Tell a line in capitals that heads the rows below it."""
    text = " ".join(word.text for word in line)
    body = " ".join(word.text for word in line[1:]) if _ROMAN.fullmatch(line[0].text) else text
    return body.isupper() and _MIN_GROUP < len(text) < _MAX_GROUP and len(line) > 1


def _is_total(line: Sequence[Word]) -> bool:
    """Tell the line of a sum, which has no number."""
    return line[0].text.lower() in _SUMS and any(is_figure(word.text) for word in line)


def _read_rows(lines: Sequence[list[Word]]) -> Iterator[_Raw]:
    """Yield the rows: each begins with the next number, with 1 or a capital's line after a group, or is a group itself.

    A number or heading written in another style ("II. …", "1." where rows have "1") is the text below the table.
    """
    ready: _Raw | None = None
    count, style = 0, None
    for line in lines:
        number, marks = _count(line[0].text), line[0].text.lstrip("(")[-1:]
        opens = number is not None and number in {count + 1, 1} and number != count and (len(line) == 1 or not line[1].text[:1].islower())
        grouped = _is_group(line)
        if style is not None and marks in _MARKS and marks != style and (opens or (grouped and _ROMAN.fullmatch(line[0].text))):
            break
        if opens and number is not None:
            yield from (ready,) if ready else ()
            ready, count = _Raw(line[0], tuple(line[1:]), False), number
            style = marks if marks in _MARKS else ""
        elif grouped:
            yield from (ready,) if ready else ()
            ready, count = _Raw(None, tuple(line), True), 0
        elif ready is None or ready.is_group or _is_total(line):
            yield from (ready,) if ready else ()
            ready = _Raw(None, tuple(line), False)
        else:
            ready = ready._replace(words=(*ready.words, *line))
    yield from (ready,) if ready else ()


def _best_split(
    heads: Sequence[tuple[float, list[tuple[Word, ...]]]], rows: Sequence[tuple[Word, ...]]
) -> tuple[list[tuple[Word, ...]], list[Cells]] | None:
    """Choose among ways to cut the head the one under which the rows say the least that is new; None when no column shows a pattern."""
    best: tuple[float, list[tuple[Word, ...]], list[Cells]] | None = None
    for gain, head in heads:
        if _MIN_COLUMNS <= len(head) <= _MAX_COLUMNS:
            kinds = [read_opener([word.text for word in cell[:3]]) or "" for cell in head[1:]]
            split = split_rows(rows, kinds)
            cost = split[0] - _HEAD_WEIGHT * gain if split else 0.0
            if split is not None and (best is None or cost < best[0]):
                best = (cost, head, split[1])
    return best[1:] if best else None


def _cut_last(rows: list[_Raw]) -> list[_Raw]:
    """End the last row, which nothing marks, after no more lines than the longest row before it has."""
    lines = [len({word.line for word in row.words}) for row in rows[:-1] if not row.is_group]
    if not lines or not rows[-1].words:
        return rows
    kept = sorted({word.line for word in rows[-1].words})[: max(1, *lines)]
    return [*rows[:-1], rows[-1]._replace(words=tuple(word for word in rows[-1].words if word.line <= kept[-1]))]
