"""The outline: which labels are sections, and under which."""

from __future__ import annotations

import pytest

from extractor.layout.stage import arrange
from extractor.options import Options
from extractor.read.dispatch import read
from extractor.schema import Section
from extractor.structure.document import Document
from extractor.structure.stage import structure


def document(text: str) -> Document:
    return structure(arrange(read(text.encode(), options=Options())))


def outline(text: str) -> list[str]:
    """Labels, indented by depth."""

    def walk(sections: list[Section] | tuple[Section, ...]) -> list[str]:
        return [line for s in sections for line in ["  " * (s.depth - 1) + (s.label or "@"), *walk(s.children)]]

    return walk(document(text).sections)


LONG = " theo đúng quy định của pháp luật về lao động, người có công và xã hội trên địa bàn huyện, bảo đảm công khai, minh bạch và đúng thời gian."


def lines(*starts: str) -> str:
    return "\n".join(start if start.isupper() or start.endswith(":") else start + LONG for start in starts) + "\n"


@pytest.mark.parametrize(
    ("starts", "wanted"),
    [
        (["I. KẾT QUẢ", "1. Việc làm", "2. Giảm nghèo", "II. NHIỆM VỤ", "1. Chỉ tiêu"], ["I", "  1", "  2", "II", "  1"]),
        (["1. Việc làm", "2. Giảm nghèo", "3) Trẻ em", "4. Bình đẳng giới"], ["1", "2", "3", "4"]),
        (["1. Việc làm", "2. Giảm nghèo: 1) Xã", "1) Rà soát", "2) Hỗ trợ", "3) Theo dõi"], ["1", "2", "  1", "  2", "  3"]),
        (["1. Mục tiêu", "1.1. Chung", "1.2. Riêng", "2. Giải pháp"], ["1", "  1.1", "  1.2", "2"]),
        (["I. KẾT QUẢ", "III. NHIỆM VỤ", "V. TỔ CHỨC"], ["I", "III", "V"]),
        (["1. Mục tiêu", "a) Chung", "b) Riêng", "d) Khác", "2. Giải pháp"], ["1", "  a", "  b", "  d", "2"]),
        (
            ["1. Hạn chế", "1.1. Mục tiêu", "1. Tiếp tục", "2. Đẩy mạnh", "1.2. Chỉ tiêu", "1. Phấn đấu", "2. Nhiệm vụ"],
            ["1", "  1.1", "    1", "    2", "  1.2", "    1", "    2"],
        ),
        (["A. KẾT QUẢ", "I. Kinh tế", "1. Nông nghiệp", "II. Xã hội", "B. NHIỆM VỤ"], ["A", "  I", "    1", "  II", "B"]),
        (["2.1. Việc làm", "2.2. Đào tạo", "3.3. Nhà ở", "2.4. Giảm nghèo"], ["2.1", "2.2", "3.3", "2.4"]),
        (["a) Cấp tỉnh", "(1) Sở", "(2) Ban", "b) Cấp huyện"], ["a", "  1", "  2", "b"]),
        (
            ["I. CHỈ TIÊU", "a) Kinh tế", "1. Thu", "2. Chi", "b) Xã hội", "3. Nghèo", "4. Việc làm"],
            ["I", "  a", "    1", "    2", "  b", "    3", "    4"],
        ),
        (["Điều 1. Phạm vi", "1. Các xã", "2. Các sở", "Điều 2. Hiệu lực"], ["Điều 1", "  1", "  2", "Điều 2"]),
        (
            [
                "CHƯƠNG I. CHUNG",
                "Điều 1. Phạm vi",
                "Điều 2. Đối tượng",
                "CHƯƠNG II. HỖ TRỢ",
                "MỤC 1. VAY VỐN",
                "Điều 3. Mức vay",
                "Điều 4. Hồ sơ",
            ],
            ["CHƯƠNG I", "  Điều 1", "  Điều 2", "CHƯƠNG II", "  MỤC 1", "    Điều 3", "    Điều 4"],
        ),
        (["1.Tiếp tục", "2.Việc làm", "2.1. Chính sách", "2.2 Giảm nghèo"], ["1", "2", "  2.1", "  2.2"]),
    ],
)
def test_the_cheapest_consistent_numbering_is_chosen(starts: list[str], wanted: list[str]) -> None:
    assert outline(lines(*starts)) == wanted


def test_a_list_that_starts_again_right_below_a_title_is_below_it() -> None:
    text = lines("1. Việc làm", "2. Giảm nghèo") + "3. Kiến nghị\n" + lines("1. Đối với tỉnh: bố trí vốn", "2. Đối với huyện: giao đất")
    assert outline(text) == ["1", "2", "3", "  1", "  2"]


def test_a_list_that_starts_again_below_other_text_is_beside() -> None:
    text = lines("I. KẾT QUẢ", "1. Việc làm", "2. Giảm nghèo", "Một số tồn tại", "1. Chậm", "2. Thiếu")
    assert outline(text) == ["I", "  1", "  2", "  1", "  2"]


def test_a_number_that_only_opens_a_sentence_is_no_section() -> None:
    assert outline(lines("I. KẾT QUẢ", "2.600 lao động được giải quyết việc làm", "30/4 là ngày nghỉ", "Năm 2024. Các xã")) == ["I"]


def test_an_attached_document_and_its_annexes_are_sections_of_their_own() -> None:
    text = (
        lines(
            "Điều 1. Ban hành kèm theo Quyết định này Chương trình công tác./.",
            "Nơi nhận:",
            "- Như Điều 1;",
            "KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
        ).replace(LONG, "")
        + "Đàm Quốc Lịch\nCHƯƠNG TRÌNH CÔNG TÁC\nLĩnh vực xã hội năm 2024\n(Ban hành kèm theo Quyết định số 12/QĐ-UBND)\n"
        + lines("I. MỤC TIÊU", "1. Việc làm")
        + "Phụ lục 1: GIAO CHỈ TIÊU\n"
    )
    assert outline(text) == ["Điều 1", "@", "  I", "    1", "  Phụ lục 1"]
    (attached,) = (s for s in document(text).sections if s.kind == "attachment")
    assert attached.title == "CHƯƠNG TRÌNH CÔNG TÁC Lĩnh vực xã hội năm 2024"


def test_a_label_on_its_own_line_takes_the_next_as_its_title() -> None:
    (section,) = document("PHẦN I\nĐÁNH GIÁ TÌNH HÌNH\n" + lines("Trong năm,")).sections
    assert (section.label, section.title) == ("PHẦN I", "ĐÁNH GIÁ TÌNH HÌNH")
    assert section.text.startswith("Trong năm,")


def test_text_of_sections_spans_and_passages_fit_the_reading_text() -> None:
    found = document(lines("I. KẾT QUẢ", "1. Việc làm", "2. Giảm nghèo"))
    (top,) = found.sections
    assert found.text[slice(*top.span)] == found.text
    for passage in found.passages:
        assert "\n" not in found.text[passage.start : passage.end]
    assert [found.text[p.body : p.end].split()[0] for p in found.passages] == ["KẾT", "Việc", "Giảm"]
