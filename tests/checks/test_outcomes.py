"""The rule ``outcomes``."""

from __future__ import annotations

import pytest

from tests.support.sample import problems, review

NO_FIGURE = (
    "an outcome needs at least one figure: baseline, target or result; a finding without numbers belongs in the text"
)


@pytest.mark.parametrize("figure", ["baseline", "target", "result"])
def test_one_figure_is_enough(figure: str) -> None:
    assert problems(review(f"outcomes:\n  - measure: a\n    {figure}: 0\n    better: lower")) == []


def test_an_outcome_without_a_figure_is_reported_at_its_place() -> None:
    text = review(
        "outcomes:\n  - measure: a\n    result: 1\n    better: lower\n  - measure: b\n    result:\n    better: lower"
    )
    assert problems(text, rule="outcomes") == [f"11:5 outcomes: {NO_FIGURE}"]
