"""Footnote bodies at the foot of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

import regex

from extractor.layout.blocks import Anchor, NoteBody
from extractor.layout.breaks import Frame, ends_sentence
from extractor.layout.paragraphs import join_strips
from extractor.layout.strips import Strip, make_strip
from extractor.pages import Line, Page

_SMALLER = 0.95
"""Notes are set smaller than this share of the body's size."""
_TINY_PT = 7.0
"""A line of digits in a smaller type is a marker that stands on a line of its own."""
_NUMBER = regex.compile(r"(\d{1,3}|\*{1,3})(?=[\s.)\p{L}“\"(])[.)]?\s*")


class NoteZone(NamedTuple):
    """The lines of one page that hold footnote bodies."""

    page: int | None
    strips: tuple[Strip, ...]


def cut_zone(page: Page, strips: list[Strip], body_size: float, *, open_note: bool) -> tuple[list[Strip], NoteZone | None]:
    """Cut the footnote zone off the foot of a page.

    Args:
        strips: The page's lines in reading order.
        body_size: Font size of the running text in points.
        open_note: An earlier page has notes, so that a zone may open in the middle of one.
    """
    rule = _separator(page, strips, body_size, open_note=open_note)
    if rule is not None:
        below = [strip for strip in strips if strip.y0 >= rule - 2]
        return [strip for strip in strips if strip.y0 < rule - 2], NoteZone(page.number, tuple(below))
    start = _start_of_small(strips, body_size)
    marked = next((index for index in range(start, len(strips)) if _opens_note(strips[index])), None)
    if marked is None:
        return strips, None
    return strips[:marked], NoteZone(page.number, tuple(strips[marked:]))


def _start_of_small(strips: Sequence[Strip], body_size: float) -> int:
    """Return where the smaller print at the foot of a page begins; the number of its lines if there is none."""
    start = len(strips)
    while start and _is_small(strips[start - 1].line, body_size):
        start -= 1
    return start


def _is_small(line: Line, body_size: float) -> bool:
    return line.style is None and max((span.size for span in line.spans), default=0.0) < _SMALLER * body_size


def find_foot(lines: Iterable[tuple[int, Line]], body_size: float) -> list[int]:
    """Return the places of the footnotes among a page's placed lines, last first; the rest of an earlier note is one of them."""
    small = list(takewhile(lambda placed: _is_small(placed[1], body_size), lines))
    return [at for at, _ in small] if any(_opens_note(make_strip(line, None)) for _, line in small) else []


def _separator(page: Page, strips: Sequence[Strip], body_size: float, *, open_note: bool) -> float | None:
    """Return the y of the short stroke that Word and LibreOffice draw over the notes."""
    if not page.rulings or not strips:
        return None
    left, right = min(strip.x0 for strip in strips), max(strip.x1 for strip in strips)
    for ruling in sorted(page.rulings, key=lambda ruling: ruling.y0):
        width = ruling.x1 - ruling.x0
        if ruling.y1 - ruling.y0 > 3 or not 60 < width < 0.95 * (right - left) or ruling.x0 > left + 12:
            continue
        first = min((strip for strip in strips if strip.y0 >= ruling.y0 - 2), key=lambda strip: strip.y0, default=None)
        if first is not None and (_opens_note(first) or (open_note and first.size < _SMALLER * body_size)):
            return ruling.y0
    return None


def _opens_note(strip: Strip) -> bool:
    """Tell a strip that begins with its marker: a superscript one, or digits in a span of their own."""
    if strip.anchors and strip.anchors[0].offset == 0:
        return True
    first = strip.line.spans[0]
    return (first.size < 0.8 * strip.size and first.text.strip().isdigit()) or (strip.size < _TINY_PT and strip.text.isdigit())


def gather_notes(
    strips: Sequence[Strip], frame_of: Callable[[Strip], Frame], width_of: Callable[[str, Strip], float]
) -> tuple[NoteBody, ...]:
    """Make note bodies of zone lines in reading order; a body runs on until the next marker, over pages too."""
    groups: list[tuple[Anchor | None, list[Strip]]] = []
    for strip in strips:
        marker, rest = _split_marker(strip)
        if marker is not None and (_is_next(marker, groups) or ends_sentence(groups[-1][1][-1].text)):
            groups.append((marker, [rest]))
        elif groups:
            groups[-1][1].append(strip)
        else:
            groups.append((None, [strip]))
    return tuple(
        NoteBody(
            marker.marker if marker else "",
            tuple(join_strips(lines, frame_of, width_of)),
            sum(line.chars for line in lines),
            marker.note if marker else None,
        )
        for marker, lines in groups
    )


def _split_marker(strip: Strip) -> tuple[Anchor | None, Strip]:
    if strip.anchors and strip.anchors[0].offset == 0:
        return strip.anchors[0], strip._replace(anchors=strip.anchors[1:])
    if _opens_note(strip):
        match = _NUMBER.match(strip.text)
        if strip.text.isdigit():
            return Anchor(0, strip.text), strip._replace(text="", words=())
        if match:
            cut = match.end()
            words = strip.words[1:] if match[0].endswith(" ") else strip.words
            return Anchor(0, match[1]), strip._replace(text=strip.text[cut:], words=words)
    return None, strip


def _is_next(marker: Anchor, groups: Sequence[tuple[Anchor | None, list[Strip]]]) -> bool:
    """A number inside a body that is not above the last note's is a nested anchor, not a new note."""
    if not marker.marker.isdigit():
        return True
    last = next((int(seen.marker) for seen, _ in reversed(groups) if seen is not None and seen.marker.isdigit()), None)
    return last is None or last < int(marker.marker) <= last + 10 or int(marker.marker) == 1
