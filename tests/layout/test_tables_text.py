"""Tables that tools have flattened into text: one cell a line behind a tab (DOC), rows and headers run together (PDF)."""

from __future__ import annotations

import pytest

from extractor.layout.blocks import TableBlock
from extractor.layout.tables.stage import find_tables
from extractor.layout.tables.tree import split
from extractor.layout.tables.units import count_unit_words
from extractor.layout.tables.words import are_column_numbers, is_figure, is_ordinal, read_value
from extractor.pages import Line
from tests.layout.tables_making import blocks, paths, plain, texts


def _tabbed(rows: list[list[str]]) -> str:
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows) + "\n\n"


def test_cells_a_line_behind_a_tab_are_a_table_and_lost_spans_are_found_by_words() -> None:
    rows = [
        ["TT", "Xã", "Cây lúa", "Cây ngô"],
        ["", "", "Diện tích lúa", "Năng suất lúa", "Diện tích ngô", "Năng suất ngô"],
        ["1", "An Sơn", "1.200", "56", "310", "44"],
        ["2", "Bình Hòa", "980", "55", "120", "42"],
    ]
    (block,) = blocks(plain(_tabbed(rows)), form="plain")
    assert paths(block)[2:] == ["Cây lúa > Diện tích lúa", "Cây lúa > Năng suất lúa", "Cây ngô > Diện tích ngô", "Cây ngô > Năng suất ngô"]
    assert texts(block) == rows[2:]


def test_a_cell_of_several_lines_and_a_blank_cell_keep_their_places() -> None:
    text = "\tTT\n\tTên\nđơn vị\n\tSố hộ\n\tGiảm\n\n\t1\n\tAn Sơn\n\t\n\t\n12\n\n\t2\n\tBình Hòa\n\t31\n\t4\n\n"
    (block,) = blocks(plain(text), form="plain")
    assert paths(block) == ["TT", "Tên đơn vị", "Số hộ", "Giảm"]
    assert texts(block) == [["1", "An Sơn", "", "12"], ["2", "Bình Hòa", "31", "4"]]


def test_a_signature_table_behind_tabs_stays_lines() -> None:
    page = plain(
        "\tHỘI NÔNG DÂN HUYỆN\n\tHỘI PHỤ NỮ HUYỆN\n\n\tĐOÀN THANH NIÊN\n\tHỘI CỰU CHIẾN BINH\n\n\tUBND XÃ AN SƠN\n\tUBND XÃ BÌNH HÒA\n"
    )
    assert find_tables((page,), "plain") == (page.items,)


FLAT = """Bảng 1. Kết quả trồng rừng

TT Đơn vị Số hộ Diện tích (ha)
Ghi chú

Kế hoạch Thực hiện

 Tổng cộng 310 65 60
1 Xã An Sơn 120 25 24
2  Xã Bình Hòa 100 20 20
3 Xã Cao Lâm 90 20 16
"""


def test_flattened_rows_of_figures_get_their_columns_back() -> None:
    (block,) = blocks(plain(FLAT), form="plain")
    assert paths(block) == ["TT", "Đơn vị", "Số hộ", "Diện tích (ha) > Kế hoạch", "Diện tích (ha) > Thực hiện", "Ghi chú"]
    assert texts(block)[:2] == [["", "Tổng cộng", "310", "65", "60", ""], ["1", "Xã An Sơn", "120", "25", "24", ""]]
    assert block.caption == "Bảng 1. Kết quả trồng rừng"


def test_ranges_in_the_text_below_are_no_rows() -> None:
    below = "II. NỘI DUNG\n1. Quy hoạch vùng\ntrồng ở độ cao 500 - 900 m; thu hút 20 - 25 bác sĩ về xã\n"
    (block,) = blocks(plain(FLAT + below), form="plain")
    assert len(texts(block)) == 4


def test_a_figure_s_own_shape_tells_its_column_where_others_are_blank() -> None:
    text = "STT Đơn vị Số hộ Tỷ lệ Giảm\n1 An Sơn 1.200 12,5% 30\n2 Bình Hòa 980   9,1%   \n3 Cao Lâm 1.310 8,0% 22\n4 Đông Lĩnh 1.115 7,7% 21\n"
    (block,) = blocks(plain(text), form="plain")
    assert texts(block)[1] == ["2", "Bình Hòa", "980", "9,1%", ""]


