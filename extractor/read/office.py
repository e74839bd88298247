"""DOC, RTF and ODT: LibreOffice makes a DOCX of them, which is then read. The converter is a guest that may be missing, hang or crash."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from extractor.errors import DamagedFileError, MissingToolError, ToolError, ToolTimeoutError
from extractor.pages import Reading
from extractor.read.detect import DOC, ODT, RTF, detect
from extractor.read.docx import read_docx
from extractor.read.word.binary import table_runs
from extractor.read.word.mend import mend_tables

if TYPE_CHECKING:
    from extractor.options import Options

PROFILE = "boctach-libreoffice-"
ENDINGS = {DOC: "doc", RTF: "rtf", ODT: "odt"}
_ONE_AT_A_TIME = threading.Lock()
"""Two conversions of one process would share its profile folder, and the second would fail."""
PROGRAMS = ("soffice", "libreoffice")


class Converter(Protocol):
    """Makes a DOCX of another word-processor file."""

    def to_docx(self, data: bytes, ending: str, *, timeout_s: float) -> bytes:
        """Convert; `ending` is the usual file-name ending of the format, without dot.

        Raises:
            MissingToolError: the program is not installed.
            ToolTimeoutError: it did not finish in `timeout_s` seconds; it has been ended.
            ToolError: it crashed.
            DamagedFileError: it could not load the file.
        """
        ...


class LibreOffice:
    """LibreOffice without a window, with a profile folder of this process: two that share one fail, and a new one costs a second."""

    def __init__(self, program: str | None = None) -> None:
        """Use `program`, or the one on the PATH."""
        self._program = program

    def to_docx(self, data: bytes, ending: str, *, timeout_s: float) -> bytes:
        """Convert, see `Converter`."""
        program = self._find()
        with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="boctach-convert-") as folder:
            source, out = Path(folder, f"in.{ending}"), Path(folder, "out")
            source.write_bytes(data)
            command = [
                *(program, f"-env:UserInstallation={_profile(os.getpid()).as_uri()}", "--headless", "--norestore", "--nolockcheck"),
                *("--convert-to", "docx:Office Open XML Text", "--outdir", str(out), str(source)),
            ]
            status, told = _run(command, folder, timeout_s)
            made = out / "in.docx"
            if made.exists():
                return made.read_bytes()
        if status == 0 or "could not be loaded" in told:
            raise DamagedFileError(
                "LibreOffice can't load the file: it is damaged; open it in Word and save it as DOCX",
                vi="LibreOffice không mở được tệp: tệp bị hỏng; hãy mở bằng Word và lưu lại thành DOCX",
            )
        raise ToolError(f"LibreOffice ended with status {status}: {told.strip()[-300:]}", vi=f"LibreOffice gặp lỗi (mã {status})")

    def _find(self) -> str:
        for name in (self._program,) if self._program else PROGRAMS:
            if found := shutil.which(name):
                return found
        raise MissingToolError(
            "DOC, RTF and ODT files need LibreOffice: apt-get install libreoffice-writer-nogui, or save the file as DOCX",
            vi="Để đọc tệp DOC, RTF, ODT cần có LibreOffice (gói libreoffice-writer-nogui của Debian); hoặc hãy lưu tệp thành DOCX",
        )


def read_office(data: bytes, *, options: Options, converter: Converter | None = None) -> Reading:
    """Read a DOC, RTF or ODT by way of DOCX; the `Reading` keeps the original media type.

    Raises:
        ToolError: see `Converter`.
        InputError: the file is damaged, or unpacks to too much.
    """
    media_type = detect(data)
    converter = converter or LibreOffice(options.soffice)
    made = converter.to_docx(data, ENDINGS[media_type], timeout_s=options.convert_timeout_s)
    reading = read_docx(made, options=options)
    if media_type == DOC and (runs := table_runs(data)):
        page = reading.pages[0]
        reading = reading._replace(pages=(page._replace(items=tuple(mend_tables(page.items, runs))),))
    return reading._replace(media_type=media_type)


def _run(command: list[str], folder: str, timeout_s: float) -> tuple[int, str]:
    """Run in a session of its own, so that a hanging converter goes with all its children."""
    # The C.UTF-8 locale keeps messages in English; HOME must be writable even where the service's user has none.
    environment = {**os.environ, "HOME": folder, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, env=environment
    ) as process:
        try:
            told, _ = process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise ToolTimeoutError(
                f"LibreOffice did not finish in {timeout_s:g} s and was ended",
                vi=f"LibreOffice không chuyển đổi xong trong {timeout_s:g} giây",
            ) from error
        except BaseException:
            _end(process)
            raise
    return process.returncode, told.decode("utf-8", "replace")


def _sweep(folder: Path) -> None:
    """Take away profiles of processes that are gone: a worker that was ended from outside could not do it itself."""
    for left in folder.glob(f"{PROFILE}*-*"):
        process_id = left.name.removeprefix(PROFILE).split("-")[0]
        if process_id.isdigit() and not Path(f"/proc/{process_id}").exists() and Path("/proc/self").exists():
            shutil.rmtree(left, ignore_errors=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    # A killed LibreOffice may leave its profile locked.
    _profile.cache_clear()


@lru_cache
def _profile(process_id: int) -> Path:
    """Make the profile folder of this process; a forked worker has another id and so another folder."""
    _sweep(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=f"{PROFILE}{process_id}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
