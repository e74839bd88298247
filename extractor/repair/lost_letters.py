"""Which letters a type face lost: one hypothesis for all holes of the face, taken only if it explains them far better than any other."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import product
from typing import NamedTuple

from extractor.repair.lattice import MAX_TAKEN, Path, read_line
from extractor.repair.phrases import expressions
from extractor.repair.sites import MIN_ODD_WORDS, Site, has_room, room
from extractor.repair.words import Lexicon
from rules.syllables import syllables

MIN_GAIN = 4.0
MIN_RATIO = 1.1
MIN_LEAD = 0.5
"""What the best letter must be ahead of the second by: some part of the worth of one expression more."""
MAX_LETTERS = 4
MAX_LINES = 60
MAX_CANDIDATES = 6
MAX_SCRAPS = 400
LEAST_SUPPORT = 0.5
"""A letter with less than this share of the best one's votes is not tried."""
MAX_COUNTED = 3
"""A scrap speaks for a letter so many times, however often it stands in the text."""
COMMON = {True: 3, False: 40}
"""A letter that a face has more than so often for each hole that it would explain is not lost from it; a text whose faces are
unknown (False) may have lost it from one of them only."""
RARER_IS_LIKELIER = 0.08
"""Of two letters that explain the same holes the one that the face hardly has is meant: "Anh", not "anh"."""

USUAL = 0.6
HALF = 0.5

_SMALL = "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"
_LETTERS = _SMALL + _SMALL.upper()


class Face(NamedTuple):
    """A type face and the lines that may have holes in it; `name` is empty where the format knows no faces."""

    name: str
    sites: list[Site]
    counts: Counter[str]
    """How often it has each letter."""


