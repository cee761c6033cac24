"""The labelled fields at the end of a lesson, by the rules of the format."""

from __future__ import annotations

import pytest

from lessons.entries import body as bodies

HEAD = "## Lessons\n\n### Do it\n\n"
FIRST_LINE = 5


def read(fields: str) -> tuple[dict[str, list[str]], str, list[str]]:
    """Return the values by key, the prose that is left, and the faults as ``line:column message``."""
    body = bodies.read(HEAD + fields, "x.md", 1, lambda address: address)
    (lesson,) = body.lessons
    values: dict[str, list[str]] = {}
    for value in lesson.fields:
        values.setdefault(value.field.key, []).append(value.text)
    faults = [f"{fault.place.line - FIRST_LINE + 1}:{fault.place.column} {fault.message}" for fault in body.faults]
    return values, lesson.text, faults


BOTH = {"id": ["a"], "recommendation": ["b"]}


@pytest.mark.parametrize(
    ("text", "values", "prose"),
    [
        ("- Id: a\n- Recommendation: b\n", BOTH, ""),
        ("* Id: a\n* Recommendation: b\n", BOTH, ""),
        ("+ Id: a\n- Recommendation: b\n", BOTH, ""),
        ("- Recommendation: b\n- Id: a\n", BOTH, ""),
        ("- ID: a\n- recommendation : b\n", BOTH, ""),
        ("- **Id:** a\n- **Recommendation**: b\n", BOTH, ""),
        ("- *Id*: a\n- __Recommendation:__ b\n", BOTH, ""),
        ("- Id: a\n\n- Recommendation: b\n", BOTH, ""),
        ("- Id： a\n- Recommendation：b\n", BOTH, ""),
        ("- Id: `a`\n- Recommendation: **b**\n", BOTH, ""),
        ("- Id: a\n- Recommendation: b\n  c\nd\n", {**BOTH, "recommendation": ["b c d"]}, ""),
        ("- Id: a\n- Recommendation: b\n\n  c\n", {**BOTH, "recommendation": ["b c"]}, ""),
        ("- Id: a\n- Recommendation: b\n  - c\n  - d\n", {**BOTH, "recommendation": ["b c d"]}, ""),
        ("- Id: a\n- Recommendation: b: c：d\n", {**BOTH, "recommendation": ["b: c：d"]}, ""),
        (
            "- Id: a\n- Recommendation: see [b](https://c.org)\n",
            {**BOTH, "recommendation": ["see b (https://c.org)"]},
            "",
        ),
        ("Prose.\n\n- Id: a\n- Recommendation: b\n", BOTH, "Prose."),
        ("Three things:\n\n- crews\n- lorries\n- Id: a\n- Recommendation: b\n", BOTH, "Three things:\ncrews\nlorries"),
        ("Three things:\n- crews\n- lorries\n\n- Id: a\n- Recommendation: b\n", BOTH, "Three things:\ncrews\nlorries"),
        ("- crews\n\n* Id: a\n* Recommendation: b\n", BOTH, "crews"),
        ("1. crews\n\n- Id: a\n- Recommendation: b\n", BOTH, "crews"),
        ("- Evidence: c\n- Id: a\n- Evidence: d\n- Recommendation: b\n", {**BOTH, "evidence": ["c", "d"]}, ""),
        (
            "- Applies   when: c\n- Does not\n  apply when: d\n",
            {"applies_when": ["c"], "does_not_apply_when": ["d"]},
            "",
        ),
        ("Prose.\n", {}, "Prose."),
        ("- The council: it paid.\n- crews\n", {}, "The council: it paid.\ncrews"),
        ("The plan:\n\n- Owner: nobody\n\nSo it failed.\n", {}, "The plan:\nOwner: nobody\nSo it failed."),
        ("```\n- Id: a\n```\n", {}, "- Id: a"),
        ("> - Id: a\n", {}, "Id: a"),
        ("- Fields:\n  - Id: a\n", {}, "Fields:\nId: a"),
        ("- It: works\n- Use: it\n", {}, "It: works\nUse: it"),
        ("1. Id: a\n2. Recommendation: b\n", {}, "Id: a\nRecommendation: b"),
    ],
)
def test_trailing_list_items_with_a_known_label_are_fields(text: str, values: dict[str, list[str]], prose: str) -> None:
    assert read(text) == (values, prose, [])


