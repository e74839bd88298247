"""Targets from tables that assign figures: one a row, one measure a figure column."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from typing import NamedTuple

import regex

from extractor.measure.columns import Column, Layout, lay_out
from extractor.measure.comparators import as_comparator
from extractor.measure.figure import Comparator, Figure
from extractor.measure.kinds import leading_change
from extractor.measure.numbers import NUMBER, read_number
from extractor.measure.outline import Outline
from extractor.measure.records import Names, as_measure
from extractor.measure.rulebook import cues
from extractor.schema import Table, TablePlace, Target
from extractor.structure.document import CellPlace, Document, Passage

_TOTAL = regex.compile(r"^(?:tổng(?:\s+(?:số|cộng|cộng chung))?|cộng|toàn\s+\p{L}+)\s*:?$", regex.IGNORECASE)
_ROMAN = regex.compile(r"^[IVX]+\.?$|^[A-Z]\.?$")
_PART = regex.compile(r"^\s*(?:[-+]\s*)?(?:trong đó|gồm|bao gồm)\s*:?\s*", regex.IGNORECASE)
_BARE = regex.compile(
    r"^\s*(?:(?P<cue>[\p{L} ]{2,16}|[<>≤≥~=]+)\s*)?(?P<number>\d+(?:[.,]\d+)*)\s*"
    r"(?:(?P<joint>[-–]|/)\s*(?P<other>\d+(?:[.,]\d+)*))?\s*(?P<unit>%)?\s*(?P<after>trở lên|trở xuống)?\s*$",
    regex.IGNORECASE,
)
"""A cell that is nothing but a figure: ``2.300``, ``Trên 90``, ``<1,5``, ``518 - 550``, ``0,54%``."""
_AFTER: dict[str, Comparator] = {"trở lên": ">=", "trở xuống": "<="}


class Row(NamedTuple):
    """A row that becomes a target."""

    at: int
    """Counted from 0 in `Table.rows`."""
    label: str | None
    name: str
    text: str
    figures: tuple[tuple[int, CellPlace, Figure], ...]
    """(column, cell, figure); the figure's offsets are relative to its cell."""
    place: str | None
    passage: Passage


class TableRows(NamedTuple):
    """The targets of one table, before their measures have ids."""

    table: Table
    path: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def size(self) -> int:
        """How many figures there are."""
        return sum(len(row.figures) for row in self.rows)

    def targets(self, document: Document, names: Names, before: int) -> list[Target]:
        """Records of the rows; `before` targets were made already."""
        return [_target(document, self, row, names, before + k + 1) for k, row in enumerate(self.rows)]


def table_rows(document: Document, table_id: str, plan: Outline, first_key: int) -> TableRows:
    """Read one table; no rows if it assigns nothing."""
    table = next(table for table in document.tables if table.id == table_id)
    scope = plan.scope(table.section_id)
    section = plan.sections.get(table.section_id or "")
    layout = lay_out(table, scope, section.title if section else None)
    if layout is None:
        return TableRows(table, scope.path, ())
    cells = {(cell.row, cell.column): cell for cell in document.cells if cell.table_id == table_id}
    passages = [passage for passage in document.passages if passage.table_id == table_id and passage.kind == "row"]
    rows = [row for k in range(len(table.rows)) if (row := _row(table, layout, cells, passages, k)) is not None]
    return TableRows(table, scope.path, tuple(_tied(rows, first_key)))


def _row(table: Table, layout: Layout, cells: dict[tuple[int, int], CellPlace], passages: list[Passage], index: int) -> Row | None:
    values = table.rows[index]
    label = values[layout.label].strip(" .)(") if layout.label is not None else None
    name = values[layout.name].strip() if layout.name is not None else ""
    if index in layout.skip or not (name or label):
        return None
    figures = []
    for column in layout.columns:
        cell = cells.get((index, column.at))
        figure = _figure(values[column.at], layout, column, values) if cell else None
        if cell and figure:
            figures.append((column.at, cell, figure))
    if not figures and (not layout.names_indicators or not name or sum(bool(v.strip()) for v in values) < 2 or not label):
        return None
    kept = [value.strip() for k, value in enumerate(values) if value.strip() and k != layout.label]
    place = None if layout.names_indicators or _TOTAL.match(name) else name
    return Row(index, label or None, name, " | ".join(kept), tuple(figures), place, _passage(table, cells, passages, index))


def _passage(table: Table, cells: dict[tuple[int, int], CellPlace], passages: list[Passage], index: int) -> Passage:
    """The row's line of the reading text."""
    starts = [cell.start for (row, _), cell in cells.items() if row == index]
    start = min(starts, default=table.span[0])
    k = bisect_right(passages, start, key=lambda passage: passage.start) - 1
    return passages[k] if k >= 0 else Passage(start, start, "row", table.section_id, None, table.id, None, start)


