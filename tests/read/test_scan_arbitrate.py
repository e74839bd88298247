"""A broken text layer is put right from the picture, and a sound one is left alone."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pymupdf
import pytest

from extractor.errors import MissingToolError
from extractor.options import Options
from extractor.pages import UNREAD, Line, Page, Reading, Span
from extractor.read import arbitrate as room
from extractor.read.arbitrate import arbitrate
from extractor.read.pdf import read_pdf
from extractor.repair.stage import repair
from tests.read.printed import Text, needs_ocr, print_page

pytestmark = needs_ocr

_PRINT = [
    Text(85, 100, "Công tác đảm bảo An sinh xã hội tại huyện Tân Anh được quan tâm", "bold"),
    Text(85, 120, "Phối hợp với ban ATLĐ của khu vực ASEAN tổ chức 02 lớp tập huấn", "bold"),
    Text(85, 140, "ATLĐ được kiểm tra thường xuyên tại 15 doanh nghiệp trong huyện", "bold"),
    Text(85, 160, "Triển khai kế hoạch phòng, chống thiên tai; theo dõi sát tình hình", "bold"),
    Text(85, 200, "Kết quả phòng ngừa và theo dõi, rà soát được nêu rõ trong phụ lục."),
]


def layers(texts: list[Text]) -> tuple[bytes, Reading]:
    pdf = print_page(texts)
    return pdf, read_pdf(pdf, options=Options(ocr="never"))


def broken(reading: Reading, *, letter: str = "A", tilde: bool = True) -> Reading:
    """Lose a letter of the bold face, and take ò for õ and ư for ƣ, as fonts without a right ToUnicode map do."""

    def mend(span: Span) -> Span:
        if "Bold" not in span.font:
            return span
        text = span.text.replace(letter, " ")
        return span._replace(text=text.replace("ò", "õ").replace("ư", "ƣ") if tilde else text)

    pages = [
        page._replace(
            items=tuple(item._replace(spans=tuple(map(mend, item.spans))) if isinstance(item, Line) else item for item in page.items)
        )
        for page in reading.pages
    ]
    return reading._replace(pages=tuple(map(_with_words, pages)))


def _with_words(page: Page) -> Page:
    """Give the pieces of words the boxes that a text layer would give them: the blank has the lost letter's width."""
    items = []
    for item in page.items:
        if not isinstance(item, Line) or item.box is None:
            continue
        whole, boxes = item.text, []
        for match in re.finditer(r"\S+", whole):
            x0, y0, x1, y1 = item.box
            step = (x1 - x0) / len(whole)
            boxes.append((x0 + step * match.start(), y0, x0 + step * match.end(), y1))
        items.append(item._replace(words=tuple(boxes)))
    return page._replace(items=tuple(items))


def texts_of(reading: Reading) -> list[str]:
    return [item.text for item in reading.pages[0].items if isinstance(item, Line)]


def test_every_lost_letter_is_put_back() -> None:
    pdf, sound = layers(_PRINT)
    settled, changes = arbitrate(pdf, broken(sound, tilde=False))
    assert texts_of(settled) == texts_of(sound)
    assert {change.kind for change in changes} == {"dropped_glyph"}
    assert {change.rule for change in changes} == {"eye"}


def test_a_tilde_is_settled_by_the_picture_where_the_face_is_damaged() -> None:
    pdf, sound = layers(_PRINT)
    settled, changes = arbitrate(pdf, broken(sound, letter="\0"))
    assert [text.replace("ƣ", "ư") for text in texts_of(settled)] == texts_of(sound)
    assert [(change.kind, change.original, change.repaired) for change in changes] == [("o_grave", "phõng,", "phòng,")]


def test_each_change_says_where_it_stands_in_the_new_text() -> None:
    pdf, sound = layers(_PRINT)
    settled, changes = arbitrate(pdf, broken(sound))
    assert changes
    for change in changes:
        line = settled.pages[0].items[change.item]
        assert isinstance(line, Line)
        assert line.text[change.start :].startswith(change.repaired)
        assert change.page == 1
        assert 0.5 < change.confidence < 1


def test_words_keep_a_box_each_and_lines_their_count_of_characters() -> None:
    pdf, sound = layers(_PRINT)
    hurt = broken(sound)
    settled, _ = arbitrate(pdf, hurt)
    for before, after in zip(hurt.pages[0].items, settled.pages[0].items, strict=True):
        assert isinstance(before, Line)
        assert isinstance(after, Line)
        assert len(after.words) == len(after.text.split())
        assert before.chars == after.chars


def test_a_sound_layer_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf, sound = layers(_PRINT)
    monkeypatch.setattr(room, "_reader", lambda _: pytest.fail("the picture was read"))
    assert arbitrate(pdf, sound) == (sound, ())


