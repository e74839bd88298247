"""The commands `boctach evaluate` and `boctach annotate`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora.cases import ROOT, SHARED, SHARED_FORMS
from corpora.render.forms import FAST, FORMS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from corpora.cases import Case
    from corpora.running import Result

FIGURES = Path(__file__).with_name("figures.json")
QUALITY = ROOT / "docs" / "quality.md"


def add_evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `evaluate`."""
    parser.add_argument("--forms", default="all", help=f"comma-separated, of {', '.join(FORMS)}; fast = {','.join(FAST)}; default all")
    parser.add_argument("--documents", default="*", metavar="PATTERN", help="only documents whose name fits (shell pattern)")
    parser.add_argument("--against", metavar="REV", help="list gains and losses against another git revision")
    parser.add_argument("--shared", type=Path, default=SHARED, metavar="DIR", help="folder of real documents with gold; default ../shared")
    parser.add_argument("--only", choices=("corpus", "real"), help="score the corpus, or the real documents, alone")
    parser.add_argument("--misses", metavar="FIGURE", help="print what is wrong in this figure (or all); held-out reports stay hidden")
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="write the Markdown report there; a run over everything writes docs/quality.md"
    )
    parser.add_argument("--jobs", type=int, metavar="N", help="worker processes; default one a core")
    parser.add_argument("--seed", type=int, default=0, help="seed of the rendered forms")
    parser.add_argument("--bless", action="store_true", help="store the figures of the fast forms as the gate of `make test`")


def run_evaluate(args: argparse.Namespace) -> int:
    """Render, extract, score, report; 1 if a document failed or, with --against, anything was lost; 2 if it can't be run."""
    from corpora.comparing import RevisionError
    from corpora.render.office import ConversionError
    from corpora.source import SourceError

    try:
        return _evaluate(args)
    except (SourceError, ConversionError, RevisionError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _evaluate(args: argparse.Namespace) -> int:
    from corpora.comparing import compare, run_at
    from corpora.quality import Evaluation, write
    from corpora.running import run_cases

    cases = _cases(args)
    if not cases:
        _say("nothing to score: no document or form fits")
        return 2
    results = run_cases(cases, jobs=args.jobs, told=_progress(len(cases)))
    comparison = compare(run_at(args.against, cases), results) if args.against else None
    evaluation = Evaluation(_revision(), results, args.against, comparison)
    _print(evaluation, args.misses)
    if target := args.report or (QUALITY if (args.forms, args.documents, args.only) == ("all", "*", None) else None):
        write(evaluation, target)
    if args.bless:
        bless(results)
    failed = any(result.error for result in results)
    return 1 if failed or (comparison is not None and comparison.losses) else 0


def _cases(args: argparse.Namespace) -> list[Case]:
    from corpora.cases import of_corpus, of_folder

    forms = {"all": FORMS, "fast": FAST}.get(args.forms) or tuple(args.forms.split(","))
    if unknown := [form for form in forms if form not in {*FORMS, *SHARED_FORMS.values()}]:
        _say(f"unknown form {', '.join(unknown)}; known are {', '.join(FORMS)}, fast and all")
        return []
    corpus = of_corpus([f for f in forms if f in FORMS], seed=args.seed, documents=args.documents) if args.only != "real" else []
    real = of_folder(args.shared, forms, documents=args.documents) if args.only != "corpus" and args.shared.is_dir() else []
    return corpus + real


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join([*lines, ""]))


def _progress(count: int) -> Any:
    def told(done: int, result: Result) -> None:
        if sys.stderr.isatty() or result.error or done == count:
            sys.stderr.write(f"{done}/{count} {result.key} {result.seconds:.1f} s {result.error or ''}\n")

    return told


def _revision() -> str:
    done = subprocess.run(["git", "-C", str(ROOT), "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)  # noqa: S607
    return done.stdout.strip() or "unknown"


def _print(evaluation: Any, misses: str | None) -> None:
    from corpora.quality import GROUPS, by, by_form_table, listed
    from corpora.statistics import calibration

    for group, found in by(evaluation.results, "group").items():
        _say(f"{GROUPS[group]} ({len({r.document for r in found})} documents)", *map(_bare, by_form_table(found)), "")
    _say(f"expected calibration error {calibration(evaluation.results)[1]:.3f}")
    for result in evaluation.results:
        if result.group == "held-out":
            continue
        wrong = [o for o in result.score.outcomes if not o.right and misses in {o.figure, "all"}] if misses and result.score else []
        _say(*(f"{result.key} {o.figure}: {o.key} → {o.said}" for o in wrong)) if wrong else None
    if evaluation.comparison is not None:
        comparison = evaluation.comparison
        _say(f"against {evaluation.against}: {len(comparison.gains)} gains, {len(comparison.losses)} losses")
        _say(*(f"  lost   {line}" for line in listed(comparison.losses)), *(f"  gained {line}" for line in listed(comparison.gains)))


def _bare(row: str) -> str:
    """Set a Markdown row for a terminal: values only, in columns."""
    cells = [cell.split(" <sub>")[0].strip() for cell in row.strip("|").split("|")]
    return "" if set(row) <= set("|-") else f"{cells[0]:24}" + "".join(f"{cell:>10}" for cell in cells[1:])


def bless(results: Sequence[Result]) -> None:
    """Store the figures of the fast forms of the corpus."""
    stored: dict[str, dict[str, float]] = {
        r.key: r.score.values for r in sorted(results, key=lambda r: r.key) if r.score and r.form in FAST and r.group != "real"
    }
    FIGURES.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def add_annotate_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `annotate`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the document")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="where to write the draft; default standard output")


def run_annotate(args: argparse.Namespace) -> int:
    """Draft a source file from an extraction."""
    from corpora.annotate import draft
    from extractor.pipeline import extract

    text = draft(extract(args.file.read_bytes(), filename=args.file.name))
    if args.output:
        args.output.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0
