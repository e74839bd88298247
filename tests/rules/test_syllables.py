"""The syllable table, and what it says of a text."""

from __future__ import annotations

import pytest

from extractor.repair.phrases import expressions
from rules.syllables import is_syllable, syllables, vietnamese_share
from tests.repair.sound_text import PAGE


@pytest.mark.parametrize(
    "word", ["nghiêng", "Quyết", "GIẾNG", "hoà", "hòa", "thuỷ", "thủy", "quý", "gì", "khuỷu", "sỹ", "sĩ", "ước", "yêu", "khuya", "xoong"]
)
def test_right_spellings_are_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["", "b", "nh", "ngh", "phõng", "hõa", "nghành", "cac", "mat", "lậpkế", "Lênin", "ƣu", "qúy", "ngiêng", "kẻt5", "UBND"]
)
def test_other_words_are_none(word: str) -> None:
    assert not is_syllable(word)


def test_every_syllable_of_the_expressions_is_in_the_table() -> None:
    foreign = {"covid", "kạn", "kon", "đắk", "lắk", "internet"}
    assert {word for words in expressions() for word in words if not is_syllable(word)} <= foreign


def test_the_table_has_the_size_of_the_language() -> None:
    assert 7_000 < len(syllables()) < 10_500


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (PAGE, 0.9, 1.0),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 1.0, 1.0),
        ("Can cir Quyet djnh s6 12 cüa Uy ban nhan dan tinh ve viec phe duyet ke hoach thirc hien nam", 0.0, 0.6),
        ("CQNG HOA XA HQI CHU NGHIA VrE'r'NAM Dc Ip Tir do Hnh phüc", 0.0, 0.6),
        ("C\u00e9ng hoµ x\u00b7 h\u00e9i ch\u00f1 ngh\u00dca ViÖt Nam, \u00a7éc lËp - Tù do - H¹nh phóc", 0.0, 0.6),
        ("The quick brown fox jumps over the lazy dog again", 0.0, 0.3),
        ("", 1.0, 1.0),
        ("12.500 / 2024", 1.0, 1.0),
    ],
)
def test_the_share_tells_sound_text_from_garbage(text: str, low: float, high: float) -> None:
    assert low <= vietnamese_share(text) <= high
