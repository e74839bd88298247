"""Turn a source into its gold: `gold.json` and `clean.md` in the format of ``../shared/gold/SPEC.md``."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from corpora.source import Inline, MeasureMark, Paragraph, Row, Source, SourceError, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Gold = dict[str, Any]
Home: TypeAlias = tuple[MeasureMark, list[dict[str, Any]], int]
"""A mark, the list that its gold entry stands in, and the entry's index."""
HEADER = ("parent_authority", "authority", "number", "symbol", "place", "date", "kind", "title")


class Scope(NamedTuple):
    """What a paragraph inherits from the sections around it."""

    path: tuple[str, ...] = ()
    depth: int = 0
    section: int | None = None
    role: str = "result"
    period: str | None = None
    targets: bool = False


class Passage(NamedTuple):
    """A piece of marked text in reading order, with what it inherits."""

    inline: Inline
    scope: Scope
    target: int | None = None
    """Index of the target that it belongs to."""
    note: str | None = None
    """Marker of the footnote that it stands in."""
    unit: str | None = None
    indicator: str | None = None


def inlines(source: Source) -> Iterator[tuple[int, Inline]]:
    """Give every marked text with its line, body first, then footnotes."""
    for block in source.blocks:
        if isinstance(block, Paragraph):
            yield block.line, block.inline
        elif isinstance(block, Table):
            if block.printed:
                yield block.line, block.printed
            yield from ((row.line, cell) for row in block.rows for cell in row.cells)
    yield from ((0, content) for body in source.notes.values() for content in body)


def gold(source: Source, repairs: Sequence[dict[str, Any]] = ()) -> Gold:
    """Build `gold.json` of a source; `repairs` come from the rendered form.

    Raises:
        SourceError: a measure without a unit, or part of an unknown measure.
    """
    outline, targets, passages = _walk(source)
    results: list[Gold] = []
    for target in targets:
        target["measures"] = []
    homes = {}
    for passage, mark, quote in _measures(passages):
        home = results if passage.target is None or passage.note else targets[passage.target]["measures"]
        entry = _measure(passage, mark)
        if home is results:
            entry |= {"path": list(passage.scope.path), "quote": quote, "footnote": passage.note}
        home.append(entry)
        homes[id(mark)] = (mark, home, len(home) - 1)
    _link(source, passages, homes)
    return {
        "id": source.id,
        "header": {key: on_one_line(source.header.get(key)) for key in HEADER},
        "signatures": [{key: on_one_line(value) for key, value in s._asdict().items()} for s in source.signatures],
        "recipients": list(source.recipients),
        "sections": outline,
        "footnotes": _footnotes(source),
        "targets": targets,
        "results": results,
        "tables": [_table(block) for block in source.blocks if isinstance(block, Table)],
        "citations": _citations(source),
        "repairs": list(repairs),
        "keep": _keep(source),
    }


def on_one_line(text: str | None) -> str | None:
    """Take out the line breaks (`//`) that a head or closing has on the page."""
    return None if text is None else re.sub(r"\s*//\s*", " ", text)


def _walk(source: Source) -> tuple[list[Gold], list[Gold], list[Passage]]:
    base = Scope(role=source.meta["role"], period=source.meta.get("period"))
    stack = [base]
    outline: list[Gold] = []
    targets: list[Gold] = []
    passages: list[Passage] = []
    for block in source.blocks:
        if isinstance(block, Paragraph):
            scope = _inherit(stack[-1], block.attributes)
            if block.label is not None:
                while len(stack) > 1 and stack[-1].depth >= block.depth:
                    stack.pop()
                outer = stack[-1]
                scope = _inherit(outer, block.attributes)._replace(
                    path=(*outer.path, block.label) if block.label else outer.path, depth=block.depth, section=len(outline)
                )
                outline.append(_section(block, outer))
                stack.append(scope)
            target = _target(block, scope, stack, targets)
            scope = scope._replace(role=block.attributes.get("role", "target")) if target is not None else scope
            passages.append(Passage(block.inline, scope, target))
        elif isinstance(block, Table):
            passages += _table_passages(block, _inherit(stack[-1], block.attributes), targets)
    return outline, targets, [*passages, *_note_passages(source, passages)]


def _inherit(outer: Scope, given: dict[str, str]) -> Scope:
    targets = (outer.targets or "targets" in given) and "notargets" not in given
    return outer._replace(role=given.get("role", outer.role), period=given.get("period", outer.period), targets=targets)


def _section(block: Paragraph, outer: Scope) -> Gold:
    text = block.inline.text[block.body :].strip()
    return {
        "label": block.label,
        "text": text if block.heading else text[:80],
        "depth": block.depth,
        "parent": outer.section,
        "is_heading": block.heading,
    }


