"""Head and foot of a văn bản: small documents in, fields out."""

from __future__ import annotations

import pytest

from extractor.structure.closing import find_closings
from extractor.structure.header import edtf, split_number
from tests.structure.test_outline import document

HEAD = "UBND HUYỆN LƯƠNG HÀ\nPHÒNG NỘI VỤ\nSố: 31/BC-PNV\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nLương Hà, ngày 25 tháng 3 năm 2024\n"
BODY = "Thực hiện kế hoạch công tác năm của Ủy ban nhân dân huyện, Phòng báo cáo kết quả thực hiện nhiệm vụ trong tháng như sau:\n"


def test_every_field_of_a_report_head_is_read() -> None:
    header = document(HEAD + "BÁO CÁO\nKết quả công tác tháng 3 năm 2024\n" + BODY).header
    assert (header.parent_authority, header.authority, header.number, header.symbol) == (
        "UBND HUYỆN LƯƠNG HÀ",
        "PHÒNG NỘI VỤ",
        "31",
        "BC-PNV",
    )
    assert (header.place, header.date, header.kind, header.title) == (
        "Lương Hà",
        "2024-03-25",
        "bao_cao",
        "Kết quả công tác tháng 3 năm 2024",
    )
    assert header.text[slice(*header.spans["title"])] == header.title


def test_the_head_is_not_in_the_reading_text() -> None:
    assert document(HEAD + "BÁO CÁO\nKết quả công tác\n" + BODY).text == BODY.strip()


@pytest.mark.parametrize(
    ("lines", "authority", "parent"),
    [
        ("ỦY BAN NHÂN DÂN\nHUYỆN LƯƠNG HÀ\n", "ỦY BAN NHÂN DÂN HUYỆN LƯƠNG HÀ", None),
        ("UBND TỈNH HOÀI LĨNH\nSỞ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI\n", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "UBND TỈNH HOÀI LĨNH"),
        ("CHÍNH PHỦ\n", "CHÍNH PHỦ", None),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nVIỆN LÚA GẠO\nVIỆT NAM\n", "VIỆN LÚA GẠO VIỆT NAM", None),
        ("VĂN PHÒNG\nUBND TỈNH HOÀI LĨNH\n", "VĂN PHÒNG UBND TỈNH HOÀI LĨNH", None),
        ("UBND TỈNH HOÀI LĨNH\nVĂN PHÒNG\n", "VĂN PHÒNG", "UBND TỈNH HOÀI LĨNH"),
    ],
)
def test_lines_in_capitals_are_grouped_to_bodies(lines: str, authority: str, parent: str | None) -> None:
    header = document(lines + "Số:       /KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nKẾ HOẠCH\nThực hiện công tác xã hội\n" + BODY).header
    assert (header.authority, header.parent_authority, header.number) == (authority, parent, None)


def test_bodies_that_issue_a_document_together_stand_beside_each_other() -> None:
    front = (
        "SỞ NỘI VỤ\nTỈNH ĐOÀN HOÀI LĨNH\nSố: 02/CTPH-SNV-TĐ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCHƯƠNG TRÌNH PHỐI HỢP\nChăm lo đời sống\n"
    )
    header = document(front + BODY).header
    assert (header.authority, header.parent_authority) == ("SỞ NỘI VỤ TỈNH ĐOÀN HOÀI LĨNH", None)


def test_parties_that_sign_side_by_side_are_told_apart() -> None:
    foot = (
        "SỞ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI      HỘI PHỤ NỮ TỈNH\nGIÁM ĐỐC      CHỦ TỊCH\n\n"
        "Lò Văn Tạ      Mùa Thị Si\nHỘI NÔNG DÂN TỈNH      TM. BAN THƯỜNG VỤ\nCHỦ TỊCH      BÍ THƯ\n\nTô Văn Cát      Đỗ Gia Yên\n"
        "Nơi nhận:\n- Các xã;\n"
    )
    signed = document(
        HEAD + "BÁO CÁO\nKết quả công tác\n" + BODY + "".join(f"{item}. Việc đã xong.\n" for item in range(1, 9)) + "./.\n" + foot
    ).signatures
    assert [(one.capacity, one.position, one.name) for one in signed] == [
        (None, "GIÁM ĐỐC", "Lò Văn Tạ"),
        (None, "CHỦ TỊCH", "Tô Văn Cát"),
        (None, "CHỦ TỊCH", "Mùa Thị Si"),
        ("TM. BAN THƯỜNG VỤ", "BÍ THƯ", "Đỗ Gia Yên"),
    ]


