"""The rule ``silent-yaml``."""

from __future__ import annotations

import pytest

from tests.support.sample import problems, review

LOST = "is lost as a comment; put the whole value in quotes"


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("place: Route #7", f"7:8 in `place: Route #7` everything from ` #` onwards {LOST}"),
        ("tags:\n  - buses #7", f"8:5 in `- buses #7` everything from ` #` onwards {LOST}"),
        ("summary: Two\n  lines #7", f"7:10 in `lines #7` everything from ` #` onwards {LOST}"),
        ("sources:\n  - cite: Book #3", f"8:11 in `- cite: Book #3` everything from ` #` onwards {LOST}"),
        ("place: #7", "7:8 in `place: #7` everything from `#` onwards is lost as a comment; put it in quotes"),
        ("place: ~", "7:8 found `~`: leave the field out, or put the word in quotes"),
    ],
)
def test_text_that_yaml_cuts_off_is_shown(extra: str, expected: str) -> None:
    assert problems(review(extra), rule="silent-yaml") == [expected]


@pytest.mark.parametrize(
    "extra",
    [
        "country: GB  # of the review",
        "people_affected: 35 # about",
        "tags: [a, b]  # a few",
        'place: "Route #7"',
        "place: Route#7",
        "place: # where it was",
        "# place: a hint\n# tags:",
        "summary: >-\n  Route #7: what went wrong",
    ],
)
def test_comments_that_lose_nothing_are_allowed(extra: str) -> None:
    assert problems(review(extra)) == []
