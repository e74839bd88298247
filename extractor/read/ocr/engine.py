"""Tesseract in process: one line's picture in, its words out. Its own threads are off: a page is a worker's."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from extractor.errors import MissingToolError

if TYPE_CHECKING:
    from extractor.read.ocr.picture import Grey

_USUAL_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_LEAST = 3
"""Pixels; of less Tesseract makes complaints."""
_RAW_LINE = 13
"""Page segmentation mode: the picture is one line, don't look for others in it."""
_WORD_LEVEL = "5"


class Token(NamedTuple):
    """A word as the engine reads it; `x0` and `x1` are columns of the line's picture."""

    text: str
    x0: float
    x1: float
    confidence: float
    """0-1."""


class LineReader(Protocol):
    """Reads the picture of one line."""

    def read(self, strip: Grey, *, allowed: str = "") -> list[Token]:
        """Return the words from left to right, in the `allowed` characters alone if there are any."""


class Remembering:
    """A reader that reads no picture twice: a sample of a page's lines is read first, to see how the page stands."""

    def __init__(self, reader: LineReader) -> None:
        """Ask `reader` for what is new."""
        self._reader = reader
        self._known: dict[tuple[bytes, int, str], list[Token]] = {}

    def read(self, strip: Grey, *, allowed: str = "") -> list[Token]:
        """Return the words from left to right."""
        key = (strip.tobytes(), strip.shape[1], allowed)
        if key not in self._known:
            self._known[key] = self._reader.read(strip, allowed=allowed)
        return self._known[key]


class Tesseract:
    """The engine with one language loaded. Not to be shared between threads."""

    def __init__(self, api: Any, dpi: int = 300) -> None:
        """Take over a loaded tesserocr API."""
        self._api, self._allowed = api, ""
        api.SetVariable("tessedit_do_invert", "0")  # no white print on black: a second try of every doubtful line
        api.SetVariable("user_defined_dpi", str(dpi))

    def read(self, strip: Grey, *, allowed: str = "") -> list[Token]:
        """Return the words from left to right, in the `allowed` characters alone if there are any."""
        if allowed != self._allowed:
            self._api.SetVariable("tessedit_char_whitelist", allowed)
            self._allowed = allowed
        height, width = strip.shape
        if height < _LEAST or width < _LEAST:
            return []
        self._api.SetImageBytes(strip.tobytes(), width, height, 1, width)
        self._api.Recognize()
        return [token for row in self._api.GetTSVText(0).splitlines() if (token := _token(row)) is not None]


def _token(row: str) -> Token | None:
    fields = row.split("\t", 11)
    if fields[0] != _WORD_LEVEL or len(fields) < 12 or not fields[11].strip():
        return None
    left, width = int(fields[6]), int(fields[8])
    return Token(fields[11].strip(), left, left + width, max(0.0, min(1.0, float(fields[10]) / 100)))


def data_folder(language: str, named: str | None = None) -> str:
    """Find the folder that holds the language's data: the named one, else TESSDATA_PREFIX, else where systems keep it.

    Raises:
        MissingToolError: no folder has it.
    """
    asked = [named] if named else [os.environ.get("TESSDATA_PREFIX", ""), *_USUAL_FOLDERS]
    for folder in asked:
        if folder and (Path(folder) / f"{language}.traineddata").is_file():
            return folder
    raise MissingToolError(
        f"OCR has no data for the language {language!r}: install the package tesseract-ocr-{language} (Debian, Ubuntu) "
        "or name the folder that holds it in the setting `tessdata`.",
        vi=f"Thiếu dữ liệu nhận dạng chữ cho ngôn ngữ {language!r}: hãy cài gói tesseract-ocr-{language} (Debian, Ubuntu) "
        "hoặc chỉ ra thư mục chứa dữ liệu trong thiết lập `tessdata`.",
    )


def check_installed(language: str, named: str | None = None) -> None:
    """Raise `MissingToolError` unless OCR can start."""
    _module()
    data_folder(language, named)


def _module() -> Any:
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # read once, when the library is loaded
    try:
        import cv2
        import tesserocr
    except ImportError as error:
        raise MissingToolError(
            f"OCR is not installed ({error.name} is missing): pip install 'boctach[ocr]', and the system package tesseract-ocr-vie.",
            vi=f"Chưa cài phần nhận dạng chữ (thiếu {error.name}): hãy chạy pip install 'boctach[ocr]' "
            "và cài gói hệ thống tesseract-ocr-vie.",
        ) from error
    cv2.setNumThreads(1)
    return tesserocr


@lru_cache(maxsize=2)
def load(language: str, named: str | None = None) -> Tesseract:
    """Load the engine, once a process.

    Raises:
        MissingToolError: tesserocr, OpenCV or the language's data is not there.
    """
    tesserocr = _module()
    folder = data_folder(language, named)
    try:
        return Tesseract(tesserocr.PyTessBaseAPI(path=folder, lang=language, psm=_RAW_LINE, oem=1))
    except RuntimeError as error:
        raise MissingToolError(
            f"Tesseract can't load {language!r} from {folder} ({error}): install tesseract-ocr-{language} again.",
            vi=f"Tesseract không nạp được dữ liệu {language!r} trong {folder}: hãy cài lại gói tesseract-ocr-{language}.",
        ) from error
