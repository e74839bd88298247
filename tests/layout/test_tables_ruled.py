"""Ruled pages: cells from strokes, words into cells, tables over page breaks."""

from __future__ import annotations

import pytest

from extractor.layout.blocks import TableBlock
from extractor.layout.tables.geometry import connect, make_mesh, split_strokes
from extractor.layout.tables.stage import find_tables
from extractor.pages import Line, Page, Ruling, Span
from tests.layout.tables_making import HEIGHT_PT, WIDTH_PT, blocks, paths, placed, ruled, texts

HEAD = [["TT", "Đơn vị", "Chỉ tiêu", ">"], ["^", "^", "Trong tỉnh", "Ngoài tỉnh"]]


def test_segments_and_double_borders_are_one_line() -> None:
    across, down = split_strokes([Ruling(0, 10, 50, 10.5), Ruling(52, 10, 100, 10.5), Ruling(0, 12, 100, 12), Ruling(20, 0, 20.5, 40)])
    assert [(round(line.start), round(line.end)) for line in across] == [(0, 100)]
    assert len(down) == 1


def test_a_cell_without_a_line_inside_covers_several_places() -> None:
    strokes = ruled([["a", ">"], ["b", "c"]]).rulings
    mesh = make_mesh(*connect(*split_strokes(strokes))[0])
    assert mesh is not None
    assert [(area.top, area.left, area.right) for area in mesh.areas] == [(0, 0, 1), (1, 0, 0), (1, 1, 1)]


def test_an_open_frame_is_closed_by_the_ends_of_the_rows_lines() -> None:
    strokes = [Ruling(0, y, 300, y) for y in (0, 20, 40)] + [Ruling(x, 0, x, 40) for x in (100, 200)]
    mesh = make_mesh(*connect(*split_strokes(strokes))[0])
    assert mesh is not None
    assert mesh.xs == (0, 100, 200, 300)


def test_a_ruled_table_has_its_header_paths_and_cell_boxes() -> None:
    (block,) = blocks(ruled([*HEAD, ["1", "Xã An Sơn", "120", "4"], ["2", "Xã Bình Hòa", "95", "3"]]), form="paged")
    assert paths(block) == ["TT", "Đơn vị", "Chỉ tiêu > Trong tỉnh", "Chỉ tiêu > Ngoài tỉnh"]
    assert texts(block) == [["1", "Xã An Sơn", "120", "4"], ["2", "Xã Bình Hòa", "95", "3"]]
    assert block.rows[0][2].page == 1
    assert block.rows[0][2].box == (250.0, 172.0, 350.0, 208.0)


def test_a_line_through_several_cells_is_cut_between_its_words() -> None:
    page = ruled([["TT", "Đơn vị", "Số hộ"], ["", "", ""]])
    one = placed("1" + " " * 21 + "Xã Lộc" + " " * 14 + "45", 53, 140)
    (block,) = blocks(page._replace(items=(*page.items, one)), form="paged")
    assert texts(block) == [["1", "Xã Lộc", "45"]]


def test_a_label_that_fills_its_column_is_parted_from_the_name_that_it_touches() -> None:
    page = ruled([["TT", "Đơn vị", "Số hộ"], ["", "", ""]], widths=[30, 100, 60])
    (block,) = blocks(page._replace(items=(*page.items, placed("BBBBBXã Lộc", 55, 140), placed("45", 190, 140))), form="paged")
    assert texts(block) == [["BBBBB", "Xã Lộc", "45"]]
    assert block.chars == sum(len("".join(word.split())) for word in ("TT", "Đơn vị", "Số hộ", "BBBBBXã Lộc", "45"))


def test_a_name_whose_last_word_runs_over_its_column_keeps_it() -> None:
    page = ruled([["TT", "Đơn vị", "Số hộ"], ["", "", ""]], widths=[30, 83, 60])
    lines = (placed("1", 55, 140), placed("Xã Lộc An Hạ c", 96, 140), placed("45", 190, 140))
    (block,) = blocks(page._replace(items=(*page.items, *lines)), form="paged")
    assert texts(block) == [["1", "Xã Lộc An Hạ c", "45"]]


