"""A page a worker process. Where processes can't be started, or break, the caller reads the pages itself."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pymupdf

from extractor.pages import Page

_document: Any = None
_language: tuple[str, str | None] = ("vie", None)


def allowed() -> bool:
    """Tell whether this process may have children: a daemonic worker of a pool may not."""
    return not multiprocessing.current_process().daemon


def read_apart(pdf: bytes, numbers: Sequence[int], count: int, language: str, tessdata: str | None) -> dict[int, Page] | None:
    """Read the pages in `count` processes; None if these broke or could not be started."""
    context = multiprocessing.get_context(_way())
    try:
        with ProcessPoolExecutor(count, context, _start, (pdf, language, tessdata)) as pool:
            return dict(zip(numbers, pool.map(_read, numbers), strict=True))
    except (BrokenProcessPool, OSError):
        return None


def _way() -> str:
    """A fork costs nothing, but is safe only where no other thread can hold a lock; the fork server starts Python anew."""
    if sys.platform == "linux" and threading.active_count() == 1:
        return "fork"
    return "forkserver" if os.name == "posix" else "spawn"


def _start(pdf: bytes, language: str, tessdata: str | None) -> None:
    global _document, _language  # noqa: PLW0603 - what a worker process holds for all of its pages
    _document, _language = pymupdf.open(stream=pdf, filetype="pdf"), (language, tessdata)


def _read(number: int) -> Page:
    from extractor.read.ocr.engine import load
    from extractor.read.ocr.page import read_page
    from extractor.read.ocr.picture import page_picture

    reader = load(*_language)
    return read_page(page_picture(_document[number - 1]), reader, number=number)
