"""Check the figures of a report against each other. Nothing is corrected: a contradiction is a finding that names both places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from extractor.check.figures_claims import check_claims
from extractor.check.figures_parts import check_parts
from extractor.check.figures_shares import check_shares
from extractor.check.figures_tables import check_tables
from extractor.pages import Finding
from extractor.schema import Measure, Target
from extractor.structure.document import Document

Placed: TypeAlias = tuple[Finding, tuple[int, int] | None]


def check_figures(document: Document, targets: Sequence[Target], results: Sequence[Measure]) -> tuple[Placed, ...]:
    """Recompute what the report lets be recomputed.

    Returns:
        Findings with codes measure.parts_do_not_add_up, measure.share_mismatch, measure.change_mismatch, measure.attainment_mismatch,
        measure.conflicting_values, measure.target_conflict, table.total_mismatch and table.share_mismatch, in order of place.
    """
    measures = [measure for target in targets for measure in target.measures] + list(results)
    measures.sort(key=lambda measure: measure.span)
    found = [*check_parts(document, measures), *check_shares(document, measures), *check_tables(document), *check_claims(targets, results)]
    return tuple(sorted(found, key=lambda placed: placed[1] or (0, 0)))
