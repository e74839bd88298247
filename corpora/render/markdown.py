"""Markdown as OCR tools write it: paragraphs cut at page ends by footnotes (¹ text), tables cut at page breaks, stray emphasis."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from corpora.render.pages import NoteLine, SetLine, SetPage, set_pages
from corpora.render.printed import Composition, Item, Piece, Printed, PrintedTable

if TYPE_CHECKING:
    from collections.abc import Iterator

_RAISED = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")


def write(composition: Composition, rng: random.Random) -> str:
    """Write the Markdown of a (misread) composition."""
    emphasis = rng.random() < 0.6
    parts: list[str] = []
    for page in set_pages(composition):
        parts += _page(page, composition, emphasis=emphasis)
    return "\n\n".join(parts) + "\n"


def _page(page: SetPage, composition: Composition, *, emphasis: bool) -> Iterator[str]:
    block: list[SetLine] = []
    rows: dict[int, list[SetLine]] = {}
    for line in page.lines:
        item = composition.items[line.block]
        if block and (line.first or line.block != block[-1].block) and not isinstance(item, PrintedTable):
            yield _paragraph(block, composition, emphasis=emphasis)
            block = []
        if isinstance(item, PrintedTable):
            if block:
                yield _paragraph(block, composition, emphasis=emphasis)
                block = []
            rows.setdefault(line.block, []).append(line)
        elif not line.blank:
            block.append(line)
        for number in [n for n in rows if n != line.block]:
            yield _table(composition.items[number], rows.pop(number))
    if block:
        yield _paragraph(block, composition, emphasis=emphasis)
    for number, lines in rows.items():
        yield _table(composition.items[number], lines)
    yield from _feet(page.feet)


def _paragraph(lines: list[SetLine], composition: Composition, *, emphasis: bool) -> str:
    item = composition.items[lines[0].block]
    heading = isinstance(item, Printed) and bool(item.depth)
    pieces = [piece for i, line in enumerate(lines) for piece in (*([Piece(" ")] if i else []), *line.pieces)]
    text = "".join(_piece(piece, emphasis=emphasis and not heading) for piece in pieces)
    return f"**{text}**" if heading and emphasis else text


def _piece(piece: Piece, *, emphasis: bool) -> str:
    if piece.note is not None:
        return piece.text.translate(_RAISED)
    if not emphasis or not (piece.bold or piece.italic) or not piece.text.strip():
        return piece.text
    mark = "**" if piece.bold else "*"
    core = piece.text.strip()
    at = piece.text.index(core)
    return f"{piece.text[:at]}{mark}{core}{mark}{piece.text[at + len(core) :]}"


def _table(item: Item, lines: list[SetLine]) -> str:
    """Write the rows of one page; a table that goes on from the page before has an empty header, as OCR tools give it."""
    if not isinstance(item, PrintedTable):
        return ""
    shown = [item.rows[line.row] for line in lines if line.first and line.row is not None]
    begun = any(line.row is None for line in lines)
    head = [" ".join(path) if begun else "" for path in item.columns]
    body = ["| " + " | ".join(_cell(cell) for cell in row.cells) + " |" for row in shown]
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *body])


def _cell(cell: Printed) -> str:
    return "".join(_piece(piece, emphasis=False) for piece in cell.pieces)


def _feet(feet: tuple[NoteLine, ...]) -> Iterator[str]:
    text = ""
    for line in feet:
        if line.marker is not None and text:
            yield text
            text = ""
        text += (" " if text else "") + (f"{line.marker.translate(_RAISED)} " if line.marker is not None else "") + line.text
    if text:
        yield text
