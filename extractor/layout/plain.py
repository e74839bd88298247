"""Layout of plain text, as PDF and DOC tools write it: lines and blank lines are all the evidence there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import regex

from extractor.layout import furniture
from extractor.layout.blocks import Anchor, FurnitureBlock, Layout, NoteBody, Paragraph, TableBlock
from extractor.layout.breaks import Frame
from extractor.layout.gaps import split_gaps
from extractor.layout.glued import find_glued
from extractor.layout.paragraphs import join_strips, make_paragraph
from extractor.layout.strips import Strip, make_strip, text_width
from extractor.layout.zones import gather_notes
from extractor.pages import Change, Line, Page, Reading, Span

_SEPARATOR_BLANKS = 20
"""A line of so many blanks is what PDF tools make of the stroke over the notes."""
_MARKER_LINE = regex.compile(r"\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*")
_NOTE_LINE = regex.compile(r"\s*(\d{1,3})[.)]?\s+(?=\S)")
_REGULAR = "ư"
_WRAP_LIMIT_EM = 70.0
"""Text whose long lines are longer than this is written one paragraph a line."""


class _Row(NamedTuple):
    """A line of the source with what stands before it."""

    line: Line
    raw: str
    gap: float
    separated: bool
    """The stroke over the notes stands right above."""
    page: int


def arrange_plain(pages: Sequence[Page], items: Sequence[Sequence[Line | TableBlock]]) -> Layout:
    """Arrange plain text; form feeds, leading blanks and separators tell its pages."""
    taken: list[FurnitureBlock] = []
    rows = _rows(items, taken)
    body, zones = _split_zones(rows)
    strips = _strips(body, taken, has_notes=bool(zones))
    wrapped, frame = _frame([strip for strip in strips if isinstance(strip, Strip)])
    notes = _notes([row for zone in zones for row in zone])
    blocks = _blocks(strips, frame if wrapped else None)
    return Layout(find_glued(blocks, notes), notes, tuple(taken))


def _rows(items: Sequence[Sequence[Line | TableBlock]], taken: list[FurnitureBlock]) -> list[_Row | TableBlock]:
    rows: list[_Row | TableBlock] = []
    gap, separated = 0.0, False
    for number, entries in enumerate(items):
        for entry in entries:
            if isinstance(entry, TableBlock):
                rows.append(entry)
                gap, separated = 0.0, False
                continue
            raw = entry.text
            if not entry.chars and not raw.strip():
                gap += 1
                separated = separated or len(raw.expandtabs().rstrip("\r\n")) >= _SEPARATOR_BLANKS
                continue
            line, raw = _without_residue(entry, raw, taken)
            if furniture.is_drawn(raw):
                taken.append(furniture.take(make_strip(line, None)))
                separated = separated or "_" in raw
                continue
            rows.append(_Row(line, raw, gap, separated, number))
            gap, separated = 0.0, False
    return rows


def _without_residue(line: Line, raw: str, taken: list[FurnitureBlock]) -> tuple[Line, str]:
    rest, cut = furniture.cut_residue(raw)
    if not cut:
        return line, raw
    block = furniture.residue_block(cut, None)
    taken.append(block)
    return line._replace(spans=(Span(rest, line.chars - block.chars),)), rest


def _split_zones(rows: Sequence[_Row | TableBlock]) -> tuple[list[_Row | TableBlock], list[list[_Row]]]:
    """Split off the footnote zones: from a separator whose next line is a note (or goes on with one) to the page's end."""
    body: list[_Row | TableBlock] = []
    zones: list[list[_Row]] = []
    index = 0
    while index < len(rows):
        row = rows[index]
        if isinstance(row, _Row) and row.separated and (_begins_note(row) or (zones and _holds_note(rows, index))):
            end = _zone_end(rows, index)
            zones.append([entry for entry in rows[index:end] if isinstance(entry, _Row)])
            index = end
        else:
            body.append(row)
            index += 1
    return body, zones


def _begins_note(row: _Row) -> bool:
    return bool(_MARKER_LINE.fullmatch(row.raw) or _NOTE_LINE.match(row.raw) or (row.line.spans and row.line.spans[0].superscript))


def _holds_note(rows: Sequence[_Row | TableBlock], index: int) -> bool:
    """A zone may go on with a body from the page before: then a further note, or the end of the page, follows soon."""
    end = _zone_end(rows, index)
    return end < len(rows) or any(isinstance(row, _Row) and _begins_note(row) for row in rows[index:end])


def _zone_end(rows: Sequence[_Row | TableBlock], start: int) -> int:
    """The zone ends with its page: at a form feed, a line set off by one leading blank, a table or the next separator."""
    for index in range(start + 1, len(rows)):
        row, before = rows[index], rows[index - 1]
        if isinstance(row, TableBlock) or isinstance(before, TableBlock) or row.page != before.page or row.separated:
            return index
        opens_page = row.raw[:1] == " " and row.raw[1:2].strip() and not _MARKER_LINE.fullmatch(before.raw)
        if opens_page and not _NOTE_LINE.match(row.raw):
            return index
    return len(rows)


