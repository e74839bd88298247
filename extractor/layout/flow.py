"""Layout of formats that know paragraphs: DOCX, HTML, Markdown."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.layout import furniture
from extractor.layout.blocks import FurnitureBlock, Layout, NoteBody, TableBlock
from extractor.layout.breaks import ends_sentence, starts_item, starts_low
from extractor.layout.gaps import split_gaps
from extractor.layout.paragraphs import make_paragraph
from extractor.layout.strips import Strip, make_strip
from extractor.pages import Line, Page

_CAPITALS_HEAD = regex.compile(r"^[\p{Lu}\d\s\p{P}]+$")


def arrange_flow(pages: Sequence[Page], items: Sequence[Sequence[Line | TableBlock]], *, broken: bool) -> Layout:
    """Arrange paragraphs as they come.

    Args:
        broken: The source was made page by page (Markdown of OCR tools): a paragraph may be cut by a page break or a footnote.
    """
    taken: list[FurnitureBlock] = []
    groups: list[list[Strip] | TableBlock] = []
    notes: list[list[Strip]] = []
    for strip in _strips(items, taken):
        if isinstance(strip, TableBlock):
            groups.append(strip)
        elif broken and strip.anchors and strip.anchors[0].offset == 0 and strip.anchors[0].note is None:
            notes.append([strip])
        elif broken and groups and isinstance(groups[-1], list) and _goes_on(groups[-1][-1], strip):
            groups[-1].append(strip)
        else:
            groups.append([strip])
    blocks = tuple(group if isinstance(group, TableBlock) else make_paragraph(group) for group in groups)
    bodies = (*(_inline_note(strips) for strips in notes), *(note for page in pages for note in _format_notes(page)))
    return Layout(blocks, bodies, tuple(taken))


def _strips(items: Sequence[Sequence[Line | TableBlock]], taken: list[FurnitureBlock]) -> list[Strip | TableBlock]:
    strips: list[Strip | TableBlock] = []
    pending: list[Strip] = []
    for entry in (entry for entries in items for entry in entries):
        if isinstance(entry, TableBlock):
            strips += [*split_gaps(pending), entry]
            pending = []
            continue
        strip = make_strip(entry, None)
        if furniture.is_furniture(strip):
            taken.append(furniture.take(strip))
        elif entry.chars:
            pending.append(strip)
    return [*strips, *split_gaps(pending)]


def _goes_on(before: Strip, strip: Strip) -> bool:
    if before.line.style or strip.line.style or starts_item(strip.text) or ends_sentence(before.text):
        return False
    if _CAPITALS_HEAD.match(before.text):
        return False
    return starts_low(strip.text) or before.text.endswith(",")


def _inline_note(strips: Sequence[Strip]) -> NoteBody:
    first = strips[0]
    bare = first._replace(anchors=first.anchors[1:])
    return NoteBody(first.anchors[0].marker, (make_paragraph([bare, *strips[1:]]),), sum(strip.chars for strip in strips))


def _format_notes(page: Page) -> list[NoteBody]:
    bodies = []
    for note in page.notes:
        strips = [make_strip(line, None) for line in note.lines if line.chars]
        if strips:
            # a mark of the author's own stands at the head of its body as well
            strips[0] = strips[0]._replace(anchors=tuple(anchor for anchor in strips[0].anchors if anchor.offset))
        paragraphs = tuple(make_paragraph([strip]) for strip in strips)
        bodies.append(NoteBody(note.marker, paragraphs, sum(line.chars for line in note.lines), note.id))
    return bodies
