"""The outline as inference: of all readings of a document's labels, the cheapest consistent numbering.

Each paragraph that opens with a label may be plain text, the next sibling in any list still open, or the first item of a new list
below. A beam search over the document keeps the cheapest stacks of open items; a skipped or repeated number is allowed at a cost,
since authors do skip (III → V).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from extractor.structure.labels import Label

_BEAM = 6
"""The outlines of the corpus in four forms and of the real documents are the same with 4 and with 24."""
_SKIP, _SKIP_MORE, _REPEAT, _BACK = 1.6, 0.5, 2.0, 4.0
_NEW, _NEW_LATE, _NEW_LATE_MORE = 0.5, 3.0, 0.3
_UPSIDE_DOWN = 2.5
"""A family of a higher rank below one of a lower: "I." below "1."."""
_SAME_FAMILY = 1.3
"""1. 2. 3. below an item of a list that counts 1. 2. 3. itself."""
_EMPTY = 1.5
"""A list that starts again beside a title without text, rather than below it."""
_SLIP = 1.0
_ARABIC = frozenset(("decimal", "decimal_bracket"))
"""1. and 1): authors slip from one into the other."""
_ORPHAN = 2.2
"""2.1 where no 2 is open."""
_MISPRINT = 2.4
"""3.3 between 2.2 and 2.4: the right place, a slip in the numbers above it."""
_RESUMED = 0.8
"""1. 2. 3. below a), then 4. 5. below b): the list counts on over its groups."""
_FACE = 1.2
"""Siblings that differ in weight or capitals."""
_THROUGH = "article"
"""Counted on through a whole document: below Mục 1 of the third chapter stands the article after the second chapter's last."""
_DEEP_AS_TEXT = 1.5
"""A label of several numbers (2.5.1), read as text."""
_HEADING_AS_TEXT = 2.0
"""A label that looks like a heading, read as text."""


class Candidate(NamedTuple):
    """A paragraph that opens with a label."""

    block: int
    labels: tuple[Label, ...]
    """Its readings."""
    strong: bool
    """Set as a heading: bold, capitals, or a style of the format."""
    after_sentence: bool
    """The paragraph before it is complete."""
    bold: bool
    caps: bool
    bare: bool = False
    """Nothing but a title: short, and no sentence."""


class Placed(NamedTuple):
    """A candidate that is a section: its label and the index of its parent among the placed ones (None at the top)."""

    block: int
    label: Label
    parent: int | None
    depth: int


class _Item(NamedTuple):
    """An open item of the stack."""

    family: str
    ordinals: tuple[int, ...]
    rank: int
    bold: bool
    caps: bool
    placed: int
    block: int
    bare: bool
    trail: int
    """One number for the families and numbers from the bottom of the stack up to here (`_Trails`)."""
    resume: tuple[str, int] | None = None
    """Family and number where the list below the sibling before it ended: it may count on here."""


_Chain: TypeAlias = "tuple[tuple[int, Label, int | None, int], _Chain] | None"
"""Decisions as a linked list, cheap to extend: the fields of a `Placed`, and the decisions before. Most are never taken."""


class _State(NamedTuple):
    cost: float
    stack: tuple[_Item, ...]
    chain: _Chain
    placed: int
    """Sections placed so far."""


_Step: TypeAlias = tuple[float, _State, Label | None, int, tuple[int, ...], int]
"""A way on from a state: cost, state, the label that is placed (None for text), items of the stack that stay below it, its numbers,
and the trail of the stack that the step leads to. Many are weighed and few are taken, hence a plain tuple."""
_Trails: TypeAlias = dict[tuple[int, str, tuple[int, ...]], int]
"""(trail below, family, numbers) → trail: equal numberings have one number, however many states hold them."""


def infer_outline(candidates: Sequence[Candidate]) -> tuple[Placed, ...]:
    """Choose the sections among `candidates` (in reading order) and their parents."""
    states = [_State(0.0, (), None, 0)]
    trails: _Trails = {}
    for candidate in candidates:
        steps = sorted(_steps(states, candidate, trails), key=itemgetter(0))[:_BEAM]
        states = [_taken(step, candidate) for step in steps]
    return _unwind(states[0].chain)


def _steps(states: Sequence[_State], candidate: Candidate, trails: _Trails) -> Iterable[_Step]:
    """Return the cheapest step to each numbering that the candidate may lead to; none of them is made a state yet."""
    as_text = _as_text(candidate)
    labels = [(label, _lateness(label)) for label in candidate.labels]
    cheapest: dict[int, _Step] = {}
    for state in states:
        stack, so_far = state.stack, state.cost
        steps: list[_Step] = [(so_far + as_text, state, None, 0, (), stack[-1].trail if stack else 0)]
        for label, late in labels:
            for level, cost in _levels(stack, candidate, label, late):
                ordinals = _counted(stack, label, level) if len(label.ordinals) > 1 else label.ordinals
                trail = trails.setdefault((stack[level - 1].trail if level else 0, label.family, ordinals), len(trails) + 1)
                steps.append((so_far + cost, state, label, level, ordinals, trail))
        for step in steps:
            known = cheapest.get(step[-1])
            if known is None or step[0] < known[0]:
                cheapest[step[-1]] = step
    return cheapest.values()


def _as_text(candidate: Candidate) -> float:
    strength = max(label.strength for label in candidate.labels)
    strength += _DEEP_AS_TEXT * any(len(label.ordinals) > 1 for label in candidate.labels)
    return strength + _HEADING_AS_TEXT * candidate.strong - 1.5 * (not candidate.after_sentence)


