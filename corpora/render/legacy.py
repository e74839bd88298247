"""TCVN3 (TCVN 5712:1993, the ABC fonts) and VNI-Windows as letter maps: what such a font's text layer says for each letter.

Source: TCVN 5712:1993, table VN3; the VNI-Windows map as documented by its maker (base vowel, then a mark of its own).
"""

from __future__ import annotations

import unicodedata

_TCVN3_LETTERS = (
    "ăâêôơưđ", 0xA8,
    "àảãáạ", 0xB5, "ằẳẵắ", 0xBB, "ặầẩẫấậè", 0xC6, "ẻẽéẹềểễếệìỉ", 0xCE, "ĩíịò", 0xDC, "ỏõóọồổỗốộờởỡớợù", 0xE1, "ủũúụừửữứựỳỷỹýỵ", 0xF1,
)  # fmt: skip
_TCVN3_CAPITALS = "ĂÂÊÔƠƯĐ"
_VNI_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_HAT = {"\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä", "": "â"}
_VNI_BREVE = {"\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë", "": "ê"}
_VNI_SINGLE = {"ơ": "ô", "ư": "ö", "đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
_LETTERS = "aăâeêioôơuưy"


def tcvn3() -> dict[str, str]:
    """Map each Vietnamese letter to its TCVN3 character; capitals with tones have no code of their own and come out small."""
    small = {
        c: chr(start + i)
        for letters, start in zip(_TCVN3_LETTERS[::2], _TCVN3_LETTERS[1::2], strict=True)
        for i, c in enumerate(str(letters))
    }
    capital = {c: chr(0xA1 + i) for i, c in enumerate(_TCVN3_CAPITALS)}
    return {**{c.upper(): code for c, code in small.items()}, **small, **capital}


def tcvn3_capitals() -> dict[str, str]:
    """Map for a .VnTimeH face: the glyphs are capitals, the codes those of small letters."""
    letters = tcvn3()
    return {**{chr(c): chr(c + 32) for c in range(ord("A"), ord("Z") + 1)}, **{c: letters[c.lower()] for c in letters if c.isupper()}}


def vni() -> dict[str, str]:
    """Map each Vietnamese letter to its one or two VNI characters."""
    small = dict(_VNI_SINGLE)
    for base in _LETTERS:
        for tone in ("", *_VNI_TONES):
            letter = unicodedata.normalize("NFC", base + tone)
            if letter not in small and letter not in "aeiouy":
                small[letter] = _vni_letter(base, tone)
    return {**small, **{letter.upper(): code.upper() for letter, code in small.items()}}


def _vni_letter(base: str, tone: str) -> str:
    if base == "ă":
        return "a" + _VNI_BREVE[tone]
    if base in "âêô":
        return unicodedata.normalize("NFD", base)[0] + _VNI_HAT[tone]
    return _VNI_SINGLE.get(base, base) + _VNI_TONES[tone]
