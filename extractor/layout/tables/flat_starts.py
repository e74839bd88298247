"""Where the cells of a flattened header begin: line breaks, capitals, blanks and phrases weighed against each other."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.layout.tables.phrases import AFTER_BLANK, NEXT_LINE, Word, opener_length, read_opener
from extractor.layout.tables.words import is_figure, is_year

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
_NAME = 1.4
"""Cost of a cell's beginning inside a name."""
_RARE = 0.3
"""Cost of a cell's beginning with a word that the document never writes small."""
_CLOSED = frozenset(("hiện tại",))
"""Phrases that end a cell though their last word alone would not."""
DATED = frozenset(("năm", "quý", "tháng", "đoạn", "kỳ", "ngày", "số"))
"""Words that a figure of a date follows in the same cell."""
_DENSE = 5
"""Words a line from which on a header has its rows on lines, cells set apart by nothing but capitals."""
_DENSE_GAIN = 2.0
_FIGURE = -1.9
"""Score of a figure behind a word of its line: "Mẫu giáo | 6 - 14 tuổi"."""
_LONE_YEAR = -2.5
"""Score of a year that stands behind a word with no other year beside it: "Ước | 2025"."""
_FIRST_YEAR = 2.0
"""Score of a year that another follows: each heads a column."""
_COMMON_GAIN = 2.4
"""Gain of a capital inside a line of a header that is no name: few headers write capitals for emphasis."""
_AGAIN = 1.0
"""Gain of a capital word that opens more than one piece ("NS tỉnh NS huyện")."""
_LINE = 60
"""Characters that a line of a header has room for at least."""
_MAYBE, _GOES_ON = 0.15, -0.4
"""How sure it is that a word begins a row where it had no room on the line before."""
_TURNED = 4.0
"""Score of a word that a new row of the header begins with."""
_PHRASE = 4
"""Words that are looked at for a known phrase."""


def cut_cells(words: Sequence[Word], starts: Sequence[int]) -> list[tuple[Word, ...]]:
    """Cut words into cells that begin at `starts` (and at 0)."""
    return [tuple(words[left:right]) for left, right in pairwise([0, *starts, len(words)])]


def segment(words: Sequence[Word], common: frozenset[str]) -> list[tuple[float, list[tuple[Word, ...]]]]:
    """Return ways to cut a one-row header into cells, and what speaks for each: all that is likely, and up to two cells more or fewer."""
    scores = score_starts(words, common)
    order = sorted(range(1, len(words)), key=lambda index: (-scores[index], index))
    sure = sum(score > 0 for score in scores)
    found = []
    for count in range(max(0, sure - 2), sure + 3):
        starts = sorted(index for index in order[:count] if scores[index] > NEVER)
        found.append((sum(scores[index] for index in starts), cut_cells(words, starts)))
    return found


def score_starts(words: Sequence[Word], common: frozenset[str]) -> list[float]:
    """Return for each word how much speaks for a cell's beginning there; `NEVER` where none can.

    In sparse headers (each line of a cell on a line, blank lines between) a missing blank line parts cells; in dense ones (a row a line)
    capitals do.

    Args:
        words: The header's.
        common: Words that the document writes with a small letter: no names.
    """
    breaks = [word.gap for word in words[1:] if word.gap < 0]
    sparse = sum(gap == AFTER_BLANK for gap in breaks) * 2 > len(breaks)
    dense = _is_dense(words)
    turns = find_turns(words)
    capitals = Counter(word.text for word in words if word.text[:1].isupper() and (dense or not word.text.isupper()))
    scores = []
    for index, word in enumerate(words):
        score = _TURNED if turns.get(index) == 1 else _score(words, index, common, sparse=sparse)
        if word.gap >= 0:
            inline = _COMMON_GAIN if _bare(word.text) in common else 0.0
            score += _DENSE_GAIN if dense else inline
        scores.append(score + (_AGAIN if capitals[word.text] > 1 else 0.0) if score > NEVER / 2 else NEVER)
    for index in range(len(words)):
        length = opener_length([word.text for word in words[index : index + _PHRASE]])
        scores[index + 1 : index + length] = [NEVER] * max(0, length - 1)
    return scores


