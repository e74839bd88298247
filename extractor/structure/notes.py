"""Tie footnote markers to their bodies by sequence over the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractor.layout.blocks import NoteBody, Paragraph, TableBlock, TableCell
from extractor.pages import Finding
from extractor.schema import Footnote, FootnoteAnchor
from extractor.structure.document import Evidence
from extractor.structure.text import PlacedAnchor

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def keep_unlinked(blocks: Sequence[Paragraph | TableBlock], notes: Sequence[NoteBody]) -> tuple[Paragraph | TableBlock, ...]:
    """Put raised signs that no note answers to back into the text: they are exponents or marks of another kind."""
    known = {note.marker for note in notes} | {note.note for note in notes if note.note}
    return tuple(_restored_table(block, known) if isinstance(block, TableBlock) else _restored(block, known) for block in blocks)


def _restored_table(table: TableBlock, known: set[str]) -> TableBlock:
    """Put figures that no note answers to back into the cells that have nothing else."""
    if all(cell.text or not cell.anchors for row in table.rows for cell in row):
        return table
    return table._replace(rows=tuple(tuple(_refilled(cell, known) for cell in row) for row in table.rows))


def _refilled(cell: TableCell, known: set[str]) -> TableCell:
    if cell.text or not cell.anchors or any(anchor.marker in known or anchor.note in known for anchor in cell.anchors):
        return cell
    return cell._replace(text=" ".join(anchor.marker for anchor in cell.anchors), anchors=())


def _restored(block: Paragraph, known: set[str]) -> Paragraph:
    for anchor in reversed(block.anchors):
        if anchor.marker not in known and anchor.note not in known:
            raised = anchor.marker.translate(_RAISED)
            at = anchor.offset
            kept = tuple(
                other if other.offset <= at else other._replace(offset=other.offset + len(raised))
                for other in block.anchors
                if other is not anchor
            )
            runs = tuple(run if run.start <= at else run._replace(start=run.start + len(raised)) for run in block.runs)
            block = block._replace(text=block.text[:at] + raised + block.text[at:], anchors=kept, runs=runs)
    return block


def link_notes(
    notes: Sequence[NoteBody], spans: Sequence[tuple[int, int]], anchors: Sequence[PlacedAnchor], text: str, evidence: Evidence
) -> tuple[tuple[Footnote, ...], tuple[tuple[Finding, tuple[int, int] | None], ...]]:
    """Make footnotes in the order of their anchors; a second anchor of a note is a second entry, as it stands in the text.

    Args:
        notes: Bodies with `spans`, their places in the reading text, in the same order.
        anchors: Markers in reading order.
    """
    owners = _owners(notes, anchors)
    entries: list[tuple[int, int, PlacedAnchor | None]] = [
        (anchor.offset, owner, anchor) for anchor, owner in zip(anchors, owners, strict=True) if owner is not None
    ]
    answered = {owner for _, owner, _ in entries}
    findings = []
    for index, note in enumerate(notes):
        if index not in answered:
            entries.append((len(text), index, None))
            findings.append((_unanchored(note, evidence.pages(*spans[index])), spans[index]))
    first: dict[int, int] = {}  # an anchor inside a note's body comes with that note, not after all others
    for offset, owner, _ in entries:
        first[owner] = min(offset, first.get(owner, offset))
    order = sorted(entries, key=lambda entry: (first[entry[1]], entry[0]))
    footnotes = tuple(
        Footnote(
            id=f"n{number}",
            marker=notes[owner].marker,
            text=text[slice(*spans[owner])],
            anchors=[FootnoteAnchor(offset=anchor.offset, section_id=anchor.section_id)] if anchor else [],
            pages=evidence.pages(*spans[owner]),
            span=spans[owner],
        )
        for number, (_, owner, anchor) in enumerate(order, 1)
    )
    return footnotes, tuple(findings)


def _owners(notes: Sequence[NoteBody], anchors: Sequence[PlacedAnchor]) -> list[int | None]:
    by_id = {note.note: index for index, note in enumerate(notes) if note.note}
    by_marker: dict[str, list[int]] = defaultdict(list)
    for index, note in enumerate(notes):
        by_marker[note.marker].append(index)
    used: dict[str, int] = defaultdict(int)
    owners: list[int | None] = []
    for placed in anchors:
        anchor = placed.anchor
        if anchor.note is not None and anchor.note in by_id:
            owners.append(by_id[anchor.note])
            continue
        bodies = by_marker.get(anchor.marker, [])
        turn = used[anchor.marker]
        used[anchor.marker] += 1
        owners.append(bodies[min(turn, len(bodies) - 1)] if bodies else None)
    return owners


def _unanchored(note: NoteBody, pages: Sequence[int]) -> Finding:
    return Finding(
        "footnote.anchor_missing",
        "warning",
        f"Chú thích {note.marker} không có dấu dẫn trong bài.",
        f"Footnote {note.marker} has no anchor in the text.",
        pages[0] if pages else None,
    )
