"""DOCX files made of a few lines of XML."""

from __future__ import annotations

import io
import zipfile

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes", "settings": "settings"}


def docx(body: str, **parts: str) -> bytes:
    """Pack a body and parts by name ("styles", "numbering", "footnotes", "settings", "header1", "footer1")."""
    names = {name: ROOTS.get(name, "hdr" if name.startswith("header") else "ftr") for name in parts}
    relations = "".join(f'<Relationship Id="{name}" Type="{TYPE}/{name.rstrip("0123456789")}" Target="{name}.xml"/>' for name in parts)
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        "_rels/.rels": _relations(f'<Relationship Id="d" Type="{TYPE}/officeDocument" Target="word/document.xml"/>'),
        "word/_rels/document.xml.rels": _relations(relations),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    files |= {f"word/{name}.xml": f"<w:{names[name]} {NAMESPACES}>{part}</w:{names[name]}>" for name, part in parts.items()}
    return pack(files)


def pack(files: dict[str, str | bytes]) -> bytes:
    """Make a zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def p(text: str = "", properties: str = "", runs: str = "") -> str:
    """Make a paragraph."""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Make a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: str, borders: str = "single", properties: str = "") -> str:
    """Make a table of rows made with `row`."""
    sides = "".join(f'<w:{side} w:val="{borders}"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """Make a row of cells made with `cell`, or of plain texts."""
    made = "".join(text if text.startswith("<w:tc>") else cell(text) for text in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def cell(*texts: str, properties: str = "") -> str:
    """Make a cell of a paragraph a text."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(text if text.startswith('<w:') else p(text) for text in texts)}</w:tc>"


def _relations(content: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{content}</Relationships>'
