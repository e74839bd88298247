"""Join strips to paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from extractor.layout.blocks import Anchor, Face, Paragraph, Run
from extractor.layout.breaks import Frame, begins_paragraph, hangs
from extractor.layout.strips import Strip


def join_strips(strips: Sequence[Strip], frame_of: Callable[[Strip], Frame], width_of: Callable[[str, Strip], float]) -> list[Paragraph]:
    """Join strips in reading order to paragraphs.

    Args:
        frame_of: The column of a strip.
        width_of: Width of a word in the units of that column (points, or ems for plain text).
    """
    groups: list[list[Strip]] = []
    for strip in strips:
        if groups and not _opens(groups[-1][-1], strip, frame_of, width_of):
            groups[-1].append(strip)
        else:
            groups.append([strip])
    return [make_paragraph(group, frame_of(group[0])) for group in groups]


def _opens(before: Strip, strip: Strip, frame_of: Callable[[Strip], Frame], width_of: Callable[[str, Strip], float]) -> bool:
    if before.line.style != strip.line.style:
        return True
    if strip.line.style is not None:
        return not hangs(before.text, strip.text)
    first = strip.text.split(" ", 1)[0] + " "
    over_page = before.page != strip.page
    return begins_paragraph(before, strip, frame_of(before), first_width=width_of(first, strip), over_page=over_page)


def make_paragraph(strips: Sequence[Strip], frame: Frame | None = None) -> Paragraph:
    """Make one paragraph of the strips; a line that ends in a hyphen or slash inside a word is joined without a blank."""
    parts: list[str] = []
    runs: list[Run] = []
    anchors: list[Anchor] = []
    length = 0
    for strip in strips:
        if length:
            glue = _glue(parts[-1], strip)
            parts.append(glue)
            length += len(glue)
        runs.append(Run(length, strip.page, strip.line.box, strip.words))
        anchors.extend(anchor._replace(offset=anchor.offset + length) for anchor in strip.anchors)
        parts.append(strip.text)
        length += len(strip.text)
    text = "".join(parts)
    confidences = [span.confidence for strip in strips for span in strip.line.spans if span.confidence is not None]
    return Paragraph(
        text=text,
        chars=sum(strip.chars for strip in strips),
        runs=tuple(runs),
        anchors=tuple(anchors),
        face=_face(strips, text, frame),
        confidence=min(confidences, default=None),
        gap=strips[0].gap,
    )


def _glue(before: str, strip: Strip) -> str:
    if before[-1:] == "-" and before[-2:-1].isalnum() and strip.text[:1].isalnum():
        return ""
    if before[-1:] == "/" and before[-2:-1].isalnum() and strip.text[:1].isalnum():
        return ""
    return " "


def _face(strips: Sequence[Strip], text: str, frame: Frame | None) -> Face:
    first = strips[0]
    if len(strips) == 1:
        bold, italic = first.bold, first.italic
    else:
        letters = sum(strip.chars for strip in strips) or 1
        bold = sum(strip.bold * strip.chars for strip in strips) / letters
        italic = sum(strip.italic * strip.chars for strip in strips) / letters
    return Face(
        bold=bold,
        italic=italic,
        caps=text.isupper(),
        size=first.size,
        centered=first.line.align == "center"
        or (frame is not None and frame.exact and all(_is_centered(strip, frame) for strip in strips)),
        indent=first.x0 if first.line.box else None,
        style=first.line.style,
        lead=_lead(strips),
    )


def _lead(strips: Sequence[Strip]) -> int:
    """Length of the opening part that is set apart by weight, over several lines where whole lines are bold."""
    length = 0
    for strip in strips:
        if strip.bold < 1 and not strip.lead:
            return max(0, length - 1)
        if strip.lead:
            return length + strip.lead
        length += len(strip.text) + 1
    return 0


def _is_centered(strip: Strip, frame: Frame) -> bool:
    before, after = strip.x0 - frame.left, frame.right - strip.x1
    width = frame.right - frame.left
    return width > 0 and before > 0.04 * width and abs(before - after) < 0.06 * width


def pitch_of(strips: Iterable[Strip]) -> float:
    """Return the usual distance between tops of neighbouring lines, as a share of the font size; 0 when unknown."""
    shares = []
    before: Strip | None = None
    for strip in strips:
        if before is not None and before.page == strip.page and before.size == strip.size and strip.size:
            share = (strip.y0 - before.y0) / strip.size
            if 0.8 < share < 3.5:
                shares.append(share)
        before = strip
    shares.sort()
    return shares[len(shares) // 4] if shares else 0.0