def _target(block: Paragraph, scope: Scope, stack: list[Scope], targets: list[Gold]) -> int | None:
    item = (block.label is not None and not block.heading) or block.bullet is not None
    if "notarget" in block.attributes or not ("target" in block.attributes or (scope.targets and item)):
        return None
    path = stack[-2].path if block.label is not None and len(stack) > 1 else scope.path
    label = block.label if block.label is not None else (block.bullet or "")
    targets.append({"label": label, "path": list(path), "text": block.inline.text[block.body :].strip()})
    return len(targets) - 1


def _table_passages(table: Table, scope: Scope, targets: list[Gold]) -> Iterator[Passage]:
    listed = table.attributes.get("targets") == "yes"
    if table.printed:
        yield Passage(table.printed, scope)
    for row in table.rows:
        index = None
        if listed and not row.attributes.keys() & {"group", "total"}:
            texts = [cell.text for cell in row.cells]
            numbered = re.fullmatch(r"(TT|STT|Số TT|Stt)", table.columns[0][-1]) is not None
            targets.append(
                {"label": texts[0] if numbered else "", "path": list(scope.path), "text": " | ".join(t for t in texts[numbered:] if t)}
            )
            index = len(targets) - 1
        unit, name = _row_unit(table, row), _row_name(row)
        place = scope._replace(role=table.attributes.get("role", "target")) if listed else scope
        yield from (Passage(cell, place, index, None, unit, name) for cell in row.cells)


def _row_unit(table: Table, row: Row) -> str | None:
    for path, cell in zip(table.columns, row.cells, strict=True):
        if re.match(r"(đơn vị tính|đvt|đơn vị)$", path[-1].casefold()):
            return cell.text
    return None


def _row_name(row: Row) -> str | None:
    return next((cell.text for cell in row.cells if re.search(r"[^\W\d_]{2}", cell.text)), None)


def _note_passages(source: Source, passages: list[Passage]) -> list[Passage]:
    found, seen = [], set()
    for passage in passages:
        for note in passage.inline.notes:
            if note.note not in seen:
                seen.add(note.note)
                scope = passage.scope
                found += [Passage(body, scope, passage.target, note.marker) for body in source.notes[note.note]]
    return found


def _measures(passages: list[Passage]) -> Iterator[tuple[Passage, MeasureMark, str]]:
    for passage in passages:
        for mark in passage.inline.measures:
            yield passage, mark, quote(passage.inline.text, mark.start, mark.end)


def quote(text: str, start: int, end: int) -> str:
    """Cut the sentence around a measure, so that the first place of the raw words in it is the measure's own."""
    left = max(text.rfind(stop, 0, start) + len(stop) for stop in (". ", "; ", ": ")) if re.search(r"[.;:] ", text[:start]) else 0
    rights = [text.find(stop, end) for stop in (". ", "; ")]
    right = min([r for r in rights if r >= 0], default=len(text))
    earlier = text.find(text[start:end], left)
    while earlier < start:
        left = earlier + 1
        earlier = text.find(text[start:end], left)
    return text[left:right].strip()


def _measure(passage: Passage, mark: MeasureMark) -> Gold:
    unit, scale = mark.unit, 1
    if not unit and passage.unit:
        unit, scale = _cell_unit(passage.unit)
    period = mark.period or passage.scope.period
    value: Any = mark.value if mark.low is None else [mark.low, mark.high]
    if scale != 1:
        value = [v * scale for v in value] if isinstance(value, list) else value * scale
    return {
        "value": value,
        "of": mark.of,
        "unit": unit,
        "comparator": mark.comparator,
        "role": mark.role or passage.scope.role,
        "kind": mark.kind,
        "direction": mark.direction,
        "period": None if period in {None, "none", ""} else period,
        "indicator": mark.indicator or passage.indicator or "",
        "raw": passage.inline.text[mark.start : mark.end],
        "part_of": None,
    }


def _cell_unit(text: str) -> tuple[str, int]:
    match = re.fullmatch(r"(nghìn|triệu|tỷ)? ?(đồng)?(.*)", text.strip().casefold())
    scale = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}.get(match[1] or "", 1) if match else 1
    if match and match[2] and not match[3]:
        return "VND", scale
    return (match[3].strip() if match and match[1] else text.casefold()), scale


def _link(source: Source, passages: list[Passage], homes: dict[int, Home]) -> None:
    named = {mark.id: place for place in homes.values() if (mark := place[0]).id}
    for passage in passages:
        wholes: list[MeasureMark] = []
        for mark in passage.inline.measures:
            _, home, index = homes[id(mark)]
            if mark.part is None:
                wholes.append(mark)
            else:
                whole = named.get(mark.part) if mark.part else _last_whole(mark, wholes, homes)
                _attach(source, home[index], home, whole, mark)
            if not home[index]["unit"]:
                raise SourceError(f"measure {home[index]['raw']!r} has no unit: write u=…", path=source.path)


