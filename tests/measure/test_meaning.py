"""What the words around a figure make of it: small texts in, small tables out."""

from __future__ import annotations

import pytest

from extractor.measure.figure import Figure, Setting
from extractor.measure.language import find_figures
from extractor.measure.periods import span_before
from extractor.measure.quantities import opens_list

REPORT = Setting(role="result", period="2021", year=2021)


def figures(text: str, setting: Setting = REPORT) -> tuple[Figure, ...]:
    return find_figures(text, setting)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Nghiệm thu 14 cống thoát nước.", "cống"),
        ("Phục dựng 6 bảo tàng làng nghề.", "bảo tàng"),
        ("Cứu hộ 21 ngư dân gặp nạn.", "ngư dân"),
        ("Có 35 tiểu thương được vay vốn.", "tiểu thương"),
        ("Trùng tu 9 ngôi đình cổ.", "ngôi"),
        ("Đón 480 lượt du khách.", "lượt du khách"),
        ("Phát 900 phần thưởng cho vận động viên.", "phần thưởng"),
        ("Tổ chức 5 giải bơi lội.", "giải"),
        ("Ký 17 hợp đồng nguyên tắc.", "hợp đồng"),
        ("Tạo thêm 250 việc làm mới.", "việc làm"),
        ("Trao 60 huy hiệu.", "huy hiệu"),
        ("Lắp 1.200 bóng đèn và 40 trụ.", "bóng đèn"),
        ("Tập huấn cho 33 thủy thủ, thuyền trưởng.", "thủy thủ"),
        ("Cấp 5.000 các loại cây giống.", "cây"),
        ("Triển khai tại 4 phường/xã.", "phường/xã"),
        ("Đào tạo 80 diễn viên/năm.", "diễn viên"),
        ("Bán 30 vé tại quầy.", "vé"),
        ("Vinh danh 12 NSƯT.", "NSƯT"),
        ("Có 21 điều dưỡng/10.000 dân.", "điều dưỡng/10.000 dân"),
        ("Có 9 thư viện/vạn dân.", "thư viện/vạn dân"),
        ("Tuổi thọ bình quân 71,5 tuổi.", "tuổi"),
        ("Trồng mới 15 ha cao su.", "ha"),
    ],
)
def test_a_counting_noun_is_found_by_grammar(text: str, unit: str) -> None:
    assert figures(text)[0].unit == unit


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Thu gom 300 tấn rác, trong đó nhựa: 40, giấy: 25.", ["tấn", "tấn", "tấn"]),
        ("Trồng 900 cây (thông 500, tràm 400).", ["cây", "cây", "cây"]),
        ("Số diễn viên tham gia hội diễn: 45.", ["diễn viên"]),
        ("Tỷ lệ khán giả hài lòng còn 88,5.", ["%"]),
        ("420 vé/63 triệu đồng", ["vé", "VND"]),
    ],
)
def test_a_missing_unit_is_taken_from_label_list_or_whole(text: str, units: list[str]) -> None:
    assert [figure.unit for figure in figures(text)] == units


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("Trồng 50 ha chè.", "="),
        ("Trồng hơn 50 ha chè.", ">"),
        ("Trồng trên 50 ha chè.", ">"),
        ("Giữ mức dưới 50 vụ cháy.", "<"),
        ("Trồng gần 50 ha chè.", "~"),
        ("Diện tích ước đạt 50 ha.", "~"),
        ("Trồng khoảng 50 ha chè.", "~"),
        ("Trồng từ 50 ha chè trở lên.", ">="),
        ("Trồng ít nhất 50 ha chè.", ">="),
        ("Mở từ 15 phiên chợ về vùng chè.", ">="),
        ("Không quá 50 vụ cháy.", "<="),
        ("Trồng 40 - 50 ha chè.", "range"),
        ("Từ 40 ha năm 2019 lên 50 ha năm 2021.", "="),
    ],
)
def test_a_comparator_is_read_from_the_words_beside_the_number(text: str, comparator: str) -> None:
    assert figures(text)[0].comparator == comparator


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sản lượng chè tăng 12 tấn.", [("change", "up")]),
        ("Số vụ cháy giảm 12 vụ so với năm 2020.", [("change", "down")]),
        ("Giảm tỷ lệ hao hụt (theo chuẩn mới) từ 0,3% trở lên.", [("change", "down")]),
        ("Tỷ lệ hao hụt giảm còn 2,5%.", [("level", None)]),
        ("Nâng tỷ lệ chế biến lên 60%.", [("level", None)]),
        ("Thu 30 tỷ đồng, đạt 104% kế hoạch, bằng 98% so với cùng kỳ.", [("level", None), ("attainment", None), ("attainment", None)]),
        ("Thu 30 tỷ đồng (đạt tỷ lệ 50%).", [("level", None), ("attainment", None)]),
        ("Tỷ lệ hao hụt giảm từ 3,5% năm 2020 xuống 3,1% năm 2021.", [("level", None), ("level", None)]),
        ("Thu mua tăng 12% về lượng và 15% về giá trị.", [("change", "up"), ("change", "up")]),
        ("Chè đạt 98%, cà phê đạt 92%, tiêu đạt 97% so cùng kỳ.", [("attainment", None)] * 3),
        ("Chỉ số giá chè so với tháng trước bằng 101%.", [("attainment", None)]),
        ("Vốn vay giải ngân mới được 61%.", [("attainment", None)]),
        ("Giảm giá vé sau dịp rằm từ 5 - 7%.", [("change", "down")]),
        ("Nghề dệt có mức tăng trưởng 9%.", [("change", "up")]),
        ("Bao phủ nước sạch 94%, vượt chỉ tiêu xã giao 2%.", [("level", None), ("change", None)]),
        ("Có 3/9 tổ thấp hơn kế hoạch toàn xã và 4/9 tổ đạt.", [("level", None), ("level", None)]),
        ("Tỷ lệ tuyển so với chỉ tiêu giao của các bản: Bản Sim: 40%; Bản Lim: 60%.", [("attainment", None)] * 2),
        ("Số thợ đã tuyển so với quy hoạch 9/18 (50%).", [("level", None), ("attainment", None)]),
        ("Có 5 hộ giải ngân trên 61%.", [("level", None), ("level", None)]),
        ("Có 14 lò sấy, hơn năm trước 3 lò.", [("level", None), ("change", "up")]),
        ("Chỉ số hài lòng tụt 9 bậc.", [("change", "down")]),
        ("Tỷ lệ chế biến không thấp hơn 60%.", [("level", None)]),
    ],
)
def test_a_figure_is_a_level_a_change_or_an_attainment(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(figure.kind, figure.direction) for figure in figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Đã trồng 50 ha chè.", ["result"]),
        ("Toàn huyện hiện có 24 lò sấy chè, trong đó 3 lò mới.", ["context", "context"]),
        ("Toàn huyện có 24 lò sấy chè.", ["context"]),
        ("Toàn huyện có 24 lò sấy chè được nâng cấp.", ["result"]),
        ("Hỗ trợ với mức 55.000 đồng/tháng.", ["context"]),
        ("Thu mua chè của 5 xã.", ["context"]),
        ("Kiểm tra sổ của 50 vườn chè.", ["result"]),
        ("Thu 9 tấn chè của 5 vườn.", ["result", "context"]),
        ("Có 90 vụ cháy, giảm 10 vụ so với năm 2020 (100 vụ).", ["result", "result", "baseline"]),
        ("Giảm từ 100 vụ năm 2020 xuống 90 vụ.", ["baseline", "result"]),
        ("Sản lượng đạt 70 tấn (đạt 70% mục tiêu nghị quyết đề ra 100 tấn).", ["result", "result", "target"]),
        ("Tỷ lệ hao hụt cao hơn mức chung (cả nước 3%).", ["context"]),
        ("Có 100% vốn nhà nước.", ["context"]),
        ("100% thợ chè được tập huấn.", ["result"]),
        ("Mỗi vườn được hỗ trợ 3 - 5 triệu đồng.", ["context"]),
        ("Còn 10 hồ sơ còn lại đang xử lý.", ["context"]),
        ("Có 4 nhà vườn xuất bán dưới 30% sản lượng.", ["result", "context"]),
        ("Chè khô bán được 9 tấn; phấn đấu cuối vụ đạt 12 tấn.", ["result", "target"]),
        ("Giá chè khô bình quân 210.000 đồng/kg.", ["context"]),
        ("Thu 9 tấn chè/7 tấn chè.", ["result", "result"]),
        ("Thu 9 tấn/7 tấn.", ["result", "target"]),
        ("Thu 9 tấn; phấn đấu năm 2022 đạt 12 tấn.", ["result", "target"]),
        ("Cháy 12 vụ, so cùng kỳ tăng 2 vụ (20%).", ["result", "result", "result"]),
        ("Hỗ trợ 90.000 đồng/người/tháng cho 45 thợ.", ["context", "result"]),
        ("Hội thi có sự tham gia của 30 thợ đến từ 9 xã.", ["result", "result"]),
        ("Làm 31 km/42 km (73,8%).", ["result", "result", "result"]),
        ("Thu 9 tỷ đồng/KH 8 tỷ đồng.", ["result", "target"]),
        ("Tỷ lệ hao hụt 2,5% (kế hoạch dưới 3%).", ["result", "target"]),
        ("Tỷ lệ hao hụt giảm 2%, vượt kế hoạch đề ra là giảm 1%.", ["result", "target"]),
        ("Hỗ trợ 40 vườn (mức hỗ trợ 6 triệu đồng/vườn mới, 3 triệu đồng/vườn cũ).", ["result", "context", "context"]),
        ("Kế hoạch vốn được giao là 7 tỷ đồng, giải ngân 3 tỷ đồng.", ["context", "result"]),
        ("Giảm 12 lò so với trước ngày 01/8/2021 (40 lò).", ["result", "baseline"]),
        ("Trong 30 vườn, đã cấp mã cho 12 vườn.", ["context", "result"]),
        ("Toàn huyện hiện có 24 lò sấy, trong đó 3 lò được nâng cấp.", ["context", "result"]),
        ("Tỷ lệ hao hụt 3%, cùng kỳ năm 2020 là 4%.", ["result", "baseline"]),
        ("Chè búp 20.000 đồng/kg, thu 90 triệu đồng/ha.", ["context", "result"]),
        ("Tỷ lệ chế biến 61%, không thấp hơn mức năm 2020 (60%).", ["result", "baseline"]),
        ("Gạo bao 50 kg bán 90.000 bao.", ["context", "result"]),
        ("Hao hụt 3% (cả nước trung bình 4%).", ["result", "context"]),
        ("Chè tăng 17%, cao hơn kế hoạch toàn ngành (16%).", ["result", "target"]),
        ("Công hái trả 6.000 đồng/gùi.", ["context"]),
        ("Vé vào vườn 30.000 đồng/lượt, tăng 2.000 đồng/lượt.", ["context", "result"]),
        ("Chè ô long bán 12 USD/kg.", ["context"]),
        ("Học phí lớp dệt là 90.000 đồng/học viên/tháng.", ["context"]),
        ("Thu nhập của thợ dệt đạt 7 triệu đồng/người.", ["result"]),
        ("Góp quỹ 30 triệu đồng, bình quân 2 triệu đồng/hộ.", ["result", "result"]),
        ("Giá thuê sạp 6 ô là 40.000 đồng/sạp.", ["context", "context"]),
        ("Xây lò sấy công suất 9 tấn/ngày.", ["context"]),
        ("Đã chạy lò sấy Bản Sim (7 tấn/ngày).", ["context"]),
        ("Vé đã gồm thuế tiêu thụ 5%.", ["context"]),
        ("Cấp phép cho xe dưới 9 chỗ.", ["context"]),
        ("Có 4 tổ chậm quá 6 kỳ.", ["result", "context"]),
        ("Một số nghề đạt thấp (dưới 40%).", ["context"]),
        ("Tỷ lệ hao hụt dưới 3%.", ["result"]),
        ("Tổ giám sát họp 01 tháng/2 lần.", ["context"]),
        ("Hợp tác xã còn dư 9 suất.", ["context"]),
        ("Số suất còn lại của năm trước là 12 suất.", ["context"]),
        ("Có 6 suất không giao được.", ["context"]),
        ("Đang giải quyết 7 đơn, trả lại 3 đơn do thiếu chữ ký.", ["context", "result"]),
        ("Có 5 kho vẫn còn lợp tôn, 9 hộ còn dư nợ.", ["context", "result"]),
        ("Số thợ cần tuyển là 30 người.", ["target"]),
        ("Hợp tác xã có 3 trạm sấy, 2 phòng thử.", ["context", "context"]),
        ("Đã có 3 trạm sấy chạy điện.", ["result"]),
        ("Toàn huyện có 9 sản phẩm chè.", ["result"]),
        ("Toàn huyện hiện có 24 lò sấy, đã sửa 9 lò, tỷ lệ lấp đầy 60%.", ["context", "result", "result"]),
        ("Hiện nay mỗi ngày có 90 lượt xe.", ["result"]),
        ("Khách ở lại bình quân 2 ngày.", ["result"]),
        ("Trạm sấy thiếu 4 thợ; nợ tiền lò còn 9 triệu đồng.", ["context", "context"]),
        ("Nguyên nhân: 3 lò cháy chậm; mưa làm hỏng 9 lò.", ["context", "result"]),
        ("Nhà sàn toàn huyện 90 nhà với 400 bếp.", ["context", "context"]),
        ("Quy mô vụ này: 70 lớp dệt.", ["context"]),
        ("Bình quân toàn xã 9 lò/bản.", ["result"]),
        ("Giá chè ở mức 60 USD/tạ so với mức 70 USD/tạ năm 2019.", ["context", "baseline"]),
        ("Tương đương cứ 9 hộ thì có 2 hộ làm chè.", ["context", "result"]),
    ],
)
def test_a_role_is_told_by_the_words_around(text: str, roles: list[str]) -> None:
    assert [figure.role for figure in figures(text)] == roles


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Đã trồng 50 ha chè.", ["2021"]),
        ("Tính đến ngày 20/6/2021, đã trồng 50 ha chè, tăng 5 ha.", ["2021-06-20", "2021-06-20"]),
        ("Giai đoạn 2016-2020, bình quân trồng 50 ha chè.", ["2016/2020"]),
        ("Có 90 vụ cháy, giảm 10 vụ so với năm 2020 (100 vụ).", ["2021", "2021", "2020"]),
        ("Giảm từ 100 vụ năm 2020 xuống 90 vụ.", ["2020", "2021"]),
        ("Trồng 50 ha chè (năm 2020: 45 ha).", ["2021", "2020"]),
        ("Trồng 50 ha chè, cao hơn năm 2020 5 ha.", ["2021", "2021"]),
        ("Hao hụt giảm từ 4,5% cuối năm 2020 xuống còn 3,5% cuối năm 2021.", ["2020", "2021"]),
        ("Trong 6 tháng đầu năm 2021, trồng 20 ha chè.", ["2021-01/2021-06"]),
        ("Quý II/2021, trồng 20 ha chè.", ["2021-04/2021-06"]),
        ("Từ năm 1998 đến nay, trồng 700 ha chè.", ["1998/2021"]),
        ("Đến 31/12/2021 trồng 50 ha. Sau đó trồng thêm 5 ha.", ["2021-12-31", "2021"]),
        ("Sau nửa nhiệm kỳ có 70 ha chè.", [None]),
        ("Từ ngày 01/3/2021 đến ngày 31/5/2021, trồng 20 ha chè.", ["2021-03/2021-05"]),
        ("Từ ngày 15/3/2021 đến ngày 31/5/2021, trồng 20 ha chè.", ["2021-03-15/2021-05-31"]),
        ("Trận lốc tháng 4/2020 làm đổ 30 ha chè.", ["2020-04"]),
        ("Tỷ lệ che phủ: 2019 đạt 40%; 2020 đạt 41%.", ["2019", "2020"]),
        ("Theo giá so sánh năm 2010, giá trị đạt 9 tỷ đồng.", ["2021"]),
        ("Thực hiện Kế hoạch phát triển cây chè năm 2019, đã trồng 50 ha.", ["2021"]),
        ("Tính gộp 2 tháng đầu năm, trồng 50 ha chè.", ["2021-01/2021-02"]),
        ("Cây chè bén rễ ở vùng cao, phát triển nhanh, dự báo đến năm 2030 có 900 ha.", ["2030"]),
        ("Thực hiện đề án đến năm 2025, định hướng đến năm 2030, trồng 50 ha chè.", ["2025"]),
        ("Hợp tác xã có 90 ha, gấp 1,5 lần năm 2019.", ["2021", "2021"]),
        ("Giá chè điều chỉnh 3 lần vào ngày 05/3/2021, ngày 12/3/2021 và ngày 19/3/2021.", ["2021"]),
        ("Số hộ trồng chè tạp giảm từ 90 hộ xuống 70 hộ.", [None, "2021"]),
        ("Nhu cầu vốn 2019 - 2020 là 9 tỷ đồng.", ["2019/2020"]),
        ("Bình quân 2 tháng năm 2021 so với bình quân 2 tháng năm 2020 bằng 106%.", ["2021-01/2021-02"]),
        ("Chất lượng búp chè năm 2019 của huyện đạt 82,4 điểm, tăng 3 bậc.", ["2019", "2019"]),
        ("Xếp loại vườn chè năm 2019, thông báo kết quả: 40 vườn.", ["2019"]),
        ("Chấm chè vụ năm 2019 - 2020, kết quả như sau: Dự thi: 30 hộ (xã Hoa Mai: 20 hộ); đạt giải: 9 hộ.", ["2019/2020"] * 3),
        ("Thuê 50 ha theo hợp đồng năm 2019; trồng mới 9 ha.", ["2021", "2021"]),
        ("Kiện toàn tổ chăm chè, giai đoạn 2018 - 2020; cử 9 người đi học.", ["2021"]),
        ("Nhờ giai đoạn 2016 - 2030 có vốn, vụ chè năm 2021 đối với 90 hộ (góp vốn 40; vay vốn 50).", ["2021"] * 3),
        ("Vùng thấp 2 tháng đầu năm 2021 các xã trồng 20 ha chè.", ["2021-01/2021-02"]),
        ("Trong đợt mở cửa lúc 7 giờ ngày 05/3/2021 nước về 900 m3.", ["2021-03-05"]),
    ],
)
def test_a_period_is_its_own_or_its_sentence_s_or_the_document_s(text: str, periods: list[str | None]) -> None:
    assert [figure.period for figure in figures(text)] == periods


