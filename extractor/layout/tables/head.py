"""Header rows: how many there are, and each column's path through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.layout.tables.sheet import Row, Sheet, Slot, covered
from extractor.layout.tables.words import are_column_numbers, is_figure, is_ordinal, is_ordinal_head, is_year

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_HEADER_ROWS = 6
_LONG = 160
"""A text longer than this stands in no header cell."""


class Head(NamedTuple):
    """Rows `titles` (above the header, over all columns), then `header`, then `numbers` (0 or 1 row of column numbers)."""

    titles: int
    header: int
    numbers: int

    @property
    def end(self) -> int:
        """Index of the first body row."""
        return self.titles + self.header + self.numbers


def find_head(sheet: Sheet) -> Head:
    """Find the header rows: as the format marks them, else by what stands in the rows."""
    rows = sheet.rows
    titles = _count_titles(sheet)
    marked = min(sheet.header_rows or 0, len(rows)) - titles
    header = marked if marked > 0 and any(row.texts for row in rows[titles : titles + marked]) else _first(rows, titles)
    if header:
        header = _extend(sheet, titles, header)
    at = titles + header
    numbers = at < len(rows) and are_column_numbers(list(rows[at].texts)) and _fills(rows[at], sheet.columns)
    if not numbers and header > 1 and are_column_numbers(list(rows[at - 1].texts)):
        header, numbers = header - 1, True
    return Head(titles, header, int(numbers))


def _fills(row: Row, columns: int) -> bool:
    return len(row.texts) >= max(2, columns * 2 // 3)


def _count_titles(sheet: Sheet) -> int:
    """Count the rows at the top that one text fills over all columns, with a header row of several cells below."""
    count = 0
    while count < min(3, len(sheet.rows) - 2) and sheet.columns > 1 and _is_title(sheet.rows[count], sheet.columns):
        count += 1
    below = sheet.rows[count] if count < len(sheet.rows) else None
    return count if count and below is not None and len(below.texts) > 1 and not is_data(below) else 0


def _is_title(row: Row, columns: int) -> bool:
    return len(row.slots) == 1 and row.slots[0].end - row.slots[0].column == columns and len(row.texts) == 1


def _first(rows: Sequence[Row], at: int) -> int:
    """Tell whether the row at `at` is a header row: 1 or 0."""
    if at >= len(rows) - 1 or is_data(rows[at]) or are_column_numbers(list(rows[at].texts)):
        return 0
    texts = rows[at].texts
    if len(texts) < 2 or any(len(text) > _LONG for text in texts):
        return 0
    return 1


def is_data(row: Row) -> bool:
    """Tell a body row: an ordinal before a text, or a figure that is no year."""
    texts = [slot.text for slot in row.slots]
    full = [text for text in texts if text]
    if not full:
        return False
    first = row.slots[0].column == 0 and texts[0] == full[0]
    if len(full) > 1 and first and is_ordinal(full[0]) and not is_ordinal(full[1]):
        return not is_ordinal_head(full[0])
    return any(is_figure(text) and not is_year(text) for text in full)


def _extend(sheet: Sheet, titles: int, header: int) -> int:
    """Add the rows that cells of the header reach into, and those that split its wide cells."""
    rows = sheet.rows
    while header < min(_MAX_HEADER_ROWS, len(rows) - titles - 1):
        at = titles + header
        reached = covered(rows[: at + 1], at)
        if are_column_numbers(list(rows[at].texts)) and not reached:
            break
        if not reached and (is_data(rows[at]) or not _splits(rows[at - 1], rows[at], sheet.columns)):
            break
        header += 1
    return header


def _splits(above: Row, row: Row, columns: int) -> bool:
    """Tell whether `row` divides a wide cell of the header row above it, or fills the cells that it left blank."""
    wide = [slot for slot in above.slots if 1 < slot.end - slot.column < columns and slot.text]
    if any(
        slot.text and over.column <= slot.column and slot.end <= over.end and slot.end - slot.column < over.end - over.column
        for over in wide
        for slot in row.slots
    ):
        return True
    blank = {slot.column for slot in above.slots if not slot.text}
    return bool(blank) and not row.slots[0].text and any(slot.text and slot.column in blank for slot in row.slots)


def read_paths(sheet: Sheet, head: Head) -> tuple[tuple[str, ...], ...]:
    """Return each column's header path, outermost first; a cell over several header rows counts once."""
    rows = sheet.rows[head.titles : head.titles + head.header]
    rows = tuple(_spread(row, rows[number + 1] if number + 1 < len(rows) else None) for number, row in enumerate(rows))
    paths: list[list[str]] = [[] for _ in range(sheet.columns)]
    for row in rows:
        for slot in row.slots:
            text = slot.text
            for column in range(slot.column, slot.end) if text else ():
                if paths[column][-1:] != [text]:
                    paths[column].append(text)
    return tuple(tuple(part for text in path for part in text.split(" > ")) for path in paths)


def _spread(row: Row, below: Row | None) -> Row:
    """Widen header cells over the blank ones to their right where the row below names those columns: formats without merged cells."""
    if below is None or any(slot.end - slot.column > 1 for slot in row.slots):
        return row
    named = {slot.column for slot in below.slots if slot.text}
    slots: list[Slot] = []
    for slot in row.slots:
        if slots and not slot.text and slot.column in named and slots[-1].text and slots[-1].column in named and slot.down == 1:
            slots[-1] = slots[-1]._replace(end=slot.end)
        else:
            slots.append(slot)
    return row._replace(slots=tuple(slots))
