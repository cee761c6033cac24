"""Briefs for the plans of the lists that may be looked at: the first five bring a lesson that plainly applies."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from lessons.learning.evaluation import evaluate_plans, read_plans

JUDGEMENTS = Path(__file__).parents[1] / "judgements"


@pytest.mark.parametrize(
    ("listed", "least"),
    [
        ("plans", {"other-sector": 34, "same-subject": 13}),
        ("fresh_plans", {"other-sector": 40}),
        ("third_plans", {"other-sector": 18}),
    ],
)
def test_briefs_begin_as_well_as_they_did(founding: sqlite3.Connection, listed: str, least: dict[str, int]) -> None:
    plans = [plan for plan in read_plans(JUDGEMENTS / listed / "plans.csv") if plan.half == "open"]
    met = {score.kind: score.met for score in evaluate_plans(founding, plans)}
    assert met.keys() == least.keys()
    assert all(met[kind] >= least[kind] for kind in least), met


@pytest.mark.parametrize("listed", ["plans", "fresh_plans", "third_plans"])
def test_each_lesson_that_a_plan_ought_to_bring_is_there(founding: sqlite3.Connection, listed: str) -> None:
    known = {id_ for (id_,) in founding.execute("SELECT id FROM lessons")}
    for plan in read_plans(JUDGEMENTS / listed / "plans.csv"):
        assert plan.lessons <= known, plan.path.name
