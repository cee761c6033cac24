"""Near-duplicates: recall and precision on planted cases, and work that grows with the number of texts only."""

from __future__ import annotations

import math
import random
from collections import Counter
from pathlib import Path

import pytest
import yaml

from lessons.entries.folder import read_folder
from lessons.entries.resembling import LESSONS
from lessons.text import duplicates, rare_words
from lessons.text.duplicates import Index

ROOT = Path(__file__).parents[2]
PLANTED: dict[str, list[dict[str, str]]] = yaml.safe_load(
    (ROOT / "tests" / "data" / "planted-duplicates.yml").read_text("utf-8")
)
FOUNDING = {
    f"{entry.id}#{lesson.get('id')}": f"{lesson.statement} {lesson.get('recommendation') or ''} {lesson.text}"
    for entry in read_folder(ROOT / "entries").entries
    for lesson in entry.body.lessons
}


def found(planted: dict[str, str]) -> set[str]:
    """Return the founding lessons that a planted text is said to resemble, when it alone is added to them."""
    return {one.other for one in Index({**FOUNDING, "planted": planted["text"]}).resembling("planted", LESSONS)}


def test_every_lesson_that_was_copied_and_edited_is_found() -> None:
    assert [case["of"] for case in PLANTED["edited"] if case["of"] not in found(case)] == []


def test_three_of_four_lessons_told_again_in_other_words_are_found() -> None:
    hits = [case for case in PLANTED["retold"] if case["of"] in found(case)]
    assert len(hits) / len(PLANTED["retold"]) >= 0.75


def test_what_is_found_is_right() -> None:
    cases = [(case, found(case)) for kind in PLANTED for case in PLANTED[kind]]
    said = sum(len(others) for _, others in cases)
    right = sum(case.get("of") in others for case, others in cases)
    assert said >= 15
    assert right == said


def test_of_the_founding_lessons_no_two_are_taken_for_one() -> None:
    index = Index(FOUNDING)
    assert [(key, one.other) for key in FOUNDING for one in index.resembling(key, LESSONS)] == []


def test_who_does_not_ask_for_words_is_told_of_the_same_texts() -> None:
    index = Index(
        {**FOUNDING, **{f"planted {number}": one["text"] for number, one in enumerate(PLANTED["edited"])}}, few=False
    )
    alike = {key: sorted(index.alike(key, LESSONS)) for key in FOUNDING}
    assert alike == {
        key: sorted((one.similarity, one.other) for one in index.resembling(key, LESSONS)) for key in FOUNDING
    }
    assert any(alike.values())


def test_an_exact_copy_is_wholly_alike_and_names_the_words_that_both_use() -> None:
    (first,) = Index({**FOUNDING, "copy": FOUNDING["kirklees-recycling#prepare-crews"]}).resembling("copy", 0.5)
    assert (first.other, round(first.similarity, 3)) == ("kirklees-recycling#prepare-crews", 1.0)
    assert "crews" in first.words


def pairs_of_rare_words(number: int) -> dict[str, str]:
    """Return texts of common words, each with two rare words that it shares with one other."""
    return {
        f"t{one}": f"the council asked the residents about bins and crews {one // 2:03}pair {one // 2:03}twin"
        for one in range(number)
    }


@pytest.mark.parametrize("few", [True, False])
def test_a_text_is_compared_with_those_that_share_its_rare_words_and_with_no_others(few: bool) -> None:
    texts = pairs_of_rare_words(500)
    index = Index(texts, few=few)
    compared = {key: [other for other, _ in index._candidates(row)] for row, key in enumerate(texts)}
    assert all(others == [int(key[1:]) ^ 1] for key, others in compared.items())
    assert {key: [one.other for one in index.resembling(key, 0.5)] for key in texts} == {
        f"t{one}": [f"t{one ^ 1}"] for one in range(500)
    }


