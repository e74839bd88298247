"""Tables of figures that a PDF tool has flattened into lines: body, header and what parts them, set back as a grid."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import regex

from extractor.layout.tables.flat_head import Column, HeadCell, lay_head
from extractor.layout.tables.flat_rows import FlatBody, FlatRow, find_bodies
from extractor.layout.tables.flat_text import TextTable, find_text_tables
from extractor.layout.tables.phrases import Word, read_opener, read_words
from extractor.layout.tables.sheet import Placed, cut_line
from extractor.layout.tables.words import are_column_numbers
from extractor.pages import Cell, Grid, Line

_LOOK_BACK = 200
_MAX_HEAD_LINE = 90
_MAX_BLANKS = 7
_ABOVE = regex.compile(
    r"\s*(?:(?i:phụ\s+lục|phụ\s+biểu|biểu(?:\s+số)?|bảng(?:\s+số)?)\s*(?:\d|[IVX]+\b|:)"
    r"|[(\[]?\s*(?i:kèm\s+theo|ban\s+hành\s+kèm|đơn\s+vị\s*(?:tính)?\s*:|đvt\s*:))"
)
_CLOSING = regex.compile(r"^\W*(?i:nơi\s+nhận)\b|^\s*(?:TM|KT|TL|TUQ)\.\s*\p{Lu}")
_SENTENCE_END = regex.compile(r"[.;:!]\s*$|\./\.?\s*$")


def find_flat(items: Sequence[Line | Grid]) -> list[Placed]:
    """Return the flattened tables whose header is understood: those of figures, then those of texts between them."""
    found = []
    floor = 0
    for body in find_bodies(items):
        placed = _make_table(items, body, floor)
        if placed is not None:
            found.append(placed)
        floor = body.end
    taken = frozenset(at for placed in found for at in placed.taken)
    found.extend(_set_text(items, table) for table in find_text_tables(items, taken, (_ABOVE, _CLOSING)))
    return found


def _set_text(items: Sequence[Line | Grid], table: TextTable) -> Placed:
    """Set a table of texts as a grid."""
    columns = len(table.head)
    places = {(word.line, word.place): (0, column) for column, cell in enumerate(table.head) for word in cell}
    for number, row in enumerate(table.rows, 1):
        if row.ordinal is not None:
            places[row.ordinal.line, row.ordinal.place] = (number, 0)
        for column, cell in enumerate(row.cells, 0 if row.is_group else 1):
            places.update({(word.line, word.place): (number, column) for word in cell})
    cells = tuple(Cell(row, column, tuple(lines)) for (row, column), lines in sorted(_cut(items, places).items()))
    grid = Grid(1 + len(table.rows), columns, _widen_groups(cells, 1, columns), header_rows=1)
    return _placed(items, grid, places)


def _make_table(items: Sequence[Line | Grid], body: FlatBody, floor: int) -> Placed | None:
    numbers = list(body.numbers)
    end = numbers[0].line if numbers else body.start
    if not numbers:
        numbers, end = _numbers_above(items, floor, end)
    ordered = sum(row.ordinal is not None for row in body.rows) * 2 >= len(body.rows)
    start = _head_start(items, floor, end, ordered=ordered)
    words = read_words(items, range(start, end))
    columns = _columns(body, words, len(numbers), ordered=ordered)
    if columns is None or not words:
        return None
    head = lay_head(words, columns)
    if head is None:
        return None
    return _set(items, head, numbers, body, len(columns), ordered=ordered)


def _numbers_above(items: Sequence[Line | Grid], floor: int, end: int) -> tuple[list[Word], int]:
    """Return the row of column numbers right above the body, and where the header ends."""
    at = end - 1
    while at > floor and not read_words(items, [at]):
        at -= 1
    words = read_words(items, [at]) if at >= floor else []
    if len(words) > 2 and are_column_numbers([word.text for word in words]):
        return words, at
    return [], end


def _head_start(items: Sequence[Line | Grid], floor: int, end: int, *, ordered: bool) -> int:
    """Return where the header begins: at the head of the ordinals' column, else below the caption or the text above it."""
    top = end
    blanks = 0
    for at in range(end - 1, max(floor, end - _LOOK_BACK) - 1, -1):
        item = items[at]
        if isinstance(item, Grid):
            break
        text = item.text.strip()
        blanks = 0 if text else blanks + 1
        if blanks > _MAX_BLANKS or len(text) > _MAX_HEAD_LINE or _ABOVE.match(text) or (len(text) > 30 and _SENTENCE_END.search(text)):
            break
        if text:
            top = at
            if read_opener(text.split()) == "ordinal":
                return at
    if ordered:
        return top
    return next((at for at in range(top, end) if read_opener(_words(items[at])) == "name"), top)


