"""Blocks → the structured document: head, outline, foot, footnotes, citations, and the reading text that holds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extractor.layout.blocks import Layout, Paragraph, TableBlock
from extractor.schema import Citation, Section, Signature, Table
from extractor.structure.annexes import take_from_annexes
from extractor.structure.citations import find_citations
from extractor.structure.closing import Closing, find_closings
from extractor.structure.document import Document, Evidence, Passage
from extractor.structure.header import Front, doubtful_fields, read_front, split_title
from extractor.structure.notes import keep_unlinked, link_notes
from extractor.structure.text import Writer
from extractor.structure.units import Unit, find_units

_BULLETS = "-–—+*•▪"


class _Frame(NamedTuple):
    """The parts of a document before anything is written."""

    blocks: tuple[Paragraph | TableBlock, ...]
    front: Front
    closings: tuple[Closing, ...]
    body: tuple[int, ...]
    units: tuple[Unit, ...]


class _Ends(NamedTuple):
    """Where each unit's own text begins and ends in the reading text."""

    first: dict[int, int]
    last: dict[int, int]


class _Tables(NamedTuple):
    block: TableBlock
    id: str
    section_id: str | None
    span: tuple[int, int]


def structure(layout: Layout) -> Document:
    """Find the structure of a document and write its reading text."""
    blocks = split_title(keep_unlinked(layout.blocks, layout.notes))
    front = read_front(blocks)
    closings = find_closings(blocks, front.blocks)
    foot = frozenset(index for closing in closings for index in closing.blocks)
    body = tuple(index for index in range(front.blocks, len(blocks)) if index not in foot)
    frame = _Frame(blocks, front, closings, body, find_units(blocks, body, foot))
    return _write(frame, layout)


def _write(frame: _Frame, layout: Layout) -> Document:
    writer = Writer()
    owners = _owners(frame)
    tables, section_ends, starts = _write_body(frame, writer, owners)
    note_spans = [writer.note(note, f"n{index}") for index, note in enumerate(layout.notes, 1)]
    text, evidence = writer.text, writer.evidence()
    footnotes, note_findings = link_notes(layout.notes, note_spans, writer.anchors, text, evidence)
    renamed = _note_ids(note_spans, footnotes)
    passages = tuple(p._replace(footnote_id=renamed.get(p.footnote_id)) if p.footnote_id else p for p in writer.passages)
    closing_text, signatures = _closing(frame.closings)
    return Document(
        text=text,
        header=take_from_annexes(frame.front.header, [block for i in frame.body if isinstance(block := frame.blocks[i], Paragraph)]),
        sections=_tree(frame.units, _Ends(starts, section_ends), passages, text, evidence),
        footnotes=footnotes,
        tables=tuple(_table(table, evidence) for table in tables),
        citations=_citations(passages, text),
        signatures=signatures,
        recipients=tuple(entry for closing in frame.closings for entry in closing.recipients),
        closing_text=closing_text,
        passages=passages,
        cells=tuple(writer.cells),
        evidence=evidence,
        accounting=_accounting(frame, layout),
        findings=(*((finding, None) for finding in (*layout.findings, *doubtful_fields(frame.front, frame.blocks))), *note_findings),
    )


def _owners(frame: _Frame) -> dict[int, int]:
    """Block → the unit that it stands in; blocks before the first unit have none."""
    owners: dict[int, int] = {}
    openers = {unit.block: at for at, unit in enumerate(frame.units)}
    current: int | None = None
    for index in frame.body:
        current = openers.get(index, current)
        if current is not None:
            owners[index] = current
    return owners


def _write_body(frame: _Frame, writer: Writer, owners: dict[int, int]) -> tuple[list[_Tables], dict[int, int], dict[int, int]]:
    tables: list[_Tables] = []
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    headings = {unit.block + extra: at for at, unit in enumerate(frame.units) for extra in range(unit.title_blocks)}
    for index in frame.body:
        block = frame.blocks[index]
        owner = owners.get(index)
        section_id = None if owner is None else f"s{owner + 1}"
        if isinstance(block, TableBlock):
            table_id = f"tbl{len(tables) + 1}"
            span = writer.table(block, table_id, section_id)
            tables.append(_Tables(block, table_id, section_id, span))
        else:
            span = writer.paragraph(block, _passage(frame, block, index, headings, section_id))
        if owner is not None:
            starts.setdefault(owner, span[0])
            ends[owner] = span[1]
    return tables, ends, starts


def _passage(frame: _Frame, block: Paragraph, index: int, headings: dict[int, int], section_id: str | None) -> Passage:
    unit = frame.units[headings[index]] if index in headings else None
    if unit is None:
        bullet = block.text[:1] if block.text[:1] in _BULLETS and len(block.text) > 1 else None
        body = len(block.text) - len(block.text[1:].lstrip()) if bullet else 0
        return Passage(0, 0, "text", section_id=section_id, label=bullet, body=body)
    opens = index == unit.block
    heading = unit.title is not None and (not opens or unit.title_end >= len(block.text))
    return Passage(
        0, 0, "heading" if heading else "text", section_id=section_id, label=unit.label if opens else None, body=unit.body if opens else 0
    )


