"""Body rows of flattened tables of figures: lines that end in runs of figures, the labels that belong to them, the blanks among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import regex

from extractor.layout.tables.caption import NAMED
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
_WIDE_GAP = 2
_MIN_FIGURES = 2
_MAX_NOTE = 12
_MAX_LAST = 14
_OPENING = regex.compile(r"(?:[IA1]|01)[.)]?")
"""The ordinal of a first row."""


class FlatRow(NamedTuple):
    """A row: its ordinal, the words of its label, a figure (or None) for each column of figures, and the words after them."""

    ordinal: Word | None
    label: tuple[Word, ...]
    figures: tuple[Word | None, ...]
    note: tuple[Word, ...] = ()


class FlatBody(NamedTuple):
    """The body of a table: `start` and `end` are the items that it stands on; `numbers` the row of column numbers above it."""

    start: int
    end: int
    rows: tuple[FlatRow, ...]
    numbers: tuple[Word, ...] = ()


def find_bodies(items: Sequence[Line | Grid], notes: frozenset[int]) -> list[FlatBody]:
    """Return runs of rows of figures, each row with equally many, in order; lines of `notes` are no part of any."""
    lines = [
        at
        for at, item in enumerate(items)
        if isinstance(item, Line) and _PAIR.search(item.text) and at not in notes and _has_figures(items, at)
    ]
    if len(lines) < _MIN_ROWS:
        return []
    found = []
    for group in _runs(items, lines, notes):
        body = _read_body(items, group, notes)
        if body is not None:
            found.append(body)
    return found


def _has_figures(items: Sequence[Line | Grid], at: int) -> bool:
    """Tell a line with a run of figures, not all of them years, and no sentence after it."""
    _label, figures, note = _split_figures(read_words(items, [at]), 0)
    real = [word.text for word in figures if is_figure(word.text)]
    return len(real) >= _MIN_FIGURES and not all(map(is_year, real)) and len(note) <= _MAX_NOTE


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


def _read_body(items: Sequence[Line | Grid], lines: list[int], notes: frozenset[int]) -> FlatBody | None:
    numbers: tuple[Word, ...] = ()
    if _is_numbering(items, lines[0]):
        numbers = tuple(read_words(items, lines[:1]))
        lines = lines[1:]
    sizes = [len(_split_figures(read_words(items, [at]), 0)[1]) for at in lines]
    counts = Counter(sizes)
    columns = max(counts, key=lambda count: (counts[count], count), default=0)
    if columns < _MIN_FIGURES or counts[columns] < _MIN_ROWS or sum(size > columns for size in sizes) > counts[columns]:
        return None
    while sizes[0] * 2 < columns:  # a header's own figures: years, ranges
        sizes, lines = sizes[1:], lines[1:]
    rows = [_split_figures(read_words(items, [at]), columns)[1] for at in lines]
    profile = _profile([figures for figures in rows if len(figures) == columns], columns)
    start = _first_label(items, numbers[-1].line + 1 if numbers else None, lines[0])
    made = list(_read_rows(items, lines, start, profile, notes))
    end = max(word.line for row in made[-2:] for word in (*row.label, *(figure for figure in row.figures if figure)))
    return FlatBody(start, max(end, lines[-1]) + 1, tuple(made), numbers)


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


def _split_figures(words: list[Word], columns: int) -> tuple[list[Word], list[Word], list[Word]]:
    """Part a line's words into label, the longest run of figures, and what follows it.

    With more figures than `columns` (0: not known yet) the first belong to the label ("Thôn 3 120 45"), or, where text follows, the last
    to that text ("38 8,3 km").
    """
    start, end = _longest_run(words)
    if not columns or end - start != columns:
        while start < end and not is_figure(words[start].text):
            start += 1
    if start == 0 and end - start > max(2, columns) and columns:
        start = end - columns
    if columns and end - start > columns:
        if end < len(words):
            end = start + columns
        else:
            start = end - columns
    return words[:start], words[start:end], words[end:]


def _in_range(words: Sequence[Word], index: int) -> bool:
    """Tell a part of "2026 - 2028" or "20 - 25 bác sĩ", which is a text."""
    return any(0 <= start <= len(words) - 3 and _is_range(words[start : start + 4]) for start in (index - 2, index - 1, index))


def _is_range(words: Sequence[Word]) -> bool:
    """Tell two years with a dash between, or two figures that a word goes on behind."""
    if words[1].text not in "-–":
        return False
    if is_year(words[0].text) and is_year(words[2].text):
        return True
    return is_figure(words[0].text) and is_figure(words[2].text) and words[-1].text[:1].islower()


def _longest_run(words: Sequence[Word]) -> tuple[int, int]:
    """Return the longest run of figures and dashes, the last of equally long ones."""
    best = (len(words), len(words))
    start = 0
    for index in range(len(words) + 1):
        if index < len(words) and _is_value(words, index):
            continue
        if index > start and index - start >= best[1] - best[0]:
            best = (start, index)
        start = index + 1
    return best


def _is_value(words: Sequence[Word], index: int) -> bool:
    if _in_range(words, index):
        return False
    return is_figure(words[index].text) or words[index].text in "-–"


class _Column(NamedTuple):
    rate: float
    decimals: float
    size: float


def _profile(rows: Sequence[Sequence[Word]], columns: int) -> list[_Column]:
    """Return for each column of figures the share with a per cent sign, the share with decimals, and the usual number of digits."""
    found = []
    for column in range(columns):
        texts = [row[column].text for row in rows]
        found.append(
            _Column(
                sum("%" in text for text in texts) / len(texts),
                sum(_has_decimals(text) for text in texts) / len(texts),
                sum(_digits(text) for text in texts) / len(texts),
            )
        )
    return found


def _has_decimals(text: str) -> bool:
    return regex.search(r"[.,]\d{1,2}%?$", text) is not None


def _digits(text: str) -> int:
    whole = regex.split(r"[.,]\d{1,2}%?$", text)[0]
    return sum(map(str.isdigit, whole))


def _read_rows(
    items: Sequence[Line | Grid], lines: Sequence[int], start: int, profile: list[_Column], notes: frozenset[int]
) -> Iterator[FlatRow]:
    """Yield the rows: words that stand alone between lines of figures go to the row below or above, or are a row of their own."""
    ready: FlatRow | None = None
    edges = [start - 1, *lines]
    for before, at in pairwise(edges):
        pending = read_words(items, [line for line in range(before + 1, at) if line not in notes])
        label, figures, note = _split_figures(read_words(items, [at]), len(profile))
        pending, more = _share_out(items, pending, label, is_first=ready is None)
        if ready is not None:
            yield ready._replace(note=(*ready.note, *more)) if ready.note else ready._replace(label=(*ready.label, *more))
        open_words: list[Word] = []
        for group in _by_line(pending):
            if open_words and is_ordinal(group[0].text) and len(group) > 1:
                yield _row(open_words, [], [], profile)
                open_words = []
            open_words.extend(group)
        if open_words and not _is_open(open_words, label):
            yield _row(open_words, [], [], profile)
            open_words = []
        ready = _row([*open_words, *label], figures, note, profile)
    if ready is not None:
        yield ready
        yield from _last_row(items, lines[-1], ready, profile)


def _last_row(items: Sequence[Line | Grid], at: int, last: FlatRow, profile: list[_Column]) -> Iterator[FlatRow]:
    """Yield a row without figures that ends the table: its ordinal is the next one, written like the last."""
    below = next((words for line in range(at + 1, min(at + 4, len(items))) if (words := read_words(items, [line]))), [])
    if last.ordinal is None or not last.ordinal.text.isdigit() or not 1 < len(below) <= _MAX_LAST:
        return
    if below[0].text == str(int(last.ordinal.text) + 1) and below[1].text[:1].isupper() and below[-1].text[-1:] not in ".;:":
        yield _row(below, [], [], profile)


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
    rest = [group for group in _by_line(pending) if not _is_page_number(items, group, label)]
    cut = 0
    while cut < len(rest) and (rest[cut][0].text[:1].islower() or rest[cut][0].text[:1] == "("):
        cut += 1
    if not label and cut == len(rest):
        cut = 0
    return [word for group in rest[cut:] for word in group], [*more, *(word for group in rest[:cut] for word in group)]


def _text(item: Line | Grid) -> str:
    return item.text.strip() if isinstance(item, Line) else ""


def _is_page_number(items: Sequence[Line | Grid], group: Sequence[Word], label: Sequence[Word]) -> bool:
    """Tell a number alone on its line, blanks around it, above a row that has its own ordinal."""
    alone = len(group) == 1 and group[0].text.isdigit() and not is_marker_line(items[group[0].line])
    return alone and len(label) > 1 and is_ordinal(label[0].text)


def _is_open(pending: Sequence[Word], label: Sequence[Word]) -> bool:
    """Tell whether words before a row's line are the beginning of its label."""
    if not label or label[0].text[:1].islower() or label[0].text[:1] in "(%":
        return True
    if is_ordinal(label[0].text) and len(label) > 1:
        return False
    return is_ordinal(pending[0].text) and (len(pending) == 1 or pending[-1].text.isdigit())


