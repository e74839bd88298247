"""A paragraph that a list follows dates the list: ``Tính đến ngày 30/9/2023, kết quả như sau:``."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import NamedTuple

import regex

from extractor.measure.outline import Outline
from extractor.measure.periods import dates_subject, find_times
from extractor.measure.reading import read
from extractor.structure.document import Document, Passage

ANNOUNCES = regex.compile(r"(?::|\b(?:trong đó|gồm|bao gồm|cụ thể|chia ra|như sau))\s*$", regex.IGNORECASE | regex.REVERSE)
"""The end of a paragraph that a list follows."""


_BULLETS = {"-", "+", "*"}
_LEAD = regex.compile(r"[^:.;]{8,160}(?=:\s*\p{L})")
"""The words that a bullet runs in with: ``- Công tác thi tuyển năm 2020: …``."""
_ENDS = regex.compile(r"[\s,;:.]*(?:(?:kết quả|cụ thể|trong đó|gồm|bao gồm|chia ra|như sau|là)[\s,;:.]*)*")
"""What may stand between a time and the list that it dates."""


class Announced(NamedTuple):
    """The list that a paragraph announces, and its time."""

    section_id: str | None
    marks: tuple[str, ...]
    """Labels of the items that end the list: the announcing paragraph's, if it is an item itself, and those it stands below."""
    items: frozenset[str]
    """Ids of the sections that the list's numbered items open."""
    period: str
    outer: Announced | None = None
    """The list that the announcing paragraph is an item of."""

    def lists(self, passage: Passage) -> bool:
        """True for an item of the list."""
        bullet = passage.label is not None and passage.section_id == self.section_id and passage.label not in self.marks
        return bullet or passage.section_id in self.items

    def dates(self, passage: Passage) -> str | None:
        """The time of `passage` as an item of the list, or of the list around it."""
        if self.lists(passage):
            return self.period
        return self.outer.dates(passage) if self.outer else None


def announced_at(document: Document, plan: Outline, passage: Passage, before: Announced | None) -> Announced | None:
    """The list that `passage` announces or still belongs to; None after its end."""
    if passage.kind == "footnote":
        return before
    while before and not before.lists(passage):
        before = before.outer
    text = document.text[passage.body : passage.end]
    announces = ANNOUNCES.match(text)
    lead = text if announces else _lead(passage, text)
    period = _period(plan, passage, lead, announces=bool(announces)) if passage.kind == "text" and lead else None
    if period is None:
        return before
    section = plan.sections.get(passage.section_id or "")
    items = frozenset(child.id for child in section.children if child.title is None) if section and announces else frozenset()
    return Announced(passage.section_id, _marks(document, passage), items, period, before)


def _lead(passage: Passage, text: str) -> str | None:
    lead = _LEAD.match(text) if passage.label in _BULLETS else None
    return lead[0] if lead else None


def _period(plan: Outline, passage: Passage, text: str, *, announces: bool) -> str | None:
    """The time right before the list; else, of a paragraph that announces it, the last that sets the scene."""
    setting = plan.setting(passage.section_id)
    reading = read(text, setting)
    ends = (*reading.sentences[1:], len(text))
    times = [time for start, end in zip(reading.sentences, ends, strict=True) for time in find_times(reading, start, end, setting)]
    if times and not times[-1].compared and _ENDS.fullmatch(reading.lower, times[-1].extent[1]) and dates_subject(reading, times[-1]):
        return times[-1].edtf
    scenes = [time for time in times if time.scene]
    return scenes[-1].edtf if scenes and announces else None


def _marks(document: Document, passage: Passage) -> tuple[str, ...]:
    """The bullets that `passage` is one of or stands below."""
    if passage.label is None:
        return ()
    here = bisect_left(document.passages, passage.start, key=attrgetter("start"))
    first = here
    while first and document.passages[first - 1].section_id == passage.section_id:
        first -= 1
    marks: list[str] = []
    for other in document.passages[first : here + 1]:
        if other.label in marks:
            del marks[marks.index(other.label) + 1 :]
        elif other.label:
            marks.append(other.label)
        elif other.kind == "text":
            marks.clear()
    return tuple(marks)
