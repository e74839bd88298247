"""PDF text layers, read with PyMuPDF; pages that have none, or a bad one, are handed to OCR page by page.

PyMuPDF is never called from two threads of one process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import pymupdf

from extractor.errors import DamagedFileError, EmptyInputError, EncryptedFileError, MissingToolError, TooManyPagesError
from extractor.pages import Box, Finding, Line, Page, Reading, Ruling, Span
from extractor.read.unmapped import name_unmapped

if TYPE_CHECKING:
    from extractor.options import Options

TEXT_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_COLLECT_VECTORS | pymupdf.TEXT_LAZY_VECTORS
"""Drawings come with the text for nothing; lazily, after it, since those in between would split its lines."""
_SUPERSCRIPT, _ITALIC, _BOLD = 1, 2, 16
_SMALL = 0.8
"""A span under this share of its line's largest size, and raised, is a superscript."""
_RULING_THICKNESS_PT = 2.5
_FEW_CHARS = 200
_LAYER_SHARE = 0.55
"""A layer over a picture whose share of Vietnamese words is lower was made by a bad OCR tool."""
_PICTURE_SHARE = 0.5
_SAMPLE_CHARS = 4000
_LINE_OF_WORD = itemgetter(5, 6)
_BOX_OF_WORD = itemgetter(0, 1, 2, 3)


def open_pdf(data: bytes) -> pymupdf.Document:
    """Open a PDF.

    Raises:
        DamagedFileError: MuPDF can't make pages of it.
        EncryptedFileError: it asks for a password.
    """
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
        encrypted, pages = document.needs_pass, document.page_count
    except (RuntimeError, ValueError, pymupdf.FileDataError) as error:
        raise DamagedFileError(
            f"The PDF can't be opened ({error}). It is damaged or cut short: get the file again from its source.",
            vi="Không mở được tệp PDF: tệp bị hỏng hoặc bị cắt cụt. Hãy lấy lại tệp gốc.",
        ) from error
    if encrypted:
        raise EncryptedFileError(
            "The PDF is encrypted and asks for a password. Save it again without a password.",
            vi="Tệp PDF được đặt mật khẩu. Hãy lưu lại thành tệp không có mật khẩu.",
        )
    if not pages:
        raise DamagedFileError(
            "The PDF has no pages: it is damaged or cut short. Get the file again from its source.",
            vi="Tệp PDF không có trang nào: tệp bị hỏng hoặc bị cắt cụt. Hãy lấy lại tệp gốc.",
        )
    return document


def read_pdf(data: bytes, *, options: Options) -> Reading:
    """Read every page: its text layer where that is sound, else (or as `options.ocr` says) by OCR.

    Raises:
        InputError: damaged, encrypted, too many pages, or nothing on any page.
        ToolError: `options.ocr` is "always" and OCR is not installed.
    """
    with open_pdf(data) as document:
        if document.page_count > options.max_pages:
            raise TooManyPagesError(
                f"The PDF has {document.page_count} pages, the limit is {options.max_pages}. Split it or raise the limit.",
                vi=f"Tệp PDF có {document.page_count} trang, giới hạn là {options.max_pages}. Hãy tách tệp hoặc nâng giới hạn.",
            )
        name_unmapped(document)
        try:
            seen = [_read_page(document[index], options.ocr) for index in range(document.page_count)]
        except (RuntimeError, ValueError) as error:
            raise DamagedFileError(
                f"A page of the PDF can't be read ({error}). Get the file again from its source.",
                vi="Không đọc được một trang của tệp PDF. Hãy lấy lại tệp gốc.",
            ) from error
    pages, findings = _with_ocr(data, seen, options)
    if not any(page.items for page in pages) and not findings:
        raise EmptyInputError("The PDF has pages, but nothing is on them.", vi="Tệp PDF có trang nhưng không có nội dung nào.")
    return Reading("application/pdf", "paged", pages, findings)


def pages_to_scan(data: bytes) -> tuple[int, ...]:
    """Number the pages whose picture `read_pdf` would read with `ocr` "auto".

    Raises:
        InputError: as `open_pdf`.
    """
    with open_pdf(data) as document:
        seen = (_read_page(document[index], "auto") for index in range(document.page_count))
        return tuple(item.page.number for item in seen if item.needs_ocr and item.page.number is not None)


