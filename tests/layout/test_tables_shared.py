"""The visible real documents: cells and columns as their gold has them, in every form but the scan."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from extractor.layout.blocks import TableBlock
from extractor.layout.tables.stage import find_tables
from extractor.options import Options
from extractor.read.dispatch import read
from extractor.repair.stage import repair

SHARED = Path(os.environ.get("BOCTACH_SHARED", Path(__file__).parents[3] / "shared"))
NAMES = sorted(path.name for path in (SHARED / "gold").glob("*") if path.is_dir())
ENDINGS = (".txt", ".docx", ".pdf", "-broken.pdf")

pytestmark = pytest.mark.skipif(not NAMES, reason="the shared documents are not here")


def _file(name: str, ending: str) -> Path:
    return next((SHARED / "seeds").glob(f"{name}_*")) if ending == ".txt" else SHARED / "forms" / name / f"{name}{ending}"


def _tables(path: Path) -> list[TableBlock]:
    reading, _ = repair(read(path.read_bytes(), options=Options(ocr="never")))
    return [item for page in find_tables(reading.pages, reading.form) for item in page if isinstance(item, TableBlock)]


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("–", "-").split())


def _close(text: str) -> str:
    """Without blanks: a narrow head breaks inside abbreviations ("BT" + "XH")."""
    return _plain(text).replace(" ", "")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", NAMES)
def test_nearly_every_row_and_every_column_is_found(name: str, ending: str) -> None:
    gold = json.loads((SHARED / "gold" / name / "gold.json").read_text(encoding="utf-8"))["tables"]
    found = _tables(_file(name, ending))
    assert len(found) == len(gold)
    for want, block in zip(gold, found, strict=True):
        have = [[_plain(cell.text) for cell in row] for row in block.rows]
        wanted = [list(map(_plain, row)) for row in want["rows"]]
        assert sum(row in have for row in wanted) >= 0.85 * len(wanted)
        assert [_close(" > ".join(path)) for path in block.columns] == list(map(_close, want["columns"]))
