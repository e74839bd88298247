"""Stand-ins for the engine, imported by name in the worker processes: the document's text says what happens to it."""

from __future__ import annotations

import os
import time

from extractor.errors import DamagedFileError, UnknownFormatError
from extractor.options import Options
from extractor.schema import Report
from tests.house.samples import report


def fake_extract(data: bytes, *, filename: str | None = None, options: Options = Options()) -> Report:
    """Do what the first word of the document says."""
    match data.split(maxsplit=1)[0].decode():
        case "hang":
            time.sleep(60)
        case "crash":
            os._exit(139)
        case "eat":
            hoard = [bytes(64 * 1024 * 1024) for _ in range(1000)]
            assert hoard
        case "eat-in-c":
            raise DamagedFileError("can't be opened") from RuntimeError("malloc (123 bytes) failed")
        case "bug":
            raise KeyError("no such thing\nsecond line")
        case "damaged":
            raise DamagedFileError("It is cut short.", vi="Tệp bị cắt cụt.")
        case "unknown":
            raise UnknownFormatError("No document.", vi="Không phải tài liệu.")
        case "review":
            return report(status="review")
        case "options":
            return report(text=f"{options.ocr} {options.ocr_workers} {filename}", sections=[], tables=[], footnotes=[])
    return report()