def _last_whole(mark: MeasureMark, wholes: list[MeasureMark], homes: dict[int, Home]) -> Home | None:
    """Find what a bare ``^`` breaks down: the last level of its own sort (count, money, %) that is no baseline and no part."""
    for whole in reversed(wholes):
        same_sort = not mark.unit or all((whole.unit == sort) == (mark.unit == sort) for sort in ("%", "VND"))
        if whole.kind == "level" and whole.role != "baseline" and same_sort and (mark.unit or whole.unit not in {"%", "VND"}):
            return homes[id(whole)]
    return None


def _attach(source: Source, entry: Gold, home: list[Gold], whole: Home | None, mark: MeasureMark) -> None:
    if whole is None:
        raise SourceError(f"measure {entry['raw']!r} is part of an unknown measure ^{mark.part}", path=source.path)
    entry["unit"] = entry["unit"] or whole[1][whole[2]]["unit"]
    entry["part_of"] = whole[2] if whole[1] is home else None


def _footnotes(source: Source) -> list[Gold]:
    found, before = [], ""
    for block in source.blocks:
        for content in _contents(block):
            for note in content.notes:
                left = " ".join((before + " " + content.text[: note.offset]).split())
                text = "\n".join(body.text for body in source.notes[note.note])
                found.append({"marker": note.marker, "text": text, "anchor_left": left[-60:], "crosses_page": False})
            before = (before + " " + content.text)[-200:]
    return found


def _contents(block: object) -> list[Inline]:
    if isinstance(block, Paragraph):
        return [block.inline]
    if isinstance(block, Table):
        head = Inline(" ".join(" > ".join(path) for path in block.columns))
        return [*([block.printed] if block.printed else []), head, *(cell for row in block.rows for cell in row.cells)]
    return []


def _table(table: Table) -> Gold:
    return {
        "caption": table.caption,
        "columns": [" > ".join(path) for path in table.columns],
        "rows": [[cell.text for cell in row.cells] for row in table.rows],
        "total_rows": [i for i, row in enumerate(table.rows) if "total" in row.attributes],
    }


def _citations(source: Source) -> list[Gold]:
    count: Counter[tuple[str, str]] = Counter()
    dates: dict[tuple[str, str], str | None] = {}
    for _, content in inlines(source):
        for mark in content.citations:
            key = (mark.kind, mark.number)
            count[key] += 1
            dates[key] = dates.get(key) or mark.date
    return [{"kind": kind, "number": number, "date": dates[kind, number], "count": n} for (kind, number), n in count.items()]


def _keep(source: Source) -> list[str]:
    words = {word for _, content in inlines(source) for word in re.findall(r"\w+", content.text) if re.search("[õÕ]", word)}
    return sorted(words)


def clean(source: Source) -> str:
    """Write `clean.md`: the true document in Markdown, header and closing in its front matter."""
    lines = ["---", *_front(source), "---", ""]
    for block in source.blocks:
        if isinstance(block, Paragraph):
            lines += [("#" * block.depth + " " if block.heading else "") + _markdown(block.inline), ""]
        elif isinstance(block, Table):
            lines += [_markdown(block.printed), ""] if block.printed else []
            lines += ["| " + " | ".join(" > ".join(path) for path in block.columns) + " |", "|" + " --- |" * len(block.columns)]
            lines += ["| " + " | ".join(_markdown(cell) for cell in row.cells) + " |" for row in block.rows] + [""]
    for name, body in source.notes.items():
        first, *rest = [_markdown(content) for content in body]
        lines += [f"[^{name.split('/')[0]}]: {first}", *("    " + line for line in rest)]
    return "\n".join(lines) + "\n"


def _front(source: Source) -> Iterator[str]:
    yield "header:"
    yield from (f"  {key}: {json.dumps(on_one_line(source.header.get(key)), ensure_ascii=False)}" for key in HEADER)
    yield "signatures:" if source.signatures else "signatures: []"
    for s in source.signatures:
        for i, (key, value) in enumerate(s._asdict().items()):
            yield f"  {'-' if i == 0 else ' '} {key}: {json.dumps(on_one_line(value), ensure_ascii=False)}"
    yield "recipients:" if source.recipients else "recipients: []"
    yield from (f"  - {json.dumps(name, ensure_ascii=False)}" for name in source.recipients)


def _markdown(content: Inline) -> str:
    text = content.text
    for note in sorted(content.notes, key=lambda n: n.offset, reverse=True):
        text = f"{text[: note.offset]}[^{note.marker}]{text[note.offset :]}"
    return text
