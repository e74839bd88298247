from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from extractor import pipeline
from extractor.cli import main
from extractor.errors import MissingToolError
from extractor.schema import Report
from tests.bulk.fakes import fake_extract

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpora" / "sample" / "bao-cao.pdf"
TEXT = "BÁO CÁO\nKết quả năm 2024\n\nI. KẾT QUẢ\n\n1. Giải quyết việc làm cho 2.600 lao động.\n"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract", fake_extract)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("good", encoding="utf-8")
    return path


def boctach(*arguments: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "extractor.cli", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, cwd=ROOT, env=os.environ | environment, timeout=120)


@pytest.mark.usefixtures("fake")
class TestOneDocument:
    def test_gives_json_where_there_is_no_terminal(self, document: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        assert main(["extract", str(document)]) == 0
        assert Report.model_validate_json(capsysbinary.readouterr().out).header.number == "12"

    @pytest.mark.parametrize(
        ("out", "start"), [("o.json", b"{"), ("o.md", b"---"), ("o.csv", b"\xef\xbb\xbf"), ("o.xlsx", b"PK"), ("o.txt", b"{")]
    )
    def test_takes_the_format_from_the_name_of_the_output(self, document: Path, tmp_path: Path, out: str, start: bytes) -> None:
        assert main(["extract", str(document), "-o", str(tmp_path / "new" / out)]) == 0
        assert (tmp_path / "new" / out).read_bytes().startswith(start)

    def test_goes_into_a_folder_under_its_own_name(self, document: Path, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        assert main(["extract", str(document), "-o", str(tmp_path / "out"), "--format", "md"]) == 0
        assert (tmp_path / "out" / "a.txt.md").exists()

    def test_has_its_column_heads_in_the_language_asked_for(self, document: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        assert main(["extract", str(document), "--format", "csv", "--lang", "en"]) == 0
        assert next(csv.reader(io.StringIO(capsysbinary.readouterr().out.decode("utf-8-sig"))))[0] == "Document"

    def test_that_needs_review_gives_exit_code_1(self, document: Path, tmp_path: Path) -> None:
        document.write_text("review")
        assert main(["extract", str(document), "-o", str(tmp_path / "o.json")]) == 1

    @pytest.mark.parametrize(("lang", "words"), [("vi", "Tệp bị cắt cụt."), ("en", "It is cut short.")])
    def test_that_fails_gives_one_line_with_the_code(
        self, document: Path, capsys: pytest.CaptureFixture[str], lang: str, words: str
    ) -> None:
        document.write_text("damaged")
        assert main(["extract", str(document), "--lang", lang]) == 1
        assert capsys.readouterr().err == f"boctach: {words} [input.damaged]\n"

    def test_that_meets_a_bug_gives_one_line_and_no_traceback(self, document: Path, capsys: pytest.CaptureFixture[str]) -> None:
        document.write_text("bug")
        assert main(["extract", str(document)]) == 1
        assert capsys.readouterr().err.count("\n") == 1

    @pytest.mark.parametrize("width", ["80", "120"])
    def test_summary_shows_outline_targets_repairs_and_diagnostics_within_the_width(
        self, document: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: str
    ) -> None:
        monkeypatch.setenv("COLUMNS", width)
        assert main(["extract", str(document), "--format", "summary"]) == 0
        shown = capsys.readouterr().out
        for words in ("12/BC-UBND", "I. KẾT QUẢ", "1. Việc làm", "hộ nghèo", "0,5", "giảm tối thiểu", "ƣ → ư 1", "Thiếu mục 2."):
            assert words in shown
        assert max(map(len, shown.splitlines())) <= int(width)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["extract", "no-such-file.pdf"], "no-such-file.pdf"),
        (["extract", "-", "README.md"], "standard input"),
        (["extract", "--max-pages", "0", "README.md"], "max_pages"),
        (["extract", "--jobs", "0", "tests", "README.md"], "--jobs"),
        (["extract", "--format", "csv", "tests", "README.md"], "-o"),
        (["extract", "README.md", "-o", "/proc/no/such"], "can't be written"),
        (["explain", "tests"], "folder"),
        (["extract", "tests", "-o", "LICENSE"], "is a file"),
    ],
)
@pytest.mark.usefixtures("fake")
def test_arguments_that_make_no_sense_give_exit_code_2_and_one_line(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(pipeline, "extract", lambda *_, **__: fake_extract(b"good"))
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_an_unknown_command_gives_exit_code_2() -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["destroy"])
    assert exit_.value.code == 2


