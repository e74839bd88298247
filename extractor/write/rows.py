"""One row a measure, with column heads that a person understands: what CSV and XLSX share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from extractor.schema import Measure, Report, Section, Target
from extractor.write.words import Language, say, word

Value: TypeAlias = str | int | float | None


class Row(NamedTuple):
    """A measure with what it needs from around it."""

    report: Report
    measure: Measure
    target: Target | None
    path: str
    """The section it stands in: "II > 2 > a"."""


class Column(NamedTuple):
    """A column: its head in both languages, its width in characters, and what stands in it."""

    vi: str
    en: str
    width: int
    value: Callable[[Row, Language], Value]

    def head(self, language: Language) -> str:
        """Give the head."""
        return say(language, vi=self.vi, en=self.en)


def rows_of(report: Report) -> Iterator[Row]:
    """Give the measures: the targets' first, then the results, each in the order of the document."""
    paths = dict(_paths(report.sections, ()))
    for target in report.targets:
        for measure in target.measures:
            yield Row(report, measure, target, paths.get(measure.section_id or target.section_id or "", ""))
    for measure in report.results:
        yield Row(report, measure, None, paths.get(measure.section_id or "", ""))


def _paths(sections: list[Section], above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for section in sections:
        path = (*above, section.label or section.title or "")
        yield section.id, " > ".join(part for part in path if part)
        yield from _paths(section.children, path)


def _document(row: Row, _: Language) -> Value:
    return row.report.source.filename


def _number(row: Row, _: Language) -> Value:
    header = row.report.header
    return "/".join(part for part in (header.number, header.symbol) if part) or None


def _origin(row: Row, language: Language) -> Value:
    if row.target is not None:
        return say(language, vi="Chỉ tiêu", en="Target")
    return say(language, vi="Số liệu", en="Figure")


def _phrase(row: Row, _: Language) -> Value:
    return row.measure.indicator.phrase


def _table_place(row: Row, _: Language) -> Value:
    place = row.measure.table
    return None if place is None else f"{place.id} [{place.row + 1}, {place.column + 1}]"


COLUMNS: tuple[Column, ...] = (
    Column("Tài liệu", "Document", 24, _document),
    Column("Số, ký hiệu", "Document number", 16, _number),
    Column("Loại", "Kind of entry", 10, _origin),
    Column("Nhãn", "Label", 7, lambda row, _: row.target.label if row.target else None),
    Column("Mục", "Section", 14, lambda row, _: row.path),
    Column("Nội dung đo", "Indicator", 44, _phrase),
    Column("So sánh", "Comparator", 12, lambda row, language: word(row.measure.comparator, language)),
    Column("Giá trị", "Value", 18, lambda row, _: row.measure.value),
    Column("Từ", "From", 12, lambda row, _: row.measure.low),
    Column("Đến", "To", 12, lambda row, _: row.measure.high),
    Column("Trên tổng số", "Out of", 12, lambda row, _: row.measure.of),
    Column("Đơn vị", "Unit", 14, lambda row, _: row.measure.unit),
    Column("Vai trò", "Role", 12, lambda row, language: word(row.measure.role, language)),
    Column("Dạng số", "Kind of figure", 14, lambda row, language: word(row.measure.kind, language)),
    Column("Tăng/giảm", "Direction", 10, lambda row, language: word(row.measure.direction, language)),
    Column("Kỳ", "Period", 12, lambda row, _: row.measure.period),
    Column("Địa bàn", "Place", 18, lambda row, _: row.measure.place),
    Column("Nguyên văn", "As written", 28, lambda row, _: row.measure.raw),
    Column("Trang", "Page", 7, lambda row, _: row.measure.page),
    Column("Độ tin cậy", "Confidence", 10, lambda row, _: row.measure.confidence),
    Column("Câu chứa chỉ tiêu", "Target's text", 60, lambda row, _: row.target.text if row.target else None),
    Column("Mã chỉ tiêu", "Indicator code", 14, lambda row, _: row.measure.indicator.code),
    Column("Tên chỉ tiêu", "Indicator name", 36, lambda row, _: row.measure.indicator.name),
    Column("Mã số", "Id", 8, lambda row, _: row.measure.id),
    Column("Là một phần của", "Part of", 8, lambda row, _: row.measure.part_of),
    Column("Bảng [dòng, cột]", "Table [row, column]", 14, _table_place),
)
