"""How written numbers are read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.measure.figure import Setting
from extractor.measure.language import find_figures
from extractor.measure.numbers import read_number, read_words

FORMS = [
    # text, value (or low, high), of, unit, doubtful
    ("Trồng 3.450 cây xanh.", "3450", None, "cây", None),
    ("Tỷ lệ che phủ rừng đạt 42,5%.", "42.5", None, "%", None),
    ("Tỷ lệ che phủ rừng đạt 42.51%.", "42.51", None, "%", "decimal_point"),
    ("Tỷ lệ che phủ rừng tăng 0,4 - 0,6%.", ("0.4", "0.6"), None, "%", None),
    ("Cấp phát 5127 cuốn sổ tay.", "5127", None, "cuốn", None),
    ("Kinh phí 08 tỷ đồng.", "8000000000", None, "VND", None),
    ("Tỉnh: 1.300 tr.đ.", "1300000000", None, "VND", None),
    ("Tỉnh: 340 trđ.", "340000000", None, "VND", None),
    ("Kinh phí 4 tỷ 320 triệu đồng.", "4320000000", None, "VND", None),
    ("Kinh phí 2 tỷ 45 triệu 300 nghìn đồng.", "2045300000", None, "VND", None),
    ("Kinh phí 6 triệu 750.000 đồng.", "6750000", None, "VND", None),
    ("Kinh phí 1,472.800.000 đồng.", "1472800000", None, "VND", "mixed"),
    ("Kinh phí 14.520.000.00 đồng.", "14520000000", None, "VND", "grouping"),
    ("Kinh phí hơn 21,305 triệu đồng.", "21305000", None, "VND", "three_decimals"),
    ("Kinh phí 64.208.330.000 đồng.", "64208330000", None, "VND", None),
    ("Kinh phí 3.418.500 nghìn đồng.", "3418500000", None, "VND", None),
    ("Kinh phí 7.215.600.000đ.", "7215600000", None, "VND", None),
    ("Kinh phí 1,2 nghìn tỷ đồng.", "1200000000000", None, "VND", None),
    ("Kim ngạch đạt 1,35 triệu USD.", "1350000", None, "USD", None),
    ("Đón 2,7 triệu lượt khách.", "2700000", None, "lượt khách", None),
    ("Tỷ lệ che phủ rừng còn 42,82.", "42.82", None, "%", None),
    ("Cung ứng cho hơn 1400 nghệ nhân.", "1400", None, "nghệ nhân", None),
    ("Tập huấn 320 - 350 nghệ nhân/năm.", ("320", "350"), None, "nghệ nhân", None),
    ("Tập huấn từ 20 đến 30 nghệ nhân.", ("20", "30"), None, "nghệ nhân", None),
    ("Phấn đấu 7/9 làng nghề đạt chuẩn.", "7", "9", "làng nghề", None),
    ("Hoàn thành 12/12 hồ chứa nước.", "12", "12", "hồ chứa", None),
    ("Tặng một trăm hai mươi cuốn sách.", "120", None, "cuốn", None),
    ("Có 2.5 đoàn nghệ nhân.", "2.5", None, "đoàn", "decimal_point"),
    ("Thu hút 12,345 du khách.", "12345", None, "du khách", "grouping"),
    ("Mỗi hộ dùng 10 m³ - 20 m³.", ("10", "20"), None, "m³", None),
    ("Vùng từ 15.000 đến dưới 30.000 dân.", ("15000", "30000"), None, "dân", None),
    ("Chè búp từ 90.000-140.000 đồng/kg.", ("90000", "140000"), None, "VND", None),
    ("Giảm 0,5 điểm phần trăm.", "0.5", None, "điểm %", None),
    ("Kỷ luật 13 nghệ nhân.", "13", None, "nghệ nhân", None),
    ("Đề nghị nâng hạng 06 di tích.", "6", None, "di tích", None),
    ("Hướng dẫn 27 hộ trồng chè.", "27", None, "hộ", None),
    ("Vinh danh gương tiêu biểu 14 nghệ nhân.", "14", None, "nghệ nhân", None),
    ("Xếp loại A 32 (48,5%).", "32", None, None, None),
    ("Sĩ số: 31; vắng: 4.", "31", None, None, None),
    ("Phòng loại 2 giường, có ban công.", "2", None, "giường", None),
    ("Mật ong rừng loại 750g bán chạy.", "750", None, "g", None),
    ("Tiêm cho trâu 5 ml.", "5", None, "ml", None),
    ("Chỉ tiêu 7 (35%).", "35", None, "%", None),
    ("Mỗi hộ dùng 14 m³/đồng hồ/tháng.", "14", None, "m³/đồng hồ", None),
    ("Tỉ lệ thư viện/vạn dân: 3,4.", "3.4", None, "thư viện/vạn dân", None),
]


@pytest.mark.parametrize(("text", "value", "of", "unit", "doubtful"), FORMS)
def test_a_form_of_number_is_read_with_its_unit(text: str, value: object, of: str | None, unit: str, doubtful: str | None) -> None:
    figure = find_figures(text, Setting())[0]
    read = (figure.low, figure.high) if figure.low is not None else figure.value
    assert read == (tuple(map(Decimal, value)) if isinstance(value, tuple) else Decimal(str(value)))
    assert (figure.of, figure.unit, figure.doubtful) == (None if of is None else Decimal(of), unit, doubtful)


NOT_FIGURES = [
    "Hỗ trợ hàng chục tỷ đồng cho nghệ nhân.",
    "Thực hiện Nghị quyết số 35/NQ-HĐND ngày 12/7/2021 của HĐND tỉnh.",
    "Theo Kết luận 27-KL/TW và Nghị định 99/2019/NĐ-CP.",
    "Chương trình giai đoạn 2016 - 2020, tầm nhìn đến năm 2045.",
    "Kỷ niệm 45 năm ngày thành lập ngành.",
    "Trẻ em dưới 10 tuổi và người từ 60 đến trên 80 tuổi.",
    "Thuộc Dự án 4 và Tiểu dự án 2 của Chương trình.",
    "Đội 145 tỉnh phối hợp với Ban Chỉ đạo 36 tỉnh.",
    "Đại hội lần thứ 14, khóa 22.",
    "Phòng, chống dịch Covid-19 và cúm A/H5N1.",
    "Ngày Sách Việt Nam 21/4, hưởng ứng ngày 8/3, tuần lễ văn hóa.",
    "Đào tạo nghề dưới 3 tháng.",
    "Xem Phụ lục số 02, 03 và Biểu số 4 kèm theo.",
    "Trước ngày 15 hằng tháng và ngày 03 của tháng cuối quý.",
    "Cách mạng công nghiệp 4.0, mạng 5G.",
    "Điện thoại: 0912.345.678.",
    "Giữa tháng 9/2021, trong quý II/2022.",
    'Tổ "5 không, 3 sạch" tiêm vắc xin 5 trong 1.',
    "Các tổ 1, tổ 2, tổ 3 dạy tiếng Khmer ở lớp 3 - 5.",
    "Bia thùng 24x330, 24lonx330ml dao động mạnh.",
    "Giống chè Shan 8 dao động theo mùa.",
    "Thi đua chào mừng Tết Canh Tý 2020 diễn ra sôi nổi.",
    "Chợ phiên mở từ mồng 6 Tết.",
    "Thuốc Ibuprofen 400mg, Pháp; máy bơm Hạc Trì 3-B chạy dầu.",
    "Nhẫn vàng ta 99,99% khan hiếm; ống thép phi 42 x 2,6mm ế ẩm.",
    "Mừng Quốc tế Phụ nữ (8/3); đứng thứ hạng cao (45/63).",
    "Sữa Bạch Mai 350g, mạng 4G.",
    "Quán triệt Kết luận 12 Tỉnh ủy.",
]


@pytest.mark.parametrize("text", NOT_FIGURES)
def test_dates_names_ages_and_the_like_are_no_figures(text: str) -> None:
    assert [text[figure.start : figure.end] for figure in find_figures(text, Setting())] == []


def test_a_rate_s_raw_holds_its_whole_unit() -> None:
    text = "Học phí 300.000 đồng/học sinh/tháng, 50.000 đồng/tín chỉ cho năm sau."
    assert [text[f.start : f.end] for f in find_figures(text, Setting())] == ["300.000 đồng/học sinh/tháng", "50.000 đồng/tín chỉ"]


def test_a_number_that_names_a_thing_is_no_figure() -> None:
    text = "Chè Shan 9.000 đồng/kg, chè lai LDP 5451 có giá 8.000 đồng/kg."
    assert [text[f.start : f.end] for f in find_figures(text, Setting())] == ["9.000 đồng/kg", "8.000 đồng/kg"]


def test_what_a_price_is_for_is_no_figure() -> None:
    text = (
        "Phân lân Hạc Trì bao 25kg giá 95.000 đồng/bao; trứng vịt 33.000đ/chục 10 quả; thép 10 Hạc Trì Sơn 98.000đ/cây 11,7m; "
        "xe ôm 9.000 đồng/0,8km đầu; Bổ phế Hộp 6 vỉ x 14 viên, uống, giá 850 đồng/viên."
    )
    raws = [text[f.start : f.end] for f in find_figures(text, Setting())]
    assert raws == ["95.000 đồng/bao", "33.000đ/chục", "98.000đ/cây", "9.000 đồng", "850 đồng/viên"]


@given(st.integers(0, 10**12))
def test_a_number_grouped_by_points_is_read_back(value: int) -> None:
    assert read_number(f"{value:,}".replace(",", "."), whole=True, decimal=False).value == value


@given(st.decimals(0, 1000, places=2, allow_nan=False))
def test_a_decimal_comma_is_read_back(value: Decimal) -> None:
    assert read_number(f"{value:.2f}".replace(".", ","), whole=False, decimal=True).value == value


@pytest.mark.parametrize(
    ("words", "value"),
    [("một trăm", 100), ("ba trăm hai mươi lăm", 325), ("hai mươi mốt", 21), ("một nghìn hai trăm", 1200), ("năm triệu", 5000000)],
)
def test_numbers_in_words_are_read(words: str, value: int) -> None:
    assert read_words(words) == value


TEXT = st.text(st.sampled_from("0123456789.,-/%() đồngtrệuườihộạýănvà:;"), max_size=60)


@settings(deadline=None)  # the first call imports spaCy
@given(TEXT)
def test_figures_lie_in_their_text_in_order_and_do_not_overlap(text: str) -> None:
    last = 0
    for figure in find_figures(text, Setting(year=2020)):
        assert last <= figure.start < figure.digits_end <= figure.end <= len(text)
        assert figure.low is None or figure.high is None or figure.low < figure.high
        last = figure.digits_end
