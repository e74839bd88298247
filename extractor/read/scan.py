"""Scanned pages of a PDF, read by OCR: a page a worker process where there are several pages and processes are allowed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.pages import Page
from extractor.read.ocr import workers
from extractor.read.ocr.engine import check_installed, load

if TYPE_CHECKING:
    from extractor.options import Options


def scan_pages(pdf: bytes, numbers: Sequence[int], *, options: Options) -> dict[int, Page]:
    """Read the pictures of the pages `numbers` (from 1).

    Boxes are in points of the page as a reader holds it: upright and straight. `Page.frame` maps them onto the page as it is stored.

    Raises:
        MissingToolError: Tesseract, OpenCV or the language's data is not installed.
    """
    check_installed(options.ocr_language, options.tessdata)
    wanted = sorted(set(numbers))
    count = min(options.ocr_workers or cores(), len(wanted))
    if count > 1 and workers.allowed():
        pages = workers.read_apart(pdf, wanted, count, options.ocr_language, options.tessdata)
        if pages is not None:
            return pages
    return read_here(pdf, wanted, options.ocr_language, options.tessdata)


def cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_here(pdf: bytes, numbers: Sequence[int], language: str, tessdata: str | None) -> dict[int, Page]:
    """Read the pages one after the other in this process."""
    import pymupdf

    from extractor.read.ocr.page import read_page
    from extractor.read.ocr.picture import page_picture

    reader = load(language, tessdata)
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return {number: read_page(page_picture(document[number - 1]), reader, number=number) for number in numbers}
