"""Lines on the way through the repair: their text, the edits made to it, and the way back into pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeAlias

import regex

from extractor.pages import Box, Cell, Change, Grid, Line, Note, Page, Reading, Span

Place: TypeAlias = tuple[int, int, int, int]
"""Page index, item index (-1-n for note n), cell index (-1: a line), line index."""

_WORD = regex.compile(r"\S+")


class Edit(NamedTuple):
    """`text` put for `[start, end)` of a strip's text, and why."""

    start: int
    end: int
    text: str
    kind: str
    rule: str
    confidence: float


class Strip(NamedTuple):
    """One line under repair; its changes' `start` counts in its own text."""

    place: Place
    line: Line
    text: str
    changes: tuple[Change, ...] = ()
    page: int | None = None


def strips_of(reading: Reading) -> Iterator[Strip]:
    """Give every line of every page, grid and note, in reading order."""
    for page_index, page in enumerate(reading.pages):
        for item_index, item in enumerate(page.items):
            if isinstance(item, Line):
                yield Strip((page_index, item_index, -1, 0), item, item.text, (), page.number)
                continue
            for cell_index, cell in enumerate(item.cells):
                for line_index, line in enumerate(cell.lines):
                    yield Strip((page_index, item_index, cell_index, line_index), line, line.text, (), page.number)
        for note_index, note in enumerate(page.notes):
            for line_index, line in enumerate(note.lines):
                yield Strip((page_index, -1 - note_index, -1, line_index), line, line.text, (), page.number)


def edited(strip: Strip, edits: Sequence[Edit]) -> Strip:
    """Make `edits` (sorted, not overlapping) and record them.

    Earlier changes move with the text; one inside an edit becomes part of it, one that holds edits takes them in.
    """
    if not edits:
        return strip
    spans = _edit_spans(strip.line.spans, edits)
    text = "".join(span.text for span in spans)
    kept = tuple(_carried(change, strip.text, edits) for change in strip.changes if not _swallows(edits, change))
    changes = sorted((*kept, *_changes(strip, edits)), key=lambda change: change.start)
    line = strip.line._replace(spans=spans, words=_words_after(strip, text, edits))
    return strip._replace(line=line, text=text, changes=tuple(changes))


def rewritten(strip: Strip, texts: Sequence[str]) -> Strip:
    """Put `texts` for the texts of the spans without a record: for changes of white space and whole re-codings."""
    spans = tuple(span if span.text == text else span._replace(text=text) for span, text in zip(strip.line.spans, texts, strict=True))
    return strip._replace(line=strip.line._replace(spans=spans), text="".join(texts))


def rebuilt(reading: Reading, strips: Sequence[Strip]) -> tuple[Reading, tuple[Change, ...]]:
    """Put the changed strips back into the pages, and give their changes in reading order."""
    changed = {strip.place: strip for strip in strips}
    if not changed:
        return reading, ()
    by_page: dict[int, dict[Place, Strip]] = {}
    for place, strip in changed.items():
        by_page.setdefault(place[0], {})[place] = strip
    pages = list(reading.pages)
    changes: list[Change] = []
    for index, of_page in sorted(by_page.items()):
        pages[index], page_changes = _rebuilt_page(index, pages[index], of_page)
        changes += page_changes
    return reading._replace(pages=tuple(pages)), tuple(changes)


def _rebuilt_page(index: int, page: Page, changed: Mapping[Place, Strip]) -> tuple[Page, list[Change]]:
    changes: list[Change] = []
    items: list[Line | Grid] = list(page.items)
    for item_index in sorted({place[1] for place in changed if place[1] >= 0}):
        item = items[item_index]
        if isinstance(item, Grid):
            items[item_index] = _rebuilt_grid((index, item_index), item, changed, changes)
        else:
            strip = changed[index, item_index, -1, 0]
            items[item_index] = strip.line
            changes += [change._replace(item=item_index) for change in strip.changes]
    notes = tuple(_rebuilt_note((index, -1 - number), note, changed, changes) for number, note in enumerate(page.notes))
    return page._replace(items=tuple(items), notes=notes), changes


def _rebuilt_grid(place: tuple[int, int], grid: Grid, changed: Mapping[Place, Strip], changes: list[Change]) -> Grid:
    cells = list(grid.cells)
    for cell_index in sorted({key[2] for key in changed if key[:2] == place}):
        cell = cells[cell_index]
        strips = [changed.get((*place, cell_index, number)) for number in range(len(cell.lines))]
        lines = tuple(strip.line if strip else line for strip, line in zip(strips, cell.lines, strict=True))
        offsets = accumulate((len(line.text) + 1 for line in lines), initial=0)
        cells[cell_index] = cell._replace(lines=lines)
        changes += _cell_changes(place[1], cell, strips, offsets)
    return grid._replace(cells=tuple(cells))


