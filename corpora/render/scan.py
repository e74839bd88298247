"""Scan a PDF: each page a picture, skewed, noisy, JPEG-compressed, a red seal over the signature, blank backs, a rotated annex."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import cv2
import numpy as np
import pymupdf

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from numpy.typing import NDArray

_RED = (40, 40, 205)
"""Blue, green, red of a stamp's ink."""


class Scanner(NamedTuple):
    """One scanner's habits."""

    dpi: int
    quality: int
    noise: float
    backs: bool
    rotate_landscape: bool


def draw(rng: random.Random) -> Scanner:
    """Draw a scanner."""
    return Scanner(rng.choice([200, 200, 300]), rng.choice([55, 60, 70]), rng.uniform(3, 8), rng.random() < 0.25, rng.random() < 0.5)


def write(path: Path, target: Path, rng: random.Random, signed: str | None = None) -> None:
    """Write the scan of `path`; `signed` is the signer's name, above which the seal is put."""
    scanner = draw(rng)
    with pymupdf.open(path) as source, pymupdf.open() as scan:
        for page in source:
            _add(scan, _picture(page, scanner, rng, signed), page.rect, scanner, rng)
            if scanner.backs and rng.random() < 0.5:
                _add(scan, _paper(page, scanner.dpi), page.rect, scanner, rng)
        scan.save(target, garbage=3, no_new_id=True)


def _paper(page: pymupdf.Page, dpi: int) -> NDArray[np.uint8]:
    size = (int(page.rect.height * dpi / 72), int(page.rect.width * dpi / 72), 3)
    return np.full(size, 252, np.uint8)


def _picture(page: pymupdf.Page, scanner: Scanner, rng: random.Random, signed: str | None) -> NDArray[np.uint8]:
    pixmap = page.get_pixmap(dpi=scanner.dpi, alpha=False)
    picture = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)[:, :, ::-1].copy()
    places = page.search_for(signed) if signed else []
    if places:
        _stamp(picture, places[-1], scanner.dpi / 72, rng)
    return picture


def _stamp(picture: NDArray[np.uint8], name: pymupdf.Rect, scale: float, rng: random.Random) -> None:
    """Press a round seal to the left of the middle of the signature, as the decree has it; ink darkens, it does not cover."""
    centre = (int((name.x0 + rng.uniform(-15, 10)) * scale), int((name.y0 - rng.uniform(25, 40)) * scale))
    ink = np.full_like(picture, 255)
    radius = int(48 * scale)
    for r, width in ((radius, 3), (int(radius * 0.82), 2)):
        cv2.circle(ink, centre, r, _RED, max(1, int(width * scale)))
    star = [(centre[0] + radius * 0.3 * k * np.sin(a), centre[1] - radius * 0.3 * k * np.cos(a)) for a, k in _star()]
    cv2.fillPoly(ink, [np.array(star, np.int32)], _RED)
    ticks = np.linspace(0, 2 * np.pi, 26, endpoint=False)
    for a in ticks:
        a0, a1 = (np.array([np.cos(a), np.sin(a)]) * radius * f for f in (0.87, 0.96))
        cv2.line(ink, tuple((a0 + centre).astype(int)), tuple((a1 + centre).astype(int)), _RED, max(1, int(1.6 * scale)))
    np.minimum(picture, ink, out=picture)


def _star() -> list[tuple[float, float]]:
    return [(np.pi * i / 5, 1.0 if i % 2 == 0 else 0.4) for i in range(10)]


def _add(scan: pymupdf.Document, picture: NDArray[np.uint8], rect: pymupdf.Rect, scanner: Scanner, rng: random.Random) -> None:
    """Skew, spoil and compress a picture, and put it on a page of its own; a landscape page may lie on its side."""
    spoiled = _noisy(_skewed(picture, rng.uniform(-0.7, 0.7)), scanner.noise, rng)
    if rect.width > rect.height and scanner.rotate_landscape:
        spoiled = np.ascontiguousarray(np.rot90(spoiled))
        rect = pymupdf.Rect(0, 0, rect.height, rect.width)
    data = cv2.imencode(".jpg", spoiled, [cv2.IMWRITE_JPEG_QUALITY, scanner.quality])[1].tobytes()
    page = scan.new_page(width=rect.width, height=rect.height)
    page.insert_image(page.rect, stream=data)


def _skewed(picture: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    turned: Any = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(252, 252, 252))
    return cast("NDArray[np.uint8]", turned)


def _noisy(picture: NDArray[np.uint8], sigma: float, rng: random.Random) -> NDArray[np.uint8]:
    grain = np.random.default_rng(rng.getrandbits(32)).normal(0, sigma, picture.shape[:2]).astype(np.float32)
    soft = cv2.GaussianBlur(picture, (3, 3), 0.6).astype(np.float32)
    return cast("NDArray[np.uint8]", np.clip(soft + grain[:, :, None], 0, 255).astype(np.uint8))
