"""The documents of a run: files, folders and ZIP archives, and archives in archives to one level.

An archive is never unpacked to disk. Only its list is read here; the bytes of a document are read by the worker that takes it
apart, under that worker's limits.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from extractor.bulk.outcome import Failure, Outcome
from extractor.errors import DamagedFileError, InputError, TooLargeError

MAX_MEMBERS = 20_000
MAX_UNPACKED_BYTES = 50 * 1024**3
MAX_RATIO = 200
"""An archive that unpacks to so many times its size, and to over `RATIO_FROM_BYTES`, is a bomb, not somebody's reports."""
RATIO_FROM_BYTES = 1024**3
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_DOCUMENT_MARKS = ("[Content_Types].xml", "mimetype")
"""A ZIP that holds one of these is itself a document: Office Open XML or OpenDocument."""
_NOISE = ("__MACOSX", "Thumbs.db", "desktop.ini")


class Document(NamedTuple):
    """Where one document's bytes are."""

    name: str
    """As shown and as the output is named: relative, with "/"."""
    path: Path | None = None
    members: tuple[str, ...] = ()
    """Name in the archive `path`; two where the archive is in an archive."""
    content: bytes | None = None
    """The bytes themselves, when there is no file."""
    named: bool = True
    """False for what was found in a folder or archive, where files of other formats are no fault."""

    def read(self, max_bytes: int) -> bytes:
        """Read the bytes.

        Raises:
            TooLargeError: they are more than `max_bytes`.
            DamagedFileError: the archive is broken there.
            InputError: the file can't be read.
        """
        if self.content is not None:
            return _within(self.content, max_bytes, self.name)
        if self.path is None:
            raise InputError(f"{self.name}: no file and no content")
        try:
            with self.path.open("rb") as file:
                return _read_members(file, self.members, max_bytes, self.name)
        except OSError as error:
            raise InputError(
                f"It can't be read ({error.strerror or error}). Check the name and the permissions.",
                vi=f"Không đọc được tệp ({error.strerror or error}). Hãy kiểm tra tên và quyền truy cập.",
            ) from error


def find_documents(paths: Iterable[Path], *, max_bytes: int) -> Iterator[Document | Outcome]:
    """Give every document of the files, folders and archives, in a stable order; an `Outcome` for what can't be one."""
    for path in paths:
        if path.is_dir():
            for file in sorted(_files(path)):
                yield from _open(file, (path.name or path.resolve().name) + "/" + file.relative_to(path).as_posix(), max_bytes, named=False)
        else:
            yield from _open(path, path.name, max_bytes, named=True)


def is_archive(path: Path) -> bool:
    """Tell whether this is a ZIP of documents (and not a document that happens to be a ZIP)."""
    try:
        with path.open("rb") as file:
            return _is_archive(file)
    except OSError:
        return False


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not _is_noise(path.relative_to(folder).parts):
            yield path


def _is_noise(parts: tuple[str, ...]) -> bool:
    return any((part.startswith((".", "~$"))) or part in _NOISE for part in parts)


def _open(path: Path, name: str, max_bytes: int, *, named: bool) -> Iterator[Document | Outcome]:
    if not is_archive(path):
        yield Document(name, path, named=named)
        return
    with path.open("rb") as file:
        yield from _list_archive(file, Document(name, path), max_bytes)


def _list_archive(file: IO[bytes], archive: Document, max_bytes: int) -> Iterator[Document | Outcome]:
    with _archive_of(file) as content:
        size = file.seek(0, io.SEEK_END)
        failure = _refusal(content, size)
        if failure:
            yield Outcome(archive.name, "failed", failure=failure)
            return
        for info in sorted(content.infolist(), key=lambda info: info.filename):
            if not info.is_dir():
                yield from _list_member(content, info, archive, max_bytes)


def _list_member(content: zipfile.ZipFile, info: zipfile.ZipInfo, archive: Document, max_bytes: int) -> Iterator[Document | Outcome]:
    shown = _shown_name(info)
    name = f"{archive.name}/{shown}"
    if not _is_safe(shown):
        yield Outcome(f"{archive.name}/{PurePosixPath(shown.replace(chr(92), '/')).name or '?'}", "failed", failure=_UNSAFE_PATH)
    elif _is_noise(PurePosixPath(shown).parts):
        return
    elif info.flag_bits & _ENCRYPTED:
        yield Outcome(name, "failed", failure=_ENCRYPTED_MEMBER)
    else:
        yield from _list_plain_member(content, info, archive._replace(name=name, members=(*archive.members, info.filename)), max_bytes)


