"""The corpus without the engine: ``python -m corpora export`` writes documents with gold, ``score`` scores any extractor's reports."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.gold import clean, gold
from corpora.inventory import inventory, markdown
from corpora.parse import load_all
from corpora.render.forms import FAST, FORMS, build

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpora.running import Result
    from corpora.source import Source


def main(argv: list[str] | None = None) -> int:
    """Run one of the commands; 1 if a form is unknown or there is nothing to score, 2 if the call is wrong."""
    parser = argparse.ArgumentParser(prog="python -m corpora", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    out = commands.add_parser("export", help="write DIR/<form>/<id>/ with the document, gold.json and clean.md")
    out.add_argument("folder", type=Path, metavar="DIR")
    out.add_argument("--forms", default="all", help=f"comma-separated, of {', '.join(FORMS)}; fast = {','.join(FAST)}; default all")
    out.add_argument("--documents", default="*", metavar="PATTERN", help="only documents whose name fits (shell pattern)")
    out.add_argument("--seed", type=int, default=0, help="seed of the rendered forms")
    out.set_defaults(run=_export)
    commands.add_parser("count", help="say what the corpus holds, as a Markdown table").set_defaults(run=_count)
    scored = commands.add_parser("score", help="score REPORTS/<id>.json, in the shape of docs/contract.md, against DIR/<id>/gold.json")
    scored.add_argument("folder", type=Path, metavar="DIR")
    scored.add_argument("reports", type=Path, metavar="REPORTS")
    scored.set_defaults(run=_score)
    args = parser.parse_args(argv)
    return int(args.run(args))


def _count(_: argparse.Namespace) -> int:
    sys.stdout.write(markdown(inventory(load_all())) + "\n")
    return 0


def _export(args: argparse.Namespace) -> int:
    forms = {"all": FORMS, "fast": FAST}.get(args.forms) or tuple(args.forms.split(","))
    if unknown := [form for form in forms if form not in FORMS]:
        sys.stderr.write(f"unknown form {', '.join(unknown)}; known are {', '.join(FORMS)}, fast and all\n")
        return 1
    sources = {source.id: source for source in load_all() if fnmatch(source.id, args.documents)}
    export(list(sources.values()), forms, args.folder, seed=args.seed)
    return 0


def export(sources: Sequence[Source], forms: Sequence[str], folder: Path, *, seed: int = 0) -> None:
    """Write each form of each source into `folder`/<form>/<id>/, beside its gold (with that form's repairs) and its clean text."""
    known = {source.id: source for source in sources}
    for made in build(sources, forms, seed=seed):
        source, target = known[made.source], folder / made.name / made.source
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(made.path, target / made.path.name)
        truth = json.dumps(gold(source, made.repairs), ensure_ascii=False, indent=1)
        (target / "gold.json").write_text(truth + "\n", encoding="utf-8")
        (target / "clean.md").write_text(clean(source), encoding="utf-8")


def _score(args: argparse.Namespace) -> int:
    from corpora.quality import by_form_table

    results = list(score_folder(args.folder, args.reports))
    if not results:
        sys.stderr.write(f"nothing to score: no {args.reports}/<id>.json for a gold.json under {args.folder}\n")
        return 1
    sys.stdout.write("\n".join([*by_form_table(results), ""]))
    return 0


def score_folder(folder: Path, reports: Path) -> Iterator[Result]:
    """Score each report that has gold in `folder`/<id>/."""
    from corpora.running import Result
    from corpora.scoring import score

    for path in sorted(folder.glob("*/gold.json")):
        report, text = reports / f"{path.parent.name}.json", path.with_name("clean.md")
        if report.exists():
            said = json.loads(report.read_text(encoding="utf-8"))
            truth, told = json.loads(path.read_text(encoding="utf-8")), text.read_text(encoding="utf-8") if text.exists() else None
            yield Result(path.parent.name, folder.name, "real", score(truth, told, said), None, 0.0)


if __name__ == "__main__":
    sys.exit(main())
