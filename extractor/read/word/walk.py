"""The walk through a story of a DOCX (body, footnote, header): paragraphs → Lines, tables → Grids, in the order of the document.

A `Walk` carries what runs over from one paragraph to the next: open fields, counters of lists and notes, the mark of a deleted
paragraph end, and counts of what the reader must report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

import regex
from lxml import etree

from extractor.pages import Grid, Line, Span, count_chars
from extractor.read.word import tables
from extractor.read.word.names import MC, OFF, XML_SPACE, A, M, R, V, W, child, value
from extractor.read.word.notes import NoteCounter
from extractor.read.word.numbering import Numbering
from extractor.read.word.styles import Form, Look, Styles, read_form

BREAK = Span("\n", 0)
"""A line break inside of a paragraph, before it is decided what it means."""
PAGE_BREAK = Span("\f", 0)
CONTAINERS = {W + name for name in ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo")}
GONE = {W + name for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "delText", "instrText", "rubyPr", "rt")}
_LEGACY_FONT = regex.compile(r"\.?Vn|VNI|VPS|VISC", regex.IGNORECASE)
_NEW_ITEM = regex.compile(r"\s*(?:[-+*\u2022\u2013\u2014]|\(?\d{1,3}[.)/]|\(?[a-zđ]\)|[IVX]+\.)\s*\S", regex.IGNORECASE)
_ENDED = regex.compile(r"[.;:!?]\s*$")


class Counts(NamedTuple):
    """What the reader tells the user about."""

    hidden: int = 0
    deleted: int = 0
    pictures: int = 0


class Walk:
    """One pass through a document."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: NoteCounter, chunk: Callable[[str], list[Line | Grid]]) -> None:
        """Start before the first paragraph; `chunk` reads a document that is embedded whole, by its relation."""
        self._chunk = chunk
        self.styles = styles
        self.numbering = numbering
        self.notes = notes
        self.counts = Counts()
        self._fields: list[bool] = []
        """A field that is open: True while its code is read, False in its result."""
        self._carried: list[Span] = []
        """Spans of a paragraph whose end was deleted: they belong to the next one."""
        self._boxes: list[etree._Element] = []
        self._taken: set[etree._Element] = set()
        """Runs that were read ahead."""

    def items(self, story: etree._Element, *, in_cell: bool = False) -> list[Line | Grid]:
        """Read all paragraphs and tables in `story`; inside of a cell every line break ends a line."""
        found: list[Line | Grid] = []
        for node in _blocks(story):
            if node.tag == f"{W}p":
                found += self._paragraph(node, in_cell=in_cell)
            elif node.tag == f"{W}tbl":
                found += tables.read_table(node, self)
            else:
                found += self._chunk(node.get(f"{R}id", ""))
        return found

    def lines(self, story: etree._Element) -> list[Line]:
        """Read `story` with its tables flattened: a row is a line, its cells set apart by tabs."""
        return [line for item in self.items(story, in_cell=True) for line in (tables.flatten(item) if isinstance(item, Grid) else [item])]

    def _paragraph(self, node: etree._Element, *, in_cell: bool) -> list[Line | Grid]:
        properties = child(node, "pPr")
        style = value(properties, "pStyle") or self.styles.default_paragraph
        direct, styled = read_form(properties), self.styles.form(style)
        form = direct.over(styled)
        spans = self._carried
        self._carried = []
        self._inline(node, style, spans)
        if child(child(properties, "rPr"), "del") is not None:
            self._carried = spans
            return []
        kind = _kind(form, self.styles.kind(style))
        spans = self._label(form, direct, style, spans)
        lines = [Line(tuple(line), style=kind if line else None, align=form.align, whole=True) for line in _split(spans, in_cell=in_cell)]
        found: list[Line | Grid] = [*lines]
        while self._boxes:
            found += self.items(self._boxes.pop(0))
        if child(properties, "sectPr") is not None:
            self.notes.end_section()
        return found

    def _label(self, form: Form, direct: Form, style: str, spans: list[Span]) -> list[Span]:
        """Set the number that Word generates before the text; an empty paragraph counts but shows nothing worth keeping."""
        if not form.list_id:
            return spans
        level = form.list_level
        if level is None or (direct.list_id is None and direct.list_level is None):
            level = max(level or 0, self.numbering.level_of_style(form.list_id, style))
        label = self.numbering.label(form.list_id, level)
        first = next((span for span in spans if span.text.strip()), None)
        if not label or first is None:
            return spans
        return [first._replace(text=label, chars=0, superscript=False, note=None, font=""), *spans]

    def _inline(self, node: etree._Element, style: str, spans: list[Span]) -> None:
        """Read what stands in a paragraph, or in an element around a part of it."""
        for part in node:
            tag = part.tag
            if tag == f"{W}r":
                if part not in self._taken:
                    self._run(part, style, spans)
            elif tag in CONTAINERS:
                self._inline(part, style, spans)
            elif tag == f"{MC}AlternateContent":
                self._inline(_branch(part), style, spans)
            elif tag in {f"{W}del", f"{W}moveFrom"}:
                self.counts = self.counts._replace(deleted=self.counts.deleted + 1)
            elif tag.startswith(M):
                text = "".join(part.itertext(f"{M}t"))
                spans.append(Span(text, count_chars(text)))

    def _run(self, run: etree._Element, style: str, spans: list[Span]) -> None:
        look = self.styles.run_look(style, child(run, "rPr"))
        for part in run:
            tag = part.tag
            if tag == f"{W}t":
                self._text(part.text or "" if part.get(XML_SPACE) == "preserve" else (part.text or "").strip(" \t\r\n"), look, spans)
            elif tag in _CHARACTERS:
                self._text(_CHARACTERS[tag], look, spans)
            elif tag in {f"{W}br", f"{W}cr"}:
                spans.append(BREAK if part.get(f"{W}type", "textWrapping") == "textWrapping" else PAGE_BREAK)
            elif tag == f"{W}sym":
                self._symbol(part, look, spans)
            elif tag == f"{W}fldChar":
                self._field(part.get(f"{W}fldCharType"))
            elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
                if self._note(part, run, look, spans):
                    return
            elif tag not in GONE:
                self._picture(part, style, spans)

    def _text(self, text: str, look: Look, spans: list[Span]) -> None:
        if not text or any(self._fields):
            return
        if look.caps and not _LEGACY_FONT.match(look.font or ""):
            text = text.upper()
        if look.hidden:
            self.counts = self.counts._replace(hidden=self.counts.hidden + count_chars(text))
        spans.append(_span(text, look))

    def _symbol(self, part: etree._Element, look: Look, spans: list[Span]) -> None:
        """A character of a symbol font, told by its code in the private use area."""
        try:
            code = int(part.get(f"{W}char", ""), 16)
        except ValueError:
            return
        char = chr(code if 0xF000 <= code < 0xF100 or code > 0xFF else 0xF000 + code)
        self._text(char, look._replace(font=part.get(f"{W}font") or look.font, caps=False), spans)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _note(self, part: etree._Element, run: etree._Element, look: Look, spans: list[Span]) -> bool:
        """Set the marker, counted as Word counts, or the author's own: then the rest of the run is that marker (True)."""
        custom = self._custom(run) if part.get(f"{W}customMarkFollows", "0") not in OFF else ""
        kind = "footnote" if part.tag == f"{W}footnoteReference" else "endnote"
        marked = self.notes.mark(kind, part.get(f"{W}id", ""), custom.strip())
        if marked is not None:
            spans.append(_span(marked.marker, look)._replace(chars=count_chars(custom), superscript=True, note=marked.id))
        return bool(custom)

    def _custom(self, run: etree._Element) -> str:
        """Read an author's own marker; LibreOffice leaves all but its first digit in the next runs, which have the marker's style too."""
        marker = "".join(run.itertext(f"{W}t"))
        style = value(child(run, "rPr"), "rStyle")
        for later in run.itersiblings(f"{W}r"):
            more = "".join(later.itertext(f"{W}t"))
            if not (style and marker.isdigit() and more.isdigit()) or value(child(later, "rPr"), "rStyle") != style:
                break
            marker += more
            self._taken.add(later)
        return marker

    def _picture(self, part: etree._Element, style: str, spans: list[Span]) -> None:
        """A drawing: the text boxes in it are read after the paragraph; of alternatives only the first that holds anything."""
        if part.tag == f"{W}ruby":
            self._inline(part.find(f"{W}rubyBase") if part.find(f"{W}rubyBase") is not None else part, style, spans)
            return
        if part.tag == f"{MC}AlternateContent":
            branch = _branch(part)
            if any(node.tag == f"{W}t" for node in branch):
                holder = etree.Element(f"{W}r")
                holder.extend(list(branch))
                self._run(holder, style, spans)
                return
            part = branch
        self._boxes += _text_boxes(part)
        pictures = sum(1 for _ in part.iter(f"{A}blip", f"{V}imagedata"))
        self.counts = self.counts._replace(pictures=self.counts.pictures + pictures)
        spans += [Span(text, count_chars(text)) for path in part.iter(f"{V}textpath") if (text := path.get("string"))]


