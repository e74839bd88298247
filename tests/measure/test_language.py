"""The pipeline is spaCy's: a user can look in, add a component, and replace one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.measure.figure import Setting
from extractor.measure.language import create_pipeline, find_figures, pipeline


@settings(deadline=None)  # the first call imports spaCy
@given(st.text(max_size=80))
def test_the_tokenizer_keeps_every_character(text: str) -> None:
    assert pipeline().make_doc(text).text == text


def test_a_user_adds_a_component_after_the_units() -> None:
    language = pytest.importorskip("spacy.language").Language
    nlp = create_pipeline()

    @language.component("test_double_vines")
    def double(doc):
        doc._.figures = tuple(f._replace(value=f.value * 2) if f.unit == "cây" else f for f in doc._.figures)
        return doc

    nlp.add_pipe("test_double_vines", after="boctach_units")
    assert [f.value for f in nlp("Trồng 50 cây nho.")._.figures] == [100]


def test_a_user_replaces_a_component() -> None:
    language = pytest.importorskip("spacy.language").Language
    nlp = create_pipeline()

    @language.component("test_all_context")
    def context(doc):
        doc._.figures = tuple(f._replace(role="context") for f in doc._.figures)
        return doc

    nlp.replace_pipe("boctach_roles", "test_all_context")
    assert [f.role for f in nlp("Trồng 50 gốc nho.")._.figures] == ["context"]


def test_the_pipeline_on_a_text_and_the_engine_s_short_cut_agree() -> None:
    text = "Trồng 90 ha, trong đó chè 50 ha và tiêu 40 ha, đạt 102% kế hoạch."
    assert find_figures(text, Setting()) == create_pipeline()(text)._.figures


def test_the_engine_runs_what_a_user_added_to_its_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    language = pytest.importorskip("spacy.language").Language
    nlp = create_pipeline()
    monkeypatch.setattr("extractor.measure.language.pipeline", lambda: nlp)
    assert [f.place for f in find_figures("Trồng 50 gốc nho.", Setting())] == [None]

    @language.component("test_all_here")
    def here(doc):
        doc._.figures = tuple(f._replace(place="đây") for f in doc._.figures)
        return doc

    nlp.add_pipe("test_all_here", last=True)
    assert [f.place for f in find_figures("Trồng 50 gốc nho.", Setting())] == ["đây"]


def test_the_example_of_the_manual_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = create_pipeline()
    monkeypatch.setattr("extractor.measure.language.pipeline", lambda: nlp)
    manual = (Path(__file__).parents[2] / "docs" / "measure.md").read_text(encoding="utf-8")
    exec(manual.split("```python\n")[1].split("```")[0], {})  # noqa: S102 the manual's own code
    assert [(figure.value, figure.unit) for figure in nlp("Thu mua 100 bao phân.")._.figures] == [(5, "tấn")]
