"""DOCX: the body with its tables, the notes with their anchors, headers and footers; no rendering, so no pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from lxml import etree

from extractor.errors import DamagedFileError
from extractor.pages import Finding, Grid, Line, Page, Reading
from extractor.read.detect import DOCX, HTML, MHTML, detect
from extractor.read.package import Package
from extractor.read.word.names import R, W, child, switch
from extractor.read.word.notes import NoteCounter
from extractor.read.word.numbering import Numbering
from extractor.read.word.styles import Styles
from extractor.read.word.walk import Counts, Walk

if TYPE_CHECKING:
    from extractor.options import Options

FEW_CHARS = 200
"""A document with pictures and less text than this is probably a scan that was pasted into Word."""
EDGES = (("headerReference", "page-header"), ("footerReference", "page-footer"))


def read_docx(data: bytes, *, options: Options) -> Reading:
    """Read a DOCX: one `Page` without number, in "flow" form; headers are lines of style "page-header", footers of "page-footer".

    Raises:
        DamagedFileError: a part is missing or is no XML.
        TooLargeError: the package unpacks to more than `options.max_unpacked_bytes`.
    """
    with Package(data, max_unpacked_bytes=options.max_unpacked_bytes) as package:
        return _read(package, options)


def _read(package: Package, options: Options) -> Reading:
    main = next((relation.target for relation in package.relations("") if relation.kind == "officeDocument"), "word/document.xml")
    document = package.xml(main)
    body = child(document, "body")
    if body is None:
        raise DamagedFileError("the package has no document in it", vi="Tệp DOCX không có phần nội dung")
    relations = list(package.relations(main))
    parts = {relation.kind: relation.target for relation in relations}
    targets = {relation.id: relation.target for relation in relations}
    settings = _part(package, parts, "settings")
    styles = Styles(_part(package, parts, "styles"), _part(package, parts, "theme"))
    sections = list(body.iter(f"{W}sectPr"))
    notes = NoteCounter(settings, sections, {kind: _part(package, parts, f"{kind}s") for kind in ("footnote", "endnote")})
    walk = Walk(styles, Numbering(_part(package, parts, "numbering")), notes, lambda key: _embedded(package, targets.get(key, ""), options))
    items = walk.items(body)
    found = notes.notes(walk.lines)
    heads, feet = (list(_edges(_shown(name, sections, settings, targets), package, walk, style)) for name, style in EDGES)
    page = Page((*heads, *items, *feet), notes=found)
    return Reading(DOCX, "flow", (page,), tuple(_findings(walk.counts, items)))


def _embedded(package: Package, target: str, options: Options) -> list[Line | Grid]:
    """Read a web page that a program has put into the DOCX whole (`w:altChunk`); other formats are left alone."""
    data = package.read(target)
    if not data or detect(data) not in {HTML, MHTML}:
        return []
    from extractor.read.html import read_html

    return [item for page in read_html(data, options=options).pages for item in page.items]


def _part(package: Package, parts: dict[str, str], kind: str) -> etree._Element | None:
    return package.xml(parts[kind]) if kind in parts else None


def _edges(shown: Iterable[str], package: Package, walk: Walk, style: str) -> Iterator[Line]:
    """Give the lines of header (or footer) parts, each once."""
    for target in dict.fromkeys(shown):
        part = package.xml(target)
        for line in walk.lines(part) if part is not None else ():
            if line.text.strip():
                yield line._replace(style=style)


def _shown(name: str, sections: Iterable[etree._Element], settings: etree._Element | None, targets: Mapping[str, str]) -> Iterator[str]:
    """Give the header (or footer) parts that are printed: that of the first page and of even pages only where they are switched on."""
    even = bool(switch(settings, "evenAndOddHeaders"))
    for section in sections:
        for reference in section.findall(W + name):
            kind, target = reference.get(f"{W}type", "default"), targets.get(reference.get(f"{R}id", ""))
            if target and (kind == "default" or (kind == "first" and switch(section, "titlePg")) or (kind == "even" and even)):
                yield target


def _findings(counts: Counts, items: list[Line | Grid]) -> Iterator[Finding]:
    if counts.hidden:
        yield Finding(
            "text.hidden",
            "warning",
            f"Văn bản có {counts.hidden} ký tự ở dạng ẩn; chúng được giữ lại trong kết quả",
            f"{counts.hidden} characters of the document are formatted as hidden; they are kept in the result",
        )
    if counts.deleted:
        yield Finding(
            "text.tracked_changes",
            "info",
            f"Văn bản còn {counts.deleted} chỗ xóa được theo dõi (Track Changes); phần đã xóa không được đọc",
            f"{counts.deleted} tracked deletions stand in the document; deleted text is not read",
        )
    if counts.pictures:
        text = sum(
            item.chars if isinstance(item, Line) else sum(line.chars for cell in item.cells for line in cell.lines) for item in items
        )
        yield Finding(
            "picture.unread",
            "warning" if text < FEW_CHARS else "info",
            f"Văn bản có {counts.pictures} hình ảnh; chữ trong hình không được đọc",
            f"the document has {counts.pictures} pictures; text in pictures is not read",
        )
