"""Words that a narrow cell has broken at its edge ("12.00" over "0", "Ngườ" over "i"): put together again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from rules.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.pages import Box, Line

_PADDING_PT = 8.0
_ROOM = 1.4
"""Letters that must find no room left in a line for its word to be broken there."""
_GROUPED = regex.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?%?|\d+(?:,\d+)?%?|\d{1,2}/\d{4}|\d{1,2}/\d{1,2}/\d{4}")
"""A whole figure, month or date."""
_SHORT = 2


def glue_words(lines: Sequence[Line], box: Box) -> list[Line]:
    """Join a cell's lines where the word at the end of one goes on in the next.

    A word is only broken where it stands alone in a line that it fills; whether it is one word, its spelling tells.
    """
    glued: list[Line] = []
    open_word = False
    for line in lines:
        alone = len(line.text.split()) == 1
        if glued and open_word and _is_full(glued[-1], box) and is_one_word(glued[-1].text.split()[-1], line.text.split()[0]):
            glued[-1] = _glue(glued[-1], line)
        else:
            glued.append(line)
        open_word = alone
    return glued


def _is_full(line: Line, box: Box) -> bool:
    if line.box is None or line.text[-1:].isspace():
        return False
    letter = (line.box[2] - line.box[0]) / max(1, len(line.text))
    return box[2] - line.box[2] - min(line.box[0] - box[0], _PADDING_PT) < _ROOM * letter


def is_one_word(left: str, right: str) -> bool:
    """Tell whether two pieces are one figure, abbreviation or syllable that is none without the other."""
    whole = left + right
    if left[-1:].isdigit() and right[:1].isdigit():
        return _GROUPED.fullmatch(whole) is not None
    if not left.isalpha() or not right.isalpha():
        return False
    if whole.isupper():
        return min(len(left), len(right)) <= _SHORT
    return is_syllable(whole) and not (is_syllable(left) and is_syllable(right) and len(right) > 1)


def _glue(line: Line, below: Line) -> Line:
    words = line.words
    if line.words and below.words:
        words = (*line.words[:-1], _union(line.words[-1], below.words[0]), *below.words[1:])
    box = _union(line.box, below.box) if line.box and below.box else line.box
    return line._replace(spans=line.spans + below.spans, box=box, words=words)


def _union(box: Box, other: Box) -> Box:
    return (min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))