def test_lines_of_a_cell_join_and_a_token_broken_at_its_hyphen_is_glued() -> None:
    (block,) = blocks(
        ruled([["TT", "Nội dung", "Số lớp"], ["1", "Đào tạo nghề|giai đoạn 2021-|2030", "3"], ["2", "Mở lớp", "5"]]), form="paged"
    )
    assert texts(block)[0][1] == "Đào tạo nghề giai đoạn 2021-2030"


def test_a_table_over_two_pages_drops_the_repeated_header_and_counts_it() -> None:
    first = ruled([*HEAD, ["1", "Xã An Sơn", "120", "4"]])
    second = ruled([*HEAD, ["2", "Xã Bình Hòa", "95", "3"]], number=2, top=60)
    (block,) = blocks(first, second, form="paged")
    assert [row[0] for row in texts(block)] == ["1", "2"]
    assert block.pages == (1, 2)
    assert block.chars == sum(item.chars for page in (first, second) for item in page.items if isinstance(item, Line))


def test_a_repeated_header_is_known_though_the_head_of_the_ordinals_is_misread() -> None:
    first = ruled([["TT", "Văn bản", "Nội dung"], ["1", "Chỉ thị số 09", "Giải ngân"], ["2", "Công văn số", "Thống kê"]])
    second = ruled([["+ T", "Văn bản", "Nội dung"], ["", "ngày 08/8", ""], ["3", "Công văn số 27", "Chấn chỉnh"]], number=2)
    (block,) = blocks(first, second, form="paged")
    assert [row[:2] for row in texts(block)] == [["1", "Chỉ thị số 09"], ["2", "Công văn số ngày 08/8"], ["3", "Công văn số 27"]]


def test_a_head_of_the_ordinals_that_is_misread_on_the_first_page_is_taken_from_the_next() -> None:
    first = ruled([["TÌ!", "Văn bản", "Nội dung"], ["1", "Chỉ thị số 09", "Giải ngân"], ["2", "Công văn số 4", "Thống kê"]])
    second = ruled([["TT", "Văn bản", "Nội dung"], ["3", "Công văn số 27", "Chấn chỉnh"]], number=2)
    (block,) = blocks(first, second, form="paged")
    assert [row[0] for row in texts(block)] == ["1", "2", "3"]
    assert block.columns[0] == ("TT",)


def test_a_table_goes_on_over_the_blank_back_of_a_sheet() -> None:
    first = ruled([*HEAD, ["1", "Xã An Sơn", "120", "4"]])
    second = ruled([*HEAD, ["2", "Xã Bình Hòa", "95", "3"]], number=3, top=60)
    (block,) = blocks(first, Page((), 2, WIDTH_PT, HEIGHT_PT, "none"), second, form="paged")
    assert [row[0] for row in texts(block)] == ["1", "2"]


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    first = ruled([["TT", "Nội dung", "Chủ trì"], ["1", "Tổ chức lớp học", "Phòng Nội vụ"], ["2", "Xây dựng kế", "Phòng Tài"]])
    second = ruled([["TT", "Nội dung", "Chủ trì"], ["", "hoạch năm sau", "chính"], ["3", "Kiểm tra", "Thanh tra"]], number=2)
    (block,) = blocks(first, second, form="paged")
    assert texts(block)[1] == ["2", "Xây dựng kế hoạch năm sau", "Phòng Tài chính"]
    assert [row[0] for row in texts(block)] == ["1", "2", "3"]


def test_the_last_table_s_closing_is_split_off_on_every_page() -> None:
    first = ruled([["TT", "Đơn vị", "Số hộ", "Tỷ lệ"], ["1", "Xã An Sơn", "20", "1,5"], ["Nơi nhận:", ">", "CHỦ TỊCH", ">"]])
    second = ruled([["TT", "Đơn vị", "Số hộ", "Tỷ lệ"], ["- Lưu: VT.", ">", "Trần Văn A", ">"]], number=2)
    found = find_tables((first, second), "paged")
    assert [type(item).__name__ for item in found[0]] == ["TableBlock", "Line", "Line"]
    assert [item.text for item in found[1] if isinstance(item, Line)] == ["- Lưu: VT.", "Trần Văn A"]


