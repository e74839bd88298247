"""A page a worker process. Where processes can't be started, or break, the caller reads the pages itself."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from extractor.pages import Page

if TYPE_CHECKING:
    from extractor.options import Options
    from extractor.read.ocr.picture import Picture

Pictures: TypeAlias = "Callable[[int], Picture]"
"""Page number (from 1) → its picture."""
Opener: TypeAlias = "Callable[[bytes], Pictures]"


class _Job(NamedTuple):
    """What a worker process holds for all of its pages."""

    pictures: Pictures
    language: str
    tessdata: str | None


_job: _Job | None = None


def read_pages(data: bytes, numbers: Sequence[int], opener: Opener, options: Options) -> dict[int, Page]:
    """Read the pictures of pages, several at the same time where there are several and processes are allowed."""
    count = min(options.ocr_workers or cores(), len(numbers))
    if count > 1 and _may_have_children():
        pages = _read_apart(data, numbers, opener, options, count)
        if pages is not None:
            return pages
    job = _Job(opener(data), options.ocr_language, options.tessdata)
    return {number: _read_page(job, number) for number in numbers}


def cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _may_have_children() -> bool:
    """Tell a daemonic worker of a pool, which may not, and which has neighbours at work anyway."""
    return not multiprocessing.current_process().daemon


def _read_apart(data: bytes, numbers: Sequence[int], opener: Opener, options: Options, count: int) -> dict[int, Page] | None:
    context = multiprocessing.get_context(_way())
    start = (data, opener, options.ocr_language, options.tessdata)
    try:
        with ProcessPoolExecutor(count, context, _start, start) as pool:
            return dict(zip(numbers, pool.map(_read, numbers), strict=True))
    except (BrokenProcessPool, OSError):
        return None


def _way() -> str:
    """A fork costs nothing, but is safe only where no other thread can hold a lock; the fork server starts Python anew."""
    if sys.platform == "linux" and threading.active_count() == 1:
        return "fork"
    return "forkserver" if os.name == "posix" else "spawn"


def _start(data: bytes, opener: Opener, language: str, tessdata: str | None) -> None:
    global _job  # noqa: PLW0603 - the one thing that a worker process keeps
    _job = _Job(opener(data), language, tessdata)


def _read(number: int) -> Page:
    assert _job is not None  # noqa: S101 - `_start` ran before
    return _read_page(_job, number)


def _read_page(job: _Job, number: int) -> Page:
    from extractor.read.ocr.engine import load
    from extractor.read.ocr.page import read_page

    return read_page(job.pictures(number), load(job.language, job.tessdata), number=number)
