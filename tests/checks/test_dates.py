"""The rule ``dates``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.sample import lesson, line_of, problems, review


def test_dates_of_the_front_matter_exist() -> None:
    assert problems(review(date="2024-02-30"), rule="dates") == [
        '3:7 date: found "2024-02-30"; February 2024 has 29 days'
    ]


@pytest.mark.parametrize("written", ["31 November 2026", "31.11.2026", "November 31, 2026", "2026/11/31"])
def test_a_day_that_does_not_exist_is_told_so_in_whatever_form_it_is_written(written: str) -> None:
    """ "A date is written 1998-04-17" would not be the reason: in words, a date that exists is understood."""
    assert problems(review(date=f'"{written}"'), rule="dates") == [
        f'3:7 date: found "{written}"; November 2026 has 30 days'
    ]


def test_a_period_ends_after_it_begins() -> None:
    assert problems(review("period:\n  from: 1999-05\n  to: 1999-04"), rule="dates") == [
        "8:3 period: the period ends (1999-04) before it begins (1999-05)"
    ]
    assert problems(review("period:\n  from: 1999-05\n  to: 1999")) == []


@pytest.mark.parametrize("label", ["Due", "Respond by"])
@pytest.mark.parametrize(
    ("date", "message"),
    [
        ("1999-05", None),
        ("May 1999", 'found "May 1999"; write 1999-05'),
        ("1999-06-31", 'found "1999-06-31"; June 1999 has 30 days'),
        ("31 June 1999", 'found "31 June 1999"; June 1999 has 30 days'),
        ("1995-98", 'found "1995-98"; there is no month 98, months run from 01 to 12'),
        ("1995/98", 'found "1995/98"; write one date, such as 1995; the years that a review covers go in `period`'),
    ],
)
def test_the_dates_of_a_lesson_are_dates(label: str, date: str, message: str | None) -> None:
    text = review(lessons=lesson(f"- Id: a\n- Recommendation: b\n- Addressed to: Dorset\n- {label}: {date}\n"))
    place = f"{line_of(text, f'- {label}')}:{len(label) + 5}"
    assert problems(text, rule="dates") == ([f"{place} {label}: {message}"] if message else [])


@pytest.mark.parametrize("published", ["2999", "2999-01", "2999-01-01", "in two days"])
def test_what_will_be_published_has_not_been_published(published: str) -> None:
    stated = (datetime.now(UTC) + timedelta(days=2)).date().isoformat() if published == "in two days" else published
    (found,) = problems(review(f"published: {stated}"), rule="dates")
    assert found.startswith(f'7:12 published: found "{stated}", which is in the future; write the day')


@pytest.mark.parametrize("published", ["1999", "2024-02", "2024-02-29", "today"])
def test_what_was_published_may_be_as_precise_as_it_is_known(published: str) -> None:
    stated = datetime.now(UTC).date().isoformat() if published == "today" else published
    assert problems(review(f"published: {stated}"), rule="dates") == []


def test_published_is_a_date() -> None:
    assert problems(review("published: 2024-02-30"), rule="dates") == [
        '7:12 published: found "2024-02-30"; February 2024 has 29 days'
    ]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"date": "2998-02-03"}, '3:7 date: found "2998-02-03", which is in the future; most likely a digit is wrong'),
        ({"date": "2998"}, '3:7 date: found "2998", which is in the future; most likely a digit is wrong'),
        ({"extra": "reviewed:\n  - on: 2998-01\n    by: peer"}, '8:9 on: found "2998-01", which is in the future; most likely a digit is wrong'),
        ({"extra": "period:\n  from: 2998"}, '8:9 from: found "2998", which is in the future; most likely a digit is wrong'),
        ({"extra": "period:\n  from: 1998\n  to: 2998"}, '9:7 to: found "2998", which is in the future; leave it out while the work continues'),
    ],
)  # fmt: skip
def test_what_has_happened_is_not_in_the_future(fields: dict[str, str], message: str) -> None:
    assert problems(review(fields.pop("extra", ""), **fields), rule="dates") == [message]


@pytest.mark.parametrize(
    "extra", ["review_due: 2998", "period:\n  from: 1998\n  to: 1999", "reviewed:\n  - on: 1999\n    by: peer"]
)
def test_what_is_to_come_or_has_happened_is_right(extra: str) -> None:
    assert problems(review(extra)) == []


@pytest.mark.parametrize(
    "date",
    [datetime.now(UTC).date().isoformat(), datetime.now(UTC).strftime("%Y-%m"), datetime.now(UTC).strftime("%Y")],
)
def test_today_is_not_in_the_future(date: str) -> None:
    assert problems(review(date=date)) == []