def test_a_cong_van_takes_its_subject_as_title() -> None:
    header = document(HEAD.replace("BC-PNV", "UBND-VX") + "V/v rà soát số liệu\nhộ nghèo\nKính gửi: Các xã\n" + BODY).header
    assert (header.kind, header.title) == ("cong_van", "V/v rà soát số liệu hộ nghèo")


def test_a_document_without_a_head_takes_number_and_date_from_its_annexes() -> None:
    text = (
        "CHƯƠNG TRÌNH PHỐI HỢP\nTHỰC HIỆN CÔNG TÁC XÃ HỘI\n"
        + BODY
        + "Biểu số 1: CHỈ TIÊU\n( Kèm theo Chương trình phối hợp số      / CTr-PH ngày    tháng 02 năm 2022)\n"
    )
    header = document(text).header
    assert (header.kind, header.title, header.symbol, header.date) == (
        "chuong_trinh",
        "CHƯƠNG TRÌNH PHỐI HỢP THỰC HIỆN CÔNG TÁC XÃ HỘI",
        "CTr-PH",
        "2022-02-XX",
    )


NOTE = "(Kèm theo Báo cáo số:      /BC-UBND, ngày    tháng 7 năm 2031 của Ủy ban nhân dân xã Khe Nà)"


@pytest.mark.parametrize(
    "opening",
    [
        f"MỘT SỐ CHỈ TIÊU CHÍNH\nNĂM 2031\n{NOTE}\n",
        f"{NOTE}\nMỘT SỐ CHỈ TIÊU CHÍNH\nNĂM 2031\n",
        f"MỘT SỐ CHỈ TIÊU CHÍNH NĂM 2031 {NOTE}\n",
    ],
)
def test_an_annex_on_its_own_takes_the_title_beside_its_note(opening: str) -> None:
    header = document(opening + BODY).header
    assert (header.kind, header.symbol, header.date, header.title) == (
        "bao_cao",
        "BC-UBND",
        "2031-07-XX",
        "MỘT SỐ CHỈ TIÊU CHÍNH NĂM 2031",
    )


def test_an_annex_with_a_label_is_a_section_and_gives_no_title() -> None:
    assert document(f"Phụ lục 1\nBẢNG GIÁ\n{NOTE}\n" + BODY).header.title is None


def test_an_attached_document_with_a_date_takes_the_number_of_that_day() -> None:
    front = "ỦY BAN NHÂN DÂN\nTỈNH HOÀI LĨNH\nHoài Lĩnh, ngày 07 tháng 3 năm 2031\nQUY ĐỊNH\nMức hỗ trợ người trồng tre\n"
    note = "(Ban hành kèm theo Quyết định số: 52/2031/QĐ-UBND ngày {} của Ủy ban nhân dân tỉnh)\n"
    same = document(front + note.format("07 tháng 3 năm 2031") + BODY).header
    assert (same.number, same.symbol, same.date, same.place) == ("52/2031", "QĐ-UBND", "2031-03-07", "Hoài Lĩnh")
    assert document(front + note.format("09 tháng 3 năm 2031") + BODY).header.symbol is None


def test_running_text_has_no_head() -> None:
    assert document(BODY * 3).header.kind == "van_ban"
    assert document(BODY * 3).header.text == ""


@pytest.mark.parametrize(
    ("day", "month", "year", "date"),
    [
        ("25", "3", "2024", "2024-03-25"),
        ("", "02", "2024", "2024-02-XX"),
        ("…", "..", "2024", "2024-XX-XX"),
        ("5", "6", "20", None),
        ("43", "11", "2017", "2017-11-XX"),
    ],
)
def test_blanks_for_the_pen_are_unknown_days(day: str, month: str, year: str, date: str | None) -> None:
    assert edtf(day, month, year) == date


@pytest.mark.parametrize(
    ("number", "symbol", "wanted"),
    [
        (" 791 ", "CCQL- ĐBĐ", ("791", "CCQL-ĐBĐ")),
        ("   ", "QĐ-UBND", (None, "QĐ-UBND")),
        ("38/ 2023", "QĐ–UBND", ("38/2023", "QĐ-UBND")),
        ("…", "KH-SYT", (None, "KH-SYT")),
    ],
)
def test_numbers_and_symbols_are_normalised(number: str, symbol: str, wanted: tuple[str | None, str]) -> None:
    assert split_number(number, symbol) == wanted


FOOT = "Nơi nhận:\n- Như trên;\n- Các đơn vị: Bưu điện huyện,\nNgân hàng CSXH huyện;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH THƯỜNG TRỰC\n(Đã ký)\nTS. Đàm Quốc Lịch\n"


