"""Tables that a PDF tool has flattened into lines: body, header and what parts them, set back as grids."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import regex

from extractor.layout.tables.caption import NAMED
from extractor.layout.tables.flat_columns import read_columns
from extractor.layout.tables.flat_head import lay_head
from extractor.layout.tables.flat_rows import FlatBody, FlatRow, find_bodies
from extractor.layout.tables.flat_score import Column, HeadCell
from extractor.layout.tables.flat_split import shape, split_labels, split_notes
from extractor.layout.tables.flat_text import TextTable, find_text_tables
from extractor.layout.tables.phrases import (
    Word,
    find_common,
    find_repeats,
    is_marker_line,
    is_separator,
    opens_ordinals,
    read_opener,
    read_words,
)
from extractor.layout.tables.sheet import Placed, cut_line
from extractor.layout.tables.units import count_unit_words, ends_in_unit, has_unit_head
from extractor.layout.tables.words import are_column_numbers, is_figure
from extractor.pages import Cell, Grid, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Home: TypeAlias = tuple[int, int]
"""Row and column of a grid."""
Places: TypeAlias = dict[tuple[int, int], Home]
"""Where each word goes, by its line and its number in the line."""

_LOOK_BACK = 200
_MAX_HEAD_LINE = 90
_MAX_BLANKS = 7
_TITLE_WORDS = 5
"""Words of a line in capitals that is a title, no cell of a header."""
_MAX_HEAD_WORDS = 200
_MAX_TEXTS = 2
_BLANK_COST = 1.5
"""Cost of a reading under which all rows have blank cells."""
_EXTRA_COST = 4.0
"""Cost of a reading under which all rows have a figure too many."""
_TEXT_COST = 1.0
"""What must speak for a column of text that no figure shows."""
_CELL_WORDS = 2
"""Words that labels and texts behind them have on average, at least."""
_ALIKE = 0.6
_ALIKE_COST = -0.5
"""Cost of such a column whose texts begin alike."""
_FEW = 4
_MIN_NOTES = 3
_SECOND_NOTE, _BLANK_NOTE = 0.5, 3.0
"""Cost of a second column of notes, and of one that no row fills."""
_BESIDE = regex.compile(r"\s*[(\[]?\s*(?i:kèm\s+theo|ban\s+hành\s+kèm|đơn\s+vị\s*(?:tính)?\s*:|đvt\s*:)")
_CLOSING = regex.compile(r"^\W*(?i:nơi\s+nhận)\b|^\s*(?:TM|KT|TL|TUQ)\.\s*\p{Lu}")
_SENTENCE_END = regex.compile(r"[.;:!]\s*$|\./\.?\s*$")


def find_flat(items: Sequence[Line | Grid], notes: frozenset[int]) -> list[Placed]:
    """Return the flattened tables: those of figures, then those of texts between them; `notes` are the lines of footnotes."""
    repeats = find_repeats(items)
    notes |= repeats
    common = find_common(items)
    found = []
    floor = 0
    for bodies in find_bodies(items, notes):
        tables = [table for body in bodies if (table := _read_table(items, body, floor, notes, common)) is not None]
        if tables:
            best = max(tables, key=lambda table: table.score)
            found.append(_set(items, best))
        floor = bodies[0].end
    taken = frozenset(at for placed in found for at in placed.taken)
    found.extend(_set_text(items, table) for table in find_text_tables(items, taken, notes, (NAMED, _CLOSING), common))
    return [_take_repeats(items, placed, repeats) for placed in found]


def _take_repeats(items: Sequence[Line | Grid], placed: Placed, repeats: frozenset[int]) -> Placed:
    """Take the repeated headers inside a table; what they stand behind no longer comes before it."""
    start, end = min(placed.taken), max(placed.taken)
    inside = frozenset(at for at in repeats if start < at < end)
    if not inside:
        return placed
    dropped = tuple(item for at in sorted(inside) if isinstance(item := items[at], Line))
    return placed._replace(taken=placed.taken | inside, dropped=dropped)


def _set_text(items: Sequence[Line | Grid], table: TextTable) -> Placed:
    """Set a table of texts as a grid."""
    columns = len(table.head)
    places: Places = {(word.line, word.place): (0, column) for column, cell in enumerate(table.head) for word in cell}
    for number, row in enumerate(table.rows, 1):
        if row.ordinal is not None:
            places[row.ordinal.line, row.ordinal.place] = (number, 0)
        for column, cell in enumerate(row.cells, 0 if row.is_group else 1):
            places.update({(word.line, word.place): (number, column) for word in cell})
    cells = tuple(Cell(row, column, tuple(lines)) for (row, column), lines in sorted(_cut(items, places).items()))
    return _placed(items, Grid(1 + len(table.rows), columns, _widen_groups(cells, 1, columns), header_rows=1), places)


class _Table(NamedTuple):
    """A table read: its header laid over its columns, the row of column numbers, its body, and what speaks for this reading."""

    head: tuple[HeadCell, ...]
    columns: tuple[Column, ...]
    numbers: tuple[Word, ...]
    body: FlatBody
    score: float


def _read_table(items: Sequence[Line | Grid], body: FlatBody, floor: int, notes: frozenset[int], common: frozenset[str]) -> _Table | None:
    numbers = list(body.numbers)
    end = numbers[0].line if numbers else body.start
    if not numbers:
        numbers, end = _numbers_above(items, floor, end)
    ordered = sum(row.ordinal is not None for row in body.rows) * 2 >= len(body.rows)
    head = _read_head(items, floor, end, notes, ordered=ordered)
    if ordered and _starts_with_name(head):
        ordered, body = False, _without_ordinals(body)
        head = _read_head(items, floor, end, notes, ordered=ordered)
    if not 0 < len(head) <= _MAX_HEAD_WORDS:
        return None
    columns = _columns(body, head, len(numbers), ordered=ordered)
    blanks = sum(() in row.figures for row in body.rows if any(row.figures)) / len(body.rows)
    extra = sum(bool(row.note) and is_figure(row.note[0].text) for row in body.rows) / len(body.rows)
    best = _best_head(head, columns, body, len(numbers), common)
    return (
        None
        if best is None
        else _Table(best[1], tuple(best[2]), tuple(numbers), body, best[0] - _BLANK_COST * blanks - _EXTRA_COST * extra)
    )


def _read_head(items: Sequence[Line | Grid], floor: int, end: int, notes: frozenset[int], *, ordered: bool) -> list[Word]:
    start = _head_start(items, floor, end, ordered=ordered)
    return read_words(items, [at for at in range(start, end) if at not in notes])


def _starts_with_name(head: Sequence[Word]) -> bool:
    """Tell a header without a column of ordinals: what look like ordinals are bullets and letters of the labels."""
    openers = [read_opener([word.text for word in head[index : index + 3]]) for index in range(len(head))]
    return openers[:1] == ["name"] and "ordinal" not in openers


def _without_ordinals(body: FlatBody) -> FlatBody:
    rows = tuple(row if row.ordinal is None else row._replace(ordinal=None, label=(row.ordinal, *row.label)) for row in body.rows)
    return body._replace(rows=rows)


def _best_head(
    head: Sequence[Word], columns: Sequence[Column], body: FlatBody, numbered: int, common: frozenset[str]
) -> tuple[float, tuple[HeadCell, ...], list[Column]] | None:
    """Return the header laid over the columns, with its score; a header that can't be laid out is one cell over all of them.

    None if the row of column numbers contradicts. Where header and labels together say so, columns of text are put in behind the labels,
    and a column of few notes is left out.
    """
    best: tuple[float, tuple[HeadCell, ...], list[Column]] | None = None
    for cost, wide in _variants(columns, body):
        laid = lay_head(head, wide, common) if not numbered or numbered == len(wide) else None
        if laid is not None and (best is None or laid[0] - cost > best[0]):
            best = (laid[0] - cost, laid[1], wide)
    if best is not None:
        return best
    return None if numbered and numbered != len(columns) else (0.0, (HeadCell(0, 0, len(columns), 1, tuple(head)),), list(columns))


def _variants(columns: Sequence[Column], body: FlatBody) -> Iterable[tuple[float, list[Column]]]:
    """Yield (cost, columns): as they are, without a column of few notes, with columns of text behind the labels, with two of notes."""
    notes = sum(bool(row.note) for row in body.rows)
    few = 0 < notes * _FEW < len(body.rows)
    kept = [(_TEXT_COST * few, [*columns])]
    if few:
        kept.append((0.0, [*columns[:-1]]))
    if notes >= _MIN_NOTES:
        cells = _split_notes(body, 2)
        filled = any(cell[1] for cell in cells)
        second = (_SECOND_NOTE if filled else _BLANK_NOTE) + max(0.0, _alike_cost(cell[0] for cell in cells))
        kept.append((_TEXT_COST * few + second, [*columns, Column("text" if filled else "blank")]))
    for doubt, some in kept:
        name = [column.kind for column in some].index("label") + 1
        for count in range(_MAX_TEXTS + 1):
            wide = [*some[:name], *[Column("text")] * count, *some[name:]]
            cost = _text_cost(body, [column.kind for column in wide]) if count else 0.0
            if cost is not None:
                yield cost + doubt, wide


def _text_cost(body: FlatBody, kinds: Sequence[str]) -> float | None:
    """Return what columns of text behind the labels cost: nothing where the rows fill them alike, None where few fill them."""
    labels = [label for row, label in zip(body.rows, _split_labels(body, kinds), strict=True) if any(row.figures)]
    words = sum(len(cell) for label in labels for cell in label[:-1])
    if words < _CELL_WORDS * len(labels) * (len(labels[0]) - 1 if labels else 1):
        return None  # "Xã An Sơn" is one cell
    cost = 0.0
    for column in range(1, len(labels[0]) - 1 if labels else 0):
        cells = [label[column] if len(label) > column + 1 else () for label in labels]
        if sum(map(bool, cells)) * 2 < len(labels):
            return None
        cost += _alike_cost(cells)
    return cost


def _alike_cost(cells: Iterable[Sequence[Word]]) -> float:
    """Return what a column of these texts costs: less than nothing where most begin alike."""
    texts = [" ".join(word.text for word in cell) for cell in cells]
    openings = Counter(shape(text).split()[0] for text in texts if text)
    alike = sum(count for count in openings.values() if count > 1)
    return _TEXT_COST if alike < _ALIKE * len(texts) else _ALIKE_COST


def _split_notes(body: FlatBody, columns: int) -> list[tuple[tuple[Word, ...], ...]]:
    """Return the words behind each row's figures cut into so many cells."""
    noted = [number for number, row in enumerate(body.rows) if row.note]
    found: list[tuple[tuple[Word, ...], ...]] = [((),) * columns] * len(body.rows)
    for number, cells in zip(noted, split_notes([body.rows[number].note for number in noted], columns), strict=True):
        found[number] = cells
    return found


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
        if text and opens_ordinals(items, at):
            return at
        if blanks > _MAX_BLANKS or _ends_head(text):
            break
        top = at if text else top
    if ordered:
        return top
    return next((at for at in range(top, end) if read_opener([word.text for word in read_words(items, [at])]) == "name"), top)


