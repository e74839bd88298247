"""What each section of a document is for: it reports, it plans, or it sets targets; and the time it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

import regex

from extractor.measure.figure import About, Role, Setting
from extractor.measure.periods import TIME, span_before, to_edtf
from extractor.measure.rulebook import cue
from extractor.schema import FootnoteAnchor, Section
from extractor.structure.document import Document

Mode: TypeAlias = Literal["reports", "plans", "targets", "requests", "rules"]
"""`requests`: what others are asked for, to be reached but no targets of the document; `rules`: a legal text, whose figures are neither."""

_REGULATION = regex.compile(r"^(?:quy chế|quy định|điều lệ|nội quy|hướng dẫn|đơn giá|bảng giá|mức giá|định mức)\b", regex.IGNORECASE)
_DIRECTS = regex.compile(r"\b(?:tập trung|đẩy mạnh|tăng cường|triển khai|thực hiện|khẩn trương|chấn chỉnh)\b", regex.IGNORECASE)
_ANSWERS = regex.compile(r"\b(?:báo cáo|trả lời|phúc đáp|kết quả|tình hình)\b", regex.IGNORECASE)
_REQUESTS = regex.compile(
    r"^(?:(?:những|một số|các|nội dung|phần)\s+)*(?:kiến nghị|đề xuất|đề nghị)\b[^.;\d]{0,60}$|^nội dung (?:trình|xin ý kiến)\b",
    regex.IGNORECASE,
)
"""``Đề xuất, kiến nghị``; in ``Khó khăn và kiến nghị`` each paragraph tells for itself, ``phản ánh, kiến nghị`` are letters."""
_ANSWERED = regex.compile(r"\b(?:thực hiện|giải quyết|trả lời|xử lý|tiếp thu)\b.*\b(?:kiến nghị|đề nghị|phản ánh)\b", regex.IGNORECASE)
_PLANNING = {"ke_hoach", "chuong_trinh", "quyet_dinh", "nghi_quyet", "chi_thi", "de_an", "huong_dan"}
_LEGISLATING = {"luat", "phap_lenh", "nghi_dinh", "thong_tu", "hop_dong", "quy_dinh", "quy_che", "dieu_le", "noi_quy"}
_LAYS_DOWN = regex.compile(
    r"\b(?:quy định|quy chế|điều lệ|nội quy|sửa đổi|thuế suất|(?:mức|bảng|đơn) giá|định mức|danh mục|bộ tiêu chí|"
    r"mức (?:chi|thu|hỗ trợ))\b",
    regex.IGNORECASE,
)
_SETS_OUT = regex.compile(r"\b(?:chỉ tiêu|kế hoạch|chương trình|đề án|mục tiêu|dự toán|nhiệm vụ)\b", regex.IGNORECASE)
_SCOPE = regex.compile(r"^phạm vi điều chỉnh\b", regex.IGNORECASE)
"""The article that opens a regulation."""
_HEADING = 200
"""What stands further on in a title is a paragraph's text."""
_LEAD = 40
"""A lead with a colon has no more characters."""
_OPENING = 2
"""So many paragraphs open a document."""
_ROLES: dict[Mode, Role] = {"reports": "result", "plans": "context", "targets": "target", "requests": "target", "rules": "context"}
_EVENT = regex.compile(r"\b(?:trận|cơn|bão số)\b[^,;.]{0,30}$")
"""What a time names rather than dates: ``Khắc phục hậu quả trận lốc tháng 4/2020``."""
_RUNNING_TOTAL = regex.compile(
    r"(?:tháng\s+\d{1,2}|quý)\b.*\b(?:\d{1,2}|hai|ba|sáu|chín)\s+tháng\s+(?:đầu\s+)?(?:của\s+)?năm", regex.IGNORECASE
)
"""A month or quarter and the months up to its end; of "tháng 3 và quý I" the month is the news."""
_YEAR = regex.compile(r"(?:19|20)\d\d")


