from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpora.annotate import draft
from corpora.cases import Case, of_corpus, of_folder
from corpora.command import FIGURES, _print
from corpora.comparing import compare
from corpora.gold import clean, gold
from corpora.marking import Figure, Outcome, Score
from corpora.parse import REPORTS, load, parse
from corpora.quality import Evaluation, listed, write
from corpora.render.forms import FAST
from corpora.running import Result, run_case, run_cases
from corpora.statistics import LOWER_IS_BETTER, calibration, summarise, total
from extractor.pipeline import extract


def _result(document: str, outcomes: list[Outcome], hit: int = 1, confidences: list[tuple[float, bool]] | None = None) -> Result:
    return Result(document, "text", "corpus", Score({"results": Figure(hit, 2, 2, "f1")}, outcomes, confidences or []), None, 0.1)


def test_counts_add_up_over_documents() -> None:
    assert total([_result("a", [], 1), _result("b", [], 2)])["results"] == Figure(3, 4, 4, "f1")


def test_the_interval_holds_the_figure_and_is_the_same_each_time() -> None:
    results = [_result(str(i), [], i % 3) for i in range(12)]
    one, two = summarise(results, seed=5)["results"], summarise(results, seed=5)["results"]
    assert one == two
    assert one.low < one.figure.value < one.high


def test_calibration_error_is_the_mean_gap_between_sure_and_right() -> None:
    bins, error = calibration([_result("a", [], confidences=[(0.95, True), (0.95, False), (0.25, False), (0.25, False)])])
    assert [b.size for b in bins] == [2, 2]
    assert error == pytest.approx((2 * 0.25 + 2 * 0.45) / 4)


def test_gains_and_losses_are_named_item_by_item() -> None:
    before = [_result("a", [Outcome("results", "5 hộ", True), Outcome("results", "7 hộ", False), Outcome("results", "7 hộ", True)])]
    after = [
        _result("a", [Outcome("results", "5 hộ", False, "missed"), Outcome("results", "7 hộ", True), Outcome("results", "7 hộ", True)])
    ]
    comparison = compare(before, after)
    assert [(c.case, c.item, c.said) for c in comparison.losses] == [("a/text", "5 hộ", "missed")]
    assert [c.item for c in comparison.gains] == ["7 hộ"]


def test_a_new_extra_is_a_loss_and_one_that_went_is_a_gain() -> None:
    before, after = [_result("a", [Outcome("targets", "+ X", False, "extra")])], [_result("a", [Outcome("targets", "+ Y", False, "extra")])]
    comparison = compare(before, after)
    assert ([c.item for c in comparison.losses], [c.item for c in comparison.gains]) == (["+ Y"], ["+ X"])


def test_the_same_loss_in_several_forms_is_one_line() -> None:
    before = [_result("a", [Outcome("results", "5 hộ", True)]), _result("a", [Outcome("results", "5 hộ", True)])._replace(form="docx")]
    after = [_result("a", [Outcome("results", "5 hộ", False, "missed")]), _result("a", [])._replace(form="docx")]
    assert len(listed(compare(before, after).losses)) == 1


def test_changes_in_held_out_reports_are_counted_but_not_named() -> None:
    before = [_result("a", [Outcome("results", "5 hộ", True), Outcome("targets", "T", True)])._replace(group="held-out")]
    after = [_result("a", [Outcome("results", "5 hộ", False), Outcome("targets", "T", False)])._replace(group="held-out")]
    assert listed(compare(before, after).losses) == ["held-out reports: 1 × results", "held-out reports: 1 × targets"]


def test_misses_of_held_out_reports_are_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = _result("a", [Outcome("results", "5 hộ", False, "missed")])
    _print(Evaluation("abc", [wrong, wrong._replace(document="b", group="held-out")]), "all")
    assert [line for line in capsys.readouterr().out.splitlines() if "5 hộ" in line] == ["a/text results: 5 hộ → missed"]


def test_a_document_that_breaks_the_engine_costs_itself_only(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.4 broken")
    truth = gold(load(REPORTS / "bao-cao-mau.md"))
    result = run_case(Case("bad", "pdf", "corpus", bad, truth, None))
    assert result.score is None
    assert result.error


def test_the_report_page_names_forms_fields_and_failures(tmp_path: Path) -> None:
    source = load(REPORTS / "bao-cao-mau.md")
    cases = of_corpus(["doctext"], documents=source.id)
    results = [*map(run_case, cases), Result("x", "pdf", "corpus", None, "InputError: y", 0.1)]
    write(Evaluation("abc", results), tmp_path / "quality.md")
    page = (tmp_path / "quality.md").read_text(encoding="utf-8")
    for part in ("`abc`", "| figure | doctext | pdf |", "| results |", "Expected calibration error", "InputError: y"):
        assert part in page
    assert (tmp_path / "quality" / "reliability.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_folder_of_real_documents_with_gold_is_scored_like_the_corpus(tmp_path: Path) -> None:
    source = load(REPORTS / "bao-cao-mau.md")
    form = of_corpus(["docx"], documents=source.id)[0]
    folder = tmp_path / "mot"
    folder.mkdir()
    (folder / "gold.json").write_text(json.dumps(gold(source)), encoding="utf-8")
    (folder / "clean.md").write_text(clean(source), encoding="utf-8")
    (folder / "van-ban.docx").write_bytes(form.path.read_bytes())
    case = of_folder(tmp_path, ["docx"])[0]
    assert (case.document, case.form, case.group) == ("mot", "docx", "real")
    scored = run_case(case).score
    assert scored
    assert scored.values["sections"] > 0.8


def test_a_draft_parses_and_says_what_the_extraction_said() -> None:
    case = of_corpus(["docx"], documents="bao-cao-mau")[0]
    report = extract(case.path.read_bytes())
    source = parse(draft(report), "nhap")
    again = gold(source)
    assert [(m["raw"], m["value"], m["unit"], m["role"]) for m in again["results"]] == [
        (m.raw, m.value if m.low is None else [m.low, m.high], m.unit, m.role) for m in report.results
    ]
    assert again["header"]["symbol"] == report.header.symbol


@pytest.mark.slow
@pytest.mark.skipif(not FIGURES.exists(), reason="no figures are stored: boctach evaluate --forms fast --bless")
def test_nothing_is_lost_against_the_stored_figures() -> None:
    stored = json.loads(FIGURES.read_text(encoding="utf-8"))
    results = {r.key: r for r in run_cases(of_corpus(FAST))}
    losses = [
        f"{key} {name}: {was} → {now}"
        for key, figures in stored.items()
        if key in results
        for name, was, now in _worse(figures, results[key])
    ]
    assert not losses, "lost (see `boctach evaluate --forms fast --against HEAD`; store on purpose with --bless):\n" + "\n".join(losses)


def _worse(figures: dict[str, float], result: Result) -> list[tuple[str, float, float]]:
    now = result.score.values if result.score else {}
    lost = []
    for name, was in figures.items():
        value = now.get(name, 0.0 if name not in LOWER_IS_BETTER else 1e9)
        if (value > was + 1e-9) if name in LOWER_IS_BETTER else (value < was - 1e-9):
            lost.append((name, was, value))
    return lost
