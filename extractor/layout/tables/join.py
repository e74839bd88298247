"""Tables that run over pages: which pieces belong together, and how their rows meet."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import regex

from extractor.layout.tables.broken import is_one_word
from extractor.layout.tables.head import Head, find_head
from extractor.layout.tables.words import are_column_numbers, is_figure, is_ordinal, is_ordinal_head, starts_low

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.layout.tables.sheet import Row, Sheet, Slot
    from extractor.pages import Line

_EDGE_PT = 5.0
_ALIKE = 0.75
_SHARE = 0.015
_NARROW = 3
"""Letters that the head of the ordinals ("TT", "STT") has: too few for a likeness when one of them is misread ("+ T")."""
_CUT_RANGE = regex.compile(r"\d\s*[-–]\n\d|\d\n[-–]\s+\d")
"""A range cut before or behind its dash: "2026 -" over "2030"; a minus stands close to its figure."""


def join(first: Sheet, second: Sheet) -> Sheet | None:
    """Return both pieces as one sheet, or None when the second is a table of its own."""
    pair = _align(first, second)
    if pair is None:
        return None
    first, second = pair
    head = find_head(first)
    repeated = _count_repeated(first, second, head)
    if not repeated and _has_own_head(second, first, head):
        return None
    rows = second.rows[repeated:]
    first = first._replace(rows=_better_read(first.rows, second.rows[:repeated], head.titles))
    joined = _meet(first, head, rows) if rows else first.rows
    return first._replace(rows=joined, chars=first.chars + second.chars, pages=(*first.pages, *second.pages))


def is_rest(sheet: Sheet) -> bool:
    """Tell a piece that says itself that it goes on: its marked header is blank (Markdown, after a page break)."""
    return bool(sheet.header_rows) and not any(row.texts for row in sheet.rows[: sheet.header_rows])


def _align(first: Sheet, second: Sheet) -> tuple[Sheet, Sheet] | None:
    """Bring both pieces to the same columns; None when they have no columns in common."""
    if first.edges and second.edges:
        to_first = _nearest(second.edges, first.edges)
        if to_first is not None:
            return first, _remap(second, to_first, first.columns, first.edges)
        to_second = _nearest(first.edges, second.edges)
        if to_second is not None:
            return _remap(first, to_second, second.columns, second.edges), second
    if first.columns != second.columns or bool(first.edges) != bool(second.edges):
        return None
    alike = not first.edges or _are_shifted(first.edges, second.edges) or _count_repeated(first, second, find_head(first))
    return (first, second) if alike else None


def _are_shifted(edges: Sequence[float], others: Sequence[float]) -> bool:
    """Tell the same columns on a page with other margins, or a picture of one: their shares of the table's width agree."""
    shares, other_shares = ([(edge - side[0]) / (side[-1] - side[0]) for edge in side] for side in (edges, others))
    return all(abs(share - other) < _SHARE for share, other in zip(shares, other_shares, strict=True))


def _nearest(edges: Sequence[float], places: Sequence[float]) -> list[int] | None:
    """Return for each edge the index of the place that it lies on; None unless all do and the outer ones agree."""
    found = []
    for edge in edges:
        near = min(range(len(places)), key=lambda index: abs(places[index] - edge))
        if abs(places[near] - edge) > _EDGE_PT or near in found:
            return None
        found.append(near)
    return found if found[0] == 0 and found[-1] == len(places) - 1 else None


def _remap(sheet: Sheet, to: Sequence[int], columns: int, edges: tuple[float, ...]) -> Sheet:
    rows = tuple(
        row._replace(slots=tuple(slot._replace(column=to[slot.column], end=to[slot.end]) for slot in row.slots)) for row in sheet.rows
    )
    return sheet._replace(columns=columns, rows=rows, edges=edges)


def _count_repeated(first: Sheet, second: Sheet, head: Head) -> int:
    """Count the rows at the top of `second` that repeat the header of `first`."""
    top = first.rows[head.titles : head.end]
    count = 0
    while count < min(len(top), len(second.rows)) and _is_repeat(top[count].texts, second.rows[count].texts):
        count += 1
    if not any(row.texts for row in second.rows[:count]):
        count = 0
    blank = count
    while not count and blank < len(second.rows) and blank < (second.header_rows or 0) and not second.rows[blank].texts:
        blank += 1
    return count or blank


def _is_repeat(texts: Sequence[str], others: Sequence[str]) -> bool:
    """Tell a repeated header row: most cells are the same, the others alike (cut off by the page, or misread in one of two pictures)."""
    if len(texts) != len(others):
        return False
    same = sum(text == other for text, other in zip(texts, others, strict=True))
    return same * 2 >= len(texts) and all(map(_is_like, texts, others))