ALL = (
    "Id, Kind, Basis, Recommendation, Applies when, Does not apply when, Change, Barrier, Enabler, Addressed to, Respond by, Priority, "
    "Status, Owner, Due, "
    "Evidence, Reason, Superseded by, Formerly"
)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("- Id: a\n- Recomendation: b\n", ['2:3 unknown label "Recomendation", did you mean "Recommendation"?']),
        ("- Id: a\n- Recommendation: b\n- Staus: learned\n", ['3:3 unknown label "Staus", did you mean "Status"?']),
        ("- Id: a\n- Applys when: b\n- Recommendation: b\n", ['2:3 unknown label "Applys when", did you mean "Applies when"?']),
        ("- Idd: a\n- Recomendation: b\n", ['1:3 unknown label "Idd", did you mean "Id"?', '2:3 unknown label "Recomendation", did you mean "Recommendation"?']),
        ("- Id: a\n- Id: c\n- Recommendation: b\n", ['2:3 "Id" appears twice; the first is on line 5']),
        ("- Id:\n- Recommendation: b\n", ['1:3 "Id" has no value; write one or delete the line']),
        ("- Id: a\n- Lessen: c\n- Recommendation: b\n", [f'2:3 "Lessen" is not a lesson field; the fields are: {ALL}']),
        ("- Id: a\n- Recommendation: b\n- Budget: c\n", [f'3:3 "Budget" is not a lesson field; the fields are: {ALL}']),
        (
            "- Id: a\n- Recommendation: b\n- and more\n",
            ['3:3 "and more" is among the fields; fields come last in a lesson, move it above them'],
        ),
        (
            "- Id: a\n- Recommendation: b\n\nMore.\n",
            ['4:1 this follows the field "Recommendation"; fields come last in a lesson, move it above them'],
        ),
        (
            "- Id: a\n\nMore.\n\n- Recommendation: b\n",
            ['3:1 this follows the field "Id"; fields come last in a lesson, move it above them'],
        ),
        (
            "- Id: a\n\nMore.\n\n- Id: b\n\nMore.\n\n- Id: c\n- Recommendation: d\n",
            ['7:1 this follows the field "Id"; fields come last in a lesson, move it above them', '9:3 "Id" appears twice; the first is on line 5'],
        ),
        (
            "- Id: a\n- Recommendation: b\n\n| c | d |\n|---|---|\n",
            ['4:1 this follows the field "Recommendation"; fields come last in a lesson, move it above them'],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_fields_is_said_once(text: str, faults: list[str]) -> None:
    assert read(text)[2] == faults


def test_a_label_in_a_list_of_prose_is_prose_and_advised_about() -> None:
    text = "The plan:\n\n- Owner: nobody\n- Due: never\n\nSo it failed.\n\n- Id: a\n- Recommendation: b\n"
    assert read(text) == (
        BOTH,
        "The plan:\nOwner: nobody\nDue: never\nSo it failed.",
        [
            '3:3 "Owner:" is read as prose here, because text follows it; if it is a field, move it to the end of the lesson',
            '4:3 "Due:" is read as prose here, because text follows it; if it is a field, move it to the end of the lesson',
        ],
    )
    body = bodies.read(HEAD + text, "x.md", 1, str)
    assert {fault.severity for fault in body.faults} == {"advice"}


def test_of_misplaced_fields_the_id_is_still_known() -> None:
    assert read("- Id: a\n\nMore.\n\n- Recommendation: b\n")[0] == {"id": ["a"], "recommendation": ["b"]}


def test_terms_and_former_ids_have_their_own_places() -> None:
    body = bodies.read(HEAD + "- Change: policy, the process\n- Kind: improve\n- Formerly: x, y\n", "x.md", 1, str)
    (lesson,) = body.lessons
    assert [(text, place.line, place.column) for value in lesson.fields for text, place in value.parts] == [
        ("policy", 5, 11),
        ("the process", 5, 19),
        ("improve", 6, 9),
        ("x", 7, 13),
        ("y", 7, 16),
    ]
    assert [former for former, _ in lesson.former_ids] == ["x", "y"]
