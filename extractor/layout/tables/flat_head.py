"""The header of a flattened table: which words are one cell, and which cells head which columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

import regex

from extractor.layout.tables.phrases import AFTER_BLANK, NEXT_LINE, Word, opener_length, read_opener
from extractor.layout.tables.tree import is_rate, likeness, split, words_of
from extractor.layout.tables.words import is_figure

_MAX_GROUPS = 6
_ABLE = 9
"""Cells of a header that may be groups: the likeliest."""
_SHORT = 3
_MAX_CELLS = 40
_KEPT = 24
_SURE = 0.5
"""Layouts that are scored in full; the others lose already on what their groups are called."""
OPEN_ENDS = frozenset(
    ["và", "của", "có", "đối", "tham", "không", "trong", "cho", "về", "theo", "với", "tại", "từ", "đến", "được", "bị", "các", "những", "so", "trên", "dưới", "tự", "cuối", "đầu", "giao"]
)
"""Words that no cell ends with."""
DATED = frozenset(("năm", "quý", "tháng", "đoạn", "kỳ", "ngày", "số"))
"""Words that a figure of a date follows in the same cell."""
_DENSE = 5
"""Words a line from which on a header has its rows on lines, cells set apart by nothing but capitals."""
_DENSE_GAIN = 1.6
_NO_GROUP = 2.0
_SINGLE = frozenset(("ordinal", "label", "unit", "text", "blank"))
"""Kinds of columns that stand under no group."""
_AGAIN = 0.6
"""Gain of a capital word that opens more than one piece ("NS tỉnh NS huyện")."""
_REPEATED = 0.8
"""Cost of a group whose words head another column too: groups differ, leaves repeat."""
_WRAPPED = 1.5
"""Cost of a cell's beginning inside a line that goes on in the next: a cell of several lines has its lines to itself."""
_YEAR = regex.compile(r"(?:(?i:năm)\s+)?(?:19|20)\d\d")
_TOTAL = regex.compile(r"(?i:tổng|cộng)\b")
_PART = regex.compile(r"(?i:trong\s+đó)\b")
_SUM_UP = regex.compile(r"(?i:(?:lũy|luỹ)\s+kế|cộng\s+dồn)\b")
_MONTH = regex.compile(r"(?i:tháng|quý|trong\s+(?:tháng|quý|kỳ)|kỳ)\b")
_PERIOD = regex.compile(r"(?i:(?:đến\s+|cuối\s+|trong\s+)?(?:năm|giai\s+đoạn|quý\s+[IV\d]+/?|\d+\s+tháng(?:\s+đầu)?\s+năm))\s*[\d\s–-]+")
_UNIT_END = regex.compile(r"\((?:%|‰)\)$|%$")


class Column(NamedTuple):
    """What stands in a column of the body: "ordinal", "label", "unit", "figure", "decimal", "rate" (per cent), "text" or "blank"."""

    kind: str
    values: tuple[float | None, ...] = ()
    """Its figures, row by row."""


class HeadCell(NamedTuple):
    """A header cell laid out: row, first column, columns and rows that it covers, and its words."""

    row: int
    column: int
    width: int
    height: int
    words: tuple[Word, ...]


class _Group(NamedTuple):
    """A node over leaves: its cell, the cell over it (or None), and how many single columns stand before it."""

    cell: int
    over: int | None
    before: int


def lay_head(words: Sequence[Word], columns: Sequence[Column]) -> tuple[HeadCell, ...] | None:
    """Return the header's cells over these columns, of the most consistent layout; None if there is none."""
    scores = _start_scores(words)
    order = sorted(range(1, len(words)), key=lambda index: (-scores[index], index))
    usable = sum(score > _NEVER for score in scores)
    best: tuple[float, tuple[HeadCell, ...]] | None = None
    for count in range(len(columns), min(len(columns) + _MAX_GROUPS, usable + 1, _MAX_CELLS) + 1):
        starts = [0, *sorted(order[: count - 1])]
        cells = [tuple(words[left:right]) for left, right in pairwise([*starts, len(words)])]
        gain = sum(scores[index] for index in starts[1:])
        laid = _lay(cells, columns)
        if laid is not None and (best is None or gain + laid[0] > best[0]):
            best = (gain + laid[0], laid[1])
    return best[1] if best else None