def _row(words: Sequence[Word], figures: Sequence[Word], note: Sequence[Word], profile: list[_Column]) -> FlatRow:
    ordinal = words[0] if len(words) > 1 and is_ordinal(words[0].text) else None
    if ordinal is not None and ordinal.text.isalpha() and ordinal.text.islower() and not words[1].text[:1].isupper():
        ordinal = None
    return FlatRow(ordinal, tuple(words[1:] if ordinal else words), _align(figures, profile, note), tuple(note))


def _align(figures: Sequence[Word], profile: list[_Column], note: Sequence[Word] = ()) -> tuple[Word | None, ...]:
    """Give each figure its column where some are missing: wide gaps first, then per cent signs, decimals, size."""
    columns = len(profile)
    if len(figures) in (0, columns):
        return tuple(figures) or (None,) * columns
    best: dict[int, tuple[float, tuple[Word | None, ...]]] = {0: (0.0, ())}
    for column in range(columns):
        grown: dict[int, tuple[float, tuple[Word | None, ...]]] = {}
        for used, (cost, row) in best.items():
            rest = columns - column - 1
            if used < len(figures):
                here = (cost + _misfit(figures[used], profile[column]), (*row, figures[used]))
                grown[used + 1] = min(grown.get(used + 1, _WORST), here, key=_cost)
            if len(figures) - used <= rest:
                hole = (cost + _hole_cost(figures, used, note), (*row, None))
                grown[used] = min(grown.get(used, _WORST), hole, key=_cost)
        best = grown
    return best[len(figures)][1]


def _hole_cost(figures: Sequence[Word], used: int, note: Sequence[Word]) -> float:
    """Return what it costs to leave a column blank before figure `used`: little where the text has a wide gap, or ends."""
    after = figures[used] if used < len(figures) else note[0] if note else None
    if after is None or after.gap > _WIDE_GAP:
        return 0.2
    return 0.5 if after.gap == _WIDE_GAP else 1.5


_WORST: tuple[float, tuple[Word | None, ...]] = (float("inf"), ())


def _cost(entry: tuple[float, tuple[Word | None, ...]]) -> float:
    return entry[0]


def _misfit(word: Word, column: _Column) -> float:
    text = word.text
    rate = abs(("%" in text) - column.rate) * 3
    decimals = abs(_has_decimals(text) - column.decimals) * 1.5
    return rate + decimals + min(1.0, 0.3 * abs(_digits(text) - column.size))
