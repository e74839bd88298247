"""Text as DOC tools give it: a paragraph a line, table cells one a line after a tab, footnotes as [1] and at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpora.render.headrows import head_rows
from corpora.render.printed import COMMA, Composition, Item, Printed, PrintedTable, Turn, TwoColumns

if TYPE_CHECKING:
    from collections.abc import Iterator


def write(composition: Composition) -> str:
    """Write the text of a composition."""
    lines = [line for item in composition.items for line in _item(item)]
    for name, body in composition.notes.items():
        first, *rest = [p.text for p in body]
        lines += [f"[{composition.markers[name]}] {first}", *rest]
    return "\n".join(lines) + "\n"


def _text(printed: Printed) -> str:
    return "".join(f"[{piece.text}]" if piece.note is not None else piece.text for piece in printed.pieces if piece.note != COMMA)


def _item(item: Item) -> Iterator[str]:
    if isinstance(item, Turn):
        yield from ("", "", "")
    elif isinstance(item, TwoColumns):
        yield from (f"{_text(p)}{' ' * 40 if item.closing else ''}" for p in item.left)
        yield from (f"\t{_text(p)}" if item.closing else _text(p) for p in item.right)
        yield ""
    elif isinstance(item, PrintedTable):
        yield from _table(item)
    else:
        yield _text(item)


def _table(table: PrintedTable) -> Iterator[str]:
    yield ""
    for row in head_rows(table.columns):
        yield from (f"\t{cell[3]}" for cell in row)
        yield ""
    for body in table.rows:
        yield from (f"\t{_text(cell)}" for cell in body.cells)
        yield ""
