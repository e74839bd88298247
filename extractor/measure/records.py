"""Turn figures into the contract's records, with evidence, indicator and confidence."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import regex

from extractor.measure.confidence import confidence
from extractor.measure.figure import Figure
from extractor.measure.indicators import match_indicator
from extractor.pages import Finding
from extractor.schema import Indicator, Measure, Number, TablePlace
from extractor.structure.document import Document, Passage

_AREA = regex.compile(
    r"^(?:(?i:huyện|xã|thị xã|thị trấn|thành phố|tp\.?|tx\.?|tt\.?|phường|quận|tỉnh|thôn|bản))\s+"
    r"\p{Lu}[\p{L}’'-]*(?:\s+\p{Lu}[\p{L}’'-]*)*$|^(?i:cả nước|toàn quốc)$"
)
"""A label that is nothing but an administrative unit."""


class Found(NamedTuple):
    """The figures of one passage; their offsets are relative to `base`."""

    passage: Passage
    figures: tuple[Figure, ...]
    is_target: bool

    @property
    def base(self) -> int:
        """Where the passage's words begin in the reading text."""
        return self.passage.body


def relative(item: Found, base: int) -> tuple[Figure, ...]:
    """The item's figures with offsets relative to another passage's `base`."""
    shift = item.base - base
    return tuple(f._replace(start=f.start + shift, digits_end=f.digits_end + shift, end=f.end + shift) for f in item.figures)


class Names:
    """Hands out m1, m2 … in order of first use and remembers which figure got which."""

    def __init__(self) -> None:
        """Start at m1."""
        self._ids: dict[int, str] = {}

    def of(self, key: int) -> str:
        """The id of a figure's measure."""
        return self._ids.setdefault(key, f"m{len(self._ids) + 1}")


def as_number(value: Decimal | None) -> Number | None:
    """A JSON number: an integer where it is one."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def as_measure(document: Document, passage: Passage, figure: Figure, base: int, names: Names, *, cell: TablePlace | None = None) -> Measure:
    """The measure of one figure."""
    start, end = base + figure.start, base + figure.end
    located = document.evidence.locate(document.text, start, end) if document.evidence.places else ()
    place = figure.place or (figure.phrase if figure.phrase and _AREA.match(figure.phrase) else None)
    ranged = figure.low is not None
    return Measure(
        id=names.of(figure.key), value=None if ranged else as_number(figure.value), low=as_number(figure.low), high=as_number(figure.high),
        of=as_number(figure.of), unit=figure.unit, comparator=figure.comparator, role=figure.role, kind=figure.kind,
        direction=figure.direction, period=figure.period, indicator=indicator(figure), place=place,
        part_of=None if figure.parent is None else names.of(figure.parent),
        raw=document.text[start:end], span=(start, end), page=located[0][0] if located else None, boxes=[box for _, box in located],
        section_id=passage.section_id, footnote_id=passage.footnote_id, table=cell, confidence=confidence(figure),
    )  # fmt: skip


def indicator(figure: Figure) -> Indicator:
    """The phrase, with the name of the known indicator that it words."""
    return _indicator(figure.phrase or None, figure.unit)


@lru_cache(maxsize=4096)
def _indicator(phrase: str | None, unit: str | None) -> Indicator:
    known = match_indicator(phrase, unit) if phrase else None
    return Indicator(phrase=phrase, code=known.code if known else None, name=known.name if known else None)


_DEVIATIONS = {
    "decimal_point": ("dấu chấm được dùng làm dấu thập phân", "a point marks the decimals"),
    "mixed": ("dấu chấm và dấu phẩy lẫn lộn", "points and commas are mixed"),
    "three_decimals": ("ba chữ số sau dấu phẩy, có thể là nhóm nghìn", "three digits after the comma may be a group of thousands"),
    "grouping": ("cách nhóm chữ số không theo quy định", "the digits are grouped against the rule"),
}


def number_findings(document: Document, base: int, figures: tuple[Figure, ...]) -> list[tuple[Finding, tuple[int, int] | None]]:
    """A finding for each number whose separators had to be guessed."""
    found: list[tuple[Finding, tuple[int, int] | None]] = []
    for figure in figures:
        if figure.doubtful is None:
            continue
        extent = (base + figure.start, base + figure.end)
        vi, en = _DEVIATIONS[figure.doubtful]
        read = as_number(figure.value if figure.low is None else figure.low)
        raw = document.text[slice(*extent)]
        severity = "warning" if figure.doubtful in {"mixed", "grouping"} else "info"
        found.append(
            (Finding("measure.number_format", severity, f"“{raw}”: {vi}; hiểu là {read}", f"“{raw}”: {en}; read as {read}"), extent)
        )
    return found