def _is_like(text: str, other: str) -> bool:
    if text.startswith(other) or other.startswith(text) or SequenceMatcher(None, text, other).ratio() > _ALIKE:
        return True
    return max(len(text), len(other)) <= _NARROW and (is_ordinal_head(text) or is_ordinal_head(other))


def _better_read(rows: tuple[Row, ...], repeated: Sequence[Row], top: int) -> tuple[Row, ...]:
    """Take the head of the ordinals from the page that it was read on: OCR makes anything of two letters in a narrow cell."""
    better = list(rows)
    for at, row in enumerate(repeated, start=top):
        heads = {slot.column: slot.lines for slot in row.slots if is_ordinal_head(slot.text)}
        if heads:
            slots = tuple(slot._replace(lines=heads[slot.column]) if slot.column in heads else slot for slot in better[at].slots)
            better[at] = better[at]._replace(slots=slots)
    return tuple(better)


def _has_own_head(second: Sheet, first: Sheet, head: Head) -> bool:
    """Tell whether a piece opens a table of its own: with a header that is not the first one's."""
    own = find_head(second)
    if not own.header or not head.header:
        return bool(own.header and own.numbers)
    if own.numbers or any(is_ordinal_head(text) for text in second.rows[own.titles].texts):
        return True
    if second.header_rows and any(row.texts for row in second.rows[: second.header_rows]):
        return True
    bold = [span.bold for slot in second.rows[0].slots for line in slot.lines for span in line.spans if span.chars]
    return bool(bold) and all(bold) and len(second.rows[0].texts) == second.columns and not _is_bold(first.rows[head.end :])


def _is_bold(rows: Sequence[Row]) -> bool:
    return all(span.bold for row in rows for slot in row.slots for line in slot.lines for span in line.spans if span.chars)


def _meet(first: Sheet, head: Head, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Put the rows of the next piece after the first's; a row cut by the page break becomes one."""
    last = first.rows[-1]
    if len(first.rows) > head.end and goes_on(last, rows[0], ordered=_is_ordered(first, head)):
        return (*first.rows[:-1], _merge(last, rows[0]), *rows[1:])
    return (*first.rows, *rows)


def _is_ordered(sheet: Sheet, head: Head) -> bool:
    """Tell whether nearly every body row has something in the first column."""
    body = [row for row in sheet.rows[head.end :] if row.texts]
    return sum(bool(row.slots and row.slots[0].column == 0 and row.slots[0].text) for row in body) * 3 >= len(body) * 2


def goes_on(last: Row, row: Row, *, ordered: bool) -> bool:
    """Tell whether `row`, first on its page, is the rest of `last`: it brings no cell of its own and begins in mid-sentence."""
    before = {slot.column: slot.text for slot in last.slots if slot.text}
    rest = {slot.column: slot.text for slot in row.slots if slot.text}
    if not rest or not rest.keys() <= before.keys() or are_column_numbers(list(rest.values())):
        return False
    figures = [column for column, text in rest.items() if is_figure(text)]
    if figures:
        return 0 not in rest and all(_is_cut(before[column], rest[column]) for column in figures)
    if len(before) < 2:
        return False
    if 0 in rest:
        return starts_low(rest[0]) and not is_ordinal(rest[0])
    low = any(starts_low(text) for text in rest.values())
    return low or (ordered and 1 not in rest)


def _is_cut(before: str, text: str) -> bool:
    return _is_tail(before, text) or _CUT_RANGE.search(f"{before}\n{text}") is not None


def _is_tail(before: str, text: str) -> bool:
    """Tell the digits that a narrow cell has cut off a figure."""
    return is_one_word(before.rsplit(maxsplit=1)[-1], text)


def _merge(last: Row, row: Row) -> Row:
    """Append the cells of a row's rest to its first part."""
    rest = {slot.column: slot.lines for slot in row.slots if slot.lines}
    slots = [slot._replace(lines=_append(slot.lines, rest.get(slot.column, ()))) for slot in last.slots]
    known = {slot.column for slot in last.slots}
    slots.extend(slot for slot in row.slots if slot.lines and slot.column not in known)
    return last._replace(slots=tuple(sorted(slots, key=_by_column)))


def _append(lines: tuple[Line, ...], more: tuple[Line, ...]) -> tuple[Line, ...]:
    """Append lines; digits that were cut off a figure go back to it."""
    if lines and more and is_figure(more[0].text.strip()) and _is_tail(lines[-1].text, more[0].text.strip()):
        return (*lines[:-1], lines[-1]._replace(spans=lines[-1].spans + more[0].spans, words=()), *more[1:])
    return lines + more


def _by_column(slot: Slot) -> int:
    return slot.column
