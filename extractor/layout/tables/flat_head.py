"""The header of a flattened table: of all ways to cut its words into cells and to set these over the columns, the most consistent one."""

from __future__ import annotations

from itertools import accumulate, combinations
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from extractor.layout.tables.flat_score import Column, HeadCell, score_group, score_laid
from extractor.layout.tables.flat_starts import NEVER, cut_cells, find_turns, score_starts
from extractor.layout.tables.tree import split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from extractor.layout.tables.phrases import Word

_MAX_GROUPS = 6
_MAX_CELLS = 40
_ABLE = 9
"""Cells of a header that may be groups: the likeliest."""
_KEPT = 24
"""Plans of a kind that are laid out in full; the others lose already on what their groups are called."""
_SURE = 0.5
_LAST, _NEARLY = 2, 0.4
"""How many of the least likely places are tried in exchange, and how much less likely one may be."""
_TURN = 3.0
_REPEATED = 0.8
"""Cost of a group whose words head another column too: groups differ, leaves repeat."""


class Node(NamedTuple):
    """A header cell (its number) and the cells below it."""

    cell: int
    below: tuple[Node, ...] = ()


Laid: TypeAlias = "tuple[float, tuple[HeadCell, ...]]"
"""A layout with its score."""


class Plan(NamedTuple):
    """Which cells are the top row (the first `top`), which of them are groups, and how the rest stands below them.

    `second` cells follow the top row: all groups under `over`; or, with `inner`, the whole second row, `inner` its only group.
    """

    prior: float
    top: int
    groups: tuple[int, ...]
    second: int = 0
    over: int | None = None
    inner: int | None = None


def lay_head(words: Sequence[Word], columns: Sequence[Column], common: frozenset[str]) -> Laid | None:
    """Return the header's cells over these columns and the score of that layout; None if there are too few cells.

    `common` are the words that the document writes with a small letter.
    """
    scores = score_starts(words, common)
    turns = find_turns(words)
    best: Laid | None = None
    for starts in _cuts(scores, turns, len(columns)):
        rows = {number: turns[start] for number, start in enumerate(starts, 1) if start in turns}
        laid = _lay(cut_cells(words, starts), columns, rows)
        gain = sum(scores[index] for index in starts)
        if laid is not None and (best is None or gain + laid[0] > best[0]):
            best = (gain + laid[0], laid[1])
    return best


def _cuts(scores: Sequence[float], turns: Mapping[int, float], columns: int) -> Iterator[list[int]]:
    """Yield where the cells may begin, the likeliest places of the whole header or, where it may turn once, of each of its two rows."""
    sure = [turn for turn, weight in turns.items() if weight == 1]
    usable = [index for index in range(1, len(scores)) if scores[index] > NEVER]
    order = sorted(usable, key=lambda index: (-scores[index], index))
    for count in range(columns, min(columns + _MAX_GROUPS, len(usable) + 1, _MAX_CELLS) + 1):
        yield from map(sorted, _choices(order, scores, count - 1))
        for turn in (sure or turns) if len(sure) <= 1 else ():
            upper, lower = [index for index in order if index < turn], [index for index in order if index > turn]
            for top in range(max(2, count - 1 - len(lower)), min(count - 2, len(upper) + 1) + 1):
                for above in _choices(upper, scores, top - 1):
                    yield sorted([*above, turn, *lower[: count - top - 1]])


def _choices(order: Sequence[int], scores: Sequence[float], count: int) -> Iterator[list[int]]:
    """Yield the likeliest `count` places (likeliest first in `order`), and those with one exchanged for one that is nearly as likely."""
    best = list(order[:count])
    yield best
    for left in range(max(0, count - _LAST), count):
        for other in order[count : count + _LAST]:
            if scores[best[left]] - scores[other] <= _NEARLY:
                yield [*best[:left], *best[left + 1 :], other]


def _lay(cells: Sequence[tuple[Word, ...]], columns: Sequence[Column], turns: Mapping[int, float]) -> Laid | None:
    """Return the best layout of these cells over the columns, with its score; `turns` are the cells that may open a new row."""
    texts = [" ".join(word.text for word in cell) for cell in cells]
    groups = len(cells) - len(columns)
    likely = [score_group(text) - (_REPEATED if texts.count(text) > 1 else 0.0) for text in texts]
    opens_line = [cell[0].gap < 0 for cell in cells]
    plans = [Plan(0.0, len(cells), ())] if not groups else []
    for kind in (_plan_two, _plan_under_one, _plan_inner) if groups else ():
        plans.extend(sorted(kind(len(columns), groups, likely, opens_line), key=_likeliest)[:_KEPT])
    plans = [plan._replace(prior=plan.prior + _score_turns(plan, turns)) for plan in plans]
    laid = [made for plan in plans if (made := _try(plan, cells, texts, columns)) is not None]
    return max(laid, key=lambda entry: entry[0], default=None)


def _score_turns(plan: Plan, turns: Mapping[int, float]) -> float:
    """Score a plan's rows against the places where the text turns to a new one."""
    rows = {plan.top, plan.top + plan.second} if plan.groups else set()
    return _TURN * sum(sure if turn in rows else -sure for turn, sure in turns.items())


