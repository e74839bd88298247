"""The zip package of a DOCX or ODT, opened with a limit on what it unpacks to, and its XML parts, parsed without entities or network."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from types import TracebackType
from typing import NamedTuple, Self

from lxml import etree

from extractor.errors import DamagedFileError, EncryptedFileError, TooLargeError

PACKAGE_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
"""ISO 29500 Strict has other namespaces for the same elements."""
MAX_RATIO = 1000
"""No honest part is packed tighter than this; XML of a large table reaches 50."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class Relation(NamedTuple):
    """A link from one part to another."""

    id: str
    kind: str
    """Last word of the relation's type: "footnotes", "styles", "header" …"""
    target: str
    """Path in the package; an address where the target is outside."""


class Package:
    """A zip file in memory; a context manager."""

    def __init__(self, data: bytes, *, max_unpacked_bytes: int) -> None:
        """Open, and refuse what is broken, locked or a bomb.

        Raises:
            DamagedFileError: the zip's directory is missing or broken (a download that was cut off).
            EncryptedFileError: a part asks for a password.
            TooLargeError: the parts unpack to more than `max_unpacked_bytes`.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise DamagedFileError(
                "the zip package is damaged or cut off: open and save it again, or download it anew",
                vi="Tệp nén bị hỏng hoặc bị cắt cụt: hãy mở và lưu lại, hoặc tải lại tệp",
            ) from error
        entries = self._zip.infolist()
        self.names = frozenset(entry.filename for entry in entries)
        if any(entry.flag_bits & 1 for entry in entries):
            raise EncryptedFileError(
                "the file asks for a password: save it without one", vi="Tệp có mật khẩu: hãy lưu lại không đặt mật khẩu"
            )
        self._left = max_unpacked_bytes
        unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
        if unpacked > max_unpacked_bytes or unpacked > MAX_RATIO * max(packed, 1024):
            raise _too_large(max_unpacked_bytes)

    def __enter__(self) -> Self:
        """Give the package."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the zip file."""
        self._zip.close()

    def read(self, name: str) -> bytes | None:
        """Unpack a part; None if there is none of this name. What the directory says of its size is not believed."""
        if name not in self.names:
            return None
        try:
            with self._zip.open(name) as part:
                data = part.read(self._left + 1)
        except _BROKEN as error:
            raise DamagedFileError(f"{name} in the package is damaged", vi=f"Phần {name} trong tệp bị hỏng") from error
        self._left -= len(data)
        if self._left < 0:
            raise _too_large(self._left + len(data))
        return data

    def xml(self, name: str) -> etree._Element | None:
        """Parse a part; None if there is none of this name."""
        data = self.read(name)
        return None if data is None else parse_xml(data, name)

    def relations(self, name: str) -> Iterator[Relation]:
        """Give the relations of a part; of the package itself for the name ""."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        for relation in () if root is None else root.iter(PACKAGE_RELATIONS):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield Relation(relation.get("Id", ""), relation.get("Type", "").rsplit("/", 1)[-1], target)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Parse XML: no entities, no network, no DTD.

    Raises:
        DamagedFileError: not well-formed.
    """
    if b"purl.oclc.org" in data[:4096]:
        for strict, transitional in STRICT:
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedFileError(f"{name} is not well-formed XML: {error}", vi=f"Phần {name} trong tệp không phải XML đúng") from error


def _too_large(limit: int) -> TooLargeError:
    return TooLargeError(
        f"the package unpacks to more than {limit:,} bytes; if the file is sound, raise max_unpacked_bytes",
        vi=f"Tệp giải nén ra quá {limit:,} byte; nếu tệp lành, hãy tăng giới hạn max_unpacked_bytes",
    )
