"""A saved web page: the document is found in it and read, the site around it is furniture."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import InputError
from extractor.options import Options
from extractor.pages import Line
from extractor.read.dispatch import read
from tests.read.show import grids, read_bytes, rows, texts

PROSE = "Thực hiện nhiệm vụ được giao, các cơ quan, đơn vị và địa phương đã triển khai nhiều giải pháp trong năm."


def html(body: str, head: str = "") -> bytes:
    return f"<html><head><meta charset=utf-8><title>t</title>{head}</head><body>{body}</body></html>".encode()


def kinds(data: bytes) -> list[tuple[str | None, str]]:
    return [(item.style, item.text) for item in read_bytes(data).pages[0].items if isinstance(item, Line)]


def test_blocks_make_lines_and_blanks_collapse() -> None:
    assert texts(read_bytes(html(f"<p>  {PROSE}\n</p><div>hai&nbsp;ba<p>bốn</p>năm</div>"))) == [PROSE, "hai ba", "bốn", "năm"]


def test_scripts_and_hidden_parts_are_not_shown() -> None:
    body = f"<p>{PROSE}</p><script>x()</script><style>a{{}}</style><p style='display: none'>ẩn</p><noscript>n</noscript>"
    assert texts(read_bytes(html(body))) == [PROSE]


def test_the_site_around_the_document_is_furniture() -> None:
    body = (
        "<div class='top-menu'><a href='/'>Trang chủ</a> <a href='/v'>Văn bản</a></div>"
        f"<div id='content'><div><h1>BÁO CÁO</h1><p>{PROSE}</p><p>{PROSE}</p></div></div>"
        "<div class='footer'>Bản quyền thuộc về trang</div>"
    )
    assert kinds(html(body)) == [
        ("page-header", "Trang chủ Văn bản"),
        ("heading-1", "BÁO CÁO"),
        (None, PROSE),
        (None, PROSE),
        ("page-footer", "Bản quyền thuộc về trang"),
    ]


def test_the_head_of_the_document_is_never_left_outside() -> None:
    head = "<table><tr><td>ỦY BAN NHÂN DÂN</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</td></tr></table>"
    reading = read_bytes(html(f"<div>{head}<div><p>{PROSE}</p><p>{PROSE}</p></div></div>"))
    (grid,) = grids(reading)
    assert not grid.bordered
    assert rows(grid) == ["ỦY BAN NHÂN DÂN|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]


@pytest.mark.parametrize(
    ("inner", "want"),
    [
        ("<b>đậm</b> và <i>nghiêng</i>", [("đậm", "b"), (" và ", ""), ("nghiêng", "i")]),
        ("10%<sup>1</sup>", [("10%", ""), ("1", "s")]),
        ("<span style='font-weight:bold'>đậm</span>", [("đậm", "b")]),
        ("<b>đậm <span style='font-weight:normal'>thường</span></b>", [("đậm ", "b"), ("thường", "")]),
        ("<span style='vertical-align:super'>2</span>x", [("2", "s"), ("x", "")]),
    ],
)
def test_looks_are_read_from_tags_and_styles(inner: str, want: list[tuple[str, str]]) -> None:
    line = read_bytes(html(f"<p>{inner}</p>")).pages[0].items[0]
    assert isinstance(line, Line)
    assert [(span.text, "b" * span.bold + "i" * span.italic + "s" * span.superscript) for span in line.spans] == want


@pytest.mark.parametrize(
    ("inner", "want"),
    [
        ("Về việc ban hành<br>kế hoạch năm 2024", ["Về việc ban hành kế hoạch năm 2024"]),
        ("- Như trên;<br>- Lưu: VT", ["- Như trên;", "- Lưu: VT"]),
        ("ỦY BAN<br>HUYỆN", ["ỦY BAN", "HUYỆN"]),
    ],
)
def test_a_break_parts_entries_but_not_sentences(inner: str, want: list[str]) -> None:
    assert texts(read_bytes(html(f"<p>{inner}</p>"))) == want


def test_tables_become_grids() -> None:
    body = (
        "<table border=1><thead><tr><th rowspan=2>TT</th><th colspan=2>Chỉ tiêu</th></tr><tr><th>A</th><th>B</th></tr></thead>"
        "<tbody><tr><td>1</td><td><p>2</p><p>3</p></td><td>4</td></tr></tbody></table>"
    )
    (grid,) = grids(read_bytes(html(body)))
    assert (grid.header_rows, grid.bordered) == (2, True)
    assert rows(grid) == ["TT|Chỉ tiêu|", "|A|B", "1|2/3|4"]


def test_a_table_that_frames_the_page_is_no_grid() -> None:
    inner = "<table border=1><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    reading = read_bytes(html(f"<table><tr><td>menu</td><td><p>{PROSE}</p>{inner}</td></tr></table>"))
    assert [rows(grid) for grid in grids(reading)] == [["a|b", "c|d"]]
    assert PROSE in texts(reading)


FOOTNOTES = {
    "word": "<p>x<a href='#_ftn1' name='_ftnref1'>[1]</a></p>"
    "<div id='ftn1'><p><a href='#_ftnref1' name='_ftn1'>[1]</a> Một.</p><p>Hai.</p></div>",
    "word without numbers": "<p>x<a href='#_ftn1' name='_ftnref1'><span style='mso-special-character:footnote'></span></a></p>"
    "<div id='ftn1'><p><a style='mso-footnote-id:ftn1' href='#_ftnref1' name='_ftn1'></a>Một.</p><p>Hai.</p></div>",
    "pandoc": "<p>x<a href='#fn1' id='fnref1'><sup>1</sup></a></p><ol><li id='fn1'><p>Một.</p><p>Hai.<a href='#fnref1'>↩︎</a></p></li></ol>",
    "wiki": "<p>x<sup id='ref1'><a href='#note1'>[1]</a></sup></p><ol><li id='note1'><a href='#ref1'>^</a> Một.<p>Hai.</p></li></ol>",
}


@pytest.mark.parametrize("made_by", FOOTNOTES)
def test_footnotes_are_pairs_of_links(made_by: str) -> None:
    page = read_bytes(html(FOOTNOTES[made_by])).pages[0]
    line = page.items[0]
    assert isinstance(line, Line)
    (note,) = page.notes
    assert [(span.text, span.superscript, span.note) for span in line.spans] == [("x", False, None), ("1", True, note.id)]
    assert note.marker == "1"
    assert [part.text.strip() for part in note.lines] == ["Một.", "Hai."]
    assert not [item for item in page.items[1:] if isinstance(item, Line) and "Một" in item.text]


def test_lists_show_what_a_browser_draws() -> None:
    assert texts(read_bytes(html("<ol start=3><li>a</li><li>b</li></ol><ul><li>c</li></ul>"))) == ["3. a", "4. b", "• c"]


def test_the_declared_charset_is_used() -> None:
    data = "<html><head><meta charset='windows-1258'></head><body><p>Lao d\u00f4\u0323ng</p></body></html>".encode("cp1258")
    assert texts(read_bytes(data)) == ["Lao dộng"]


def test_a_web_archive_is_unpacked() -> None:
    archive = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X\r\nContent-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>B=C3=A1o c=C3=A1o</p></body></html>\r\n--X--\r\n"
    )
    reading = read_bytes(archive.encode())
    assert (reading.media_type, texts(reading)) == ("text/html", ["Báo cáo"]) or reading.media_type == "multipart/related"


@given(st.text(alphabet="<>/abdhtrpl='\" &;#!-\n1", max_size=200))
def test_any_tag_soup_is_read_or_refused(soup: str) -> None:
    with suppress(InputError):
        assert read(f"<html><body>{soup}".encode(), options=Options()).pages


def test_a_note_of_the_site_beside_the_document_is_furniture() -> None:
    note = "Bạn cần đăng nhập tài khoản để xem đầy đủ thuộc tính và văn bản liên quan của tài liệu này trên trang."
    document = f"<p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>{f'<p>{PROSE}</p>' * 20}<p>Nơi nhận:</p>"
    found = kinds(html(f"<div><div>{note}</div><div>{document}</div></div>"))
    assert [style for style, text in found if text == note] == ["page-header"]
    assert (None, PROSE) in found


def test_the_closing_below_a_data_table_is_a_table_of_its_own() -> None:
    recipients = "<p>Nơi nhận:</p><p>- Như trên;</p><p>- Lưu: VT.</p><p>- C.</p>"
    closing = f"<tr><td colspan=2>{recipients}</td><td><p>CHỦ TỊCH</p><p>Trần Văn Mẫu</p></td></tr>"
    data = html(f"<table border=1><tr><td>TT</td><td>Tên</td><td>Số</td></tr><tr><td>1</td><td>A</td><td>2</td></tr>{closing}</table>")
    assert [rows(grid) for grid in grids(read_bytes(data))] == [
        ["TT|Tên|Số", "1|A|2"],
        ["Nơi nhận:/- Như trên;/- Lưu: VT./- C.|CHỦ TỊCH/Trần Văn Mẫu"],
    ]


def test_buttons_inside_of_the_document_are_furniture() -> None:
    found = kinds(
        html(f"<div><p>{PROSE}</p><nav><a href='#'>In</a> <a href='#'>Email</a></nav><p>{PROSE} Hết.</p><button>Lưu</button></div>")
    )
    assert found == [(None, PROSE), (None, f"{PROSE} Hết."), ("page-footer", "In Email"), ("page-footer", "Lưu")]
