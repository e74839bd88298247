"""Old encodings are told from the content and decoded."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.read.encodings import decode_bytes, decode_legacy, guess_legacy, legacy_score
from rules.loader import load

SOUND = (
    "Ủy ban nhân dân xã báo cáo kết quả thực hiện nhiệm vụ quý I; đã hỗ trợ 1.250 hộ nghèo, tỷ lệ giảm còn 2,5%.\n"
    "Theo dõi, đôn đốc các thôn; ông Võ Văn Nghĩa nêu rõ lõi của vấn đề, mở rộng ngõ xóm.\n"
)


def _encode(text: str, encoding: str) -> bytes:
    """Encode with the tables of the rules; VNI and Windows-1258 by taking the letters apart."""
    rule = next(rule for rule in load("encodings").rules if rule.id == encoding)
    if encoding == "vni":
        return _encode_vni(text, rule.data)
    rows = rule.data["table"].items()
    codes = {char: int(row, 16) + column for row, chars in rows for column, char in enumerate(chars.split()) if char != "."}
    return bytes(codes.get(char, ord(char) if ord(char) < 128 else 63) for char in text)


def _encode_vni(text: str, data: dict[str, dict[str, str]]) -> bytes:
    single = {char: code for code, char in data["single"].items()}
    bases = {char: code for code, char in data["bases"].items()}
    marks = {"".join(sorted(mark)): code for code, mark in data["marks"].items()}
    out = []
    for char in text:
        apart = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", apart[0] + ("\u031b" if "\u031b" in apart else "")).lower()
        mark = "".join(sorted(part for part in apart[1:] if part != "\u031b"))
        if char in single:
            out.append(single[char])
        elif base in bases and (mark in marks or not mark):
            code = bases[base] + (marks[mark] if mark else "")
            out.append(code.upper() if char.isupper() else code)
        else:
            out.append(char)
    return "".join(out).encode("latin-1", "replace")


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "vps"])
def test_a_text_file_in_an_old_encoding_is_read(encoding: str) -> None:
    # TCVN3 has no capitals with tones: its fonts do.
    text = SOUND.replace("Ủ", "U") if encoding == "tcvn3" else SOUND
    decoded = decode_bytes(_encode(text, encoding))
    assert (decoded.encoding, decoded.text) == (encoding, text)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_a_mark(codec: str) -> None:
    assert decode_bytes(SOUND.encode(codec)).text == SOUND


def test_windows_1258_comes_out_composed() -> None:
    # Windows-1258 has the vowels with hook, horn and breve as letters, the tones as combining marks behind them.
    apart = ""
    for char in SOUND:
        nfd = unicodedata.normalize("NFD", char)
        tone = [part for part in nfd if part in "\u0300\u0301\u0303\u0309\u0323"]
        rest = unicodedata.normalize("NFC", "".join(part for part in nfd if part not in tone))
        apart += rest + "".join(tone)
    decoded = decode_bytes(apart.encode("cp1258"))
    assert (decoded.encoding, decoded.text) == ("windows-1258", SOUND)


def test_a_cut_off_utf_8_file_stays_utf_8() -> None:
    decoded = decode_bytes(SOUND.encode()[:-2].removesuffix(b".") + "ệ".encode()[:2])
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(SOUND[:100])


def test_lines_in_another_old_encoding_are_decoded_by_themselves() -> None:
    line = "Ủy ban nhân dân huyện tổng hợp số liệu của các xã, thị trấn"
    data = b"\n".join([*[_encode(SOUND.replace("Ủ", "U").strip(), "tcvn3")] * 3, _encode(line, "vni")])
    assert decode_bytes(data).text.splitlines()[-1] == line


@pytest.mark.parametrize("line", SOUND.splitlines())
def test_sound_text_is_no_legacy(line: str) -> None:
    assert guess_legacy(line) is None
    assert legacy_score(line, None) == 1


@pytest.mark.parametrize(
    ("given_text", "want"),
    [
        ("th\u2212 ký, nh\u2212 trên, \u2212u tiªn", "thư ký, như trên, ưu tiên"),
        ("giai đoạn 1998 \u2212 2000", "giai đoạn 1998 \u2212 2000"),
        ("10 \u2212 15%", "10 \u2212 15%"),
    ],
)
def test_the_minus_sign_is_a_letter_only_inside_of_syllables(given_text: str, want: str) -> None:
    assert decode_legacy(given_text.replace("ký", "k\u00fd").replace("trên", "tr\u00aan"), "tcvn3").replace("đoạn", "đoạn") == want


def test_symbol_coded_letters_are_decoded() -> None:
    assert decode_legacy("".join(chr(0xF000 + ord(char)) for char in "\u00a7iÒu"), "tcvn3") == "Điều"


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=200))
def test_ascii_is_never_touched(text: str) -> None:
    for encoding in ("tcvn3", "vni", "viscii", "vps"):
        assert decode_legacy(text, encoding) == text


@given(st.binary(max_size=400))
def test_any_bytes_decode(data: bytes) -> None:
    assert isinstance(decode_bytes(data).text, str)


def test_text_that_was_encoded_twice_is_decoded_twice() -> None:
    twice = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in SOUND.encode()).encode()
    assert decode_bytes(twice).text == SOUND


def test_abbreviations_do_not_decide() -> None:
    assert guess_legacy("Sè: 5/Q\u00a7-UB vµ N\u00a7-CP") == "tcvn3"


def test_a_mark_that_was_typed_twice_counts_once() -> None:
    assert decode_legacy("Caêên cöù, vieâïc", "vni") == "Căn cứ, việc"
