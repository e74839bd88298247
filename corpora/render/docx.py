"""Write a composition as DOCX by hand: real footnotes, merged table heads, borderless head and closing, landscape sections.

Written as XML and not through a library, so that the bytes depend on nothing but the source.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from corpora.render.headrows import head_rows
from corpora.render.printed import COMMA, Composition, Item, Piece, Printed, PrintedTable, Turn, TwoColumns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OOXML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "document": "document.main",
    "styles": "styles",
    "footnotes": "footnotes",
    "settings": "settings",
    "header1": "header",
    "numbering": "numbering",
}
_WIDTH = {False: 9072, True: 13600}
"""Text width in twentieths of a point, portrait and landscape."""
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


class Look(NamedTuple):
    """What differs between one Word file and another."""

    heading_styles: bool = False
    """Headings are Word headings, else set by direct formatting only."""
    marks_in_notes: bool = True
    """A footnote's own mark is typed in its body too, as Word does; LibreOffice puts it there itself and would show it twice."""
    capitals: str | None = None
    """A font for runs all in capitals; None: the body's."""


def write(composition: Composition, path: Path, look: Look) -> None:
    """Write the file."""
    writer = _Writer(composition, look)
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relations({name.rstrip("1"): f"{name}.xml" for name in _PARTS if name != "document"}),
        "word/document.xml": writer.document(),
        "word/footnotes.xml": writer.footnotes(),
        "word/styles.xml": _styles("Times New Roman"),
        "word/settings.xml": f"{_XML}<w:settings {_NS}/>",
        "word/numbering.xml": f"{_XML}<w:numbering {_NS}/>",
        "word/header1.xml": _page_number(),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content.encode(), zipfile.ZIP_DEFLATED)


class _Writer:
    def __init__(self, composition: Composition, look: Look) -> None:
        self.look = look
        self.composition = composition
        self.numbers = {name: i for i, name in enumerate(composition.notes, 1)}
        self.used: set[str] = set()
        self.custom = set(_not_counted(composition.markers))

    def document(self) -> str:
        body, landscape = [], False
        for item in self.composition.items:
            if isinstance(item, Turn):
                body.append(f"<w:p><w:pPr>{_section(landscape=landscape)}</w:pPr></w:p>")
                landscape = item.landscape
            else:
                body.append(self.item(item, landscape=landscape))
        return f"{_XML}<w:document {_NS}><w:body>{''.join(body)}{_section(landscape=landscape)}</w:body></w:document>"

    def item(self, item: Item, *, landscape: bool) -> str:
        if isinstance(item, TwoColumns):
            return self.pair(item) + "<w:p/>"
        if isinstance(item, PrintedTable):
            return self.table(item, _WIDTH[landscape]) + "<w:p/>"
        return self.paragraph(item) if isinstance(item, Printed) else ""

    def paragraph(self, printed: Printed, *, cell: bool = False, style: str = "") -> str:
        style = f"Heading{printed.depth}" if printed.depth and self.look.heading_styles else style
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        indent = '<w:ind w:firstLine="567"/>' if printed.align == "justify" and not cell else ""
        space = "" if cell else '<w:spacing w:before="60" w:after="60"/>'
        keep = "<w:keepNext/>" if printed.depth else ""
        align = {"justify": "both"}.get(printed.align, printed.align)
        runs = "".join(self.run(piece) for piece in printed.pieces)
        return f'<w:p><w:pPr>{named}{keep}{space}{indent}<w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'

    def run(self, piece: Piece) -> str:
        if piece.note == COMMA:
            return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{COMMA}</w:t></w:r>'
        if piece.note is not None:
            return self.anchor(piece.note, piece.text)
        if piece.text == "\n":
            return "<w:r><w:br/></w:r>"
        face = ("<w:b/>" if piece.bold else "") + ("<w:i/>" if piece.italic else "")
        if self.look.capitals and piece.text.isupper():
            face = f'<w:rFonts w:ascii="{self.look.capitals}" w:hAnsi="{self.look.capitals}"/>{face}'
        return f'<w:r><w:rPr>{face}</w:rPr><w:t xml:space="preserve">{escape(piece.text)}</w:t></w:r>'

    def anchor(self, name: str, marker: str) -> str:
        """Anchor a note: numbered by Word where its own count gives the marker, else with a mark of its own."""
        number = self.numbers[name]
        if name in self.used:
            return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{escape(marker)}</w:t></w:r>'
        self.used.add(name)
        custom = name in self.custom
        # A letter a `w:t`: LibreOffice takes one letter for the mark and prints any longer text in the body too.
        text = "".join(f"<w:t>{escape(letter)}</w:t>" for letter in marker) if custom else ""
        follows = ' w:customMarkFollows="1"' if custom else ""
        return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference{follows} w:id="{number + 1}"/>{text}</w:r>'

    def footnotes(self) -> str:
        rows = [
            '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>',
            '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>',
        ]
        for name, body in self.composition.notes.items():
            rows.append(f'<w:footnote w:id="{self.numbers[name] + 1}">{self.note_body(name, body)}</w:footnote>')
        return f"{_XML}<w:footnotes {_NS}>{''.join(rows)}</w:footnotes>"

    def note_body(self, name: str, body: Iterable[Printed]) -> str:
        mark = "<w:footnoteRef/>"
        if name in self.custom:
            mark = f"<w:t>{escape(self.composition.markers[name])}</w:t>" if self.look.marks_in_notes else ""
        small = '<w:rPr><w:sz w:val="20"/></w:rPr>'
        reference = f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{mark}</w:r>'
        lead = f'{reference}<w:r>{small}<w:t xml:space="preserve"> </w:t></w:r>'
        paragraphs = []
        for printed in body:
            runs = f'<w:r>{small}<w:t xml:space="preserve">{escape(printed.text)}</w:t></w:r>'
            paragraphs.append(f'<w:p><w:pPr><w:jc w:val="both"/></w:pPr>{lead}{runs}</w:p>')
            lead = ""
        return "".join(paragraphs)

    def pair(self, pair: TwoColumns) -> str:
        widths = (4300, 4772) if pair.closing else (3600, 5472)
        cells = "".join(self.column(side, width) for width, side in zip(widths, (pair.left, pair.right), strict=True))
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        layout = '<w:tblPr><w:tblW w:w="9072" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        return f"<w:tbl>{layout}<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"

    def column(self, side: tuple[Printed, ...], width: int) -> str:
        paragraphs = "".join(self.paragraph(p, cell=True, style="Column") for p in side) or "<w:p/>"
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>'

    def table(self, table: PrintedTable, width: int) -> str:
        widths = column_widths(table, width)
        heads = "".join(f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{self.head_cells(row, widths)}</w:tr>" for row in head_rows(table.columns))
        rows = "".join(f"<w:tr>{''.join(self.cell(c, w) for c, w in zip(row.cells, widths, strict=True))}</w:tr>" for row in table.rows)
        grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
        properties = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{heads}{rows}</w:tbl>"

    def head_cells(self, row: list[tuple[int, int, str, str]], widths: list[int]) -> str:
        cells = []
        for start, span, merge, text in row:
            merged = {"start": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>"}.get(merge, "")
            spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            width = sum(widths[start : start + span])
            runs = self.run(Piece(text, bold=True)) if text else ""
            cells.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merged}<w:vAlign w:val="center"/></w:tcPr>'
                f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{runs}</w:p></w:tc>'
            )
        return "".join(cells)

    def cell(self, cell: Printed, width: int) -> str:
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{self.paragraph(cell, cell=True)}</w:tc>'


