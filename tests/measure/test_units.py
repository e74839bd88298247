"""Units that stand beside the number, in its label, or in its list; comparators that stand a word away."""

from __future__ import annotations

import pytest

from extractor.measure.figure import MONEY, Figure, Setting
from extractor.measure.language import find_figures
from extractor.measure.rulebook import unit_words


def figures(text: str) -> tuple[Figure, ...]:
    return find_figures(text, Setting(role="result", period="2021", year=2021))


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Tập huấn cho 41 cán bộ, công chức, viên chức.", ["cán bộ, công chức, viên chức"]),
        ("Gặp mặt 90 cán bộ, công chức, lao động nữ.", ["cán bộ"]),
        ("Đăng 75 tin, bài, 3 phóng sự.", ["tin, bài", "phóng sự"]),
        ("Giao biên chế hành chính, sự nghiệp: Hành chính: 25; Sự nghiệp: 1.200.", ["biên chế", "biên chế"]),
        ("Số nghệ nhân dự thi: 45; chỉ tiêu chưa tuyển được: 12.", ["nghệ nhân", "chỉ tiêu"]),
        ("Năm 2021 số nghệ nhân tự túc kinh phí 12/31 (38,7%).", ["nghệ nhân", "%"]),
        ("Khiển trách: 25.", [None]),
        ("Có 90 nghệ nhân, trong đó hộ nghèo: 5.", ["nghệ nhân", "nghệ nhân"]),
    ],
)
def test_a_unit_is_read_from_pair_label_or_lead(text: str, units: list[str | None]) -> None:
    assert [figure.unit for figure in figures(text)] == units


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("Cả vụ ước thu hái 50 tấn chè.", "~"),
        ("Ký thỏa ước tập thể 50 lao động.", "="),
        ("Chè búp bán ra từ 90.000 đồng/kg.", "="),
        ("Chè búp bán ra từ 90.000 đồng/kg trở lên.", ">="),
        ("Vay từ 9 triệu đồng mỗi năm.", ">="),
    ],
)
def test_a_comparator_may_stand_a_word_away(text: str, comparator: str) -> None:
    assert figures(text)[0].comparator == comparator


def test_a_share_alone_in_brackets_says_a_count_again() -> None:
    text = "Có 60 nghệ nhân đạt giải, chiếm 80% số dự thi (60/75), trong đó : gốm: 35; mộc: 14; thêu: 11."
    first, _, again, *parts = find_figures(text, Setting())
    assert (again.value, again.of, again.unit, again.parent) == (60, 75, "nghệ nhân", None)
    assert [(part.unit, part.parent) for part in parts] == [(first.unit, first.key)] * 3


def test_a_larger_percentage_is_no_part_of_a_smaller() -> None:
    text = "Chè đạt 8,2% sản lượng, trong đó: chè Shan 3%, hái bằng máy 61%."
    first, small, large = figures(text)
    assert (small.parent, large.parent) == (first.key, None)


def test_the_units_of_money_are_those_of_the_currencies() -> None:
    assert set(unit_words().currencies.values()) == MONEY
