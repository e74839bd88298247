"""What is no part of anything, however well the numbers fit."""

from __future__ import annotations

import pytest

from extractor.measure.figure import Setting
from extractor.measure.language import find_figures


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mức giá nước khu vực ven sông là 9.000 đồng/m3; khu vực đồi là 6.000 đồng/m3; khu vực đảo là 3.000 đồng/m3.", 0),
        ("Đã chi 9 triệu đồng; thuê ghe 6 triệu đồng; mua lưới 3 triệu đồng.", 2),
        ("Thu phí với ghe dưới 15 tấn (miễn phí ngày đầu với ghe dưới 15 tấn).", 0),
        ("Sửa được 15 ghe (ghe lưới 9 ghe).", 1),
    ],
)
def test_prices_do_not_add_up_and_nothing_is_a_part_of_itself(text: str, parts: int) -> None:
    figures = find_figures(text, Setting(role="result", period="2031", year=2031))
    assert sum(figure.parent is not None for figure in figures) == parts
