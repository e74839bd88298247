from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from extractor.bulk.outcome import Outcome
from extractor.bulk.progress import follow, print_lines
from extractor.bulk.run import LEDGER, Order, extract_all, write_all
from extractor.bulk.workers import Limits
from extractor.options import Options
from tests.bulk.fakes import fake_extract

LIMITS = Limits(workers=2, deadline_s=5.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "in"
    for name, text in {"a.txt": "good", "b/a.txt": "review", "b/x.txt": "damaged", "c.bin": "unknown"}.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text)
    return source


def test_a_folder_in_gives_a_folder_out_and_a_ledger_that_names_every_document(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    outcomes = list(write_all(extract_all([folder], Order(Options()), LIMITS, extract=fake_extract), out, "json"))
    assert [(outcome.name, outcome.status) for outcome in outcomes] == [
        ("in/a.txt", "ok"),
        ("in/b/a.txt", "review"),
        ("in/b/x.txt", "failed"),
        ("in/c.bin", "skipped"),
    ]
    files = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert files == ["in/a.txt.json", "in/b/a.txt.json", LEDGER]
    entries = [json.loads(line) for line in (out / LEDGER).read_text(encoding="utf-8").splitlines()]
    assert [entry["file"] for entry in entries] == ["in/a.txt.json", "in/b/a.txt.json", None, None]
    assert entries[2]["error"] == {"code": "input.damaged", "message": {"vi": "Tệp bị cắt cụt.", "en": "It is cut short."}}


def test_two_files_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    paths = [tmp_path / "x" / "a.txt", tmp_path / "y" / "A.txt"]
    for path in paths:
        path.parent.mkdir()
        path.write_text("good")
    names = [outcome.name for outcome in extract_all(paths, Order(Options()), LIMITS, extract=fake_extract)]
    assert names == ["a.txt", "A (2).txt"]


def test_a_result_that_cannot_be_written_is_that_documents_failure(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file where a folder is needed")
    outcome, good = write_all([Outcome("a/b.txt", "ok", b"{}"), Outcome("c.txt", "ok", b"{}")], tmp_path, "json")
    assert outcome.failure is not None
    assert (outcome.status, outcome.failure.code) == ("failed", "output.unwritable")
    assert good.status == "ok"


def test_a_name_longer_than_a_file_system_holds_is_shortened(tmp_path: Path) -> None:
    (outcome,) = write_all([Outcome("dài" * 200 + ".pdf", "ok", b"{}")], tmp_path, "json")
    assert outcome.status == "ok"
    assert len(list(tmp_path.glob("*.pdf.json"))) == 1


def test_json_lines_has_a_line_for_a_failure_too() -> None:
    out = io.BytesIO()
    list(print_lines([Outcome("a", "ok", b"{}\n"), Outcome("b", "crashed"), Outcome("c", "skipped")], out))
    assert [json.loads(line).get("status") for line in out.getvalue().splitlines()] == [None, "crashed"]


@pytest.mark.parametrize(("statuses", "code"), [([], 0), (["ok", "skipped"], 0), (["ok", "review"], 1), (["timeout"], 1)])
def test_the_exit_code_tells_whether_anything_needs_a_person(statuses: list, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [Outcome(f"{place}.pdf", status) for place, status in enumerate(statuses)]
    assert follow(outcomes, language="vi", table=True) == code
    assert ("tài liệu" in capsys.readouterr().err) == bool(statuses) or not statuses
