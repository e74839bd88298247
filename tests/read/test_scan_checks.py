"""What the engine read is held against the ink: figures, Roman numbers, symbols, boxes, sizes."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.pages import on_stored_page
from tests.read.printed import np

from extractor.read.ocr.crop import View  # isort: skip - OpenCV may not be there: `printed` skips then
from extractor.read.ocr.doubles import with_doubles
from extractor.read.ocr.engine import Remembering, Token
from extractor.read.ocr.figures import checked
from extractor.read.ocr.lines import find_strips
from extractor.read.ocr.markers import read_marker
from extractor.read.ocr.romans import checked_romans
from extractor.read.ocr.shapes import Shape, Shapes, Strip
from extractor.read.ocr.sizes import Heights, evened
from extractor.read.ocr.straighten import frame_of
from extractor.read.ocr.symbols import checked_symbols
from extractor.read.ocr.words import Word, parted

EM = 40.0
BASELINE = 100
WIDTHS = {".": 6, ",": 6, "I": 9, "-": 13, " ": 0}
ADVANCE = {".": 10, ",": 10, "I": 13, "-": 13, " ": 10}


def inked(text: str) -> Strip:
    """Lay out the ink of a text of capitals and figures as a Times-like face of 40 pixels would."""
    shapes, x = [], 20
    for label, char in enumerate(text, start=1):
        wide = WIDTHS.get(char, 18 if char.isdigit() else 26)
        top, foot = {".": (95, 100), ",": (95, 105), "-": (86, 89)}.get(char, (73, 100))
        if char != " ":
            shapes.append(Shape(label, x, top, x + wide, foot))
        x += ADVANCE.get(char, 20 if char.isdigit() else 28)
    return Strip(tuple(shapes), shapes[0].x0, shapes[-1].x1, float(BASELINE), EM)


def word(text: str, strip: Strip, confidence: float = 0.95) -> Word:
    return Word(text, float(strip.x0), float(strip.x1), confidence)


class Fake:
    """A reader that sees what it is told to."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)

    def read(self, strip: object, *, allowed: str = "") -> list[Token]:  # noqa: ARG002 - the arguments of `LineReader`
        return [Token(self.texts.pop(0), 0, 1, 0.9)]


def blank_view() -> View:
    grey = np.full((200, 900), 255, np.uint8)
    return View(grey, Shapes(np.zeros((200, 900), np.int32), [], [], [], 18.0))


@pytest.mark.parametrize(
    ("ink", "read", "again", "want", "sure"),
    [
        ("1.240", "1.240", (), "1.240", True),
        ("1.240", "1,240", (), "1.240", True),
        ("12,5", "12.5", (), "12,5", True),
        ("1.771", "1771", ("1.771",), "1.771", True),
        ("41", "4I", ("41",), "41", True),
        ("1.23", "1/23", ("1.23",), "1.23", True),
        ("2.315", "2.31", ("2.31",), "2.31", False),
        ("95", "99", ("98",), "99", True),
        ("1.218", "I.218", ("I.218",), "1.218", False),
        ("1.636", "].636", ("].636",), "1.636", False),
        ("851", "85l", ("85",), "851", False),
        ("82", "B2", ("",), "B2", False),
    ],
)
def test_figures_are_held_against_their_ink(ink: str, read: str, again: tuple[str, ...], want: str, *, sure: bool) -> None:
    strip = inked(ink)
    (made,) = checked([word(read, strip)], strip, blank_view(), Fake(*again))
    assert (made.text, made.confidence >= 0.8) == (want, sure)


def test_two_readings_that_differ_leave_a_doubt() -> None:
    strip = inked("95")
    (made,) = checked([word("99", strip, 0.6)], strip, blank_view(), Fake("98"))
    assert (made.text, made.confidence < 0.8) == ("99", True)


def test_a_second_reading_that_the_ink_contradicts_leaves_no_doubt() -> None:
    strip = inked("2,1")
    (made,) = checked([word("2,1", strip, 0.86)], strip, blank_view(), Fake("2,198"))
    assert (made.text, made.confidence >= 0.8) == ("2,1", True)


