"""Component `roles`: to be reached, reached, compared with, or mere background."""

from __future__ import annotations

import regex

from extractor.measure.figure import Figure, Reading, Role, Setting
from extractor.measure.reading import bracket_of, sentence_of
from extractor.measure.rulebook import cue

_FROM = regex.compile(r"\btừ\s*(?:mức\s*)?$")
_CLAUSE = regex.compile(r"[.;]")

_SHARE_OF = regex.compile(r"^[^.;]{0,80}(?:\(\s*(?:ước\s+)?đạt|\bchiếm)(?:\s+(?:tỷ lệ|tỉ lệ|gần|hơn|khoảng|trên))*\s*$")
"""A share of the figure before it: ``(đạt 96%)``, ``, chiếm 26%``."""
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
        elif by is None and stock_sentence == start and setting.role == "result":
            done_here = _PASSIVE.match(reading.lower[figure.end : figure.end + 60])
            role, by = ("result", "passive") if done_here else ("context", "role_stock")
        if figure.is_share and done and done[-1].role != "baseline" and _SHARE_OF.search(reading.lower[done[-1].end : figure.start]):
            role = done[-1].role
        done.append(figure._replace(role=role, role_cue=by))
    return tuple(done)


def _role(reading: Reading, setting: Setting, figure: Figure, floor: int) -> tuple[Role, str | None]:
    lower = reading.lower
    if figure.kind == "level":
        if cue("role_baseline_pair").after(lower, figure.end) and _FROM.search(lower[floor : figure.start]):
            return "baseline", "role_baseline_pair"
        if cue("role_baseline_paren").before(lower, figure.start, floor=max(0, floor - 60)):
            return "baseline", "role_baseline_paren"
        if cue("role_earlier").before(lower, figure.start, floor=max(0, floor - 40)):
            return "baseline", "role_earlier"
        if cue("role_set_elsewhere").before(lower, figure.start, floor=floor):
            return "target", "role_set_elsewhere"
        if cue("role_elsewhere").before(lower, figure.start, floor=floor):
            return "context", "role_elsewhere"
        return _background(reading, setting, figure, floor)
    return setting.role, None


def _background(reading: Reading, setting: Setting, figure: Figure, floor: int) -> tuple[Role, str | None]:
    lower = reading.lower
    rate = "/" in reading.text[figure.digits[1] : figure.end]
    if figure.unit == "VND" and (
        (rate and lower[: figure.start].rstrip().endswith("(")) or cue("role_rate_of_pay").before(lower, figure.start, floor=floor)
    ):
        return "context", "role_rate_of_pay"
    bracket = bracket_of(reading, figure.start)
    left_from = max(floor, bracket[0] if bracket else 0)
    if cue("role_stock").before(lower, figure.start, floor=left_from, window=120) and not cue("role_changed_stock").after(
        lower, figure.end
    ):
        return "context", "role_stock"
    if cue("role_natural").before(lower, figure.start, floor=left_from, window=40):
        return "context", "role_natural"
    if setting.role == "target":
        return "target", None
    if cue("role_territory_has").before(lower, figure.start, floor=left_from) and not cue("role_happened").after(lower, figure.end):
        return "context", "role_territory_has"
    if cue("role_lacking").before(lower, figure.start, floor=max(0, floor - 2)):
        return "context", "role_lacking"
    if cue("role_scope").before(lower, figure.start, floor=floor):
        return "context", "role_scope"
    if figure.unit in {"ngày", "giờ", "phút"}:
        return "context", "duration"
    return _by_what_follows(reading, setting, figure)


def _by_what_follows(reading: Reading, setting: Setting, figure: Figure) -> tuple[Role, str | None]:
    for name in ("role_money_share", "role_nationwide", "role_remaining"):
        if (figure.is_share or name != "role_money_share") and cue(name).after(reading.lower, figure.end):
            return "context", name
    sentence = reading.lower[sentence_of(reading, figure.start)[0] : figure.start]
    each = list(cue("role_each").pattern.finditer(sentence)) if "mỗi" in sentence else []
    if each and not _CLAUSE.search(sentence[each[-1].start() :]) and (figure.unit == "VND" or "đồng" in sentence[each[-1].start() :]):
        return "context", "role_each"
    return setting.role, None
