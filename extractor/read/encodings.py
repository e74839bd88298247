"""Bytes of a text file → str, told from the content; and text whose characters are the bytes of an old Vietnamese encoding → Unicode.

The tables are `rules/encodings.toml`. Two uses: `decode_bytes` for text and HTML files, `decode_legacy` and `guess_legacy` for the
repair of PDF layers and DOCX runs in .VnTime or VNI fonts, where each byte comes as a Latin-1 or CP1252 character.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any, Literal, NamedTuple, TypeAlias, cast, get_args

import regex

from rules.loader import Rule, load
from rules.syllables import is_syllable

Legacy: TypeAlias = Literal["tcvn3", "vni", "viscii", "vps"]

CP1252 = {ord(bytes([byte]).decode("cp1252", "ignore") or "\0"): chr(byte) for byte in range(0x80, 0xA0)}
"""CP1252's own characters (quotes, dashes, €) back to their bytes."""
SYMBOL_FONT = {0xF000 + byte: chr(byte) for byte in range(0x20, 0x100)}
"""A font that calls itself a symbol font puts its bytes into the private use area."""
RARE, RARE_MARGIN = frozenset({"viscii", "vps"}), 0.15
SAMPLE = 20_000
"""Characters looked at when an encoding is told from the content."""
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_VOWEL = regex.compile(r"[AEIOUY\u00c0-\u00ce\u00d2-\u00dd\u0102\u0128\u0168\u01a0\u01af\u1ea0-\u1ef9]", regex.IGNORECASE)
_SOUND = regex.compile(r"[\u1ea0-\u1ef9]")
"""Letters with tones, which no 8-bit encoding shows as such."""
_WORD = regex.compile(r"[^\s\d!-/:-@\[-`{-~\u2010-\u2027\u2030-\u203a\u00ab\u00bb]+")


class Decoded(NamedTuple):
    """A text file's content and the encoding it was in."""

    text: str
    encoding: str