def test_a_point_that_touches_a_figure_stays() -> None:
    strip = inked("5.436")
    five, _, four, *rest = strip.shapes
    touching = strip._replace(shapes=(five, four._replace(x0=four.x0 - 4), *rest))
    (made,) = checked([word("5.436", touching)], touching, blank_view(), Fake("5436"))
    assert (made.text, made.confidence >= 0.8) == ("5.436", True)


@pytest.mark.parametrize(
    ("read", "sure", "again", "want"), [("B", 0.8, ("5",), "5"), ("B", 0.95, (), "B"), ("B", 0.8, ("",), "B"), ("l", 0.5, (), "1")]
)
def test_a_doubtful_letter_alone_in_a_cell_is_read_again_as_a_figure(read: str, sure: float, again: tuple[str, ...], want: str) -> None:
    strip = inked("5")._replace(cell=1)
    assert checked([word(read, strip, sure)], strip, blank_view(), Fake(*again))[0].text == want


def test_words_are_not_looked_at_as_figures() -> None:
    strip = inked("ABC")
    assert checked([word("BÁO", strip)], strip, blank_view(), Fake())[0].text == "BÁO"


@pytest.mark.parametrize(
    ("ink", "read", "want"),
    [
        ("III", "II", "III"),
        ("II", "H", "II"),
        ("XIII", "XII", "XIII"),
        ("XIV", "XIV", "XIV"),
        ("III.", "II", "III."),
        ("II.", "II.", "II."),
        ("III.", "HIL.", "III."),
        ("VII", "VH", "VII"),
        ("VIII", "VI", "VIII"),
        ("VH", "VH", "VH"),
    ],
)
def test_roman_numbers_have_the_strokes_of_their_ink(ink: str, read: str, want: str) -> None:
    strip = inked(ink)
    assert checked_romans([word(read, strip)], strip)[0].text == want


def test_abbreviations_are_no_roman_numbers() -> None:
    strip = inked("BAN VII")
    words = [word("BAN", strip)._replace(x1=104.0), word("VH", strip)._replace(x0=105.0)]
    assert checked_romans(words, strip)[1].text == "VH"


@pytest.mark.parametrize(
    ("read", "want"),
    [("\u00f8)", "g)"), ("g\u00f8ốc", "gốc"), ("\u00a1)", "i)"), ("31\u2044NQ-HĐND", "31/NQ-HĐND"), ("\u00f820", "\u00f820")],
)
def test_signs_that_vietnamese_has_not_are_what_they_look_like(read: str, want: str) -> None:
    strip = inked("A")
    assert checked_symbols([word(read, strip)], strip)[0].text == want


@pytest.mark.parametrize(
    ("ink", "read", "want"),
    [("QĐ-UBND", "QĐĐ-UBND", "QĐ-UBND"), ("QLĐĐ", "QLĐĐ", "QLĐĐ"), ("NĐ-CP", "N\u00d0-CP", "NĐ-CP"), ("NSNN", "NSNN", "NSNN")],
)
def test_a_capital_seen_twice_is_told_by_its_room(ink: str, read: str, want: str) -> None:
    strip = inked(ink)
    assert checked_symbols([word(read, strip)], strip)[0].text == want


def pictured(text: str) -> tuple[Strip, Any]:
    """Give the ink of a text with a label image in which equal letters look the same, and others do not."""
    strip = inked(text)
    labels = np.zeros((200, 900), np.int32)
    for shape, char in zip(strip.shapes, text.replace(" ", ""), strict=True):
        pattern = np.random.default_rng(ord(char)).random((shape.height, shape.x1 - shape.x0)) < 0.5
        labels[shape.y0 : shape.y1, shape.x0 : shape.x1] = shape.label * pattern
    return strip, labels


