"""The rule ``used-later``."""

from __future__ import annotations

import pytest

from lessons import checks, entries
from lessons.entries import Entry
from lessons.problems import Problem
from tests.support.sample import collection, problems, read, review, use_text

DATES = [
    ("1899", "2026-02", True),
    ("1998-04", "1999", True),
    ("1998", "1999-01-01", True),
    ("1998-04-01", "1998-04-02", True),
    ("1998-03", "1998-04", True),
    ("1998-04", "1998", False),
    ("1998", "1998-12-31", False),
    ("1998-04", "1998-04", False),
    ("1999", "1998", False),
    ("1998-04", "not-stated", False),
    ("not-stated", "1999", False),
]


@pytest.mark.parametrize(("own", "theirs", "told"), DATES)
def test_a_use_is_not_certainly_before_the_lesson(own: str, theirs: str, *, told: bool) -> None:
    found = of_use(use_text(date=own), review(date=theirs))
    message = (
        f'5:7 date: found "{own}", before the lesson that was used: the review "night-buses" is of {theirs}; '
        "write the date of the decision, or name the lesson that was there then"
    )
    assert [f"{one.place.line}:{one.place.column} {one.message}" for one in found] == ([message] if told else [])
    assert all(one.severity == "advice" for one in found)


@pytest.mark.parametrize(("own", "theirs", "told"), DATES)
def test_a_review_does_not_build_on_a_certainly_later_one(own: str, theirs: str, *, told: bool) -> None:
    text = review("builds_on: {lesson: trams#ask-users, decision: adopted}", date=own)
    found = told_of(text, read(review(date=theirs), "trams"))
    message = (
        f'7:21 "trams#ask-users" cannot have been used here: its review is of {theirs}, later than this one ({own}); '
        "write `builds_on` in the later review, or correct the date"
    )
    assert found == ([message] if told else [])


def test_each_of_several_is_told_and_another_unit_s_is_not_judged() -> None:
    names = ("here:later#ask-users", "earlier#ask-users", "there:later#ask-users", "later#ask-users")
    text = review("builds_on:\n" + "\n".join(f"  - {{lesson: '{name}', decision: declined}}" for name in names))
    others = read(review(date="2001"), "later"), read(review(date="1990"), "earlier")
    assert [one.partition(" cannot")[0] for one in told_of(text, *others)] == [
        '8:14 "here:later#ask-users"',
        '11:14 "later#ask-users"',
    ]


def test_what_leads_nowhere_or_to_itself_hides_no_later_one() -> None:
    names = ("nowhere#x", "night-buses#ask-users", "later#ask-users")
    text = review("builds_on:\n" + "\n".join(f"  - {{lesson: {name}, decision: adopted}}" for name in names))
    assert [one.partition(" ")[0] for one in told_of(text, read(review(date="2001"), "later"))] == ["10:14"]


def test_a_build_goes_on() -> None:
    text = review("builds_on: {lesson: trams#ask-users, decision: adopted}", date="1997")
    assert problems(text, read(review(date="1998"), "trams")) == []


def told_of(text: str, *others: Entry) -> list[str]:
    entry = read(text)
    return [f"{one.place.line}:{one.place.column} {one.message}" for one in advised(entry, *others)]


def of_use(text: str, owner: str) -> list[Problem]:
    return advised(entries.read_string(text, "uses/told.md", use=True), read(owner))


def advised(entry: Entry, *others: Entry) -> list[Problem]:
    found = checks.check(collection(entry, *others), [entry], checks.RULES)
    return [one for one in found if one.rule == "used-later"]
