"""Advice: what holds for every rule of quality, and what each of the small ones finds and leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from lessons import checks
from lessons.checks import QUALITY, applies_when, measures_given
from lessons.entries import read_string
from lessons.entries.collection import Collection
from lessons.entries.folder import read_folder
from tests.support.advice import ENTRIES, GOOD, TEXT, WORDS, advice


def test_a_good_review_gets_no_advice() -> None:
    assert advice() == []


def test_the_founding_reviews_get_hardly_any_advice() -> None:
    collection = read_folder(ENTRIES)
    found = checks.check(collection, rules=QUALITY)
    assert len(found) <= len(collection.entries) / 10, [str(problem) for problem in found]


@pytest.mark.parametrize("result", ["success", "mixed", "no-effect", "failure"])
def test_a_result_without_an_outcome_is_advised_about(result: str) -> None:
    (line,) = advice("evidence-given", result=result, more="")
    assert (
        line
        == f'6:9 the result is "{result}", but no outcome shows it; add `outcomes:`, or a section "Outcomes and evidence" that says how it is known'
    )


def test_a_section_of_another_name_is_no_evidence() -> None:
    assert len(advice("evidence-given", more="## Budget\n\nCounted.\n\n## What went well\n\nNothing.\n\n")) == 1


def test_a_result_with_an_outcome_or_none_stated_needs_no_evidence() -> None:
    assert (
        advice("evidence-given", more="", result="not-stated")
        == advice("evidence-given", more="", result="too-early")
        == []
    )
    outcome = "outcomes:\n  - measure: Users\n    result: 3\n    better: higher\n"
    assert advice("evidence-given", more="", front=outcome) == []


@pytest.mark.parametrize("result", ["failure", "no-effect"])
def test_a_failure_needs_a_cause(result: str) -> None:
    assert advice("causes-given", result=result, more=GOOD["more"] + "## Budget\n\nIt was small.\n\n") == [
        f'6:9 the result is "{result}", but no cause is given; write it under "Why it happened", or list `barriers:`'
    ]


@pytest.mark.parametrize("result", ["success", "mixed", "not-stated"])
def test_what_did_not_fail_needs_none(result: str) -> None:
    assert advice("causes-given", result=result) == []


def test_a_cause_is_given_in_text_or_terms() -> None:
    def told(**parts: str) -> list[str]:
        return advice("causes-given", result="failure", **parts)

    why = GOOD["more"] + "## Why it happened\n\n{}\n\n"
    assert [line.partition(" ")[0] for line in told(more=why.format("Nobody had been asked first."))] == ["18:4"]
    assert told(more=why.format("Nobody had been asked at all.")) == []
    assert told(front="barriers: users-not-involved\n") == []
    second = "\n### Ask again\n\nThey knew.\n\n- Id: again\n- Recommendation: Ask.\n"
    assert told(fields=GOOD["fields"] + "- Barrier: users-not-involved\n" + second) == []


def test_a_success_names_what_to_sustain() -> None:
    assert advice("sustain-named", result="success") == [
        '6:9 the result is "success", but nothing is named that should be sustained; give a lesson `- Kind: sustain`, or add a section "What went well"'
    ]
    assert len(advice("sustain-named", result="success", more=GOOD["more"] + "## Budget\n\nSmall.\n\n")) == 1
    second = "\n### Ask again\n\nThey knew.\n\n- Id: again\n- Recommendation: Ask.\n"
    assert advice("sustain-named", result="success", fields=GOOD["fields"] + "- Kind: sustain\n" + second) == []
    assert advice("sustain-named", result="success", more=GOOD["more"] + "## What went well\n\nThe drivers.\n\n") == []


@pytest.mark.parametrize(
    ("written", "wrong", "rule"),
    [("## Lessons", "## Findings", "required-sections"), ("- Id: ask", "- Id: ask\n- Kind: Sustain", "known-terms")],
)
def test_of_lessons_and_kinds_that_cannot_be_read_other_rules_speak(written: str, wrong: str, rule: str) -> None:
    text = TEXT.format(**{**GOOD, "result": "success"})
    entry = read_string(text.replace(written, wrong), "night-buses.md")
    found = {problem.rule for problem in checks.check(Collection((entry,), WORDS), rules=checks.RULES)}
    assert rule in found
    assert "sustain-named" not in found


@pytest.mark.parametrize("mark", ["• ", "", "1. "])
def test_what_says_when_it_applies_and_is_no_field_is_named(mark: str) -> None:
    prose = f"The lorries could not turn at the depot.\n\n{mark}Applies when: it snows"
    found = advice("applies-when", prose=prose, fields="- Recommendation: Ask them first.\n")
    assert found == [
        '20:5 the lesson does not say when it applies; found "Applies when:" in its text, '
        "but fields are list items at its end: `- Applies when: …`"
    ]


def test_a_lesson_says_when_it_applies() -> None:
    assert advice("applies-when", fields="- Recommendation: Ask them first.\n") == [
        "20:5 the lesson does not say when it applies; add at its end: `- Applies when: …`"
    ]
    assert (
        advice("applies-when", fields="- Recommendation: Ask them first.\n- Does not apply when: Nobody travels.\n")
        == []
    )


def test_of_a_condition_that_could_not_be_read_the_rule_for_fields_speaks() -> None:
    fields = "- Recommendation: Ask.\n- Applies wen: It snows.\n"
    entry = read_string(TEXT.format(**{**GOOD, "fields": fields}), "night-buses.md")
    assert [one.rule for one in checks.check(Collection((entry,), WORDS))] == ["lesson-fields"]
    assert list(applies_when.check(entry, Collection((entry,), WORDS))) == []


LONG = "word " * 201
JUDGING = {
    "evidence-given": {"more": ""},
    "measures-given": {"front": "outcomes: {measure: a, result: 1, better: lower}\n"},
    "acted-upon": {"fields": GOOD["fields"] + "- Kind: sustain\n- Status: implemented\n- Evidence: x\n"},
    "causes-given": {"result": "failure"},
    "sustain-named": {"result": "success"},
    "empty-lessons": {"prose": "See report."},
    "recommendation-verb": {"fields": "- Recommendation: Training\n"},
    "applies-when": {"fields": "- Recommendation: Ask.\n"},
    "acronyms": {"happened": "Ask the QPR."},
    "personal-data": {"happened": "Ask a@b.org."},
    "roles-not-names": {"front": "contact: Jo Bloggs\n"},
    "readable-length": {"happened": LONG},
}


@pytest.mark.parametrize("rule", JUDGING)
def test_an_imported_or_withdrawn_record_stands_as_it_was_recorded(rule: str) -> None:
    front = JUDGING[rule].get("front", "")
    assert len(advice(rule, **JUDGING[rule])) == 1
    for stands in ("source_system: {name: Old, id: 1, imported: 2024}\n", "status: withdrawn\n"):
        assert advice(rule, **{**JUDGING[rule], "front": front + stands}) == []


def test_rules_that_know_english_are_silent_on_other_languages() -> None:
    german = {
        "front": "language: de\n",
        "prose": "Siehe Bericht, see.",
        "fields": "- Recommendation: Bessere Schulung\n- Applies when: Immer.\n",
    }
    assert advice(**german) == []


def test_advice_does_not_fail_a_check_but_strict_makes_it(folder: Path, lessons: Callable[..., Result]) -> None:
    path = folder / "night-buses.md"
    path.write_text(path.read_text("utf-8").replace("- Applies when: A service depends on habits.\n", ""), "utf-8")
    relaxed, strict = lessons("check"), lessons("check", "--strict")
    assert (relaxed.exit_code, strict.exit_code) == (0, 1)
    assert ": advice: the lesson does not say when it applies" in relaxed.stderr
    assert "advice" not in strict.stderr.splitlines()[0]


@pytest.mark.parametrize("rule", [rule.ID for rule in QUALITY])
def test_each_rule_of_quality_has_a_manual_with_what_is_right_and_why(rule: str) -> None:
    text = checks.manual(rule)
    assert text is not None
    assert "\nWhat is right: " in text
    assert "\nWhy: " in text


@pytest.mark.parametrize("measures", ["outcome", "output", "input", "context"])
def test_a_figure_that_says_what_it_measures_gets_no_advice(measures: str) -> None:
    assert (
        advice(
            "measures-given", front=f"outcomes:\n  - {{measure: a, result: 1, better: lower, measures: {measures}}}\n"
        )
        == []
    )


def test_each_figure_that_does_not_say_what_it_measures_is_advised_about() -> None:
    front = "outcomes:\n  - {measure: a, result: 1, better: lower}\n  - measure: b\n    result: 2\n    better: higher\n"
    says = (
        "does not say what it measures; add `measures:` with outcome (what changed for people), output (what was done), "
        "input (what was put in) or context (what was so anyway)"
    )
    assert advice("measures-given", front=front) == [f'9:15 "a" {says}', f'10:14 "b" {says}']


@pytest.mark.parametrize("measure", ["", "measure: [a, b], ", "measure: {a: b}, "])
def test_of_a_figure_without_a_name_other_rules_speak(measure: str) -> None:
    front = f"outcomes: {{{measure}result: 1, better: lower}}\n"
    entry = read_string(TEXT.format(**{**GOOD, "front": front}), "night-buses.md")
    assert list(measures_given.check(entry, Collection((entry,), WORDS))) == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("- Kind: sustain\n- Status: implemented\n- Evidence: x\n", True),
        ("- Kind: sustain\n- Status: implemented\n- Evidence: x\n- Owner: fleet manager\n", False),
        ("- Kind: sustain\n- Status: identified\n", False),
        ("- Kind: improve\n- Status: implemented\n- Evidence: x\n", False),
    ],
)
def test_a_lesson_to_sustain_is_implemented_only_by_somebody(fields: str, told: bool) -> None:
    found = advice("acted-upon", fields=GOOD["fields"] + fields)
    assert [line.partition(" ")[2].partition(",")[0] for line in found] == (
        ['the status "implemented" says that somebody acted upon the lesson "ask"'] if told else []
    )


def test_every_lesson_is_looked_at_not_the_first_alone() -> None:
    second = "- Kind: sustain\n- Status: implemented\n- Evidence: x\n"
    fields = GOOD["fields"] + "\n### Ask again\n\nThey knew.\n\n- Id: again\n- Recommendation: Ask.\n" + second
    assert [line.partition(":")[0] for line in advice("acted-upon", fields=fields)] == ["35"]


def test_a_team_that_used_the_lesson_has_acted_upon_it() -> None:
    fields = GOOD["fields"] + "- Kind: sustain\n- Status: implemented\n- Evidence: x\n"
    owner = read_string(TEXT.format(**{**GOOD, "fields": fields}), "night-buses.md")
    front = "builds_on: {lesson: night-buses#ask, decision: adopted}\n"
    user = read_string(TEXT.format(**{**GOOD, "front": front}), "trams.md")
    found = checks.check(Collection((owner, user), WORDS), [owner], QUALITY)
    assert [problem for problem in found if problem.rule == "acted-upon"] == []