@pytest.mark.parametrize(("start", "end"), [("2026 -", "2028"), ("2026", "- 2028")])
def test_a_row_whose_range_of_years_is_cut_by_the_page_break_is_one_row(start: str, end: str) -> None:
    head = ["TT", "Nội dung", "Thời gian", "Vốn"]
    first = ruled([head, ["1", "Hồ Nà Ban", "2026 - 2030", "210"], ["2", "Sửa chữa hồ", start, "725"]])
    second = ruled([head, ["", "hư hỏng", end, ""], ["3", "Kè sông", "2027", "600"]], number=2)
    (block,) = blocks(first, second, form="paged")
    assert texts(block)[1] == ["2", "Sửa chữa hồ hư hỏng", "2026 - 2028", "725"]
    assert [row[0] for row in texts(block)] == ["1", "2", "3"]


def test_figures_below_the_page_break_are_a_row_of_their_own() -> None:
    head = ["TT", "Nội dung", "Năm 2024", "Năm 2025"]
    first = ruled([head, ["1", "Thu nội địa", "210", "215"], ["2", "Thu hộ", "20", "26"]])
    second = ruled([head, ["", "trong đó: lệ phí", "-5", "12"], ["3", "Vay", "7", "6"]], number=2)
    (block,) = blocks(first, second, form="paged")
    assert [row[0] for row in texts(block)] == ["1", "2", "", "3"]


def test_a_small_figure_alone_in_a_cell_is_a_marker_but_not_in_a_row_that_is_all_small() -> None:
    page = ruled([["TT", "Đơn vị", "Số hộ", "Ghi chú"], ["1", "2", "3", "4"], ["1", "Xã An Sơn", "120", "7"], ["2", "Xã Lộc", "95", "8"]])
    small = {index for index, line in enumerate(page.items) if isinstance(line, Line) and line.box and 130 < line.box[1] < 140} | {11}
    items = tuple(_halved(line) if index in small and isinstance(line, Line) else line for index, line in enumerate(page.items))
    (block,) = blocks(page._replace(items=items), form="paged")
    assert paths(block) == ["TT", "Đơn vị", "Số hộ", "Ghi chú"]
    assert texts(block) == [["1", "Xã An Sơn", "120", ""], ["2", "Xã Lộc", "95", "8"]]
    assert [anchor.marker for cell in block.rows[0] for anchor in cell.anchors] == ["7"]


def test_a_marker_that_is_a_line_of_its_own_stands_behind_the_word_that_it_is_raised_beside() -> None:
    page = ruled([["TT", "Đơn vị", "Số hộ"], ["1", "Vùng trồng|rừng", "120"]])
    (word,) = (line for line in page.items if isinstance(line, Line) and line.text == "rừng")
    marker = _halved(placed("4", word.box[2] if word.box else 0, word.box[1] if word.box else 0))
    (block,) = blocks(page._replace(items=(*page.items, marker)), form="paged")
    assert [(cell.text, [(a.offset, a.marker) for a in cell.anchors]) for cell in block.rows[0]][1] == ("Vùng trồng rừng", [(15, "4")])


def test_the_rest_of_a_broken_figure_with_a_marker_behind_it_is_no_marker() -> None:
    page = ruled([["TT", "Đơn vị", "Tỷ lệ"], ["1", "Xã An Sơn", "24,0|5"]], widths=[20, 60, 26])
    *lines, last = page.items
    assert isinstance(last, Line)
    marked = _halved(last)._replace(spans=(*last.spans, Span("30", 2, superscript=True)), words=())
    (block,) = blocks(page._replace(items=(*lines, marked)), form="paged")
    assert [(cell.text, [(a.offset, a.marker) for a in cell.anchors]) for cell in block.rows[0]][2] == ("24,05", [(5, "30")])


