"""Draft a source file from an extraction, for a person to mend: the engine's answer in the form that authors write."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from corpora import quantity
from corpora.parse import Nesting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.schema import Citation, Footnote, Measure, Report, Section, Table

_KINDS = {"up": "up", "down": "down"}


class _Mark(NamedTuple):
    """Something to write into the text between two offsets of `Report.text`."""

    start: int
    end: int
    before: str
    after: str


def draft(report: Report) -> str:
    """Write the draft of `report`; what the engine left open is written "?"."""
    lines = [*_front(report), "", "%% Drafted by `boctach annotate`: check every line against the document, then delete this one.", ""]
    marks = sorted([*_measures(report), *_citations(report.citations), *_anchors(report.footnotes)], key=lambda m: (m.start, -m.end))
    lines += _body(report, marks)
    lines += [line for note in report.footnotes for line in _note(report, note, marks)]
    return "\n".join(lines) + "\n"


def _front(report: Report) -> Iterator[str]:
    header = report.header
    yield "+++"
    yield from (f"{key} = {json.dumps(value)}" for key, value in {"genre": header.kind, "variety": "", "level": "?", "field": "?"}.items())
    yield "held_out = false"
    yield f"role = {json.dumps('result' if header.kind == 'bao_cao' else 'target')}"
    yield f"period = {json.dumps(_usual_period(report))}"
    yield f"recipients = {json.dumps(list(report.recipients), ensure_ascii=False)}"
    yield from ("", "[header]")
    for key in ("parent_authority", "authority", "number", "symbol", "place", "date", "title"):
        if getattr(header, key) is not None:
            yield f"{key} = {json.dumps(getattr(header, key), ensure_ascii=False)}"
    for s in report.signatures:
        given = {"capacity": s.capacity, "position": s.position, "name": s.name}
        yield from ("", "[[signatures]]", *(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in given.items() if v is not None))
    yield "+++"


def _every(report: Report) -> list[Measure]:
    found = [m for t in report.targets for m in t.measures] + list(report.results)
    return [m for m in found if m.table is None]


def _usual_period(report: Report) -> str:
    periods = [m.period for m in _every(report) if m.period]
    return max(sorted(set(periods)), key=periods.count) if periods else ""


def _measures(report: Report) -> Iterator[_Mark]:
    usual = _usual_period(report)
    parts = {m.part_of for m in _every(report)}
    for m in _every(report):
        yield _Mark(*m.span, "{", f"|{m.indicator.phrase or ''}|{' '.join(_tokens(report, m, usual, parts))}}}".replace("|}", "}"))


def _tokens(report: Report, m: Measure, usual: str, parts: set[str | None]) -> Iterator[str]:
    """Write what the surface does not say."""
    before, after = report.text[max(0, m.span[0] - 40) : m.span[0]], report.text[m.span[1] : m.span[1] + 40]
    reading = quantity.read(m.raw)
    yield m.role[0]
    if m.id in parts:
        yield f"#{m.id}"
    if m.part_of:
        yield f"^{m.part_of}"
    if reading is None or (m.value is not None and reading.value != m.value):
        yield f"v={m.value}" if m.value is not None else f"lo={m.low} hi={m.high}"
    if not m.unit:
        yield 'u="?"'
    elif reading is None or (reading.unit or "") != m.unit.lower().replace("vnd", "VND"):
        yield f'u="{m.unit}"'
    derived = "range" if m.low is not None else quantity.comparator(before, after)
    if m.comparator != derived:
        yield m.comparator if m.comparator != "range" else ""
    if (m.kind, m.direction) != quantity.kind(before, after, m.unit):
        yield _KINDS.get(m.direction or "", {"level": "lvl", "attainment": "att", "change": "chg"}[m.kind])
    if m.period != usual:
        yield f"p={m.period or 'none'}"


def _citations(citations: Sequence[Citation]) -> Iterator[_Mark]:
    for c in citations:
        given = f"|kind={c.kind} number={c.number} date={c.date or 'none'}"
        yield _Mark(*c.span, "[[", f"{given}]]")


def _anchors(notes: Sequence[Footnote]) -> Iterator[_Mark]:
    for note in notes:
        for anchor in note.anchors:
            yield _Mark(anchor.offset, anchor.offset, "", f"[^{_name(notes, note)}]")


def _name(notes: Sequence[Footnote], note: Footnote) -> str:
    twins = [n.id for n in notes if n.marker == note.marker]
    name = note.marker if twins[0] == note.id else f"{note.marker}/{note.id}"
    return name if note.anchors else f"{note.marker}/{note.id}-orphan"


def _marked(report: Report, start: int, end: int, marks: Sequence[_Mark]) -> str:
    """Cut `text[start:end]` with its marks written in; of two that cross, the later is left out, an anchor put behind."""
    out, at = [], start
    for mark in marks:
        if not (start <= mark.start and mark.end <= end):
            continue
        if mark.start < at:
            out += [mark.after] if mark.start == mark.end else []
            continue
        out += [report.text[at : mark.start], mark.before, report.text[mark.start : mark.end], mark.after]
        at = mark.end
    return "".join([*out, report.text[at:end]])


def _body(report: Report, marks: Sequence[_Mark]) -> Iterator[str]:
    sections = {s.span[0]: s for s in _flat(report.sections)}
    targets = {t.span[0] for t in report.targets if t.origin == "text"}
    tables = {t.span[0]: t for t in report.tables}
    nesting = Nesting()
    skip = 0
    notes_from = min((n.span[0] for n in report.footnotes), default=len(report.text))
    for match in re.finditer(r"[^\n]+", report.text[:notes_from]):
        start, end = match.span()
        if start < skip:
            continue
        if start in tables:
            yield from _table(report, tables[start], marks)
            skip = tables[start].span[1]
            continue
        text = _marked(report, start, end, marks).replace("\t", " ")
        given = [*_nested(sections.get(start), match[0], nesting), *(["target"] if start in targets else [])]
        yield from (_hashes(sections.get(start)) + text + (f" {{: {' '.join(given)}}}" if given else ""), "")


def _hashes(section: Section | None) -> str:
    if section is None or (section.title is None and section.kind != "attachment"):
        return ""
    return "#" * section.depth + (" @ " if section.kind == "attachment" else " ")


def _nested(section: Section | None, text: str, nesting: Nesting) -> Iterator[str]:
    """Follow the nesting as the parser will, and give the depth where it would infer another one."""
    if section is None:
        return
    if _hashes(section):
        nesting.head(section.depth)
        return
    label = section.label or ""
    if nesting.infer(label, text) != section.depth:
        yield f"depth={section.depth}"
    nesting.enter(label, text, section.depth)


def _flat(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _flat(section.children)


def _table(report: Report, table: Table, marks: Sequence[_Mark]) -> Iterator[str]:
    yield f"|= {table.caption or ''}"
    yield f"| {' | '.join(' > '.join(path) for path in table.columns)} |"
    yield "|" + "---|" * len(table.columns)
    lines = [m.span() for m in re.finditer(r"[^\n]+", report.text[slice(*table.span)])][-len(table.rows) :]
    for row, (start, end) in zip(table.rows, lines, strict=False):
        cells = _marked(report, table.span[0] + start, table.span[0] + end, marks).split("\t")
        yield f"| {' | '.join(cells if len(cells) == len(row) else row)} |"
    yield ""


def _note(report: Report, note: Footnote, marks: Sequence[_Mark]) -> Iterator[str]:
    first, *rest = [
        _marked(report, note.span[0] + m.start(), note.span[0] + m.end(), marks)
        for m in re.finditer(r"[^\n]+", report.text[slice(*note.span)])
    ]
    yield f"[^{_name(report.footnotes, note)}]: {first}"
    yield from (f"    {line}" for line in rest)
