"""Read the picture of one page: upright, straight, rulings out, lines found, each line read, words placed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.pages import Box, Line, Page, Ruling, Span, count_chars
from extractor.read.ocr.crop import View, crop_line
from extractor.read.ocr.doubles import with_doubles
from extractor.read.ocr.engine import LineReader, Remembering
from extractor.read.ocr.faces import Face, faces, looks
from extractor.read.ocr.figures import checked
from extractor.read.ocr.lines import find_strips, is_dash
from extractor.read.ocr.markers import Marker, find_markers, read_marker
from extractor.read.ocr.picture import Picture, ink_of, level, turned
from extractor.read.ocr.romans import checked_romans
from extractor.read.ocr.rulings import Ruled, find_rulings, without_rulings
from extractor.read.ocr.shapes import Strip, find_shapes
from extractor.read.ocr.sizes import Heights, em_of_text, usual_size
from extractor.read.ocr.straighten import IDENTITY, Frame, frame_of, lies_sideways, slope_of, straightened
from extractor.read.ocr.symbols import checked_symbols
from extractor.read.ocr.touching import with_markers_cut_off
from extractor.read.ocr.words import ASCENT, DESCENT, Word, parted, placed, with_bullet, with_markers

_FEW, _LIKELY, _SMALLEST, _RAISED, _RAISED_SIZE = 4, 0.5, 0.35, 0.7, 0.62
_UPSIDE_DOWN, _BETTER = 0.75, 0.1
"""A page read with less confidence may stand on its head; turned, it must be read with so much more."""
_SURE = 0.9
"""Neighbouring words that the engine is at least so sure of share a span."""


class Sheet(NamedTuple):
    """A page made ready: upright, straight, without rulings."""

    view: View
    ruled: Ruled
    strips: tuple[Strip, ...]
    em: float
    """The page's usual font size in pixels."""
    points_per_pixel: float
    size: tuple[float, float]
    """Width and height in points."""
    frame: Frame


def read_page(picture: Picture, reader: LineReader, *, number: int | None = 1) -> Page:
    """Read a page's picture; boxes are in the straightened page, `Page.frame` leads back."""
    levelled = picture._replace(grey=level(picture.grey))
    ink = ink_of(levelled.grey)
    quarters = 1 if lies_sideways(ink, picture.dpi) else 0
    once = Remembering(reader)
    sheet = prepared(levelled, quarters)
    sample = read_sheet(_longest(sheet), once)
    if sample and _certainty(sample) < _UPSIDE_DOWN:
        other = prepared(levelled, quarters + 2)
        if _certainty(read_sheet(_longest(other), once)) > _certainty(sample) + _BETTER:
            sheet = other
    lines = read_sheet(sheet, once)
    return _page(sheet, lines, number)


def read_sheet(sheet: Sheet, reader: LineReader) -> list[Line]:
    """Read all lines of a page that is ready."""
    read = (read_strip(sheet, strip, reader) for strip in sheet.strips)
    found = [(strip, words) for strip, words in read if words]
    dpi = 72.0 / sheet.points_per_pixel
    told = faces([(strip, words, looks(words, strip, sheet.view.shapes, dpi)) for strip, words in found])
    return [_line(strip, words, line_faces, sheet.points_per_pixel) for (strip, words), line_faces in zip(found, told, strict=True)]


def _certainty(lines: Sequence[Line]) -> float:
    """Return the mean confidence of a page's characters."""
    spans = [span for line in lines for span in line.spans]
    return sum((span.confidence or 0) * span.chars for span in spans) / max(1, sum(span.chars for span in spans))


def _longest(sheet: Sheet) -> Sheet:
    """Keep a few lines, enough to judge how the page stands."""
    return sheet._replace(strips=tuple(sorted(sheet.strips, key=lambda strip: strip.x0 - strip.x1)[:6]))


def _page(sheet: Sheet, lines: Sequence[Line], number: int | None) -> Page:
    width, height = sheet.size
    return Page(
        items=tuple(lines),
        number=number,
        width=round(width, 2),
        height=round(height, 2),
        text_source="ocr" if lines else "none",
        rulings=tuple(_ruling(stroke, sheet.points_per_pixel) for stroke in sheet.ruled.strokes) if lines else (),
        frame=None if sheet.frame == IDENTITY else sheet.frame,
    )


def prepared(picture: Picture, quarters: int = 0) -> Sheet:
    """Turn a levelled picture by `quarters`, straighten it, take out its rulings and find its lines."""
    grey = turned(picture.grey, quarters)
    ink = ink_of(grey)
    slope = slope_of(ink)
    if slope:
        grey = straightened(grey, slope)
        ink = ink_of(grey)
    ruled = find_rulings(ink, picture.dpi)
    grey, ink = without_rulings(grey, ink, ruled)
    shapes = find_shapes(ink, ruled.cells, picture.dpi)
    strips = tuple(find_strips(shapes))
    scale = picture.points_per_pixel
    height, width = picture.grey.shape
    frame, size = frame_of((width * scale, height * scale), quarters, slope)
    frame = (*frame[:4], frame[4] + picture.left, frame[5] + picture.top)
    em = usual_size([Heights(strip.em, strip.x1 - strip.x0, ()) for strip in strips])
    return Sheet(View(grey, shapes), ruled, strips, em, scale, size, frame)


