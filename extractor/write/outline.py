"""Walking a report's tree of sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.schema import Section


def flatten(sections: Iterable[Section]) -> Iterator[Section]:
    """Give the sections at every depth, in the order of the document."""
    for section in sections:
        yield section
        yield from flatten(section.children)
