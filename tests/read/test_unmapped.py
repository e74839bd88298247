"""Fonts that don't tell the character of a glyph: the hole is known before the text layer is read."""

from __future__ import annotations

import pymupdf
import pytest

from extractor.read.unmapped import name_unmapped

_LETTERS = "Xétnghiệm cholsĩạâ"


def font_of(codes: dict[int, str], *, last: int, encoding: str = "") -> tuple[pymupdf.Document, int]:
    """Make a document with one simple font whose ToUnicode map holds `codes`; returned with the number of the map."""
    document = pymupdf.open()
    document.new_page()
    cmap, font = document.get_new_xref(), document.get_new_xref()
    document.update_object(cmap, "<<>>")
    entries = "".join(f"<{code:02X}> <{ord(char):04X}>\n" for code, char in codes.items())
    document.update_stream(cmap, f"begincmap\n{len(codes)} beginbfchar\n{entries}endbfchar\nendcmap end".encode())
    document.update_object(
        font,
        f"<< /Type /Font /Subtype /TrueType /BaseFont /AAAAAA+Serif /FirstChar 1 /LastChar {last} /ToUnicode {cmap} 0 R {encoding} >>",
    )
    return document, cmap


def test_a_code_without_a_character_is_named() -> None:
    document, cmap = font_of(dict(enumerate(_LETTERS, start=2)), last=len(_LETTERS) + 1)
    name_unmapped(document)
    assert b"<01> <FFFD>" in document.xref_stream(cmap)
    assert document.xref_stream(cmap).count(b"FFFD") == 1


@pytest.mark.parametrize(
    ("codes", "encoding"),
    [
        (dict(enumerate(_LETTERS, start=2)), "/Encoding /WinAnsiEncoding"),
        ({ord(char): char for char in "ADNcho"} | {ord(char): char for char in "legsmtu"}, ""),
        (dict(enumerate("abc", start=2)), ""),
        (dict(enumerate(_LETTERS, start=1)), ""),
    ],
)
def test_maps_that_are_whole_or_have_an_encoding_to_fall_back_on_are_left(codes: dict[int, str], encoding: str) -> None:
    document, cmap = font_of(codes, last=max(codes), encoding=encoding)
    before = document.xref_stream(cmap)
    name_unmapped(document)
    assert document.xref_stream(cmap) == before
