"""Stage `measure`: targets and results of a structured document, as typed measures with their evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from extractor.measure.figure import Figure, Setting
from extractor.measure.language import find_figures
from extractor.measure.outline import Outline, outline
from extractor.measure.periods import TIME, to_edtf
from extractor.measure.records import Names, as_measure, number_findings
from extractor.measure.rulebook import cue
from extractor.measure.tables import TableRows, table_rows
from extractor.pages import Finding
from extractor.schema import Measure, Target
from extractor.structure.document import Document, Passage

_HAS_FIGURE = regex.compile(r"\d|\b(?:trăm|nghìn|ngàn|triệu|tỷ|mươi|mười)\b", regex.IGNORECASE)
_PART = regex.compile(r"^\s*(?:trong đó|trong số đó|bao gồm|gồm|cụ thể|chia ra)\b", regex.IGNORECASE)
_LISTS = regex.compile(r"\b(?:trong đó|gồm|bao gồm|cụ thể|chia ra|như sau)\s*:?\s*$|:\s*$", regex.IGNORECASE)
_LIST_FORM = regex.compile(r"^[^.;:(\d]{2,90}[:(]\s*\d")
_URGES = regex.compile(
    r"\b(?:phấn đấu|đảm bảo|bảo đảm|duy trì|đạt|hoàn thành|tối thiểu|ít nhất|trở lên|nâng|giảm|tăng|với chỉ tiêu|100\s?%)", regex.IGNORECASE
)


class Measured(NamedTuple):
    """What the stage gives."""

    targets: tuple[Target, ...]
    results: tuple[Measure, ...]
    findings: tuple[tuple[Finding, tuple[int, int] | None], ...]


class Found(NamedTuple):
    """The figures of one passage; offsets of figures are relative to `base`."""

    passage: Passage
    base: int
    figures: tuple[Figure, ...]
    is_target: bool


def measure(document: Document) -> Measured:
    """Find every quantity of the document's text, footnotes and assigning tables."""
    plan = outline(document)
    found: list[Found] = []
    tables: dict[str, TableRows] = {}
    next_key = 0
    for passage in document.passages:
        if passage.kind in {"row", "columns"}:
            if passage.table_id and passage.table_id not in tables:
                tables[passage.table_id] = table_rows(document, passage.table_id, plan, next_key)
                next_key += tables[passage.table_id].count
            continue
        item = _footnote(document, plan, passage, found, next_key) if passage.kind == "footnote" else _body(document, plan, passage, found, next_key)
        found.append(item)
        next_key += len(item.figures)
    found = _dated_by_notes(document, found)
    return _assemble(document, plan, found, tables)


def _body(document: Document, plan: Outline, passage: Passage, found: list[Found], key: int) -> Found:
    text = document.text[passage.body : passage.end]
    scope = plan.scope(passage.section_id)
    labelled = passage.label is not None
    in_target_part = scope.mode == "targets" and passage.kind != "heading"
    is_task = scope.mode == "plans" and (labelled or bool(_URGES.search(text)))
    setting = plan.setting(passage.section_id)
    if is_task:
        setting = setting._replace(role="target")
    figures = _figures(document, text, passage.body, setting._replace(first_key=key, **_prior(document, text, passage, found)))
    if is_task and not labelled:
        figures = tuple(_demoted(text, figure) for figure in figures)
    sets = any(figure.role == "target" and figure.role_cue is None for figure in figures)
    if in_target_part:
        is_target = sets or (labelled and not _LISTS.search(text))
    else:
        is_target = is_task and sets
    return Found(passage, passage.body, figures, is_target)


def _demoted(text: str, figure: Figure) -> Figure:
    """In a plan's running text only what the words right before a figure urge is a target; the rest is background."""
    urged = figure.role != "target" or figure.comparator == ">=" or _URGES.search(regex.split(r"[.;]\s", text[max(0, figure.start - 90) : figure.end + 1])[-1])
    return figure if urged else figure._replace(role="context")


def _figures(document: Document, text: str, base: int, setting: Setting) -> tuple[Figure, ...]:
    if not _HAS_FIGURE.search(text):
        return ()
    end = base + len(text)
    masks = tuple((c.span[0] - base, c.span[1] - base) for c in document.citations if base <= c.span[0] < end)
    return find_figures(text, setting._replace(masks=masks))


class _Prior(NamedTuple):
    prior: tuple[Figure, ...]
    opens: bool


def _prior(document: Document, text: str, passage: Passage, found: list[Found]) -> dict[str, object]:
    """Figures of the paragraph before that this one breaks down: it says "trong đó", or is a bullet of a list announced there."""
    before = next((item for item in reversed(found[-8:]) if item.figures or item.passage.label != passage.label), None)
    if before is None or before.passage.section_id != passage.section_id or not before.figures:
        return {}
    if _PART.match(text):
        return {"prior": _relative(before, passage.body)}
    announced = _LISTS.search(document.text[before.passage.start : before.passage.end])
    if announced and passage.label in {"-", "+", "*"} and before.passage.label != passage.label and ":" not in announced[0][:0]:
        worded = regex.search(r"(?:trong đó|gồm|chia ra)\s*:?\s*$", document.text[before.passage.start : before.passage.end].lower())
        return {"prior": _relative(before, passage.body), "prior_opens": bool(worded)}
    return {}