def test_recipients_and_the_signature_are_read_and_leave_the_text() -> None:
    found = document(HEAD + "BÁO CÁO\nKết quả\n" + BODY.replace(":", "./.") + FOOT)
    assert found.recipients == ("Như trên", "Các đơn vị: Bưu điện huyện, Ngân hàng CSXH huyện", "Lưu: VT")
    (signature,) = found.signatures
    assert (signature.capacity, signature.position, signature.name) == (
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH THƯỜNG TRỰC",
        "TS. Đàm Quốc Lịch",
    )
    assert found.closing_text[slice(*signature.span)].endswith("Đàm Quốc Lịch")
    assert "Nơi nhận" not in found.text


def test_several_parties_sign() -> None:
    found = document(
        BODY.replace(":", "./.")
        + "Nơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nĐàm Quốc Lịch\nHỘI NÔNG DÂN HUYỆN\nHỘI CỰU CHIẾN BINH HUYỆN\n"
    )
    assert [(s.position, s.name) for s in found.signatures] == [
        ("CHỦ TỊCH", "Đàm Quốc Lịch"),
        ("HỘI NÔNG DÂN HUYỆN", None),
        ("HỘI CỰU CHIẾN BINH HUYỆN", None),
    ]


def test_the_head_of_an_attached_document_is_no_signature() -> None:
    foot = "./.\nNơi nhận:\n- Lưu: VT.\nTRƯỞNG BAN\nLò Văn Tạ\n"
    head = "UBND TỈNH HOÀI LĨNH\nBAN QUẢN LÝ CÁC BẾN\nTHUYỀN KHE NÀ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    found = document(HEAD + "QUYẾT ĐỊNH\nVề việc chia bến\n" + BODY.rstrip(":\n") + foot + head + "QUY CHẾ\nChia bến\n" + BODY)
    assert [(one.position, one.name) for one in found.signatures] == [("TRƯỞNG BAN", "Lò Văn Tạ")]


def test_the_authority_of_a_decision_is_no_signature() -> None:
    found = document(HEAD + "QUYẾT ĐỊNH\nVề việc giao chỉ tiêu\nCHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN LƯƠNG HÀ\n" + BODY)
    assert found.signatures == ()
    assert find_closings((), 0) == ()


def test_the_foot_of_a_short_document_is_no_part_of_its_head() -> None:
    text = (
        "UBND XÃ KHE NÀ      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/UBND-VX      Độc lập - Tự do - Hạnh phúc\n"
        "V/v rà soát hộ nghèo      Khe Nà, ngày 05 tháng 3 năm 2024\nKính gửi: Các thôn\nĐề nghị các thôn gửi kết quả trước ngày 15.\n"
        "Nơi nhận:      TM. ỦY BAN NHÂN DÂN\n- Như trên;      CHỦ TỊCH\n- Lưu: VT.      Lò Văn Tạ\n"
    )
    found = document(text)
    assert (found.header.title, found.header.date) == ("V/v rà soát hộ nghèo", "2024-03-05")
    assert found.text.startswith("Kính gửi: Các thôn\nĐề nghị các thôn")
    assert [(one.capacity, one.name) for one in found.signatures] == [("TM. ỦY BAN NHÂN DÂN", "Lò Văn Tạ")]
    assert found.recipients == ("Như trên", "Lưu: VT")


@pytest.mark.parametrize("rest", ["- Lưu: VT.\n", ""])
def test_a_name_that_a_long_line_has_pushed_out_of_its_column_is_whole(rest: str) -> None:
    found = document(
        HEAD + "BÁO CÁO\nKết quả năm 2031\n" + BODY + "Nơi nhận:      TM. ỦY BAN NHÂN DÂN\n- Như trên;      CHỦ TỊCH\n"
        "- Các phòng, ban, ngành, đoàn thể của huyện và các đơn vị đóng trên địa bàn;      Lò Văn\nTạ\n" + rest
    )
    assert [one.name for one in found.signatures] == ["Lò Văn Tạ"]
    assert len(found.recipients) == 1 + 1 + bool(rest)


def test_a_capacity_that_stands_alone_between_two_columns_is_of_the_right_one() -> None:
    found = document(
        HEAD + "BÁO CÁO\nKết quả năm 2031\n" + BODY + "Nơi nhận:      TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\n- Như trên;      PHÓ CHỦ TỊCH\n"
        "- Lưu: VT.      Lò Văn Tạ\n"
    )
    assert [(one.capacity, one.position) for one in found.signatures] == [("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")]
