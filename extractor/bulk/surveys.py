"""What `boctach scan` shows: two or three lines a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.markup import escape

from extractor.bulk.outcome import Failure, Outcome
from extractor.bulk.sources import Document
from extractor.errors import ExtractionError, UnknownFormatError
from extractor.options import Options
from extractor.read.survey import Survey, survey
from extractor.write.figures import format_number
from extractor.write.screen import Screen
from extractor.write.words import Language, format_name, say, word


def print_surveys(found: Iterable[Document | Outcome], options: Options, language: Language) -> int:
    """Survey and print one document after the other; returns 1 if any is damaged, unreadable or needs OCR."""
    console = Screen()
    code = 0
    for item in found:
        console.print(f"[bold]{escape(item.name)}[/]")
        seen = item.failure if isinstance(item, Outcome) else _look(item, options)
        for line in _lines(seen, language) if isinstance(seen, Survey) else _reason(seen, language):
            console.print(f"  {line}")
        if not (seen.sound if isinstance(seen, Survey) else _is_harmless(item, seen)):
            code = 1
    return code


def _reason(failure: Failure | None, language: Language) -> Iterator[str]:
    if failure is not None:
        yield f"[red]{escape(say(language, vi=failure.vi, en=failure.en))}[/] [dim]\\[{failure.code}][/]"


def _is_harmless(item: Document | Outcome, failure: Failure | None) -> bool:
    """Tell a file of another kind that only lies in the same folder."""
    return isinstance(item, Document) and not item.named and failure is not None and failure.code == UnknownFormatError.code


def _look(document: Document, options: Options) -> Survey | Failure:
    try:
        return survey(document.read(options.max_bytes), options=options)
    except ExtractionError as error:
        return Failure.of(error)


def _lines(seen: Survey, language: Language) -> Iterator[str]:
    facts = [format_name(seen.media_type)]
    if seen.pages is not None:
        facts.append(f"{seen.pages} {say(language, vi='trang', en='pages')}")
    facts.append(f"{format_number(round(seen.size / 1024, 1), language)} KiB")
    facts.append(f"{format_number(seen.chars, language)} {say(language, vi='ký tự', en='characters')}")
    yield " · ".join(facts)
    if seen.to_scan:
        yield f"[yellow]{say(language, vi='Cần OCR: trang', en='Needs OCR: pages')} {ranges(seen.to_scan)}[/]"
    if seen.damage:
        kinds = " · ".join(f"{word(kind, language)} {count}" for kind, count in seen.damage.items())
        yield f"[yellow]{say(language, vi='Chữ hỏng', en='Broken characters')}: {kinds}[/]"
    if seen.sound:
        yield f"[green]{say(language, vi='Không thấy hư hỏng.', en='No damage found.')}[/]"


def ranges(numbers: Iterable[int]) -> str:
    """Write page numbers shortly: 1, 2, 3, 7 → "1–3, 7"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
