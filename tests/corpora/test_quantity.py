from __future__ import annotations

import pytest

from corpora import quantity


@pytest.mark.parametrize(
    ("raw", "value", "of", "unit"),
    [
        ("2.600 lao động", 2600, None, "lao động"),
        ("781.965 triệu đồng", 781_965_000_000, None, "VND"),
        ("0,27 tỷ đồng", 270_000_000, None, "VND"),
        ("133 tỷ", 133_000_000_000, None, "VND"),
        ("2,5 triệu lượt khách", 2_500_000, None, "lượt khách"),
        ("17/19 xã", 17, 19, "xã"),
        ("3.01%", 3.01, None, "%"),
        ("1250 hộ", 1250, None, "hộ"),
        ("0,15 điểm %", 0.15, None, "điểm %"),
        ("55.000 đồng/tháng", 55_000, None, "VND"),
        ("12 lớp/năm", 12, None, "lớp"),
        ("62,5 tạ/ha", 62.5, None, "tạ/ha"),
    ],
)
def test_a_regular_quantity_is_read_from_its_surface(raw: str, value: float, of: int | None, unit: str) -> None:
    reading = quantity.read(raw)
    assert reading is not None
    assert (reading.value, reading.of, reading.unit) == (value, of, unit)


def test_a_range_has_bounds_and_no_value() -> None:
    assert quantity.read("518 - 550 lao động/năm") == quantity.Reading(None, 518, 550, None, "lao động")


@pytest.mark.parametrize("raw", ["một trăm hộ", "khoảng 5 hộ", ""])
def test_an_irregular_quantity_is_left_to_the_author(raw: str) -> None:
    assert quantity.read(raw) is None


@pytest.mark.parametrize(
    ("before", "after", "sign"),
    [
        ("đạt trên ", "", ">"),
        ("còn dưới ", "", "<"),
        ("ước đạt ", "", "~"),
        ("không quá ", "", "<="),
        ("từ ", " trở lên", ">="),
        ("đạt ", " trở lên", ">="),
        ("tại ", " trở xuống", "<="),
        ("đạt ", " kế hoạch vốn trở lên", ">="),
        ("đạt ", ", từ cấp xã trở lên", "="),
        ("trên địa bàn ", "", "="),
        ("từ ", " xuống", "="),
        ("vốn nhà nước ", "", "="),
        ("cao hơn ", " so với", "="),
        ("hơn ", "", ">"),
        ("≥ ", "", ">="),
    ],
)
def test_the_comparator_is_told_from_the_words_right_beside(before: str, after: str, sign: str) -> None:
    assert quantity.comparator(before, after) == sign


@pytest.mark.parametrize(
    ("before", "after", "unit", "kind"),
    [
        ("tăng ", " so với", "%", ("change", "up")),
        ("giảm được ", "", "hộ", ("change", "down")),
        ("vượt ", " so với chỉ tiêu", "%", ("change", None)),
        ("giảm còn ", "", "%", ("level", None)),
        ("thấp hơn ", " so với", "điểm %", ("change", "down")),
        ("đạt ", " kế hoạch năm", "%", ("attainment", None)),
        ("bằng ", " so với cùng kỳ", "%", ("attainment", None)),
        ("tỷ lệ đạt ", ";", "%", ("level", None)),
        ("đạt ", " so với", "hộ", ("level", None)),
    ],
)
def test_the_kind_is_told_from_the_words_right_beside(before: str, after: str, unit: str, kind: tuple[str, str | None]) -> None:
    assert quantity.kind(before, after, unit) == kind
