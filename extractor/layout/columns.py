"""Text that stands side by side: the two-column head and foot of a văn bản."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.layout.breaks import starts_item
from extractor.layout.strips import Strip, make_strip
from extractor.pages import Line, Span

_TOUCH = 0.3
"""Words that share more than this of their width can't stand on one line."""
_JOIN_EM = 1.6
"""Pieces of one baseline that are closer than this are one line (a gap left for the pen, a justified blank)."""


def order_columns(strips: Sequence[Strip]) -> list[Strip]:
    """Put side-by-side lines in order: the left column from top to bottom, then the right one, marked by their style.

    Pages whose lines stand one below the other come back as they are.
    """
    if not _side_by_side(strips):
        return list(strips)
    rows = _rows(list(strips))
    ordered: list[Strip] = []
    start = 0
    while start < len(rows):
        if len(rows[start]) == 1:
            ordered.extend(rows[start])
            start += 1
            continue
        start, zone, gutter = _zone(rows, start, ordered)
        for column in (1, 2):
            ordered.extend(_styled(strip, column) for strip in zone if (strip.x0 < gutter) == (column == 1))
    return ordered


def _side_by_side(strips: Sequence[Strip]) -> bool:
    order = sorted(strips, key=lambda strip: strip.y0)
    return any(_overlap(one, other) for one, other in pairwise(order))


def _overlap(one: Strip, other: Strip) -> bool:
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared > 0.5 * min(one.y1 - one.y0, other.y1 - other.y0)


def _rows(strips: list[Strip]) -> list[list[Strip]]:
    """Group strips to rows of one baseline; near pieces of a row are joined."""
    strips.sort(key=lambda strip: (strip.y0, strip.x0))
    rows: list[list[Strip]] = []
    for strip in strips:
        if rows and any(_overlap(other, strip) for other in rows[-1]) and not any(_collides(other, strip) for other in rows[-1]):
            rows[-1].append(strip)
        else:
            rows.append([strip])
    return [_joined(sorted(row, key=lambda strip: strip.x0)) for row in rows]


def _collides(one: Strip, other: Strip) -> bool:
    """Tell whether two strips stand on top of each other: close lines of a small type, not words in each other's gaps."""
    if other.x0 >= one.x1 or one.x0 >= other.x1:
        return False
    return any(min(a[2], b[2]) - max(a[0], b[0]) > _TOUCH * min(a[2] - a[0], b[2] - b[0]) for a in one.words for b in other.words)


def _joined(row: list[Strip]) -> list[Strip]:
    joined = [row[0]]
    for strip in row[1:]:
        before = joined[-1]
        if strip.x0 - before.x1 < _JOIN_EM * max(before.size, strip.size):
            joined[-1] = _join(before, strip)
        else:
            joined.append(strip)
    return joined


def _join(one: Strip, other: Strip) -> Strip:
    if other.x0 < one.x1 - 1 and one.words and other.words:
        return _interleave(one, other)
    blank = Span(" ", 0) if other.x0 - one.x1 > 0.1 * one.size else Span("", 0)
    box = (min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))
    words = one.line.words + other.line.words if blank.text and one.line.words and other.line.words else ()
    return make_strip(Line((*one.line.spans, blank, *other.line.spans), box, words, one.line.style), one.page)


def _zone(rows: list[list[Strip]], start: int, ordered: list[Strip]) -> tuple[int, list[Strip], float]:
    """Return the end of the side-by-side zone that begins at row `start`, its strips, and the x of its gutter."""
    low, high = rows[start][0].x1, rows[start][1].x0
    end = start + 1
    while end < len(rows):
        row = rows[end]
        left = [strip for strip in row if strip.x1 <= high and strip.x0 < low]
        right = [strip for strip in row if strip.x0 >= low]
        if len(left) + len(right) < len(row) or len(row) > 2:
            break
        if len(row) == 1 and (_is_far(rows[end - 1], row) or (left and starts_item(row[0].text) and not _has_more(rows, end, low))):
            break
        low = max([low, *(strip.x1 for strip in left)])
        high = min([high, *(strip.x0 for strip in right)])
        if low >= high:
            break
        end += 1
    while ordered and ordered[-1].line.style is None and _leads_in(ordered[-1], rows[start], low, high):
        rows[start].insert(0, ordered.pop())
    zone = [strip for row in rows[start:end] for strip in row]
    return end, sorted(zone, key=lambda strip: strip.y0), (low + high) / 2


def _has_more(rows: list[list[Strip]], end: int, low: float) -> bool:
    """Tell whether the right column goes on within the next rows."""
    return any(strip.x0 >= low for row in rows[end + 1 : end + 4] if len(row) <= 2 for strip in row)


def _is_far(above: list[Strip], row: list[Strip]) -> bool:
    return row[0].y0 - max(strip.y1 for strip in above) > 9 * row[0].size


def _leads_in(strip: Strip, row: list[Strip], low: float, high: float) -> bool:
    """A line just above the zone that keeps to one of its columns belongs to it."""
    near = row[0].y0 - strip.y1 < 0.8 * strip.size
    keeps_left = strip.x1 <= high and strip.x0 < low - 20 and strip.x1 < low + 30
    return near and (keeps_left or strip.x0 >= low)


def _styled(strip: Strip, column: int) -> Strip:
    return strip._replace(line=strip.line._replace(style=f"column-{column}"))


def _interleave(one: Strip, other: Strip) -> Strip:
    """A number or date that was stamped into the gap of a line stands inside it: put the words in order of their places."""
    words = sorted(
        [*zip(one.words, one.line.text.split(), strict=True), *zip(other.words, other.line.text.split(), strict=True)],
        key=lambda word: word[0][0],
    )
    face = one.line.spans[0]
    text = " ".join(word for _, word in words)
    box = (min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))
    span = face._replace(text=text, chars=one.chars + other.chars, superscript=False)
    return make_strip(Line((span,), box, tuple(place for place, _ in words), one.line.style), one.page)
