"""Plurals and spellings that a stemmer does not know for one word."""

from __future__ import annotations

import pytest

from lessons.search.inflection import american, bases, plurals, regular


@pytest.mark.parametrize(
    ("british", "other"),
    [
        ("colour", "color"), ("organise", "organize"), ("organisation", "organization"), ("analyse", "analyze"), ("centre", "center"),
        ("catalogue", "catalog"), ("licence", "license"), ("defence", "defense"), ("kerbside", "curbside"), ("travelling", "traveling"),
        ("judgement", "judgment"), ("programme", "program"), ("enrol", "enroll"), ("behaviours", "behaviors"),
    ],
)  # fmt: skip
def test_both_spellings_of_a_word_give_the_same(british: str, other: str) -> None:
    assert american(british) == american(other) == other


@pytest.mark.parametrize("word", ["four", "hour", "fire", "more", "call", "fell", "hospital", "prise", "prised"])
def test_a_word_that_only_looks_british_stays(word: str) -> None:
    assert american(word) == word


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("child", "children"), ("person", "people"), ("crisis", "crises"), ("criterion", "criteria"), ("index", "indices"),
        ("leaf", "leaves"), ("knife", "knives"), ("foreman", "foremen"), ("stimulus", "stimuli"),
    ],
)  # fmt: skip
def test_irregular_plurals_lead_both_ways(singular: str, plural: str) -> None:
    assert plural in set(plurals(singular))
    assert singular in set(plurals(plural))


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("bus", {"bus"}),
        ("news", {"news"}),
        ("school", {"school", "schools"}),
        ("policies", {"policies", "policy"}),
        ("boxes", {"boxes", "box"}),
        ("process", {"process", "processes"}),
    ],
)
def test_regular_plurals_are_those_of_english(word: str, forms: set[str]) -> None:
    assert forms <= set(regular(word))
    assert {"new", "buss", "proces"}.isdisjoint(regular(word))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("schools", "school", True),
        ("trained", "training", True),
        ("school", "scholar", False),
        ("plan", "plant", False),
        ("policy", "police", False),
    ],
)
def test_bases_join_the_forms_of_a_word_and_no_other(one: str, other: str, *, same: bool) -> None:
    assert bases(one).isdisjoint(bases(other)) is not same