def lost_letters(face: Face, lexicon: Lexicon) -> str:
    """Find the letters that a face lost: one after the other, as long as one explains holes that no other does."""
    lost = ""
    while len(lost) < MAX_LETTERS:
        unexplained = list(dict.fromkeys(number for number, _, _ in _frames(face, lost, lexicon)))
        sample = [face.sites[number] for number in unexplained[:: max(1, len(unexplained) // MAX_LINES)]]
        found = _best_letter(face._replace(sites=sample), lost, candidates(face, lost, lexicon), lexicon)
        if found is None:
            break
        lost += found
    return lost


def _best_letter(face: Face, lost: str, candidates: Sequence[str], lexicon: Lexicon) -> str | None:
    if not candidates:
        return None
    base = _cost(face, lost, lexicon)
    gains = {}
    for letter in candidates:
        gain = base - _cost(face, lost + letter, lexicon)
        gains[letter] = gain * (1 - RARER_IS_LIKELIER * math.log10(1 + face.counts[letter])) * (USUAL if _is_usual(letter, face) else 1.0)
    ranked = sorted(candidates, key=lambda letter: (-gains[letter], letter))
    best, second = gains[ranked[0]], gains[ranked[1]] if len(ranked) > 1 else 0.0
    return ranked[0] if best >= MIN_GAIN and best >= max(MIN_RATIO * second, second + MIN_LEAD) else None


def _is_usual(letter: str, face: Face) -> bool:
    """Tell whether the face has a small letter about as often as the language does: then it has hardly lost it."""
    return face.counts[letter] > HALF * letter_shares().get(letter, 1.0) * sum(map(face.counts.__getitem__, _LETTERS))


@lru_cache(maxsize=1)
def letter_shares() -> dict[str, float]:
    """Measure how often the language has each small letter, in the fixed expressions."""
    counts = Counter("".join(word for words in expressions() for word in words))
    return {letter: count / counts.total() for letter, count in sorted(counts.items())}


def _cost(face: Face, lost: str, lexicon: Lexicon) -> float:
    return sum(read_site(site, {face.name: lost}, lexicon).cost for site in face.sites)


def candidates(face: Face, lost: str, lexicon: Lexicon) -> list[str]:
    """Rank the letters by the scraps that they make words of; letters that the face has in plenty are out."""
    scraps = sum(len(site.scraps) for site in face.sites)
    common = COMMON[bool(face.name)]
    rare = frozenset(letter for letter in _LETTERS if letter not in lost and face.counts[letter] <= common * scraps)
    made: dict[str, Counter[str]] = defaultdict(Counter)
    for (scrap, frames), count in Counter((scrap, frames) for _, scrap, frames in _frames(face, lost, lexicon)).items():
        for letter in {letter: None for frame in frames for letter in _solutions(frame, rare, lost, lexicon)}:
            made[letter][scrap] += count
    votes = Counter({letter: sum(min(count, MAX_COUNTED) for count in seen.values()) for letter, seen in sorted(made.items())})
    least = max(LEAST_SUPPORT * max(votes.values(), default=0), 1 if lost or any(map(has_room, face.sites)) else MIN_ODD_WORDS)
    likely = [letter for letter, count in votes.most_common() if count >= least and face.counts[letter] <= common * count]
    return [letter for letter in likely if votes[letter] >= votes[likely[MAX_CANDIDATES - 1]]] if len(likely) > MAX_CANDIDATES else likely


def _frames(face: Face, lost: str, lexicon: Lexicon) -> list[tuple[int, str, tuple[str, ...]]]:
    """Give each scrap the words that it may be part of, NUL for each lost letter; those that `lost` explains are left out.

    Returns:
        The number of the scrap's line, the scrap, the words.
    """
    found = []
    for number, site in enumerate(face.sites):
        for index in site.scraps:
            core = site.tokens[index].core
            frames = [] if lexicon.is_known(core) else list(_frames_of(site, index))
            if frames and face.name and not core.isascii():
                frames += [core[:offset] + "\0" + core[offset:] for offset in range(len(core) + 1)]
            if frames and not _explains(lost, frames, lexicon):
                found.append((number, core, tuple(frames)))
        if len(found) > MAX_SCRAPS:
            break
    return found


def _explains(lost: str, frames: Sequence[str], lexicon: Lexicon) -> bool:
    return any(lexicon.is_known(_put(frame, choice)) for frame in frames for choice in _choices(lost, frame.count("\0")))


def _frames_of(site: Site, index: int) -> Iterator[str]:
    tokens, token = site.tokens, site.tokens[index]
    if not token.head and room(token):
        yield "\0" + token.core
    if not token.tail and index + 1 < len(tokens) and room(tokens[index + 1]):
        yield token.core + "\0"
    for left, right in ((index - 1, index), (index, index + 1)):
        if left < 0 or right == len(tokens) or tokens[left].tail or tokens[right].head or tokens[right].gap > 2:
            continue
        joined = tokens[left].core + "\0" * tokens[right].gap + tokens[right].core
        yield from (joined, joined + "\0", "\0" + joined)


def _solutions(frame: str, rare: frozenset[str], lost: str, lexicon: Lexicon) -> Iterator[str]:
    """Give the letters that, alone or with those known to be lost, make `frame` a word."""
    rest = frame.replace("\0", "")
    capitals = rest.isupper()
    small = frame.lower()
    for letter in _SMALL:
        # At the head of a word in small letters either case may be lost, elsewhere the case of the rest.
        forms = (letter.upper(),) if capitals else (letter, letter.upper()) if frame.startswith("\0") else (letter,)
        if small.replace("\0", letter) in syllables() or (capitals and lexicon.is_known(frame.replace("\0", forms[0]))):
            yield from rare.intersection(forms)
        elif lost and "\0" in frame.replace("\0", "", 1):
            mixed = (choice for choice in _choices(lost + forms[0], frame.count("\0")) if forms[0] in choice)
            if forms[0] in rare and any(lexicon.is_known(_put(frame, choice)) for choice in mixed):
                yield forms[0]


def _choices(letters: str, holes: int) -> Iterator[tuple[str, ...]]:
    return product(letters, repeat=holes) if holes <= MAX_TAKEN else iter(())


def _put(frame: str, letters: Sequence[str]) -> str:
    parts = frame.split("\0")
    return parts[0] + "".join(letter + part for letter, part in zip(letters, parts[1:], strict=True))


def read_site(site: Site, lost: Mapping[str, str], lexicon: Lexicon) -> Path:
    """Read the parts of a line about its holes, where each face may have `lost` the letters given for it."""
    letters = partial(_lost_at, site, lost)
    paths = [read_line(site.strip.text, window, letters, lexicon) for window in site.windows]
    return Path(sum(path.cost for path in paths), "", tuple(fill for path in paths for fill in path.fills))


def _lost_at(site: Site, lost: Mapping[str, str], offset: int) -> str:
    return lost.get(site.face_at(offset), "")
