"""What goes into a database: sound entries, for one audience, without a trace of the rest."""

from __future__ import annotations

import weakref
from dataclasses import replace
from itertools import pairwise

import pytest

from lessons import checks
from lessons.building.selection import select, sound
from lessons.entries import Entry
from lessons.entries.collection import Collection
from tests.support.sample import WORDS, body, collection, front, lesson, read, review


def builds_on(target: str) -> str:
    return f"builds_on: {{lesson: {target}#ask-users, decision: adopted}}\n"


def kept(*entries: Entry) -> tuple[list[str], list[str], list[str]]:
    """Return the ids that stay, those left out for their problems, and those left out for depending on one."""
    whole = collection(*entries)
    result = sound(whole, checks.check(whole))
    assert [problem for problem in checks.check(result.collection) if problem.severity == "error"] == []
    return (
        [entry.id for entry in result.collection.entries],
        [entry.id for entry in result.bad],
        [entry.id for entry in result.dependent],
    )


BAD = review(result="terrible")


def test_a_bad_review_goes_and_nothing_else() -> None:
    assert kept(read(BAD, "bad"), read(review(), "good")) == (["good"], ["bad"], [])


@pytest.mark.parametrize(
    "text",
    [
        review("related: bad"),
        review("supersedes: here:bad"),
        review(builds_on("bad")),
        review("repeats: bad#ask-users"),
        front() + body(What_happened="See [there](bad.md)."),
        review(lessons=lesson("- Id: a\n- Recommendation: b\n- Superseded by: bad#ask-users\n")),
    ],
    ids=["related", "supersedes", "builds_on", "repeats", "link", "superseded by"],
)
def test_what_refers_to_a_bad_review_goes_with_it(text: str) -> None:
    assert kept(read(BAD, "bad"), read(text, "user"), read(review(), "good")) == (["good"], ["bad"], ["user"])


def test_what_refers_to_another_unit_stays() -> None:
    assert kept(read(BAD, "bad"), read(review("related: there:bad"), "user")) == (["user"], ["bad"], [])


def test_a_lesson_whose_proof_has_gone_goes_too_with_all_that_refer_to_it() -> None:
    owner = review(
        "related: old", lessons=lesson("- Id: ask-users\n- Recommendation: b\n- Evidence: x\n- Status: learned\n")
    )
    proof = "outcomes: [{measure: a, result: 1, better: lower, measures: outcome, method: trial}]\n"
    entries = [
        read(owner, "owner"),
        read(review(builds_on("owner") + proof, result="terrible"), "proof"),
        read(review("related: owner"), "user"),
        read(review(), "old"),
    ]
    assert kept(*entries) == (["old"], ["proof"], ["owner", "user"])
    entries.append(read(review(builds_on("owner") + proof), "second-proof"))
    assert kept(*entries) == (["owner", "user", "old", "second-proof"], ["proof"], [])


def test_a_long_row_falls_in_time_that_grows_with_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"review-{number:04}" for number in range(400)]
    entries = [read(BAD, names[0])]
    entries += [read(front(builds_on(before)) + body(), name) for before, name in pairwise(names)]
    entries.append(read(review(), "good"))
    whole = collection(*entries)
    problems = checks.check(whole)
    passes = 0
    check = checks.check

    def counted(one: Collection) -> object:
        nonlocal passes
        passes += 1
        return check(one)

    monkeypatch.setattr(checks, "check", counted)
    result = sound(whole, problems)
    assert [entry.id for entry in result.collection.entries] == ["good"]
    assert len(result.dependent) == 399
    assert passes == 1


def test_of_two_files_with_one_id_the_first_stays() -> None:
    first, second = read(review(), "same"), replace(read(review(), "same"), path="sub/same.md")
    assert kept(first, second, read(review("related: same"), "user")) == (["same", "user"], ["same"], [])


@pytest.mark.parametrize(
    ("audience", "drafts", "expected"),
    [
        ("public", False, ["a-public"]),
        ("public", True, ["a-public", "b-draft", "c-review"]),
        ("internal", False, ["a-public", "d-internal"]),
        ("restricted", False, ["a-public", "d-internal", "e-restricted"]),
        ("restricted", True, ["a-public", "b-draft", "c-review", "d-internal", "e-restricted"]),
    ],
)
def test_each_audience_gets_its_own(audience: str, drafts: bool, expected: list[str]) -> None:
    entries = [
        read(review(), "a-public"),
        read(review("status: draft"), "b-draft"),
        read(review("status: in-review"), "c-review"),
        read(review("handling: internal"), "d-internal"),
        read(review("handling: restricted"), "e-restricted"),
        read(review("status: withdrawn"), "f-withdrawn"),
        read(review("status: withdrawn\nhandling: restricted"), "g-withdrawn"),
    ]
    chosen = select(collection(*entries), audience, drafts=drafts)
    assert [entry.id for entry in chosen.entries] == expected
    assert [entry.id for entry in chosen.withdrawn] == ["f-withdrawn"] + ["g-withdrawn"] * (audience == "restricted")
    assert chosen.left_out == len(entries) - len(expected)


def test_links_to_what_is_left_out_are_dropped_counted_and_their_ids_gone() -> None:
    hidden = read(review("handling: restricted\nformerly: old-operation"), "secret-operation")
    text = front(
        "related: [secret-operation, night-trams]\nrepeats: [secret-operation#ask-users]\n# old-operation\n"
    ) + body(What_happened="See [there](secret-operation.md#ask-users), or old-operation.")
    chosen = select(collection(hidden, read(text), read(review(), "night-trams")), "public")
    assert [entry.id for entry in chosen.entries] == ["night-buses", "night-trams"]
    assert chosen.links_dropped == 3
    assert "operation" not in chosen.entries[0].text
    assert chosen.entries[0].record is not None
    assert chosen.entries[0].record.related == ["withheld", "night-trams"]


def test_a_mention_without_a_link_goes_too() -> None:
    hidden, text = (
        read(review("handling: restricted"), "secret-operation"),
        front() + body(Summary="As in secret-operation."),
    )
    chosen = select(collection(hidden, read(text)), "public")
    assert "secret" not in chosen.entries[0].text
    assert chosen.links_dropped == 0


def test_entries_left_out_for_their_problems_are_not_named_either() -> None:
    text = front() + body(Summary="As in secret-operation.")
    bad = Entry("secret-operation.md", "secret-operation")
    chosen = select(Collection((read(text),), WORDS), "public", left_out=[bad])
    assert "secret" not in chosen.entries[0].text
    assert chosen.left_out == 0


def test_reviews_that_are_used_up_leave_the_selection() -> None:
    whole = collection(read(review(), "night-trams"), read(review(), "day-buses"))
    selection = select(whole, "public")
    assert selection.cards.keys() == {"night-trams", "day-buses"}
    gone = weakref.ref(selection.entries[0].record)
    del whole
    assert {entry.id for entry in selection.used_up()} == {"night-trams", "day-buses"}
    assert selection.entries == ()
    assert gone() is None
    assert selection.cards == {}
