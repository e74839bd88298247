"""Roman numbers of headings: the engine runs equal strokes together ("III" becomes "II"), so their strokes are counted in the ink."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.read.ocr.letters import Letter, letters_of
from extractor.read.ocr.shapes import Strip
from extractor.read.ocr.words import Word

_ROMAN = regex.compile(r"(?P<head>[XVLC]*)(?P<ones>I+)(?P<tail>[XV]?)(?P<end>[.,;:)/-]*)")
_VALID = regex.compile(r"[LXC]*(?:IX|IV|V?I{0,3})")
_LIKE_ROMAN = {"H": "II", "HI": "III", "IH": "III", "ll": "II", "lI": "II", "Il": "II", "lII": "III", "IlI": "III", "IIl": "III"}
"""What serifs that touch make of strokes."""
_LABELLED = frozenset({"phần", "chương", "mục", "lục", "số", "biểu"})
_IN_LABEL = str.maketrans({"H": "II", "l": "I"})
_TOUCHED = regex.compile(r"[VXI]*[HIl]*H[HIlL]*|[VX]+H")
"""The same in longer numbers, which only labels have: "HIL. TỒN TẠI", "Phụ lục VH"; elsewhere VH and XH are abbreviations."""
_STROKE = 0.45
"""A stroke with its serifs is no wider, in font sizes."""
_PITCH = 0.34
"""Width of one of several strokes whose serifs touch."""
_TALL = 0.5
_MOST = 4
_CONTRADICTED, _CONFIRMED = 0.7, 0.9


def checked_romans(words: Sequence[Word], strip: Strip) -> list[Word]:
    """Write as many strokes in each Roman number as there are in the ink."""
    before = [None, *(word.text.lower() for word in words)]
    return [
        _checked(word, strip, is_label=left is None or left in _LABELLED) if word.text[:1] in "IVXLCHl" else word
        for word, left in zip(words, before[:-1], strict=True)
    ]


def _checked(word: Word, strip: Strip, *, is_label: bool) -> Word:
    bare = word.text.rstrip(".,;:)")
    text = _LIKE_ROMAN.get(bare, bare) + word.text[len(bare) :]
    if is_label and text == word.text and _TOUCHED.fullmatch(bare):
        text = bare.replace("L", "I").translate(_IN_LABEL) + word.text[len(bare) :]
    match = _ROMAN.fullmatch(text)
    if match is None:
        return word
    tall = [letter for letter in _letters(word, strip) if _is_stroke_high(letter, strip)]
    others = len(match["head"]) + len(match["tail"])
    head, tail = tall[: len(match["head"])], tall[len(tall) - len(match["tail"]) :]
    middle = tall[len(head) : len(tall) - len(tail)]
    strokes = _strokes(middle, strip.em)
    if others and "H" in bare and any(letter.x1 - letter.x0 > _STROKE * strip.em for letter in middle):
        return word  # it may be an H
    if not 1 <= strokes <= _MOST or not all(letter.x1 - letter.x0 > _STROKE * strip.em for letter in (*head, *tail)):
        return word
    end = match["end"] or ("." if _has_point(tall[-1], strip) else "")
    made = match["head"] + "I" * strokes + match["tail"] + end
    if not _VALID.fullmatch(made[: len(made) - len(end)]) or abs(strokes - len(match["ones"])) > 1 + is_label:
        return word
    if made == word.text:
        return word._replace(confidence=max(word.confidence, _CONFIRMED))
    return word._replace(text=made, confidence=_CONTRADICTED if others else _CONFIRMED)


def _has_point(last: Letter, strip: Strip) -> bool:
    """Find the point behind a number, which the engine drops with the strokes."""
    em = strip.em
    near = (shape for shape in strip.shapes if last.x1 <= shape.x0 < last.x1 + 0.35 * em)
    return any(shape.height <= 0.2 * em and abs(shape.y1 - strip.baseline) < 0.08 * em and shape.x1 - shape.x0 < 0.2 * em for shape in near)


def _is_stroke_high(letter: Letter, strip: Strip) -> bool:
    """Leave out points, and brackets, which hang below the baseline."""
    return letter.height >= _TALL * strip.em and letter.y1 <= strip.baseline + 0.1 * strip.em


def _letters(word: Word, strip: Strip) -> list[Letter]:
    return letters_of([shape for shape in strip.shapes if shape.x0 >= word.x0 - 1 and shape.x1 <= word.x1 + 1])


def _strokes(tall: Sequence[Letter], em: float) -> int:
    """Count the strokes; several whose serifs touch are told by their width."""
    widths = ((letter.x1 - letter.x0) / em for letter in tall)
    return sum(1 if wide <= _STROKE else round(wide / _PITCH) for wide in widths)
