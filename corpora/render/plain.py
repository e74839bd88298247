"""Text as PDF tools give it: a visual line a line, blank lines strewn between, footnote markers on lines of their own.

A page opens with a blank; footnote bodies stand at the end of their page, in the middle of whatever paragraph runs on.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

from corpora.render.pages import NoteLine, SetLine, SetPage, set_pages
from corpora.render.printed import COMMA, Composition, Piece, Printed, TwoColumns

if TYPE_CHECKING:
    from collections.abc import Iterator

_RULE, _LONG_RULE = " " * 43, " " * 132
"""What the rule above footnotes leaves in the text layer; the long one stands above those that were carried over."""


class Habits(NamedTuple):
    """How one tool writes."""

    blank_share: float
    """Share of line ends that are followed by a blank line."""
    interleaved: bool
    """Head read line by line over both columns, else column by column."""
    numbered: bool
    """Page numbers stand in the text."""
    double_blanks: float


def draw(rng: random.Random) -> Habits:
    """Draw the habits of one document's tool."""
    return Habits(rng.choice([0.9, 0.85, 0.55, 1.0]), rng.random() < 0.4, rng.random() < 0.3, 0.004 if rng.random() < 0.5 else 0)


def write(composition: Composition, rng: random.Random) -> str:
    """Write the text of a (damaged) composition."""
    habits = draw(rng)
    if habits.interleaved:
        composition = composition._replace(items=tuple(_interleaved(i) if isinstance(i, TwoColumns) else i for i in composition.items))
    pages = set_pages(composition)
    return "".join(_page(page, number, habits, rng) for number, page in enumerate(pages, 1))


def _interleaved(pair: TwoColumns) -> Printed:
    """Read both columns line by line: what a tool gives that knows no columns."""
    rows = max(len(pair.left), len(pair.right))
    pieces: list[Piece] = []
    for i in range(rows):
        left = pair.left[i].pieces if i < len(pair.left) else ()
        right = pair.right[i].pieces if i < len(pair.right) else ()
        gap = (Piece("\u00a0" * 6),) if left and right else ()
        pieces += [*left, *gap, *right, Piece("\n")]
    return Printed(tuple(pieces[:-1]), "left")


def _page(page: SetPage, number: int, habits: Habits, rng: random.Random) -> str:
    out = [" " if number > 1 else ""]
    if habits.numbered and number > 1:
        out.append(f"{number} \n \n")
    for line in page.lines:
        out.append(_line(line, habits, rng))
        out.append("\n" if rng.random() < habits.blank_share else "")
    out += _feet(page.feet, rng)
    return "".join(out)


def _line(line: SetLine, habits: Habits, rng: random.Random) -> str:
    """Write one line; a superscript marker comes out on a line of its own."""
    text = "".join(f"\n{piece.text}\n" if piece.note is not None else piece.text for piece in line.pieces)
    text = text.replace(f"\n\n{COMMA}\n\n", COMMA)
    text = text.replace("\u00a0", " ")
    if habits.double_blanks and rng.random() < habits.double_blanks * len(text):
        text = text.replace(" ", "  ", 1)
    return text + " \n"


def _feet(feet: tuple[NoteLine, ...], rng: random.Random) -> Iterator[str]:
    if not feet:
        return
    yield f" \n\n{_LONG_RULE if feet[0].carried else _RULE}\n"
    for i, line in enumerate(feet):
        lead = f"{line.marker}\n " if line.marker is not None else ""
        end = " \n" if i + 1 < len(feet) and feet[i + 1].marker is not None else " \n\n" if rng.random() < 0.9 else " \n"
        yield lead + line.text + end
