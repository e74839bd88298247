"""Layout of plain text, as PDF and DOC tools write it: lines and blank lines are all the evidence there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.layout import furniture
from extractor.layout.blocks import FurnitureBlock, Layout, NoteBody, Paragraph, TableBlock
from extractor.layout.breaks import Frame
from extractor.layout.gaps import split_gaps
from extractor.layout.glued import find_glued
from extractor.layout.markers import MERGED, NOTE_STYLE
from extractor.layout.paragraphs import join_strips, make_paragraph
from extractor.layout.strips import Strip, make_strip, text_width
from extractor.layout.zones import gather_notes
from extractor.pages import Change, Line, Reading, Span

_REGULAR = "ư"
_WRAP_LIMIT_EM = 70.0
"""Text whose long lines are longer than this is written one paragraph a line."""


def arrange_plain(items: Sequence[Sequence[Line | TableBlock]]) -> Layout:
    """Arrange plain text whose notes are marked (`mark_notes`) and whose tables are found."""
    taken: list[FurnitureBlock] = []
    strips = _strips(items, taken)
    body = [strip for strip in strips if isinstance(strip, TableBlock) or strip.line.style != NOTE_STYLE]
    zone = [strip for strip in strips if isinstance(strip, Strip) and strip.line.style == NOTE_STYLE]
    wrapped, frame = _frame([strip for strip in body if isinstance(strip, Strip)])
    notes = _notes(zone, wrapped=wrapped)
    return Layout(find_glued(_blocks(body, frame if wrapped else None), notes), notes, tuple(taken))


def _strips(items: Sequence[Sequence[Line | TableBlock]], taken: list[FurnitureBlock]) -> list[Strip | TableBlock]:
    strips: list[Strip | TableBlock] = []
    gap = 0.0
    for entry in (entry for entries in items for entry in entries):
        if isinstance(entry, TableBlock):
            strips.append(entry)
            gap = 0.0
        elif not entry.chars:
            gap += entry != MERGED
        else:
            line = _without_residue(entry, taken)
            text = line.text
            if (
                furniture.is_drawn(text)
                or furniture.is_contents(text.strip())
                or (text.strip().isdigit() and furniture.is_page_number(text.strip()))
            ):
                taken.append(furniture.take(make_strip(line, None)))
                continue
            strips.append(_plain_strip(line, gap))
            gap = 0.0
    return strips


def _without_residue(line: Line, taken: list[FurnitureBlock]) -> Line:
    rest, cut = furniture.cut_residue(line.text)
    if not cut:
        return line
    block = furniture.residue_block(cut, None)
    taken.append(block)
    return line._replace(spans=(Span(rest, line.chars - block.chars),))


def _plain_strip(line: Line, gap: float) -> Strip:
    """Make a strip; where a face is known by its damage (`mark_faces`), a line without a sign of it is half bold: unknown."""
    strip = make_strip(line, None, gap=gap)
    bold = strip.bold if strip.bold or _REGULAR in strip.text else 0.5
    return strip._replace(x1=text_width(strip.text), size=0.0, bold=bold)


def mark_faces(reading: Reading, changes: Iterable[Change]) -> Reading:
    """Tell the bold lines of plain text by their damage.

    ƣ for ư comes from one face of the document, in practice the bold one: lines whose ƣ was put right are set in it, lines that
    held a sound ư are not.
    """
    damaged = {(change.page, change.item) for change in changes if change.kind == "u_horn"}
    if not damaged:
        return reading
    pages = tuple(
        page._replace(
            items=tuple(
                _bold(item) if (page.number, at) in damaged and isinstance(item, Line) else item for at, item in enumerate(page.items)
            )
        )
        for page in reading.pages
    )
    return reading._replace(pages=pages)


def _bold(line: Line) -> Line:
    return line._replace(spans=tuple(span._replace(bold=True) for span in line.spans))


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
        blocks.extend(_without_lead(paragraph) for paragraph in _paragraphs(split_gaps(pending), frame))
        pending = []
        if strip is not None:
            blocks.append(strip)
    return blocks


def _without_lead(paragraph: Paragraph) -> Paragraph:
    """Damage tells the face of whole lines only: where in a line the bold type ends is not known."""
    return paragraph._replace(face=paragraph.face._replace(lead=0))


def _paragraphs(strips: Sequence[Strip], frame: Frame | None) -> list[Paragraph]:
    if frame is None:
        return [make_paragraph([strip]) for strip in strips]
    return join_strips(strips, lambda _: frame, lambda word, _: text_width(word))


def _notes(strips: Sequence[Strip], *, wrapped: bool) -> tuple[NoteBody, ...]:
    bare = [strip._replace(line=strip.line._replace(style=None)) for strip in strips]
    _, frame = _frame(bare)
    if not wrapped:
        frame = frame._replace(right=0.0)
    return gather_notes(bare, lambda _: frame, lambda word, _: text_width(word))
