"""Markdown of OCR tools: marks become styles, flags, notes and tables, and each character counts once."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.options import Options
from extractor.pages import Grid, Line, Reading, count_chars
from extractor.read.markdown import read_markdown
from tests.read.show import SHARED, grids, needs_shared, read_bytes, rows, texts, total_chars


def read(text: str) -> Reading:
    reading = read_markdown(text.encode(), options=Options())
    assert total_chars(reading) == count_chars(text)
    return reading


def spans(text: str) -> list[tuple[str, str]]:
    item = read(text).pages[0].items[0]
    assert isinstance(item, Line)
    flags = [(span.text, "b" * span.bold + "i" * span.italic + "s" * span.superscript) for span in item.spans]
    return [flag for flag in flags if flag[0]]


@pytest.mark.parametrize(
    ("text", "style", "want"),
    [("# PHẦN I", "heading-1", "PHẦN I"), ("### 2.1. Mục ###", "heading-3", "2.1. Mục"), ("#1 không phải", None, "#1 không phải")],
)
def test_headings(text: str, style: str | None, want: str) -> None:
    item = read(text).pages[0].items[0]
    assert isinstance(item, Line)
    assert (item.style, item.text) == (style, want)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("**I. KẾT QUẢ**", [("I. KẾT QUẢ", "b")]),
        ("- *Cai nghiện*: có 5", [("- ", ""), ("Cai nghiện", "i"), (": có 5", "")]),
        ("***cả hai***", [("cả hai", "bi")]),
        ("**đậm *và nghiêng***", [("đậm ", "b"), ("và nghiêng", "bi")]),
        ("__đậm__ và _nghiêng_", [("đậm", "b"), (" và ", ""), ("nghiêng", "i")]),
        ("số_liệu_năm và a*b*c", [("số_liệu_năm và a*b*c", "")]),
        ("* Về việc làm: tăng", [("* Về việc làm: tăng", "")]),
        ("Ghi chú: (*) ước tính, (*) thực", [("Ghi chú: (*) ước tính, (*) thực", "")]),
        ("ngày ____ tháng ____ năm", [("ngày ____ tháng ____ năm", "")]),
        ("2 * 3 * 4", [("2 * 3 * 4", "")]),
        ("<b>đậm</b> <i>nghiêng</i>", [("đậm", "b"), (" ", ""), ("nghiêng", "i")]),
        ("xem [Nghị định](https://vi.du/a_b_c) này", [("xem Nghị định này", "")]),
        (r"1\. Mục \* một", [("1. Mục * một", "")]),
        ("Lao&nbsp;động &amp; việc làm", [("Lao động & việc làm", "")]),
    ],
)
def test_emphasis_is_flags_where_it_is_emphasis(text: str, want: list[tuple[str, str]]) -> None:
    assert spans(text) == want


@pytest.mark.parametrize("marker", ["³", "^3^", "<sup>3</sup>", "$^{3}$", "$^3$", "${}^{3}$"])
def test_superscripts_in_all_their_forms(marker: str) -> None:
    assert spans(f"xã hội{marker}.") == [("xã hội", ""), ("3", "s"), (".", "")]


def test_a_line_that_opens_with_a_raised_digit_is_left_to_the_layout() -> None:
    assert spans("¹ Thăm, tặng quà")[0] == ("1", "s")


def test_footnotes_are_linked() -> None:
    page = read("Tỷ lệ 10%[^12]; 5%[^a]\n\n[^12]: Nguồn một.\n    Đoạn hai.\n\n[^a]: Nguồn *hai*.\n\nĐoạn sau\n").pages[0]
    line = page.items[0]
    assert isinstance(line, Line)
    assert [(span.text, span.note) for span in line.spans if span.superscript] == [("12", "note-12"), ("a", "note-a")]
    assert [(note.id, note.marker, [part.text for part in note.lines]) for note in page.notes] == [
        ("note-12", "12", ["Nguồn một.", "Đoạn hai."]),
        ("note-a", "a", ["Nguồn hai."]),
    ]
    assert page.items[1].text == "Đoạn sau"


def test_a_marker_without_a_note_is_still_a_marker() -> None:
    item = read("Tỷ lệ[^5] tăng").pages[0].items[0]
    assert isinstance(item, Line)
    assert [(span.text, span.superscript, span.note) for span in item.spans][1] == ("5", True, None)


def test_footnotes_that_start_anew_on_each_page_are_told_apart() -> None:
    page = read("a[^1]\n\n[^1]: một\n\nb[^1]\n\n[^1]: hai\n").pages[0]
    links = [span.note for item in page.items if isinstance(item, Line) for span in item.spans if span.note]
    assert links == [note.id for note in page.notes]
    assert len(set(links)) == 2


TABLE = "| TT | Chỉ tiêu | ĐVT |\n|---|:---:|---|\n| 1 | Tỷ lệ <br> chung | % |\n| 2 | **Số** hộ | |\n"


def test_a_pipe_table_is_a_grid() -> None:
    (grid,) = grids(read(f"Biểu 1\n\n{TABLE}\nHết"))
    assert (grid.rows, grid.columns, grid.header_rows) == (3, 3, 1)
    assert rows(grid) == ["TT|Chỉ tiêu|ĐVT", "1|Tỷ lệ / chung|%", "2|Số hộ|"]


def test_an_empty_header_goes_on_with_the_table_before() -> None:
    (grid,) = grids(read(f"{TABLE}\n| | | |\n|---|---|---|\n| 3 | Khác | % |\n"))
    assert rows(grid)[-1] == "3|Khác|%"
    assert grid.rows == 4


def test_tables_with_other_columns_are_other_tables() -> None:
    assert len(grids(read(f"{TABLE}\n| | |\n|---|---|\n| 3 | Khác |\n"))) == 2


def test_rows_may_have_too_few_or_too_many_cells() -> None:
    (grid,) = grids(read("| a | b |\n|--|--|\n| 1 |\n| 1 | 2 | 3 |\n"))
    assert rows(grid) == ["a|b|", "1||", "1|2|3"]


def test_a_table_without_outer_bars_is_a_grid() -> None:
    (grid,) = grids(read("a | b\n--|--\n1 | 2\n"))
    assert rows(grid) == ["a|b", "1|2"]


def test_a_table_in_html_is_a_grid() -> None:
    (grid,) = grids(read("Biểu\n\n<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>\n\nHết\n"))
    assert rows(grid) == ["a|b", "|c"]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("a\n\nb", ["a", "b"]),
        ("Số: 5/BC\nHuế, ngày 1", ["Số: 5/BC", "Huế, ngày 1"]),
        ("- a\n- b", ["- a", "- b"]),
        (f"{'từ ' * 25}\n{'từ ' * 25}\nhết", [f"{'từ ' * 50}hết"]),
        (f"{'từ ' * 25}\n1. {'từ ' * 24}", [("từ " * 25).strip(), f"1. {('từ ' * 24).strip()}"]),
        ("a  \nb", ["a", "b"]),
    ],
)
def test_wrapped_lines_are_joined_and_entries_kept_apart(text: str, want: list[str]) -> None:
    assert [item.strip() for item in texts(read(text))] == want


@pytest.mark.parametrize("mark", ["---", "***", "```", "<!-- page 2 -->", "{2}----------------", "_ _ _"])
def test_marks_between_paragraphs_are_no_text(mark: str) -> None:
    assert [text for text in texts(read(f"a\n\n{mark}\n\nb")) if text] == ["a", "b"]


def test_pictures_are_dropped_and_told() -> None:
    reading = read("a\n\n![hình](x.png)\n\nb")
    assert [text for text in texts(reading) if text] == ["a", "b"]
    assert [finding.code for finding in reading.diagnostics] == ["picture.unread"]


@given(st.text(alphabet="ab *_|-#[]^:1.\n\\<>/!()`~$\u00b9\u0103", max_size=120))
@example("|-")
def test_every_character_is_counted_whatever_the_marks(text: str) -> None:
    assert total_chars(read_markdown(text.encode(), options=Options())) == count_chars(text)


@needs_shared
@pytest.mark.parametrize("path", sorted((SHARED / "gold").glob("*/clean.md")), ids=lambda path: path.parent.name)
def test_nothing_of_a_real_document_is_lost(path) -> None:
    data = path.read_bytes()
    reading = read_bytes(data)
    assert total_chars(reading) == count_chars(data.decode())
    assert any(isinstance(item, Grid) for item in reading.pages[0].items) == ("\n|" in data.decode())
