"""Figures checked against each other: a contradiction is named, sound figures stay unremarked."""

from __future__ import annotations

import pytest

from extractor.check.figures import check_figures
from extractor.measure.stage import measure
from tests.measure.made import made


def codes(*texts: str, kind: str = "bao_cao") -> list[str]:
    document = made(("I", "Kết quả", ""), *(("", None, text) for text in texts), kind=kind, title="Kết quả năm 2021")
    measured = measure(document)
    return [finding.code for finding, _ in check_figures(document, measured.targets, measured.results)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trồng 90 ha (chè 50 ha; tiêu 40 ha).", []),
        ("Trồng 90 ha (chè 50 ha; tiêu 30 ha).", ["measure.parts_do_not_add_up"]),
        ("Trồng 90 ha, trong đó: chè 60 ha; tiêu 50 ha.", ["measure.parts_do_not_add_up"]),
        ("Trồng 90 ha, trong đó chè 50 ha.", []),
        ("Có 90 hộ, trong đó có 60 hộ trồng chè, 50 hộ trồng tiêu.", []),
        ("Đã nghiệm thu 45/60 vườn (đạt 75%).", []),
        ("Đã nghiệm thu 45/60 vườn (đạt 85%).", ["measure.share_mismatch"]),
        ("Trồng 80 ha, trong đó chè 20 ha, chiếm 25%.", []),
        ("Trồng 80 ha, trong đó chè 20 ha, chiếm 35%.", ["measure.share_mismatch"]),
        ("Có 90 vụ cháy, giảm 10 vụ so với năm 2020 (100 vụ).", []),
        ("Có 90 vụ cháy, giảm 15 vụ so với năm 2020 (100 vụ).", ["measure.change_mismatch"]),
        ("Thu 70 tấn chè (đạt 70% mục tiêu đề ra 100 tấn).", []),
        ("Thu 70 tấn chè (đạt 77% mục tiêu đề ra 100 tấn).", ["measure.attainment_mismatch"]),
    ],
)
def test_a_contradiction_in_the_text_is_found(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_list_whose_rest_is_not_given_in_figures_need_not_add_up() -> None:
    assert codes("Vốn 60 tỷ đồng, gồm tỉnh 35 tỷ đồng, huyện 10 tỷ đồng, phần còn lại huy động từ dân.") == []


def test_a_rate_given_with_two_values_is_found() -> None:
    same = "Tỷ lệ che phủ rừng đạt 42,5%." + " Công tác bảo vệ rừng được chú trọng." * 6
    assert codes(same, same) == []
    assert codes(same, "Tỷ lệ che phủ rừng đạt 43,5%.") == ["measure.conflicting_values"]


COLUMNS = [["TT"], ["Đơn vị"], ["Dân số"], ["Số người tham gia"], ["Tỷ lệ (%)"]]


def table_codes(rows: list[list[str]]) -> list[tuple[str, str]]:
    document = made((COLUMNS, rows))
    return [(finding.code, document.text[slice(*span)]) for finding, span in check_figures(document, (), ()) if span]


def test_a_total_row_that_its_rows_do_not_add_up_to_is_found_at_its_cell() -> None:
    rows = [["1", "Xã Hoa Mai", "1.000", "900", "90"], ["2", "Xã Hoa Ban", "2.000", "1.900", "95"]]
    assert table_codes([*rows, ["", "Cộng", "3.000", "2.800", "93,33"]]) == []
    assert table_codes([*rows, ["", "Cộng", "3.000", "2.900", "93,33"]]) == [("table.total_mismatch", "2.900")]


def test_group_rows_make_up_the_total_instead_of_their_members() -> None:
    rows = [
        ["", "Tổng cộng", "30", "20", ""],
        ["I", "Vùng cao", "30", "20", ""],
        ["1", "Xã Hoa Mai", "10", "15", ""],
        ["2", "Xã Hoa Ban", "20", "5", ""],
    ]
    assert table_codes(rows) == []


def test_rows_that_a_row_above_sums_up_are_not_counted_twice() -> None:
    rows = [
        ["", "Vùng cao", "3.000", "2.800", ""], ["1", "Xã Hoa Mai", "1.000", "900", ""], ["2", "Xã Hoa Ban", "2.000", "1.900", ""],
        ["3", "Thị trấn Hoa Lê", "500", "400", ""], ["4", "Thị trấn Hoa Sứ", "700", "650", ""],
    ]  # fmt: skip
    assert table_codes([*rows, ["", "Cộng", "4.200", "3.850", ""]]) == []
    assert table_codes([*rows, ["", "Cộng", "4.200", "3.580", ""]]) == [("table.total_mismatch", "3.580")]


def test_a_column_is_recomputed_by_the_table_s_own_formula() -> None:
    rows = [["A", "B", "1", "2", "3=2/1*100"], ["1", "Xã Hoa Mai", "1.000", "900", "90,00"], ["2", "Xã Hoa Ban", "2.000", "1.900", "85,00"]]
    assert table_codes(rows) == [("table.share_mismatch", "85,00")]


def test_a_target_of_the_text_that_its_table_contradicts_is_found() -> None:
    table = (
        [["TT"], ["Đơn vị"], ["Chỉ tiêu giao", "Đào tạo nghề (người)"]],
        [["", "Tổng cộng", "70"], ["1", "Xã Hoa Mai", "40"], ["2", "Xã Hoa Ban", "30"]],
    )
    for said, expected in (("70", []), ("80", ["measure.target_conflict"])):
        document = made(
            ("I", "Chỉ tiêu", ""), ("-", None, f"Đào tạo nghề cho {said} người."), ("1", "Phụ lục: giao chỉ tiêu năm 2021", ""), table
        )
        measured = measure(document)
        assert [finding.code for finding, _ in check_figures(document, measured.targets, measured.results)] == expected
