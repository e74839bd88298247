"""Body rows of flattened tables of figures: lines that end in runs of figures, the labels that belong to them, the blanks among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from extractor.layout.tables.phrases import Word, read_words
from extractor.layout.tables.words import are_column_numbers, is_figure, is_ordinal
from extractor.pages import Grid, Line

_FIGURE = r"[<>≥≤~±+\-–]?\d{1,3}(?:[.,]?\d+)*%?"
_RUN = regex.compile(rf"(?:(?<=\s)|^)(?:{_FIGURE}\s+)+(?:{_FIGURE}|-)\s*$")
_CAPTION = regex.compile(r"\s*(?i:phụ\s+lục|phụ\s+biểu|biểu(?:\s+số)?|bảng(?:\s+số)?)\s*(?:\d|[IVX]+\b|:)")
_MAX_BETWEEN = 8
"""Lines of text between two rows' figures; more end the table."""
_MAX_LABEL = 160
_MIN_ROWS = 3
_MIN_FIGURES = 2


class FlatRow(NamedTuple):
    """A row: its ordinal, the words of its label, and a figure (or None) for each column of figures."""

    ordinal: Word | None
    label: tuple[Word, ...]
    figures: tuple[Word | None, ...]

    @property
    def words(self) -> Iterator[Word]:
        """All its words."""
        yield from (self.ordinal,) if self.ordinal else ()
        yield from self.label
        yield from (word for word in self.figures if word)


class FlatBody(NamedTuple):
    """The body of a table: `start` and `end` are the items that it stands on; `numbers` the row of column numbers above it."""

    start: int
    end: int
    rows: tuple[FlatRow, ...]
    numbers: tuple[Word, ...] = ()


def find_bodies(items: Sequence[Line | Grid]) -> list[FlatBody]:
    """Return runs of rows of figures, each row with equally many, in order."""
    lines = [at for at, item in enumerate(items) if isinstance(item, Line) and _ends_in_figures(item)]
    if len(lines) < _MIN_ROWS:
        return []
    found = []
    for group in _runs(items, lines):
        body = _read_body(items, group)
        if body is not None:
            found.append(body)
    return found


def _ends_in_figures(line: Line) -> bool:
    text = line.text
    return text.rstrip()[-1:] in "0123456789%-" and _RUN.search(text) is not None


def _runs(items: Sequence[Line | Grid], lines: Sequence[int]) -> Iterator[list[int]]:
    """Group the lines of figures between which stand only few and short lines, no caption and no row of column numbers."""
    group: list[int] = []
    for at in lines:
        if group and (not _is_near(items, group[-1], at) or _is_numbering(items, at)):
            yield group
            group = []
        group.append(at)
    yield group


def _is_near(items: Sequence[Line | Grid], left: int, right: int) -> bool:
    between = [item for item in items[left + 1 : right] if isinstance(item, Grid) or item.text.strip()]
    return len(between) <= _MAX_BETWEEN and not any(
        isinstance(item, Grid) or len(item.text) > _MAX_LABEL or _CAPTION.match(item.text) for item in between
    )


def _is_numbering(items: Sequence[Line | Grid], at: int) -> bool:
    item = items[at]
    return isinstance(item, Line) and are_column_numbers(item.text.split()) and len(item.text.split()) > 2


def _read_body(items: Sequence[Line | Grid], lines: list[int]) -> FlatBody | None:
    numbers: tuple[Word, ...] = ()
    if _is_numbering(items, lines[0]):
        numbers = tuple(read_words(items, lines[:1]))
        lines = lines[1:]
    split = [_split_figures(read_words(items, [at])) for at in lines]
    counts = Counter(len(figures) for _, figures in split)
    columns = max(counts, key=lambda count: (counts[count], count), default=0)
    if columns < _MIN_FIGURES or counts[columns] < _MIN_ROWS:
        return None
    first = next(index for index, (_, figures) in enumerate(split) if len(figures) == columns)
    last = max(index for index, (_, figures) in enumerate(split) if len(figures) == columns)
    if sum(counts[count] for count in counts if count > columns) > counts[columns]:
        return None
    profile = _profile([figures for _, figures in split if len(figures) == columns], columns)
    start = read_label_start(items, lines[first], lines[0] if numbers else None, numbers)
    rows = list(_read_rows(items, lines[first : last + 1], start, profile))
    if len([row for row in rows if any(row.figures)]) < _MIN_ROWS:
        return None
    return FlatBody(start, lines[last] + 1, tuple(rows), numbers)


