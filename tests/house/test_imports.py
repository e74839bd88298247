"""Imports point one way: docs of the rooms are in `docs/architecture.md`, this is their order."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ORDER = (
    ("extractor.schema", "extractor.errors", "extractor.pages", "extractor.options", "extractor.version"),
    ("rules",),
    ("extractor.repair",),
    ("extractor.read",),
    ("extractor.layout",),
    ("extractor.structure", "extractor.evidence"),
    ("extractor.measure",),
    ("extractor.check",),
    ("extractor.pipeline",),
    ("extractor.write",),
    ("extractor.bulk",),
    ("extractor.arguments",),
    ("extractor.cli",),
    ("corpora", "api"),
)
"""Each room may import those above it."""
EXCEPTIONS = {
    ("extractor.arguments", "corpora.command"),  # evaluate and annotate are the corpora's commands, imported when they are called
    ("extractor.cli", "corpora.command"),
    ("extractor.repair.legacy", "extractor.read.encodings"),  # one set of tables for bytes and for faces
}
RANK = {room: rank for rank, rooms in enumerate(ORDER) for room in rooms}
MODULES = sorted(path for top in ("extractor", "rules", "api", "corpora") for path in (ROOT / top).rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "extractor" else parts[0]


def imports_of(path: Path, *, lazy: bool) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree) if lazy else _executed(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def _executed(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs when the module is imported: no function bodies, nothing that is for type checkers only."""
    for child in ast.iter_child_nodes(node):
        checking = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
        if not checking and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from _executed(child)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_its_own_room_and_those_above(path: Path) -> None:
    here = room_of(name_of(path))
    if here == "extractor":  # the package itself
        return
    ours = {module for module in imports_of(path, lazy=True) if module.split(".")[0] in {"extractor", "rules", "api", "corpora"}}
    climbing = {module for module in ours if room_of(module) != here and RANK[room_of(module)] >= RANK[here]}
    wrong = {module for module in climbing if (name_of(path), module.rpartition(".")[0]) not in EXCEPTIONS}
    assert not wrong, f"{here} must not import {sorted(wrong)}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {name_of(path): path for path in MODULES}
    graph = {
        name: {found for module in imports_of(path, lazy=False) if (found := _module(module, names)) not in {None, name}}
        for name, path in names.items()
    }
    while graph:
        leaves = {name for name, needs in graph.items() if not needs & graph.keys()}
        assert leaves, f"a circle among {sorted(graph)}"
        graph = {name: needs for name, needs in graph.items() if name not in leaves}


def _module(imported: str, names: dict[str, Path]) -> str | None:
    """Name the module that `from module import name` loads."""
    return imported if imported in names else next((parent for parent in [imported.rpartition(".")[0]] if parent in names), None)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_folder_of_modules_is_a_package(path: Path) -> None:
    assert (path.parent / "__init__.py").exists()


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=name_of)
def test_a_package_file_holds_names_and_no_code(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    allowed = (ast.Expr, ast.Import, ast.ImportFrom, ast.Assign)
    assert all(isinstance(node, allowed) for node in body)