def test_a_word_that_many_texts_have_is_none_by_which_two_are_compared() -> None:
    texts = {f"t{one}": f"{one} the first of many" for one in range(duplicates.COMMON)}
    assert len(Index(texts)._candidates(0)) == duplicates._CANDIDATES
    assert Index({**texts, "one more": "the first of many"})._candidates(0) == []


def defined(texts: dict[str, str], key: str, least: float) -> list[tuple[str, float]]:
    """Return what resembles a text by the definition, word by word: candidates by shared rare words, then the cosine."""
    counts = {name: Counter(duplicates._roots(text)) for name, text in texts.items()}
    frequency = Counter(root for counted in counts.values() for root in counted)
    rare = [root for root in counts[key] if 2 <= frequency[root] <= duplicates.COMMON]
    rare = sorted(rare, key=frequency.__getitem__)[: duplicates.LOOKED_UP]
    shared = Counter([other for root in rare for other in counts if root in counts[other] and other != key])
    likely = [other for other, number in sorted(shared.items(), key=lambda one: -one[1]) if number >= 2]

    def weights(name: str) -> dict[str, float]:
        every = {
            root: (1 + math.log(number)) * math.log((len(texts) + 1) / frequency[root])
            for root, number in counts[name].items()
        }
        kept = dict(sorted(every.items(), key=lambda one: -one[1])[: duplicates._KEPT])
        length = math.hypot(*kept.values()) or 1.0
        return {root: weight / length for root, weight in kept.items()}

    mine = weights(key)
    found = [
        (other, math.fsum(mine[root] * theirs[root] for root in mine.keys() & theirs.keys()))
        for other in likely[: duplicates._CANDIDATES]
        for theirs in [weights(other)]
    ]
    return sorted((one for one in found if one[1] >= least), key=lambda one: (-one[1], one[0]))


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_what_is_found_is_what_comparing_word_by_word_finds(
    monkeypatch: pytest.MonkeyPatch,
    few: bool,
    seed: int,
) -> None:
    # A small block, so that texts stand in several, the last one not full.
    monkeypatch.setattr(rare_words, "TOGETHER", 7)
    chance = random.Random(seed)
    words = [f"word{number}" for number in range(300)]
    length = (0, 1, 5, 40, 400)
    texts = {
        f"t{number}": " ".join(chance.choices(words[chance.randrange(300) :], k=chance.choice(length)))
        for number in range(61)
    }
    index = Index(texts, few=few)
    for key in sorted(texts, reverse=bool(seed % 2)):
        for least in (0.0, 0.35):
            expected = defined(texts, key, least)
            assert [(one.other, one.similarity) for one in index.resembling(key, least)] == expected


@pytest.mark.parametrize(
    "text", ["Two-part, snake_case; (3.14) 2nd\tof Many", "it's a 1,000th IDEA\n\nof  them", "___ a1b2c3d4 !"]
)
def test_words_are_the_same_whether_or_not_letters_beyond_ascii_stand_beside_them(text: str) -> None:
    assert duplicates._roots(f"{text} éclair") == [*duplicates._roots(text), "éclair"]


def test_words_that_small_letters_take_apart_are_named_as_they_are_compared() -> None:
    # The small letter of "İ" is two characters, and the second is none of a word.
    text = "DİKKAT İstanbul ferries cancelled"
    others = {f"other {number}": "harbour boats" for number in range(9)}
    (one,) = Index({"first": text, "second": text, **others}).resembling("first", LESSONS)
    assert one.other == "second"
    assert {"cancelled", "ferries", "stanbul"} <= set(one.words)


@pytest.mark.parametrize("few", [True, False])
def test_no_texts_and_texts_without_words_resemble_nothing(few: bool) -> None:
    assert Index({}, few=few).resembling("a", 0.0) == []
    index = Index({"a": "", "b": "", "c": "one two"}, few=few)
    assert index.resembling("a", 0.0) == index.resembling("c", 0.0) == index.resembling("unknown", 0.0) == []