def decode_bytes(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a text file. `declared` (an HTML file's charset) is believed if its bytes decode and read as well as the best guess.

    Never fails: bytes that are no UTF-8 are read in whichever of the Vietnamese 8-bit encodings gives the most Vietnamese words.
    """
    for bom, name in BOMS:
        if data.startswith(bom):
            return Decoded(data.decode(name, "replace").removeprefix("\ufeff"), name.removesuffix("-sig"))
    if wide := _wide(data[:4096]):
        return Decoded(data.decode(wide, "replace"), wide)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_8bit(data, declared)
    return Decoded(_once(text) or text, "utf-8")


def decode_legacy(text: str, encoding: Legacy) -> str:
    """Decode `text`, whose characters are the bytes of `encoding` seen as Latin-1 or CP1252: ``x· héi`` in TCVN3 → ``xã hội``.

    Letters come out as stored: the capitals of .VnTimeH, which keeps small letters, are told by the font alone. NFC.
    """
    return text if text.isascii() else _decoder(encoding)(text)


def legacy_score(text: str, encoding: Legacy | None) -> float:
    """Share of the words with other than ASCII letters that are Vietnamese in `encoding` (None: as they stand); 0 if there are none."""
    good, words = _tally(text, encoding)
    return good / words if words else 0.0


def guess_legacy(text: str, *, least: float = 0.8, margin: float = 0.3) -> Legacy | None:
    """Name the encoding whose bytes `text` shows as characters, None if it reads as well as it stands.

    Args:
        text: A run of a few words at least; a single word fits several encodings.
        least: Share of its non-ASCII words that must become Vietnamese.
        margin: How much more than as they stand.
    """
    if text.isascii():
        return None
    sample = text[:SAMPLE]
    scores: dict[Legacy, float] = {name: legacy_score(sample, name) for name in get_args(Legacy)}
    # TCVN3 and VNI were the country's, VISCII and VPS the diaspora's: these must read clearly better.
    best = max(scores, key=lambda name: scores[name] - (RARE_MARGIN if name in RARE else 0))
    if scores[best] < least or scores[best] < legacy_score(sample, None) + margin:
        return None
    return best


def _wide(head: bytes) -> str | None:
    """UTF-16 without a BOM: every blank and unaccented letter has a zero byte, always on the same side."""
    pairs = len(head) // 2
    if not pairs:
        return None
    low, high = head[1::2].count(0) / pairs, head[0::2].count(0) / pairs
    if low > 0.3 and high < 0.05:
        return "utf-16-le"
    return "utf-16-be" if high > 0.3 and low < 0.05 else None


def _once(text: str) -> str | None:
    """Undo a second encoding: UTF-8 that was read as CP1252 and written as UTF-8 again; None if that did not happen."""
    if text.isascii() or _SOUND.search(text):
        return None
    raw = text.translate({unicode: byte for unicode, byte in CP1252.items() if unicode})
    try:
        once = raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    return once if legacy_score(once[:SAMPLE], None) > 0.8 else None


def _decode_8bit(data: bytes, declared: str | None) -> Decoded:
    utf8 = data.decode("utf-8", "replace")
    # A cut or patched UTF-8 file: a few broken letters among many whole ones.
    if utf8.count("\ufffd") * 4 < sum(1 for char in utf8 if "\x7f" < char != "\ufffd"):
        return Decoded(utf8, "utf-8")
    latin = data.decode("latin-1")
    choices: dict[str, Callable[[], str]] = {name: partial(decode_legacy, latin, name) for name in get_args(Legacy)}
    choices["windows-1258"] = lambda: unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    if (named := _codec(declared)) and named not in {"utf-8", "cp1258", "iso8859-1", "cp1252"}:
        choices[named] = lambda: data.decode(named, "replace")
    scores = {name: legacy_score(latin[:SAMPLE], cast("Legacy", name)) for name in get_args(Legacy)}
    for name in choices.keys() - scores.keys():
        scores[name] = legacy_score(choices[name]()[:SAMPLE], None)
    plain = data.decode("cp1252", "replace")
    best = max(sorted(scores), key=lambda name: scores[name])
    if scores[best] < 0.3 or scores[best] <= legacy_score(plain[:SAMPLE], None):
        return Decoded(plain, "windows-1252")
    return Decoded(_by_line(latin, choices[best](), best), best)


def _by_line(latin: str, text: str, best: str) -> str:
    """Files exist that change between TCVN3 and VNI line by line: a line that `best` makes nothing of is tried in the others."""
    if best not in get_args(Legacy):
        return text
    lines = []
    for raw, line in zip(latin.split("\n"), text.split("\n"), strict=True):
        other = None if raw.isascii() or legacy_score(raw, cast("Legacy", best)) >= 0.5 else guess_legacy(raw)
        lines.append(decode_legacy(raw, other) if other else line)
    return "\n".join(lines)


def _codec(name: str | None) -> str | None:
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def _tally(text: str, encoding: Legacy | None) -> tuple[int, int]:
    """Count the words with other than ASCII letters, and those among them that are syllables in `encoding`."""
    known = _alphabet(encoding) if encoding else None
    decode = _decoder(encoding) if encoding else None
    if decode and encoding == "tcvn3":
        text = _unminus(text)
    words = [word for word in _WORD.findall(text) if not word.isascii() and any(map(_letterlike, word))]
    good = skipped = 0
    for word in words:
        if known is not None and not all(char < "\x80" or char in known for char in word):
            continue
        plain = decode(word) if decode else word
        # "QĐ", "TĐKT": an abbreviation says nothing.
        skipped += (is_abbreviation := plain.isupper() and len(plain) > 1 and not _VOWEL.search(plain))
        good += not is_abbreviation and is_syllable(unicodedata.normalize("NFC", plain))
    return good, len(words) - skipped


def _letterlike(char: str) -> bool:
    return char >= "\x80" and (char.isalpha() or char < "\u0100")


@lru_cache
def _rule(encoding: str) -> Rule:
    return next(rule for rule in load("encodings").rules if rule.id == encoding)


@lru_cache
def _alphabet(encoding: Legacy) -> frozenset[str]:
    """Characters that stand for a letter in `encoding`, CP1252's and the private use area's forms of them included."""
    data = _rule(encoding).data
    chars = {*_table(data), *data.get("twins", ()), *data.get("single", ())}
    for part in ("marks", "bases"):
        chars |= {form for char in data.get(part, ()) for form in (char, char.upper())}
    forms = {unicode for unicode, byte in (*CP1252.items(), *SYMBOL_FONT.items()) if byte in chars and byte >= "\x80"}
    return frozenset(chars | {chr(form) for form in forms})


def _table(data: Mapping[str, Any]) -> dict[str, str]:
    rows: Mapping[str, str] = data.get("table", {})
    return {chr(int(row, 16) + column): char for row, chars in rows.items() for column, char in enumerate(chars.split()) if char != "."}


@lru_cache
def _decoder(encoding: Legacy) -> Callable[[str], str]:
    data = _rule(encoding).data
    letters: dict[int, str] = {ord(char): letter for char, letter in (*_table(data).items(), *data.get("single", {}).items())}
    letters |= {ord(twin): letters[ord(char)] for twin, char in data.get("twins", {}).items()}
    quotes = {ord(byte): chr(unicode) for unicode, byte in CP1252.items() if unicode}
    if data["cp1252"]:
        letters = {**quotes, **letters}
    else:
        letters |= {unicode: letters.get(ord(byte), chr(unicode)) for unicode, byte in CP1252.items() if unicode}
    if "marks" in data:
        return partial(_decode_marks, letters=letters, marks=data["marks"], bases=data["bases"])
    return partial(_decode_table, letters=letters, minus=bool(data.get("minus")))


def _decode_table(text: str, *, letters: dict[int, str], minus: bool) -> str:
    if minus:
        text = _unminus(text)
    return text.translate(SYMBOL_FONT).translate(letters)


@lru_cache
def _minus_pattern() -> regex.Pattern[str]:
    onsets = "|".join(map(regex.escape, str(load("encodings").settings["onsets"]).split())).replace("đ", "[\u00ae\u00a7]")
    return regex.compile(
        rf"(?<![^\W\d_]|[\u00ad\u2212\u2010])((?:{onsets})?)[{''.join(_rule('tcvn3').data['minus'])}](?=([^\W\d_]|[\u00a1-\u00fe])|)",
        regex.IGNORECASE,
    )


def _unminus(text: str) -> str:
    """U+2212 → the soft hyphen's byte (ư) after the onset of a syllable, or before letters at a word's start."""
    if "\u2212" not in text and "\u2010" not in text:
        return text
    return str(_minus_pattern().sub(lambda match: f"{match[1]}\u00ad" if match[1] or match[2] else match[0], text))


@lru_cache
def _mark_pattern() -> regex.Pattern[str]:
    data = _rule("vni").data
    return regex.compile(rf"([{''.join(data['bases'])}])([{''.join(data['marks'])}]*)", regex.IGNORECASE)


def _decode_marks(text: str, *, letters: dict[int, str], marks: dict[str, str], bases: dict[str, str]) -> str:
    """VNI: the vowel with the marks that follow it, each once ("vieâïc", "Caêên": some typed so), then the letters that stand alone."""

    def compose(match: regex.Match[str]) -> str:
        small, base = match[1].lower(), match[1]
        letter = bases[small] if base == small else bases[small].upper()
        return unicodedata.normalize("NFC", letter + "".join(dict.fromkeys("".join(marks[mark] for mark in match[2].lower()))))

    text = text.translate(SYMBOL_FONT)
    parts: list[str] = []
    end = 0
    for match in _mark_pattern().finditer(text):
        parts += (text[end : match.start()].translate(letters), compose(match))
        end = match.end()
    return "".join(parts) + text[end:].translate(letters)
