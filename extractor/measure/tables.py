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
from extractor.measure.levels import rows_above
from extractor.measure.numbers import NUMBER, read_number
from extractor.measure.outline import Outline
from extractor.measure.records import Names, as_measure
from extractor.measure.rulebook import cues, unit_words
from extractor.schema import Table, TablePlace, Target
from extractor.structure.document import CellPlace, Document, Passage

_TOTAL = regex.compile(r"^(?:tổng(?:\s+(?:số|cộng|cộng chung))?|cộng|toàn\s+\p{L}+)\s*:?$", regex.IGNORECASE)
_PART = regex.compile(r"^\s*(?:[-+]\s*)?(?:trong đó|gồm|bao gồm)\s*:?\s*", regex.IGNORECASE)
_BARE = regex.compile(
    r"^\s*(?:(?P<cue>[\p{L} ]{2,16}|[<>≤≥~=]+)\s*)?(?P<sign>[-+–]\s?)?(?P<number>\d+(?:[.,]\d+)*)\s*"
    r"(?:(?P<joint>[-–]|/)\s*(?P<other>\d+(?:[.,]\d+)*))?\s*(?P<unit>%)?\s*(?P<after>trở lên|trở xuống)?\s*$",
    regex.IGNORECASE,
)
"""A cell that is nothing but a figure: ``2.300``, ``Trên 90``, ``<1,5``, ``518 - 550``, ``0,54%``."""
_AFTER: dict[str, Comparator] = {"trở lên": ">=", "trở xuống": "<="}


_PIECES = frozenset({"cái", "chiếc"})
_COUNTED = regex.compile(r"^\s*(?:tổng\s+)?số(?:\s+lượng)?\s+(\p{L}+)", regex.IGNORECASE)


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
    lines = _lines(document, table)
    rows = [row for k in range(len(table.rows)) if (row := _row(table, layout, cells, lines.get(k), k)) is not None]
    return TableRows(table, scope.path, tuple(_tied(rows, table, layout, first_key)))


def _lines(document: Document, table: Table) -> dict[int, Passage]:
    """The line of the reading text of each row."""
    passages = [passage for passage in document.passages if passage.table_id == table.id and passage.kind == "row"]
    lines: dict[int, Passage] = {}
    for cell in document.cells:
        k = bisect_right(passages, cell.start, key=lambda passage: passage.start) - 1
        if cell.table_id == table.id and cell.row not in lines and k >= 0:
            lines[cell.row] = passages[k]
    return lines


def _row(table: Table, layout: Layout, cells: dict[tuple[int, int], CellPlace], line: Passage | None, index: int) -> Row | None:
    values = table.rows[index]
    label = values[layout.label].strip(" .)(") if layout.label is not None else None
    name = values[layout.name].strip() if layout.name is not None else ""
    if line is None or index in layout.skip or not (name or label):
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
    return Row(index, label or None, name, " | ".join(kept), tuple(figures), place, line)


def _figure(text: str, layout: Layout, column: Column, values: list[str]) -> Figure | None:
    match = _BARE.match(text)
    if match is None or (match["cue"] and not _comparator(match["cue"])):
        return None
    figure = _valued(match, _written_unit(match, layout, column, values))
    named = column.phrase if not layout.names_indicators else _PART.sub("", values[layout.name or 0]).strip(" .;")
    kind, direction, phrase = leading_change(named, None if layout.names_indicators else column.kind_text, figure.comparator)
    if column.kind is not None:
        kind, direction = column.kind, None
    if kind == "change" and figure.value is not None and (column.kind or figure.value < 0):
        direction = "up" if figure.value > 0 else "down" if figure.value < 0 else None
        figure = figure._replace(value=abs(figure.value))
    return figure._replace(
        kind=kind,
        direction=direction,
        role=column.role,
        period=column.period,
        period_from="sentence",
        phrase=phrase or None,
        phrase_from="label",
    )


def _written_unit(match: regex.Match[str], layout: Layout, column: Column, values: list[str]) -> str | None:
    """The unit that the cell, its row's unit column or its header gives."""
    if match["unit"] or column.unit == "%":
        return "%"
    return (values[layout.unit].strip() or column.unit) if layout.unit is not None else column.unit


