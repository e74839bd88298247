"""The picture of a page: fetched from a PDF at its own resolution, coloured ink and shadow taken off it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Grey: TypeAlias = NDArray[Any]
"""8-bit, rows × columns, 0 = ink, 255 = paper. OpenCV's types don't tell the depth."""
Colour: TypeAlias = NDArray[Any]
"""8-bit, rows × columns × channels, RGB or grey."""

MAX_DPI, USUAL_DPI, MIN_DPI, RAISED_DPI = 300.0, 200.0, 180.0, 225.0
"""More than the first costs time and brings nothing; below the third, strokes are too thin to be told from specks, and the picture is
enlarged to the last: small tables at 150 dpi then have a sixth of the errors."""
_CHROMA = 48
"""Difference of the strongest and the weakest channel from which a pixel is coloured ink: JPEG's own colour noise stays below."""
_STAYS = 150
_FADE = np.maximum(np.arange(256), np.minimum(255, 2 * np.arange(256) - _STAYS)).astype(np.uint8)
"""Even in its strongest channel coloured ink is somewhat darker than paper: what is not as dark as print there is made lighter still."""
_MOST_PIXELS = 60_000_000
"""An A2 sheet at 300 dpi; a larger page is read at a lower resolution."""
_TURNS = (None, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE)
_SAME_PT = 4.0
"""A picture whose edges are as near to the page's as this fills the page."""


class Picture(NamedTuple):
    """A page as pixels; `left` and `top` are the place of its first pixel on the page in points."""

    grey: Grey
    points_per_pixel: float
    left: float = 0.0
    top: float = 0.0

    @property
    def dpi(self) -> float:
        """Pixels an inch."""
        return 72.0 / self.points_per_pixel


def page_picture(page: pymupdf.Page) -> Picture:
    """Take the picture that fills the page as it is, else render the page at its pictures' own resolution."""
    images = page.get_image_info(xrefs=True)
    sole = _sole_picture(page, images)
    if sole is not None:
        return sole
    dpi = _native_dpi(images, page)
    pixmap = page.get_pixmap(dpi=round(dpi), alpha=False)
    return resampled(Picture(print_only(_array(pixmap)), 72.0 / pixmap.xres if pixmap.xres else 72.0 / dpi))


def _sole_picture(page: pymupdf.Page, images: Sequence[dict[str, Any]]) -> Picture | None:
    """The one picture that fills a page, turned as the page shows it: taking it out is faster and sharper than rendering."""
    if len(images) != 1 or page.get_text("text").strip() or page.get_cdrawings():
        return None
    image = images[0]
    box = pymupdf.Rect(image["bbox"]) * page.rotation_matrix
    quarters = _quarters(pymupdf.Matrix(image["transform"]) * page.rotation_matrix)
    if image["width"] * image["height"] > 2 * _MOST_PIXELS:
        return None
    if not image["xref"] or quarters is None or not _fills(box, page.rect) or image.get("has-mask"):
        return None
    pixmap = pymupdf.Pixmap(page.parent, image["xref"])
    if pixmap.alpha or not pixmap.colorspace:
        return None
    width, height = (pixmap.height, pixmap.width) if quarters % 2 else (pixmap.width, pixmap.height)
    across, down = box.width / width, box.height / height
    if abs(across / down - 1) > 0.005:
        return None
    return resampled(Picture(turned(print_only(_array(pixmap)), quarters), across, box.x0, box.y0))


def _quarters(placing: pymupdf.Matrix) -> int | None:
    """Tell by how many right angles clockwise a picture is turned; None if it is mirrored or lies askew."""
    a, b, c, d = (int(np.sign(round(value, 3))) for value in (placing.a, placing.b, placing.c, placing.d))
    return {(1, 0, 0, 1): 0, (0, 1, -1, 0): 1, (-1, 0, 0, -1): 2, (0, -1, 1, 0): 3}.get((a, b, c, d))


def turned(grey: Grey, quarters: int) -> Grey:
    """Turn pixels clockwise by `quarters` right angles."""
    how = _TURNS[quarters % 4]
    return grey if how is None else cv2.rotate(grey, how)


def _fills(box: pymupdf.Rect, whole: pymupdf.Rect) -> bool:
    edges = ((box.x0, whole.x0), (box.y0, whole.y0), (box.x1, whole.x1), (box.y1, whole.y1))
    return all(abs(one - two) <= _SAME_PT for one, two in edges)


def _array(pixmap: pymupdf.Pixmap) -> Colour:
    if pixmap.colorspace and pixmap.colorspace.n not in (1, 3):
        pixmap = pymupdf.Pixmap(pymupdf.csRGB, pixmap)
    flat = np.frombuffer(pixmap.samples_mv, np.uint8).reshape(pixmap.height, pixmap.stride)
    channels = pixmap.n
    return flat[:, : pixmap.width * channels].reshape(pixmap.height, pixmap.width, channels)


def _native_dpi(images: Sequence[dict[str, Any]], page: pymupdf.Page) -> float:
    found: list[float] = []
    for image in images:
        box = pymupdf.Rect(image["bbox"])
        if box.width * box.height > 0.2 * abs(page.rect.width * page.rect.height):
            found.append(72.0 * float(image["width"]) / max(box.width, 1.0))
    largest = 72.0 * (_MOST_PIXELS / max(1.0, abs(page.rect.width * page.rect.height))) ** 0.5
    return float(max(1.0, min(max([*found, USUAL_DPI]), MAX_DPI, largest)))


def resampled(picture: Picture) -> Picture:
    """Bring the resolution into the range that the engine reads best."""
    dpi = picture.dpi
    if MIN_DPI <= dpi <= MAX_DPI * 1.1:
        return picture
    factor = min((MAX_DPI if dpi > MAX_DPI else RAISED_DPI) / dpi, (_MOST_PIXELS / picture.grey.size) ** 0.5)
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    grey = cv2.resize(picture.grey, None, fx=factor, fy=factor, interpolation=how)
    return picture._replace(grey=grey, points_per_pixel=picture.points_per_pixel / factor)


def print_only(pixels: Colour) -> Grey:
    """Make grey of a picture, with seals and signatures in coloured ink fading into the paper.

    In its strongest channel coloured ink is as bright as paper, while black print under it is dark in all three.
    """
    if pixels.shape[2] == 1:
        return np.ascontiguousarray(pixels[:, :, 0])
    red, green, blue = cv2.split(pixels)
    strongest = cv2.max(cv2.max(red, green), blue)
    weakest = cv2.min(cv2.min(red, green), blue)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    coloured = cv2.threshold(cv2.subtract(strongest, weakest), _CHROMA, 255, cv2.THRESH_BINARY)[1]
    if not cv2.countNonZero(coloured):
        return grey
    # the rim of a stroke is blurred by JPEG's halved colour resolution
    coloured = cv2.dilate(coloured, np.ones((3, 3), np.uint8))
    cv2.copyTo(cv2.LUT(strongest, _FADE), coloured, grey)
    return grey


def level(grey: Grey) -> Grey:
    """Divide by the paper's own brightness, so that shadows, yellowed paper and grey backgrounds become white."""
    height, width = grey.shape
    small = cv2.resize(grey, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 15)
    paper = np.maximum(paper, 40)  # black edges are no paper: don't lift them to white
    return cv2.divide(grey, cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), scale=245)


def ink_of(grey: Grey) -> Grey:
    """Return a mask of the ink, 255 where there is any; all 0 on a blank page."""
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    cut, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    # Otsu cuts through the noise of a page without print
    return cv2.threshold(smooth, min(max(cut, 90), 190), 255, cv2.THRESH_BINARY_INV)[1]
