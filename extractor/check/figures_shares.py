"""Percentages recomputed from their counts, changes from the values compared, attainment from its plan."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import regex

from extractor.check.figures_words import english, tolerance, vietnamese, where
from extractor.pages import Finding
from extractor.schema import Measure
from extractor.structure.document import Document

_OF_WHOLE = regex.compile(r"^[^.;()\d]{0,40}\bchiếm(?:\s+(?:tỷ lệ|tỉ lệ|tỷ trọng))?\s*$", regex.IGNORECASE)
_REACHED = regex.compile(r"^\s*(?:[\p{L}, ]{0,60})\(\s*(?:đạt|bằng|chiếm)?\s*(?:tỷ lệ|tỉ lệ)?\s*$", regex.IGNORECASE)


def check_shares(document: Document, measures: Sequence[Measure]) -> list[tuple[Finding, tuple[int, int]]]:
    """Findings of neighbours that contradict each other; `measures` are in order of place."""
    by_id = {measure.id: measure for measure in measures}
    found = []
    for k, measure in enumerate(measures):
        before = measures[k - 1] if k else None
        if measure.table is not None or measure.value is None or measure.comparator != "=" or before is None or before.value is None:
            continue
        finding = (
            _share(document, measure, measures[max(0, k - 3) : k], by_id)
            if measure.unit == "%"
            else _change(document, measure, measures[k - 1 : k + 2])
        )
        finding = finding or (_attainment(measure, measures[k - 1 : k + 2]) if measure.kind == "attainment" else None)
        if finding is not None:
            found.append((finding, measure.span))
    return found


def _share(document: Document, percent: Measure, before: Sequence[Measure], by_id: dict[str, Measure]) -> Finding | None:
    count = before[-1]
    between = document.text[count.span[1] : percent.span[0]]
    if count.of and _REACHED.match(between):
        return _differs("measure.share_mismatch", percent, count, Decimal(str(count.value)), Decimal(str(count.of)))
    if not _OF_WHOLE.match(between):
        return None
    findings = []
    for other in reversed(before):  # "17 lượt với 17 công dân, chiếm 2,29%" may speak of either
        whole = by_id.get(other.part_of or "")
        if regex.search(r"[;.]\s", document.text[other.span[1] : percent.span[0]]):
            break
        if whole is not None and whole.value and other.value and whole.unit == other.unit and other.unit != "%":
            findings.append(_differs("measure.share_mismatch", percent, other, Decimal(str(other.value)), Decimal(str(whole.value))))
    return findings[0] if findings and None not in findings else None


def _attainment(percent: Measure, around: Sequence[Measure]) -> Finding | None:
    """``A (đạt p% kế hoạch B)``: A / B = p."""
    if len(around) < 3:
        return None
    reached, _, plan = around
    if (
        plan.role != "target"
        or plan.unit != reached.unit
        or not plan.value
        or reached.kind != "level"
        or reached.unit == "%"
        or reached.role == "target"
    ):
        return None
    return _differs("measure.attainment_mismatch", percent, plan, Decimal(str(reached.value)), Decimal(str(plan.value)))


def _differs(code: str, percent: Measure, other: Measure, part: Decimal, whole: Decimal) -> Finding | None:
    computed = part / whole * 100
    if abs(computed - Decimal(str(percent.value))) <= tolerance(percent.raw):
        return None
    shown = computed.quantize(Decimal("0.01"))
    at_vi, at_en = where(percent)
    return Finding(
        code, "warning",
        f"“{percent.raw}” ({at_vi}) không khớp với “{other.raw}”: {vietnamese(part)}/{vietnamese(whole)} = {vietnamese(shown)}%",
        f"“{percent.raw}” ({at_en}) does not fit “{other.raw}”: {english(part)}/{english(whole)} = {english(shown)}%",
    )  # fmt: skip


def _change(document: Document, change: Measure, around: Sequence[Measure]) -> Finding | None:
    """``A giảm c so với năm trước (B)``: A = B - c."""
    if change.kind != "change" or change.direction is None or len(around) < 3:
        return None
    now, _, then = around
    if (
        then.role != "baseline"
        or now.kind != "level"
        or not now.unit == change.unit == then.unit
        or then.value is None
        or now.value is None
    ):
        return None
    if regex.search(r"[.;]\s", document.text[now.span[1] : then.span[0]]):
        return None
    signed = Decimal(str(change.value)) * (1 if change.direction == "up" else -1)
    difference = Decimal(str(now.value)) - Decimal(str(then.value))
    if signed == difference:
        return None
    at_vi, at_en = where(change)
    return Finding(
        "measure.change_mismatch", "warning",
        f"“{change.raw}” ({at_vi}) không khớp: “{now.raw}” so với “{then.raw}” chênh lệch {vietnamese(difference)}",
        f"“{change.raw}” ({at_en}) does not fit: “{now.raw}” against “{then.raw}” differ by {english(difference)}",
    )  # fmt: skip
