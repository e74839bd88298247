"""Words of a flattened table with where they stood, and the phrases that open a head's cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from extractor.layout.tables.caption import NAMED
from extractor.pages import Grid, Line
from rules.loader import load

NEXT_LINE = -1
"""`Word.gap` of a word that opens a line right below the one before."""
AFTER_BLANK = -2
"""`Word.gap` of a word that opens a line after blank lines."""
_TOKEN = regex.compile(r"(\s*)(\S+)")


_SEPARATOR_BLANKS = 20
"""A line of so many blanks is what PDF tools make of the stroke over the footnotes."""
_MARKER_LINE = regex.compile(r"\d{1,3}(?:\s*[,;]\s*\d{1,3})*\r?")
"""PDF tools write a raised number on a line of its own, without the blanks that they set around a page number."""


_SMALL = regex.compile(r"\b\p{Ll}+\b")
_ORDINAL_HEADS = frozenset("ST")
"""First letters of the heads of a column of ordinals."""
_SPLIT, _SPLIT_HEADS = frozenset(("T", "S", "ST")), frozenset(("TT", "STT"))
"""The head of a column of ordinals that a narrow column has broken in two."""
_BROKEN_OVER = 4
_NOTE_LINE = regex.compile(r"\s*\d{1,3}[.)]?\s+\p{Lu}")


class Word(NamedTuple):
    """A word: its line (index among the page's items), its number in that line, and the blanks before it."""

    text: str
    line: int
    place: int
    gap: int


def read_words(items: Sequence[Line | Grid], lines: Iterable[int]) -> list[Word]:
    """Return the words of these lines in order; raised numbers are footnotes' markers, which go where the word before them goes."""
    words: list[Word] = []
    last = None
    for at in lines:
        item = items[at]
        if isinstance(item, Grid):
            continue
        plain = _without_raised(item)
        for place, found in enumerate(_TOKEN.finditer(item.text)):
            text = plain[found.start(2) : found.end(2)].strip()
            if not text:
                continue
            gap = len(found[1].expandtabs(3))
            if place == 0:
                gap = NEXT_LINE if last == at - 1 else AFTER_BLANK
            words.append(Word(text, at, place, gap))
            last = at
    return words


def _without_raised(line: Line) -> str:
    """Return a line's text with blanks for what is raised; a line that is nothing else stays."""
    if all(span.superscript or not span.text.strip() for span in line.spans):
        return line.text
    return "".join(" " * len(span.text) if span.superscript else span.text for span in line.spans)


def find_common(items: Sequence[Line | Grid]) -> frozenset[str]:
    """Return the words that the lines hold with a small first letter: no names."""
    return frozenset(word for item in items if isinstance(item, Line) for word in _SMALL.findall(item.text))


def is_marker_line(item: Line | Grid) -> bool:
    """Tell a footnote marker that the tool has set on a line of its own."""
    return isinstance(item, Line) and _MARKER_LINE.fullmatch(item.text) is not None


def opens_ordinals(items: Sequence[Line | Grid], at: int) -> bool:
    """Tell the line that begins with the head of a column of ordinals, or that and the next one if it is broken over both."""
    item = items[at]
    text = item.text.split() if isinstance(item, Line) else []
    if len(text) == 1 and text[0] in _SPLIT:
        text += next((line.text.split() for line in items[at + 1 : at + _BROKEN_OVER] if isinstance(line, Line) and line.text.strip()), [])
    return bool(text) and read_opener(text) == "ordinal"


def is_separator(item: Line | Grid) -> bool:
    """Tell the stroke over the footnotes."""
    return isinstance(item, Line) and len(item.text) >= _SEPARATOR_BLANKS and not item.text.strip()


def find_note_lines(items: Sequence[Line | Grid]) -> frozenset[int]:
    """Return the items of footnote zones: from the stroke over them to the line, set off by a leading blank, that opens the next page.

    A stroke counts only if a note begins below it, or, once there were notes, if one begins anywhere before the page's end.
    """
    found: set[int] = set()
    for start, item in enumerate(items):
        if start in found or not is_separator(item):
            continue
        end = start + 1
        while end < len(items) and not _opens_page(items, end):
            end += 1
        texts = [at for at in range(start + 1, end) if isinstance(line := items[at], Line) and line.text.strip()]
        if any(_begins_note(items[at]) for at in (texts if found else texts[:1])):
            found.update(range(start, end))
    return frozenset(found)


def find_repeats(items: Sequence[Line | Grid]) -> frozenset[int]:
    """Return the items of headers that stand there a second time, at the top of a further page of their table.

    A header counts from the line that begins with the head of a column of ordinals to the last line that is as it was the first time; a
    caption in between opens a table of its own.
    """
    found: set[int] = set()
    first: dict[str, int] = {}
    for at, item in enumerate(items):
        if isinstance(item, Grid) or NAMED.match(item.text):
            first = {}
        elif item.text.lstrip()[:1] in _ORDINAL_HEADS and item.text.strip() and read_opener(item.text.split()) == "ordinal":
            key = " ".join(item.text.split())
            if key in first:
                found.update(_same_lines(items, first[key], at))
            else:
                first[key] = at
    return frozenset(found)


def _same_lines(items: Sequence[Line | Grid], start: int, again: int) -> Iterator[int]:
    """Yield the lines from `again` on that are those from `start` on, blank ones aside."""
    lines = _full_lines(items, start)
    for (_, text), (at, other) in zip(lines, _full_lines(items, again), strict=False):
        if text != other:
            break
        yield at


def _full_lines(items: Sequence[Line | Grid], start: int) -> Iterator[tuple[int, str]]:
    for at in range(start, len(items)):
        item = items[at]
        if isinstance(item, Line) and item.text.strip():
            yield at, " ".join(item.text.split())


def _begins_note(item: Line | Grid) -> bool:
    return is_marker_line(item) or (isinstance(item, Line) and _NOTE_LINE.match(item.text) is not None)


def _opens_page(items: Sequence[Line | Grid], at: int) -> bool:
    item = items[at]
    if isinstance(item, Grid):
        return True
    return item.text[:1] == " " and item.text[1:2].strip() != "" and not is_marker_line(items[at - 1])


@lru_cache
def _openers() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return the phrases by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for rule in load("table_heads").rules:
        for phrase in rule.data["words"]:
            words = tuple(phrase.split())
            found.setdefault(_bare(words[0]), []).append((words, rule.data["part"]))
    return {first: tuple(sorted(phrases, key=lambda phrase: -len(phrase[0]))) for first, phrases in found.items()}


def read_opener(words: Sequence[str]) -> str | None:
    """Return what part of a head the longest phrase at the start of `words` opens; None if no known phrase stands there."""
    return _longest(words)[1]


def opener_length(words: Sequence[str]) -> int:
    """Return how many words that phrase has; 0 if there is none."""
    return _longest(words)[0]


def _longest(words: Sequence[str]) -> tuple[int, str | None]:
    if len(words) > 1 and words[0] in _SPLIT and words[0] + words[1] in _SPLIT_HEADS:
        return 2, "ordinal"
    for phrase, part in _openers().get(_bare(words[0]) if words else "", ()):
        if opens([" ".join(phrase)], words):
            return len(phrase), part
    return 0, None


def opens(phrases: Iterable[str], words: Sequence[str]) -> bool:
    """Tell whether one of the phrases stands at the start of `words`."""
    for phrase in phrases:
        parts = phrase.split()
        if [_bare(word) for word in words[: len(parts)]] == [_bare(part) for part in parts]:
            return True
    return False


def _bare(word: str) -> str:
    """Return a word without the marks after it: "Kết quả/Sản phẩm" opens with "Kết quả"."""
    return word.split("/", 1)[0].rstrip(",.:;") or word