@pytest.mark.parametrize(
    "lines",
    [
        ("Người dân tham gia BHXH, BHYT và BHTN ", "Tỷ lệ tham gia BHTN tăng so với năm trước"),
        ("Tân Anh, ngày      tháng 02 năm 2024",),
    ],
)
def test_an_abbreviation_at_a_line_s_end_and_room_for_the_pen_are_no_holes(lines: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_reader", lambda _: pytest.fail("the picture was read"))
    pen = [2 if "  " in line else -1 for line in lines]
    boxes = [
        tuple((60.0 * k, 0.0, 60.0 * k + (43 if k == wide else 50), 10.0) for k in range(len(line.split())))
        for line, wide in zip(lines, pen, strict=True)
    ]
    items = tuple(Line((Span(line, 1, size=13.0),), (0.0, 0.0, 600.0, 10.0), box) for line, box in zip(lines, boxes, strict=True))
    sound = Reading("application/pdf", "paged", (Page(items, 1, 600.0, 800.0, "text_layer"),))
    assert arbitrate(b"", sound) == (sound, ())


def test_a_repaired_layer_stays_as_it_is() -> None:
    pdf, sound = layers(_PRINT)
    once, _ = arbitrate(pdf, broken(sound, tilde=False))
    assert arbitrate(pdf, once) == (once, ())


def test_a_letter_lost_at_a_line_s_head_is_put_back_though_no_other_hole_is_left() -> None:
    pdf, sound = layers([Text(85, 100, "Anh và các xã lân cận được hỗ trợ xây dựng nhà ở", "bold")])
    assert texts_of(arbitrate(pdf, broken(sound, tilde=False))[0]) == texts_of(sound)


@pytest.mark.parametrize("text", ["Xét nghiệm ADN cho 12 liệt sĩ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "A"])
def test_a_glyph_without_a_character_is_read_off_the_picture(text: str) -> None:
    pdf, sound = layers([Text(85, 100, text, "bold")])
    line = sound.pages[0].items[0]
    assert isinstance(line, Line)
    spans = tuple(span._replace(text=span.text.replace("A", UNREAD).replace("Ò", "Õ")) for span in line.spans)
    unread = sound._replace(pages=(sound.pages[0]._replace(items=(line._replace(spans=spans),)),))
    settled, changes = arbitrate(pdf, unread)
    assert texts_of(settled) == [text]
    assert {change.rule for change in changes} == {"eye"}


_SHARED = sorted((Path(__file__).parents[3] / "shared" / "forms").glob("*/*-broken.pdf"))


@pytest.mark.skipif(not _SHARED, reason="../shared is not here")
@pytest.mark.parametrize("path", _SHARED, ids=lambda path: path.stem)
@pytest.mark.parametrize("text_first", [True, False])
def test_no_dropped_letter_is_left_with_or_without_the_repair_of_the_text(path: Path, *, text_first: bool) -> None:
    options = Options(ocr="never")
    pdf, whole = path.read_bytes(), path.with_name(path.name.replace("-broken", "")).read_bytes()
    reading = read_pdf(pdf, options=options)
    if text_first:
        reading, _ = repair(reading)
    settled, _ = arbitrate(pdf, reading)
    left = _words(read_pdf(whole, options=options)) - _words(settled)
    assert not sum(count for word, count in left.items() if not _other_damage(word, settled))


def _words(reading: Reading) -> Counter[str]:
    return Counter(word for page in reading.pages for item in page.items if isinstance(item, Line) for word in item.text.split())


def _other_damage(word: str, settled: Reading) -> bool:
    """Tell a word that is there but for what the eye has nothing to do with: \u01a3 for ư, õ for ò."""
    damage = str.maketrans({"ư": "\u01a3", "Ư": "\u01a2", "ò": "õ", "Ò": "Õ"})
    return word.translate(damage) != word and word.translate(damage) in _words(settled)


def test_without_ocr_the_layer_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: object) -> None:
        raise MissingToolError("not installed")

    pdf, sound = layers(_PRINT)
    hurt = broken(sound)
    monkeypatch.setattr(room, "_reader", missing)
    assert arbitrate(pdf, hurt) == (hurt, ())


def test_a_letter_beside_a_cell_border_is_not_made_up() -> None:
    pdf = print_page(
        [Text(100, 100, "Lớp  tập huấn cho cán bộ", "bold"), Text(100, 120, "TC 1.2 của chương trình", "bold")],
        strokes=[(97, 80, 97, 130), (300, 80, 300, 130), (97, 80, 300, 80), (97, 130, 300, 130)],
    )
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        assert document.page_count == 1
    reading = read_pdf(pdf, options=Options(ocr="never"))
    assert arbitrate(pdf, reading)[1] == ()
