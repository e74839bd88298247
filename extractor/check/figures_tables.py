"""Table columns against their total rows, and columns that the table's own formula computes (``7=5/1*100``)."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import regex

from extractor.check.figures_words import english, vietnamese
from extractor.measure.numbers import read_number
from extractor.pages import Finding
from extractor.schema import Table
from extractor.structure.document import Document

_TOTAL = regex.compile(r"^(?:tổng(?:\s+(?:số|cộng|cộng chung))?|cộng|toàn\s+\p{L}+)\s*:?$", regex.IGNORECASE)
_GROUP = regex.compile(r"^(?:[IVX]+|[A-Z])\.?$")
_GROUP_SIZE = 40
_NUMBER = regex.compile(r"\d+(?:[.,]\d+)*")
_FORMULA = regex.compile(r"^\(?\d{1,2}\)?\s?=\s?\(?(?P<part>\d{1,2})\)?\s?[/:]\s?\(?(?P<whole>\d{1,2})\)?\s?(?:[x*]\s?100\s?%?)?$")
_RATE = regex.compile(
    r"%|\btỷ lệ\b|\btỉ lệ\b|bình quân|\btốc độ\b|\bso sánh\b|\bnăng suất\b|/\s?(?:ha|người|hộ|km|lớp|tháng)\b", regex.IGNORECASE
)


class Grid(NamedTuple):
    """A table's numbers by row and column; None where a cell holds none."""

    table: Table
    values: tuple[tuple[Decimal | None, ...], ...]
    kinds: tuple[str, ...]
    """A word a row: "total", "group", "leaf", "other" (column numbers, headings)."""


def check_tables(document: Document) -> list[tuple[Finding, tuple[int, int]]]:
    """Findings of all tables of the document."""
    found = []
    for table in document.tables:
        grid = _grid(table)
        spans = {(cell.row, cell.column): (cell.start, cell.end) for cell in document.cells if cell.table_id == table.id}
        for row, column, finding in [*_totals(grid), *_formulas(grid)]:
            found.append((finding, spans.get((row, column), table.span)))
    return found


def _grid(table: Table) -> Grid:
    columns = [_is_rate(table, k) for k in range(len(table.columns))]
    values = tuple(tuple(_value(cell, decimal=columns[k]) for k, cell in enumerate(row)) for row in table.rows)
    return Grid(table, values, tuple(_row_kind(row) for row in table.rows))


def _is_rate(table: Table, column: int) -> bool:
    if _RATE.search(" ".join(table.columns[column])):
        return True
    filled = [row[column] for row in table.rows if row[column].strip()]
    return bool(filled) and sum("%" in cell for cell in filled) * 2 > len(filled)


def _value(cell: str, *, decimal: bool) -> Decimal | None:
    match = _NUMBER.fullmatch(cell.strip().rstrip("% "))
    return read_number(match[0], whole=not decimal, decimal=decimal).value if match else None


def _row_kind(row: list[str]) -> str:
    filled = [cell.strip() for cell in row if cell.strip()]
    if len(filled) < 2:
        return "other"
    if sum(bool(regex.fullmatch(r"\(?(?:\d{1,2}|[A-ZĐ])\)?(?:\s?=.*)?", cell)) for cell in filled) == len(filled) == len(row):
        return "other"
    if any(_TOTAL.match(cell) for cell in filled[:2]):
        return "total"
    return "group" if _GROUP.match(row[0].strip()) else "leaf"


def _totals(grid: Grid) -> list[tuple[int, int, Finding]]:
    found = []
    totals = [k for k, kind in enumerate(grid.kinds) if kind == "total"]
    if len(totals) != 1:
        return []
    wanted = "group" if "group" in grid.kinds else "leaf"
    rows = _outermost(grid, [k for k, kind in enumerate(grid.kinds) if kind == wanted])
    for column in range(1, len(grid.table.columns)):
        stated = grid.values[totals[0]][column]
        parts = [value for k in rows if (value := grid.values[k][column]) is not None]
        if stated is None or len(parts) < 2 or _is_rate(grid.table, column) or _is_label(grid.table, column):
            continue
        total = sum(parts, Decimal(0))
        if total != stated and not _has_subtotals(grid, rows, column, stated):
            found.append((totals[0], column, _total_finding(grid.table, column, stated, total)))
    return found