@pytest.mark.parametrize(
    ("ink", "read", "want"),
    [
        ("1306/BC-SNN", "1306/BC-SN", "1306/BC-SNN"),
        ("PN-CCB-ĐTN", "PN-CB-ĐTN", "PN-CCB-ĐTN"),
        ("UBND-NNMT", "UBND-NMT", "UBND-NNMT"),
        ("QĐ-UBND", "QĐ-UBND", "QĐ-UBND"),
        ("BC-STC", "BC-SC", "BC-SC"),
        ("QLLĐNN-TH", "QLĐNN-TH", "QLLĐNN-TH"),
    ],
)
def test_a_capital_seen_once_for_two_is_told_by_its_picture(ink: str, read: str, want: str) -> None:
    strip, labels = pictured(ink)
    assert with_doubles([word(read, strip)], strip, labels)[0].text == want


@pytest.mark.parametrize(("ink", "read", "want"), [("I. MUC", "I.MUC", ["I.", "MUC"]), ("5.TIEP", "5.TIEP", ["5.TIEP"])])
def test_words_run_together_are_parted_where_the_ink_has_a_blank(ink: str, read: str, want: list[str]) -> None:
    strip = inked(ink)
    assert [part.text for part in parted([word(read, strip)], strip)] == want


def test_lines_of_almost_one_size_get_the_same() -> None:
    body = Heights(39.0, 900, (18,) * 20 + (27,) * 8)
    other = Heights(41.0, 800, (18,) * 22 + (28,) * 7)
    note = Heights(27.8, 700, (13,) * 20 + (19,) * 8)
    capitals = Heights(36.0, 300, (27,) * 12)
    sizes = evened([body, other, note, capitals])
    assert sizes[0] == sizes[1] == sizes[3]
    assert sizes[2] == pytest.approx(27.8)


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize("degrees", [0.0, 1.5, -4.0])
def test_a_frame_leads_back_to_the_page(quarters: int, degrees: float) -> None:
    frame, (width, height) = frame_of((600.0, 800.0), quarters, degrees)
    assert (width, height) == ((800.0, 600.0) if quarters % 2 else (600.0, 800.0))
    middle = on_stored_page((width / 2, height / 2, width / 2, height / 2), frame)
    assert middle == pytest.approx((300, 400, 300, 400))
    if not degrees:
        assert on_stored_page((0, 0, width, height), frame) == pytest.approx((0, 0, 600, 800))


def test_no_picture_is_read_twice() -> None:
    strip = np.full((36, 90), 200, np.uint8)
    once = Remembering(Fake("một", "hai"))
    assert [once.read(strip)[0].text, once.read(strip)[0].text, once.read(strip, allowed="0")[0].text] == ["một", "một", "hai"]


def raised(*boxes: tuple[int, int, int, int]) -> tuple[Shape, ...]:
    return tuple(Shape(label, *box) for label, box in enumerate(boxes, start=1))


def test_a_marker_has_as_many_figures_as_there_are_in_the_ink() -> None:
    group = raised((100, 70, 109, 85), (112, 70, 122, 85))
    marker = read_marker(blank_view(), group, Fake("7", "3", "7"))
    assert marker is not None
    assert marker.text == "37"


def test_a_marker_whose_figures_touch_is_taken_as_read() -> None:
    marker = read_marker(blank_view(), raised((100, 70, 123, 85)), Fake("37"))
    assert marker is not None
    assert marker.text == "37"


def test_the_pieces_of_a_broken_raised_figure_go_to_the_line_below_together() -> None:
    def row(foot: int, label: int, count: int) -> list[Shape]:
        return [Shape(label + k, 100 + 24 * k, foot - 20, 118 + 24 * k, foot) for k in range(count)]

    pieces = [Shape(90, 390, 164, 400, 173), Shape(91, 389, 171, 401, 181)]
    letters = [*row(150, 1, 13), *row(200, 20, 12)]
    strips = find_strips(Shapes(np.zeros((1, 1), np.int32), letters, pieces, [], 20.0))
    assert [sum(shape.label >= 90 for shape in strip.shapes) for strip in strips] == [0, 2]


def test_specks_beside_each_other_are_no_word_with_its_marker() -> None:
    speck, high = Shape(1, 100, 100, 106, 128), Shape(2, 108, 84, 113, 98)
    strips = find_strips(Shapes(np.zeros((1, 1), np.int32), [speck, high], [], [], 20.0))
    assert all(len(strip.shapes) == 1 for strip in strips)
