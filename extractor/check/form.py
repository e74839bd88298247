"""Checks of form: gaps in the numbering, parts of the thể thức left blank, characters that were lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.pages import Finding, Grid, Page, Reading
from extractor.schema import Header, Section
from extractor.structure.document import Document
from extractor.structure.labels import find_labels

_Found = tuple[Finding, tuple[int, int] | None]


def check_form(document: Document, reading: Reading) -> list[_Found]:
    """Return findings about the outline, the head and the accounting."""
    return [
        *_numbering(document.sections),
        *_head(document.header, {finding.code for finding, _ in document.findings}),
        *_accounting(document, reading),
    ]


def _numbering(sections: Sequence[Section]) -> Iterator[_Found]:
    for before, section in pairwise(sections):
        if before.kind == section.kind and before.label and section.label:
            step = _step(before.label, section.label)
            if step is not None and step != 1:
                yield _label_finding(before.label, section.label, step), section.span
    for section in sections:
        yield from _numbering(section.children)


def _step(before: str, label: str) -> int | None:
    one, other = _ordinals(before), _ordinals(label)
    if not one or not other or len(one) != len(other) or one[:-1] != other[:-1]:
        return None
    return other[-1] - one[-1]


def _ordinals(label: str) -> tuple[int, ...]:
    readings = find_labels(f"{label}. A") or find_labels(f"{label}) A") or find_labels(label)
    return readings[0].ordinals if readings else ()


def _label_finding(before: str, label: str, step: int) -> Finding:
    if step > 1:
        return Finding(
            "section.label_skipped",
            "info",
            f"Đánh số bị nhảy: sau mục {before} là mục {label}.",
            f"The numbering skips: {before} is followed by {label}.",
        )
    if step == 0:
        return Finding(
            "section.label_repeated", "info", f"Hai mục liền nhau cùng số {label}.", f"Two sections in a row are numbered {label}."
        )
    return Finding(
        "section.label_out_of_order",
        "info",
        f"Đánh số lùi: sau mục {before} là mục {label}.",
        f"The numbering goes back: {before} is followed by {label}.",
    )


def _head(header: Header, known: set[str]) -> Iterator[_Found]:
    if header.symbol and not header.number and "header.number_illegible" not in known:
        yield Finding("header.number_blank", "info", "Số văn bản để trống.", "The document's number is left blank."), None
    if header.date and "X" in header.date and "header.date_illegible" not in known:
        yield Finding("header.date_blank", "info", "Ngày hoặc tháng ban hành để trống.", "Day or month of issue is left blank."), None


def _accounting(document: Document, reading: Reading) -> Iterator[_Found]:
    read = sum(_page_chars(page) for page in reading.pages)
    lost = read - sum(document.accounting.values())
    if lost:
        yield (
            Finding(
                "accounting.mismatch",
                "warning",
                f"{abs(lost)} ký tự của tệp gốc không được xếp chỗ đúng một lần.",
                f"{abs(lost)} characters of the source were not placed exactly once.",
            ),
            None,
        )


def _page_chars(page: Page) -> int:
    count = sum(line.chars for note in page.notes for line in note.lines)
    for item in page.items:
        if isinstance(item, Grid):
            count += sum(line.chars for cell in item.cells for line in cell.lines)
        else:
            count += item.chars
    return count
