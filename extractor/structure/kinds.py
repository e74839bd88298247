"""Kinds of documents, by name, kind line and symbol (`rules/document_kinds.toml`)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rules import Rule, load


@lru_cache(maxsize=1)
def kind_names() -> dict[str, str]:
    """Lower-case name → slug, longest names first."""
    pairs = [(name, rule.id) for rule in load("document_kinds").rules for name in rule.data["names"]]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=1)
def _most_words() -> int:
    return max(len(name.split(" ")) for name in kind_names())


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {code: rule.id for rule in load("document_kinds").rules for code in rule.data["codes"]}


@lru_cache(maxsize=1)
def _qualifiers() -> frozenset[str]:
    return frozenset(load("document_kinds").settings["settings"]["qualifiers"])


@lru_cache(maxsize=1)
def _folded_names() -> dict[str, str]:
    return {_folded(name): slug for name, slug in kind_names().items()}


def _folded(text: str) -> str:
    """The letters without their marks."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def kind_of_line(text: str) -> tuple[str, str] | None:
    """Read a kind line: the slug and what follows the kind's name and its qualifiers ("" when nothing does).

    >>> kind_of_line("BÁO CÁO TÓM TẮT")
    ('bao_cao', '')
    """
    line = " ".join(unicodedata.normalize("NFC", text).lower().split()).rstrip(":. ").removeprefix("bản ")
    if text.isupper() and (slug := _folded_names().get(_folded(line))) is not None:
        return slug, ""  # a whole line in capitals is told without its marks, which OCR gets wrong
    words = line.split(" ")
    for count in range(min(len(words), _most_words()), 0, -1):
        name = " ".join(words[:count])
        if (slug := kind_names().get(name)) is not None:
            rest = line[len(name) :].strip()
            return slug, "" if rest in _qualifiers() else text.strip()[len(text.strip()) - len(rest) :].strip(" :.")
    return None


def kind_of_symbol(symbol: str) -> str | None:
    """Slug of a symbol's kind: ``QĐ-UBND`` → quyet_dinh, ``42-NQ/TW`` → nghi_quyet."""
    for part in symbol.replace("/", "-").split("-"):
        if part in _codes():
            return _codes()[part]
    return None


def kind_of_rule(rule: Rule, given: str) -> str | None:
    """Slug of a kind line if it is the rule's own."""
    found = kind_of_line(given)
    return found[0] if found and found[0] == rule.id else None