def _outermost(grid: Grid, rows: list[int]) -> list[int]:
    """The rows without those that a row above them sums up in most columns: ``Tiểu học`` over its schools."""
    kept: list[int] = []
    covered = -1
    for at, row in enumerate(rows):
        if at <= covered:
            continue
        kept.append(row)
        covered = at + _summed_up(grid, rows, at)
    return kept


def _summed_up(grid: Grid, rows: list[int], at: int) -> int:
    """How many rows after the row at `at` add up to it, 0 if none do."""
    head = grid.values[rows[at]]
    columns = [column for column, value in enumerate(head) if value and column and not _is_rate(grid.table, column)]
    sums = dict.fromkeys(columns, Decimal(0))
    for count, row in enumerate(rows[at + 1 : at + 1 + _GROUP_SIZE], 1):
        for column in columns:
            sums[column] += grid.values[row][column] or Decimal(0)
        if count > 1 and sum(sums[column] == head[column] for column in columns) >= max(2, len(columns) * 3 / 5):
            return count
    return 0


def _has_subtotals(grid: Grid, rows: list[int], column: int, stated: Decimal) -> bool:
    """True if rows of sums stand among the rows: the numbered rows alone, the others alone, or half of all make the total."""
    numbered = [k for k in rows if grid.table.rows[k][0].strip()]
    sums = [
        sum((grid.values[k][column] or Decimal(0) for k in chosen), Decimal(0))
        for chosen in (numbered, [k for k in rows if k not in numbered], rows)
    ]
    return stated in sums[:2] or sums[2] == 2 * stated


def _is_label(table: Table, column: int) -> bool:
    return bool(regex.match(r"^(?:s?tt|số\s*tt|stt)$", " ".join(table.columns[column]).strip(), regex.IGNORECASE))


def _total_finding(table: Table, column: int, stated: Decimal, total: Decimal) -> Finding:
    name = " > ".join(table.columns[column])
    return Finding(
        "table.total_mismatch", "warning",
        f"Bảng {table.id}, cột “{name}”: dòng tổng ghi {vietnamese(stated)}, cộng các dòng được {vietnamese(total)}",
        f"Table {table.id}, column “{name}”: the total row says {english(stated)}, the rows add up to {english(total)}",
    )  # fmt: skip


def _formulas(grid: Grid) -> list[tuple[int, int, Finding]]:
    """Recompute a column that the row of column numbers defines; one finding a row that is off by more than rounding."""
    numbering = next(
        (row for row, kind in zip(grid.table.rows, grid.kinds, strict=True) if kind == "other" and any("=" in cell for cell in row)), None
    )
    if numbering is None:
        return []
    places = {match[0]: k for k, cell in enumerate(numbering) if (match := regex.match(r"\d{1,2}", cell.strip(" ()")))}
    found = []
    for column, cell in enumerate(numbering):
        formula = _FORMULA.match(cell.strip())
        if formula and formula["part"] in places and formula["whole"] in places:
            found += _recomputed(grid, column, places[formula["part"]], places[formula["whole"]])
    return found


def _recomputed(grid: Grid, column: int, part: int, whole: int) -> list[tuple[int, int, Finding]]:
    found = []
    for k, row in enumerate(grid.values):
        stated, above, below = row[column], row[part], row[whole]
        if stated is None or above is None or not below or grid.kinds[k] == "other":
            continue
        computed = (above / below * 100).quantize(Decimal("0.01"))
        if abs(computed - stated) > Decimal("0.05"):
            found.append((k, column, _share_finding(grid.table, k, column, stated, computed)))
    return found


def _share_finding(table: Table, row: int, column: int, stated: Decimal, computed: Decimal) -> Finding:
    name = " > ".join(table.columns[column])
    return Finding(
        "table.share_mismatch", "warning",
        f"Bảng {table.id}, dòng {row + 1}, cột “{name}”: ghi {vietnamese(stated)}, công thức của bảng cho {vietnamese(computed)}",
        f"Table {table.id}, row {row + 1}, column “{name}”: says {english(stated)}, the table's own formula gives {english(computed)}",
    )  # fmt: skip
