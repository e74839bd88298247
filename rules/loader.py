"""Read, check and compile the rule files of this folder, once a process.

A rule file is TOML: one concern a file, opening with a comment that explains its own grammar, then `[[rule]]` entries::

    [[rule]]
    id = "u_horn"                      # unique over all files, ASCII
    source = "where this was learnt"   # a decree, a standard, a bug, a corpus line
    ...                                # what the concern needs: pattern, map, words, …
    [[rule.case]]
    given = "…"                        # at least one that must hit
    want = "…"
    [[rule.case]]
    given = "…"                        # at least one that must be left alone: want == given, or want absent (no hit)
    [[rule.case]]
    expect = "fail"                    # a known failure, with its `reason`; breaks the build once it passes
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import regex

from extractor.errors import RuleError

TIMEOUT_S = 2.0
"""A pattern that works longer than this on one call is broken: `TimeoutError`."""


SHORT = 400
"""A text of no more code points is not clocked: `tests/rules/test_time.py` holds every pattern against the worst of that length."""


class Pattern:
    """A compiled `regex` pattern that gives up after `TIMEOUT_S`.

    The clock costs more than a short match does (2 µs a call), so texts up to `SHORT` do without: no pattern of ours is exponential.
    """

    __slots__ = ("_pattern", "match_short")

    match_short: Callable[[str], regex.Match[str] | None]
    """`match` without the clock, for callers whose texts never have more than `SHORT` code points."""

    def __init__(self, source: str, *, flags: int = 0) -> None:
        """Compile; `flags` are those of `regex` (V1 is not implied)."""
        try:
            self._pattern = regex.compile(source, flags)
        except regex.error as error:
            raise RuleError(f"pattern {source!r} does not compile: {error}") from error
        self.match_short = self._pattern.match

    @property
    def pattern(self) -> str:
        """The pattern's source."""
        return str(self._pattern.pattern)

    def match(self, text: str, pos: int = 0) -> regex.Match[str] | None:
        """Match at `pos`."""
        return self._pattern.match(text, pos) if len(text) - pos <= SHORT else self._pattern.match(text, pos, timeout=TIMEOUT_S)

    def fullmatch(self, text: str) -> regex.Match[str] | None:
        """Match the whole of `text`."""
        return self._pattern.fullmatch(text) if len(text) <= SHORT else self._pattern.fullmatch(text, timeout=TIMEOUT_S)

    def search(self, text: str, pos: int = 0, endpos: int | None = None) -> regex.Match[str] | None:
        """Find the first match from `pos` on."""
        if (len(text) if endpos is None else endpos) - pos <= SHORT:
            return self._pattern.search(text, pos, endpos)
        return self._pattern.search(text, pos, endpos, timeout=TIMEOUT_S)

    def finditer(self, text: str, pos: int = 0, endpos: int | None = None) -> Iterator[regex.Match[str]]:
        """Find all matches."""
        short = (len(text) if endpos is None else endpos) - pos <= SHORT
        found: Iterator[regex.Match[str]] = self._pattern.finditer(text, pos, endpos, timeout=None if short else TIMEOUT_S)
        return found

    def sub(self, repl: Any, text: str) -> str:
        """Replace all matches."""
        return str(self._pattern.sub(repl, text, timeout=None if len(text) <= SHORT else TIMEOUT_S))

    def split(self, text: str) -> list[str]:
        """Split at all matches."""
        return list(self._pattern.split(text, timeout=None if len(text) <= SHORT else TIMEOUT_S))


class Case(NamedTuple):
    """An example of a rule: `want` None means that the rule must not hit."""

    given: str
    want: Any = None
    expect: str | None = None
    reason: str | None = None


class Rule(NamedTuple):
    """One entry; `data` holds its keys beyond id, source and case."""

    id: str
    source: str
    data: Mapping[str, Any]
    cases: tuple[Case, ...]


class RuleFile(NamedTuple):
    """A rule file: its rules in order, and its top-level keys (`settings`)."""

    name: str
    rules: tuple[Rule, ...]
    settings: Mapping[str, Any]


def names() -> list[str]:
    """List the rule files, without ending, in order."""
    return sorted(entry.name.removesuffix(".toml") for entry in files("rules").iterdir() if entry.name.endswith(".toml"))


@lru_cache
def load(name: str) -> RuleFile:
    """Load `rules/<name>.toml`.

    Raises:
        RuleError: the file is missing, not TOML, not NFC, has an entry without id or source, or an id twice.
    """
    path = files("rules").joinpath(f"{name}.toml")
    try:
        source = path.read_text(encoding="utf-8")
        content = tomllib.loads(source)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"rules/{name}.toml: {error}") from error
    if not unicodedata.is_normalized("NFC", source):
        raise RuleError(f"rules/{name}.toml: not in Unicode NFC; write odd characters as \\u escapes")
    entries = content.pop("rule", [])
    rules = tuple(_rule(name, entry) for entry in entries)
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"rules/{name}.toml: id {rule.id!r} stands twice")
        seen.add(rule.id)
    return RuleFile(name, rules, content)


@lru_cache
def patterns(name: str) -> Mapping[str, Pattern]:
    """Return the compiled `pattern` of each rule of a file, by id."""
    return {rule.id: Pattern(rule.data["pattern"]) for rule in load(name).rules if "pattern" in rule.data}


def formula(name: str) -> Pattern:
    """Return a fixed formula of head or foot (`rules/formulas.toml`) by the id of its rule."""
    return patterns("formulas")[name]


def _rule(name: str, entry: dict[str, Any]) -> Rule:
    for key in ("id", "source"):
        if not entry.get(key):
            raise RuleError(f"rules/{name}.toml: an entry has no {key}: {entry!r:.120}")
    cases = tuple(Case(**case) for case in entry.get("case", ()))
    data = {key: value for key, value in entry.items() if key not in {"id", "source", "case"}}
    return Rule(entry["id"], entry["source"], data, cases)