class _Seen(NamedTuple):
    page: Page
    needs_ocr: bool


def _read_page(page: pymupdf.Page, ocr: str) -> _Seen:
    textpage = page.get_textpage(flags=TEXT_FLAGS)
    blocks = textpage.extractDICT()["blocks"]
    turn = page.rotation_matrix if page.rotation else None
    lines = _lines(textpage, [block["lines"] for block in blocks if "lines" in block], turn)
    pictured = bool(page.get_images())
    rect = page.rect
    read = Page(
        items=tuple(lines),
        number=page.number + 1,
        width=round(rect.width, 2),
        height=round(rect.height, 2),
        text_source="text_layer" if lines else "none",
        rulings=tuple(_rulings(page, [block["bbox"] for block in blocks if "lines" not in block], turn)) if lines else (),
    )
    return _Seen(read, _needs_ocr(page, read, pictured=pictured, ocr=ocr))


def _lines(textpage: pymupdf.TextPage, blocks: Iterable[Sequence[dict[str, Any]]], turn: pymupdf.Matrix | None) -> list[Line]:
    words = {line: tuple(map(_BOX_OF_WORD, group)) for line, group in groupby(textpage.extractWORDS(), _LINE_OF_WORD)}
    found = []
    for number, block in enumerate(blocks):
        for index, line in enumerate(block):
            made = _line(line, words.get((number, index), ()), turn)
            if made is not None:
                found.append(made)
    return found


def _line(line: dict[str, Any], boxes: tuple[Box, ...], turn: pymupdf.Matrix | None) -> Line | None:
    raw = line["spans"]
    words = "".join([span["text"] for span in raw]).split()
    if not words:
        return None
    if len(raw) == 1:
        spans: tuple[Span, ...] = (_span(raw[0], sum(map(len, words)), raised=False),)
    else:
        size = max([span["size"] for span in raw if not span["text"].isspace()])
        spans = tuple([_span(span, sum(map(len, span["text"].split())), raised=_is_raised(span, size, raw)) for span in raw])
    box: Box = line["bbox"]
    direction = line["dir"]
    if turn is not None:
        box = tuple(pymupdf.Rect(box) * turn)
        boxes = tuple(tuple(pymupdf.Rect(word) * turn) for word in boxes)
        direction = (direction[0] * turn.a + direction[1] * turn.c, direction[0] * turn.b + direction[1] * turn.d)
    if len(words) != len(boxes):
        boxes = ()
    return Line(spans, box, boxes, style=None if direction[0] > 0.9 else "rotated")


def _span(span: dict[str, Any], chars: int, *, raised: bool) -> Span:
    flags, font = span["flags"], span["font"]
    bold = flags & _BOLD != 0 or "bold" in font.lower()
    return Span(span["text"], chars, font, round(span["size"], 1), bold, flags & _ITALIC != 0, raised or flags & _SUPERSCRIPT != 0)


def _is_raised(span: dict[str, Any], line_size: float, raw: Sequence[dict[str, Any]]) -> bool:
    if span["size"] >= _SMALL * line_size:
        return False
    base = max(other["origin"][1] for other in raw if other["size"] >= _SMALL * line_size)
    return bool(span["origin"][1] < base - 0.1 * line_size)


def _rulings(page: pymupdf.Page, drawn: Sequence[Box], turn: pymupdf.Matrix | None) -> list[Ruling]:
    """Make rulings of a page's drawings; where all lie flat (a footnote's rule, an underline), their boxes say enough.

    Args:
        drawn: The boxes of the drawings, which the text page gives at no cost.
        turn: Of a page that is shown turned.
    """
    if all(y1 - y0 <= _RULING_THICKNESS_PT for _, y0, _, y1 in drawn):
        found = [Ruling(*box) for box in drawn]
    else:
        found = [
            stroke
            for drawing in page.get_cdrawings()
            for item in drawing["items"]
            for stroke in _strokes(item, filled=drawing["type"] == "f")
        ]
    return [_turned(ruling, turn) for ruling in found] if turn is not None else found