def segment(words: Sequence[Word]) -> list[tuple[float, list[tuple[Word, ...]]]]:
    """Return ways to cut a one-row header into cells, with what speaks for each: where all speaks for it, and up to two cells more or fewer."""
    scores = _start_scores(words)
    order = sorted(range(1, len(words)), key=lambda index: (-scores[index], index))
    sure = sum(score > 0 for score in scores)
    found = []
    for count in range(max(0, sure - 2), sure + 3):
        starts = [0, *sorted(index for index in order[:count] if scores[index] > _NEVER)]
        cells = [tuple(words[left:right]) for left, right in pairwise([*starts, len(words)])]
        found.append((sum(scores[index] for index in starts[1:]), cells))
    return found


_NEVER = -50.0


def _start_scores(words: Sequence[Word]) -> list[float]:
    """Return for each word how much speaks for a cell's beginning there."""
    breaks = [word.gap for word in words[1:] if word.gap < 0]
    sparse = sum(gap == AFTER_BLANK for gap in breaks) * 2 > len(breaks)
    dense = len(words) >= _DENSE * (len(breaks) + 1)
    capitals = Counter(word.text for word in words if word.text[:1].isupper() and (dense or not word.text.isupper()))
    wrapped = frozenset() if dense else _wrapped_lines(words)
    scores = [
        _start_score(words, index, sparse=sparse) + (_DENSE_GAIN if dense and word.gap >= 0 else 0.0) - (_WRAPPED if word.gap >= 0 and word.line in wrapped else 0.0)
        for index, word in enumerate(words)
    ]
    scores = [score + (_AGAIN if capitals[word.text] > 1 else 0.0) for score, word in zip(scores, words, strict=True)]
    scores = [max(score, _NEVER) if score > _NEVER / 2 else _NEVER for score in scores]
    for index in range(len(words)):
        for inside in range(index + 1, index + opener_length([word.text for word in words[index : index + 4]])):
            scores[inside] = _NEVER
    return scores


def _wrapped_lines(words: Sequence[Word]) -> frozenset[int]:
    """Return the lines that end or begin inside a cell."""
    found: set[int] = set()
    for left, right in pairwise(words):
        if right.gap < 0 and (right.text[:1].islower() or right.text[:1] == "(" or left.text.lower() in OPEN_ENDS):
            found.update((left.line, right.line))
    return frozenset(found)


def _start_score(words: Sequence[Word], index: int, *, sparse: bool) -> float:
    """Score a cell's beginning at `index`; `sparse` texts have blank lines inside cells, so that a missing one parts cells."""
    word = words[index]
    first = word.text[:1]
    before = words[index - 1].text if index else ","
    if before[-1:] in ",-–/" or before == "+" or not (first.isupper() or first.isdigit() or first == "%"):
        return _NEVER
    if not first.isupper() and (before.lower() in DATED or (word.gap >= 0 and not (is_figure(word.text) and is_figure(before)))):
        return _NEVER
    score = _gap_score(word.gap, sparse=sparse)
    opener = read_opener([other.text for other in words[index : index + 4]])
    if opener is not None:
        score += 1.5 if word.gap >= 0 else 1.0
    if before[-1:] in ")%" or before[-1:].isdigit() or read_opener([before]) == "ordinal":
        score += 1.5
    elif word.gap == 1 and before[:1].isupper() and not before.isupper() and opener is None and read_opener([before]) is None:
        score -= 0.7
    if before.lower() in OPEN_ENDS and not (word.gap == NEXT_LINE and sparse):
        score -= 2.5
    if len(word.text) > 1 and word.text.isupper() and opener is None and not before.isupper():
        score -= 1.0
    return score


def _gap_score(gap: int, *, sparse: bool) -> float:
    if gap == NEXT_LINE:
        return 3.0 if sparse else 0.6
    if gap == AFTER_BLANK:
        return 0.8 if sparse else 2.0
    return 0.9 if gap > 1 else -1.2


