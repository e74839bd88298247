"""Pictures of documents: PNG, JPEG, TIFF of several pages, HEIC where pillow-heif is there; scans and phone photographs."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any

from extractor.errors import DamagedFileError, EmptyInputError, MissingToolError, TooLargeError, TooManyPagesError
from extractor.pages import Reading
from extractor.read.ocr import workers
from extractor.read.ocr.engine import check_installed

if TYPE_CHECKING:
    from extractor.options import Options
    from extractor.read.ocr.picture import Picture

_EXIF_ORIENTATION, _SIDEWAYS = 0x0112, frozenset((5, 6, 7, 8))
_A4_WIDTH_IN = 8.27
_PLAUSIBLE_WIDTH_IN = (3.0, 17.0)
"""A resolution that makes the page narrower or wider than this is a camera's or a screen's, not the scanner's."""


def read_image(data: bytes, *, options: Options) -> Reading:
    """Read a picture of a document, all of its pages.

    Boxes are in points of the page upright and straight; `Page.frame` maps them onto the picture as it is stored (but not through the
    perspective that is taken out of a photograph). A picture that names no resolution is taken for A4.

    Raises:
        InputError: damaged, too large, too many pages, or nothing to be read on it.
        MissingToolError: OCR (or, for HEIC, pillow-heif) is not installed.
    """
    check_installed(options.ocr_language, options.tessdata)
    with opened(data) as image:
        count, media_type = getattr(image, "n_frames", 1), _media_type(image)
    if count > options.max_pages:
        raise TooManyPagesError(
            f"The picture has {count} pages, the limit is {options.max_pages}. Split it or raise the limit.",
            vi=f"Tệp ảnh có {count} trang, giới hạn là {options.max_pages}. Hãy tách tệp hoặc nâng giới hạn.",
        )
    pages = workers.read_pages(data, range(1, count + 1), image_pictures, options)
    if not any(page.items for page in pages.values()):
        raise EmptyInputError("Nothing can be read on the picture.", vi="Không đọc được chữ nào trên ảnh.")
    return Reading(media_type, "paged", tuple(pages[number] for number in sorted(pages)))


def image_pictures(data: bytes) -> workers.Pictures:
    """Open a picture file as a source of page pictures."""

    def picture(number: int) -> Picture:
        with opened(data) as image:
            return _picture(image, number - 1)

    return picture


def opened(data: bytes) -> Any:
    """Open a picture with Pillow.

    Raises:
        InputError: it is damaged or unpacks to too much.
        MissingToolError: it is HEIC, and pillow-heif is not installed.
    """
    from PIL import Image, UnidentifiedImageError

    _know_heic(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return Image.open(BytesIO(data))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLargeError(
            f"The picture unpacks to too many pixels ({error}). Scan it at 300 dpi.",
            vi="Ảnh có quá nhiều điểm ảnh. Hãy quét lại ở 300 dpi.",
        ) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise _damaged(error) from error


def sizes(image: Any) -> list[tuple[float, float]]:
    """Return width and height in points of each page of an opened picture, as `read_image` takes them."""
    found = []
    for index in range(getattr(image, "n_frames", 1)):
        image.seek(index)
        turned = image.getexif().get(_EXIF_ORIENTATION, 1) in _SIDEWAYS
        width, height = image.size[::-1] if turned else image.size
        dpi = _dpi(image) or min(width, height) / _A4_WIDTH_IN
        found.append((72.0 * width / dpi, 72.0 * height / dpi))
    return found


def _damaged(error: Exception) -> DamagedFileError:
    return DamagedFileError(
        f"The picture can't be read ({error}). It is damaged or cut short: get the file again from its source.",
        vi="Không đọc được tệp ảnh: tệp bị hỏng hoặc bị cắt cụt. Hãy lấy lại tệp gốc.",
    )


def _know_heic(data: bytes) -> None:
    if data[4:8] != b"ftyp":
        return
    try:
        from pillow_heif import register_heif_opener  # type: ignore[import-not-found,unused-ignore]
    except ImportError as error:
        raise MissingToolError(
            "HEIC pictures need pillow-heif: pip install 'boctach[heic]', or save the picture as JPEG.",
            vi="Ảnh HEIC cần pillow-heif: hãy chạy pip install 'boctach[heic]' hoặc lưu ảnh thành JPEG.",
        ) from error
    register_heif_opener()


def _media_type(image: Any) -> str:
    return {"HEIF": "image/heic", "MPO": "image/jpeg"}.get(image.format, f"image/{(image.format or 'png').lower()}")


def _picture(image: Any, index: int) -> Picture:
    import numpy as np
    from PIL import ImageOps

    from extractor.read.ocr.photo import flattened
    from extractor.read.ocr.picture import Picture, print_only, resampled

    try:
        image.seek(index)
        dpi = _dpi(image)
        upright = ImageOps.exif_transpose(image)
        pixels = np.asarray(upright.convert("L" if upright.mode in ("1", "L", "I;16") else "RGB"))
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise _damaged(error) from error
    pixels = pixels if pixels.ndim == 3 else pixels[:, :, None]
    if dpi is None:
        pixels = flattened(pixels)
        dpi = min(pixels.shape[:2]) / _A4_WIDTH_IN
    return resampled(Picture(print_only(pixels), 72.0 / dpi))


def _dpi(image: Any) -> float | None:
    """Return the scanner's resolution, None for a photograph or a picture that names none."""
    named = image.info.get("dpi")
    if not named or not named[0]:
        return None
    dpi = float(named[0])
    low, high = _PLAUSIBLE_WIDTH_IN
    return dpi if dpi > 0 and low <= min(image.size) / dpi <= high else None
