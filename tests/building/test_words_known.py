"""Which words of the vocabulary an audience gets."""

from __future__ import annotations

import pytest
import yaml

from lessons.building.words_known import COMMENT, known_words
from lessons.record.vocabulary import Vocabulary, Words
from lessons.text.decoding import decoded
from tests.support.sample import body, front, read, review

TEXT = """\
# Ask Nightjar Cell before you change anything here.
unit: {slug: here, name: Here}
schemes:
  sector:
    label: Sector
    terms:
      transport: {label: Transport, definition: "As in operation-nightjar: buses", synonyms: [night buses]}
organisations:
  kirklees: {name: Kirklees Council, variants: [Kirklees, Kirklees MBC, "Council's night desk"]}
  nightjar-cell: {name: Nightjar Cell, variants: [NJC]}
  quiet-works: {name: Quiet Works plc}
  leeds: {name: Leeds City Council, variants: [LCC]}
"""
VOCABULARY = Vocabulary(Words.model_validate(yaml.safe_load(TEXT)), TEXT)
SHOWN = [read(review(organisation="Kirklees MBC"), "night-buses")]


def known(*hidden: str, shown: str | None = None) -> Vocabulary:
    entries = [read(text, f"hidden-{number}") for number, text in enumerate(hidden)]
    visible = SHOWN if shown is None else [read(shown, "night-buses")]
    return known_words(VOCABULARY, visible, entries, frozenset({"operation-nightjar"}) if hidden else frozenset())


def test_where_nothing_is_hidden_it_is_as_written() -> None:
    assert known() is VOCABULARY


@pytest.mark.parametrize(
    "hidden",
    [
        review(organisation="Nightjar Cell"),
        review(organisation="nightjar-cell"),
        review(organisation="NJC"),
        review("partners: [Elsewhere, NJC]"),
        review("contributors: Somebody of the nightjar cell"),
        front() + body(What_happened="The **Nightjar** cell ran it."),
        front() + body(What_happened="The Nightjar&nbsp;Cell\nran it."),
    ],
)
def test_an_organisation_that_only_hidden_reviews_name_is_left_out_with_all_its_names(hidden: str) -> None:
    found = known(hidden)
    assert list(found.words.organisations) == ["kirklees", "quiet-works", "leeds"]
    for name in ("nightjar-cell", "nightjar cell", "njc"):
        assert name not in decoded(found.text).text.lower()


def test_a_name_that_only_hidden_reviews_use_for_an_organisation_is_left_out() -> None:
    found = known(review(organisation="Council's night desk"))
    assert found.words.organisations["kirklees"].variants == ["Kirklees", "Kirklees MBC"]
    assert "night desk" not in found.text


def test_what_a_review_that_is_shown_names_stays() -> None:
    found = known(review(organisation="Nightjar Cell"), shown=review("partners: Nightjar Cell"))
    assert found.words.organisations["nightjar-cell"].name == "Nightjar Cell"


def test_terms_stay_without_the_ids_of_hidden_reviews_and_comments_go() -> None:
    found = known(review(organisation="Elsewhere"))
    term = found.words.schemes["sector"].terms["transport"]
    assert (term.label, term.definition, term.synonyms) == ("Transport", "As in withheld: buses", ["night buses"])
    assert [line for line in found.text.splitlines() if line.startswith("#")] == [COMMENT]
    assert Words.model_validate(yaml.safe_load(found.text)) == found.words


def test_a_folder_without_a_vocabulary_has_none_for_others_either() -> None:
    assert known_words(Vocabulary(), SHOWN, [read(review(), "other")], frozenset({"other"})).text == ""
