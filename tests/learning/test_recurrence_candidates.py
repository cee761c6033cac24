"""What may have gone wrong again without a link: how well it is found, and what ends a suggestion."""

from __future__ import annotations

import csv
import re
import sqlite3
from pathlib import Path

import pytest

from lessons.learning.causes import WHOLE, FeatureReader, Features, causes
from lessons.learning.neighbours import LEAST_ALIKE, NEAREST, MutualNeighbours
from lessons.learning.recurrence_candidates import (
    COMMON,
    MOST,
    Candidate,
    Mistake,
    Mistakes,
)
from lessons.learning.recurrence_suggested import newest_suggested, suggested_for

JUDGEMENTS = Path(__file__).parents[1] / "judgements"
SAME = frozenset({"same"})


def rows(name: str) -> list[dict[str, str]]:
    with (JUDGEMENTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mistake(review: str, *barriers: str, day: str = "", change: frozenset[str] = frozenset()) -> Mistake:
    return Mistake(day, review, f"{review}#lesson", frozenset(barriers), change)


def pairs(mistakes: Mistakes) -> set[tuple[str, str]]:
    return {(one.lesson.partition("#")[0], one.earlier.partition("#")[0]) for one in mistakes.newest_first()}


# The least that is found of each half, with what was measured: see ``lessons/docs/learning.md``.
MEASURED = [
    ("recurrence", "open", 41),
    ("recurrence", "held-out", 34),
    ("fresh_recurrence", "open", 53),
    ("fresh_recurrence", "held-out", 44),
    ("third_recurrence", "held-out", 46),
]


@pytest.mark.parametrize(("name", "half", "least"), MEASURED)
def test_at_most_one_in_three_of_the_listed_pairs_that_are_suggested_is_false(name: str, half: str, least: int) -> None:
    cases = {row["id"]: row for row in rows(f"{name}_cases.csv")}
    listed = {
        frozenset((row["id_a"], row["id_b"])): row["same"] == "yes"
        for row in rows(f"{name}.csv")
        if row["half"] == half and row["id_a"] in cases
    }
    own = sorted({id_ for pair in listed for id_ in pair})
    told = [_told(id_, cases[id_]) for id_ in own]
    neighbours = MutualNeighbours({one.id: own for one, own in told}, causes().names)
    found = {
        frozenset((one.lesson, one.earlier)) for one in Mistakes((one for one, _ in told), neighbours).newest_first()
    }
    right = sum(listed.get(pair, False) for pair in found)
    assert right >= least
    assert right / sum(pair in listed for pair in found) >= 2 / 3


def _told(id_: str, case: dict[str, str]) -> tuple[Mistake, bytes]:
    story, why, own = FeatureReader().read(
        [
            f"{case['title']}\n{case['what_happened']}",
            case["why"],
            f"{case['lesson']}\n{case['recommendation']}",
        ]
    )
    barriers = frozenset(re.findall(r"[\w-]+", case.get("barriers", "")))
    return Mistake("", id_, id_, barriers), causes().of(causes().spoken(story), own | why, Features())


def test_the_later_of_two_that_state_the_same_barrier_is_told() -> None:
    later, earlier = mistake("a", "same", day="1999-05"), mistake("b", "same", day="1998")
    found = Mistakes([later, earlier])
    assert found.earlier_than(later.id) == [Candidate("a#lesson", "b#lesson", ("same",), (), alike=0.3)]
    assert found.earlier_than(earlier.id) == []
    assert found.earlier_than("elsewhere#lesson") == []
    assert found.beside(earlier.id) == found.beside(later.id) == found.earlier_than(later.id)


def test_a_barrier_that_many_state_says_nothing() -> None:
    few = [mistake(f"r{number}", "same") for number in range(COMMON)]
    assert pairs(Mistakes(few))
    assert not pairs(Mistakes([*few, mistake("one-more", "same")]))
    assert pairs(Mistakes([*few, mistake("one-more", "same")], total=40))


def test_what_shares_most_comes_first_then_the_latest() -> None:
    data = frozenset({"data"})
    last = mistake("z", "one", "two", day="2000", change=data)
    earlier = [
        mistake("both", "one", "two", day="1990"),
        mistake("change", "one", day="1990", change=data),
        mistake("late", "two", day="1999"),
    ]
    found = Mistakes([last, *earlier], total=100).earlier_than(last.id)
    assert [one.earlier for one in found] == ["both#lesson", "change#lesson", "late#lesson"]
    assert [one.change for one in found] == [(), ("data",), ()]


def test_two_lessons_of_one_review_are_no_recurrence() -> None:
    one = Mistake("", "a", "a#first", SAME)
    other = Mistake("", "a", "a#second", SAME)
    assert not pairs(Mistakes([one, other]))


@pytest.mark.parametrize("link", [("a", "b"), ("b", "a")])
def test_a_link_in_either_direction_ends_it(link: tuple[str, str]) -> None:
    assert pairs(Mistakes([mistake("a", "same"), mistake("b", "same")])) == {("b", "a")}
    assert not pairs(Mistakes([mistake("a", "same"), mistake("b", "same")], links=[link]))


def test_reviews_that_repeat_each_other_by_way_of_a_third_are_one_case() -> None:
    three = [mistake(name, "same") for name in "abc"]
    chain = [("b", "a"), ("c", "b")]
    assert not pairs(Mistakes(three, links=chain, repeats=chain))
    assert pairs(Mistakes(three, links=chain)) == {("c", "a")}


def test_of_the_founding_lessons_those_that_counted_the_wrong_thing_are_put_side_by_side(
    founding: sqlite3.Connection,
) -> None:
    found = newest_suggested(founding, 100)
    one = next(one for one in found if one.lesson.id == "stadium-employment-partnership#count-who-got-jobs")
    assert one in suggested_for(founding, one.lesson.id)
    assert one.barriers == ("Focus on outputs",)
    assert newest_suggested(founding, 100) == found
    assert len(newest_suggested(founding, 2)) == 2


def test_no_suggestion_of_the_founding_lessons_is_linked_already(founding: sqlite3.Connection) -> None:
    linked = {
        frozenset(row)
        for row in founding.execute(
            "SELECT from_review_id, review_id FROM lesson_links JOIN lessons ON lessons.id = to_lesson_id "
            "UNION SELECT from_review_id, to_review_id FROM review_links"
        )
    }
    suggested = {frozenset((one.lesson.review, one.earlier.review)) for one in newest_suggested(founding, 100)}
    assert suggested
    assert not suggested & linked


def test_each_of_two_lessons_is_told_of_the_other_on_its_own_page_as_in_the_list(founding: sqlite3.Connection) -> None:
    listed = newest_suggested(founding, 1000)
    for (id_,) in founding.execute("SELECT id FROM lessons"):
        told = suggested_for(founding, id_)
        assert [one for one in told if one.lesson.id == id_] == sorted(
            (one for one in listed if one.lesson.id == id_), key=told.index
        )
        later = {one.lesson.id for one in listed if one.earlier.id == id_}
        shown = {one.lesson.id for one in told if one.earlier.id == id_}
        assert shown >= later or len(shown) == MOST, id_


def test_a_lesson_to_sustain_gets_no_suggestion(founding: sqlite3.Connection) -> None:
    (id_,) = founding.execute("SELECT id FROM lessons WHERE kind = 'sustain' LIMIT 1").fetchone()
    assert suggested_for(founding, id_) == []


def test_a_superseded_lesson_is_beside_no_other(founding: sqlite3.Connection) -> None:
    gone = {
        id_ for (id_,) in founding.execute("SELECT id FROM lessons WHERE status = 'superseded' AND kind = 'improve'")
    }
    assert gone
    assert not gone & {id_ for one in newest_suggested(founding, 1000) for id_ in (one.lesson.id, one.earlier.id)}
    assert all(suggested_for(founding, id_) == [] for id_ in gone)


NAMES = ("haste", "fear", "thrift", "fog", "pride", "rust")
# A lesson, and how much it reads like each of these.
Reads = tuple[Mistake, bytes]


def vector(**causes: float) -> bytes:
    """Return how much a lesson reads like some causes, given each as a share of the whole."""
    return bytes(round(WHOLE * causes.get(name, 0)) for name in NAMES)


def reads(review: str, **causes: float) -> Reads:
    return mistake(review), vector(**causes)


def of_these(*told: Reads) -> Mistakes:
    vectors = {one.id: own for one, own in told}
    return Mistakes([one for one, _ in told], MutualNeighbours(vectors, NAMES), total=100)


def test_what_reads_like_the_same_causes_is_suggested_and_the_cause_named() -> None:
    earlier, other = reads("a", haste=0.9, thrift=0.436), reads("c", thrift=0.3, fog=0.954)
    (found,) = of_these(reads("b", haste=0.8, fear=0.6), earlier, other).earlier_than("b#lesson")
    assert found == Candidate("b#lesson", "a#lesson", (), (), ("haste",), pytest.approx(0.72, abs=0.01))


def test_all_causes_count_and_those_that_make_up_a_good_part_are_named() -> None:
    same = {"haste": 0.4, "fear": 0.4, "thrift": 0.1}
    (found,) = of_these(reads("b", **same), reads("a", **same)).earlier_than("b#lesson")
    assert found.causes == ("haste", "fear")
    assert found.alike == pytest.approx(0.33, abs=0.01)
    many = dict.fromkeys(NAMES, 0.19)
    assert not pairs(of_these(reads("b", **many), reads("a", **many)))


def test_a_cause_that_both_hardly_tell_of_is_not_enough() -> None:
    assert not pairs(of_these(reads("a", haste=0.31, fear=0.95), reads("b", haste=0.31, fog=0.95)))


def test_what_is_uncertain_is_as_like_and_comes_last() -> None:
    found = of_these(reads("z", haste=1), reads("a", haste=1), reads("y", haste=0.5)).earlier_than("z#lesson")
    assert [(each.earlier, each.alike) for each in found] == [
        ("a#lesson", 1.0),
        ("y#lesson", pytest.approx(0.5, abs=0.01)),
    ]


def test_a_mistake_made_ever_again_is_told_again() -> None:
    often = [reads(f"r{number:03}", haste=1) for number in range(300)]
    found = of_these(*often)
    assert {one.lesson for one in found.newest_first()} == {one.id for one, _ in often[1:]}
    assert [one for one in found.newest_first() if one.lesson == "r150#lesson"] == found.earlier_than("r150#lesson")


def test_what_is_a_little_like_everything_is_beside_what_is_most_like_it_alone() -> None:
    broad = reads("a", haste=0.5, fear=0.5, thrift=0.5, fog=0.5)
    plain = [reads(f"{name}{number}", **{name: 0.9 - number / 100}) for name in NAMES[:4] for number in range(3)]
    found = of_these(broad, *plain)
    beside = {one.lesson for one in found.newest_first() if one.earlier == "a#lesson"}
    assert beside == {f"{name}{number}#lesson" for name in NAMES[:4] for number in (0, 1)}
    assert len(beside) == NEAREST
    assert {("haste1", "haste0"), ("haste2", "haste0"), ("haste2", "haste1")} <= pairs(found)


def test_of_two_reviews_only_the_two_lessons_most_alike_are_put_side_by_side() -> None:
    """Those of one review have one story, and are all like what tells that again."""
    told = [
        (Mistake(day, review, f"{review}#{name}"), vector(haste=share))
        for day, review, name, share in (
            ("2000", "z", "a", 0.7), ("2000", "z", "b", 0.9), ("2000", "z", "c", 0.8), ("1990", "y", "a", 0.6), ("1990", "y", "b", 0.5),
        )
    ]  # fmt: skip
    found = of_these(*told, reads("x", haste=0.5))
    assert [(one.lesson, one.earlier) for one in found.newest_first()] == [
        ("z#b", "y#a"), ("z#b", "x#lesson"), ("y#a", "x#lesson"),
    ]  # fmt: skip
    assert found.earlier_than("z#a") == []


def test_of_many_reviews_each_lesson_is_told_the_same_alone_as_in_the_list() -> None:
    every = [
        (
            Mistake(str(1900 + number % 60), f"r{number}", f"r{number}#{name}", frozenset({f"b{number % 97}"})),
            vector(haste=number % 7 / 7, fear=number % 5 / 9, fog=number % 11 / 20),
        )
        for number in range(400)
        for name in "ab"
    ]
    found = of_these(*every)
    listed = list(found.newest_first())
    assert len({one.lesson for one in listed}) > 300
    for one, _ in every:
        assert found.earlier_than(one.id) == [candidate for candidate in listed if candidate.lesson == one.id]


def test_what_reads_like_nothing_is_like_nothing() -> None:
    told = of_these((mistake("z", day="2000"), b""), (mistake("b"), b""), reads("a", haste=1))
    assert told.earlier_than("z#lesson") == []


def test_a_vector_of_other_causes_is_passed_over() -> None:
    assert not pairs(of_these(reads("z", haste=1), (mistake("a"), vector(haste=1)[:-1])))


def test_no_less_than_the_least_is_alike() -> None:
    told = of_these(reads("z", haste=1), reads("a", haste=LEAST_ALIKE + 0.002), reads("b", haste=LEAST_ALIKE - 0.01))
    assert [each.earlier for each in told.earlier_than("z#lesson")] == ["a#lesson"]


def test_of_many_the_most_alike_are_told() -> None:
    others = [reads(f"r{number}", haste=0.6 + number / 100) for number in range(6)]
    barrier = (mistake("z", "same", day="2000"), b"")
    both = (mistake("y", "same"), vector(haste=0.6))
    last = (mistake("last", "same", day="2001"), vector(haste=1))
    found = of_these(barrier, *others, both, last).earlier_than("last#lesson")
    assert [each.earlier for each in found] == ["y#lesson", "r5#lesson", "r4#lesson", "r3#lesson"]
    assert len(found) == MOST
    (only,) = of_these(barrier, last).earlier_than("last#lesson")
    assert (only.earlier, only.alike) == ("z#lesson", pytest.approx(0.3))
