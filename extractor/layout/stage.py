"""Pages → blocks: furniture out, columns in order, lines joined to paragraphs, footnotes and tables apart."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.layout.blocks import Layout
from extractor.layout.flow import arrange_flow
from extractor.layout.markers import mark_notes
from extractor.layout.paged import arrange_paged
from extractor.layout.plain import arrange_plain, mark_faces
from extractor.layout.tables.stage import find_tables
from extractor.pages import Change, Reading


def arrange(reading: Reading, changes: Sequence[Change] = ()) -> Layout:
    """Arrange a reading's pages; the repairs' `changes` are evidence of type faces in plain text."""
    if reading.form == "plain":
        reading = mark_faces(reading, changes)
        reading = reading._replace(pages=mark_notes(reading.pages))
    items = find_tables(reading.pages, reading.form)
    if reading.form == "paged":
        return arrange_paged(reading.pages, items)
    if reading.form == "plain":
        return arrange_plain(items)
    return arrange_flow(reading.pages, items, broken=reading.media_type == "text/markdown")
