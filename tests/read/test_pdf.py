"""PDF text layers: what a page's drawings say, and that they leave its lines alone."""

from __future__ import annotations

from collections.abc import Callable

import pymupdf

from extractor.options import Options
from extractor.pages import Line, Page
from extractor.read.pdf import read_pdf


def _page(draw: Callable[[pymupdf.Page], object]) -> Page:
    """A page of 600 × 800 points with two lines of text, 50 points apart, and drawings."""
    with pymupdf.open() as document:
        page = document.new_page(width=600, height=800)
        page.insert_text((100, 100), "Bao cao")
        page.insert_text((180, 100), "so 12")
        draw(page)
        page.insert_text((100, 150), "Ket qua")
        return read_pdf(document.tobytes(), options=Options(ocr="never")).pages[0]


def test_a_flat_stroke_is_one_ruling() -> None:
    page = _page(lambda page: page.draw_line((100, 120), (250, 120), width=0.5))
    assert [[round(value) for value in ruling] for ruling in page.rulings] == [[100, 120, 250, 120]]


def test_a_drawn_frame_is_its_four_sides() -> None:
    page = _page(lambda page: page.draw_rect((90, 80, 300, 160), width=0.5))
    sides = sorted(tuple(round(value) for value in ruling) for ruling in page.rulings)
    assert sides == [(90, 80, 90, 160), (90, 80, 300, 80), (90, 160, 300, 160), (300, 80, 300, 160)]


def test_a_clipping_path_is_no_ruling() -> None:
    def clip(page: pymupdf.Page) -> None:
        page.draw_rect((50, 50, 550, 750))
        stream = page.get_contents()[-1]
        page.parent.update_stream(stream, page.parent.xref_stream(stream).replace(b"0 G S", b"W* n"))
        assert b"W* n" in page.read_contents()

    assert _page(clip).rulings == ()


def test_drawings_between_texts_leave_the_lines_as_they_are() -> None:
    def gutter(page: pymupdf.Page) -> None:
        for x in (90, 160, 300):
            page.draw_line((x, 80), (x, 170))

    plain, ruled = _page(lambda _: None), _page(gutter)
    assert [item.text for item in ruled.items if isinstance(item, Line)] == [item.text for item in plain.items if isinstance(item, Line)]
    assert [item.words for item in ruled.items if isinstance(item, Line)] == [item.words for item in plain.items if isinstance(item, Line)]
    assert len(ruled.rulings) == 3