YEARS = Setting(role="result", period="2016/2020", year=2016)


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Hội chè năm 2018 kéo dài 6 ngày, đón 900 lượt khách.", ["2018", "2018"]),
        ("Sản lượng chè năm 2019 ước 9 tấn, bằng 95% năm trước.", ["2019", "2019"]),
        ("Từ năm 2018 trồng 90 ha chè.", ["2016/2020"]),
        ("Hao hụt năm 2020 còn 3%, bình quân mỗi năm giảm 2%.", ["2020", "2016/2020"]),
        ("Hao hụt giảm từ 9% xuống 7%, tăng trưởng bình quân 5%/năm.", [None, "2016/2020", "2016/2020"]),
        ("Sau 05 năm, số vườn tạp giảm từ 90 vườn xuống còn 70 vườn.", ["2016", "2020"]),
        ("Hội chè năm 2012 đón 900 lượt khách.", ["2012"]),
        ("Theo Luật Hợp tác xã năm 2012, có 9 hợp tác xã.", ["2016/2020"]),
    ],
)
def test_in_a_report_on_years_any_of_them_dates_its_sentence(text: str, periods: list[str]) -> None:
    assert [figure.period for figure in figures(text, YEARS)] == periods


@pytest.mark.parametrize(
    ("span", "before"),
    [
        ("2024", "2023"),
        ("2026/2030", "2021/2025"),
        ("2025-09/2026-05", "2024-09/2025-05"),
        ("2024-01/2024-06", "2024-01/2024-06"),
        (None, None),
    ],
)
def test_the_span_before(span: str | None, before: str | None) -> None:
    assert span_before(span) == before


