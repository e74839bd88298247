"""Extract and score cases in worker processes; one case that fails costs itself only.

`main` runs pickled cases: that is how another revision's engine is run.
"""

from __future__ import annotations

import os
import pickle
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpora.cases import Case
from corpora.marking import Score
from corpora.scoring import score

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Result(NamedTuple):
    """What became of a case; `score` None when the extraction failed."""

    document: str
    form: str
    group: str
    score: Score | None
    error: str | None
    seconds: float

    @property
    def key(self) -> str:
        """Name of the case."""
        return f"{self.document}/{self.form}"


def run_case(case: Case) -> Result:
    """Extract and score one case."""
    from extractor.options import Options
    from extractor.pipeline import extract

    start = time.perf_counter()
    try:
        report = extract(case.path.read_bytes(), filename=case.path.name, options=Options(ocr_workers=1))
        scored = score(case.gold, case.clean, report.model_dump(mode="json"))
    except Exception as error:  # noqa: BLE001 - whatever the engine does to one document, the other results stand
        return Result(case.document, case.form, case.group, None, f"{type(error).__name__}: {error}", time.perf_counter() - start)
    return Result(case.document, case.form, case.group, scored, None, time.perf_counter() - start)


def run_cases(cases: Sequence[Case], *, jobs: int | None = None, told: Callable[[int, Result], None] | None = None) -> list[Result]:
    """Run all cases, the slowest sort first; results come in the order of the cases."""
    order = sorted(range(len(cases)), key=lambda i: (cases[i].form != "scan", -cases[i].path.stat().st_size))
    results: dict[int, Result] = {}
    with ProcessPoolExecutor(jobs or os.cpu_count(), mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(run_case, cases[i]): i for i in order}
        for future in as_completed(futures):
            results[futures[future]] = future.result()
            if told:
                told(len(results), results[futures[future]])
    return [results[i] for i in range(len(cases))]


def main(argv: Sequence[str]) -> int:
    """Run pickled cases and pickle the results, both made by this project's own evaluator."""
    cases = pickle.loads(Path(argv[0]).read_bytes())  # noqa: S301
    Path(argv[1]).write_bytes(pickle.dumps(run_cases(cases)))
    return 0
