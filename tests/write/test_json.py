from __future__ import annotations

import json

from extractor.schema import Report
from extractor.write.formats import render
from tests.house.samples import report


def test_json_reads_back_as_the_same_report() -> None:
    assert Report.model_validate_json(render(report(), "json")) == report()


def test_json_keeps_vietnamese_letters_readable() -> None:
    assert "ỦY BAN NHÂN DÂN".encode() in render(report(), "json")


def test_json_lines_is_one_line() -> None:
    body = render(report(), "jsonl")
    assert body.count(b"\n") == 1
    assert json.loads(body)["header"]["number"] == "12"
