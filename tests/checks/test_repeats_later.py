"""The rule ``repeats-later``."""

from __future__ import annotations

import pytest

from tests.support.sample import problems, read, review


@pytest.mark.parametrize(
    ("own", "theirs", "told"),
    [
        ("1998-04", "1999", True),
        ("1998", "1999-01-01", True),
        ("1998-04-01", "1998-04-02", True),
        ("1998-04", "1998-05", True),
        ("1998-04", "1998", False),
        ("1998", "1998-12-31", False),
        ("1998-04", "1998-04", False),
        ("1999", "1998", False),
        ("1998-04", "not-stated", False),
        ("not-stated", "1999", False),
    ],
)
def test_what_is_repeated_is_not_certainly_later(own: str, theirs: str, told: bool) -> None:
    found = problems(
        review("repeats: trams#ask-users", date=own), read(review(date=theirs), "trams"), rule="repeats-later"
    )
    message = (
        f'7:10 "trams#ask-users" cannot have been repeated here: its review is of {theirs}, later than this one ({own}); '
        "write `repeats` in the later review, or correct the date"
    )
    assert found == ([message] if told else [])


def test_each_later_lesson_of_a_list_is_told_and_another_unit_s_is_not_judged() -> None:
    later, earlier = read(review(date="2001"), "later"), read(review(date="1990"), "earlier")
    text = review("repeats:\n  - here:later#ask-users\n  - earlier#ask-users\n  - there:later#ask-users")
    (found,) = problems(text, later, earlier, rule="repeats-later")
    assert found.startswith('8:5 "here:later#ask-users" cannot have been repeated here')


def test_what_leads_nowhere_or_to_itself_hides_no_later_one() -> None:
    text = review("repeats: [nowhere#x, night-buses#ask-users, later#ask-users]")
    found = problems(text, read(review(date="2001"), "later"))
    assert [one.partition(" ")[0] for one in found if one.endswith("[repeats-later]")] == ["7:45"]
