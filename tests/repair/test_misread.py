"""Marks that OCR misread."""

from __future__ import annotations

import pytest

from extractor.repair.stage import repair
from tests.repair.readings import repaired, scanned, texts_of

MARKDOWN = "text/markdown"


@pytest.mark.parametrize(
    ("misread", "right"),
    [
        ("2.2. Chỉ tiêu phân đầu của ngành", "2.2. Chỉ tiêu phấn đấu của ngành"),
        ("Phần đấu tỷ lệ hộ nghèo còn 2%", "Phấn đấu tỷ lệ hộ nghèo còn 2%"),
        ("đẩy mạnh chuyên đổi số trong quản lý", "đẩy mạnh chuyển đổi số trong quản lý"),
        ("các hình thức chuyên tải thông tin", "các hình thức chuyển tải thông tin"),
    ],
)
def test_a_misread_expression_that_goes_on_to_a_side_is_put_right_in_markdown(misread: str, right: str) -> None:
    (text,), changes = repaired(misread, media_type=MARKDOWN)
    assert text == right
    assert [(change.kind, change.confidence >= 0.9) for change in changes] == [("ocr", True)]


def test_the_same_words_in_an_authors_text_are_left() -> None:
    assert repaired("Chỉ tiêu phân đầu, chuyên đổi số")[1] == ()


@pytest.mark.parametrize(
    "text",
    [
        "bón phân đầu vụ",
        "học viện và học viên",
        "chu đáo, chủ đạo",
        "nhà trường họp phụ huynh",
        "có quan điểm rõ",
        "ông Nguyễn Chuyên Đổi",
        "kỷ thuật canh tác",
    ],
)
def test_what_an_author_may_mean_is_left(text: str) -> None:
    assert repaired(text, media_type=MARKDOWN)[1] == ()


def test_a_pair_that_the_document_uses_on_purpose_is_left() -> None:
    assert repaired(*["máy chuyên đổi số đo"] * 3, media_type=MARKDOWN)[1] == ()


def test_where_ocr_was_unsure_one_wrong_mark_is_enough() -> None:
    assert texts_of(repair(scanned("kết quả thực hiên nghị quyết"))[0]) == ["kết quả thực hiện nghị quyết"]
    assert repair(scanned("xét thấy dự kiện này", confidence=0.98))[1] == ()
    assert texts_of(repair(scanned("xét thấy dự kiện này", confidence=0.6))[0]) == ["xét thấy dự kiến này"]


def test_a_tilde_that_was_read_from_a_picture_is_a_misreading_not_a_damaged_face() -> None:
    """By the face's rule "đõi", which is no syllable, would be "đòi"."""
    assert "đòi" not in texts_of(repair(scanned("giao Văn phòng theo đõi, đôn đốc việc thực hiện"))[0])[0]


@pytest.mark.parametrize(("misread", "right"), [("Tố chức thực hiện", "Tổ chức thực hiện"), ("Tống cộng", "Tổng cộng")])
def test_hook_and_acute_over_a_hat_are_doubtful_however_sure_ocr_is(misread: str, right: str) -> None:
    assert texts_of(repair(scanned(misread, confidence=0.97))[0]) == [right]
    assert repaired(misread)[1] == ()


@pytest.mark.parametrize(
    ("misread", "right"), [("Hội đông nhân dân", "Hội đồng nhân dân"), ("tuyên tỉnh và tuyên huyện", "tuyến tỉnh và tuyến huyện")]
)
def test_an_expression_with_one_word_that_stands_anywhere_is_put_right_where_ocr_was_unsure(misread: str, right: str) -> None:
    assert texts_of(repair(scanned(misread, confidence=0.6))[0]) == [right]
    assert repaired(misread, media_type=MARKDOWN)[1] == ()


POOR = ["bôi dưỡng nghiệp vụ", "ngành Y tê", "kê hoạch năm sau", "tô chức thực hiện", "xét thấy dự kiện này"]


def test_an_engine_that_errs_often_is_not_believed_when_it_is_sure() -> None:
    """Of a poor picture all is doubted; of a good one nothing that the engine is sure of."""
    unsure = scanned(*POOR[:3], confidence=0.6)
    sure = scanned(*POOR[3:], "kỷ thuật canh tác", confidence=0.97)
    pages = (unsure.pages[0], sure.pages[0]._replace(number=2))
    read = texts_of(repair(unsure._replace(pages=pages))[0])
    assert read == [
        "bồi dưỡng nghiệp vụ",
        "ngành Y tế",
        "kế hoạch năm sau",
        "tổ chức thực hiện",
        "xét thấy dự kiến này",
        "kỷ thuật canh tác",
    ]
    assert texts_of(repair(sure)[0])[1:] == ["xét thấy dự kiện này", "kỷ thuật canh tác"]


def test_other_marks_that_ocr_is_sure_of_are_the_authors() -> None:
    assert repair(scanned("hướng ứng phong trào", confidence=0.97))[1] == ()
