"""Rows of run-together texts cut into cells: the cut under which the columns say the least that is new, found in a few rounds."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import regex

from extractor.layout.tables.flat_starts import DATED, OPEN_ENDS
from extractor.layout.tables.units import is_unit
from extractor.layout.tables.words import is_figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.layout.tables.phrases import Word

Cells: TypeAlias = "tuple[tuple[Word, ...], ...]"
"""A row's cells, each its words."""
Seams: TypeAlias = "Mapping[tuple[str, str], float]"
"""How likely a seam of cells is between two pieces of text that meet."""

_ROUNDS = 3
_PIECES = 7
"""Pieces of text that a repeated cell is made of at most."""
_LONG_WORDS = 12
"""A longer cell is no repeat of another."""
_MAX_CELL_WORDS = 30
_UNIT_WORDS = 4
_WORD_COST = 5.0
_NEW_COST = 4.0
_BLANK_COST = 3.0
_FIRST_COST = 20.0
"""A row says something in its first column."""
_LINE_GAIN = 1.0
_SEAM = 3.0
_FIXED = 1.5
"""Neighbours less varied than this belong to one cell."""
_ODD = 12.0
"""Cost of a new text in a column that otherwise holds the same one."""
_CLEAR = 0.6
"""Share of rows in which some column must hold what it holds elsewhere: below it the cells are guesses."""
_DIGITS = regex.compile(r"\d[\d.,]*")


class _Row(NamedTuple):
    """A row's words, where cells may begin (and the end), and the text between these places."""

    words: tuple[Word, ...]
    starts: tuple[int, ...]
    pieces: tuple[str, ...]

    def cell(self, start: int, end: int) -> tuple[Word, ...]:
        return self.words[start:end]

    def cut(self, places: Sequence[int]) -> Cells:
        return tuple(self.cell(*span) for span in pairwise((*places, len(self.words))))