def _strips(rows: Sequence[_Row | TableBlock], taken: list[FurnitureBlock], *, has_notes: bool) -> list[Strip | TableBlock]:
    """Make strips; a marker on a line of its own is tied to the line before it, and the line after it goes on there."""
    strips: list[Strip | TableBlock] = []
    marked = False
    for row in rows:
        if isinstance(row, TableBlock):
            strips.append(row)
            continue
        before = strips[-1] if strips else None
        marker = _MARKER_LINE.fullmatch(row.raw)
        if marker and has_notes and isinstance(before, Strip):
            strips[-1] = _with_anchors(before, row.line, marker[1])
            marked = True
            continue
        if marker and furniture.is_page_number(row.raw.strip()):
            taken.append(furniture.take(make_strip(row.line, None)))
            continue
        strip = _plain_strip(row)
        if marked and isinstance(before, Strip):
            strip = strip._replace(glue=_blank_between(before, row))
        strips.append(strip)
        marked = False
    return strips


def _blank_between(before: Strip, row: _Row) -> str:
    return " " if row.raw[:1].isspace() or before.line.text[-1:].isspace() else ""


def _plain_strip(row: _Row) -> Strip:
    """Make a strip; where a face is known by its damage (`mark_faces`), a line without a sign of it is half bold: unknown."""
    strip = make_strip(row.line, None, gap=row.gap)
    bold = strip.bold if strip.bold or _REGULAR in strip.text else 0.5
    return strip._replace(x1=text_width(strip.text), size=0.0, bold=bold)


def mark_faces(reading: Reading, changes: Iterable[Change]) -> Reading:
    """Tell the bold lines of plain text by their damage.

    ƣ for ư comes from one face of the document, in practice the bold one (`design/mojibake.md`): lines whose ƣ was put right are
    set in it, lines that held a sound ư are not.
    """
    damaged = {(change.page, change.item) for change in changes if change.kind == "u_horn"}
    if not damaged:
        return reading
    pages = tuple(
        page._replace(items=tuple(_bold(item) if (page.number, at) in damaged and isinstance(item, Line) else item
                                  for at, item in enumerate(page.items)))
        for page in reading.pages
    )
    return reading._replace(pages=pages)


def _bold(line: Line) -> Line:
    return line._replace(spans=tuple(span._replace(bold=True) for span in line.spans))


def _with_anchors(strip: Strip, marker: Line, numbers: str) -> Strip:
    anchors = tuple(Anchor(len(strip.text), number.strip()) for number in numbers.replace(";", ",").split(","))
    spans = (*strip.line.spans, *(Span("", span.chars) for span in marker.spans))
    return strip._replace(anchors=strip.anchors + anchors, line=strip.line._replace(spans=spans))


def _frame(strips: Sequence[Strip]) -> tuple[bool, Frame]:
    """Tell whether lines were wrapped at a right margin, and where that was (in ems)."""
    widths = sorted(strip.x1 for strip in strips if len(strip.text) > 40)
    if not widths:
        return False, Frame(0.0, 0.0, 0.0, exact=False)
    right = widths[int(len(widths) * 0.97)]
    near = sum(width > 0.8 * right for width in widths)
    gaps = sorted(strip.gap for strip in strips)
    spaced = gaps[len(gaps) // 2] if gaps else 0.0
    return right < _WRAP_LIMIT_EM and near >= 0.4 * len(widths), Frame(0.0, right, 0.0, exact=False, spaced=spaced)


def _blocks(strips: Sequence[Strip | TableBlock], frame: Frame | None) -> list[Paragraph | TableBlock]:
    blocks: list[Paragraph | TableBlock] = []
    pending: list[Strip] = []
    for strip in [*strips, None]:
        if isinstance(strip, Strip):
            pending.append(strip)
            continue
        blocks.extend(_paragraphs(split_gaps(pending), frame))
        pending = []
        if strip is not None:
            blocks.append(strip)
    return blocks


def _paragraphs(strips: Sequence[Strip], frame: Frame | None) -> list[Paragraph]:
    if frame is not None:
        wrapped = frame
        return join_strips(strips, lambda _: wrapped, lambda word, _: text_width(word))
    groups: list[list[Strip]] = []
    for strip in strips:
        if groups and strip.glue is not None:
            groups[-1].append(strip)
        else:
            groups.append([strip])
    return [make_paragraph(group) for group in groups]


def _notes(rows: Sequence[_Row]) -> tuple[NoteBody, ...]:
    """Make note bodies: a number on a line of its own, or at the head of a line, opens one if it is the next."""
    strips: list[Strip] = []
    opener: Line | None = None
    last = 0
    for row in rows:
        alone = _MARKER_LINE.fullmatch(row.raw)
        if alone and (not last or last < int(alone[1].split(",")[0]) <= last + 5):
            opener, last = row.line, int(alone[1].split(",")[0])
        elif alone and strips:
            strips[-1] = _with_anchors(strips[-1], row.line, alone[1])
        else:
            strip, last = _note_strip(row, opener, strips[-1] if strips else None, last)
            strips.append(strip)
            opener = None
    _, frame = _frame(strips)
    return gather_notes(strips, lambda _: frame, lambda word, _: text_width(word))


def _note_strip(row: _Row, opener: Line | None, before: Strip | None, last: int) -> tuple[Strip, int]:
    """Make a strip of a zone's line and return it with the number of the note that it belongs to."""
    strip = _plain_strip(row)
    if opener is not None:
        spans = (Span("", opener.chars), *strip.line.spans)
        return strip._replace(anchors=(Anchor(0, str(last)), *strip.anchors), line=strip.line._replace(spans=spans)), last
    head = _NOTE_LINE.match(row.raw)
    if head and int(head[1]) == last + 1:
        return strip._replace(text=strip.text[len(head[1]) :].lstrip(".) "), anchors=(Anchor(0, head[1]),)), last + 1
    if before is not None and before.anchors and before.anchors[-1].offset == len(before.text) > 0:
        return strip._replace(glue=_blank_between(before, row)), last
    return strip, last
