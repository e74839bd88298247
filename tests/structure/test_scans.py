"""Head and foot of scans: what the pen, a stamp or a seal spoils costs no more than itself."""

from __future__ import annotations

import pytest

from extractor.check.form import check_form
from extractor.layout.blocks import Face, Layout, Paragraph, Run
from extractor.pages import Reading
from extractor.structure.closing import Closing, find_closings
from extractor.structure.stage import structure
from tests.structure.test_outline import document

TITLE = ("KẾ HOẠCH", "Trồng cây ven kênh năm 2031")
BODY = "Thực hiện chỉ đạo của Ủy ban nhân dân huyện, Phòng xây dựng kế hoạch trồng cây ven kênh năm 2031 với các nội dung sau đây."


def line(text: str, confidence: float | None = 0.9, *, x: float = 80.0, page: int = 1) -> Paragraph:
    run = Run(0, page, (x, 50.0, x + 6 * len(text), 62.0))
    return Paragraph(text, len(text), (run,), face=Face(indent=x), confidence=confidence)


def read(*texts: str, scan: bool = True):
    blocks = tuple(line(text, 0.4 if scan else None) for text in (*texts, BODY))
    return structure(Layout(blocks, (), (), ()))


def codes(found) -> list[str]:
    empty = Reading("application/pdf", "paged", ())
    return [f.code for f, _ in (*found.findings, *check_form(found, empty)) if f.code.startswith("header.") and "low" not in f.code]


@pytest.mark.parametrize(
    ("number", "symbol"),
    [
        ("Só.4Q? /KH-PNV", "KH-PNV"),
        ("Số: 1/30 /KH-PNV", "KH-PNV"),
        ("Số:†# /2031/KH-UBND", "KH-UBND"),
        ("Sô: 4Ø/KH -PNV", "KH-PNV"),
    ],
)
def test_a_number_that_the_pen_spoils_leaves_its_printed_symbol(number: str, symbol: str) -> None:
    found = read("UBND HUYỆN LƯƠNG HÀ", "PHÒNG NỘI VỤ", number, "Lương Hà, ngày 05 tháng 3 năm 2031", *TITLE)
    assert (found.header.number, found.header.symbol, found.header.date) == (None, symbol, "2031-03-05")
    assert codes(found) == ["header.number_illegible"]


def test_figures_that_were_read_are_kept() -> None:
    found = read("PHÒNG NỘI VỤ", "Só: 31/KH-PNV", "Lương Hà, ngày 05 tháng 3 năm 2031", *TITLE)
    assert (found.header.number, found.header.symbol, codes(found)) == ("31", "KH-PNV", [])


@pytest.mark.parametrize(
    ("date", "edtf"),
    [
        ("Lương Hà, ngày Â9 tháng 12 năm 2031", "2031-12-XX"),
        ("Lương Hà, ngày†Vtháng 02 năm 2031", "2031-02-XX"),
        ("Lương Hà, ngày Í ?tháng I] năm 2031", "2031-XX-XX"),
        ("Lương Hà, ngày 45 tháng 11 năm 2031", "2031-11-XX"),
    ],
)
def test_a_day_that_the_pen_spoils_leaves_what_is_printed(date: str, edtf: str) -> None:
    found = read("PHÒNG NỘI VỤ", "Số: 31/KH-PNV", date, *TITLE)
    assert (found.header.place, found.header.date, codes(found)) == ("Lương Hà", edtf, ["header.date_illegible"])


def test_blanks_for_the_pen_are_no_spoiled_figures() -> None:
    found = read("PHÒNG NỘI VỤ", "Số:      /KH-PNV", "Lương Hà, ngày    tháng 3 năm 2031", *TITLE)
    assert codes(found) == ["header.number_blank", "header.date_blank"]


def test_text_that_nobody_read_from_a_picture_is_taken_at_its_word() -> None:
    found = read("PHÒNG NỘI VỤ", "Só.4Q? /KH-PNV", *TITLE, scan=False)
    assert found.header.symbol is None


def test_a_number_in_the_line_of_the_authority_leaves_the_authority() -> None:
    header = read("UBND HUYỆN LƯƠNG HÀ", "PHÒNG NỘI VỤ số:1/30 /KH-PNV", *TITLE).header
    assert (header.parent_authority, header.authority, header.symbol) == ("UBND HUYỆN LƯƠNG HÀ", "PHÒNG NỘI VỤ", "KH-PNV")


def test_a_stamp_beside_the_kind_line_leaves_kind_and_title() -> None:
    header = read("UBND HUYỆN LƯƠNG HÀ", "PHÒNG NỘI VỤ", "Số: 31/KH-PNV", "|nỏA Tốc Ì kế HOẠCH", TITLE[1]).header
    assert (header.kind, header.title) == ("ke_hoach", TITLE[1])
    unstamped = read("UBND HUYỆN LƯƠNG HÀ", "PHÒNG TÀI CHÍNH - KẾ HOẠCH", "Số: 31/BC-PTC", "BÁO CÁO", TITLE[1]).header
    assert (unstamped.kind, unstamped.authority) == ("bao_cao", "PHÒNG TÀI CHÍNH - KẾ HOẠCH")


def foot(*lines: Paragraph) -> Closing:
    (closing,) = find_closings((line(BODY + "/."), *lines), 0)
    return closing


SEALED = (
    line("Nơi nhận:"), line("- Như trên;"), line("GIÁM ĐÓC xHGN", x=400), line("2x", 0.1, x=350), line("- Thanh tra Sở;"),
    line("œ £Q", 0.2, x=350), line("+ o( SỞ, ~XMƯ~", 0.2, x=340), line(">,SỞ Y", 0.0, x=350), line("ỐNG ÀN", 0.3, x=350),
    line("- Các phòng chuyên môn,"), line("nghiệp vụ;"), line("- Lưu: VT."), line("NỔ kiến", 0.4, x=350), line("Lò Văn Tạ", x=400),
)  # fmt: skip


def test_the_scraps_of_a_seal_are_neither_recipients_nor_names() -> None:
    closing = foot(*SEALED)
    assert closing.recipients == ("Như trên", "Thanh tra Sở", "Các phòng chuyên môn, nghiệp vụ", "Lưu: VT")
    assert [(s.capacity, s.position, s.name) for s in closing.signatures] == [(None, "GIÁM ĐỐC", "Lò Văn Tạ")]
    assert len(closing.blocks) == len(SEALED)


def test_on_a_page_that_is_stored_on_its_side_the_list_is_where_it_was_read() -> None:
    turned = tuple(block._replace(runs=(Run(0, 1, (50.0, 400.0 - 20 * row, 62.0, 700.0)),)) for row, block in enumerate(SEALED))
    assert foot(*turned).recipients == foot(*SEALED).recipients


def test_a_comma_after_a_capacity_is_its_point() -> None:
    closing = foot(line("Nơi nhận:"), line("- Như trên."), line("KT, CHỦ TỊCH", x=400), line(".-PHÓ CHỦ TỊCH?4", 0.1, x=400))
    assert [(s.capacity, s.position) for s in closing.signatures] == [("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")]


def test_a_recipient_that_is_a_list_in_semicolons_keeps_its_last() -> None:
    recipients = document(
        BODY + "/.\nNơi nhận:\n- Như trên;\n- VP Sở; TTra Sở; NVX;\n- KTHT; Báo\n- Lưu: VT.\nGIÁM ĐỐC\nLò Văn Tạ\n"
    ).recipients
    assert recipients == ("Như trên", "VP Sở; TTra Sở; NVX", "KTHT", "Lưu: VT")
