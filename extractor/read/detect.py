"""Tell what a file is from its bytes, never from its name: a `.doc` is as often RTF, HTML or a DOCX."""

from __future__ import annotations

import io

import regex

from extractor.errors import DamagedFileError, EmptyInputError, EncryptedFileError, UnknownFormatError
from extractor.read.package import Package

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
HTML = "text/html"
MHTML = "multipart/related"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
ZIP = "application/zip"

HEAD = 1024
"""A PDF's header may stand anywhere in the first KiB (PDF 32000-1, Annex H, note 13)."""
IMAGES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0", "image/tiff"),
    (b"MM\0+", "image/tiff"),
)
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
OTHERS = (
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"\x1f\x8b", "gzip archive"),
    (b"MZ", "Windows program"),
    (b"\x7fELF", "program"),
    (b"GIF8", "GIF image"),
    (b"BM", "BMP image"),
    (b"%!PS", "PostScript"),
    (b"ID3", "MP3 sound"),
    (b"SQLite format 3\0", "SQLite database"),
    (b"\xd0\xcf\x11\xe0", "Office file of 1997-2003"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_KINDS = (
    ("Workbook", "Excel workbook (XLS)"),
    ("Book", "Excel workbook (XLS)"),
    ("PowerPoint Document", "PowerPoint presentation (PPT)"),
    ("__properties_version1.0", "Outlook message (MSG)"),
    ("VisioDocument", "Visio drawing"),
)
ZIP_KINDS = (("xl/", "Excel workbook (XLSX)"), ("ppt/", "PowerPoint presentation (PPTX)"), ("visio/", "Visio drawing"))
ODF_KINDS = {
    "spreadsheet": "OpenDocument spreadsheet (ODS)",
    "presentation": "OpenDocument presentation (ODP)",
    "graphics": "OpenDocument drawing (ODG)",
}
UNPACK_LIMIT = 64 * 1024 * 1024
"""The few small parts that are looked at here: the content types, the manifest."""

_HTML_START = regex.compile(
    rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype\s+html|html|head|body)\b", regex.IGNORECASE | regex.DOTALL
)
_HTML_PIECE = regex.compile(
    rb"\s*<(?:meta|title|style|script|div|p|table|font|center|h[1-6]|span|article|section)\b[^<>]*>", regex.IGNORECASE
)
_MARKS = regex.compile(
    r"""
      ^\#{1,6}[ ]\S                                      # "## 1. Heading"
    | ^\s*\|?[ ]*:?-{2,}:?[ ]*(?:\|[ ]*:?-{2,}:?[ ]*)+\|?\s*$  # "|---|---|" under a table's head
    | ^\[\^[^\]\s]+\]:[ ]                                # "[^1]: a footnote"
    | \*\*(?=[^\s*).,;:\]])[^*\n]+(?<=[^\s*(\[])\*\*    # "**bold**", not "(**) a note (**)"
    | (?<![\w*])\*(?=[^\s*])[^*\n]+(?<=[^\s*])\*(?![\w*])  # "*italic*"
    | !\[[^\]\n]*\]\([^)\n]+\)                           # "![](picture.png)"
    """,
    regex.VERBOSE | regex.MULTILINE,
)


def detect(data: bytes) -> str:
    """Give the media type of `data`.

    Raises:
        EmptyInputError: no bytes, or only blanks.
        UnknownFormatError: none of the formats that are read; the message says what it looks like.
        EncryptedFileError: it asks for a password.
        DamagedFileError: it begins like a zip package or an Office file but is cut off.
    """
    if not data.strip(b" \t\r\n\f\v\0\xef\xbb\xbf\xff\xfe"):
        raise EmptyInputError("the file is empty", vi="Tệp rỗng")
    if image := _image(data):
        return image
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _package(data)
    if data.startswith(OLE):
        return _compound(data)
    if (place := data[:HEAD].find(b"%PDF-")) == 0 or (place > 0 and regex.match(rb"%PDF-\d", data[place : place + 6])):
        return PDF
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:5] == rb"{\rtf":
        return RTF
    for magic, name in OTHERS:
        if data.startswith(magic):
            raise _unknown(name)
    return _text(data)


def _image(data: bytes) -> str | None:
    for magic, name in IMAGES:
        if data.startswith(magic):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS:
        return "image/heic"
    return None


