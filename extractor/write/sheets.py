"""The measures as a spreadsheet: CSV and XLSX.

Nothing that a document says may run in the reader's spreadsheet: a cell of text that begins like a formula is written as text
(OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

import regex

from extractor.errors import MissingToolError
from extractor.schema import Report
from extractor.write.rows import COLUMNS, Value, rows_of
from extractor.write.words import Language, say

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_XML = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MAX_CELL = 32_767
"""Characters that a cell of Excel holds."""
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - XLSX has no time zones
"""Stands for the time of writing, so that the same report gives the same bytes."""


def to_csv(report: Report, language: Language) -> bytes:
    """Write UTF-8 with a byte order mark, by which Excel knows it, and RFC 4180's commas and line ends."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.head(language) for column in COLUMNS])
    for row in rows_of(report):
        writer.writerow([_tame(column.value(row, language)) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(report: Report, language: Language) -> bytes:
    """Write one sheet: heads frozen and filterable, figures as numbers, text as text.

    Raises:
        MissingToolError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        raise MissingToolError(
            "Writing XLSX needs the package XlsxWriter: pip install 'boctach[xlsx]', or take --format csv.",
            vi="Ghi XLSX cần gói XlsxWriter: pip install 'boctach[xlsx]', hoặc dùng --format csv.",
        ) from error
    out = io.BytesIO()
    # No strings_to_…: a string stays a string, whatever it looks like.
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        book.set_properties({"created": _EPOCH})
        _fill(book, report, language)
    return out.getvalue()


def _fill(book: Any, report: Report, language: Language) -> None:
    sheet = book.add_worksheet(say(language, vi="Số liệu", en="Measures"))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    whole = book.add_format({"num_format": "#,##0", "valign": "top"})
    broken = book.add_format({"num_format": "#,##0.0#########", "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.head(language), head)
    last = 0
    for last, row in enumerate(rows_of(report), start=1):
        for place, column in enumerate(COLUMNS):
            value = column.value(row, language)
            if isinstance(value, str):
                sheet.write_string(last, place, _NOT_IN_XML.sub("", value)[:_MAX_CELL], text)
            elif value is not None:
                sheet.write_number(last, place, value, whole if value == int(value) else broken)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(COLUMNS) - 1)


def _tame(value: Value) -> Value:
    """Put an apostrophe before what a spreadsheet would take for a formula; line breaks stay within the quotes."""
    if not isinstance(value, str):
        return value
    return "'" + value if value.lstrip(" ").startswith(_FORMULA_START) else value
