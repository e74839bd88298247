"""Collect what is scored: forms of the corpus, and folders of real documents with gold of their own."""

from __future__ import annotations

import json
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corpora.gold import clean, gold
from corpora.parse import load_all
from corpora.render.forms import build

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SHARED_FORMS = {".docx": "docx", ".doc": "doc", ".pdf": "pdf", ".txt": "text", ".md": "markdown", ".html": "html"}
SUFFIXES = ("broken", "scan", "tcvn3", "vni")


class Case(NamedTuple):
    """One document in one form, with its gold."""

    document: str
    form: str
    group: str
    """"corpus", "held-out" or "real"."""
    path: Path
    gold: dict[str, Any]
    clean: str | None

    @property
    def key(self) -> str:
        """Name of the case in files and tables."""
        return f"{self.document}/{self.form}"


def of_corpus(forms: Sequence[str], *, seed: int = 0, documents: str = "*") -> list[Case]:
    """Render the corpus in the forms named and pair each with its gold."""
    sources = {source.id: source for source in load_all() if fnmatch(source.id, documents)}
    truths = {name: (gold(source), clean(source)) for name, source in sources.items()}
    cases = []
    for form in build(list(sources.values()), forms, seed=seed):
        truth, text = truths[form.source]
        group = "held-out" if sources[form.source].meta.get("held_out") else "corpus"
        cases.append(Case(form.source, form.name, group, form.path, {**truth, "repairs": form.repairs}, text))
    return cases


def of_folder(folder: Path, forms: Sequence[str], *, documents: str = "*") -> list[Case]:
    """Collect documents with gold: ``gold/<id>/`` with ``seeds/`` and ``forms/<id>/`` beside it, or ``<id>/`` with the files in it."""
    root = folder / "gold" if (folder / "gold").is_dir() else folder
    cases = []
    for truth in sorted(root.glob("*/gold.json")):
        name, text = truth.parent.name, truth.with_name("clean.md")
        if not fnmatch(name, documents):
            continue
        content = json.loads(truth.read_text(encoding="utf-8"))
        markdown = text.read_text(encoding="utf-8") if text.exists() else None
        for path in _files(folder, truth.parent):
            form = _form(path)
            if form in forms:
                sound = content if form in {"text", "markdown", "broken"} else {**content, "repairs": []}
                cases.append(Case(name, form, "real", path, sound, markdown))
    return cases


def _files(folder: Path, truth: Path) -> Iterator[Path]:
    yield from sorted((folder / "seeds").glob(f"{truth.name}_*"))
    yield from sorted((folder / "forms" / truth.name).glob("*"))
    yield from (path for path in sorted(truth.iterdir()) if path.name not in {"gold.json", "clean.md"})


def _form(path: Path) -> str:
    suffix = next((s for s in SUFFIXES if path.stem.endswith(f"-{s}")), None)
    return suffix or SHARED_FORMS.get(path.suffix, path.suffix.lstrip("."))
