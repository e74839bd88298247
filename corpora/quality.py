"""Write `docs/quality.md`: what the engine gets right on the corpus, by form, field and document, with plots."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from corpora import plots
from corpora.statistics import LOWER_IS_BETTER, Summary, calibration, summarise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from corpora.comparing import Change, Comparison
    from corpora.running import Result

GROUPS = {
    "corpus": "Corpus reports that the rules were written by",
    "held-out": "Held-out reports of the corpus: kept apart from the rules (corpora/README.md)",
    "real": "Real documents",
}
PLOTTED = ("sections", "footnotes", "targets", "target_measures", "results", "measure_role", "measure_period", "table_cells")
SHOWN_CHANGES = 60


class Evaluation(NamedTuple):
    """What one run measured."""

    revision: str
    results: list[Result]
    against: str | None = None
    comparison: Comparison | None = None


def write(evaluation: Evaluation, target: Path) -> None:
    """Write the page, its plots into a folder of its name beside it."""
    folder = target.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    bins, error = calibration(evaluation.results)
    (folder / "reliability.svg").write_text(plots.reliability(bins, error), encoding="utf-8")
    (folder / "forms.svg").write_text(plots.bars(_plotted(evaluation.results)), encoding="utf-8")
    target.write_text("\n".join(_page(evaluation, folder.name, error)) + "\n", encoding="utf-8")


def _plotted(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    by_form = {form: summarise(group) for form, group in by(results, "form").items()}
    return {name: {form: s[name].figure.value for form, s in by_form.items() if name in s} for name in PLOTTED}


def by(results: Iterable[Result], field: str) -> dict[str, list[Result]]:
    """Group results by form, group or document, in order of first appearance."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(getattr(result, field), []).append(result)
    return groups


def _page(evaluation: Evaluation, plots_folder: str, error: float) -> Iterator[str]:
    results = evaluation.results
    yield from ("# Quality", "", _opening(evaluation), "")
    if evaluation.comparison is not None:
        yield from _changes(evaluation)
    yield from (f"![Figures by form]({plots_folder}/forms.svg)", "")
    for group, title in GROUPS.items():
        if found := [r for r in results if r.group == group]:
            yield from (f"## {title}", "", *by_form_table(found), "")
    yield from _fields(results)
    yield from ("## Confidence", "", f"Expected calibration error over all measures found: **{error:.3f}**.", "")
    yield from (f"![Reliability]({plots_folder}/reliability.svg)", "")
    yield from _documents(results)
    if failed := [r for r in results if r.error]:
        yield from ("## Failed", "", *(f"- `{r.key}`: {r.error}" for r in failed), "")


def _opening(evaluation: Evaluation) -> str:
    documents = len({r.document for r in evaluation.results})
    seconds = sum(r.seconds for r in evaluation.results)
    return (
        f"Written by `boctach evaluate` at revision `{evaluation.revision}`: {documents} documents, {len(evaluation.results)} files, "
        f"{seconds:.0f} s of work. What each figure means is said in `corpora/README.md`; each is 0–1 and better when higher, but "
        f"{', '.join(sorted(LOWER_IS_BETTER))}, which are better when lower. Intervals are 95 %, by bootstrap over documents."
    )


def by_form_table(results: Sequence[Result]) -> list[str]:
    """Set a table of figures (rows) by forms (columns)."""
    by_form = {form: summarise(group) for form, group in by(results, "form").items()}
    names = list(dict.fromkeys(name for s in by_form.values() for name in s))
    rows = [f"| figure | {' | '.join(by_form)} |", "|---|" + "---|" * len(by_form)]
    return rows + [f"| {name} | {' | '.join(_cell(s.get(name)) for s in by_form.values())} |" for name in names]


def _cell(summary: Summary | None) -> str:
    if summary is None:
        return ""
    if summary.figure.mode == "count":
        return f"{summary.figure.value:.0f}"
    digits = 4 if summary.figure.mode == "cer" else 3
    return f"{summary.figure.value:.{digits}f} <sub>{summary.low:.{digits}f}–{summary.high:.{digits}f}</sub>"


def _fields(results: Sequence[Result]) -> Iterator[str]:
    yield from (
        "## Fields, all forms together",
        "",
        "| field | gold | found | right | precision | recall | F1 |",
        "|---|---|---|---|---|---|---|",
    )
    for name, summary in summarise(results).items():
        f = summary.figure
        if f.mode == "f1":
            row = (name, f"{f.gold:.0f}", f"{f.found:.0f}", f"{f.hit:.0f}", f"{f.precision:.3f}", f"{f.recall:.3f}", _cell(summary))
            yield f"| {' | '.join(row)} |"
    yield ""


def _documents(results: Sequence[Result]) -> Iterator[str]:
    yield from ("## Documents", "", f"| document | forms | {' | '.join(PLOTTED)} |", "|---|---|" + "---|" * len(PLOTTED))
    for document, found in by(results, "document").items():
        sums = summarise(found)
        cells = [f"{sums[name].figure.value:.3f}" if name in sums else "" for name in PLOTTED]
        yield f"| {document} | {len(found)} | {' | '.join(cells)} |"
    yield ""


def _changes(evaluation: Evaluation) -> Iterator[str]:
    comparison = evaluation.comparison
    if comparison is None:
        return
    yield from (f"## Against `{evaluation.against}`", "", f"**{len(comparison.gains)} gains, {len(comparison.losses)} losses.**", "")
    for title, changes in (("Losses", comparison.losses), ("Gains", comparison.gains)):
        yield from (f"### {title}", "", *(f"- {line}" for line in listed(changes)), "")


def listed(changes: Sequence[Change], limit: int = SHOWN_CHANGES) -> list[str]:
    """Name changes one a line, the same item of several forms on one line; those of held-out reports are only counted."""
    forms: dict[tuple[str, str, str], list[str]] = {}
    shown = [change for change in changes if not change.held_out]
    said: Mapping[tuple[str, str, str], str] = {(c.case.split("/")[0], c.figure, c.item): c.said for c in shown}
    for change in shown:
        document, form = change.case.split("/")
        forms.setdefault((document, change.figure, change.item), []).append(form)
    lines = [
        f"`{d}` ({', '.join(f)}) {figure}: {item}{' → ' + said[d, figure, item] if said[d, figure, item] else ''}"
        for (d, figure, item), f in forms.items()
    ]
    hidden = Counter(change.figure for change in changes if change.held_out)
    counted = [f"held-out reports: {count} × {figure}" for figure, count in hidden.items()]
    return lines[:limit] + ([f"… and {len(lines) - limit} more"] if len(lines) > limit else []) + counted