def read_strip(sheet: Sheet, strip: Strip, reader: LineReader) -> tuple[Strip, list[Word]]:
    """Read one line of print; no words where the engine sees no text. The line's size may be put right by what it says."""
    if strip.orphan and len(strip.shapes) == 1 and is_dash(strip.shapes[0]):
        return strip, [Word("-", float(strip.x0), float(strip.x1), _SURE)]
    if strip.orphan:
        return strip, _lone_marker(sheet, strip, reader) if _SMALLEST < strip.em / sheet.em < _RAISED else []
    view, strip = with_markers_cut_off(sheet.view, strip, reader)
    markers = find_markers(view, strip, reader)
    body = _without(strip, markers)
    words: list[Word] = []
    if body is not None:
        raised = tuple(shape for marker in markers for shape in marker.shapes)
        crop = crop_line(view, body, raised)
        words = parted(placed(reader.read(crop.grey), crop, body, strip.shapes), strip)
        strip, body = (_resized(line, words) for line in (strip, body))
        words = checked_symbols(checked(words, body, view, reader), body)
        words = with_doubles(words, body, view.shapes.labels)
        words = with_bullet(checked_romans(words, body), body)
    words = with_markers(words, markers, strip)
    if not words and len(strip.shapes) <= _FEW:
        words = _lone_marker(sheet, strip, reader)
    return strip, words


def _resized(strip: Strip, words: Sequence[Word]) -> Strip:
    above = [strip.baseline - shape.y0 for shape in strip.shapes]
    return strip._replace(em=em_of_text(above, "".join(word.text for word in words), strip.em))


def _lone_marker(sheet: Sheet, strip: Strip, reader: LineReader) -> list[Word]:
    """Read a figure that stands by itself: too little for the engine, unless it is told what to look for."""
    marker = read_marker(sheet.view, strip.shapes, reader)
    if marker is None or marker.confidence < _LIKELY:
        return []
    return [Word(marker.text, float(strip.x0), float(strip.x1), marker.confidence, superscript=strip.em < _RAISED * sheet.em)]


def _without(strip: Strip, markers: Sequence[Marker]) -> Strip | None:
    if not markers:
        return strip
    raised = {shape.label for marker in markers for shape in marker.shapes}
    shapes = tuple(shape for shape in strip.shapes if shape.label not in raised)
    return strip._replace(shapes=shapes, x0=shapes[0].x0, x1=max(shape.x1 for shape in shapes)) if shapes else None


def _line(strip: Strip, words: Sequence[Word], told: Sequence[Face], scale: float) -> Line:
    boxes = tuple(_box(word.x0, word.x1, strip, scale) for word in words)
    return Line(_spans(words, told, strip.em * scale), _box(words[0].x0, words[-1].x1, strip, scale), _merged(words, boxes))


def _merged(words: Sequence[Word], boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Give one box to what no blank parts: a word and the marker that is glued to it."""
    merged: list[Box] = []
    for word, box in zip(words, boxes, strict=True):
        if word.glued and merged:
            merged[-1] = (merged[-1][0], min(merged[-1][1], box[1]), max(merged[-1][2], box[2]), max(merged[-1][3], box[3]))
        else:
            merged.append(box)
    return tuple(merged)


def _box(x0: float, x1: float, strip: Strip, scale: float) -> Box:
    return (x0 * scale, (strip.baseline - ASCENT * strip.em) * scale, x1 * scale, (strip.baseline + DESCENT * strip.em) * scale)


def _spans(words: Sequence[Word], told: Sequence[Face], size: float) -> tuple[Span, ...]:
    spans: list[Span] = []
    for index, (word, face) in enumerate(zip(words, told, strict=True)):
        blank = index + 1 < len(words) and not words[index + 1].glued
        text = word.text + (" " if blank else "")
        height = round(size * (_RAISED_SIZE if word.superscript else 1.0), 1)
        span = Span(text, count_chars(text), "", height, face.bold, face.italic, word.superscript, confidence=round(word.confidence, 3))
        if spans and _alike(spans[-1], span):
            last = spans.pop()
            sure = min(last.confidence or 0, span.confidence or 0)
            span = span._replace(text=last.text + text, chars=last.chars + span.chars, confidence=sure)
        spans.append(span)
    return tuple(spans)


def _alike(one: Span, two: Span) -> bool:
    sure = (one.confidence or 0) >= _SURE and (two.confidence or 0) >= _SURE
    return sure and (one.bold, one.italic, one.superscript) == (two.bold, two.italic, two.superscript)


def _ruling(stroke: Box | tuple[int, int, int, int], scale: float) -> Ruling:
    x0, y0, x1, y1 = stroke
    if x1 - x0 >= y1 - y0:
        return Ruling(x0 * scale, (y0 + y1) / 2 * scale, x1 * scale, (y0 + y1) / 2 * scale)
    return Ruling((x0 + x1) / 2 * scale, y0 * scale, (x0 + x1) / 2 * scale, y1 * scale)
