"""A form of an entry opens the lessons that are to be corrected; what is said of a lesson finds its place in the form."""

from __future__ import annotations

import pytest
import yaml

from lessons import entries
from lessons.forms import MOST, Filled, FormMessage, FormShape
from lessons.proposing.changing import changed
from lessons.proposing.opening import SHOWN, at_first, naming_the_rest, opened_in, placed, with_another
from lessons.proposing.shapes import shape
from lessons.proposing.standing import Standing, filled_in
from tests.support.sample import LESSON, WORDS, review


def many(count: int, figures: int = 0, named: str = "Calls") -> Standing:
    lessons = [
        LESSON.replace("ask-users", f"ask-{n}").replace("Ask the people", f"Ask {n} people")
        for n in range(1, count + 1)
    ]
    measured = "".join(f"\n  - measure: {named} {n}\n    result: {n}" for n in range(1, figures + 1))
    front = {"outcomes": measured} if figures else {}
    return Standing(entries.read_string(review(lessons="\n".join(lessons), **front), "night-buses.md", rendering=False))


def filled_form(standing: Standing) -> tuple[FormShape, Filled]:
    return filled_in(standing, shape("full", WORDS))


@pytest.mark.parametrize(
    ("count", "named", "opened"), [(1, "", [1]), (1, "nope", [1]), (3, "", []), (3, "ask-2", [2]), (3, "ask", []), (3, "2", [])]
)  # fmt: skip
def test_the_lesson_that_is_named_is_opened_and_of_a_single_one_that(count: int, named: str, opened: list[int]) -> None:
    standing = many(count)
    asked, stated = filled_form(standing)
    assert opened_in(at_first(asked, standing, stated, named), "lessons") == opened


@pytest.mark.parametrize(("count", "opened"), [(3, [1, 2, 3]), (4, []), (60, [])])
def test_figures_are_opened_at_first_where_they_are_few(count: int, opened: list[int]) -> None:
    standing = many(1, figures=count)
    asked, stated = filled_form(standing)
    shown = at_first(asked, standing, stated)
    assert opened_in(shown, "outcomes") == opened
    rest = next(one for one in naming_the_rest(asked, stated, shown).groups if one.name == "outcomes").unopened
    assert rest == tuple((number, f"Calls {number}") for number in range(1, count + 1) if not opened)


def test_a_thing_that_is_not_opened_is_known_by_the_beginning_of_what_it_says() -> None:
    standing = many(1, figures=4, named="Calls answered " * 30)
    asked, stated = filled_form(standing)
    shown = at_first(asked, standing, stated)
    rest = next(one for one in naming_the_rest(asked, stated, shown).groups if one.name == "outcomes").unopened
    assert all(SHOWN // 2 < len(words) <= SHOWN + 1 and words.endswith("…") for _, words in rest)


def test_a_lesson_is_opened_once_and_no_more_than_a_form_holds() -> None:
    standing = many(60)
    asked, every = filled_form(standing)
    assert every.count("lessons") == 60
    form = at_first(asked, standing, every)
    for number in (7, 60, 7, 61, 0, *range(1, 30)):
        form = with_another(form, every, "lessons", number)
    assert opened_in(form, "lessons") == [7, 60, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11]
    assert len(opened_in(form, "lessons")) == MOST
    assert form.first("lessons.2.statement") == "Ask 60 people who will use it"


@pytest.mark.parametrize("group", ["lessons", "outcomes"])
@pytest.mark.parametrize(
    ("opened", "emptied", "new", "number", "place"),
    [
        ([3], (), 0, 3, "1"),
        ([3], (), 0, 2, ""),
        ([3, 1], (), 0, 1, "2"),
        # The first is gone, so that what is the second now was the third.
        ([1, 3], (1,), 0, 2, "2"),
        ([1], (1,), 0, 1, ""),
        ([2], (), 1, 4, "2"),
        ([], (), 1, 4, "1"),
        ([2], (2,), 2, 4, "3"),
    ],
)
def test_what_is_said_of_a_thing_stands_at_its_field_or_names_the_thing(
    group: str, opened: list[int], emptied: tuple[int, ...], new: int, number: int, place: str
) -> None:
    asked, every = filled_form(many(3, figures=3))
    stated = every.things(group)
    things = [{"was": stated[one - 1]["was"]} if one in emptied else stated[one - 1] for one in opened]
    things += [{"note": ["New"]}] * new
    form = every.with_things(group, things)
    found = placed(FormMessage(f"{group}.{number}.kind", "No kind."), asked, every, form)
    word = {"lessons": "Lesson", "outcomes": "Outcome"}[group]
    expected = (f"{group}.{place}.kind", "No kind.") if place else ("", f"{word} {number}: No kind.")
    assert (found.name, found.text) == expected


@pytest.mark.parametrize("name", ["title", "outcomes", "outcomes.", "period.from"])
def test_what_is_said_of_another_field_stays(name: str) -> None:
    asked, every = filled_form(many(3))
    message = FormMessage(name, "No.")
    assert placed(message, asked, every, every) is message


def test_of_figures_those_that_the_form_does_not_hold_stay_and_those_that_were_emptied_go() -> None:
    standing = many(1, figures=5)
    asked, before = filled_form(standing)
    stated = before.things("outcomes")
    after = before.with_things("outcomes", [{**stated[3], "result": ["44"]}, {"was": ["2"]}, {"measure": ["New"]}])
    front = changed(standing, asked, before, after).partition("---\n")[2].partition("---\n")[0]
    figures = yaml.safe_load(front)["outcomes"]
    assert [one["measure"] for one in figures] == ["Calls 1", "Calls 3", "Calls 4", "Calls 5", "New"]
    assert [one.get("result") for one in figures] == [1, 3, 44, 5, None]


def test_a_form_that_holds_no_figure_changes_none() -> None:
    standing = many(1, figures=60)
    asked, before = filled_form(standing)
    assert changed(standing, asked, before, before.with_things("outcomes", [])) == standing.entry.text
