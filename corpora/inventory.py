"""Count what the corpus holds: the table in `corpora/README.md`, which a test keeps true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpora.gold import Gold, gold
from corpora.source import Mark, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpora.source import Source


def inventory(sources: Sequence[Source]) -> dict[str, int]:
    """Count reports, gold items and the harder sorts of footnotes and tables."""
    golds = [gold(source) for source in sources]
    tables = [table for source in sources for table in _tables(source)]
    notes = [note for found in golds for note in found["footnotes"]]
    return {
        "reports": len(sources),
        "… held out": sum(bool(source.meta.get("held_out")) for source in sources),
        "targets": _sum(golds, "targets"),
        "measures in targets": sum(len(target["measures"]) for found in golds for target in found["targets"]),
        "results (all other measures)": _sum(golds, "results"),
        "sections": _sum(golds, "sections"),
        "citations": sum(cited["count"] for found in golds for cited in found["citations"]),
        "footnotes": len(notes),
        "… of several paragraphs": sum("\n" in note["text"] for note in notes),
        "… anchored in tables": sum(len(cell.notes) for table in tables for row in table.rows for cell in row.cells),
        "tables": len(tables),
        "… with merged heads": sum(any(len(path) > 1 for path in table.columns) for table in tables),
        "… with groups of rows": sum(any("group" in row.attributes for row in table.rows) for table in tables),
        "… with totals": sum(any("total" in row.attributes for row in table.rows) for table in tables),
        "table rows": sum(len(table.rows) for table in tables),
        "reports with landscape pages": sum(any(isinstance(b, Mark) and b.name == "landscape" for b in s.blocks) for s in sources),
        "authors' slips": sum(len(source.meta.get("slips", ())) for source in sources),
    }


def markdown(counts: dict[str, int]) -> str:
    """Set the counts as a Markdown table."""
    return "\n".join(["| what | how many |", "|---|---|", *(f"| {name} | {count} |" for name, count in counts.items())])


def _tables(source: Source) -> Iterator[Table]:
    yield from (block for block in source.blocks if isinstance(block, Table))


def _sum(golds: Sequence[Gold], key: str) -> int:
    return sum(len(found[key]) for found in golds)
