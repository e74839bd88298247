"""The foot of a văn bản: Nơi nhận, and who signed for whom (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7–9)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

import regex

from extractor.layout.blocks import Paragraph, TableBlock
from extractor.schema import Signature
from extractor.structure.kinds import kind_of_line
from extractor.structure.labels import find_labels
from extractor.structure.seen import is_aside, is_scrap, signing_text
from rules import formula

_CAPITAL_NAME = regex.compile(r"\p{Lu}{2,8}(?:\s\p{Lu}{1,8}){1,4}")
_ENTRY = regex.compile(r"^\s*[-–—+•]\s*")
_BRACE = regex.compile(r"(?<=[;,.])\s{2,}\S.*$")
"""What a brace beside the list says ("Báo / cáo"), flattened into its lines."""
_TRAILED = regex.compile(r"([^;]*;)\s+(?:[^\s;.,]{1,8}|[^\p{L}\d]+)$")
"""The last word of such a brace: it has no end mark, and the entry is no list in semicolons itself."""
_END_MARK = regex.compile(r"\./\.\s*$")
_SIGNED = regex.compile(r"\(?\s*(?:Đã ký|đã ký|Ký|ký tên|Ký tên|Ký, ghi rõ họ tên|Ký, đóng dấu).*\)?|\[?daky\]?", regex.IGNORECASE)
_SHORT = 90
_MOTTO_PIECES = regex.compile(r"cộng|h[òo][àa]|hội|chủ|nghĩa|độc|lập|hạnh|phúc", regex.IGNORECASE)
"""One of them is whole wherever the motto is: its pattern allows four errors in the first five, three in the last four."""


class Closing(NamedTuple):
    """One foot: which blocks it takes, and what stands in it."""

    blocks: tuple[int, ...]
    recipients: tuple[str, ...]
    signatures: tuple[Signature, ...]
    """Spans are offsets into the joined lines of `blocks`."""
    text: str


def find_closings(blocks: Sequence[Paragraph | TableBlock], start: int) -> tuple[Closing, ...]:
    """Find every foot after block `start`: the document's own and those of the parties or attached documents."""
    closings: list[Closing] = []
    index = start
    while index < len(blocks):
        if _opens(blocks, index, start):
            taken = _extent(blocks, index)
            closings.append(_read(blocks, taken))
            index = taken[-1] + 1
        else:
            index += 1
    return _merged(blocks, closings)


def _opens(blocks: Sequence[Paragraph | TableBlock], index: int, start: int) -> bool:
    block = blocks[index]
    if not isinstance(block, Paragraph):
        return False
    if not _may_open(signing_text(block)):
        return False
    if formula("recipients").match(block.text):
        return True
    if not _is_capacity(block) and not formula("position").match(signing_text(block)):
        return False
    if _opens_head(blocks, index):
        return False
    # capitals of a position also head decisions ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"): a foot follows the end of the text
    before = next((blocks[at] for at in range(index - 1, start - 1, -1)), None)
    if isinstance(before, TableBlock):
        return _has_name(blocks, index)
    return before is not None and (_END_MARK.search(before.text) is not None or _has_name(blocks, index))


def _may_open(text: str) -> bool:
    """Tell cheaply that no foot opens here: it begins with "Nơi nhận", a position in capitals, or "TM.", "KT.", "Q."."""
    start = text.lstrip()[:3]
    return start[:1].isupper() and (not start[1:2].islower() or start == "Nơi")


def _has_name(blocks: Sequence[Paragraph | TableBlock], index: int) -> bool:
    near = blocks[index + 1 : index + 5]
    return any(
        isinstance(block, Paragraph) and (formula("person").match(block.text) or formula("recipients").match(block.text)) for block in near
    )


def _is_capacity(block: Paragraph) -> bool:
    return len(block.text) < _SHORT and formula("capacity").match(signing_text(block)) is not None