class _Seen(NamedTuple):
    """What a column holds: how often each text, beginning ("Phó…") and end ("…huyện"), and the commonest text's share of the rows."""

    counts: Counter[str]
    rows: int
    share: float = 0.0

    def repeats(self, text: str) -> int:
        """How often a text comes; 1 when that is no more than chance gives."""
        count = self.counts[text]
        return count if count > max(1, self.rows // 8) else 1


def split_rows(rows: Sequence[tuple[Word, ...]], kinds: Sequence[str]) -> tuple[float, list[Cells]] | None:
    """Split each row's words into a cell a column; returns what it costs to say them and the cells.

    Args:
        rows: Each row's words, without its ordinal.
        kinds: What each column's head opens ("unit", "note", …), see `read_opener`; "" for the others.

    Returns:
        None when no column shows a pattern.
    """
    cost, cells = _split(rows, ["first", *kinds[1:]])
    texts = [Counter(_key(row[column]) for row in cells if row[column]) for column in range(1, len(kinds))]
    clear = max(sum(count for count in counts.values() if count > 1) for counts in texts)
    return (cost, cells) if clear >= _CLEAR * len(rows) else None


def split_labels(rows: Sequence[tuple[Word, ...]], columns: int) -> list[Cells]:
    """Split each row's words into so many cells, whether a column shows a pattern or not; the first says what the row is about."""
    return _split(rows, ["first", *[""] * (columns - 1)])[1] if rows else []


def split_notes(rows: Sequence[tuple[Word, ...]], columns: int) -> list[Cells]:
    """Split each row's words into so many cells: the first says all that some row says, and no more."""
    whole = Counter(_key(words) for words in rows)
    cells: list[Cells] = []
    for words in rows:
        ends = [end for end in range(1, len(words)) if whole[_key(words[:end])]] if columns > 1 else []
        cut = ends[-1] if ends else len(words)
        cells.append((words[:cut], words[cut:], *((),) * (columns - 2))[:columns])
    return cells


def shape(text: str) -> str:
    """Return a text with its figures made alike: "2140/QĐ-UBND" and "960/QĐ-UBND" are one shape."""
    return "#" if is_figure(text) else _DIGITS.sub("#", text)


def _key(words: Sequence[Word]) -> str:
    """What counts as the same cell: the text, all figures alike."""
    return shape(" ".join(word.text for word in words))


def _split(rows: Sequence[tuple[Word, ...]], kinds: Sequence[str]) -> tuple[float, list[Cells]]:
    """Split all rows, each time by what the columns held the time before."""
    ready = [_prepare(words, units="unit" in kinds) for words in rows]
    seen = [_Seen(_phrases(ready), len(rows))] * len(kinds)
    seams = _seams(ready)
    cells: list[Cells] = []
    cost = 0.0
    for _ in range(_ROUNDS):
        splits = [_split_row(row, kinds, seen, seams) for row in ready]
        cost = sum(total for total, _ in splits)
        cells = [row.cut(places) for row, (_, places) in zip(ready, splits, strict=True)]
        seen = [_column([row[column] for row in cells]) for column in range(len(kinds))]
    return cost, cells


def _prepare(words: tuple[Word, ...], *, units: bool) -> _Row:
    starts = (*_starts(words, units=units), len(words))
    return _Row(words, starts, tuple(_key(words[start:end]) for start, end in pairwise(starts)))


def _starts(words: Sequence[Word], *, units: bool) -> list[int]:
    """Return where cells may begin: at capitals and figures, and, where a column holds units, at units before a figure."""
    return [
        index for index, word in enumerate(words) if not index or _may_start(words, index, word) or (units and _opens_unit(words, index))
    ]


def _may_start(words: Sequence[Word], index: int, word: Word) -> bool:
    before = words[index - 1].text
    if before[-1:] in ",-–/(" or before.lower() in OPEN_ENDS or (word.text[:1].isdigit() and before.lower() in DATED):
        return False
    return word.text[:1].isupper() or word.text[:1].isdigit() or word.text[:1] in "%<>"


def _opens_unit(words: Sequence[Word], index: int) -> bool:
    return any(
        is_unit([word.text for word in words[index:end]]) and (end == len(words) or is_figure(words[end].text))
        for end in range(index + 1, min(index + _UNIT_WORDS, len(words)) + 1)
    )


def _phrases(rows: Sequence[_Row]) -> Counter[str]:
    """Count the phrases between places where cells may begin, over all rows, once a row."""
    found: Counter[str] = Counter()
    for row in rows:
        spans = [(left, right) for index, left in enumerate(row.starts) for right in row.starts[index + 1 : index + _PIECES]]
        found.update({_key(row.cell(*span)) for span in spans if span[1] - span[0] <= _LONG_WORDS})
    return found


def _column(cells: Sequence[tuple[Word, ...]]) -> _Seen:
    """Count a column's cells, and how they begin and end."""
    texts = Counter(_key(words) for words in cells if words)
    share = max(texts.values(), default=0) / len(cells)
    for words in cells:
        texts.update({f"…{words[-1].text}", f"{words[0].text}…"} if words else ())
    return _Seen(texts, len(cells), share)


def _seams(rows: Sequence[_Row]) -> dict[tuple[str, str], float]:
    """Return for each two pieces of text that meet, cut where cells may begin, how likely a seam of cells is between them.

    A seam is where ever other pieces meet one; two pieces that only ever meet each other are one cell's.
    """
    after: dict[str, Counter[str]] = {}
    before: dict[str, Counter[str]] = {}
    for row in rows:
        for left, right in pairwise(row.pieces):
            after.setdefault(left, Counter())[right] += 1
            before.setdefault(right, Counter())[left] += 1
    return {(left, right): _seam(rights, before[right], len(rows)) for left, rights in after.items() for right in rights}


def _seam(rights: Counter[str], lefts: Counter[str], rows: int) -> float:
    most = max(_variety(rights), _variety(lefts))
    if most < _FIXED:
        return -_SEAM if min(rights.total(), lefts.total()) > min(3, rows // 2) else 0.0
    return _SEAM * log(most)


def _variety(counts: Counter[str]) -> float:
    """Return how many equally frequent neighbours would be as varied as these."""
    total = counts.total()
    return exp(-sum(count / total * log(count / total) for count in counts.values()))


def _split_row(row: _Row, kinds: Sequence[str], seen: Sequence[_Seen], seams: Seams) -> tuple[float, tuple[int, ...]]:
    """Return the least cost and where each column's cell begins."""
    size = len(row.words)
    gains = {start: seams[pair] for start, pair in zip(row.starts[1:], pairwise(row.pieces), strict=False)}
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for column, kind in enumerate(kinds):
        grown: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, places) in best.items():
            ends = [size] if column == len(kinds) - 1 else _ends(row, start, is_first=kind == "first")
            for end in ends:
                total = cost + _cost(row.cell(start, end), seen[column], kind)
                if column and end > start:
                    total -= gains.get(start, 0.0)
                if end not in grown or total < grown[end][0]:
                    grown[end] = (total, (*places, start))
        best = grown
    return best[size]


def _ends(row: _Row, start: int, *, is_first: bool) -> list[int]:
    """Return where a cell from `start` on may end: anywhere for the first column, near for the others, which may be blank."""
    near = len(row.words) if is_first else start + _MAX_CELL_WORDS
    ends = [place for place in row.starts if start <= place <= near]
    return ends if ends[-1:] == [len(row.words)] else [*ends, len(row.words)]


def _cost(cell: Sequence[Word], seen: _Seen, kind: str) -> float:
    """Return what it costs to take these words for a cell: little for what the column has shown before.

    The first column says in each row what the row is about, so that a repeat there ("Xây dựng …") speaks for nothing.
    """
    if not cell:
        return _BLANK_COST * (1 + (kind == "unit")) + _FIRST_COST * (kind == "first")
    cost = _NEW_COST + _WORD_COST * len(cell)
    if kind == "first":
        return cost
    gain = _LINE_GAIN if cell[0].gap < 0 else 0.0
    known = _known_cost(cell, kind)
    if known is not None:
        return known - gain
    count = seen.repeats(_key(cell)) if len(cell) <= _LONG_WORDS else 1
    if count > 1:
        return min(cost, cost / count + 2.0 - log(count)) - gain
    ends = log(1 + seen.counts[f"…{cell[-1].text}"]) + log(1 + seen.counts[f"{cell[0].text}…"])
    return cost + _ODD * seen.share - ends - gain


def _known_cost(cell: Sequence[Word], kind: str) -> float | None:
    """Return the cost of a unit or a figure, which are cells by themselves; None for other texts."""
    if len(cell) > _UNIT_WORDS:
        return None
    if (kind == "unit" or cell[0].text[:1].isupper()) and is_unit([word.text for word in cell]):
        return 1.0
    if kind == "unit":
        return _NEW_COST
    if len(cell) == 1 and is_figure(cell[0].text):
        return _NEW_COST if kind == "note" else 1.0
    return None
