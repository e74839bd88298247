"""A report in each of the formats that it can be written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from extractor.write.words import Language

if TYPE_CHECKING:
    from extractor.schema import Report

__all__ = ["FORMS", "Form", "Language", "render"]

Form: TypeAlias = Literal["json", "jsonl", "md", "csv", "xlsx"]
FORMS: tuple[Form, ...] = get_args(Form)


def render(report: Report, form: Form, language: Language = "vi") -> bytes:
    """Write a report; the same report gives the same bytes. `language` is that of headings and column heads, not of the content.

    Raises:
        MissingToolError: the format needs a package that is not installed (xlsx).
    """
    return _WRITERS[form](report, language)


def _json(report: Report, _: Language) -> bytes:
    return report.model_dump_json(indent=2).encode() + b"\n"


def _jsonl(report: Report, _: Language) -> bytes:
    return report.model_dump_json().encode() + b"\n"


def _markdown(report: Report, language: Language) -> bytes:
    from extractor.write.markdown import to_markdown

    return to_markdown(report, language).encode()


def _csv(report: Report, language: Language) -> bytes:
    from extractor.write.sheets import to_csv

    return to_csv(report, language)


def _xlsx(report: Report, language: Language) -> bytes:
    from extractor.write.sheets import to_xlsx

    return to_xlsx(report, language)


_WRITERS: Mapping[Form, Callable[[Report, Language], bytes]] = {"json": _json, "jsonl": _jsonl, "md": _markdown, "csv": _csv, "xlsx": _xlsx}
