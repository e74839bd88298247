"""Tables of all pages: each found, joined over page breaks, and set as one block in the reading order."""

from __future__ import annotations

from collections import Counter, deque
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import regex

from extractor.layout.blocks import TableBlock
from extractor.layout.tables.block import make_block
from extractor.layout.tables.caption import find_caption
from extractor.layout.tables.flat import find_flat
from extractor.layout.tables.frames import find_closing, give_back, is_layout
from extractor.layout.tables.head import find_head
from extractor.layout.tables.join import is_rest, join
from extractor.layout.tables.phrases import find_note_lines
from extractor.layout.tables.ruled import find_ruled
from extractor.layout.tables.sheet import Placed, Sheet, from_grid, from_placed, narrow, shift
from extractor.layout.tables.tabbed import find_tabbed
from extractor.layout.tables.unruled import find_unruled
from extractor.layout.zones import find_foot
from extractor.pages import Grid, Line, Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Entry: TypeAlias = "Line | Piece | Opening | Aside"

_FURNITURE = regex.compile(r"\W*(?:(?i:trang|page)\s*)?\d{0,4}(?:\s*/\s*\d{1,4})?\W*")
_NOTE = regex.compile(r"\s*(?:\d{1,3}|\*{1,3})\s+\p{Lu}")
_MAX_NOTE_LINES = 30
_LOOK_BACK = 40
_MARGIN = 0.09
"""Share of the page's height at its head and foot in which a short line is furniture."""


class Piece(NamedTuple):
    """A table's part on one page, before it is joined."""

    sheet: Sheet
    number: int
    dropped: tuple[Line, ...] = ()
    """Repeated headers inside it: lines again where it turns out to be no table."""


class Opening(NamedTuple):
    """Where a table begins whose piece follows further down, behind lines that stand inside it."""

    number: int


class Aside(NamedTuple):
    """A line of a footnote zone: between tables and captions it does not count."""

    line: Line


class Found(NamedTuple):
    """A whole table: its sheet, and the pieces that it was joined of."""

    sheet: Sheet
    pieces: tuple[Piece, ...]


def find_tables(pages: tuple[Page, ...], form: str) -> tuple[tuple[Line | TableBlock, ...], ...]:
    """Return each page's items in reading order, every table as one block at the place of its first piece.

    Args:
        pages: As read and repaired.
        form: "paged", "flow" or "plain", see `Reading.form`.

    Returns:
        As many tuples as pages. Layout tables come back as lines with the style "column-1", "column-2" …;
        the source characters of lines and blocks add up to those of the input.
    """
    entries = _entries(pages, form)
    if not any(isinstance(entry, Piece) for page in entries for entry in page):
        return tuple(tuple(item for item in page.items if isinstance(item, Line)) for page in pages)
    made: dict[int, list[Line | TableBlock]] = {}
    for found in _join_pieces(pages, entries):
        made.update(_resolve(found))
    return _set_captions(made, entries)


def _entries(pages: Sequence[Page], form: str) -> list[list[Entry]]:
    """Return each page's lines and table pieces; pieces are numbered over the document."""
    placed, notes = _find_plain(pages) if form == "plain" else _find_paged(pages)
    tables = {table.at: table for table in placed}
    taken = {at for table in placed for at in table.taken}
    openings = {min(table.taken) for table in placed if min(table.taken) < table.at}
    numbers = count()
    number = next(numbers)
    found: list[list[Entry]] = []
    before = 0
    for page in pages:
        entries: list[Entry] = []
        for at, item in enumerate(page.items, before):
            if at in openings:
                entries.append(Opening(number))
            if isinstance(item, Grid) or at in tables:
                sheet = from_grid(item, number, page.number) if isinstance(item, Grid) else from_placed(tables[at], number, page.number)
                entries.append(Piece(sheet, number, () if isinstance(item, Grid) else tables[at].dropped))
                number = next(numbers)
            elif at not in taken:
                entries.append(Aside(item) if at in notes else item)
        before += len(page.items)
        found.append(entries)
    return found


def _find_paged(pages: Sequence[Page]) -> tuple[list[Placed], frozenset[int]]:
    """Return the tables that no format marks: ruled ones, and rows of figures between white gutters; and the lines of footnotes.

    Places count over all pages.
    """
    found: list[Placed] = []
    notes: set[int] = set()
    before = 0
    body_size = _body_size(pages)
    for page in pages:
        ruled = find_ruled(page)
        taken = frozenset(at for placed in ruled for at in placed.taken)
        tables = (*ruled, *find_unruled(page, taken))
        found.extend(shift(placed, before) for placed in tables)
        below = max((at for placed in tables for at in placed.taken), default=-1)
        notes.update(before + at for at in find_foot(_lines_below(page, below), body_size))
        before += len(page.items)
    return found, frozenset(notes)


