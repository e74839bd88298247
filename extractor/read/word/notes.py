"""Footnotes and endnotes of a DOCX: markers as Word counts them, bodies in the order of their markers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from extractor.pages import Line, Note
from extractor.read.word.names import W, child, number, value
from extractor.read.word.numbering import format_number

DEFAULT_FORMS = {"footnote": "decimal", "endnote": "lowerRoman"}
SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


class Mark(NamedTuple):
    """A reference in the text."""

    id: str
    """"footnote-3": unique in the document."""
    marker: str


class Counting(NamedTuple):
    """How a section counts its notes."""

    form: str
    start: int
    each_section: bool


class NoteCounter:
    """Counts references in the order of the text."""

    def __init__(
        self, settings: etree._Element | None, sections: Sequence[etree._Element], parts: Mapping[str, etree._Element | None]
    ) -> None:
        """Take the settings part, the `w:sectPr` in order, and the parts that hold the notes by "footnote" and "endnote"."""
        self._settings = settings
        self._sections = sections
        self._section = 0
        self._bodies = {kind: _index(part, kind) for kind, part in parts.items()}
        self._counts: dict[str, int | None] = {"footnote": None, "endnote": None}
        self._marks: dict[str, tuple[str, etree._Element]] = {}

    def mark(self, kind: str, note_id: str, custom: str) -> Mark | None:
        """Count a reference; None if the note does not exist. A note that is referred to twice keeps its first marker."""
        body = self._bodies.get(kind, {}).get(note_id)
        if body is None:
            return None
        key = f"{kind}-{note_id}"
        if key not in self._marks:
            self._marks[key] = (custom or self._count(kind), body)
        return Mark(key, self._marks[key][0])

    def end_section(self) -> None:
        """Go on to the next section."""
        self._section += 1
        for kind in self._counts:
            if self._counting(kind).each_section:
                self._counts[kind] = None

    def notes(self, read: Callable[[etree._Element], list[Line]]) -> tuple[Note, ...]:
        """Give the notes that were referred to, their bodies read by `read`."""
        return tuple(Note(key, marker, _body(read(node), marker)) for key, (marker, node) in self._marks.items())

    def _count(self, kind: str) -> str:
        counting, last = self._counting(kind), self._counts[kind]
        count = counting.start if last is None else last + 1
        self._counts[kind] = count
        return format_number(count, counting.form)

    def _counting(self, kind: str) -> Counting:
        name = f"{kind}Pr"
        section = self._sections[self._section] if self._section < len(self._sections) else None
        said = [node for node in (child(section, name), child(self._settings, name)) if node is not None]
        form = next((found for node in said if (found := value(node, "numFmt"))), DEFAULT_FORMS[kind])
        start = next((count for node in said if (count := number(value(node, "numStart"))) is not None), 1)
        restart = next((found for node in said if (found := value(node, "numRestart"))), "continuous")
        return Counting(form, start, restart == "eachSect")


def _index(part: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    nodes = part.findall(W + kind) if part is not None else []
    return {node.get(f"{W}id", ""): node for node in nodes if node.get(f"{W}type") not in SEPARATORS}


def _body(lines: list[Line], marker: str) -> tuple[Line, ...]:
    """Take off an author's own marker, which opens the body as text, and the blank behind it; empty last paragraphs are slips."""
    while lines and not lines[-1].text.strip():
        lines = lines[:-1]
    if not lines or not lines[0].spans:
        return tuple(lines)
    first, *rest = lines[0].spans
    text = first.text.lstrip()
    if text.startswith(marker) and not text[len(marker) : len(marker) + 1].isalnum() and (first.superscript or not marker.isalnum()):
        text = text.removeprefix(marker).lstrip()
    if not text and rest:
        rest[0] = rest[0]._replace(text=rest[0].text.lstrip())
    return (lines[0]._replace(spans=(first._replace(text=text), *rest)), *lines[1:])
