"""Pages printed for the tests, and scanned: turned, noisy, grey, stamped."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pymupdf
import pytest

np: Any = pytest.importorskip("numpy")
cv2: Any = pytest.importorskip("cv2")
pytest.importorskip("tesserocr")

from extractor.errors import MissingToolError  # noqa: E402 - OCR may not be there at all
from extractor.options import Options  # noqa: E402
from extractor.pages import Line, Page  # noqa: E402
from extractor.read.ocr.engine import check_installed  # noqa: E402
from extractor.read.scan import scan_pages  # noqa: E402

_FOLDERS = ("/usr/share/fonts/truetype/liberation2", "/usr/share/fonts/truetype/liberation")
FACES = {"regular": "LiberationSerif-Regular.ttf", "bold": "LiberationSerif-Bold.ttf", "italic": "LiberationSerif-Italic.ttf"}


def _folder() -> Path | None:
    return next((Path(folder) for folder in _FOLDERS if (Path(folder) / FACES["regular"]).is_file()), None)


def _can_read() -> bool:
    try:
        check_installed("vie")
    except MissingToolError:
        return False
    return True


needs_ocr = pytest.mark.skipif(
    not _can_read() or _folder() is None, reason="Tesseract's Vietnamese data or the Liberation fonts are not here"
)


class Text(NamedTuple):
    """A piece of print: place of its baseline in points, face and size."""

    x: float
    y: float
    text: str
    face: str = "regular"
    size: float = 14.0

    @property
    def end(self) -> float:
        """Where the print ends."""
        return self.x + float(_font(self.face).text_length(self.text, fontsize=self.size))


def _font(face: str) -> Any:
    return pymupdf.Font(fontfile=str((_folder() or Path()) / FACES[face]))


def print_page(
    texts: list[Text], *, strokes: list[tuple[float, float, float, float]] | None = None, size: tuple[float, float] = (595, 842)
) -> bytes:
    """Make a PDF of one page."""
    with pymupdf.open() as document:
        page = document.new_page(width=size[0], height=size[1])
        for text in texts:
            writer = pymupdf.TextWriter(page.rect)
            writer.append((text.x, text.y), text.text, font=_font(text.face), fontsize=text.size)
            writer.write_text(page)
        for x0, y0, x1, y1 in strokes or []:
            page.draw_line((x0, y0), (x1, y1), width=0.7)
        made: bytes = document.tobytes()
        return made


def pixels(pdf: bytes, *, dpi: int = 200) -> Any:
    """Render the first page in colour."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        pixmap = document[0].get_pixmap(dpi=dpi, alpha=False)
        return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3).copy()


def worn(picture: Any, *, slope: float = 0.0, noise: float = 6.0, quarters: int = 0) -> Any:
    """Turn, grey and speckle a picture as a scanner does, the same way each time."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -slope, 1.0)
    turned = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)).astype(np.float32)
    dirty = np.clip(turned * 0.93 + np.random.default_rng(7).normal(0, noise, turned.shape), 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.rot90(dirty, -quarters))


def encoded(picture: Any, ending: str = ".png") -> bytes:
    """Encode RGB pixels as a file."""
    ok, data = cv2.imencode(ending, picture[:, :, ::-1])
    assert ok
    return bytes(data)


def scan_of(pictures: list[Any], *, dpi: int = 200) -> bytes:
    """Make a PDF whose pages are pictures."""
    with pymupdf.open() as document:
        for picture in pictures:
            height, width = picture.shape[:2]
            page = document.new_page(width=72 * width / dpi, height=72 * height / dpi)
            page.insert_image(page.rect, stream=encoded(picture, ".jpg"))
        made: bytes = document.tobytes()
        return made


def read_picture(picture: Any, *, dpi: int = 200) -> Page:
    """Read one scanned page in this process."""
    return scan_pages(scan_of([picture], dpi=dpi), [1], options=Options(ocr_workers=1))[1]


def lines_of(page: Page) -> list[str]:
    return [item.text for item in page.items if isinstance(item, Line)]
