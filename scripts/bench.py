"""How long the engine takes for a page, against what PyMuPDF alone takes for its `get_text("dict")` in the same run.

    make bench                  running text of 30 and 300 pages, ruled tables of 30 pages; exit code 1 over a limit
    make bench BENCH=--stages   and how the time splits over the stages

The pages are made here from the corpus's own reports, so nothing has to be downloaded.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pymupdf

from corpora.parse import load_all
from corpora.render.printed import Printed, compose
from extractor.options import Options
from extractor.pipeline import extract

FONTS = Path("/usr/share/fonts/truetype/liberation")
LINES, SIZE, LEADING, LEFT, TOP, WIDTH = 40, 13, 17.5, 85, 75, 455
ROWS, COLUMNS = 28, 6
LIMITS = {"text": 4.0, "tables": 20.0}
"""Times PyMuPDF's own time for the same pages (issue 2)."""
GROWTH = 1.3
"""A page of 300 may take so many times what a page of 30 takes: time grows linearly."""
RUNS = 3


class Timing(NamedTuple):
    """Milliseconds a page, the best of the runs."""

    name: str
    pages: int
    own: float
    engine: float

    @property
    def ratio(self) -> float:
        """How many times PyMuPDF's own time the engine takes."""
        return self.engine / self.own


def running_text() -> Iterator[tuple[str, bool]]:
    """Give the corpus's paragraphs over and over, and whether each is a heading."""
    printed = [item for source in load_all() for item in compose(source).items if isinstance(item, Printed) and item.text.strip()]
    return itertools.cycle([(" ".join(item.text.split()), item.depth > 0) for item in printed])


def wrap(text: str, font: pymupdf.Font) -> Iterator[str]:
    """Break a paragraph into lines of the page's width."""
    line = ""
    for word in text.split():
        if line and font.text_length(f"{line} {word}", SIZE) > WIDTH:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def text_pdf(pages: int) -> bytes:
    """Print running text, 40 lines a page, headings bold, page numbers at the top."""
    faces = {
        bold: pymupdf.Font(fontfile=str(FONTS / name))
        for bold, name in ((False, "LiberationSerif-Regular.ttf"), (True, "LiberationSerif-Bold.ttf"))
    }
    lines = ((line, bold) for text, bold in running_text() for line in wrap(text, faces[bold]))
    with pymupdf.open() as document:
        for number in range(1, pages + 1):
            page = document.new_page()
            writer = pymupdf.TextWriter(page.rect)
            writer.append((295, 45), str(number), font=faces[False], fontsize=SIZE)
            for place, (line, bold) in enumerate(itertools.islice(lines, LINES)):
                writer.append((LEFT, TOP + place * LEADING), line, font=faces[bold], fontsize=SIZE)
            writer.write_text(page)
        document.subset_fonts()
        return bytes(document.tobytes(garbage=3, deflate=True))


def table_pdf(pages: int) -> bytes:
    """Print a ruled table on each page."""
    face = pymupdf.Font(fontfile=str(FONTS / "LiberationSerif-Regular.ttf"))
    heads = ("TT", "Đơn vị", "Kế hoạch (hộ)", "Thực hiện (hộ)", "Tỷ lệ (%)", "Ghi chú")
    with pymupdf.open() as document:
        for number in range(pages):
            page = document.new_page()
            writer = pymupdf.TextWriter(page.rect)
            writer.append((LEFT, 60), f"Bảng {number + 1}. Kết quả theo xã", font=face, fontsize=SIZE)
            for row in range(ROWS):
                cells = (
                    heads
                    if row == 0
                    else (
                        str(row),
                        f"Xã Bến Sậy {row}",
                        f"{row * 37 % 90 + 10}",
                        f"{row * 29 % 80 + 10}",
                        f"{row * 13 % 90},{row % 10}",
                        "",
                    )
                )
                for column, cell in enumerate(cells):
                    if cell:
                        writer.append((LEFT + column * 78 + 3, TOP + row * 24 + 16), cell, font=face, fontsize=11)
            for row in range(ROWS + 1):
                page.draw_line((LEFT, TOP + row * 24), (LEFT + COLUMNS * 78, TOP + row * 24))
            for column in range(COLUMNS + 1):
                page.draw_line((LEFT + column * 78, TOP), (LEFT + column * 78, TOP + ROWS * 24))
            writer.write_text(page)
        document.subset_fonts()
        return bytes(document.tobytes(garbage=3, deflate=True))


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
    options = Options(ocr="never")
    return Timing(name, pages, best(lambda: own_reading(data)) / pages, best(lambda: extract(data, options=options)) / pages)


def stages(data: bytes, pages: int) -> Iterator[tuple[str, float]]:
    """Time each stage of the pipeline once, in milliseconds a page."""
    from extractor.check.stage import check
    from extractor.layout.stage import arrange
    from extractor.measure.stage import measure as find_measures
    from extractor.read.dispatch import read
    from extractor.repair.stage import repair
    from extractor.structure.stage import structure

    made: dict[str, object] = {}

    def run(name: str, function: Callable[[], object]) -> tuple[str, float]:
        started = time.process_time()
        made[name] = function()
        return name, (time.process_time() - started) * 1000 / pages

    yield run("read", lambda: read(data, options=Options(ocr="never")))
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
    if not FONTS.exists():
        print("bench: the pages are set in Liberation Serif: scripts/system-packages.sh installs it", file=sys.stderr)
        return 2
    extract(text_pdf(1), options=Options(ocr="never"))  # rules and pipeline are loaded once a process
    samples = [("text", 30, text_pdf(30)), ("text", 300, text_pdf(300)), ("tables", 30, table_pdf(30))]
    print(f"{'pages':>5}  {'kind':<7}{'PyMuPDF ms':>11}{'engine ms':>11}{'ratio':>8}{'limit':>7}")
    timings = []
    for name, pages, data in samples:
        timing = measure(name, pages, data)
        timings.append(timing)
        print(f"{pages:>5}  {name:<7}{timing.own:>11.2f}{timing.engine:>11.2f}{timing.ratio:>8.2f}{LIMITS[name]:>7.0f}")
        if args.stages:
            print("       " + " · ".join(f"{stage} {spent:.2f}" for stage, spent in stages(data, pages)))
    growth = timings[1].engine / timings[0].engine
    print(f"a page of 300 costs {growth:.2f} × a page of 30 (limit {GROWTH})")
    return int(growth > GROWTH or any(timing.ratio > LIMITS[timing.name] for timing in timings))


if __name__ == "__main__":
    sys.exit(main())
