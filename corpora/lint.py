"""Check source files and print what their gold holds: ``python -m corpora.lint FILE… [--show]``."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from corpora.gold import gold, inlines
from corpora.parse import REPORTS, load, shape
from corpora.source import Inline, Paragraph, Source, SourceError, Table

_CITATION = re.compile(r"\b\d+[\w/]*[-/](?:NQ|QĐ|KH|CTr|BC|TT|NĐ|CT|TB|CV|KL|HD|UBND|QH)\b[\w/.-]*")
_FIGURE = re.compile(r"(?<![\w./-])\d[\d.,]*\d?(?:\s*(?:%|[^\W\d_]+))?")
_NO_MEASURE = re.compile(
    r"(?:năm|ngày|tháng|quý|số|khóa|điều|khoản|điểm|thứ|lần|giai đoạn|mục|phụ lục|biểu|bảng|dự án|đề án|quốc lộ|[-–/])\s*$", re.IGNORECASE
)


KEYS = ("measures", "targets", "footnotes", "tables", "citations", "sections")


def main(argv: list[str] | None = None) -> int:
    """Lint the files named (all of `corpora/reports` if none); 1 if one breaks the format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--show", action="store_true", help="print every measure as the gold has it")
    args = parser.parse_args(argv)
    lines, total, status = [], dict.fromkeys(KEYS, 0), 0
    for path in args.files or sorted(REPORTS.glob("*.md")):
        try:
            source = load(path)
            found = gold(source)
        except SourceError as error:
            lines.append(f"ERROR {error.path or path}:{error.line}: {error.message}")
            status = 1
            continue
        counts = _counts(found)
        total = {key: total[key] + counts[key] for key in total}
        lines += [f"{path.name}: {_listed(counts)}", *(f"  warn {warning}" for warning in warnings(source, found))]
        lines += _shown(found) if args.show else []
    sys.stdout.write("\n".join([*lines, f"all: {_listed(total)}", ""]))
    return status


def _listed(counts: dict[str, int]) -> str:
    return " · ".join(f"{n} {key}" for key, n in counts.items())


def _counts(found: dict[str, Any]) -> dict[str, int]:
    measures = len(found["results"]) + sum(len(t["measures"]) for t in found["targets"])
    return {"measures": measures} | {key: len(found[key]) for key in KEYS[1:]}


def _shown(found: dict[str, Any]) -> list[str]:
    lists = [(f"target {t['label']}", t["measures"]) for t in found["targets"]] + [("result", found["results"])]
    return [f"  {name:10} {_described(m, siblings)}" for name, siblings in lists for m in siblings]


def _described(m: dict[str, Any], siblings: list[dict[str, Any]]) -> str:
    whole = f"/{m['of']}" if m["of"] else ""
    part = f" ⊂ {siblings[m['part_of']]['raw']!r}" if m["part_of"] is not None else ""
    meaning = " · ".join((m["role"], " ".join((m["kind"], m["direction"] or "")).strip(), str(m["period"]), repr(m["indicator"])))
    return f"{m['raw']!r}: {m['comparator']} {m['value']}{whole} {m['unit']} · {meaning}{part}"


def warnings(source: Source, found: dict[str, Any]) -> list[str]:
    """List what looks forgotten: figures and citations without a mark, indicators that the text does not hold."""
    rows: list[str] = []
    for line, content in inlines(source):
        where = f"{line or 'note'}: "
        rows += [where + f"citation not marked: {m[0]!r}" for m in _CITATION.finditer(content.text) if not _covered(content, m.start())]
        rows += [
            where + f"indicator {m.indicator!r} not in its paragraph's words"
            for m in content.measures
            if _foreign(m.indicator, content.text)
        ]
    rows += [
        f"{line or 'note'}: baseline {content.text[m.start : m.end]!r} has no period: write p=… as the text gives it, or p=none"
        for line, content in inlines(source)
        for m in content.measures
        if m.role == "baseline" and m.period is None
    ]
    rows += _flat_parts(source)
    rows += [f"{line or 'note'}: figure not marked: {figure!r}" for line, figure in _unmarked(source)]
    rows += [
        f"measure {m['raw']!r} has no indicator"
        for m in found["results"] + [m for t in found["targets"] for m in t["measures"]]
        if not m["indicator"]
    ]
    return rows


def _flat_parts(source: Source) -> list[str]:
    """Find headings that stand as deep as the Phần or Chương before them: they would not inherit from it."""
    rows, above = [], ("", 0)
    for block in source.blocks:
        if isinstance(block, Paragraph) and block.heading and block.label:
            form = shape(block.label)
            if form in {"phần", "chương"}:
                above = (block.label, block.depth)
            elif form in {"roman", "decimal0"} and above[0] and block.depth <= above[1]:
                rows.append(f"{block.line}: heading {block.label!r} is not below {above[0]!r}: it needs one # more")
    return rows


def _covered(content: Inline, at: int) -> bool:
    spans = [(c.start, c.end) for c in content.citations] + [(m.start, m.end) for m in content.measures]
    return any(start <= at < end for start, end in spans)


def _foreign(indicator: str, text: str) -> bool:
    words = re.findall(r"\w+", indicator.casefold())
    return bool(words) and sum(word in text.casefold() for word in words) < 0.6 * len(words)


def _unmarked(source: Source) -> list[tuple[int, str]]:
    cells = {id(cell) for block in source.blocks if isinstance(block, Table) for row in block.rows for cell in row.cells}
    found = []
    for line, content in inlines(source):
        body = re.match(r"[\s\d.()a-zđIVX+*-]{0,8}[.)]\s*", content.text)
        for match in _FIGURE.finditer(content.text, body.end() if body else 0):
            if id(content) in cells or _covered(content, match.start()) or _NO_MEASURE.search(content.text[: match.start()]):
                continue
            found.append((line, content.text[max(0, match.start() - 12) : match.end() + 12]))
    return found


if __name__ == "__main__":
    sys.exit(main())
