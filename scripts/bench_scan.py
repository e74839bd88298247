"""What reading scans costs, against Tesseract's own time on the same pages, and how busy it keeps the cores.

    python scripts/bench_scan.py [SCAN.pdf …] [--pages N]

Without a file the pages of the sample report are printed and scanned. Exit code 1 when the whole path costs more than 1.25 × Tesseract.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from pathlib import Path

os.environ["OMP_THREAD_LIMIT"] = "1"

import pymupdf
import tesserocr

from extractor.options import Options
from extractor.read.ocr.engine import data_folder, load
from extractor.read.ocr.page import read_page
from extractor.read.ocr.picture import page_picture
from extractor.read.ocr.workers import cores
from extractor.read.scan import scan_pages

SAMPLE = Path(__file__).parents[1] / "corpora" / "sample" / "bao-cao.pdf"
MOST = 1.25
PAGES = 12


def main() -> int:
    """Run both comparisons and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=PAGES)
    chosen = parser.parse_args()
    files = [path.read_bytes() for path in chosen.files] or [_scanned(SAMPLE.read_bytes())]
    theirs = ours = 0.0
    for data in files:
        theirs += _tesseract(data, chosen.pages)
        ours += _read(data, chosen.pages)
    print(f"one core: Tesseract {theirs:.2f} s, whole path {ours:.2f} s, {ours / theirs:.2f} × (limit {MOST})")
    for data in files:
        wall, busy = _together(data, chosen.pages)
        print(f"all cores: {wall:.2f} s, {cores()} cores busy {100 * busy:.0f} %")
    return int(ours > MOST * theirs)


def _numbers(document: pymupdf.Document, pages: int) -> range:
    return range(min(pages, document.page_count))


def _tesseract(data: bytes, pages: int) -> float:
    """Return Tesseract's seconds for the pages' pictures: page segmentation and recognition, nothing else."""
    spent = 0.0
    with tesserocr.PyTessBaseAPI(path=data_folder("vie"), lang="vie", psm=3) as api, pymupdf.open(stream=data, filetype="pdf") as document:
        for index in _numbers(document, pages):
            grey = page_picture(document[index]).grey
            height, width = grey.shape
            start = time.process_time()
            api.SetImageBytes(grey.tobytes(), width, height, 1, width)
            api.SetSourceResolution(200)
            api.GetUTF8Text()
            spent += time.process_time() - start
    return spent


def _read(data: bytes, pages: int) -> float:
    reader = load("vie")
    with pymupdf.open(stream=data, filetype="pdf") as document:
        start = time.process_time()
        for index in _numbers(document, pages):
            read_page(page_picture(document[index]), reader, number=index + 1)
        return time.process_time() - start


def _together(data: bytes, pages: int) -> tuple[float, float]:
    """Return the seconds on the wall of all worker processes together, and the share of the cores' time that they worked."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        numbers = [index + 1 for index in _numbers(document, pages)]
    before, start = _spent(), time.perf_counter()
    scan_pages(data, numbers, options=Options())
    wall = time.perf_counter() - start
    return wall, (_spent() - before) / (wall * min(cores(), len(numbers)))


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _scanned(pdf: bytes) -> bytes:
    """Print a PDF and scan it: each page its picture at 200 dpi, JPEG, several times over for enough pages."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document, pymupdf.open() as made:
        for index in range(PAGES):
            source = document[index % document.page_count]
            page = made.new_page(width=source.rect.width, height=source.rect.height)
            page.insert_image(page.rect, stream=source.get_pixmap(dpi=200, colorspace=pymupdf.csGRAY).tobytes("jpeg", jpg_quality=60))
        scanned: bytes = made.tobytes()
        return scanned


if __name__ == "__main__":
    sys.exit(main())
