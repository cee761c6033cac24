"""Advice for a named file whose lesson states the same barrier as an earlier one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lessons import checks
from lessons.entries import Entry
from tests.support.sample import collection, lesson, read, review

LESSON = lesson("- Id: ask-users\n- Kind: improve\n- Barrier: not-asked\n- Recommendation: Ask users first.\n")


def entry(name: str, date: str, extra: str = "", lessons: str = LESSON) -> Entry:
    return read(review(extra, lessons=lessons, date=date), name)


def said(later: Entry, *others: Entry, named: bool = True) -> list[str]:
    found = collection(later, *others)
    if named:
        found = replace(found, given=frozenset({later.path}))
    return [str(one) for one in checks.check(found, [later], checks.RULES) if one.rule == "perhaps-repeated"]


OTHER_WORDS = LESSON.replace("Ask the people who will use it", "Timetables follow shifts").replace(
    "They knew when they went home.", "Cleaners begin at five."
)
EARLIER = entry("day-buses", "1990", lessons=OTHER_WORDS)


def test_it_names_the_earlier_lesson_what_both_state_and_both_ways_on() -> None:
    (line,) = said(entry("night-buses", "1998"), EARLIER)
    assert 'both this lesson and "day-buses#ask-users" name what stood in the way: not-asked' in line
    assert "write `repeats: day-buses#ask-users`" in line
    assert "`related: day-buses` ends this advice" in line
    assert "advice" in line


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


def test_the_earlier_of_the_two_is_not_told() -> None:
    assert said(entry("night-buses", "1980"), EARLIER) == []


def test_a_check_of_everything_says_nothing() -> None:
    assert said(entry("night-buses", "1998"), EARLIER, named=False) == []


@pytest.mark.parametrize("link", ["repeats: day-buses#ask-users", "related: day-buses"])
def test_a_link_ends_it(link: str) -> None:
    assert said(entry("night-buses", "1998", link), EARLIER) == []


@pytest.mark.parametrize("changed", ["- Kind: sustain", "- Kind: improve\n- Enabler: time"])
def test_only_lessons_to_improve_that_state_a_barrier_are_compared(changed: str) -> None:
    text = LESSON.replace("- Kind: improve", changed)
    text = text.replace("- Barrier: not-asked\n", "") if "Enabler" in changed else text
    assert said(entry("night-buses", "1998", lessons=text), EARLIER) == []


def test_withdrawn_and_imported_reviews_are_left_out() -> None:
    imported = "source_system: {name: Old, id: '1', imported: 2026-01-01}"
    assert said(entry("night-buses", "1998", "status: withdrawn"), EARLIER) == []
    assert said(entry("night-buses", "1998"), entry("day-buses", "1990", imported)) == []
