"""The eye settles what a PDF's text layer can't: a line with a hole or a doubtful õ is rendered, read by OCR and fused with its layer.

The layer is trusted for every character that it has; the picture gives only what is missing, and tells ò from õ. Lines are looked at only
where something is wrong with them, since reading a line costs as much as reading five pages of text layer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pymupdf
import regex
from rapidfuzz.distance import Levenshtein

from extractor.errors import MissingToolError
from extractor.pages import UNREAD, Box, Change, Line, Page, Reading, Ruling, Span
from rules.abbreviations import abbreviations
from rules.syllables import is_syllable

if TYPE_CHECKING:
    from extractor.options import Options
    from extractor.read.ocr.engine import LineReader

RULE = "eye"
_HORNS = re.compile("[\u01a2\u01a3]")
_TILDES = {"õ": "ò", "Õ": "Ò"}
_TILDE = re.compile("[õÕ]")
_CRUMB = re.compile(r"\b[bcdđghklmnpqrstvxwzfjBCDĐGHKLMNPQRSTVXWZFJ]{1,6}\b")
"""A piece of a word without a vowel: "nh", "SE N", "VN H"; or an abbreviation."""
_LOST = re.compile(r"(?<! )  (?! )")
"""What is left of a lost letter between words; more blanks are room for the pen."""
_WORD = re.compile(r"\w+")
_HEAD_RUN, _TAIL_RUN = regex.compile(r"\p{L}+"), regex.compile(r"\p{L}+$", regex.REVERSE)
_LABEL = re.compile(r"[^\w\s]\s|\w{1,5}[.)]\s")
"""A bullet or number, behind which the gap is no blank."""
_USUAL_BLANK, _FEW_GAPS = 0.35, 3
_NARROWEST_HOLE, _WIDEST_HOLE = 0.3, 1.3
"""How much wider than the line's other blanks the gap is that a lost letter leaves, in font sizes; a blank for the pen is wider."""
_LEAST_ROOM, _LEAST_BLANK = 0.25, 0.15
_FACE_SHARE = 0.5
_LETTERS = re.compile("[A-Za-z\u00c0-\u01b0\u1ea0-\u1ef9]{1,4}")
_SURE = 0.95
_MAX_LINES = 400
"""A document that is broken everywhere is a case for reading its pages whole."""
_DPI = 220


Losses: TypeAlias = dict[str, set[str]]
"""Font → letters that it is known to lose."""


class _Site(NamedTuple):
    """A line that has to be looked at."""

    page: int
    item: int


class _Edit(NamedTuple):
    """What the picture puts in the place of `start`–`end` of a line's text."""

    start: int
    end: int
    text: str
    kind: str


def arbitrate(pdf: bytes, reading: Reading, *, options: Options | None = None) -> tuple[Reading, tuple[Change, ...]]:
    """Fill the holes of a text layer, and settle its õ, from the pictures of the lines concerned.

    Args:
        pdf: The file that `reading` was read from, before or after its repair.
        reading: Its pages; those of OCR are left alone.
        options: Language and folder of the OCR data.

    Returns:
        The reading with those lines put right, and each change (rule "eye") with its place in the new text; the reading as it is
        where nothing is doubtful or OCR is not installed.
    """
    sites = list(_sites(reading))
    if not sites or len(sites) > _MAX_LINES:
        return reading, ()
    try:
        reader = _reader(options)
    except MissingToolError:
        return reading, ()
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        pages, changes = list(reading.pages), []
        losing: Losses = {}
        for site in sites:
            changes += _look(document, pages, site, reader, losing)
        for site in _more_sites(pages, losing):
            changes += _look(document, pages, site, reader, losing)
    changes.sort(key=lambda change: (change.page or 0, change.item, change.start))
    return reading._replace(pages=tuple(pages)), tuple(changes)


def _reader(options: Options | None) -> LineReader:
    from extractor.read.ocr.engine import load

    return load(options.ocr_language, options.tessdata) if options else load("vie")


def _lines(pages: Sequence[Page]) -> Iterator[tuple[_Site, Line]]:
    for index, page in enumerate(pages):
        if page.text_source != "text_layer":
            continue
        for item, line in enumerate(page.items):
            if isinstance(line, Line) and line.box is not None and line.style is None:
                yield _Site(index, item), line


