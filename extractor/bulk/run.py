"""A run over many documents: each result a file in a folder, or a line of JSON Lines, and a ledger of what became of each."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from extractor.bulk.outcome import Failure, Outcome
from extractor.bulk.sources import Document, find_documents
from extractor.bulk.workers import Extract, Limits, Task, Workers
from extractor.options import Options
from extractor.write.formats import Form, Language

LEDGER = "run.jsonl"
_MAX_NAME_BYTES = 200
"""Of one part of an output's path; file systems hold 255."""


class Order(NamedTuple):
    """What to make of each document of a run."""

    options: Options
    form: Form = "json"
    language: Language = "vi"


def extract_all(paths: Iterable[Path], order: Order, limits: Limits, *, extract: Extract | None = None) -> Iterator[Outcome]:
    """Extract every document of the files, folders and archives, on all workers; one outcome each, in a stable order."""
    with Workers(limits, extract=extract) as workers:
        yield from workers.run(_tasks(paths, order))


def _tasks(paths: Iterable[Path], order: Order) -> Iterator[Task | Outcome]:
    taken: set[str] = set()
    for found in find_documents(paths, max_bytes=order.options.max_bytes):
        name = _unique(found.name, taken)
        if isinstance(found, Document):
            yield Task(found._replace(name=name), order.options, order.form, order.language)
        else:
            yield found._replace(name=name)


def _unique(name: str, taken: set[str]) -> str:
    """Number the second of two documents of one name: "a.pdf", "a (2).pdf"."""
    path, number, unique = Path(name), 1, name
    while unique.casefold() in taken:
        number += 1
        unique = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
    taken.add(unique.casefold())
    return unique


def write_all(outcomes: Iterable[Outcome], folder: Path, form: Form) -> Iterator[Outcome]:
    """Write each body into `folder` and each fate into its ledger, and pass the outcomes on."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LEDGER).open("w", encoding="utf-8") as ledger:
        for outcome in outcomes:
            written, path = _write(outcome, folder, form)
            ledger.write(_entry(written, path.relative_to(folder) if path else None) + "\n")
            ledger.flush()
            yield written


def _write(outcome: Outcome, folder: Path, form: Form) -> tuple[Outcome, Path | None]:
    if outcome.body is None:
        return outcome, None
    path = folder.joinpath(*(_part(part) for part in f"{outcome.name}.{form}".split("/")))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, outcome.body)
    except OSError as error:
        return outcome._replace(status="failed", body=None, failure=_unwritable(path, error)), None
    return outcome, path


def _part(part: str) -> str:
    """Shorten one part of a path to what a file system holds; keeps its end, which tells the kind."""
    encoded = part.encode("utf-8", "surrogateescape")
    if len(encoded) <= _MAX_NAME_BYTES:
        return part
    return encoded[-_MAX_NAME_BYTES:].decode("utf-8", "ignore")


def write_whole(path: Path, body: bytes) -> None:
    """Write a file in one step: whoever reads it meanwhile sees the old one or the new one, whole.

    Raises:
        OSError: it can't be written there.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _entry(outcome: Outcome, path: Path | None) -> str:
    failure = outcome.failure
    entry = {
        "document": outcome.name,
        "status": outcome.status,
        "file": path.as_posix() if path else None,
        "counts": outcome.counts._asdict() if outcome.body is not None else None,
        "error": {"code": failure.code, "message": {"vi": failure.vi, "en": failure.en}} if failure else None,
    }
    return json.dumps(entry, ensure_ascii=False)


def error_line(outcome: Outcome) -> bytes:
    """Give a line of JSON Lines for a document without a report."""
    failure = outcome.failure or Failure("internal", "", "")
    entry = {
        "document": outcome.name,
        "status": outcome.status,
        "error": {"code": failure.code, "message": {"vi": failure.vi, "en": failure.en}},
    }
    return json.dumps(entry, ensure_ascii=False).encode() + b"\n"


def _unwritable(path: Path, error: OSError) -> Failure:
    reason = error.strerror or str(error)
    return Failure(
        "output.unwritable",
        f"The result can't be written to {path} ({reason}). Check the folder's permissions and free space.",
        f"Không ghi được kết quả vào {path} ({reason}). Hãy kiểm tra quyền ghi và dung lượng trống.",
    )
