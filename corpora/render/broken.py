"""Break a PDF's text layer the way the wild does: rewrite the ToUnicode CMaps of its fonts; the picture stays right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pymupdf

from corpora.render.damage import HOLE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ENTRY = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\n?")


class FaceChange(NamedTuple):
    """What becomes of the fonts whose name holds `family` and whose weight is `bold`."""

    family: str
    bold: bool | None
    letters: Mapping[str, str]
    rename: str | None = None
    """New base name without subset prefix and style (".VnTime"); None leaves it."""


def rewrite(path: Path, target: Path, changes: list[FaceChange]) -> None:
    """Write a copy of `path` with the changes made; each font takes the first change that fits."""
    with pymupdf.open(path) as document:
        fonts = {font[0]: font[3] for page in document for font in page.get_fonts(full=True)}
        for xref, name in sorted(fonts.items()):
            change = next((c for c in changes if c.family in name and c.bold in {None, "Bold" in name}), None)
            if change is not None:
                _apply(document, xref, name, change)
        document.del_xml_metadata()
        document.save(target, garbage=3, deflate=True, no_new_id=True)


def _apply(document: pymupdf.Document, xref: int, name: str, change: FaceChange) -> None:
    kind, value = document.xref_get_key(xref, "ToUnicode")
    if kind == "xref":
        cmap = int(value.split()[0])
        document.update_stream(cmap, _mapped(document.xref_stream(cmap).decode("latin-1"), change.letters).encode("latin-1"))
    if change.rename is not None:
        prefix, _, rest = name.rpartition("+")
        style = "".join(part for part in ("Bold", "Italic") if part in rest)
        document.xref_set_key(xref, "BaseFont", f"/{prefix}+{change.rename}{',' + style if style else ''}")


def _mapped(cmap: str, letters: Mapping[str, str]) -> str:
    """Change the entries of a CMap; a lost letter's entry is taken out, and the count of its block with it."""

    def block(match: re.Match[str]) -> str:
        entries = [f"<{code}> <{new}>\n" for code, old in _ENTRY.findall(match[2]) if (new := _target(old, letters)) is not None]
        return f"{len(entries)} beginbfchar\n{''.join(entries)}endbfchar" if entries else ""

    return re.sub(r"(\d+) beginbfchar\n(.*?)endbfchar", block, cmap, flags=re.DOTALL)


def _target(old: str, letters: Mapping[str, str]) -> str | None:
    text = bytes.fromhex(old).decode("utf-16-be")
    changed = "".join(letters.get(c, c) for c in text)
    return None if changed == HOLE and text != HOLE else changed.encode("utf-16-be").hex().upper()
