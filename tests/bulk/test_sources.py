from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.bulk import sources
from extractor.bulk.outcome import Outcome
from extractor.bulk.sources import Document, find_documents
from extractor.errors import DamagedFileError, InputError, TooLargeError

LIMIT = 1_000_000


def pack(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


DOCX = pack({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})


def found(path: Path, max_bytes: int = LIMIT) -> list[Document | Outcome]:
    return list(find_documents([path], max_bytes=max_bytes))


def names(path: Path) -> list[str]:
    return [item.name for item in found(path)]


def fates(path: Path) -> dict[str, str]:
    return {item.name: "document" if isinstance(item, Document) else item.failure.code for item in found(path)}


def test_a_folder_gives_its_files_at_every_depth_in_order_without_hidden_and_lock_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", ".hidden", "~$b.docx", "Thumbs.db", "a/.git/config"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert names(tmp_path) == [f"{tmp_path.name}/a/c.txt", f"{tmp_path.name}/b.txt"]


def test_an_archive_gives_its_documents_and_those_of_an_archive_in_it(tmp_path: Path) -> None:
    inner = pack({"sâu.txt": b"inner", "b.docx": DOCX})
    archive = tmp_path / "all.zip"
    archive.write_bytes(pack({"báo cáo.txt": b"outer", "inner.zip": inner, "__MACOSX/x": b"", "folder/": b""}))
    documents = [item for item in found(archive) if isinstance(item, Document)]
    assert {item.name: item.read(LIMIT) for item in documents} == {
        "all.zip/báo cáo.txt": b"outer",
        "all.zip/inner.zip/sâu.txt": b"inner",
        "all.zip/inner.zip/b.docx": DOCX,
    }
    assert not any(item.named for item in documents)


def test_a_docx_is_a_document_and_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(DOCX)
    assert names(path) == ["a.docx"]


def test_a_third_level_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(pack({"b.zip": pack({"c.zip": pack({"d.txt": b"x"})})}))
    assert fates(path) == {"a.zip/b.zip/c.zip": "archive.too_deep"}


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b", "..\\..\\b", "C:\\b", "c:/b"])
def test_a_name_that_points_out_of_the_archive_is_not_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(pack({name: b"x", "good.txt": b"x"}))
    assert sorted(fates(path).values()) == ["archive.unsafe_path", "document"]
    assert not any(".." in item for item in names(path))


def test_a_member_with_a_password_says_so(tmp_path: Path) -> None:
    body = bytearray(pack({"a.txt": b"x"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(signature) + offset] |= 1
    path = tmp_path / "a.zip"
    path.write_bytes(body)
    assert fates(path) == {"a.zip/a.txt": "archive.encrypted"}


def test_a_member_that_unpacks_to_more_than_the_limit_is_too_large_though_it_lies_about_its_size(tmp_path: Path) -> None:
    body = bytearray(pack({"a.txt": b"0" * 200_000}))
    at = body.index(b"PK\x01\x02") + 24
    body[at : at + 4] = (10).to_bytes(4, "little")
    path = tmp_path / "a.zip"
    path.write_bytes(body)
    (document,) = found(path)
    assert isinstance(document, Document)
    with pytest.raises((TooLargeError, DamagedFileError)):
        document.read(1000)


def test_an_archive_that_unpacks_to_far_more_than_its_size_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "RATIO_FROM_BYTES", 100_000)
    path = tmp_path / "bomb.zip"
    path.write_bytes(pack({"a.txt": b"0" * 1_000_000}))
    assert fates(path) == {"bomb.zip": "input.too_large"}


def test_an_archive_with_too_many_members_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_MEMBERS", 2)
    path = tmp_path / "many.zip"
    path.write_bytes(pack({f"{number}.txt": b"x" for number in range(3)}))
    assert fates(path) == {"many.zip": "input.too_large"}


def test_a_name_that_is_utf8_without_saying_so_is_shown_as_it_was_written(tmp_path: Path) -> None:
    body = pack({"b\u00e1o c\u00e1o.txt": b"x"})
    bare = bytearray(body)
    for signature, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        bare[bare.index(signature) + offset] &= ~0x08
    path = tmp_path / "a.zip"
    path.write_bytes(bare)
    (document,) = found(path)
    assert document.name == "a.zip/báo cáo.txt"
    assert isinstance(document, Document)
    assert document.read(LIMIT) == b"x"


def test_a_missing_file_says_what_to_do() -> None:
    with pytest.raises(InputError, match="Check the name"):
        Document("x", Path("/no/such/file")).read(10)


@given(st.binary(max_size=300), st.integers(0, 200))
def test_any_bytes_in_place_of_an_archive_give_documents_or_failures_and_no_other_error(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, cut: int
) -> None:
    body = pack({"a.txt": b"hello", "b.zip": pack({"c.txt": b"x"})})
    path = tmp_path_factory.getbasetemp() / "noise.zip"
    path.write_bytes(body[:cut] + noise + body[cut + len(noise) // 2 :])
    for item in found(path):
        if isinstance(item, Document):
            with contextlib.suppress(InputError):
                item.read(LIMIT)
