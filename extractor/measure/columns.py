"""What the columns of an assigning table are: row label, name, unit, and figures with role, period and unit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import NamedTuple

import regex

from extractor.measure.derived import derived_columns
from extractor.measure.figure import Kind, Role
from extractor.measure.indicators import match_indicator
from extractor.measure.nouns import counting_noun
from extractor.measure.outline import Scope, times_of
from extractor.schema import Table

_REPORTS = regex.compile(r"\bkết quả\b|\btình hình\b")
_STILL_PLANNED = regex.compile(r"\b(?:chỉ tiêu|kế hoạch)\s+thực hiện\b|\bdự kiến\b")
_SPAN = regex.compile(r"[-–/]")
_UNIT_WORDS = regex.compile(r"[\p{L} /]{2,20}")
_RATE = regex.compile(r"^\s*(?:tỷ|tỉ)\s(?:lệ|trọng)\b")
_NUMBER_OF = regex.compile(r"\bsố\s+(?:lượng\s+)?(?=\p{L})")
_COUNTED = regex.compile(r"^(?:hộ|lao động|người|xã|dân)\b")

_LABEL = regex.compile(r"^(?:s?tt|số\s*tt|số thứ tự|stt\.?)$")
_UNIT = regex.compile(r"^(?:đơn vị tính|đvt|đv tính|đơn vị)$")
_NOTE = regex.compile(r"^ghi chú$")
_SETS = regex.compile(r"\b(?:chỉ tiêu|giao|kế hoạch|kh|dự kiến|phấn đấu|mục tiêu|nhiệm vụ giao)\b")
_PAST = regex.compile(r"\b(?:thực hiện|ước|kết quả|đã đạt|hiện trạng|đầu năm|cùng kỳ|số đầu kỳ)\b")
_COMPARES = regex.compile(r"\bso sánh\b|\bso với\b|\bđạt\b.*%|^%|tỷ lệ.*\bkh\b")
_CHANGES = regex.compile(r"\b(?:tăng|giảm|chênh lệch|so sánh)\b|±|\+/-")
_PLACES = regex.compile(r"\b(?:đơn vị|địa phương|địa bàn|xã|phường|thị trấn|huyện|tỉnh|thôn|khu vực)\b")
_INDICATORS = regex.compile(r"\b(?:chỉ tiêu|nội dung|mục tiêu|danh mục|tiêu chí|nhiệm vụ)\b")
_FIGURE = regex.compile(
    r"^\s*(?:[\p{L} ]{2,16}|[<>≤≥~=]+)?\s*(?:[-+–]\s?)?\d+(?:[.,]\d+)*\s*(?:[-–/]\s*\d+(?:[.,]\d+)*)?\s*%?\s*(?:trở lên|trở xuống)?\s*$",
    regex.IGNORECASE,
)
_NUMBERING = regex.compile(r"^\(?(?:\d{1,2}|[A-ZĐ])\)?(?:\s?=.*)?$")
_GENERIC = regex.compile(
    r"^(?:trong đó\s*)?(?:số\s+)?(?:hộ|người|lượng|tỷ lệ|tỉ lệ|tổng số|tổng|số hộ|số người|số lượng|kinh phí|số tiền)?\s*(?:\(?%\)?)?$"
)
_BRACKET = regex.compile(r"\(([^()]*)\)")
_FIRST_YEAR = regex.compile(r"(?:19|20)\d\d")
_YEARS = regex.compile(r"\b((?:19|20)\d\d)\s?[-–]\s?((?:19|20)\d\d)\b")
_LAST_YEAR = regex.compile(r"(?:19|20)\d\d(?!.*(?:19|20)\d\d)")


class Column(NamedTuple):
    """A column of figures."""

    at: int
    """Counted from 0 in `Table.columns`."""
    phrase: str
    unit: str | None
    role: Role
    period: str | None
    kind_text: str
    """The header words that tell whether the column holds changes."""
    kind: Kind | None = None
    """Set where the column is computed from others."""


class Layout(NamedTuple):
    """The columns of an assigning table; `skip` rows hold column numbers only."""

    label: int | None
    name: int | None
    unit: int | None
    columns: tuple[Column, ...]
    names_indicators: bool
    """True if the name column holds indicators, False if it holds places or units."""
    skip: frozenset[int]


def lay_out(table: Table, scope: Scope, title: str | None) -> Layout | None:
    """Tell the columns apart; None for a table that assigns nothing."""
    headers = [" ".join(path).lower().strip() for path in table.columns]
    skip = frozenset(k for k, row in enumerate(table.rows) if _is_numbering(row))
    rows = [row for k, row in enumerate(table.rows) if k not in skip]
    label = next((k for k, header in enumerate(headers) if _LABEL.match(header)), None)
    figures = [k for k in range(len(headers)) if k != label and _holds_figures(rows, k)]
    unit = next((k for k, header in enumerate(headers) if k not in figures and _UNIT.match(header) and _holds_units(rows, k, header)), None)
    name = next((k for k in range(len(headers)) if k not in {label, unit} and k not in figures and not _NOTE.match(headers[k])), None)
    caption = f"{table.caption or ''} {title or ''}".lower()
    if not figures or name is None or scope.mode == "rules":
        return None
    set_columns = [k for k in figures if _SETS.search(headers[k]) and not _is_past(headers[k])]
    planned = scope.mode in {"plans", "targets"} and unit is not None
    if not set_columns and not planned and not (_SETS.search(caption) and not _REPORTS.search(caption)):
        return None
    if scope.mode == "reports" and not any(_SETS.search(headers[k]) for k in figures):
        return None
    names_indicators = unit is not None or (bool(_INDICATORS.search(headers[name])) and not _PLACES.search(headers[name]))
    period = _period(caption, scope)
    columns = [_column(table, k, set_columns, period) for k in figures]
    return Layout(label, name, unit, tuple(_computed(columns, headers, rows, names_indicators=names_indicators)), names_indicators, skip)


def _computed(columns: list[Column], headers: list[str], rows: list[list[str]], *, names_indicators: bool) -> Iterator[Column]:
    """A column that compares two others is in % and speaks of the later one's time: plan and result, or one year and the next."""
    pairs = [
        (later.at, earlier.at)
        for later, earlier in permutations(columns, 2)
        if _compares(headers[later.at], headers[earlier.at], names_indicators=names_indicators)
    ]
    derived = derived_columns(rows, pairs, {column.at: bool(_CHANGES.search(headers[column.at])) for column in columns})
    at = {column.at: column for column in columns}
    for column in columns:
        found = derived.get(column.at)
        if found is not None:
            later = at[found.later]
            role: Role = "result" if later.role == "baseline" else later.role
            unit = column.unit if found.formula == "difference" else "%"
            yield column._replace(kind=found.kind, unit=unit, role=role, period=later.period)
        elif _COMPARES.search(headers[column.at]) and "%" in headers[column.at]:
            yield column._replace(kind="attainment", unit="%")
        else:
            yield column


