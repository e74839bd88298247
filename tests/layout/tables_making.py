"""Makes pages of lines, grids and strokes for the tests of tables, from as little text as says it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.layout.blocks import TableBlock
from extractor.layout.tables.stage import find_tables
from extractor.pages import Cell, Grid, Line, Page, Ruling, Span, count_chars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.pages import Box

WIDTH_PT, HEIGHT_PT = 595.0, 842.0
LETTER_PT, LINE_PT = 5.0, 10.0


def plain(text: str) -> Page:
    """A page of plain text, a Line a line."""
    return Page(tuple(make_line(part) for part in text.split("\n")))


def make_line(text: str, *, bold: bool = False) -> Line:
    """A line without a place."""
    return Line((Span(text, count_chars(text), bold=bold),)) if text else Line(())


def placed(text: str, x: float, y: float) -> Line:
    """A line at a place of a page, its letters 5 pt wide."""
    boxes: list[Box] = []
    at = 0
    for word in text.split():
        at = text.index(word, at)
        boxes.append((x + at * LETTER_PT, y, x + (at + len(word)) * LETTER_PT, y + LINE_PT))
        at += len(word)
    return Line((Span(text, count_chars(text)),), (x, y, x + len(text) * LETTER_PT, y + LINE_PT), tuple(boxes))


def grid(rows: Sequence[Sequence[str]], *, header_rows: int | None = None, bordered: bool = True) -> Grid:
    """A grid: ">" in a cell goes on with the cell to its left, "^" with the one above; "|" parts the paragraphs of a cell."""
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text in {">", "^"}:
                continue
            across = next((step for step in range(1, len(texts) - column) if texts[column + step] != ">"), len(texts) - column)
            down = next((step for step in range(1, len(rows) - row) if rows[row + step][column] != "^"), len(rows) - row)
            lines = tuple(make_line(part)._replace(whole=True) for part in text.split("|") if part)
            cells.append(Cell(row, column, lines, down, across))
    return Grid(len(rows), max(map(len, rows)), tuple(cells), header_rows, bordered)


def ruled(rows: Sequence[Sequence[str]], *, top: float = 100.0, widths: Sequence[float] = (), number: int = 1, above: str = "") -> Page:
    """A page with a ruled table; ">" and "^" as in `grid`: no stroke is drawn inside a merged cell."""
    widths = widths or [100.0] * len(rows[0])
    xs = [50.0 + sum(widths[:column]) for column in range(len(widths) + 1)]
    ys = [top + 36.0 * row for row in range(len(rows) + 1)]
    lines = [placed(above, 50.0, top - 30)] if above else []
    lines += [
        placed(part, xs[column] + 3, ys[row] + 2 + 11 * level)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text not in {"", ">", "^"}
        for level, part in enumerate(text.split("|"))
    ]
    return Page(tuple(lines), number, WIDTH_PT, HEIGHT_PT, "text_layer", tuple(_strokes(rows, xs, ys)))


def _strokes(rows: Sequence[Sequence[str]], xs: Sequence[float], ys: Sequence[float]) -> list[Ruling]:
    found = [Ruling(xs[0], y, xs[-1], y) for y in (ys[0], ys[-1])] + [Ruling(x, ys[0], x, ys[-1]) for x in (xs[0], xs[-1])]
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text != ">":
                found.append(Ruling(xs[column], ys[row], xs[column], ys[row + 1]))
            if text != "^":
                found.append(Ruling(xs[column], ys[row], xs[column + 1], ys[row]))
    return found


def blocks(*pages: Page, form: str = "flow") -> list[TableBlock]:
    """The tables found on the pages."""
    return [item for page in find_tables(pages, form) for item in page if isinstance(item, TableBlock)]


def paths(block: TableBlock) -> list[str]:
    """A table's columns, each path on one line."""
    return [" > ".join(path) for path in block.columns]


def texts(block: TableBlock) -> list[list[str]]:
    """A table's rows as texts."""
    return [[cell.text for cell in row] for row in block.rows]
