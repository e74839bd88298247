from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from extractor.schema import Indicator
from extractor.write.formats import render
from extractor.write.sheets import to_csv, to_xlsx
from tests.house.samples import measure, report


def rows(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_csv_has_one_row_a_measure_under_a_head_in_the_language_asked_for() -> None:
    head, *body = rows(to_csv(report(), "vi"))
    assert [row[head.index("Nguyên văn")] for row in body] == ["0,5%", "2.600 lao động", "12"]
    assert body[0][head.index("So sánh")] == "tối thiểu"
    assert body[0][head.index("Loại")] == "Chỉ tiêu"
    assert body[2][head.index("Bảng [dòng, cột]")] == "t1 [1, 2]"
    assert rows(to_csv(report(), "en"))[0][:4] == ["Document", "Document number", "Kind of entry", "Label"]


def test_csv_opens_with_a_byte_order_mark_so_that_excel_reads_vietnamese() -> None:
    assert to_csv(report(), "vi").startswith(b"\xef\xbb\xbf")


def test_the_section_path_goes_from_the_outermost_label_down() -> None:
    head, *body = rows(to_csv(report(), "vi"))
    assert body[0][head.index("Mục")] == "II > 1"


@pytest.mark.parametrize("evil", ["=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_csv_puts_an_apostrophe_before_what_would_run_as_a_formula(evil: str) -> None:
    doubtful = report(results=[measure(unit=evil, indicator=Indicator(phrase=evil))], targets=[])
    head, row = rows(to_csv(doubtful, "vi"))
    assert row[head.index("Đơn vị")] == "'" + evil
    assert row[head.index("Nội dung đo")] == "'" + evil


def test_xlsx_keeps_text_that_looks_like_a_formula_as_text_and_figures_as_numbers() -> None:
    doubtful = report(results=[measure(unit="=1+1", raw="https://example.invalid")], targets=[])
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(doubtful, "vi"))).active
    head = [cell.value for cell in sheet[1]]
    unit, value = sheet.cell(2, head.index("Đơn vị") + 1), sheet.cell(2, head.index("Giá trị") + 1)
    assert (unit.data_type, unit.value) == ("s", "=1+1")
    assert (value.data_type, value.value) == ("n", 2600)
    assert sheet.cell(2, head.index("Nguyên văn") + 1).hyperlink is None
    assert sheet.freeze_panes == "A2"


def test_xlsx_drops_characters_that_xml_cannot_hold() -> None:
    body = to_xlsx(report(results=[measure(raw="1\x0b2\x00\ufffe")], targets=[]), "vi")
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert "12" in [cell.value for cell in sheet[2]]


@pytest.mark.parametrize("form", ["json", "jsonl", "md", "csv", "xlsx"])
def test_the_same_report_gives_the_same_bytes(form: str) -> None:
    assert render(report(), form, "vi") == render(report(), form, "vi")  # type: ignore[arg-type]


def test_a_report_without_measures_still_has_its_head() -> None:
    empty = report(results=[], targets=[])
    assert len(rows(to_csv(empty, "vi"))) == 1
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx(empty, "en"))).active.max_row == 1
