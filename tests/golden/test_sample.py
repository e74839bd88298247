"""The sample's report, in the parts that a person can check at a glance. `make bless` writes it anew; read the diff."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from extractor.options import Options
from extractor.pipeline import extract
from extractor.schema import Measure, Report, Section

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpora" / "sample" / "bao-cao.pdf"
GOLDEN = Path(__file__).with_name("bao-cao.json")


def outline(sections: Iterable[Section], indent: str = "") -> list[str]:
    lines = []
    for section in sections:
        lines += [f"{indent}{section.kind} {section.label} {section.title or '–'}", *outline(section.children, indent + "  ")]
    return lines


def figure(measure: Measure) -> str:
    value = (
        f"{measure.low}–{measure.high}"
        if measure.value is None
        else f"{measure.value}" + (f"/{measure.of}" if measure.of is not None else "")
    )
    words = (
        measure.comparator,
        value,
        measure.unit,
        measure.role,
        measure.kind,
        measure.direction,
        measure.period,
        measure.indicator.phrase,
        measure.place,
    )
    return " | ".join(str(word) for word in words if word is not None) + (f" ⊂ {measure.part_of}" if measure.part_of else "")


def digest(report: Report) -> dict[str, object]:
    header = report.header.model_dump(include={"parent_authority", "authority", "number", "symbol", "place", "date", "kind", "title"})
    return {
        "status": report.status,
        "header": header,
        "outline": outline(report.sections),
        "targets": {f"{target.label} {target.text}": [figure(measure) for measure in target.measures] for target in report.targets},
        "results": {measure.id: figure(measure) for measure in report.results},
        "tables": [
            {
                "caption": table.caption,
                "columns": [" / ".join(path) for path in table.columns],
                "rows": [" | ".join(row) for row in table.rows],
            }
            for table in report.tables
        ],
        "footnotes": {
            note.marker: [note.text, [report.text[: anchor.offset].split()[-1] for anchor in note.anchors]] for note in report.footnotes
        },
        "citations": [[citation.kind, citation.number, citation.date] for citation in report.citations],
        "signatures": [[signature.capacity, signature.position, signature.name] for signature in report.signatures],
        "recipients": report.recipients,
        "repairs": [f"{repair.original} → {repair.repaired}" for repair in report.repairs],
        "diagnostics": [diagnostic.code for diagnostic in report.diagnostics],
        "text": report.text.split("\n"),
    }


def test_the_sample_reads_as_it_did() -> None:
    made = digest(extract(SAMPLE.read_bytes(), filename=SAMPLE.name, options=Options(ocr="never")))
    if os.environ.get("BOCTACH_BLESS"):
        GOLDEN.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert made == json.loads(GOLDEN.read_text(encoding="utf-8"))
