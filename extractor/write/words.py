"""The words that a reader of a summary or a spreadsheet sees, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["vi", "en"]

_VI: Mapping[str, str] = {
    "=": "bằng",
    ">": "trên",
    ">=": "tối thiểu",
    "<": "dưới",
    "<=": "tối đa",
    "~": "khoảng",
    "range": "trong khoảng",
    "target": "mục tiêu",
    "result": "kết quả",
    "baseline": "mốc so sánh",
    "context": "bối cảnh",
    "level": "giá trị",
    "change": "mức thay đổi",
    "attainment": "mức hoàn thành",
    "up": "tăng",
    "down": "giảm",
    "ok": "đạt",
    "review": "cần xem lại",
    "skipped": "bỏ qua",
    "failed": "lỗi",
    "timeout": "quá thời hạn",
    "out_of_memory": "thiếu bộ nhớ",
    "crashed": "dừng đột ngột",
    "info": "lưu ý",
    "warning": "cảnh báo",
    "u_horn": "ƣ → ư",
    "o_grave": "õ → ò",
    "dropped_glyph": "chữ bị mất",
    "legacy_encoding": "bảng mã cũ",
    "ocr": "nhận dạng sai",
    "spacing": "khoảng trắng",
    "hyphenation": "gạch nối",
    "unicode": "mã Unicode",
    "text_layer": "lớp chữ",
    "mixed": "lớp chữ và ảnh",
    "none": "trang trắng",
    "scan": "ảnh quét",
}
_EN: Mapping[str, str] = {
    "=": "equals",
    ">": "over",
    ">=": "at least",
    "<": "under",
    "<=": "at most",
    "~": "about",
    "range": "between",
    "review": "needs review",
    "timeout": "timed out",
    "out_of_memory": "out of memory",
    "u_horn": "ƣ → ư",
    "o_grave": "õ → ò",
    "dropped_glyph": "dropped glyph",
    "legacy_encoding": "legacy encoding",
    "ocr": "OCR misreading",
    "text_layer": "text layer",
    "mixed": "text layer and picture",
    "none": "blank",
}
_WORDS: Mapping[str, Mapping[str, str]] = {"vi": _VI, "en": _EN}


_FORMATS: Mapping[str, str] = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/msword": "DOC",
    "application/rtf": "RTF",
    "application/vnd.oasis.opendocument.text": "ODT",
    "text/html": "HTML",
    "multipart/related": "MHTML",
    "text/markdown": "Markdown",
    "text/plain": "TXT",
}


def format_name(media_type: str) -> str:
    """Name a format as people do: "PDF", "DOCX"; a picture by its own kind."""
    return _FORMATS.get(media_type, media_type.removeprefix("image/").upper() if media_type.startswith("image/") else media_type)


def word(term: str | None, language: Language) -> str:
    """Say a term of the contract in a person's words; "" for None, the term itself where there is no other word."""
    return "" if term is None else _WORDS[language].get(term, term)


def say(language: Language, *, vi: str, en: str) -> str:
    """Choose one of two sentences."""
    return vi if language == "vi" else en
