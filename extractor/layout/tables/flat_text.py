"""Flattened tables of texts: rows by their ordinals, cells by the phrases that come again and again in a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import exp, log
from typing import NamedTuple, TypeAlias

import regex

from extractor.layout.tables.flat_starts import DATED, OPEN_ENDS, segment
from extractor.layout.tables.phrases import Word, read_opener, read_words
from extractor.layout.tables.units import is_unit
from extractor.layout.tables.words import is_figure
from extractor.pages import Grid, Line

_MIN_ROWS = 3
_MIN_COLUMNS = 3
_MAX_COLUMNS = 9
_MAX_HEAD_WORDS = 60
_MAX_LINE = 150
_MAX_ROW_WORDS = 150
_MAX_BLANKS = 9
_PASSES = 3
_UNIT_WORDS = 4
_WORD_COST = 5.0
_NEW_COST = 4.0
_BLANK_COST = 3.0
_HEAD_WEIGHT = 4.0
_SEAM = 3.0
_FIXED = 1.5
_ODD = 12.0
"""Cost of a new text in a column that otherwise holds the same one."""
_CLEAR = 0.6
"""Share of rows in which some column must hold figures or a phrase seen before: below it the cells are guesses."""
_COUNTED = regex.compile(r"\(?(\d{1,3})[.)]{0,2}")
_DIGITS = regex.compile(r"\d[\d.,]*")
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


class _Seen(NamedTuple):
    """What a column holds: how often each text, beginning ("Phó…") and end ("…huyện"), and the commonest text's share of the rows."""

    counts: Counter[str]
    rows: int
    share: float = 0.0

    def repeats(self, text: str) -> int:
        """How often a text comes; 1 when that is no more than chance gives."""
        count = self.counts[text]
        return count if count > max(1, self.rows // 8) else 1


_Cells: TypeAlias = "tuple[tuple[Word, ...], ...]"


class _Raw(NamedTuple):
    ordinal: Word | None
    words: tuple[Word, ...]
    is_group: bool


def find_text_tables(
    items: Sequence[Line | Grid], taken: frozenset[int], notes: frozenset[int], stops: Sequence[regex.Pattern[str]]
) -> Iterator[TextTable]:
    """Yield the tables whose head begins with the head of a column of ordinals.

    Args:
        items: The page's.
        taken: Indexes of items that belong to other tables.
        notes: Indexes of items that belong to footnotes.
        stops: What ends a table where a line begins with it.
    """
    at = 0
    while at < len(items):
        if at in taken or not _opens_head(items[at]):
            at += 1
            continue
        end = _find_end(items, at, taken, notes, stops)
        table = _read_table(items, [line for line in range(at, end) if line not in notes])
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


def _read_table(items: Sequence[Line | Grid], places: Sequence[int]) -> TextTable | None:
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
    split = _best_split(segment(read_words(items, [at for at in places if at < lines[first][0].line])), [row.words for row in rows])
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
    return text.isupper() and len(text) < 80 and len(text) > 3 and (len(line) > 1)


def _read_rows(lines: Sequence[list[Word]]) -> Iterator[_Raw]:
    """Yield the rows: each begins with the next number, with 1 or a capital's line after a group, or is a group itself."""
    ready: _Raw | None = None
    count = 0
    for line in lines:
        number = _count(line[0].text)
        if number is not None and number in {count + 1, 1} and number != count and (len(line) == 1 or not line[1].text[:1].islower()):
            yield from (ready,) if ready else ()
            ready, count = _Raw(line[0], tuple(line[1:]), False), number
        elif _is_group(line) or (
            _ROMAN.fullmatch(line[0].text) and len(line) > 1 and ready is not None and " ".join(w.text for w in line[1:]).isupper()
        ):
            yield from (ready,) if ready else ()
            ready, count = _Raw(None, tuple(line), True), 0
        elif ready is None or ready.is_group:
            yield from (ready,) if ready else ()
            ready = _Raw(None, tuple(line), False)
        else:
            ready = ready._replace(words=(*ready.words, *line))
    yield from (ready,) if ready else ()


def _best_split(
    heads: Sequence[tuple[float, list[tuple[Word, ...]]]], rows: Sequence[tuple[Word, ...]]
) -> tuple[list[tuple[Word, ...]], list[_Cells]] | None:
    """Choose among ways to cut the head the one under which the rows say the least that is new; None when no column shows a pattern."""
    best: tuple[float, list[tuple[Word, ...]], list[_Cells]] | None = None
    for gain, head in heads:
        if _MIN_COLUMNS <= len(head) <= _MAX_COLUMNS:
            kinds = [read_opener([word.text for word in cell[:3]]) or "" for cell in head[1:]]
            split = _split_rows(rows, kinds)
            cost = split[0] - _HEAD_WEIGHT * gain if split else 0.0
            if split is not None and (best is None or cost < best[0]):
                best = (cost, head, split[1])
    return best[1:] if best else None


def split_cells(rows: Sequence[tuple[Word, ...]], columns: int) -> list[_Cells]:
    """Split each row's words into its cells by what the columns hold elsewhere, whether a column shows a pattern or not."""
    return _split(rows, [""] * columns)[1] if rows else []


def _cut_last(rows: list[_Raw]) -> list[_Raw]:
    """End the last row, which nothing marks, after no more lines than the longest row before it has."""
    lines = [len({word.line for word in row.words}) for row in rows[:-1] if not row.is_group]
    if not lines or not rows[-1].words:
        return rows
    kept = sorted({word.line for word in rows[-1].words})[: max(1, *lines)]
    return [*rows[:-1], rows[-1]._replace(words=tuple(word for word in rows[-1].words if word.line <= kept[-1]))]


def _split_rows(rows: Sequence[tuple[Word, ...]], kinds: Sequence[str]) -> tuple[float, list[_Cells]] | None:
    """Split each row's words into its cells by what the columns hold elsewhere; None when no column shows a pattern."""
    cost, cells = _split(rows, kinds)
    texts = [Counter(_key(row[column]) for row in cells if row[column]) for column in range(1, len(kinds))]
    clear = max(sum(count for count in counts.values() if count > 1) for counts in texts)
    return (cost, cells) if clear >= _CLEAR * len(rows) else None


def _split(rows: Sequence[tuple[Word, ...]], kinds: Sequence[str]) -> tuple[float, list[_Cells]]:
    """Split all rows, each time by what the columns held the time before; returns what it costs to say and the cells."""
    columns, units = len(kinds), "unit" in kinds
    seen = [_Seen(_phrases(rows, units=units), len(rows))] * columns
    seams = _seams(rows, units=units)
    cells: list[_Cells] = []
    cost = 0.0
    for _ in range(_PASSES):
        splits = [_split_row(words, kinds, seen, seams) for words in rows]
        cost = sum(total for total, _ in splits)
        cells = [_cut(words, places) for words, (_, places) in zip(rows, splits, strict=True)]
        seen = [_column_phrases([row[column] for row in cells]) for column in range(columns)]
    return cost, cells


def _cut(words: tuple[Word, ...], places: Sequence[int]) -> tuple[tuple[Word, ...], ...]:
    return tuple(words[left:right] for left, right in pairwise((*places, len(words))))


def _key(words: Sequence[Word]) -> str:
    """What counts as the same cell: the text, all figures alike."""
    return shape(" ".join(word.text for word in words))


def shape(text: str) -> str:
    """Return a text with its figures made alike: "2140/QĐ-UBND" and "960/QĐ-UBND" are one shape."""
    return "#" if is_figure(text) else _DIGITS.sub("#", text)


def _phrases(rows: Sequence[tuple[Word, ...]], *, units: bool) -> Counter[str]:
    """Count the phrases between places where cells may begin, over all rows, once a row."""
    found: Counter[str] = Counter()
    for words in rows:
        starts = [*_starts(words, units=units), len(words)]
        keys = {_key(words[left:right]) for index, left in enumerate(starts) for right in starts[index + 1 : index + 7]}
        found.update(keys)
    return found


def _seams(rows: Sequence[tuple[Word, ...]], *, units: bool) -> dict[tuple[str, str], float]:
    """Return for each two pieces of text that meet, cut where cells may begin, how likely a seam of cells is between them.

    A seam is where ever other pieces meet one; two pieces that only ever meet each other are one cell's.
    """
    after: dict[str, Counter[str]] = {}
    before: dict[str, Counter[str]] = {}
    for words in rows:
        for left, right in pairwise(_pieces(words, units=units)):
            after.setdefault(left, Counter())[right] += 1
            before.setdefault(right, Counter())[left] += 1
    return {(left, right): _seam(rights, before[right]) for left, rights in after.items() for right in rights}


def _pieces(words: tuple[Word, ...], *, units: bool) -> list[str]:
    return [_key(words[start:end]) for start, end in pairwise([*_starts(words, units=units), len(words)])]


def _seam(rights: Counter[str], lefts: Counter[str]) -> float:
    most = max(_variety(rights), _variety(lefts))
    if most < _FIXED:
        return -_SEAM if min(rights.total(), lefts.total()) > _MIN_ROWS else 0.0
    return _SEAM * log(most)


def _variety(counts: Counter[str]) -> float:
    """Return how many equally frequent neighbours would be as varied as these."""
    total = counts.total()
    return exp(-sum(count / total * log(count / total) for count in counts.values()))


def _column_phrases(cells: Sequence[tuple[Word, ...]]) -> _Seen:
    """Count a column's cells, and how they begin and end."""
    texts = Counter(_key(words) for words in cells if words)
    share = max(texts.values(), default=0) / len(cells)
    for words in cells:
        texts.update({f"…{words[-1].text}", f"{words[0].text}…"} if words else ())
    return _Seen(texts, len(cells), share)


def _starts(words: Sequence[Word], *, units: bool) -> list[int]:
    """Return where cells may begin: at capitals and figures, and, where a column holds units, at units before a figure."""
    return [
        index for index, word in enumerate(words) if not index or _may_start(words, index, word) or (units and _opens_unit(words, index))
    ]


def _opens_unit(words: Sequence[Word], index: int) -> bool:
    return any(
        is_unit([word.text for word in words[index:end]]) and (end == len(words) or is_figure(words[end].text))
        for end in range(index + 1, min(index + _UNIT_WORDS, len(words)) + 1)
    )


def _may_start(words: Sequence[Word], index: int, word: Word) -> bool:
    before = words[index - 1].text
    if before[-1:] in ",-–/(" or before.lower() in OPEN_ENDS or (word.text[:1].isdigit() and before.lower() in DATED):
        return False
    return word.text[:1].isupper() or word.text[:1].isdigit() or word.text[:1] in "%<>"


def _split_row(
    words: tuple[Word, ...], kinds: Sequence[str], seen: Sequence[_Seen], seams: Mapping[tuple[str, str], float]
) -> tuple[float, tuple[int, ...]]:
    """Return the least cost and where each column's cell begins."""
    columns, units = len(kinds), "unit" in kinds
    starts = [*_starts(words, units=units), len(words)]
    gains = {start: seams[pair] for start, pair in zip(starts[1:], pairwise(_pieces(words, units=units)), strict=False)}
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for column in range(columns):
        grown: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, places) in best.items():
            for end in [len(words)] if column == columns - 1 else [place for place in starts if place >= start]:
                total = cost + _cost(words, start, end, seen[column], kind="first" if column == 0 else kinds[column])
                total -= gains.get(start, 0.0) if column and end > start else 0.0
                if end not in grown or total < grown[end][0]:
                    grown[end] = (total, (*places, start))
        best = grown
    return best[len(words)]


