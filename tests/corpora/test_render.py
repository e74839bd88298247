from __future__ import annotations

import zipfile
from pathlib import Path
from random import Random

import pytest

from corpora.parse import parse
from corpora.render import damage, docx, legacy, markdown, plain
from corpora.render.forms import FAST, build
from corpora.render.headrows import head_rows
from corpora.render.pages import set_pages
from corpora.render.printed import Composition, Piece, TwoColumns, compose, date_line
from corpora.source import Source
from extractor.read.encodings import decode_legacy

FRONT = (
    '+++\ngenre = "bao_cao"\nlevel = "xa"\nfield = "y_te"\nrole = "result"\nrecipients = ["Như trên", "Lưu: VT"]\n'
    '[header]\nparent_authority = "UBND HUYỆN A"\n'
    'authority = "UBND XÃ B"\nsymbol = "BC-UBND"\nplace = "B"\ndate = "2024-02-XX"\ntitle = "Tình hình"\n'
    '[[signatures]]\nposition = "CHỦ TỊCH"\nname = "Trần Ư"\n+++\n'
)
LONG = " ".join(f"từ{i}" for i in range(900))


def _source(body: str) -> Source:
    return parse(FRONT + body, "thu")


def _composition(body: str) -> Composition:
    return compose(_source(body))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    source = _source("# I. NƯỚC\nNước và đường[^1].\n[^1]: Chú thích.\n" + LONG)
    texts = {
        seed: [f.path.read_bytes() for f in build([source], FAST, seed=seed, cache=tmp_path / name)] for name, seed in (("a", 1), ("c", 2))
    }
    again = [f.path.read_bytes() for f in build([source], FAST, seed=1, cache=tmp_path / "b")]
    assert texts[1] == again
    assert texts[1] != texts[2]


def test_blank_days_are_left_for_the_pen() -> None:
    assert date_line({"date": "2024-02-XX", "place": "B"}) == "B, ngày      tháng 02 năm 2024"
    assert date_line({"date": "2024-11-05"}) == "ngày 05 tháng 11 năm 2024"


def test_the_head_has_two_columns_and_a_missing_number_is_blank() -> None:
    head = _composition("Một câu.").items[0]
    assert isinstance(head, TwoColumns)
    assert [p.text for p in head.left] == ["UBND HUYỆN A", "UBND XÃ B", "Số:       /BC-UBND"]


def test_an_annex_after_the_closing_starts_a_page() -> None:
    text = plain.write(_composition("Một câu.\n@closing\n# Phụ lục 1: X\nHai câu."), Random(3))
    assert "\n Phụ lục 1: X" in text.replace(" 2 \n \n", " ")


def test_header_paths_become_merged_cells() -> None:
    rows = head_rows((("TT",), ("A", "B", "C"), ("A", "B", "D"), ("A", "E")))
    assert rows == [
        [(0, 1, "start", "TT"), (1, 3, "", "A")],
        [(0, 1, "on", ""), (1, 2, "", "B"), (3, 1, "start", "E")],
        [(0, 1, "on", ""), (1, 1, "", "C"), (2, 1, "", "D"), (3, 1, "on", "")],
    ]


def test_a_long_footnote_is_carried_over_and_no_line_of_it_is_lost() -> None:
    composition = _composition(" ".join(["chữ"] * 440) + "[^1] " + LONG + f"\n[^1]: {LONG}")
    pages = set_pages(composition)
    feet = [line for page in pages for line in page.feet]
    assert " ".join(" ".join(line.text for line in feet).split()) == LONG
    assert any(line.carried for line in feet)
    assert [line.marker for line in feet].count("1") == 1


def test_damage_goes_by_the_face_and_is_listed() -> None:
    composition = _composition("# I. NƯỚC HÒA\nNước hòa.")
    spoiled, repairs = damage.spoil(composition, damage.Faces({}, {**damage.HORN, **damage.GRAVE}).of)
    text = plain.write(spoiled, Random(1))
    assert "N\u01a2ỚC HÕA" in text
    assert "hòa." in text
    assert {"wrong": "N\u01a2ỚC", "right": "NƯỚC", "count": 1, "class": "u-horn"} in damage.listed(repairs)


def test_a_lost_letter_leaves_a_hole_and_the_repair_names_its_surroundings() -> None:
    _, repairs = damage.spoil(_composition("Tại Kỳ Anh và ATVSLĐ."), damage.Faces({"A": damage.HOLE}, {}).of)
    found = {(r["wrong"], r["right"]) for r in damage.listed(repairs)}
    assert found == {("Kỳ  nh", "Kỳ Anh"), (" TVSLĐ", "ATVSLĐ")}


@pytest.mark.parametrize(("scheme", "letters"), [("tcvn3", legacy.tcvn3()), ("vni", legacy.vni())])
def test_legacy_maps_agree_with_the_sourced_tables_of_the_engine(scheme: str, letters: dict[str, str]) -> None:
    text = "Cộng hòa xã hội chủ nghĩa Việt Nam ằẳẵắặầẩẫấậẻẽéẹềểễếệìỉĩíịỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵđăâêôơư"
    assert decode_legacy("".join(letters.get(c, c) for c in text), scheme) == text  # type: ignore[arg-type]


def test_word_files_number_their_notes_and_only_odd_numbers_are_marks_of_their_own(tmp_path: Path) -> None:
    composition = _composition("Một[^1] hai[^1/b] ba[^2].\n[^1]: A.\n[^1/b]: B.\n[^2]: C.")
    docx.write(composition, tmp_path / "a.docx", docx.Look())
    document = zipfile.ZipFile(tmp_path / "a.docx").read("word/document.xml").decode()
    assert document.count("<w:footnoteReference") == 3
    assert document.count("customMarkFollows") == 1


def test_two_markers_on_one_spot_are_printed_with_a_comma() -> None:
    assert "Một¹,² câu." in markdown.write(_composition("Một[^1][^2] câu.\n[^1]: A.\n[^2]: B."), Random(1))


def test_a_table_that_goes_on_over_a_page_has_an_empty_header_in_ocr_markdown() -> None:
    rows = "\n".join(f"| {i} | Xã {i} |" for i in range(60))
    text = markdown.write(_composition(f"|= X\n| TT | Đơn vị |\n|---|---|\n{rows}"), Random(1))
    assert text.count("| TT | Đơn vị |") == 1
    assert "|  |  |\n|---|---|\n" in text
    assert all(f"| {i} | Xã {i} |" in text for i in range(60))


def test_bold_lead_is_cut_into_pieces_of_its_own() -> None:
    item = _composition("1. **Đẩy mạnh.** Việc khác.").items[3]
    assert [p for p in getattr(item, "pieces", ()) if p.bold] == [Piece("Đẩy mạnh.", bold=True)]
