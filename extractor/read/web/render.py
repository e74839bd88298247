"""HTML elements → Lines and Grids: blocks make lines, tables grids, what a browser does not show is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TypeAlias

import regex
from lxml import html

from extractor.pages import Cell, Grid, Line, Span, count_chars
from extractor.read.web.links import WebNote
from extractor.read.web.looks import Frame, Look, is_hidden, read_css, style_frame, style_look
from extractor.read.web.tables import flatten, header_rows, is_bordered, is_layout, place, split_closing, table_rows
from extractor.read.word.numbering import format_number

Item: TypeAlias = "Line | Grid"
GONE = ("script", "style", "noscript", "template", "iframe", "svg", "object", "meta", "link", "title")
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section"}
    | {"summary", "ul"}
)
SITE = frozenset({"nav", "aside", "button", "select", "textarea"})
BREAK = Span("\n", 0)
_BLANKS = regex.compile(r"[ \t\r\n\f]+")
_ENDED = regex.compile(r"[.;:!?]\s*$")


class Renderer:
    """Reads elements; `notes` are the links that are footnote markers, `skip` what is read apart."""

    def __init__(self, notes: Mapping[html.HtmlElement, WebNote], *, skip: set[html.HtmlElement]) -> None:
        """Keep the footnotes that were found, by the links that refer to them."""
        self._notes = notes
        self.aside: list[html.HtmlElement] = []
        """Menus and buttons that stood in the text, for the caller to read."""
        self._skip = skip

    def items(self, node: html.HtmlElement) -> list[Item]:
        """Read an element's content in order."""
        writer = _Writer()
        self._block(node, writer, Look(), Frame())
        writer.end()
        return writer.items

    def lines(self, node: html.HtmlElement) -> list[Line]:
        """Read a footnote or cell: lines only, tables flattened, empty lines dropped."""
        skip, self._skip = self._skip, self._skip - {node}
        lines = self.flat(node)
        self._skip = skip
        return [line for line in lines if line.chars]

    def flat(self, node: html.HtmlElement) -> list[Line]:
        """Read an element with a line for each row of a table."""
        return [line for item in self.items(node) for line in (flatten(item) if isinstance(item, Grid) else [item])]

    def _block(self, node: html.HtmlElement, writer: _Writer, look: Look, frame: Frame) -> None:
        if node in self._skip or is_hidden(node):
            return
        look, frame = style_look(node, look), style_frame(node, frame)
        writer.open(frame)
        if node.tag == "li":
            writer.add(Span(_list_label(node), 0, look.font))
        self._content(node, writer, look, frame)
        writer.end()

    def _content(self, node: html.HtmlElement, writer: _Writer, look: Look, frame: Frame) -> None:
        _write(writer, node.text, look)
        for part in node:
            self._part(part, writer, look, frame)
            _write(writer, part.tail, look)

    def _part(self, part: html.HtmlElement, writer: _Writer, look: Look, frame: Frame) -> None:
        tag = part.tag
        if not isinstance(tag, str) or tag in GONE:
            return
        if part in self._notes:
            note = self._notes[part]
            writer.add(Span(note.marker, count_chars(part.text_content()), look.font, superscript=True, note=note.id))
        elif tag in SITE and part not in self._skip:
            self.aside.append(part)
        elif tag == "br":
            writer.add(BREAK)
        elif tag == "table":
            writer.end()
            writer.items += self._table(part)
            writer.open(frame)
        elif tag in BLOCKS:
            writer.end()
            self._block(part, writer, look, frame)
            writer.open(frame)
        elif part not in self._skip and not is_hidden(part):
            self._content(part, writer, style_look(part, look), frame)

    def _table(self, table: html.HtmlElement) -> list[Item]:
        rows = list(table_rows(table))
        if not rows:
            return self.items_of(table)
        placed = list(place(rows))
        contents = [self.items_of(cell.node) for cell in placed]
        if is_layout(placed, contents):
            return [item for content in contents for item in content]
        cells = []
        for cell, content in zip(placed, contents, strict=True):
            lines = tuple(line for item in content for line in (flatten(item) if isinstance(item, Grid) else [item]) if line.chars)
            cells.append(Cell(cell.row, cell.column, lines, cell.row_span, cell.column_span))
        width = max(cell.column + cell.column_span for cell in placed)
        return list(split_closing(Grid(len(rows), width, tuple(cells), header_rows(rows) or None, is_bordered(table, rows))))

    def items_of(self, node: html.HtmlElement) -> list[Item]:
        """Read a cell's content."""
        writer = _Writer()
        look = Look(bold=node.tag == "th")
        frame = style_frame(node, Frame())
        writer.open(frame)
        self._content(node, writer, style_look(node, look), frame)
        writer.end()
        return writer.items


