"""The query language takes every string."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.search.clauses import LONGEST_RUN, MAX_WORDS, Clause
from lessons.search.query import MAX_FIELDS, MAX_PREFIXES, Group, Query, Restriction
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
    found = parse("to be or not to be")
    assert found.groups == tuple(map(word, ("to", "be", "or", "not")))
    assert found.common == ()


def test_a_common_word_is_kept_as_an_alternative() -> None:
    found = parse("the OR bus tram")
    assert found.groups == (Group((Clause("word", ("the",)), Clause("word", ("bus",)))), word("tram"))


def test_the_plain_words_are_remembered_in_order() -> None:
    assert parse('the roll-on "night bus" bus tram OR rail rec* the').typed == ("the", "roll", "on", "bus", "the")
    assert parse("bus AND tram").typed == ("bus", "tram")


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
    assert parsed("WHO LIST") == (word("who"), word("list"))
    assert parsed("WHO WROTE LIST") == parsed("WHO WROTE THE LIST") == (word("wrote"), word("list"))


@pytest.mark.parametrize("text", ["45%", "45 %", "45 per cent", "45percent", "45 Per Cent"])
def test_per_cent_is_one_word_with_its_number(text: str) -> None:
    assert parse(text).groups == (Group((Clause("compound", ("45", "percent")),)),)


def test_a_phrase_is_required_and_keeps_its_common_words() -> None:
    assert parse('"out of hours" bus').groups == (
        Group((Clause("phrase", ("out", "of", "hours")),), required=True),
        word("bus"),
    )


def phrase(text: str) -> Group:
    return Group((Clause("phrase", tuple(text.split())),), required=True)


@pytest.mark.parametrize("quotes", ["“”", "„“", "«»", "»«", "＂＂", '""'])
def test_quotation_marks_of_any_kind_make_a_phrase(quotes: str) -> None:
    assert parse(f"{quotes[0]}night bus{quotes[1]}tram").groups == (phrase("night bus"), word("tram"))
    assert parse(f"tram{quotes[0]}night bus{quotes[1]}").groups == (word("tram"), phrase("night bus"))


def test_quotation_marks_with_nothing_between_them_ask_for_nothing() -> None:
    assert parse('bus "" "night tram" "').groups == (word("bus"), phrase("night tram"))


def test_a_character_that_ends_strings_in_other_programs_is_a_space() -> None:
    assert parse("night\0bus").groups == (word("night"), word("bus"))


@pytest.mark.parametrize("text", ["bus -night", "bus −night", "bus NOT night", 'bus -"night"', "bus -“night”"])
def test_a_minus_leaves_out(text: str) -> None:
    found = parse(text)
    assert found.groups == (word("bus"),)
    assert [clause.words for clause in found.excluded] == [("night",)]


def test_everything_behind_a_minus_is_left_out() -> None:
    assert parse("bus -night -day").excluded == (Clause("word", ("night",)), Clause("word", ("day",)))


def test_a_hyphen_inside_a_word_or_between_spaces_is_no_minus() -> None:
    assert parse("roll-on bus").excluded == ()
    assert parse("bus - night").excluded == parse("bus -(night)").excluded == ()


def test_or_joins_alternatives() -> None:
    assert parse("bus OR tram OR rail night").groups == (
        Group((Clause("word", ("bus",)), Clause("word", ("tram",)), Clause("word", ("rail",)))),
        word("night"),
    )


@pytest.mark.parametrize("text", ["OR bus", "bus OR", "OR OR bus OR", "AND bus", "bus AND"])
def test_operators_without_a_side_mean_nothing(text: str) -> None:
    assert parse(text).groups == (word("bus"),)


def test_and_joins_nothing() -> None:
    found = parse("bus AND tram")
    assert (found.groups, found.common) == ((word("bus"), word("tram")), ())


def test_an_alternative_to_a_phrase_is_required_as_the_phrase_is() -> None:
    (group,) = parse('"night bus" OR tram').groups
    assert group == Group((Clause("phrase", ("night", "bus")), Clause("word", ("tram",))), required=True)
    assert str(group) == "“night bus” or tram"


def test_an_operator_behind_a_minus_or_a_field_is_a_word() -> None:
    assert parse("bus -OR tram").excluded == (Clause("word", ("or",)),)
    assert parse("bus sector:OR tram").restrictions == (Restriction("sector", "OR"),)


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
        ('sector:" law "', Restriction("sector", "law")),
    ],
)
def test_a_field_restricts(text: str, restriction: Restriction) -> None:
    assert parse(text).restrictions == (restriction,)


def test_an_unknown_field_is_a_word() -> None:
    assert parse("note:bus").groups == (word("note"), word("bus"))
    assert parse("12:30").groups == (Group((Clause("compound", ("12", "30")),)),)


@pytest.mark.parametrize("text", ["sector: law", "sector:/law", 'sector: "law'])
def test_a_field_without_a_value_is_a_word(text: str) -> None:
    found = parse_with(text, FIELDS.get, lambda facet, value: value == "law" and '"' in text)
    assert (found.groups, found.restrictions) == ((word("sector"), word("law")), ())


def test_where_no_values_are_known_a_space_after_the_colon_parts_words() -> None:
    assert parse("sector: bus") == Query((word("sector"), word("bus")), typed=("sector", "bus"))


def test_a_field_with_an_empty_value_restricts_nothing() -> None:
    assert parse('sector:" " law').restrictions == ()


@pytest.mark.parametrize("text", ["9sector: law", "9-sector: law", "9year:before 1995", "9-year:before 1995"])
def test_a_field_is_named_by_a_whole_word(text: str) -> None:
    found = parse_with(text, FIELDS.get, lambda facet, value: True)
    assert found == parse(text)
    assert found.restrictions == ()


@pytest.mark.parametrize("space", [" ", "  ", "\t", "\u00a0"])
def test_the_space_after_the_colon_may_be_of_any_kind(space: str) -> None:
    found = parse_with(f"sub-sector:{space}law", {"sub-sector": "sector"}.get, lambda facet, value: value == "law")
    assert found == Query((), (), (Restriction("sector", "law"),))


def test_more_words_than_the_limit_are_cut_and_that_is_said() -> None:
    found = parse(" ".join(f"word{number}" for number in range(MAX_WORDS + 50)))
    assert len(found.groups) == MAX_WORDS
    assert found.cut
    assert not parse(" ".join(f"word{number}" for number in range(MAX_WORDS))).cut


def test_no_part_of_a_query_grows_beyond_its_limit() -> None:
    def of(pattern: str, joint: str = " ", number: int = 3 * MAX_WORDS) -> Query:
        return parse(joint.join(pattern.format(number) for number in range(number)))

    assert len(of("word{}").typed) == 2 * MAX_WORDS
    assert len(of("-word{}").excluded) == MAX_WORDS
    assert len(of("year:{}").restrictions) == MAX_FIELDS == 20
    assert [len(group.clauses) for group in of("word{}", " OR ").groups] == [MAX_WORDS]
    kinds = [group.clauses[0].kind for group in of("word{}*", number=MAX_PREFIXES + 2).groups]
    assert kinds == ["prefix"] * 8 + ["word"] * 2
    assert [group.clauses[0].words for group in of("word{}*", number=9).groups][-1] == ("word8",)
    kinds = [group.clauses[0].kind for group in of("roll-{}", number=MAX_PREFIXES + 2).groups]
    assert kinds == ["compound"] * 10


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


LABELS = {
    "whathelped": "enablers",
    "kindoflesson": "kind",
    "planb2": "plan",
    "aplan": "plan",
    "planb": "plan",
    "yearofevent": "year",
    **FIELDS,
}
DATES = {
    "before 1995",
    "April 1998",
    "Sept. 1998",
    "April, 1998",
    "17 April 1998",
    "before  1995",
    "week 2",
    "early 1990s",
    "before 1995-04",
}


def restricted(text: str) -> list[tuple[str, str, bool]]:
    """Return the restrictions of a query to fields with labels, among them a year of which "before 1995" is a value."""
    found = parse_with(
        text,
        lambda name: LABELS.get(name.lower().replace(" ", "").replace("-", "")),
        lambda facet, value: facet == "year" and value in DATES,
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
        ("kind-of lesson:boats", [("kind", "boats", False)]),
        ("plan b:yes", [("plan", "yes", False)]),
        ("plan b2:yes", [("plan", "yes", False)]),
        ("a plan:yes", [("plan", "yes", False)]),
        ('"night bus" what helped:chairing', [("enablers", "chairing", False)]),
        ('a "bus" what helped:chairing', [("enablers", "chairing", False)]),
        ("9what helped:chairing", []),
        ("what helped :chairing", []),
        ("sub-sector:law", []),
        ("year-of-event:before 1995", [("year", "before 1995", False)]),
        ('"year of event":before 1995', [("year", "before 1995", False)]),
        ("year:Sept. 1998", [("year", "Sept. 1998", False)]),
        ("year:April, 1998", [("year", "April, 1998", False)]),
        ("year:17 April 1998", [("year", "17 April 1998", False)]),
        ("year:before  1995", [("year", "before  1995", False)]),
        ("year:early 1990s", [("year", "early 1990s", False)]),
        ("year:before 1995-04", [("year", "before 1995-04", False)]),
        ("year:week 2", [("year", "week", False)]),
        ("year:before 1995/6", [("year", "before", False)]),
    ],
)
def test_labels_and_dates_of_several_words_need_no_quotation_marks(
    text: str, found: list[tuple[str, str, bool]]
) -> None:
    assert restricted(text) == found


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ('"we ask what helped:chairing"', (phrase("we ask what helped chairing"),)),
        ('"bus what helped:chairing', tuple(map(word, ("bus", "helped", "chairing")))),
        ("what helped chairing", (word("helped"), word("chairing"))),
        ("what helped, chairing", (word("helped"), word("chairing"))),
        ("what helped: chairing", (word("helped"), word("chairing"))),
        ("most night buses:empty", tuple(map(word, ("night", "buses", "empty")))),
    ],
)
def test_words_that_name_no_field_stay_as_they_are(text: str, groups: tuple[Group, ...]) -> None:
    found = parse_with(text, lambda name: LABELS.get(name.replace(" ", "")))
    assert (found.groups, found.restrictions) == (groups, ())


def test_a_letter_with_a_sign_is_shown_as_it_was_typed() -> None:
    assert [str(group.clauses[0]) for group in parse("C# C++").groups] == ["C#", "C++"]


def test_a_function_word_in_capitals_is_common_where_it_is_no_abbreviation() -> None:
    assert parse("ask IT people").common == ("it",)
    assert parse_with("ask IT people", is_abbreviation=lambda word: word == "it").common == ()


def test_a_run_without_spaces_is_one_thing_up_to_the_longest_and_then_pairs() -> None:
    longest, longer = "日" * LONGEST_RUN, "日" * (LONGEST_RUN + 1)
    assert [len(group.clauses[0].words) for group in parse(longest).groups] == [LONGEST_RUN]
    assert {len(group.clauses[0].words) for group in parse(longer).groups} == {2}
