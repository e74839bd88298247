"""What the note of an annex ("Kèm theo … số … ngày …") tells of a document that has no head of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import regex

from extractor.layout.blocks import Paragraph
from extractor.schema import Header
from extractor.structure.header import edtf, split_number
from extractor.structure.kinds import kind_of_symbol
from extractor.structure.labels import find_labels
from rules import formula

_SHORT_DATE = regex.compile(r"ngày\s*(\d{0,2})[\s.…_]*/\s*(\d{0,2})[\s.…_]*/\s*(\d{4})")
_TITLE_LINES = 3


def take_from_annexes(header: Header, paragraphs: Sequence[Paragraph]) -> Header:
    """Give a document without number those of its annexes' notes ("Kèm theo … số … ngày …"), and one without head the title beside."""
    if header.symbol:
        return header
    for at, paragraph in enumerate(paragraphs):
        above, match = _annex_note(paragraph.text)
        if match is None:
            continue
        number, symbol = split_number(match["number"], match["symbol"])
        date = formula("place_date").search(match["rest"])
        found = edtf(date["day"], date["month"], date["year"]) if date else _short_date(match["rest"])
        if header.date and found and found != header.date:
            continue
        kind = header.kind
        if kind == "van_ban":
            kind = kind_of_symbol(symbol) or kind
        taken: dict[str, str | None] = {"number": number, "symbol": symbol, "kind": kind}
        if not header.date:
            taken |= {"date": found, "date_text": date["text"] if date else None}
        if not header.title and not header.text and at <= _TITLE_LINES:
            taken["title"] = above or _beside(paragraphs, at)
        return header.model_copy(update=taken)
    return header


def _annex_note(text: str) -> tuple[str | None, regex.Match[str] | None]:
    """An annex's note, and the title in capitals that stands before it in one paragraph."""
    above, bracket, rest = text.partition("(")
    if bracket and above.isupper() and not find_labels(above):
        return above.strip(), formula("attached").match(rest)
    return None, formula("attached").match(text)


def _beside(paragraphs: Sequence[Paragraph], at: int) -> str | None:
    """The lines in capitals right above an annex's note at the beginning of a document, else those below; none under "Phụ lục"."""
    if at and find_labels(paragraphs[0].text):
        return None
    above = [paragraph.text for paragraph in paragraphs[:at]]
    below = list(takewhile(str.isupper, (paragraph.text for paragraph in paragraphs[at + 1 : at + 1 + _TITLE_LINES])))
    lines = above if above and all(map(str.isupper, above)) else below
    return None if not lines or find_labels(lines[0]) else " ".join(lines)


def _short_date(text: str) -> str | None:
    match = _SHORT_DATE.search(text)
    return edtf(match[1], match[2], match[3]) if match else None