def _words(item: Line | Grid) -> list[str]:
    return item.text.split() if isinstance(item, Line) else []


def _columns(body: FlatBody, head: Sequence[Word], numbered: int, *, ordered: bool) -> list[Column] | None:
    """Return what each column holds; None if the row of column numbers contradicts the body."""
    figures = len(body.rows[0].figures)
    columns = [Column("ordinal")] if ordered else []
    columns.append(Column("label"))
    for column in range(figures):
        texts = [row.figures[column].text for row in body.rows if row.figures[column]]
        rates = sum("%" in text or regex.fullmatch(r"\d{1,3}[.,]\d{1,2}", text) is not None for text in texts)
        columns.append(Column("rate" if rates * 3 > len(texts) * 2 else "figure"))
    texts = [word.text for word in head]
    notes = any(read_opener(texts[index : index + 2]) == "note" for index in range(len(texts)))
    if numbered == len(columns) + 1 or (not numbered and notes):
        columns.append(Column("blank"))
    return columns if not numbered or numbered == len(columns) else None


def _set(
    items: Sequence[Line | Grid], head: Sequence[HeadCell], numbers: Sequence[Word], body: FlatBody, columns: int, *, ordered: bool
) -> Placed:
    """Set header, column numbers and body as a grid; every word of the taken lines goes into the cell it was read for."""
    places: dict[tuple[int, int], tuple[int, int]] = {}
    rows = max(cell.row + cell.height for cell in head)
    for cell in head:
        places.update({(word.line, word.place): (cell.row, cell.column) for word in cell.words})
    for column, word in enumerate(numbers):
        places[word.line, word.place] = (rows, column)
    first = rows + bool(numbers)
    for number, row in enumerate(body.rows, first):
        places.update(_row_places(row, number, ordered=ordered))
    lines = _cut(items, places)
    spans = {(cell.row, cell.column): (cell.height, cell.width) for cell in head}
    keys = sorted(lines.keys() | spans.keys())
    cells = tuple(Cell(row, column, tuple(lines.get((row, column), ())), *spans.get((row, column), (1, 1))) for row, column in keys)
    grid = Grid(first + len(body.rows), columns, _widen_groups(cells, first, columns), header_rows=rows)
    return _placed(items, grid, places)


def _placed(items: Sequence[Line | Grid], grid: Grid, places: dict[tuple[int, int], tuple[int, int]]) -> Placed:
    taken = frozenset(line for line, _ in places)
    return Placed(min(taken), grid, taken | _blanks(items, min(taken), max(taken)))


def _row_places(row: FlatRow, number: int, *, ordered: bool) -> Iterable[tuple[tuple[int, int], tuple[int, int]]]:
    name = int(ordered and (row.ordinal is not None or any(row.figures)))
    if row.ordinal is not None:
        yield (row.ordinal.line, row.ordinal.place), (number, 0)
    for word in row.label:
        yield (word.line, word.place), (number, name)
    for column, figure in enumerate(row.figures, 1 + ordered):
        if figure is not None:
            yield (figure.line, figure.place), (number, column)


def _widen_groups(cells: tuple[Cell, ...], first: int, columns: int) -> tuple[Cell, ...]:
    """Let a label that stands alone in its row span all columns."""
    counts: dict[int, int] = {}
    for cell in cells:
        counts[cell.row] = counts.get(cell.row, 0) + 1
    return tuple(
        cell._replace(column_span=columns) if cell.row >= first and counts[cell.row] == 1 and cell.column == 0 else cell for cell in cells
    )


def _cut(items: Sequence[Line | Grid], places: dict[tuple[int, int], tuple[int, int]]) -> dict[tuple[int, int], list[Line]]:
    """Cut the lines where their words go to different cells."""
    lines: dict[int, list[tuple[int, tuple[int, int]]]] = {}
    for (line, place), home in sorted(places.items()):
        lines.setdefault(line, []).append((place, home))
    found: dict[tuple[int, int], list[Line]] = {}
    for at, homes in lines.items():
        item = items[at]
        if not isinstance(item, Line):
            continue
        cuts = [place for (_, before), (place, home) in itertools.pairwise(homes) if home != before]
        pieces = cut_line(item, cuts)
        starts = [homes[0][1], *(dict(homes)[cut] for cut in cuts)]
        for home, piece in zip(starts, pieces, strict=True):
            found.setdefault(home, []).append(piece)
    return found


def _blanks(items: Sequence[Line | Grid], start: int, end: int) -> frozenset[int]:
    """Return the blank lines inside the table."""
    return frozenset(at for at in range(start, end + 1) if isinstance(item := items[at], Line) and not item.text.strip())