def _levels(stack: tuple[_Item, ...], candidate: Candidate, label: Label, late: float) -> list[tuple[int, float]]:
    """Return (stack length kept, cost) of each way to place the label."""
    ways = []
    for level in range(len(stack) - 1, -1, -1):
        item = stack[level]
        if item.family == label.family and len(item.ordinals) == len(label.ordinals):
            if item.ordinals[:-1] == label.ordinals[:-1]:
                ways.append((level, _step(item.ordinals, label.ordinals) + _contrast(item, candidate)))
            elif item.ordinals[-1] + 1 == label.ordinals[-1]:
                ways.append((level, _MISPRINT + _contrast(item, candidate)))
        elif _is_slip(item, label):
            ways.append((level, _SLIP + _contrast(item, candidate)))
    ways.extend(_as_child(stack, candidate, label, late))
    return ways


def _is_slip(item: _Item, label: Label) -> bool:
    """Tell the next number with another sign: "3)" after "2."."""
    return (
        {item.family, label.family} == _ARABIC
        and len(label.ordinals) == len(item.ordinals) == 1
        and label.ordinals[0] == item.ordinals[0] + 1
    )


def _step(before: tuple[int, ...], now: tuple[int, ...]) -> float:
    if not now:
        return 0.0
    step = now[-1] - before[-1]
    if step == 1:
        return 0.0
    if step > 1:
        return _SKIP + _SKIP_MORE * (step - 2)
    return _REPEAT if step == 0 else _BACK


def _contrast(item: _Item, candidate: Candidate) -> float:
    return _FACE * ((item.bold != candidate.bold) + 0.5 * (item.caps != candidate.caps))


def _as_child(stack: tuple[_Item, ...], candidate: Candidate, label: Label, late: float) -> list[tuple[int, float]]:
    if len(label.ordinals) > 1:
        for level in range(len(stack) - 1, -1, -1):
            if _is_prefix(stack[level], label):
                return [(level + 1, late)]
        return [(len(stack), late + _ORPHAN)]
    ways = []
    for level in range(len(stack), -1, -1):
        cost = late + 0.35 * (len(stack) - level)
        if level:
            cost = _below(stack[level - 1], label, cost)
        if level == len(stack) - 1 and _is_empty(stack[level], candidate, label):
            cost += _EMPTY
        ways.append((level, cost))
        if level < len(stack) and stack[level].family == label.family:
            break
    return ways


def _below(above: _Item, label: Label, cost: float) -> float:
    """Return the cost of a list that the label opens below an item."""
    if label.ordinals and above.resume == (label.family, label.ordinals[0] - 1):
        return _RESUMED
    if above.family == label.family:
        return cost + (_SAME_FAMILY if len(above.ordinals) == 1 else 0.6)
    return cost + _UPSIDE_DOWN * (above.rank > label.rank)


def _is_empty(item: _Item, candidate: Candidate, label: Label) -> bool:
    """Tell a title right above a list that starts again: beside it, the title would have nothing below it."""
    return item.bare and item.block + 1 == candidate.block and item.family == label.family and item.ordinals[-1:] > label.ordinals[-1:]


def _lateness(label: Label) -> float:
    """A list that opens with another number than the first."""
    first = label.ordinals[-1] if label.ordinals else 1
    return _NEW if first <= 1 else _NEW_LATE + _NEW_LATE_MORE * min(first, 10)


def _is_prefix(item: _Item, label: Label) -> bool:
    """2.5 is above 2.5.1; a Roman II may be above 2.1."""
    above = label.ordinals[:-1]
    return item.ordinals == above and (item.family == label.family or (item.family in {"roman", "article"} and len(above) == 1))


def _counted(stack: tuple[_Item, ...], label: Label, level: int) -> tuple[int, ...]:
    """Return the label's numbers; beside a sibling, those above the last are the sibling's."""
    sibling = _sibling(stack, label, level)
    return label.ordinals if sibling is None else (*sibling.ordinals[:-1], *label.ordinals[-1:])


def _sibling(stack: tuple[_Item, ...], label: Label, level: int) -> _Item | None:
    if level < len(stack) and len(stack[level].ordinals) == len(label.ordinals):
        return stack[level] if stack[level].family == label.family or _is_slip(stack[level], label) else None
    return None


def _taken(step: _Step, candidate: Candidate) -> _State:
    cost, state, label, level, ordinals, trail = step
    if label is None:
        return _State(cost, state.stack, state.chain, state.placed)
    stack = state.stack
    resume = stack[level - 1].resume if level else None
    if resume is not None and resume[0] != _THROUGH:
        resume = None
    sibling = _sibling(stack, label, level)
    if sibling is not None:
        below = stack[level + 1] if level + 1 < len(stack) else None
        resume = (below.family, below.ordinals[0]) if below is not None and len(below.ordinals) == 1 else sibling.resume
    placed = (candidate.block, label, stack[level - 1].placed if level else None, level + 1)
    item = _Item(
        label.family, ordinals, label.rank, candidate.bold, candidate.caps, state.placed, candidate.block, candidate.bare, trail, resume
    )
    return _State(cost, (*stack[:level], item), (placed, state.chain), state.placed + 1)


def _unwind(chain: _Chain) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    while chain is not None:
        decision, chain = chain
        placed.append(Placed(*decision))
    return tuple(reversed(placed))
