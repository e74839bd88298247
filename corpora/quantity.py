"""Read the surface of a marked quantity: what its gold is where its author says nothing else.

Only regular forms are read; for any other the author writes `v=` and `u=`. This is the annotator's pencil, kept apart from the
engine's own reader on purpose: gold made by the code under test would prove nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from corpora.source import Number

SCALES = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_FIGURE = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d+\.\d{1,2}(?!\d)|\d+"
_QUANTITY = re.compile(
    rf"(?P<first>{_FIGURE})(?:\s*(?P<join>[-–/]|đến)\s*(?P<second>{_FIGURE}))?\s*"
    r"(?P<scale>(?:(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)\b\s*)*)(?P<unit>.*)"
)
_PER = re.compile(r"\s*/\s*(?:năm|tháng|quý|tuần|ngày|giờ|lần)\b.*$")
_BEFORE = tuple(
    (re.compile(rf"(?:^|[^\w])(?:{words})$"), sign)
    for words, sign in (
        ("không dưới|ít nhất|tối thiểu", ">="),
        ("không quá|không vượt quá|tối đa|nhiều nhất", "<="),
        ("trên|(?<!cao )(?<!thấp )(?<!nhiều )(?<!ít )(?<!lớn )(?<!nhỏ )(?<!sớm )(?<!muộn )hơn", ">"),
        ("dưới|chưa đến|chưa tới", "<"),
        ("gần|khoảng|ước|ước đạt|ước thực hiện|ước khoảng|ước tính|tương đương|xấp xỉ", "~"),
    )
) + tuple((re.compile(sign + "$"), value) for sign, value in ((">=|≥", ">="), ("<=|≤", "<="), (">", ">"), ("<", "<")))
_ONWARD = re.compile(r"[^,.;:()\d]{0,25}?\btrở (lên|xuống)\b")
"""Some words may stand between: "95% kế hoạch vốn trở lên"."""
_UP = re.compile(r"(?:cao hơn|tăng|tăng thêm|tăng được|tăng khoảng|tăng trên|tăng hơn|tăng gần|tăng bình quân)$")
_DOWN = re.compile(r"(?:thấp hơn|giảm|giảm được|giảm thêm|giảm khoảng|giảm trên|giảm hơn|giảm gần|giảm bình quân)$")
_ATTAINED = re.compile(r"(?:đạt|bằng)(?: (?:khoảng|trên|hơn|gần))?$")
_OF_PLAN = re.compile(r"(?:so với|so cùng|so kế hoạch|kế hoạch|KH\b|dự toán|chỉ tiêu|cùng kỳ|mục tiêu)")


class Reading(NamedTuple):
    """What the surface says."""

    value: Number | None
    low: Number | None
    high: Number | None
    of: Number | None
    unit: str | None
    """None when no unit is written."""


def figure(text: str) -> Number:
    """Read one figure in Vietnamese style; "3.01" is a decimal because no group of thousands has two digits."""
    plain = text.replace(".", "") if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text) else text
    return tidy(float(plain.replace(",", ".")))


def tidy(value: float) -> Number:
    """Return an int where the value is whole."""
    value = round(value, 6)
    return int(value) if value == int(value) else value


def read(raw: str) -> Reading | None:
    """Read `raw` ("781.965 triệu đồng"); None when the form is irregular."""
    match = _QUANTITY.fullmatch(raw.strip())
    if match is None:
        return None
    scale, unit = _unit(match["scale"], match["unit"])
    first = tidy(figure(match["first"]) * scale)
    if match["second"] is None:
        return Reading(first, None, None, None, unit)
    second = tidy(figure(match["second"]) * scale)
    if match["join"] == "/":
        return Reading(first, None, None, second, unit)
    return Reading(None, first, second, None, unit)


def _unit(scale_words: str, rest: str) -> tuple[int, str | None]:
    scale = 1
    for word in scale_words.split():
        scale *= SCALES[word]
    rest = _PER.sub("", rest).strip().rstrip(".,;:")
    if rest == "đồng" or rest.startswith("đồng/") or (scale > 1 and not rest):
        return scale, "VND"
    return scale, rest.lower() or None


def comparator(before: str, after: str) -> str:
    """Tell the comparator from the words around the quantity."""
    after = after.lstrip()
    if match := _ONWARD.match(after):
        return ">=" if match[1] == "lên" else "<="
    before = before.rstrip().lower()
    for pattern, sign in _BEFORE:
        if pattern.search(before):
            return sign
    return "="


def kind(before: str, after: str, unit: str | None) -> tuple[str, str | None]:
    """Tell level, change (with direction) or attainment from the words around the quantity."""
    before = before.rstrip().lower()
    if _UP.search(before):
        return "change", "up"
    if _DOWN.search(before):
        return "change", "down"
    if before.endswith("vượt"):
        return "change", None
    if unit == "%" and _ATTAINED.search(before) and _OF_PLAN.match(after.lstrip()):
        return "attainment", None
    return "level", None
