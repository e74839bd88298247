"""Layout of formats that know paragraphs: DOCX, HTML, Markdown."""

from __future__ import annotations

from collections.abc import Container, Sequence

import regex

from extractor.layout import furniture
from extractor.layout.blocks import FurnitureBlock, Layout, NoteBody, TableBlock
from extractor.layout.breaks import ends_sentence, starts_item, starts_low
from extractor.layout.gaps import split_gaps
from extractor.layout.paragraphs import make_paragraph
from extractor.layout.strips import Strip, make_strip
from extractor.pages import Line, Page

_RUNNING = 40
"""Characters of the shortest line of running text."""
_CAPITALS_HEAD = regex.compile(r"^[\p{Lu}\d\s\p{P}]+$")


def arrange_flow(pages: Sequence[Page], items: Sequence[Sequence[Line | TableBlock]], *, broken: bool) -> Layout:
    """Arrange paragraphs as they come.

    Args:
        broken: The source was made page by page (Markdown of OCR tools): a paragraph may be cut by a page break or a footnote.
    """
    taken: list[FurnitureBlock] = []
    groups: list[list[Strip] | TableBlock] = []
    strips = _strips(items, taken)
    notes = _inline_notes(strips) if broken else {}
    inside = {at for paragraphs in notes.values() for paragraph in paragraphs for at in paragraph}
    for at, strip in enumerate(strips):
        if at in inside:
            continue
        if isinstance(strip, TableBlock):
            groups.append(strip)
        elif broken and groups and isinstance(groups[-1], list) and _goes_on(groups[-1][-1], strip):
            groups[-1].append(strip)
        else:
            groups.append([strip])
    blocks = tuple(group if isinstance(group, TableBlock) else make_paragraph(group) for group in groups)
    bodies = (*(_inline_note(strips, found) for found in notes.values()), *(note for page in pages for note in _format_notes(page)))
    return Layout(blocks, bodies, tuple(taken))


def _inline_notes(strips: Sequence[Strip | TableBlock]) -> dict[int, list[list[int]]]:
    """Return the notes that stand among the paragraphs: their first strip → the strips of each of their paragraphs.

    A note that did not fit its page goes on at the foot of the next one, without a marker: there it parts a paragraph of the body, or
    takes up the unfinished note right above the next ones.
    """
    notes: dict[int, list[list[int]]] = {}
    last: int | None = None
    for at, strip in enumerate(strips):
        if isinstance(strip, TableBlock):
            continue
        if _opens_note(strip):
            notes[at], last = [[at]], at
        elif last is not None and _is_rest_of_note(strips, at, notes[last][-1][-1], notes):
            before = strips[notes[last][-1][-1]]
            if isinstance(before, Strip) and ends_sentence(before.text):
                notes[last].append([at])
            else:
                notes[last][-1].append(at)
    return notes


def _opens_note(strip: Strip | TableBlock) -> bool:
    return isinstance(strip, Strip) and strip.anchors != () and strip.anchors[0].offset == 0 and strip.anchors[0].note is None


def _is_rest_of_note(strips: Sequence[Strip | TableBlock], at: int, end: int, notes: Container[int]) -> bool:
    """Tell whether the strip at `at` goes on with the note whose last strip is at `end`."""
    strip, note, before = strips[at], strips[end], strips[at - 1]
    if (
        not (isinstance(strip, Strip) and isinstance(note, Strip) and isinstance(before, Strip))
        or strip.line.style
        or starts_item(strip.text)
    ):
        return False
    if at - 1 == end or at - 1 in notes:
        return False  # the next page opens with its body
    after = next((other for other in strips[at + 1 :] if not _opens_note(other)), None)
    resumed = isinstance(after, Strip) and starts_low(after.text) and not starts_item(after.text)
    if resumed and _is_cut(before) and strip.text[:1].isupper() and ends_sentence(strip.text):
        return True
    follows = at + 1 < len(strips) and _opens_note(strips[at + 1])
    return follows and not ends_sentence(note.text) and not _is_cut(before)


def _is_cut(strip: Strip) -> bool:
    """Tell running text that stops inside a sentence."""
    return len(strip.text) >= _RUNNING and not strip.line.style and not ends_sentence(strip.text) and not _CAPITALS_HEAD.match(strip.text)


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


def _inline_note(strips: Sequence[Strip | TableBlock], found: Sequence[Sequence[int]]) -> NoteBody:
    paragraphs = [[strip for at in paragraph if isinstance(strip := strips[at], Strip)] for paragraph in found]
    first = paragraphs[0][0]
    paragraphs[0][0] = first._replace(anchors=first.anchors[1:])
    chars = sum(strip.chars for paragraph in paragraphs for strip in paragraph)
    return NoteBody(first.anchors[0].marker, tuple(map(make_paragraph, paragraphs)), chars)


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