def _extent(blocks: Sequence[Paragraph | TableBlock], index: int) -> tuple[int, ...]:
    """Take lines that belong to a foot; a line that does not is left to the body, two in a row or a heading end it."""
    taken = [index]
    edge = _edge(blocks[index], None)
    in_list = edge is not None or formula("recipients").match(_text(blocks[index])) is not None
    strangers = 0
    page = _page(blocks[index])
    for at in range(index + 1, len(blocks)):
        block = blocks[at]
        if not isinstance(block, Paragraph) or _ends_foot(block) or _opens_head(blocks, at):
            break
        edge = _edge(block, edge)
        role = _role(block, in_list=in_list, edge=edge)
        if role == "scrap" and _page(block) == page:
            taken.append(at)
            continue
        if role in {"stranger", "scrap"}:
            strangers += 1
            if strangers > 2 or len(block.text) > 2 * _SHORT:
                break
            continue
        in_list = role in {"entry", "list"}
        strangers = 0
        taken.append(at)
    return tuple(taken)


def _edge(block: Paragraph | TableBlock, edge: float | None) -> float | None:
    """The left edge of the list of recipients as it was read, the page upright; boxes are those of the page as it is stored."""
    if isinstance(block, TableBlock) or block.face.indent is None:
        return edge
    return block.face.indent if formula("recipients").match(block.text) else edge


def _page(block: Paragraph | TableBlock) -> int | None:
    return block.runs[0].page if isinstance(block, Paragraph) and block.runs else None


def _text(block: Paragraph | TableBlock) -> str:
    return block.text if isinstance(block, Paragraph) else ""


def _ends_foot(block: Paragraph) -> bool:
    if any(label.kind in {"appendix", "roman", "part", "chapter", "article"} and label.label for label in find_labels(block.text)):
        return True
    return block.text[:4].isupper() and kind_of_line(block.text) is not None


def _opens_head(blocks: Sequence[Paragraph | TableBlock], at: int) -> bool:
    """An attached document may open with a head of its own: the body's name or the motto."""
    text = _text(blocks[at])
    if _has_motto(text):
        return True
    if not text.isupper():
        return False
    if any(_has_motto(_text(block)) for block in blocks[at + 1 : at + 3]):
        return True
    body = takewhile(str.isupper, map(_text, blocks[at + 1 : at + 5]))  # a body of several lines, under the one it is part of
    return formula("authority").match(text) is not None and any(map(_has_motto, body))


@lru_cache(maxsize=8)
def _has_motto(text: str) -> bool:
    """Tell whether a line holds the motto; neighbours are asked again and again, and a search that allows errors is dear."""
    return _MOTTO_PIECES.search(text) is not None and formula("motto").search(text) is not None


def _role(block: Paragraph, *, in_list: bool, edge: float | None) -> str:
    text = block.text
    if formula("recipients").match(text):
        return "list"
    if _is_capacity(block) or formula("position").match(signing_text(block)) or _SIGNED.fullmatch(text):
        return "sign"
    listed = not is_aside(block, edge)
    if listed and _ENTRY.match(text):
        return "entry"
    if formula("person").match(text) or (text.isupper() and len(text) < _SHORT and formula("authority").match(text)):
        return "sign"
    if is_scrap(block):
        return "scrap"
    if listed and in_list and not text.isupper() and len(text) < 2 * _SHORT:
        return "entry"
    if text.isupper() and len(text.split()) <= 5 and _CAPITAL_NAME.fullmatch(text):
        return "sign"
    return "stranger" if len(text) > 3 else "sign"


def _read(blocks: Sequence[Paragraph | TableBlock], taken: Sequence[int]) -> Closing:
    lines = [block for at in taken if isinstance(block := blocks[at], Paragraph)]
    starts, length = [], 0
    for line in lines:
        starts.append(length)
        length += len(line.text) + 1
    roles = _roles(lines)
    recipients = _recipients([line for line, role in zip(lines, roles, strict=True) if role == "entry"])
    signing = [(line, start) for line, start, role in zip(lines, starts, roles, strict=True) if role == "sign"]
    return Closing(tuple(taken), recipients, _signatures(signing), "\n".join(line.text for line in lines))