def _sites(reading: Reading) -> Iterator[_Site]:
    """Find the lines with a hole, and those with õ in a face that shows other damage of the kind."""
    lines = list(_lines(reading.pages))
    horned = {span.font for _, line in lines for span in line.spans if _HORNS.search(span.text)}
    odd = _odd_tildes(line.text for _, line in lines) if horned else frozenset()
    bare = [(site, ends) for site, line in lines if (ends := _bare_ends(line))]
    whole = _inside(line for _, line in lines) | abbreviations() if bare else frozenset()
    cut = {site for site, ends in bare if not whole.issuperset(ends)}
    for site, line in lines:
        if site in cut or _has_hole(line) or (horned and _TILDE.search(line.text) and _is_doubtful(line, horned, odd)):
            yield site


def _is_doubtful(line: Line, horned: set[str], odd: frozenset[str]) -> bool:
    if any(span.font in horned and _TILDE.search(span.text) for span in line.spans):
        return True
    return not odd.isdisjoint(_WORD.findall(line.text.lower()))


def _odd_tildes(texts: Iterable[str]) -> frozenset[str]:
    """Return the words with õ that the document writes with ò more often."""
    counts = Counter(word for text in texts for word in _WORD.findall(text.lower()) if "õ" in word or "ò" in word)
    return frozenset(word for word in counts if "õ" in word and counts[word.replace("õ", "ò")] > counts[word])


def _has_hole(line: Line) -> bool:
    """Tell a gap that a lost letter left: wider than the other blanks of the line, by about a letter."""
    text = line.text.strip()
    if UNREAD in text:
        return True
    if not _LOST.search(text) and not _CRUMB.search(text):
        return False
    size = max(span.size for span in line.spans)
    gaps = _gaps(line)[_LABEL.match(text) is not None :]
    if not gaps or not size:
        return False
    usual = median(gaps) if len(gaps) > _FEW_GAPS else min(gaps) if len(gaps) > 1 else _USUAL_BLANK * size
    return any(_NARROWEST_HOLE * size < gap - usual < _WIDEST_HOLE * size for gap in gaps)


def _bare_ends(line: Line) -> list[str]:
    """Return the pieces of words at a line's ends that have a blank beside them: " nh16; phê duyệt"."""
    text = line.text
    ends = []
    if text[0].isspace() and (head := _HEAD_RUN.match(text.lstrip())) and head.group().islower() and _CRUMB.fullmatch(head.group()):
        ends.append(head.group())
    if text[-1].isspace() and (tail := _TAIL_RUN.search(text.rstrip())) and _CRUMB.fullmatch(tail.group()) and len(text.split()) > 1:
        ends.append(tail.group())
    return ends


def _inside(lines: Iterable[Line]) -> frozenset[str]:
    """Return the abbreviations that stand inside lines: there a lost letter would have left a hole, so at an end they are whole, too."""
    return frozenset(
        run for line in lines for word in line.text.split()[1:-1] for run in _WORD.findall(word) if run.isupper() and len(run) > 1
    )


def _gaps(line: Line) -> list[float]:
    return [right[0] - left[2] for left, right in zip(line.words, line.words[1:], strict=False)]


def _more_sites(pages: Sequence[Page], losing: Losses) -> Iterator[_Site]:
    """In a face that is known to lose letters, look at the lines too whose first or last word may have lost its end."""
    if not losing:
        return
    for site, line in _lines(pages):
        words = line.text.split()
        if any(span.font in losing for span in line.spans) and not (_is_word(words[0]) and _is_word(words[-1])):
            yield site


def _is_word(word: str) -> bool:
    bare = word.strip('.,;:()"“”!?/-–…0123456789%')
    return not bare or is_syllable(bare.lower())


def _look(document: pymupdf.Document, pages: list[Page], site: _Site, reader: LineReader, losing: Losses) -> list[Change]:
    page = pages[site.page]
    line = page.items[site.item]
    if not isinstance(line, Line) or page.number is None or line.box is None:
        return []
    seen = _seen(document[page.number - 1], line, reader, page.rulings)
    edits = [edit for edit in _edits(line.text, seen.text) if edit.kind != "dropped_glyph" or _has_room(line, edit, seen, losing)]
    if not edits:
        return []
    for edit in edits:
        if edit.kind == "dropped_glyph":
            losing.setdefault(_face_at(line.spans, edit.start), set()).update(edit.text.strip())
    changes = _changes(line.text, edits, page.number, site.item, seen.confidence)
    items = (*page.items[: site.item], _mended(line, edits), *page.items[site.item + 1 :])
    pages[site.page] = page._replace(items=items)
    return changes


