"""A cell's text, with the footnote markers taken out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from extractor.layout.blocks import Anchor
from extractor.layout.tables.sheet import join_lines
from extractor.pages import Line, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MARKER = regex.compile(r"[(\[]?(\d{1,3}|\*{1,3})[)\]]?")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_DIGITS = regex.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_SET_APART = regex.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<=[\p{L}\d)%.,;:])\[\d{1,3}\](?!\w)")
"""Markers inside a span: raised digits, and what DOC tools write: "Huyện A[2]"."""
_UNIT = regex.compile(r"(?<!\w)(?:[kdcm]|hm|da)?m$")
"""A length before a raised 2 or 3 is a unit of area or volume ("km²"), not a marked word."""


def read_cell(lines: Sequence[Line]) -> tuple[str, tuple[Anchor, ...]]:
    """Return the cell's text and the markers that stood in it; offsets are into that text."""
    plain = join_lines(lines)
    if (
        not any(span.superscript or span.note for line in lines for span in line.spans)
        and _RAISED_DIGITS.search(plain) is None
        and "[" not in plain
    ):
        return plain, ()
    raw = ""
    anchors: list[Anchor] = []
    for span in _spans(lines):
        marker = _marker(span, raw)
        if marker is None:
            raw += span.text
        else:
            anchors.append(Anchor(len(" ".join(raw.split())), marker, span.note))
    return " ".join(raw.split()), tuple(anchors)


def _spans(lines: Iterable[Line]) -> Iterable[Span]:
    """Yield the spans, raised digits inside a span as spans of their own, a blank between lines."""
    for line in lines:
        for span in line.spans:
            place = 0
            for found in _SET_APART.finditer(span.text):
                yield span._replace(text=span.text[place : found.start()])
                yield span._replace(text=found[0], superscript=True)
                place = found.end()
            yield span._replace(text=span.text[place:])
        yield Span(" ", 0)


def _marker(span: Span, before: str) -> str | None:
    if not (span.superscript or span.note):
        return None
    found = _MARKER.fullmatch(span.text.strip().translate(_RAISED))
    if span.note is not None:
        return found[1] if found else span.text.strip()
    if found is None or (found[1] in {"2", "3"} and _UNIT.search(before)):
        return None
    return str(found[1])
