"""Columns made with blanks and tabs: the head and foot of a văn bản in text without geometry.

``ỦY BAN NHÂN DÂN<tab>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`` is two columns on one line; a wide gap in running text is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import regex

from extractor.layout.breaks import starts_item
from extractor.layout.strips import Strip, make_strip
from extractor.pages import Line, count_chars
from rules import formula

_GAP = regex.compile(r"[ ]*\t[\t ]*|[ ]{4,}")
_WIDE = 15
"""So many blanks before a line set it in the right column."""
_SIGNED = regex.compile(r"\(?(?:đã ký|ký tên).*", regex.IGNORECASE)
_GIVEN = regex.compile(r"\p{Lu}\p{Ll}+")
_HEAD_LINES, _FOOT_LINES, _SIGNING_HEAD = 15, 30, 3


def split_gaps(strips: Sequence[Strip]) -> list[Strip]:
    """Put lines of a head or foot that hold two columns in order: the left column first, then the right one."""
    zone_of = _zones(strips)
    ordered: list[Strip] = []
    index = 0
    while index < len(strips):
        end = zone_of.get(index)
        if end is None:
            ordered.append(strips[index])
            index += 1
        else:
            ordered.extend(_in_columns(strips[index:end]))
            index = end
    return ordered


def _zones(strips: Sequence[Strip]) -> dict[int, int]:
    """Start → end of the zones in which lines are split."""
    zones: dict[int, int] = {}
    head = list(takewhile(_may_be_head, strips[:_HEAD_LINES]))
    if any(formula("motto").search(strip.text) for strip in head):
        zones[0] = 1 + max(at for at, strip in enumerate(head) if _is_split(strip) or formula("motto").search(strip.text))
    for at, strip in enumerate(strips):
        if at >= max(zones.values(), default=0) and formula("recipients").match(strip.text.split("\t")[0][:12]):
            last = max(other for other in range(at, min(at + _FOOT_LINES, len(strips))) if other == at or _is_split(strips[other]))
            zones[at] = last + 1 + (last + 1 < len(strips) and _ends_name(strips[last], strips[last + 1]))
    zones |= _signing_zones(strips, zones)
    return {start: end for start, end in zones.items() if any(_is_double(strip) for strip in strips[start:end])}


def _may_be_head(strip: Strip) -> bool:
    """Tell a line above the first that no head holds: the addressee, an item of the text, the recipients, a signature's capacity."""
    return not starts_item(strip.text) or formula("subject").match(strip.text) is not None


def _signing_zones(strips: Sequence[Strip], taken: dict[int, int]) -> dict[int, int]:
    """Parties that sign side by side: from the names of the bodies over the first two positions to the last pair of names."""
    zones: dict[int, int] = {}
    covered = {line for zone in taken.items() for line in range(*zone)}
    for at, strip in enumerate(strips):
        parts = None if at in covered else _columns(strip)
        if parts is None or not all(map(_signs, parts)):
            continue
        start = at
        while start and at - start < _SIGNING_HEAD and start - 1 not in covered and strips[start - 1].text.isupper():
            start -= 1
        pairs = takewhile(lambda other: not formula("recipients").match(strips[other].text), range(at, min(at + _FOOT_LINES, len(strips))))
        zones[start] = 1 + max(other for other in pairs if _is_split(strips[other]))
        covered.update(range(start, zones[start]))
    return zones


def _signs(text: str) -> bool:
    return (formula("position").match(text) or formula("capacity").match(text)) is not None


def _is_double(strip: Strip) -> bool:
    parts = _columns(strip)
    return parts is not None and parts[0] != ""


def _is_split(strip: Strip) -> bool:
    return _columns(strip) is not None


def _columns(strip: Strip) -> tuple[str, str] | None:
    """Split a line at the first wide gap whose right side can be a column of its own."""
    if strip.anchors:
        return None
    raw = strip.line.text.rstrip()
    for gap in _GAP.finditer(raw):
        left, right = raw[: gap.start()].strip(), raw[gap.end() :]
        wide = "\t" in gap[0] or len(gap[0]) >= _WIDE
        if (left or wide) and right[:1].isalpha() | (right[:1] == "(") and _belongs_right(right):
            return left, right
    return None


def _belongs_right(right: str) -> bool:
    if formula("motto").search(right) or formula("place_date").search(right) or formula("number").search(right):
        return True
    if right.isupper() and len(right) > 4:
        return True
    return formula("person").match(right) is not None or _SIGNED.fullmatch(right) is not None


def _in_columns(strips: Sequence[Strip]) -> list[Strip]:
    left: list[Strip] = []
    right: list[Strip] = []
    for at, strip in enumerate(strips):
        parts = _columns(strip)
        if parts is None and at and _ends_name(strips[at - 1], strip):
            name = right.pop()
            right.append(_part(name, f"{name.text} {strip.text}", name.chars + strip.chars, 2))
            continue
        if parts is None:
            (right if right and _signs(strip.text) else left).append(strip)
            continue
        used = count_chars(parts[0])
        if parts[0]:
            left.append(_part(strip, parts[0], used, 1))
        right.append(_part(strip, parts[1], strip.chars - used, 2))
    return left + right


def _ends_name(before: Strip, strip: Strip) -> bool:
    """Tell a lone syllable that a long line has pushed out of the right column: the given name of who signs."""
    parts = _columns(before)
    return parts is not None and formula("person").fullmatch(parts[1]) is not None and _GIVEN.fullmatch(strip.text) is not None


def _part(strip: Strip, text: str, chars: int, column: int) -> Strip:
    span = strip.line.spans[0]._replace(text=text, chars=chars)
    return make_strip(Line((span,), style=f"column-{column}"), strip.page, gap=strip.gap)
