"""The same bytes give the same report, byte for byte, whoever reads them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.bulk.run import Order, extract_all
from extractor.bulk.workers import Limits
from extractor.options import Options

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpora" / "sample" / "bao-cao.pdf"


def in_a_process(path: Path, **environment: str) -> bytes:
    command = [sys.executable, "-m", "extractor.cli", "extract", str(path), "--format", "jsonl"]
    return subprocess.run(command, capture_output=True, check=False, cwd=ROOT, env=os.environ | environment, timeout=120).stdout


@pytest.fixture(scope="module")
def report() -> bytes:
    return in_a_process(SAMPLE, PYTHONHASHSEED="1")


def test_another_order_of_hashing_changes_nothing(report: bytes) -> None:
    assert report
    assert in_a_process(SAMPLE, PYTHONHASHSEED="2", TZ="Asia/Ho_Chi_Minh", LANG="C") == report


def test_a_worker_gives_what_the_command_gives(report: bytes) -> None:
    (outcome,) = extract_all([SAMPLE], Order(Options(), form="jsonl"), Limits(workers=1))
    assert outcome.body == report


def test_the_name_of_the_file_changes_its_name_only(report: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.dat").write_bytes(SAMPLE.read_bytes())
    other, one = json.loads(in_a_process(tmp_path / "x.dat")), json.loads(report)
    assert other["source"].pop("filename") == "x.dat"
    assert one["source"].pop("filename") == "bao-cao.pdf"
    assert other == one
