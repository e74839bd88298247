"""ƣ and õ: what a damaged face says, and what it must not."""

from __future__ import annotations

import pytest

from extractor.repair.stage import repair
from tests.repair.readings import paged, repaired, repaired_line, texts_of

BOLD, PLAIN = "TimesNewRomanPS-BoldMT", "TimesNewRomanPSMT"


@pytest.mark.parametrize(
    ("broken", "sound"),
    [
        ("PHƢƠNG HƢỚNG, NHIỆM VỤ", "PHƯƠNG HƯỚNG, NHIỆM VỤ"),
        ("ngƣời có công, ƣu đãi", "người có công, ưu đãi"),
        ("CỘNG HÕA XÃ HỘI CHỦ NGHĨA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
        ("Hải Phõng, phõng họp, đõi hỏi, cõn lại, nõng cốt", "Hải Phòng, phòng họp, đòi hỏi, còn lại, nòng cốt"),
    ],
)
def test_letters_that_no_vietnamese_word_has_are_put_right(broken: str, sound: str) -> None:
    assert repaired_line(broken) == sound


def test_words_that_both_letters_make_follow_the_expression_in_a_damaged_face() -> None:
    source = paged(
        [("NGƢỜI DÂN HÀI LÕNG, DÕNG SÔNG", BOLD)],
        [("Lạc lõng, dõng dạc, rõ ràng, theo dõi, Võ Thị", BOLD)],
        [("lạc lõng, cái võng, dòng sông", PLAIN)],
    )
    result, changes = repair(source)
    assert texts_of(result) == [
        "NGƯỜI DÂN HÀI LÒNG, DÒNG SÔNG",
        "Lạc lõng, dõng dạc, rõ ràng, theo dõi, Võ Thị",
        "lạc lõng, cái võng, dòng sông",
    ]
    assert [change.rule for change in changes] == ["u_horn", "o_grave", "o_grave"]


def test_a_face_that_has_a_sound_o_grave_is_not_damaged() -> None:
    assert texts_of(repair(paged([("Ngƣời ở gõ đồi, trong lòng", BOLD)]))[0]) == ["Người ở gõ đồi, trong lòng"]
    assert texts_of(repair(paged([("Ngƣời ở gõ đồi", BOLD)]))[0]) == ["Người ở gò đồi"]


def test_each_change_says_what_stood_where() -> None:
    (text,), changes = repaired("Phõng ngừa cho ngƣời dân")
    assert [(change.original, change.repaired, text[change.start :][: len(change.repaired)]) for change in changes] == [
        ("Phõng", "Phòng", "Phòng"),
        ("ngƣời", "người", "người"),
    ]
    assert all(0.9 <= change.confidence <= 1 and change.item == 0 for change in changes)
