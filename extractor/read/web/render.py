"""HTML elements → Lines and Grids: blocks make lines, tables grids, what a browser does not show is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple, TypeAlias

import regex
from lxml import html

from extractor.pages import Cell, Grid, Line, Span, count_chars

Item: TypeAlias = "Line | Grid"
GONE = ("script", "style", "noscript", "template", "iframe", "svg", "object", "meta", "link", "title")
BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary ul".split()
)
HEADINGS = {f"h{level}": f"heading-{level}" for level in range(1, 7)}
ALIGNMENTS = frozenset({"left", "center", "right", "justify"})
PIECES = frozenset({"thead", "tbody", "tfoot"})
LAYOUT_LINES = 12
"""A table cell with more lines than this holds a part of the page, not a figure."""
BREAK = Span("\n", 0)
_BLANKS = regex.compile(r"[ \t\r\n\f]+")
_STYLE = regex.compile(r"([\w-]+)\s*:\s*([^;]+)")
_BORDER = regex.compile(r"border(?:-(?:top|bottom|left|right))?(?:-style|-width)?\s*:\s*(?!none|0(?:\D|$)|0?\.?0pt)[^;]*(?:solid|\d)", regex.IGNORECASE)
_ENDED = regex.compile(r"[.;:!?]\s*$")


class Look(NamedTuple):
    """How text stands at a place."""

    font: str = ""
    bold: bool = False
    italic: bool = False
    superscript: bool = False
    pre: bool = False
    upper: bool = False


class Frame(NamedTuple):
    """The block that text stands in."""

    style: str | None = None
    align: str | None = None


class Renderer:
    """Reads elements; `notes` are the links that are footnote markers, `skip` what is read apart."""

    def __init__(self, notes: Mapping[html.HtmlElement, str], *, skip: set[html.HtmlElement]) -> None:
        """Keep the footnotes that were found."""
        self._notes = notes
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
        return [line for item in self.items(node) for line in (_flatten(item) if isinstance(item, Grid) else [item])]

    def _block(self, node: html.HtmlElement, writer: _Writer, look: Look, frame: Frame) -> None:
        if node in self._skip or _is_hidden(node):
            return
        look, frame = _style_look(node, look), _style_frame(node, frame)
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
            text = part.text_content().strip().strip("[]() ")
            writer.add(Span(text, count_chars(part.text_content()), look.font, superscript=True, note=self._notes[part]))
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
        elif part not in self._skip and not _is_hidden(part):
            self._content(part, writer, _style_look(part, look), frame)

    def _table(self, table: html.HtmlElement) -> list[Item]:
        rows = list(_rows(table))
        if not rows:
            return self.items_of(table)
        placed = list(_place(rows))
        contents = [self.items_of(cell.node) for cell in placed]
        if _is_layout(placed, contents):
            return [item for content in contents for item in content]
        cells = []
        for cell, content in zip(placed, contents, strict=True):
            lines = tuple(line for item in content for line in (_flatten(item) if isinstance(item, Grid) else [item]) if line.chars)
            cells.append(Cell(cell.row, cell.column, lines, cell.row_span, cell.column_span))
        width = max(cell.column + cell.column_span for cell in placed)
        return [Grid(len(rows), width, tuple(cells), _header_rows(rows) or None, _is_bordered(table, rows))]

    def items_of(self, node: html.HtmlElement) -> list[Item]:
        """Read a cell's content."""
        writer = _Writer()
        look = Look(bold=node.tag == "th")
        frame = _style_frame(node, Frame())
        writer.open(frame)
        self._content(node, writer, _style_look(node, look), frame)
        writer.end()
        return writer.items


class _Placed(NamedTuple):
    row: int
    column: int
    row_span: int
    column_span: int
    node: html.HtmlElement


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
        if last is not None and span is not BREAK and last is not BREAK and span.note is None and last.note is None and last[2:] == span[2:]:
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


def _css(node: html.HtmlElement) -> dict[str, str]:
    style = node.get("style")
    return {name.lower(): value.strip().lower() for name, value in _STYLE.findall(style)} if style else {}


def _is_hidden(node: html.HtmlElement) -> bool:
    return node.get("hidden") is not None or (node.get("style") is not None and _css(node).get("display") == "none")