def _ends_head(text: str) -> bool:
    """Tell a line that stands above a header: a caption, a remark, running text."""
    return (
        len(text) > _MAX_HEAD_LINE
        or NAMED.match(text) is not None
        or _BESIDE.match(text) is not None
        or (text.isupper() and len(text.split()) >= _TITLE_WORDS)
        or (len(text) > 30 and _SENTENCE_END.search(text) is not None)
    )


def _columns(body: FlatBody, head: Sequence[Word], numbered: int, *, ordered: bool) -> list[Column]:
    """Return what each column holds, as far as the body's figures and the header's words tell."""
    texts = [word.text for word in head]
    openers = {read_opener(texts[index : index + 3]) for index in range(len(texts))}
    columns = [Column("ordinal")] if ordered else []
    columns.append(Column("label"))
    if "unit" in openers or (has_unit_head(texts) and _have_units(body)):
        columns.append(Column("unit"))
    columns.extend(read_columns(body.rows))
    if any(row.note for row in body.rows):
        columns.append(Column("text"))
    elif numbered == len(columns) + 1 or (not numbered and "note" in openers):
        columns.append(Column("blank"))
    return columns


def _have_units(body: FlatBody) -> bool:
    """Tell rows whose labels end in units."""
    labels = [[word.text for word in row.label] for row in body.rows if any(row.figures)]
    return sum(map(ends_in_unit, labels)) >= _ALIKE * len(labels)


