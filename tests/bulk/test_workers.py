from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from extractor.bulk.outcome import Outcome
from extractor.bulk.sources import Document
from extractor.bulk.workers import Limits, Task, Workers, run_task
from extractor.options import Options
from tests.bulk.fakes import fake_extract

LIMITS = Limits(workers=2, deadline_s=2.0, memory_bytes=512 * 1024 * 1024)


def task(text: str, *, name: str | None = None, named: bool = True) -> Task:
    return Task(Document(name or f"{text}.txt", content=text.encode(), named=named), Options(), "json")


@pytest.fixture(scope="module")
def workers():
    with Workers(LIMITS, extract=fake_extract, preload="tests.house.samples") as pool:
        yield pool


def test_a_crash_a_hang_and_a_bomb_cost_their_own_document_only(workers: Workers) -> None:
    words = ["good", "crash", "good", "hang", "good", "eat", "good"]
    outcomes = list(workers.run([task(word, name=f"{place}-{word}") for place, word in enumerate(words)]))
    assert [outcome.name for outcome in outcomes] == [f"{place}-{word}" for place, word in enumerate(words)]
    assert [outcome.status for outcome in outcomes] == ["ok", "crashed", "ok", "timeout", "ok", "out_of_memory", "ok"]
    assert [outcome.failure is None for outcome in outcomes] == [word == "good" for word in words]


def test_a_hanging_document_does_not_hold_up_the_others(workers: Workers) -> None:
    started = time.monotonic()
    outcomes = list(workers.run([task("hang"), *(task("good") for _ in range(5))]))
    assert [outcome.status for outcome in outcomes] == ["timeout", *["ok"] * 5]
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("damaged", "failed", "input.damaged"),
        ("unknown", "failed", "input.unknown_format"),
        ("bug", "failed", "internal"),
        ("eat-in-c", "out_of_memory", "document.out_of_memory"),
    ],
)
def test_an_error_becomes_an_outcome_with_its_code_in_both_languages(text: str, status: str, code: str) -> None:
    outcome = run_task(task(text), fake_extract)
    assert outcome.failure is not None
    assert (outcome.status, outcome.failure.code) == (status, code)
    assert outcome.failure.vi
    assert "\n" not in outcome.failure.en


def test_a_file_of_another_kind_found_in_a_folder_is_skipped_and_no_failure() -> None:
    assert run_task(task("unknown", named=False), fake_extract).status == "skipped"


def test_a_worker_reads_with_the_options_given_and_one_page_at_a_time() -> None:
    outcome = run_task(Task(Document("x/tên.txt", content=b"options"), Options(ocr="never"), "json"), fake_extract)
    assert outcome.body is not None
    assert json.loads(outcome.body)["text"] == "never 1 tên.txt"


def test_a_document_over_the_limit_is_refused_before_it_is_extracted() -> None:
    outcome = run_task(Task(Document("big", content=b"good" * 10), Options(max_bytes=39)), fake_extract)
    assert outcome.failure is not None
    assert outcome.failure.code == "input.too_large"


def test_what_is_an_outcome_already_passes_through_in_its_place(workers: Workers) -> None:
    known = Outcome("known", "failed")
    assert [outcome.name for outcome in workers.run([task("good"), known, task("good", name="last")])] == ["good.txt", "known", "last"]


def test_the_counts_tell_what_is_in_the_report() -> None:
    counts = run_task(task("good"), fake_extract).counts
    assert counts == (2, 4, 1, 1, 1, 3, 1, 0)


@pytest.mark.parametrize("wrong", [{"workers": 0}, {"deadline_s": 0}, {"memory_bytes": -1}])
def test_limits_that_cannot_be_meant_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="more than 0"):
        Limits(**({"workers": 1} | wrong))


def test_a_worker_that_comes_too_late_says_nothing_and_other_errors_are_shown() -> None:
    code = (
        "import sys, extractor.bulk.warm\n"
        "sys.excepthook(FileNotFoundError, FileNotFoundError(2, 'no lock'), None)\n"
        "sys.excepthook(FileNotFoundError, FileNotFoundError(2, 'no file', 'a.pdf'), None)\n"
        "sys.excepthook(ValueError, ValueError('shown'), None)\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr
    assert "no lock" not in said
    assert "a.pdf" in said
    assert "shown" in said
