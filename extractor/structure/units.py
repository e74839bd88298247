"""From blocks to the tree of sections: attached documents and appendices first, then the outline inside each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from extractor.layout.blocks import Paragraph, TableBlock
from extractor.layout.breaks import ends_sentence
from extractor.structure.kinds import kind_of_line
from extractor.structure.labels import Label, find_labels
from extractor.structure.outline import Candidate, Placed, infer_outline
from rules import formula

_TITLE_LINES = 4
_LONG_TITLE = 250
_SHORT_TITLE = 160
_SENTENCE_END = regex.compile(r"[.;!?]\s+\p{Lu}")
_LOOK_BACK = 6


class Unit(NamedTuple):
    """A section before it is placed in the reading text."""

    block: int
    """The block that opens it."""
    kind: str
    label: str | None
    title: str | None
    title_blocks: int
    """Blocks that its heading takes (label and title may stand on several)."""
    title_end: int
    """Offset in the opening block where the title ends and a run-in text begins; its length when all is title."""
    body: int
    """Offset in the opening block behind the label."""
    parent: int | None
    depth: int
    ordinals: tuple[int, ...]
    family: str


class _Boundary(NamedTuple):
    block: int
    label: Label | None
    title: str
    blocks: int


def find_units(blocks: Sequence[Paragraph | TableBlock], body: Sequence[int], closing: frozenset[int]) -> tuple[Unit, ...]:
    """Find all sections.

    Args:
        blocks: All blocks of the document.
        body: Indices of those that are neither head nor foot, in order.
        closing: Indices of the blocks of feet.
    """
    boundaries = _boundaries(blocks, body, closing)
    units: list[Unit] = []
    starts = [boundary.block for boundary in boundaries]
    attachment: int | None = None
    first = [index for index in body if not starts or index < starts[0]]
    _outline(blocks, first, units, None, 0)
    for at, boundary in enumerate(boundaries):
        until = starts[at + 1] if at + 1 < len(starts) else len(blocks)
        inside = [index for index in body if boundary.block + boundary.blocks <= index < until]
        parent = None if boundary.label is None else attachment
        units.append(_boundary_unit(blocks, boundary, parent, units))
        own = len(units) - 1
        if boundary.label is None:
            attachment = own
        _outline(blocks, inside, units, own, units[own].depth)
    return tuple(units)


def _boundary_unit(blocks: Sequence[Paragraph | TableBlock], boundary: _Boundary, parent: int | None, units: Sequence[Unit]) -> Unit:
    label = boundary.label
    return Unit(
        block=boundary.block,
        kind="attachment" if label is None else "appendix",
        label=label.label if label else None,
        title=boundary.title or None,
        title_blocks=boundary.blocks,
        title_end=len(_text(blocks[boundary.block])),
        body=label.end if label else 0,
        parent=parent,
        depth=1 if parent is None else units[parent].depth + 1,
        ordinals=label.ordinals if label else (),
        family="attachment" if label is None else "appendix",
    )


def _text(block: Paragraph | TableBlock) -> str:
    return block.text if isinstance(block, Paragraph) else ""


def _boundaries(blocks: Sequence[Paragraph | TableBlock], body: Sequence[int], closing: frozenset[int]) -> list[_Boundary]:
    found: list[_Boundary] = []
    taken = -1
    for position, index in enumerate(body):
        if index <= taken:
            continue
        block = blocks[index]
        if not isinstance(block, Paragraph):
            continue
        label = _appendix_label(block)
        following = body[position : position + 1 + _LOOK_BACK]
        if label is not None:
            boundary = _appendix(blocks, following, label)
        elif _opens_attachment(blocks, following, closing):
            boundary = _attachment(blocks, following)
        else:
            continue
        found.append(boundary)
        taken = index + boundary.blocks - 1
    return _without_captions(blocks, body, found)


def _without_captions(blocks: Sequence[Paragraph | TableBlock], body: Sequence[int], found: list[_Boundary]) -> list[_Boundary]:
    """A "Biểu 2" before the outline's last chapter is the caption of a table in the text, no annex."""
    if not found:
        return []
    annexes = [boundary.block for boundary in found if boundary.label is not None and boundary.label.label.lower().startswith("phụ")]
    until = min(annexes, default=len(blocks))
    last = next((index for index in reversed(body) if index < until and _is_chapter(blocks[index])), -1)
    return [boundary for boundary in found if boundary.block > last or boundary.label is None or boundary.block in annexes]


