"""A DOCX comes out as Word shows it."""

from __future__ import annotations

import io
import zipfile

import pytest

from extractor.errors import DamagedFileError
from extractor.pages import Grid, Line
from extractor.read.word.numbering import format_number
from tests.read.show import grids, read_bytes, rows, texts, total_chars
from tests.read.word_files import cell, docx, p, pack, r, row, table

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="26"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="N"/>
  <w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H2"/><w:rPr><w:sz w:val="30"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>
"""


def first_line(data: bytes) -> Line:
    item = read_bytes(data).pages[0].items[0]
    assert isinstance(item, Line)
    return item


def test_styles_are_resolved_through_what_they_are_based_on() -> None:
    line = first_line(docx(p("Kết quả", '<w:pStyle w:val="Mine"/>'), styles=STYLES))
    span = line.spans[0]
    assert (line.style, line.align, line.whole) == ("heading-2", "center", True)
    assert (span.font, span.size, span.bold) == ("Arial", 15.0, True)


def test_toggles_of_paragraph_and_character_style_cancel_out() -> None:
    line = first_line(
        docx(p(properties='<w:pStyle w:val="H2"/>', runs=r("a", '<w:rStyle w:val="Strong"/>') + r("b", "<w:b/>")), styles=STYLES)
    )
    assert [(span.text, span.bold) for span in line.spans] == [("a", False), ("b", True)]


@pytest.mark.parametrize(
    ("properties", "style"),
    [
        ('<w:outlineLvl w:val="0"/>', "heading-1"),
        ('<w:pStyle w:val="H2"/><w:outlineLvl w:val="9"/>', None),
        ('<w:pStyle w:val="T"/>', "toc"),
        ("", None),
    ],
)
def test_what_a_paragraph_is_comes_from_level_or_style(properties: str, style: str | None) -> None:
    assert first_line(docx(p("x", properties), styles=STYLES)).style == style


def test_runs_that_look_the_same_are_one_span() -> None:
    line = first_line(docx(p(runs=r("Kế ") + r("hoạch") + r(" năm", "<w:i/>"))))
    assert [(span.text, span.chars, span.italic) for span in line.spans] == [("Kế hoạch", 7, False), (" năm", 3, True)]


def test_superscripts_are_told_by_alignment_or_by_raising() -> None:
    runs = r("x") + r("1", '<w:vertAlign w:val="superscript"/>') + r("y") + r("2", '<w:position w:val="6"/>')
    assert [span.superscript for span in first_line(docx(p(runs=runs))).spans] == [False, True, False, True]


def test_characters_that_are_elements_are_read() -> None:
    runs = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:softHyphen/><w:t>d</w:t></w:r>"
    assert first_line(docx(p(runs=runs))).text == "a\tb-c\u00add"


def test_a_symbol_keeps_its_font() -> None:
    line = first_line(docx(p(runs='<w:r><w:sym w:font="Wingdings" w:char="00FC"/></w:r>')))
    assert (line.text, line.spans[0].font) == ("\uf0fc", "Wingdings")


def test_a_legacy_font_stays_on_its_span_and_is_not_capitalised() -> None:
    properties = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/><w:caps/>'
    span = first_line(docx(p(runs=r("tØnh", properties)))).spans[0]
    assert (span.text, span.font) == ("tØnh", ".VnTime")


def test_capitals_by_format_are_capitals() -> None:
    assert first_line(docx(p(runs=r("Quyết định", "<w:caps/>")))).text == "QUYẾT ĐỊNH"


def test_tracked_changes_read_as_accepted() -> None:
    runs = f"{r('giữ ')}<w:ins>{r('thêm')}</w:ins><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>"
    reading = read_bytes(docx(p(runs=runs)))
    assert texts(reading) == ["giữ thêm"]
    assert [finding.code for finding in reading.diagnostics] == ["text.tracked_changes"]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    assert texts(read_bytes(docx(p("một ", "<w:rPr><w:del/></w:rPr>") + p("hai")))) == ["một hai"]


def test_only_the_result_of_a_field_is_read() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(read_bytes(docx(p("trang ", runs=field)))) == ["trang 12"]


def test_hidden_text_is_kept_with_a_warning() -> None:
    reading = read_bytes(docx(p("x", runs=r("ẩn", "<w:vanish/>"))))
    assert texts(reading) == ["xẩn"]
    assert [(finding.code, finding.severity) for finding in reading.diagnostics] == [("text.hidden", "warning")]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('trong khung')}</w:txbxContent>"
    runs = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read_bytes(docx(p("ngoài", runs=runs)))) == ["ngoài", "trong khung"]


def test_content_controls_and_links_are_looked_into() -> None:
    inner = p(runs=f"<w:hyperlink>{r('a')}</w:hyperlink><w:sdt><w:sdtContent>{r('b')}</w:sdtContent></w:sdt>")
    body = f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    assert texts(read_bytes(docx(body))) == ["ab"]


BREAK = "<w:r><w:br/></w:r>"


@pytest.mark.parametrize(
    ("runs", "want"),
    [
        (r("Về việc ban hành") + BREAK + r("kế hoạch năm 2024"), ["Về việc ban hành kế hoạch năm 2024"]),
        (r("- Như trên;") + BREAK + r("- Lưu: VT"), ["- Như trên;", "- Lưu: VT"]),
        (r("QUYẾT ĐỊNH") + BREAK + r("Về việc giao chỉ tiêu"), ["QUYẾT ĐỊNH", "Về việc giao chỉ tiêu"]),
        (r("a") + BREAK + BREAK + r("b"), ["a", "b"]),
        (r("a") + '<w:r><w:br w:type="page"/></w:r>' + r("b"), ["a", "b"]),
    ],
)
def test_line_breaks_part_only_what_is_apart(runs: str, want: list[str]) -> None:
    assert texts(read_bytes(docx(p(runs=runs)))) == want


# --- numbering -------------------------------------------------------------------------------------------

NUMBERING = """
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2."/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/><w:pStyle w:val="H2"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
"""


def item(text: str, list_id: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_numbers_that_word_generates_stand_in_front() -> None:
    body = item("a", 1) + item("b", 1, 1) + item("c", 1, 1) + item("d", 1, 2) + item("e", 1) + item("f", 1, 1)
    assert texts(read_bytes(docx(body, numbering=NUMBERING))) == ["I. a", "1.1. b", "1.2. c", "a) d", "II. e", "2.1. f"]


def test_generated_numbers_are_no_characters_of_the_source() -> None:
    reading = read_bytes(docx(item("abc", 1), numbering=NUMBERING))
    assert total_chars(reading) == 3


def test_a_list_may_start_over_and_goes_on_with_its_abstract_list() -> None:
    body = item("a", 1) + item("b", 2) + item("c", 2) + item("d", 1)
    assert texts(read_bytes(docx(body, numbering=NUMBERING))) == ["I. a", "IV. b", "V. c", "VI. d"]


def test_bullets_are_bullets_and_dashes_dashes() -> None:
    assert texts(read_bytes(docx(item("a", 3) + item("b", 3, 1), numbering=NUMBERING))) == ["\u2022 a", "- b"]


def test_a_style_brings_its_list_and_its_level() -> None:
    styles = STYLES.replace('<w:pPr><w:jc w:val="center"/></w:pPr>', '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = item("a", 1) + p("b", '<w:pStyle w:val="H2"/>')
    assert texts(read_bytes(docx(body, numbering=NUMBERING, styles=styles))) == ["I. a", "a) b"]


def test_list_zero_takes_a_number_away() -> None:
    assert texts(read_bytes(docx(item("a", 0), numbering=NUMBERING))) == ["a"]


@pytest.mark.parametrize(
    ("count", "form", "want"),
    [
        (4, "upperRoman", "IV"),
        (1994, "lowerRoman", "mcmxciv"),
        (10**9, "upperRoman", "1000000000"),
        (0, "upperLetter", "0"),
        (20, "vietnameseCounting", "hai mươi"),
        (100, "vietnameseCounting", "100"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (21, "vietnameseCounting", "hai mươi mốt"),
        (15, "vietnameseCounting", "mười lăm"),
        (3, "aFormatOfTheFuture", "3"),
    ],
)
def test_number_formats(count: int, form: str, want: str) -> None:
    assert format_number(count, form) == want


# --- notes -----------------------------------------------------------------------------------------------

FOOTNOTES = """
<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>
<w:footnote w:id="7"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Đoạn một.</w:t></w:r></w:p>
  <w:p><w:r><w:t>Đoạn hai.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="3"><w:p><w:r><w:t>Chú thích khác</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="9"><w:p><w:r><w:t>Không ai nhắc đến</w:t></w:r></w:p></w:footnote>
