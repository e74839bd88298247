"""Component `roles`: to be reached, reached, compared with, or mere background."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from extractor.measure.figure import MONEY, About, Figure, Reading, Role, Setting
from extractor.measure.kinds import opens_pair
from extractor.measure.reading import bracket_of, sentence_of
from extractor.measure.rulebook import WINDOW, AnyOf, any_of, cue, unit_words

_CLAUSE = regex.compile(r"[.;]")

_SHARE_OF = regex.compile(r"^[^.;]{0,80}(?:\(\s*(?:ước\s+)?đạt|\bchiếm)(?:\s+(?:tỷ lệ|tỉ lệ|gần|hơn|khoảng|trên))*\s*$")
"""A share of the figure before it: ``(đạt 96%)``, ``, chiếm 26%``."""
_THRESHOLD = regex.compile(r"^\s*(?:(?!đạt\b|bảo đảm\b|đảm bảo\b)\p{L}+\s+){2,9}(?:trên|dưới|hơn|từ)?\s*$")
"""What stands between a count and the line it is counted by: ``5 đơn vị giải ngân dưới 50%``."""
_LISTED = regex.compile(r"\s*(?:\p{L}+\s+){0,3}(?:,|và\b|với\b)\s*")
_GRANTS = regex.compile(r"\b(?:hỗ trợ|trợ cấp|phụ cấp)(?:\s+(?:thêm|là|tối đa))*$", regex.REVERSE)
_ITS_SHARE = regex.compile(r"\s*\(\s*(?:chiếm\s+)?\d[\d.,]*\s?%")
"""After ``31 km/42 km``: the first is a share of the second, not of a plan."""
_OF = regex.compile(r"\bcủa$", regex.REVERSE)
_BREAK = regex.compile(r"[,;:.()]")
_PART = regex.compile(r"[;:]\s")
_PER = regex.compile(r"[^/.;,()\d]{0,30}/\s*(?:\d[\d.,]*\s?)?(?P<thing>\p{L}+)")
_NOT_GOODS = {"năm", "tháng", "quý", "tuần", "ngày", "giờ", "vụ", "kỳ", "ha", "tỷ", "tỉ", "triệu", "nghìn", "kh", "kế"}
"""What a sum of money may be counted on without being a price: a span of time, land that yields it, another sum, the plan."""
_AT_MOST = regex.compile(r"(?<!\bvượt\s)\b(?:quá|tối đa)$")
_AT_LEAST = regex.compile(r"\b(?:tối thiểu|ít nhất)$")
_OR_MORE = regex.compile(r"\s*(?:\p{L}+\s+){0,3}trở lên\b")
_OPENS = regex.compile(r"\(\s*(?:dưới|<|≤)?\s*$")
_STANDS = regex.compile(
    r"(?:cơ sở|trường(?! hợp)|phòng|lớp|trạm|hợp tác xã|khách sạn|trung tâm|chợ|nhà máy|giáo viên|cán bộ|công chức|viên chức|bác sĩ|y sĩ|"
    r"nhân viên|biên chế|giường|khu|cụm|thôn|xóm|ấp|bản|dân tộc|tàu|công ty|điểm du|nhà văn|nhà hàng)\b"
)
"""Facilities and staff, that stand there whether or not anything was done."""
_OUTPUT = regex.compile(r"^\s*(?:(?:[kmg]?wp?|kv|[km]?va)$|\p{L}[^/]*/(?:năm|ngày|giờ)\b)")
"""What stands alone in a bracket after a plant's name in one of these is what the plant can do."""
_PRICE = regex.compile(r"\b(?:giá(?!\s+trị)|cước|học phí|viện phí|phí)\b")
_FAULTS_LEAD = regex.compile(r"[-+*\s]*(?:\p{L}+\s){0,3}(?:nguyên nhân|hạn chế|tồn tại|vướng mắc|khó khăn)(?:,?\s\p{L}+){0,4}:")
_AGAINST = regex.compile(r"\bso với(?:\s+mức)?$", regex.REVERSE)
_NO_STOCKS = {"VND", "lần", "vụ", "lượt", "ca"}
_SHARE_THAT = regex.compile(r"\s*(?:\)|\p{L})")
"""``64% cơ sở lưu trú đóng cửa``; a share with nothing after it is what its indicator has come to: ``mầm non 94%, tiểu học 88%``."""
_PASSIVE = regex.compile(r"^\s*(?:\p{L}+\s+){0,5}(?:được|bị)\b")