def _roles(lines: Sequence[Paragraph]) -> list[str]:
    roles: list[str] = []
    in_list = False
    edge: float | None = None
    for line in lines:
        edge = _edge(line, edge)
        role = _role(line, in_list=in_list, edge=edge)
        in_list = role in {"entry", "list"} or (in_list and role == "scrap")
        roles.append(role)
    return roles


def _recipients(lines: Sequence[Paragraph]) -> tuple[str, ...]:
    """One entry a dash; a line without one goes on with the entry above, unless that was ended."""
    entries: list[str] = []
    for line in lines:
        text = _BRACE.sub("", line.text)
        dash = _ENTRY.match(text)
        if dash:
            entries.append(text[dash.end() :])
        elif entries and not entries[-1].rstrip().endswith((";", ".")):
            entries[-1] += " " + text
        elif entries and line.text[:1].islower():
            entries[-1] = entries[-1] + " " + text
    return tuple(entry for raw in entries if (entry := _bare_entry(raw)))


def _bare_entry(raw: str) -> str:
    text = " ".join(raw.split())
    ended = _TRAILED.match(text)
    return (ended[1] if ended else text).rstrip(" ;.,:")


def _signatures(lines: Sequence[tuple[Paragraph, int]]) -> tuple[Signature, ...]:
    """Group capacity lines, position and name to signatures; a body that signs without a position is its own position, else its head."""
    found: list[Signature] = []
    capacity: list[tuple[Paragraph, int]] = []
    position: list[tuple[Paragraph, int]] = []

    before = ""

    def close(name: tuple[Paragraph, int] | None) -> None:
        if position or capacity:
            found.append(_signature(capacity, position, name))
        capacity.clear()
        position.clear()

    for line, start in lines:
        role = _part(line, opened=bool(position or capacity))
        if role == "name":
            close((line, start))
            continue
        if role == "position" and position and before == "body":
            position.clear()
        before = role
        if (role == "capacity" and position) or (role == "position" and position) or role == "body":
            close(None)
        if role == "capacity":
            capacity.append((line, start))
        elif role in {"position", "body"}:
            position.append((line, start))
    close(None)
    return tuple(found)


def _part(line: Paragraph, *, opened: bool) -> str:
    """What a line is in a signature: capacity, position, name, the body that signs, or nothing."""
    text = signing_text(line)
    if _SIGNED.fullmatch(text) or len(text) <= len("Báo"):
        return ""
    if _is_capacity(line):
        return "capacity"
    if formula("position").match(text):
        return "position"
    body = formula("authority").match(text) is not None
    if opened and (formula("person").match(text) or (_CAPITAL_NAME.fullmatch(text) and not body)):
        return "name"
    return "body" if body else ""


def _signature(
    capacity: Sequence[tuple[Paragraph, int]], position: Sequence[tuple[Paragraph, int]], name: tuple[Paragraph, int] | None
) -> Signature:
    lines = [*capacity, *position, *([name] if name else [])]
    held = " ".join(" ".join(signing_text(line).split()) for line, _ in capacity) or None
    title = " ".join(" ".join(signing_text(line).split()) for line, _ in position)
    if not title and held:
        title = formula("capacity").sub("", held)
    return Signature(
        capacity=held,
        position=title,
        name=" ".join(name[0].text.split()) if name else None,
        span=(min(start for _, start in lines), max(start + len(line.text) for line, start in lines)),
        page=next((run.page for line, _ in lines for run in line.runs if run.page is not None), None),
    )


def _merged(blocks: Sequence[Paragraph | TableBlock], closings: Sequence[Closing]) -> tuple[Closing, ...]:
    """Join feet that stand together (the list of recipients in one column, the signature in the other)."""
    merged: list[Closing] = []
    for closing in closings:
        if merged and closing.blocks[0] - merged[-1].blocks[-1] <= 1:
            merged[-1] = _read(blocks, merged[-1].blocks + closing.blocks)
        else:
            merged.append(closing)
    return tuple(merged)
