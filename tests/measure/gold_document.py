"""Build a `Document` from a gold folder's clean.md and gold.json, as an ideal layout and structure would."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from extractor.schema import Footnote, FootnoteAnchor, Header, Section, Table
from extractor.structure.document import CellPlace, Document, Evidence, Passage

GOLD = Path(__file__).parents[3] / "shared" / "gold"
_ANCHOR = re.compile(r"\[\^([^\]]+)\]")
_BULLET = re.compile(r"([-+*])\s+")


class _Build(NamedTuple):
    lines: list[str]
    passages: list[Passage]
    anchors: dict[str, list[FootnoteAnchor]]
    cells: list[CellPlace]
    tables: list[Table]

    @property
    def at(self) -> int:
        return sum(len(line) + 1 for line in self.lines)


def _kind(label: str) -> str:
    if re.match(r"Phần", label):
        return "part"
    if re.match(r"Phụ lục|Biểu", label):
        return "appendix"
    if re.match(r"Điều", label):
        return "article"
    if re.fullmatch(r"[IVXLC]+", label):
        return "roman"
    if re.fullmatch(r"[\d.]+", label):
        return "decimal"
    return "alpha" if label else "attachment"


def _squash(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _opens(line: str, section: dict[str, Any]) -> bool:
    return _squash(line).startswith(_squash(section["label"] + section["text"][:60])) or (
        not section["label"] and _squash(line).startswith(_squash(section["text"][:60]))
    )


def load(name: str) -> tuple[Document, dict[str, Any], str]:
    """Return (document, gold, clean.md) of `gold/<name>`."""
    gold = json.loads((GOLD / name / "gold.json").read_text(encoding="utf-8"))
    clean = (GOLD / name / "clean.md").read_text(encoding="utf-8")
    return document(gold, clean), gold, clean


def document(gold: dict[str, Any], clean: str) -> Document:
    """Place every line of clean.md in the reading text."""
    body = re.sub(r"\A---\n.*?\n---\n", "", clean, flags=re.DOTALL)
    build = _Build([], [], {}, [], [])
    todo, here = list(enumerate(gold["sections"])), None
    notes: list[tuple[str, list[str]]] = []
    rows: list[list[str]] = []
    starts: dict[int, int] = {}
    for line in [*body.splitlines(), ""]:
        note = re.match(r"\[\^([^\]]+)\]:\s*(.*)", line)
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            _table(build, rows, None if here is None else f"s{here}")
            rows = []
        if note:
            notes.append((note[1], [note[2]]))
        elif notes and line.startswith("    "):
            notes[-1][1].append(line.strip())
        elif line.strip():
            plain = re.sub(r"^#+\s*", "", line).replace("**", "")
            opened = next((k for k, s in todo[:3] if _opens(_ANCHOR.sub("", plain), s)), None)
            if opened is not None:
                todo, here = [(k, s) for k, s in todo if k > opened], opened
                starts[opened] = build.at
            _line(build, plain, here, gold["sections"][opened] if opened is not None else None)
    footnotes = [_note(build, k, marker, texts) for k, (marker, texts) in enumerate(notes)]
    text = "\n".join(build.lines)
    header = Header(**{k: gold["header"].get(k) for k in ("number", "symbol", "place", "date", "title")}, kind=gold["header"]["kind"])
    return Document(
        text, header, _tree(gold["sections"], starts, build, len(text)), tuple(footnotes), tuple(build.tables), (), (), (), "",
        tuple(build.passages), tuple(build.cells), Evidence((), ()), {},
    )  # fmt: skip


def _line(build: _Build, line: str, here: int | None, opened: dict[str, Any] | None) -> None:
    start, plain = build.at, ""
    for piece in re.split(r"(\[\^[^\]]+\])", line.strip()):
        if anchor := _ANCHOR.fullmatch(piece):
            build.anchors.setdefault(anchor[1], []).append(
                FootnoteAnchor(offset=start + len(plain), section_id=None if here is None else f"s{here}")
            )
        else:
            plain += piece
    label, body = None, start
    bullet = _BULLET.match(plain)
    if opened is not None and opened["label"]:
        label = opened["label"]
        found = re.match(r"\(?" + re.escape(label) + r"\)?[.):]*\s*", plain)
        body = start + (found.end() if found else 0)
    elif bullet:
        label, body = bullet[1], start + bullet.end()
    kind = "heading" if opened is not None and opened["is_heading"] else "text"
    build.lines.append(plain)
    build.passages.append(Passage(start, start + len(plain), kind, None if here is None else f"s{here}", None, None, label, body))


def _note(build: _Build, k: int, marker: str, texts: list[str]) -> Footnote:
    first = build.at
    for written in texts:
        at = build.at
        text = _ANCHOR.sub("", written)
        bullet = _BULLET.match(text)
        build.lines.append(text)
        build.passages.append(
            Passage(
                at, at + len(text), "footnote", None, f"n{k}", None, bullet[1] if bullet else None, at + (bullet.end() if bullet else 0)
            )
        )
    return Footnote(
        id=f"n{k}", marker=marker, text="\n".join(texts), anchors=build.anchors.get(marker, [])[:1], pages=[], span=(first, build.at - 1)
    )


def _table(build: _Build, rows: list[list[str]], section: str | None) -> None:
    head, *body = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    name, first = f"t{len(build.tables)}", build.at
    caption = build.lines[-1] if build.lines else None
    for k, cells in enumerate([head, *body]):
        at = build.at
        row = cells + [""] * (len(head) - len(cells))
        build.lines.append("\t".join(row))
        build.passages.append(Passage(at, at + len(build.lines[-1]), "columns" if k == 0 else "row", section, None, name, None, at))
        for column, cell in enumerate(row):
            if k:
                build.cells.append(CellPlace(name, k - 1, column, at, at + len(cell)))
            at += len(cell) + 1
    build.tables.append(
        Table(id=name, caption=caption, section_id=section, pages=[], columns=[c.split(" > ") for c in head],
              rows=[r + [""] * (len(head) - len(r)) for r in body], row_boxes=[], span=(first, build.at - 1))
    )  # fmt: skip


def _tree(sections: list[dict[str, Any]], starts: dict[int, int], build: _Build, end: int) -> tuple[Section, ...]:
    children: dict[int | None, list[int]] = {}
    for k, section in enumerate(sections):
        children.setdefault(section["parent"], []).append(k)

    def make(k: int, stop: int) -> Section:
        s = sections[k]
        kids = children.get(k, [])
        return Section(
            id=f"s{k}", kind=_kind(s["label"]), label=s["label"] or None, title=s["text"] if s["is_heading"] else None,  # type: ignore[arg-type]
            text="" if s["is_heading"] else s["text"], depth=s["depth"], span=(starts.get(k, 0), stop), pages=[],
            children=[make(kid, stop) for kid in kids],
        )  # fmt: skip

    return tuple(make(k, end) for k in children.get(None, []))
