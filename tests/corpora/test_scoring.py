from __future__ import annotations

import importlib.util
import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest

from corpora.gold import clean, gold
from corpora.parse import REPORTS, load
from corpora.scoring import score

sys.path.insert(0, str(Path(__file__).parent))
from perfect import report

SHARED = Path(__file__).resolve().parents[3] / "shared"
GOLD = sorted(p.parent for p in SHARED.glob("gold/*/gold.json"))
WORST = {"text_cer", "mojibake_left", "good_words_spoiled"}


def _corpus() -> list[tuple[str, dict[str, Any], str]]:
    sources = [load(path) for path in sorted(REPORTS.glob("*.md"))]
    return [(s.id, gold(s), clean(s)) for s in sources]


@pytest.mark.parametrize(("name", "truth", "text"), _corpus(), ids=lambda v: v if isinstance(v, str) and len(v) < 80 else "")
def test_a_report_that_says_what_the_gold_says_gets_full_marks(name: str, truth: dict[str, Any], text: str) -> None:
    values = score(truth, text, report(truth, text)).values
    assert {k: v for k, v in values.items() if v != (0 if k in WORST else 1)} == {}


def test_a_lost_section_is_named_and_lowers_the_figure() -> None:
    _, truth, text = _corpus()[0]
    damaged = report(truth, text)
    lost = damaged["sections"].pop()
    result = score(truth, text, damaged)
    assert result.figures["sections"].value < 1
    assert any(o.figure == "sections" and not o.right and lost["title"][:20] in o.key for o in result.outcomes)


def test_a_wrong_value_is_one_miss_and_one_extra() -> None:
    _, truth, text = _corpus()[0]
    damaged = report(truth, text)
    damaged["results"][0]["value"] += 1
    result = score(truth, text, damaged)
    misses = [o for o in result.outcomes if o.figure == "results" and not o.right]
    assert [o.said for o in misses] == ["missed", "extra"]
    assert [right for _, right in result.confidences].count(False) == 1


def _damaged(truth: dict[str, Any], text: str, seed: int) -> dict[str, Any]:
    """Spoil about one item in six of everything, each in one of several ways."""
    rng = random.Random(seed)
    spoiled = report(truth, text)
    for key in ("results", "targets", "footnotes", "tables", "citations", "recipients", "sections", "signatures"):
        spoiled[key] = [x for x in spoiled[key] if rng.random() > 0.15]
    for m in [*spoiled["results"], *(m for t in spoiled["targets"] for m in t["measures"])]:
        attribute = rng.choice(["unit", "role", "kind", "period", "comparator", "value", "indicator", "of", "part_of", None, None, None])
        if attribute == "value" and m["value"] is not None:
            m["value"] += 1
        elif attribute == "indicator":
            m["indicator"] = {"phrase": "một việc khác"}
        elif attribute in {"of", "part_of"}:
            m[attribute] = None
        elif attribute:
            m[attribute] = "khác"
    for t in spoiled["tables"]:
        t["rows"] = [[c if rng.random() > 0.1 else c + "x" for c in row] for row in t["rows"] if rng.random() > 0.1]
    spoiled["header"]["place"] = "Nơi khác"
    spoiled["text"] = spoiled["text"][:-40].replace("ư", "ƣ", 5)
    return spoiled


@pytest.mark.skipif(not GOLD, reason="../shared is not there")
@pytest.mark.parametrize("folder", GOLD, ids=lambda p: p.name)
@pytest.mark.parametrize("seed", [0, 1])
def test_figures_agree_with_the_shared_scorer(folder: Path, seed: int) -> None:
    spec = importlib.util.spec_from_file_location("shared_score", SHARED / "score" / "score.py")
    assert spec
    assert spec.loader
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    truth = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    text = (folder / "clean.md").read_text(encoding="utf-8")
    spoiled = _damaged(truth, text, seed) if seed else report(truth, text)
    assert score(truth, text, spoiled).values == theirs.score(truth, text, spoiled)[0]
