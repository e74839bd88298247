"""What holds for every input: no character is lost or counted twice, and the same input gives the same tables."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor.layout.blocks import TableBlock
from extractor.layout.tables.sheet import cut_line
from extractor.layout.tables.stage import find_tables
from extractor.pages import Cell, Grid, Line, Page, Ruling, Span, count_chars
from tests.layout.tables_making import HEIGHT_PT, WIDTH_PT, make_line, placed

_WORDS = st.sampled_from(
    [
        "TT",
        "STT",
        "Đơn vị",
        "Số hộ",
        "Ghi chú",
        "1",
        "2",
        "3",
        "I",
        "12,5%",
        "1.200",
        "45",
        "-",
        "xã",
        "An Sơn",
        "Tổng cộng",
        "",
        " ",
        "\t",
        "Nơi nhận:",
        "KT. CHỦ TỊCH",
        "2023",
    ]
)
_TEXTS = st.lists(_WORDS, max_size=7).map(" ".join)
_LINES = st.lists(st.one_of(_TEXTS, _TEXTS.map(lambda text: "\t" + text), st.just(""), st.just(" " * 43)), max_size=40)
_PLACES = st.tuples(_TEXTS, st.integers(40, 500), st.integers(40, 780))
_STROKES = st.tuples(st.integers(30, 560), st.integers(30, 800), st.integers(0, 500), st.booleans())


def _grid(rows: list[list[str]], header_rows: int) -> Grid:
    cells = tuple(Cell(row, column, (make_line(text),)) for row, texts in enumerate(rows) for column, text in enumerate(texts))
    return Grid(len(rows), max((len(texts) for texts in rows), default=1), cells, header_rows or None)


def _chars(pages: tuple[Page, ...]) -> int:
    lines = [
        line
        for page in pages
        for item in page.items
        for line in ([item] if isinstance(item, Line) else [x for c in item.cells for x in c.lines])
    ]
    return sum(line.chars for line in lines)


def _check(pages: tuple[Page, ...], form: str) -> None:
    found = find_tables(pages, form)
    assert len(found) == len(pages)
    assert sum(item.chars for page in found for item in page) == _chars(pages)
    assert find_tables(pages, form) == found
    for block in (item for page in found for item in page if isinstance(item, TableBlock)):
        assert {len(row) for row in block.rows} <= {len(block.columns)}
        assert all(0 <= anchor.offset <= len(cell.text) for row in block.rows for cell in row for anchor in cell.anchors)


@settings(max_examples=60, deadline=None)
@example(["TT", "TT TT", "1 1", "TT", "1 1", "TT 1 1 Nơi nhận:"])
@given(_LINES)
def test_no_character_of_plain_text_is_lost(texts: list[str]) -> None:
    _check((Page(tuple(map(make_line, texts))),), "plain")


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.lists(st.lists(_TEXTS, min_size=1, max_size=5), min_size=1, max_size=6), st.integers(0, 2), _TEXTS), max_size=4)
)
def test_no_character_of_marked_tables_is_lost(tables: list[tuple[list[list[str]], int, str]]) -> None:
    items = [item for rows, header, text in tables for item in (_grid(rows, header), make_line(text))]
    _check((Page(tuple(items)),), "flow")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.lists(_PLACES, max_size=30), st.lists(_STROKES, max_size=20)), min_size=1, max_size=2))
def test_no_character_of_a_page_with_strokes_is_lost(
    drawn: list[tuple[list[tuple[str, int, int]], list[tuple[int, int, int, bool]]]],
) -> None:
    pages = tuple(
        Page(
            tuple(placed(text, x, y) for text, x, y in places if text.strip()),
            number,
            WIDTH_PT,
            HEIGHT_PT,
            "text_layer",
            tuple(Ruling(x, y, x + (0 if down else size), y + (size if down else 0)) for x, y, size, down in strokes),
        )
        for number, (places, strokes) in enumerate(drawn, 1)
    )
    _check(pages, "paged")


@given(st.lists(st.text("abc 12", min_size=1, max_size=6), min_size=1, max_size=4), st.integers(0, 5), st.data())
def test_a_cut_line_keeps_its_text_and_its_characters(parts: list[str], extra: int, data: st.DataObject) -> None:
    spans = tuple(Span(part, count_chars(part) + (extra if number == 0 else 0)) for number, part in enumerate(parts))
    line = Line(spans)
    words = len(line.text.split())
    cuts = sorted(data.draw(st.sets(st.integers(1, words - 1)))) if words > 1 else []
    pieces = cut_line(line, cuts)
    assert "".join(piece.text for piece in pieces) == line.text
    assert sum(piece.chars for piece in pieces) == line.chars
