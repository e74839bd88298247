"""What a run over many documents shows: JSON Lines on standard output, failures as they come, and a table at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from rich import box
from rich.markup import escape
from rich.table import Table

from extractor.bulk.outcome import Outcome
from extractor.bulk.run import error_line
from extractor.write.screen import Screen
from extractor.write.words import Language, say, word

MAX_ROWS = 200
_GOOD = ("ok", "skipped")
_STYLES = {"ok": "green", "review": "yellow", "skipped": "dim"}


def print_lines(outcomes: Iterable[Outcome], out: BinaryIO) -> Iterator[Outcome]:
    """Write a line a document and pass the outcomes on; a document without a report gives a line with its error."""
    for outcome in outcomes:
        if outcome.body is not None:
            out.write(outcome.body)
        elif outcome.status != "skipped":
            out.write(error_line(outcome))
        out.flush()
        yield outcome


def follow(outcomes: Iterable[Outcome], *, language: Language, table: bool) -> int:
    """Run through the outcomes, telling failures at once; returns the exit code: 1 if any document failed or needs review."""
    errors = Screen(errors=True)
    statuses: Counter[str] = Counter()
    rows: list[Outcome] = []
    for outcome in outcomes:
        statuses[outcome.status] += 1
        if outcome.failure and outcome.status != "skipped":
            errors.print(escape(f"boctach: {outcome.name}: {_message(outcome, language)}"))
        if len(rows) < MAX_ROWS:
            rows.append(outcome._replace(body=None))
    if table:
        Screen().print(_table(rows, language))
    errors.print(_total(statuses, language))
    return 0 if all(status in _GOOD for status in statuses) else 1


def _message(outcome: Outcome, language: Language) -> str:
    failure = outcome.failure
    return "" if failure is None else f"{' '.join(say(language, vi=failure.vi, en=failure.en).split())} [{failure.code}]"


def _table(rows: list[Outcome], language: Language) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    grid.add_column(say(language, vi="Tài liệu", en="Document"), overflow="fold", ratio=1)
    grid.add_column(say(language, vi="Kết quả", en="Status"))
    for vi, en in (("Trang", "Pages"), ("Chỉ tiêu", "Targets"), ("Số liệu", "Figures"), ("Sửa", "Repairs"), ("Cảnh báo", "Warnings")):
        grid.add_column(say(language, vi=vi, en=en), justify="right")
    for row in rows:
        counts = row.counts
        cells = (
            (counts.pages or "–", counts.targets, counts.measures, counts.repairs, counts.warnings) if row.failure is None else ("",) * 5
        )
        style = _STYLES.get(row.status, "red")
        grid.add_row(escape(row.name), f"[{style}]{word(row.status, language)}[/]", *map(str, cells))
    return grid


def _total(statuses: Counter[str], language: Language) -> str:
    parts = ", ".join(f"{word(status, language)} {count}" for status, count in sorted(statuses.items()))
    total = sum(statuses.values())
    return (
        say(language, vi=f"{total} tài liệu: {parts}", en=f"{total} documents: {parts}")
        if total
        else say(language, vi="Không có tài liệu nào.", en="No documents found.")
    )
