"""Score targets and measures: which were found, and which of their attributes are right."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from corpora.marking import Figure, Marking
from corpora.matching import ATTRIBUTES, Item, align, label, normal, pair_measures, same, same_start, same_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def _same_target(g: Item, f: Item) -> float:
    a, b = g["text"], f.get("text") or ""
    cut = re.compile(r"^\S+\s+")
    alike = same_start(a, b) or same_start(cut.sub("", a), b) or same_start(a, cut.sub("", b))
    return 1.0 + (label(g["label"]) == label(f.get("label"))) if alike else 0.0


def mark_targets(m: Marking, tally: Counter[str]) -> None:
    """Mark targets, their labels and their measures; a table's rows count as extras only where the gold lists rows."""
    gold, found = m.gold["targets"], m.report.get("targets", [])
    if isinstance(only := m.covers.get("targets"), list):
        paths = [tuple(label(x) for x in path) for path in only]
        found = [t for t in found if any(tuple(label(x) for x in t.get("path", []))[: len(p)] == p for p in paths)]
    pairs = align(gold, found, _same_target)
    from_table = any(t.get("origin") == "table" for t in gold)
    count = len(found) if from_table else sum(t.get("origin") != "table" for t in found)
    count += sum(found[j].get("origin") == "table" for _, j in pairs)
    wanted = {j for j, t in enumerate(found) if t.get("origin") == "table"} - {j for _, j in pairs}
    names = [f"{g['label']} {g['text'][:70]}" for g in gold]
    m.note_pairs("targets", names, [f"{t.get('label')} {(t.get('text') or '')[:70]}" for t in found], [*pairs, *((-1, j) for j in wanted)])
    m.figures["targets"] = Figure(len(pairs), len(gold), count, "f1")
    labels = [label(gold[i]["label"]) == label(found[j].get("label")) for i, j in pairs]
    m.figures["target_labels"] = Figure(sum(labels), len(gold))
    _target_measures(m, tally, pairs, found)


def _by_id(m: Marking) -> dict[str, Item]:
    of_targets = {x["id"]: x for t in m.report.get("targets", []) for x in t.get("measures", []) if x.get("id")}
    return of_targets | {x["id"]: x for x in m.report.get("results", []) if x.get("id")}


def _target_measures(m: Marking, tally: Counter[str], pairs: Sequence[tuple[int, int]], found: Sequence[Item]) -> None:
    counts: Counter[str] = Counter()
    met = dict(pairs)
    for i, target in enumerate(m.gold["targets"]):
        gold, where = target["measures"], f" in {target['text'][:40]}"
        counts["gold"] += len(gold)
        if i not in met:
            for measure in gold:
                m.note("target_measures", measure["raw"] + where, right=False, said="target missed")
            continue
        theirs = found[met[i]].get("measures", [])
        matched = pair_measures(gold, theirs, _anywhere)
        counts["found"] += len(theirs)
        counts["hit"] += _judge(m, tally, _Pairing("target_measures", gold, theirs, matched, [g["raw"] + where for g in gold]))
    m.figures["target_measures"] = Figure(counts["hit"], counts["gold"], counts["found"], "f1")
    tally["gold"] += counts["gold"]


def _anywhere(_gold: Item, _found: Item) -> float:
    return 1.0


class _Pairing(NamedTuple):
    """Two lists of measures, what was paired, and what the gold ones are called in the outcomes."""

    figure: str
    gold: Sequence[Item]
    found: Sequence[Item]
    pairs: Sequence[tuple[int, int]]
    names: Sequence[str]


def _judge(m: Marking, tally: Counter[str], p: _Pairing) -> int:
    """Note hits and attributes of paired measures; a hit needs the right unit."""
    m.note_pairs(p.figure, p.names, [f"{f.get('raw')}{_near(m.text, f)}" for f in p.found], p.pairs)
    partner = {j: i for i, j in p.pairs}
    rights = [j in partner and same_unit(p.gold[partner[j]], f) for j, f in enumerate(p.found)]
    m.confidences += [(float(f["confidence"]), right) for f, right in zip(p.found, rights, strict=True) if f.get("confidence") is not None]
    by_id = _by_id(m)
    for i, j in p.pairs:
        tally["matched"] += 1
        for attribute in ATTRIBUTES:
            right = same(attribute, p.gold[i], p.found[j], p.gold, by_id)
            tally[attribute] += right
            m.note(f"measure_{attribute}", p.names[i], right=right, said=f"{_said(attribute, p.found[j])} for {p.gold[i].get(attribute)}")
    return sum(rights)


def _said(attribute: str, found: Item) -> object:
    indicator = found.get("indicator")
    return indicator.get("phrase") if attribute == "indicator" and isinstance(indicator, dict) else found.get(attribute)


def _near(text: str, found: Item) -> str:
    start, end = found.get("span") or (0, 0)
    return " near " + " ".join(text[max(0, start - 30) : end + 10].split())


def _covered_paths(m: Marking) -> list[tuple[str, ...]]:
    given = m.gold.get("results_cover") or m.covers.get("results")
    return [tuple(label(x) for x in path) for path in given] if isinstance(given, list) else []


def mark_results(m: Marking, tally: Counter[str], sections: Mapping[str, Item]) -> None:
    """Mark the results of the sections that the gold covers, cells of tables apart."""
    cover = _covered_paths(m)

    def covered(measure: Item) -> bool:
        path = sections.get(measure.get("section_id") or "", {}).get("_path", ())
        flat = tuple(x.split(".")[-1] for x in path)
        return not cover or any(path[: len(c)] == c or flat[: len(c)] == c for c in cover)

    def near(g: Item, f: Item) -> float:
        start, end = f.get("span") or (0, 0)
        sentence, raw = normal(g["quote"]), normal(g["raw"])
        at = max(0, sentence.find(raw))
        ratio = fuzz.partial_ratio(sentence[max(0, at - 35) : at + len(raw) + 35], normal(m.text[max(0, start - 60) : end + 60]))
        return ratio / 10 if ratio >= 80 else 0.0

    gold = m.gold["results"]
    found = [f for f in m.report.get("results", []) if covered(f) and not f.get("table")]
    pairs = pair_measures(gold, found, near)
    hits = _judge(m, tally, _Pairing("results", gold, found, pairs, [f"{g['raw']} in {g['quote'][:60]}" for g in gold]))
    m.figures["results"] = Figure(hits, len(gold), len(found), "f1")
    tally["gold"] += len(gold)


def mark_attributes(m: Marking, tally: Counter[str]) -> None:
    """Turn the tally of attributes over all paired measures into figures."""
    nothing = Figure(0, 1) if tally["gold"] else Figure(0, 0)
    for attribute in ATTRIBUTES:
        m.figures[f"measure_{attribute}"] = Figure(tally[attribute], tally["matched"]) if tally["matched"] else nothing
