"""Put tables back whose cells LibreOffice has run together, by what the DOC itself says of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from extractor.pages import Grid, Line, Span, count_chars
from extractor.read.word.binary import BinaryCell, BinaryRow
from extractor.read.word.tables import NEAR_TWIPS, Raw, Row, make_grids

Item: TypeAlias = "Line | Grid"
MIN_CHARS = 8
"""A shorter text may stand anywhere."""


class _Letter(NamedTuple):
    item: int
    span: int
    place: int


def mend_tables(items: Sequence[Item], runs: Sequence[Sequence[BinaryRow]]) -> list[Item]:
    """Replace lines that hold the cells of a table run together by the table.

    Args:
        items: What was read of LibreOffice's DOCX.
        runs: The tables of the DOC itself. One that came out as a Grid is not found among the lines, and stays as it is.
    """
    found = list(items)
    start = 0
    for run in runs:
        letters, text = _letters(found, start)
        key = "".join(_key(cell.text) for row in run for cell in row.cells)
        place = text.find(key) if len(key) >= MIN_CHARS and max((len(row.cells) for row in run), default=0) > 1 else -1
        if place < 0:
            continue
        first, last = letters[place], letters[place + len(key) - 1]
        grids = _build(found, letters[place : place + len(key)], run)
        before, after = _cut(found[first.item], None, first), _cut(found[last.item], last, None)
        made: list[Item] = [*([before] if before.chars else []), *grids, *([after] if after.chars else [])]
        found[first.item : last.item + 1] = made
        start = first.item + len(made) - bool(after.chars)
    return found


def _letters(items: Sequence[Item], start: int) -> tuple[list[_Letter], str]:
    """List the source's own non-blank characters outside of tables (no generated numbers, no note markers), and their text."""
    letters: list[_Letter] = []
    chars: list[str] = []
    for index, item in enumerate(items[start:], start):
        if isinstance(item, Grid):
            # Nothing may match across a table.
            letters.append(_Letter(index, 0, 0))
            chars.append("\0")
            continue
        for number, span in enumerate(item.spans):
            if span.chars and span.note is None:
                kept = [(place, char) for place, char in enumerate(span.text) if not char.isspace()]
                letters += [_Letter(index, number, place) for place, _ in kept]
                chars += [_fold(char) for _, char in kept]
    return letters, "".join(chars)


def _key(text: str) -> str:
    return "".join(_fold(char) for char in text if not char.isspace())


def _fold(char: str) -> str:
    """Capitals are an effect of the type face; hyphens come out in different forms."""
    small = char.lower()
    return "-" if small in "\u2010\u2011" else small if len(small) == 1 else char


def _build(items: Sequence[Item], letters: Sequence[_Letter], run: Sequence[BinaryRow]) -> list[Grid]:
    edges = _edges(run)
    rows = []
    place = 0
    for row in run:
        cells: list[Raw] = []
        for cell in row.cells:
            size = len(_key(cell.text))
            lines = _slice(items, letters[place : place + size])
            place += size
            if cell.joined and cells:
                last = cells.pop()
                cells.append(Raw(last.start, _near(edges, cell.end), last.merge, (*last.content, *lines), last.sides | cell.sides))
            else:
                cells.append(_raw(cell, edges, lines))
        rows.append(Row(tuple(cells), row.header))
    return list(make_grids(rows, attrgetter("content")))


def _raw(cell: BinaryCell, edges: Sequence[int], lines: tuple[Line, ...]) -> Raw:
    start = _near(edges, cell.start)
    return Raw(start, max(start + 1, _near(edges, cell.end)), cell.merge, lines, cell.sides)


def _edges(run: Sequence[BinaryRow]) -> list[int]:
    """List the places of the table's column edges, near ones taken as one."""
    edges: list[int] = []
    for edge in sorted({edge for row in run for cell in row.cells for edge in (cell.start, cell.end)}):
        if not edges or edge - edges[-1] > NEAR_TWIPS:
            edges.append(edge)
    return edges


def _near(edges: Sequence[int], edge: int) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - edge))


def _slice(items: Sequence[Item], letters: Sequence[_Letter]) -> tuple[Line, ...]:
    """Cut the lines of a cell out of the lines that it was run together with; blanks between its letters stay."""
    groups = (list(group) for _, group in groupby(letters, key=lambda letter: letter.item))
    return tuple(_cut(items[own[0].item], own[0], own[-1], inside=True) for own in groups)


def _cut(item: Item, first: _Letter | None, last: _Letter | None, *, inside: bool = False) -> Line:
    """Cut a line: from `first` to `last` with both (`inside`), else what stands before `last` or behind `first`."""
    if isinstance(item, Grid):
        raise TypeError("letters of a grid are never matched")
    low = (-1, 0) if first is None else (first.span, first.place if inside else first.place + 1)
    high = (len(item.spans), 0) if last is None else (last.span, last.place + 1 if inside else last.place)
    spans: list[Span] = []
    for number, span in enumerate(item.spans):
        if not low[0] <= number <= high[0]:
            continue
        start, end = low[1] if number == low[0] else 0, high[1] if number == high[0] else len(span.text)
        text = span.text[start:end]
        if text and (span.chars or span.note is not None):
            spans.append(span._replace(text=text, chars=count_chars(text) if span.note is None else span.chars))
    return item._replace(spans=tuple(spans))
