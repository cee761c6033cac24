"""The rule ``lesson-fields``; how fields are read is tested with the entries."""

from __future__ import annotations

import pytest

from lessons.checks import check
from lessons.record.vocabulary import Vocabulary, Words
from tests.support.sample import collection, lesson, line_of, problems, read, review


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("- Recommendation: b\n", "the lesson has no Id; add at its end: `- Id: ask-the-people-who-will-use-it`"),
        ("- Id: a\n", "the lesson has no Recommendation; add at its end: `- Recommendation: what to do next time`"),
        (
            "Id: a\n\n- Recommendation: b\n",
            'the lesson has no Id; found "Id:" in its text, but fields are list items at its end: '
            "`- Id: ask-the-people-who-will-use-it`",
        ),
    ],
)
def test_a_published_lesson_has_an_id_and_a_recommendation(fields: str, message: str) -> None:
    text = review(lessons=lesson(fields))
    assert problems(text, rule="lesson-fields") == [f"{line_of(text, '### Ask')}:5 {message}"]


@pytest.mark.parametrize(
    ("lessons", "message"),
    [
        (
            "#### Do it\n\n- Id: a\n- Recommendation: b\n",
            "27:6 these fields belong to no lesson; a lesson begins with its sentence as a level-3 heading: `### …`",
        ),
        (
            "Prose.\n\n- Id: a\n- Recommendation: b\n",
            "29:3 these fields belong to no lesson; a lesson begins with its sentence as a level-3 heading: `### …`",
        ),
        (
            "### Do it\n\n- Id: a\n- Recommendation: b\n\n#### And this\n\n- Id: c\n- Recommendation: d\n",
            "32:6 this heading has level 4 and follows the fields of a lesson; for a new lesson write `###`",
        ),
        (
            "### Do it\n\n- Id: a\nRecommendation: b\n- Kind: improve\n**Status:** learned\n",
            '30:1 "Recommendation:" is read as part of the field "Id"; begin its line with `- `',
        ),
    ],
    ids=["level 4", "no heading", "second at level 4", "no mark"],
)
def test_a_slip_of_marks_is_told_from_missing_fields(lessons: str, message: str) -> None:
    assert problems(review(lessons=lessons), rule="lesson-fields")[0] == message


@pytest.mark.parametrize("status", ["draft", "in-review", "withdrawn"])
def test_what_is_not_published_may_wait(status: str) -> None:
    assert problems(review(f"status: {status}", lessons="### Do it\n\nx\n")) == []


def test_an_imported_lesson_stands_as_recorded() -> None:
    system = "source_system: {name: Old, id: 1, imported: 2020}"
    assert problems(review(system, lessons="### Do it\n\n- Id: a\n")) == []
    assert len(problems(review(system, lessons="### Do it\n\nx\n"), rule="lesson-fields")) == 1


@pytest.mark.parametrize(
    "fields",
    [
        "- Id: a\n- Recomendation: b\n",
        "- Id:\n- Recommendation: b\n",
        "- Id: a\n- Recommendation: b\n\nMore.\n",
        "- Id: a\n- Foo: c\n- Recommendation: b\n",
        "- Id: a\n- Recommendation: b\n- Bar: c\n",
        "- Id: a\n- Id: b\n- Recommendation: b\n",
    ],
)
def test_a_field_that_is_there_but_wrong_is_not_missed_as_well(fields: str) -> None:
    assert len(problems(review(lessons=lesson(fields)), rule="lesson-fields")) == 1


ORGANISATIONS = Vocabulary(
    Words.model_validate(
        {"organisations": {"dorset": {"name": "Dorset"}, "food": {"name": "Food, Farms", "variants": ["Fish"]}}}
    )
)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("Dorset", None),
        ("Dorset; Nobody, Known", None),
        ("Food, Farms", None),
        (
            "Dorset, Kirklees",
            'found "Dorset, Kirklees", but no organisation has that name; if these are several, separate them with '
            "semicolons: Dorset; Kirklees",
        ),
        ("not-stated", 'found "not-stated"; where nobody is asked to respond, leave the field out'),
    ],
)
def test_organisations_that_a_lesson_is_addressed_to_are_names(names: str, message: str | None) -> None:
    text = review(lessons=lesson(f"- Id: a\n- Recommendation: b\n- Addressed to: {names}\n"))
    found = problems(text, rule="lesson-fields", words=ORGANISATIONS)
    assert found == ([f"{line_of(text, '- Addressed')}:17 {message}"] if message else [])


