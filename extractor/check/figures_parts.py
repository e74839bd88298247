"""Parts against wholes, in the text, in its brackets and in footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

import regex

from extractor.check.figures_words import english, vietnamese, where
from extractor.pages import Finding
from extractor.schema import Measure
from extractor.structure.document import Document

_EXHAUSTS = regex.compile(r"\b(?:gồm|bao gồm|chia ra)\b(?!\s+cả)|^[^.;]{0,60}\($", regex.IGNORECASE)
_REST = regex.compile(r"\bcòn lại\b|v\.v|…|\.\.\.", regex.IGNORECASE)
"""What follows a list that does not give all of its parts in figures."""
_SENTENCE_END = regex.compile(r"[.;]\s+(?=\p{Lu})|\n")
_APART = regex.compile(r"[.]\s|\)[^(]*\(|\n")
_LISTED = regex.compile(r"\btrong (?:số )?đó\s*[:;,]|\($", regex.IGNORECASE)
_PARTLY = regex.compile(r"\btrong đó\b|\bbao gồm cả\b|\btrong số\b|\briêng\b|\bchủ yếu\b|\bnhư\b", regex.IGNORECASE)


def check_parts(document: Document, measures: Sequence[Measure]) -> list[tuple[Finding, tuple[int, int]]]:
    """A finding for each whole that its parts exceed, or do not reach where the wording says that they are all."""
    found: list[tuple[Finding, tuple[int, int]]] = []
    by_whole: dict[str, list[Measure]] = {}
    for measure in measures:
        if measure.part_of is not None and measure.value is not None:
            by_whole.setdefault(measure.part_of, []).append(measure)
    for whole in measures:
        if whole.value is None or whole.unit == "%" or whole.table is not None or whole.id not in by_whole:
            continue
        parts = [part for part in by_whole[whole.id] if part.value != whole.value and _same_unit(part, whole)]
        findings = [_compare(document, whole, group) for group in _lists(document, parts)]
        found.extend((finding, whole.span) for finding in findings if finding is not None)
    return found


def _lists(document: Document, parts: list[Measure]) -> list[list[Measure]]:
    """Each breakdown by itself: a count may be broken down in its bracket by one feature and in a footnote by another."""
    groups: list[list[Measure]] = []
    for part in parts:
        last = groups[-1][-1] if groups else None
        together = (
            last is not None and last.footnote_id == part.footnote_id and not _APART.search(document.text[last.span[1] : part.span[0]])
        )
        if together:
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _same_unit(part: Measure, whole: Measure) -> bool:
    one, other = (part.unit or "").split(), (whole.unit or "").split()
    return bool(one and other) and (one[: len(other)] == other or other[: len(one)] == one)


def _compare(document: Document, whole: Measure, parts: list[Measure]) -> Finding | None:
    total = sum((Decimal(str(part.value)) for part in parts), Decimal(0))
    stated = Decimal(str(whole.value))
    reached = accumulate(Decimal(str(part.value)) for part in parts)
    if stated in reached or (total < stated and not _all_named(document, whole, parts)):
        return None  # a list that adds up, whatever follows it
    if (
        total > stated
        and not _all_named(document, whole, parts)
        and not _listed(document, whole, parts)
        and max(float(p.value or 0) for p in parts) <= stated
    ):
        return None
    if len(parts) == 1 and total < stated:
        return None
    at_vi, at_en = where(parts[0])
    whole_vi, whole_en = where(whole)
    listed = " + ".join(vietnamese(Decimal(str(part.value))) for part in parts)
    if len(parts) == 1:
        return Finding(
            "measure.parts_do_not_add_up",
            "warning",
            f"“{whole.raw}” ({whole_vi}) nhỏ hơn thành phần của nó “{parts[0].raw}” ({at_vi})",
            f"“{whole.raw}” ({whole_en}) is less than its part “{parts[0].raw}” ({at_en})",
        )
    return Finding(
        "measure.parts_do_not_add_up", "warning",
        f"“{whole.raw}” ({whole_vi}) nhưng các thành phần ({at_vi}) cộng lại là {vietnamese(total)} ({listed})",
        f"“{whole.raw}” ({whole_en}), but its parts ({at_en}) add up to {english(total)}",
    )  # fmt: skip


def _listed(document: Document, whole: Measure, parts: list[Measure]) -> bool:
    """True for "trong đó: A …; B …", whose items exclude each other; "trong đó có A …, B …" may overlap."""
    return parts[0].span[0] >= whole.span[1] and bool(_LISTED.search(document.text[whole.span[1] : parts[0].span[0]][:200]))


def _all_named(document: Document, whole: Measure, parts: list[Measure]) -> bool:
    """True if the wording claims that the parts are all there are: "gồm", or a bare list in a bracket; never after "trong đó"."""
    first = min(parts, key=lambda part: part.span)
    if first.span[0] < whole.span[1] or first.footnote_id != whole.footnote_id:
        return False
    between = document.text[whole.span[1] : first.span[0]]
    after = _SENTENCE_END.split(document.text[parts[-1].span[1] : parts[-1].span[1] + 120])[0]
    return (
        not _PARTLY.search(between)
        and not _REST.search(after)
        and bool(_EXHAUSTS.search(between) or ("(" in between and ")" not in between))
    )
