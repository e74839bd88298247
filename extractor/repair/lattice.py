"""Read a line whose blanks may stand for lost letters: the likeliest way to fill or leave each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

import regex

from extractor.repair.words import HEAP, Lexicon, is_roman
from rules.syllables import is_syllable

FILL = 0.7
FILLED_WORD = 0.4
INSERT = 2.5
EXTRA_BLANK = 1.5
LEADING_BLANK = 0.5
MAX_SLOTS = 4
MAX_JOIN = 4
MAX_TAKEN = 2
WIDE = 4
"""From so many blanks on a gap is layout."""
MANY = 1000

# "518/QĐ-UBND," is read as 518/ · QĐ- · UBND, : each part may have lost a letter.
_TOKEN = regex.compile(r"([^\p{L}\p{N}\s]*)([\p{L}\p{N}]+)((?:[^\p{L}\p{N}\s]+(?=\s|$)|[^\p{L}\p{N}\s])?)|([^\p{L}\p{N}\s]+)")
_BRACKETS = tuple("([{“")
_DASHES = tuple("-–/&")
_OPENS = ("\n", *_BRACKETS, *_DASHES, '"', "'")
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
    """Blanks that must be before it: 1 between words, 0 at the line's start, after a bracket or a dash, before a comma."""
    most: int
    """Blanks that may be before it: 1 between words and after a dash, 0 after a bracket and before a comma, any at the line's start."""


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


class _Scene(NamedTuple):
    """What is being read."""

    text: str
    tokens: Sequence[Token]
    known: Sequence[bool]
    """For each token: it is a word as it stands."""
    letters: Letters
    lexicon: Lexicon


class _Word(NamedTuple):
    """A word tried: it takes `before` and `after` blanks of the gaps around it and ends before token `next`."""

    next: int
    before: int
    after: int
    core: str
    cost: float
    fill: Fill | None


def tokens_of(text: str) -> list[Token]:
    """Part a line at its blanks, and a word at the signs inside it."""
    tokens: list[Token] = []
    end = 0
    before = "\n"
    for match in _TOKEN.finditer(text):
        head, core, tail, signs = match.groups(default="")
        head += signs
        gap = match.start() - end
        closes, dashes = head.startswith(_CLOSES), head.startswith(_DASHES)
        # " - " is a sign between words and keeps its blanks, "Q -UBND" is not.
        least = 0 if not gap or closes or (dashes and core) or before in _OPENS else 1
        most = MANY if before == "\n" else 0 if closes or before in _BRACKETS else 1
        tokens.append(Token(match.start(), match.end(), head, core, tail, gap, least, most))
        end = match.end()
        before = text[end - 1] if core or text[end - 1] not in _DASHES else ""
    return tokens


def read_line(text: str, tokens: Sequence[Token], letters: Letters, lexicon: Lexicon) -> Path:
    """Find the cheapest reading of the `tokens` of `text`; with no letters to lose it is the line as it stands."""
    scene = _Scene(text, tokens, [lexicon.is_known(token.core) for token in tokens], letters, lexicon)
    # At each token: (blanks of the gap before it that the last word took, that word) → the best reading so far.
    states: list[dict[tuple[int, str], Path]] = [{} for _ in range(len(tokens) + 1)]
    states[0][0, ""] = Path(0.0, "", ())
    for index, token in enumerate(tokens):
        for (taken, left), path in states[index].items():
            for word in _words(scene, index, left):
                gap_cost = _gap_cost(token, taken + word.before)
                if gap_cost is not None:
                    _keep(states[word.next], word, _extended(scene, index, path, word, gap_cost=gap_cost))
    return min(states[-1].values(), key=lambda path: path.cost, default=Path(0.0, "", ()))


def _keep(states: dict[tuple[int, str], Path], word: _Word, path: Path) -> None:
    key = (word.after, path.last)
    if key not in states or path.cost < states[key].cost:
        states[key] = path


def _extended(scene: _Scene, index: int, path: Path, word: _Word, *, gap_cost: float) -> Path:
    bonus = scene.lexicon.bonus(path.last, word.core) if path.last and not scene.tokens[index].head else 0.0
    last = word.core if not scene.tokens[word.next - 1].tail else ""
    return Path(path.cost + word.cost + gap_cost - bonus, last, (*path.fills, word.fill) if word.fill else path.fills)


