"""The same indicator stated twice: targets of the text against the total rows of tables, and rates given with two values."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.check.figures_words import where
from extractor.pages import Finding
from extractor.schema import Measure, Target

_APART = 200
"""Two values nearer than this, in characters, are one statement: ``24,3%/25% kế hoạch``."""
_TOTAL = regex.compile(r"^(?:tổng(?:\s+(?:số|cộng|cộng chung))?|cộng|toàn\s+\p{L}+)\s*:?(?:\s*\||$)", regex.IGNORECASE)


def check_claims(targets: Sequence[Target], results: Sequence[Measure]) -> list[tuple[Finding, tuple[int, int]]]:
    """Findings of values that the same report gives differently."""
    return [*_targets(targets), *_rates(results)]


def _targets(targets: Sequence[Target]) -> list[tuple[Finding, tuple[int, int]]]:
    texts = [measure for target in targets if target.origin == "text" for measure in target.measures if _is_claim(measure, "target")]
    totals = [
        measure
        for target in targets
        if target.origin == "table" and _TOTAL.match(target.text)
        for measure in target.measures
        if _is_claim(measure, "target")
    ]
    pairs = [(said, summed) for said in texts for summed in totals if _same_thing(said, summed) and not _agree(said, summed)]
    return [(_finding("measure.target_conflict", said, summed), said.span) for said, summed in pairs]


def _rates(results: Sequence[Measure]) -> list[tuple[Finding, tuple[int, int]]]:
    rates = [measure for measure in results if measure.unit == "%" and _is_claim(measure, "result") and measure.comparator == "="]
    first: dict[tuple[str | None, str | None], Measure] = {}
    found = []
    for rate in rates:
        before = first.setdefault((rate.indicator.name, rate.period), rate)
        if before is not rate and rate.span[0] - before.span[1] > _APART and _words(before) == _words(rate) and before.value != rate.value:
            found.append((_finding("measure.conflicting_values", before, rate), rate.span))
    return found


def _is_claim(measure: Measure, role: str) -> bool:
    return (
        measure.role == role
        and measure.kind == "level"
        and measure.place is None
        and measure.part_of is None
        and measure.indicator.name is not None
    )


def _same_thing(one: Measure, other: Measure) -> bool:
    return one.indicator.name == other.indicator.name and one.period == other.period and (one.unit == "%") == (other.unit == "%")


def _words(measure: Measure) -> str:
    return " ".join((measure.indicator.phrase or "").lower().split())


def _agree(said: Measure, summed: Measure) -> bool:
    value = summed.value
    if value is None:
        return True
    if said.low is not None and said.high is not None:
        return said.low <= value <= said.high
    if said.value is None or said.comparator == "~":
        return True
    return {
        "=": value == said.value,
        ">": value > said.value,
        ">=": value >= said.value,
        "<": value < said.value,
        "<=": value <= said.value,
    }[said.comparator]


def _finding(code: str, one: Measure, other: Measure) -> Finding:
    one_vi, one_en = where(one)
    other_vi, other_en = where(other)
    return Finding(
        code, "warning",
        f"{one.indicator.name}: “{one.raw}” ({one_vi}) nhưng “{other.raw}” ({other_vi})",
        f"{one.indicator.name}: “{one.raw}” ({one_en}), but “{other.raw}” ({other_en})",
    )  # fmt: skip
