"""The corpus without the rest of the project: what `python -m corpora` gives to someone who has no engine of ours."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpora.__main__ import export, main, score_folder
from corpora.cases import of_folder
from corpora.parse import REPORTS, load

sys.path.insert(0, str(Path(__file__).parent))
from perfect import report

SAMPLE = load(REPORTS / "bao-cao-mau.md")


def test_an_export_is_a_folder_of_documents_with_gold_of_their_own_form(tmp_path: Path) -> None:
    export([SAMPLE], ["text", "docx"], tmp_path)
    (case,) = of_folder(tmp_path / "text", ["text"])
    assert (case.document, case.form) == ("bao-cao-mau", "text")
    assert case.gold["repairs"]
    assert json.loads((tmp_path / "docx/bao-cao-mau/gold.json").read_text())["repairs"] == []
    assert (case.clean or "").startswith("---\nheader:")


def test_reports_of_another_extractor_are_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export([SAMPLE], ["docx"], tmp_path)
    folder, said = tmp_path / "docx", tmp_path / "said"
    said.mkdir()
    truth, text = (json.loads((folder / "bao-cao-mau/gold.json").read_text()), (folder / "bao-cao-mau/clean.md").read_text())
    perfect = report(truth, text)
    (said / "bao-cao-mau.json").write_text(json.dumps(perfect))
    (said / "unknown.json").write_text("{}")
    (result,) = score_folder(folder, said)
    assert result.score
    assert result.score.values["results"] == 1
    (said / "bao-cao-mau.json").write_text(json.dumps({**perfect, "results": []}))
    assert main(["score", str(folder), str(said)]) == 0
    assert "| results | 0.000" in capsys.readouterr().out


def test_nothing_to_score_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(tmp_path), str(tmp_path)]) == 1
    assert "nothing to score" in capsys.readouterr().err


def test_the_readme_says_what_the_corpus_holds(capsys: pytest.CaptureFixture[str]) -> None:
    main(["count"])
    assert capsys.readouterr().out in (REPORTS.parent / "README.md").read_text(encoding="utf-8")


def test_neither_command_imports_the_engine(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['extractor'] = None\n"
        "from pathlib import Path\n"
        "from corpora.__main__ import main\n"
        f"main(['export', {str(tmp_path)!r}, '--forms', 'fast', '--documents', 'bao-cao-mau'])\n"
        f'Path({str(tmp_path / "bao-cao-mau.json")!r}).write_text(\'{{"text": ""}}\')\n'
        f"sys.exit(main(['score', {str(tmp_path / 'text')!r}, {str(tmp_path)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=REPORTS.parents[1])
    assert (done.returncode, done.stderr) == (0, "")
    assert "| sections | 0.000" in done.stdout