def _gap_cost(token: Token, taken: int) -> float | None:
    """Cost of the blanks that stay before a token when words take `taken` of them; None if too few stay."""
    left = token.gap - taken
    if left < token.least:
        return None
    if token.most == MANY:
        return LEADING_BLANK if 0 < left < WIDE else 0.0
    return EXTRA_BLANK if token.gap < WIDE and left > token.most else 0.0


def _words(scene: _Scene, first: int, left: str) -> Iterator[_Word]:
    """Give the words that may begin at token `first`: as it stands, and with letters put into it and its neighbours."""
    tokens = scene.tokens
    token = tokens[first]
    yield _Word(first + 1, 0, 0, token.core, scene.lexicon.cost(token.core), None)
    if not token.core:
        return
    yield from _inserted(scene, first)
    for last in range(first, min(first + MAX_JOIN, len(tokens))):
        if last > first and not _joins(tokens[last - 1], tokens[last]):
            return
        if last > first and all(scene.known[first : last + 1]):
            continue
        for before, after in product(range(_room(token) + 1), range(_room_after(scene, last) + 1)):
            if before + after or last > first:
                yield from _filled(scene, (first, last), (before, after), left)


def _room(token: Token) -> int:
    """Blanks before a token that may be lost letters of its own."""
    return 0 if token.head or token.gap >= WIDE else min(token.gap - token.least, MAX_TAKEN)


def _room_after(scene: _Scene, last: int) -> int:
    token = scene.tokens[last]
    if token.tail:
        return 0
    if last + 1 == len(scene.tokens):
        # At the end of a window that is not the end of the line the blanks belong to what follows.
        return 0 if scene.text[token.end :].strip() else min(len(scene.text) - token.end, MAX_TAKEN)
    following = scene.tokens[last + 1]
    return 0 if following.gap >= WIDE else min(following.gap - following.least, MAX_TAKEN)


def _joins(left: Token, right: Token) -> bool:
    return not left.tail and not right.head and left.core.isalpha() and right.core.isalpha() and right.gap <= MAX_TAKEN


def _filled(scene: _Scene, span: tuple[int, int], around: tuple[int, int], left: str) -> Iterator[_Word]:
    """Try every letter in every blank that the word would take: before, between and after its tokens."""
    first, last = scene.tokens[span[0]], scene.tokens[span[1]]
    start, end = first.start - around[0], last.end + around[1]
    slots = [offset for offset in range(start, end) if scene.text[offset] == " "]
    if not slots or len(slots) > MAX_SLOTS or (first is last and is_roman(first.core)):
        return
    amid_capitals = _amid_capitals(scene, *span)
    for choice in product(*(scene.letters(slot) for slot in slots)):
        put = list(scene.text[start:end])
        for slot, letter in zip(slots, choice, strict=True):
            put[slot - start] = letter
        filled = "".join(put)
        core = filled[len(first.head) : len(filled) - len(last.tail)]
        cost = scene.lexicon.cost_filled(core, left, amid_capitals=amid_capitals)
        if cost < HEAP:
            cost += FILL * len(slots) + FILLED_WORD
            yield _Word(span[1] + 1, *around, core, cost, Fill(start, end, filled))


def _amid_capitals(scene: _Scene, first: int, last: int) -> bool:
    """Tell whether a neighbour, or the whole line, shows that the text is in capitals here: a word does, an abbreviation does not."""
    beside = (*scene.tokens[max(first - 2, 0) : first], *scene.tokens[last + 1 : last + 3])
    return scene.text.isupper() or any(len(token.core) > 1 and token.core.isupper() and _is_word(token.core) for token in beside)


def _is_word(core: str) -> bool:
    return is_syllable(core) or not core.replace("Đ", "").isascii()


def _inserted(scene: _Scene, index: int) -> Iterator[_Word]:
    """Try letters that were lost without a blank in their place, in a word that is none."""
    token = scene.tokens[index]
    if len(token.core) < 2 or not token.core.isalpha() or scene.lexicon.cost(token.core) < FILL + INSERT + 1:
        return
    start = token.start + len(token.head)
    for offset in range(len(token.core) + 1):
        for letter in scene.letters(min(start + offset, token.end - 1)):
            core = token.core[:offset] + letter + token.core[offset:]
            if scene.lexicon.is_known(core):
                fill = Fill(token.start, token.end, token.head + core + token.tail)
                yield _Word(index + 1, 0, 0, core, scene.lexicon.cost_filled(core, "", amid_capitals=True) + INSERT, fill)
