"""Where a paragraph begins: the signs, one by one and against each other."""

from __future__ import annotations

import pytest

from extractor.layout.breaks import Frame, begins_paragraph, ends_sentence, hangs, starts_item, starts_low
from extractor.layout.strips import Strip, text_width
from extractor.pages import Line, Span

_FRAME = Frame(left=85.0, right=535.0, pitch=16.0, exact=True)


def _strip(text: str, *, x0: float = 85.0, x1: float = 530.0, y0: float = 100.0, bold: float = 0.0) -> Strip:
    return Strip(text, Line((Span(text, len(text)),)), page=1, x0=x0, x1=x1, y0=y0, y1=y0 + 14, size=14.0, bold=bold)


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("1. Tổ chức rà soát", True),
        ("1.Tiếp tục rà soát", True),
        ("2.5.1. Công tác trẻ em", True),
        ("a) Cấp tỉnh", True),
        ("đ) Cấp xã", True),
        ("(1) Rà soát", True),
        ("IV. TỔ CHỨC THỰC HIỆN", True),
        ("- Mở 03 lớp", True),
        ("+ Cấp xã", True),
        ("Điều 3. Hiệu lực", True),
        ("PHẦN THỨ NHẤT", True),
        ("Phần việc còn lại", False),
        ("Phụ lục 2: BIỂU GIAO", True),
        ("KT. CHỦ TỊCH", True),
        ("Kính gửi: Sở Tài chính", True),
        ("I/ Kết quả", True),
        ("IV/2026.", False),
        ("600 hộ nghèo", False),
        ("2.600 lao động", False),
        ("2,5 triệu đồng", False),
        ("và các xã", False),
        ("Ủy ban nhân dân", False),
    ],
)
def test_a_line_that_opens_with_a_label_or_bullet_is_told(text: str, opens: bool) -> None:
    assert starts_item(text) is opens


@pytest.mark.parametrize(
    ("text", "low"), [("năm 2024", True), ("“đền ơn", True), ("(trong đó", True), ("Năm 2024", False), ("12 xã", False)]
)
def test_small_first_letters_are_seen_behind_quotes(text: str, low: bool) -> None:
    assert starts_low(text) is low


@pytest.mark.parametrize(
    ("text", "ended"), [("các xã./.", True), ("các xã;", True), ("các xã”.", True), ("các xã", False), ("các xã,", False)]
)
def test_sentence_ends_are_told(text: str, ended: bool) -> None:
    assert ends_sentence(text) is ended


def test_a_full_line_goes_on_in_the_next() -> None:
    before, after = _strip("Triển khai đồng bộ các giải pháp của"), _strip("Huyện ủy giao cho ngành", y0=116.0)
    assert not begins_paragraph(before, after, _FRAME, first_width=40.0)


def test_a_sentence_may_end_where_its_line_has_no_room_left_by_estimate() -> None:
    frame = Frame(left=0.0, right=32.0, pitch=0.0, exact=False, spaced=1.0)
    before, after = (
        _strip("cho các hộ bị ảnh hưởng do thiên tai.")._replace(x1=30.5, gap=1),
        _strip("Thực hiện đầy đủ chính sách")._replace(gap=1),
    )
    assert not begins_paragraph(before, after, frame, first_width=2.3)
    assert begins_paragraph(before._replace(x1=20.0), after, frame, first_width=2.3)


def test_a_line_that_was_ended_early_ends_its_paragraph() -> None:
    before, after = _strip("Kết quả cụ thể như sau:", x1=240.0), _strip("Tổ chức 12 lớp tập huấn", y0=116.0)
    assert begins_paragraph(before, after, _FRAME, first_width=20.0)


@pytest.mark.parametrize(
    ("before", "text", "begins"),
    [
        ("Về nhiệm vụ phát triển và bảo đảm an ninh năm 2024", "HỘI ĐỒNG NHÂN DÂN TỈNH LƯƠNG HÀ", True),
        ("II. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ", "Cải cách thể chế", True),
        ("II. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ", "CẢI CÁCH HÀNH CHÍNH", False),
        ("Về nhiệm vụ phát triển và bảo đảm an ninh năm 2024", "Hội đồng nhân dân tỉnh giao", False),
    ],
)
def test_capitals_and_small_letters_are_hardly_of_one_paragraph(before: str, text: str, *, begins: bool) -> None:
    assert begins_paragraph(_strip(before), _strip(text, y0=116.0), _FRAME, first_width=30.0) is begins


def test_a_figure_goes_on_after_its_label_at_the_end_of_a_full_line() -> None:
    full, short = "Thợ mộc: 12%; thợ rèn: 30%; thợ dệt khung cửi:", "Tỷ lệ học viên đạt:"
    figure = _strip("47%", x1=110, y0=116)._replace(size=16.0)
    assert not begins_paragraph(_strip(full, x1=528), figure, _FRAME, first_width=25)
    assert begins_paragraph(_strip(short, x1=300), figure, _FRAME, first_width=25)


def test_a_range_over_a_line_break_is_no_bullet() -> None:
    before, after = _strip("trong giai đoạn 2021"), _strip("- 2025 và định hướng", y0=116.0)
    assert not begins_paragraph(before, after, _FRAME, first_width=8.0)


def test_a_bold_heading_ends_before_regular_text() -> None:
    before, after = _strip("3. Nâng cao chất lượng", bold=1.0), _strip("Tiếp tục rà soát", y0=116.0)
    assert begins_paragraph(before, after, _FRAME, first_width=30.0)


def test_a_wide_gap_begins_a_paragraph_unless_a_page_break_makes_it() -> None:
    before, after = _strip("các ngành, địa phương"), _strip("Tiếp tục rà soát", y0=150.0)
    assert begins_paragraph(before, after, _FRAME, first_width=30.0)
    assert not begins_paragraph(before, after._replace(page=2, y0=60.0), _FRAME, first_width=30.0, over_page=True)


@pytest.mark.parametrize(
    ("before", "text", "goes_on"),
    [
        ("Lương Hà, ngày 05 tháng 12 năm", "2024", True),
        ("- Các đơn vị: Bưu điện,", "Ngân hàng CSXH", True),
        ("- Lưu: VT.", "KT. CHỦ TỊCH", False),
        ("ỦY BAN NHÂN DÂN", "HUYỆN LƯƠNG HÀ", False),
    ],
)
def test_lines_of_a_column_go_on_only_when_they_hang(before: str, text: str, goes_on: bool) -> None:
    assert hangs(before, text) is goes_on


def test_estimated_widths_follow_the_letters() -> None:
    assert text_width("iiii") < text_width("nnnn") < text_width("MMMM")
    assert text_width("ế") == text_width("e")
