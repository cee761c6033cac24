"""The rule ``status-gates``."""

from __future__ import annotations

import pytest

from lessons import checks
from tests.support.sample import collection, lesson, line_of, problems, read, review

MEASURED = "outcomes:\n  - measure: a\n    result: 5\n    better: lower\n    method: {method}"
NO_OUTCOME = (
    'the status "learned" needs an outcome with a result and the method before-after, comparison or trial, '
    "in this review, in one that builds on the lesson, or in a use of it"
)


def with_status(status: str, more: str = "", extra: str = "") -> str:
    return review(extra, lessons=lesson(f"- Id: a\n- Recommendation: b\n- Status: {status}\n{more}"))


@pytest.mark.parametrize(
    ("status", "fields", "needs"),
    [
        ("observation", "", None),
        ("identified", "", None),
        ("endorsed", "", "an Owner (a role)"),
        ("endorsed", "- Owner: fleet manager\n", None),
        ("in-progress", "", "an Owner (a role) and a Due (a date)"),
        ("in-progress", "- Owner: fleet manager\n", "a Due (a date)"),
        ("in-progress", "- Owner: fleet manager\n- Due: 1999\n", None),
        ("implemented", "- Owner: fleet manager\n- Due: 1999\n", "Evidence"),
        ("implemented", "- Evidence: timetable of 1999\n", None),
        ("rejected", "", "a Reason"),
        ("superseded", "- Evidence: x\n", "a Reason"),
        ("closed-not-implemented", "- Reason: too dear\n", None),
    ],
)
def test_each_status_has_its_gate_which_stands_alone(status: str, fields: str, needs: str | None) -> None:
    text = with_status(status, fields)
    expected = [f'{line_of(text, "- Status")}:11 the status "{status}" needs {needs}'] if needs else []
    assert problems(text, rule="status-gates") == expected


@pytest.mark.parametrize("method", ["before-after", "comparison", "trial"])
def test_learned_needs_evidence_and_a_measured_outcome(method: str) -> None:
    extra = MEASURED.format(method=method)
    assert problems(with_status("learned", "- Evidence: x\n", extra)) == []
    assert len(problems(with_status("learned", "", extra), rule="status-gates")) == 1


@pytest.mark.parametrize(
    "extra",
    [
        "",
        MEASURED.format(method="none"),
        MEASURED.format(method="estimate"),
        MEASURED.format(method="").rstrip(" "),
        MEASURED.format(method="trial").replace("result", "target"),
    ],
)
def test_an_estimate_a_target_or_nothing_is_no_measured_outcome(extra: str) -> None:
    found = problems(with_status("learned", "- Evidence: x\n", extra), rule="status-gates")
    assert [line.partition(" ")[2] for line in found] == [NO_OUTCOME]


@pytest.mark.parametrize(
    ("decision", "passes"),
    [("adopted", True), ("adapted", True), ("trialled", True), ("considered", False), ("declined", False), ("abandoned", False)],
)  # fmt: skip
def test_a_review_that_used_the_lesson_may_bring_the_outcome(decision: str, passes: bool) -> None:
    owner = read(with_status("learned", "- Evidence: x\n"), "owner")
    link = f"builds_on:\n  - lesson: here:owner#a\n    decision: {decision}\n"
    user = read(review(link + MEASURED.format(method="trial")), "user")
    assert [problem.message for problem in checks.check(collection(owner, user))] == ([] if passes else [NO_OUTCOME])


@pytest.mark.parametrize("other", ["the-owner#a", "elsewhere:owner#a", "owner#aa"])
def test_another_lesson_whose_id_looks_like_this_one_brings_no_outcome(other: str) -> None:
    owner = read(with_status("learned", "- Evidence: x\n"), "owner")
    links = f"builds_on:\n  - lesson: owner#a\n    decision: declined\n  - lesson: {other}\n    decision: adopted\n"
    user = read(review(links + MEASURED.format(method="trial")), "user")
    found = checks.check(collection(owner, user), [owner])
    assert [problem.message for problem in found] == [NO_OUTCOME]


def test_a_gate_counts_whatever_the_handling() -> None:
    owner = read(with_status("learned", "- Evidence: x\n"), "owner")
    link = "builds_on: {lesson: owner#a, decision: adopted}\nhandling: restricted\n"
    assert checks.check(collection(owner, read(review(link + MEASURED.format(method="trial")), "user"))) == []