def _body_size(pages: Sequence[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for item in page.items:
            for span in item.spans if isinstance(item, Line) else ():
                sizes[span.size] += span.chars
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def _lines_below(page: Page, below: int) -> Iterator[tuple[int, Line]]:
    """Yield a page's lines behind place `below`, last first; page numbers are passed over."""
    for at in range(len(page.items) - 1, below, -1):
        item = page.items[at]
        if isinstance(item, Line) and not _FURNITURE.fullmatch(item.text):
            yield at, item


def _find_plain(pages: Sequence[Page]) -> tuple[list[Placed], frozenset[int]]:
    """Return the tables that tools have flattened into text, over page breaks, and the lines of footnotes."""
    items = [item for page in pages for item in page.items]
    notes: set[int] = set()
    before = 0
    for page in pages:
        notes.update(before + at for at in find_note_lines(page.items))
        before += len(page.items)
    return find_tabbed(items) or find_flat(items, frozenset(notes)), frozenset(notes)


def _join_pieces(pages: Sequence[Page], entries: Sequence[Sequence[Entry]]) -> list[Found]:
    """Join pieces between which stands nothing but furniture, or, on the page of the first, its footnotes; blank pages are passed over."""
    found: list[Found] = []
    between: list[Line] | None = None
    last = 0
    printed = [(page, items) for page, items in zip(pages, entries, strict=True) if items]
    for number, (page, items) in enumerate(printed):
        for entry in items:
            if isinstance(entry, Opening | Aside):
                continue
            if isinstance(entry, Line):
                if between is not None and not is_furniture(entry, page):
                    between = [*between, entry] if number == last and len(between) < _MAX_NOTE_LINES else None
                continue
            near = (
                between is not None
                and number - last <= 1
                and (not between or is_rest(entry.sheet) or (number > last and _are_notes(between)))
            )
            joined = join(found[-1].sheet, entry.sheet) if near else None
            if joined is not None:
                found[-1] = Found(joined, (*found[-1].pieces, entry))
            else:
                found.append(Found(entry.sheet, (entry,)))
            between, last = [], number
    return found


def _are_notes(lines: Sequence[Line]) -> bool:
    """Tell footnotes below a table: the first begins with a marker."""
    spans = [span for span in lines[0].spans if span.text.strip()]
    return bool(spans) and (spans[0].superscript or _NOTE.match(lines[0].text) is not None)


def is_furniture(line: Line, page: Page) -> bool:
    """Tell a blank line, a page number, or a short line in the page's head or foot."""
    text = line.text
    if _FURNITURE.fullmatch(text):
        return True
    if line.box is None or not page.height:
        return False
    return len(text) < 100 and not _MARGIN * page.height < (line.box[1] + line.box[3]) / 2 < (1 - _MARGIN) * page.height


def _resolve(found: Found) -> dict[int, list[Line | TableBlock]]:
    """Return what stands at the place of each piece: the block at the first, given-back lines at their own."""
    sheet = narrow(found.sheet)
    head = find_head(sheet)
    made: dict[int, list[Line | TableBlock]] = {piece.number: [] for piece in found.pieces}
    end = find_closing(sheet, head)
    body = narrow(sheet._replace(rows=sheet.rows[:end]))
    if is_layout(body, find_head(body)):
        for piece in found.pieces:
            made[piece.number].extend(line for _, line in give_back(piece.sheet.rows))
            made[piece.number].extend(piece.dropped)
        return made
    head = find_head(body)
    titles = give_back(body.rows[: head.titles])
    tail = give_back(sheet.rows[end:])
    chars = sheet.chars - sum(line.chars for _, line in [*titles, *tail])
    made[found.pieces[0].number] = [*(line for _, line in titles), make_block(body, head, chars=chars)]
    for number, line in tail:
        made[number].append(line)
    return made


def _set_captions(
    made: dict[int, list[Line | TableBlock]], entries: Sequence[Sequence[Entry]]
) -> tuple[tuple[Line | TableBlock, ...], ...]:
    """Lay the pages out: pieces replaced by what they became, blocks with the caption that stands above them."""
    above: deque[Line] = deque(maxlen=_LOOK_BACK)
    captions: dict[int, str | None] = {}
    laid = []
    for items in entries:
        done: list[Line | TableBlock] = []
        for entry in items:
            if isinstance(entry, Opening):
                captions[entry.number] = find_caption(above)
                continue
            if isinstance(entry, Aside):
                done.append(entry.line)
                continue
            for item in [entry] if isinstance(entry, Line) else made[entry.number]:
                if isinstance(item, TableBlock) and isinstance(entry, Piece):
                    done.append(item._replace(caption=captions[entry.number] if entry.number in captions else find_caption(above)))
                    above.clear()
                elif isinstance(item, Line):
                    done.append(item)
                    above.extend(() if _FURNITURE.fullmatch(item.text) else (item,))
        laid.append(tuple(done))
    return tuple(laid)
