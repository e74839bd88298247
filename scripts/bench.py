"""How long the engine takes for a page, against what PyMuPDF alone takes for its `get_text("dict")` in the same run.

    make bench                  running text of 30 and 300 pages, ruled tables of 30 pages; exit code 1 over a limit
    make bench BENCH=--stages   and how the time splits over the stages

The pages are the corpus's own reports as LibreOffice prints them, so nothing has to be downloaded.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pymupdf

from corpora.parse import load_all
from corpora.render.forms import build
from corpora.render.office import ConversionError
from extractor.check.stage import check
from extractor.layout.stage import arrange
from extractor.measure.stage import measure as find_measures
from extractor.options import Options
from extractor.pipeline import extract
from extractor.read.dispatch import read
from extractor.repair.stage import repair
from extractor.structure.document import Document
from extractor.structure.stage import structure

MOST_LINES, LEAST_RULINGS = 4, 12
"""Drawings on a page: running text has a footnote's rule at most, a ruled table has many."""
LEAST_TEXT = 900
"""Characters of a page that is not the end of a document."""
LIMITS = {"text": 4.0, "tables": 20.0}
"""Times PyMuPDF's own time for the same pages (issue 2)."""
GROWTH = 1.3
"""A page of 300 may take so many times what a page of 30 takes: time grows linearly."""
RUNS = 3
NO_OCR = Options(ocr="never")


class Timing(NamedTuple):
    """Milliseconds a page, the best of the runs."""

    name: str
    pages: int
    own: float
    outline: float
    """The engine up to the outline: all but quantities, targets and the checks of figures."""
    engine: float

    @property
    def ratio(self) -> float:
        """How many times PyMuPDF's own time the engine takes."""
        return self.engine / self.own


def printed_pages() -> tuple[bytes, bytes]:
    """Give the corpus's reports as LibreOffice prints them: the pages of running text, and the pages with ruled tables."""
    with pymupdf.open() as text, pymupdf.open() as tables:
        for form in build(load_all(), ["pdf"]):
            with pymupdf.open(form.path) as document:
                for page in document:
                    rulings = len(page.get_drawings())
                    if rulings <= MOST_LINES and len(page.get_text()) >= LEAST_TEXT:
                        text.insert_pdf(document, from_page=page.number, to_page=page.number)
                    elif rulings >= LEAST_RULINGS:
                        tables.insert_pdf(document, from_page=page.number, to_page=page.number)
        return bytes(text.tobytes(garbage=3)), bytes(tables.tobytes(garbage=3))


def repeated(data: bytes, pages: int) -> bytes:
    """Make a file of so many pages out of those given, over and over."""
    with pymupdf.open(stream=data, filetype="pdf") as source, pymupdf.open() as document:
        for number in itertools.islice(itertools.cycle(range(len(source))), pages):
            document.insert_pdf(source, from_page=number, to_page=number)
        return bytes(document.tobytes(garbage=3))


def own_reading(data: bytes) -> None:
    """Do what PyMuPDF alone does: every page as a dictionary."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for page in document:
            page.get_text("dict")


def best(function: Callable[[], object]) -> float:
    """Time a function; the best of the runs, in milliseconds of processor time: other load counts less."""
    times = []
    for _ in range(RUNS):
        started = time.process_time()
        function()
        times.append(time.process_time() - started)
    return min(times) * 1000


def measure(name: str, pages: int, data: bytes) -> Timing:
    """Time both over the same pages."""
    runs = (lambda: own_reading(data), lambda: find_outline(data), lambda: extract(data, options=NO_OCR))
    return Timing(name, pages, *(best(run) / pages for run in runs))


def find_outline(data: bytes) -> Document:
    """Run the engine up to the outline."""
    reading, changes = repair(read(data, options=NO_OCR))
    return structure(arrange(reading, changes))


def stages(data: bytes, pages: int) -> Iterator[tuple[str, float]]:
    """Time each stage of the pipeline once, in milliseconds a page."""
    made: dict[str, object] = {}

    def run(name: str, function: Callable[[], object]) -> tuple[str, float]:
        started = time.process_time()
        made[name] = function()
        return name, (time.process_time() - started) * 1000 / pages

    yield run("read", lambda: read(data, options=NO_OCR))
    yield run("repair", lambda: repair(made["read"])[0])  # type: ignore[arg-type]
    yield run("layout", lambda: arrange(made["repair"]))  # type: ignore[arg-type]
    yield run("structure", lambda: structure(made["layout"]))  # type: ignore[arg-type]
    yield run("measure", lambda: find_measures(made["structure"]))  # type: ignore[arg-type]
    yield run("check", lambda: check(made["structure"], made["measure"], made["repair"]))  # type: ignore[arg-type]


def main() -> int:
    """Time, print, and say whether the limits hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--stages", action="store_true", help="how the time splits over the stages")
    args = parser.parse_args()
    try:
        text, tables = printed_pages()
    except ConversionError as error:
        print(f"bench: the corpus is printed by LibreOffice: {error}; scripts/system-packages.sh installs it", file=sys.stderr)
        return 2
    extract(repeated(text, 1), options=NO_OCR)  # rules and pipeline are loaded once a process
    samples = [("text", 30, repeated(text, 30)), ("text", 300, repeated(text, 300)), ("tables", 30, repeated(tables, 30))]
    print(f"{'pages':>5}  {'kind':<7}{'PyMuPDF ms':>11}{'outline ms':>11}{'ratio':>7}{'engine ms':>11}{'ratio':>7}{'limit':>7}")
    timings = []
    for name, pages, data in samples:
        timing = measure(name, pages, data)
        timings.append(timing)
        outline = f"{timing.outline:>11.2f}{timing.outline / timing.own:>7.2f}"
        print(f"{pages:>5}  {name:<7}{timing.own:>11.2f}{outline}{timing.engine:>11.2f}{timing.ratio:>7.2f}{LIMITS[name]:>7.0f}")
        if args.stages:
            print("       " + " · ".join(f"{stage} {spent:.2f}" for stage, spent in stages(data, pages)))
    growth = timings[1].engine / timings[0].engine
    print(f"a page of 300 costs {growth:.2f} × a page of 30 (limit {GROWTH})")
    return int(growth > GROWTH or any(timing.ratio > LIMITS[timing.name] for timing in timings))


if __name__ == "__main__":
    sys.exit(main())
