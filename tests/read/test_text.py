"""Plain text is given line by line, as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import InputError
from extractor.options import Options
from extractor.pages import count_chars
from extractor.read.dispatch import read
from extractor.read.text import plain_line, read_text
from tests.read.show import SHARED, needs_shared, read_bytes, texts, total_chars


def test_blank_lines_leading_blanks_and_tabs_stay() -> None:
    assert texts(read_bytes(" BÁO CÁO \n\n\tSố:\t5\r\n \nHết".encode())) == [" BÁO CÁO ", "", "\tSố:\t5", " ", "Hết"]


def test_form_feeds_part_pages() -> None:
    reading = read_bytes("một\n\fhai\n\f".encode())
    assert [(page.number, page.text_source, [item.text for item in page.items]) for page in reading.pages] == [
        (1, None, ["một", ""]),
        (2, None, ["hai", ""]),
    ]


def test_text_without_form_feeds_has_no_pages() -> None:
    (page,) = read_bytes("một\nhai".encode()).pages
    assert page.number is None


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("tệ nạn xã hội³. Tổng", [("tệ nạn xã hội", False), ("3", True), (". Tổng", False)]),
        ("¹ Thăm, tặng quà", [("1", True), (" Thăm, tặng quà", False)]),
        ("tỉnh⁴,⁵ và", [("tỉnh", False), ("4,5", True), (" và", False)]),
        ("diện tích 25 m² và 3 km²", [("diện tích 25 m² và 3 km²", False)]),
        ("dâng thêm 0,13 m¹.", [("dâng thêm 0,13 m", False), ("1", True), (".", False)]),
        ("không có gì", [("không có gì", False)]),
    ],
)
def test_raised_digits_are_superscripts_but_for_powers(text: str, want: list[tuple[str, bool]]) -> None:
    line = plain_line(text)
    assert [(span.text, span.superscript) for span in line.spans] == want
    assert line.chars == count_chars(text)


def test_a_guessed_encoding_is_told() -> None:
    data = "C¸c chØ tiªu chñ yÕu vÒ lao ®éng, viÖc lµm n¨m 2006".encode("latin-1")
    reading = read_bytes(data)
    assert texts(reading) == ["Các chỉ tiêu chủ yếu về lao động, việc làm năm 2006"]
    assert [finding.code for finding in reading.diagnostics] == ["text.encoding"]


def test_broken_letters_are_a_warning() -> None:
    data = "Ủy ban nhân dân tỉnh báo cáo kết quả thực hiện nhiệm vụ".encode() + b"\xff\xfe rest"
    assert [(finding.code, finding.severity) for finding in read_text(data, options=Options()).diagnostics] == [
        ("text.broken_bytes", "warning")
    ]


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=300))  # zero bytes are UTF-16's
def test_every_character_is_counted(text: str) -> None:
    try:
        reading = read(text.encode(), options=Options())
    except InputError:
        return
    if reading.media_type == "text/plain":
        assert total_chars(reading) == count_chars(text.removeprefix("\ufeff"))


@needs_shared
@pytest.mark.parametrize("path", sorted((SHARED / "seeds").glob("*.txt")), ids=lambda path: path.name[:3])
def test_nothing_of_a_real_text_is_lost(path) -> None:
    data = path.read_bytes()
    assert total_chars(read_bytes(data)) == count_chars(data.decode())