def _likeliest(plan: Plan) -> float:
    return -plan.prior


def _able(likely: Sequence[float], top: int) -> list[int]:
    """Return the cells of the top row that may be groups, in order."""
    return sorted(at for at in sorted(range(len(likely)), key=lambda at: (-likely[at], at))[:_ABLE] if at < top)


def _plan_two(columns: int, groups: int, likely: Sequence[float], opens_line: Sequence[bool]) -> Iterator[Plan]:
    """Yield plans of two rows; each row begins a line."""
    for top in range(2, len(likely)):
        leaves = len(likely) - top
        if opens_line[top] and leaves >= 2 * groups and top - groups + leaves == columns:
            for parents in combinations(_able(likely, top), groups):
                yield Plan(sum(likely[at] for at in parents), top, parents)


def _plan_under_one(columns: int, groups: int, likely: Sequence[float], opens_line: Sequence[bool]) -> Iterator[Plan]:
    """Yield plans of three rows whose second is nothing but groups under one of the top's; all leaves stand in the third."""
    for upper in range(1, groups - 1):
        lower = groups - upper
        for top in range(2, len(likely) - lower):
            leaves = len(likely) - top - lower
            fits = leaves >= 2 * (lower + upper - 1) and top - upper + leaves == columns
            if not fits or not opens_line[top] or not opens_line[top + lower]:
                continue
            below = sum(likely[top : top + lower])
            for parents in combinations(_able(likely, top), upper):
                for over in parents:
                    yield Plan(below + sum(likely[at] for at in parents), top, parents, lower, over)


def _plan_inner(columns: int, groups: int, likely: Sequence[float], opens_line: Sequence[bool]) -> Iterator[Plan]:
    """Yield plans of three rows whose second has one group among its leaves ("Tổng số | Trong đó")."""
    size = len(likely)
    for top in (at for at in range(2, size - 2) if opens_line[at] and groups > 1):
        for third in (at for at in range(top + 1, size - 1) if opens_line[at]):
            if top - (groups - 1) + (third - top - 1) + size - third != columns:
                continue
            for inner in (at for at in range(top, third) if likely[at] > _SURE):
                for parents in combinations(_able(likely, top), groups - 1):
                    yield Plan(likely[inner] + sum(likely[at] for at in parents), top, parents, third - top, None, inner)


def _try(plan: Plan, cells: Sequence[tuple[Word, ...]], texts: Sequence[str], columns: Sequence[Column]) -> Laid | None:
    grown = _grow(plan, texts)
    if grown is None:
        return None
    nodes, score = grown
    rows = 1 + bool(plan.groups) + bool(plan.second)
    laid = tuple(_place(nodes, cells, row=0, column=0, rows=rows))
    fit = score_laid(laid, columns)
    return None if fit is None else (plan.prior + score + fit, laid)


def _grow(plan: Plan, texts: Sequence[str]) -> tuple[list[Node], float] | None:
    """Set the cells below the top row under its groups; returns the top row's nodes and the score of the splits."""
    first = plan.top + plan.second
    if plan.inner is not None:
        second = [Node(at, tuple(map(Node, range(first, len(texts)))) if at == plan.inner else ()) for at in range(plan.top, first)]
        return _hang(plan, plan.groups, [texts[at] for at in plan.groups], second, texts)
    lowest = [(group, at) for group in plan.groups for at in (range(plan.top, first) if group == plan.over else (group,))]
    names = [texts[at] if at == group else f"{texts[group]} {texts[at]}" for group, at in lowest]
    hung = _hang(plan, [at for _, at in lowest], names, [Node(at) for at in range(first, len(texts))], texts)
    if hung is None or plan.over is None:
        return hung
    nodes, score = hung
    inner = tuple(node for node in nodes if node.cell >= plan.top)
    return [Node(node.cell, inner) if node.cell == plan.over else node for node in nodes if node.cell < plan.top], score


def _hang(
    plan: Plan, groups: Sequence[int], names: Sequence[str], below: Sequence[Node], texts: Sequence[str]
) -> tuple[list[Node], float] | None:
    """Share the nodes below out over the groups, in order."""
    if not groups:
        return [Node(at) for at in range(plan.top)], 0.0
    sizes, score = split(names, [texts[node.cell] for node in below])
    if not sizes:
        return None
    ends = list(accumulate(sizes))
    parts = {group: tuple(below[end - size : end]) for group, size, end in zip(groups, sizes, ends, strict=True)}
    extra = [at for at in groups if at >= plan.top]
    return [Node(at, parts.get(at, ())) for at in (*range(plan.top), *extra)], score


def _place(nodes: Sequence[Node], cells: Sequence[tuple[Word, ...]], *, row: int, column: int, rows: int) -> Iterator[HeadCell]:
    """Yield the cells of these nodes and of all below them; a leaf reaches down to the last row."""
    for node in nodes:
        width = _width(node)
        deep = any(child.below for child in node.below)
        height = rows - row if not node.below else 1 if deep or row + 1 == rows - 1 else rows - row - 1
        yield HeadCell(row, column, width, height, cells[node.cell])
        yield from _place(node.below, cells, row=row + height, column=column, rows=rows)
        column += width


def _width(node: Node) -> int:
    return sum(map(_width, node.below)) or 1