class _Writer:
    """Collects spans to lines."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._spans: list[Span] = []
        self._frame = Frame()

    def open(self, frame: Frame) -> None:
        """Begin a block."""
        self._frame = frame

    def add(self, span: Span) -> None:
        """Add to the block."""
        last = self._spans[-1] if self._spans else None
        if (
            last is not None
            and span is not BREAK
            and last is not BREAK
            and span.note is None
            and last.note is None
            and last[2:] == span[2:]
        ):
            text = last.text + span.text
            self._spans[-1] = last._replace(text=_BLANKS.sub(" ", text) if "  " in text else text, chars=last.chars + span.chars)
        else:
            self._spans.append(span)

    def end(self) -> None:
        """End the block: a line, or several where ``<br>`` parts entries."""
        spans, self._spans = self._spans, []
        if not any(span.text.strip() for span in spans):
            return
        for line in _split(spans):
            self.items.append(Line(tuple(line), style=self._frame.style, align=self._frame.align, whole=True))


def _split(spans: list[Span]) -> Iterator[list[Span]]:
    """Part at ``<br>``, but join a line that goes on in small letters: such a break only fitted the author's page."""
    held: list[Span] = []
    for is_break, group in groupby(spans, key=lambda span: span is BREAK):
        piece = list(group)
        if is_break:
            continue
        left, right = "".join(span.text for span in held).rstrip(), "".join(span.text for span in piece).strip()
        if not right:
            continue
        if held and not _ENDED.search(left) and right[:1].islower() and not left.isupper():
            held += [held[-1]._replace(text=" ", chars=0, note=None, superscript=False), *piece]
        else:
            if held:
                yield _trim(held)
            held = piece
    if held:
        yield _trim(held)


def _trim(spans: list[Span]) -> list[Span]:
    spans[0] = spans[0]._replace(text=spans[0].text.lstrip(" \n"))
    spans[-1] = spans[-1]._replace(text=spans[-1].text.rstrip(" \n"))
    return [span for span in spans if span.text or span.chars]


def _write(writer: _Writer, text: str | None, look: Look) -> None:
    if not text:
        return
    if look.pre:
        for index, line in enumerate(text.split("\n")):
            if index:
                writer.add(BREAK)
            _write_span(writer, line, look)
    else:
        _write_span(writer, _BLANKS.sub(" ", text), look)


def _write_span(writer: _Writer, text: str, look: Look) -> None:
    text = text.replace("\u00a0", " ")
    if text:
        writer.add(Span(text.upper() if look.upper else text, count_chars(text), look.font, 0.0, look.bold, look.italic, look.superscript))


def _list_label(node: html.HtmlElement) -> str:
    """What a browser draws before a list's item."""
    parent = node.getparent()
    if parent is None or parent.tag != "ol" or "none" in read_css(parent).get("list-style-type", read_css(parent).get("list-style", "")):
        return "" if parent is not None and "none" in read_css(parent).get("list-style-type", "") else "\u2022 "
    start = parent.get("start", "1")
    count = (int(start) if start.lstrip("-").isdigit() else 1) + sum(1 for before in node.itersiblings("li", preceding=True))
    form = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}.get(parent.get("type", "1"), "decimal")
    return f"{format_number(count, form)}. "
