"""Text in encodings from before Unicode."""

from __future__ import annotations

import pytest

from extractor.repair.stage import repair
from tests.repair.readings import lines_of, paged, repaired, scanned, texts_of

TCVN3 = "C\u00e9ng hoµ x\u00b7 h\u00e9i ch\u00f1 ngh\u00dca ViÖt Nam, Thñ t\u2212\u00edng ChÝnh phñ"


def test_tcvn3_is_decoded_in_its_face() -> None:
    result, changes = repair(paged([(TCVN3, ".VnTime")], [("Cộng hòa xã hội, õng ẹo", "Times New Roman")]))
    assert texts_of(result) == ["Cộng hoà xã hội chủ nghĩa Việt Nam, Thủ tướng Chính phủ", "Cộng hòa xã hội, õng ẹo"]
    assert [(change.kind, change.rule, change.start) for change in changes] == [("legacy_encoding", "tcvn3", 0)]


def test_a_capital_face_gives_capitals() -> None:
    result, _ = repair(
        paged([("bé tµi chÝnh ", "ABCDEF+.VnTimeH,Bold"), ("quyÕt ®Þnh", "VnTimeHBold")], [("an giang", "ABCDEF+.VnTimeH,Bold")])
    )
    assert texts_of(result) == ["BỘ TÀI CHÍNH QUYẾT ĐỊNH", "AN GIANG"]


def test_a_number_in_a_capital_face_follows_the_other_faces() -> None:
    result, _ = repair(paged([("Ñy ban nh©n d©n tØnh, quyÕt ®Þnh", ".VnTime")], [("477/q®-ubnd", ".VnTimeH")]))
    assert texts_of(result)[1] == "477/QĐ-UBND"


def test_the_letter_e_with_hat_and_acute_is_not_taken_for_a_damaged_o() -> None:
    (text,) = texts_of(repair(paged([("kinh tÕ, quyÕt ®Þnh, tõ th¸ng 2", ".VnTime")]))[0])
    assert text == "kinh tế, quyết định, từ tháng 2"


def test_vni_is_decoded_over_the_seam_of_two_spans() -> None:
    source = paged(
        [("COÄNG HO", "VNI-Times"), ("ØA XAÕ HOÄI CHUÛ NGHÓA", "VNI-Times")], [("Ñoäc laäp - Töï do - Haïnh phuùc", "VNI-Times")]
    )
    assert texts_of(repair(source)[0]) == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "Độc lập - Tự do - Hạnh phúc"]


def test_unicode_in_a_face_of_the_old_kind_is_left() -> None:
    source = paged([("Sở Y tế, phường Phú Mỹ, tỷ lệ 5%", ".VnTime")])
    assert repair(source) == (source, ())


@pytest.mark.parametrize("sign", ["« trích »", "37°C ± 2", "§ 3", "5 µg", "¼ diện tích", "Niña, naïve, Curaçao"])
def test_latin_1_signs_and_foreign_names_in_sound_text_are_left(sign: str) -> None:
    assert repaired(f"Theo báo cáo của tỉnh, {sign}, kết quả tốt")[1] == ()


def test_lines_change_between_encodings_where_the_format_knows_no_faces() -> None:
    lines, _ = repaired("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc")
    assert lines == ["Cộng hoà xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc", "Độc lập - Tự do - Hạnh phúc"]


def test_the_count_of_source_characters_stays() -> None:
    source = paged([("Ñoäc laäp", "VNI-Times")], [("Töï do - Haïnh phuùc", "VNI-Times")])
    result, _ = repair(source)
    assert [line.chars for line in lines_of(result)] == [line.chars for line in lines_of(source)]


def test_scraps_that_were_read_from_a_picture_are_in_no_code() -> None:
    assert texts_of(repair(scanned("1 £ 12"))[0]) == ["1 £ 12"]
    assert repaired("1 £ 12")[0] == ["1 Ê 12"]
