"""What the components of the measure pipeline hand on: a text as read, and the figures found in it so far."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

Extent: TypeAlias = tuple[int, int]
Comparator: TypeAlias = Literal["=", ">", ">=", "<", "<=", "~", "range"]
Role: TypeAlias = Literal["target", "result", "baseline", "context"]
Kind: TypeAlias = Literal["level", "change", "attainment"]
Direction: TypeAlias = Literal["up", "down"]
MONEY = frozenset({"VND", "USD"})
"""Units of money: the `unit` of each currency of units.toml."""
About: TypeAlias = Literal["", "start", "faults"]
"""What a reporting section tells of beside results: the situation that the work started from, or what is wanting."""


class Figure(NamedTuple):
    """A quantity in one text; all offsets are code points of that text."""

    key: int
    """Unique over the document, ascending in reading order of the run."""
    start: int
    """Where the number begins."""
    digits_end: int
    """Where the number itself ends (both numbers of a range or share)."""
    end: int
    """Where the unit ends; equals `digits_end` without one."""
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    of: Decimal | None = None
    unit: str | None = None
    unit_from: Literal["text", "label", "sibling", "parent", "column", "none"] = "none"
    doubtful: str | None = None
    """Why the number's reading is in doubt, in a word: "decimal_point", "mixed", "grouping"."""
    comparator: Comparator = "="
    kind: Kind = "level"
    direction: Direction | None = None
    role: Role = "result"
    role_cue: str | None = None
    """Id of the rule that gave the role; None for the setting's own."""
    period: str | None = None
    period_from: Literal["text", "sentence", "parent", "setting"] = "setting"
    phrase: str | None = None
    phrase_from: Literal["noun", "label", "verb", "inherited", "unit", "none"] = "none"
    place: str | None = None
    parent: int | None = None
    """Key of the figure that this one breaks down."""

    @property
    def is_share(self) -> bool:
        """True for percentages and the like."""
        return self.unit in {"%", "điểm %", "‰"}


class Setting(NamedTuple):
    """What the surroundings of a text say about its figures."""

    role: Role = "result"
    period: str | None = None
    year: int | None = None
    """The year that the document reports on or plans."""
    first_key: int = 0
    prior: tuple[Figure, ...] = ()
    """Figures before this text that its own may break down: of the sentence before, or of the sentence of a footnote's anchor."""
    prior_opens: bool = False
    """True if the whole text breaks down a figure of `prior` (a footnote's list)."""
    masks: tuple[Extent, ...] = ()
    """Extents known to hold no figure: citations."""
    about: About = ""


class Reading(NamedTuple):
    """A text with its sentences; computed once, read by every component."""

    text: str
    lower: str
    masks: tuple[Extent, ...]
    sentences: tuple[int, ...]
    """Start of each sentence, ascending, the first 0."""
    parens: tuple[Extent, ...]
    """Round brackets, outermost first; an unclosed one runs to the end of its sentence."""