def _not_counted(markers: dict[str, str]) -> Iterator[str]:
    """Give the notes whose marker Word's own count does not give: repeated and skipped numbers."""
    count = 1
    for name, marker in markers.items():
        if marker == str(count):
            count += 1
        else:
            yield name


def column_widths(table: PrintedTable, total: int) -> list[int]:
    """Share the width out by the length of each column's longest word and of its cells."""
    weights = []
    for i, path in enumerate(table.columns):
        texts = [row.cells[i].text for row in table.rows]
        word = max(len(w) for text in [path[-1], *texts] for w in [*text.split(), ""])
        mean = sum(map(len, texts)) / max(1, len(texts))
        weights.append(max(word + 2, min(34.0, mean), 4))
    return [int(total * w / sum(weights)) for w in weights]


def _section(*, landscape: bool) -> str:
    size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if landscape else '<w:pgSz w:w="11906" w:h="16838"/>'
    margins = '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>'
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rId_header"/><w:type w:val="nextPage"/>{size}{margins}<w:titlePg/></w:sectPr>'
    )


def _page_number() -> str:
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in ('<w:fldChar w:fldCharType="begin"/>', "<w:instrText>PAGE</w:instrText>", '<w:fldChar w:fldCharType="end"/>')
    )
    return f'{_XML}<w:hdr {_NS}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{field}</w:p></w:hdr>'


def _styles(name: str) -> str:
    font = f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}" w:eastAsia="{name}"/>'
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
        for n in range(1, 7)
    )
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    normal += (
        '<w:style w:type="paragraph" w:styleId="Column"><w:name w:val="Column"/><w:basedOn w:val="Normal"/>'
        '<w:rPr><w:sz w:val="24"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    )
    defaults = f'<w:docDefaults><w:rPrDefault><w:rPr>{font}<w:sz w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    return f"{_XML}<w:styles {_NS}>{defaults}{normal}{headings}</w:styles>"


def _content_types() -> str:
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_OOXML}.{kind}+xml"/>' for name, kind in _PARTS.items())
    return (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: dict[str, str]) -> str:
    rows = "".join(f'<Relationship Id="rId_{kind}" Type="{_REL}/{kind}" Target="{target}"/>' for kind, target in targets.items())
    return f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'
