"""Prepare a text for its components: sentences, brackets and the extents that hold no figures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

import regex

from extractor.measure.figure import Extent, Reading, Setting
from extractor.measure.rulebook import cues, holds_any

_ABBREVIATION = r"(?<!\b(?:TP|Tp|TT|TX|Tx|ThS|TS|PGS|GS|BS|KT|TM|TL|NQ|QĐ|Đ/c|đ/c|v\.v|Tr))"
_BREAK = regex.compile(rf"(?:{_ABBREVIATION}\.|[!?…])[\"”)]*\s+(?=[\"“(\-–+]?\s*[\p{{Lu}}\d])|\n+")
"""The end of a sentence: a full stop before a capital or a digit, unless an abbreviation owns the stop."""
SENTENCE_END = regex.compile(r"[.!?]\s+(?=\p{Lu})")
"""The same at a glance, where a stop too many costs nothing."""
_BRACKET = regex.compile(r"[()]")


def read(text: str, setting: Setting) -> Reading:
    """Split and mask `text`."""
    lower = text.lower()
    if len(lower) != len(text):  # some capitals of other scripts grow; keep offsets equal
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    starts = (0, *(match.end() for match in _BREAK.finditer(text)))
    return Reading(text, lower, masks(text, lower, setting.masks), starts, _brackets(text, starts))


def masks(text: str, lower: str, known: Iterable[Extent]) -> tuple[Extent, ...]:
    """Extents that only look like figures, ascending."""
    rules = [rule for rule in cues("mask") if not rule.needs or holds_any(lower, rule.needs)]
    found = [match.span() for rule in rules for match in rule.pattern.finditer(text if rule.data.get("cased") else lower)]
    return tuple(sorted([*found, *known]))


def masked(reading: Reading, start: int, end: int) -> bool:
    """True if any mask overlaps the extent."""
    for low, high in reading.masks:  # noqa: SIM110 as in `holds_any`
        if low < end and start < high:
            return True
    return False


def sentence_of(reading: Reading, offset: int) -> Extent:
    """The sentence that holds `offset`."""
    starts = reading.sentences
    if len(starts) == 1:
        return 0, len(reading.text)
    k = bisect_right(starts, offset)
    return starts[k - 1], starts[k] if k < len(starts) else len(reading.text)


def _brackets(text: str, starts: tuple[int, ...]) -> tuple[Extent, ...]:
    open_at: list[int] = []
    found: list[Extent] = []
    for match in _BRACKET.finditer(text):
        if match[0] == "(":
            open_at.append(match.start())
        elif open_at:
            found.append((open_at.pop(), match.end()))
    for start in open_at:
        k = bisect_right(starts, start)
        found.append((start, starts[k] if k < len(starts) else len(text)))
    return tuple(sorted(found))


def bracket_of(reading: Reading, offset: int) -> Extent | None:
    """The innermost bracket that holds `offset`."""
    inner = None
    for start, end in reading.parens:
        if start > offset:
            break
        if offset < end:
            inner = (start, end)
    return inner
