"""One word, however it is written."""

from __future__ import annotations

import pytest

from lessons.search.forms import Forms, forms_of, numbers
from lessons.search.lexicon import Lexicon
from lessons.search.query import parse
from lessons.search.text import stems

TEXTS = (
    "the multiagency board met",
    "multi agency work",
    "a start up",
    "1 000 people and 5 million",
    "u s policy",
    "children",
    "colour",
)
HYPHENATED = {("multi", "agency")}


def lexicon() -> Lexicon:
    words = sorted({word for text in TEXTS for word in text.split()})
    by_stem: dict[str, tuple[str, ...]] = {}
    stem_of = dict(zip(words, stems(words), strict=True))
    for word, stem in stem_of.items():
        by_stem[stem] = (*by_stem.get(stem, ()), word)
    return Lexicon(words, dict.fromkeys(words, 1), stem_of, by_stem, {"color": ("colour",)})


def found(typed: str) -> Forms:
    (group,) = parse(typed).groups
    return forms_of(
        lexicon(),
        group.clauses[0],
        lambda form: any(f" {' '.join(form)} " in f" {text} " for text in TEXTS),
        HYPHENATED.__contains__,
    )


@pytest.mark.parametrize("typed", ["multi-agency", "multiagency"])
def test_joined_and_apart_are_one_word(typed: str) -> None:
    assert {("multi", "agency"), ("multiagency",)} <= set(found(typed).all)


def test_a_word_that_only_some_text_has_apart_is_found_there() -> None:
    assert ("start", "up") in found("startup").all


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("1,000", ("1", "000")),
        ("1000", ("1", "000")),
        ("5m", ("5", "million")),
        ("U.S.", ("u", "s")),
        ("child", ("children",)),
        ("color", ("colour",)),
    ],
)
def test_numbers_acronyms_plurals_and_spellings_are_found_in_their_other_form(
    typed: str, form: tuple[str, ...]
) -> None:
    assert form in found(typed).all


def test_what_was_typed_is_always_a_form() -> None:
    assert found("unheard").all == (("unheard",),)


def test_short_numbers_have_no_separators() -> None:
    assert list(numbers("999")) == []
    assert list(numbers("1234567")) == [("1", "234", "567")]
