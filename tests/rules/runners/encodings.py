"""Runs the cases of `rules/encodings.toml`: a rule decodes the given text."""

from __future__ import annotations

from typing import cast

from extractor.read.encodings import Legacy, decode_legacy
from rules.loader import Rule


def run(rule: Rule, given: str) -> object:
    """Decode; None if nothing changes."""
    decoded = decode_legacy(given, cast("Legacy", rule.id))
    return None if decoded == given else decoded
