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
        ("Đã chi 15 triệu đồng (vốn sự nghiệp 15 triệu đồng).", 1),
    ],
)
def test_prices_do_not_add_up_and_no_threshold_is_a_part_of_itself(text: str, parts: int) -> None:
    figures = find_figures(text, Setting(role="result", period="2031", year=2031))
    assert sum(figure.parent is not None for figure in figures) == parts


@pytest.mark.parametrize(
    ("text", "parents"),
    [
        ("Đã gửi 30 thợ đi học nghề. Vùng cao 18 thợ, vùng thấp 12 thợ.", [None, 0, 0]),
        ("Đã gửi 30 thợ đi học nghề. Vùng cao 18 thợ, vùng thấp 11 thợ.", [None, None, None]),
        ("Đã gửi 30 thợ đi học nghề. Vùng cao 18 thợ, vùng thấp 12 thợ, còn 2 thợ chờ.", [None, None, None, None]),
        ("Đã gửi 30 thợ đi học nghề. Mua 18 chiếc ghe, 12 chiếc lưới.", [None, None, None]),
    ],
)
def test_a_sentence_that_adds_up_to_the_count_before_it_breaks_it_down(text: str, parents: list[int | None]) -> None:
    figures = find_figures(text, Setting(role="result", period="2031", year=2031))
    assert [figure.parent for figure in figures] == parents


def test_a_part_keeps_the_time_that_its_own_words_give() -> None:
    text = "Nhận 126 lá thư, đến nay đã trả lời 104 lá thư, còn 22 lá thư."
    figures = find_figures(text, Setting(role="result", period="2026/2030", year=2030))
    assert [(figure.parent, figure.period) for figure in figures] == [(None, "2026/2030"), (0, "2030"), (0, "2030")]
