"""Sound text is left alone, whatever reader it comes from."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from extractor.pages import Reading
from extractor.repair.stage import repair
from tests.repair.readings import line, paged, reading, scanned, texts_of
from tests.repair.sound_text import LINES, sentences

SHARED = Path(__file__).resolve().parents[3] / "shared"
CLEAN = sorted(SHARED.glob("gold/*/clean.md"))


def _assert_untouched(source: Reading) -> None:
    result, changes = repair(source)
    assert changes == ()
    assert texts_of(result) == [unicodedata.normalize("NFC", text) for text in texts_of(source)]


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown", "text/html"])
def test_a_sound_page_stays_as_it_is(media_type: str) -> None:
    _assert_untouched(reading(*LINES, media_type=media_type))


def test_a_sound_page_with_type_faces_stays_as_it_is() -> None:
    faces = ["TimesNewRomanPSMT", "TimesNewRomanPS-BoldMT", "CIDFont+F1"]
    _assert_untouched(paged(*([(text, faces[number % 3])] for number, text in enumerate(LINES))))


def test_a_sound_page_in_faces_called_after_old_encodings_stays_as_it_is() -> None:
    faces = [".VnTime", ".VnTimeH", "VNI-Times", "AAAAAA+.VnArialH,Bold"]
    _assert_untouched(paged(*([(text, faces[number % 4])] for number, text in enumerate(LINES))))


def test_a_sound_scan_stays_as_it_is() -> None:
    _assert_untouched(scanned(*LINES))


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown"])
def test_every_expression_of_the_rules_stays_as_it_is(media_type: str) -> None:
    lines = sentences()
    assert sum(map(len, lines)) > 100_000
    _assert_untouched(reading(*lines, media_type=media_type))


def test_an_authors_slips_stay_as_they_are() -> None:
    slips = "các phòng nghành, THỀ CHẾ, văn bản hti hành, cơ sở tư tục, kỷ thuật, kỷ niệm 77năm, tiến hành kỉêm tra, 1,361.700.000 đồng, trực trạng"
    _assert_untouched(reading(slips))
    _assert_untouched(reading(*LINES * 20, slips, media_type="text/markdown"))


def test_a_sound_reading_comes_back_as_the_same_object() -> None:
    source = reading("Theo dõi, nêu rõ.", line("Võ Thị Ngõ"))
    assert repair(source)[0] is source


@pytest.mark.skipif(not CLEAN, reason="the real documents are not here")
@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown"])
def test_no_character_of_the_clean_documents_is_changed(media_type: str) -> None:
    for path in CLEAN:
        _assert_untouched(reading(*path.read_text(encoding="utf-8").split("\n"), media_type=media_type))
