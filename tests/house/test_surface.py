"""What others may build on: names, signatures, codes. A change here is a change for users, and goes into the changelog."""

from __future__ import annotations

import dataclasses
import inspect

import pytest

from extractor import errors
from extractor.options import Options
from extractor.pipeline import extract
from extractor.schema import SCHEMA_VERSION, Report
from extractor.write.formats import FORMS


def drawn_tree(base: type[errors.ExtractionError]) -> list[str]:
    return [base.__name__, *(name for child in base.__subclasses__() for name in drawn_tree(child))]


def test_the_entry_takes_bytes_and_keywords_and_gives_a_report() -> None:
    parameters = inspect.signature(extract).parameters
    assert list(parameters) == ["data", "filename", "options"]
    assert [name for name, item in parameters.items() if item.kind is inspect.Parameter.KEYWORD_ONLY] == ["filename", "options"]
    assert inspect.signature(extract).return_annotation == "Report"


def test_the_options_are_these() -> None:
    assert {field.name for field in dataclasses.fields(Options)} == {
        "ocr", "ocr_language", "ocr_workers", "tessdata", "soffice", "max_bytes", "max_unpacked_bytes", "max_pages", "convert_timeout_s",
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"ocr": "sometimes"},
        {"ocr_language": ""},
        {"ocr_workers": 0},
        {"max_bytes": 0},
        {"max_pages": -1},
        {"convert_timeout_s": 0},
        {"max_unpacked_bytes": float("nan")},
    ],
)
def test_options_that_cannot_be_meant_are_refused_by_name(wrong: dict) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Options(**wrong)


def test_options_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Options().ocr = "never"  # type: ignore[misc]


def test_the_contract_has_these_parts_in_this_version() -> None:
    assert SCHEMA_VERSION == "1.0"
    assert list(Report.model_fields) == [
        "schema_version", "status", "source", "header", "sections", "footnotes", "tables", "targets", "results", "citations", "signatures",
        "recipients", "repairs", "diagnostics", "furniture", "accounting", "text", "closing_text",
    ]  # fmt: skip


def test_the_error_tree_is_the_one_drawn_at_the_top_of_its_file() -> None:
    drawing = [
        line.strip("│├└─ ").split()[0]
        for line in (errors.__doc__ or "").splitlines()
        if line.strip("│├└─ ").split()[:1] and "Error" in line.split()[-1] + line
    ]
    names = [name for name in drawing if name.endswith("Error")]
    assert sorted(names) == sorted(drawn_tree(errors.ExtractionError))


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [getattr(errors, name).code for name in drawn_tree(errors.ExtractionError)]
    assert len(set(codes)) == len(codes)


def test_the_formats_are_these() -> None:
    assert FORMS == ("json", "jsonl", "md", "csv", "xlsx")
