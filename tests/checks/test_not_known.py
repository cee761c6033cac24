"""The rule ``not-known``."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.checks import RULES
from lessons.entries import read_string
from lessons.entries.collection import Collection
from lessons.record.vocabulary import Vocabulary
from tests.support.sample import WORDS, lesson, problems, review


def advice(text: str) -> list[str]:
    entry = read_string(text, "night-buses.md")
    found = checks.check(Collection((entry,), WORDS), [entry], RULES)
    return [f"{one.place.line} {one.severity}: {one.message}" for one in found if one.rule == "not-known"]


@pytest.mark.parametrize("text", ["n/a", "Unknown", "TBC", "Not stated"])
@pytest.mark.parametrize(("name", "line"), [("sector", "5:9"), ("result", "6:9")])
def test_a_term_that_has_to_be_there_is_not_stated(name: str, line: str, text: str) -> None:
    found = problems(review(**{name: text}), rule="not-known")
    assert found == [f'{line} {name}: found "{text}"; where it is not known, write not-stated']


def test_a_term_that_may_be_left_out_is_left_out() -> None:
    assert problems(review("phase: n/a\nchange:\n  - tbc"), rule="not-known") == [
        '7:8 phase: found "n/a"; where it is not known, leave the field out',
        '9:5 change: found "tbc"; where it is not known, leave the field out',
    ]


@pytest.mark.parametrize("text", ["n/a", "unknown", "to be confirmed"])
@pytest.mark.parametrize("name", ["date", "organisation"])
def test_a_date_or_organisation_that_is_not_known_is_told_once(name: str, text: str) -> None:
    (found,) = problems(review(**{name: text}))
    assert f' {name}: found "{text}"; where the {name} is not known, write not-stated' in found


@pytest.mark.parametrize("name", ["place", "mission", "contact", "partners", "tags", "contributors"])
def test_a_text_that_says_nothing_is_advised_about(name: str) -> None:
    (found,) = advice(review(f"{name}: n/a"))
    assert found == f'7 advice: {name}: found "n/a"; where it is not known, leave the field out'


def test_a_field_of_a_lesson_that_says_nothing_is_advised_about_and_opens_no_gate() -> None:
    text = review(lessons=lesson("- Id: a\n- Recommendation: b\n- Status: endorsed\n- Owner: TBC\n"))
    (found,) = advice(text)
    assert found.endswith('advice: Owner: found "TBC"; where it is not known, delete the line')
    assert any("needs an Owner" in one for one in problems(text))


@pytest.mark.parametrize("text", ["n/a", "unknown", "TBC", "Not stated", "Not-Stated", "-"])
@pytest.mark.parametrize("label", ["Kind", "Priority", "Status", "Enabler", "Barrier", "Change"])
@pytest.mark.parametrize("extra", ["", "status: draft", "source_system: {name: Old, id: 1, imported: 2024}"])
def test_a_term_of_a_lesson_that_says_nothing_is_a_problem(label: str, text: str, extra: str) -> None:
    written = f"- Id: a\n- Recommendation: b\n- {label}: {text}\n"
    (found,) = advice(review(extra, lessons=lesson(written)))
    assert found.endswith(f' error: {label}: found "{text}"; where it is not known, delete the line')


def test_a_term_of_a_lesson_that_says_nothing_beside_others_is_a_problem() -> None:
    written = "- Id: a\n- Recommendation: b\n- Enabler: clear-aims, N/A\n"
    (found,) = advice(review(lessons=lesson(written)))
    assert found.endswith(' error: Enabler: found "N/A" among others; where it is not known, leave it out')


@pytest.mark.parametrize("text", ["n/a", "not known", "TBC"])
@pytest.mark.parametrize("label", ["Due", "Respond by"])
def test_a_date_of_a_lesson_that_is_not_known_is_told_once(label: str, text: str) -> None:
    source = review(lessons=lesson(f"- Id: a\n- Recommendation: b\n- {label}: {text}\n"))
    found = [one.message for one in checks.check(Collection((read_string(source, "a-b.md"),), WORDS), rules=RULES)]
    assert [one for one in found if one.startswith(f"{label}:")] == [
        f'{label}: found "{text}"; where the date is not known, leave the field out'
    ]


@pytest.mark.parametrize(
    "extra",
    ["place: None", "partners: Unknown Pleasures Ltd", "place: NA", "tags: unknown-unknowns", "phase: not-stated"],
)
def test_what_is_an_answer_is_no_unknown(extra: str) -> None:
    assert advice(review(extra)) == []


def test_of_an_imported_record_only_the_terms_are_told() -> None:
    system = "source_system: {name: Old, id: 1, imported: 2024}"
    text = review(f"place: n/a\nphase: n/a\n{system}", lessons=lesson("- Id: a\n- Recommendation: b\n- Owner: TBC\n"))
    assert advice(text) == ['8 error: phase: found "n/a"; where it is not known, leave the field out']


def test_each_text_and_each_field_that_says_nothing_is_told() -> None:
    fields = "- Id: a\n- Recommendation: b\n- Due: TBC\n- Owner: TBC\n- Evidence: n/a\n- Applies when: not-stated\n"
    text = review(
        "partners: [n/a, Dorset, TBC]\nplace: not-stated\nmission: n/a", lessons=lesson(fields), organisation="n/a"
    )
    assert [line.partition(": ")[2].partition(";")[0] for line in advice(text)] == [
        'partners: found "n/a"',
        'partners: found "TBC"',
        'mission: found "n/a"',
        'Owner: found "TBC"',
        'Evidence: found "n/a"',
    ]


@pytest.mark.parametrize("fields", ["- Recommendation: n/a\n", "- Recommendation: b\n- Applies when: Not-Stated\n"])
def test_what_a_lesson_needs_and_what_says_not_stated_are_left_to_other_rules(fields: str) -> None:
    assert advice(review(lessons=lesson(f"- Id: a\n{fields}"))) == []


def test_a_term_of_the_vocabulary_is_one_whatever_it_is_called() -> None:
    terms = {"label": "Terms", "terms": {"unknown": {"label": "Unknown"}}}
    words = Vocabulary(
        WORDS.words.model_validate(
            {"unit": {"slug": "here", "name": "Here"}, "schemes": {"sector": terms, "phase": terms, "enablers": terms}}
        )
    )
    text = review(
        "phase: unknown", sector="unknown", lessons=lesson("- Id: a\n- Recommendation: b\n- Enabler: unknown\n")
    )
    assert problems(text, words=words) == []