def _cell_changes(item: int, cell: Cell, strips: Sequence[Strip | None], offsets: Iterator[int]) -> Iterator[Change]:
    for strip, offset in zip(strips, offsets, strict=False):
        for change in strip.changes if strip else ():
            yield change._replace(item=item, row=cell.row, column=cell.column, start=change.start + offset)


def _rebuilt_note(place: tuple[int, int], note: Note, changed: Mapping[Place, Strip], changes: list[Change]) -> Note:
    strips = [changed.get((*place, -1, number)) for number in range(len(note.lines))]
    for strip in strips:
        changes += strip.changes if strip else ()
    return note._replace(lines=tuple(strip.line if strip else line for strip, line in zip(strips, note.lines, strict=True)))


def _changes(strip: Strip, edits: Sequence[Edit]) -> Iterator[Change]:
    shift = 0
    for edit in edits:
        original = _first_original(strip, edit)
        yield Change(edit.kind, original, edit.text, edit.rule, edit.confidence, strip.page, -1, start=edit.start + shift)
        shift += len(edit.text) - (edit.end - edit.start)


def _first_original(strip: Strip, edit: Edit) -> str:
    """Give what stood in the source where an edit is made: under it there may be earlier changes."""
    pieces: list[str] = []
    at = edit.start
    for change in strip.changes:
        if _swallows((edit,), change):
            pieces += (strip.text[at : change.start], change.original)
            at = change.start + len(change.repaired)
    return "".join((*pieces, strip.text[at : edit.end]))


def _swallows(edits: Sequence[Edit], change: Change) -> bool:
    """Tell whether an edit reaches over a change, or over an end of it."""
    end = change.start + len(change.repaired)
    return any(edit.start < end and change.start < edit.end and not (change.start <= edit.start and edit.end < end) for edit in edits)


def _carried(change: Change, text: str, edits: Sequence[Edit]) -> Change:
    """Move a change with the edits before it, and make the edits inside it."""
    end = change.start + len(change.repaired)
    inside = [edit for edit in edits if change.start <= edit.start < end and edit.end <= end]
    pieces: list[str] = []
    at = change.start
    for edit in inside:
        pieces += (text[at : edit.start], edit.text)
        at = edit.end
    before = (edit for edit in edits if edit.end <= change.start and edit not in inside)
    shift = sum(len(edit.text) - (edit.end - edit.start) for edit in before)
    return change._replace(start=change.start + shift, repaired="".join((*pieces, text[at:end])))


def _edit_spans(spans: Sequence[Span], edits: Sequence[Edit]) -> tuple[Span, ...]:
    """Cut the edits along the spans: what an edit puts stands in the span where it begins."""
    starts = list(accumulate((len(span.text) for span in spans), initial=0))
    texts = [span.text for span in spans]
    for edit in reversed(edits):
        owner = _owner(starts, edit)
        for index in range(owner, len(texts)):
            if index > owner and starts[index] >= edit.end:
                break
            cut = max(edit.start - starts[index], 0)
            resume = max(min(edit.end, starts[index + 1]) - starts[index], cut)
            texts[index] = texts[index][:cut] + (edit.text if index == owner else "") + texts[index][resume:]
    return tuple(span if span.text == text else span._replace(text=text) for span, text in zip(spans, texts, strict=True))


def _owner(starts: Sequence[int], edit: Edit) -> int:
    """Find the span that an edit begins in: for an insertion at a seam, the one before it."""
    reach = edit.start - 1 if edit.start == edit.end and edit.start else edit.start
    return next((index for index in range(len(starts) - 1) if starts[index] <= reach < starts[index + 1]), len(starts) - 2)


def _words_after(strip: Strip, text: str, edits: Sequence[Edit]) -> tuple[Box, ...]:
    """Keep a box a word when an edit joins or parts words: a new word's box bounds the old words it was made of."""
    boxes = strip.line.words
    old = [match.span() for match in _WORD.finditer(strip.text)] if boxes else []
    new = [match.span() for match in _WORD.finditer(text)] if boxes else []
    if not boxes or len(old) != len(boxes) or len(old) == len(new):
        return boxes
    return tuple(_bound(boxes, old, _source(start, edits), _source(end - 1, edits)) for start, end in new)


def _source(offset: int, edits: Sequence[Edit]) -> int:
    """Find where in the text before the edits the character at `offset` came from."""
    shift = 0
    for edit in edits:
        if offset + shift < edit.start:
            break
        if offset + shift < edit.start + len(edit.text):
            return min(offset + shift, max(edit.end - 1, edit.start))
        shift += (edit.end - edit.start) - len(edit.text)
    return offset + shift


def _bound(boxes: Sequence[Box], words: Sequence[tuple[int, int]], first: int, last: int) -> Box:
    hit = [box for box, (start, end) in zip(boxes, words, strict=True) if start <= last and end > first] or [
        min(zip(boxes, words, strict=True), key=lambda pair: abs(pair[1][0] - first))[0]
    ]
    return (min(box[0] for box in hit), min(box[1] for box in hit), max(box[2] for box in hit), max(box[3] for box in hit))
