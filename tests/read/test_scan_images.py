"""Picture files and photographs are read as scans are, and scans become searchable PDFs."""

from __future__ import annotations

import contextlib
import sys
from io import BytesIO
from typing import Any

import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from extractor.errors import DamagedFileError, EmptyInputError, InputError, MissingToolError, TooManyPagesError, UnknownFormatError
from extractor.options import Options
from extractor.read.images import read_image
from extractor.read.searchable import make_searchable
from tests.read.printed import Text, cv2, encoded, lines_of, needs_ocr, np, pixels, print_page, scan_of, worn

from extractor.read.ocr.picture import page_picture as page_of_pdf  # isort: skip - OpenCV may not be there: `printed` skips then

pytestmark = needs_ocr

_BODY = [
    Text(85, 120, "Toàn xã có 96,4% hộ gia đình đạt chuẩn văn hóa, tăng 1,2% so với"),
    Text(85, 140, "cùng kỳ năm trước; 11/12 thôn giữ vững danh hiệu thôn văn hóa."),
    Text(85, 160, "Thu ngân sách trên địa bàn ước đạt 8.450 triệu đồng."),
]
_TEXT = [text.text for text in _BODY]
_ALONE = Options(ocr_workers=1)


def page_picture() -> Any:
    return worn(pixels(print_page(_BODY)), slope=0.6)


def saved(picture: Any, form: str, **how: Any) -> bytes:
    buffer = BytesIO()
    Image.fromarray(picture).save(buffer, form, **how)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("form", "how", "media_type"),
    [
        ("PNG", {"dpi": (200, 200)}, "image/png"),
        ("PNG", {}, "image/png"),
        ("JPEG", {"quality": 70}, "image/jpeg"),
        ("TIFF", {"dpi": (200, 200), "compression": "tiff_lzw"}, "image/tiff"),
    ],
)
def test_a_picture_of_any_form_is_read(form: str, how: dict[str, Any], media_type: str) -> None:
    reading = read_image(saved(page_picture(), form, **how), options=_ALONE)
    assert (reading.media_type, reading.form) == (media_type, "paged")
    assert lines_of(reading.pages[0]) == _TEXT
    assert round(reading.pages[0].width or 0) in (595, 596)


def test_each_page_of_a_tiff_is_a_page() -> None:
    blank = np.full_like(page_picture(), 250)
    data = saved(
        page_picture(), "TIFF", save_all=True, append_images=[Image.fromarray(blank), Image.fromarray(page_picture())], dpi=(200, 200)
    )
    reading = read_image(data, options=_ALONE)
    assert [(page.number, lines_of(page)) for page in reading.pages] == [(1, _TEXT), (2, []), (3, _TEXT)]
    with pytest.raises(TooManyPagesError):
        read_image(data, options=Options(ocr_workers=1, max_pages=2))


def test_a_photograph_is_brought_flat() -> None:
    picture = page_picture()
    height, width = picture.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[150, 140], [width + 30, 90], [width + 150, height + 60], [80, height + 150]], np.float32)
    photo = cv2.warpPerspective(picture, cv2.getPerspectiveTransform(corners, seen), (width + 260, height + 260), borderValue=(60, 70, 80))
    shade = np.linspace(0.6, 1.0, photo.shape[1])[None, :, None]
    assert lines_of(read_image(saved((photo * shade).astype(np.uint8), "JPEG", quality=85), options=_ALONE).pages[0]) == _TEXT


def test_the_cameras_own_turn_is_followed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = saved(np.ascontiguousarray(np.rot90(page_picture())), "JPEG", quality=85, exif=exif)
    page = read_image(data, options=_ALONE).pages[0]
    assert lines_of(page) == _TEXT
    assert (page.width or 0) < (page.height or 0)


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"\x89PNG\r\n\x1a\n" + b"\0" * 40, DamagedFileError), (encoded(np.full((900, 700, 3), 255, np.uint8)), EmptyInputError)],
)
def test_what_cannot_be_read_says_so(data: bytes, error: type[InputError]) -> None:
    with pytest.raises(error):
        read_image(data, options=_ALONE)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(cut=st.integers(0, 3000), flip=st.integers(0, 3000))