def test_units_before_the_figures_are_a_column() -> None:
    text = (
        "TT Chỉ tiêu ĐVT Kế hoạch Thực hiện\n1 Tỷ lệ che phủ rừng % 52,1 52,3\n2 Thu ngân sách trên địa bàn Tỷ đồng 120 131\n"
        "3 Số lao động được tạo việc làm người 1.500 1.620\n4 Trường đạt chuẩn Trường 12 13\n"
    )
    (block,) = blocks(plain(text), form="plain")
    assert [row[1:3] for row in texts(block)] == [
        ["Tỷ lệ che phủ rừng", "%"],
        ["Thu ngân sách trên địa bàn", "Tỷ đồng"],
        ["Số lao động được tạo việc làm", "người"],
        ["Trường đạt chuẩn", "Trường"],
    ]


def test_group_rows_and_labels_on_lines_of_their_own_find_their_rows() -> None:
    text = "TT Đơn vị Số hộ Giảm\nI\nVùng thấp\n1 An Sơn 120 3\n2 Bình Hòa 98 4\nII\nVùng cao\n220 9\n3 Cao Lâm 130 5\n"
    (block,) = blocks(plain(text), form="plain")
    assert texts(block)[-2:] == [["II", "Vùng cao", "220", "9"], ["3", "Cao Lâm", "130", "5"]]


def test_footnotes_and_page_numbers_inside_a_flattened_table_stay_out_of_it() -> None:
    stroke = " " * 43
    text = f"TT Đơn vị Số hộ Giảm \n\n1 An Sơn 120 3 \n\n2 Bình Hòa\n7\n 98 4 \n\n{stroke}\n7\n Theo chuẩn mới. \n \n 3 Cao Lâm 130 5 \n\n4 Đông Lĩnh 88 1 \n"
    found = find_tables((plain(text),), "plain")[0]
    (block,) = [item for item in found if isinstance(item, TableBlock)]
    assert [row[1].text for row in block.rows] == ["An Sơn", "Bình Hòa", "Cao Lâm", "Đông Lĩnh"]
    assert [(anchor.offset, anchor.marker) for anchor in block.rows[1][1].anchors] == [(8, "7")]
    assert " Theo chuẩn mới. " in [item.text for item in found if isinstance(item, Line)]


def test_a_header_repeated_on_the_next_page_is_dropped_and_counted() -> None:
    head = "TT Đơn vị Số hộ Giảm\n"
    pages = (
        plain(f"{head}1 An Sơn 120 3\n2 Bình Hòa 98 4\n3 Cao Lâm 130 5"),
        plain(f"{head}4 Đông Lĩnh 88 1\n5 Gia Phú 75 2"),
    )
    (block,) = blocks(*pages, form="plain")
    assert [row[0] for row in texts(block)] == ["1", "2", "3", "4", "5"]
    assert block.chars == sum(item.chars for page in pages for item in page.items if isinstance(item, Line))


def test_a_heading_in_another_style_ends_a_table_of_texts() -> None:
    (block,) = blocks(
        plain(TEXTS + "II. TỔ CHỨC THỰC HIỆN\n1. Các phòng, ban triển khai kế hoạch này.\n2. Văn phòng theo dõi.\n"), form="plain"
    )
    assert len(block.rows) == 7


TEXTS = """STT Nội dung Chủ trì Kết quả
QUÝ I/2025
1 Mở lớp tập huấn cho cán bộ cơ sở về chuyển đổi số trong cơ
quan nhà nước
Phòng Nội vụ Kế hoạch của UBND huyện
2 Kiểm tra việc thực hiện dân chủ ở cơ sở
Phòng Nội vụ Báo cáo của UBND huyện
3 Tổ chức hội thi tìm hiểu pháp luật Phòng Tư pháp Kế hoạch của UBND huyện
QUÝ II/2025
1 Rà soát văn bản đã ban hành Phòng Tư pháp Báo cáo của UBND huyện
2 Sơ kết công tác dân vận sáu tháng đầu năm
Phòng Nội vụ Báo cáo của UBND huyện
"""


