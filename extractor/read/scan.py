"""Scanned pages of a PDF, read by OCR."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.pages import Page
from extractor.read.ocr import workers
from extractor.read.ocr.engine import check_installed

if TYPE_CHECKING:
    from extractor.options import Options
    from extractor.read.ocr.picture import Picture


def scan_pages(pdf: bytes, numbers: Sequence[int], *, options: Options) -> dict[int, Page]:
    """Read the pictures of the pages `numbers` (from 1).

    Boxes are in points of the page upright and straight; `Page.frame` maps them onto the page as it is stored.

    Raises:
        MissingToolError: Tesseract, OpenCV or the language's data is not installed.
    """
    check_installed(options.ocr_language, options.tessdata)
    return workers.read_pages(pdf, sorted(set(numbers)), pdf_pictures, options)


def pdf_pictures(pdf: bytes) -> workers.Pictures:
    """Open a PDF as a source of page pictures."""
    import pymupdf

    from extractor.read.ocr.picture import page_picture

    document = pymupdf.open(stream=pdf, filetype="pdf")

    def picture(number: int) -> Picture:
        return page_picture(document[number - 1])

    return picture
