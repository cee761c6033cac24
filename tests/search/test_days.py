"""Days and periods as people type them."""

from __future__ import annotations

import pytest

from lessons.search.days import FIRST_DAY, LAST_DAY, days_of


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
    ],
)
def test_dates_periods_decades_and_months_are_days(typed: str, days: tuple[int, int]) -> None:
    assert days_of(typed) == days


@pytest.mark.parametrize("typed", ["", "..", "x..y", "soon", "19985", "-", "98"])
def test_what_is_no_date_means_no_days(typed: str) -> None:
    assert days_of(typed) is None
