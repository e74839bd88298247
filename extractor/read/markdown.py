"""Markdown as OCR tools write it: headings, pipe tables, footnotes. Pages are not marked: paragraphs may be cut in mid-sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import regex

from extractor.pages import Finding, Grid, Line, Note, Page, Reading, Span, count_chars
from extractor.read.detect import MARKDOWN
from extractor.read.encodings import decode_bytes
from extractor.read.inline import PICTURE, read_inline
from extractor.read.pipes import DELIMITER, append_items, charge, charge_line, count_item, read_table
from extractor.read.text import encoding_findings

if TYPE_CHECKING:
    from extractor.options import Options

Item: TypeAlias = "Line | Grid"
LONG_LINE = 60
"""A line break after a line of this length that fills its block is a wrap, no break of the author's."""
_HEADING = regex.compile(r"(\#{1,6})[ \t]+(.*?)[ \t]*\#*[ \t]*")
_FENCE = regex.compile(r"[ \t]*(?:```|~~~)[\w-]*[ \t]*")
_RULE = regex.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,})|\{\d+\}-{8,}|[ \t]*<!--[^>]*-->[ \t]*")
_DEFINITION = regex.compile(r"\[\^([^\]\s]+)\]:[ \t]*(.*)")
_INDENTED = regex.compile(r"(?:\t| {2,4})\s*\S")
_ITEM = regex.compile(
    r"""
    \s*(?: [-+*\u2022\u2013\u2014]\s               # a bullet
        | \(?\d{1,3}[.)\\] | \d+(?:\.\d+)+          # "1.", "(1)", "2.1"
        | \(?[a-zđ]\) | [IVXLC]+\\?[.)]              # "a)", "IV."
        | [\u00b9\u00b2\u00b3\u2070-\u2079] | \[\^  # a footnote
    )
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_HARD = regex.compile(r"(?: {2,}|(?<!\\)\\)$")
_QUOTE = regex.compile(r"^\s*(?:>\s?)+")
_HTML_TABLE = regex.compile(r"<table\b.*?(?:</table\s*>|\Z)", regex.IGNORECASE | regex.DOTALL)


class Block(NamedTuple):
    """Consecutive lines of one kind."""

    kind: str
    """"heading", "table", "note", "html", "mark" (a rule, a fence, a page mark) or "text"."""
    lines: tuple[str, ...]


def read_markdown(data: bytes, *, options: Options) -> Reading:  # noqa: ARG001 - every reader takes the same arguments
    """Read Markdown: one `Page` without number, "flow" form; every non-blank character counts, markup with the text that it marks."""
    decoded = decode_bytes(data)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    blocks = list(_blocks(text))
    ids = _note_ids(blocks)
    items: list[Item] = []
    notes: list[Note] = []
    owed = 0
    for block in blocks:
        if block.kind == "mark":
            owed += count_chars("".join(block.lines))
            continue
        if block.kind == "note":
            note, seen = _note(block, ids), sum(note.marker == _label(block) for note in notes)
            notes.append(_charge_note(note._replace(id=f"{note.id}~{seen}" if seen else note.id), owed))
        else:
            made = _items(block, ids)
            append_items(items, [charge(made[0], owed), *made[1:]] if owed and made else made)
            owed = owed if owed and not made else 0
            continue
        owed = 0
    if owed:
        items.append(Line((Span("", owed),), style="page-footer", whole=True))
    page = Page(tuple(_relink(items, notes)), notes=tuple(notes))
    return Reading(MARKDOWN, "flow", (page,), (*encoding_findings(decoded), *_pictures(text)))


def _blocks(text: str) -> Iterator[Block]:
    """Part the source at blank lines and where the kind of line changes; HTML tables are cut out whole."""
    end = 0
    for match in _HTML_TABLE.finditer(text):
        yield from _line_blocks(text[end : match.start()].split("\n"))
        yield Block("html", (match[0],))
        end = match.end()
    yield from _line_blocks(text[end:].split("\n"))


def _line_blocks(lines: Sequence[str]) -> Iterator[Block]:
    kind, held = "text", list[str]()
    for index, line in enumerate(lines):
        if kind == "note" and held and _INDENTED.match(line):
            held.append(line)
            continue
        new = _kind(line, lines[index + 1] if index + 1 < len(lines) else "", in_table=kind == "table" and bool(held))
        if kind == "note" and not line.strip() and any(map(_INDENTED.match, lines[index + 1 : index + 2])):
            continue
        if held and (new != kind or new in {"heading", "mark", "note"}):
            yield Block(kind, tuple(held))
            held = []
        kind = new
        if line.strip():
            held.append(line)
        else:
            kind = "blank"
    if held:
        yield Block(kind, tuple(held))


def _kind(line: str, following: str, *, in_table: bool) -> str:
    stripped = line.strip()
    if not stripped:
        return "blank"
    if "|" in line and (in_table or stripped.startswith("|") or ("|" in following and DELIMITER.fullmatch(following))):
        return "table"
    if _FENCE.fullmatch(line) or _RULE.fullmatch(line):
        return "mark"
    if _DEFINITION.match(line):
        return "note"
    return "heading" if _HEADING.fullmatch(line) else "text"


def _items(block: Block, ids: Mapping[str, str]) -> list[Item]:
    if block.kind == "heading":
        return _heading(block.lines[0], ids)
    if block.kind == "table" and not all(map(DELIMITER.fullmatch, block.lines)):
        return [read_table(block.lines, ids)]
    if block.kind == "html":
        return _html(block.lines[0])
    return [
        charge(line, 0 if index else lost) for part, lost in _paragraphs(block.lines) for index, line in enumerate(read_inline(part, ids))
    ]


def _heading(line: str, ids: Mapping[str, str]) -> list[Item]:
    match = _HEADING.fullmatch(line)
    marks, text = match.groups() if match else ("#", line)
    lines = read_inline(text, ids, style=f"heading-{len(marks)}")
    return [charge(lines[0], count_chars(line) - count_chars(text)), *lines[1:]]


def _html(source: str) -> list[Item]:
    from extractor.read.html import read_fragment

    items = read_fragment(source) or [Line((), style="page-footer", whole=True)]
    return [charge(items[0], count_chars(source) - sum(map(count_item, items))), *items[1:]]


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Join wrapped lines; keep lines apart that are entries, that the author broke, or that don't fill the block.

    Yields:
        A paragraph, and how many characters of markup (quotation and break marks) were taken off it.
    """
    width = max(map(len, lines))
    held, lost = "", 0
    for line in lines:
        hard = _HARD.search(line)
        text = _QUOTE.sub("", _HARD.sub("", line)).strip()
        if held and (_ITEM.match(text) or not _wraps(held, width)):
            yield held, lost
            held, lost = "", 0
        held = f"{held} {text}" if held else text
        lost += count_chars(line) - count_chars(text)
        if hard:
            yield held, lost
            held, lost = "", 0
    if held or lost:
        yield held, lost


def _wraps(held: str, width: int) -> bool:
    return width >= LONG_LINE and len(held) >= 0.7 * width


def _label(block: Block) -> str:
    match = _DEFINITION.match(block.lines[0])
    return match[1] if match else ""


def _note_ids(blocks: Sequence[Block]) -> dict[str, str]:
    return {label: f"note-{label}" for block in blocks if block.kind == "note" and (label := _label(block))}


def _note(block: Block, ids: Mapping[str, str]) -> Note:
    label, text = _DEFINITION.findall(block.lines[0])[0]
    parts = [text, *(line.strip() for line in block.lines[1:])]
    lines = [line for part in parts if part for line in read_inline(part, ids)]
    return _charge_note(Note(ids[label], label, tuple(lines)), count_chars(block.lines[0]) - count_chars(text))


def _relink(items: Sequence[Item], notes: Sequence[Note]) -> Iterator[Item]:
    """Where a label is defined again (footnotes that start anew on each page), its anchors belong to the definitions in turn."""
    by_marker: defaultdict[str, list[str]] = defaultdict(list)
    for note in notes:
        by_marker[note.marker].append(note.id)
    if all(len(found) == 1 for found in by_marker.values()):
        yield from items
        return
    turn: defaultdict[str, int] = defaultdict(int)

    def link(span: Span) -> Span:
        if span.note is None:
            return span
        found = by_marker[span.text]
        index = min(turn[span.text], len(found) - 1)
        turn[span.text] += 1
        return span._replace(note=found[index])

    def relink(line: Line) -> Line:
        return line._replace(spans=tuple(map(link, line.spans))) if any(span.note for span in line.spans) else line

    for item in items:
        if isinstance(item, Line):
            yield relink(item)
        else:
            yield item._replace(cells=tuple(cell._replace(lines=tuple(map(relink, cell.lines))) for cell in item.cells))


def _pictures(text: str) -> Iterator[Finding]:
    if count := len(PICTURE.findall(text)):
        yield Finding(
            "picture.unread",
            "info",
            f"Văn bản có {count} hình ảnh; chữ trong hình không được đọc",
            f"the document has {count} pictures; text in pictures is not read",
        )


def _charge_note(note: Note, chars: int) -> Note:
    lines = note.lines or (Line((), whole=True),)
    return note._replace(lines=(charge_line(lines[0], chars), *lines[1:])) if chars else note
