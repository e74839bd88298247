"""Component `roles`: to be reached, reached, compared with, or mere background."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from extractor.measure.figure import Figure, Reading, Role, Setting
from extractor.measure.kinds import opens_pair
from extractor.measure.reading import bracket_of, sentence_of
from extractor.measure.rulebook import WINDOW, AnyOf, any_of, cue, unit_words

_CLAUSE = regex.compile(r"[.;]")

_SHARE_OF = regex.compile(r"^[^.;]{0,80}(?:\(\s*(?:ước\s+)?đạt|\bchiếm)(?:\s+(?:tỷ lệ|tỉ lệ|gần|hơn|khoảng|trên))*\s*$")
"""A share of the figure before it: ``(đạt 96%)``, ``, chiếm 26%``."""
_THRESHOLD = regex.compile(r"^\s*(?:\p{L}+\s+){2,9}(?:trên|dưới|hơn|từ)?\s*$")
"""What stands between a count and the line it is counted by: ``5 đơn vị giải ngân dưới 50%``."""
_LISTED = regex.compile(r"\s*(?:\p{L}+\s+){0,3}(?:,|và\b|với\b)\s*")
_GRANTS = regex.compile(r"\b(?:hỗ trợ|trợ cấp|phụ cấp)(?:\s+(?:thêm|là|tối đa))*$", regex.REVERSE)
_ITS_SHARE = regex.compile(r"\s*\(\s*(?:chiếm\s+)?\d[\d.,]*\s?%")
"""After ``31 km/42 km``: the first is a share of the second, not of a plan."""
_OF = regex.compile(r"\bcủa$", regex.REVERSE)
_BREAK = regex.compile(r"[,;:.()]")
_PASSIVE = regex.compile(r"^\s*(?:\p{L}+\s+){0,5}(?:được|bị)\b")


def tell_roles(reading: Reading, setting: Setting, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Give each figure its role; background set by "hiện có" holds to the end of its sentence."""
    done: list[Figure] = []
    stock_sentence = -1
    for figure in figures:
        start, _ = sentence_of(reading, figure.start)
        floor = max(start, done[-1].end if done and done[-1].end > start else start)
        role, by = _role(reading, setting, figure, floor)
        if by in {"role_stock", "role_territory_has"}:
            stock_sentence = start
        elif by is None and stock_sentence == start and (setting.role == "result" or _goes_on(reading, figure, done)):
            done_here = _PASSIVE.match(reading.lower[figure.end : figure.end + 60])
            role, by = ("result", "passive") if done_here else ("context", "role_stock")
        if role == "result" and done and _is_threshold(reading, figure, done[-1]):
            role, by = "context", "threshold"
        if role == "result" and done and done[-1].role_cue == "role_rate_of_pay" and figure.unit == "VND" and _is_rate(reading, figure):
            role, by = "context", "role_rate_of_pay"
        if role == "result" and done and _is_plan_of(reading, figure, done[-1]):
            role, by = "target", "role_set_elsewhere"
        if figure.is_share and done and done[-1].role != "baseline" and _SHARE_OF.search(reading.lower[done[-1].end : figure.start]):
            role = done[-1].role
        done.append(figure if (role, by) == (figure.role, None) else figure._replace(role=role, role_cue=by))
    return tuple(done)


def _goes_on(reading: Reading, figure: Figure, done: list[Figure]) -> bool:
    """In a plan only a bare list goes on with the stock: ``hiện có 24 thôn, 3.912 hộ``."""
    return bool(done) and bool(_LISTED.fullmatch(reading.lower[done[-1].end : figure.start]))


class _Rule(NamedTuple):
    """A rule of figures.toml that tells a role by the words before a level; `reach` is how far it may look past the figure before."""

    name: str
    role: Role
    reach: int = 0
    window: int = WINDOW
    outside_brackets: bool = True
    """False: words before the bracket that the figure stands in do not count."""


_BASELINES = (
    _Rule("role_baseline_paren", "baseline", 60),
    _Rule("role_baseline_against", "baseline", 60),
    _Rule("role_earlier", "baseline", 40),
)
_OTHERS = (
    _Rule("role_set_elsewhere", "target"),
    _Rule("role_elsewhere", "context"),
    _Rule("role_packing", "context"),
    _Rule("role_denominator", "context"),
    _Rule("role_foreseen", "context", 60),
    _Rule("role_attribute", "context"),
)
_STOCKS = (
    _Rule("role_stock", "context", window=120, outside_brackets=False),
    _Rule("role_natural", "context", window=40, outside_brackets=False),
)
_BACKGROUND = (
    _Rule("role_urged", "target"),
    _Rule("role_territory_has", "context", outside_brackets=False),
    _Rule("role_lacking", "context", 2),
    _Rule("role_scope", "context"),
    _Rule("role_of_each", "context"),
)
_UNLESS = {"role_stock": "role_changed_stock", "role_territory_has": "role_happened"}
"""What after the figure takes a rule back."""


@lru_cache
def _rules(role: Role) -> tuple[tuple[_Rule, ...], AnyOf]:
    """The rules for levels where the setting's role is `role`, and all of them at once."""
    rules = (*_BASELINES, *_OTHERS, *_STOCKS, *(() if role == "target" else _BACKGROUND))
    return rules, any_of(*(rule.name for rule in rules))