def tell_roles(reading: Reading, setting: Setting, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Give each figure its role; background set by "hiện có" holds to the end of its sentence."""
    done: list[Figure] = []
    stock_until = -1
    for figure, following in zip(figures, (*figures[1:], None), strict=True):
        start, _ = sentence_of(reading, figure.start)
        floor = max(start, done[-1].end if done and done[-1].end > start else start)
        role, by = _role(reading, setting, figure, floor)
        if by in {"role_stock", "role_territory_has", "role_has"}:
            stock_until = _stock_ends(reading, figure, by)
        elif (
            by is None
            and figure.start < stock_until
            and (_carries(reading, figure, done) if setting.role == "result" else _goes_on(reading, figure, done))
        ):
            done_here = _PASSIVE.match(reading.lower[figure.end : figure.end + 60])
            role, by = ("result", "passive") if done_here else ("context", "role_stock")
        if role == "result" and by is None and following and _is_priced(reading, figure, following):
            role, by = "context", "priced"
        if role == "result" and done and _is_threshold(reading, figure, done[-1]):
            role, by = "context", "threshold"
        if (
            role == "result"
            and done
            and done[-1].role_cue == "role_rate_of_pay"
            and figure.unit == "VND"
            and figure.kind == "level"
            and _is_rate(reading, figure)
        ):
            role, by = "context", "role_rate_of_pay"
        if role == "result" and done and _is_plan_of(reading, figure, done[-1]):
            role, by = "target", "role_set_elsewhere"
        if role == "result" and by is None and (about := _about(reading, setting, figure)) and _is_found(reading, about, figure):
            role, by = "context", f"about_{about}"
        if figure.is_share and done and done[-1].role != "baseline" and _SHARE_OF.search(reading.lower[done[-1].end : figure.start]):
            role = done[-1].role
        done.append(figure if (role, by) == (figure.role, None) else figure._replace(role=role, role_cue=by))
    return tuple(done)


def _about(reading: Reading, setting: Setting, figure: Figure) -> About:
    """What the section tells of, or the sentence by its lead: ``Nguyên nhân: …``."""
    start, _ = sentence_of(reading, figure.start)
    led = setting.role == "result" and _FAULTS_LEAD.match(reading.lower[start : figure.start])
    return setting.about or ("faults" if led else "")


def _is_found(reading: Reading, about: About, figure: Figure) -> bool:
    """True of a stock that a part on the starting point or on faults tells of: nothing in its clause was done or befell."""
    if (
        figure.kind != "level"
        or figure.unit in _NO_STOCKS
        or (figure.is_share and (about == "faults" or not _SHARE_THAT.match(reading.lower, figure.end)))
    ):
        return False
    start, end = sentence_of(reading, figure.start)
    left, right = _PART.split(reading.lower[start : figure.start])[-1], _BREAK.split(reading.lower[figure.end : end])[0]
    if cue("wording_measured_against").after(reading.lower, figure.end) or cue("task_opens").pattern.match(
        _BREAK.split(left)[-1].strip(" -+")
    ):
        return False
    return not any(cue("wording_of_doing").pattern.search(part) for part in (left, right))


def _stock_ends(reading: Reading, figure: Figure, by: str | None) -> int:
    """A stock is told of to the end of its sentence; one told by a mere "có" to the end of its clause."""
    _, end = sentence_of(reading, figure.start)
    clause = reading.lower.find(";", figure.end, end) if by == "role_has" else -1
    return clause if clause >= 0 else end


def _carries(reading: Reading, figure: Figure, done: list[Figure]) -> bool:
    """The stock is still told of: no change, no state of an indicator, and no verb of doing since the figure before."""
    if figure.kind != "level" or (figure.is_share and not _SHARE_THAT.match(reading.lower, figure.end)):
        return False
    since = _BREAK.split(reading.lower[done[-1].end : figure.start])[-1] if done else ""
    return not cue("wording_of_doing").pattern.search(since) and not cue("wording_measured_against").after(reading.lower, figure.end)


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
    _Rule("role_capacity", "context", 60),
    _Rule("role_frequency", "context"),
    _Rule("role_has", "context"),
)
_UNLESS = {"role_stock": "role_changed_stock", "role_territory_has": "role_happened", "role_has": "role_happened"}
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
    if _is_money(figure) and (means := _means(reading, setting, figure, floor)):
        return "context", means
    every, guard = _rules(setting.role)
    if guard.before(lower, figure.start, floor=max(0, floor - 60), window=120):
        found = next((rule for rule in every if _holds(reading, rule, figure, floor)), None)
        if found:
            return found.role, found.name
    if setting.role == "target":
        return "target", None
    if _is_bound(reading, figure):
        return "context", "bound"
    if figure.unit in {"ngày", "giờ", "phút"}:
        spent = cue("role_time_spent").before(lower, figure.start, floor=floor)
        return ("result", "role_time_spent") if spent else ("context", "duration")
    return _by_what_follows(reading, setting, figure)


def _is_plan_of(reading: Reading, figure: Figure, before: Figure) -> bool:
    """``76,8 ha/70 ha``: what was done over what was planned."""
    if figure.unit != before.unit or figure.of is not None or reading.lower[before.end : figure.start].strip() != "/":
        return False
    return not _ITS_SHARE.match(reading.lower, figure.end)


def _is_priced(reading: Reading, figure: Figure, following: Figure) -> bool:
    """What says which thing has the price that follows: ``giá phòng 2 giường là 300.000 đồng/phòng``."""
    if figure.kind != "level" or figure.is_share or _is_money(figure) or following.kind != "level":
        return False
    if not _is_money(following) or not _PER.match(reading.lower, following.digits_end):
        return False
    start, _ = sentence_of(reading, figure.start)
    return not _CLAUSE.search(reading.lower, figure.end, following.start) and bool(
        _PRICE.search(_CLAUSE.split(reading.lower[start : figure.start])[-1])
    )


def _is_bound(reading: Reading, figure: Figure) -> bool:
    """A line that things are told by, or what a plant can do: ``dưới 12 chỗ``, ``thấp (< 50%)``, ``lò vôi (2 tấn/ngày)``."""
    count, left = not figure.is_share and figure.unit != "VND", reading.lower[max(0, figure.start - 20) : figure.start].rstrip()
    if _AT_MOST.search(left):
        return True
    if (
        _OPENS.search(left)
        and reading.text[figure.end : figure.end + 1] == ")"
        and _OUTPUT.search(reading.lower[figure.digits_end : figure.end])
    ):
        return True
    if figure.comparator == "<":
        return count or figure.unit == "VND" or bool(_OPENS.search(left) and reading.text[figure.end : figure.end + 1] == ")")
    return count and bool(_AT_LEAST.search(left) or _OR_MORE.match(reading.lower, figure.end))


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
    if rule.name == "role_has" and (
        not _STANDS.match(figure.unit or "") or cue("wording_measured_against").after(reading.lower, figure.end)
    ):
        return False
    if rule.name == "role_frequency" and figure.unit not in {"lần", "kỳ", "buổi", "phiên"}:
        return False
    if rule.name == "role_denominator" and figure.value != 1:
        return False
    if rule.name == "role_packing" and (figure.unit or "").split("/")[-1] not in unit_words().measures:
        return False
    if rule.name in {"role_stock", "role_territory_has"} and (figure.unit or "").startswith("sản phẩm"):
        return False  # what was made or recognised, not what was found there
    unless = _UNLESS.get(rule.name)
    return unless is None or not cue(unless).after(reading.lower, figure.end)


def _is_area_or_second(reading: Reading, figure: Figure, floor: int) -> bool:
    """``47 xã của 10 huyện``, ``đoàn của 02 tỉnh``: the whole; ``hồ sơ của 900 người`` counts the people."""
    area = (figure.unit or "").split("/")[0].split(",")[0] in {"tỉnh", "huyện", "xã", "phường", "quận", "thành phố", "thị xã"}
    second = floor > sentence_of(reading, figure.start)[0]
    return area or (second and not _BREAK.search(reading.lower[floor : figure.start]))


def _means(reading: Reading, setting: Setting, figure: Figure, floor: int) -> str | None:
    """Which rule makes a sum of money a means or a condition, if any: a rate of pay, funds allotted, a price."""
    if _AGAINST.match(reading.lower[: figure.start].rstrip()[-14:]):
        return None  # an earlier price: `tell_periods` makes it a baseline
    if _is_pay(reading, figure, floor):
        return "role_rate_of_pay"
    if setting.role != "result":
        return None
    rule = "role_price" if _is_rate(reading, figure) else "role_allotted"
    if cue(rule).before(reading.lower, figure.start, floor=floor):
        return rule
    return "price" if _is_per_thing(reading, figure) else None


def _is_money(figure: Figure) -> bool:
    return (figure.unit or "").split("/")[0] in MONEY


def _is_rate(reading: Reading, figure: Figure) -> bool:
    return "/" in reading.text[figure.digits_end : figure.end]


def _is_per_thing(reading: Reading, figure: Figure) -> bool:
    """``20.000 đồng/kg``, ``90.000 đồng/lượt``: a price whatever names it, unless it is what someone earned, made or put in."""
    per = _PER.match(reading.lower, figure.digits_end)
    if per is None or per["thing"] in _NOT_GOODS:
        return False
    start, _ = sentence_of(reading, figure.start)
    return per["thing"] in unit_words().measures or not cue("role_yield").before(reading.lower, figure.start, floor=start, window=120)


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
