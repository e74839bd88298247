"""What `boctach explain` shows: each repair with the words around it, its rule, the rule's source, confidence and place."""

from __future__ import annotations

from collections import Counter

from rich.markup import escape
from rich.padding import Padding

from extractor.schema import Repair, Report
from extractor.write.screen import Screen
from extractor.write.words import Language, say, word

CONTEXT = 30
"""Characters shown on either side of a repair."""


def print_repairs(report: Report, language: Language) -> None:
    """Print every repair in the order of the document, then how many of each kind."""
    console = Screen()
    sources = _sources()
    for repair in report.repairs:
        console.print(_line(repair, report.text, language))
        console.print(Padding(f"[dim]{escape(_reason(repair, sources, language))}[/]", (0, 0, 0, 4), expand=False))
    kinds = Counter(repair.kind for repair in report.repairs)
    total = ", ".join(f"{word(kind, language)} {count}" for kind, count in sorted(kinds.items()))
    none = say(language, vi="Không sửa chữ nào.", en="No repairs.")
    console.print(f"[bold]{len(report.repairs)}[/] {say(language, vi='chỗ sửa', en='repairs')}: {total}" if report.repairs else none)


def _line(repair: Repair, text: str, language: Language) -> str:
    page = f"{say(language, vi='tr.', en='p.')} {repair.page}  " if repair.page is not None else ""
    change = f"[red]{escape(_visible(repair.original))}[/] → [green]{escape(_visible(repair.repaired))}[/]"
    if repair.span is None:
        return f"{page}{change}"
    start, end = repair.span
    before = text[max(0, start - CONTEXT) : start].rpartition("\n")[2]
    after = text[end : end + CONTEXT].partition("\n")[0]
    return f"{page}{change}  [dim]…{escape(before)}[/][green]{escape(text[start:end])}[/][dim]{escape(after)}…[/]"


def _reason(repair: Repair, sources: dict[str, str], language: Language) -> str:
    sure = say(language, vi="tin cậy", en="confidence")
    source = sources.get(repair.rule)
    return f"{word(repair.kind, language)} · {repair.rule} · {sure} {repair.confidence:.2f}" + (f" · {source}" if source else "")


def _visible(text: str) -> str:
    """Show what has no shape of its own as a code point: U+00AD."""
    return "".join(mark if mark.isprintable() else f"U+{ord(mark):04X}" for mark in text) or "∅"


def _sources() -> dict[str, str]:
    """Give each rule's source, so that a repair can be traced to where its rule was learnt."""
    from rules import loader

    return {rule.id: rule.source for name in loader.names() for rule in loader.load(name).rules}
