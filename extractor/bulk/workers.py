"""A document in a worker process: with a deadline and a memory limit, so that a crash, a hang or a bomb costs that document only."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from pebble import ProcessExpired, ProcessPool

from extractor.bulk.outcome import Counts, Failure, Outcome, broke, crashed, ran_out_of_memory, timed_out
from extractor.bulk.sources import Document
from extractor.errors import ExtractionError, UnknownFormatError
from extractor.options import Options
from extractor.schema import Report
from extractor.write.formats import Form, Language, render

MAX_TASKS = 200
"""A worker is renewed after so many documents: C libraries leak."""
WINDOW = 8
"""Documents a worker that are handed out ahead: enough to keep all busy behind a slow one, and no more memory than that."""


class Extract(Protocol):
    """The engine, or a test's stand-in for it; must be importable by name."""

    def __call__(self, data: bytes, *, filename: str | None = None, options: Options = ...) -> Report:
        """Extract one document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may take, and how many are read at the same time.

    Raises:
        ValueError: a limit is not above 0.
    """

    workers: int
    deadline_s: float = 300.0
    memory_bytes: int = 4 * 1024**3
    """On top of what a worker has before it reads the document."""

    def __post_init__(self) -> None:
        """Refuse what can't be meant."""
        for name in ("workers", "deadline_s", "memory_bytes"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be more than 0, not {getattr(self, name)}")


class Task(NamedTuple):
    """One document and what to make of it."""

    document: Document
    options: Options
    form: Form = "json"
    language: Language = "vi"


class Workers:
    """A pool of worker processes; use it in a `with` block."""

    def __init__(self, limits: Limits, *, extract: Extract | None = None, preload: str = "extractor.bulk.warm") -> None:
        """Start no process yet: the first task does."""
        # BLAS and Tesseract would each start a thread a core in every worker.
        for variable in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS"):
            os.environ.setdefault(variable, "1")
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([preload])
        self._limits = limits
        self._extract: Extract = extract or engine
        self._pool = ProcessPool(
            max_workers=limits.workers, max_tasks=MAX_TASKS, initializer=_enter, initargs=(limits.memory_bytes,), context=context
        )

    def __enter__(self) -> Self:
        """Give the pool."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop all workers, running or not."""
        self.stop()

    def stop(self) -> None:
        """Stop all workers, running or not."""
        self._pool.stop()
        self._pool.join()

    def start(self) -> None:
        """Start the processes now, so that the first document finds them warm."""
        self._pool.schedule(int)

    def submit(self, task: Task) -> Future[Outcome]:
        """Hand out a task; `settle` makes an outcome of whatever the future holds."""
        return self._pool.schedule(run_task, args=(task, self._extract), timeout=self._limits.deadline_s)

    def settle(self, task: Task, future: Future[Outcome]) -> Outcome:
        """Wait for a task; never raises for what the document did."""
        name = task.document.name
        try:
            return future.result()
        except FutureTimeoutError:
            return timed_out(name, self._limits.deadline_s)
        except ProcessExpired:
            return crashed(name)
        except Exception as error:  # noqa: BLE001 - an outcome that can't be sent back, say
            return broke(name, error)

    def run(self, tasks: Iterable[Task | Outcome]) -> Iterator[Outcome]:
        """Run the tasks on all workers; outcomes come in the order of the tasks, and those that are outcomes already pass through."""
        waiting: deque[tuple[Task, Future[Outcome]] | Outcome] = deque()
        for task in tasks:
            waiting.append(task if isinstance(task, Outcome) else (task, self.submit(task)))
            if len(waiting) > WINDOW * self._limits.workers:
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def _next(self, waiting: deque[tuple[Task, Future[Outcome]] | Outcome]) -> Outcome:
        head = waiting.popleft()
        return head if isinstance(head, Outcome) else self.settle(*head)


def engine(data: bytes, *, filename: str | None = None, options: Options = Options()) -> Report:
    """Extract with the engine, which is imported at the first document."""
    from extractor.pipeline import extract

    return extract(data, filename=filename, options=options)


def run_task(task: Task, extract: Extract) -> Outcome:
    """Do one task in this process; every exception becomes an outcome."""
    document, name = task.document, task.document.name
    try:
        data = document.read(task.options.max_bytes)
        report = extract(data, filename=Path(name).name, options=replace(task.options, ocr_workers=1))
        return Outcome(name, report.status, render(report, task.form, task.language), Counts.of(report))
    except Exception as error:  # noqa: BLE001 - the border: one document must not end the run
        return _outcome_of(error, document)


def _outcome_of(error: Exception, document: Document) -> Outcome:
    if _is_out_of_memory(error):
        return ran_out_of_memory(document.name)
    if isinstance(error, UnknownFormatError) and not document.named:
        return Outcome(document.name, "skipped", failure=Failure.of(error))
    if isinstance(error, ExtractionError):
        return Outcome(document.name, "failed", failure=Failure.of(error))
    return broke(document.name, error)


def _is_out_of_memory(error: BaseException | None) -> bool:
    """Tell whether this error comes from a failed allocation: Python's own, or MuPDF's, which says "malloc"."""
    while error is not None:
        if isinstance(error, MemoryError) or "malloc" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _enter(memory_bytes: int) -> None:
    """Set a new worker's limits; Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) if Path("/proc/self/statm").exists() else 0
    limit = pages * resource.getpagesize() + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
