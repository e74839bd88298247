"""Bytes → `Reading`: the one door of this room. Each reader is imported when the first file of its kind comes."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

from extractor.errors import TooLargeError, UnknownFormatError
from extractor.options import Options
from extractor.pages import Reading
from extractor.read import detect as media

Reader: TypeAlias = Callable[..., Reading]
READERS = {
    media.PDF: ("pdf", "read_pdf"),
    media.DOCX: ("docx", "read_docx"),
    **dict.fromkeys((media.DOC, media.RTF, media.ODT), ("office", "read_office")),
    **dict.fromkeys((media.HTML, media.MHTML), ("html", "read_html")),
    media.MARKDOWN: ("markdown", "read_markdown"),
    media.TEXT: ("text", "read_text"),
    "image": ("images", "read_image"),
}
"""Media type → module of this room and function in it."""


def read(data: bytes, *, options: Options) -> Reading:
    """Read one document, whatever it is.

    Raises:
        InputError: it can't be read as it is (empty, unknown, damaged, encrypted, too large).
        ToolError: a converter that it needs failed or is missing.
    """
    if len(data) > options.max_bytes:
        raise TooLargeError(
            f"the file has {len(data):,} bytes, the limit is {options.max_bytes:,}",
            vi=f"Tệp có {len(data):,} byte, giới hạn là {options.max_bytes:,}",
        )
    media_type = media.detect(data)
    reading = _reader(media_type)(data, options=options)
    return reading if reading.media_type == media_type else reading._replace(media_type=media_type)


def _reader(media_type: str) -> Reader:
    """Import the reader of a media type."""
    kind = "image" if media_type.startswith("image/") else media_type
    if kind not in READERS:
        raise UnknownFormatError(
            f"{media_type} is no document: give the files in it one by one, or the whole to the bulk extraction",
            vi="Đây là tệp nén, không phải một văn bản: hãy đưa từng tệp trong đó, hoặc dùng chức năng bóc tách hàng loạt",
        )
    module, name = READERS[kind]
    reader: Reader = getattr(import_module(f"extractor.read.{module}"), name)
    return reader
