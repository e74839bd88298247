"""Footnotes of plain text, before anything else is read: markers become superscripts again, bodies are told from the text.

PDF tools write a raised number on a line of its own ("UBND tỉnh", "1", ".") and the bodies at the foot of each page, behind a line
of blanks that was the stroke; DOC tools write "[1]" where a note is cited and "[1] text" at the document's end. Afterwards every
line that belongs to a note has the style "note", and begins with a superscript where it opens one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

import regex

from extractor.pages import Grid, Line, Page, Span

NOTE_STYLE = "note"
MERGED = Line((Span("", 0),))
"""What stays of a line that went into another; no blank line, which has no span."""
_SEPARATOR_BLANKS = 20
"""A line of so many blanks is what PDF tools make of the stroke over the notes."""
_MARKER = regex.compile(r"(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\r?")
"""Without the blanks that stand around a page number."""
_HEAD = regex.compile(r"\s*(\d{1,3})[.)]?\s+(?=\S)")
_PUNCTUATED = regex.compile(r"\s*\d{1,3}[.)]")
"""How sections are numbered, not notes."""
_ENDNOTE = regex.compile(r"\s*\[(\d{1,3})\]\s*(?=\S)")
_REFERENCE = regex.compile(r"\[(\d{1,3})\]")
_COMPLETE = regex.compile(r"[.;!?…]\s*$")
_STROKE = regex.compile(r"\s*_{5,}\s*")
_FURTHER = 5
"""Numbers of lost notes that may be skipped between two bodies."""


class _Row(NamedTuple):
    """A line that is not blank, and what stands before it."""

    at: tuple[int, int]
    """Page and item."""
    line: Line
    raw: str
    gap: int
    blanks: int
    """Length of the longest blank line before it."""
    separated: bool


class _Edits:
    """New lines by their place; None takes a line away because it went into another."""

    def __init__(self) -> None:
        self.lines: dict[tuple[int, int], Line | None] = {}

    def line(self, row: _Row) -> Line:
        return self.lines.get(row.at, row.line) or row.line

    def append(self, row: _Row, spans: tuple[Span, ...]) -> None:
        line = self.line(row)
        self.lines[row.at] = line._replace(spans=line.spans + spans)


def mark_notes(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return plain-text pages with their footnote markers raised and their notes marked."""
    rows = _rows(pages)
    zones = _zones(rows)
    endnotes = _endnotes(rows)
    if not zones and endnotes is None:
        return tuple(pages)
    edits = _Edits()
    last = 0
    for start, end in zones:
        last = _mark_zone(rows[start:end], edits, last)
    body = _outside(rows, zones, endnotes)
    if zones:
        _raise_markers(rows, body, edits)
    if endnotes is not None:
        _mark_endnotes(rows, body, endnotes, edits)
    return tuple(_edited(number, page, edits) for number, page in enumerate(pages))


def _rows(pages: Sequence[Page]) -> list[_Row]:
    rows: list[_Row] = []
    gap = blanks = 0
    separated = False
    for number, page in enumerate(pages):
        for index, item in enumerate(page.items):
            if isinstance(item, Grid):
                continue
            raw = item.text
            if not raw.strip() or _STROKE.fullmatch(raw):
                gap += 1
                blanks = max(blanks, len(raw))
                separated = separated or len(raw.expandtabs().rstrip("\r\n")) >= _SEPARATOR_BLANKS or "_" in raw
                continue
            rows.append(_Row((number, index), item, raw, gap, blanks, separated))
            gap, blanks, separated = 0, 0, False
    return rows


def _zones(rows: Sequence[_Row]) -> list[tuple[int, int]]:
    """Find the footnote zones: from a separator whose next line is a note (or goes on with one) to the page's end."""
    zones: list[tuple[int, int]] = []
    index = 0
    while index < len(rows):
        row = rows[index]
        if row.separated and (_begins_note(row) or (zones and _goes_on(rows, index))):
            end = _zone_end(rows, index)
            zones.append((index, end))
            index = end
        else:
            index += 1
    return zones


def _begins_note(row: _Row) -> bool:
    return bool(_MARKER.fullmatch(row.raw) or _HEAD.match(row.raw) or row.line.spans[0].superscript)


def _goes_on(rows: Sequence[_Row], index: int) -> bool:
    """A zone may go on with a body from the page before: then a further note, or the end of the page, follows."""
    end = _zone_end(rows, index)
    return end < len(rows) or any(_begins_note(row) for row in rows[index:end])


def _zone_end(rows: Sequence[_Row], start: int) -> int:
    """The zone ends with its page: at a form feed, a line set off by one leading blank, or the next separator."""
    last = 0
    for index in range(start, len(rows)):
        row, before = rows[index], rows[index - 1]
        if index > start and (row.at[0] != before.at[0] or row.separated):
            return index
        number = _number_of(row)
        opens_page = row.raw[:1] == " " and row.raw[1:2].strip() != "" and not _MARKER.fullmatch(before.raw)
        if index > start and opens_page and (not last or number != last + 1 or _PUNCTUATED.match(row.raw)):
            return index
        last = number or last
    return len(rows)


def _number_of(row: _Row) -> int:
    """The number that a row may open a note with; 0 if none."""
    match = _MARKER.fullmatch(row.raw) or _HEAD.match(row.raw)
    return int(match[1].split(",")[0]) if match else 0


