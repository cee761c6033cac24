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
