"""Layout of pages with geometry: PDF text layers and scans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from extractor.layout import furniture
from extractor.layout.blocks import FurnitureBlock, Layout, NoteBody, Paragraph, TableBlock
from extractor.layout.breaks import Frame
from extractor.layout.columns import order_columns
from extractor.layout.paragraphs import join_strips, pitch_of
from extractor.layout.strips import Strip, make_strip, text_width
from extractor.layout.zones import NoteZone, cut_zone, gather_notes
from extractor.pages import Line, Page


class _Sheet(NamedTuple):
    page: Page
    strips: list[Strip]
    tables: list[tuple[int, TableBlock]]
    """Tables with the number of strips that stand before them."""


def arrange_paged(pages: Sequence[Page], items: Sequence[Sequence[Line | TableBlock]]) -> Layout:
    """Arrange pages with geometry.

    Args:
        pages: The pages, for their numbers, sizes and rulings.
        items: Each page's items in reading order, tables found.
    """
    taken: list[FurnitureBlock] = []
    sheets = [_sheet(page, entries, taken) for page, entries in zip(pages, items, strict=True)]
    heads = furniture.running_heads([(sheet.page, sheet.strips) for sheet in sheets])
    sheets = [_without(sheet, heads, taken) for sheet in sheets]
    size = _body_size(sheets)
    zones: list[NoteZone] = []
    bodies: list[_Sheet] = []
    for sheet in sheets:
        body, zone = cut_zone(sheet.page, sheet.strips, size, open_note=bool(zones))
        bodies.append(sheet._replace(strips=body))
        if zone is not None:
            zones.append(zone)
    frames = {sheet.page.number: _frame(sheet.strips) for sheet in sheets}
    pitch = pitch_of(strip for sheet in bodies for strip in sheet.strips)
    return Layout(_blocks(bodies, frames, pitch), _notes(zones), tuple(taken))


def _sheet(page: Page, entries: Sequence[Line | TableBlock], taken: list[FurnitureBlock]) -> _Sheet:
    strips: list[Strip] = []
    tables: list[tuple[int, TableBlock]] = []
    for entry in entries:
        if isinstance(entry, TableBlock):
            tables.append((len(strips), entry))
            continue
        strip = make_strip(entry, page.number)
        if furniture.is_furniture(strip):
            taken.append(furniture.take(strip))
        else:
            strips.append(strip)
    if tables:
        return _Sheet(page, strips, tables)
    return _Sheet(page, order_columns(strips), tables)


def _without(sheet: _Sheet, heads: frozenset[tuple[int | None, int]], taken: list[FurnitureBlock]) -> _Sheet:
    gone = [index for index in range(len(sheet.strips)) if (sheet.page.number, index) in heads]
    if not gone:
        return sheet
    taken.extend(furniture.take(sheet.strips[index]) for index in gone)
    strips = [strip for index, strip in enumerate(sheet.strips) if index not in gone]
    tables = [(before - sum(index < before for index in gone), table) for before, table in sheet.tables]
    return _Sheet(sheet.page, strips, tables)


def _body_size(sheets: Sequence[_Sheet]) -> float:
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for strip in sheet.strips:
            sizes[strip.size] += len(strip.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def _frame(strips: Sequence[Strip]) -> Frame:
    free = [strip for strip in strips if strip.line.style is None]
    lefts = sorted(strip.x0 for strip in free)
    left = lefts[len(lefts) // 10] if lefts else 0.0
    return Frame(left, max((strip.x1 for strip in free), default=0.0), 0.0, exact=True)


def _blocks(sheets: Sequence[_Sheet], frames: dict[int | None, Frame], pitch: float) -> tuple[Paragraph | TableBlock, ...]:
    @cache
    def frame_in(page: int | None, size: float) -> Frame:
        return frames[page]._replace(pitch=pitch * size)

    def frame_of(strip: Strip) -> Frame:
        return frame_in(strip.page, strip.size)

    blocks: list[Paragraph | TableBlock] = []
    pending: list[Strip] = []
    for sheet in sheets:
        done = 0
        for before, table in sheet.tables:
            pending.extend(sheet.strips[done:before])
            done = max(done, before)
            blocks.extend(join_strips(pending, frame_of, _width))
            pending = []
            blocks.append(table)
        pending.extend(sheet.strips[done:])
    blocks.extend(join_strips(pending, frame_of, _width))
    return tuple(blocks)


def _width(word: str, strip: Strip) -> float:
    if strip.words and strip.text.startswith(word.rstrip()):
        first = strip.words[0]
        return first[2] - first[0] + 0.25 * strip.size
    return text_width(word) * strip.size


def _notes(zones: Sequence[NoteZone]) -> tuple[NoteBody, ...]:
    if not zones:
        return ()
    strips = [strip for zone in zones for strip in zone.strips]
    pitch = pitch_of(strips)
    frames = {zone.page: _frame(zone.strips) for zone in zones}
    right = max(frame.right for frame in frames.values())

    def frame_of(strip: Strip) -> Frame:
        return frames[strip.page]._replace(pitch=pitch * strip.size, right=right)

    return gather_notes(strips, frame_of, _width)