def test_a_damaged_picture_is_refused_or_read(cut: int, flip: int) -> None:
    data = bytearray(encoded(np.full((60, 80, 3), 255, np.uint8)))
    data[flip % len(data)] ^= 0xFF
    with contextlib.suppress(InputError):
        read_image(bytes(data[: max(8, len(data) - cut)]), options=_ALONE)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("rotation", [0, 90])
def test_a_page_that_is_one_picture_gives_its_own_pixels_as_the_page_shows_them(turned: int, rotation: int) -> None:
    own = np.ascontiguousarray(page_picture()[:, :, 0])
    with pymupdf.open() as document:
        height, width = own.shape[::-1] if turned % 180 else own.shape
        page = document.new_page(width=72 * width / 200, height=72 * height / 200)
        page.insert_image(page.rect, stream=saved(own, "PNG"), rotate=turned)
        page.set_rotation(rotation)
        shown = page.get_pixmap(dpi=20, colorspace=pymupdf.csGRAY)
        taken = page_of_pdf(page)
    quarters = (-turned + rotation) // 90
    assert (taken.grey == np.rot90(own, -quarters)).all()
    small = np.frombuffer(shown.samples, np.uint8).reshape(shown.height, shown.width).astype(float)
    again = cv2.resize(taken.grey, (shown.width, shown.height), interpolation=cv2.INTER_AREA).astype(float)
    assert np.corrcoef(small.ravel(), again.ravel())[0, 1] > 0.9


@pytest.mark.parametrize("rotation", [0, 90, 270])
def test_a_searchable_pdf_has_the_text_where_the_picture_shows_it(rotation: int) -> None:
    pdf = scan_of([page_picture()])
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        document[0].set_rotation(rotation)
        pdf = document.tobytes()
    with (
        pymupdf.open(stream=make_searchable(pdf, _ALONE), filetype="pdf") as made,
        pymupdf.open(stream=print_page(_BODY), filetype="pdf") as printed,
    ):
        assert made[0].get_text().split() == " ".join(_TEXT).split()
        if not rotation:
            for word, truth in zip(made[0].get_text("words"), printed[0].get_text("words"), strict=True):
                assert word[4] == truth[4]
                assert word[:4] == pytest.approx(truth[:4], abs=6)


def test_the_layer_is_invisible() -> None:
    pdf = scan_of([page_picture()])
    with pymupdf.open(stream=pdf, filetype="pdf") as before, pymupdf.open(stream=make_searchable(pdf, _ALONE), filetype="pdf") as after:
        assert before[0].get_pixmap(dpi=60).samples == after[0].get_pixmap(dpi=60).samples


def test_a_picture_becomes_a_searchable_pdf_of_its_size() -> None:
    with pymupdf.open(stream=make_searchable(saved(page_picture(), "PNG", dpi=(200, 200)), _ALONE), filetype="pdf") as made:
        assert made[0].get_text().split() == " ".join(_TEXT).split()
        assert made[0].rect.width == pytest.approx(595, abs=1)


def test_a_page_with_text_gets_no_second_layer() -> None:
    pdf = print_page(_BODY)
    with pymupdf.open(stream=make_searchable(pdf, _ALONE), filetype="pdf") as made:
        assert made[0].get_text().split() == " ".join(_TEXT).split()


def test_a_searchable_pdf_is_made_of_pages_only() -> None:
    with pytest.raises(UnknownFormatError, match="text/"):
        make_searchable("Ủy ban nhân dân xã báo cáo kết quả.".encode(), Options())


def test_heic_is_read_where_pillow_heif_is_there() -> None:
    heif = pytest.importorskip("pillow_heif")
    heif.register_heif_opener()
    reading = read_image(saved(page_picture(), "HEIF", quality=80), options=_ALONE)
    assert reading.media_type == "image/heic"
    assert lines_of(reading.pages[0]) == _TEXT


def test_without_pillow_heif_a_heic_picture_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(MissingToolError, match=r"boctach\[heic\]"):
        read_image(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", options=_ALONE)
