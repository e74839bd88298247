"""Runs the cases of `rules/confidence.toml`: whether a feature holds for the last figure of a sentence or of a table's row."""

from __future__ import annotations

from extractor.measure.confidence import features
from extractor.measure.figure import Figure, Setting
from extractor.measure.language import find_figures
from extractor.measure.outline import outline
from extractor.measure.tables import table_rows
from rules.loader import Rule
from tests.measure.made import made


def run(rule: Rule, given: str) -> object:
    """Return True if the rule's feature holds for the last figure of `given`, else None."""
    figure = _of_row(given) if " // " in given else find_figures(given, Setting(year=2023, period="2023" if "2023" in given else None))[-1]
    return features(figure)[rule.id.removeprefix("weight_")] or None


def _of_row(given: str) -> Figure:
    head, row = (line.split(" | ") for line in given.split(" // "))
    document = made(("I", "Các chỉ tiêu", ""), ([[cell] for cell in head], [row]))
    return table_rows(document, document.tables[0].id, outline(document), 0).rows[0].figures[-1][2]