def test_flattened_texts_are_cut_where_columns_repeat_themselves() -> None:
    (block,) = blocks(plain(TEXTS), form="plain")
    assert paths(block) == ["STT", "Nội dung", "Chủ trì", "Kết quả"]
    assert texts(block)[0] == ["QUÝ I/2025", "", "", ""]
    assert texts(block)[3] == ["3", "Tổ chức hội thi tìm hiểu pháp luật", "Phòng Tư pháp", "Kế hoạch của UBND huyện"]
    assert {row[3] for row in texts(block)} == {"", "Kế hoạch của UBND huyện", "Báo cáo của UBND huyện"}


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2023 có 12 xã đạt 19 tiêu chí, tăng 02 xã.\nNăm 2022 có 10 xã đạt.\nNăm 2021 có 9 xã đạt.\n",
        "1. Mở lớp.\n2. Kiểm tra.\n3. Tổng kết.\n",
        "TT. Huyện ủy, HĐND huyện;\n- Các phòng;\n- Lưu: VT.\n",
        "",
    ],
)
def test_running_text_is_left_as_it_is(text: str) -> None:
    page = plain(text)
    assert find_tables((page,), "plain") == (page.items,)


def test_leaves_go_to_the_parent_whose_words_they_share() -> None:
    assert split(["Hộ nghèo", "Hộ cận nghèo"], ["Số hộ nghèo", "Tỷ lệ", "Số hộ cận nghèo", "Tỷ lệ"])[0] == [2, 2]
    assert split(["Giai đoạn 2021 - 2025", "Năm 2026"], ["Số hộ", "Tỷ lệ", "Số trẻ", "Tỷ lệ", "Hộ giảm", "Hộ cuối năm 2026"])[0] == [4, 2]


@pytest.mark.parametrize(
    ("text", "figure"), [("2.300", True), ("0,54%", True), ("<1,5", True), ("12 km", False), ("", False), ("I", False)]
)
def test_a_figure_is_told_by_its_shape(text: str, figure: bool) -> None:
    assert is_figure(text) is figure


@pytest.mark.parametrize(
    ("text", "ordinal"), [("1", True), ("2.1", True), ("IV", True), ("a)", True), ("-", True), ("Xã", False), ("", False)]
)
def test_an_ordinal_is_told_by_its_shape(text: str, ordinal: bool) -> None:
    assert is_ordinal(text) is ordinal


@pytest.mark.parametrize(
    ("row", "numbers"), [("1 2 3 4", True), ("A B 1 2 3=2/1*100", True), ("(1) (2) (3)", True), ("1 7 3 4", False), ("1 Xã 3", False)]
)
def test_column_numbers_rise(row: str, numbers: bool) -> None:
    assert are_column_numbers(row.split()) is numbers


@pytest.mark.parametrize(("text", "value"), [("1.234", 1234.0), ("12,5", 12.5), ("1.234,56", 1234.56), ("3.01%", 3.01), ("-", None)])
def test_a_figure_is_read_roughly(text: str, value: float | None) -> None:
    assert read_value(text) == value


@pytest.mark.parametrize(
    ("label", "count"),
    [("Tỷ lệ che phủ rừng %", 1), ("Thu ngân sách Tỷ đồng", 2), ("Giường trên vạn dân Giường", 1), ("Cải cách hành chính", 0)],
)
def test_a_label_s_unit_is_told_from_its_end(label: str, count: int) -> None:
    assert count_unit_words(label.split()) == count


ROWS = """1 Xã An Sơn 120 55 40 15 12 7
2 Xã Bình Hòa 100 48 28 20 14 9
3 Xã Cao Lâm 90 45 25 20 11 3
 Tổng cộng 310 148 93 55 37 19
"""