def _lay(cells: Sequence[tuple[Word, ...]], columns: Sequence[Column]) -> tuple[float, tuple[HeadCell, ...]] | None:
    texts = [" ".join(word.text for word in cell) for cell in cells]
    groups = len(cells) - len(columns)
    if not groups:
        return _score_singles(texts, columns), tuple(HeadCell(0, column, 1, 1, cell) for column, cell in enumerate(cells))
    likely = [_group_likeness(text) - (_REPEATED if texts.count(text) > 1 else 0.0) for text in texts]
    layouts = sorted(_layouts(len(cells), len(columns), groups, likely, [cell[0].gap < 0 for cell in cells]), key=lambda entry: -entry[0])[:_KEPT]
    best: tuple[float, tuple[HeadCell, ...]] | None = None
    for prior, top, parents, second in layouts:
        laid = _lay_groups(cells, texts, columns, top, parents, second)
        if laid is not None and (best is None or prior + laid[0] > best[0]):
            best = (prior + laid[0], laid[1])
    deep = _lay_deep(cells, texts, columns, likely) if groups > 1 else None
    return max((laid for laid in (best, deep) if laid is not None), key=lambda laid: laid[0], default=None)


def _lay_deep(
    cells: Sequence[tuple[Word, ...]], texts: Sequence[str], columns: Sequence[Column], likely: Sequence[float]
) -> tuple[float, tuple[HeadCell, ...]] | None:
    """Lay out a header whose second row has one group among its leaves ("Tổng số | Trong đó" over the third row's leaves)."""
    opens_line = [cell[0].gap < 0 for cell in cells]
    groups = len(cells) - len(columns) - 1
    able = sorted(range(len(cells)), key=lambda at: (-likely[at], at))[:_ABLE]
    plans = [
        (sum(likely[at] for at in (*parents, inner)), parents, top, inner, third)
        for top in range(2, len(cells) - 2)
        if opens_line[top]
        for inner in range(top, len(cells) - 2)
        if likely[inner] > _SURE
        for third in range(inner + 1, len(cells) - 1)
        if opens_line[third]
        for parents in combinations([at for at in sorted(able) if at < top], groups)
    ]
    best: tuple[float, tuple[HeadCell, ...]] | None = None
    for prior, parents, top, inner, third in sorted(plans, key=lambda plan: -plan[0])[:_KEPT]:
        laid = _place_deep(cells, texts, columns, parents, top, inner, third)
        if laid is not None and (best is None or prior + laid[0] > best[0]):
            best = (prior + laid[0], laid[1])
    return best


def _place_deep(
    cells: Sequence[tuple[Word, ...]], texts: Sequence[str], columns: Sequence[Column], parents: tuple[int, ...], top: int, inner: int, third: int
) -> tuple[float, tuple[HeadCell, ...]] | None:
    sizes, score = split([texts[at] for at in parents], texts[top:third])
    if not sizes or top - len(parents) + (third - top - 1) + len(cells) - third != len(columns):
        return None
    laid: list[HeadCell] = []
    column, second, taken = 0, top, dict(zip(parents, sizes, strict=True))
    for at in range(top):
        start = column
        for below in range(second, second + taken.get(at, 0)):
            width = len(cells) - third if below == inner else 1
            laid.append(HeadCell(1, column, width, 1 if below == inner else 2, cells[below]))
            laid.extend(HeadCell(2, column + step, 1, 1, cells[third + step]) for step in range(width if below == inner else 0))
            column += width
        second += taken.get(at, 0)
        column += at not in taken
        laid.append(HeadCell(0, start, column - start, 1 if at in taken else 3, cells[at]))
    heads = _heads(laid)
    if sorted(heads) != list(range(len(columns))):
        return None
    score += _score_singles([heads[number] for number in range(len(columns))], columns) + _score_order(laid, columns)
    return score, tuple(laid)


