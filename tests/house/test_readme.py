"""What the README shows is what the command prints; `make bless` writes it anew."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from extractor.cli import main

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"(<!-- output: boctach (?P<command>.*?) -->\n```\n)(?P<shown>.*?)(```\n<!-- end of output -->)", re.DOTALL)


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_the_readme_shows_the_real_output(page: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    text = (ROOT / page).read_text(encoding="utf-8")
    block = BLOCK.search(text)
    assert block
    main(shlex.split(block["command"]))
    printed = "".join(line.rstrip() + "\n" for line in capsys.readouterr().out.splitlines())
    if os.environ.get("BOCTACH_BLESS"):
        (ROOT / page).write_text(BLOCK.sub(lambda found: found[1] + printed + found[4], text), encoding="utf-8")
        return
    assert block["shown"] == printed
