"""Where the cells of a flattened header begin: line breaks, capitals, blanks and phrases weighed against each other."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.layout.tables.phrases import AFTER_BLANK, NEXT_LINE, Word, opener_length, read_opener
from extractor.layout.tables.words import is_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

NEVER = -50.0
"""Score of a word at which no cell begins."""
OPEN_ENDS = frozenset(
    (
        *("và", "của", "có", "đối", "tham", "không", "trong", "cho", "về", "theo", "với", "tại", "từ", "đến", "được", "bị", "các"),
        *("những", "so", "trên", "dưới", "tự", "cuối", "đầu", "giao"),
    )
)
"""Words that no cell ends with."""
DATED = frozenset(("năm", "quý", "tháng", "đoạn", "kỳ", "ngày", "số"))
"""Words that a figure of a date follows in the same cell."""
_DENSE = 5
"""Words a line from which on a header has its rows on lines, cells set apart by nothing but capitals."""
_DENSE_GAIN = 1.6
_AGAIN = 0.6
"""Gain of a capital word that opens more than one piece ("NS tỉnh NS huyện")."""
_WRAPPED = 1.5
"""Cost of a cell's beginning inside a line that goes on in the next: a cell of several lines has its lines to itself."""
_LINE = 60
_FULL = 0.8
"""A line shorter than this share of the longest (or of `_LINE` characters) ends because its row does."""
_PHRASE = 4
"""Words that are looked at for a known phrase."""


def cut_cells(words: Sequence[Word], starts: Sequence[int]) -> list[tuple[Word, ...]]:
    """Cut words into cells that begin at `starts` (and at 0)."""
    return [tuple(words[left:right]) for left, right in pairwise([0, *starts, len(words)])]


def segment(words: Sequence[Word]) -> list[tuple[float, list[tuple[Word, ...]]]]:
    """Return ways to cut a one-row header into cells, and what speaks for each: all that is likely, and up to two cells more or fewer."""
    scores = score_starts(words)
    order = sorted(range(1, len(words)), key=lambda index: (-scores[index], index))
    sure = sum(score > 0 for score in scores)
    found = []
    for count in range(max(0, sure - 2), sure + 3):
        starts = sorted(index for index in order[:count] if scores[index] > NEVER)
        found.append((sum(scores[index] for index in starts), cut_cells(words, starts)))
    return found


def score_starts(words: Sequence[Word]) -> list[float]:
    """Return for each word how much speaks for a cell's beginning there; `NEVER` where none can.

    In sparse headers (each line of a cell on a line, blank lines between) a missing blank line parts cells; in dense ones (a row a line)
    capitals do.
    """
    breaks = [word.gap for word in words[1:] if word.gap < 0]
    sparse = sum(gap == AFTER_BLANK for gap in breaks) * 2 > len(breaks)
    dense = len(words) >= _DENSE * (len(breaks) + 1)
    capitals = Counter(word.text for word in words if word.text[:1].isupper() and (dense or not word.text.isupper()))
    wrapped = frozenset() if dense else _wrapped_lines(words)
    scores = []
    for index, word in enumerate(words):
        score = _score(words, index, sparse=sparse)
        if word.gap >= 0:
            score += (_DENSE_GAIN if dense else 0.0) - (_WRAPPED if word.line in wrapped else 0.0)
        scores.append(score + (_AGAIN if capitals[word.text] > 1 else 0.0) if score > NEVER / 2 else NEVER)
    for index in range(len(words)):
        length = opener_length([word.text for word in words[index : index + _PHRASE]])
        scores[index + 1 : index + length] = [NEVER] * max(0, length - 1)
    return scores


def find_turns(cells: Sequence[tuple[Word, ...]]) -> frozenset[int]:
    """Return the cells at which a dense header (a row a line) turns to a new row: they begin a line below one that was not full."""
    words = [word for cell in cells for word in cell]
    lines: dict[int, int] = {}
    for word in words:
        lines[word.line] = lines.get(word.line, 0) + len(word.text) + 1
    if len(words) < _DENSE * len(lines):
        return frozenset()
    full = _FULL * max(_LINE, *lines.values())
    before = {at: left[-1].line for at, (left, _) in enumerate(pairwise(cells), 1)}
    return frozenset(at for at, cell in enumerate(cells) if at and cell[0].gap < 0 and lines[before[at]] < full)


def _wrapped_lines(words: Sequence[Word]) -> frozenset[int]:
    """Return the lines that end or begin inside a cell."""
    found: set[int] = set()
    for left, right in pairwise(words):
        if right.gap < 0 and (right.text[:1].islower() or right.text[:1] == "(" or left.text.lower() in OPEN_ENDS):
            found.update((left.line, right.line))
    return frozenset(found)


def _score(words: Sequence[Word], index: int, *, sparse: bool) -> float:
    word = words[index]
    before = words[index - 1].text if index else ","
    if not _may_start(word, before):
        return NEVER
    opener = read_opener([other.text for other in words[index : index + _PHRASE]])
    score = _gap_score(word.gap, sparse=sparse)
    if opener is not None:
        score += 1.5 if word.gap >= 0 else 1.0
    if before[-1:] in ")%" or before[-1:].isdigit() or read_opener([before]) == "ordinal":
        score += 1.5
    elif word.gap == 1 and _is_name(before) and opener is None:
        score -= 0.7
    if before.lower() in OPEN_ENDS and not (word.gap == NEXT_LINE and sparse):
        score -= 2.5
    if len(word.text) > 1 and word.text.isupper() and opener is None and not before.isupper():
        score -= 1.0
    return score


def _may_start(word: Word, before: str) -> bool:
    """Tell whether a cell may begin at a word: at a capital, or at a figure on a new line or after a figure ("2026 2027")."""
    first = word.text[:1]
    if before[-1:] in ",-–/" or before == "+" or not (first.isupper() or first.isdigit() or first == "%"):
        return False
    if first.isupper():
        return True
    return before.lower() not in DATED and (word.gap < 0 or (is_figure(word.text) and is_figure(before)))


def _is_name(before: str) -> bool:
    """Tell a word with a capital that is neither an abbreviation nor a cell of its own: the next capital goes on with it."""
    return before[:1].isupper() and not before.isupper() and read_opener([before]) is None


def _gap_score(gap: int, *, sparse: bool) -> float:
    if gap == NEXT_LINE:
        return 3.0 if sparse else 0.6
    if gap == AFTER_BLANK:
        return 0.8 if sparse else 2.0
    return 0.9 if gap > 1 else -1.2