class _Seen(NamedTuple):
    """What the picture of a line shows; `left` and `right` are the ends of its ink in points."""

    text: str
    confidence: float = 0.0
    left: float = 0.0
    right: float = 0.0


def _seen(page: pymupdf.Page, line: Line, reader: LineReader, rulings: Sequence[Ruling]) -> _Seen:
    """Read the picture of a line; the room of a letter before and behind it belongs to it, since its ends may be lost."""
    from extractor.read.ocr.strip import line_strip

    _, y0, _, y1 = line.box or (0, 0, 0, 0)
    size = max(span.size for span in line.spans) or (y1 - y0)
    left, right = _free(line.box or (0, 0, 0, 0), size, rulings)
    clip = pymupdf.Rect(left, y0 - 0.1 * size, right, y1 + 0.1 * size) & page.rect
    if clip.is_empty:
        return _Seen("")
    pixmap = page.get_pixmap(clip=clip, dpi=_DPI, colorspace=pymupdf.csGRAY, alpha=False)
    cut = line_strip(pixmap.samples, pixmap.width, pixmap.height, pixmap.stride)
    if cut is None:
        return _Seen("")
    tokens = reader.read(cut.grey)
    sure = min((token.confidence for token in tokens), default=0.0)
    scale = clip.width / pixmap.width
    return _Seen(" ".join(token.text for token in tokens), sure, clip.x0 + cut.left * scale, clip.x0 + cut.right * scale)


def _free(box: Box, size: float, rulings: Sequence[Ruling]) -> tuple[float, float]:
    """Return how far a line may reach: a letter beyond its ends, but not over the border of its table cell, which looks like an I."""
    x0, y0, x1, y1 = box
    middle = (y0 + y1) / 2
    upright = [ruling for ruling in rulings if ruling.x1 - ruling.x0 < 3 and ruling.y0 < middle < ruling.y1]
    left = max([x0 - 0.9 * size, *(ruling.x1 + 1.5 for ruling in upright if ruling.x1 <= x0 + 1)])
    right = min([x1 + 0.9 * size, *(ruling.x0 - 1.5 for ruling in upright if ruling.x0 >= x1 - 1)])
    return min(left, x0), max(right, x1)


def _has_room(line: Line, edit: _Edit, seen: _Seen, losing: Losses) -> bool:
    """Tell whether the page has ink, or the gap for it, where a letter is to be put in: the engine may see letters in dirt and borders.

    At the ends of a line, where there is no gap, only a letter counts that the face has lost elsewhere, or ink under the layer's own blank.
    """
    if UNREAD in line.text[edit.start : edit.end]:
        return True
    size = max(span.size for span in line.spans)
    x0, _, x1, _ = line.box or (0, 0, 0, 0)
    known = set(edit.text.strip()) <= losing.get(_face_at(line.spans, edit.start), set())
    before, after = len(line.text[: edit.start].split()), len(line.text[edit.end :].split())
    if not before:
        under = line.text[0] == " " and bool(line.words) and seen.left < line.words[0][0] - _LEAST_ROOM * size
        return under or (known and (seen.left < x0 - _LEAST_ROOM * size or line.text[0] == " "))
    if not after:
        under = line.text[-1] == " " and bool(line.words) and seen.right > line.words[-1][2] + _LEAST_ROOM * size
        return under or (known and (seen.right > x1 + _LEAST_ROOM * size or line.text[-1] == " "))
    gaps = _gaps(line)
    least = _LEAST_ROOM + (_LEAST_BLANK if line.text[edit.start - 1 : edit.start] == " " else 0.0)
    return before <= len(gaps) and gaps[before - 1] > least * size


def _edits(text: str, seen: str) -> list[_Edit]:
    """Compare the layer's text with what the picture shows; the picture counts only at blanks and at õ."""
    known = text.replace(UNREAD, "").strip()
    if not seen or (known and Levenshtein.normalized_similarity(text, seen) < _FACE_SHARE):
        return []
    found = []
    for is_equal, run in groupby(Levenshtein.opcodes(text, seen), key=lambda step: step.tag == "equal"):
        steps = () if is_equal else tuple(run)
        start, end = (steps[0].src_start, steps[-1].src_end) if steps else (0, 0)
        if UNREAD in text[start:end]:
            found += _unread(text[start:end], seen[steps[0].dest_start : steps[-1].dest_end], start)
            continue
        for step in steps:
            if step.tag in ("replace", "insert"):
                found += _edit(text, text[step.src_start : step.src_end], seen[step.dest_start : step.dest_end], step.src_start)
    return found


