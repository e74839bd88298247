"""A quick look at a document before it is taken apart: what it is, how its characters are damaged, which pages need OCR."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from extractor.errors import EmptyInputError
from extractor.options import Options
from extractor.pages import Grid, Line, Reading
from extractor.read import detect as media
from extractor.read.dispatch import read
from extractor.repair.stage import repair


class Survey(NamedTuple):
    """What a document is."""

    media_type: str
    size: int
    pages: int | None
    """None for formats without pages."""
    to_scan: tuple[int, ...]
    """Numbers of the pages whose text has to be read off their picture."""
    damage: Mapping[str, int]
    """Kind of repair → how many the text needs, pictures aside."""
    chars: int
    """Non-blank characters of the text as it is."""
    tables: int
    """Tables that the format itself marks as such."""

    @property
    def sound(self) -> bool:
        """Whether nothing has to be mended or scanned."""
        return not self.to_scan and not self.damage


def survey(data: bytes, *, options: Options) -> Survey:
    """Look at one document without OCR, and write nothing.

    Raises:
        InputError: it can't be read as it is.
        ToolError: the converter that it needs failed or is missing.
    """
    media_type = media.detect(data)
    if media_type.startswith("image/"):
        return Survey(media_type, len(data), 1, (1,), {}, 0, 0)
    to_scan = _pages_to_scan(data) if media_type == media.PDF else ()
    try:
        reading = read(data, options=replace(options, ocr="never"))
    except EmptyInputError:
        if not to_scan:
            raise
        return Survey(media_type, len(data), _count_pages(data), to_scan, {}, 0, 0)
    return _survey(reading, len(data), to_scan)


def _pages_to_scan(data: bytes) -> tuple[int, ...]:
    from extractor.read.pdf import pages_to_scan

    return pages_to_scan(data)


def _count_pages(data: bytes) -> int:
    from extractor.read.pdf import open_pdf

    with open_pdf(data) as document:
        return int(document.page_count)


def _survey(reading: Reading, size: int, to_scan: tuple[int, ...]) -> Survey:
    _, changes = repair(reading)
    items = [item for page in reading.pages for item in page.items]
    lines = [item for item in items if isinstance(item, Line)]
    grids = [item for item in items if isinstance(item, Grid)]
    cells = [line for grid in grids for cell in grid.cells for line in cell.lines]
    return Survey(
        media_type=reading.media_type,
        size=size,
        pages=len(reading.pages) if reading.form == "paged" else None,
        to_scan=to_scan,
        damage=dict(sorted(Counter(change.kind for change in changes).items())),
        chars=sum(line.chars for line in (*lines, *cells)),
        tables=len(grids),
    )
