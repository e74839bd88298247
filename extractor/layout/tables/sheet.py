"""A table while it is being worked on: rows of slots, joined over its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.pages import Box, Grid, Line, count_chars

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BREAKS = frozenset("-–/")


class Slot(NamedTuple):
    """A cell of one row; `column`–`end` are the (half-open) columns that it covers, `down` the rows."""

    column: int
    end: int
    lines: tuple[Line, ...] = ()
    down: int = 1
    page: int | None = None
    box: Box | None = None

    @property
    def text(self) -> str:
        """Its lines as one, white space collapsed."""
        return join_lines(self.lines)


class Row(NamedTuple):
    """The cells that begin in one row, left to right; `piece` numbers the part of the table (of the page) that it came from."""

    slots: tuple[Slot, ...]
    piece: int = 0

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the cells that have one."""
        return tuple(text for text in (slot.text for slot in self.slots) if text)


class Sheet(NamedTuple):
    """A table on one page, or joined over several."""

    columns: int
    rows: tuple[Row, ...]
    chars: int
    """Source characters of all its lines, those of dropped (repeated) rows included."""
    header_rows: int | None = None
    bordered: bool = True
    edges: tuple[float, ...] = ()
    """Column edges in points, one more than columns; empty without pages."""
    pages: tuple[int, ...] = ()
    box: Box | None = None


class Placed(NamedTuple):
    """A grid found among a page's lines."""

    at: int
    """Index of its first line in the page's items."""
    grid: Grid
    taken: frozenset[int]
    """Indexes of all items that it stands for."""
    edges: tuple[float, ...] = ()
    """Column edges in points; empty without a page."""
    dropped: tuple[Line, ...] = ()
    """Items taken that stand in no cell: repeated headers."""


def join_lines(lines: Iterable[Line]) -> str:
    """Return the lines' text on one line, white space collapsed to single blanks.

    On pages a line that ends in a hyphen or slash glued to its word was broken there: "2021-" + "2030" is one token.
    """
    joined = ""
    for line in lines:
        text = line.text
        glued = line.box is not None and joined[-1:] in _BREAKS and joined[-2:-1].isalnum() and text[:1].isalnum()
        joined += text if glued or not joined else " " + text
    return " ".join(joined.split())


def from_grid(grid: Grid, piece: int, page: int | None = None, edges: tuple[float, ...] = ()) -> Sheet:
    """Take a grid as a sheet; cells that overlap or stick out of the grid are kept where they begin."""
    rows: list[list[Slot]] = [[] for _ in range(max(grid.rows, 1 + max((cell.row for cell in grid.cells), default=0)))]
    columns = max(grid.columns, 1 + max((cell.column for cell in grid.cells), default=0))
    for cell in grid.cells:
        end = min(columns, cell.column + max(1, cell.column_span))
        rows[cell.row].append(Slot(cell.column, end, cell.lines, max(1, cell.row_span), page, cell.box))
    chars = sum(line.chars for cell in grid.cells for line in cell.lines)
    made = tuple(Row(tuple(sorted(slots, key=_by_column)), piece) for slots in rows)
    pages = () if page is None else (page,)
    return Sheet(columns, made, chars, grid.header_rows, grid.bordered, edges, pages, grid.box)


def from_placed(placed: Placed, piece: int, page: int | None) -> Sheet:
    """Take a grid that was found among lines as a sheet."""
    sheet = from_grid(placed.grid, piece, page, placed.edges)
    return sheet._replace(chars=sheet.chars + sum(line.chars for line in placed.dropped))


def shift(placed: Placed, by: int) -> Placed:
    """Count the places from further up."""
    return placed._replace(at=placed.at + by, taken=frozenset(at + by for at in placed.taken)) if by else placed


def _by_column(slot: Slot) -> int:
    return slot.column


def narrow(sheet: Sheet) -> Sheet:
    """Drop the column edges at which no cell of the sheet begins or ends."""
    used = sorted({0, sheet.columns} | {place for row in sheet.rows for slot in row.slots for place in (slot.column, slot.end)})
    if len(used) == sheet.columns + 1:
        return sheet
    place = {column: number for number, column in enumerate(used)}
    rows = tuple(
        row._replace(slots=tuple(slot._replace(column=place[slot.column], end=place[slot.end]) for slot in row.slots)) for row in sheet.rows
    )
    edges = tuple(sheet.edges[column] for column in used) if sheet.edges else ()
    return sheet._replace(columns=len(used) - 1, rows=rows, edges=edges)


def covered(rows: Sequence[Row], at: int) -> set[int]:
    """Return the columns of row `at` that cells of earlier rows reach into."""
    return {
        column for number in range(at) for slot in rows[number].slots if number + slot.down > at for column in range(slot.column, slot.end)
    }


def cut_line(line: Line, cuts: Sequence[int]) -> list[Line]:
    """Cut a line before the words numbered in `cuts` (ascending, from 1); spans, word boxes and source characters are shared out."""
    starts = _word_starts(line.text)
    places = [0, *(starts[cut] for cut in cuts), len(line.text)]
    bounds = [0, *cuts, len(starts)]
    pieces = [
        _piece(line, places[number], places[number + 1], line.words[bounds[number] : bounds[number + 1]])
        for number in range(len(bounds) - 1)
    ]
    return _share_chars(line, pieces)


def _word_starts(text: str) -> list[int]:
    starts = []
    place = 0
    for word in text.split():
        place = text.index(word, place)
        starts.append(place)
        place += len(word)
    return starts


def _piece(line: Line, start: int, end: int, words: tuple[Box, ...]) -> Line:
    spans = []
    place = 0
    for span in line.spans:
        part = span.text[max(0, start - place) : max(0, end - place)]
        place += len(span.text)
        if part:
            spans.append(span._replace(text=part, chars=count_chars(part)))
    box = (min(w[0] for w in words), min(w[1] for w in words), max(w[2] for w in words), max(w[3] for w in words)) if words else line.box
    return line._replace(spans=tuple(spans), box=box, words=words)


def _share_chars(line: Line, pieces: list[Line]) -> list[Line]:
    """Give what the pieces' texts don't account for (a repair changed the length) to the last span."""
    rest = line.chars - sum(piece.chars for piece in pieces)
    if rest:
        last = pieces[-1].spans[-1]
        pieces[-1] = pieces[-1]._replace(spans=(*pieces[-1].spans[:-1], last._replace(chars=last.chars + rest)))
    return pieces
