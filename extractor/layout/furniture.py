"""Page furniture: running heads, page numbers, rotated overlays, rules drawn with characters, residue of conversion tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import regex

from extractor.layout.blocks import FurnitureBlock
from extractor.layout.strips import Strip
from extractor.pages import Line, Page, count_chars
from rules import Pattern, load, patterns

_OVERLAYS = frozenset({"rotated", "overlay", "page-header", "page-footer", "toc"})
_DIGITS = regex.compile(r"\d+")
_DRAWN = regex.compile(r"\s*[_\-–—=*.·~─━═](?:\s*[_\-–—=*.·~─━═]){2,}\s*")
_MARGIN = 0.1
"""Running heads stand in this share of the page's height at top and bottom."""
_HEADS = 2
"""So many lines at the top and at the bottom of a page may be running heads."""


@lru_cache(maxsize=1)
def _page_number() -> Pattern:
    return Pattern(f"(?i){patterns('furniture')['page_number'].pattern}")


@lru_cache(maxsize=1)
def _residue() -> Pattern:
    return Pattern("|".join(rule.data["pattern"] for rule in load("furniture").rules if rule.data.get("residue")))


def is_overlay(line: Line) -> bool:
    """Tell lines that the reader already knows to be no part of the text."""
    return line.style in _OVERLAYS


def is_drawn(text: str) -> bool:
    """Tell a line that only draws a rule: "-------", "_____"."""
    return _DRAWN.fullmatch(text) is not None


def is_contents(text: str) -> bool:
    """Tell a line of a table of contents: it repeats a heading, and is none."""
    return (
        text[-1:].isdigit()
        and (".." in text or "…" in text or "__" in text or ". ." in text)
        and patterns("furniture")["contents_line"].fullmatch(text) is not None
    )


def is_furniture(strip: Strip) -> bool:
    """Tell lines that are taken out for what they are, wherever they stand."""
    return is_overlay(strip.line) or is_drawn(strip.text) or is_contents(strip.text)


def is_page_number(text: str) -> bool:
    """Tell a line that is nothing but a page number."""
    return len(text) < 20 and _page_number().fullmatch(text) is not None


def cut_residue(text: str) -> tuple[str, str]:
    """Cut what conversion tools leave in the text ("[bookmark: …]"); return the rest and what was cut."""
    if "[" not in text:
        return text, ""
    cut = "".join(match[0] for match in _residue().finditer(text))
    return (_residue().sub("", text), cut) if cut else (text, "")


def take(strip: Strip) -> FurnitureBlock:
    """Make furniture of a strip."""
    return FurnitureBlock(strip.text or strip.line.text.strip(), strip.chars, strip.page, strip.line.box)


def residue_block(cut: str, page: int | None) -> FurnitureBlock:
    """Make furniture of what was cut out of a line."""
    return FurnitureBlock(cut, count_chars(cut), page, None)


def running_heads(pages: Sequence[tuple[Page, Sequence[Strip]]]) -> frozenset[tuple[int | None, int]]:
    """Find the strips, as (page number, index), that are page numbers or recur at the edge of at least three pages."""
    edges = [(page, index, strip) for page, strips in pages for index, strip in _edge(page, strips)]
    recurring = Counter(_shape(strip) for _, _, strip in edges)
    need = max(3, len(pages) // 3)
    return frozenset(
        (page.number, index)
        for page, index, strip in edges
        if is_page_number(strip.text) or (recurring[_shape(strip)] >= need and len(pages) >= 3)
    )


def _edge(page: Page, strips: Sequence[Strip]) -> list[tuple[int, Strip]]:
    if page.height is None or not strips:
        return []
    order = sorted(range(len(strips)), key=lambda index: strips[index].y0)
    top = [index for index in order[:_HEADS] if strips[index].y1 < _MARGIN * page.height]
    bottom = [index for index in order[-_HEADS:] if strips[index].y0 > (1 - _MARGIN) * page.height and index not in top]
    return [(index, strips[index]) for index in top + bottom]


def _shape(strip: Strip) -> tuple[str, int]:
    return _DIGITS.sub("#", strip.text), round(strip.y0 / 6)
