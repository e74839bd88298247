"""The pattern and word rules of `rules/figures.toml`, `rules/phrases.toml` and `rules/units.toml`, compiled once a process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import regex

from rules.loader import Pattern, Rule, load

# A pattern that ends in `$` is compiled with REVERSE here and in the components: `match` then begins at the end of the text and goes
# left, so that a text that does not fit fails at once; `search` would try every place.

WINDOW = 90
"""Code points of context that a `before` or `after` pattern may look at."""


class Cue(NamedTuple):
    """A pattern rule."""

    id: str
    pattern: Pattern
    data: dict[str, Any]
    needs: tuple[str, ...] = ()
    """Lower-case strings of which a text must hold one for the pattern to match; empty = no such short cut."""

    def before(self, lower: str, start: int, *, floor: int = 0, window: int = WINDOW) -> regex.Match[str] | None:
        """Match the text that ends at `start` (blanks before it skipped); the pattern ends in `$`, the window is at most `SHORT`."""
        left = lower[max(floor, start - window) : start].rstrip()
        return self.pattern.match_short(left) if not self.needs or holds_any(left, self.needs) else None

    def after(self, lower: str, end: int) -> regex.Match[str] | None:
        """Match the text that begins at `end`; the pattern begins with `^`."""
        right = lower[end : end + WINDOW]
        return self.pattern.match_short(right) if not self.needs or holds_any(right, self.needs) else None

    def within(self, lower: str, start: int, end: int) -> Iterable[regex.Match[str]]:
        """Match the text between two offsets."""
        wanted = not self.needs or any(lower.find(word, start, end) >= 0 for word in self.needs)
        return self.pattern.finditer(lower, start, end) if wanted else ()


def cut_tail(pattern: Pattern | regex.Pattern[str], text: str) -> str:
    """`text` without what the pattern (REVERSE, in small letters, ends in `$`) matches at its end."""
    tail = pattern.match(text.lower())
    return text[: tail.start()] if tail else text


def holds_any(text: str, words: tuple[str, ...]) -> bool:
    """True if one of `words` occurs in `text`; a plain loop, since a generator costs more than the search."""
    for word in words:  # noqa: SIM110
        if word in text:
            return True
    return False


@lru_cache
def cue(name: str) -> Cue:
    """The pattern rule of that id."""
    return _cues()[name]


@lru_cache
def cues(use: str) -> tuple[Cue, ...]:
    """All pattern rules with that `use`, or with a comparator (`use` "comparator")."""
    if use == "comparator":
        return tuple(entry for entry in _cues().values() if "comparator" in entry.data)
    return tuple(entry for entry in _cues().values() if entry.data["use"] == use)


class AnyOf(NamedTuple):
    """Several `before` rules, to be tried at once: most texts fit none."""

    matches: tuple[Callable[[str], regex.Match[str] | None], ...]

    def before(self, lower: str, start: int, *, floor: int = 0, window: int = WINDOW) -> bool:
        """True if any of them matches the text that ends at `start`; the window holds at most `SHORT` code points."""
        left = lower[max(floor, start - window) : start].rstrip()
        for match in self.matches:  # noqa: SIM110 as in `holds_any`
            if match(left):
                return True
        return False


@lru_cache
def any_of(*names: str) -> AnyOf:
    """The named `before` rules as one; one alternation of them all would be slower than each by itself."""
    return AnyOf(tuple(cue(name).pattern.match_short for name in names))


@lru_cache
def _cues() -> dict[str, Cue]:
    return {rule.id: as_cue(rule) for name in ("figures", "phrases") for rule in load(name).rules}


def as_cue(rule: Rule) -> Cue:
    """Compile one rule; it meets text in small letters, unless it is `cased`: to ignore case costs a fifth more."""
    flags = regex.V0 | regex.REVERSE if rule.data["use"] == "before" else regex.V0
    return Cue(rule.id, Pattern(rule.data["pattern"], flags=flags), dict(rule.data), tuple(rule.data.get("needs", ())))


class UnitWords(NamedTuple):
    """units.toml by use; keys are lower case."""

    scales: dict[str, int]
    currencies: dict[str, str]
    """The longest word first, as in `percents`."""
    currency_unless: frozenset[str]
    percents: dict[str, str]
    measures: dict[str, str]
    """Lower case → as written: "kwh" → "kWh"."""
    physical: frozenset[str]
    """The values of `measures`."""
    classifiers: dict[str, frozenset[str]]
    skips: tuple[str, ...]
    """Words before a noun that are no part of it, each with the blank after it; the most words first."""
    triples: frozenset[str]
    stops: frozenset[str]
    stop_pairs: frozenset[str]
    compounds: frozenset[str]
    human: tuple[str, ...]
    pairs: frozenset[tuple[str, str]]
    """Nouns that are counted together: (tin, bài)."""
    labels: frozenset[str]
    """Nouns that a label which opens with them counts: ``hộ cận nghèo: 25``."""


@lru_cache
def unit_words() -> UnitWords:
    """Read units.toml."""
    rules = load("units").rules

    def words(use: str) -> list[str]:
        return [word for rule in rules if rule.data["use"] == use for word in rule.data["words"]]

    def table(use: str, key: str) -> dict[str, Any]:
        return {word: rule.data[key] for rule in rules if rule.data["use"] == use for word in rule.data["words"]}

    def longest_first(words: dict[str, str]) -> dict[str, str]:
        return dict(sorted(words.items(), key=lambda item: len(item[0]), reverse=True))

    classifier = next(rule for rule in rules if rule.data["use"] == "classifier")
    unless = classifier.data.get("unless", {})
    return UnitWords(
        scales=table("scale", "factor"),
        currencies=longest_first(table("currency", "unit")),
        currency_unless=frozenset(w for rule in rules if rule.data["use"] == "currency" for w in rule.data.get("unless", ())),
        percents=longest_first(table("percent", "unit")),
        measures={word.lower(): word for word in words("measure")},
        physical=frozenset(words("measure")),
        classifiers={word: frozenset(unless.get(word, ())) for word in words("classifier")},
        skips=tuple(f"{word} " for word in sorted(words("skip"), key=lambda word: len(word.split()), reverse=True)),
        triples=frozenset(words("triple")),
        stops=frozenset(words("stop")),
        stop_pairs=frozenset(w for rule in rules if rule.data["use"] == "stop" for w in rule.data["pairs"]),
        compounds=frozenset(w for rule in rules if rule.data["use"] == "stop" for w in rule.data["compounds"]),
        human=tuple(words("human")),
        pairs=frozenset((first, second) for first, second in (pair.split(", ") for pair in words("pair"))),
        labels=frozenset(words("label")),
    )
