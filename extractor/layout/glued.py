"""Footnote markers that stuck to the word before them when the text was made plain: "Nghị quyết49 (trong đó"."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.layout.blocks import Anchor, NoteBody, Paragraph, TableBlock


def find_glued(blocks: Sequence[Paragraph | TableBlock], notes: Sequence[NoteBody]) -> tuple[Paragraph | TableBlock, ...]:
    """Free the markers of notes that have none, looking only between the anchors of the notes before and after."""
    found = list(blocks)
    seen = {anchor.marker for block in found if isinstance(block, Paragraph) for anchor in block.anchors}
    for note in notes:
        if note.marker.isdigit() and note.marker not in seen:
            _free(found, int(note.marker))
    return tuple(found)


def _free(blocks: list[Paragraph | TableBlock], number: int) -> None:
    first = max((at for at, known in _numbered(blocks) if known < number), default=0)
    last = min((at for at, known in _numbered(blocks) if known > number), default=len(blocks) - 1)
    stuck = regex.compile(rf"(?<=[\p{{L}}”\")%]){number}(?![\d.,%]?\d)(?![\p{{L}}%])")
    for at in range(first, last + 1):
        block = blocks[at]
        if isinstance(block, Paragraph):
            match = stuck.search(block.text)
            if match:
                blocks[at] = _cut(block, match.start(), match.end(), str(number))
                return


def _numbered(blocks: Sequence[Paragraph | TableBlock]) -> list[tuple[int, int]]:
    return [
        (at, int(anchor.marker))
        for at, block in enumerate(blocks)
        if isinstance(block, Paragraph)
        for anchor in block.anchors
        if anchor.marker.isdigit()
    ]


def _cut(block: Paragraph, start: int, end: int, marker: str) -> Paragraph:
    shift = end - start
    anchors = [a if a.offset <= start else a._replace(offset=a.offset - shift) for a in block.anchors]
    runs = tuple(run if run.start <= start else run._replace(start=run.start - shift) for run in block.runs)
    anchors.append(Anchor(start, marker))
    return block._replace(text=block.text[:start] + block.text[end:], anchors=tuple(sorted(anchors)), runs=runs)