def _group_likeness(text: str) -> float:
    """Return how likely a cell stands over several columns."""
    opener = read_opener(text.split())
    score = {"ordinal": -6.0, "name": -1.5, "unit": -4.0, "note": -4.0, "leaf": -0.3, "group": 1.0, "split": 1.5, "either": 0.2, None: 0.0}[opener]
    if opener == "split" and len(text.split()) > _SHORT:
        score = -1.0
    if _YEAR.search(text):
        score += 1.4 if _PERIOD.fullmatch(text) else 0.7
    if opener != "group":
        score -= 1.0 * (_UNIT_END.search(text) is not None) + 0.7 * is_rate(text)
    score -= 0.5 * text.endswith(")")
    if _TOTAL.match(text) or text.startswith("Số "):
        score -= 0.8
    return score


def _layouts(
    cells: int, columns: int, groups: int, likely: Sequence[float], opens_line: Sequence[bool]
) -> Iterator[tuple[float, int, tuple[int, ...], tuple[int, tuple[int, ...]] | None]]:
    """Yield (prior, cells of the top row, groups among them, second row) for headers of two and three rows; each row begins a line.

    The second row is (group of the top row that it stands under, its cells); the cells left over are the leaves, in order.
    """
    able = sorted(sorted(range(cells), key=lambda at: (-likely[at], at))[:_ABLE])
    for top in (at for at in range(2, cells) if opens_line[at]):
        upper_able = [at for at in able if at < top]
        leaves = cells - top
        if leaves >= 2 * groups and top - groups + leaves == columns:
            for parents in combinations(upper_able, groups):
                yield sum(likely[at] for at in parents), top, parents, None
        for upper in range(1, groups - 1):
            lower = groups - upper
            leaves = cells - top - lower
            if leaves < 2 * (lower + upper - 1) or top - upper + leaves != columns or not opens_line[top + lower]:
                continue
            second = tuple(range(top, top + lower))
            for parents in combinations(upper_able, upper):
                prior = sum(likely[at] for at in parents) + sum(likely[at] for at in second)
                for over in parents:
                    yield prior, top, parents, (over, second)


def _lay_groups(
    cells: Sequence[tuple[Word, ...]],
    texts: Sequence[str],
    columns: Sequence[Column],
    top: int,
    parents: tuple[int, ...],
    second: tuple[int, tuple[int, ...]] | None,
) -> tuple[float, tuple[HeadCell, ...]] | None:
    """Split the leaves over the lowest groups and score what that puts over each column."""
    lowest = [
        _Group(cell, parent if second and parent == second[0] else None, parent)
        for parent in parents
        for cell in (second[1] if second and parent == second[0] else (parent,))
    ]
    first_leaf = top + (len(second[1]) if second else 0)
    names = [texts[group.cell] if group.over is None else f"{texts[group.over]} {texts[group.cell]}" for group in lowest]
    widths, score = split(names, texts[first_leaf:])
    if not widths:
        return None
    laid = _place(cells, top, parents, lowest, widths, first_leaf, rows=3 if second else 2)
    order = _heads(laid)
    if sorted(order) != list(range(len(columns))):
        return None
    score += _score_singles([order[column] for column in range(len(columns))], columns) - 0.2 * (len(lowest) - 1)
    score += _score_order(laid, columns)
    return score + _score_siblings(texts, parents, lowest, widths), laid


def _heads(laid: Sequence[HeadCell]) -> dict[int, str]:
    """Return each column's lowest head, with "%" added where a group over it says so."""
    rates = {
        column for cell in laid if cell.width > 1 and "%" in cell.words[-1].text for column in range(cell.column, cell.column + cell.width)
    }
    return {
        cell.column: " ".join(word.text for word in cell.words) + (" (%)" if cell.column in rates else "") for cell in laid if cell.width == 1
    }


