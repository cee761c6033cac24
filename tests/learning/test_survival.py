"""The estimate of Kaplan and Meier, against figures worked out by hand."""

from __future__ import annotations

import pytest

from lessons.learning.survival import Duration, curve, in_words


def of(*days: int, open_: tuple[int, ...] = ()) -> list[Duration]:
    return [*(Duration(one, done=True) for one in days), *(Duration(one, done=False) for one in open_)]


def test_without_open_cases_the_share_falls_by_one_case_each_time() -> None:
    found = curve(of(10, 20, 30, 40))
    assert [(step.days, step.share_open) for step in found.steps] == [(10, 0.75), (20, 0.5), (30, 0.25), (40, 0.0)]
    assert found.median == 20


def test_open_cases_are_kept_in_until_they_were_last_seen() -> None:
    """By hand: at 6 days 3 of 7 are done; the one that was last seen then is gone after; at 7 days 1 of 3 is done; at 10 the last."""
    found = curve(of(6, 6, 6, 7, 10, open_=(6, 9)))
    assert [(step.days, step.at_risk, step.done) for step in found.steps] == [(6, 7, 3), (7, 3, 1), (10, 1, 1)]
    assert [step.share_open for step in found.steps] == pytest.approx([4 / 7, 4 / 7 * 2 / 3, 0.0])
    assert found.median == 7


def test_to_leave_open_cases_out_would_make_slow_work_look_quick() -> None:
    assert curve(of(10, 20)).median == 10
    assert curve(of(10, 20, open_=(100,) * 6)).median is None


def test_where_nothing_is_done_yet_there_is_no_step_and_no_median() -> None:
    found = curve(of(open_=(5, 9)))
    assert (found.cases, found.done, found.steps, found.median, found.longest) == (2, 0, (), None, 9)


def test_of_no_case_there_is_no_estimate() -> None:
    assert curve([]).cases == 0


def test_a_known_example_of_the_textbooks() -> None:
    """Remission of 21 patients on 6-MP (Freireich 1963): 6,6,6,7,10,13,16,22,23 and twelve censored; the median is 23 weeks."""
    found = curve(of(6, 6, 6, 7, 10, 13, 16, 22, 23, open_=(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)))
    shares = [round(step.share_open, 4) for step in found.steps]
    assert shares == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert found.median == 23


@pytest.mark.parametrize(
    ("days", "words"), [(1, "1 day"), (59, "59 days"), (91, "3 months"), (730, "2.0 years"), (1000, "2.7 years")]
)
def test_days_are_said_as_people_say_them(days: int, words: str) -> None:
    assert in_words(days) == words