def _set(items: Sequence[Line | Grid], table: _Table) -> Placed:
    """Set header, column numbers and body as a grid; every word of the taken lines goes into the cell it was read for."""
    head, columns, numbers, body, _ = table
    rows = max(cell.row + cell.height for cell in head)
    places: Places = {(word.line, word.place): (cell.row, cell.column) for cell in head for word in cell.words}
    for column, word in enumerate(numbers):
        places[word.line, word.place] = (rows, column)
    first = rows + bool(numbers)
    kinds = [column.kind for column in columns]
    notes = _split_notes(body, max(1, len(kinds) - _first_figure(kinds) - len(body.rows[0].figures)))
    for number, (row, label, note) in enumerate(zip(body.rows, _split_labels(body, kinds), notes, strict=True), first):
        places.update({(word.line, word.place): (number, column) for word, column in _row_columns(row, label, note, kinds)})
    lines = _cut(items, places)
    spans = {(cell.row, cell.column): (cell.height, cell.width) for cell in head}
    keys = sorted(lines.keys() | spans.keys())
    cells = tuple(Cell(row, column, tuple(lines.get((row, column), ())), *spans.get((row, column), (1, 1))) for row, column in keys)
    grid = Grid(first + len(body.rows), len(columns), _widen_groups(cells, first, len(columns)), header_rows=rows)
    return _placed(items, grid, places)