class Scope(NamedTuple):
    """A section's place in the outline: labels from the outermost section down, what it is for, when."""

    path: tuple[str, ...]
    mode: Mode
    period: str | None
    explicit: bool = False
    """True if a title said what the section is for."""
    reported: str | None = None
    """The time that the document reports on."""
    answers: bool = False
    """True where requests made earlier are reported on: "Tình hình giải quyết kiến nghị"."""
    about: About = ""


class Outline(NamedTuple):
    """Scopes by section id; `root` is the document's own."""

    root: Scope
    scopes: dict[str | None, Scope]
    sections: dict[str, Section]
    anchors: dict[str | None, FootnoteAnchor]
    """Where the footnotes are anchored, by their ids."""
    beside: dict[str, tuple[Section, ...]]
    """Each section with those that share its parent."""
    settings: dict[str | None, Setting]
    """What a paragraph of a section may take for granted, by section id."""

    def scope(self, section_id: str | None) -> Scope:
        """The scope of a section; the document's own for None."""
        return self.scopes.get(section_id, self.root)

    def setting(self, section_id: str | None) -> Setting:
        """What a paragraph of the section may take for granted."""
        return self.settings.get(section_id) or self.settings[None]


def outline(document: Document) -> Outline:
    """Read the outline's titles from the outside in."""
    kind = document.header.kind
    titles = [document.header.title or "", *(section.title or "" for section in document.sections)]
    times = next((_running_total_first(title, found) for title in titles if (found := times_of(title))), [])
    mode = _mode_of_kind(kind, titles[0], next((title for title in titles[1:] if title), ""))
    year = _YEAR.search(document.header.date or "")
    first = (_opening_span(document, times, year) if mode == "reports" else None) or (times[0] if times else year[0] if year else None)
    later = times[-1] if times else first
    root = Scope((), mode, first, reported=first)
    scopes: dict[str | None, Scope] = {None: root}
    sections: dict[str, Section] = {}
    beside = {section.id: siblings for siblings in _families(tuple(document.sections)) for section in siblings}
    for section, above in _walk(document.sections, root, scopes):
        sections[section.id] = section
        scopes[section.id] = _scope(section, above, later if mode == "reports" else first)
    settings = {name: _setting(scope) for name, scope in scopes.items()}
    return Outline(root, scopes, sections, {note.id: note.anchors[0] for note in document.footnotes if note.anchors}, beside, settings)


def _setting(scope: Scope) -> Setting:
    year = _YEAR.search(scope.period or "")
    about = scope.about if scope.mode == "reports" else ""
    return Setting(role=_ROLES[scope.mode], period=scope.period, year=int(year[0]) if year else None, about=about)


def _running_total_first(title: str, times: list[str]) -> list[str]:
    """A report on "tháng 4 và 4 tháng đầu năm" is about the four months, unless words say "trong tháng"."""
    if len(times) < len(("part", "total")) or not _RUNNING_TOTAL.search(title):
        return times
    part, total = (time.split("/") for time in times[:2])
    grows = part[-1] == total[-1] and total[0] == f"{part[0][:4]}-01"
    return times[1:] if grows else times


def _opening_span(document: Document, times: list[str], year: regex.Match[str] | None) -> str | None:
    """From when to when a report reports, where its opening says so and its title but a year: ``từ ngày 05/9 đến 25/10/2025``."""
    known = times[0] if times else year[0] if year else ""
    if len(times) > 1 or len(known) not in {len("2025"), len("2025-10-25")}:
        return None
    opening = [passage for passage in document.passages if passage.kind == "text"][:_OPENING]
    for passage in opening:
        match = next((found for found in TIME.finditer(document.text[passage.body : passage.end].lower()) if found["dy"]), None)
        if match:
            span = to_edtf(match, None)
            return span if span and span[:4] == known[:4] else None
    return None


def _mode_of_kind(kind: str, title: str, opening: str) -> Mode:
    if kind in _LEGISLATING or _SCOPE.match(opening):
        return "rules"
    if kind in {"quyet_dinh", "nghi_quyet", "huong_dan"} and _LAYS_DOWN.search(title) and not _SETS_OUT.search(title):
        return "rules"
    directs = kind == "cong_van" and _DIRECTS.search(title) and not _ANSWERS.search(title)
    return "plans" if kind in _PLANNING or directs else "reports"