def _compares(later: str, earlier: str, *, names_indicators: bool) -> bool:
    """In a table of indicators any two times or plans; in one of places plan and result: a share of two counts attains nothing."""
    if _COMPARES.search(later) or _COMPARES.search(earlier):
        return False
    if not names_indicators:
        return _is_past(later) and bool(_SETS.search(earlier)) and not _is_past(earlier)
    return all(_SETS.search(head) or _PAST.search(head) or _FIRST_YEAR.search(head) for head in (later, earlier))


def _is_numbering(row: list[str]) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    return len(filled) >= 3 and len(filled) == len(row) and all(_NUMBERING.match(cell) for cell in filled)


def _holds_figures(rows: list[list[str]], column: int) -> bool:
    filled = [row[column] for row in rows if row[column].strip()]
    return bool(filled) and sum(bool(_FIGURE.match(cell)) for cell in filled) >= 0.6 * len(filled)


def _holds_units(rows: list[list[str]], column: int, header: str) -> bool:
    """True for short cells; under the header "Đơn vị", which may also mean offices and communes, only if some come twice."""
    filled = [row[column].strip() for row in rows if row[column].strip()]
    short = bool(filled) and sum(len(cell) <= 22 for cell in filled) >= 0.9 * len(filled)
    return short and (header != "đơn vị" or len(set(filled)) < max(2, len(filled)))


