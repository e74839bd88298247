"""Small readings for the tests of the repair."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.pages import Change, Line, Page, Reading, Span, count_chars
from extractor.repair.stage import repair


def span(text: str, font: str = "", confidence: float | None = None) -> Span:
    return Span(text, count_chars(text), font, confidence=confidence)


def line(*parts: str | tuple[str, str]) -> Line:
    """Make a line of texts, or of (text, face) pairs."""
    return Line(tuple(span(part) if isinstance(part, str) else span(*part) for part in parts))


def reading(*lines: str | Line, media_type: str = "text/plain", text_source: str | None = None) -> Reading:
    items = tuple(item if isinstance(item, Line) else line(item) for item in lines)
    return Reading(media_type, "plain", (Page(items, text_source=text_source),))


def paged(*lines: Sequence[tuple[str, str]]) -> Reading:
    """Make a PDF's page: each line is a list of (text, face) pairs."""
    return Reading("application/pdf", "paged", (Page(tuple(line(*parts) for parts in lines), 1, 595.0, 842.0, "text_layer"),))


def scanned(*texts: str, confidence: float = 0.8, size: float = 0.0) -> Reading:
    items = tuple(Line((span(text, confidence=confidence)._replace(size=size),)) for text in texts)
    return Reading("application/pdf", "paged", (Page(items, 1, 595.0, 842.0, "ocr"),))


def lines_of(result: Reading) -> list[Line]:
    return [item for page in result.pages for item in page.items if isinstance(item, Line)]


def texts_of(result: Reading) -> list[str]:
    return [item.text for item in lines_of(result)]


def repaired(*lines: str | Line, media_type: str = "text/plain") -> tuple[list[str], tuple[Change, ...]]:
    result, changes = repair(reading(*lines, media_type=media_type))
    return texts_of(result), changes


def repaired_line(text: str) -> str:
    return repaired(text)[0][0]
