"""Body rows of flattened tables of figures: lines that end in runs of figures, the labels that belong to them, the blanks among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import regex

from extractor.layout.tables.caption import NAMED
from extractor.layout.tables.flat_figures import Parted, Value, align, count_values, part, read_profile
from extractor.layout.tables.phrases import Word, is_marker_line, read_opener, read_words
from extractor.layout.tables.words import are_column_numbers, is_figure, is_ordinal, is_year
from extractor.pages import Grid, Line

_FIGURE = r"[<>≥≤~±+\-–]?\d{1,3}(?:[.,]?\d+)*%?"
_PAIR = regex.compile(rf"(?:^|\s){_FIGURE}\s+(?:{_FIGURE}|[-–])(?:\s|$)")
"""Two figures side by side: what rows of figures have and running text hardly ever."""
_MAX_BETWEEN = 8
"""Lines of text between two rows' figures; more end the table."""
_MAX_LABEL = 160
_MIN_ROWS = 3
_QUITE_A_FEW = 0.2
_MIN_FIGURES = 2
_MAX_NOTE = 12
_MAX_LAST = 14
_OPENING = regex.compile(r"(?:[IA1]|01)[.)]?")
"""The ordinal of a first row."""


class FlatRow(NamedTuple):
    """A row: its ordinal, the words of its label, a value for each column of figures, and the words after them."""

    ordinal: Word | None
    label: tuple[Word, ...]
    figures: tuple[Value, ...]
    note: tuple[Word, ...] = ()


class FlatBody(NamedTuple):
    """The body of a table: `start` and `end` are the items that it stands on; `numbers` the row of column numbers above it."""

    start: int
    end: int
    rows: tuple[FlatRow, ...]
    numbers: tuple[Word, ...] = ()


def find_bodies(items: Sequence[Line | Grid], notes: frozenset[int]) -> list[tuple[FlatBody, ...]]:
    """Return runs of rows of figures, in order; lines of `notes` are no part of any.

    Each run comes as one body for each number of columns that it may have, the likeliest first: rows leave columns blank.
    """
    lines = [
        at
        for at, item in enumerate(items)
        if isinstance(item, Line) and _PAIR.search(item.text) and at not in notes and _has_figures(items, at)
    ]
    if len(lines) < _MIN_ROWS:
        return []
    found = []
    for group in _runs(items, lines, notes):
        bodies = tuple(_read_bodies(items, group, notes))
        if bodies:
            found.append(bodies)
    return found


def _has_figures(items: Sequence[Line | Grid], at: int) -> bool:
    """Tell a line with a run of figures, not all of them years, and no sentence after it."""
    parted = part(read_words(items, [at]))
    real = [word.text for value in parted.values for word in value if is_figure(word.text)]
    return len(real) >= _MIN_FIGURES and not all(map(is_year, real)) and len(parted.note) <= _MAX_NOTE


def _runs(items: Sequence[Line | Grid], lines: Sequence[int], notes: frozenset[int]) -> Iterator[list[int]]:
    """Group the lines of figures between which stand only few and short lines, no caption and no row of column numbers."""
    group: list[int] = []
    for at in lines:
        if group and (not _is_near(items, group[-1], at, notes) or _is_numbering(items, at)):
            yield group
            group = []
        group.append(at)
    yield group


def _is_near(items: Sequence[Line | Grid], left: int, right: int, notes: frozenset[int]) -> bool:
    between = [item for at in range(left + 1, right) if at not in notes and (isinstance(item := items[at], Grid) or item.text.strip())]
    return len(between) <= _MAX_BETWEEN and not any(
        isinstance(item, Grid) or len(item.text) > _MAX_LABEL or _opens_table(item.text) for item in between
    )


def _opens_table(text: str) -> bool:
    """Tell a caption, or the line that a header with a column of ordinals begins with."""
    return NAMED.match(text) is not None or (text.strip() != "" and read_opener(text.split()) == "ordinal")


def _is_numbering(items: Sequence[Line | Grid], at: int) -> bool:
    item = items[at]
    return isinstance(item, Line) and are_column_numbers(item.text.split()) and len(item.text.split()) > 2


def _read_bodies(items: Sequence[Line | Grid], lines: list[int], notes: frozenset[int]) -> Iterator[FlatBody]:
    numbers: tuple[Word, ...] = ()
    if _is_numbering(items, lines[0]):
        numbers = tuple(read_words(items, lines[:1]))
        lines = lines[1:]
    words = {at: read_words(items, [at]) for at in lines}
    for columns in _count_columns(words):
        body = _read_body(items, words, columns, numbers, notes)
        if body is not None:
            yield body