def find_turns(words: Sequence[Word]) -> dict[int, float]:
    """Return the words that begin a line of a dense header (a row a line), with how sure it is that they begin a row: -1 to 1.

    A word that would have fitted on the line before was put on the next because the row ends there; any other may go on with it, and does
    where it repeats how a cell of that line begins.
    """
    if not _is_dense(words):
        return {}
    lengths: dict[int, int] = {}
    for word in words:
        lengths[word.line] = lengths.get(word.line, -1) + len(word.text) + 1
    room = max(_LINE, *lengths.values())
    found: dict[int, float] = {}
    for at, (left, right) in enumerate(pairwise(words), 1):
        if right.gap >= 0 or not (right.text[:1].isupper() or right.text[:1].isdigit()):
            continue
        if left.text.lower() in OPEN_ENDS:
            found[at] = _GOES_ON
        elif lengths[left.line] + 1 + len(right.text) <= room:
            found[at] = 1.0
        else:
            found[at] = _GOES_ON if right.text in _on_line(words, left.line) else _MAYBE
    return found


def _on_line(words: Sequence[Word], line: int) -> frozenset[str]:
    return frozenset(word.text for word in words if word.line == line)


def _is_dense(words: Sequence[Word]) -> bool:
    return len(words) >= _DENSE * len({word.line for word in words})


def _score(words: Sequence[Word], index: int, common: frozenset[str], *, sparse: bool) -> float:
    word = words[index]
    before = words[index - 1].text if index else ","
    if (
        is_year(word.text)
        and (word.gap < 0 or not is_figure(before))
        and before[-1:] not in "-–"
        and any(is_year(other.text) for other in words[index + 1 : index + 2])
    ):
        return _FIRST_YEAR
    if not _may_start(word, before):
        return NEVER
    if is_year(word.text) and not before[-1:].isdigit():
        return _LONE_YEAR
    if word.gap >= 0 and word.text[:1].isdigit() and not before[-1:].isdigit() and before[-1:] not in ")%":
        dated = any(other.text.lower() in DATED for other in words[index + 1 : index + 2])
        return NEVER if dated or before.lower() in OPEN_ENDS else _FIGURE
    opener = read_opener([other.text for other in words[index : index + _PHRASE]])
    score = _gap_score(word.gap, sparse=sparse)
    if opener is not None:
        score += 1.5 if word.gap >= 0 else 1.0
    if before[-1:] in ")%" or before[-1:].isdigit() or read_opener([before]) == "ordinal":
        score += 1.5
    elif word.gap == 1 and opener is None and not word.text.isupper():
        score -= _name_cost(before, word.text, common)
    if is_open_end([other.text for other in words[:index]]) and not (word.gap == NEXT_LINE and sparse):
        score -= 2.5
    if len(word.text) > 1 and word.text.isupper() and opener is None and not before.isupper():
        score -= 1.0
    return score


def is_open_end(words: Sequence[str]) -> bool:
    """Tell words after which a cell goes on: "đối với", not "hiện tại"."""
    return bool(words) and words[-1].lower() in OPEN_ENDS and " ".join(words[-2:]).lower() not in _CLOSED


def _may_start(word: Word, before: str) -> bool:
    """Tell whether a cell may begin at a word: at a capital, or at a figure on a new line or after a figure ("2026 2027")."""
    first = word.text[:1]
    if before[-1:] in ",-–/" or before == "+" or not (first.isupper() or first.isdigit() or first == "%"):
        return False
    if first.isupper():
        return True
    return before.lower() not in DATED and not (word.gap >= 0 and is_year(word.text) and not is_figure(before))


def _name_cost(before: str, text: str, common: frozenset[str]) -> float:
    """Return what it costs to begin a cell with a capital that may go on with a name or be one ("Điểm | Sóc Ri", "Trâu | Bò")."""
    known = _bare(text) in common
    if not before[:1].isupper() or before.isupper() or read_opener([before]) is not None:
        return 0.0 if known else _RARE
    return 0.0 if known and _bare(before) in common else _NAME


def _bare(word: str) -> str:
    return word.lower().strip(",.;:()")


def _gap_score(gap: int, *, sparse: bool) -> float:
    if gap == NEXT_LINE:
        return 3.0 if sparse else 0.6
    if gap == AFTER_BLANK:
        return 0.8 if sparse else 2.0
    return 0.9 if gap > 1 else -1.2