def test_a_figure_beside_cells_whose_words_are_broken_over_two_lines_is_no_marker() -> None:
    page = ruled([["TT", "Đơn vị", "Vốn giao", "Vốn rút"], ["1", "Phường|An", "120.000.0|00", "100.000.0|00"]], widths=[20, 60, 52, 52])
    (block,) = blocks(page, form="paged")
    assert texts(block) == [["1", "Phường An", "120.000.000", "100.000.000"]]


def _halved(line: Line) -> Line:
    x0, y0, x1, _ = line.box or (0, 0, 0, 0)
    return line._replace(box=(x0, y0, x1, y0 + 5))


def test_a_caption_stands_above_the_footnotes_of_the_page_before_its_table() -> None:
    body = [_sized(placed("Bảng 2. Hộ nghèo theo xã", 50, 700), 13), _sized(placed("của mỗi xã trong năm.", 50, 770), 10)]
    note = _sized(placed("Gồm cả hộ mới tách", 55, 760), 10)
    marked = note._replace(spans=(Span("4", 1, size=6, superscript=True), *note.spans))
    text = [_sized(placed("Tỷ lệ hộ nghèo giảm nhanh hơn mục tiêu đã đề ra.", 50, 100 + 20 * row), 13) for row in range(8)]
    first = Page((*text, body[0], marked, body[1]), 1, WIDTH_PT, HEIGHT_PT, "text_layer")
    second = ruled([["TT", "Đơn vị", "Số hộ"], ["1", "Xã An Sơn", "120"]], number=2)
    (block,) = blocks(first, second, form="paged")
    assert block.caption == "Bảng 2. Hộ nghèo theo xã"


def _sized(line: Line, size: float) -> Line:
    return line._replace(spans=tuple(span._replace(size=size) for span in line.spans))


def test_footnotes_between_the_pieces_do_not_part_a_table() -> None:
    first = ruled([["TT", "Đơn vị", "Số hộ"], ["1", "Xã An Sơn", "20"]])
    first = first._replace(items=(*first.items, placed("1 Theo chuẩn nghèo mới.", 50, 700)))
    second = ruled([["TT", "Đơn vị", "Số hộ"], ["2", "Xã Bình Hòa", "31"]], number=2)
    assert len(blocks(first, second, form="paged")) == 1


def test_strokes_under_a_line_and_a_frame_around_a_text_are_no_tables() -> None:
    text = placed("Độc lập - Tự do - Hạnh phúc", 200, 100)
    frame = [Ruling(190, 95, 400, 95), Ruling(190, 120, 400, 120), Ruling(190, 95, 190, 120), Ruling(400, 95, 400, 120)]
    page = Page((text,), 1, WIDTH_PT, HEIGHT_PT, "text_layer", (Ruling(220, 112, 330, 112), *frame))
    assert find_tables((page,), "paged") == ((text,),)


def test_rows_of_figures_that_share_gutters_are_a_table_without_strokes() -> None:
    rows = [
        ("1", "Xã An Sơn", "1.204", "35"),
        ("2", "Xã Bình Hòa", "988", "41"),
        ("3", "Xã Cao Lâm", "2.310", "7"),
        ("4", "Xã Đông", "654", "12"),
    ]
    head = [placed(text, x, 100) for text, x in zip(("TT", "Đơn vị", "Số hộ", "Giảm"), (50, 100, 300, 400), strict=True)]
    body = [placed(text, x, 120 + 15 * row) for row, line in enumerate(rows) for text, x in zip(line, (50, 100, 300, 400), strict=True)]
    (block,) = blocks(Page((*head, *body), 1, WIDTH_PT, HEIGHT_PT, "text_layer"), form="paged")
    assert paths(block) == ["TT", "Đơn vị", "Số hộ", "Giảm"]
    assert texts(block) == [list(row) for row in rows]


def test_running_text_with_figures_is_no_table() -> None:
    lines = tuple(
        placed(f"Năm {year}, toàn huyện giải quyết việc làm cho {year + 100} người, tăng {year % 7} %.", 50, 100 + 14 * row)
        for row, year in enumerate(range(2000, 2030))
    )
    page = Page(lines, 1, WIDTH_PT, HEIGHT_PT, "text_layer")
    assert not any(isinstance(item, TableBlock) for item in find_tables((page,), "paged")[0])