def _style_look(node: html.HtmlElement, look: Look) -> Look:
    tag = node.tag
    if tag in {"b", "strong", "th"} or tag in HEADINGS:
        look = look._replace(bold=True)
    elif tag in {"i", "em"}:
        look = look._replace(italic=True)
    elif tag == "sup":
        look = look._replace(superscript=True)
    elif tag == "pre":
        look = look._replace(pre=True)
    elif tag == "font" and node.get("face"):
        look = look._replace(font=node.get("face").split(",")[0].strip("'\" "))
    css = _css(node)
    if not css:
        return look
    if weight := css.get("font-weight"):
        look = look._replace(bold=weight.startswith("bold") or weight in {"600", "700", "800", "900"})
    if slant := css.get("font-style"):
        look = look._replace(italic=slant in {"italic", "oblique"})
    if css.get("vertical-align") == "super":
        look = look._replace(superscript=True)
    if css.get("text-transform") == "uppercase":
        look = look._replace(upper=True)
    if family := css.get("font-family"):
        look = look._replace(font=family.split(",")[0].strip("'\" "))
    return look


def _style_frame(node: html.HtmlElement, frame: Frame) -> Frame:
    if node.tag in HEADINGS:
        frame = frame._replace(style=HEADINGS[node.tag])
    elif node.tag in {"caption", "figcaption"}:
        frame = frame._replace(style="caption")
    elif node.tag == "li":
        frame = frame._replace(style="list")
    align = _css(node).get("text-align") or (node.get("align") or "").lower() or ("center" if node.tag == "center" else "")
    return frame._replace(align=align) if align in ALIGNMENTS else frame


def _list_label(node: html.HtmlElement) -> str:
    """What a browser draws before a list's item."""
    parent = node.getparent()
    if parent is None or parent.tag != "ol" or "none" in _css(parent).get("list-style-type", _css(parent).get("list-style", "")):
        return "" if parent is not None and "none" in _css(parent).get("list-style-type", "") else "\u2022 "
    from extractor.read.word.numbering import format_number

    start = parent.get("start", "1")
    count = (int(start) if start.lstrip("-").isdigit() else 1) + sum(1 for before in node.itersiblings("li", preceding=True))
    form = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}.get(parent.get("type", "1"), "decimal")
    return f"{format_number(count, form)}. "


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in PIECES:
            yield from part.iterchildren("tr")


def _place(rows: list[html.HtmlElement]) -> Iterator[_Placed]:
    """Give each cell its place, as a browser does."""
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        column = 0
        for node in row.iterchildren("td", "th"):
            while (index, column) in taken:
                column += 1
            height = min(_span_of(node, "rowspan") or len(rows) - index, len(rows) - index)
            width = _span_of(node, "colspan") or 1
            taken |= {(index + down, column + right) for down in range(height) for right in range(width)}
            yield _Placed(index, column, height, width, node)
            column += width


def _span_of(node: html.HtmlElement, name: str) -> int:
    value = (node.get(name) or "1").strip()
    return min(int(value), 1000) if value.isdigit() else 1


def _is_layout(placed: list[_Placed], contents: list[list[Item]]) -> bool:
    """A table that frames a page: a single cell, or cells with whole pages or tables in them."""
    if len(placed) <= 1:
        return True
    nested = any(isinstance(item, Grid) and item.rows > 1 and item.columns > 1 for content in contents for item in content)
    return nested or max(map(len, contents)) > LAYOUT_LINES


def _header_rows(rows: list[html.HtmlElement]) -> int:
    count = 0
    for row in rows:
        parent = row.getparent()
        cells = [cell.tag for cell in row.iterchildren("td", "th")]
        if not (parent is not None and parent.tag == "thead") and not (cells and all(tag == "th" for tag in cells)):
            break
        count += 1
    return count


def _is_bordered(table: html.HtmlElement, rows: list[html.HtmlElement]) -> bool:
    """By the attribute, else by the styles of table and cells; a page that says nothing leaves it to its style sheet: believed for more than two rows."""
    if (border := table.get("border")) is not None and border.strip() not in {"0", ""}:
        return True
    if any(_BORDER.search(node.get("style") or "") for node in (table, *(cell for row in rows for cell in row))):
        return True
    said = border is not None or "border" in (table.get("style") or "")
    return not said and (len(rows) > 2 or _header_rows(rows) > 0)


def _flatten(grid: Grid) -> list[Line]:
    lines = []
    for _, group in groupby(grid.cells, key=lambda cell: cell.row):
        spans: list[Span] = []
        for cell in group:
            for line in cell.lines:
                spans += [Span("\t", 0), *line.spans] if spans else line.spans
        if spans:
            lines.append(Line(tuple(spans), whole=True))
    return lines


