"""The forms by name, built from a seed into a cache folder that git does not see."""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corpora.render import broken, damage, doctext, docx, legacy, markdown, plain, scan
from corpora.render.broken import FaceChange
from corpora.render.printed import Composition, compose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpora.source import Source

FAST = ("text", "doctext", "markdown", "docx")
"""Forms that need no outside program: `make test` runs them."""
FORMS = (*FAST, "doc", "pdf", "broken", "tcvn3", "vni", "scan")
ENDINGS = {"text": ".txt", "doctext": "-doc.txt", "markdown": ".md", "docx": ".docx", "doc": ".doc", "pdf": ".pdf"}
CACHE = Path(__file__).parents[2] / "out" / "corpora"


class Form(NamedTuple):
    """A rendered form: its file, and the damage done to it as the gold's `repairs`."""

    source: str
    name: str
    path: Path
    repairs: list[dict[str, Any]]


class _Job(NamedTuple):
    source: Source
    composition: Composition
    folder: Path
    seed: int

    def path(self, form: str) -> Path:
        return self.folder / f"{self.source.id}{ENDINGS.get(form, f'-{form}.pdf')}"

    def rng(self, form: str) -> random.Random:
        return random.Random(f"{self.seed}/{self.source.id}/{form}")


def build(sources: Sequence[Source], names: Sequence[str], *, seed: int = 0, cache: Path = CACHE) -> list[Form]:
    """Build the forms named, or find them in the cache; office conversions of all sources run together.

    Raises:
        ConversionError: LibreOffice is needed and fails or is missing.
    """
    jobs = [_Job(source, compose(source), _folder(source, seed, cache), seed) for source in sources]
    for name in names:
        missing = [job for job in jobs if not (job.folder / f"{name}.json").exists()]
        for job, repairs in zip(missing, _make(name, missing), strict=True):
            (job.folder / f"{name}.json").write_text(json.dumps(damage.listed(repairs), ensure_ascii=False), encoding="utf-8")
    return [
        Form(job.source.id, name, job.path(name), json.loads((job.folder / f"{name}.json").read_text(encoding="utf-8")))
        for name in names
        for job in jobs
    ]


def _folder(source: Source, seed: int, cache: Path) -> Path:
    """Name the cache folder by what the forms depend on: the source, the renderer and the seed."""
    code = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    text = repr(source._replace(path="")).encode()
    folder = cache / f"{source.id}-{hashlib.sha256(text + code + str(seed).encode()).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _make(name: str, jobs: Sequence[_Job]) -> list[damage.Repairs]:
    if not jobs:
        return []
    if name in {"doc", "pdf"}:
        return _converted(name, jobs)
    if name in {"broken", "tcvn3", "vni", "scan"}:
        return _from_pdf(name, jobs)
    return [_written(name, job) for job in jobs]


def _written(name: str, job: _Job) -> damage.Repairs:
    rng = job.rng(name)
    if name == "docx":
        docx.write(job.composition, job.path(name), docx.Look(heading_styles=rng.random() < 0.3))
        return Counter()
    spoiled, repairs = job.composition, damage.Repairs()
    if name == "text":
        spoiled, repairs = damage.spoil(job.composition, damage.draw(rng).of)
    elif name == "markdown":
        spoiled, repairs = damage.misread(job.composition, rng, every=6000)
    text = doctext.write(spoiled) if name == "doctext" else (plain if name == "text" else markdown).write(spoiled, rng)
    job.path(name).write_text(text, encoding="utf-8")
    return repairs


def _converted(name: str, jobs: Sequence[_Job], capitals: str | None = None) -> list[damage.Repairs]:
    """Convert by LibreOffice in one run; for `capitals` see `docx.write`."""
    from corpora.render import office

    work = jobs[0].folder / ("office" if capitals is None else "capitals")
    work.mkdir(exist_ok=True)
    for job in jobs:
        docx.write(job.composition, work / f"{job.source.id}.docx", docx.Look(marks_in_notes=False, capitals=capitals))
    made = office.convert([work / f"{job.source.id}.docx" for job in jobs], ENDINGS[name][1:], work)
    for job, path in zip(jobs, made, strict=True):
        path.replace(job.path(name) if capitals is None else job.folder / "capitals.pdf")
    return [Counter() for _ in jobs]


def _from_pdf(name: str, jobs: Sequence[_Job]) -> list[damage.Repairs]:
    if name == "tcvn3":
        _converted("pdf", jobs, capitals="Liberation Sans")
    elif missing := [job for job in jobs if not job.path("pdf").exists()]:
        _converted("pdf", missing)
    return [_SPOILERS[name](job) for job in jobs]


def _broken(job: _Job) -> damage.Repairs:
    faces = damage.draw(job.rng("broken"))
    broken.rewrite(job.path("pdf"), job.path("broken"), [FaceChange("", True, faces.bold), FaceChange("", False, faces.regular)])
    return damage.spoil(job.composition, faces.of)[1]


def _tcvn3(job: _Job) -> damage.Repairs:
    small, capitals = legacy.tcvn3(), legacy.tcvn3_capitals()
    changes = [FaceChange("Sans", None, capitals, ".VnTimeH"), FaceChange("Serif", None, small, ".VnTime")]
    broken.rewrite(job.folder / "capitals.pdf", job.path("tcvn3"), changes)
    return damage.spoil(job.composition, lambda piece: capitals if piece.text.isupper() else small)[1]


def _vni(job: _Job) -> damage.Repairs:
    letters = legacy.vni()
    broken.rewrite(job.path("pdf"), job.path("vni"), [FaceChange("", None, letters, "VNI-Times")])
    return damage.spoil(job.composition, lambda _: letters)[1]


def _scan(job: _Job) -> damage.Repairs:
    signed = next((s.name for s in job.source.signatures if s.name), None)
    scan.write(job.path("pdf"), job.path("scan"), job.rng("scan"), signed)
    return Counter()


_SPOILERS = {"broken": _broken, "tcvn3": _tcvn3, "vni": _vni, "scan": _scan}
