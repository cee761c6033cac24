"""The rule ``cycles``."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.entries import Entry
from tests.support.sample import collection, lesson, read, review


def builds_on(*lessons: str) -> str:
    return "builds_on:\n" + "\n".join(f"  - lesson: {one}\n    decision: adopted" for one in lessons)


def found(*entries: Entry) -> list[str]:
    return [str(problem) for problem in checks.check(collection(*entries))]


WRONG = "one of these links is the wrong way round [cycles]"


def test_a_circle_is_reported_once_at_the_review_that_sorts_first() -> None:
    entries = [
        read(review(builds_on("review-b#ask-users")), "review-a"),
        read(review(builds_on("review-c#ask-users")), "review-b"),
        read(review(builds_on("review-z#ask-users", "review-a#ask-users")), "review-c"),
        read(review(), "review-z"),
    ]
    assert found(*entries) == [
        f"review-a.md:8:13: `builds_on` is circular: review-a → review-b → review-c → review-a; {WRONG}"
    ]


def test_a_review_neither_builds_on_itself_nor_repeats_itself() -> None:
    itself = "names a lesson of this review itself; name one of an earlier review, or leave it out [cycles]"
    assert found(read(review(builds_on("review-a#ask-users")), "review-a")) == [
        f"review-a.md:8:13: `builds_on` {itself}"
    ]
    assert found(read(review("repeats: here:review-a#ask-users"), "review-a")) == [
        f"review-a.md:7:10: `repeats` {itself}"
    ]


def test_repeats_and_supersedes_run_in_no_circle_either() -> None:
    one = read(review("repeats: review-b#ask-users\nsupersedes: review-b"), "review-a")
    other = read(review("repeats: here:review-a#ask-users\nsupersedes: review-a"), "review-b")
    assert found(one, other) == [
        f"review-a.md:7:10: `repeats` is circular: review-a → review-b → review-a; {WRONG}",
        f"review-a.md:8:13: `supersedes` is circular: review-a → review-b → review-a; {WRONG}",
    ]


def test_lessons_replace_each_other_in_no_circle() -> None:
    fields = "- Id: {}\n- Recommendation: b\n- Superseded by: review-a#{}\n"
    entry = read(review(lessons=lesson(fields.format("x", "y")) + "\n" + lesson(fields.format("y", "x"))), "review-a")
    assert found(entry) == [
        f'review-a.md:33:18: "Superseded by" is circular: review-a#x → review-a#y → review-a#x; {WRONG}'
    ]


def test_related_reviews_may_name_each_other() -> None:
    assert found(read(review("related: review-b"), "review-a"), read(review("related: review-a"), "review-b")) == []


def test_a_lesson_of_another_library_closes_no_circle() -> None:
    assert found(read(review(builds_on("there:review-a#ask-users")), "review-a")) == []


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (6, "003 → review-004 → review-005 → review-000;"),
        (7, "003 → review-004 → … 1 more … → review-006 → review-000;"),
        (300, "003 → review-004 → … 294 more … → review-299 → review-000;"),
    ],
)
def test_a_long_circle_is_shortened(number: int, shown: str) -> None:
    names = [f"review-{number:03}" for number in range(number)]
    entries = [
        read(review(builds_on(f"{following}#ask-users")), name)
        for name, following in zip(names, [*names[1:], names[0]], strict=True)
    ]
    (message,) = found(*entries)
    assert f"review-000 → review-001 → review-002 → review-{shown}" in message