HALF = Setting(role="result", period="2021-01/2021-06", year=2021)


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Trồng 20 ha, cùng kỳ năm 2020 là 15 ha.", ["2021-01/2021-06", "2020-01/2020-06"]),
        ("Trồng 20 ha, đạt 40% kế hoạch đề ra (50 ha).", ["2021-01/2021-06", "2021-01/2021-06", "2021"]),
        ("Trong tháng, trồng 20 ha chè.", ["2021-06"]),
        ("Trong tháng tới, trồng 20 ha chè.", ["2021-01/2021-06"]),
        ("Lũy kế 4 tháng đầu năm trồng 20 ha, đạt 40% kế hoạch (50 ha).", ["2021-01/2021-04", "2021-01/2021-04", "2021"]),
        ("Cả năm ước trồng 60 ha.", ["2021"]),
    ],
)
def test_in_a_report_on_months_the_same_months_and_the_year_s_plan_are_told_apart(text: str, periods: list[str]) -> None:
    assert [figure.period for figure in figures(text, HALF)] == periods


def parents(text: str, setting: Setting = REPORT) -> list[int | None]:
    found = figures(text, setting)
    return [figure.parent for figure in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trồng 90 ha, trong đó chè 50 ha và tiêu 40 ha.", [None, 0, 0]),
        ("Trồng 90 ha (chè 50 ha; tiêu 40 ha) với kinh phí 7 tỷ đồng (tỉnh 4 tỷ đồng; huyện 3 tỷ đồng).", [None, 0, 0, None, 3, 3]),
        ("Chi 9 tỷ đồng, trong đó, tỉnh 7 tỷ đồng (gồm: giống 4 tỷ đồng; phân 3 tỷ đồng); huyện 2 tỷ đồng.", [None, 0, 1, 1, 0]),
        (
            "Cấp 30 lượt vay/90 triệu đồng, trong đó: nam: 10 lượt vay/40 triệu đồng; nữ: 20 lượt vay/50 triệu đồng.",
            [None, None, 0, 1, 0, 1],
        ),
        ("Trồng 90 ha. Trong đó: chè 50 ha; tiêu 40 ha.", [None, 0, 0]),
        ("Trồng 90 ha (tăng 5 ha).", [None, None]),
        ("Tỷ lệ đạt 74,5%, trong đó loại tốt: 30%.", [None, 0]),
        ("Cử 9 thợ, học viên (4 thợ dệt, 5 học viên).", [None, 0, 0]),
        ("Có 16 vụ tử vong; 11 vụ đuối nước, 03 vụ cháy, 02 vụ ngã.", [None, 0, 0, 0]),
        ("Trong 14 vụ kiện có 5 vụ đã xét xử, 2 vụ đình chỉ; 4 vụ mới.", [None, 0, 0, None]),
    ],
)
def test_parts_know_their_whole(text: str, expected: list[int | None]) -> None:
    assert parents(text) == expected


