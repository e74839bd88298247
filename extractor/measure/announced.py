"""A paragraph that a list follows dates the list: ``Tính đến ngày 30/9/2023, kết quả như sau:``."""

from __future__ import annotations

from typing import NamedTuple

import regex

from extractor.measure.outline import Outline
from extractor.measure.periods import find_times
from extractor.measure.reading import read
from extractor.structure.document import Document, Passage

ANNOUNCES = regex.compile(r"(?::|\b(?:trong đó|gồm|bao gồm|cụ thể|chia ra|như sau))\s*$", regex.IGNORECASE | regex.REVERSE)
"""The end of a paragraph that a list follows."""


class Announced(NamedTuple):
    """The list that a paragraph announces, and its time."""

    section_id: str | None
    label: str | None
    """Label of the announcing paragraph, if it is an item itself."""
    items: frozenset[str]
    """Ids of the sections that the list's numbered items open."""
    period: str

    def lists(self, passage: Passage) -> bool:
        """True for an item of the list."""
        bullet = passage.label is not None and passage.section_id == self.section_id and passage.label != self.label
        return bullet or passage.section_id in self.items


def announced_at(document: Document, plan: Outline, passage: Passage, before: Announced | None) -> Announced | None:
    """The list that `passage` announces or still belongs to; None after its end."""
    if passage.kind == "footnote":
        return before
    text = document.text[passage.body : passage.end]
    if passage.kind == "text" and ANNOUNCES.match(text):
        setting = plan.setting(passage.section_id)
        reading = read(text, setting)
        ends = (*reading.sentences[1:], len(text))
        times = [time for start, end in zip(reading.sentences, ends, strict=True) for time in find_times(reading, start, end, setting)]
        scenes = [time for time in times if time.scene]
        if scenes:
            section = plan.sections.get(passage.section_id or "")
            items = frozenset(child.id for child in section.children if child.title is None) if section else frozenset()
            return Announced(passage.section_id, passage.label, items, scenes[-1].edtf)
    return before if before and before.lists(passage) else None