def _unread(old: str, new: str, start: int) -> list[_Edit]:
    """Take the picture's letters for glyphs without a character, and its ò beside them; what it sees besides is not the layer's."""
    found = []
    for at, (one, other) in enumerate(zip(old, new, strict=False), start=start):
        if one == UNREAD and _LETTERS.fullmatch(other):
            found.append(_Edit(at, at + 1, other, "dropped_glyph"))
        elif _TILDES.get(one) == other:
            found.append(_Edit(at, at + 1, other, "o_grave"))
        elif one != other:
            break
    return found


def _edit(text: str, old: str, new: str, start: int) -> list[_Edit]:
    if len(old) == len(new) and all(_TILDES.get(a) == b for a, b in zip(old, new, strict=True) if a != b) and old:
        return [_Edit(start + k, start + k + 1, b, "o_grave") for k, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    fill = new.strip()
    at_blank = not old.strip() and (bool(old) or start in (0, len(text)) or " " in text[start - 1 : start + 1])
    behind_figure = text[:start][-1:].isdigit() and not new[:1].isspace()
    if not at_blank or behind_figure or not _LETTERS.fullmatch(fill):
        return []
    return [_Edit(start, start + len(old), new if old else fill, "dropped_glyph")]


def _face_at(spans: Sequence[Span], offset: int) -> str:
    end = 0
    for span in spans:
        end += len(span.text)
        if offset < end:
            return span.font
    return spans[-1].font


def _changes(text: str, edits: Sequence[_Edit], page: int, item: int, sure: float) -> list[Change]:
    """Describe each edit by the word that it made."""
    changes, shift = [], 0
    for edit in edits:
        left = text.rfind(" ", 0, edit.start) + 1
        right = text.find(" ", edit.end)
        right = len(text) if right < 0 else right
        made = text[left : edit.start] + edit.text + text[edit.end : right]
        confidence = round(_SURE * (0.8 + 0.2 * sure), 3)
        changes.append(Change(edit.kind, text[left:right], made, RULE, confidence, page, item, start=left + shift))
        shift += len(edit.text) - (edit.end - edit.start)
    return changes


def _mended(line: Line, edits: Sequence[_Edit]) -> Line:
    texts = [span.text for span in line.spans]
    for edit in reversed(edits):
        _apply(texts, edit)
    spans = tuple(span._replace(text=text) for span, text in zip(line.spans, texts, strict=True))
    mended = line._replace(spans=spans)
    return mended._replace(words=_boxes(line, edits, mended.text))


def _apply(texts: list[str], edit: _Edit) -> None:
    """Write an edit into the span that it begins in; what it takes of later spans is cut off them."""
    offset = 0
    for index, text in enumerate(texts):
        end = offset + len(text)
        if edit.start < end or index == len(texts) - 1:
            texts[index] = text[: edit.start - offset] + edit.text + text[max(0, edit.end - offset) :]
            rest = edit.end - end
            for later in range(index + 1, len(texts)):
                cut = min(max(0, rest), len(texts[later]))
                texts[later] = texts[later][cut:]
                rest -= cut
            return
        offset = end


def _boxes(line: Line, edits: Sequence[_Edit], text: str) -> tuple[Box, ...]:
    """Give each word of the new text the boxes of the old words that went into it."""
    if len(line.words) != len(line.text.split()):
        return ()
    old = [(match.start(), match.end()) for match in re.finditer(r"\S+", line.text)]
    boxes = []
    for match in re.finditer(r"\S+", text):
        start, end = _was(match.start(), edits), _was(match.end(), edits)
        own = [box for box, (a, b) in zip(line.words, old, strict=True) if a < end and b > start]
        if not own:
            return ()
        boxes.append((min(box[0] for box in own), min(box[1] for box in own), max(box[2] for box in own), max(box[3] for box in own)))
    return tuple(boxes)


def _was(offset: int, edits: Sequence[_Edit]) -> int:
    """Map an offset of the new text to the old."""
    shift = 0
    for edit in edits:
        if edit.start + shift >= offset:
            break
        shift += len(edit.text) - (edit.end - edit.start)
    return offset - shift
