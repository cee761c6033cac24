"""The query language takes every string."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.search.clauses import LONGEST_RUN, MAX_WORDS, Clause
from lessons.search.query import Group, Query, Restriction
from lessons.search.query import parse as parse_with

FIELDS = {name: name for name in ("sector", "organisation", "result", "year")}


def parse(text: str) -> Query:
    return parse_with(text, lambda name: FIELDS.get(name.lower()))


def word(text: str) -> Group:
    return Group((Clause("word", (text,)),))


def test_words_are_folded_and_repeated_ones_count_once() -> None:
    assert parse("Éclair ECLAIR bus").groups == (word("eclair"), word("bus"))


def test_common_words_are_left_out_and_named() -> None:
    found = parse("why did the buses run empty")
    assert found.groups == (word("buses"), word("run"), word("empty"))
    assert found.common == ("why", "did", "the")


def test_common_words_alone_are_looked_for() -> None:
    assert parse("to be or not to be").groups == tuple(map(word, ("to", "be", "or", "not")))


def test_a_space_may_follow_the_colon_where_a_value_of_the_field_follows() -> None:
    def ask(text: str) -> Query:
        return parse_with(
            text, FIELDS.get, lambda facet, value: (facet, value) in {("sector", "law"), ("result", "no effect")}
        )

    assert ask("sector: law boats").restrictions == ask('"sector":  "law" boats').restrictions
    assert ask("sector: law boats") == Query((word("boats"),), (), (Restriction("sector", "law"),), ("boats",))
    assert ask('-result: "no effect"').restrictions == (Restriction("result", "no effect", excluded=True),)
    assert ask("sector: boats").groups == (word("sector"), word("boats"))
    assert ask("sub-sector: law").restrictions == ()
    assert ask("law: sector").restrictions == ()


def test_a_common_word_in_capitals_is_an_abbreviation_unless_all_is_in_capitals() -> None:
    def parsed(text: str) -> tuple[Group, ...]:
        return parse_with(text, is_abbreviation={"who"}.__contains__).groups

    assert parsed("WHO list") == (word("who"), word("list"))
    assert parsed("who list") == parsed("IT list") == (word("list"),)
    assert parsed("WHO WROTE THE LIST") == (word("wrote"), word("list"))


@pytest.mark.parametrize("text", ["45%", "45 %", "45 per cent", "45percent", "45 Per Cent"])
def test_per_cent_is_one_word_with_its_number(text: str) -> None:
    assert parse(text).groups == (Group((Clause("compound", ("45", "percent")),)),)


def test_a_phrase_is_required_and_keeps_its_common_words() -> None:
    assert parse('"out of hours" bus').groups == (
        Group((Clause("phrase", ("out", "of", "hours")),), required=True),
        word("bus"),
    )


def test_curly_quotes_make_a_phrase() -> None:
    assert parse("“night bus”").groups == (Group((Clause("phrase", ("night", "bus")),), required=True),)


@pytest.mark.parametrize("text", ["bus -night", "bus NOT night", 'bus -"night"'])
def test_a_minus_leaves_out(text: str) -> None:
    found = parse(text)
    assert found.groups == (word("bus"),)
    assert [clause.words for clause in found.excluded] == [("night",)]


def test_a_hyphen_inside_a_word_is_no_minus() -> None:
    assert parse("roll-on bus").excluded == ()


def test_or_joins_alternatives() -> None:
    assert parse("bus OR tram OR rail night").groups == (
        Group((Clause("word", ("bus",)), Clause("word", ("tram",)), Clause("word", ("rail",)))),
        word("night"),
    )


@pytest.mark.parametrize("text", ["OR bus", "bus OR", "OR OR bus OR", "AND bus", "bus AND"])
def test_operators_without_a_side_mean_nothing(text: str) -> None:
    assert parse(text).groups == (word("bus"),)


def test_in_a_title_in_capitals_or_is_a_word() -> None:
    assert parse("BUS OR TRAM").groups == (word("bus"), word("tram"))


def test_a_star_makes_a_prefix_of_two_letters_or_more() -> None:
    assert parse("recyc*").groups == (Group((Clause("prefix", ("recyc",)),), required=True),)
    assert parse("r*").groups == (word("r"),)


@pytest.mark.parametrize(
    ("text", "restriction"),
    [
        ("sector:health", Restriction("sector", "health")),
        ('organisation:"Thames Valley Police"', Restriction("organisation", "Thames Valley Police")),
        ("-result:failure", Restriction("result", "failure", excluded=True)),
        ("YEAR:1995..1998", Restriction("year", "1995..1998")),
    ],
)
def test_a_field_restricts(text: str, restriction: Restriction) -> None:
    assert parse(text).restrictions == (restriction,)


def test_an_unknown_field_is_a_word() -> None:
    assert parse("note:bus").groups == (word("note"), word("bus"))


def test_a_field_without_a_value_is_a_word() -> None:
    assert parse("sector: bus").groups == (word("sector"), word("bus"))


def test_more_words_than_the_limit_are_cut_and_that_is_said() -> None:
    found = parse(" ".join(f"word{number}" for number in range(MAX_WORDS + 50)))
    assert len(found.groups) == MAX_WORDS
    assert found.cut


@given(st.text(max_size=300))
def test_every_string_is_a_query(text: str) -> None:
    assert isinstance(parse(text), Query)


@given(
    st.lists(
        st.sampled_from(
            ['"', "-", "*", "OR", "AND", "NOT", ":", "sector:", "year:", "(", ")", "a", "\0", "é", "..", "''"]
        )
    )
)
def test_every_heap_of_operators_is_a_query(pieces: list[str]) -> None:
    assert isinstance(parse(" ".join(pieces)), Query)
    assert isinstance(parse("".join(pieces)), Query)


LABELS = {"whathelped": "enablers", "kindoflesson": "kind", **FIELDS}


def restricted(text: str) -> list[tuple[str, str, bool]]:
    """Return the restrictions of a query to fields with labels, among them a year of which "before 1995" is a value."""
    found = parse_with(
        text,
        lambda name: LABELS.get(name.lower().replace(" ", "").replace("-", "")),
        lambda facet, value: facet == "year" and value in {"before 1995", "April 1998"},
    )
    return [(one.facet, one.value, one.excluded) for one in found.restrictions]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("what helped:chairing", [("enablers", "chairing", False)]),
        ("we ask what helped:chairing", [("enablers", "chairing", False)]),
        ('kind of lesson:"to do" boats', [("kind", "to do", False)]),
        ("-what helped:chairing", [("enablers", "chairing", True)]),
        ('"we ask what helped:chairing"', []),
        ("helped:chairing", []),
        ("year:before 1995 boats", [("year", "before 1995", False)]),
        ("-year: April 1998", [("year", "April 1998", True)]),
        ("year:after 1995", [("year", "after", False)]),
        ("sector:before 1995", [("sector", "before", False)]),
    ],
)
def test_labels_and_dates_of_several_words_need_no_quotation_marks(
    text: str, found: list[tuple[str, str, bool]]
) -> None:
    assert restricted(text) == found


def test_a_letter_with_a_sign_is_shown_as_it_was_typed() -> None:
    assert [str(group.clauses[0]) for group in parse("C# C++").groups] == ["C#", "C++"]


def test_a_function_word_in_capitals_is_common_where_it_is_no_abbreviation() -> None:
    assert parse("ask IT people").common == ("it",)
    assert parse_with("ask IT people", is_abbreviation=lambda word: word == "it").common == ()


def test_a_run_without_spaces_is_one_thing_up_to_the_longest_and_then_pairs() -> None:
    longest, longer = "日" * LONGEST_RUN, "日" * (LONGEST_RUN + 1)
    assert [len(group.clauses[0].words) for group in parse(longest).groups] == [LONGEST_RUN]
    assert {len(group.clauses[0].words) for group in parse(longer).groups} == {2}
