from __future__ import annotations

from typing import Any

import pytest

from corpora.gold import clean, gold, quote
from corpora.lint import warnings
from corpora.parse import REPORTS, load_all, parse
from corpora.source import SourceError

FRONT = '+++\ngenre = "bao_cao"\nlevel = "xa"\nfield = "y_te"\nrole = "result"\nperiod = "2024"\n[header]\ntitle = "Kết quả"\n+++\n'


def _gold(body: str) -> dict[str, Any]:
    return gold(parse(FRONT + body, "thu"))


def _outline(body: str) -> list[tuple[str, int, int | None, bool]]:
    return [(s["label"], s["depth"], s["parent"], s["is_heading"]) for s in _gold(body)["sections"]]


def test_numbered_paragraphs_nest_by_the_shape_of_their_labels() -> None:
    body = "# I. A\n1. Một\na) Hai\nb) Ba\n2. Bốn\n2.1. Năm\n# II. B\n1.Sáu\n(1) Bảy\n(2) Tám"
    assert _outline(body) == [
        ("I", 1, None, True), ("1", 2, 0, False), ("a", 3, 1, False), ("b", 3, 1, False), ("2", 2, 0, False), ("2.1", 3, 4, False),
        ("II", 1, None, True), ("1", 2, 6, False), ("1", 3, 7, False), ("2", 3, 7, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("# PHẦN I // ĐÁNH GIÁ", "PHẦN I"),
        ("# Phần thứ nhất // ĐÁNH GIÁ", "Phần thứ nhất"),
        ("# Phụ lục 1: GIAO CHỈ TIÊU", "Phụ lục 1"),
        ("# Phụ lục // DANH MỤC", "Phụ lục"),
        ("# Biểu số 02. TỔNG HỢP", "Biểu số 02"),
        ("# Điều 3. Tổ chức", "Điều 3"),
        ("# đ) Việc khác", "đ"),
        ("# 2.5.1. Việc khác", "2.5.1"),
        ("# 2.3 Giảm nghèo", "2.3"),
        ("# @ CHƯƠNG TRÌNH // Năm 2024", ""),
    ],
)
def test_a_heading_gives_its_label(line: str, label: str) -> None:
    assert _gold(line)["sections"][0]["label"] == label


@pytest.mark.parametrize("line", ["17 xã đã xong.", "Mục tiêu chung", "Chương trình này", "Điều đó", "05 đồng chí", "Biểu đồ"])
def test_a_paragraph_that_only_begins_alike_opens_no_section(line: str) -> None:
    assert _gold(line)["sections"] == []


def test_a_measure_inherits_role_and_period_and_gives_unit_to_its_parts() -> None:
    heading = "# I. KẾ HOẠCH {: role=target period=2025}\n"
    body = heading + "Tạo việc làm {120 người|việc làm}, trong đó nữ {65|nữ|^}, so với {90 người|việc làm|b p=2024}."
    whole, part, earlier = _gold(body)["results"]
    assert (whole["role"], whole["period"], whole["part_of"]) == ("target", "2025", None)
    assert (part["unit"], part["part_of"], part["value"]) == ("người", 0, 65)
    assert (earlier["role"], earlier["period"]) == ("baseline", "2024")


def test_items_of_a_targets_section_are_targets_with_their_measures() -> None:
    found = _gold("# 2. Chỉ tiêu {: targets role=target}\n2.1. Đạt {95%|tỷ lệ} trở lên;\n- Mở {3 lớp|lớp}.\n- Việc khác. {: notarget}")
    assert [(t["label"], t["path"], len(t["measures"])) for t in found["targets"]] == [("2.1", ["2"], 1), ("-", ["2", "2.1"], 1)]
    assert found["targets"][0]["measures"][0]["comparator"] == ">="
    assert found["results"] == []


def test_rows_of_a_targets_table_are_targets_with_unit_and_indicator_of_the_row() -> None:
    head = "# 1. Chỉ tiêu {: role=target}\n|= {: targets}\n| TT | Chỉ tiêu | Đơn vị tính | 2024 |\n|---|---|---|---|\n"
    body = head + "| 1 | Thu ngân sách | triệu đồng | {1.250} |"
    target = _gold(body)["targets"][0]
    assert (target["label"], target["text"]) == ("1", "Thu ngân sách | triệu đồng | 1.250")
    assert {k: target["measures"][0][k] for k in ("value", "unit", "indicator")} == {
        "value": 1_250_000_000,
        "unit": "VND",
        "indicator": "Thu ngân sách",
    }


