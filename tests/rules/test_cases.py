"""Every rule file's cases, run against what its runner makes of them (`tests/rules/runners/<file>.py`: `run(rule, given)`)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from rules.loader import Case, Rule, load, names


def _cases() -> list[Any]:
    return [
        pytest.param(name, rule, case, id=f"{name}-{rule.id}-{number}", marks=_marks(case))
        for name in names()
        for rule in load(name).rules
        for number, case in enumerate(rule.cases)
    ]


def _marks(case: Case) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=case.reason or "", strict=True)] if case.expect == "fail" else []


def _plain(value: Any) -> Any:
    """Compare tuples and lists alike, since TOML knows only lists."""
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return {key: _plain(part) for key, part in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize(("name", "rule", "case"), _cases())
def test_a_rule_does_what_its_case_says(name: str, rule: Rule, case: Case) -> None:
    run = import_module(f"tests.rules.runners.{name}").run
    found = run(rule, case.given)
    if case.want is None or case.want == case.given:
        assert found is None or found == case.given
    else:
        assert _plain(found) == _plain(case.want)


@pytest.mark.parametrize("name", names())
def test_every_rule_file_has_rules_and_every_rule_its_cases(name: str) -> None:
    rules = load(name).rules
    assert rules, f"rules/{name}.toml has no rule"
    for rule in rules:
        assert rule.cases, f"{name}: {rule.id} has no case"
        hits = [case for case in rule.cases if case.want is not None and case.want != case.given]
        assert hits, f"{name}: {rule.id} has no case that it must hit"
        assert len(hits) < len(rule.cases), f"{name}: {rule.id} has no case that it must leave alone"


def test_rule_ids_are_unique_over_all_files() -> None:
    owners: dict[str, str] = {}
    for name in names():
        for rule in load(name).rules:
            assert rule.id not in owners, f"{rule.id} stands in {owners.get(rule.id)} and in {name}"
            owners[rule.id] = name