def test_a_missing_tool_says_what_to_install(monkeypatch: pytest.MonkeyPatch, document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def extract(*_: object, **__: object) -> Report:
        raise MissingToolError("LibreOffice is not installed:\n  apt-get install it.", vi="Chưa cài LibreOffice.")

    monkeypatch.setattr(pipeline, "extract", extract)
    assert main(["extract", str(document), "--lang", "en"]) == 1
    assert capsys.readouterr().err == "boctach: LibreOffice is not installed: apt-get install it. [tool.missing]\n"


def test_the_schema_is_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == Report.model_json_schema()


def test_scan_says_what_a_file_is_and_how_it_is_damaged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound, broken = tmp_path / "sound.txt", tmp_path / "broken.txt"
    sound.write_text(TEXT * 3, encoding="utf-8")
    broken.write_text((TEXT * 3).replace("ư", "ƣ").replace("2.600 lao động", "2.600 ngƣời lao động"), encoding="utf-8")
    assert main(["scan", str(sound)]) == 0
    assert "Không thấy hư hỏng" in capsys.readouterr().out
    assert main(["scan", str(sound), str(broken), "--lang", "en"]) == 1
    assert "Broken characters: ƣ → ư 3" in capsys.readouterr().out


def test_scan_passes_over_other_files_of_a_folder_and_names_a_damaged_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "program").write_bytes(b"\x7fELF" + bytes(100))
    assert main(["scan", str(tmp_path)]) == 0
    (tmp_path / "cut.pdf").write_bytes(SAMPLE.read_bytes()[:300])
    assert main(["scan", str(tmp_path)]) == 1
    assert "input.damaged" in capsys.readouterr().out


def test_the_sample_is_taken_apart_without_anything_to_review(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(SAMPLE), "--format", "summary"]) == 0
    shown = capsys.readouterr().out
    for words in ("412/BC-UBND", "Sông Lũng, 2024-12-09", "III. PHƯƠNG HƯỚNG NĂM 2025", "2.400"):
        assert words in shown


def test_explain_shows_each_repair_with_its_rule_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(SAMPLE)]) == 0
    shown = capsys.readouterr().out
    assert "ƣ → ư" in shown
    assert "u_horn" in shown


def test_standard_input_to_standard_output() -> None:
    done = boctach("extract", "-", "-o", "-", stdin=TEXT.encode())
    assert done.stderr == b""
    assert json.loads(done.stdout)["sections"][0]["label"] == "I"


def test_a_folder_and_an_archive_become_json_lines_on_all_cores(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("b.txt", TEXT)
        archive.writestr("cut.pdf", SAMPLE.read_bytes()[:300])
    done = boctach("extract", tmp_path / "in", tmp_path / "b.zip", "--lang", "en")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line.get("error", {}).get("code") for line in lines] == [None, None, "input.damaged"]
    assert done.returncode == 1
    assert b"3 documents" in done.stderr
    assert b"Traceback" not in done.stderr


def test_on_a_terminal_a_document_is_summarised() -> None:
    parent, child = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "extractor.cli", "extract", SAMPLE], stdout=child, stderr=subprocess.PIPE, check=False, cwd=ROOT, timeout=120
    )
    os.close(child)
    shown = b""
    try:
        while chunk := os.read(parent, 65536):
            shown += chunk
    except OSError:  # how a pseudo terminal says that it has ended
        pass
    os.close(parent)
    assert done.returncode == 0
    assert "Đề cương".encode() in shown


@pytest.mark.parametrize("command", ["explain", "scan"])
def test_a_reader_that_closes_the_pipe_of_a_summary_is_no_error(command: str) -> None:
    shell = f"{sys.executable} -m extractor.cli {command} {SAMPLE} {SAMPLE if command == 'scan' else ''} | true"
    done = subprocess.run(["/bin/bash", "-o", "pipefail", "-c", shell], capture_output=True, check=False, cwd=ROOT, timeout=60)
    assert (done.stderr, done.returncode) == (b"", 0)


def test_a_reader_that_closes_the_pipe_is_no_error() -> None:
    shell = f"{sys.executable} -m extractor.cli schema | head -n 1"
    done = subprocess.run(["/bin/bash", "-o", "pipefail", "-c", shell], capture_output=True, check=False, cwd=ROOT, timeout=60)
    assert (done.stdout, done.stderr, done.returncode) == (b"{\n", b"", 0)


def test_the_command_starts_fast_enough_to_ask_for_help() -> None:
    code = "import sys, extractor.cli; print([name for name in ('spacy', 'pymupdf', 'numpy', 'cv2', 'fastapi') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)
    assert done.stdout == "[]\n"
