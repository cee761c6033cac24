"""Advice for a named file whose lesson states the same barrier as an earlier one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lessons import checks
from lessons.entries import Entry
from lessons.record.vocabulary.model import Vocabulary, Words
from tests.support.sample import collection, lesson, read, review

LESSON = lesson("- Id: ask-users\n- Kind: improve\n- Barrier: not-asked\n- Recommendation: Ask users first.\n")


def entry(name: str, date: str | None, extra: str = "", lessons: str = LESSON) -> Entry:
    return read(review(extra, lessons=lessons, date=date), name)


def said(later: Entry, *others: Entry, named: bool = True) -> list[str]:
    found = collection(later, *others)
    if named:
        found = replace(found, given=frozenset({later.path}))
    told = [one for one in checks.check(found, [later], checks.RULES) if one.rule == "perhaps-repeated"]
    assert {one.severity for one in told} <= {"advice"}
    return [f"{one.place.line}:{one.place.column} {one.message}" for one in told]


OTHER_WORDS = LESSON.replace("Ask the people who will use it", "Timetables follow shifts").replace(
    "They knew when they went home.", "Cleaners begin at five."
)
EARLIER = entry("day-buses", "1990", lessons=OTHER_WORDS)


def test_it_names_the_earlier_lesson_what_both_state_and_both_ways_on() -> None:
    both = LESSON.replace("not-asked", "not-asked, late, rain"), OTHER_WORDS.replace("not-asked", "rain, not-asked")
    assert said(entry("night-buses", "1998", lessons=both[0]), entry("day-buses", "1990", lessons=both[1])) == [
        '27:5 this lesson may tell of the same mistake as "day-buses#ask-users": both name what stood in the way, "not-asked" and "rain", and read like "those affected were not asked before it was designed". '
        "If the same thing went wrong again, write `repeats: day-buses#ask-users`; if not, `related: day-buses` ends this advice"
    ]


@pytest.mark.parametrize(
    ("date", "earlier", "told"),
    [
        ("1998-04", "1990", True), ("1998-04", "1998-03-31", True), ("1998-04", "1998-05", False), ("not-stated", "1990", False), ("1998", "not-stated", True),
        ("1998", None, True), (None, "1990", False),
    ],
)  # fmt: skip
def test_the_later_is_told_and_one_without_a_date_is_the_earlier(
    date: str | None, earlier: str | None, told: bool
) -> None:
    assert len(said(entry("night-buses", date), entry("day-buses", earlier, lessons=OTHER_WORDS))) == told


def test_each_lesson_to_improve_is_looked_at() -> None:
    sustain = LESSON.replace("ask-users", "first").replace("improve", "sustain")
    later = entry("night-buses", "1998", lessons=f"{sustain}\n{LESSON}")
    assert [line.partition(" ")[0] for line in said(later, EARLIER)] == ["36:5"]
    assert (
        said(
            entry("night-buses", "1998"), entry("day-buses", "1990", lessons=OTHER_WORDS.replace("improve", "sustain"))
        )
        == []
    )


def test_beside_a_near_duplicate_another_is_told() -> None:
    lines = said(entry("night-buses", "1998"), EARLIER, entry("trams", "1995"))
    assert ["day-buses#ask-users" in line for line in lines] == [True]


def test_what_is_a_near_duplicate_is_told_once() -> None:
    copied = lesson(
        "- Id: ask-users\n- Kind: improve\n- Barrier: not-asked\n- Recommendation: Ask cleaners, bakers and porters before a timetable is printed.\n",
        prose="Cleaners, bakers and porters begin at five, when no bus has left the depot, and nobody had asked them when their shifts begin.",
    )
    found = replace(
        collection(entry("night-buses", "1998", lessons=copied), entry("day-buses", "1990", lessons=copied)),
        given=frozenset({"night-buses.md"}),
    )
    rules = [one.rule for one in checks.check(found, [found.by_id["night-buses"]], checks.RULES)]
    assert rules.count("near-duplicates") == 1
    assert "perhaps-repeated" not in rules


def test_a_check_of_everything_says_nothing() -> None:
    assert said(entry("night-buses", "1998"), EARLIER, named=False) == []


@pytest.mark.parametrize("link", ["repeats: day-buses#ask-users", "related: day-buses"])
def test_a_link_ends_it(link: str) -> None:
    assert said(entry("night-buses", "1998", link), EARLIER) == []
    assert len(said(entry("night-buses", "1998", link.replace("day-buses", "elsewhere:day-buses")), EARLIER)) == 1


def test_where_both_repeat_a_third_they_are_linked() -> None:
    third = entry("trams", "1980", lessons=OTHER_WORDS.replace("not-asked", "rain"))
    later, earlier = (
        entry(name, date, "{}: trams#ask-users", lessons)
        for name, date, lessons in (("night-buses", "1998", LESSON), ("day-buses", "1990", OTHER_WORDS))
    )
    for field, told in (("repeats", 0), ("supersedes", 1)):
        pair = [read(one.text.replace("{}", field), one.id) for one in (later, earlier)]
        assert len(said(*pair, third)) == told


def test_only_lessons_to_improve_are_compared() -> None:
    text = LESSON.replace("- Kind: improve", "- Kind: sustain")
    assert said(entry("night-buses", "1998", lessons=text), EARLIER) == []


def test_withdrawn_and_imported_reviews_are_left_out() -> None:
    imported = "source_system: {name: Old, id: '1', imported: 2026-01-01}"
    assert said(entry("night-buses", "1998", "status: withdrawn"), EARLIER) == []
    assert said(entry("night-buses", "1998", imported), EARLIER) == []
    assert said(entry("night-buses", "1998"), entry("day-buses", "1990", imported, OTHER_WORDS)) == []
    assert said(entry("night-buses", "1998"), entry("day-buses", "1990", "status: withdrawn", OTHER_WORDS)) == []


def test_of_several_the_one_that_is_to_change_the_same_comes_first() -> None:
    changed = "- Barrier: not-asked\n- Change: policy\n"
    other = entry("trams", "1995", lessons=OTHER_WORDS)
    same = entry("day-buses", "1990", lessons=OTHER_WORDS.replace("- Barrier: not-asked\n", changed))
    (line,) = said(entry("night-buses", "1998", lessons=LESSON.replace("- Barrier: not-asked\n", changed)), other, same)
    assert line.index('"day-buses#ask-users"') < line.index('; or "trams#ask-users": both')
    assert line.endswith("`related: day-buses` ends this advice, and so for each")


def test_of_many_the_most_alike_are_told_in_one_piece_of_advice() -> None:
    others = [entry(f"route-{number}", "1990", lessons=KILN) for number in range(4)]
    (line,) = said(entry("organ", "1998", lessons=ORGAN), *others)
    assert line.count("both read like") == 3


def told_as(id_: str, statement: str, prose: str, advice: str) -> str:
    fields = f"- Id: {id_}\n- Kind: improve\n- Recommendation: {advice}\n"
    return lesson(fields, prose=prose).replace("Ask the people who will use it", statement)


ORGAN = told_as(
    "two-must-know",
    "Two must know how",
    "Only the old organist knew the stops, and he took it with him.",
    "Have a pupil play every other Sunday and write down each stop.",
)
KILN = told_as(
    "no-single-head",
    "No task in a single head",
    "When the potter fell ill nobody else could fire the kiln, since he alone knew how.",
    "Train a stand-in and let her do the work for a week each month.",
)
PUMP = told_as(
    "try-the-reserve", "Try the reserve before you need it", "The spare pump had never been run.", "Start it every month under load."
)  # fmt: skip


def test_lessons_that_read_like_one_cause_are_named_with_the_cause() -> None:
    (line,) = said(entry("kiln", "1998", lessons=KILN), entry("organ", "1990", lessons=ORGAN))
    assert '"organ#two-must-know": both read like "knowledge or work that hung on one person"' in line


def test_other_causes_are_not_suggested() -> None:
    assert said(entry("kiln", "1998", lessons=KILN), entry("pump", "1990", lessons=PUMP)) == []


def test_barriers_are_named_by_the_label_that_the_unit_gave_them() -> None:
    terms = {"not-asked": {"label": "Users not asked", "definition": "Nobody asked those who use it."}}
    given = collection(entry("night-buses", "1998"), EARLIER)
    words = Words.model_validate(
        {"schemes": {"barriers": {"label": "Barriers", "definition": "What stood in the way.", "terms": terms}}}
    )
    found = replace(given, given=frozenset({"night-buses.md"}), vocabulary=Vocabulary(words))
    (told,) = [
        one.message
        for one in checks.check(found, [found.by_id["night-buses"]], checks.RULES)
        if one.rule == "perhaps-repeated"
    ]
    assert 'name what stood in the way, "Users not asked"' in told


@pytest.mark.parametrize("of_both", [True, False])
def test_a_second_file_with_the_id_of_another_gets_no_advice_by_it(of_both: bool) -> None:
    first, earlier = entry("night-buses", "1998"), EARLIER
    second = replace(first, path="sub/night-buses.md", body=entry("night-buses", "1998", lessons=KILN).body)
    given = {second.path, *([first.path] if of_both else [])}
    found = replace(collection(first, second, earlier), given=frozenset(given))
    told = [
        one.place.path
        for one in checks.check(found, [first, second] if of_both else [second], checks.RULES)
        if one.rule == "perhaps-repeated"
    ]
    assert told == ([first.path] if of_both else [])


def test_a_lesson_that_does_not_say_its_kind_may_tell_of_a_mistake_but_not_of_a_success() -> None:
    unsaid = LESSON.replace("- Kind: improve\n", "")
    assert len(said(entry("night-buses", "1998", lessons=unsaid), EARLIER)) == 1
    succeeded = read(review("", lessons=unsaid, date="1998").replace("result: mixed", "result: success"), "night-buses")
    assert said(succeeded, EARLIER) == []


def test_for_a_lesson_that_is_superseded_the_one_in_its_place_speaks() -> None:
    gone = OTHER_WORDS.replace("- Recommendation:", "- Status: superseded\n- Superseded by: trams\n- Recommendation:")
    assert said(entry("night-buses", "1998"), entry("day-buses", "1990", lessons=gone)) == []
