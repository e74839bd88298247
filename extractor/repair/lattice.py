"""Read a line whose blanks may stand for lost letters: the likeliest way to fill or leave each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

import regex

from extractor.repair.words import Lexicon

FILL = 0.7
FILLED_WORD = 0.4
INSERT = 2.5
EXTRA_BLANK = 1.5
MAX_SLOTS = 4
MAX_JOIN = 4
MAX_TAKEN = 2
WIDE = 4
"""From so many blanks on a gap is layout."""
MANY = 1000

_TOKEN = regex.compile(r"\S+")
_PARTS = regex.compile(r"([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)", regex.DOTALL)
_BRACKETS = tuple("([{“")
_OPENS = ("\n", *_BRACKETS, '"', "'", "/", "-", "–")
_CLOSES = tuple(",.;:)]}”!?")

Letters = Callable[[int], str]
"""The letters that may be lost at an offset of the line."""


class Token(NamedTuple):
    """A run without blanks: punctuation before, core, punctuation after; and the blanks around it."""

    start: int
    end: int
    head: str
    core: str
    tail: str
    gap: int
    """Blanks before it."""
    least: int
    """Blanks that a sound line must have before it: 1 between words, 0 at the line's start, after a bracket or a dash, before a comma."""
    most: int
    """Blanks that a sound line has before it: 1 between words and after a dash, 0 after a bracket and before a comma, any at the line's start."""


class Fill(NamedTuple):
    """`text` for `[start, end)`: a word with its lost letters."""

    start: int
    end: int
    text: str


class Path(NamedTuple):
    """A way to read the line up to some token."""

    cost: float
    last: str
    fills: tuple[Fill, ...]


class _Word(NamedTuple):
    """A word tried: it takes `before` and `after` blanks of the gaps around it and ends before token `next`."""

    next: int
    before: int
    after: int
    core: str
    cost: float
    fill: Fill | None


def tokens_of(text: str) -> list[Token]:
    """Part a line at its blanks."""
    tokens: list[Token] = []
    end = 0
    before = "\n"
    for match in _TOKEN.finditer(text):
        parts = _PARTS.fullmatch(match.group())
        head, core, tail = parts.groups() if parts else ("", match.group(), "")
        closes = head.startswith(_CLOSES)
        least = 0 if closes or before in _OPENS else 1
        most = MANY if before == "\n" else 0 if closes or before in _BRACKETS else 1
        tokens.append(Token(match.start(), match.end(), head, core, tail, match.start() - end, least, most))
        end = match.end()
        before = text[end - 1]
    return tokens


def read_line(text: str, tokens: Sequence[Token], letters: Letters, lexicon: Lexicon) -> Path:
    """Find the cheapest reading of `text`; with no letters to lose it is the line as it stands."""
    known = [lexicon.is_known(token.core) for token in tokens]
    # At each token: (blanks of the gap before it that the last word took, that word) → the best reading so far.
    states: list[dict[tuple[int, str], Path]] = [{} for _ in range(len(tokens) + 1)]
    states[0][0, ""] = Path(0.0, "", ())
    for index, token in enumerate(tokens):
        for (taken, _), path in states[index].items():
            for word in _words(text, tokens, index, known, letters, lexicon, path.last):
                gap_cost = _gap_cost(token, taken + word.before)
                if gap_cost is not None:
                    _keep(states[word.next], word, _extended(path, word, gap_cost, tokens, index, lexicon))
    return min(states[-1].values(), key=lambda path: path.cost, default=Path(0.0, "", ()))


def _keep(states: dict[tuple[int, str], Path], word: _Word, path: Path) -> None:
    key = (word.after, path.last)
    if key not in states or path.cost < states[key].cost:
        states[key] = path


def _extended(path: Path, word: _Word, gap_cost: float, tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Path:
    bonus = lexicon.bonus(path.last, word.core) if path.last and not tokens[index].head else 0.0
    last = word.core if not tokens[word.next - 1].tail else ""
    return Path(path.cost + word.cost + gap_cost - bonus, last, (*path.fills, word.fill) if word.fill else path.fills)


def _gap_cost(token: Token, taken: int) -> float | None:
    """Cost of the blanks that stay before a token when words take `taken` of them; None if too few stay."""
    if token.gap - taken < token.least:
        return None
    return EXTRA_BLANK if token.gap < WIDE and token.gap - taken > token.most else 0.0


def _words(
    text: str, tokens: Sequence[Token], first: int, known: Sequence[bool], letters: Letters, lexicon: Lexicon, left: str
) -> Iterator[_Word]:
    token = tokens[first]
    yield _Word(first + 1, 0, 0, token.core, lexicon.cost(token.core), None)
    if not token.core:
        return
    yield from _inserted(token, first, letters, lexicon)
    for last in range(first, min(first + MAX_JOIN, len(tokens))):
        if last > first and not _joins(tokens[last - 1], tokens[last]):
            return
        if last > first and all(known[first : last + 1]):
            continue
        for before in range(_room(token) + 1):
            for after in range(_room_after(text, tokens, last) + 1):
                if before + after or last > first:
                    yield from _filled(text, tokens, (first, last), (before, after), letters, lexicon, left)


def _room(token: Token) -> int:
    """Blanks before a token that may be lost letters of its own."""
    return 0 if token.head or token.gap >= WIDE else min(token.gap - token.least, MAX_TAKEN)


def _room_after(text: str, tokens: Sequence[Token], last: int) -> int:
    if tokens[last].tail:
        return 0
    if last + 1 == len(tokens):
        return min(len(text) - tokens[last].end, MAX_TAKEN)
    following = tokens[last + 1]
    return 0 if following.gap >= WIDE else min(following.gap - following.least, MAX_TAKEN)


def _joins(left: Token, right: Token) -> bool:
    return not left.tail and not right.head and left.core.isalpha() and right.core.isalpha() and right.gap <= MAX_TAKEN


def _filled(
    text: str, tokens: Sequence[Token], span: tuple[int, int], around: tuple[int, int], letters: Letters, lexicon: Lexicon, left: str
) -> Iterator[_Word]:
    """Try every letter in every blank that the word would take: before, between and after its tokens."""
    first, last = tokens[span[0]], tokens[span[1]]
    start, end = first.start - around[0], last.end + around[1]
    slots = [offset for offset in range(start, end) if text[offset] == " "]
    if not slots or len(slots) > MAX_SLOTS:
        return
    for choice in product(*(letters(slot) for slot in slots)):
        put = list(text[start:end])
        for slot, letter in zip(slots, choice, strict=True):
            put[slot - start] = letter
        filled = "".join(put)
        core = filled[len(first.head) : len(filled) - len(last.tail)]
        cost = lexicon.cost_filled(core, left) + FILL * len(slots) + FILLED_WORD
        yield _Word(span[1] + 1, *around, core, cost, Fill(start, end, filled))


def _inserted(token: Token, index: int, letters: Letters, lexicon: Lexicon) -> Iterator[_Word]:
    """Try letters that were lost without a blank in their place, in a word that is none."""
    if len(token.core) < 2 or not token.core.isalpha() or lexicon.cost(token.core) < FILL + INSERT + 1:
        return
    start = token.start + len(token.head)
    for offset in range(len(token.core) + 1):
        for letter in letters(min(start + offset, token.end - 1)):
            core = token.core[:offset] + letter + token.core[offset:]
            if lexicon.is_known(core):
                fill = Fill(token.start, token.end, token.head + core + token.tail)
                yield _Word(index + 1, 0, 0, core, lexicon.cost_filled(core, "") + INSERT, fill)