def _walk(sections: tuple[Section, ...] | list[Section], above: Scope, scopes: dict[str | None, Scope]) -> Iterator[tuple[Section, Scope]]:
    for section in sections:
        yield section, above
        yield from _walk(section.children, scopes[section.id], scopes)


def _families(sections: tuple[Section, ...]) -> Iterator[tuple[Section, ...]]:
    yield sections
    for section in sections:
        yield from _families(tuple(section.children))


def times_of(title: str) -> list[str]:
    """The times of a title in order: "… năm 2023 và phương hướng năm 2024" → ["2023", "2024"]."""
    years = [(match.start(), int(match[0])) for match in _YEAR.finditer(title)]
    found = []
    for match in TIME.finditer(title.lower()):
        if _EVENT.search(title.lower(), 0, match.start()):
            continue
        following = next((year for at, year in years if at >= match.start()), years[-1][1] if years else None)
        found.append(to_edtf(match, following))
    return [edtf for edtf in found if edtf]


def _scope(section: Section, above: Scope, later: str | None) -> Scope:
    path = (*above.path, section.label) if section.label else above.path
    title = (section.title or "")[:_HEADING]
    mode, explicit = _mode(title, above)
    if section.kind in {"attachment", "appendix"} and _REGULATION.match(title):
        mode, explicit = "rules", True
    times = times_of(title) if title else []
    if mode == "reports" and times and times[-1][:4] > _last_year(above.reported):
        mode, explicit = "plans", True  # "Nhu cầu vốn giai đoạn 2026 - 2030" in a report on 2021 - 2025
    if mode == "plans" and not explicit and times and times[-1][-4:] < (above.period or "")[:4]:
        mode, explicit = "reports", True  # "Nhìn lại năm 2023" in a programme of 2024 - 2025
    if times:
        period: str | None = times[-1]
    elif mode in {"plans", "targets", "requests"} and above.mode == "reports":
        period = later
    elif mode == "reports" and above.mode in {"plans", "targets"}:
        period = span_before(above.period)  # "Đặc điểm tình hình" of a plan looks back
    else:
        period = above.period
    answers = above.answers or bool(mode == "reports" and _ANSWERED.search(title))
    return Scope(path, mode, period, explicit or above.explicit, above.reported, answers, _about(section, title, above))


def _about(section: Section, title: str, above: Scope) -> About:
    """Whether a title, or the lead of a numbered paragraph ("Tồn tại: …"), opens a part that tells of a starting point or of faults."""
    lower = (title or (section.text or "")[:_LEAD].partition(":")[0]).lower()
    if cue("heading_of_results_proper").pattern.search(lower):
        return ""
    if above.about == "start" or cue("heading_of_start").pattern.search(lower):
        return "start"
    return "faults" if above.about == "faults" or cue("heading_of_faults").pattern.search(lower) else ""


def _last_year(period: str | None) -> str:
    years = _YEAR.findall(period or "")
    return str(years[-1]) if years else "9999"


def _mode(title: str, above: Scope) -> tuple[Mode, bool]:
    """A title may open a part that reports, plans or sets targets; inside a part that reports, nothing plans."""
    lower = title.lower()
    sets, tasks = cue("heading_sets_targets").pattern.search(lower), cue("heading_of_tasks").pattern.search(lower)
    reports, plans = cue("heading_of_results").pattern.search(lower), cue("heading_of_plans").pattern.search(lower)
    if above.mode == "requests" or (_REQUESTS.match(title) and not above.answers):
        return "requests", True
    if above.mode == "rules" and not sets:
        return "rules", True
    if above.explicit and above.mode == "reports":
        return "reports", True
    if above.mode == "targets":
        return ("plans", True) if tasks and not sets else ("targets", True)
    if reports and not (above.explicit and above.mode == "plans"):
        return "reports", True
    if sets and not tasks:
        return "targets", True
    return ("plans", True) if plans else (above.mode, False)
