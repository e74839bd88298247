"""The searchable PDF: the text that OCR read, laid invisibly under the picture of each page, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from math import hypot
from typing import TYPE_CHECKING, Any

from extractor.errors import UnknownFormatError
from extractor.pages import Box, Line, Page, Reading
from extractor.read.detect import detect
from extractor.read.dispatch import read

if TYPE_CHECKING:
    from extractor.options import Options

_FONT = "BoctachOcr"
_GLYPH_WIDTH = 0.5
"""Width of the font's one empty glyph, in font sizes; words are stretched to their boxes."""
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
"""Codes are UTF-16: every character stands for itself (PDF 32000-1, 9.10.3)."""


def make_searchable(data: bytes, options: Options) -> bytes:
    """Put a text layer under the pictures of a scan.

    Args:
        data: A PDF, or a picture (PNG, JPEG, TIFF, HEIC); pages with a good text layer stay as they are.
        options: As for extraction.

    Raises:
        UnknownFormatError: neither a PDF nor a picture.
        InputError: the input can't be read, see `read`.
        MissingToolError: OCR is not installed.
    """
    import pymupdf

    from extractor.read.ocr.engine import check_installed

    media_type = detect(data)
    if media_type != "application/pdf" and not media_type.startswith("image/"):
        raise UnknownFormatError(
            f"a searchable PDF is made of a PDF or a picture, and this is {media_type}: extract it as it is",
            vi=f"Chỉ tạo được PDF tìm kiếm từ tệp PDF hoặc ảnh; tệp này là {media_type}, có thể bóc tách trực tiếp",
        )
    check_installed(options.ocr_language, options.tessdata)
    reading = read(data, options=options)
    with pymupdf.open(stream=_as_pdf(data), filetype="pdf") as document:
        _lay(document, reading)
        made: bytes = document.tobytes(garbage=1, deflate=True)
        return made


def _as_pdf(data: bytes) -> bytes:
    """Return the PDF, or the picture's pages as one at the size that the reader took them for."""
    if not detect(data).startswith("image/"):
        return data
    import pymupdf
    from PIL import ImageOps

    from extractor.read.images import opened, sizes

    with pymupdf.open() as document, opened(data) as image:
        for index, (width, height) in enumerate(sizes(image)):
            image.seek(index)
            buffer = BytesIO()
            ImageOps.exif_transpose(image).convert("RGB").save(buffer, "JPEG", quality=85)
            page = document.new_page(width=width, height=height)
            page.insert_image(page.rect, stream=buffer.getvalue())
        made: bytes = document.tobytes()
        return made


def _lay(document: Any, reading: Reading) -> None:
    font = None
    for page in reading.pages:
        if not page.has_ocr or page.number is None:
            continue
        font = font or _add_font(document)
        target = document[page.number - 1]
        _add_content(document, target, font, _layer(page, target))


def _layer(page: Page, target: Any) -> bytes:
    """Write the page's words as PDF operators: text mode 3 neither fills nor strokes."""
    words = (_word(text, box, line, page, target) for line in page.items if isinstance(line, Line) for text, box in _words(line))
    return b"q BT 3 Tr\n" + b"".join(words) + b"ET Q\n"


def _words(line: Line) -> Iterator[tuple[str, Box]]:
    texts = line.text.split()
    if len(texts) == len(line.words):
        yield from zip(texts, line.words, strict=True)
    elif line.box is not None:
        yield line.text.strip(), line.box


def _word(text: str, box: Box, line: Line, page: Page, target: Any) -> bytes:
    x0, y0, x1, y1 = box
    foot = y1 - 0.2 * (y1 - y0)
    start, end = (_stored(x, foot, page, target) for x in (x0, x1))
    across, up = end[0] - start[0], end[1] - start[1]
    length = hypot(across, up)
    size = max(line.spans[0].size, 1.0)
    if not length:
        return b""
    cos, sin = across / length, up / length
    codes = (text + " ").encode("utf-16-be").hex().upper()
    stretch = 100 * length / (_GLYPH_WIDTH * size * max(1, len(text.encode("utf-16-be")) // 2))
    return (
        f"{cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {start[0]:.3f} {start[1]:.3f} Tm /{_FONT} {size:.2f} Tf {stretch:.2f} Tz <{codes}> Tj\n"
    ).encode("ascii")


def _stored(x: float, y: float, page: Page, target: Any) -> tuple[float, float]:
    """Map a point of the straightened page to the PDF's own space, whose origin is at the bottom."""
    import pymupdf

    if page.frame is not None:
        a, b, c, d, e, f = page.frame
        x, y = a * x + c * y + e, b * x + d * y + f
    point = pymupdf.Point(x, y) * target.derotation_matrix * ~target.transformation_matrix
    return point.x, point.y


def _add_font(document: Any) -> int:
    """Add a font of empty glyphs whose codes are the characters themselves; it is never drawn, so nothing is embedded."""
    to_unicode, descriptor, descendant, font = (document.get_new_xref() for _ in range(4))
    document.update_object(to_unicode, "<<>>")
    document.update_stream(to_unicode, _TO_UNICODE)
    document.update_object(
        descriptor,
        f"<</Type/FontDescriptor/FontName/{_FONT}/Flags 5/FontBBox[0 0 500 1000]/ItalicAngle 0"
        "/Ascent 1000/Descent -1/CapHeight 1000/StemV 80>>",
    )
    document.update_object(
        descendant,
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{_FONT}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {descriptor} 0 R/DW {round(1000 * _GLYPH_WIDTH)}/CIDToGIDMap/Identity>>",
    )
    document.update_object(
        font,
        f"<</Type/Font/Subtype/Type0/BaseFont/{_FONT}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {to_unicode} 0 R>>",
    )
    return int(font)


def _add_content(document: Any, target: Any, font: int, operators: bytes) -> None:
    """Put the layer before the page's own content, so that the picture covers it."""
    target.wrap_contents()
    holder, path = _down(document, target.xref, "Resources")
    holder, path = _down(document, holder, f"{path}Font")
    document.xref_set_key(holder, f"{path}{_FONT}", f"{font} 0 R")
    content = document.get_new_xref()
    document.update_object(content, "<<>>")
    document.update_stream(content, operators)
    others = " ".join(f"{xref} 0 R" for xref in target.get_contents())
    document.xref_set_key(target.xref, "Contents", f"[{content} 0 R {others}]")


def _down(document: Any, xref: int, key: str) -> tuple[int, str]:
    """Step into a dictionary that may stand in its object, apart from it, or (resources) with the page's parents.

    Returns:
        The object to write to, and the path in it, "" or ending in a slash.
    """
    kind, value = document.xref_get_key(xref, key)
    if kind == "xref":
        return int(value.split()[0]), ""
    if kind == "null" and key == "Resources":
        parent, found = document.xref_get_key(xref, "Parent")
        if parent == "xref":
            return _down(document, int(found.split()[0]), key)
    return xref, f"{key}/"