def _is_chapter(block: Paragraph | TableBlock) -> bool:
    return isinstance(block, Paragraph) and any(
        label.family in {"part", "chapter", "roman", "article"} for label in find_labels(block.text)
    )


def _appendix_label(block: Paragraph) -> Label | None:
    if len(block.text) > _LONG_TITLE or not block.text[:1].isupper():
        return None
    label = next((label for label in find_labels(block.text) if label.family == "appendix"), None)
    if label is None:
        return None
    rest = block.text[label.end :]
    set_apart = block.face.bold > 0.5 or block.face.centered or label.label.isupper() or block.face.style is not None
    if not label.ordinals:
        alone = not rest or (rest.isupper() and block.text[label.end - 1 : label.end] != ",")
        return label if alone and (set_apart or not rest or ":" in block.text[: label.end]) else None
    return label if set_apart or not ends_sentence(block.text) else None


def _appendix(blocks: Sequence[Paragraph | TableBlock], following: Sequence[int], label: Label) -> _Boundary:
    opening = blocks[following[0]]
    title = [rest] if (rest := _text(opening)[label.end :].strip()) else []
    count = 1
    for index in following[1:_TITLE_LINES]:
        block = blocks[index]
        if not isinstance(block, Paragraph) or not _continues_title(title, block) or index != following[0] + count:
            break
        title.append(block.text)
        count += 1
    return _Boundary(following[0], label, " ".join(title), count)


def _continues_title(title: Sequence[str], block: Paragraph) -> bool:
    if len(block.text) > _LONG_TITLE or find_labels(block.text) or formula("attached_note").match(block.text):
        return False
    if block.text[:1] in "(-+*•":
        return False
    if not title:
        return block.text.isupper() or block.face.bold > 0.9 or block.face.centered or block.face.style is not None
    return title[-1].isupper() and block.text.isupper() and not ends_sentence(title[-1])


def _opens_attachment(blocks: Sequence[Paragraph | TableBlock], following: Sequence[int], closing: frozenset[int]) -> bool:
    block = blocks[following[0]]
    if not isinstance(block, Paragraph) or len(block.text) > _LONG_TITLE:
        return False
    words = block.text.split(maxsplit=2)
    if not " ".join(words[:2]).isupper() or block.text.rstrip().endswith(":") or kind_of_line(block.text) is None:
        return False
    return following[0] - 1 in closing or _note_at(blocks, following) is not None


def _note_at(blocks: Sequence[Paragraph | TableBlock], following: Sequence[int]) -> int | None:
    """Place in `following` of the note "(Ban hành kèm theo …)"; None where something else comes first."""
    for at, index in enumerate(following[1:], 1):
        block = blocks[index]
        if not isinstance(block, Paragraph) or find_labels(block.text):
            return None
        if formula("attached_note").match(block.text):
            return at
        if len(block.text) > _LONG_TITLE:
            return None
    return None


def _attachment(blocks: Sequence[Paragraph | TableBlock], following: Sequence[int]) -> _Boundary:
    note = _note_at(blocks, following)
    count = note if note is not None else 1
    title = " ".join(_text(blocks[index]) for index in following[:count])
    return _Boundary(following[0], None, title, count)


def _outline(blocks: Sequence[Paragraph | TableBlock], inside: Sequence[int], units: list[Unit], parent: int | None, depth: int) -> None:
    candidates = _candidates(blocks, inside)
    placed = infer_outline(candidates)
    base = len(units)
    opened = {item.block for item in placed}
    order = {index: at for at, index in enumerate(inside)}
    parents = {item.parent for item in placed}
    for at, item in enumerate(placed):
        following = [blocks[index] for index in inside[order[item.block] + 1 : order[item.block] + _TITLE_LINES]]
        text_follows = order[item.block] + 1 < len(inside) and inside[order[item.block] + 1] not in opened
        unit = _unit(blocks[item.block], item, following, leads=at in parents or text_follows)
        above = parent if item.parent is None else base + item.parent
        units.append(unit._replace(parent=above, depth=depth + item.depth))