@pytest.mark.parametrize(
    ("head", "want"),
    [
        (
            "TT Đơn vị Chăn nuôi (con) Số thôn Trồng trọt (ha) Số hộ\nTrâu Bò Ngô Chè shan",
            "Chăn nuôi (con) > Trâu | Chăn nuôi (con) > Bò | Số thôn | Trồng trọt (ha) > Ngô | Trồng trọt (ha) > Chè shan | Số hộ",
        ),
        (
            "TT Đơn vị Số hộ Thực hiện các năm Mục tiêu 5 năm\n2021 2022 2023 2024",
            "Số hộ | "
            "Thực hiện các năm > 2021 | Thực hiện các năm > 2022 | Thực hiện các năm > 2023 | Thực hiện các năm > 2024 | Mục tiêu 5 năm",
        ),
        (
            "TT Đơn vị Kỳ trước Giai đoạn 2021 - 2025 Năm hoàn thành\n2019 2020 2021 2022 2023",
            "Kỳ trước > 2019 | Kỳ trước > 2020 | Giai đoạn 2021 - 2025 > 2021 | Giai đoạn 2021 - 2025 > 2022 | "
            "Giai đoạn 2021 - 2025 > 2023 | Năm hoàn thành",
        ),
        (
            "TT Đơn vị Số thôn Điểm Khe Nà Điểm Sóc Vưng Điểm Lũng Chan Vang\nĐiểm Pá Hu Cùng kỳ",
            "Số thôn | Điểm Khe Nà | Điểm Sóc Vưng | Điểm Lũng Chan Vang | Điểm Pá Hu | Cùng kỳ",
        ),
        (
            "TT Đơn vị Kế hoạch 4 năm Kết quả Tỷ lệ (%) Số thôn\nTổng số Trong đó\nTrong tỉnh Ngoài tỉnh",
            "Kế hoạch 4 năm | Kết quả > Tổng số | Kết quả > Trong đó > Trong tỉnh | Kết quả > Trong đó > Ngoài tỉnh | Tỷ lệ (%) | Số thôn",
        ),
    ],
)
def test_a_row_of_the_head_ends_where_the_next_word_had_room(head: str, want: str) -> None:
    """Names ("Khe Nà") are told by what the document writes small, a total by its sum."""
    text = f"Nuôi trâu, bò, lợn; trồng ngô, chè, cây nà; điểm trường.\n\nBảng 1. Kết quả theo xã\n\n{head}\n{ROWS}"
    (block,) = blocks(plain(text), form="plain")
    assert " | ".join(paths(block)[2:]) == want


BODY = """TT Chỉ tiêu Kế hoạch năm Thực hiện năm Mục tiêu So cùng kỳ
1 Diện tích trồng mới 120 131 140 109,2
2 Số hộ tham gia 980 1.120 1.200 114,3
3 Sản lượng thu hoạch 410 452 470 110,2
"""


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("4 Năng suất bình quân 50 52 55 - 60 104,0", ["Năng suất bình quân", "50", "52", "55 - 60", "104,0"]),
        ("4 Các tiêu chí đạt 50 52 3, 5, 17 104,0", ["Các tiêu chí đạt", "50", "52", "3, 5, 17", "104,0"]),
        ("4 Số hộ ở Khe Nà 2 250 262 270 104,8", ["Số hộ ở Khe Nà 2", "250", "262", "270", "104,8"]),
        ("4 Nâng cấp - 152 160 104,8", ["Nâng cấp", "-", "152", "160", "104,8"]),
        ("4 Năng suất bình quân 250 262    ", ["Năng suất bình quân", "250", "262", "", ""]),
        ("4 Năng suất bình quân   262 300 104,2", ["Năng suất bình quân", "", "262", "300", "104,2"]),
    ],
)
def test_a_value_is_what_fits_its_column(line: str, want: list[str]) -> None:
    (block,) = blocks(plain(f"{BODY}{line}\n"), form="plain")
    assert texts(block)[-1][1:] == want


def test_words_that_stand_only_for_a_missing_last_figure_are_its_cell() -> None:
    text = "TT Xã Số tiêu chí đạt Tiêu chí tăng thêm Năm về đích\n1 An Sơn 16 2 2026\n2 Bình Hòa 15 3 2026\n3 Cao Lâm 14 1 2027\n4 Đông Lĩnh 9 1 Sau 2027\n"
    (block,) = blocks(plain(text), form="plain")
    assert texts(block)[-1] == ["4", "Đông Lĩnh", "9", "1", "Sau 2027"]