def _split_labels(body: FlatBody, kinds: Sequence[str]) -> list[tuple[tuple[Word, ...], ...]]:
    """Return each row's label cut into its own cell, the cells of text behind it, and its unit; a group's label stays whole."""
    texts = kinds[: _first_figure(kinds)].count("text")
    units = "unit" in kinds
    found: list[tuple[tuple[Word, ...], ...]] = []
    for row in body.rows:
        size = count_unit_words([word.text for word in row.label]) if units and any(row.figures) else 0
        cut = len(row.label) - size
        found.append((row.label[:cut], row.label[cut:]))
    if texts:
        rows = [number for number, row in enumerate(body.rows) if any(row.figures) and found[number][0]]
        split = split_labels([found[number][0] for number in rows], texts + 1)
        for number, cells in zip(rows, split, strict=True):
            found[number] = (*cells, found[number][1])
    return found


def _row_columns(
    row: FlatRow, label: Sequence[tuple[Word, ...]], notes: Sequence[tuple[Word, ...]], kinds: Sequence[str]
) -> Iterable[tuple[Word, int]]:
    """Yield each word of a row with its column; `label` as `_split_labels` gives it, `notes` as `_split_notes`."""
    name = kinds.index("label") if row.ordinal is not None or any(row.figures) else 0
    if row.ordinal is not None:
        yield row.ordinal, 0
    for column, cell in enumerate(label[:-1], name):
        for word in cell:
            yield word, column
    for word in label[-1]:
        yield word, kinds.index("unit")
    for column, figure in enumerate(row.figures, _first_figure(kinds)):
        for word in figure:
            yield word, column
    behind = _first_figure(kinds) + len(row.figures)
    for column, cell in enumerate(notes, behind if behind < len(kinds) else name):
        for word in cell:
            yield word, column


def _first_figure(kinds: Sequence[str]) -> int:
    return next((index for index, kind in enumerate(kinds) if kind in {"figure", "decimal", "rate"}), len(kinds))


def _placed(items: Sequence[Line | Grid], grid: Grid, places: Places) -> Placed:
    """Return the grid at its place; lines inside it that are not its own (footnotes, page numbers) come before it."""
    taken = frozenset(line for line, _ in places)
    start, end = min(taken), max(taken)
    blank = {at for at in range(start, end + 1) if isinstance(item := items[at], Line) and not item.text.strip() and not is_separator(item)}
    foreign = max((at for at in range(start, end + 1) if at not in taken and at not in blank), default=start - 1)
    at = min(line for line in taken if line > foreign)
    return Placed(at, grid, taken | blank)


def _widen_groups(cells: tuple[Cell, ...], first: int, columns: int) -> tuple[Cell, ...]:
    """Let a label that stands alone in its row span all columns."""
    counts: dict[int, int] = {}
    for cell in cells:
        counts[cell.row] = counts.get(cell.row, 0) + 1
    return tuple(
        cell._replace(column_span=columns) if cell.row >= first and counts[cell.row] == 1 and cell.column == 0 else cell for cell in cells
    )


def _cut(items: Sequence[Line | Grid], places: Places) -> dict[Home, list[Line]]:
    """Cut the lines where their words go to different cells; a marker on a line of its own is raised again."""
    lines: dict[int, list[tuple[int, Home]]] = {}
    for (line, place), home in sorted(places.items()):
        lines.setdefault(line, []).append((place, home))
    found: dict[Home, list[Line]] = {}
    for at, homes in lines.items():
        item = items[at]
        if not isinstance(item, Line):
            continue
        if is_marker_line(item) and homes[0][1] in found:
            item = item._replace(spans=tuple(span._replace(superscript=True) for span in item.spans))
        cuts = [place for (_, before), (place, home) in pairwise(homes) if home != before]
        starts = [homes[0][1], *(dict(homes)[cut] for cut in cuts)]
        for home, piece in zip(starts, cut_line(item, cuts), strict=True):
            found.setdefault(home, []).append(piece)
    return found
