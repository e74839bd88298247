"""Stage `measure`: targets and results of a structured document, as typed measures with their evidence."""

from __future__ import annotations

from operator import itemgetter
from typing import NamedTuple

import regex

from extractor.measure.announced import ANNOUNCES, Announced, announced_at
from extractor.measure.figure import Figure, Setting
from extractor.measure.language import Finder
from extractor.measure.notes import at_anchor, dated_by_notes
from extractor.measure.outline import Outline, outline
from extractor.measure.quantities import opens_list
from extractor.measure.reading import SENTENCE_END
from extractor.measure.records import Found, Names, as_measure, number_findings, relative
from extractor.measure.rulebook import cue
from extractor.measure.tables import TableRows, table_rows
from extractor.pages import Finding
from extractor.schema import Measure, Target
from extractor.structure.document import Document, Passage

_BULLETS = {"-", "+", "*"}
_CLAUSE = regex.compile(r"[.;]\s")
_SENTENCE_REACH = 300
_DIGIT = regex.compile(r"\d")
_NUMBER_WORD = regex.compile(r"\b(?:trăm|nghìn|ngàn|triệu|tỷ|mươi|mười)\b")
_PART = regex.compile(r"^\s*(?:trong đó|trong số đó|bao gồm|gồm|cụ thể|chia ra)\b", regex.IGNORECASE)
_ANNOUNCES_PARTS = regex.compile(r"(?:trong đó|gồm|chia ra)\s*:?\s*$", regex.IGNORECASE | regex.REVERSE)
_LIST_FORM = regex.compile(r"^[^.;:(\d]{2,90}[:(]\s*\d")
"""A footnote that is a list of counts: ``Nhà quản lý: 09; …``, ``Huyện A (5 xã), …``."""
_LIST_OF_COUNTS = regex.compile(
    r"^(?!.*\b(?:hiện|đã|đang)\b)(?:\p{L}+\s){1,7}\d[\d.,]*(?:\s\p{L}+){1,3}(?:[,;]\s(?:\p{L}+\s){1,7}\d[\d.,]*(?:\s\p{L}+){1,3})+\s?\.?$"
)
"""``Tổ dệt 12 thợ, tổ may 9 thợ.``"""
_DONE = regex.compile(r"\bđã\b", regex.IGNORECASE)
_SHOUTS = regex.compile(r"^[^\p{Ll}]{12,}$")
"""A heading in capitals, which names a part and sets nothing."""
_NAMED_TARGET = regex.compile(r"^(?:mục tiêu|chỉ tiêu)(?:\s+\p{L}+){0,3}\s*:", regex.IGNORECASE)
"""An item that calls itself a target, in whatever section it stands."""
_ASKS = regex.compile(r"(?:kính\s+)?(?:đề nghị|kiến nghị|đề xuất)\s+(?!phương án)\p{L}", regex.IGNORECASE)
"""A paragraph of a report that asks others: to be reached, but no target of this document."""
_FUNDS = regex.compile(r"\b(?:kinh phí|vốn|ngân sách|dự toán|quỹ|nguồn)\b", regex.IGNORECASE)
"""A paragraph with nothing but money tells where funds come from, if it speaks of funds."""
_TITLE = 200
_DESCRIBES = regex.compile(r"\b(?:có|là|gồm|của|với|trong|hiện)\s*(?:hơn|trên|gần|khoảng)?\s*$", regex.IGNORECASE | regex.REVERSE)
_URGES = regex.compile(
    r"\b(?:phấn đấu|đảm bảo|bảo đảm|duy trì|đạt|hoàn thành|tối thiểu|ít nhất|trở lên|nâng|giảm|tăng|với chỉ tiêu|100\s?%)", regex.IGNORECASE
)


class Measured(NamedTuple):
    """What the stage gives."""

    targets: tuple[Target, ...]
    results: tuple[Measure, ...]
    findings: tuple[tuple[Finding, tuple[int, int] | None], ...]


def measure(document: Document) -> Measured:
    """Find every quantity of the document's text, footnotes and assigning tables."""
    plan, find = outline(document), Finder()
    found: list[Found] = []
    tables: dict[str, TableRows] = {}
    key = 0
    announced: Announced | None = None
    for passage in document.passages:
        if passage.kind not in {"row", "columns"}:
            announced = announced_at(document, plan, passage, announced)
            setting = plan.setting(passage.section_id)._replace(first_key=key)
            if announced and (period := announced.dates(passage)):
                setting = setting._replace(period=period)
            found.append(_read(document, plan, passage, found, setting, find=find))
            key += len(found[-1].figures)
        elif passage.table_id and passage.table_id not in tables:
            tables[passage.table_id] = table_rows(document, passage.table_id, plan, key)
            key += tables[passage.table_id].size
    return _assemble(document, plan, dated_by_notes(document, found), tables)