def test_a_date_to_answer_by_needs_somebody_who_is_asked() -> None:
    text = review(lessons=lesson("- Id: a\n- Recommendation: b\n- Respond by: 1999\n"))
    assert problems(text, rule="lesson-fields") == [
        f'{line_of(text, "- Respond")}:3 "Respond by" is stated, but nobody is addressed; add "Addressed to" with the organisations '
        "that should respond"
    ]


@pytest.mark.parametrize("value", [";", "; ;", " ;;"])
def test_separators_alone_name_no_organisation(value: str) -> None:
    text = review(lessons=lesson(f"- Id: a\n- Recommendation: b\n- Addressed to: {value}\n"))
    line = line_of(text, "- Addressed")
    assert problems(text, rule="lesson-fields") == [
        f'{line}:3 "Addressed to" has no value; write one or delete the line'
    ]


@pytest.mark.parametrize(
    ("label", "meant"),
    [("Addressed", "Addressed to"), ("Respond", "Respond by"), ("Applies", "Applies when"), ("superseded", "Superseded by")],
)  # fmt: skip
def test_a_label_that_is_cut_short_is_understood(label: str, meant: str) -> None:
    text = review(lessons=lesson(f"- Id: a\n- Recommendation: b\n- {label}: x\n"))
    assert problems(text, rule="lesson-fields") == [
        f'{line_of(text, f"- {label}")}:3 unknown label "{label}", did you mean "{meant}"?'
    ]


def test_each_lesson_and_each_field_that_is_missing_is_told() -> None:
    text = review(lessons="### Do it\n\n### And\n\n- Id: b\n\n### Ask\n\nRecommendation: x\n\n- Id: c\n")
    assert problems(text, rule="lesson-fields") == [
        "27:5 the lesson has no Id; add at its end: `- Id: do-it`",
        "27:5 the lesson has no Recommendation; add at its end: `- Recommendation: what to do next time`",
        "29:5 the lesson has no Recommendation; add at its end: `- Recommendation: what to do next time`",
        '33:5 the lesson has no Recommendation; found "Recommendation:" in its text, but fields are list items at its end: '
        "`- Recommendation: what to do next time`",
    ]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ("Nobody, Known", ["Nobody; Known"]),
        ("Nobody, Known; Somebody", []),
        ("Nobody, Known, Heard; Somebody", ["Nobody; Known; Heard"]),
        ("Department for Transport, Housing and Work", []),
        ("Acme, Inc.", []),
        ("Dorset, , Kirklees,", ["Dorset; Kirklees"]),
        ("Kirklees, Dorset; Nobody, Dorset", ["Kirklees; Dorset", "Nobody; Dorset"]),
        ("not-stated; Kirklees, Dorset", [None, "Kirklees; Dorset"]),
    ],
)
def test_of_several_names_in_one_those_that_are_known_tell(names: str, told: list[str | None]) -> None:
    text = review(lessons=lesson(f"- Id: a\n- Recommendation: b\n- Addressed to: {names}\n"))
    found = problems(text, rule="lesson-fields", words=ORGANISATIONS)
    assert [one.rpartition("semicolons: ")[2] if "semicolons" in one else None for one in found] == told


@pytest.mark.parametrize("line", ["- Addressed to: Dorset", "- Addressed to:"])
def test_where_somebody_is_asked_or_was_to_be_a_date_to_answer_by_is_right(line: str) -> None:
    text = review(lessons=lesson(f"- Id: a\n- Recommendation: b\n{line}\n- Respond by: 1999\n"))
    assert not any("nobody is addressed" in one for one in problems(text))


@pytest.mark.parametrize(
    ("names", "severity"), [("North Council, South Council", "advice"), ("Dorset, South Council", "error")]
)
def test_names_of_which_none_is_known_get_advice_as_those_of_partners_do(names: str, severity: str) -> None:
    entry = read(
        review(f"partners: {names}", lessons=lesson(f"- Id: a\n- Recommendation: b\n- Addressed to: {names}\n"))
    )
    partners, addressed = check(collection(entry, words=ORGANISATIONS))
    assert (partners.severity, addressed.severity, addressed.rule) == ("advice", severity, "lesson-fields")
    assert addressed.message.endswith(f"separate them with semicolons: {names.replace(',', ';')}")


def test_what_was_imported_is_kept_as_it_was_addressed() -> None:
    source = "source_system: {name: Old, id: 7, imported: 2020-01-01}"
    assert problems(review(source, lessons=lesson("- Id: a\n- Addressed to: North Council, South Council\n"))) == []
