"""How a finding words its figures."""

from __future__ import annotations

from decimal import Decimal

from extractor.schema import Measure


def vietnamese(value: Decimal | float) -> str:
    """A number as Vietnamese writes it: 1234.5 → 1.234,5."""
    text = f"{Decimal(str(value)).normalize():,f}"
    return text.translate(str.maketrans(",.", ".,"))


def english(value: Decimal | float) -> str:
    """A number as English writes it: 1234.5 → 1,234.5."""
    return f"{Decimal(str(value)).normalize():,f}"


def where(measure: Measure) -> tuple[str, str]:
    """Where a figure stands, in Vietnamese and English."""
    if measure.table is not None:
        return f"bảng {measure.table.id}, dòng {measure.table.row + 1}", f"table {measure.table.id}, row {measure.table.row + 1}"
    if measure.footnote_id is not None:
        return f"chú thích {measure.footnote_id}", f"footnote {measure.footnote_id}"
    if measure.page is not None:
        return f"trang {measure.page}", f"page {measure.page}"
    return f"vị trí {measure.span[0]}", f"offset {measure.span[0]}"


def decimals(raw: str) -> int:
    """Decimals of a written percentage: "93,9%" → 1."""
    digits = raw.rstrip("% ").replace(".", ",").rpartition(",")
    return len(digits[2]) if digits[1] else 0


def tolerance(raw: str) -> Decimal:
    """How far rounding may take a recomputed percentage from the written one: one unit of its last place."""
    return Decimal(1).scaleb(-decimals(raw)) * Decimal("1.01")
