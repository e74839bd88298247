from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {"run.lock": ("ocr", "heic", "xlsx"), "dev.lock": ("ocr", "heic", "xlsx", "corpora", "dev")}


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~; ]", requirement)[0].lower().replace("_", "-") for requirement in requirements} - {"boctach"}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_every_dependency_with_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = names(PROJECT["project"]["dependencies"]) | {name for extra in LOCKS[lock] for name in names(extras[extra])}
    assert wanted - locked == set()
    assert "://" not in text
    assert len(re.findall(r"^    --hash=", text, re.MULTILINE)) >= len(locked)


PACKAGE_OF = {
    "cv2": "opencv-python-headless",
    "fitz": "pymupdf",
    "multipart": "python-multipart",
    "pil": "pillow",
    "pydantic-settings": "pydantic-settings",
}
INDIRECT = {"python-multipart", "pillow-heif", "starlette"}
"""FastAPI asks for the first by itself and brings the last; the second registers itself where it is installed."""


def imported(*tops: str) -> set[str]:
    found = set()
    for path in (path for top in tops for path in (ROOT / top).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
            elif isinstance(node, ast.Import):
                found |= {name.name for name in node.names}
    roots = (
        {module.split(".")[0] for module in found}
        - set(sys.stdlib_module_names)
        - {"api", "corpora", "extractor", "rules", "tests", "perfect"}
    )
    return {PACKAGE_OF.get(root.lower(), root.lower().replace("_", "-")) for root in roots}


def test_every_package_that_is_imported_is_declared_and_every_declared_one_is_imported() -> None:
    extras = {extra: names(wanted) for extra, wanted in PROJECT["project"]["optional-dependencies"].items()}
    base = names(PROJECT["project"]["dependencies"])
    declared = base.union(*(extras[extra] for extra in ("ocr", "heic", "xlsx", "corpora")))
    used = imported("extractor", "rules", "api", "corpora")
    assert used - declared - INDIRECT == set(), "imported and not declared in pyproject.toml"
    assert declared - used - INDIRECT == set(), "declared in pyproject.toml and not imported"
    assert imported("tests") - declared - extras["dev"] - INDIRECT == set(), "imported by tests and not declared"


def test_both_locks_agree_on_every_version() -> None:
    run, dev = (
        set(re.findall(r"^([a-z0-9-]+==\S+)", (ROOT / "requirements" / lock).read_text(encoding="utf-8"), re.MULTILINE)) for lock in LOCKS
    )
    assert run <= dev


@pytest.mark.parametrize("script", [*sorted((ROOT / "scripts").glob("*.sh")), ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_a_script_is_executable_and_its_syntax_is_sound(script: Path) -> None:
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["/bin/bash", "-n", script], check=False).returncode == 0


def test_the_system_packages_can_be_skipped() -> None:
    done = subprocess.run(
        [ROOT / "scripts" / "system-packages.sh"],
        env={"BOCTACH_SKIP_SYSTEM_PACKAGES": "1", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "skipped" in done.stdout) == (0, True)


def test_what_cannot_be_installed_is_named_with_what_will_be_missing(tmp_path: Path) -> None:
    """A machine where nothing is there and nothing can be had: bash, and an apt-get that always fails."""
    for name, body in {"id": "echo 0", "apt-get": "exit 100"}.items():
        (tmp_path / name).write_text(f"#!/bin/bash\n{body}\n")
        (tmp_path / name).chmod(0o755)
    script = (ROOT / "scripts" / "system-packages.sh").read_text(encoding="utf-8").replace("/usr/", "/nowhere/")
    (tmp_path / "script.sh").write_text(script)
    (tmp_path / "env").symlink_to("/usr/bin/env")
    done = subprocess.run(["/bin/bash", tmp_path / "script.sh"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "no tesseract-ocr-vie: no Vietnamese scan can be read" in done.stderr


def test_the_image_and_ci_use_the_lock_and_the_script() -> None:
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "requirements/run.lock" in image
    assert "system-packages.sh" in image
    assert "\nUSER boctach\n" in image
    assert "HEALTHCHECK" in image
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in ci
    assert "make check" in ci


def test_the_licence_is_the_whole_agpl() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text
    assert "13. Remote Network Interaction" in text
    assert len(text.splitlines()) > 600
