"""Which syllables stand together in Vietnamese: the expressions of `rules/collocations.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from rules.loader import Rule, load

EVERYDAY = 1
_OLD_STYLE = {
    old: new
    for new, old in zip(
        ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
        ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
        strict=True,
    )
}


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """Give the form under which spellings of one word are compared: small letters, tone mark in the new style (hoà → hòa)."""
    small = word.lower()
    new = _OLD_STYLE.get(small[-2:])
    if new is None or (small.startswith("q") and small[-2] == "u"):
        return small
    return small[:-2] + new


def known_pair(left: str, right: str) -> bool:
    """Tell whether the two words stand next to each other in a fixed expression."""
    return (folded(left), folded(right)) in pairs()


@lru_cache(maxsize=1)
def pairs() -> dict[tuple[str, str], int]:
    """All neighbouring pairs of the fixed expressions, folded, with their rank: 0 of the field, 1 of everyday language."""
    ranks: dict[tuple[str, str], int] = {}
    for rule in load("collocations").rules:
        for phrase in _phrases(rule):
            for pair in pairwise(phrase):
                ranks[pair] = min(ranks.get(pair, EVERYDAY), rule.data.get("rank", 0))
    return ranks


@lru_cache(maxsize=1)
def free_words() -> frozenset[str]:
    """Words that stand beside anything, folded."""
    rules = load("collocations").rules
    return frozenset(folded(word.strip()) for rule in rules for word in rule.data.get("free", "").split(",") if word.strip())


def expressions() -> Iterator[tuple[str, ...]]:
    """Give every fixed expression as its folded words."""
    for rule in load("collocations").rules:
        yield from _phrases(rule)


@lru_cache(maxsize=1)
def ranked_words() -> dict[tuple[str, str], int]:
    """Give the words of two syllables that are no names, folded, with their rank: 0 of the field, 1 of everyday language."""
    ranks: dict[tuple[str, str], int] = {}
    for rule in load("collocations").rules:
        if not rule.data.get("names"):
            for phrase in _phrases(rule):
                if len(phrase) == 2:
                    ranks.setdefault((phrase[0], phrase[1]), rule.data.get("rank", 0))
    return ranks


@lru_cache(maxsize=1)
def triples() -> frozenset[tuple[str, str, str]]:
    """All three neighbours of the fixed expressions, folded."""
    return frozenset(triple for phrase in expressions() for triple in zip(phrase, phrase[1:], phrase[2:], strict=False))


def _phrases(rule: Rule) -> Iterator[tuple[str, ...]]:
    for phrase in rule.data.get("phrases", "").split(","):
        if words := phrase.split():
            yield tuple(map(folded, words))