def _score_order(laid: Sequence[HeadCell], columns: Sequence[Column]) -> float:
    """Score what the figures say of the groups: a total is no smaller than its parts, a part no larger than what it is a part of."""
    leaves = {cell.column: " ".join(word.text for word in cell.words) for cell in laid if cell.width == 1}
    score = 0.0
    for cell in laid:
        group = range(cell.column, cell.column + cell.width)
        score -= _NO_GROUP * (cell.width > 1 and any(columns[column].kind in _SINGLE for column in group))
        if cell.width == 1 or any(other.width > 1 and other.row > cell.row and other.column in group for other in laid):
            continue
        if _TOTAL.match(leaves[group[0]]):
            score += sum(_holds(columns[group[0]], columns[column]) for column in group[1:]) / (cell.width - 1)
        for left, right in pairwise(group):
            if _PART.match(leaves[right]):
                score += _holds(columns[left], columns[right])
            elif _SUM_UP.match(leaves[right]) and _MONTH.match(leaves[left]):
                score += _holds(columns[right], columns[left])
    return score


def _holds(large: Column, small: Column) -> float:
    """Return a gain if the first column's figures are no smaller than the second's in nearly all rows, else a loss."""
    pairs = [(left, right) for left, right in zip(large.values, small.values, strict=False) if left is not None and right is not None]
    if not pairs or {"rate", "decimal"} & {large.kind, small.kind}:
        return 0.0
    return 0.5 if sum(left >= right for left, right in pairs) * 5 >= len(pairs) * 4 else -1.5


def _score_siblings(texts: Sequence[str], parents: Sequence[int], lowest: Sequence[_Group], widths: Sequence[int]) -> float:
    """Reward groups that are named alike and shaped alike, and second rows of one kind; a group repeats no word of the one over it."""
    shapes = {parent: tuple(width for group, width in zip(lowest, widths, strict=True) if group.before == parent) for parent in parents}
    score = sum(
        likeness(texts[left], texts[right]) * (1 if shapes[left] == shapes[right] else -1) for left, right in pairwise(parents)
    )
    second = [group for group in lowest if group.over is not None]
    if second:
        score += sum(likeness(texts[left.cell], texts[right.cell]) for left, right in pairwise(second)) / len(second)
        score -= sum(words_of(texts[group.cell]) <= words_of(texts[group.over or 0]) for group in second) / len(second)
    return score


def _place(
    cells: Sequence[tuple[Word, ...]], top: int, parents: tuple[int, ...], lowest: Sequence[_Group], widths: Sequence[int], leaf: int, *, rows: int
) -> tuple[HeadCell, ...]:
    laid: list[HeadCell] = []
    column = 0
    for at in range(top):
        if at not in parents:
            laid.append(HeadCell(0, column, 1, rows, cells[at]))
            column += 1
            continue
        start = column
        below = [(group, width) for group, width in zip(lowest, widths, strict=True) if group.before == at]
        split_again = below[0][0].over is not None
        for group, width in below:
            if split_again:
                laid.append(HeadCell(1, column, width, 1, cells[group.cell]))
            for _ in range(width):
                laid.append(HeadCell(rows - 1, column, 1, 1, cells[leaf]))
                leaf, column = leaf + 1, column + 1
        laid.append(HeadCell(0, start, column - start, 1 if split_again else rows - 1, cells[at]))
    return tuple(laid)


def _score_singles(texts: Sequence[str], columns: Sequence[Column]) -> float:
    """Score the lowest head of each column against what stands in it."""
    return sum(_score_single(text, column.kind, number == len(columns) - 1) for number, (text, column) in enumerate(zip(texts, columns, strict=True)))


def _score_single(text: str, kind: str, is_last: bool) -> float:
    opener = read_opener(text.split())
    if kind == "ordinal":
        return 2.0 if opener == "ordinal" else -1.0
    if opener == "ordinal":
        return -3.0
    if opener == "note":
        return 1.0 if is_last and kind in {"blank", "text"} else -2.0
    if kind == "label":
        return {"name": 1.0, "unit": -1.0, "group": -0.5}.get(opener or "", 0.0)
    if kind == "unit":
        return 2.0 if opener == "unit" else -1.0
    if kind == "rate":
        return 1.2 if is_rate(text) else -0.8
    if kind == "decimal":
        return 0.4 if is_rate(text) else 0.0
    if kind == "figure":
        return (-1.2 if "%" in text else -0.8 if is_rate(text) else 0.1) - (1.0 if opener in {"name", "unit"} else 0.0)
    return 0.0
