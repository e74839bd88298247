"""What a run and a paragraph look like: document defaults, styles with what they are based on, and direct formatting."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import regex
from lxml import etree

from extractor.read.word.names import OFF, VAL, A, W, child, number, value

ALIGNMENTS = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "justify",
    "distribute": "justify",
}
RAISED_HALF_POINTS = 4
"""Text raised by 2 points or more is set as a superscript by hand."""
SWITCHES = tuple(W + name for name in ("b", "i", "vanish", "caps"))
TOGGLES = ("bold", "italic", "hidden", "caps")
_HEADING = regex.compile(r"heading ([1-9])", regex.IGNORECASE)
_TOC = regex.compile(r"toc(?: heading| \d)|table of figures", regex.IGNORECASE)
_LIST = regex.compile(r"list(?: .*)?", regex.IGNORECASE)


class Look(NamedTuple):
    """Formatting of characters; None is not said."""

    font: str | None = None
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    superscript: bool | None = None
    hidden: bool | None = None
    caps: bool | None = None

    def over(self, base: Look) -> Look:
        """Give this formatting laid over `base`."""
        return type(self)._make(mine if mine is not None else theirs for mine, theirs in zip(self, base, strict=True))


class Form(NamedTuple):
    """Formatting of paragraphs; None is not said."""

    align: str | None = None
    outline: int | None = None
    """Outline level, 0 is the highest; 9 is body text."""
    list_id: int | None = None
    list_level: int | None = None

    def over(self, base: Form) -> Form:
        """Give this formatting laid over `base`."""
        return type(self)._make(mine if mine is not None else theirs for mine, theirs in zip(self, base, strict=True))


class Styles:
    """The styles part, and the theme's fonts."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None) -> None:
        """Index the styles; they are resolved when first used."""
        self._fonts = _theme_fonts(theme)
        self._styles = {style.get(f"{W}styleId", ""): style for style in ([] if styles is None else styles.findall(f"{W}style"))}
        defaults = child(child(child(styles, "docDefaults"), "rPrDefault"), "rPr")
        self._default_look = self.look(defaults)
        self._default_form = read_form(child(child(child(styles, "docDefaults"), "pPrDefault"), "pPr"))
        self.default_paragraph = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}
            ),
            "",
        )
        self._run_look = lru_cache(maxsize=None)(self._resolve_look)
        self.form = lru_cache(maxsize=None)(self._resolve_form)
        self.kind = lru_cache(maxsize=None)(self._kind)

    def look(self, properties: etree._Element | None) -> Look:
        """Read a `w:rPr`."""
        if properties is None or not len(properties):
            return Look()
        # One pass: a document has thousands of runs, and a search for each property costs five times as much.
        said = {part.tag: part.get(VAL) for part in properties}
        size, raised, vertical = number(said.get(f"{W}sz")), number(said.get(f"{W}position")), said.get(f"{W}vertAlign")
        superscript = None if vertical is None and raised is None else vertical == "superscript" or (raised or 0) >= RAISED_HALF_POINTS
        bold, italic, hidden, caps = (said[tag] not in OFF if tag in said else None for tag in SWITCHES)
        font = self._font(child(properties, "rFonts")) if f"{W}rFonts" in said else None
        return Look(font, None if size is None else size / 2, bold, italic, superscript, hidden, caps)

    def run_look(self, paragraph_style: str, properties: etree._Element | None) -> Look:
        """Give what a run looks like in a paragraph of `paragraph_style`."""
        base = self._run_look(paragraph_style, value(properties, "rStyle") or "")
        return base if properties is None else self.look(properties).over(base)

    def chain(self, style_id: str) -> list[etree._Element]:
        """List a style and what it is based on, the style itself first."""
        found: list[etree._Element] = []
        while (style := self._styles.get(style_id)) is not None and style not in found:
            found.append(style)
            style_id = value(style, "basedOn") or ""
        return found

    def _resolve_look(self, paragraph_style: str, run_style: str) -> Look:
        paragraph, run = (self._chain_look(style) for style in (paragraph_style, run_style))
        look = run.over(paragraph).over(self._default_look)
        # ECMA-376 17.7.3: toggles of the paragraph's and of the character's style cancel out.
        both = {
            name: getattr(paragraph, name) ^ getattr(run, name)
            for name in TOGGLES
            if getattr(paragraph, name) is not None and getattr(run, name) is not None
        }
        return look._replace(**both)

    def _chain_look(self, style_id: str) -> Look:
        look = Look()
        for style in self.chain(style_id):
            look = look.over(self.look(child(style, "rPr")))
        return look

    def _resolve_form(self, style_id: str) -> Form:
        form = Form()
        for style in self.chain(style_id):
            form = form.over(read_form(child(style, "pPr")))
        return form.over(self._default_form)

    def _kind(self, style_id: str) -> str | None:
        """What the style's name says that a paragraph is; user styles are looked up by what they are based on."""
        for style in self.chain(style_id):
            name = value(style, "name") or ""
            if match := _HEADING.fullmatch(name):
                return f"heading-{min(int(match[1]), 6)}"
            if name.casefold() in {"title", "caption"}:
                return name.casefold()
            if _TOC.fullmatch(name):
                return "toc"
            if _LIST.fullmatch(name):
                return "list"
        return None

    def _font(self, fonts: etree._Element | None) -> str | None:
        """The font of letters outside of ASCII: that is where the old encodings have theirs."""
        if fonts is None:
            return None
        for slot in ("hAnsi", "ascii", "cs"):
            if themed := self._fonts.get(str(fonts.get(f"{W}{slot}Theme"))):
                return themed
            if name := fonts.get(W + slot):
                # LibreOffice writes the face it fell back to behind a semicolon.
                return str(name).split(";")[0]
        return None


def read_form(properties: etree._Element | None) -> Form:
    """Read a `w:pPr`."""
    if properties is None or not len(properties):
        return Form()
    numbering = child(properties, "numPr")
    return Form(
        ALIGNMENTS.get(value(properties, "jc") or ""),
        number(value(properties, "outlineLvl")),
        number(value(numbering, "numId")),
        number(value(numbering, "ilvl")),
    )


def _theme_fonts(theme: etree._Element | None) -> Mapping[str, str]:
    if theme is None:
        return {}
    fonts: dict[str, str] = {}
    for part in ("major", "minor"):
        latin = theme.find(f".//{A}{part}Font/{A}latin")
        if latin is not None and latin.get("typeface"):
            fonts |= {f"{part}{slot}": latin.get("typeface", "") for slot in ("HAnsi", "Ascii", "Bidi")}
    return fonts


def visible(border: etree._Element | None) -> bool | None:
    """Tell whether a border is drawn: None is not said, white counts as not drawn."""
    if border is None:
        return None
    return border.get(VAL) not in {"nil", "none", None} and (border.get(f"{W}color") or "").upper() != "FFFFFF"