def _package(data: bytes) -> str:
    with Package(data, max_unpacked_bytes=UNPACK_LIMIT * 16) as package:
        if (package.read("mimetype") or b"").startswith(b"application/vnd.oasis.opendocument."):
            return _open_document(package)
        if "[Content_Types].xml" in package.names:
            types = package.read("[Content_Types].xml") or b""
            if b"wordprocessingml" in types or "word/document.xml" in package.names:
                return DOCX
        for folder, name in ZIP_KINDS:
            if any(entry.startswith(folder) for entry in package.names):
                raise _unknown(name)
    return ZIP


def _open_document(package: Package) -> str:
    kind = (package.read("mimetype") or b"").decode("ascii", "replace").strip().rsplit(".", 1)[-1]
    if b"encryption-data" in (package.read("META-INF/manifest.xml") or b""):
        raise _locked()
    if kind.startswith("text"):
        return ODT
    raise _unknown(ODF_KINDS.get(kind.removesuffix("-template"), "OpenDocument file"))


def _compound(data: bytes) -> str:
    """An OLE2 compound file: a DOC, a DOCX under a password, or something else of Office."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            names = {name.casefold() for (name, *_) in file.listdir(streams=True, storages=True)}
            if "encryptedpackage" in names:
                raise _locked()
            if "worddocument" in names:
                if _fib_says_encrypted(file.openstream("WordDocument").read(12)):
                    raise _locked()
                return DOC
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise DamagedFileError(
            "an Office file of 1997-2003 that is damaged or cut off: open and save it again",
            vi="Tệp Office 1997-2003 bị hỏng hoặc bị cắt cụt: hãy mở và lưu lại",
        ) from error
    raise _unknown(next((kind for stream, kind in OLE_KINDS if stream.casefold() in names), "Office file of 1997-2003 (OLE2), not a DOC"))


def _fib_says_encrypted(fib: bytes) -> bool:
    """Bit 8 of the flags at offset 10 is fEncrypted ([MS-DOC] 2.5.2, FibBase)."""
    return len(fib) >= 12 and bool(fib[11] & 0x01)


def _text(data: bytes) -> str:
    from extractor.read.encodings import decode_bytes

    if data[:HEAD].lstrip()[:8].lower().startswith((b"mime-ver", b"from: <s")) and b"multipart/related" in data[: 8 * HEAD].lower():
        return MHTML
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:HEAD]
    text = decode_bytes(data[: 256 * HEAD]).text if wide else None
    head = (text[:8192].encode() if text is not None else data[:8192]).removeprefix(b"\xef\xbb\xbf")
    if (text is not None and "\0" in text) or _binary(head):
        raise _unknown("binary data")
    if _HTML_START.match(head):
        return HTML
    if head.lstrip().startswith(b"<?xml"):
        raise _unknown("Word 2003 XML; open it in Word and save it as DOCX" if b"office/word/2003/wordml" in head else "XML file")
    if text is None:
        text = decode_bytes(data[: 256 * HEAD]).text
    if _HTML_PIECE.match(head) and not _MARKS.search(text) and "</" in text:
        return HTML
    return MARKDOWN if _is_markdown(text) else TEXT


def _binary(head: bytes) -> bool:
    """Text has hardly any control characters; VISCII and VPS use some of them as letters, so a few are allowed."""
    controls = sum(head.count(byte) for byte in (*range(9), 11, *range(14, 32), 127))
    return controls * 50 > len(head)


def _is_markdown(text: str) -> bool:
    """One heading, table rule, note or bold is enough; stars alone may be an author's, so there must be two."""
    marks = [match[0] for match in _MARKS.finditer(text)]
    return len(marks) >= 2 or any(not mark.startswith("*") or mark.startswith("**") for mark in marks)


def _unknown(name: str) -> UnknownFormatError:
    return UnknownFormatError(
        f"this looks like: {name}. Files that are read: PDF, DOCX, DOC, RTF, ODT, HTML, Markdown, text, images",
        vi=f"Tệp này có vẻ là: {name}. Các loại tệp đọc được: PDF, DOCX, DOC, RTF, ODT, HTML, Markdown, văn bản thuần, ảnh",
    )


def _locked() -> EncryptedFileError:
    return EncryptedFileError("the file asks for a password: save it without one", vi="Tệp có mật khẩu: hãy lưu lại không đặt mật khẩu")
