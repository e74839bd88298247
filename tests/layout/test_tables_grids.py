"""Grids as formats mark them: header paths, layout tables, pieces, closings, markers."""

from __future__ import annotations

from extractor.layout.blocks import TableBlock
from extractor.layout.tables.stage import find_tables
from extractor.pages import Cell, Grid, Line, Page, Span
from tests.layout.tables_making import blocks, grid, make_line, paths, texts


def test_merged_header_cells_become_paths_and_a_cell_over_both_header_rows_counts_once() -> None:
    (block,) = blocks(
        Page((grid([["TT", "Đơn vị", "Chỉ tiêu", ">"], ["^", "^", "Trong tỉnh", "Ngoài tỉnh"], ["1", "Xã An Sơn", "1.200", "45"]]),))
    )
    assert paths(block) == ["TT", "Đơn vị", "Chỉ tiêu > Trong tỉnh", "Chỉ tiêu > Ngoài tỉnh"]
    assert texts(block) == [["1", "Xã An Sơn", "1.200", "45"]]


def test_a_row_of_column_numbers_ends_the_header_and_is_no_row() -> None:
    (block,) = blocks(
        Page(
            (grid([["TT", "Đơn vị", "Dân số", "Hộ", "Tỷ lệ"], ["A", "B", "1", "2", "3=2/1*100"], ["1", "Xã An Sơn", "900", "45", "5,0"]]),)
        )
    )
    assert texts(block) == [["1", "Xã An Sơn", "900", "45", "5,0"]]
    assert block.chars == len("TTĐơnvịDânsốHộTỷlệAB123=2/1*1001XãAnSơn900455,0")


def test_years_as_column_heads_belong_to_the_header() -> None:
    (block,) = blocks(Page((grid([["Chỉ tiêu", "Kết quả", ">"], ["^", "2022", "2023"], ["Số hộ", "512", "498"]]),)))
    assert paths(block) == ["Chỉ tiêu", "Kết quả > 2022", "Kết quả > 2023"]


def test_a_group_row_keeps_its_text_in_the_first_cell() -> None:
    (block,) = blocks(Page((grid([["STT", "Nội dung", "Chủ trì"], ["QUÝ I", ">", ">"], ["1", "Mở lớp", "Phòng Nội vụ"]], header_rows=1),)))
    assert texts(block) == [["QUÝ I", "", ""], ["1", "Mở lớp", "Phòng Nội vụ"]]


def test_a_total_over_the_ordinals_column_is_the_row_s_name() -> None:
    (block,) = blocks(Page((grid([["TT", "Đơn vị", "Số hộ"], ["1", "Xã An Sơn", "20"], ["Tổng cộng", ">", "20"]]),)))
    assert texts(block)[-1] == ["", "Tổng cộng", "20"]


def test_a_title_row_over_all_columns_comes_back_as_a_line_and_is_the_caption() -> None:
    page = Page(
        (grid([["BẢNG TỔNG HỢP HỘ NGHÈO", ">", ">"], ["TT", "Đơn vị", "Số hộ"], ["1", "Xã An Sơn", "20"], ["2", "Xã Bình Hòa", "31"]]),)
    )
    ((line, block),) = find_tables((page,), "flow")
    assert isinstance(line, Line)
    assert isinstance(block, TableBlock)
    assert (line.text, block.caption) == ("BẢNG TỔNG HỢP HỘ NGHÈO", "BẢNG TỔNG HỢP HỘ NGHÈO")