def _blocks(story: etree._Element) -> Iterator[etree._Element]:
    """Give paragraphs and tables, through content controls and tracked insertions."""
    for node in story:
        if node.tag in {f"{W}p", f"{W}tbl", f"{W}altChunk"}:
            yield node
        elif node.tag in CONTAINERS:
            yield from _blocks(node)
        elif node.tag == f"{MC}AlternateContent":
            yield from _blocks(_branch(node))


def _branch(node: etree._Element) -> etree._Element:
    """Choose one alternative: the first that holds text or a picture, else the last."""
    branches = list(node)
    for branch in branches:
        if next(branch.iter(f"{W}t", f"{A}blip", f"{V}imagedata"), None) is not None:
            return branch
    return branches[-1] if branches else etree.Element("nothing")


def _text_boxes(node: etree._Element) -> list[etree._Element]:
    if node.tag == f"{W}txbxContent":
        return [node]
    if node.tag == f"{MC}AlternateContent":
        return _text_boxes(_branch(node))
    return [box for part in node for box in _text_boxes(part)]


def _kind(form: Form, named: str | None) -> str | None:
    """A heading by outline level or by the style's name, else what the name says, else an item of a list."""
    if form.outline is not None and form.outline < 9:
        return f"heading-{min(form.outline + 1, 6)}"
    if form.outline is not None and named and named.startswith("heading"):
        named = None
    return named or ("list" if form.list_id else None)


