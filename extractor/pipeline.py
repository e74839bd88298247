"""The whole engine in one picture: bytes → pages → repaired pages → blocks → document → targets and results → checked report."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from extractor.check.doubts import weighed
from extractor.check.stage import check
from extractor.errors import EmptyInputError, TooLargeError
from extractor.evidence import place_repairs
from extractor.layout.stage import arrange
from extractor.layout.stored import on_stored_pages, stored_size
from extractor.measure.stage import measure
from extractor.options import Options
from extractor.pages import Change, Reading
from extractor.read.arbitrate import arbitrate
from extractor.read.dispatch import read
from extractor.repair.stage import repair
from extractor.schema import Furniture, Report, Source, SourcePage
from extractor.structure.stage import structure


def extract(data: bytes, *, filename: str | None = None, options: Options | None = None) -> Report:
    """Extract one document.

    Args:
        data: The file's bytes; its format is told from them.
        filename: For `source.filename` only.
        options: Limits and the choice of OCR.

    Returns:
        The report of `docs/contract.md`; the same bytes, rules and versions give the same report.

    Raises:
        InputError: the caller can mend it: empty, unknown, damaged, encrypted, too large, too many pages.
        ToolError: OCR or the converter is missing, failed or was too slow.
    """
    options = options or Options()
    _limit(data, options)
    with _uncollected():
        source, seen = _settled(data, read(data, options=options), options)
        return _report(source, seen, data, filename)


def _report(source: Reading, seen: tuple[Change, ...], data: bytes, filename: str | None) -> Report:
    reading, changes = repair(source)
    changes = tuple(sorted((*seen, *changes), key=lambda change: (change.page or 0, change.item, change.start))) if seen else changes
    layout = on_stored_pages(arrange(reading, changes), reading.pages)
    document = structure(layout)
    measured = weighed(measure(document), reading)
    diagnostics, status = check(document, measured, reading)
    return Report(
        status=status,
        source=_source(data, filename, reading),
        header=document.header,
        sections=list(document.sections),
        footnotes=list(document.footnotes),
        tables=list(document.tables),
        targets=list(measured.targets),
        results=list(measured.results),
        citations=list(document.citations),
        signatures=list(document.signatures),
        recipients=list(document.recipients),
        repairs=place_repairs(changes, reading, document.text),
        diagnostics=diagnostics,
        furniture=[Furniture(text=block.text, page=block.page, box=block.box) for block in layout.furniture],
        accounting=document.accounting,
        text=document.text,
        closing_text=document.closing_text,
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold Python's search for cycles: among all the lines, words and figures of a long document it takes a sixth of the time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect(0)  # what was made meanwhile: the report, and the few cycles that there are


def _settled(data: bytes, source: Reading, options: Options) -> tuple[Reading, tuple[Change, ...]]:
    """Let the eye settle what a PDF's text layer leaves open."""
    if source.media_type != "application/pdf" or options.ocr == "never":
        return source, ()
    return arbitrate(data, source, options=options)


def _limit(data: bytes, options: Options) -> None:
    if not data:
        raise EmptyInputError("The file is empty: it has no bytes.", vi="Tệp rỗng, không có dữ liệu.")
    if len(data) > options.max_bytes:
        raise TooLargeError(
            f"The file has {len(data):,} bytes, the limit is {options.max_bytes:,}. Split it or raise the limit.",
            vi=f"Tệp có {len(data):,} byte, giới hạn là {options.max_bytes:,}. Hãy tách tệp hoặc nâng giới hạn.",
        )


def _source(data: bytes, filename: str | None, reading: Reading) -> Source:
    pages = [
        SourcePage(number=page.number, width=width, height=height, text_source=page.text_source)
        for page in reading.pages
        if page.number is not None
        for width, height in (stored_size(page),)
    ]
    return Source(filename=filename, media_type=reading.media_type, sha256=hashlib.sha256(data).hexdigest(), size=len(data), pages=pages)
