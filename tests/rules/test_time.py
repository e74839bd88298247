"""No pattern of the rule files is exponential: on the worst of the short texts, which no clock guards, each is done at once."""

from __future__ import annotations

import pytest

from extractor.measure.rulebook import as_cue
from rules import Pattern, Rule, load
from rules.loader import SHORT, TIMEOUT_S, names

LIMIT_S = TIMEOUT_S / 2
"""A few hundredths of it are enough but for one formula, and on a busy machine; an exponential pattern takes years."""
_PIECES = ("a ", "1 ", "1.", "a, ", " ", "a", "I", "\u1eae", "(", "a(", "1/", "-- ", "/A-", "b 1, ", "2\u00a0", "A b ")


def _patterns(name: str) -> list[tuple[Rule, Pattern]]:
    rules = [rule for rule in load(name).rules if "pattern" in rule.data]
    return [(rule, as_cue(rule).pattern if "use" in rule.data else Pattern(rule.data["pattern"])) for rule in rules]


def _worst(rule: Rule) -> set[str]:
    """Texts of `SHORT` code points that repeat a piece of the rule's own cases, or of any text, and then break off."""
    given = [case.given for case in rule.cases if isinstance(case.given, str)]
    words = [word + blank for text in given for word in text.split()[:12] for blank in (" ", "")]
    return {(piece * SHORT)[: SHORT - 1] + end for piece in (*_PIECES, *given, *words) if piece for end in (piece[0], "\x00")}


@pytest.mark.parametrize("name", names())
def test_no_pattern_is_busy_with_a_short_text(name: str) -> None:
    for rule, pattern in _patterns(name):
        compiled = pattern._pattern
        for text in _worst(rule):
            compiled.search(text, timeout=LIMIT_S)
            compiled.search(text.lower(), timeout=LIMIT_S)