def _cost(words: Sequence[Word], start: int, end: int, seen: _Seen, *, kind: str) -> float:
    """Return what it costs to take `words[start:end]` for a cell: little for what the column has shown before.

    The first column says in each row what the row is about, so that a repeat there ("Xây dựng …") speaks for nothing.
    """
    if start == end:
        return _BLANK_COST + (20.0 if kind == "first" else _BLANK_COST if kind == "unit" else 0.0)
    cell = words[start:end]
    cost = _NEW_COST + _WORD_COST * len(cell)
    count = seen.repeats(_key(cell))
    if kind == "first":
        return cost
    if len(cell) <= _UNIT_WORDS and (kind == "unit" or cell[0].text[:1].isupper()) and is_unit([word.text for word in cell]):
        return 1.0
    if kind == "unit" and len(cell) <= _UNIT_WORDS:
        return _NEW_COST
    if len(cell) == 1 and is_figure(cell[0].text):
        return 1.0 if kind != "note" else _NEW_COST
    if count > 1:
        cost = min(cost, cost / count + 2.0 - log(count))
    else:
        cost += _ODD * seen.share - log(1 + seen.counts[f"…{cell[-1].text}"]) - log(1 + seen.counts[f"{cell[0].text}…"])
    if start and cell[0].gap < 0:
        cost -= 1.0
    return cost
