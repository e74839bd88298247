"""Imported once by the process that the workers are forked from, so that each of them starts with rules and pipeline loaded."""

from __future__ import annotations

import contextlib
import sys
from types import TracebackType

SAMPLE = (
    "ỦY BAN NHÂN DÂN TỈNH\n\nBÁO CÁO\nKết quả năm 2024\n\nI. KẾT QUẢ\n1. Giải quyết việc làm cho 2.600 lao động, đạt 104% kế hoạch năm.\n"
    "\nII. MỤC TIÊU\n1. Tỷ lệ hộ nghèo giảm 0,5%.\n"
)


def hush_latecomers(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say nothing of a worker that is started while the pool stops: its locks are gone, an error without a file's name."""
    if not (isinstance(error, FileNotFoundError) and error.filename is None):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = hush_latecomers

# What fails here fails again, and is reported, where a document is read; the fork server itself must come up.
with contextlib.suppress(Exception):
    from extractor.options import Options
    from extractor.pipeline import extract

    extract(SAMPLE.encode(), filename="sample.txt", options=Options(ocr="never"))
