"""Footnotes tied to their anchors; citations of documents by number."""

from __future__ import annotations

import pytest

from extractor.layout.blocks import Anchor, NoteBody, TableBlock, TableCell
from extractor.structure.citations import find_citations, normal_number
from extractor.structure.notes import keep_unlinked
from tests.structure.test_outline import document


def test_footnotes_come_in_the_order_of_their_anchors_with_offset_and_section() -> None:
    found = document("I. KẾT QUẢ\nMở 12 lớp[1] cho 320 học viên[2].\n[1] Trong đó 03 lớp lưu động.\n[2] Gồm 120 nữ.\n")
    assert [(n.marker, n.text, found.text[: n.anchors[0].offset].split()[-1], n.anchors[0].section_id) for n in found.footnotes] == [
        ("1", "Trong đó 03 lớp lưu động.", "lớp", "s1"),
        ("2", "Gồm 120 nữ.", "viên", "s1"),
    ]
    assert all(found.text[slice(*n.span)] == n.text for n in found.footnotes)


def test_a_note_without_an_anchor_is_reported() -> None:
    found = document("Mở 12 lớp[1] cho học viên.\n[1] Trong đó 03 lớp lưu động.\n[2] Gồm 120 nữ.\n")
    assert [(f.code, f.severity) for f, _ in found.findings] == [("footnote.anchor_missing", "warning")]
    assert found.footnotes[-1].anchors == []


def test_a_bracket_that_no_note_answers_stays_in_the_text() -> None:
    assert document("Mở 12 lớp [3] cho học viên.\n").text == "Mở 12 lớp [3] cho học viên."


def test_a_raised_figure_alone_in_a_cell_that_no_note_answers_is_the_cell_s_text() -> None:
    marked = (TableCell("Xã An Sơn"), TableCell("", anchors=(Anchor(0, "7"),)))
    table = TableBlock((("Đơn vị",), ("Ghi chú",)), (marked,), 9)
    (kept,) = keep_unlinked([table], [NoteBody("7", (), 0)])
    (restored,) = keep_unlinked([table], [NoteBody("6", (), 0)])
    assert kept == table
    assert isinstance(restored, TableBlock)
    assert restored.rows[0][1] == TableCell("7")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nghị quyết số 08/2022/NQ-HĐND ngày 14/7/2022 của HĐND tỉnh", ("nghi_quyet", "08/2022/NQ-HĐND", "2022-07-14", "HĐND tỉnh")),
        (
            "Quyết định số 12/QĐ-TTg ngày 05 tháng 01 năm 2024 của Thủ tướng Chính phủ",
            ("quyet_dinh", "12/QĐ-TTg", "2024-01-05", "Thủ tướng Chính phủ"),
        ),
        ("Văn bản số 218/UBND-VX ngày 04/6/2024", ("van_ban", "218/UBND-VX", "2024-06-04", None)),
        ("Quyết định số 39/QĐ-UBND ngày 0//01/2024", ("quyet_dinh", "39/QĐ-UBND", None, None)),
        ("Nghị quyết số 42-NQ/TW", ("nghi_quyet", "42-NQ/TW", None, None)),
        ("Hợp đồng nguyên tắc số 01/2021/HĐ-SYT-BV", ("hop_dong", "01/2021/HĐ-SYT-BV", None, None)),
    ],
)
def test_a_citation_has_kind_number_date_and_issuer(text: str, wanted: tuple[str, str, str | None, str | None]) -> None:
    (cited,) = find_citations(text)
    assert (cited.kind, cited.number, cited.date, cited.issuer) == wanted
    assert text[cited.start : cited.end] == cited.raw


@pytest.mark.parametrize(
    "text",
    [
        "Số hộ nghèo giảm 253 hộ",
        "tăng 12 - 15% so với cùng kỳ",
        "ngày 05/01/2024",
        "Dự án 8 thuộc Chương trình 2",
        "quyết định 12 nội dung",
    ],
)
def test_figures_and_names_with_numbers_are_no_citations(text: str) -> None:
    assert find_citations(text) == []


@pytest.mark.parametrize(
    ("raw", "number"), [("72/2022 NQ–HĐND", "72/2022/NQ-HĐND"), ("60/2021/NĐ- CP", "60/2021/NĐ-CP"), ("12 /QĐ-UBND", "12/QĐ-UBND")]
)
def test_numbers_are_written_one_way(raw: str, number: str) -> None:
    assert normal_number(raw) == number
