"""Figures have ids that stay, and their change is worked out in decimals."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from lessons.building.outputs import figures
from lessons.entries.checked import CheckedReview
from lessons.record.parts import Outcome


def outcome(measure: str = "Visits", **more: Any) -> Outcome:
    return Outcome(measure=measure, better="higher", **{"result": "1", **more})


def rows(*outcomes: Outcome) -> list[dict[str, Any]]:
    record = SimpleNamespace(outcomes=list(outcomes))
    return list(figures.rows(cast("CheckedReview", SimpleNamespace(id="a-review", record=record)), "review_id"))


def changed(baseline: str, result: str) -> tuple[float, float]:
    (row,) = rows(outcome(baseline=baseline, result=result))
    return row["change"], row["change_per_cent"]


@pytest.mark.parametrize(
    ("baseline", "result", "change", "per_cent"),
    [
        ("2.5", "3.3", 0.8, 32.0),
        ("0.1", "0.3", 0.2, 200.0),
        ("1.1", "1.2", 0.1, 9.090909091),
        ("3", "4", 1.0, 33.33333333),
        ("-4", "-5", -1.0, -25.0),
        ("100000000000.1", "100000000000.4", 0.3, 3e-10),
        ("0", "7", 7.0, None),
        ("0.001", "0", -0.001, -100.0),
    ],
)
def test_a_change_is_what_a_person_would_reckon(
    baseline: str, result: str, change: float, per_cent: float | None
) -> None:
    assert changed(baseline, result) == (change, per_cent)


def test_no_difference_of_two_decimals_has_more_places_than_they_have() -> None:
    for tenths in range(0, 400, 7):
        for hundredths in range(0, 3000, 113):
            before, after = f"{tenths / 10}", f"{hundredths / 100}"
            assert Decimal(repr(changed(before, after)[0])) == Decimal(after) - Decimal(before)


def test_without_baseline_or_result_there_is_no_change() -> None:
    for stated in ({"baseline": "1", "result": None}, {"baseline": None}, {"target": "3", "result": None}):
        (row,) = rows(outcome(**stated))
        assert row["change"] is None
        assert row["change_per_cent"] is None


@pytest.mark.parametrize(
    ("measures", "ids"),
    [
        (["Visits refused", "Cost"], ["visits-refused", "cost"]),
        (["Visits", "Visits", "visits!"], ["visits", "visits-2", "visits-3"]),
        (["A", "A 2", "A"], ["a", "a-2", "a-3"]),
        (["訪問", "%", "…"], ["訪問", "other", "other-2"]),
        (["x" * 200, "x" * 199], ["x" * 80, "x" * 80 + "-2"]),
    ],
)
def test_the_id_of_a_figure_is_made_from_what_was_measured(measures: list[str], ids: list[str]) -> None:
    assert [row["id"] for row in rows(*map(outcome, measures))] == [f"a-review/{id_}" for id_ in ids]