def _mark_zone(rows: Sequence[_Row], edits: _Edits, last: int) -> int:
    """Mark the lines of one zone; return the number of its last note."""
    opener: _Row | None = None
    before: _Row | None = None
    for row, following in zip_longest(rows, rows[1:]):
        alone = _MARKER.fullmatch(row.raw)
        if alone and _opens(int(alone[1].split(",")[0]), last, before, following):
            opener, last = row, int(alone[1].split(",")[0])
            edits.lines[row.at] = None
        elif alone and before is not None:
            edits.append(before, _superscripts(row))
            edits.lines[row.at] = None
        else:
            last = _mark_line(row, opener, edits, last)
            opener, before = None, row
    return last


def _opens(number: int, last: int, before: _Row | None, following: _Row | None) -> bool:
    """The next number opens a note; a repeated or smaller one does where the body before it is complete, else it is cited in it."""
    if not last or last < number <= last + _FURTHER:
        return True
    begins = following is not None and following.raw[:1] == " " and not following.raw.strip()[:1].islower()
    return begins and (before is None or _COMPLETE.search(before.raw) is not None)


def _mark_line(row: _Row, opener: _Row | None, edits: _Edits, last: int) -> int:
    line = row.line._replace(style=NOTE_STYLE)
    head = _HEAD.match(row.raw)
    if opener is not None:
        edits.lines[row.at] = line._replace(spans=(*_superscripts(opener), *line.spans))
    elif head and int(head[1]) == last + 1 and not line.spans[0].superscript:
        edits.lines[row.at] = line._replace(spans=_split_off(line, head[1]))
        return last + 1
    else:
        edits.lines[row.at] = line
    return last


def _superscripts(row: _Row) -> tuple[Span, ...]:
    return tuple(span._replace(text=span.text.strip(), superscript=True) for span in row.line.spans)


def _split_off(line: Line, number: str) -> tuple[Span, ...]:
    first = line.spans[0]
    text = first.text.lstrip()[len(number) :].lstrip(".)")
    dropped = len(number)
    return (Span(number, dropped, superscript=True), first._replace(text=text, chars=first.chars - dropped), *line.spans[1:])


def _endnotes(rows: Sequence[_Row]) -> int | None:
    """Return the row where the notes [1] … [n] at the document's end begin."""
    openers = [(at, int(match[1])) for at, row in enumerate(rows) if (match := _ENDNOTE.match(row.raw))]
    for position, (at, number) in enumerate(openers):
        numbers = [found for _, found in openers[position:]]
        if number == 1 and max(numbers) <= len(numbers) + _FURTHER:
            return at
    return None


def _outside(rows: Sequence[_Row], zones: Sequence[tuple[int, int]], endnotes: int | None) -> list[int]:
    inside = {index for start, end in zones for index in range(start, end)}
    return [index for index in range(len(rows)) if index not in inside and (endnotes is None or index < endnotes)]


def _raise_markers(rows: Sequence[_Row], body: Sequence[int], edits: _Edits) -> None:
    """Tie a marker on a line of its own to the line before it; the line after it goes on there."""
    target: _Row | None = None
    raised = False
    for index in body:
        row = rows[index]
        if target is not None and row.gap <= 1 and row.blanks <= 1 and _MARKER.fullmatch(row.raw):
            edits.append(target, _superscripts(row))
            edits.lines[row.at] = None
            raised = True
        elif raised and target is not None and _continues(row):
            edits.append(target, row.line.spans)
            edits.lines[row.at] = None
            raised = False
        else:
            target, raised = row, False


def _continues(row: _Row) -> bool:
    if row.gap == 0:
        return True
    return row.gap == 1 and row.blanks <= 1 and (row.raw[0] == " " or not row.raw[0].isalnum())


def _mark_endnotes(rows: Sequence[_Row], body: Sequence[int], start: int, edits: _Edits) -> None:
    last = 0
    for row in rows[start:]:
        opener = _ENDNOTE.match(row.raw)
        line = edits.line(row)._replace(style=NOTE_STYLE)
        if opener:
            last = int(opener[1])
            line = line._replace(spans=_raised(line.spans, last))
        edits.lines[row.at] = line
    for index in body:
        line = rows[index].line
        if edits.lines.get(rows[index].at, line) is line and _REFERENCE.search(line.text):
            edits.lines[rows[index].at] = line._replace(spans=_raised(line.spans, last))


def _raised(spans: tuple[Span, ...], last: int) -> tuple[Span, ...]:
    """Split references [1] … [last] off their spans as superscripts; the brackets go with them."""
    found: list[Span] = []
    for span in spans:
        at, left = 0, span.chars
        for match in _REFERENCE.finditer(span.text):
            if int(match[1]) > last:
                continue
            before = span.text[at : match.start()]
            chars = len(before) - sum(map(str.isspace, before))
            found += [span._replace(text=before, chars=chars), span._replace(text=match[1], chars=len(match[0]), superscript=True)]
            left -= chars + len(match[0])
            at = match.end()
        found.append(span._replace(text=span.text[at:], chars=left))
    return tuple(span for span in found if span.text or span.chars)


def _edited(number: int, page: Page, edits: _Edits) -> Page:
    """Lines that went into others stay in their place as `MERGED`: the repairs know lines by it."""
    items = tuple(
        item if isinstance(item, Grid) else (edits.lines.get((number, index), item) or MERGED) for index, item in enumerate(page.items)
    )
    return page._replace(items=items)