def test_a_footnote_s_list_breaks_down_the_figure_at_its_anchor() -> None:
    whole = figures("Cấp 12 giấy phép.")[0]._replace(key=7)
    setting = Setting(role="result", period="2021", year=2021, first_key=20, prior=(whole,), prior_opens=True)
    found = figures("Khai thác: 05; chế biến: 04; vận chuyển: 03.", setting)
    assert [(figure.value, figure.unit, figure.parent) for figure in found] == [
        (5, "giấy phép", 7),
        (4, "giấy phép", 7),
        (3, "giấy phép", 7),
    ]


def test_a_footnote_s_parts_of_a_target_are_to_be_reached() -> None:
    whole = figures("Cấp 12 giấy phép.")[0]._replace(key=7, role="target")
    setting = Setting(role="context", period="2021", year=2021, first_key=20, prior=(whole,), prior_opens=True)
    found = figures("Khai thác: 05; chế biến: 07. Đã nộp 40 hồ sơ.", setting)
    assert [figure.role for figure in found] == ["target", "target", "context"]


def test_a_list_of_labels_without_units_is_counted_in_the_whole_s_unit() -> None:
    found = figures("Có 139 thợ: Dệt vải 71, nhuộm chàm 42, thêu thùa 26.")
    assert [(figure.value, figure.unit, figure.parent) for figure in found] == [
        (139, "thợ", None),
        (71, "thợ", 0),
        (42, "thợ", 0),
        (26, "thợ", 0),
    ]
    assert opens_list("Dệt vải 71, nhuộm chàm 42, thêu thùa 26.")
    assert not opens_list("Tổ 1, tổ 2, tổ 3.")
    assert not opens_list("Đã dạy nghề; dệt vải 71, nhuộm chàm 42.")


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Truyền nghề dệt cho 500 người.", ["Truyền nghề dệt"]),
        ("Phát hành 40 phim tài liệu về biển đảo.", ["phim tài liệu về biển đảo"]),
        ("Tỷ lệ che phủ rừng đạt 42,5%, tăng 0,3% so với năm 2020.", ["Tỷ lệ che phủ rừng", "Tỷ lệ che phủ rừng"]),
        ("Trồng rừng với tổng kinh phí 5 tỷ đồng.", ["tổng kinh phí"]),
        ("100% thợ dệt có tay nghề được vay vốn.", ["thợ dệt"]),
        ("Đã trồng 900 cây, trong đó: xã Hoa Mai: 500 cây; xã Hoa Ban 400.", ["cây", "xã Hoa Mai", "xã Hoa Ban"]),
        ("Giá chè tăng 8,4%, giá tiêu tăng 15%.", ["Giá chè", "giá tiêu"]),
        ("Năng suất bình quân 21 tạ/ha, tăng 2 tạ/ha.", ["Năng suất", "Năng suất"]),
        ("Hội Sinh vật cảnh vận động 40 nhà vườn.", ["nhà vườn"]),
        ("Vườn tạp tập trung ở vùng cao (chiếm 73%).", ["Vườn tạp tập trung ở vùng cao"]),
        ("Áo len đạt 3 triệu cái.", ["Áo len"]),
        ("Một số mặt hàng giảm (-12%), áo len đạt 98% kế hoạch, khăn dệt tăng 5 tấn.", ["Một số mặt hàng", "áo len", "khăn dệt"]),
        ("Chè búp có giá giảm (-600 đồng/kg), cà phê tăng (+900 đồng/kg).", ["Chè búp", "cà phê"]),
        ("Chỉ số giá chè so với tháng trước bằng 101%; so với cùng kỳ bằng 118%.", ["Chỉ số giá chè", "Chỉ số giá chè"]),
        ("Huy động 9 tỷ đồng vốn tín dụng, chi 3 tỷ đồng từ ngân sách.", ["vốn tín dụng", "chi"]),
        ("Hồ sơ tồn đọng còn 68 trường hợp, chủ yếu do mất giấy.", ["Hồ sơ tồn đọng"]),
        ("Cầu Rạch Tràm chậm 05 tháng.", ["Cầu Rạch Tràm chậm"]),
        ("Mức hài lòng qua 900 phiếu khảo sát.", ["phiếu khảo sát"]),
        ("Cá lồng dao động từ 60.000 - 70.000 đồng/kg.", ["Cá lồng"]),
    ],
)
def test_a_phrase_says_what_is_counted(text: str, phrases: list[str]) -> None:
    assert [figure.phrase for figure in figures(text)] == phrases


def test_what_there_is_by_now_in_a_report_on_several_years_is_the_last_year_s() -> None:
    setting = Setting(role="result", period="2021/2025", year=2021)
    found = figures("Các hộ trồng 40 ha chè. Đến nay đã có 12 lò sấy, phát hiện 3 lò cũ.", setting)
    assert [(figure.value, figure.period) for figure in found] == [(40, "2021/2025"), (12, "2025"), (3, "2025")]