def _role(reading: Reading, setting: Setting, figure: Figure, floor: int) -> tuple[Role, str | None]:
    if figure.kind != "level":
        planned = setting.role == "result" and cue("role_set_change").before(reading.lower, figure.start, floor=floor)
        return ("target", "role_set_change") if planned else (setting.role, None)
    lower = reading.lower
    if opens_pair(lower, figure, floor):
        return "baseline", "role_baseline_pair"
    if figure.unit == "VND" and (means := _means(reading, setting, figure, floor)):
        return "context", means
    every, guard = _rules(setting.role)
    if guard.before(lower, figure.start, floor=max(0, floor - 60), window=120):
        found = next((rule for rule in every if _holds(reading, rule, figure, floor)), None)
        if found:
            return found.role, found.name
    if setting.role == "target":
        return "target", None
    if figure.unit in {"ngày", "giờ", "phút"}:
        return "context", "duration"
    return _by_what_follows(reading, setting, figure)


def _is_plan_of(reading: Reading, figure: Figure, before: Figure) -> bool:
    """``76,8 ha/70 ha``: what was done over what was planned."""
    if figure.unit != before.unit or figure.of is not None or reading.lower[before.end : figure.start].strip() != "/":
        return False
    return not _ITS_SHARE.match(reading.lower, figure.end)


def _is_threshold(reading: Reading, figure: Figure, before: Figure) -> bool:
    """A bound that says which things the count before it counts."""
    bound = figure.comparator in {"<", ">", "<=", ">="} and figure.kind == "level" and figure.is_share
    return bound and not before.is_share and before.unit != "VND" and bool(_THRESHOLD.match(reading.lower[before.end : figure.start]))


def _holds(reading: Reading, rule: _Rule, figure: Figure, floor: int) -> bool:
    bracket = None if rule.outside_brackets else bracket_of(reading, figure.start)
    reach = max(floor, bracket[0]) if bracket else max(0, floor - rule.reach)
    if not cue(rule.name).before(reading.lower, figure.start, floor=reach, window=rule.window):
        return False
    if (
        rule.name == "role_scope"
        and _OF.match(reading.lower[: figure.start].rstrip()[-6:])
        and not _is_area_or_second(reading, figure, floor)
    ):
        return False
    if rule.name == "role_denominator" and figure.value != 1:
        return False
    if rule.name == "role_packing" and (figure.unit or "").split("/")[-1] not in unit_words().measures:
        return False
    unless = _UNLESS.get(rule.name)
    return unless is None or not cue(unless).after(reading.lower, figure.end)


def _is_area_or_second(reading: Reading, figure: Figure, floor: int) -> bool:
    """``47 xã của 10 huyện``, ``đoàn của 02 tỉnh``: the whole; ``hồ sơ của 900 người`` counts the people."""
    area = (figure.unit or "").split("/")[0].split(",")[0] in {"tỉnh", "huyện", "xã", "phường", "quận", "thành phố", "thị xã"}
    second = floor > sentence_of(reading, figure.start)[0]
    return area or (second and not _BREAK.search(reading.lower[floor : figure.start]))


def _means(reading: Reading, setting: Setting, figure: Figure, floor: int) -> str | None:
    """Which rule makes a sum of money a means or a condition, if any: a rate of pay, funds allotted, a price."""
    if _is_pay(reading, figure, floor):
        return "role_rate_of_pay"
    if setting.role != "result":
        return None
    if _is_per_goods(reading, figure):
        return "price"
    rule = "role_price" if _is_rate(reading, figure) else "role_allotted"
    return rule if cue(rule).before(reading.lower, figure.start, floor=floor) else None


def _is_rate(reading: Reading, figure: Figure) -> bool:
    return "/" in reading.text[figure.digits_end : figure.end]


def _is_per_goods(reading: Reading, figure: Figure) -> bool:
    """``20.000 đồng/kg`` is a price whatever names it; ``60 triệu đồng/ha`` is what the land yields."""
    per = reading.lower[figure.digits_end : figure.end].partition("/")[2].strip()
    return per != "ha" and per in unit_words().measures


def _is_pay(reading: Reading, figure: Figure, floor: int) -> bool:
    """A fixed rate of pay or support: ``với mức 55.000 đồng/tháng``, ``(300.000 đồng/suất)``."""
    aside = _is_rate(reading, figure) and reading.lower[: figure.start].rstrip().endswith(("(", "trị giá"))
    aside = aside or (_is_rate(reading, figure) and bool(_GRANTS.match(reading.lower[: figure.start].rstrip()[-30:])))
    return aside or cue("role_rate_of_pay").before(reading.lower, figure.start, floor=floor) is not None


def _by_what_follows(reading: Reading, setting: Setting, figure: Figure) -> tuple[Role, str | None]:
    for name in ("role_money_share", "role_nationwide", "role_remaining", "role_not_done"):
        if (figure.is_share or name != "role_money_share") and cue(name).after(reading.lower, figure.end):
            return "context", name
    sentence = reading.lower[sentence_of(reading, figure.start)[0] : figure.start]
    each = list(cue("role_each").pattern.finditer(sentence)) if "mỗi" in sentence else []
    if each and not _CLAUSE.search(sentence[each[-1].start() :]) and (figure.unit == "VND" or "đồng" in sentence[each[-1].start() :]):
        return "context", "role_each"
    return setting.role, None
