"""Figures of a scan that were read with little confidence: their measures say so, and the report needs a person's eye."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import regex

from extractor.measure.stage import Measured
from extractor.pages import Box, Finding, Grid, Line, Page, Reading, on_stored_page
from extractor.schema import Measure, Target

DOUBTFUL = 0.8
"""A figure read with less confidence is worth a look."""
_OVERLAP = 0.3
_NOT_DIGITS = regex.compile(r"\D+")


class Doubt(NamedTuple):
    """A word with figures that was read with little confidence."""

    digits: str
    box: Box
    confidence: float


def weighed(measured: Measured, reading: Reading) -> Measured:
    """Lower the confidence of every measure whose figure was read doubtfully, and report it."""
    doubts = _doubts(reading)
    if not doubts:
        return measured
    targets = tuple(_target(target, doubts) for target in measured.targets)
    results = tuple(_measure(measure, doubts) for measure in measured.results)
    before = {measure.id: measure.confidence for measure in _all(measured.targets, measured.results)}
    lowered = [measure for measure in _all(targets, results) if measure.confidence < min(before[measure.id], DOUBTFUL)]
    return Measured(targets, results, (*measured.findings, *((_finding(measure), measure.span) for measure in lowered)))


def _all(targets: Sequence[Target], results: Sequence[Measure]) -> Iterator[Measure]:
    for target in targets:
        yield from target.measures
    yield from results


def _doubts(reading: Reading) -> dict[int, list[Doubt]]:
    found: dict[int, list[Doubt]] = defaultdict(list)
    for page in reading.pages:
        if page.number is not None and page.has_ocr:
            found[page.number] = [doubt for line in _lines(page) for doubt in _of_line(line, page)]
    return {number: doubts for number, doubts in found.items() if doubts}


def _lines(page: Page) -> Iterator[Line]:
    for item in page.items:
        if isinstance(item, Grid):
            for cell in item.cells:
                yield from cell.lines
        else:
            yield item


def _of_line(line: Line, page: Page) -> Iterator[Doubt]:
    offset = 0
    boxes = line.words if len(line.words) == len(line.text.split()) else ()
    for span in line.spans:
        digits = _NOT_DIGITS.sub("", span.text)
        if digits and span.confidence is not None and span.confidence < DOUBTFUL and line.box is not None:
            first = offset + len(span.text) - len(span.text.lstrip())
            at = len(line.text[: first + 1].split()) - 1  # a raised marker shares the box of the word that it is glued to
            yield Doubt(digits, on_stored_page(boxes[at] if boxes else line.box, page.frame), span.confidence)
        offset += len(span.text)


def _target(target: Target, doubts: Mapping[int, Sequence[Doubt]]) -> Target:
    measures = [_measure(measure, doubts) for measure in target.measures]
    sure = min([target.confidence, *(measure.confidence for measure in measures)])
    return target.model_copy(update={"measures": measures, "confidence": sure})


def _measure(measure: Measure, doubts: Mapping[int, Sequence[Doubt]]) -> Measure:
    digits = _NOT_DIGITS.sub("", measure.raw)
    near = [
        doubt.confidence
        for doubt in doubts.get(measure.page or 0, ())
        if (doubt.digits in digits or digits in doubt.digits) and any(_overlap(box, doubt.box) for box in measure.boxes)
    ]
    sure = round(min([measure.confidence, *near]), 2)
    return measure.model_copy(update={"confidence": sure}) if near else measure


def _overlap(one: Sequence[float], other: Sequence[float]) -> bool:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return width > 0 and height > 0 and width * height >= _OVERLAP * smaller


def _finding(measure: Measure) -> Finding:
    return Finding(
        "measure.read_doubtfully",
        "warning",
        f"“{measure.raw}”: số đọc từ ảnh quét, chưa chắc chắn; cần đối chiếu với bản gốc",
        f"“{measure.raw}” was read from a scan and is not sure; compare it with the original",
        measure.page,
    )
