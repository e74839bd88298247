"""Bytes → `Reading`: the one door of this room. Each reader is imported when the first file of its kind comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from extractor.errors import TooLargeError, UnknownFormatError
from extractor.options import Options
from extractor.pages import Reading
from extractor.read import detect as media

Reader: TypeAlias = Callable[..., Reading]


def read(data: bytes, *, options: Options) -> Reading:
    """Read one document, whatever it is.

    Raises:
        InputError: it can't be read as it is (empty, unknown, damaged, encrypted, too large).
        ToolError: a converter that it needs failed or is missing.
    """
    if len(data) > options.max_bytes:
        raise TooLargeError(
            f"the file has {len(data):,} bytes, the limit is {options.max_bytes:,}", vi=f"Tệp có {len(data):,} byte, giới hạn là {options.max_bytes:,}"
        )
    media_type = media.detect(data)
    reading = _reader(media_type)(data, options=options)
    return reading if reading.media_type == media_type else reading._replace(media_type=media_type)


def _reader(media_type: str) -> Reader:
    """Import the reader of a media type."""
    if media_type == media.PDF:
        from extractor.read.pdf import read_pdf as reader
    elif media_type == media.DOCX:
        from extractor.read.docx import read_docx as reader
    elif media_type in {media.DOC, media.RTF, media.ODT}:
        from extractor.read.office import read_office as reader
    elif media_type in {media.HTML, media.MHTML}:
        from extractor.read.html import read_html as reader
    elif media_type == media.MARKDOWN:
        from extractor.read.markdown import read_markdown as reader
    elif media_type == media.TEXT:
        from extractor.read.text import read_text as reader
    elif media_type.startswith("image/"):
        from extractor.read.images import read_image as reader
    else:
        raise UnknownFormatError(
            f"{media_type} is no document: give the files in it one by one, or the whole to the bulk extraction",
            vi="Đây là tệp nén, không phải một văn bản: hãy đưa từng tệp trong đó, hoặc dùng chức năng bóc tách hàng loạt",
        )
    return reader