def _note_ids(spans: Sequence[tuple[int, int]], footnotes: Sequence[object]) -> dict[str | None, str]:
    """Notes are written in the order of their bodies and named in the order of their anchors."""
    first: dict[tuple[int, int], str] = {}
    for footnote in footnotes:
        first.setdefault(tuple(footnote.span), footnote.id)  # type: ignore[attr-defined]
    return {f"n{index}": first[span] for index, span in enumerate(spans, 1) if span in first}


def _closing(closings: Sequence[Closing]) -> tuple[str, tuple[Signature, ...]]:
    text = ""
    signatures: list[Signature] = []
    for closing in closings:
        shift = len(text) + 1 if text else 0
        text = f"{text}\n{closing.text}" if text else closing.text
        signatures.extend(s.model_copy(update={"span": (s.span[0] + shift, s.span[1] + shift)}) for s in closing.signatures)
    return text, tuple(signatures)


def _tree(units: Sequence[Unit], ends: _Ends, passages: Sequence[Passage], text: str, evidence: Evidence) -> tuple[Section, ...]:
    own = _own_text(units, passages, text)
    children: dict[int | None, list[int]] = {}
    for at, unit in enumerate(units):
        children.setdefault(unit.parent, []).append(at)

    def build(at: int) -> Section:
        unit = units[at]
        below = [build(child) for child in children.get(at, ())]
        start, end = ends.first[at], max([ends.last[at], *(child.span[1] for child in below)])
        return Section(
            id=f"s{at + 1}",
            kind=unit.kind,
            label=unit.label,
            title=unit.title,
            text=own[at],
            depth=unit.depth,
            span=(start, end),
            pages=evidence.pages(start, end),
            children=below,
        )

    return tuple(build(at) for at in children.get(None, ()))


def _own_text(units: Sequence[Unit], passages: Sequence[Passage], text: str) -> list[str]:
    """Each unit's own paragraphs: what stands behind label and title in its opening block, then the blocks up to its first child."""
    parts: list[list[str]] = [[] for _ in units]
    for passage in passages:
        if passage.section_id is None or passage.kind in {"heading", "row", "columns", "footnote"}:
            continue
        at = int(passage.section_id[1:]) - 1
        unit = units[at]
        start = passage.start
        if passage.label is not None and passage.label == unit.label and not parts[at]:
            run_in = unit.title_end if unit.title is not None else unit.body
            start = passage.start + run_in
        parts[at].append(text[start : passage.end].strip())
    return ["\n".join(part for part in own if part) for own in parts]


def _table(table: _Tables, evidence: Evidence) -> Table:
    block = table.block
    return Table(
        id=table.id,
        caption=block.caption,
        section_id=table.section_id,
        pages=evidence.pages(*table.span),
        columns=[list(path) for path in block.columns],
        rows=[[cell.text for cell in row] for row in block.rows],
        row_boxes=[[cell.box for cell in row if cell.box is not None] for row in block.rows],
        span=table.span,
    )


def _citations(passages: Sequence[Passage], text: str) -> tuple[Citation, ...]:
    found = []
    for passage in passages:
        if passage.kind == "columns":
            continue
        for cited in find_citations(text[passage.start : passage.end]):
            span = (passage.start + cited.start, passage.start + cited.end)
            found.append(
                Citation(
                    raw=cited.raw,
                    kind=cited.kind,
                    number=cited.number,
                    date=cited.date,
                    issuer=cited.issuer,
                    span=span,
                    section_id=passage.section_id,
                    footnote_id=passage.footnote_id,
                )
            )
    return tuple(found)


def _accounting(frame: _Frame, layout: Layout) -> dict[str, int]:
    counts: Counter[str] = Counter(dict.fromkeys(("heading", "body", "table", "footnote", "header", "closing", "furniture", "unplaced"), 0))
    headings = {unit.block + extra for unit in frame.units if unit.title is not None for extra in range(unit.title_blocks)}
    foot = {index for closing in frame.closings for index in closing.blocks}
    for index, block in enumerate(frame.blocks):
        if index < frame.front.blocks:
            counts["header"] += block.chars
        elif index in foot:
            counts["closing"] += block.chars
        elif isinstance(block, TableBlock):
            counts["table"] += block.chars
        else:
            counts["heading" if index in headings else "body"] += block.chars
    counts["footnote"] = sum(note.chars for note in layout.notes)
    counts["furniture"] = sum(block.chars for block in layout.furniture)
    return dict(counts)
