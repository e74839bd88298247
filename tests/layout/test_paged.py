"""Lines with geometry → paragraphs over pages, columns, running heads, footnote zones."""

from __future__ import annotations

from extractor.layout.blocks import Paragraph
from extractor.layout.stage import arrange
from extractor.pages import Line, Page, Reading, Ruling, Span


def line(
    text: str, y: float, *, x: float = 85.0, size: float = 14.0, right: float | None = None, marker: str = "", bold: bool = False
) -> Line:
    """A line whose words are 7 points a letter wide."""
    spans = [Span(text, len(text.replace(" ", "")), "F", size, bold)]
    if marker:
        spans.insert(0, Span(marker, len(marker), "F", size * 0.6, superscript=True))
    words, at = [], x
    for word in text.split():
        words.append((at, y, at + 7.0 * len(word), y + size))
        at += 7.0 * (len(word) + 1)
    x1 = right if right is not None else words[-1][2]
    return Line(tuple(spans), (x, y, x1, y + size), tuple(words) if not marker else ())


def page(number: int, *lines: Line, rulings: tuple[Ruling, ...] = ()) -> Page:
    return Page(lines, number, 595.0, 842.0, "text_layer", rulings)


def blocks(*pages: Page) -> list[str]:
    layout = arrange(Reading("application/pdf", "paged", pages))
    return [block.text for block in layout.blocks if isinstance(block, Paragraph)]


def test_a_paragraph_runs_on_over_the_page_break() -> None:
    first = page(
        1,
        line("Trong năm đã triển khai đồng bộ các giải pháp do cấp trên", 700),
        line("giao cho ngành, các địa phương và đơn vị có liên quan của", 716),
    )
    second = page(2, line("huyện theo đúng kế hoạch.", 60))
    assert blocks(first, second) == [
        "Trong năm đã triển khai đồng bộ các giải pháp do cấp trên giao cho ngành, các địa phương và đơn vị có liên quan của huyện theo đúng kế hoạch."
    ]


def test_a_word_cut_at_a_hyphen_inside_a_symbol_is_joined_without_a_blank() -> None:
    first = page(1, line("Căn cứ Quyết định số 12/QĐ-", 100, right=530), line("UBND ngày 05/01/2024 của huyện;", 116))
    assert blocks(first) == ["Căn cứ Quyết định số 12/QĐ-UBND ngày 05/01/2024 của huyện;"]


def test_two_columns_are_read_left_then_right() -> None:
    left = [line("ỦY BAN NHÂN DÂN", 60, x=90), line("HUYỆN LƯƠNG HÀ", 76, x=95)]
    right = [line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", 60, x=320), line("Độc lập - Tự do - Hạnh phúc", 76, x=330)]
    sheet = page(1, left[0], right[0], left[1], right[1], line("BÁO CÁO", 130, x=280))
    assert blocks(sheet) == ["ỦY BAN NHÂN DÂN", "HUYỆN LƯƠNG HÀ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "Độc lập - Tự do - Hạnh phúc", "BÁO CÁO"]


def test_a_number_stamped_into_a_gap_stands_inside_its_line() -> None:
    stamped = Line(
        (Span("Số:      /BC-UBND", 12, "F", 14.0),),
        (85.0, 100.0, 220.0, 114.0),
        ((85.0, 100.0, 105.0, 114.0), (150.0, 100.0, 220.0, 114.0)),
    )
    sheet = page(1, stamped, line("118", 99, x=115))
    assert blocks(sheet) == ["Số: 118 /BC-UBND"]


def test_page_numbers_and_running_heads_are_taken_out() -> None:
    pages = [
        page(
            n,
            line("Báo cáo năm của huyện", 30, size=10),
            line("Dòng này chạy hết chiều ngang của trang giấy rồi còn viết tiếp ở", 284),
            line("dòng dưới cho đến khi kết thúc ở chỗ có dấu chấm của câu văn này.", 300),
            line(f"Trang thứ {n}.", 340),
            line(str(n), 815, x=300),
        )
        for n in (1, 2, 3)
    ]
    layout = arrange(Reading("application/pdf", "paged", tuple(pages)))
    assert [block.text for block in layout.blocks][1::2] == [f"Trang thứ {n}." for n in (1, 2, 3)]
    assert len(layout.furniture) == 6


def test_note_bodies_below_the_stroke_run_on_over_pages_and_keep_their_paragraphs() -> None:
    stroke = Ruling(85.0, 640.0, 230.0, 640.5)
    body = [line("Các địa phương đã hoàn thành nhiệm vụ được giao trong năm.", y) for y in (100, 140, 180)]
    first = page(
        1,
        *body,
        line("Theo Kế hoạch số 12/KH-UBND của Ủy ban nhân dân huyện, kinh phí", 650, size=10, marker="1", right=530),
        rulings=(stroke,),
    )
    second = page(
        2,
        *body,
        line("do ngân sách huyện bảo đảm.", 650, size=10),
        line("Gồm 07 đợt.", 664, size=10, marker="2"),
        line("Số liệu đến hết năm.", 690, size=10),
        rulings=(stroke,),
    )
    notes = arrange(Reading("application/pdf", "paged", (first, second))).notes
    assert [(note.marker, [p.text for p in note.paragraphs]) for note in notes] == [
        ("1", ["Theo Kế hoạch số 12/KH-UBND của Ủy ban nhân dân huyện, kinh phí do ngân sách huyện bảo đảm."]),
        ("2", ["Gồm 07 đợt.", "Số liệu đến hết năm."]),
    ]


def test_a_raised_two_after_a_metre_is_an_exponent() -> None:
    raised = Line(
        (Span("Diện tích 120 m", 11, "F", 14.0), Span("2", 1, "F", 8.0, superscript=True), Span(" đất.", 4, "F", 14.0)), (85, 100, 250, 114)
    )
    assert blocks(page(1, raised)) == ["Diện tích 120 m² đất."]
