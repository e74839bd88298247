"""The measure pipeline: a blank spaCy `Language` whose components each add one thing to the figures of a text.

    nlp = create_pipeline()
    doc = nlp("Giải quyết việc làm cho 500 lao động")
    doc._.figures[0].unit              # "lao động"

Components, in order; each reads and replaces `doc._.figures`:

    boctach_quantities   finds the numbers that are figures
    boctach_units        unit and value
    boctach_comparators  =, >, >=, <, <=, ~
    boctach_kinds        level, change, attainment, and the direction of a change
    boctach_roles        target, result, baseline, context
    boctach_periods      EDTF
    boctach_breakdowns   part and whole
    boctach_phrases      the words that say what is counted

A component of your own is a function from `Doc` to `Doc` that sets `doc._.figures`; register it with `Language.component` and
add it with `nlp.add_pipe(name, after="boctach_units")`, or replace one with `nlp.replace_pipe`. Set `doc._.setting` (see `Setting`)
before the first component to say what the surroundings know; `nlp.pipe` takes such documents as well as strings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import regex

from extractor.measure.breakdowns import break_down
from extractor.measure.comparators import compare
from extractor.measure.figure import Figure, Reading, Setting
from extractor.measure.kinds import tell_kinds
from extractor.measure.periods import tell_periods
from extractor.measure.phrases import name_phrases
from extractor.measure.quantities import find_quantities
from extractor.measure.reading import read
from extractor.measure.roles import tell_roles
from extractor.measure.units import read_units

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

Step = Callable[[Reading, Setting, tuple[Figure, ...]], tuple[Figure, ...]]
Component = Callable[["Doc"], "Doc"]

STEPS: tuple[tuple[str, Step], ...] = (
    ("boctach_units", read_units),
    ("boctach_comparators", compare),
    ("boctach_kinds", tell_kinds),
    ("boctach_roles", tell_roles),
    ("boctach_periods", tell_periods),
    ("boctach_breakdowns", break_down),
    ("boctach_phrases", name_phrases),
)
_TOKEN = regex.compile(r"\d+(?:[.,/]\d+)*%?|[\p{L}\p{M}\d]+|[^\s\p{L}\p{M}\d]|\s+")


class Tokens:
    """A tokenizer that keeps offsets: one blank between tokens is theirs, any other white space is a token."""

    def __init__(self, vocab: Vocab) -> None:
        """Keep the vocabulary that documents share."""
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Cut `text`; `Doc.text` equals it."""
        from spacy.tokens import Doc

        pieces = _TOKEN.findall(text)
        words: list[str] = []
        spaces: list[bool] = []
        for piece in pieces:
            if piece == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to keep; spaCy asks when a pipeline is saved."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> Tokens:
        """Nothing to restore."""
        return self

    def to_disk(self, *_: object, **__: object) -> None:
        """Nothing to keep."""

    def from_disk(self, *_: object, **__: object) -> Tokens:
        """Nothing to restore."""
        return self


def create_pipeline() -> Language:
    """A new pipeline; importing spaCy takes about a second, so keep the pipeline (`pipeline()` does)."""
    import spacy

    _register()
    nlp = spacy.blank("xx")
    nlp.tokenizer = Tokens(nlp.vocab)
    for name in _COMPONENTS:
        nlp.add_pipe(name)
    return nlp


@lru_cache
def pipeline() -> Language:
    """The process's own pipeline."""
    return create_pipeline()


@lru_cache
def _register() -> None:
    from spacy.language import Language
    from spacy.tokens import Doc

    for name, default in (("figures", ()), ("setting", Setting()), ("reading", None)):
        Doc.set_extension(name, default=default, force=True)
    for name, component in _COMPONENTS.items():
        Language.component(name, func=component)


def _find(doc: Doc) -> Doc:
    if doc._.reading is None:
        doc._.reading = read(doc.text, doc._.setting)
        doc._.figures = find_quantities(doc._.reading, doc._.setting)
    return doc


def _as_component(step: Step) -> Component:
    def component(doc: Doc) -> Doc:
        if doc._.figures:
            doc._.figures = step(doc._.reading, doc._.setting, doc._.figures)
        return doc

    return component


_COMPONENTS: dict[str, Component] = {"boctach_quantities": _find, **{name: _as_component(step) for name, step in STEPS}}
_STEP_OF: dict[Component, Step] = {_COMPONENTS[name]: step for name, step in STEPS}


class Finder:
    """Finds figures with the process's pipeline as it stands when the first text has any."""

    @cached_property
    def _steps(self) -> list[Step] | None:
        return _steps_alone(pipeline())

    def __call__(self, text: str, setting: Setting) -> tuple[Figure, ...]:
        """Run the pipeline on one text, if any number in it is a figure: most paragraphs with digits only cite and date."""
        reading = read(text, setting)
        figures = find_quantities(reading, setting)
        if not figures:
            return ()
        if self._steps is None:
            nlp = pipeline()
            doc = nlp.make_doc(text)
            doc._.setting, doc._.reading, doc._.figures = setting, reading, figures
            changed: tuple[Figure, ...] = nlp(doc)._.figures
            return changed
        for step in self._steps:
            figures = step(reading, setting, figures)
        return figures


def find_figures(text: str, setting: Setting) -> tuple[Figure, ...]:
    """Find figures in one text."""
    return Finder()(text, setting)


def _steps_alone(nlp: Language) -> list[Step] | None:
    """The steps of a pipeline that is as we made it: they need no `Doc`, which costs as much as two of them. None: a user changed it."""
    steps = [_STEP_OF.get(component) for name, component in nlp.pipeline if component is not _find]
    return None if None in steps else steps  # type: ignore[return-value]
