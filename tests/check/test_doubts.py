"""Figures of a scan that were read with little confidence."""

from __future__ import annotations

from extractor.check.doubts import weighed
from extractor.measure.stage import Measured, measure
from extractor.pages import Line, Page, Reading, Span
from tests.measure.made import made


def _page(confidence: float, frame: tuple[float, float, float, float, float, float] | None = None, source: str = "ocr") -> Reading:
    spans = (Span("Trồng ", 5, confidence=0.96), Span("50 ", 2, confidence=confidence), Span("ha chè và 50 lò.", 12, confidence=0.96))
    words = tuple((10.0 * k, 0.0, 10.0 * k + 9, 10.0) for k in range(7))
    return Reading("image/png", "paged", (Page((Line(spans, (0.0, 0.0, 69.0, 10.0), words),), 1, 100.0, 100.0, source, frame=frame),))


def _measured(*boxes: tuple[float, float, float, float]) -> Measured:
    found = measure(made(("I", "Kết quả", ""), ("", None, "Trồng 50 ha chè và 50 lò."), kind="bao_cao", title="Kết quả năm 2021"))
    placed = [result.model_copy(update={"page": 1, "boxes": [box]}) for result, box in zip(found.results, boxes, strict=True)]
    return Measured((), tuple(placed), ())


def test_only_the_figure_that_was_read_doubtfully_is_doubted_and_reported() -> None:
    measured = _measured((10.0, 0.0, 29.0, 10.0), (50.0, 0.0, 69.0, 10.0))
    lowered = weighed(measured, _page(0.55))
    assert [result.confidence for result in lowered.results] == [0.55, measured.results[1].confidence]
    assert [(finding.code, finding.severity, span) for finding, span in lowered.findings] == [
        ("measure.read_doubtfully", "warning", measured.results[0].span)
    ]


def test_a_sure_reading_and_a_text_layer_change_nothing() -> None:
    measured = _measured((10.0, 0.0, 29.0, 10.0), (50.0, 0.0, 69.0, 10.0))
    assert weighed(measured, _page(0.85)) == measured
    assert weighed(measured, _page(0.55, source="text_layer")) == measured


def test_a_page_that_was_turned_is_looked_at_where_it_is_stored() -> None:
    turned = (-1.0, 0.0, 0.0, -1.0, 100.0, 100.0)
    lowered = weighed(_measured((71.0, 90.0, 90.0, 100.0), (31.0, 90.0, 50.0, 100.0)), _page(0.55, turned))
    assert [result.confidence < 0.8 for result in lowered.results] == [True, False]


def test_a_raised_marker_is_no_word_of_its_own() -> None:
    spans = (Span("lò", 2, confidence=0.96), Span("1", 1, superscript=True, confidence=0.96), Span(" 50", 2, confidence=0.55))
    line = Line(spans, (0.0, 0.0, 19.0, 10.0), ((0.0, 0.0, 9.0, 10.0), (50.0, 0.0, 69.0, 10.0)))
    reading = Reading("image/png", "paged", (Page((line,), 1, 100.0, 100.0, "ocr"),))
    lowered = weighed(_measured((10.0, 0.0, 29.0, 10.0), (50.0, 0.0, 69.0, 10.0)), reading)
    assert [result.confidence < 0.8 for result in lowered.results] == [False, True]