def _read(document: Document, plan: Outline, passage: Passage, found: list[Found], setting: Setting, *, find: Finder) -> Found:
    text = document.text[passage.body : passage.end]
    if passage.kind == "footnote":
        return _footnote(document, plan, passage, found, setting.first_key, find=find)
    scope = plan.scope(passage.section_id)
    labelled = passage.label is not None
    is_item = (labelled and not (passage.label or "").startswith("Điều")) or _is_task_paragraph(plan, passage, text)
    asks = plan.root.mode == "reports" and _ASKS.match(text)
    is_task = not asks and (scope.mode == "plans" or (labelled and bool(_NAMED_TARGET.match(text)))) and not _SHOUTS.match(text)
    if is_task or asks:
        setting = setting._replace(role="target")
    figures = _figures(document, passage, _after(document, passage, found, setting), find=find)
    if is_task:
        figures = tuple(_looked_back(text, figure, strictly=is_item) for figure in figures)
    if is_task and not is_item:
        figures = tuple(_demoted(text, figure) for figure in figures)
    sets = any(figure.role == "target" and figure.role_cue is None and not _is_aside(text, figure) for figure in figures)
    if scope.mode == "targets" and (passage.kind != "heading" or _is_item(document, plan, passage)):
        return Found(passage, figures, is_target=sets or (labelled and not ANNOUNCES.match(text)))
    only_money = all(figure.unit == "VND" or figure.is_share for figure in figures) and any(figure.unit == "VND" for figure in figures)
    only_money = (
        only_money and _speaks_of_funds(plan, passage, text) and (not labelled or passage.label in _BULLETS)
    )  # a numbered task may be to spend
    return Found(passage, figures, is_target=is_task and sets and not only_money)


def _is_item(document: Document, plan: Outline, passage: Passage) -> bool:
    """A short item that looks like a heading: ``2.6. Kinh tế số chiếm từ 25% GRDP.`` beside longer ones, or with nothing below it."""
    section = plan.sections.get(passage.section_id or "")
    if section is None or section.children or not (section.title or "").endswith((".", ";")):
        return False
    if not passage.label or any(table.section_id == section.id for table in document.tables):
        return False
    beside = [other for other in plan.beside[section.id] if other.id != section.id]
    among_items = 2 * sum(other.title is None for other in beside) > len(beside)
    return among_items or not section.text


def _has_number(text: str) -> bool:
    return bool(_DIGIT.search(text) or _NUMBER_WORD.search(text.lower()))


def _is_task_paragraph(plan: Outline, passage: Passage, text: str) -> bool:
    """A paragraph without a label is a task of its own where it opens with a verb and its section has no numbered ones."""
    section = plan.sections.get(passage.section_id or "")
    return section is not None and not section.children and bool(cue("task_opens").pattern.match(text.lower()))


def _speaks_of_funds(plan: Outline, passage: Passage, text: str) -> bool:
    section = plan.sections.get(passage.section_id or "")
    return bool(_FUNDS.search(text) or (section and _FUNDS.search(f"{section.title or ''} {section.text or ''}"[:_TITLE])))


def _is_aside(text: str, figure: Figure) -> bool:
    """``Các tổ công tác (05 tổ) …``: a count in its own bracket describes."""
    return text[: figure.start].rstrip().endswith("(") and text[figure.end : figure.end + 1] == ")"


def _looked_back(text: str, figure: Figure, *, strictly: bool) -> Figure:
    """What a plan says was done is a result: ``Chín tháng qua, …``, and in running text ``Huyện đã …``."""
    if figure.role != "target" or figure.role_cue:
        return figure
    sentence = SENTENCE_END.split(text[max(0, figure.start - _SENTENCE_REACH) : figure.start])[-1].lower()
    told = cue("wording_looks_back").before(sentence, len(sentence), window=_SENTENCE_REACH)
    if not told and not strictly:
        done_before = cue("wording_has_done").before(sentence, len(sentence), window=_SENTENCE_REACH)
        told = done_before or cue("wording_done_after").after(text.lower(), figure.end)
    return figure._replace(role="result", role_cue="looked_back") if told else figure


def _demoted(text: str, figure: Figure) -> Figure:
    """In a plan's running text only what the words right before a figure urge is a target; the rest is background."""
    before = _CLAUSE.split(text[max(0, figure.start - 160) : figure.end + 1])[-1]
    urged = figure.role != "target" or figure.comparator == ">=" or _URGES.search(before)
    if urged:
        return figure
    describes = _DESCRIBES.match(text[: figure.start])
    return figure._replace(role="context" if describes else figure.role, role_cue="running_text")


def _figures(document: Document, passage: Passage, setting: Setting, *, find: Finder) -> tuple[Figure, ...]:
    text = document.text[passage.body : passage.end]
    if not _has_number(text):
        return ()
    base = passage.body
    cited = document.cited(base, passage.end)
    return find(text, setting._replace(masks=tuple((start - base, end - base) for start, end in cited)) if cited else setting)