def _valued(match: regex.Match[str], written: str | None) -> Figure:
    unit, factor = _unit(written)
    whole = unit not in {"%", "VND", *unit_words().measures.values()} and factor == 1
    numbers = [read_number(raw, whole=whole, decimal=unit == "%") for raw in NUMBER.findall(match[0])]
    sign = -1 if (match["sign"] or "+")[0] in "-–" else 1
    first, other = sign * numbers[0].value * factor, numbers[1].value * factor if len(numbers) > 1 else None
    start, last = match.start("sign" if match["sign"] else "number"), "unit" if match["unit"] else "other" if match["other"] else "number"
    figure = Figure(
        key=0, start=start, digits_end=match.end(last), end=match.end(last), value=first, unit=unit, unit_from="column",
        comparator=_comparator(match["cue"] or "") or _AFTER.get((match["after"] or "").lower(), "="), doubtful=numbers[0].doubtful,
    )  # fmt: skip
    if match["joint"] == "/":
        return figure._replace(of=other)
    if other is not None and other > first:
        return figure._replace(value=None, low=first, high=other, comparator="range")
    return figure


def _unit(written: str | None) -> tuple[str | None, Decimal]:
    """Unit and factor of a unit as a header or cell writes it: ``triệu đồng`` → VND, 1000000; ``nghìn cây`` → cây, 1000."""
    words = (written or "").strip().lower().split()
    scales = {**unit_words().scales, "1.000": 1000, "1000": 1000}
    factor = Decimal(1)
    while len(words) > 1 and words[0] in scales:
        factor *= scales[words.pop(0)]
    unit = " ".join(words) or None
    return unit_words().currencies.get(unit or "", unit), factor


def _comparator(text: str) -> Comparator | None:
    """The comparator of the words before a cell's number: "Trên 90"; None for other words."""
    text = text.strip().lower()
    if not text:
        return None
    return next((as_comparator(rule) for rule in cues("comparator") if rule.data["use"] == "before" and rule.pattern.search(text)), None)


def _tied(rows: list[Row], table: Table, layout: Layout, first_key: int) -> list[Row]:
    """Number the figures, and tie each row's to those of the row above it, the total or the row it is "trong đó" of."""
    keyed, key = [], first_key
    for row in rows:
        figures = []
        for column, cell, figure in row.figures:
            figures.append((column, cell, figure._replace(key=key)))
            key += 1
        keyed.append(row._replace(figures=tuple(figures)))
    total = next((row for row in keyed if _TOTAL.match(row.name)), None)
    by_place = {row.at: row for row in keyed}
    above = _above(table, layout)
    wholes = [_wholes(row, by_place, above, total) for row in keyed]
    return [_tie(row, found) for row, found in zip(keyed, wholes, strict=True)]


def _above(table: Table, layout: Layout) -> dict[int, int]:
    """Row → the row that it stands below; "trong đó" breaks down the row before it."""
    at = [k for k in range(len(table.rows)) if k not in layout.skip]
    names = [table.rows[k][layout.name].strip() if layout.name is not None else "" for k in at]
    labels = [table.rows[k][layout.label] if layout.label is not None else "" for k in at]
    above = {at[k]: at[upper] for k, upper in enumerate(rows_above(labels, names)) if upper is not None}
    for k in range(1, len(at)):
        if _PART.match(names[k]):
            before = at[k - 1] if not _PART.match(names[k - 1]) else above.get(at[k - 1])
            above = {**above, at[k]: before} if before is not None else above
    return above


def _wholes(row: Row, rows: dict[int, Row], above: dict[int, int], total: Row | None) -> list[Row]:
    """The rows that a row may be a part of, nearest first."""
    found, at = [], row.at
    while row is not total and at in above:
        at = above[at]
        found += [rows[at]] if at in rows and rows[at] is not total else []
    return [*found, total] if total is not None and row is not total else found


def _tie(row: Row, wholes: list[Row]) -> Row:
    figures = tuple((column, cell, _part(figure, _whole_at(column, wholes))) for column, cell, figure in row.figures)
    return row._replace(figures=figures)


def _whole_at(column: int, wholes: list[Row]) -> Figure | None:
    return next((figure for whole in wholes for at, _, figure in whole.figures if at == column), None)


def _part(figure: Figure, whole: Figure | None) -> Figure:
    """A part is of its whole's unit and sort, and not more than it; "cái" counts all sorts of things."""
    if whole is None or figure.is_share or (figure.unit, figure.kind) != (whole.unit, whole.kind):
        return figure
    if figure.unit in _PIECES and _counted(figure) != _counted(whole):
        return figure
    more = figure.value is not None and whole.value is not None and figure.value > whole.value
    return figure if more else figure._replace(parent=whole.key)


def _counted(figure: Figure) -> str | None:
    """The noun of "Số trường …", None where the name is none of that sort."""
    match = _COUNTED.match(figure.phrase or "")
    return match[1].lower() if match else None


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
