"""Component `periods`: the time that a figure speaks of, as EDTF."""

from __future__ import annotations

from calendar import monthrange
from typing import NamedTuple

import regex

from extractor.measure.figure import Extent, Figure, Reading, Setting
from extractor.measure.reading import bracket_of, sentence_of

_LINK = regex.compile(r"\s*(?::|là|có|đạt|còn|ước đạt|ước|giảm|xuống|khoảng|,|\s)*\s*")
_CLAUSES = regex.compile(r"[,;:](?=\s)")
_AFTER_BREAK = regex.compile(r"[,;:(]\s*$", regex.REVERSE)

_DAY = r"(?P<d>\d{1,2})\s?(?:/|-|\s+tháng\s+)\s?(?P<m>\d{1,2})\s?(?:/|-|\s+năm\s+)\s?(?P<y>(?:19|20)\d\d)"
_SPAN = r"(?P<y1>(?:19|20)\d\d)\s?(?:[-–]|đến)\s?(?:năm\s+)?(?P<y2>(?:19|20)\d\d)"
TIME = regex.compile(
    rf"\b(?:từ\s+(?:ngày\s+)?(?P<d1>\d{{1,2}})(?:\s?/\s?(?P<m1>\d{{1,2}}))?(?:\s?/\s?(?:19|20)\d\d)?\s?(?:-|–|đến|đến hết)\s?(?:ngày\s+)?"
    r"(?P<d2>\d{1,2})\s?/\s?(?P<m2>\d{1,2})\s?/\s?(?P<dy>(?:19|20)\d\d)"
    rf"|(?:ngày\s+)?{_DAY}"
    r"|từ năm học\s+(?P<s1>(?:19|20)\d\d)\s?[-–]\s?(?:19|20)\d\d\s+đến\s+(?:hết\s+)?năm học\s+(?:19|20)\d\d\s?[-–]\s?(?P<s2>(?:19|20)\d\d)"
    r"|(?:học kỳ\s+(?P<half>ii|i|2|1)\s*,?\s*(?:của\s+)?)?năm học\s+(?P<s1>(?:19|20)\d\d)\s?[-–]\s?(?P<s2>(?:19|20)\d\d)"
    rf"|(?:giai đoạn|thời kỳ|nhiệm kỳ|trong các năm|các năm|từ năm|năm|\d năm)\s+{_SPAN}"
    r"|(?:lũy kế\s+)?từ\s+(?:năm\s+)?(?P<since>(?:19|20)\d\d)\s+đến\s+(?:nay|thời điểm)"
    r"|(?P<months>\d{1,2}|hai|ba|sáu|chín)\s+tháng\s+(?:đầu\s+|cuối\s+)?(?:của\s+)?năm(?:\s+(?P<my>(?:19|20)\d\d))?"
    r"|quý\s+(?P<q>iv|i{1,3}|[1-4])\b(?:\s?/\s?|\s+năm\s+|,?\s+)?(?P<qy>(?:19|20)\d\d)?"
    r"|tháng\s+(?P<tm>\d{1,2})(?!\d|\s?/\s?\d{1,2}(?!\d))(?:\s?(?:/|\s+năm\s+)\s?(?P<ty>(?:19|20)\d\d))?"
    r"|(?P<sofar>(?:lũy kế\s+)?(?:từ|kể từ)\s+đầu\s+năm(?:\s+đến\s+nay)?|lũy kế\s+(?:đến|từ)\s+\p{L}+)\b"
    r"|năm\s+(?P<year>(?:19|20)\d\d)(?!\s?[-–]\s?(?:19|20)?\d))"
    r"|(?P<month>trong\s+tháng|tháng\s+này)\b(?!\s*(?:\d|tới|trước|sau|cao điểm|hành động|thanh niên|an toàn))"
    rf"|(?<!\bmùa\s)(?<=\s){_SPAN}(?=\s+(?:đạt|là|có|còn|ước|dự kiến)\b)"
    r"|(?<=[;,:(]\s?)(?P<bare>(?:19|20)\d\d)(?=\s*(?:đạt|là|:|\(|còn)\b|\s*\()",
)
"""A time as written, in small letters."""
_MAY_DATE = regex.compile(r"(?:19|20)\d\d|tháng|quý|lũy kế|đầu\s+năm")
"""What a text, in small letters, holds if it holds a time: one cheap search tells most sentences."""
_SINCE = regex.compile(r"\b(?:từ|trước|kể từ|sau)\s+(?:ngày\s+|tháng\s+)?$", regex.REVERSE)
"""``Từ ngày 01/7/2025, …`` says since when, not when."""
_NAMES_PLAN = regex.compile(r"\b(?:định hướng|tầm nhìn)\s+(?:đến\s+)?$", regex.REVERSE)
"""``Kế hoạch … đến năm 2025, định hướng đến năm 2030`` is a name."""
_NAMED_BY_YEAR = regex.compile(
    r"\b(?:(?<!pháp )luật|pháp lệnh|hiến pháp|nghị quyết|kế hoạch|chương trình|đề án|tầm nhìn|đến)\b[^.;:,]{0,60}$"
)
"""What a year belongs to by name, or only ends: ``theo Luật Việc làm năm 2013``, ``Kế hoạch đến năm 2025``."""
_ENDS_CLAUSE = regex.compile(r"\s*;")
_CLAUSE_REACH = 50
"""How far before a figure "cả năm" may stand."""
_COUNTS = {"hai": 2, "ba": 3, "sáu": 6, "chín": 9}
_OPENS = regex.compile(
    r"(?:^|[:;,(]|\b(?:riêng|trong|đến|hết|cuối|tính|tính gộp|tính chung|cộng dồn|dự kiến|ước|thực hiện|kết quả|"
    r"báo cáo|kế hoạch|đầu|thời điểm|lũy kế|và|vào|đã|giờ|lúc))\s*"
    r"(?:(?:trong|cả|đến|hết|cuối|hết tháng|ngày|đầu|dự kiến|ước|là|tính|kể|lũy kế|thực hiện)\s+)*$",
    regex.REVERSE,
)
"""What may stand before a time that sets the scene of its sentence, rather than belonging to a name ("Kế hoạch phát triển … năm 2023")."""
_COMPARED = regex.compile(
    r"\b(?:so|bằng|(?<!không )hơn)\s+(?:với\s+)?(?:cùng kỳ\s+|cuối\s+|đầu\s+|kế hoạch\s+|tháng\s+|mức\s+|bình quân\s+|bình\s+)*(?:của\s+)?$"
    r"|\bgấp\s+(?:[^,;:.()]|[,.](?=\d)){0,24}$|(?<!(?:^|[,;:(.])\s*)\bcùng kỳ\s+$|\bkế hoạch\s+$|\bgiá\s+(?:so sánh\s+|cố định\s+)?$",
    regex.REVERSE,
)
_SAME_MONTHS = regex.compile(r"\bcùng kỳ\s+(?:của\s+)?$", regex.REVERSE)
_REACHED = regex.compile(r"\b(?:xuống|lên|còn|đến)\b[^.;,]{0,20}$")
_NOW = regex.compile(r"\bđến nay\b|(?<!\b(?:thực|phát|xuất|thể|biểu) )\bhiện (?:nay|tại|có|còn|đang|quản lý)\b")
_SET_FOR_THE_YEAR = {"role_set_elsewhere", "role_allotted"}
_SPENT = regex.compile(r"\d{4}-\d\d-\d\d|(\d{4})-01/\1-\d\d")
"""A part of the year, counted from its beginning: what a year's plan is compared with."""
_AT = regex.compile(r"[ (]*(?:(?:vào|cuối|đầu|hết|tại|trong|thời điểm|ở)\s+)*")
"""What may stand between a figure and its own time: ``4,92% cuối năm 2022``."""
_AND_MORE = regex.compile(r"\s*(?:,|và)\s*(?:ngày\s+)?\d{1,2}/\d{1,2}\b")
"""The next of several days: ``02 lần vào ngày 05/3/2024 và ngày 12/3/2024``."""
_AVERAGE = regex.compile(r"\bbình quân\s+(?:(?:mỗi|hằng|hàng|một)\s+)?năm\s+[^,;.:\d]*$")
_A_YEAR_ON_AVERAGE = regex.compile(r"\b(?:tăng|giảm)\s+bình quân\s+[^,;.:\d]*$")
_AFTER_YEARS = regex.compile(r"\bsau\s+(?:hơn\s+|gần\s+)?\d{1,2}\s+năm\b")
_YEARS = regex.compile(r"(?P<first>\d{4})(?P<month>-09)?(?:/(?P<last>\d{4})(?P<until>-05)?)?")
_TERM_REACH = 400
_TERM = regex.compile(r"\b(?:nửa|giữa|đầu|cả)\s+nhiệm kỳ\b")
_PART = regex.compile(r"^\s*[-+]?\s*\(?\s*(?:trong đó|trong số đó|cụ thể|bao gồm|gồm|phân theo|chia theo|chia ra)\b")