def _candidates(blocks: Sequence[Paragraph | TableBlock], inside: Sequence[int]) -> list[Candidate]:
    found = []
    before: Paragraph | TableBlock | None = None
    for index in inside:
        block = blocks[index]
        if isinstance(block, Paragraph):
            labels = tuple(label for label in find_labels(block.text) if label.family != "appendix")
            if labels:
                found.append(_candidate(index, block, labels, before))
        before = block
    return found


def _candidate(index: int, block: Paragraph, labels: tuple[Label, ...], before: Paragraph | TableBlock | None) -> Candidate:
    bold = block.face.bold > 0.5 or block.face.lead > labels[0].end
    caps = block.face.caps
    strong = bold or caps or (block.face.style or "").startswith("heading")
    complete = not isinstance(before, Paragraph) or ends_sentence(before.text) or len(before.text) < _SHORT_TITLE
    bare = len(block.text) < _SHORT_TITLE and not ends_sentence(block.text)
    return Candidate(index, labels, strong, complete, bold, caps, bare)


def _unit(block: Paragraph | TableBlock, item: Placed, following: Sequence[Paragraph | TableBlock], *, leads: bool) -> Unit:
    """Make a unit of a placed candidate; its parent counts among the placed ones."""
    if not isinstance(block, Paragraph):
        raise TypeError("labels open paragraphs only")
    label = item.label
    title_end, count = _title_extent(block, label, following, leads=leads)
    title = block.text[label.end : title_end].strip() if title_end is not None else None
    if count > 1:
        title = " ".join(filter(None, [title, *(_text(line).strip() for line in following[: count - 1])]))
    return Unit(
        block=item.block,
        kind=label.kind,
        label=label.label,
        title=title or None,
        title_blocks=count,
        title_end=len(block.text) if title_end is None else title_end,
        body=label.end,
        parent=item.parent,
        depth=item.depth,
        ordinals=label.ordinals,
        family=label.family,
    )


def _title_extent(block: Paragraph, label: Label, following: Sequence[Paragraph | TableBlock], *, leads: bool) -> tuple[int | None, int]:
    """Return where the title ends in the opening block (None: a numbered paragraph, no heading) and how many blocks it takes."""
    rest = block.text[label.end :]
    if not rest:
        return label.end, 1 + _title_lines([], following)
    if block.face.lead > label.end + 1:
        return block.face.lead, 1
    if block.face.bold > 0.9 or block.face.caps or (block.face.style or "").startswith("heading"):
        return len(block.text), 1 + (_title_lines([rest], following) if rest.isupper() else 0)
    if label.kind == "article" and ends_sentence(rest):
        return None, 1
    single = len(rest) <= _LONG_TITLE and not _SENTENCE_END.search(rest)
    quiet = not rest.rstrip().endswith((".", ";")) or len(rest) <= _SHORT_TITLE
    return (len(block.text), 1) if leads and single and quiet and not rest.rstrip().endswith(";") else (None, 1)


def _title_lines(title: list[str], following: Sequence[Paragraph | TableBlock]) -> int:
    """Count the paragraphs that go on with a heading whose title stands on several lines."""
    count = 0
    for block in following:
        if not isinstance(block, Paragraph) or not (_continues_title(title, block) or (not title and _is_title_line(block))):
            break
        title = [*title, block.text]
        count += 1
    return count


def _is_title_line(block: Paragraph | TableBlock) -> bool:
    if not isinstance(block, Paragraph) or len(block.text) > _LONG_TITLE or find_labels(block.text):
        return False
    return block.text.isupper() or block.face.bold > 0.9 or block.face.centered or not ends_sentence(block.text)