def test_figures_of_the_head_are_no_row() -> None:
    text = "TT Xã Số hộ Đạt chuẩn Số hộ theo tiêu chí\nNăm 2020 30/6/2025 19 15 - 18\n1 An Sơn 120 3 4 60 50\n2 Bình Hòa 98 4 6 50 40\n3 Cao Lâm 130 5 7 60 60\n"
    (block,) = blocks(plain(text), form="plain")
    assert texts(block)[0] == ["1", "An Sơn", "120", "3", "4", "60", "50"]


@pytest.mark.parametrize(
    ("head", "want"),
    [
        ("TT\nXã\nThực hiện\n2024\nKế hoạch\n2025\nƯớc\n2025", "Thực hiện 2024 | Kế hoạch 2025 | Ước 2025"),
        ("TT\nXã\nNăm 2023 Năm 2024 Ước\n2025", "Năm 2023 | Năm 2024 | Ước 2025"),
        ("TT Xã\nNuôi trâu Trồng ngô Số\nhộ", "Nuôi trâu | Trồng ngô | Số hộ"),
        ("T\nT\nXã\nTrâu Bò Lợn", "Trâu | Bò | Lợn"),
    ],
)
def test_heads_of_cells_on_one_baseline_are_told_apart(head: str, want: str) -> None:
    text = f"Nuôi trâu, bò, lợn; trồng ngô; số hộ.\n\nBảng 1. Kết quả\n\n{head}\n1 An Sơn 120 55 40\n2 Bình Hòa 100 48 28\n3 Cao Lâm 90 45 25\n"
    (block,) = blocks(plain(text), form="plain")
    assert " | ".join(paths(block)[2:]) == want


def test_columns_that_most_rows_leave_blank_are_kept() -> None:
    text = (
        "TT Chỉ tiêu ĐVT Năm 2024 Năm 2025 Cả kỳ Đánh giá\n1 Tốc độ tăng % 6,5 7,1 13,6 Đạt\n2 Thu ngân sách Tỷ đồng 520 610 1.130 Vượt\n"
        "3 Tỷ lệ đô thị hóa % 27,9 28,8  Đạt\n4 Bao phủ BHYT % 94,5 95,1  Vượt\n5 Hộ nghèo % 6,5 4,9  Đạt\n6 Việc làm Người 190 207 397 Vượt\n"
        "7 Rừng % 54,2 54,3  Đạt\n"
    )
    (block,) = blocks(plain(text), form="plain")
    assert paths(block)[3:] == ["Năm 2024", "Năm 2025", "Cả kỳ", "Đánh giá"]
    assert texts(block)[2] == ["3", "Tỷ lệ đô thị hóa", "%", "27,9", "28,8", "", "Đạt"]


def test_notes_of_two_columns_are_parted_where_one_is_whole_elsewhere() -> None:
    text = (
        "TT Chỉ tiêu ĐVT Năm 2024 Năm 2025 Đánh giá Ghi chú\n1 Tốc độ tăng % 6,5 7,1 Đạt\n2 Thu nội địa Tỷ đồng 520 610 Vượt Không kể tiền đất\n"
        "3 Tỷ lệ đô thị hóa % 27,9 28,8 Đạt\n4 Bao phủ BHYT % 94,5 95,1 Vượt\n5 Hộ nghèo % 6,5 4,9 Chưa đạt\n"
    )
    (block,) = blocks(plain(text), form="plain")
    assert [row[-2:] for row in texts(block)] == [["Đạt", ""], ["Vượt", "Không kể tiền đất"], ["Đạt", ""], ["Vượt", ""], ["Chưa đạt", ""]]


def test_bullets_of_a_table_without_ordinals_stay_with_their_labels() -> None:
    text = "Chỉ tiêu Đơn vị tính Năm 2024 Năm 2025\nA. Tốc độ tăng\n- Nông nghiệp % 3,1 3,4\n- Dịch vụ % 6,5 7,1\n- Công nghiệp % 9,0 9,9\n"
    (block,) = blocks(plain(text), form="plain")
    assert [row[0] for row in texts(block)] == ["A. Tốc độ tăng", "- Nông nghiệp", "- Dịch vụ", "- Công nghiệp"]
