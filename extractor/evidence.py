"""Place the repairs in the reading text."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.pages import Change, Grid, Line, Reading
from extractor.schema import Repair

_CONTEXT = 24


def place_repairs(changes: Sequence[Change], reading: Reading, text: str) -> list[Repair]:
    """Give each change its span: its surroundings in the repaired line are looked up in the text, in reading order.

    Args:
        changes: In the order of the source.
        reading: The repaired pages.
    """
    placed: list[Repair] = []
    cursor = 0
    for change in changes:
        start = _find(change, reading, text, cursor)
        if start is not None:
            cursor = max(0, start - 2000)
        repaired = change.repaired if start is None else " ".join(change.repaired.split())
        span = None if start is None else (start, start + len(repaired))
        placed.append(
            Repair(
                kind=change.kind,
                original=change.original,
                repaired=repaired,
                span=span,
                page=change.page,
                rule=change.rule,
                confidence=round(change.confidence, 3),
            )
        )
    return placed


def _find(change: Change, reading: Reading, text: str, cursor: int) -> int | None:
    if not change.repaired.strip():
        return None
    line = _line_text(change, reading)
    before = " ".join(line[max(0, change.start - _CONTEXT) : change.start].split())
    after = " ".join(line[change.start + len(change.repaired) : change.start + len(change.repaired) + _CONTEXT].split())
    gap_before = " " if line[change.start - 1 : change.start].isspace() and before else ""
    gap_after = " " if line[change.start + len(change.repaired) :][:1].isspace() and after else ""
    needle = " ".join(change.repaired.split())
    for left, right in ((before, after), (before, ""), ("", after), (before[-8:], ""), ("", after[:8])):
        if not (left or right) and len(line.strip()) > len(needle):
            continue
        probe = (left + gap_before if left else "") + needle + (gap_after + right if right else "")
        for begin in (cursor, 0):
            at = text.find(probe, begin)
            if at >= 0:
                return at + (len(left + gap_before) if left else 0)
    return None


def _line_text(change: Change, reading: Reading) -> str:
    if change.item < 0:
        return change.repaired
    page = next((page for page in reading.pages if page.number == change.page), reading.pages[0])
    item = page.items[change.item] if change.item < len(page.items) else None
    if isinstance(item, Grid):
        lines = next((cell.lines for cell in item.cells if (cell.row, cell.column) == (change.row, change.column)), ())
        return "\n".join(line.text for line in lines)
    return item.text if isinstance(item, Line) else change.repaired