def _read_body(
    items: Sequence[Line | Grid], words: Mapping[int, Sequence[Word]], columns: int, numbers: tuple[Word, ...], notes: frozenset[int]
) -> FlatBody | None:
    lines = _below_head(words, columns)
    parted = {at: part(words[at], columns) for at in lines}
    full = [line.values for line in parted.values() if len(line.values) == columns]
    if len(full) < _MIN_ROWS:
        return None
    start = _first_label(items, numbers[-1].line + 1 if numbers else None, lines[0])
    spares = _spare_cells(items, {at: len(line.values) for at, line in parted.items()}, columns)
    profile = read_profile(full)
    aligned = {at: align(line, profile, spares[at]) for at, line in parted.items()}
    made = list(_read_rows(items, aligned, start, notes))
    end = max(word.line for row in made[-2:] for word in (*row.label, *(word for value in row.figures for word in value)))
    return FlatBody(start, max(end, lines[-1]) + 1, tuple(_fill_last(made)), numbers)


def _count_columns(words: Mapping[int, Sequence[Word]]) -> Iterator[int]:
    """Yield how many values most lines have, unless few have as many or too many have more; then greater numbers of quite a few lines."""
    sizes = [count_values(line) for line in words.values()]
    counts = Counter(count for size in sizes for count in set(size))
    columns = max(counts, key=lambda count: (counts[count], count), default=0)
    if columns < _MIN_FIGURES or counts[columns] < max(_MIN_ROWS, sum(fewest > columns for fewest, _ in sizes)):
        return
    yield columns
    few = max(_MIN_ROWS, _QUITE_A_FEW * len(sizes))
    yield from sorted(count for count in counts if count > columns and counts[count] >= few)


def _below_head(words: Mapping[int, Sequence[Word]], columns: int) -> list[int]:
    """Return the lines without those of a header's own figures (years, ranges): fewer than columns, and no ordinal where most have one."""
    lines = list(words)
    ordered = sum(_has_ordinal(line) for line in words.values()) * 2 > len(lines)
    while lines and (most := count_values(words[lines[0]])[1]) < columns:
        if most * 2 >= columns and (not ordered or _has_ordinal(words[lines[0]])):
            break
        lines = lines[1:]
    return lines


def _has_ordinal(words: Sequence[Word]) -> bool:
    return len(words) > 1 and is_ordinal(words[0].text) and not is_figure(words[1].text)


def _spare_cells(items: Sequence[Line | Grid], sizes: Mapping[int, int], columns: int) -> dict[int, int | None]:
    """Return how many blank cells the blanks at each line's end speak for: those beyond what a full row ends with.

    None where the lines all end alike: the tool writes no blanks for blank cells.
    """
    ends = {at: len(item.text) - len(item.text.rstrip()) for at in sizes if isinstance(item := items[at], Line)}
    usual = min((ends[at] for at, size in sizes.items() if size == columns), default=0)
    told = any(end > usual for at, end in ends.items() if sizes[at] < columns)
    return {at: max(0, end - usual) if told else None for at, end in ends.items()}


def _fill_last(rows: Sequence[FlatRow]) -> list[FlatRow]:
    """Set words that stand only where the last figure is missing into its column ("2024", "2025", "Sau 2025")."""
    noted = [row for row in rows if row.note]
    if any(row.figures[-1] or not any(row.figures) for row in noted) or len(noted) * 2 > len(rows):
        return list(rows)
    return [row._replace(figures=(*row.figures[:-1], row.note), note=()) if row.note else row for row in rows]


def _first_label(items: Sequence[Line | Grid], floor: int | None, first: int) -> int:
    """Return where the first row begins: below the row of column numbers, else where lines with ordinals lead up to the first figures."""
    if floor is not None:
        return floor
    start = first
    for at in range(first - 1, max(0, first - _MAX_BETWEEN) - 1, -1):
        words = read_words(items, [at])
        if len(words) > 1 and _OPENING.fullmatch(words[0].text) and words[1].text[:1].isupper():
            start = at
        elif words and read_opener([word.text for word in words]) == "ordinal":
            break
    return start