def read_label_start(items: Sequence[Line | Grid], first: int, bound: int | None, numbers: Sequence[Word]) -> int:
    """Return where the first row begins: at its figures' line, or, below a row of column numbers, right after that row."""
    return numbers[-1].line + 1 if numbers and bound is not None else first


def _split_figures(words: list[Word]) -> tuple[list[Word], list[Word]]:
    """Part a line's words into label and the run of figures at its end; an ordinal before a label is no figure."""
    at = len(words)
    while at and (is_figure(words[at - 1].text) or (words[at - 1].text in "-–" and at < len(words))):
        at -= 1
    if at == 0 and len(words) > 2 and words[1].gap >= 2 > words[2].gap:
        at = 1
    return words[:at], words[at:]


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


def _read_rows(items: Sequence[Line | Grid], lines: Sequence[int], start: int, profile: list[_Column]) -> Iterator[FlatRow]:
    """Yield the rows: words that stand alone between lines of figures go to the row below or above, or are a row of their own."""
    ready: FlatRow | None = None
    edges = [start - 1, *lines]
    for before, at in pairwise(edges):
        pending = read_words(items, range(before + 1, at))
        label, figures = _split_figures(read_words(items, [at]))
        label, figures = _trim(label, figures, len(profile))
        pending, more = _share_out(pending, label, is_first=ready is None)
        if ready is not None:
            yield ready._replace(label=(*ready.label, *more))
        if pending and not _is_open(pending, label):
            yield _row(pending, [], profile)
            pending = []
        ready = _row([*pending, *label], figures, profile)
    if ready is not None:
        yield ready


def _trim(label: list[Word], figures: list[Word], columns: int) -> tuple[list[Word], list[Word]]:
    """Give figures beyond the columns to the label: "Thôn 3 120 45"."""
    extra = max(0, len(figures) - columns)
    return [*label, *figures[:extra]], figures[extra:]


def _share_out(pending: list[Word], label: Sequence[Word], *, is_first: bool) -> tuple[list[Word], list[Word]]:
    """Part the words before a row's line into those of this row and those that end the label of the row above."""
    if is_first or not pending:
        return pending, []
    cut = 0
    if pending[0].text[:1].islower() or pending[0].text[:1] == "(":
        cut = next((index for index, word in enumerate(pending) if index and word.gap < 0 and not word.text[:1].islower()), len(pending))
        if not label and cut == len(pending):
            cut = 0
    return pending[cut:], pending[:cut]


def _is_open(pending: Sequence[Word], label: Sequence[Word]) -> bool:
    """Tell whether words before a row's line are the beginning of its label."""
    if not label or label[0].text[:1].islower() or label[0].text[:1] == "(":
        return True
    return is_ordinal(pending[0].text) and not is_ordinal(label[0].text) and len(pending) == 1


def _row(words: Sequence[Word], figures: Sequence[Word], profile: list[_Column]) -> FlatRow:
    ordinal = words[0] if words and len(words) > 1 and is_ordinal(words[0].text) and words[0].text not in "-+*•–" else None
    if ordinal is not None and ordinal.text.isalpha() and ordinal.text.islower() and not ordinal.text.endswith((")", ".")):
        ordinal = words[0] if len(words[0].text) == 1 and words[1].text[:1].isupper() else None
    return FlatRow(ordinal, tuple(words[1:] if ordinal else words), _align(figures, profile))


def _align(figures: Sequence[Word], profile: list[_Column]) -> tuple[Word | None, ...]:
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
                grown[used + 1] = min(grown.get(used + 1, _WORST), (cost + _misfit(figures[used], profile[column]), (*row, figures[used])), key=_cost)
            if len(figures) - used <= rest:
                skip = 0.2 if used >= len(figures) or figures[used].gap > 2 else 1.5
                grown[used] = min(grown.get(used, _WORST), (cost + skip, (*row, None)), key=_cost)
        best = grown
    return best[len(figures)][1]


_WORST: tuple[float, tuple[Word | None, ...]] = (float("inf"), ())


def _cost(entry: tuple[float, tuple[Word | None, ...]]) -> float:
    return entry[0]


def _misfit(word: Word, column: _Column) -> float:
    text = word.text
    rate = abs(("%" in text) - column.rate) * 3
    decimals = abs(_has_decimals(text) - column.decimals) * 1.5
    return rate + decimals + min(1.0, 0.3 * abs(_digits(text) - column.size))