def _list_plain_member(content: zipfile.ZipFile, info: zipfile.ZipInfo, member: Document, max_bytes: int) -> Iterator[Document | Outcome]:
    document = member._replace(named=False)
    if info.file_size > max_bytes:
        yield document  # the worker says that it is too large
        return
    try:
        inner = _inner_archive(content, info, max_bytes)
    except InputError:
        yield document  # the worker says what is wrong with it
        return
    if inner is None:
        yield document
    elif len(member.members) > 1:
        yield Outcome(member.name, "failed", failure=_TOO_DEEP)
    else:
        yield from _list_archive(inner, member, max_bytes)


def _inner_archive(content: zipfile.ZipFile, info: zipfile.ZipInfo, max_bytes: int) -> IO[bytes] | None:
    """Open a member that is an archive itself; None for any other."""
    with _broken_archive_is_damage(), content.open(info) as file:
        head = file.read(4)
        if not head.startswith(b"PK"):
            return None
        inner = io.BytesIO(head + _read_limited(file, max_bytes - len(head), info.filename))
    return inner if _is_archive(inner) else None


def _is_archive(file: IO[bytes]) -> bool:
    if not file.read(4).startswith(b"PK"):
        return False
    try:
        with _archive_of(file) as content:
            return not any(mark in content.NameToInfo for mark in _DOCUMENT_MARKS)
    except InputError:
        return False


@contextmanager
def _archive_of(file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    with _broken_archive_is_damage():
        file.seek(0)
        content = zipfile.ZipFile(file)
    with content:
        yield content


@contextmanager
def _broken_archive_is_damage() -> Iterator[None]:
    """Turn what zipfile raises on broken or odd archives into our own."""
    try:
        yield
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, KeyError, zlib.error) as error:
        raise DamagedFileError(
            f"The archive is damaged or of a kind that can't be read ({error}). Pack it anew.",
            vi=f"Tệp nén bị hỏng hoặc thuộc loại không đọc được ({error}). Hãy nén lại.",
        ) from error


def _refusal(content: zipfile.ZipFile, size: int) -> Failure | None:
    members = content.infolist()
    if len(members) > MAX_MEMBERS:
        return Failure(
            TooLargeError.code,
            f"The archive holds {len(members)} files; the limit is {MAX_MEMBERS}. Split it.",
            f"Tệp nén chứa {len(members)} tệp, vượt giới hạn {MAX_MEMBERS}. Hãy chia nhỏ.",
        )
    unpacked = sum(info.file_size for info in members)
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * size):
        return Failure(
            TooLargeError.code,
            f"The archive would unpack to {unpacked / 1024**3:.1f} GiB: it looks like a bomb. Unpack what you need yourself.",
            f"Tệp nén bung ra tới {unpacked / 1024**3:.1f} GiB, nghi là bom nén. Hãy tự giải nén phần cần dùng.",
        )
    return None


def _shown_name(info: zipfile.ZipInfo) -> str:
    """Give the name as a person wrote it: many tools write UTF-8 without saying so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and "\0" not in name and ":" not in (path.parts or ("",))[0]


def _read_members(file: IO[bytes], members: tuple[str, ...], max_bytes: int, name: str) -> bytes:
    if not members:
        return _read_limited(file, max_bytes, name)
    with _archive_of(file) as content, _broken_archive_is_damage(), content.open(members[0]) as member:
        if len(members) == 1:
            return _read_limited(member, max_bytes, name)
        return _read_members(io.BytesIO(_read_limited(member, max_bytes, name)), members[1:], max_bytes, name)


def _read_limited(file: IO[bytes], max_bytes: int, name: str) -> bytes:
    return _within(file.read(max_bytes + 1), max_bytes, name)


def _within(content: bytes, max_bytes: int, name: str) -> bytes:
    if len(content) > max_bytes:
        raise TooLargeError(
            f"{name} has more than {max_bytes / 1024**2:g} MiB. Split it, or raise the limit (--max-mb).",
            vi=f"{name} lớn hơn {max_bytes / 1024**2:g} MiB. Hãy chia nhỏ hoặc nâng giới hạn (--max-mb).",
        )
    return content


_UNSAFE_PATH = Failure(
    "archive.unsafe_path",
    "Its name in the archive points outside of it. It was not read; pack the archive anew.",
    "Tên tệp trong gói nén trỏ ra ngoài gói. Tệp không được đọc; hãy nén lại.",
)
_ENCRYPTED_MEMBER = Failure(
    "archive.encrypted",
    "The archive asks for a password here. Unpack it yourself, and give the files.",
    "Tệp trong gói nén có mật khẩu. Hãy tự giải nén rồi đưa các tệp vào.",
)
_TOO_DEEP = Failure(
    "archive.too_deep",
    "An archive in an archive in an archive is not opened. Unpack the outer one.",
    "Không mở gói nén lồng quá hai lớp. Hãy giải nén lớp ngoài.",
)
