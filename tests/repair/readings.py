"""Small readings for the tests of the repair."""

from __future__ import annotations

from extractor.pages import Change, Line, Page, Reading, Span, count_chars
from extractor.repair.stage import repair


def line(text: str, font: str = "") -> Line:
    return Line((Span(text, count_chars(text), font),))


def reading(*texts: str, media_type: str = "text/plain", form: str = "plain") -> Reading:
    return Reading(media_type, form, (Page(tuple(map(line, texts))),))


def repaired(*texts: str, media_type: str = "text/plain") -> tuple[list[str], tuple[Change, ...]]:
    result, changes = repair(reading(*texts, media_type=media_type))
    return [item.text for item in result.pages[0].items if isinstance(item, Line)], changes


def repaired_line(text: str) -> str:
    return repaired(text)[0][0]
