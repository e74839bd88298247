"""Hook or acute on words that stand alone in small print, and names that a table repeats."""

from __future__ import annotations

import pytest

from extractor.repair.stage import repair
from tests.repair.readings import repaired, scanned, texts_of


@pytest.mark.parametrize(("misread", "right"), [("Tống", "Tổng"), ("Tý lệ", "Tỷ lệ"), ("TỐNG", "TỔNG"), ("12 tuối", "12 tuổi")])
def test_a_word_that_the_language_hardly_has_is_its_look_alike_in_small_print(misread: str, right: str) -> None:
    result, changes = repair(scanned(misread, confidence=0.97, size=9.0))
    assert texts_of(result) == [right]
    assert [change.kind for change in changes] == ["ocr"]


@pytest.mark.parametrize("text", ["Tống Văn Hà", "tống đạt văn bản", "như thế", "các chuyến xe", "Nguyễn Văn Tý", "Đỗ Thị Hảo"])
def test_words_that_stand_for_themselves_are_left(text: str) -> None:
    assert repair(scanned(text, confidence=0.97, size=9.0))[1] == ()


def test_large_print_and_text_layers_are_left() -> None:
    assert repair(scanned("Tống", confidence=0.97, size=14.0))[1] == ()
    assert repaired("Tống")[1] == ()


def test_a_name_that_a_table_repeats_is_read_one_way() -> None:
    result, _ = repair(scanned(*["Xuân Hiếu"] * 3, "Xuân Hiểu", "Xuân Hiền", confidence=0.97, size=14.0))
    assert texts_of(result) == [*["Xuân Hiếu"] * 4, "Xuân Hiền"]


def test_names_that_stand_as_often_are_two_names() -> None:
    assert repair(scanned(*["Xuân Hiếu"] * 2, *["Xuân Hiểu"] * 2, confidence=0.97, size=14.0))[1] == ()


@pytest.mark.parametrize(
    ("misread", "right"),
    [
        ("Biếu số 01: TÌNH HÌNH THỰC HIỆN", "Biểu số 01: TÌNH HÌNH THỰC HIỆN"),
        ("Biếu 01: CHỈ TIÊU", "Biểu 01: CHỈ TIÊU"),
        ("Phụ luc II. DANH MỤC", "Phụ lục II. DANH MỤC"),
        ("Điêu 3. Tổ chức thực hiện", "Điều 3. Tổ chức thực hiện"),
    ],
)
def test_the_name_of_a_unit_before_its_number_is_read_as_what_units_are_called(misread: str, right: str) -> None:
    result, changes = repair(scanned(misread, confidence=0.97, size=14.0))
    assert texts_of(result) == [right]
    assert [change.rule for change in changes] == ["label_misread"]


@pytest.mark.parametrize("text", ["Biếu 02 suất quà.", "Biểu số 01: TÌNH HÌNH", "Mức 1. Tốt", "Dự án 2: cấp nước"])
def test_words_before_figures_that_are_no_label_are_left(text: str) -> None:
    assert texts_of(repair(scanned(text, confidence=0.97, size=14.0))[0]) == [text]
