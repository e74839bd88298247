"""What a file is, is told from its bytes."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import (
    DamagedFileError,
    EmptyInputError,
    EncryptedFileError,
    InputError,
    TooLargeError,
    UnknownFormatError,
)
from extractor.options import Options
from extractor.read import detect as media
from extractor.read.detect import detect
from extractor.read.dispatch import read
from tests.read.show import SHARED, needs_shared
from tests.read.word_files import docx, p, pack

TEXT = "Ủy ban nhân dân xã báo cáo.\n1. Kết quả\n- Đã hỗ trợ 5 hộ.\n".encode()


@pytest.mark.parametrize(
    ("data", "want"),
    [
        (b"%PDF-1.7\n", media.PDF),
        (b"junk of a mail gateway\r\n%PDF-1.4\n", media.PDF),
        (docx(p("x")), media.DOCX),
        (pack({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), media.ODT),
        (pack({"a/b.pdf": b"%PDF-1.4"}), media.ZIP),
        (rb"{\rtf1\ansi x}", media.RTF),
        (b"\xef\xbb\xbf<!DOCTYPE html><html><body>x</body></html>", media.HTML),
        ("<html>Ủy ban</html>".encode("utf-16"), media.HTML),
        (b"<div class='c'><p>Chi tieu</p></div>", media.HTML),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x", media.MHTML),
        (TEXT, media.TEXT),
        (TEXT.decode().encode("utf-16-le"), media.TEXT),
        (b"# Heading\n\ntext\n", media.MARKDOWN),
        ("Mở đầu\n\n| TT | Tên |\n|---|---|\n| 1 | A |\n".encode(), media.MARKDOWN),
        ("Ghi chú[^1]\n\n[^1]: nguồn\n".encode(), media.MARKDOWN),
        (b"3 * 4 = 12 (*) note\n", media.TEXT),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"II*\0....", "image/tiff"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic"),
    ],
)
def test_formats_are_told_from_the_bytes(data: bytes, want: str) -> None:
    assert detect(data) == want


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf  ", b"\xff\xfe", b"\0" * 50])
def test_nothing_is_an_error_of_its_own(data: bytes) -> None:
    with pytest.raises(EmptyInputError):
        detect(data)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (pack({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), "XLSX"),
        (pack({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"}), "PPTX"),
        (pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "ODS"),
        (b"Rar!\x1a\x07\x00....", "RAR"),
        (b"MZ\x90\0....", "program"),
        (b"<?xml version='1.0'?><data/>", "XML"),
        (bytes(range(256)) * 20, "binary"),
    ],
)
def test_what_is_not_read_is_named(data: bytes, named: str) -> None:
    with pytest.raises(UnknownFormatError, match=named):
        detect(data)


def test_a_cut_off_package_is_damaged() -> None:
    whole = docx(p("x" * 500))
    with pytest.raises(DamagedFileError):
        detect(whole[: len(whole) // 2])


def test_a_cut_off_office_file_is_damaged() -> None:
    with pytest.raises(DamagedFileError):
        detect(media.OLE + b"\0" * 100)


def test_a_password_on_an_open_document_is_seen() -> None:
    manifest = '<manifest:encryption-data manifest:checksum="x"/>'
    with pytest.raises(EncryptedFileError):
        detect(pack({"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": manifest}))


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    bomb = pack({"word/document.xml": b"\0" * 50_000_000, "[Content_Types].xml": "wordprocessingml"})
    with pytest.raises(TooLargeError):
        read(bomb, options=Options())


def test_a_size_that_the_directory_lies_about_is_not_believed() -> None:
    data = bytearray(docx(p("x" * 5000)))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    with pytest.raises(InputError):
        read(bytes(data), options=Options(max_unpacked_bytes=3000))


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(TooLargeError):
        read(TEXT, options=Options(max_bytes=10))


def test_an_archive_is_sent_to_the_bulk_extraction() -> None:
    with pytest.raises(UnknownFormatError, match="bulk"):
        read(pack({"a.txt": "x"}), options=Options())


@given(st.binary(max_size=300))
def test_any_bytes_are_told_or_refused(data: bytes) -> None:
    with suppress(InputError):
        assert "/" in detect(data)


@needs_shared
@pytest.mark.parametrize("path", sorted((SHARED / "real").glob("*.[dp]*")), ids=lambda path: path.name)
def test_real_files_are_what_they_are_called(path) -> None:
    want = {".doc": media.DOC, ".docx": media.DOCX, ".pdf": media.PDF}[path.suffix]
    assert detect(path.read_bytes()) == want


def test_stars_of_notes_make_no_markdown() -> None:
    assert detect("Ghi chú: (**) số ước tính; (**) số liệu đến tháng 10\n".encode()) == media.TEXT
