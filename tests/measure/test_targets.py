"""Which items and rows are targets, and what they assign."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.measure.stage import Measured, measure
from tests.measure.made import made

SHARED = Path(__file__).parents[3] / "shared"


def labels(measured: Measured) -> list[tuple[str | None, int]]:
    return [(target.label, len(target.measures)) for target in measured.targets]


def test_items_of_a_section_that_sets_targets_are_targets_even_without_a_figure() -> None:
    document = made(
        ("I", "Chỉ tiêu", ""),
        ("-", None, "Trồng mới 50 ha chè;"),
        ("-", None, "Nâng cao chất lượng vườn cây."),
        ("", None, "(Chi tiết kèm theo)"),
    )
    assert labels(measure(document)) == [("-", 1), ("-", 0)]


def test_a_short_item_with_nothing_below_it_is_a_target_though_it_looks_like_a_heading() -> None:
    document = made(("I", "Các chỉ tiêu", ""), ("2", "Trồng 50 ha chè.", ""), ("3", "Về đàn ong", ""), ("-", None, "Nuôi 70 tổ ong."))
    assert labels(measure(document)) == [("2", 1), ("-", 1)]


def test_items_of_a_plan_are_targets_only_with_a_figure_to_be_reached() -> None:
    document = made(
        ("II", "Nhiệm vụ, giải pháp", ""),
        ("-", None, "Tuyên truyền sâu rộng đến người trồng chè."),
        ("-", None, "Duy trì 100% vườn chè được tưới."),
        ("-", None, "Kỷ niệm 30 năm ngày thành lập hợp tác xã."),
        ("", None, "Ngành chè hiện có 12 hợp tác xã."),
        ("", None, "Các hợp tác xã (12 đơn vị) báo cáo kết quả."),
    )
    measured = measure(document)
    assert labels(measured) == [("-", 1)]
    assert [(result.raw, result.role) for result in measured.results] == [("12 hợp tác xã", "context"), ("12 đơn vị", "target")]


def test_money_is_a_target_unless_a_bullet_tells_where_funds_come_from() -> None:
    document = made(
        ("I", "Nhiệm vụ", ""), ("-", None, "Giữ vườn chè cổ; thu phí tham quan 2 tỷ đồng."), ("-", None, "Kinh phí thực hiện: 3 tỷ đồng."),
        ("II", "Nguồn vốn", ""), ("-", None, "Các hộ đóng góp 1 tỷ đồng."),
    )  # fmt: skip
    assert [target.measures[0].raw for target in measure(document).targets] == ["2 tỷ đồng"]


def test_a_paragraph_without_a_label_is_a_task_where_a_verb_opens_it() -> None:
    document = made(("I", "Nhiệm vụ", ""), ("", None, "Kiện toàn 8 tổ thu mua."), ("", None, "Các tổ thu mua có 90 thợ."))
    assert [target.text for target in measure(document).targets] == ["Kiện toàn 8 tổ thu mua."]


def test_items_of_a_report_on_results_are_no_targets() -> None:
    document = made(
        ("I", "Kết quả thực hiện các chỉ tiêu", ""),
        ("-", None, "Trồng mới 50 ha chè, đạt 100% kế hoạch."),
        kind="bao_cao",
        title="Kết quả năm 2021",
    )
    measured = measure(document)
    assert measured.targets == ()
    assert [(result.raw, result.kind, result.role, result.period) for result in measured.results] == [
        ("50 ha", "level", "result", "2021"), ("100%", "attainment", "result", "2021"),
    ]  # fmt: skip


def test_what_a_report_asks_others_for_is_to_be_reached_but_no_target() -> None:
    document = made(
        ("I", "Khó khăn và kiến nghị", ""), ("1", None, "Thiếu 20 lò sấy."), ("2", None, "Đề nghị tỉnh hỗ trợ 30 lò sấy."),
        kind="bao_cao", title="Kết quả năm 2021",
    )  # fmt: skip
    measured = measure(document)
    assert measured.targets == ()
    assert [result.role for result in measured.results] == ["context", "target"]


@pytest.mark.parametrize(
    ("title", "text", "roles"),
    [
        ("Đặc điểm tình hình", "Cả xã 9 bản, 700 hộ.", ["context", "context"]),
        ("Sự cần thiết", "Gần 40% hộ ở nhà tạm.", ["context"]),
        ("Sự cần thiết", "Mầm non 40%, tiểu học 60%.", ["result", "result"]),
        ("Thực trạng", "Năm qua đã sửa 9 lò sấy, giải ngân 4 tỷ đồng.", ["result", "result"]),
        ("Tồn tại, hạn chế", "Chỉ 2 tổ có lò sấy; mưa làm hỏng 30 lò.", ["context", "result"]),
        ("Tồn tại, hạn chế", "Giải ngân 30 tỷ đồng.", ["result"]),
        ("Xã vùng khó khăn", "Giải nhất 3 giải.", ["result"]),
        ("Kết quả", "Cả xã 9 bản.", ["result"]),
    ],
)
def test_a_part_on_the_starting_point_or_on_faults_tells_of_background(title: str, text: str, roles: list[str]) -> None:
    document = made(("I", title, ""), ("", None, text), kind="bao_cao", title="Kết quả công tác năm 2021")
    assert [result.role for result in measure(document).results] == roles


def test_letters_of_citizens_open_no_part_of_requests() -> None:
    document = made(
        ("1", "Tiếp nhận phản ánh, kiến nghị", ""), ("", None, "Trả lời 30 đơn thư."), kind="bao_cao", title="Kết quả năm 2021",
    )  # fmt: skip
    assert [result.role for result in measure(document).results] == ["result"]


def test_a_part_on_answered_requests_reports() -> None:
    document = made(
        ("VII", "Tình hình thực hiện các kiến nghị", ""), ("1", "Kiến nghị của người trồng chè", ""),
        ("", None, "Xây 30 lò sấy theo thư của hai bản."), kind="bao_cao", title="Kết quả năm 2021",
    )  # fmt: skip
    whole, part = document.sections
    answered = document._replace(sections=(whole.model_copy(update={"children": [part]}),))
    assert [result.role for result in measure(answered).results] == ["result"]
    asked = whole.model_copy(update={"title": "Khó khăn, kiến nghị", "children": [part]})
    assert [result.role for result in measure(document._replace(sections=(asked,))).results] == ["target"]


def test_what_a_submission_lays_before_others_is_to_be_reached() -> None:
    document = made(
        ("III", "Nội dung trình", ""), ("", None, "Bổ sung 30 lò sấy cho 4 bản."), kind="to_trinh", title="Điều chỉnh kế hoạch năm 2021",
    )  # fmt: skip
    assert [result.role for result in measure(document).results] == ["target", "target"]


def test_a_plan_that_looks_back_tells_results() -> None:
    document = made(
        ("I", "Nhìn lại năm 2020", ""), ("", None, "Trồng 40 ha chè."),
        ("II", "Nhiệm vụ", ""), ("", None, "Bốn tháng qua, các hộ trồng 12 ha chè."), ("", None, "Cả 7 tổ thu mua đã có lò sấy."),
        ("1", None, "Trồng 50 ha chè."),
    )  # fmt: skip
    measured = measure(document)
    assert [(result.raw, result.role, result.period) for result in measured.results] == [
        ("40 ha", "result", "2020"), ("12 ha", "result", "2021"), ("7 tổ", "result", "2021"),
    ]  # fmt: skip
    assert labels(measured) == [("1", 1)]


def test_a_part_of_a_plan_that_looks_back_without_a_time_speaks_of_the_year_before() -> None:
    document = made(
        ("I", "Đặc điểm tình hình", ""), ("", None, "Trồng 40 ha chè."), ("II", "Nhiệm vụ", ""), ("1", None, "Trồng 50 ha chè.")
    )
    measured = measure(document)
    assert [(result.role, result.period) for result in measured.results] == [("result", "2020")]


def test_a_report_s_opening_says_from_when_to_when() -> None:
    opening = ("", None, "Từ ngày 05/9 đến hết ngày 25/10/2021, các tổ đã trồng 90 ha chè.")
    document = made(opening, ("I", "Kết quả", ""), ("-", None, "Thu mật 9 tấn."), kind="bao_cao", title="Kết quả đợt trồng chè năm 2021")
    assert {result.period for result in measure(document).results} == {"2021-09-05/2021-10-25"}


def test_a_paragraph_dates_the_list_that_it_announces() -> None:
    document = made(
        ("I", "Kết quả", ""), ("", None, "Tính đến ngày 20/6/2021, toàn huyện đã trồng 90 ha. Trong đó:"), ("-", None, "Chè: 50 ha."),
        ("", None, "Đàn ong có 70 tổ."), ("-", None, "Thu mật được 9 tấn."),
        kind="bao_cao", title="Kết quả công tác năm 2021",
    )  # fmt: skip
    assert [result.period for result in measure(document).results] == ["2021-06-20", "2021-06-20", "2021", "2021"]


def test_a_bullet_dates_the_bullets_below_it_and_no_others() -> None:
    document = made(
        ("I", "Kết quả", ""), ("", None, "Tháng 5/2021, giá bán chè được giữ như sau:"), ("-", None, "Giá bán chè búp vụ năm 2019 - 2020:"),
        ("+", None, "Vùng cao: 900 đồng/kg."), ("*", None, "Xã Hoa Mai: 990 đồng/kg."), ("-", None, "Giá chè khô: 9.000 đồng/kg."),
        ("+", None, "Phí sấy vụ chè năm 2020: thuê ngoài, tính theo mẻ."), ("*", None, "Mẻ nhỏ: 50.000 đồng."), ("+", None, "Phí đóng gói: 700 đồng."),
        kind="bao_cao", title="Tình hình giá chè năm 2021",
    )  # fmt: skip
    assert [result.period for result in measure(document).results] == ["2019/2020", "2019/2020", "2021-05", "2020", "2021-05"]


def test_a_heading_s_event_dates_nothing_and_requests_speak_of_what_is_to_come() -> None:
    document = made(
        ("I", "Khắc phục hậu quả trận lốc tháng 4/2018", ""), ("", None, "Trồng lại 40 ha chè."),
        ("II", "Kiến nghị, đề xuất", ""), ("1", None, "Đề nghị huyện bố trí 9 tỷ đồng."),
        kind="bao_cao", title="Kết quả giai đoạn 2016 - 2020, phương hướng giai đoạn 2021 - 2025",
    )  # fmt: skip
    assert [result.period for result in measure(document).results] == ["2016/2020", "2021/2025"]


def test_a_report_on_a_month_and_the_months_up_to_it_speaks_of_these() -> None:
    parts = (
        ("I", "Kết quả", ""),
        ("", None, "Trồng 40 ha chè."),
        ("", None, "Tháng 4, thu mật 9 tấn."),
        ("II", "Nhiệm vụ", ""),
        ("", None, "Trồng 9 ha."),
    )
    several = made(*parts, kind="bao_cao", title="Tình hình trồng chè tháng 4 và 4 tháng đầu năm 2021, nhiệm vụ tháng 5")
    quarter = made(*parts[:2], kind="bao_cao", title="Tình hình giá chè tháng 3 và quý I năm 2021")
    assert [result.period for result in measure(several).results] == ["2021-01/2021-04", "2021-04"]
    assert [result.period for result in measure(quarter).results] == ["2021-03"]


@pytest.mark.parametrize("title", ["Quy định giá nước tưới năm 2021", "Ban hành Quy chế quản lý lò sấy"])
def test_a_decision_that_lays_down_rules_sets_no_targets(title: str) -> None:
    document = made(("1", None, "Giá nước tưới là 900 đồng/m3."), ("2", None, "Lò sấy đạt 90% công suất."), kind="quyet_dinh", title=title)
    measured = measure(document)
    assert measured.targets == ()
    assert {result.role for result in measured.results} == {"context"}


def test_a_plan_inside_a_report_speaks_of_the_later_year() -> None:
    document = made(
        ("I", "Kết quả đạt được", ""), ("", None, "Trồng 40 ha chè."), ("II", "Phương hướng, nhiệm vụ", ""), ("-", None, "Phấn đấu trồng 50 ha chè."),
        kind="bao_cao", title="Kết quả công tác năm 2021, phương hướng, nhiệm vụ năm 2022",
    )  # fmt: skip
    measured = measure(document)
    assert [m.period for m in measured.results] == ["2021"]
    assert [m.period for target in measured.targets for m in target.measures] == ["2022"]


ASSIGNED = (
    [["TT"], ["Đơn vị"], ["Diện tích hiện có (ha)"], ["Chỉ tiêu giao (ha)", "Chè"], ["Chỉ tiêu giao (ha)", "Cà phê"], ["Ghi chú"]],
    [["", "Tổng cộng", "900", "70", "30", ""], ["1", "Xã Hoa Mai", "500", "40", "10", ""], ["2", "Xã Hoa Ban", "400", "30", "20", ""]],
)


def test_a_table_that_assigns_figures_gives_a_target_a_row_with_its_place_and_parts() -> None:
    measured = measure(made(("1", "Phụ lục: giao chỉ tiêu trồng mới năm 2021", ""), ASSIGNED))
    assert labels(measured) == [(None, 3), ("1", 3), ("2", 3)]
    total, first, _ = measured.targets
    assert [(m.value, m.unit, m.role, m.place) for m in first.measures] == [
        (500, "ha", "context", "Xã Hoa Mai"), (40, "ha", "target", "Xã Hoa Mai"), (10, "ha", "target", "Xã Hoa Mai"),
    ]  # fmt: skip
    assert [m.part_of for m in first.measures] == [m.id for m in total.measures]
    assert first.text == "Xã Hoa Mai | 500 | 40 | 10"
    assert {m.table.column for m in first.measures if m.table} == {2, 3, 4}


def test_a_table_of_indicators_gives_each_row_its_own_unit_and_comparator() -> None:
    table = (
        [["TT"], ["Chỉ tiêu"], ["Đơn vị tính"], ["Chỉ tiêu 2021"]],
        [
            ["1", "Tỷ lệ che phủ rừng", "%", "Trên 42,5"],
            ["2", "Giảm số vụ cháy rừng", "vụ", "5"],
            ["3", "Trồng cây phân tán", "nghìn cây", "120"],
        ],
    )
    measured = measure(made(("I", "Chỉ tiêu phấn đấu", ""), table))
    found = [
        (m.indicator.phrase, m.value, m.unit, m.comparator, m.kind, m.direction) for target in measured.targets for m in target.measures
    ]
    assert found == [
        ("Tỷ lệ che phủ rừng", 42.5, "%", ">", "level", None),
        ("số vụ cháy rừng", 5, "vụ", "=", "change", "down"),
        ("Trồng cây phân tán", 120000, "cây", "=", "level", None),
    ]


COMPARED = (
    [["TT"], ["Chỉ tiêu"], ["ĐVT"], ["KH 2020"], ["Thực hiện 2020"], ["Nhận xét"], ["KH 2021"], ["Tăng, giảm"]],
    [
        ["1", "Diện tích chè", "Ha", "500", "520", "104,0", "550", "30"],
        ["2", "Sản lượng cà phê", "Tấn", "1.000", "950", "95", "940", "-10"],
        ["3", "Số lò sấy", "Lò", "8", "10", "125 %", "12", "2"],
    ],
)


def wholes(measured):
    """Row label and name → the row that its first figure is a part of."""
    homes = {m.id: target for target in measured.targets for m in target.measures}
    return {
        (target.label, target.text.split(" | ")[0]): homes[part].label if (part := target.measures[0].part_of) else None
        for target in measured.targets
    }


LEVELS = (
    [["TT"], ["Chỉ tiêu"], ["ĐVT"], ["Kế hoạch 2021"]],
    [
        ["H", "Diện tích chè", "ha", "70"],
        ["I", "Đàn ong", "đàn", "40"],
        ["J", "Diện tích tre", "ha", "65"],
        ["I", "Tre lấy măng", "ha", "50"],
        ["1", "Tre Bát Độ", "ha", "30"],
        ["", "- Trồng mới", "ha", "12"],
        ["2", "Sản lượng măng", "tấn", "20"],
        ["II", "Tre lấy thân", "ha", "15"],
        ["Y", "Số bến thuyền", "cái", "9"],
        ["I", "Số bến có mái che", "cái", "4"],
        ["II", "Số phao", "cái", "3"],
        ["Z", "Người dạy nghề", "người", "90"],
        ["AA", "Người học nghề", "người", "80"],
        ["I", "Học nghề mộc", "người", "25"],
        ["II", "Học nghề rèn", "người", "85"],
        ["BB", "Quỹ học nghề", "triệu đồng", "60"],
        ["HH", "Nhà rông", "nhà", "5"],
        ["II", "Nhà dài", "nhà", "3"],
        ["JJ", "Nhà sàn", "nhà", "2"],
    ],
)


def test_a_row_is_a_part_of_the_row_a_level_above_it_and_of_its_unit() -> None:
    found = wholes(measure(made(("I", "Các chỉ tiêu", ""), LEVELS)))
    assert {name: whole for (_, name), whole in found.items() if whole} == {
        "Tre lấy măng": "J", "Tre Bát Độ": "I", "- Trồng mới": "1", "Tre lấy thân": "J",
        "Số bến có mái che": "Y", "Học nghề mộc": "AA",
    }  # fmt: skip


def test_a_row_below_a_group_without_figures_is_a_part_of_the_total() -> None:
    table = (
        [["TT"], ["Đơn vị"], ["Chỉ tiêu giao (ha)"]],
        [["", "Tổng cộng", "90"], ["I", "Vùng cao", ""], ["1", "Xã Hoa Mai", "50"], ["II", "Vùng thấp", ""], ["1", "Xã Hoa Ban", "40"]],
    )
    total, *rows = measure(made(("1", "Phụ lục: giao chỉ tiêu trồng mới năm 2021", ""), table)).targets
    assert [row.measures[0].part_of for row in rows] == [total.measures[0].id] * 2


def test_a_column_that_compares_two_others_is_told_by_arithmetic() -> None:
    first, second, _ = measure(made(("I", "Các chỉ tiêu", ""), COMPARED)).targets
    assert [(m.value, m.unit, m.role, m.kind, m.direction, m.period) for m in first.measures] == [
        (500, "ha", "baseline", "level", None, "2020"), (520, "ha", "baseline", "level", None, "2020"),
        (104, "%", "result", "attainment", None, "2020"), (550, "ha", "target", "level", None, "2021"),
        (30, "ha", "target", "change", "up", "2021"),
    ]  # fmt: skip
    assert [(m.raw, m.value, m.direction) for m in second.measures][-1] == ("-10", 10, "down")


def test_a_share_of_two_counts_is_no_attainment() -> None:
    table = (
        [["TT"], ["Xã"], ["Chỉ tiêu giao", "Tổng số hộ"], ["Chỉ tiêu giao", "Hộ trồng chè"], ["Chỉ tiêu giao", "Tỷ lệ (%)"]],
        [["1", "Hoa Mai", "200", "50", "25"], ["2", "Hoa Ban", "300", "90", "30"], ["3", "Hoa Sim", "400", "100", "25"]],
    )
    assert {m.kind for target in measure(made(("I", "Các chỉ tiêu", ""), table)).targets for m in target.measures} == {"level"}


def test_a_table_that_assigns_nothing_gives_no_targets() -> None:
    table = ([["TT"], ["Đơn vị"], ["Số vườn"]], [["1", "Xã Hoa Mai", "500"], ["2", "Xã Hoa Ban", "400"]])
    assert measure(made(("I", "Danh sách vườn chè", ""), table)).targets == ()


def test_ids_count_up_in_reading_order_and_every_raw_is_cut_from_the_text() -> None:
    document = made(("I", "Chỉ tiêu", ""), ("-", None, "Trồng 90 ha, trong đó chè 50 ha và tiêu 40 ha."), ASSIGNED)
    measured = measure(document)
    every = [m for target in measured.targets for m in target.measures] + list(measured.results)
    assert [m.id for m in sorted(every, key=lambda m: m.span)][:4] == ["m1", "m2", "m3", "m4"]
    assert all(document.text[m.span[0] : m.span[1]] == m.raw for m in every)


FLOORS = {
    "targets": 0.97, "target_labels": 0.97, "target_measures": 0.97, "results": 0.97, "measure_unit": 0.98, "measure_role": 0.92, "measure_kind": 0.97,
    "measure_comparator": 0.98, "measure_period": 0.97, "measure_direction": 0.97, "measure_of": 0.99, "measure_part_of": 0.97, "measure_indicator": 0.92,
}  # fmt: skip


@pytest.mark.skipif(not (SHARED / "gold").exists(), reason="the gold of the real documents is not here")
@pytest.mark.parametrize("name", ["000", "001", "002", "004"])
def test_the_gold_documents_are_measured_as_people_did(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SHARED / "score"))
    score = pytest.importorskip("score")
    from tests.measure.gold_document import load

    document, gold, clean = load(name)
    measured = measure(document)
    report = {
        "text": document.text, "header": {}, "sections": [section.model_dump() for section in document.sections],
        "targets": [json.loads(target.model_dump_json()) for target in measured.targets], "results": [json.loads(m.model_dump_json()) for m in measured.results],
    }  # fmt: skip
    figures, _ = score.score(gold, clean, report)
    assert {key: figures[key] for key, floor in FLOORS.items() if figures.get(key, 1.0) < floor} == {}