class Time(NamedTuple):
    """A time in the text."""

    extent: Extent
    edtf: str
    scene: bool
    """True if it sets the time of what follows in its sentence."""
    compared: bool
    """True if it names the time compared with ("so với cùng kỳ năm 2022")."""


def tell_periods(reading: Reading, setting: Setting, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Give each figure its period: its own, its sentence's, its parent's, or the setting's."""
    times: dict[int, tuple[Time, ...]] = {}
    done: list[Figure] = []
    for k, figure in enumerate(figures):
        start, end = sentence_of(reading, figure.start)
        if start not in times:
            times[start] = find_times(reading, start, end, setting)
        following = min(figures[k + 1].start if k + 1 < len(figures) else end, end)
        own = _adjacent(reading, figure, times[start], following, done[-1].end if done else 0)
        own_period = figure._replace(period=own, period_from="text") if own else None
        dated = own_period or _period(reading, setting, figure, times[start], done)
        done.append(_compared_with(setting, dated) if own_period else dated)
    return tuple(done)


def _compared_with(setting: Setting, figure: Figure) -> Figure:
    """A level that its own words date before the report's time is there to be compared with."""
    now = (setting.period or "")[: len("2024")]
    earlier = figure.kind == "level" and figure.role == setting.role == "result" and now and (figure.period or now)[: len(now)] < now
    first, _, last = (figure.period or "").partition("/")
    before = earlier and (not last or first[: len(now)] == last[: len(now)])
    return figure._replace(role="baseline", role_cue="earlier_time") if before else figure


def _period(reading: Reading, setting: Setting, figure: Figure, times: tuple[Time, ...], done: list[Figure]) -> Figure:
    start, _ = sentence_of(reading, figure.start)
    compared = [time for time in times if time.compared and time.extent[1] <= figure.start]
    bracket = bracket_of(reading, figure.start)
    if compared and bracket and not reading.lower[compared[-1].extent[1] : bracket[0]].strip() and bracket[0] < figure.start:
        return figure._replace(period=compared[-1].edtf, period_from="text")
    scenes = [
        time
        for time in times
        if time.extent[1] <= figure.start and _reaches(reading, time, figure) and _governs(reading, setting, time, figure, done)
    ]
    if _is_average_of_years(reading, setting, figure) and not (scenes and len(scenes[-1].edtf) > len("2024")):
        return figure._replace(period=setting.period, period_from="setting")
    dated = done[-1] if done and figure.kind != "level" and done[-1].start >= start and done[-1].period_from == "text" else None
    if dated and dated.role != "baseline" and not (scenes and scenes[-1].extent[0] > dated.start):
        return figure._replace(period=dated.period, period_from="parent")  # "… năm 2025 ước 71 tỷ đồng, bằng 113%"
    if figure.role_cue == "role_baseline_pair" and figure.comparator != ">=":
        return figure._replace(period=_beginning(reading, setting, figure), period_from="setting")
    if scenes:
        scene = scenes[-1].edtf
        planned = figure.role_cue in _SET_FOR_THE_YEAR and _SPENT.fullmatch(scene)
        return figure._replace(period=scene[: len("2021")] if planned else scene, period_from="sentence")
    left = reading.lower[max(start, figure.start - _TERM_REACH) : figure.start]
    if "nhiệm kỳ" in left and _TERM.search(left):
        return figure._replace(period=None, period_from="sentence")
    if _PART.match(reading.lower[start : start + 40]) and (before := [*setting.prior, *done]):
        whole = _last_before(before, figure.start) if not done or done[-1].start >= start else _last_before(done, start)
        return figure._replace(period=whole.period, period_from="parent")
    if setting.year and "cả năm" in reading.lower[max(start, figure.start - _CLAUSE_REACH) : figure.start]:
        return figure._replace(period=str(setting.year), period_from="sentence")
    if setting.prior_opens and setting.prior:
        return figure._replace(period=setting.prior[0].period, period_from="parent")
    return figure._replace(period=_end_of_term(reading, setting, figure, done), period_from="setting")


def _end_of_term(reading: Reading, setting: Setting, figure: Figure, done: list[Figure]) -> str | None:
    """In a report on several years "đến nay" and "sau 5 năm, từ A lên B" lead to its last; in one on months a plan is the year's."""
    in_year = "-" in (setting.period or "") and "-09/" not in (setting.period or "")  # a term of school is planned by itself
    if figure.role_cue in _SET_FOR_THE_YEAR and setting.year and in_year:
        return str(setting.year)
    first, _, last = (setting.period or "").partition("/")
    if not (len(first) == len(last) == len("2024")):
        return setting.period
    if figure.role_cue == "role_earlier":
        return first
    if setting.role == "result" and figure.role != "baseline":
        sentence = reading.lower[max(sentence_of(reading, figure.start)[0], figure.start - _TERM_REACH) : figure.start]
        if _NOW.search(sentence):
            return last
    paired = bool(done) and done[-1].role_cue == "role_baseline_pair" and done[-1].period == first
    return last if paired and _REACHED.search(reading.lower[done[-1].end : figure.start]) else setting.period


def _is_average_of_years(reading: Reading, setting: Setting, figure: Figure) -> bool:
    """``bình quân mỗi năm giảm 1,2%`` is about all the years reported on, whichever year its sentence names."""
    first, _, last = (setting.period or "").partition("/")
    left = reading.lower[max(0, figure.start - _CLAUSE_REACH) : figure.start]
    told = _AVERAGE.search(left) or (_A_YEAR_ON_AVERAGE.search(left) and reading.lower.startswith("/năm", figure.end))
    return len(first) == len(last) == len("2024") and bool(told)


def _beginning(reading: Reading, setting: Setting, figure: Figure) -> str | None:
    """The time of the first of two values: ``giảm từ 14 xuống 8`` says none, unless it tells how many years lie between."""
    first, _, last = (setting.period or "").partition("/")
    told = _AFTER_YEARS.search(reading.lower, sentence_of(reading, figure.start)[0], figure.start)
    return first if told and len(first) == len(last) == len("2024") else None


def _governs(reading: Reading, setting: Setting, time: Time, figure: Figure, done: list[Figure]) -> bool:
    """A time that sets the scene; else a year that no figure has for its own: any in a report on several years, or the subject's."""
    if time.scene:
        return True
    start, end = time.extent
    if time.compared or not (_is_one_of(setting, time) or _is_of_subject(reading, setting, time, figure, done)):
        return False
    if any(low < end and start < high and (low < start or end < high) for low, high in reading.masks):
        return False  # part of a name: "Nghị quyết số … năm 2023"
    before = reading.lower[:start]
    owned = any(_AT.fullmatch(before, figure.end) for figure in done if figure.end <= start)
    return not owned and not _SINCE.match(before[-20:])


def _is_one_of(setting: Setting, time: Time) -> bool:
    """One of the years that the report is about."""
    first, _, last = (setting.period or "").partition("/")
    return len(first) == len(last) == len(time.edtf) == len("2024") and first <= time.edtf <= last


def _is_of_subject(reading: Reading, setting: Setting, time: Time, figure: Figure, done: list[Figure]) -> bool:
    """Whole years in what a sentence is about, before its first figure: ``Chỉ số hài lòng năm 2022 của huyện đạt 81,5%``."""
    start, end = time.extent
    sentence, _ = sentence_of(reading, start)
    if not _YEARS.fullmatch(time.edtf) or (time.edtf != setting.period and time.edtf[:4] == (setting.period or "")[:4]):
        return False
    bracket = bracket_of(reading, figure.start)
    between, broken, _ = reading.lower[end : bracket[0] if bracket and bracket[0] > end else figure.start].partition(";")
    if (broken and ":" not in between) or any(sentence <= other.start < start for other in done):
        return False
    return dates_subject(reading, time)


def dates_subject(reading: Reading, time: Time) -> bool:
    """False for a time that is part of a name, or only an end: ``theo Luật Việc làm năm 2013``, ``Kế hoạch đến năm 2025``."""
    start, end = time.extent
    if any(low < end and start < high and (low < start or end < high) for low, high in reading.masks):
        return False
    return not _NAMED_BY_YEAR.search(reading.lower[sentence_of(reading, start)[0] : start])


def _reaches(reading: Reading, time: Time, figure: Figure) -> bool:
    """A time inside a bracket says nothing of what stands outside, one that ends a clause nothing of the next."""
    if _ENDS_CLAUSE.match(reading.lower, time.extent[1]):
        return False
    bracket = bracket_of(reading, time.extent[0])
    return bracket is None or figure.start < bracket[1]


def _last_before(done: list[Figure], start: int) -> Figure:
    return next((figure for figure in reversed(done) if figure.start < start and figure.role != "baseline"), done[-1])


def _adjacent(reading: Reading, figure: Figure, times: tuple[Time, ...], until: int, floor: int) -> str | None:
    """A time right after the figure (``38 đơn vị năm 2017``) or in the same bracket right before it (``(năm 2022: 1.326)``)."""
    for time in times:
        between = reading.lower[figure.end : time.extent[0]]
        if figure.end <= time.extent[0] < until and _AT.fullmatch(between) and not time.compared:
            return None if _AND_MORE.match(reading.lower, time.extent[1]) else time.edtf
        between = reading.lower[time.extent[1] : figure.start]
        if time.compared or (floor and _AT.fullmatch(reading.lower[floor : time.extent[0]])):
            continue
        if (
            floor <= time.extent[0]
            and time.extent[1] <= figure.start
            and _LINK.fullmatch(between)
            and (time.scene or dates_subject(reading, time))
        ):
            return time.edtf
    return None


def find_times(reading: Reading, start: int, end: int, setting: Setting) -> tuple[Time, ...]:
    """All times of one sentence."""
    found: list[Time] = []
    if _MAY_DATE.search(reading.lower, start, end) is None:
        return ()
    for match in TIME.finditer(reading.lower, start, end):
        edtf = _so_far(setting) if match["sofar"] else _last_month(setting) if match["month"] else to_edtf(match, setting.year)
        if edtf is None:
            continue
        left = reading.lower[start : match.start()]
        if match["year"] and _SAME_MONTHS.match(left):
            edtf = _same_months(edtf, setting)
        compared = bool(_COMPARED.match(left))
        event = bool(match["ty"] or match["my"]) and not _SINCE.match(left)
        found.append(Time(match.span(), edtf, not compared and (event or _is_scene(left)), compared))
    return tuple(found)


def _same_months(year: str, setting: Setting) -> str:
    """``cùng kỳ năm 2022`` in a report on the first half of 2023 → 2022-01/2022-06."""
    months = setting.period if setting.period and setting.year and "-" in setting.period else None
    return months.replace(str(setting.year), year) if months else year


def _so_far(setting: Setting) -> str | None:
    """The year up to the report's time: ``lũy kế từ đầu năm`` in a report of May 2024 → 2024-01/2024-05."""
    if setting.period is None or setting.year is None:
        return setting.period
    last = setting.period.rpartition("/")[2]
    return f"{setting.year}-01/{last}" if len(last) >= len("2024-05") and last[:4] == str(setting.year) else setting.period


def _last_month(setting: Setting) -> str | None:
    """``Trong tháng, …`` in a report on the months up to April is April's."""
    last = (setting.period or "").rpartition("/")[2]
    return last if len(last) == len("2024-04") else None


def _is_scene(left: str) -> bool:
    if _SINCE.match(left) or _NAMES_PLAN.match(left):
        return False
    if _AFTER_BREAK.match(left):
        return True
    return len(_CLAUSES.split(left)[-1].split()) <= 14 and bool(_OPENS.match(left.lstrip("-+• ").rstrip() + " " if left.strip() else ""))


def to_edtf(match: regex.Match[str], year: int | None) -> str | None:
    """EDTF of a match of `TIME`: ``15/11/2023`` → 2023-11-15, ``quý ii/2024`` → 2024-04/2024-06; None where the year is unknown."""
    if match["dy"]:
        first = _day(int(match["dy"]), int(match["m1"] or match["m2"]), int(match["d1"]))
        last = _day(int(match["dy"]), int(match["m2"]), int(match["d2"]))
        return _whole_months(first, last) if first and last else None
    if match["y"]:
        return _day(int(match["y"]), int(match["m"]), int(match["d"]))
    if match["s1"]:
        return _school_year(match["s1"], match["s2"], match["half"])
    if match["y1"]:
        return f"{match['y1']}/{match['y2']}"
    if match["since"]:
        return f"{match['since']}/{year}" if year else f"{match['since']}/.."
    if match["months"]:
        return _months(match["my"] or year, _COUNTS.get(match["months"]) or int(match["months"]), "cuối" in match[0])
    if match["q"]:
        return _quarter(match["qy"] or year, match["q"])
    if match["tm"]:
        month = int(match["tm"])
        return f"{match['ty'] or year}-{month:02d}" if (match["ty"] or year) and 1 <= month <= 12 else None
    year_alone = match["year"] or match["bare"]
    return str(year_alone) if year_alone else None


def span_before(period: str | None) -> str | None:
    """The span of equal length right before one of whole or school years: 2026/2030 → 2021/2025; any other as it is."""
    match = _YEARS.fullmatch(period or "")
    if match is None:
        return period
    first, last = int(match["first"]), int(match["last"] or match["first"])
    back = 1 if match["month"] else last - first + 1
    earlier = f"{first - back}{match['month'] or ''}"
    return f"{earlier}/{last - back}{match['until'] or ''}" if match["last"] else earlier


def _whole_months(first: str, last: str) -> str:
    """``2025-07-01/2025-10-31`` → 2025-07/2025-10, and a whole year → 2025: as coarse as the text is exact."""
    year, month, day = (int(part) for part in last.split("-"))
    if not first.endswith("-01") or day != monthrange(year, month)[1]:
        return f"{first}/{last}"
    if first[:7] == last[:7]:
        return first[:7]
    return str(year) if first == f"{year}-01-01" and month == 12 else f"{first[:7]}/{last[:7]}"


def _school_year(first: str, second: str, half: str | None) -> str:
    """From September to May, its first half to December (khung kế hoạch thời gian năm học: 05/9 to 31/5)."""
    start = f"{second}-01" if half in {"ii", "2"} else f"{first}-09"
    return f"{start}/{first}-12" if half in {"i", "1"} else f"{start}/{second}-05"


def _day(year: int, month: int, day: int) -> str | None:
    return f"{year}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def _months(year: str | int | None, count: int, at_end: bool) -> str | None:
    if year is None or not 1 <= count <= 12:
        return None
    first, last = (13 - count, 12) if at_end else (1, count)
    return f"{year}-{first:02d}/{year}-{last:02d}"


def _quarter(year: str | int | None, name: str) -> str | None:
    number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(name) or int(name)
    return f"{year}-{3 * number - 2:02d}/{year}-{3 * number:02d}" if year else None
