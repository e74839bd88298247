"""Where a letter may be lost: lines with a doubled blank or a scrap of a word, and the parts of them to be weighed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from extractor.repair.lattice import WIDE, Token, tokens_of
from extractor.repair.strips import Strip
from extractor.repair.words import LANGUAGE, SCRAP, UNKNOWN_CAPITALS, Lexicon, is_cased
from rules.syllables import is_syllable

REACH = 3
"""Tokens to either side of a hole that are weighed with it."""
MAX_HOLES = 80
"""A line with more is no text with holes but something else: letters set apart, a drawing, a table of signs."""
MIN_ODD_WORDS = 4
LONGEST = 7
"""Letters of the longest syllable, "nghiêng"."""

_CLUSTERS = ("nh", "ng", "ngh", "ch", "th", "tr", "kh", "ph", "gh", "qu")
ORPHANS = frozenset((*"nBCDĐGHKLMNPQRSTVX", *_CLUSTERS, *map(str.upper, _CLUSTERS), *map(str.capitalize, _CLUSTERS)))
"""Scraps that are no words: where one stands between blanks a letter may be lost."""

_HINT = re.compile(r"\S {2,3}\S|\( |^ {1,2}[^\W\d_a-zà-ỹ]{2,7}\b")
"""What a line with a hole may look like: a doubled blank, one after a bracket, capitals after a blank at the line's start."""
_SIGNS = ".,;:!?()[]{}“”\"'-–/…"


class Site(NamedTuple):
    """A line that may have holes."""

    strip: Strip
    tokens: list[Token]
    scraps: list[int]
    """Its tokens that are no words."""
    windows: list[list[Token]]
    """The parts of the line about its holes: nothing else is weighed."""
    faces: str | tuple[str, ...]
    """One face for the whole line, or one a character."""

    def face_at(self, offset: int) -> str:
        """Give the face of a character."""
        return self.faces if isinstance(self.faces, str) else self.faces[min(offset, len(self.faces) - 1)]


def find_site(strip: Strip, words: Sequence[str], odd: frozenset[str]) -> Site | None:
    """Keep a line (of those words, signs and all) that has a doubled blank beside a word, or a scrap of a word."""
    if ORPHANS.isdisjoint(words) and odd.isdisjoint(words) and not _HINT.search(strip.text):
        return None
    tokens = tokens_of(strip.text)
    scraps = [index for index in range(len(tokens)) if _is_scrap(tokens, index)] if len(tokens) > 1 else []
    return _site_at(strip, tokens, scraps, [*scraps, *_gaps(tokens)])


def find_wide_site(strip: Strip, lost: Mapping[str, str], doubtful: frozenset[str], lexicon: Lexicon) -> Site | None:
    """Once it is known which faces lost letters, each word of theirs that is none may have a hole."""
    text = strip.text
    if not any(span.font in lost for span in strip.line.spans):
        return None
    if "  " not in text and "( " not in text and not text.startswith(" ") and doubtful.isdisjoint(text.split()):
        return None
    tokens = tokens_of(text)
    return _site_at(strip, tokens, [], [*_unknown(tokens, lexicon), *_gaps(tokens)])


def doubtful_words(strips: Sequence[Strip], lexicon: Lexicon) -> frozenset[str]:
    """Find the words, signs and all, that have a part which is no word."""
    words = {word for strip in strips for word in strip.text.split()}
    return frozenset(word for word in words if not lexicon.is_known(word) and _unknown(tokens_of(word), lexicon))


def _unknown(tokens: Sequence[Token], lexicon: Lexicon) -> list[int]:
    return [index for index, token in enumerate(tokens) if token.core.isalpha() and not lexicon.is_known(token.core)]


def _site_at(strip: Strip, tokens: list[Token], scraps: list[int], holes: Sequence[int]) -> Site | None:
    if not holes or len(holes) > MAX_HOLES:
        return None
    fonts = {span.font for span in strip.line.spans}
    faces = fonts.pop() if len(fonts) == 1 else tuple(span.font for span in strip.line.spans for _ in span.text)
    return Site(strip, tokens, scraps, _windows(tokens, sorted(set(holes))), faces)


def _gaps(tokens: Sequence[Token]) -> Iterator[int]:
    return (index for index, token in enumerate(tokens) if token.most < token.gap < WIDE or (not index and 0 < token.gap < WIDE))


def _windows(tokens: list[Token], holes: Sequence[int]) -> list[list[Token]]:
    windows: list[list[Token]] = []
    end = 0
    for hole in holes:
        start = max(hole - REACH, 0)
        if windows and start <= end:
            windows[-1] += tokens[end : hole + REACH + 1]
        else:
            windows.append(tokens[start : hole + REACH + 1])
        end = min(hole + REACH + 1, len(tokens))
    return windows


def _is_scrap(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a token is no word, and may have lost a letter to the blanks about it."""
    token = tokens[index]
    if not token.core.isalpha() or (len(token.core) == 1 and (token.tail or token.head)):
        return False
    cost = LANGUAGE.cost(token.core)
    if cost < UNKNOWN_CAPITALS:
        return False
    beside = tokens[max(index - 1, 0) : index + 2]
    if len(token.core) == 1 and token.core.isupper():
        return any(_is_in_one_word(token, other) for other in beside if other is not token)
    return cost >= SCRAP or any(map(room, beside[beside.index(token) :]))


def _is_in_one_word(letter: Token, other: Token) -> bool:
    """Tell whether a lone capital and a neighbour may be of one word: "C Ủ", "VN H", "C  N", not the labels "A B C"."""
    gap = max(letter, other, key=lambda token: token.start).gap
    return gap < WIDE and other.core.isalpha() and other.core.isupper() and (len(other.core) > 1 or gap > 1 or not other.core.isascii())


def has_room(site: Site) -> bool:
    """Tell whether the line has a blank that may be a letter."""
    return any(map(room, site.tokens)) or not ORPHANS.isdisjoint(site.tokens[index].core for index in site.scraps)


def room(token: Token) -> bool:
    """Tell whether one of the blanks before the token may be a letter."""
    return token.least < token.gap < WIDE


def odd_words(lines: Iterable[tuple[Strip, Sequence[str]]]) -> frozenset[str]:
    """Find the words, signs and all, with marks that are no syllables: in a face that loses letters without a blank there are many.

    Args:
        lines: Each line with its words.
    """
    faced = {word for strip, words in lines if strip.line.spans and strip.line.spans[0].font for word in words}
    odd: dict[str, list[str]] = {}
    for word in faced:
        if not word.isascii() and not is_syllable(word) and _is_odd(core := word.strip(_SIGNS)):
            odd.setdefault(core, []).append(word)
    return frozenset(chain.from_iterable(odd.values())) if len(odd) >= MIN_ODD_WORDS else frozenset()


def _is_odd(word: str) -> bool:
    if word.isascii() or not word.isalpha() or len(word) >= LONGEST or not is_cased(word):
        return False
    return LANGUAGE.cost(word) >= SCRAP
