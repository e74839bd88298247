"""The whole engine: any bytes, the same bytes, every character, every span."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.errors import DamagedFileError, EmptyInputError, ExtractionError, TooLargeError
from extractor.options import Options
from extractor.pages import count_chars
from extractor.pipeline import extract
from extractor.schema import Report

SAMPLE = Path(__file__).parent.parent / "corpora" / "sample" / "bao-cao.pdf"
SHARED = Path(os.environ.get("BOCTACH_SHARED", Path(__file__).parent.parent.parent / "shared"))
_WORDS = [
    "Ủy ban nhân dân",
    "12 lớp",
    "giảm 253 hộ nghèo",
    "I. KẾT QUẢ",
    "- Mở",
    "1. Chỉ tiêu:",
    "2,5%",
    "\t",
    "\n",
    "\n\n",
    "Nơi nhận:",
    "[1]",
    "số 12/QĐ-UBND",
    "KT. CHỦ TỊCH",
    " 2 ",
    "|---|",
    "Điều 1.",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=60))
def test_any_text_adds_up_and_every_span_fits(pieces: list[str]) -> None:
    text = " ".join(pieces)
    try:
        report = extract(text.encode())
    except EmptyInputError:
        assert not text.strip()
        return
    assert sum(report.accounting.values()) == count_chars(text), report.accounting
    _check_spans(report)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_report_or_a_clear_error(data: bytes) -> None:
    try:
        _check_spans(extract(data))
    except ExtractionError as error:
        assert error.code
        assert str(error)
        assert error.vi


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyInputError),
        (b" \n\t ", EmptyInputError),
        (b"%PDF-1.7\nnothing", DamagedFileError),
        (SAMPLE.read_bytes()[:900], DamagedFileError),
    ],
)
def test_bad_input_is_told_apart(data: bytes, error: type[ExtractionError]) -> None:
    with pytest.raises(error):
        extract(data)


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLargeError, match="limit"):
        extract(b"x" * 100, options=Options(max_bytes=99))


def test_the_same_bytes_give_the_same_report() -> None:
    data = SAMPLE.read_bytes()
    assert extract(data).model_dump_json() == extract(data).model_dump_json()


def test_a_pdf_gives_evidence_for_every_measure() -> None:
    report = extract(SAMPLE.read_bytes(), filename="bao-cao.pdf")
    _check_spans(report)
    measures = [m for target in report.targets for m in target.measures] + report.results
    assert measures
    for measure in measures:
        page = report.source.pages[(measure.page or 0) - 1]
        assert measure.boxes
        for x0, y0, x1, y1 in measure.boxes:
            assert 0 <= x0 < x1 <= page.width
            assert 0 <= y0 < y1 <= page.height


def _check_spans(report: Report) -> None:
    size = len(report.text)
    sections = list(report.sections)
    while sections:
        section = sections.pop()
        assert 0 <= section.span[0] <= section.span[1] <= size
        sections.extend(section.children)
    for measure in [m for target in report.targets for m in target.measures] + report.results:
        assert report.text[slice(*measure.span)] == measure.raw
    for note in report.footnotes:
        assert report.text[slice(*note.span)] == note.text
        assert all(0 <= anchor.offset <= size for anchor in note.anchors)
    for citation in report.citations:
        assert report.text[slice(*citation.span)] == citation.raw
    for repair in report.repairs:
        assert repair.span is None or report.text[slice(*repair.span)] == repair.repaired


REAL = sorted(p for p in (SHARED / "real").glob("*") if p.suffix in {".pdf", ".docx", ".doc"}) if SHARED.is_dir() else []


@pytest.mark.skipif(not REAL, reason="../shared/real is absent")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_every_real_document_comes_through_and_adds_up(path: Path) -> None:
    try:
        report = extract(path.read_bytes(), filename=path.name, options=Options(ocr="never"))
    except ExtractionError as error:
        assert error.code == "tool.missing", error
        pytest.skip(str(error))
    _check_spans(report)
    assert not [d for d in report.diagnostics if d.code.startswith("accounting.")]
    assert report.accounting["unplaced"] == 0


@pytest.mark.parametrize("on", [True, False])
def test_the_search_for_cycles_is_as_it_was_after_a_document_and_after_an_error(monkeypatch: pytest.MonkeyPatch, on: bool) -> None:
    (gc.enable if on else gc.disable)()
    try:
        extract("Trồng 50 ha chè.".encode())
        assert gc.isenabled() is on
        monkeypatch.setattr("extractor.pipeline.structure", int)
        with pytest.raises(TypeError):
            extract("Trồng 50 ha chè.".encode())
        assert gc.isenabled() is on
    finally:
        gc.enable()
