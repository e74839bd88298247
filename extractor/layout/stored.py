"""Back onto the page as it is stored: boxes of a scan that was turned upright and straightened before it was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from extractor.layout.blocks import FurnitureBlock, Layout, NoteBody, Paragraph, Run, TableBlock, TableCell
from extractor.pages import Box, Page, on_stored_page

_Frame: TypeAlias = tuple[float, float, float, float, float, float]
_Frames: TypeAlias = Mapping[int | None, _Frame]


def on_stored_pages(layout: Layout, pages: Sequence[Page]) -> Layout:
    """Map every box of a layout onto the pages as they are stored; the same object where no page was straightened."""
    frames = {page.number: page.frame for page in pages if page.frame is not None}
    if not frames:
        return layout
    return layout._replace(
        blocks=tuple(_table(block, frames) if isinstance(block, TableBlock) else _paragraph(block, frames) for block in layout.blocks),
        notes=tuple(_note(note, frames) for note in layout.notes),
        furniture=tuple(_furniture(block, frames) for block in layout.furniture),
    )


def stored_size(page: Page) -> tuple[float, float]:
    """Return width and height of a page as it is stored: a page that was read turned by a right angle has them swapped."""
    width, height = page.width or 0.0, page.height or 0.0
    sideways = page.frame is not None and abs(page.frame[1]) > abs(page.frame[0])
    return (height, width) if sideways else (width, height)


def _paragraph(block: Paragraph, frames: _Frames) -> Paragraph:
    return block._replace(runs=tuple(_run(run, frames) for run in block.runs))


def _run(run: Run, frames: _Frames) -> Run:
    frame = frames.get(run.page)
    if frame is None:
        return run
    return run._replace(box=_box(run.box, frame), words=tuple(on_stored_page(word, frame) for word in run.words))


def _table(block: TableBlock, frames: _Frames) -> TableBlock:
    rows = tuple(tuple(_cell(cell, frames) for cell in row) for row in block.rows)
    frame = frames.get(block.pages[0]) if block.pages else None
    return block._replace(rows=rows, box=_box(block.box, frame))


def _cell(cell: TableCell, frames: _Frames) -> TableCell:
    return cell._replace(box=_box(cell.box, frames.get(cell.page)))


def _note(note: NoteBody, frames: _Frames) -> NoteBody:
    return note._replace(paragraphs=tuple(_paragraph(paragraph, frames) for paragraph in note.paragraphs))


def _furniture(block: FurnitureBlock, frames: _Frames) -> FurnitureBlock:
    return block._replace(box=_box(block.box, frames.get(block.page)))


def _box(box: Box | None, frame: _Frame | None) -> Box | None:
    return box if box is None or frame is None else on_stored_page(box, frame)