def _relative(item: Found, base: int) -> tuple[Figure, ...]:
    shift = item.base - base
    return tuple(
        figure._replace(digits=(figure.digits[0] + shift, figure.digits[1] + shift), end=figure.end + shift) for figure in item.figures
    )


def _footnote(document: Document, plan: Outline, passage: Passage, found: list[Found], key: int) -> Found:
    text = document.text[passage.body : passage.end]
    note = next((note for note in document.footnotes if note.id == passage.footnote_id), None)
    anchor = note.anchors[0] if note and note.anchors else None
    section = anchor.section_id if anchor else None
    setting = plan.setting(section)
    if plan.scope(section).mode == "targets":
        setting = setting._replace(role="context")
    if not _HAS_FIGURE.search(text):
        return Found(passage, passage.body, (), False)
    prior: tuple[Figure, ...] = ()
    if anchor:
        prior = _at_anchor(document, found, anchor.offset, passage.body)
    opens = bool(prior) and (bool(_PART.match(text)) or bool(_LIST_FORM.match(text)))
    figures = _figures(document, text, passage.body, setting._replace(first_key=key, prior=prior, prior_opens=opens))
    return Found(passage, passage.body, figures, False)


def _at_anchor(document: Document, found: list[Found], offset: int, base: int) -> tuple[Figure, ...]:
    """Figures that a footnote may break down: of the anchor's clause, or of the sentences before where its sentence has none."""
    item = next((item for item in reversed(found) if item.passage.start <= offset <= item.passage.end), None)
    if item is None:
        return ()
    before = [figure for figure in item.figures if item.base + figure.end <= offset]
    text = document.text[item.base : offset]
    breaks = [match.end() for match in regex.finditer(r"[.!?]\s+(?=\p{Lu})", text)]
    start = breaks[-1] if breaks else 0
    here = [figure for figure in before if figure.start >= start]
    clause = max(start, text.rfind("; ") + 1)
    chosen = [figure for figure in here if figure.start >= clause] if here else [figure for figure in before if figure.parent is None]
    return _relative(item._replace(figures=tuple(chosen)), base)


def _dated_by_notes(document: Document, found: list[Found]) -> list[Found]:
    """A footnote that only gives a date ("Tính đến ngày …") dates the figure at its anchor and that figure's parts."""
    dates: dict[int, str] = {}
    for note in document.footnotes:
        match = TIME.search(note.text)
        edtf = to_edtf(match, None) if match and len(note.text) <= 60 and regex.match(r"^\s*(?:số liệu\s+)?(?:tính|đến|lũy kế|cập nhật)\b", note.text.lower()) else None
        if edtf is None or not note.anchors:
            continue
        for item in found:
            if item.passage.start <= note.anchors[0].offset <= item.passage.end:
                before = [figure for figure in item.figures if item.base + figure.end <= note.anchors[0].offset]
                if before:
                    dates[before[-1].key] = edtf
    return [item._replace(figures=tuple(_dated(item.figures, dates))) for item in found] if dates else found


def _dated(figures: tuple[Figure, ...], dates: dict[int, str]) -> Iterator[Figure]:
    for figure in figures:
        edtf = dates.get(figure.key) or (dates.get(figure.parent) if figure.parent is not None and figure.period_from != "sentence" else None)
        yield figure._replace(period=edtf, period_from="text") if edtf else figure


def _assemble(document: Document, plan: Outline, found: list[Found], tables: dict[str, TableRows]) -> Measured:
    names = Names()
    targets: list[Target] = []
    results: list[Measure] = []
    findings: list[tuple[Finding, tuple[int, int] | None]] = []
    done: set[str] = set()
    order: list[Found | TableRows] = []
    starts = {name: next(p.start for p in document.passages if p.table_id == name) for name in tables}
    pending = sorted(tables, key=lambda name: starts[name])
    for item in found:
        while pending and starts[pending[0]] < item.passage.start:
            order.append(tables[pending.pop(0)])
        order.append(item)
    order.extend(tables[name] for name in pending)
    for entry in order:
        if isinstance(entry, TableRows):
            targets.extend(entry.targets(document, names, len(targets)))
            continue
        measures = [as_measure(document, entry.passage, figure, entry.base, names) for figure in entry.figures]
        findings.extend(number_findings(document, entry.base, entry.figures))
        if entry.is_target:
            targets.append(_target(document, plan, entry, measures, len(targets)))
        else:
            results.extend(measures)
    del done
    return Measured(tuple(targets), tuple(results), tuple(findings))


def _target(document: Document, plan: Outline, item: Found, measures: list[Measure], count: int) -> Target:
    passage = item.passage
    path = list(plan.scope(passage.section_id).path)
    if passage.label and passage.label not in {"-", "+", "*"} and path and path[-1] == passage.label:
        path = path[:-1]
    located = document.evidence.locate(document.text, passage.body, passage.end) if document.evidence.places else ()
    return Target(
        id=f"t{count + 1}", label=passage.label, text=document.text[passage.body : passage.end], section_id=passage.section_id, path=path, origin="text",
        measures=measures, span=(passage.start, passage.end), pages=document.evidence.pages(passage.start, passage.end) if document.evidence.places else [],
        boxes=[box for _, box in located], confidence=round(min((m.confidence for m in measures), default=0.85), 2),
    )  # fmt: skip


_ = cue
