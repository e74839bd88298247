"""What the engine takes for granted of the patterns that it tries at one end of a text, in small letters."""

from __future__ import annotations

import pytest
import regex

from extractor.measure.rulebook import any_of, cue
from rules import Rule, load

RULES = [rule for name in ("figures", "phrases") for rule in load(name).rules]
_SYNTAX = regex.compile(r"\\(?:p\{\w+\}|\w)|\(\?P<")


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.data["use"] in {"before", "after"}], ids=lambda rule: rule.id)
def test_a_rule_for_one_end_of_a_text_says_so(rule: Rule) -> None:
    pattern = rule.data["pattern"]
    assert pattern.endswith("$") if rule.data["use"] == "before" else pattern.startswith("^")


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.data.get("cased")], ids=lambda rule: rule.id)
def test_a_rule_is_written_in_small_letters(rule: Rule) -> None:
    assert (rest := _SYNTAX.sub("", rule.data["pattern"])) == rest.lower()


def test_what_stands_further_back_is_not_before() -> None:
    more = cue("compare_more")
    assert more.before("hơn 5 xã", 4)
    assert more.before("hơn 5 xã, 8", 10) is None


def test_several_rules_match_where_one_of_them_does() -> None:
    text = "còn thiếu 5 phòng, phấn đấu 8"
    several = any_of("role_urged", "role_lacking")
    assert [several.before(text, text.index(digit)) for digit in "58"] == [True, True]
    assert not several.before("trồng 5 cây", 6)
