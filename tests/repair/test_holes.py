"""Letters lost wherever one face was used."""

from __future__ import annotations

import pytest

from extractor.pages import Reading
from extractor.repair.stage import repair
from tests.repair.readings import paged, repaired, texts_of
from tests.repair.sound_text import LINES

LOST_A = [
    "Huyện Suối  nh và thị trấn Suối  nh có 12 xã; công tác  n toàn giao thông; Tháng hành động về  TVSLĐ năm 2031",
    " n sinh xã hội được bảo đảm; 35  nh hùng lao động; Bà mẹ VN H; cộng đồng  SE N; mở thẻ ( TM) cho người dân",
    "Tập đoàn BIS K ,Công ty khác; lái xe hạng  1 cho 200 người; xã Đồng  nh; việc làm  TLĐ, trật tự",
    "về  dân cư (  3 xã), tổng 1.250  đồng,  theo dõi; nước khoáng,  bánh",
]
FOUND_A = [
    "Huyện Suối Anh và thị trấn Suối Anh có 12 xã; công tác An toàn giao thông; Tháng hành động về ATVSLĐ năm 2031",
    "An sinh xã hội được bảo đảm; 35 Anh hùng lao động; Bà mẹ VNAH; cộng đồng ASEAN; mở thẻ (ATM) cho người dân",
    "Tập đoàn BISAKA,Công ty khác; lái xe hạng A1 cho 200 người; xã Đồng Anh; việc làm ATLĐ, trật tự",
    "về  dân cư (  3 xã), tổng 1.250  đồng,  theo dõi; nước khoáng,  bánh",
]
BOLD = "Times New Roman,Bold"
HEADINGS = [
    "CHÍNH PHỦ",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "NGHỊ ĐỊNH",
    "Quy định việc kết nối và chia sẻ dữ liệu bắt buộc",
    "Chương I. QUY ĐỊNH CHUNG",
    "Điều 3. Nguyên tắc thực hiện và trách nhiệm thi hành",
    "Chương II. CHIA SẺ DỮ LIỆU MẶC ĐỊNH",
    "TRÁCH NHIỆM CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN CÁC CẤP",
]


def test_a_lost_letter_is_put_back_in_plain_text() -> None:
    assert repaired(*LOST_A)[0] == FOUND_A


def test_the_holes_of_a_sound_text_are_left() -> None:
    assert repaired(*FOUND_A)[1] == ()


def _without(letters: str, put: str) -> Reading:
    table = str.maketrans(dict.fromkeys(letters, put))
    return paged(*([(text.translate(table).rstrip(), BOLD)] for text in HEADINGS), *([(text, "Times New Roman")] for text in LINES))


@pytest.mark.parametrize("letters", ["H", "HÍ", "ư", "ệ", "N", "C"])
def test_letters_lost_from_a_bold_face_are_put_back(letters: str) -> None:
    result, changes = repair(_without(letters, " "))
    assert texts_of(result)[: len(HEADINGS)] == HEADINGS
    assert {change.rule for change in changes} == {"dropped_glyph"}


def test_letters_lost_without_a_blank_are_put_back_where_no_word_is_left() -> None:
    result, _ = repair(_without("H", ""))
    assert texts_of(result)[1:3] == ["CỘNG ÒA XÃ HỘI CỦ NGHĨA VIỆT NAM", "NGHỊ ĐỊNH"]


def test_other_faces_keep_their_double_blanks() -> None:
    result, _ = repair(_without("H", " "))
    assert texts_of(result)[len(HEADINGS) :] == LINES


def test_one_hole_that_two_letters_explain_is_left() -> None:
    assert repaired("Xã Suối  nh có 12 thôn; công tác khác")[1] == ()


def test_one_hole_is_filled_when_the_document_has_the_words_elsewhere() -> None:
    lines, _ = repaired(
        "Huyện Kỳ Sơn Anh có 12 xã.",
        "Đoàn công tác thăm huyện Kỳ Sơn Anh và huyện khác.",
        "Tại huyện Kỳ Sơn  nh có 3 hộ; về  n toàn lao động",
    )
    assert lines[2] == "Tại huyện Kỳ Sơn Anh có 3 hộ; về An toàn lao động"


def test_a_bad_ocr_layer_is_no_text_with_holes() -> None:
    garbage = ["Cän cir Quyêt djnh s6  nh cüa Uy ban", "th l c hiên  ng nhiêm vu dirgc giao", "huyn, thj xä,  thành ph6 ph i hop"] * 20
    assert repaired(*garbage)[1] == ()


def test_a_glyph_without_a_character_is_a_hole_unless_a_figure_stands_beside_it() -> None:
    headings = [heading.replace("Ủ", "\ufffd") for heading in HEADINGS]
    assert "\ufffd" in "".join(headings)
    assert texts_of(repair(paged(*[[(heading, BOLD)] for heading in headings]))[0]) == HEADINGS
    assert texts_of(repair(paged([("Giao 1\ufffd0 hộ, 2,\ufffd triệu đồng", BOLD)]))[0]) == ["Giao 1\ufffd0 hộ, 2,\ufffd triệu đồng"]
