"""Score a report against gold: the figures of ``../shared/score/score.py``, with hits, misses and extras by name.

Each figure keeps its counts, so that figures add up over documents, and each gold item its outcome, so that two revisions can be
compared item by item.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from corpora.marking import Figure, Marking, Outcome, Score
from corpora.matching import Item, align, label, normal, same_start
from corpora.scoring_measures import mark_attributes, mark_results, mark_targets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HEADER = ("parent_authority", "authority", "number", "symbol", "place", "date", "kind", "title")
FUZZY = {"title", "authority", "parent_authority"}
NEEDS = {
    "header": ("header",),
    "signatures": ("signatures",),
    "recipients": ("recipients",),
    "sections": ("sections", "section_parents"),
    "footnotes": ("footnotes", "footnote_anchors"),
    "targets": ("targets", "target_labels", "target_measures"),
    "results": ("results",),
    "tables": ("table_cells", "table_columns"),
    "citations": ("citations", "citation_dates"),
}
"""What a gold file may leave unannotated (`covers`) → the figures that then say nothing."""


def score(gold: Mapping[str, Any], clean: str | None, report: Mapping[str, Any]) -> Score:
    """Score a report (the contract's JSON) against gold (`gold.json`) and its clean text (`clean.md`)."""
    marking = Marking(gold, report)
    _header(marking)
    _closing(marking)
    sections = _sections(marking)
    _footnotes(marking)
    tally: Counter[str] = Counter()
    mark_targets(marking, tally)
    mark_results(marking, tally, sections)
    mark_attributes(marking, tally)
    _tables(marking)
    _citations(marking)
    if clean is not None:
        _text(marking, clean)
    return Score(*_covered(marking), marking.confidences)


def _covered(marking: Marking) -> tuple[dict[str, Figure], list[Outcome]]:
    if marking.gold.get("covers") is None:
        return marking.figures, marking.outcomes
    silent = {figure for key, names in NEEDS.items() if not marking.covers.get(key) for figure in names}
    figures = {name: figure for name, figure in marking.figures.items() if name not in silent}
    return figures, [outcome for outcome in marking.outcomes if outcome.figure not in silent]


def _header(m: Marking) -> None:
    hits = 0
    for key in HEADER:
        g, f = m.gold["header"].get(key), (m.report.get("header") or {}).get(key)
        right = (g is None and f is None) or (g is not None and f is not None and _same_field(key, g, f))
        hits += right
        m.note("header", key, right=right, said=f)
    m.figures["header"] = Figure(hits, len(HEADER))


def _same_field(key: str, g: str, f: str) -> bool:
    return fuzz.ratio(normal(g), normal(f)) >= 95 if key in FUZZY else normal(g) == normal(f)


def _closing(m: Marking) -> None:
    gold, found = m.gold["signatures"], m.report.get("signatures", [])
    signed = [
        any(normal(g.get(k)) == normal(f.get(k)) for f in found if normal(g["position"]) == normal(f.get("position")))
        for g in gold
        for k in ("name",)
    ]
    for g, right in zip(gold, signed, strict=True):
        m.note("signatures", f"{g['position']} {g.get('name')}", right=right, said="missed")
    m.figures["signatures"] = Figure(sum(signed), len(gold), len(found), "f1")
    gold, found = m.gold["recipients"], m.report.get("recipients", [])
    pairs = align(gold, found, lambda a, b: float(fuzz.ratio(normal(a), normal(b)) >= 90))
    m.note_pairs("recipients", gold, found, pairs)
    m.figures["recipients"] = Figure(len(pairs), len(gold), len(found), "f1")


def _flatten(sections: Sequence[Item] | None, parent: str | None = None, path: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    for section in sections or []:
        here = (*path, label(section.get("label")))
        yield {**section, "_parent": parent, "_path": here}
        yield from _flatten(section.get("children"), section.get("id"), here)


def _sections(m: Marking) -> dict[str, Item]:
    gold, found = m.gold["sections"], list(_flatten(m.report.get("sections")))
    if m.gold.get("pages"):
        first, last = m.gold["pages"]
        found = [f for f in found if not f.get("pages") or first <= f["pages"][0] <= last]
    pairs = align(gold, found, _same_section)
    m.note_pairs(
        "sections", [f"{g['label']} {g['text'][:60]}" for g in gold], [f"{f.get('label')} {_opening(f)[:60]}" for f in found], pairs
    )
    place = {found[j].get("id"): i for i, j in pairs}
    parents = 0
    for i, j in pairs:
        above = found[j]["_parent"]
        right = gold[i].get("parent") == place.get(above, None if above is None else -1)
        parents += right
        m.note("section_parents", f"{gold[i]['label']} {gold[i]['text'][:60]}", right=right, said="under another section")
    m.figures["sections"] = Figure(len(pairs), len(gold), len(found), "f1")
    m.figures["section_parents"] = Figure(parents, len(gold))
    return {f["id"]: f for f in found if f.get("id")}


def _opening(section: Item) -> str:
    return str(section.get("title") or section.get("text") or "")


def _same_section(g: Item, f: Item) -> float:
    if label(g["label"]) != label(f.get("label")):
        return 0.0
    both = (f.get("title") or "") + " " + (f.get("text") or "")
    return float(any(same_start(g["text"], text) for text in (f.get("title"), f.get("text"), both)))


def _footnotes(m: Marking) -> None:
    gold, found = m.gold["footnotes"], m.report.get("footnotes", [])
    pairs = align(
        gold, found, lambda g, f: float(normal(g["marker"]) == normal(f.get("marker")) and same_start(g["text"], f.get("text"), 40, 80))
    )
    whole = [(i, j) for i, j in pairs if fuzz.ratio(normal(gold[i]["text"]), normal(found[j].get("text"))) >= 97]
    m.note_pairs(
        "footnotes",
        [f"{g['marker']} {g['text'][:60]}" for g in gold],
        [f"{f.get('marker')} {(f.get('text') or '')[:60]}" for f in found],
        whole,
    )
    placed = 0
    for i, j in pairs:
        want = normal(gold[i]["anchor_left"])[-25:]
        right = any(
            fuzz.ratio(want, normal(m.text[max(0, a["offset"] - 60) : a["offset"]])[-25:]) >= 88 for a in found[j].get("anchors", [])
        )
        placed += right
        m.note("footnote_anchors", f"{gold[i]['marker']} after …{want}", right=right, said="elsewhere")
    m.figures["footnotes"] = Figure(len(whole), len(gold), len(found), "f1")
    m.figures["footnote_anchors"] = Figure(placed, len(gold))


def _alike(g: Item, f: Item) -> float:
    words = {normal(c) for r in g["rows"] for c in r if c} & {normal(c) for r in f.get("rows", []) for c in r if c}
    width = 30 if len(f.get("columns", [])) == len(g["columns"]) else 0
    return fuzz.ratio(normal(g["caption"]), normal(f.get("caption"))) + width + min(60, 2 * len(words))


def _same_row(a: Sequence[str], b: Sequence[str]) -> float:
    equal = sum(normal(x) == normal(y) and bool(normal(x)) for x, y in zip(a, b, strict=False)) / max(1, len(a))
    return equal or (0.01 if fuzz.ratio(normal(" ".join(a)), normal(" ".join(b))) >= 80 else 0.0)


def _tables(m: Marking) -> None:
    cells = right = columns = columns_right = 0
    free = dict(enumerate(m.report.get("tables", [])))
    for g in m.gold["tables"]:
        cells += sum(map(len, g["rows"]))
        columns += len(g["columns"])
        best = max(free, key=lambda k: _alike(g, free[k]), default=None)
        if best is None or _alike(g, free[best]) < 60:
            m.note("table_cells", g["caption"][:60], right=False, said="table missed")
            continue
        f = free.pop(best)
        pairs = align(g["rows"], f.get("rows", []), _same_row)
        right += _cells(m, g, f, pairs)
        heads = [
            fuzz.ratio(normal(c), normal(" > ".join(h) if isinstance(h, list) else h)) >= 85
            for c, h in zip(g["columns"], f.get("columns", []), strict=False)
        ]
        columns_right += sum(heads)
        m.note("table_columns", g["caption"][:60], right=sum(heads) == len(g["columns"]), said=f"{sum(heads)}/{len(g['columns'])} columns")
    m.figures["table_cells"] = Figure(right, cells)
    m.figures["table_columns"] = Figure(columns_right, columns)


def _cells(m: Marking, g: Item, f: Item, pairs: Sequence[tuple[int, int]]) -> int:
    right = 0
    met = dict(pairs)
    for i, row in enumerate(g["rows"]):
        same_cells = sum(normal(x) == normal(y) for x, y in zip(row, f["rows"][met[i]], strict=False)) if i in met else 0
        right += same_cells
        m.note(
            "table_cells",
            f"{g['caption'][:40]} row {i + 1}: {' | '.join(row)[:50]}",
            right=same_cells == len(row),
            said=f"{same_cells}/{len(row)} cells",
        )
    return right


def _number(citation: Item) -> str:
    return re.sub(r"[^\w/.-]", "", normal(citation.get("number")))


def _citations(m: Marking) -> None:
    want: Counter[str] = Counter()
    for c in m.gold["citations"]:
        want[_number(c)] += c.get("count", 1)
    have = Counter(_number(c) for c in m.report.get("citations", []))
    for key in sorted(want | have):
        m.note("citations", key if key in want else "+ " + key, right=want[key] == have[key], said=f"{have[key]} times for {want[key]}")
    m.figures["citations"] = Figure((want & have).total(), want.total(), have.total(), "f1")
    dates: dict[str, set[str | None]] = {}
    for c in m.report.get("citations", []):
        dates.setdefault(_number(c), set()).add(c.get("date"))
    dated = [c for c in m.gold["citations"] if c.get("date")]
    for c in dated:
        m.note("citation_dates", _number(c), right=c["date"] in dates.get(_number(c), ()), said=dates.get(_number(c), "missed"))
    m.figures["citation_dates"] = Figure(sum(c["date"] in dates.get(_number(c), ()) for c in dated), len(dated))


def reading_text(markdown: str) -> str:
    """Turn `clean.md` into plain text: body, then footnotes; no front matter, marks, anchors or table rules."""
    body, notes, in_note = [], [], False
    for line in re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.DOTALL).splitlines():
        if match := re.match(r"\[\^[^\]]+\]:\s*(.*)", line):
            in_note = True
            notes.append(match[1])
        elif in_note and line.startswith("    "):
            notes.append(line.strip())
        else:
            in_note = in_note and not line.strip()
            if not re.fullmatch(r"\s*\|[\s:|-]+\|\s*", line):
                body.append(_plain(line))
    return "\n".join(body + notes)


def _plain(line: str) -> str:
    line = re.sub(r"\[\^[^\]]+\]", "", re.sub(r"^#+\s*", "", line))
    line = re.sub(r"\*\*|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)", "", line)
    if line.lstrip().startswith("|"):
        line = " ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return line


def _text(m: Marking, clean: str) -> None:
    truth, text = normal(reading_text(clean)), normal(m.text)
    m.figures["text_cer"] = Figure(Levenshtein.distance(truth, text), max(1, len(truth)), None, "cer")
    left = 0
    for repair in m.gold.get("repairs", []):
        if (wrong := normal(repair["wrong"])) and repair.get("class") != "spacing":
            word = re.compile(rf"(?<!\w){re.escape(wrong)}(?!\w)")
            extra = max(0, len(word.findall(text)) - len(word.findall(truth)))
            left += extra
            m.note("mojibake_left", f"{repair['wrong']} → {repair['right']}", right=not extra, said=f"{extra} times")
    m.figures["mojibake_left"] = Figure(left, 0, None, "count")
    ours, theirs = Counter(re.findall(r"\w+", truth)), Counter(re.findall(r"\w+", text))
    spoiled = {k: max(0, ours[k] - theirs[k]) for k in {normal(k) for k in m.gold.get("keep", [])} if " " not in k}
    for word_, n in sorted(spoiled.items()):
        m.note("good_words_spoiled", word_, right=not n, said=f"{n} times")
    m.figures["good_words_spoiled"] = Figure(sum(spoiled.values()), 0, None, "count")
