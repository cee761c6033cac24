"""A form of an entry opens the lessons that are to be corrected; what is said of a lesson finds its place in the form."""

from __future__ import annotations

import pytest

from lessons import entries
from lessons.forms import MOST, Filled, FormMessage
from lessons.proposing.opening import at_first, only, opened_in, placed, with_another
from lessons.proposing.shapes import shape
from lessons.proposing.standing import Standing, filled_in
from tests.support.sample import LESSON, WORDS, review


def many(count: int) -> Standing:
    lessons = [
        LESSON.replace("ask-users", f"ask-{n}").replace("Ask the people", f"Ask {n} people")
        for n in range(1, count + 1)
    ]
    return Standing(entries.read_string(review(lessons="\n".join(lessons)), "night-buses.md", rendering=False))


def stated(standing: Standing) -> Filled:
    return filled_in(standing, shape("full", WORDS))[1]


@pytest.mark.parametrize(
    ("count", "named", "opened"), [(1, "", [1]), (1, "nope", [1]), (3, "", []), (3, "ask-2", [2]), (3, "ask", []), (3, "2", [])]
)  # fmt: skip
def test_the_lesson_that_is_named_is_opened_and_of_a_single_one_that(count: int, named: str, opened: list[int]) -> None:
    assert at_first(many(count), named) == opened


def test_a_lesson_is_opened_once_and_no_more_than_a_form_holds() -> None:
    every = stated(many(60))
    assert every.count("lessons") == 60
    form = only(every, [])
    for number in (7, 60, 7, 61, 0, *range(1, 30)):
        form = with_another(form, every, number)
    assert opened_in(form) == [7, 60, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11]
    assert len(opened_in(form)) == MOST
    assert form.first("lessons.2.statement") == "Ask 60 people who will use it"


@pytest.mark.parametrize(
    ("opened", "emptied", "new", "number", "place"),
    [
        ([3], (), 0, 3, "lessons.1.kind"),
        ([3], (), 0, 2, ""),
        ([3, 1], (), 0, 1, "lessons.2.kind"),
        # The first is gone, so that what is the second now was the third.
        ([1, 3], (1,), 0, 2, "lessons.2.kind"),
        ([1], (1,), 0, 1, ""),
        ([2], (), 1, 4, "lessons.2.kind"),
        ([], (), 1, 4, "lessons.1.kind"),
        ([2], (2,), 2, 4, "lessons.3.kind"),
    ],
)
def test_what_is_said_of_a_lesson_stands_at_its_field_or_names_the_lesson(
    opened: list[int], emptied: tuple[int, ...], new: int, number: int, place: str
) -> None:
    every = stated(many(3))
    things = only(every, opened).things("lessons")
    things = [{"was": thing["was"]} if int(thing["was"][0]) in emptied else thing for thing in things]
    things += [{"statement": ["New"]}] * new
    form = every.with_things("lessons", things)
    found = placed(FormMessage(f"lessons.{number}.kind", "No kind."), form, 3)
    assert (found.name, found.text) == ((place, "No kind.") if place else ("", f"Lesson {number}: No kind."))


def test_what_is_said_of_another_field_stays() -> None:
    message = FormMessage("title", "No.")
    assert placed(message, Filled(), 3) is message
