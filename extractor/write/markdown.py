"""A report as Markdown that reads like the document: front matter, headings, tables, footnotes, closing.

It is made from `Report.text` line by line, so nothing that was read is left out; sections, tables and footnotes only say what a
line is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import regex

from extractor.schema import Footnote, Report, Section, Table
from extractor.write.outline import flatten
from extractor.write.words import Language, say

_SPECIAL = regex.compile(r"[\\`*_\[\]<>|]")
_LINE_START = regex.compile(r"^(#{1,6}\s|\+\s|={2,}\s*$|-{2,}\s*$)")
_MAX_LEVEL = 6


class _Map(NamedTuple):
    """What stands where in `Report.text`, by offset."""

    headings: Mapping[int, Section]
    tables: Mapping[int, Table]
    anchors: tuple[tuple[int, str], ...]
    """Offset and name of each footnote anchor, in order."""
    body_end: int
    """Where the footnotes' texts begin."""


def to_markdown(report: Report, language: Language) -> str:
    """Write the whole report; the result ends in one newline."""
    places = _map(report)
    blocks = [_front_matter(report), *_title(report), *_body(report, places), *_closing(report, language), *_footnotes(report)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _front_matter(report: Report) -> str:
    header, source = report.header, report.source
    fields = {
        "parent_authority": header.parent_authority,
        "authority": header.authority,
        "number": header.number,
        "symbol": header.symbol,
        "place": header.place,
        "date": header.date,
        "kind": header.kind,
        "title": header.title,
        "source": source.filename,
        "sha256": source.sha256,
        "pages": len(source.pages) or None,
        "status": report.status,
    }
    # JSON's strings are YAML's too.
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value is not None]
    return "\n".join(["---", *lines, "---"])


def _title(report: Report) -> Iterator[str]:
    if report.header.title:
        yield f"# {escape(report.header.title)}"


def _map(report: Report) -> _Map:
    named = _names(report.footnotes)
    anchors = sorted((anchor.offset, named[note.id]) for note in report.footnotes for anchor in note.anchors)
    starts = [note.span[0] for note in report.footnotes if note.span[1] > note.span[0]]
    return _Map(
        {section.span[0]: section for section in flatten(report.sections)},
        {table.span[0]: table for table in report.tables},
        tuple(anchors),
        min(starts, default=len(report.text)),
    )


def _names(footnotes: list[Footnote]) -> dict[str, str]:
    """Name each footnote by its marker, or by its id where a marker comes twice."""
    markers = [note.marker for note in footnotes]
    return {note.id: note.marker if markers.count(note.marker) == 1 and note.marker.isalnum() else note.id for note in footnotes}


def _body(report: Report, places: _Map) -> Iterator[str]:
    text, start = report.text, 0
    while start < places.body_end:
        table = places.tables.get(start)
        if table is not None and table.span[1] > start:
            yield _table(table) + _marks(table.span, places)
            start = table.span[1] + (text[table.span[1] : table.span[1] + 1] == "\n")
            continue
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end > start:
            yield _line(text, start, end, places)
        start = end + 1


def _line(text: str, start: int, end: int, places: _Map) -> str:
    line = _with_anchors(text, start, end, places, after=start - 1)
    section = places.headings.get(start)
    if section is None:
        return str(_LINE_START.sub(lambda match: "\\" + match[0], line))
    if section.title is None:
        return line
    if text[start:end].rstrip().endswith(section.title):
        return f"{'#' * min(_MAX_LEVEL, section.depth + 1)} {line.strip()}"
    title_end = text.find(section.title, start, end) + len(section.title)
    if title_end < start + len(section.title):
        return line
    title_end += text[title_end : title_end + 1] in {".", ":", ";"}
    title = _with_anchors(text, start, title_end, places, after=start - 1).strip()
    return f"**{title}** {_with_anchors(text, title_end, end, places, after=title_end).strip()}"


def _with_anchors(text: str, start: int, end: int, places: _Map, *, after: int) -> str:
    """Give `text[start:end]` with the anchors whose offset is beyond `after`."""
    pieces, done = [], start
    for offset, name in places.anchors:
        if after < offset <= end:
            pieces.append(f"{escape(text[done:offset])}[^{name}]")
            done = offset
    return "".join(pieces) + escape(text[done:end])


def _table(table: Table) -> str:
    heads = [" / ".join(part for part in path if part) for path in table.columns]
    caption = f"*{escape(table.caption)}*\n\n" if table.caption else ""
    rule = "|" + " --- |" * len(heads)
    return caption + "\n".join([_row(heads), rule, *(_row(row) for row in table.rows)])


def _marks(span: tuple[int, int], places: _Map) -> str:
    """Name the footnotes of a table's cells below it; a cell's text has no offsets."""
    names = [f"[^{name}]" for offset, name in places.anchors if span[0] <= offset < span[1]]
    return "\n\n" + " ".join(names) if names else ""


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(escape(cell).replace("\n", "<br>") for cell in cells) + " |"


def _closing(report: Report, language: Language) -> Iterator[str]:
    if report.recipients:
        heading = say(language, vi="Nơi nhận", en="Recipients")
        yield f"**{heading}:**\n\n" + "\n".join(f"- {escape(entry)}" for entry in report.recipients)
    for signature in report.signatures:
        parts = [part for part in (signature.capacity, signature.position) if part]
        yield f"**{escape(' '.join(parts))}**" + (f"  \n{escape(signature.name)}" if signature.name else "")


def _footnotes(report: Report) -> Iterator[str]:
    named = _names(report.footnotes)
    for note in report.footnotes:
        paragraphs = escape(note.text).split("\n")
        yield f"[^{named[note.id]}]: " + "\n\n    ".join(paragraphs)


def escape(text: str) -> str:
    """Escape what Markdown would take for markup."""
    return str(_SPECIAL.sub(lambda match: "\\" + match[0], text))
