"""Codes in document numbers that OCR misread, and those that it did not."""

from __future__ import annotations

import pytest

from extractor.repair.stage import repair
from tests.repair.readings import repaired, scanned, texts_of


@pytest.mark.parametrize(
    ("misread", "right"),
    [
        ("theo Chương trình số 21/Ct-UBND ngày 05/3/2024", "theo Chương trình số 21/CTr-UBND ngày 05/3/2024"),
        ("Quyết định số 139/QD-UBND", "Quyết định số 139/QĐ-UBND"),
        ("Nghị định số 30/2020/ND-CP", "Nghị định số 30/2020/NĐ-CP"),
        ("tại Tờ trình số 15/Tt-SNV", "tại Tờ trình số 15/TTr-SNV"),
        ("Đề án số 05/DA-UBND", "Đề án số 05/ĐA-UBND"),
    ],
)
def test_a_code_that_the_named_kind_does_not_have_is_the_one_that_looks_like_it(misread: str, right: str) -> None:
    result, changes = repair(scanned(misread, confidence=0.93))
    assert texts_of(result) == [right]
    assert [(change.kind, change.rule, 0.8 <= change.confidence < 1) for change in changes] == [("ocr", "code_misread", True)]


def test_a_doubtful_code_without_a_name_is_the_only_one_that_looks_like_it() -> None:
    assert texts_of(repair(scanned("theo 24/Nq-HĐND ngày 28/5/2020", confidence=0.6))[0]) == ["theo 24/NQ-HĐND ngày 28/5/2020"]


@pytest.mark.parametrize(
    "text",
    [
        "Chương trình số 21/CT-UBND",
        "Chương trình số 21/CTr-UBND",
        "Chương trình số 21/CTR-UBND",
        "Kế hoạch số 12/LĐTBXH-VP",
        "Công văn số 3915/UBND-NNMT",
        "theo 24/Qd-TTg ngày 28/5/2020",
        "Kế hoạch số 12/CTr-UBND",
    ],
)
def test_codes_that_may_be_the_authors_are_left(text: str) -> None:
    assert repair(scanned(text, confidence=0.93))[1] == ()


def test_a_doubtful_code_that_two_look_like_is_left() -> None:
    assert repair(scanned("theo 24/Ct-UBND", confidence=0.4))[1] == ()


def test_text_layers_are_left() -> None:
    assert repaired("Chương trình số 21/Ct-UBND và Quyết định số 139/QD-UBND")[1] == ()