def _span(text: str, look: Look) -> Span:
    return Span(text, count_chars(text), look.font or "", look.size or 0.0, bool(look.bold), bool(look.italic), bool(look.superscript))


def _split(spans: list[Span], *, in_cell: bool) -> list[list[Span]]:
    """Part a paragraph at its line breaks where they part lines that are things of their own, else make blanks of them."""
    lines: list[list[Span]] = [[]]
    breaks: list[Span] = []
    for is_break, group in groupby(spans, key=_is_break):
        piece = list(group)
        if is_break:
            breaks = piece
        elif not lines[-1]:
            lines[-1] = piece
        elif in_cell or PAGE_BREAK in breaks or _parts(lines[-1], piece, breaks=len(breaks)):
            lines.append(piece)
        else:
            lines[-1] += [lines[-1][-1]._replace(text=" ", chars=0, note=None, superscript=False), *piece]
    return [_merge(line) for line in lines]


def _is_break(span: Span) -> bool:
    return span is BREAK or span is PAGE_BREAK


def _parts(before: list[Span], after: list[Span], *, breaks: int) -> bool:
    """A break parts two lines if a blank line stands between, a sentence or entry ends, an item begins, or the type changes."""
    left, right = ("".join(span.text for span in spans) for spans in (before, after))
    if breaks > 1 or _ENDED.search(left) or _NEW_ITEM.match(right) or not any(map(str.isalpha, right)):
        return True
    return left.isupper() != right.isupper() or (before[-1].bold, before[-1].size) != (after[0].bold, after[0].size)


def _merge(spans: list[Span]) -> list[Span]:
    """Join neighbours that look the same: Word cuts runs at every spelling check."""
    merged: list[Span] = []
    for span in spans:
        if merged and span.note is None and merged[-1].note is None and merged[-1][2:] == span[2:]:
            merged[-1] = merged[-1]._replace(text=merged[-1].text + span.text, chars=merged[-1].chars + span.chars)
        else:
            merged.append(span)
    return merged


_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}noBreakHyphen": "-",
    # Kept: in a TCVN3 font this is the letter ư. Elsewhere the repair takes it out.
    f"{W}softHyphen": "\u00ad",
}
