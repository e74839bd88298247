"""What is counted, where a price, a bracket or a row of numbers stands between it and its number."""

from __future__ import annotations

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.measure.figure import Figure, Setting
from extractor.measure.language import find_figures

_WORD = regex.compile(r"[\p{L}\p{M}\d]+")


def figures(text: str) -> tuple[Figure, ...]:
    return find_figures(text, Setting(role="result", period="2021", year=2021))


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Rau cần giá 12.000 đồng/kg, cá mè có giá bán từ 41.000-43.000 đồng/kg.", ["Rau cần", "cá mè"]),
        ("Đậu xanh ở mức 31.000 đồng/kg; giá vừng dao động mức 55.000 đồng/kg.", ["Đậu xanh", "giá vừng"]),
        ("Vịt cỏ có giá giảm nhẹ (-800 đồng/kg), giá bán từ 52.000-55.000 đồng/kg.", ["Vịt cỏ", "Vịt cỏ"]),
        ("Ngô hạt tăng so với tháng 2/2021, tăng (+90đồng/kg).", ["Ngô hạt"]),
        ("Cụ thể: ngan thịt bình quân giảm (-75 đồng/kg), giảm nhẹ mặt hàng ngỗng, bình quân giảm (-30 đồng/kg).", ["ngan thịt", "ngỗng"]),
        ("Hến to cỡ 60-70 con/kg có giá 15.000đ/kg.", ["Hến to"]),
        (
            "Siro Abi 10mg, Lào, Hộp 20 gói, Công ty Nam Sơn giá 91 đồng/gói; siro Oca 5mg, Lào giá 37 đồng/gói.",
            ["Siro Abi", "siro Oca"],
        ),
        ("Nồi gang của làng Vạn 60 chiếc trị giá 9 triệu đồng.", ["Nồi gang của làng Vạn"]),
        ("Trao 7 suất quà cho thợ già, tổng trị giá 3 triệu đồng.", ["tổng trị giá"]),
        ("Từ tuần thứ ba với mức giá bán ra dao động từ 6.500.000-6.700.000 đồng/chỉ.", ["mức giá bán ra"]),
    ],
)
def test_a_price_is_of_the_thing_named_before_it(text: str, phrases: list[str]) -> None:
    assert [figure.phrase for figure in figures(text) if figure.unit == "VND"] == phrases


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Thợ dự thi: 80 (dệt: 50, nhuộm: 30), chiếm tỷ lệ 22,5%.", ["Thợ dự thi", "dệt", "nhuộm", "Thợ dự thi"]),
        ("Tỷ lệ hộ có lò sấy còn 16% (59 hộ), bình quân mỗi năm giảm 5 điểm %.", [None, None, "Tỷ lệ hộ có lò sấy"]),
        ("Giá nước giếng (từ 5 m³ - 15 m³) là 6.100 đồng/m³.", [None, "Giá nước giếng"]),
        ("Tỷ lệ thợ giỏi/nghìn dân: 5,1 (cả nước trung bình 7,2).", ["Tỷ lệ thợ giỏi/nghìn dân", "Tỷ lệ thợ giỏi/nghìn dân"]),
    ],
)
def test_what_stands_in_a_bracket_names_nothing_after_it(text: str, phrases: list[str | None]) -> None:
    found = [figure.phrase for figure in figures(text)]
    assert [phrase for phrase, wanted in zip(found, phrases, strict=True) if wanted] == [wanted for wanted in phrases if wanted]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Tiêm cừu 90 con, ngựa thồ 80 con, dê núi 70 con, đạt lần lượt 5%, 6% và 7%.", ["Tiêm cừu", "ngựa thồ", "dê núi"] * 2),
        ("Diện tích chè, lạc và vừng lần lượt đạt 20 ha, 30 ha và 40 ha.", ["Diện tích chè", "lạc", "vừng"]),
    ],
)
def test_a_row_in_turn_speaks_of_a_row_of_names(text: str, phrases: list[str]) -> None:
    assert [figure.phrase for figure in figures(text)] == phrases


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Có 40 thợ dệt, phần lớn là nữ.", "thợ dệt"),
        ("Còn thiếu 40 thợ dệt, nhiều nhất ở làng trên.", "thợ dệt"),
        ("Giá tơ thấp hơn 30% so với năm 2019.", "Giá tơ"),
    ],
)
def test_a_new_clause_is_no_part_of_the_phrase(text: str, phrase: str) -> None:
    assert figures(text)[0].phrase == phrase


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Mở rộng nghề nuôi tằm 35 bộ.", ["Mở rộng nghề nuôi tằm"]),
        ("Nhà sàn mới dựng 35 căn.", ["Nhà sàn mới dựng"]),
        ("Bình quân 14 thợ dệt/làng.", ["thợ dệt"]),
        ("Tại 6 xã/phường.", ["xã/phường"]),
        ("Triệt phá 31 lò than.", ["lò than"]),
        ("Sửa 9 đình (xây mới 4 đình, lợp lại 5 đình).", [None, "xây mới", None]),
        ("Tỷ lệ thợ có nghề đạt 45% (mục tiêu 50%).", ["Tỷ lệ thợ có nghề", "Tỷ lệ thợ có nghề"]),
        ("Tỷ lệ thợ có nghề đạt 45%, vượt mục tiêu 2,5 điểm %.", ["Tỷ lệ thợ có nghề", "Tỷ lệ thợ có nghề"]),
    ],
)
def test_an_empty_unit_or_a_comparison_names_nothing(text: str, phrases: list[str | None]) -> None:
    found = [figure.phrase for figure in figures(text)]
    assert [phrase for phrase, wanted in zip(found, phrases, strict=True) if wanted] == [wanted for wanted in phrases if wanted]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Nghề gốm chiếm từ 25% giá trị toàn làng.", ["Nghề gốm"]),
        ("Có 40 lò, chiếm 25% số lò.", ["lò", "lò"]),
        ("Lò sấy Đồng Tâm (xã Hoa Mai) công suất 30 tấn/năm.", ["Lò sấy Đồng Tâm công suất"]),
        ("Gừng: ổn định 43 ha.", ["Gừng"]),
        ("Huyện trích 4 tỷ đồng khắc phục sạt lở kè.", ["khắc phục sạt lở kè"]),
        ("Hội Làm vườn được cấp 4 tỷ đồng để mua cây giống.", ["Hội Làm vườn"]),
        ("Mức hài lòng qua 900 phiếu hỏi đạt 87%.", ["phiếu hỏi", "Mức hài lòng"]),
        ("Một số nông sản giảm so với cùng kỳ có vừng đạt 98%.", ["vừng"]),
        ("Vừng có giá ổn định, giá từ 31.000-33.000 đồng/kg.", ["Vừng"]),
        ("Giá lạc nhân loại 1,5kg trở lên dao động từ 90.000-99.000 đồng.", [None, "Giá lạc nhân"]),
        ("Khám 60 ca cúm H5N1 mới.", ["ca cúm H5N1 mới"]),
        ("Khám 60 ca lạ COVID-19.", ["ca lạ COVID-19"]),
        ("Có trên 30 thợ/năm đi học nghề ở xa.", ["thợ đi học nghề ở xa"]),
        ("Mức sinh 3 con/phụ nữ.", ["Mức sinh"]),
        ("Tối đa 30 thợ dệt/lớp dạy nghề.", ["thợ dệt"]),
    ],
)
def test_the_thing_is_named_and_not_its_measure(text: str, phrases: list[str | None]) -> None:
    found = [figure.phrase for figure in figures(text)]
    assert [phrase for phrase, wanted in zip(found, phrases, strict=True) if wanted] == [wanted for wanted in phrases if wanted]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Phong trào làng nghề: 46 làng đăng ký.", ["làng đăng ký"]),
        ("Theo báo cáo của Hội Làm vườn: 46 làng chưa có quy ước.", ["làng chưa có quy ước"]),
        ("Làng Vạn: 46 thợ.", ["Làng Vạn"]),
        ("Điện thắp sáng đạt 46% số làng.", ["làng"]),
        ("Tỷ lệ hộ có lò đầu kỳ là 15,6%, cuối năm 2021 ước còn 4,8%.", ["Tỷ lệ hộ có lò đầu kỳ", "Tỷ lệ hộ có lò đầu kỳ"]),
    ],
)
def test_a_head_of_a_line_names_nothing_that_has_its_own_predicate(text: str, phrases: list[str]) -> None:
    assert [figure.phrase for figure in figures(text)] == phrases


_WORDS = "tăng|giảm|giá|đạt|còn|(|)|,|;|:|.|và|lần lượt|có|tỷ lệ|chè búp|hộ nghèo|bình quân|so với năm 2019|là|trong đó|từ|xuống|%|-"
_NUMBERS = "5%|12 đồng/kg|(+45đồng/lít)|(-3 USD)|7,5|20 ha|3 triệu đồng|9 hộ|4 điểm %|6 con/kg|8 m³/đồng hồ/tháng|2‰|4 ca COVID-19|7 tấn CO2|3 thợ/phụ nữ"
_PIECES = st.sampled_from([*_WORDS.split("|"), *_NUMBERS.split("|")])


@given(st.lists(_PIECES, min_size=1, max_size=14))
@example(["7 tấn CO2", "2‰", "từ"])
def test_every_word_of_a_phrase_stands_in_the_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    words = set(_WORD.findall(text.lower()))
    for figure in figures(text):
        assert set(_WORD.findall((figure.phrase or "").lower())) <= words, text
