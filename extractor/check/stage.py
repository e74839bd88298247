"""What is odd, missing or contradictory: every finding as a diagnostic, and whether someone has to look."""

from __future__ import annotations

from typing import Literal

from extractor.check.form import check_form
from extractor.measure.stage import Measured
from extractor.pages import Finding, Reading
from extractor.schema import Diagnostic, Message
from extractor.structure.document import Document


def check(document: Document, measured: Measured, reading: Reading) -> tuple[list[Diagnostic], Literal["ok", "review"]]:
    """Collect the findings of all stages, add those of the whole, and say whether the report needs a person's eye."""
    findings: list[tuple[Finding, tuple[int, int] | None]] = [(finding, None) for finding in reading.diagnostics]
    findings += document.findings
    findings += measured.findings
    findings += check_form(document, reading)
    findings += _figures(document, measured)
    diagnostics = [_diagnostic(finding, span, document) for finding, span in findings]
    warned = any(diagnostic.severity == "warning" for diagnostic in diagnostics)
    return diagnostics, "review" if warned else "ok"


def _figures(document: Document, measured: Measured) -> list[tuple[Finding, tuple[int, int] | None]]:
    try:
        from extractor.check.figures import check_figures
    except ImportError:
        return []
    return list(check_figures(document, measured.targets, measured.results))


def _diagnostic(finding: Finding, span: tuple[int, int] | None, document: Document) -> Diagnostic:
    page = finding.page
    if page is None and span is not None:
        pages = document.evidence.pages(*span)
        page = pages[0] if pages else None
    return Diagnostic(
        code=finding.code,
        severity=finding.severity,
        message=Message(vi=finding.vi, en=finding.en),
        span=span,
        page=page,
    )
