"""The rule ``known-fields``."""

from __future__ import annotations

import pytest

from lessons.record.review import Review
from tests.support.sample import problems, review

KNOWN = ", ".join(Review.model_fields)


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("organization: x", '7:1 unknown field "organization", did you mean "organisation"?'),
        ("Tags: x", '7:1 unknown field "Tags", did you mean "tags"?'),
        ("review-due: 1998", '7:1 unknown field "review-due", did you mean "review_due"?'),
        ("outcome: x", '7:1 unknown field "outcome", did you mean "outcomes"?'),
        ("budget: x", f'7:1 unknown field "budget"; known fields: {KNOWN}'),
        (
            "sources:\n  - cite: a\n    link: https://b.org",
            '9:5 unknown field "link" in "sources"; known fields: cite, url, section',
        ),
        ("cost: {amount: 1, curency: GBP, currency: GBP}", '7:19 unknown field "curency" in "cost", did you mean "currency"?'),
    ],
)  # fmt: skip
def test_an_unknown_field_is_named_with_the_one_that_was_meant(extra: str, expected: str) -> None:
    assert problems(review(extra), rule="known-fields") == [expected]


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("lang: en", '7:1 unknown field "lang", did you mean "language"?'),
        ("LANG: en", '7:1 unknown field "LANG", did you mean "language"?'),
        ("period: {start: 1998, to: 1999}", '7:10 unknown field "start" in "period", did you mean "from"?'),
        ("period: {from: 1998, until: 1999}", '7:22 unknown field "until" in "period", did you mean "to"?'),
        ("until: 1998", f'7:1 unknown field "until"; known fields: {KNOWN}'),
    ],
)
def test_what_people_call_a_field_is_understood_where_it_has_its_place(extra: str, expected: str) -> None:
    assert problems(review(extra), rule="known-fields") == [expected]


def test_each_unknown_field_is_told_with_the_fields_of_its_own_place() -> None:
    extra = "lang: en\nbudget: x\ncost: {amount: 1, curency: GBP, currency: GBP}\nsources:\n  - cite: a\n    lnik: b\nta\u200bgs: x\nconcat: x"
    found = [one for one in problems(review(extra)) if one.endswith("[known-fields]")]
    assert [one.partition(" unknown field ")[2] for one in found] == [
        '"lang", did you mean "language"? [known-fields]',
        f'"budget"; known fields: {KNOWN} [known-fields]',
        '"curency" in "cost", did you mean "currency"? [known-fields]',
        '"lnik" in "sources"; known fields: cite, url, section [known-fields]',
        '"concat", did you mean "contact"? [known-fields]',
    ]
