"""Scanned pages come out as text pages do: their lines, faces, markers, tables and boxes."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.errors import MissingToolError
from extractor.options import Options
from extractor.pages import Line, Page, on_stored_page
from tests.read.printed import Text, cv2, lines_of, needs_ocr, np, pixels, print_page, read_picture, scan_of, worn

pytestmark = needs_ocr

_BODY = [
    Text(85, 120, "Trong năm, toàn huyện tạo việc làm mới cho 2.315 lao động, đạt 104,7%"),
    Text(85, 140, "kế hoạch; tỷ lệ hộ nghèo giảm còn 3,26%, thấp hơn 0,84 điểm % so với"),
    Text(85, 160, "năm trước. Công tác đào tạo nghề tiếp tục được quan tâm thực hiện."),
]
_BODY_TEXT = [text.text for text in _BODY]


def printed(texts: list[Text], **how: Any) -> Any:
    return pixels(print_page(texts, **how))


@pytest.mark.parametrize("slope", [0.0, 0.7, -1.5, 3.0])
def test_running_text_is_read_however_the_sheet_lay(slope: float) -> None:
    assert lines_of(read_picture(worn(printed(_BODY), slope=slope))) == _BODY_TEXT


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_scanned_sideways_or_upside_down_is_turned(quarters: int) -> None:
    assert lines_of(read_picture(worn(printed(_BODY), slope=0.5, quarters=quarters))) == _BODY_TEXT


@pytest.mark.parametrize(("slope", "quarters"), [(0.0, 0), (1.2, 0), (0.8, 1), (-0.6, 3)])
def test_boxes_lead_back_to_the_ink_on_the_stored_page(slope: float, quarters: int) -> None:
    picture = worn(printed(_BODY), slope=slope, quarters=quarters)
    page = read_picture(picture)
    scale = 200 / 72
    for line in page.items:
        assert isinstance(line, Line)
        assert len(line.words) == len(line.text.split())
        for box in line.words:
            x0, y0, x1, y1 = (round(value * scale) for value in on_stored_page(box, page.frame))
            inside = int((picture[max(0, y0) : y1, max(0, x0) : x1] < 120).sum())
            around = int((picture[max(0, y0 - 3) : y1 + 3, max(0, x0 - 3) : x1 + 3] < 120).sum())
            assert inside > 0.85 * around > 0


def test_a_stored_page_keeps_its_size_when_it_is_turned() -> None:
    page = read_picture(worn(printed(_BODY), quarters=1))
    assert (round(page.width or 0), round(page.height or 0)) == (595, 842)
    assert on_stored_page((0, 0, 595, 842), page.frame) == pytest.approx((0, 0, 842, 595), abs=12)


def test_a_blank_page_has_no_text() -> None:
    page = read_picture(worn(printed([])))
    assert (page.text_source, page.items) == ("none", ())


def test_size_and_weight_are_told_from_the_ink() -> None:
    texts = [
        Text(180, 80, "KẾT QUẢ THỰC HIỆN NHIỆM VỤ", "bold"),
        *_BODY,
        Text(85, 200, "Nguồn: báo cáo của các xã, thị trấn trong huyện", size=10),
    ]
    page = read_picture(worn(printed(texts)))
    faces = [(item.spans[0].bold, item.spans[0].size) for item in page.items if isinstance(item, Line)]
    assert [bold for bold, _ in faces] == [True, False, False, False, False]
    assert [size for _, size in faces] == pytest.approx([14, 14, 14, 14, 10], rel=0.06)


def test_slanted_words_are_italic() -> None:
    page = read_picture(worn(printed([*_BODY, Text(300, 200, "An Phong, ngày 05 tháng 12 năm 2024", "italic")])))
    assert [all(span.italic for span in item.spans) for item in page.items if isinstance(item, Line)] == [False, False, False, True]


def test_footnote_markers_are_raised_spans_of_their_own() -> None:
    before = Text(85, 100, "Toàn huyện có 12 trường đạt chuẩn quốc gia")
    marker = Text(before.end + 0.5, 95.5, "7", size=8.5)
    texts = [
        before,
        marker,
        Text(marker.end, 100, "; tăng 02 trường."),
        *[text._replace(y=text.y + 20) for text in _BODY],
        Text(85, 700, "7", size=6),
        Text(91, 704, "Gồm 05 trường mầm non và 07 trường tiểu học.", size=10),
    ]
    page = read_picture(worn(printed(texts), noise=3))
    markers = [
        (index, span.text.strip())
        for index, item in enumerate(page.items)
        if isinstance(item, Line)
        for span in item.spans
        if span.superscript
    ]
    assert markers == [(0, "7"), (4, "7")]
    assert lines_of(page)[0].startswith("Toàn huyện có 12 trường đạt chuẩn quốc gia7;")


def test_the_two_columns_of_a_head_stay_apart() -> None:
    texts = [
        Text(90, 80, "ỦY BAN NHÂN DÂN", "bold", 13),
        Text(290, 80, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "bold", 13),
        Text(85, 97, "HUYỆN BÌNH LÂM", "bold", 13),
        Text(340, 97, "Độc lập - Tự do - Hạnh phúc", "bold", 13),
        *_BODY,
    ]
    assert lines_of(read_picture(worn(printed(texts))))[:4] == [text.text for text in texts[:4]]


def test_a_blank_for_the_pen_does_not_part_a_line() -> None:
    page = read_picture(worn(printed([Text(90, 90, "Số:"), Text(150, 90, "/BC-UBND"), *_BODY])))
    assert lines_of(page)[0] == "Số: /BC-UBND"


_COLUMNS, _ROWS = (80, 130, 300, 400, 500), (200, 222, 244, 266)
_CELLS = [["TT", "Đơn vị", "Kế hoạch", "Thực hiện"], ["1", "Xã Đông Hải", "1.240", "1.312"], ["2", "Xã Tân Lập", "86,5", "91,07%"]]


def table_page() -> Any:
    strokes: list[tuple[float, float, float, float]] = [(_COLUMNS[0], y, _COLUMNS[-1], y) for y in _ROWS]
    strokes += [(x, _ROWS[0], x, _ROWS[-1]) for x in _COLUMNS]
    cells = [
        Text(_COLUMNS[column] + 5, _ROWS[row] + 15, text, size=12) for row, texts in enumerate(_CELLS) for column, text in enumerate(texts)
    ]
    return printed([*_BODY, *cells], strokes=strokes)


@pytest.mark.parametrize("slope", [0.0, 1.0])
def test_cells_of_a_ruled_table_are_lines_of_their_own(slope: float) -> None:
    page = read_picture(worn(table_page(), slope=slope))
    assert sorted(lines_of(page)[3:]) == sorted(text for row in _CELLS for text in row)


def test_rulings_are_kept_where_they_were_drawn() -> None:
    rulings = read_picture(worn(table_page())).rulings
    assert sorted(round(ruling.y0) for ruling in rulings if ruling.y1 - ruling.y0 < 1) == pytest.approx(list(_ROWS), abs=2)
    assert sorted(round(ruling.x0) for ruling in rulings if ruling.x1 - ruling.x0 < 1) == pytest.approx(list(_COLUMNS), abs=2)


def test_a_red_seal_over_print_is_no_obstacle() -> None:
    picture = printed(_BODY)
    seal = np.full_like(picture, 255)
    cv2.circle(seal, (600, 390), 90, (205, 40, 40), 6)
    cv2.circle(seal, (600, 390), 60, (205, 40, 40), 3)
    assert lines_of(read_picture(worn(np.minimum(picture, seal)))) == _BODY_TEXT


def test_shadow_and_black_edges_are_no_print() -> None:
    picture = printed(_BODY).astype(np.float32)
    picture *= np.linspace(0.45, 1.0, picture.shape[1])[None, :, None]
    picture[:, :25] = 0
    picture[-30:] = 0
    assert lines_of(read_picture(worn(picture.astype(np.uint8)))) == _BODY_TEXT


@pytest.mark.parametrize("dpi", [150, 300])
def test_other_resolutions_are_read_as_well(dpi: int) -> None:
    picture = pixels(print_page(_BODY), dpi=dpi)
    assert lines_of(read_picture(worn(picture, slope=0.4), dpi=dpi)) == _BODY_TEXT


def test_sharp_small_print_is_read_as_well() -> None:
    figures = [f"{(37 * k) % 9 + 1}.{(k * 7919) % 1000:03d}" for k in range(90)]
    texts = [Text(60 + 55 * (k % 9), 90 + 22 * (k // 9), figure, size=8) for k, figure in enumerate(figures)]
    page = read_picture(pixels(print_page(texts), dpi=300), dpi=300)
    assert " ".join(lines_of(page)).split() == figures


def test_roman_numbers_have_all_their_strokes() -> None:
    page = read_picture(worn(printed([Text(85, 90, "III. PHƯƠNG HƯỚNG, NHIỆM VỤ", "bold"), *_BODY])))
    assert lines_of(page)[0].startswith("III. ")


def test_pages_read_apart_are_the_pages_read_here() -> None:
    from extractor.read.scan import scan_pages

    pdf = scan_of([worn(printed(_BODY)), worn(printed([])), worn(printed(_BODY), slope=1)])
    here: dict[int, Page] = scan_pages(pdf, [1, 2, 3], options=Options(ocr_workers=1))
    assert scan_pages(pdf, [3, 1, 2], options=Options(ocr_workers=2)) == here


def test_missing_language_data_says_what_to_install() -> None:
    from extractor.read.scan import scan_pages

    with pytest.raises(MissingToolError, match="tesseract-ocr-xxx"):
        scan_pages(scan_of([printed([])]), [1], options=Options(ocr_language="xxx"))


@pytest.mark.parametrize("seed", range(12))
def test_no_picture_however_odd_breaks_the_reading(seed: int) -> None:
    """Dirt, bars, blots and borders at any place: what real scanners make of lids, punch holes and folds."""
    random = np.random.default_rng(seed)
    picture = np.full((int(random.integers(40, 900)), int(random.integers(40, 900)), 3), 250, np.uint8)
    height, width = picture.shape[:2]
    for _ in range(int(random.integers(0, 120))):
        x, y = int(random.integers(-20, width)), int(random.integers(-20, height))
        size = tuple(int(value) for value in random.integers(1, (3, 60)[int(random.integers(0, 2))], 2))
        cv2.rectangle(picture, (x, y), (x + size[0], y + size[1]), (20, 20, 20), -1)
    page = read_picture(picture)
    assert page.text_source in {"ocr", "none"}
    assert all(len(line.words) == len(line.text.split()) for line in page.items if isinstance(line, Line))


def test_a_dash_alone_in_a_cell_is_read() -> None:
    strokes = [(80.0, y, 300.0, y) for y in (200.0, 222.0, 244.0)] + [(x, 200.0, x, 244.0) for x in (80.0, 190.0, 300.0)]
    cells = [
        Text(85, 215, "Thôn Thượng", size=12),
        Text(240, 215, "-", size=12),
        Text(85, 237, "Thôn Hạ", size=12),
        Text(240, 237, "14,5", size=12),
    ]
    assert lines_of(read_picture(worn(printed([*_BODY, *cells], strokes=strokes))))[3:] == ["Thôn Thượng", "-", "Thôn Hạ", "14,5"]


@pytest.mark.parametrize("figure", ["5", "61"])
def test_a_marker_behind_a_short_figure_alone_in_a_cell_is_raised(figure: str) -> None:
    strokes = [(80.0, y, 300.0, y) for y in (200.0, 222.0, 244.0)] + [(x, 200.0, x, 244.0) for x in (80.0, 190.0, 300.0)]
    before = Text(240, 237, figure, size=13)
    cells = [Text(85, 215, "Thôn Thượng", size=12), Text(240, 215, "38", size=13), Text(85, 237, "Thôn Hạ", size=12), before]
    page = read_picture(worn(printed([*_BODY, *cells, Text(before.end + 0.3, 232.5, "24", size=7.5)], strokes=strokes)))
    last = page.items[-1]
    assert isinstance(last, Line)
    assert [(span.text.strip(), span.superscript) for span in last.spans] == [(figure, False), ("24", True)]


def test_the_corner_of_a_table_is_no_mark_of_the_line_above() -> None:
    from extractor.read.ocr.rulings import find_rulings, without_rulings

    ink = np.zeros((400, 600), np.uint8)
    ink[101:103, 51:551] = ink[300:302, 53:550] = 255
    ink[103:300, 50:53] = ink[103:300, 550:553] = 255
    ink[100, 52:54] = ink[102:104, 50:54] = 255  # rounded, as print is
    _, left = without_rulings(255 - ink, ink, find_rulings(ink, 225.0))
    assert not left.any()
