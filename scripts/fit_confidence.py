"""Fit the weights of rules/confidence.toml to the gold of the corpus, held-out reports left out, and write them there.

    python scripts/fit_confidence.py            # fits, writes, and says how well it is calibrated
    python scripts/fit_confidence.py --check    # says so only

A figure counts as right if the gold has it with the same value and unit. The forms are those that read in seconds; on a scan the
confidence of the reading comes on top.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from unittest.mock import patch

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from corpora.cases import Case, of_corpus  # noqa: E402
from corpora.scoring import score  # noqa: E402
from extractor.measure import confidence as formula  # noqa: E402
from extractor.measure import records  # noqa: E402
from extractor.measure.figure import Figure  # noqa: E402
from extractor.pipeline import extract  # noqa: E402

RULES = ROOT / "rules" / "confidence.toml"
FORMS = ("docx", "text")
SCALE = 1_000_000
RIDGE = 1.0
"""Strength of the pull towards 0: of a feature seen ten times little is learnt."""


def observed(cases: list[Case]) -> list[tuple[dict[str, bool], bool]]:
    """(features, right) of every measure that the engine finds in the cases."""
    seen: list[dict[str, bool]] = []

    def keep(figure: Figure) -> float:
        seen.append(formula.features(figure))
        return (len(seen) - 1) / SCALE

    pairs: list[tuple[dict[str, bool], bool]] = []
    with patch.object(records, "confidence", keep):
        for case in cases:
            report = extract(case.path.read_bytes(), filename=case.path.name).model_dump(mode="json")
            scored = score(case.gold, case.clean, report)
            pairs += [(seen[round(key * SCALE)], right) for key, right in scored.confidences]
    return pairs


def fit(pairs: list[tuple[dict[str, bool], bool]]) -> dict[str, float]:
    """Weights by name, "bias" among them: logistic regression by Newton's method."""
    names = list(pairs[0][0])
    inputs = np.array([[1.0, *(float(features[name]) for name in names)] for features, _ in pairs])
    right = np.array([float(outcome) for _, outcome in pairs])
    ridge = np.diag([0.0, *[RIDGE] * len(names)])
    weights = np.zeros(len(names) + 1)
    for _ in range(30):
        expected = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (right - expected) - ridge @ weights
        curve = (inputs * (expected * (1 - expected))[:, None]).T @ inputs + ridge
        weights += np.linalg.solve(curve, slope)
    return dict(zip(["bias", *names], (round(float(weight), 2) for weight in weights), strict=True))


def calibration_error(pairs: list[tuple[dict[str, bool], bool]], weights: dict[str, float]) -> float:
    """Expected calibration error in ten bins."""
    sure = [1 / (1 + np.exp(-weights["bias"] - sum(weights[name] for name, holds in features.items() if holds))) for features, _ in pairs]
    bins: dict[int, list[tuple[float, bool]]] = {}
    for value, (_, outcome) in zip(sure, pairs, strict=True):
        bins.setdefault(min(int(value * 10), 9), []).append((float(value), outcome))
    return sum(abs(sum(v for v, _ in group) - sum(o for _, o in group)) for group in bins.values()) / len(pairs)


def write(weights: dict[str, float]) -> None:
    """Put the weights into the rules, which keep their cases.

    Raises:
        SystemExit: a feature has no rule.
    """
    text = RULES.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^bias = .*$", f"bias = {weights['bias']}", text)
    for name, weight in weights.items():
        if name == "bias":
            continue
        text, count = re.subn(rf'(id = "weight_{name}"\nsource = "[^"]*"\nweight = ).*', rf"\g<1>{weight}", text)
        if count != 1:
            raise SystemExit(f"{RULES}: no rule weight_{name}: add it, with a case, and run again")
    RULES.write_text(text, encoding="utf-8")


def main() -> None:
    """Fit, unless asked to check only, and report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args().check
    cases = of_corpus(FORMS)
    known = observed([case for case in cases if case.group == "corpus"])
    weights = formula.weights() if check else fit(known)
    if not check:
        write(weights)
    held_out = observed([case for case in cases if case.group == "held-out"])
    for name, pairs in (("known", known), ("held out", held_out)):
        right = sum(outcome for _, outcome in pairs) / len(pairs)
        print(f"{name}: {len(pairs)} figures, {right:.1%} right, calibration error {calibration_error(pairs, weights):.3f}")


if __name__ == "__main__":
    main()
