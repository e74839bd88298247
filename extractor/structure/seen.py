"""The head and foot of a scan: OCR misreads the pen, stamps and seals, but what is printed around them holds.

Nothing is guessed: a number or day that the pen wrote and OCR did not read is unknown.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

import regex

from extractor.layout.blocks import Paragraph
from extractor.pages import Finding
from extractor.schema import Header
from extractor.structure.kinds import kind_of_line
from rules import Pattern, formula

_PLAIN_NUMBER = regex.compile(r"\d{1,5}(?:\s?/\s?\d{4})?")
_CAPITALS = regex.compile(r"\p{Lu}{2,}(?:,?\s\p{Lu}{2,})*")
_CAPACITY = regex.compile(r"(?:T[MLU]|KT|TUQ)(?=[.,]\s?\p{Lu})[.,]")
_WORD = regex.compile(r"\p{Lu}{2,}")
_CLASS = regex.compile(r"\\.(?:\{\w+\})?")
_SEAL = 0.6
"""OCR confidence under which a scrap beside a signature is a seal's or the pen's."""
_SCRAP = 24
_SPECK = 3
_MARGIN = 60.0
"""How far right of the list's edge, in points, an entry may begin."""


def plain_number(number: str, mark: str) -> str:
    """The number if it is nothing but figures, else "".

    >>> plain_number("31", "/"), plain_number("2/42", "/"), plain_number("4Ø/2017", "/")
    ('31', '', '')
    """
    return number if mark == "/" and _PLAIN_NUMBER.fullmatch(number.strip()) else ""


def kind_beside_stamp(text: str) -> tuple[str, str] | None:
    """The kind of a line in which a stamp ("HỎA TỐC") stands before the kind's name."""
    words = text.split()
    for count in (3, 2):
        name, before = " ".join(words[-count:]), " ".join(words[:-count])
        found = kind_of_line(name.upper()) if before and words[-1].isupper() else None
        if found is not None and not found[1] and len(before) < _SCRAP and formula("stamp_seen").search(_bare(before.lower())):
            return found
    return None


def _bare(text: str) -> str:
    """The letters without their marks, one for one."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def signing_text(block: Paragraph) -> str:
    """The text of a line that signs; on a scan without the scraps of a seal, and a position in its right spelling."""
    if block.confidence is None:
        return block.text
    capacity = _CAPACITY.match(block.text.strip())
    if capacity:
        return f"{capacity[0][:-1]}.{block.text.strip()[capacity.end() :]}"
    found = _CAPITALS.search(block.text)
    if found is None or not _bare_position().match(_bare(found[0])):
        return block.text
    right = _WORD.sub(lambda word: _words().get(_bare(word[0]), word[0]), found[0])
    return str(found[0] if formula("position").match(found[0]) else right)


@lru_cache(maxsize=1)
def _bare_position() -> Pattern:
    return Pattern(_bare(formula("position").pattern))


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """The words of positions, by their letters without marks; what two words share tells none."""
    words = set(_WORD.findall(_CLASS.sub(" ", formula("position").pattern)))
    counts = Counter(map(_bare, words))
    return {_bare(word): word for word in words if counts[_bare(word)] == 1}


def is_scrap(block: Paragraph) -> bool:
    """Tell whether a short line of a scan is what OCR made of a seal, a stamp or the pen."""
    if block.confidence is None:
        return False
    return len(block.text) <= _SPECK or (len(block.text) <= _SCRAP and block.confidence < _SEAL)


def is_aside(block: Paragraph, edge: float | None) -> bool:
    """Tell whether a line stands right of the list whose left edge is given."""
    return edge is not None and block.face.indent is not None and block.face.indent > edge + _MARGIN


def illegible(header: Header, block: Paragraph, shift: int) -> list[Finding]:
    """Report number and date that the pen wrote and OCR did not read; `shift` is where the block begins in the head's text."""
    found = []
    page = next((run.page for run in block.runs if run.page is not None), None)
    for field, name, words in (("symbol", "number", "Số"), ("date", "date", "Ngày")):
        span = header.spans.get(field)
        if block.confidence is None or span is None or not shift <= span[0] <= shift + len(block.text):
            continue
        if _is_lost(header, name, header.text[slice(*span)]):
            found.append(
                Finding(
                    f"header.{name}_illegible",
                    "warning",
                    f"{words} văn bản viết tay không đọc được từ ảnh, cần xem bản gốc.",
                    f"The document's {name}, written by hand, could not be read from the picture: see the page.",
                    page,
                )
            )
    return found


def _is_lost(header: Header, name: str, text: str) -> bool:
    if name == "number":
        match = formula("number_seen").search(text)
        return header.number is None and match is not None and any(char.isalnum() for char in match["number"])
    match = formula("place_date_seen").search(text)
    pen = f"{match['day']}{match['month']}" if match else ""
    return "X" in (header.date or "") and any(not char.isspace() and char not in "._…" for char in _days(pen, header.date or ""))


def _days(pen: str, date: str) -> str:
    """What the pen wrote where day or month is unknown: all of it but the part that was read."""
    _, month, day = date.split("-")
    for part in (month, day):
        if part.isdecimal():
            pen = regex.sub(rf"0?{int(part)}(?!\d)", "", pen, count=1)
    return pen
