"""Where requests wait for a worker."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from api.problems import BUSY, ProblemError
from api.settings import Settings
from extractor.bulk.outcome import INTERNAL, Failure, Outcome
from extractor.bulk.sources import Document
from extractor.bulk.workers import Extract, Task, Workers
from extractor.options import OcrChoice

RETRY_AFTER_S = 5


class Desk:
    """Hands documents to the workers, and turns away what would wait too long."""

    no_reason = Failure(INTERNAL, "No report and no reason.", "Không có kết quả.")

    def __init__(self, settings: Settings, extract: Extract | None = None) -> None:
        """Start the worker processes."""
        self._settings = settings
        self._workers = Workers(settings.limits, extract=extract)
        self._workers.start()
        self._taken = 0

    async def extract(self, document: Document, *, ocr: OcrChoice | None) -> Outcome:
        """Have a worker take a document apart; never blocks the event loop.

        Raises:
            ProblemError: the queue is full.
        """
        if self._taken >= self._settings.workers + self._settings.queue:
            raise ProblemError(BUSY, {"Retry-After": str(RETRY_AFTER_S)})
        options = self._settings.options
        task = Task(document, replace(options, ocr=ocr) if ocr else options)
        self._taken += 1
        try:
            future = self._workers.submit(task)
            await asyncio.wait([asyncio.wrap_future(future)])
        finally:
            self._taken -= 1
        return self._workers.settle(task, future)

    def close(self) -> None:
        """Stop the workers, busy or not."""
        self._workers.stop()