def _is_past(header: str) -> bool:
    return bool(_PAST.search(header)) and not _STILL_PLANNED.search(header)


def _period(caption: str, scope: Scope) -> str | None:
    times = times_of(caption)
    return times[-1] if times else scope.period


def _column(table: Table, index: int, set_columns: list[int], period: str | None) -> Column:
    path = [part.strip() for part in table.columns[index]]
    header = " ".join(path).lower()
    role, when = _role(path, index, set_columns, period)
    unit = _unit(path)
    phrase = _phrase(path)
    if unit is None and (known := match_indicator(phrase, None)) is not None:
        unit = known.unit
    return Column(index, phrase, unit, role, when, header)


def _role(path: list[str], index: int, set_columns: list[int], period: str | None) -> tuple[Role, str | None]:
    header, inner = " ".join(path).lower(), path[-1].lower()
    plan = _FIRST_YEAR.search(period or "")
    own = times_of(header)
    year = _LAST_YEAR.search(inner) or _LAST_YEAR.search(header)
    when = own[-1] if own else _span(inner, period) or (year[0] if year else period)
    if _COMPARES.search(header) and set_columns:
        return "context", when
    if year and plan and int(year[0]) < int(plan[0]) and not (_SPAN.search(when or "") and _SETS.search(header)):
        return "baseline", when
    if _is_past(header):
        return "baseline" if set_columns else "result", when
    if index in set_columns or (not set_columns) or index > set_columns[0]:
        return "target", when
    return "context", when


def _span(head: str, period: str | None) -> str | None:
    """``2024 - 2025``: a school year where the table's time is one, else all of it."""
    span = _YEARS.search(head)
    if span is None:
        return None
    school = "-09/" in (period or "") and int(span[2]) == int(span[1]) + 1
    return f"{span[1]}-09/{span[2]}-05" if school else f"{span[1]}/{span[2]}"


def _unit(path: list[str]) -> str | None:
    for part in reversed(path):
        for bracket in _BRACKET.findall(part.lower()):
            if bracket.strip() == "%" or (_UNIT_WORDS.fullmatch(bracket.strip()) and counting_noun(bracket.strip(), 0)):
                return str(bracket.strip())
        if "%" in part or _RATE.match(part.lower()):
            return "%"
        number = _NUMBER_OF.search(part.lower())
        noun = counting_noun(part.lower(), number.end()) if number else None
        if noun:
            return noun.unit
        if part.lower().startswith("dân số"):
            return "người"
        noun = counting_noun(part.lower(), 0) if _COUNTED.match(part.lower()) else None
        if noun:
            return noun.unit
    return None


def _phrase(path: list[str]) -> str:
    inner = _BRACKET.sub("", path[-1]).strip()
    if len(path) > 1 and (_GENERIC.match(inner.lower()) or not inner):
        return _of(inner or path[-1], _BRACKET.sub("", path[-2]).strip())
    return inner or path[-1]


def _of(inner: str, outer: str) -> str:
    """``Hộ nghèo cuối năm`` > ``Số hộ`` → Số hộ nghèo cuối năm; ``Hộ nghèo`` > ``Tỷ lệ`` → Tỷ lệ hộ nghèo."""
    lowered = outer[:1].lower() + outer[1:]
    noun = inner.lower().removeprefix("số ").strip()
    return f"Số {lowered}" if noun and lowered.lower().startswith(noun) else f"{inner} {lowered}"
