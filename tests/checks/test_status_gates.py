"""The rule ``status-gates``."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.entries import read_string
from tests.support.sample import collection, lesson, line_of, problems, read, review, use_text

MEASURED = "outcomes:\n  - measure: a\n    result: 5\n    better: lower\n    measures: {measures}\n    method: {method}"
TRIAL = MEASURED.format(measures="outcome", method="trial")
BUILDS_ON = "builds_on: {lesson: owner#a, decision: adopted}\n"
NO_OUTCOME = (
    'the status "learned" needs an outcome (`measures: outcome`) with a result and the method before-after, comparison or '
    "trial, in a use of the lesson or in a review that builds on it, neither earlier nor withdrawn"
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


def said_of_owner(
    builder: str, *, evidence: str = "- Evidence: x\n", extra: str = "", date: str = "1998-04"
) -> list[str]:
    """Return what is said of a learned lesson and of the review that builds on it."""
    fields = f"- Id: a\n- Recommendation: b\n- Status: learned\n{evidence}"
    owner = read(review(extra, lessons=lesson(fields), date=date), "owner")
    return [problem.message for problem in checks.check(collection(owner, read(builder, "user")))]


@pytest.mark.parametrize("method", ["before-after", "comparison", "trial"])
def test_learned_needs_evidence_and_an_outcome_of_those_who_used_the_lesson(method: str) -> None:
    builder = review(BUILDS_ON + MEASURED.format(measures="outcome", method=method))
    assert said_of_owner(builder) == []
    assert said_of_owner(builder, evidence="") == ['the status "learned" needs Evidence']


def test_what_the_lesson_s_own_review_measured_came_before_the_lesson() -> None:
    assert said_of_owner(review(), extra=TRIAL) == [NO_OUTCOME]
    assert said_of_owner(review(BUILDS_ON), extra=TRIAL) == [NO_OUTCOME]
    assert NO_OUTCOME in said_of_owner(review(), extra=BUILDS_ON + TRIAL)


def test_what_is_missing_is_told_at_the_status() -> None:
    text = with_status("learned", "- Evidence: x\n")
    assert problems(text, rule="status-gates") == [f"{line_of(text, '- Status')}:11 {NO_OUTCOME}"]


def test_who_declined_another_lesson_can_show_this_one() -> None:
    links = (
        "builds_on:\n  - lesson: there:other#b\n    decision: declined\n  - lesson: owner#a\n    decision: adopted\n"
    )
    assert said_of_owner(review(links + TRIAL)) == []


@pytest.mark.parametrize(
    "outcomes",
    [
        "",
        MEASURED.format(measures="outcome", method="none"),
        MEASURED.format(measures="outcome", method="estimate"),
        MEASURED.format(measures="outcome", method="").rstrip(" "),
        MEASURED.format(measures="output", method="trial"),
        MEASURED.format(measures="input", method="trial"),
        MEASURED.format(measures="context", method="trial"),
        MEASURED.format(measures="", method="trial").replace("    measures: \n", ""),
        TRIAL.replace("result", "target"),
    ],
)
def test_what_is_no_outcome_or_not_measured_does_not_show_that_a_lesson_was_learned(outcomes: str) -> None:
    assert said_of_owner(review(BUILDS_ON + outcomes)) == [NO_OUTCOME]


@pytest.mark.parametrize(
    ("own", "builders", "passes"),
    [
        ("1998-04", "1998-03", False),
        ("1998-04", "1997", False),
        ("1998-04-02", "1998-04-01", False),
        ("1999", "1998-12-31", False),
        ("1998-04", "1998-04", True),
        ("1998-04", "1998", True),
        ("1998", "1998-01", True),
        ("1998-04", "1999", True),
        ("not-stated", "1900", True),
        ("1998-04", "not-stated", True),
    ],
)
def test_a_review_that_is_certainly_earlier_cannot_show_it(own: str, builders: str, passes: bool) -> None:
    assert said_of_owner(review(BUILDS_ON + TRIAL, date=builders), date=own) == ([] if passes else [NO_OUTCOME])


@pytest.mark.parametrize(
    ("decision", "passes"),
    [("adopted", True), ("adapted", True), ("trialled", True), ("considered", False), ("declined", False), ("abandoned", False)],
)  # fmt: skip
def test_only_a_team_that_used_the_lesson_can_show_it(decision: str, passes: bool) -> None:
    link = f"builds_on:\n  - lesson: here:owner#a\n    decision: {decision}\n"
    assert said_of_owner(review(link + TRIAL)) == ([] if passes else [NO_OUTCOME])


@pytest.mark.parametrize("other", ["the-owner#a", "elsewhere:owner#a", "owner#aa"])
def test_another_lesson_whose_id_looks_like_this_one_brings_no_outcome(other: str) -> None:
    owner = read(with_status("learned", "- Evidence: x\n"), "owner")
    links = f"builds_on:\n  - lesson: owner#a\n    decision: declined\n  - lesson: {other}\n    decision: adopted\n"
    found = checks.check(collection(owner, read(review(links + TRIAL), "user")), [owner])
    assert [problem.message for problem in found] == [NO_OUTCOME]


def test_a_gate_counts_whatever_the_handling() -> None:
    assert said_of_owner(review(f"{BUILDS_ON}handling: restricted\n{TRIAL}")) == []


def test_of_a_misspelt_method_or_measure_one_rule_speaks() -> None:
    for wrong in (TRIAL.replace("trial", "trail"), TRIAL.replace("measures: outcome", "measures: outcme")):
        (found,) = said_of_owner(review(BUILDS_ON + wrong))
        assert "did you mean" in found


@pytest.mark.parametrize(
    ("status", "passes"), [("published", True), ("in-review", True), ("draft", True), ("withdrawn", False)]
)
def test_what_was_withdrawn_shows_nothing(status: str, passes: bool) -> None:
    assert said_of_owner(review(f"{BUILDS_ON}status: {status}\n{TRIAL}")) == ([] if passes else [NO_OUTCOME])
    owner = read(with_status("learned", "- Evidence: x\n"), "owner")
    use = read_string(use_text(f"status: {status}\n{TRIAL}", lesson="owner#a"), "uses/northshire.md", use=True)
    found = checks.check(collection(owner, use), [owner])
    assert [problem.message for problem in found] == ([] if passes else [NO_OUTCOME])


@pytest.mark.parametrize(
    ("status", "fields", "needs"),
    [
        ("endorsed", "- Owner: not-stated\n", "an Owner (a role)"),
        ("implemented", "- Evidence: Not-stated\n", "Evidence"),
        ("rejected", "- Reason: not-stated\n", "a Reason"),
    ],
)
def test_what_is_not_stated_opens_no_gate(status: str, fields: str, needs: str) -> None:
    (found,) = problems(with_status(status, fields), rule="status-gates")
    assert found.endswith(f'the status "{status}" needs {needs}')


@pytest.mark.parametrize(
    ("status", "fields"),
    [("endorsed", "- Ownr: head\n"), ("implemented", "- Evidense: minutes\n"), ("rejected", "- Reason:\n")],
)
def test_of_a_field_that_is_misspelt_or_empty_one_rule_speaks(status: str, fields: str) -> None:
    (found,) = problems(with_status(status, fields), rule=None)
    assert "did you mean" in found or "has no value" in found
