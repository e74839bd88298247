"""What a caller can choose about one extraction, checked when it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

OcrChoice: TypeAlias = Literal["auto", "never", "always"]
"""auto: page by page, where the text layer is missing or unusable; never; always: even where the text layer is good."""

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Choices and limits of one extraction; all have a safe default.

    Raises:
        ValueError: a value is outside of what the field's comment says.
    """

    ocr: OcrChoice = "auto"
    ocr_language: str = "vie"
    """Tesseract's name of the language data."""
    ocr_workers: int | None = None
    """Processes that read pages at the same time; None: one a core. 1 inside a worker pool."""
    tessdata: str | None = None
    """Folder of the language data; None: where the system keeps it."""
    soffice: str | None = None
    """LibreOffice's program; None: the one on the PATH."""
    max_bytes: int = 200 * MEBIBYTE
    """Size of the file."""
    max_unpacked_bytes: int = 1024 * MEBIBYTE
    """What a DOCX, ODT or other packed file may unpack to."""
    max_pages: int = 2000
    convert_timeout_s: float = 120.0
    """Deadline of LibreOffice for one document, in seconds."""

    def __post_init__(self) -> None:
        """Refuse what can't be meant."""
        if self.ocr not in get_args(OcrChoice):
            raise ValueError(f"ocr must be one of {', '.join(get_args(OcrChoice))}, not {self.ocr!r}")
        if not self.ocr_language:
            raise ValueError('ocr_language must name a language of Tesseract, for example "vie"')
        if self.ocr_workers is not None and self.ocr_workers < 1:
            raise ValueError(f"ocr_workers must be None or at least 1, not {self.ocr_workers}")
        for name in ("max_bytes", "max_unpacked_bytes", "max_pages", "convert_timeout_s"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be more than 0, not {getattr(self, name)}")
