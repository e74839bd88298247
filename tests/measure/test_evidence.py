"""Every figure says where it came from: its characters in the reading text, and its ink on the page."""

from __future__ import annotations

import os
from pathlib import Path

import pymupdf
import pytest

from extractor.pipeline import extract
from extractor.schema import Measure, Report

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpora" / "sample" / "bao-cao.pdf"
SHARED = sorted(Path(os.environ.get("BOCTACH_SHARED", ROOT.parent / "shared")).glob("forms/*/???.pdf"))


def measures(report: Report) -> list[Measure]:
    return [measure for target in report.targets for measure in target.measures] + list(report.results)


@pytest.mark.parametrize("path", [SAMPLE, *SHARED], ids=lambda path: path.stem)
def test_every_figure_is_found_again_in_the_text_and_on_the_page(path: Path) -> None:
    report = extract(path.read_bytes())
    found = measures(report)
    assert found
    with pymupdf.open(path) as document:
        words = {page.number + 1: page.get_text("words") for page in document}
    for measure in found:
        assert report.text[slice(*measure.span)] == measure.raw
        assert measure.page is not None
        pages = [measure.page, measure.page + 1]  # a figure may run on over a page break
        inside = " ".join(word[4] for number in pages for word in words.get(number, ()) if any(map(_covers(word), measure.boxes)))
        digits = "".join(char for char in measure.raw if char.isdigit())
        assert digits in "".join(char for char in inside if char.isdigit()), (measure.raw, inside)


def _covers(word: tuple[float, ...]):
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return lambda box: box[0] <= x <= box[2] and box[1] <= y <= box[3]
