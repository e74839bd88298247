"""How text of a web page looks, by its tags and its style attributes; style sheets are not read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import regex
from lxml import html

HEADINGS = {f"h{level}": f"heading-{level}" for level in range(1, 7)}
ALIGNMENTS = frozenset({"left", "center", "right", "justify"})
_STYLE = regex.compile(r"([\w-]+)\s*:\s*([^;]+)")


class Look(NamedTuple):
    """How text stands at a place."""

    font: str = ""
    bold: bool = False
    italic: bool = False
    superscript: bool = False
    pre: bool = False
    upper: bool = False


class Frame(NamedTuple):
    """The block that text stands in."""

    style: str | None = None
    align: str | None = None


def read_css(node: html.HtmlElement) -> dict[str, str]:
    """Read a style attribute, names and values in small letters."""
    style = node.get("style")
    return {name.lower(): value.strip().lower() for name, value in _STYLE.findall(style)} if style else {}


def is_hidden(node: html.HtmlElement) -> bool:
    """Tell whether a browser would not show it."""
    return node.get("hidden") is not None or (node.get("style") is not None and read_css(node).get("display") == "none")


def style_look(node: html.HtmlElement, look: Look) -> Look:
    """Lay an element's formatting over what holds around it: its tag's, then its style's."""
    tag = node.tag
    if tag in TAG_LOOKS:
        look = look._replace(**TAG_LOOKS[tag])
    elif tag == "font" and node.get("face"):
        look = look._replace(font=_first_font(node.get("face")))
    css = read_css(node)
    for name, read in STYLE_LOOKS:
        if said := css.get(name):
            look = look._replace(**read(said))
    return look


def _first_font(families: str) -> str:
    return families.split(",", maxsplit=1)[0].strip("'\" ")


TAG_LOOKS: Mapping[str, Mapping[str, Any]] = {
    **{tag: {"bold": True} for tag in ("b", "strong", "th", *HEADINGS)},
    "i": {"italic": True},
    "em": {"italic": True},
    "sup": {"superscript": True},
    "pre": {"pre": True},
}
STYLE_LOOKS: tuple[tuple[str, Callable[[str], dict[str, Any]]], ...] = (
    ("font-weight", lambda said: {"bold": said.startswith("bold") or said in {"600", "700", "800", "900"}}),
    ("font-style", lambda said: {"italic": said in {"italic", "oblique"}}),
    ("vertical-align", lambda said: {"superscript": True} if said == "super" else {}),
    ("text-transform", lambda said: {"upper": said == "uppercase"}),
    ("font-family", lambda said: {"font": _first_font(said)}),
)


def style_frame(node: html.HtmlElement, frame: Frame) -> Frame:
    """Lay a block's own style and alignment over what holds around it."""
    if node.tag in HEADINGS:
        frame = frame._replace(style=HEADINGS[node.tag])
    elif node.tag in {"caption", "figcaption"}:
        frame = frame._replace(style="caption")
    elif node.tag == "li":
        frame = frame._replace(style="list")
    align = read_css(node).get("text-align") or (node.get("align") or "").lower() or ("center" if node.tag == "center" else "")
    return frame._replace(align=align) if align in ALIGNMENTS else frame
