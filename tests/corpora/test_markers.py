"""Footnote markers on paper: LibreOffice once printed an author's own marks twice, so every report's files are looked at."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pymupdf
import pytest

from corpora.gold import inlines
from corpora.parse import load_all
from corpora.render import office
from corpora.render.docx import Look, write
from corpora.render.forms import build
from corpora.render.printed import compose

if TYPE_CHECKING:
    from pathlib import Path

    from corpora.source import Source

BODY_PT = 8.5
"""Markers are smaller, all other text is larger."""
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def _due(source: Source) -> Counter[str]:
    """Count what must be printed: a marker at each anchor and one before each note."""
    anchors = Counter(note.marker for _, content in inlines(source) for note in content.notes)
    return anchors + Counter(compose(source).markers.values())


def _lines(path: Path) -> list[list[dict[str, Any]]]:
    with pymupdf.open(path) as document:
        blocks = [block for page in document for block in page.get_text("dict")["blocks"]]
    return [line["spans"] for block in blocks for line in block.get("lines", [])]


def _raised(lines: list[list[dict[str, Any]]]) -> Counter[str]:
    texts = [span["text"] for line in lines for span in line if span["size"] < BODY_PT]
    return Counter(marker for text in texts for marker in re.split(r"[,\s]+", text) if marker)


def _repeated(lines: list[list[dict[str, Any]]]) -> list[str]:
    """List markers that stand in the body's size, too, right behind themselves."""
    pairs = [pair for line in lines for pair in pairwise(line)]
    return [a["text"] for a, b in pairs if a["size"] < BODY_PT < b["size"] and re.match(rf"{re.escape(a['text'])}(?!\d)", b["text"])]


@needs_office
@pytest.mark.parametrize("form", ["pdf", "doc"])
def test_pdf_and_doc_print_each_marker_once_an_anchor_and_once_a_note(form: str, tmp_path: Path) -> None:
    sources = load_all()
    paths = [made.path for made in build(sources, [form])]
    for source, path in zip(sources, paths if form == "pdf" else office.convert(paths, "pdf", tmp_path), strict=True):
        lines = _lines(path)
        assert (source.id, _raised(lines)) == (source.id, _due(source))
        assert (source.id, _repeated(lines)) == (source.id, [])


def _marks(document: str) -> Counter[str]:
    """Count the markers of a DOCX: numbered by Word, an author's own, or typed in raised digits."""
    counted, found = 0, Counter[str]()
    for run in re.findall(r"<w:r>.*?</w:r>", document):
        text = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", run))
        if "<w:footnoteReference w:id" in run:
            counted += 1
            found[str(counted)] += 1
        elif "<w:footnoteReference" in run or "superscript" in run:
            found[text] += 1
    return found


def test_docx_has_each_marker_once_an_anchor(tmp_path: Path) -> None:
    for source in load_all():
        write(compose(source), tmp_path / "a.docx", Look())
        document = zipfile.ZipFile(tmp_path / "a.docx").read("word/document.xml").decode()
        due = Counter(note.marker for _, content in inlines(source) for note in content.notes)
        found = _marks(document)
        found.pop(",", None)
        assert (source.id, found) == (source.id, due)
