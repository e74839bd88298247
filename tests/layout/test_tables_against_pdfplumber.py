"""Ruled tables checked against pdfplumber's own reading of the same pages: two readers, the same cells."""

from __future__ import annotations

import os
from pathlib import Path

import pdfplumber
import pytest

from extractor.options import Options
from extractor.pipeline import extract

ROOT = Path(__file__).parent.parent.parent
SHARED = Path(os.environ.get("BOCTACH_SHARED", ROOT.parent / "shared"))
FILES = [ROOT / "corpora" / "sample" / "bao-cao.pdf", *sorted((SHARED / "forms").glob("*/???.pdf"))]


def _cells(text: str | None) -> str:
    return " ".join((text or "").split())


def _theirs(path: Path) -> list[str]:
    with pdfplumber.open(path) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    return [cell for table in tables for row in table for cell in map(_cells, row) if any(char.isdigit() for char in cell)]


def _ours(path: Path) -> set[str]:
    report = extract(path.read_bytes(), options=Options(ocr="never"))
    cells = {_cells(cell) for table in report.tables for row in table.rows for cell in row}
    return cells | {_cells(part) for table in report.tables for column in table.columns for part in column}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_figure_that_pdfplumber_finds_in_a_table_stands_in_ours(path: Path) -> None:
    theirs = _theirs(path)
    ours = _ours(path)
    missing = [cell for cell in theirs if cell not in ours]
    assert len(missing) <= 0.03 * len(theirs), missing[:10]
