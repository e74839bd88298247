"""What `boctach extract` shows on a terminal: header, outline, counts, targets, repairs and diagnostics, at any width from 60 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table as Grid
from rich.text import Text
from rich.tree import Tree

from extractor.write.figures import figure_and_unit, format_number, meaning
from extractor.write.outline import flatten
from extractor.write.words import Language, format_name, say, word

if TYPE_CHECKING:
    from rich.console import RenderableType

    from extractor.schema import Diagnostic, Measure, Report, Section, Target

Parts: TypeAlias = "Iterator[RenderableType]"
MAX_SECTIONS = 60
MAX_TARGETS = 40
MAX_DIAGNOSTICS = 12
_STYLES = {"ok": "bold green", "review": "bold yellow", "warning": "yellow", "info": "cyan"}


def summarise(report: Report, language: Language) -> Group:
    """Put a report on one screen, or a few."""
    parts = (_source, _header, _outline, _counts, _targets, _repairs, _diagnostics)
    blocks: list[RenderableType] = []
    for part in parts:
        made = list(part(report, language))
        blocks += [Text(""), *made] if blocks and made else made
    return Group(*blocks)


def _source(report: Report, language: Language) -> Parts:
    source = report.source
    facts = [escape(source.filename or say(language, vi="(không tên)", en="(no name)")), format_name(source.media_type)]
    if source.pages:
        facts.append(f"{len(source.pages)} {say(language, vi='trang', en='pages')}")
    facts.append(f"{format_number(round(source.size / 1024, 1), language)} KiB")
    style = _STYLES[report.status]
    yield Text.from_markup(f"[bold]{facts[0]}[/] · {' · '.join(facts[1:])} · [{style}]{word(report.status, language)}[/]")


def _header(report: Report, language: Language) -> Parts:
    header = report.header
    authority = " – ".join(part for part in (header.parent_authority, header.authority) if part)
    number = "/".join(part for part in (header.number, header.symbol) if part)
    if header.symbol and not header.number:
        number = f"…/{header.symbol}"
    rows = (
        (say(language, vi="Cơ quan", en="Authority"), authority),
        (say(language, vi="Số, ký hiệu", en="Number"), number),
        (say(language, vi="Nơi, ngày", en="Place, date"), ", ".join(part for part in (header.place, header.date) if part)),
        (say(language, vi="Trích yếu", en="Title"), header.title or ""),
    )
    grid = Grid.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for name, value in rows:
        if value:
            grid.add_row(name, escape(value))
    if grid.row_count:
        yield grid


def _outline(report: Report, language: Language) -> Parts:
    if not report.sections:
        return
    depth = _depth_that_fits(report)
    tree = Tree(_title(say(language, vi="Đề cương", en="Outline"), sum(1 for _ in flatten(report.sections))), guide_style="dim")
    hidden = _grow(tree, report.sections, depth)
    if hidden:
        tree.add(Text(say(language, vi=f"… và {hidden} mục ở các cấp dưới", en=f"… and {hidden} sections further down"), style="dim"))
    yield tree


def _depth_that_fits(report: Report) -> int:
    depths = Counter(_depths(report.sections, 1))
    shown, depth = 0, 0
    while depths[depth + 1] and (depth == 0 or shown + depths[depth + 1] <= MAX_SECTIONS):
        depth += 1
        shown += depths[depth]
    return depth


def _depths(sections: Iterable[Section], depth: int) -> Iterator[int]:
    for section in sections:
        yield depth
        yield from _depths(section.children, depth + 1)


def _grow(tree: Tree, sections: list[Section], depth: int) -> int:
    """Add the sections down to `depth`; returns how many are left out."""
    if depth == 0:
        return sum(1 for _ in _depths(sections, 1))
    hidden = 0
    for section in sections:
        label = Text(_label(section), style="bold cyan")
        words = section.title or _opening(section.text)
        branch = tree.add(label + Text(words, style="" if section.title else "dim"))
        hidden += _grow(branch, section.children, depth - 1)
    return hidden


def _label(section: Section) -> str:
    """Give the label with the punctuation that its kind is written with, and a space."""
    if section.label is None:
        return ""
    return {"alpha": f"{section.label}) ", "paren": f"({section.label}) "}.get(section.kind, f"{section.label}. ")


def _opening(text: str) -> str:
    line = text.split("\n", 1)[0]
    return line if len(line) <= 60 else line[:59].rsplit(" ", 1)[0] + " …"


def _counts(report: Report, language: Language) -> Parts:
    roles = Counter(measure.role for measure in report.results)
    figures = ", ".join(f"{word(role, language)} {count}" for role, count in sorted(roles.items()))
    counts = (
        (len(report.tables), "bảng", "tables"),
        (len(report.footnotes), "chú thích", "footnotes"),
        (len(report.citations), "viện dẫn", "citations"),
        (len(report.targets), "chỉ tiêu", "targets"),
        (len(report.results), "số liệu", "figures"),
    )
    line = " · ".join(f"[bold]{count}[/] {say(language, vi=vi, en=en)}" for count, vi, en in counts)
    yield Text.from_markup(line + (f" ({figures})" if figures else ""))


def _targets(report: Report, language: Language) -> Parts:
    if not report.targets:
        return
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=False, show_edge=False)
    heads = (
        ("", "", "left", 2),
        ("Nội dung đo", "Indicator", "left", 16),
        ("Giá trị", "Value", "right", 7),
        ("Đơn vị", "Unit", "left", 6),
        ("So sánh", "Comparator", "left", 7),
        ("Kỳ", "Period", "left", 4),
        ("Trang", "Page", "right", 4),
    )
    for vi, en, justify, least in heads:
        grid.add_column(say(language, vi=vi, en=en), justify=justify, min_width=least, overflow="fold", header_style="bold")  # type: ignore[arg-type]
    for target in report.targets[:MAX_TARGETS]:
        for row in _target_rows(target, language):
            grid.add_row(*row)
    yield Text.from_markup(_title(say(language, vi="Chỉ tiêu", en="Targets"), len(report.targets)))
    yield grid
    rest = len(report.targets) - MAX_TARGETS
    if rest > 0:
        yield Text(
            say(language, vi=f"… và {rest} chỉ tiêu nữa: ghi ra tệp với -o", en=f"… and {rest} more: write a file with -o"), style="dim"
        )


def _target_rows(target: Target, language: Language) -> Iterator[tuple[str, ...]]:
    page = str(target.pages[0]) if target.pages else ""
    if not target.measures:
        yield (escape(target.label or ""), f"[dim]{escape(_opening(target.text))}[/]", "", "", "", "", page)
    for place, measure in enumerate(target.measures):
        yield (escape(target.label or "") if place == 0 else "", *_measure_cells(measure, target, language))


def _measure_cells(measure: Measure, target: Target, language: Language) -> tuple[str, ...]:
    figure, unit = figure_and_unit(measure, language)
    phrase = measure.indicator.phrase or measure.indicator.name or _opening(target.text)
    if measure.place:
        phrase = f"{phrase} – {measure.place}"
    page = str(measure.page) if measure.page is not None else ""
    return escape(phrase), figure, escape(unit), meaning(measure, language), measure.period or "", page


def _repairs(report: Report, language: Language) -> Parts:
    if not report.repairs:
        return
    kinds = Counter(repair.kind for repair in report.repairs)
    line = " · ".join(f"{word(kind, language)} {count}" for kind, count in sorted(kinds.items()))
    title = _title(say(language, vi="Chữ đã sửa", en="Repairs"), len(report.repairs))
    hint = say(language, vi="xem từng chỗ: boctach explain", en="each of them: boctach explain")
    yield Text.from_markup(f"{title}  {line}  [dim]({hint})[/]")


def _diagnostics(report: Report, language: Language) -> Parts:
    if not report.diagnostics:
        return
    yield Text.from_markup(_title(say(language, vi="Lưu ý", en="Diagnostics"), len(report.diagnostics)))
    grid = Grid.grid(padding=(0, 1))
    for _ in range(3):
        grid.add_column(overflow="fold")
    ordered = sorted(report.diagnostics, key=lambda item: item.severity != "warning")
    for item in ordered[:MAX_DIAGNOSTICS]:
        grid.add_row(
            f"[{_STYLES[item.severity]}]{word(item.severity, language)}[/]", _place(item, language), escape(_words(item, language))
        )
    yield grid
    rest = len(ordered) - MAX_DIAGNOSTICS
    if rest > 0:
        yield Text(say(language, vi=f"… và {rest} lưu ý nữa", en=f"… and {rest} more"), style="dim")


def _place(item: Diagnostic, language: Language) -> str:
    return "" if item.page is None else f"[dim]{say(language, vi='tr.', en='p.')} {item.page}[/]"


def _words(item: Diagnostic, language: Language) -> str:
    return say(language, vi=item.message.vi, en=item.message.en)


def _title(name: str, count: int) -> str:
    return f"[bold underline]{name}[/] [dim]({count})[/]"
