from __future__ import annotations

import argparse
import ast
import re
from pathlib import Path

import pytest

from api.problems import STATUS_OF
from api.settings import Settings
from extractor import errors
from extractor.arguments import COMMANDS, build_parser
from extractor.schema import Report

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CODE = re.compile(r"^[a-z]+\.[a-z_]+$")


def documented(page: str) -> set[str]:
    """The codes of a page's table: the first cell of each row."""
    return set(re.findall(r"^\| `([a-z_.]+)` \|", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE))


def calls(*names: str) -> set[str]:
    """The codes that the source gives to these classes, as first argument or as `code=`."""
    found = set()
    for top in ("extractor", "api"):
        for path in (ROOT / top).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", None) in names:
                    first = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "code")]
                    found |= {value.value for value in first if isinstance(value, ast.Constant) and isinstance(value.value, str)}
    return found


def literals() -> set[str]:
    """Every literal of the engine that is shaped like a code."""
    texts = set()
    for path in (ROOT / "extractor").rglob("*.py"):
        texts |= {
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return {text for text in texts if CODE.match(text)}


def error_classes(base: type[errors.ExtractionError] = errors.ExtractionError) -> list[type[errors.ExtractionError]]:
    return [base, *(found for child in base.__subclasses__() for found in error_classes(child))]


def test_every_diagnostic_that_the_engine_gives_is_documented() -> None:
    assert calls("Finding", "Diagnostic") - documented("diagnostics.md") == set()


def test_a_code_of_a_documented_family_is_documented_however_it_is_given() -> None:
    families = {code.split(".")[0] for code in documented("diagnostics.md")}
    known = documented("diagnostics.md") | documented("errors.md")
    assert {code for code in literals() if code.split(".")[0] in families} - known == set()


def test_no_diagnostic_is_documented_that_the_engine_does_not_give() -> None:
    assert documented("diagnostics.md") - literals() == set()


def test_every_error_code_is_documented() -> None:
    codes = {error.code for error in error_classes()} | calls("Failure") | set(STATUS_OF)
    assert {code for code in codes if code != "internal"} - documented("errors.md") == set()


def test_the_documented_http_status_is_the_one_that_is_sent() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \| (\d{3}) \|", (DOCS / "errors.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {code: int(status) for code, status in rows if code in STATUS_OF} == {code: int(status) for code, status in STATUS_OF.items()}


def options(parser: argparse.ArgumentParser) -> set[str]:
    return {option for action in parser._actions for option in action.option_strings} - {"-h", "--help"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_every_option_of_it_is_documented(command: str) -> None:
    (commands,) = (action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction))
    part = (DOCS / "cli.md").read_text(encoding="utf-8").partition(f"## boctach {command}")[2].partition("\n## ")[0]
    assert part, f"{command} is not in docs/cli.md"
    assert {option for option in options(commands.choices[command]) if f"`{option}`" not in part and option not in part} == set()


def test_every_setting_of_the_service_is_documented_with_its_default() -> None:
    page = (DOCS / "http.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        row = next((line for line in page.splitlines() if line.startswith(f"| `BOCTACH_{name.upper()}` |")), "")
        assert row, f"{name} is not in docs/http.md"
        assert name == "workers" or f"| {field.default} |" in row


def test_every_field_of_the_report_is_in_the_contract() -> None:
    page = (DOCS / "contract.md").read_text(encoding="utf-8")
    assert [name for name in Report.model_fields if name not in page] == []


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "corpora").rglob("README.md")], ids=str)
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if "://" not in target and not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", sorted((DOCS / "decisions").glob("0*.md")), ids=lambda path: path.stem)
def test_a_decision_has_context_decision_and_consequences_in_thirty_lines(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [heading for heading in ("## Context", "## Decision", "## Consequences") if heading not in text] == []
    assert len(text.splitlines()) <= 30
