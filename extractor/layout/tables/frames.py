"""Tables that only lay a page out: told from data and given back as lines, column by column."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from extractor.layout.tables.head import Head, is_data
from extractor.layout.tables.words import is_figure, is_ordinal, is_ordinal_head
from rules.loader import Pattern, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.layout.tables.sheet import Row, Sheet, Slot
    from extractor.pages import Line

_MAX_COLUMNS = 4
"""Heads, closings and signature grids have no more cells in a row."""
_NAME = regex.compile(r"(?:\p{Lu}[\p{L}.]*\s){1,5}\p{Lu}[\p{L}.]*")


@lru_cache
def _patterns() -> tuple[tuple[str, Pattern], ...]:
    return tuple((rule.data["part"], Pattern(rule.data["pattern"])) for rule in load("table_layout").rules)


def read_part(text: str) -> str | None:
    """Return what a cell's text speaks for: "head", "closing", "signer" or None."""
    return next((part for part, pattern in _patterns() if pattern.search(text)), None)


def is_layout(sheet: Sheet, head: Head) -> bool:
    """Tell a table that only lays the page out from one that holds data."""
    full = [slot for row in sheet.rows for slot in row.slots if slot.text]
    if len(full) < 2 or sheet.columns < 2 or len(sheet.rows) == 1 or any(slot.text == "=" for slot in full):
        return True
    most = max(len(row.texts) for row in sheet.rows)
    if most < 2:
        return True
    if most > _MAX_COLUMNS or any(is_ordinal_head(slot.text) for slot in sheet.rows[0].slots):
        return False
    parts = {read_part(_raw(slot)) for slot in full}
    figures = sum(is_figure(slot.text) and not is_ordinal(slot.text) for slot in full)
    if "head" in parts or "closing" in parts:
        return figures * 4 <= len(full)
    if figures or (head.header and any(map(is_data, sheet.rows[head.end :]))):
        return False
    if "signer" in parts or not sheet.bordered:
        return len(sheet.rows) <= 6 or _is_signed(full)
    return _is_signed(full)


def _raw(slot: Slot) -> str:
    return "\n".join(line.text for line in slot.lines)


def _is_signed(full: Sequence[Slot]) -> bool:
    """Tell a grid of signatures: bodies in capitals and names, nothing else."""
    texts = [line.text.strip() for slot in full for line in slot.lines if line.text.strip()]
    capitals = sum(text.isupper() for text in texts)
    return capitals >= 2 and all(text.isupper() or _NAME.fullmatch(text) for text in texts)


def find_closing(sheet: Sheet, head: Head) -> int:
    """Return the index of the first row of a closing that hangs below the data; the number of rows if none does."""
    rows = sheet.rows
    for number in range(max(1, head.end), len(rows)):
        if _opens_closing(rows[number], sheet.columns) and all(len(row.slots) <= 3 for row in rows[number:]):
            return number
    return len(rows)


def _opens_closing(row: Row, columns: int) -> bool:
    """Tell a row of at most three cells, wider than the data's, that holds recipients or a signature."""
    full = [slot for slot in row.slots if slot.text]
    if not full or len(row.slots) > 3 or (columns > 3 and not all(_is_wide(slot, row, columns) for slot in full)):
        return False
    parts = {read_part(_raw(slot)) for slot in full}
    if "closing" in parts or (len(row.slots) > 1 and _is_signed(full)):
        return True
    return len(row.slots) > 1 and ("signer" in parts or "head" in parts) and not any(is_figure(slot.text) for slot in full)


def _is_wide(slot: Slot, row: Row, columns: int) -> bool:
    return slot.end - slot.column > 1 or columns <= len(row.slots) + 1


def give_back(rows: Iterable[Row]) -> list[tuple[int, Line]]:
    """Return (piece, line) pairs in reading order: column 1 top to bottom, then column 2; a cell over all columns parts the bands."""
    found: list[tuple[int, Line]] = []
    band: list[Row] = []
    for row in rows:
        single = len(row.slots) == 1
        if band and (single or len(band[-1].slots) == 1 or band[-1].piece != row.piece):
            found.extend(_columns(band))
            band = []
        band.append(row)
    found.extend(_columns(band))
    return found


def _columns(band: Sequence[Row]) -> list[tuple[int, Line]]:
    starts = sorted({slot.column for row in band for slot in row.slots if slot.text})
    single = all(len(row.slots) == 1 for row in band)
    return [
        (row.piece, line if single else line._replace(style=f"column-{number}"))
        for number, start in enumerate(starts, 1)
        for row in band
        for slot in row.slots
        if slot.column == start
        for line in slot.lines
    ] + [(row.piece, line) for row in band for slot in row.slots if slot.column not in starts for line in slot.lines]