def test_the_head_of_a_document_comes_back_as_lines_column_by_column() -> None:
    head = grid(
        [
            ["UBND TỈNH X|SỞ Y", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc"],
            ["Số: 12/BC-SY", "X, ngày 02 tháng 3 năm 2024"],
        ]
    )
    (lines,) = find_tables((Page((head,)),), "flow")
    assert [(line.style, line.text) for line in lines if isinstance(line, Line)] == [
        ("column-1", "UBND TỈNH X"),
        ("column-1", "SỞ Y"),
        ("column-1", "Số: 12/BC-SY"),
        ("column-2", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("column-2", "Độc lập - Tự do - Hạnh phúc"),
        ("column-2", "X, ngày 02 tháng 3 năm 2024"),
    ]


def test_a_closing_merged_below_the_data_is_split_off() -> None:
    merged = grid(
        [
            ["TT", "Đơn vị", "Số hộ", "Tỷ lệ"],
            ["1", "Xã An Sơn", "20", "1,5"],
            ["2", "Xã Bình Hòa", "31", "2,5"],
            ["Nơi nhận:|- Như trên;|- Lưu: VT.", ">", "KT. CHỦ TỊCH|PHÓ CHỦ TỊCH", ">"],
        ]
    )
    (items,) = find_tables((Page((merged,)),), "flow")
    assert isinstance(items[0], TableBlock)
    assert len(items[0].rows) == 2
    assert [(line.style, line.text) for line in items[1:] if isinstance(line, Line)] == [
        ("column-1", "Nơi nhận:"),
        ("column-1", "- Như trên;"),
        ("column-1", "- Lưu: VT."),
        ("column-2", "KT. CHỦ TỊCH"),
        ("column-2", "PHÓ CHỦ TỊCH"),
    ]


def test_a_box_around_one_text_is_no_table() -> None:
    assert blocks(Page((grid([["Lưu ý: số liệu chưa gồm quý IV."]]),))) == []


def test_a_piece_with_a_blank_header_goes_on_with_the_table_above_it() -> None:
    first = grid([["TT", "Đơn vị", "Số hộ"], ["1", "Xã An Sơn", "20"]], header_rows=1)
    second = grid([["", "", ""], ["2", "Xã Bình Hòa", "31"]], header_rows=1)
    (block,) = blocks(Page((first, make_line(""), make_line("12"), second)))
    assert [row[1] for row in texts(block)] == ["Xã An Sơn", "Xã Bình Hòa"]


def test_a_table_with_a_header_of_its_own_stays_alone() -> None:
    first = grid([["TT", "Đơn vị", "Số hộ"], ["1", "Xã An Sơn", "20"]], header_rows=1)
    second = grid([["TT", "Ngành", "Số lớp"], ["1", "May", "3"]], header_rows=1)
    assert len(blocks(Page((first, second)))) == 2


def test_a_marker_is_taken_out_of_the_cell_and_a_power_of_a_unit_is_not() -> None:
    marked = Line((Span("Xã An Sơn", 7), Span("3", 1, superscript=True), Span(" (mới)", 5)))
    area = Line((Span("12 km", 4), Span("2", 1, superscript=True)))
    head = grid([["Đơn vị", "Diện tích"]]).cells
    (block,) = blocks(
        Page(
            (
                Grid(
                    3,
                    2,
                    (
                        *head,
                        Cell(1, 0, (marked,)),
                        Cell(1, 1, (area,)),
                        Cell(2, 0, (make_line("Xã B"),)),
                        Cell(2, 1, (make_line("9 km2"),)),
                    ),
                ),
            )
        )
    )
    assert [(cell.text, [(a.offset, a.marker) for a in cell.anchors]) for cell in block.rows[0]] == [
        ("Xã An Sơn (mới)", [(9, "3")]),
        ("12 km2", []),
    ]


def test_the_named_line_above_is_the_caption_past_the_remarks_between() -> None:
    page = Page(
        (
            make_line("Biểu số 2: DIỆN TÍCH GIEO TRỒNG"),
            make_line("(Kèm theo Kế hoạch số 12/KH-UBND)"),
            make_line("Đơn vị tính: ha"),
            grid([["TT", "Cây trồng", "Diện tích"], ["1", "Lúa", "1.200"], ["2", "Ngô", "310"]]),
        )
    )
    assert blocks(page)[0].caption == "Biểu số 2: DIỆN TÍCH GIEO TRỒNG"


def test_a_section_s_heading_above_is_the_caption_without_its_number() -> None:
    page = Page(
        (
            make_line("2.1. Chỉ tiêu của ngành", bold=True),
            grid([["TT", "Cây trồng", "Diện tích"], ["1", "Lúa", "1.200"], ["2", "Ngô", "310"]]),
        )
    )
    assert blocks(page)[0].caption == "Chỉ tiêu của ngành"


def test_running_text_above_is_no_caption() -> None:
    page = Page(
        (
            make_line("Kết quả cụ thể của từng loại cây trồng trong năm như sau:"),
            grid([["TT", "Cây", "Ha"], ["1", "Lúa", "1.200"], ["2", "Ngô", "310"]]),
        )
    )
    assert blocks(page)[0].caption is None