def _figure(text: str, layout: Layout, column: Column, values: list[str]) -> Figure | None:
    match = _BARE.match(text)
    if match is None or (match["cue"] and not _comparator(match["cue"])):
        return None
    unit = "%" if match["unit"] else (values[layout.unit].strip().lower() or column.unit) if layout.unit is not None else column.unit
    unit = {"đồng": "VND"}.get(unit or "", unit)
    factor = _factor(unit)
    numbers = [
        read_number(raw, whole=unit not in {"%", "VND", "ha", "km", "tấn"} and factor == 1, decimal=unit == "%")
        for raw in NUMBER.findall(match[0])
    ]
    name = values[layout.name] if layout.name is not None and layout.names_indicators else ""
    comparator = _comparator(match["cue"] or "") or _AFTER.get((match["after"] or "").lower(), "=")
    phrase = column.phrase if not layout.names_indicators else _PART.sub("", name).strip(" .;")
    kind, direction, phrase = leading_change(phrase, column.kind_text if not layout.names_indicators else None, comparator)
    first, other = numbers[0].value * factor, numbers[1].value * factor if len(numbers) > 1 else None
    start, end = (
        match.start("number"),
        match.end("unit") if match["unit"] else match.end("other") if match["other"] else match.end("number"),
    )
    ranged = match["joint"] in {"-", "–"} and other is not None and other > first
    return Figure(
        key=0, digits=(start, end), end=end, value=None if ranged else first, low=first if ranged else None, high=other if ranged else None,
        of=other if match["joint"] == "/" else None, unit="VND" if factor > 1 and unit and "đồng" in unit else unit, unit_from="label",
        comparator="range" if ranged else comparator, kind=kind, direction=direction, role=column.role, period=column.period,
        period_from="sentence", phrase=phrase or None, phrase_from="label", doubtful=numbers[0].doubtful,
    )  # fmt: skip


def _factor(unit: str | None) -> Decimal:
    words = (unit or "").lower().split()
    scale = {"nghìn": 1000, "ngàn": 1000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9, "1.000": 1000}
    return Decimal(scale.get(words[0], 1)) if words and ("đồng" in words or len(words) > 1) else Decimal(1)


def _comparator(text: str) -> Comparator | None:
    """The comparator of the words before a cell's number: "Trên 90"; None for other words."""
    text = text.strip().lower()
    if not text:
        return None
    return next((as_comparator(rule) for rule in cues("comparator") if rule.data["use"] == "before" and rule.pattern.search(text)), None)


def _tied(rows: list[Row], first_key: int) -> list[Row]:
    """Number the figures, and tie each row's to those of its group, its total or the row it is "trong đó" of."""
    keyed, key = [], first_key
    for row in rows:
        figures = []
        for column, cell, figure in row.figures:
            figures.append((column, cell, figure._replace(key=key)))
            key += 1
        keyed.append(row._replace(figures=tuple(figures)))
    total = next((row for row in keyed if _TOTAL.match(row.name)), None)
    groups = [row for row in keyed if row is not total and row.label and _ROMAN.match(row.label)]
    tied: list[Row] = []
    group: Row | None = None
    for k, row in enumerate(keyed):
        whole = total if row is not total else None
        if row in groups:
            group = row
        elif groups and group is not None and row is not total:
            whole = group
        if _PART.match(row.name) and k:
            whole = keyed[k - 1]
        tied.append(_tie(row, whole))
    return tied


def _tie(row: Row, whole: Row | None) -> Row:
    if whole is None:
        return row
    keys = {column: figure for column, _, figure in whole.figures}
    figures = tuple(
        (column, cell, figure._replace(parent=keys[column].key) if column in keys and not figure.is_share else figure)
        for column, cell, figure in row.figures
    )
    return row._replace(figures=figures)


def _target(document: Document, rows: TableRows, row: Row, names: Names, number: int) -> Target:
    table = rows.table
    measures = [
        as_measure(
            document,
            row.passage,
            figure._replace(place=row.place),
            cell.start,
            names,
            cell=TablePlace(id=table.id, row=row.at, column=column),
        )
        for column, cell, figure in row.figures
    ]
    span = (row.passage.start, row.passage.end)
    boxes = table.row_boxes[row.at] if row.at < len(table.row_boxes) else []
    return Target(
        id=f"t{number}", label=row.label, text=row.text, section_id=table.section_id, path=list(rows.path), origin="table",
        measures=measures, span=span, pages=document.evidence.pages(*span) if document.evidence.places else [], boxes=boxes,
        confidence=round(min((m.confidence for m in measures), default=0.9), 2),
    )  # fmt: skip
