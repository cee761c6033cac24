"""A figure is told by its method, and in one way wherever it is told: a comparison is no change, and an estimate neither better nor worse."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lessons.learning.missions import initiatives
from lessons.library.charts import BY_METHOD, rows_of
from lessons.library.figure_words import KINDS, MOVED, NAMES, VERDICTS, figure, moved, names, verdict
from lessons.schemes import FIXED
from tests.support.sample import EVERY_METHOD, Folder, lesson, review, use_text


@pytest.mark.parametrize(
    ("method", "both", "baseline", "result"),
    [
        (None, "from 40 to 12", "40 before", "12 after"),
        ("none", "from 40 to 12", "40 before", "12 after"),
        ("before-after", "from 40 to 12", "40 before", "12 after"),
        ("comparison", "12, against 40 in the comparison", "40 in the comparison", "12"),
        ("trial", "12, against 40 in the control group", "40 in the control group", "12"),
        ("estimate", "from 40 to an estimated 12", "an estimated 40 before", "an estimated 12"),
    ],
)
def test_a_figure_is_told_by_its_method(method: str | None, both: str, baseline: str, result: str) -> None:
    assert moved(method, "40", "12") == both
    assert moved(method, "40", None) == baseline
    assert moved(method, None, "12") == result
    assert moved(method, None, None) == ""


@pytest.mark.parametrize(
    ("method", "direction", "expected"),
    [
        ("before-after", "better", "Better"),
        (None, None, "Unknown"),
        ("comparison", "better", "Better than the comparison"),
        ("comparison", "no change", "No different from the comparison"),
        ("trial", "worse", "Worse than the control group"),
        ("trial", None, "Unknown"),
        ("estimate", None, "Not measured, an estimate"),
    ],
)
def test_what_is_better_says_than_what(method: str | None, direction: str | None, expected: str) -> None:
    assert verdict(method, direction) == expected


def test_each_kind_has_all_its_words() -> None:
    assert set(FIXED["method"]) >= KINDS
    assert set(NAMES) == set(MOVED) == set(VERDICTS) == {*KINDS, "change"}
    assert names("comparison") == ("Comparison", "Result")
    assert names("estimate") == ("Before", "Estimate")


@pytest.mark.parametrize(("number", "expected"), [(2_000_000.0, "2,000,000"), (0.5, "0.5"), (None, None)])
def test_a_number_is_written_as_people_write_it(number: float | None, expected: str | None) -> None:
    assert figure(number) == expected


def test_an_estimate_is_counted_neither_for_the_better_nor_as_a_target_that_was_met(
    shelf: Folder, tmp_path: Path
) -> None:
    shelf.write("night-buses", review(EVERY_METHOD, mission="Get people home"))
    assert shelf.build(tmp_path / "lessons.db").written
    with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
        found = initiatives(connection)[0]
        assert (found.outcome_count, found.better_count, found.target_met_count) == (6, 5, 5)
        counted = {row.label: row.numbers for row in rows_of(connection, BY_METHOD)}
    assert counted["Estimate"] == (0, 0, 0, 1)
    assert counted["Trial"] == (1, 0, 0, 0)


def test_a_use_whose_outcome_was_estimated_is_no_evidence(shelf: Folder, tmp_path: Path) -> None:
    shelf.write("night-buses", review(lessons=lesson("- Id: ask-users\n- Recommendation: Ask users.")))
    figures = "outcomes: {measure: Riders, better: higher, measures: outcome, baseline: 1, result: 3, method: %s}"
    strengths = {}
    for method in ("estimate", "before-after"):
        shelf.write("uses/leeds.md", use_text(figures % method, lesson="night-buses#ask-users", organisation="Leeds"))
        assert shelf.build(tmp_path / "lessons.db").written
        with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
            strengths[method] = connection.execute("SELECT evidence_strength FROM lessons").fetchone()[0]
    assert strengths == {"estimate": "one-case", "before-after": "moderate"}