def test_a_column_s_head_marks_its_figures() -> None:
    table = (
        "# II. CHỈ TIÊU\n|= Bảng 1. Chỉ tiêu {: targets=yes}\n| TT | Chỉ tiêu | ĐVT | TH 2023 {: b p=2023} | KH 2024 | Tăng, giảm {: diff} | So (%) {: att u=%} |\n"
        "|---|---|---|---|---|---|---|\n| 1 | Số trường | Trường | 12 | {11} | -1 | 91,7 |\n| 2 | Số lớp | Lớp | | {90} | 5 | |\n"
    )
    first, second = _gold(table)["targets"]
    assert [(m["value"], m["unit"], m["role"], m["kind"], m["direction"], m["period"]) for m in first["measures"]] == [
        (12, "trường", "baseline", "level", None, "2023"), (11, "trường", "target", "level", None, "2024"),
        (1, "trường", "target", "change", "down", "2024"), (91.7, "%", "target", "attainment", None, "2024"),
    ]  # fmt: skip
    assert [(m["value"], m["direction"]) for m in second["measures"]] == [(90, None), (5, "up")]
    assert first["text"] == "Số trường | Trường | 12 | 11 | -1 | 91,7"


def test_footnotes_keep_paragraphs_anchors_and_repeated_markers() -> None:
    notes = _gold("Một câu dài trước dấu[^1] và nữa[^1/b].\n\n[^1]: Đoạn đầu.\n    Đoạn sau.\n[^1/b]: Khác.")["footnotes"]
    assert [(n["marker"], n["text"]) for n in notes] == [("1", "Đoạn đầu.\nĐoạn sau."), ("1", "Khác.")]
    assert notes[1]["anchor_left"].endswith("trước dấu và nữa")


def test_a_citation_is_read_and_counted() -> None:
    found = _gold("Theo [[Nghị quyết số 16/NQ-HĐND ngày 20/12/2023]] và [[Nghị quyết 16/NQ-HĐND]], [[Luật số 10/2020/QH14]].")["citations"]
    assert found == [
        {"kind": "nghi_quyet", "number": "16/NQ-HĐND", "date": "2023-12-20", "count": 2},
        {"kind": "luat", "number": "10/2020/QH14", "date": None, "count": 1},
    ]


def test_the_quote_begins_where_the_raw_words_are_the_measures_own() -> None:
    text = "Năm 2023 có 12 hộ; nay có 12 hộ."
    assert quote(text, 26, 31) == "nay có 12 hộ."
    assert quote("Có 12 hộ và 12 hộ nữa", 12, 17).index("12 hộ") == quote("Có 12 hộ và 12 hộ nữa", 12, 17).rindex("12 hộ")


@pytest.mark.parametrize(
    ("body", "message", "line"),
    [
        ("Có {nhiều|hộ}.", "write v=", 10),
        ("\nCó {12 hộ|hộ|z}.", "unknown token 'z'", 11),
        ("Có {12 hộ|hộ|w=3}.", "unknown key 'w'", 10),
        ("Câu[^1].", "has no body", 1),
        ("[^1]: Thân.", "has a body but no anchor", 1),
        ("# KẾT QUẢ", "has no label", 10),
        ("|= X\n| A | B |\n|---|---|\n| 1 |", "1 cells, the header has 2", 13),
        ("@quay", "unknown mark", 10),
        ("Theo [[văn kiện nào đó]].", "no kind or number", 10),
        ("**đậm", "not closed", 10),
    ],
)
def test_an_error_names_the_line_and_what_to_do(body: str, message: str, line: int) -> None:
    with pytest.raises(SourceError, match=r".") as caught:
        gold(parse(FRONT + body, "thu"))
    assert message in caught.value.message
    assert caught.value.line == line


def test_clean_markdown_holds_headings_anchors_and_tables() -> None:
    text = clean(parse(FRONT + "# I. A\nCâu[^1].\n|= X\n| A > B | C |\n|---|---|\n| 1 | 2 |\n[^1]: Thân.", "thu"))
    for part in ('title: "Kết quả"', "# I. A", "Câu[^1].", "| A > B | C |", "[^1]: Thân."):
        assert part in text


def test_every_report_of_the_corpus_parses_and_has_gold() -> None:
    sources = load_all(REPORTS)
    assert sources
    for source in sources:
        found = gold(source)
        assert found["header"]["title"], source.id
        assert all(m["unit"] and m["indicator"] for m in found["results"]), source.id


def test_a_baseline_without_a_period_is_warned_of() -> None:
    source = parse(FRONT + "Giảm từ {14 phòng|phòng|b} còn {08 phòng|phòng} (năm 2022: {15 phòng|phòng|b p=2022}).", "thu")
    assert warnings(source, gold(source)) == ["10: baseline '14 phòng' has no period: write p=… as the text gives it, or p=none"]
