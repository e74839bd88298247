"""Raised footnote markers in scans: behind words of any length and on letters that they touch."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pytest

from extractor.pages import Line, Page
from tests.read.printed import Text, needs_ocr, pixels, print_page, read_picture, worn

pytestmark = needs_ocr

_ABOVE = [
    Text(85, 120, "Trong năm, toàn huyện tạo việc làm mới cho 2.315 lao động, đạt 104,7%"),
    Text(85, 140, "kế hoạch; tỷ lệ hộ nghèo giảm còn 3,26%, thấp hơn 0,84 điểm % so với"),
    Text(85, 160, "năm trước. Nguồn vốn sự nghiệp được giao bổ sung trong quý là 412"),
]
_BELOW = [
    Text(85, 220, "Công tác đào tạo nghề tiếp tục được quan tâm thực hiện tại các xã, thôn."),
    Text(85, 240, "Các cơ quan, đơn vị báo cáo kết quả về Ủy ban nhân dân huyện trước ngày 25."),
]


def with_marker(word: str, marker: str, *, nearer: float = 0.0, face: str = "regular", dpi: int = 200) -> Page:
    """Read a page whose fourth line is a word, a raised marker `nearer` to it than its own place, and a point."""
    before = Text(85, 180, word, face)
    raised = Text(before.end - nearer, 175.3, marker, face, 8.2)
    texts = [*_ABOVE, before, raised, Text(raised.end, 180, ".", face), *_BELOW]
    picture: Any = worn(pixels(print_page(texts), dpi=dpi), noise=4)
    return read_picture(picture, dpi=dpi)


def runs_of(page: Page, index: int = 3) -> list[tuple[str, bool]]:
    """Give a line's runs of raised and of other text."""
    line = page.items[index]
    assert isinstance(line, Line)
    runs = groupby(line.spans, key=lambda span: span.superscript)
    return [("".join(span.text for span in spans).strip(), raised) for raised, spans in runs]


@pytest.mark.parametrize("word", ["đồng", "nước", "quả", "năm"])
@pytest.mark.parametrize("marker", ["2", "11"])
def test_a_marker_behind_the_one_word_of_a_last_line_is_raised(word: str, marker: str) -> None:
    assert runs_of(with_marker(word, marker)) == [(word, False), (marker, True), (".", False)]


def test_a_short_line_of_letters_that_hang_stands_on_the_others() -> None:
    assert [raised for _, raised in runs_of(with_marker("góp", "2"))] == [False, True, False]


@pytest.mark.parametrize(
    ("word", "marker", "nearer", "dpi"),
    [
        ("còn dư", "6", 0.2, 200),
        ("còn dư", "4", 0.2, 300),
        ("hồ sơ", "4", 0.2, 200),
        ("dư nợ", "9", 0.0, 200),
        ("dư nợ", "8", 0.0, 200),
        ("Sở Y tế", "7", 0.0, 200),
        ("Sở Y tế", "3", 0.2, 300),
        ("nhà ở dân cư", "4", 0.2, 200),
        ("nhà ở dân cư", "12", 0.2, 200),
        ("toàn cơ sở", "8", 0.0, 200),
    ],
)
def test_a_marker_that_touches_its_letter_is_cut_off(word: str, marker: str, nearer: float, dpi: int) -> None:
    assert runs_of(with_marker(word, marker, nearer=nearer, dpi=dpi)) == [(word, False), (marker, True), (".", False)]


@pytest.mark.parametrize("word", ["Sở Y tế", "còn dư", "chữ Ý", "TP", "thủ tục ở", "KCN Mỹ", "ngày 27", "loại T", "VŨ", "Ủy ban N"])
@pytest.mark.parametrize("face", ["regular", "bold"])
def test_a_letter_that_reaches_out_above_is_no_marker(word: str, face: str) -> None:
    assert not any(raised for _, raised in runs_of(with_marker(word, "", face=face)))
