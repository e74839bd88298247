"""A report that says exactly what gold says: what the scorer must give full marks."""

from __future__ import annotations

import re
from typing import Any

from corpora.matching import normal
from corpora.scoring import reading_text


def report(gold: dict[str, Any], clean: str) -> dict[str, Any]:
    text = reading_text(clean)
    sections, flat = _sections(gold["sections"])
    ids = iter(range(1, 100_000))
    targets = [_target(t, ids) for t in gold["targets"]]
    return {
        "text": text,
        "header": dict(gold["header"]),
        "signatures": [dict(s) for s in gold["signatures"]],
        "recipients": list(gold["recipients"]),
        "sections": sections,
        "footnotes": _footnotes(gold, text),
        "targets": targets,
        "results": _results(gold, text, ids, flat),
        "tables": [{**t, "columns": [c.split(" > ") for c in t["columns"]]} for t in gold["tables"]],
        "citations": [{"number": c["number"], "date": c["date"], "kind": c["kind"]} for c in gold["citations"] for _ in range(c["count"])],
    }


def _sections(gold: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    flat = [{"id": f"s{i}", "label": g["label"], "title": g["text"], "text": "", "children": []} for i, g in enumerate(gold)]
    roots = []
    for g, section in zip(gold, flat, strict=True):
        (roots if g["parent"] is None else flat[g["parent"]]["children"]).append(section)
    return roots, flat


def _footnotes(gold: dict[str, Any], text: str) -> list[dict[str, Any]]:
    found, at = [], 0
    for note in gold["footnotes"]:
        words = note["anchor_left"][-25:].split()
        match = re.compile(r"\s+".join(map(re.escape, words))).search(text, max(0, at - 60))
        at = match.end() if match else 0
        found.append({"marker": note["marker"], "text": note["text"], "anchors": [{"offset": at}]})
    return found


def _measure(m: dict[str, Any], id_: str, whole: str | None) -> dict[str, Any]:
    low, high = m["value"] if isinstance(m["value"], list) else (None, None)
    value = None if isinstance(m["value"], list) else m["value"]
    return {
        **m,
        "id": id_,
        "value": value,
        "low": low,
        "high": high,
        "part_of": whole,
        "indicator": {"phrase": m["indicator"]},
        "confidence": 0.9,
    }


def _measures(measures: list[dict[str, Any]], ids: Any) -> list[dict[str, Any]]:
    names = [f"m{next(ids)}" for _ in measures]
    return [_measure(m, n, None if m["part_of"] is None else names[m["part_of"]]) for m, n in zip(measures, names, strict=True)]


def _target(t: dict[str, Any], ids: Any) -> dict[str, Any]:
    return {**t, "origin": "text", "measures": _measures(t["measures"], ids)}


def _results(gold: dict[str, Any], text: str, ids: Any, flat: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = _measures(gold["results"], ids)
    folded = "".join(c.casefold() if len(c.casefold()) == 1 else c for c in text)
    for m, g in zip(found, gold["results"], strict=True):
        quote = g["quote"].casefold()
        at = folded.find(quote)
        inside = quote.find(normal(g["raw"]))
        start = max(0, at) + max(0, inside)
        m["span"] = [start, start + len(g["raw"])]
        m["section_id"] = flat[0]["id"] if flat else None
    return found
