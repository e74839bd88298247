"""Set a composition in lines and pages with footnotes at the foot: what text forms are cut from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from corpora.render.headrows import head_rows
from corpora.render.printed import COMMA, Composition, Item, Piece, Printed, PrintedTable, Turn, TwoColumns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDTH = 80
"""Characters of a body line set in 14 point Times on A4."""
NOTE_WIDTH = 108
HALF_WIDTH = 38
TABLE_WIDTH = 92
PAGE_LINES = 40.0
NOTE_LINE = 0.72
"""A footnote line, in body lines."""
_ONE_BLANK = re.compile(r"(?<! ) (?! )")
"""Where a line may break; wider gaps are blanks left for the pen."""


class SetLine(NamedTuple):
    """A visual line: pieces, and the block that it came from (lines of one paragraph share it)."""

    pieces: tuple[Piece, ...]
    block: int
    first: bool = False
    blank: bool = False
    row: int | None = None
    """Index of the table row that this line belongs to."""

    @property
    def notes(self) -> list[str]:
        """Ids of the footnotes anchored in this line."""
        return [piece.note for piece in self.pieces if piece.note is not None and piece.note != COMMA]


class NoteLine(NamedTuple):
    """A footnote's line; `marker` only on its first."""

    text: str
    marker: str | None
    carried: bool
    """Carried over from the page before."""


class SetPage(NamedTuple):
    """A page's body lines and the footnote lines at its foot."""

    lines: tuple[SetLine, ...]
    feet: tuple[NoteLine, ...]


def wrap(pieces: Iterable[Piece], width: int) -> list[tuple[Piece, ...]]:
    """Break pieces at blanks into lines of at most `width` characters; a piece that is a line feed breaks too."""
    lines: list[tuple[Piece, ...]] = []
    line: list[Piece] = []
    for word in _words(pieces):
        feed = word == [Piece("\n")]
        length = sum(len(piece.text) for piece in line)
        if feed or (line and length + 1 + sum(len(piece.text) for piece in word) > width):
            lines.append(tuple(line))
            line = []
        if not feed:
            line = _joined([*line, *([word[0]._replace(text=" ", note=None)] if line else []), *word])
    return [*lines, tuple(line)] if line or not lines else lines


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Join neighbours of one face."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and piece.note is None and joined[-1].note is None and joined[-1][1:3] == piece[1:3]:
            joined[-1] = joined[-1]._replace(text=joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined


def _words(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    word: list[Piece] = []
    for piece in pieces:
        if piece.text == "\n":
            if word:
                yield word
            word = []
            yield [Piece("\n")]
            continue
        if piece.note is not None:
            word.append(piece)
            continue
        for i, part in enumerate(_ONE_BLANK.split(piece.text)):
            if i and word:
                yield word
                word = []
            if part:
                word.append(piece._replace(text=part))
    if word:
        yield word


def set_lines(items: Iterable[Item]) -> Iterator[SetLine | Turn]:
    """Set items in lines, one after the other; a table row is a run of lines, a two-column block its left side first."""
    for number, item in enumerate(items):
        if isinstance(item, Turn):
            yield item
        elif isinstance(item, TwoColumns):
            for printed in (*item.left, *item.right):
                yield from _paragraph(printed, number, HALF_WIDTH)
        elif isinstance(item, PrintedTable):
            yield from _table(item, number)
        else:
            yield from _paragraph(item, number, WIDTH)


def _paragraph(printed: Printed, number: int, width: int) -> Iterator[SetLine]:
    if not printed.pieces:
        yield SetLine((), number, blank=True)
        return
    for i, line in enumerate(wrap(printed.pieces, width)):
        yield SetLine(line, number, first=i == 0)


def _table(table: PrintedTable, number: int) -> Iterator[SetLine]:
    for row in head_rows(table.columns):
        text = " ".join(cell[3] for cell in row if cell[3])
        for line in wrap([Piece(text, bold=True)], 60):
            yield SetLine(line, number, first=True)
    for index, row_ in enumerate(table.rows):
        pieces = [piece for cell in row_.cells for piece in (*cell.pieces, Piece(" ", bold=bool(row_.kind)))]
        short = sum(len(piece.text) for piece in pieces) <= TABLE_WIDTH and not any(piece.text == "\n" for piece in pieces)
        lines = [tuple(_joined(pieces))] if short else wrap(pieces, TABLE_WIDTH)
        for i, line in enumerate(lines):
            yield SetLine(line, number, first=i == 0, row=index)


def set_pages(composition: Composition) -> list[SetPage]:
    """Fill pages: a line and the first line at least of each of its footnotes stand on one page; the rest may be carried over."""
    pages: list[SetPage] = []
    body: list[SetLine] = []
    feet: list[NoteLine] = []
    waiting: list[NoteLine] = []
    room = PAGE_LINES

    def turn() -> None:
        nonlocal body, feet, waiting, room
        pages.append(SetPage(tuple(body), tuple(feet)))
        body, room = [], PAGE_LINES
        fits = int(room * 0.6 / NOTE_LINE)
        feet = [line._replace(carried=True) for line in waiting[:fits]]
        waiting = waiting[fits:]
        room -= NOTE_LINE * len(feet)

    kept = _closing_heights(composition.items)
    for line in set_lines(composition.items):
        if isinstance(line, Turn):
            turn()
            continue
        notes = [set_note(composition, name) for name in line.notes]
        if room < kept.pop(line.block, 0) + 1 + NOTE_LINE * len(notes) + (0.5 if notes else 0):
            turn()
        body.append(line)
        room -= 1
        for note in notes:
            fits = max(1, int(room / NOTE_LINE)) if not waiting else 0
            feet += note[:fits]
            waiting += note[fits:]
            room -= NOTE_LINE * len(note[:fits])
    while body or feet or waiting:
        turn()
        if not body and not feet and not waiting:
            break
    return pages


def _closing_heights(items: tuple[Item, ...]) -> dict[int, int]:
    """Tell how many lines the closing needs: it is not parted."""
    return {i: len(item.left) + len(item.right) for i, item in enumerate(items) if isinstance(item, TwoColumns) and item.closing}


def set_note(composition: Composition, name: str) -> list[NoteLine]:
    """Set a footnote's body in lines."""
    lines = [piece for body in composition.notes[name] for piece in wrap([Piece(body.text)], NOTE_WIDTH)]
    marker = composition.markers[name]
    return [NoteLine("".join(p.text for p in line), None if i else marker, carried=False) for i, line in enumerate(lines)]