def _after(document: Document, passage: Passage, found: list[Found], setting: Setting) -> Setting:
    """Add the figures of the paragraph before that this one breaks down: it says "trong đó", or is a bullet of a list announced there."""
    if _PART.match(document.text[passage.body : passage.end]):
        before = next((item for item in reversed(found[-8:]) if item.figures), None)
        return setting._replace(prior=relative(before, passage.body)) if before and _together(before, passage) else setting
    if passage.label not in _BULLETS:
        return setting
    announcing = next((item for item in reversed(found[-40:]) if item.passage.label != passage.label), None)
    if announcing and _together(announcing, passage) and _ANNOUNCES_PARTS.match(document.text[announcing.base : announcing.passage.end]):
        return setting._replace(prior=relative(announcing, passage.body), prior_opens=True)
    return setting


def _together(item: Found, passage: Passage) -> bool:
    return bool(item.figures) and item.passage.section_id == passage.section_id


def _footnote(document: Document, plan: Outline, passage: Passage, found: list[Found], key: int, *, find: Finder) -> Found:
    text = document.text[passage.body : passage.end]
    if not _has_number(text):
        return Found(passage, (), is_target=False)
    anchor = plan.anchors.get(passage.footnote_id)
    section = anchor.section_id if anchor else None
    prior = at_anchor(document, found, anchor.offset, passage.body) if anchor else ()
    opens = bool(prior) and bool(_PART.match(text) or _LIST_FORM.match(text) or _LIST_OF_COUNTS.match(text) or opens_list(text))
    setting = plan.setting(section)._replace(first_key=key, prior=prior, prior_opens=opens)
    if plan.scope(section).mode == "targets":
        setting = setting._replace(role="context")
    planned = plan.scope(section).mode in {"plans", "targets"}
    figures = _figures(document, passage, setting, find=find)
    return Found(passage, tuple(_meant(text, figure) for figure in figures) if planned else figures, is_target=False)


def _meant(text: str, figure: Figure) -> Figure:
    """A plan's footnote tells of background, but for the task's money, the target's stages, and what it says was done."""
    if figure.role_cue or figure.kind != "level":
        return figure
    if _DONE.search(_CLAUSE.split(text[: figure.start])[-1]):
        return figure._replace(role="result", role_cue="looked_back")
    sum_or_stage = figure.unit == "VND" and "/" not in text[figure.digits_end : figure.end]
    told = (sum_or_stage or figure.is_share) and cue("wording_planned_sum").before(text.lower(), figure.start)
    return figure._replace(role="target", role_cue="wording_planned_sum") if told else figure


def _assemble(document: Document, plan: Outline, found: list[Found], tables: dict[str, TableRows]) -> Measured:
    """Make the records in reading order, so that ids count up with it."""
    names = Names()
    targets: list[Target] = []
    results: list[Measure] = []
    findings: list[tuple[Finding, tuple[int, int] | None]] = []
    starts = {name: next(passage.start for passage in document.passages if passage.table_id == name) for name in tables}
    order: list[tuple[int, Found | TableRows]] = [(item.passage.start, item) for item in found]
    order += [(starts[name], rows) for name, rows in tables.items()]
    order.sort(key=itemgetter(0))
    for _, entry in order:
        if isinstance(entry, TableRows):
            targets.extend(entry.targets(document, names, len(targets)))
            continue
        passage = entry.passage
        if passage.footnote_id is not None and (anchor := plan.anchors.get(passage.footnote_id)):
            passage = passage._replace(section_id=anchor.section_id)
        measures = [as_measure(document, passage, figure, entry.base, names) for figure in entry.figures]
        findings.extend(number_findings(document, entry.base, entry.figures))
        if entry.is_target:
            targets.append(_target(document, plan, entry.passage, measures, len(targets) + 1))
        else:
            results.extend(measures)
    return Measured(tuple(targets), tuple(results), tuple(findings))


def _target(document: Document, plan: Outline, passage: Passage, measures: list[Measure], number: int) -> Target:
    path = list(plan.scope(passage.section_id).path)
    if passage.label and passage.label not in _BULLETS and path and path[-1] == passage.label:
        path = path[:-1]  # the item opens a section of its own, but is not part of its own path
    paged = bool(document.evidence.places)
    return Target(
        id=f"t{number}",
        label=passage.label,
        text=document.text[passage.body : passage.end],
        section_id=passage.section_id,
        path=path,
        origin="text",
        measures=measures,
        span=(passage.start, passage.end),
        pages=document.evidence.pages(passage.start, passage.end) if paged else [],
        boxes=[box for _, box in document.evidence.locate(document.text, passage.body, passage.end)] if paged else [],
        confidence=round(min((measure.confidence for measure in measures), default=0.85), 2),
    )
