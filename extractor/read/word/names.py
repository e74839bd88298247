"""Names of WordprocessingML elements and attributes, and how their values are read."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
VAL = f"{W}val"
OFF = ("0", "false", "off", "none")


def child(node: etree._Element | None, name: str) -> etree._Element | None:
    """Give the first child element `w:name`, None if there is none or no node."""
    return None if node is None else next(node.iterchildren(W + name), None)


def value(node: etree._Element | None, name: str, attribute: str = VAL) -> str | None:
    """Give the attribute of the first child `w:name`."""
    found = child(node, name)
    return None if found is None else found.get(attribute)


def number(text: str | None) -> int | None:
    """Read a whole number; None if there is none (Word forgives, so does this)."""
    try:
        return int(float(text)) if text else None
    except (ValueError, OverflowError):
        return None


def switch(node: etree._Element | None, name: str) -> bool | None:
    """Read an on/off element: absent is None, `<w:b/>` is True, `<w:b w:val="0"/>` False."""
    found = child(node, name)
    return None if found is None else found.get(VAL, "1") not in OFF