def _strokes(item: tuple[Any, ...], *, filled: bool) -> list[Ruling]:
    """Split a path item into straight strokes: a thin rectangle is one, a drawn frame is its four sides."""
    if item[0] == "l":
        (x0, y0), (x1, y1) = item[1], item[2]
        straight = abs(x1 - x0) < 1 or abs(y1 - y0) < 1
        return [Ruling(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))] if straight else []
    if item[0] != "re":
        return []
    x0, y0, x1, y1 = item[1]
    if min(x1 - x0, y1 - y0) <= _RULING_THICKNESS_PT:
        return [Ruling(x0, y0, x1, y1)]
    if filled:
        return []
    return [Ruling(x0, y0, x1, y0), Ruling(x0, y1, x1, y1), Ruling(x0, y0, x0, y1), Ruling(x1, y0, x1, y1)]


def _turned(ruling: Ruling, turn: pymupdf.Matrix) -> Ruling:
    return Ruling(*(pymupdf.Rect(*ruling) * turn))


def _needs_ocr(page: pymupdf.Page, read: Page, *, pictured: bool, ocr: str) -> bool:
    """Tell whether the page's picture has to be read: no layer over a picture, a watermark over one, or a garbage layer."""
    if ocr == "always":
        return True
    if not pictured:
        return not read.items and _is_drawn(page)
    if _picture_share(page) < _PICTURE_SHARE:
        return False
    text = "\n".join(line.text for line in read.items if isinstance(line, Line) and line.style != "rotated")
    if len(text) < _FEW_CHARS:
        return True
    from rules.syllables import vietnamese_share

    return vietnamese_share(text[:_SAMPLE_CHARS]) < _LAYER_SHARE


def _is_drawn(page: pymupdf.Page) -> bool:
    """Tell a page whose letters are drawn as paths from a blank one."""
    return len(page.get_cdrawings()) > 20


def _picture_share(page: pymupdf.Page) -> float:
    area = abs(page.rect.width * page.rect.height)
    boxes = [pymupdf.Rect(image["bbox"]) for image in page.get_image_info()]
    return max((abs(box.width * box.height) for box in boxes), default=0.0) / area if area else 0.0


def _with_ocr(data: bytes, seen: Sequence[_Seen], options: Options) -> tuple[tuple[Page, ...], tuple[Finding, ...]]:
    numbers = [item.page.number for item in seen if item.needs_ocr and item.page.number is not None]
    if not numbers:
        return tuple(item.page for item in seen), ()
    if options.ocr == "never":
        off = MissingToolError("OCR is switched off (ocr=never).", vi="chế độ OCR đang tắt (ocr=never).")
        return tuple(item.page for item in seen), tuple(_no_text(item.page, off) for item in seen if item.needs_ocr)
    try:
        from extractor.read.scan import scan_pages

        scanned = scan_pages(data, numbers, options=options)
    except MissingToolError as error:
        if options.ocr == "always":
            raise
        return tuple(item.page for item in seen), tuple(_no_text(item.page, error) for item in seen if item.needs_ocr)
    return tuple(_chosen(item, scanned) for item in seen), ()


def _chosen(item: _Seen, scanned: dict[int, Page]) -> Page:
    """Take the scanned page; what its own layer held is kept as an overlay, so that no character is lost."""
    page = scanned.get(item.page.number or 0)
    if page is None:
        return item.page
    overlay = tuple(line._replace(style="overlay") for line in item.page.items if isinstance(line, Line))
    return page._replace(items=page.items + overlay)


def _no_text(page: Page, error: MissingToolError) -> Finding:
    return Finding(
        "page.no_text",
        "warning",
        f"Trang {page.number} là ảnh, chưa đọc được: {error.vi}",
        f"Page {page.number} is a picture and was not read: {error}",
        page.number,
    )


def body_size(pages: Iterable[Page]) -> float:
    """Return the commonest font size of the running text, in points; 0 without sizes."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for item in page.items:
            if isinstance(item, Line):
                for span in item.spans:
                    sizes[span.size] += span.chars
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0
