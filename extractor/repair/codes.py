"""Codes of document kinds that OCR misread ("21/Ct-UBND" for "21/CTr-UBND"), told by the grammar of document numbers.

A number's code is one of `rules/document_kinds.toml` (Nghị định 30/2020/NĐ-CP, Phụ lục III), and its kind is mostly named beside it. What
is no code at all, or one that the named kind does not have, was misread if one code alone looks like it. A code of the grammar that the
picture shows clearly is the author's, right or wrong ("Chương trình số 21/CT-UBND").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from extractor.repair.strips import Edit, Strip, edited
from rules.loader import load

RULE = "code_misread"
NAMED, UNNAMED = 0.92, 0.8
"""Confidence where the kind is named beside the number, and where it is not."""
DOUBTFUL = 0.75
"""OCR's confidence under which a code that no kind's name speaks for is looked at."""

_NUMBER = regex.compile(r"(?<![\d/.,-])\d{1,5}(?:/\d{4})?[/-](?P<code>\p{L}{1,6})(?=[-–/]\p{Lu})")
_ALIKE = str.maketrans({"đ": "d", "0": "o", "1": "i", "l": "i"})
_SLIM = frozenset("ritj")
"""Letters that the engine drops beside others."""


class _Code(NamedTuple):
    """A code as it looks, and as it is written."""

    look: str
    text: str


def mend_codes(strips: Sequence[Strip]) -> list[Strip]:
    """Put misread codes right in lines that come from OCR; only changed strips come back."""
    found = ((strip, list(_edits(strip))) for strip in strips if "/" in strip.text or "-" in strip.text)
    return [edited(strip, edits) for strip, edits in found if edits]


def _edits(strip: Strip) -> Iterator[Edit]:
    for match in _NUMBER.finditer(strip.text):
        start, end = match.span("code")
        named = _named().search(strip.text[: match.start()])
        of_kind = _codes_of().get(" ".join(named[1].lower().split()), ()) if named else ()
        right = _right(match["code"], of_kind, is_doubtful=_confidence_at(strip, start) < DOUBTFUL)
        if right is not None and right != match["code"]:
            yield Edit(start, end, right, "ocr", RULE, NAMED if of_kind else UNNAMED)


def _right(written: str, of_kind: Sequence[_Code], *, is_doubtful: bool) -> str | None:
    """Give the one code that was meant; None if the code may stand, or if more than one looks like it."""
    if any(code.text == written for code in of_kind):
        return None
    is_code = any(code.text == written for code in _codes())
    if of_kind:
        near = [
            code
            for code in of_kind
            if _look(written) == code.look or ((is_doubtful or not is_code) and _is_near(_look(written), code.look))
        ]
    elif is_code or not is_doubtful:
        return None
    else:
        near = [code for code in _codes() if _is_near(_look(written), code.look)]
    return near[0].text if len({code.look for code in near}) == 1 else None


def _is_near(written: str, right: str) -> bool:
    """Tell whether two looks are equal but for a slim letter that was dropped, or one of two equal ones."""
    if written == right:
        return True
    if len(right) != len(written) + 1:
        return False
    return any(
        right[:at] + right[at + 1 :] == written and (right[at] in _SLIM or right[at] == right[at - 1 : at]) for at in range(1, len(right))
    )


def _look(code: str) -> str:
    return code.lower().translate(_ALIKE)


@lru_cache(maxsize=1)
def _codes_of() -> dict[str, tuple[_Code, ...]]:
    """Map the kinds' names to their codes."""
    rules = load("document_kinds").rules
    return {name: tuple(_Code(_look(code), code) for code in rule.data["codes"]) for rule in rules for name in rule.data["names"]}


@lru_cache(maxsize=1)
def _codes() -> tuple[_Code, ...]:
    return tuple(dict.fromkeys(code for codes in _codes_of().values() for code in codes))


@lru_cache(maxsize=1)
def _named() -> regex.Pattern[str]:
    """Find the kind's name right before a number: "Chương trình số ", "Kế hoạch công tác số ", "Nghị quyết "."""
    names = "|".join(regex.escape(name).replace(r"\ ", r"\s+") for name in sorted(_codes_of(), key=len, reverse=True))
    return regex.compile(rf"\b({names})(?:(?:\s+\p{{L}}+){{0,3}}?\s+số:?)?\s*$", regex.IGNORECASE)


def _confidence_at(strip: Strip, offset: int) -> float:
    for span in strip.line.spans:
        if offset < len(span.text):
            return 1.0 if span.confidence is None else span.confidence
        offset -= len(span.text)
    return 1.0
