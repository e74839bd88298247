"""Edits to lines: spans, boxes and changes keep in step with the text."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from extractor.pages import Cell, Grid, Line, Note, Page, Reading
from extractor.repair.stage import repair
from extractor.repair.strips import Edit, Strip, edited
from tests.repair.readings import line, lines_of, paged, reading, span, texts_of

PIECES = st.lists(st.text(alphabet="abc ưò\u0301", max_size=6), min_size=1, max_size=5)
BROKEN = st.lists(
    st.sampled_from(
        [
            "ngƣời",
            "PHÕNG",
            "ti\u0302\u0301p",
            "Kỳ  nh",
            " n toàn",
            "Q\u00d0",
            "quy\u200bết",
            "\uf0b7",
            "rõ",
            "12",
            " ",
            "  ",
            "thựchiện",
            "\u00ad",
        ]
    ),
    max_size=12,
)


@st.composite
def _edits(draw: st.DrawFn) -> tuple[list[str], list[Edit]]:
    pieces = draw(PIECES)
    length = sum(map(len, pieces))
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=6)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return pieces, [Edit(start, end, draw(st.text(alphabet="xy ", max_size=4)), "k", "r", 1.0) for start, end in pairs]


@given(_edits())
def test_spans_joined_are_the_edited_text_and_each_change_points_at_its_words(case: tuple[list[str], list[Edit]]) -> None:
    pieces, edits = case
    text = "".join(pieces)
    result = edited(Strip((0, 0, -1, 0), line(*pieces), text), edits)
    want, at = "", 0
    for edit in edits:
        want += text[at : edit.start] + edit.text
        at = edit.end
    assert result.text == result.line.text == want + text[at:]
    assert len(result.line.spans) == len(pieces)
    for change in result.changes:
        assert result.text[change.start : change.start + len(change.repaired)] == change.repaired


def test_earlier_changes_move_with_later_edits() -> None:
    first = edited(Strip((0, 0, -1, 0), line("aa bb cc"), "aa bb cc"), [Edit(6, 8, "CCC", "k", "r", 1.0)])
    second = edited(first, [Edit(0, 2, "AAAA", "k", "r", 1.0)])
    assert [(change.start, change.repaired) for change in second.changes] == [(0, "AAAA"), (8, "CCC")]


def test_a_change_upon_a_change_tells_what_the_source_had() -> None:
    first = edited(Strip((0, 0, -1, 0), line("x aa y"), "x aa y"), [Edit(2, 4, "bb", "k", "r", 1.0)])
    second = edited(first, [Edit(0, 4, "x-bb", "k", "s", 1.0)])
    assert [(change.start, change.original, change.repaired, change.rule) for change in second.changes] == [(0, "x aa", "x-bb", "s")]


def test_a_change_takes_in_the_edits_made_inside_it() -> None:
    first = edited(Strip((0, 0, -1, 0), line("aaaa"), "aaaa"), [Edit(0, 4, "b c d", "k", "r", 1.0)])
    second = edited(first, [Edit(2, 3, "CC", "k", "s", 1.0)])
    assert [(change.start, change.original, change.repaired) for change in second.changes] == [(0, "aaaa", "b CC d"), (2, "c", "CC")]


def test_joined_words_share_a_box() -> None:
    boxes = tuple((float(x), 0.0, float(x + 9), 9.0) for x in (0, 10, 20, 30))
    strip = Strip((0, 0, -1, 0), line("mở thẻ ( TM)")._replace(words=boxes), "mở thẻ ( TM)")
    result = edited(strip, [Edit(8, 10, "AT", "k", "r", 1.0)])
    assert result.text == "mở thẻ (ATM)"
    assert result.line.words == (boxes[0], boxes[1], (20.0, 0.0, 39.0, 9.0))


@given(BROKEN)
def test_repair_twice_is_repair_once(words: list[str]) -> None:
    once, _ = repair(reading(" ".join(words), "Phƣơng hướng theo dõi"))
    twice, changes = repair(once)
    assert twice == once
    assert changes == ()


@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_text_comes_out_in_nfc_with_its_lines_and_counts(texts: list[str]) -> None:
    source = reading(*texts)
    result, changes = repair(source)
    assert all(unicodedata.is_normalized("NFC", text) for text in texts_of(result))
    assert [item.chars for item in result.pages[0].items if isinstance(item, Line)] == [
        item.chars for item in source.pages[0].items if isinstance(item, Line)
    ]
    for change in changes:
        assert texts_of(result)[change.item][change.start :].startswith(change.repaired)


def test_changes_in_cells_and_notes_say_where_they_are() -> None:
    cell = Cell(1, 2, (line("một dòng"), line("ngƣời dân")))
    grid = Grid(2, 3, (Cell(0, 0, (line("a"),)), cell))
    source = Reading("x", "flow", (Page((line("b"), grid), notes=(Note("1", "1", (line("cƣờng"),)),)),))
    result, changes = repair(source)
    assert [(change.item, change.row, change.column, change.start) for change in changes] == [(1, 1, 2, len("một dòng\n")), (-1, -1, -1, 0)]
    assert result.pages[0].notes[0].lines[0].text == "cường"


def test_marks_flags_and_faces_of_spans_stay() -> None:
    source = paged([("Ngƣời dân", "Bold"), ("1", "Bold")])
    marker = span("1", "Bold")._replace(superscript=True, note="n1")
    page = source.pages[0]
    with_note = source._replace(pages=(page._replace(items=(Line((lines_of(source)[0].spans[0], marker)),)),))
    spans = lines_of(repair(with_note)[0])[0].spans
    assert spans == (span("Người dân", "Bold")._replace(chars=8), marker)
