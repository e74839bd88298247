"""What became of one document of a run: a result, or the reason why there is none."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from extractor.errors import ExtractionError
from extractor.schema import Report
from extractor.write.outline import flatten

Status: TypeAlias = Literal["ok", "review", "skipped", "failed", "timeout", "out_of_memory", "crashed"]
"""ok, review: as in the report; skipped: in a folder or archive, and of no known format; the others: no report."""


class Failure(NamedTuple):
    """Why there is no report, in both languages; `code` is listed in docs/errors.md."""

    code: str
    en: str
    vi: str

    @classmethod
    def of(cls, error: ExtractionError) -> Failure:
        """Keep what the engine said."""
        return cls(error.code, str(error), error.vi)


class Counts(NamedTuple):
    """What a line of a run's summary tells about a report."""

    pages: int = 0
    sections: int = 0
    tables: int = 0
    footnotes: int = 0
    targets: int = 0
    measures: int = 0
    """Of targets and results together."""
    repairs: int = 0
    warnings: int = 0

    @classmethod
    def of(cls, report: Report) -> Counts:
        """Count a report's parts; sections at every depth."""
        return cls(
            pages=len(report.source.pages),
            sections=sum(1 for _ in flatten(report.sections)),
            tables=len(report.tables),
            footnotes=len(report.footnotes),
            targets=len(report.targets),
            measures=len(report.results) + sum(len(target.measures) for target in report.targets),
            repairs=len(report.repairs),
            warnings=sum(item.severity == "warning" for item in report.diagnostics),
        )


class Outcome(NamedTuple):
    """One document's result; `body` is the report in the format that was asked for."""

    name: str
    status: Status
    body: bytes | None = None
    counts: Counts = Counts()
    failure: Failure | None = None


INTERNAL = "internal"
"""Code of an error that the engine did not foresee: a bug of ours."""


def timed_out(name: str, deadline_s: float) -> Outcome:
    """Say that a document took too long."""
    return Outcome(
        name,
        "timeout",
        failure=Failure(
            "document.timeout",
            f"Not done after {deadline_s:g} s. Give it more time (--timeout), or split the document.",
            f"Chưa xong sau {deadline_s:g} giây. Hãy tăng thời hạn (--timeout) hoặc chia nhỏ tài liệu.",
        ),
    )


def ran_out_of_memory(name: str) -> Outcome:
    """Say that a document took too much memory."""
    return Outcome(
        name,
        "out_of_memory",
        failure=Failure(
            "document.out_of_memory",
            "It needs more memory than a document may have. Allow more (--memory), or split the document.",
            "Tài liệu cần nhiều bộ nhớ hơn mức cho phép. Hãy nâng giới hạn (--memory) hoặc chia nhỏ tài liệu.",
        ),
    )


def crashed(name: str) -> Outcome:
    """Say that the process that read a document died of it."""
    return Outcome(
        name,
        "crashed",
        failure=Failure(
            "document.crashed",
            "The process that read it crashed; the file is probably damaged. Save it anew from its source, and report the file as a bug.",
            "Tiến trình đọc tài liệu bị dừng đột ngột; tệp có thể bị hỏng. Hãy xuất lại tệp từ bản gốc và báo lỗi kèm tệp này.",
        ),
    )


def broke(name: str, error: BaseException) -> Outcome:
    """Say that the engine met an error that it did not foresee."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    what = f"{type(error).__name__}{place}: {str(error).splitlines()[0] if str(error) else 'no message'}"[:200]
    return Outcome(
        name,
        "failed",
        failure=Failure(
            INTERNAL,
            f"A bug of boctach ({what}). Please report it with the file.",
            f"Lỗi của boctach ({what}). Vui lòng báo lỗi kèm tệp này.",
        ),
    )