def _read_rows(items: Sequence[Line | Grid], lines: Mapping[int, Parted], start: int, notes: frozenset[int]) -> Iterator[FlatRow]:
    """Yield the rows: words that stand alone between lines of figures go to the row below or above, or are a row of their own.

    Args:
        items: The document's.
        lines: The lines of figures, every value in its column.
        start: The first line of the table's body.
        notes: Lines that belong to no table.
    """
    ready: FlatRow | None = None
    blank = ((),) * len(next(iter(lines.values())).values)
    whole = frozenset(_texts(line.note) for line in lines.values())
    for before, at in pairwise([start - 1, *lines]):
        pending = read_words(items, [line for line in range(before + 1, at) if line not in notes])
        label, figures, note = lines[at]
        pending, more = _share_out(items, pending, label, is_first=ready is None)
        if ready is not None and ready.note:
            pending, more = _end_note(ready.note, pending, more, whole)
        if ready is not None:
            yield ready._replace(note=(*ready.note, *more)) if ready.note else ready._replace(label=(*ready.label, *more))
        open_words: list[Word] = []
        for group in _by_line(pending):
            if open_words and is_ordinal(group[0].text) and len(group) > 1:
                yield _row(open_words, blank)
                open_words = []
            open_words.extend(group)
        if open_words and not _is_open(open_words, label):
            yield _row(open_words, blank)
            open_words = []
        ready = _row([*open_words, *label], figures, note)
    if ready is not None:
        yield ready
        yield from _last_row(items, max(lines), ready)


def _last_row(items: Sequence[Line | Grid], at: int, last: FlatRow) -> Iterator[FlatRow]:
    """Yield a row without figures that ends the table: its ordinal is the next one, written like the last."""
    below = next((words for line in range(at + 1, min(at + 4, len(items))) if (words := read_words(items, [line]))), [])
    if last.ordinal is None or not last.ordinal.text.isdigit() or not 1 < len(below) <= _MAX_LAST:
        return
    if below[0].text == str(int(last.ordinal.text) + 1) and below[1].text[:1].isupper() and below[-1].text[-1:] not in ".;:":
        yield _row(below, ((),) * len(last.figures))


def _by_line(words: Sequence[Word]) -> Iterator[list[Word]]:
    for _, group in groupby(words, key=lambda word: word.line):
        yield list(group)


def _share_out(
    items: Sequence[Line | Grid], pending: list[Word], label: Sequence[Word], *, is_first: bool
) -> tuple[list[Word], list[Word]]:
    """Part the words before a row's line into those of this row and those that belong to the row above; page numbers go to neither."""
    if is_first or not pending:
        return pending, []
    more: list[Word] = []
    if label and is_marker_line(items[pending[0].line]) and _text(items[pending[0].line - 1]):
        more, pending = pending[:1], pending[1:]
    groups = list(_by_line(pending))
    below = [*groups, label][1:]
    rest = [group for group, next_one in zip(groups, below, strict=True) if not _is_page_number(items, group, next_one)]
    cut = 0
    while cut < len(rest) and (rest[cut][0].text[:1].islower() or rest[cut][0].text[:1] == "("):
        cut += 1
    if not label and cut == len(rest):
        cut = 0
    return [word for group in rest[cut:] for word in group], [*more, *(word for group in rest[:cut] for word in group)]


def _end_note(
    note: Sequence[Word], pending: list[Word], more: list[Word], whole: frozenset[tuple[str, ...]]
) -> tuple[list[Word], list[Word]]:
    """Move the first line of `pending` to the note of the row above where that makes it one that another row has whole."""
    first = next(_by_line(pending), [])
    if first and not more and _texts([*note, *first]) in whole:
        return pending[len(first) :], first
    return pending, more


def _texts(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in words)


def _text(item: Line | Grid) -> str:
    return item.text.strip() if isinstance(item, Line) else ""


def _is_page_number(items: Sequence[Line | Grid], group: Sequence[Word], below: Sequence[Word]) -> bool:
    """Tell a number alone on its line above a line that begins with its own ordinal: a raised one is a footnote's marker."""
    alone = len(group) == 1 and group[0].text.isdigit()
    if not alone or len(below) <= 1 or not is_ordinal(below[0].text):
        return False
    return not is_marker_line(items[group[0].line]) or group[0].line + 1 != below[0].line


def _is_open(pending: Sequence[Word], label: Sequence[Word]) -> bool:
    """Tell whether words before a row's line are the beginning of its label."""
    if not label or label[0].text[:1].islower() or label[0].text[:1] in "(%":
        return True
    if is_ordinal(label[0].text) and len(label) > 1:
        return False
    return is_ordinal(pending[0].text) and (len(pending) == 1 or pending[-1].text.isdigit())


def _row(words: Sequence[Word], figures: Sequence[Value], note: Sequence[Word] = ()) -> FlatRow:
    ordinal = words[0] if len(words) > 1 and is_ordinal(words[0].text) else None
    if ordinal is not None and ordinal.text.isalpha() and ordinal.text.islower() and not words[1].text[:1].isupper():
        ordinal = None
    return FlatRow(ordinal, tuple(words[1:] if ordinal else words), tuple(figures), tuple(note))