"""


def mark(note_id: int, custom: str = "") -> str:
    follows = f' w:customMarkFollows="1"/><w:t>{custom}</w:t>' if custom else "/>"
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{note_id}"{follows}</w:r>'


def test_footnotes_are_counted_in_the_order_of_their_markers() -> None:
    page = read_bytes(docx(p("10%", runs=mark(7) + r(" và 20%") + mark(3)), footnotes=FOOTNOTES)).pages[0]
    line = page.items[0]
    assert isinstance(line, Line)
    assert [(span.text, span.note, span.superscript, span.chars) for span in line.spans if span.note] == [
        ("1", "footnote-7", True, 0),
        ("2", "footnote-3", True, 0),
    ]
    assert [(note.id, note.marker, [line.text for line in note.lines]) for note in page.notes] == [
        ("footnote-7", "1", ["Đoạn một.", "Đoạn hai."]),
        ("footnote-3", "2", ["Chú thích khác"]),
    ]


def test_an_author_s_own_marker_is_kept_and_not_counted() -> None:
    page = read_bytes(docx(p("a", runs=mark(7, "*") + mark(3)), footnotes=FOOTNOTES)).pages[0]
    assert [note.marker for note in page.notes] == ["*", "1"]
    assert page.items[0].text == "a*1"


def test_an_author_s_own_marker_may_be_cut_into_runs() -> None:
    anchor = '<w:rStyle w:val="FootnoteAnchor"/>'
    first = f'<w:r><w:rPr>{anchor}</w:rPr><w:footnoteReference w:id="3" w:customMarkFollows="1"/><w:t>1</w:t></w:r>'
    page = read_bytes(docx(p("a", runs=first + r("0", anchor) + r("5 hộ")), footnotes=FOOTNOTES)).pages[0]
    assert [note.marker for note in page.notes] == ["10"]
    assert page.items[0].text == "a105 hộ"


def test_an_author_s_own_marker_is_taken_off_the_body() -> None:
    own = r("*", '<w:vertAlign w:val="superscript"/>') + r(" Số ước tính")
    page = read_bytes(docx(p("a", runs=mark(5, "*")), footnotes=f'<w:footnote w:id="5"><w:p>{own}</w:p></w:footnote>')).pages[0]
    (note,) = page.notes
    assert [(line.text, line.chars) for line in note.lines] == [("Số ước tính", 10)]


def test_footnotes_take_format_and_start_from_the_settings() -> None:
    settings = '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="3"/></w:footnotePr>'
    page = read_bytes(docx(p("a", runs=mark(7) + mark(3)), footnotes=FOOTNOTES, settings=settings)).pages[0]
    assert [note.marker for note in page.notes] == ["c", "d"]


def test_a_section_may_count_anew() -> None:
    section = '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>'
    body = p("a", section, runs=mark(7)) + p("b", runs=mark(3)) + section
    assert [note.marker for note in read_bytes(docx(body, footnotes=FOOTNOTES)).pages[0].notes] == ["1", "1"]


def test_headers_and_footers_are_told_from_the_body() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/></w:sectPr>'
    page = read_bytes(docx(p("a", section) + section, header1=p("2"), header2=p("chỉ trang đầu"))).pages[0]
    assert [(item.style, item.text) for item in page.items if isinstance(item, Line)] == [("page-header", "2"), (None, "a")]


# --- tables ----------------------------------------------------------------------------------------------


def test_merged_cells_are_resolved() -> None:
    body = table(
        row(
            cell("TT", properties='<w:vMerge w:val="restart"/>'),
            cell("Chỉ tiêu", properties='<w:gridSpan w:val="2"/>'),
            properties="<w:tblHeader/>",
        ),
        row(cell("", properties="<w:vMerge/>"), "A", "B", properties="<w:tblHeader/>"),
        row("1", "2", "3"),
    )
    (grid,) = grids(read_bytes(docx(body)))
    assert (grid.rows, grid.columns, grid.header_rows, grid.bordered) == (3, 3, 2, True)
    assert [(c.row, c.column, c.row_span, c.column_span) for c in grid.cells][:4] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    ]
    assert rows(grid) == ["TT|Chỉ tiêu|", "|A|B", "1|2|3"]


def test_columns_that_no_cell_uses_are_dropped() -> None:
    wide = '<w:gridSpan w:val="3"/>'
    (grid,) = grids(read_bytes(docx(table(row(cell("a", properties=wide), "b"), row(cell("c", properties=wide), "d")))))
    assert grid.columns == 2


@pytest.mark.parametrize("borders", ["nil", "none"])
def test_a_layout_table_has_no_borders(borders: str) -> None:
    (grid,) = grids(read_bytes(docx(table(row("trái", "phải"), borders=borders))))
    assert not grid.bordered


def test_borders_may_be_taken_away_cell_by_cell() -> None:
    none = "<w:tcBorders>" + "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right")) + "</w:tcBorders>"
    (grid,) = grids(read_bytes(docx(table(row(cell("a", properties=none), cell("b", properties=none))))))
    assert not grid.bordered


def test_bare_rows_above_and_below_a_ruled_table_are_tables_of_their_own() -> None:
    none = "<w:tcBorders>" + "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right")) + "</w:tcBorders>"
    bare = [row(cell(text, properties=none), cell("", properties=none)) for text in ("trên", "dưới")]
    found = grids(read_bytes(docx(table(bare[0], row("1", "2"), row("3", "4"), bare[1]))))
    assert [rows(grid) for grid in found] == [["trên|"], ["1|2", "3|4"], ["dưới|"]]
    assert [grid.bordered for grid in found] == [False, True, False]


def test_a_single_bare_cell_is_no_table() -> None:
    assert texts(read_bytes(docx(table(row(cell("a", "b")), borders="nil")))) == ["a", "b"]


def test_a_table_in_a_cell_becomes_lines_of_the_cell() -> None:
    inner = table(row("x", "y"), row("z", "w"))
    (grid,) = grids(read_bytes(docx(table(row(cell("trước", inner + p("sau")), "b")))))
    assert rows(grid) == ["trước/x\ty/z\tw/sau|b"]


def test_every_line_break_in_a_cell_ends_a_line() -> None:
    broken = f"<w:p>{r('ỦY BAN')}{BREAK}{r('HUYỆN')}</w:p>"
    (grid,) = grids(read_bytes(docx(table(row(cell(broken), "b")))))
    assert rows(grid) == ["ỦY BAN/HUYỆN|b"]


def test_a_deleted_row_is_gone() -> None:
    (grid,) = grids(read_bytes(docx(table(row("a", "b"), row("c", "d", properties="<w:del/>")))))
    assert rows(grid) == ["a|b"]


# --- what is broken --------------------------------------------------------------------------------------


def test_xml_that_is_none_is_damage() -> None:
    with pytest.raises(DamagedFileError):
        read_bytes(pack({"[Content_Types].xml": "wordprocessingml", "word/document.xml": "<w:document"}))


def test_a_package_without_a_document_is_damage() -> None:
    with pytest.raises(DamagedFileError):
        read_bytes(pack({"[Content_Types].xml": "wordprocessingml", "word/other.xml": "<x/>"}))


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = docx(p("&b;"))
    assert b"document" in data
    body = f'{bomb}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>x&b;</w:t></w:r></w:p></w:body></w:document>'
    assert "aaaa" not in "".join(texts(read_bytes(pack({"[Content_Types].xml": "wordprocessingml", "word/document.xml": body}))))


def test_the_strict_form_of_the_standard_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body><w:p><w:r><w:t>abc</w:t></w:r></w:p></w:body></w:document>'
    assert texts(read_bytes(pack({"[Content_Types].xml": "wordprocessingml", "word/document.xml": body}))) == ["abc"]


def test_a_scan_pasted_into_word_is_a_warning() -> None:
    picture = '<w:r><w:pict><v:imagedata r:id="x"/></w:pict></w:r>'
    (finding,) = read_bytes(docx(p(runs=picture))).diagnostics
    assert (finding.code, finding.severity) == ("picture.unread", "warning")


def test_grids_know_nothing_of_empty_paragraphs() -> None:
    (grid,) = grids(read_bytes(docx(table(row(cell("", "a", ""), "b")))))
    assert isinstance(grid, Grid)
    assert [line.text for line in grid.cells[0].lines] == ["a"]


def test_a_web_page_put_in_whole_is_read() -> None:
    data = docx(p("trước") + '<w:altChunk r:id="aFChunk1"/>', aFChunk1="")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    files["word/aFChunk1.xml"] = "<html><body><p>Báo cáo tháng</p></body></html>".encode()
    assert texts(read_bytes(pack(files))) == ["trước", "Báo cáo tháng"]


def test_columns_of_a_hair_s_breadth_are_no_columns() -> None:
    grid = '<w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="12"/><w:gridCol w:w="2000"/></w:tblGrid>'
    wide = '<w:gridSpan w:val="2"/>'
    rows_ = row(cell("a", properties=wide), "b") + row("c", cell("d", properties=wide))
    (found,) = grids(read_bytes(docx(table(rows_).replace("</w:tblPr>", f"</w:tblPr>{grid}"))))
    assert (found.columns, rows(found)) == (2, ["a|b", "c|d"])


@pytest.mark.parametrize("value", ["inf", "NaN", "abc", "-1", "99999999", ""])
def test_impossible_values_are_no_failure(value: str) -> None:
    properties = f'<w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{value}"/>'
    size = f'<w:sz w:val="{value}"/><w:position w:val="{value}"/>'
    numbering = NUMBERING.replace('w:start w:val="1"', f'w:start w:val="{value}"').replace('w:ilvl="0"', f'w:ilvl="{value}"')
    wide = f'<w:gridSpan w:val="{value}"/>'
    body = p("a", properties, runs=r("b", size)) + table(row(cell("c", properties=wide), "d"))
    found = texts(read_bytes(docx(body, numbering=numbering)))
    assert [text[-2:] for text in found] == ["ab", "|d"]


def test_alternatives_without_an_alternative_are_nothing() -> None:
    assert texts(read_bytes(docx(p("a", runs="<w:r><mc:AlternateContent/></w:r>")))) == ["a"]
