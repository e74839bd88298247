"""Check source files and print what their gold holds: ``python -m corpora.lint FILE… [--show]``."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from corpora.gold import gold, inlines
from corpora.parse import REPORTS, load
from corpora.source import Inline, Source, SourceError

_CITATION = re.compile(r"\b\d+[\w/]*[-/](?:NQ|QĐ|KH|CTr|BC|TT|NĐ|CT|TB|CV|KL|HD|UBND|QH)\b[\w/.-]*")
_FIGURE = re.compile(r"(?<![\w./-])\d[\d.,]*\d?(?:\s*(?:%|[^\W\d_]+))?")
_NO_MEASURE = re.compile(r"(?:năm|ngày|tháng|quý|số|khóa|Điều|điều|khoản|Khoản|thứ|Dự án|Đề án|Phụ lục|Biểu|mục|Mục|Điểm|lần|giai đoạn|đến năm|-|–|/)\s*$", re.I)


def main(argv: list[str] | None = None) -> int:
    """Lint the files named (all of `corpora/reports` if none); 1 if one breaks the format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--show", action="store_true", help="print every measure as the gold has it")
    args = parser.parse_args(argv)
    status, total = 0, dict.fromkeys(("measures", "targets", "footnotes", "tables", "citations", "sections"), 0)
    for path in args.files or sorted(REPORTS.glob("*.md")):
        try:
            source = load(path)
            found = gold(source)
        except SourceError as error:
            print(f"ERROR {error.path or path}:{error.line}: {error.message}")
            status = 1
            continue
        counts = _counts(found)
        total = {key: total[key] + counts[key] for key in total}
        print(f"{path.name}: " + " · ".join(f"{n} {key}" for key, n in counts.items()))
        for warning in warnings(source, found):
            print(f"  warn {warning}")
        if args.show:
            print(*_shown(found), sep="\n")
    print("all: " + " · ".join(f"{n} {key}" for key, n in total.items()))
    return status


def _counts(found: dict[str, Any]) -> dict[str, int]:
    measures = len(found["results"]) + sum(len(t["measures"]) for t in found["targets"])
    return {"measures": measures} | {key: len(found[key]) for key in ("targets", "footnotes", "tables", "citations", "sections")}


def _shown(found: dict[str, Any]) -> list[str]:
    lists = [(f"target {t['label']}", t["measures"]) for t in found["targets"]] + [("result", found["results"])]
    return [
        f"  {name:10} {m['raw']!r}: {m['comparator']} {m['value']}{'/' + str(m['of']) if m['of'] else ''} {m['unit']} · {m['role']} {m['kind']} "
        f"{m['direction'] or ''} · {m['period']} · {m['indicator']!r}" + (f" ⊂ {ms[m['part_of']]['raw']!r}" if m["part_of"] is not None else "")
        for name, ms in lists
        for m in ms
    ]


def warnings(source: Source, found: dict[str, Any]) -> list[str]:
    """List what looks forgotten: figures and citations without a mark, indicators that the text does not hold."""
    rows: list[str] = []
    for line, content in inlines(source):
        where = f"{line or 'note'}: "
        rows += [where + f"citation not marked: {m[0]!r}" for m in _CITATION.finditer(content.text) if not _covered(content, m.start())]
        rows += [where + f"indicator {m.indicator!r} not in its paragraph's words" for m in content.measures if _foreign(m.indicator, content.text)]
    rows += [f"{line or 'note'}: figure not marked: {figure!r}" for line, figure in _unmarked(source)]
    rows += [f"measure {m['raw']!r} has no indicator" for m in found["results"] + [m for t in found["targets"] for m in t["measures"]] if not m["indicator"]]
    return rows


def _covered(content: Inline, at: int) -> bool:
    return any(mark.start <= at < mark.end for mark in (*content.citations, *content.measures))


def _foreign(indicator: str, text: str) -> bool:
    words = re.findall(r"\w+", indicator.casefold())
    return bool(words) and sum(word in text.casefold() for word in words) < 0.6 * len(words)


def _unmarked(source: Source) -> list[tuple[int, str]]:
    cells = {id(cell) for block in source.blocks if hasattr(block, "rows") for row in block.rows for cell in row.cells}
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
