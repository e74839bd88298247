"""The loader: what it gives, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.errors import RuleError
from rules import loader
from rules.loader import Pattern, Rule, load, names

SOUND = """
limit = 3
[[rule]]
id = "one"
source = "a decree"
pattern = 'x+'
[[rule.case]]
given = "xx"
want = "x"
[[rule.case]]
given = "y"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(loader, "files", lambda _: tmp_path)
    load.cache_clear()
    yield tmp_path
    load.cache_clear()


def test_a_rule_file_gives_its_rules_their_cases_and_its_settings(folder: Path) -> None:
    (folder / "sound.toml").write_text(SOUND, encoding="utf-8")
    found = load("sound")
    assert found.settings == {"limit": 3}
    assert [(rule.id, rule.source, dict(rule.data)) for rule in found.rules] == [("one", "a decree", {"pattern": "x+"})]
    assert [(case.given, case.want) for case in found.rules[0].cases] == [("xx", "x"), ("y", None)]


def test_only_toml_files_are_rule_files(folder: Path) -> None:
    for name in ("b.toml", "a.toml", "readme.md", "loader.py"):
        (folder / name).write_text(SOUND, encoding="utf-8")
    assert names() == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("limit = ", "broken.toml"),
        ('[[rule]]\nid = "one"', "source"),
        ('[[rule]]\nsource = "x"', "id"),
        ('[[rule]]\nid = "one"\nsource = "x"\n[[rule]]\nid = "one"\nsource = "y"', "twice"),
        ('[[rule]]\nid = "one"\nsource = "tie\u0302\u0301p"', "NFC"),
    ],
)
def test_a_malformed_file_is_refused_by_name(folder: Path, content: str, complaint: str) -> None:
    (folder / "broken.toml").write_text(content, encoding="utf-8")
    with pytest.raises(RuleError, match=complaint) as refusal:
        load("broken")
    assert "broken" in str(refusal.value)


def test_a_missing_file_is_refused_by_name(folder: Path) -> None:
    with pytest.raises(RuleError, match="nowhere"):
        load("nowhere")


def test_a_file_is_read_once(folder: Path) -> None:
    (folder / "sound.toml").write_text(SOUND, encoding="utf-8")
    first = load("sound")
    (folder / "sound.toml").unlink()
    assert load("sound") is first


def test_a_pattern_that_does_not_compile_is_a_rule_error() -> None:
    with pytest.raises(RuleError, match="does not compile"):
        Pattern("(")


def test_a_pattern_without_end_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "TIMEOUT_S", 0.05)
    with pytest.raises(TimeoutError):
        Pattern(r"(?:a|aa)+b(?<=c)").search("a" * (loader.SHORT + 1))


def test_every_rule_file_of_the_project_loads() -> None:
    assert all(isinstance(rule, Rule) for name in names() for rule in load(name).rules)
