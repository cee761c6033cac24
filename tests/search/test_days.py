"""Days and periods as people type them."""

from __future__ import annotations

import pytest

from lessons.search.days import FIRST_DAY, LAST_DAY, days_of, in_words, missed_day, restricted


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("1998", (19980101, 19981231)),
        ("1998-04", (19980401, 19980431)),
        ("1998-04-07", (19980407, 19980407)),
        ("1990s", (19900101, 19991231)),
        ("1990..1992", (19900101, 19921231)),
        ("1998-04..1998-06", (19980401, 19980631)),
        ("..1995", (FIRST_DAY, 19951231)),
        ("1995..", (19950101, LAST_DAY)),
        ("<1995", (FIRST_DAY, 19950100)),
        (">=1995-06", (19950601, LAST_DAY)),
        ("april 1998", (19980401, 19980431)),
        ("7 April 1998", (19980407, 19980407)),
        ("April-1998", (19980401, 19980431)),
        ("04/1998", (19980401, 19980431)),
        ("1998/4", (19980401, 19980431)),
        ("1998/99", (19980101, 19991231)),
        ("1998-99", (19980101, 19991231)),
        ("1999/2000", (19990101, 20001231)),
        ("2007-08", (20070801, 20070831)),
        ("before 1995", (FIRST_DAY, 19950100)),
        ("since April 1998", (19980401, LAST_DAY)),
        ("up to 1995", (FIRST_DAY, 19951231)),
        ("after 1990s", (19991232, LAST_DAY)),
        ("the early 1990s", (19900101, 19991231)),
        ("mid-'90s", (19900101, 19991231)),
        ("April 1998..June 1998", (19980401, 19980631)),
        ("1995 to 1998", (19950101, 19981231)),
        ("1995–1998", (19950101, 19981231)),
        ("-1995", (FIRST_DAY, 19951231)),
        ("1995-98", (19950101, 19981231)),
        ("1995/98", (19950101, 19981231)),
        ("2005–11", (20050101, 20111231)),
        ("between 1995 and April 1998", (19950101, 19980431)),
        ("From 1995 to 1998", (19950101, 19981231)),
        ("07/04/1998", (19980407, 19980407)),
        ("7.4.1998", (19980407, 19980407)),
        ("04-27-1998", (19980427, 19980427)),
        ("2020..2018", (20180101, 20201231)),
        ("April 1998 to February 1998", (19980201, 19980431)),
        ("between 1998 and 1995", (19950101, 19981231)),
        ("1996-02-29", (19960229, 19960229)),
    ],
)
def test_dates_periods_decades_and_months_are_days(typed: str, days: tuple[int, int]) -> None:
    assert days_of(typed) == days


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "..",
        "x..y",
        "soon",
        "19985",
        "-",
        "98",
        "1998-13",
        "13/1998",
        "before",
        "early",
        "1998-2",
        "to",
        "June",
        "1998-95",
        "13/13/1998",
        "7.4/1998",
        "between 1995",
        "from x to 1998",
        "1998-02-30",
        "31 June 2004",
        "29.02.1900",
        "1998-05-00",
        "1998-02-30..1998-05",
        "since 30 February 1998",
    ],
)
def test_what_is_no_date_means_no_days(typed: str) -> None:
    assert days_of(typed) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("<1995", "before 1995"),
        (">=1995", "1995 and after"),
        ("<=1995-06", "1995-06 and before"),
        ("since 1995", "1995 and after"),
        ("after 1995", "after 1995"),
        ("=1995", "1995"),
        ("1995..1998", "1995 to 1998"),
        ("1995..", "1995 and after"),
        ("...1995", "1995 and before"),
        ("1990s", "1990s"),
        ("between 1995 and 1998", "1995 to 1998"),
        ("April 1998..June 1998", "April 1998 to June 1998"),
        ("1995-1998", "1995 to 1998"),
        ("2020..2018", "2018 to 2020"),
        ("between June 1998 and May 1998", "May 1998 to June 1998"),
        ("-1995", "1995 and before"),
    ],
)
def test_days_are_said_in_words(typed: str, said: str) -> None:
    assert in_words(typed) == said


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("housing in the 1990s", ["housing in the year:1990s"]),
        ("April 1998 and '80s buses", ['year:"April 1998" and \'80s buses', "April 1998 and year:'80s buses"]),
        ("year:1990s", []),
        ('"life in the 1990s"', []),
        ("A1990s-b", []),
        ("1998", ["year:1998"]),
        ("floods in 1998.", ["floods in year:1998."]),
        ("1500 homes in 1998", ["1500 homes in year:1998"]),
        ("since 1500", ['year:"since 1500"']),
        ("buses before 1998 in Hull", ['buses year:"before 1998" in Hull']),
        ("between 1995 and 1998", ['year:"between 1995 and 1998"']),
        ("from 1995 to 1998 floods", ['year:"from 1995 to 1998" floods']),
        ("1995 to 1998", ['year:"1995 to 1998"']),
        ("£1998 and 1998% and 1998,50 and 31998", []),
        ("1998-04 1998/99 ..1998 x-1998", []),
    ],
)
def test_years_decades_and_months_among_words_are_offered_as_restrictions(typed: str, offered: list[str]) -> None:
    assert list(restricted(typed, {"1995", "1998"}.__contains__)) == offered


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ("1998-02-30", "1998-02-28"),
        ("30 February 1996", "1996-02-29"),
        ("31/6/2004", "2004-06-30"),
        ("1998-02-28", ""),
        ("1998-02", ""),
        ("1998", ""),
        ("soon", ""),
        ("1998-13-01", ""),
    ],
)
def test_of_a_day_that_there_is_not_the_last_of_its_month_is_known(typed: str, last: str) -> None:
    assert missed_day(typed) == last
