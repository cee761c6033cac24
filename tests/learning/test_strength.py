"""The rule of evidence strength, at each of its edges, in words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lessons.learning.strength import EvidenceTally, strength, worked
from lessons.schemes import FIXED
from tests.support.sample import Folder, review


@pytest.mark.parametrize(
    ("tally", "term"),
    [
        (EvidenceTally(), "one-case"),
        (EvidenceTally(method="estimate"), "one-case"),
        (EvidenceTally(method="before-after"), "limited"),
        (EvidenceTally(own_worked=1), "limited"),
        (EvidenceTally(recurrences=1), "limited"),
        (EvidenceTally(method="trial"), "moderate"),
        (EvidenceTally(worked=1), "moderate"),
        (EvidenceTally(worked=1, method="before-after"), "moderate"),
        (EvidenceTally(worked=1, method="comparison"), "strong"),
        (EvidenceTally(worked=2), "strong"),
        (EvidenceTally(worked=2, failed=1), "moderate"),
        (EvidenceTally(worked=1, failed=1), "contested"),
        (EvidenceTally(failed=1, method="trial"), "contested"),
        (EvidenceTally(own_failed=1), "contested"),
        (EvidenceTally(worked=3, recurrences=2), "strong"),
    ],
)
def test_the_rule(tally: EvidenceTally, term: str) -> None:
    assert strength(tally)[0] == term
    assert term in FIXED["evidence_strength"]


@pytest.mark.parametrize(
    ("tally", "reason"),
    [
        (
            EvidenceTally(),
            "Its review states no outcome in figures; no use by another organisation has a known result.",
        ),
        # A figure that nobody says how they found was measured, as far as anybody knows.
        (
            EvidenceTally("none"),
            "Its review gives an outcome in figures, but not how these were found; no use by another organisation has a known result.",
        ),
        (
            EvidenceTally("estimate", failed=1),
            "The outcome of its review was estimated, not measured; one use by another organisation did not work.",
        ),
        (
            EvidenceTally("trial", worked=1),
            "The outcome of its review was tested in a trial; one use by another organisation worked.",
        ),
        (
            EvidenceTally("before-after", worked=2, failed=1, own_worked=1, recurrences=2),
            "The outcome of its review was measured before and after; of three uses by other organisations, two worked and one did not; "
            "one use by its own organisation worked; the same thing went wrong again twice.",
        ),
    ],
)
def test_the_reason_is_a_sentence(tally: EvidenceTally, reason: str) -> None:
    assert strength(tally)[1] == reason


@pytest.mark.parametrize(
    ("decision", "result", "directions", "expected"),
    [
        ("adopted", None, ("better",), True),
        ("adapted", "success", (), True),
        ("trialled", None, ("worse",), False),
        ("adopted", None, ("better", "worse"), None),
        ("adopted", None, ("no change",), False),
        ("adopted", "failure", (), False),
        ("adopted", "mixed", (), None),
        ("adopted", None, (), None),
        ("abandoned", "success", ("better",), False),
        ("declined", "success", (), None),
        ("considered", None, (), None),
    ],
)
def test_whether_a_use_worked(
    decision: str, result: str | None, directions: tuple[str, ...], expected: bool | None
) -> None:
    assert worked(decision, result, directions) is expected


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ("", "Its review states no outcome in figures"),
        ("measures: outcome, target: 25", "Its review states no outcome in figures"),
        ("measures: output, result: 3, method: trial", "Its review states no outcome in figures"),
        ("measures: outcome, result: 3, method: none", "Its review gives an outcome in figures, but not how"),
        ("measures: outcome, result: 3", "Its review gives an outcome in figures, but not how"),
        ("measures: outcome, result: 3, method: estimate", "The outcome of its review was estimated"),
        ("measures: outcome, result: 3, method: comparison", "The outcome of its review was compared with others"),
    ],
)
def test_the_reason_tells_the_outcome_of_the_review_as_it_is_known(
    shelf: Folder, tmp_path: Path, figures: str, said: str
) -> None:
    stated = f"outcomes: {{measure: Riders, better: higher, {figures}}}" if figures else ""
    shelf.write("night-buses", review(stated))
    assert shelf.build(tmp_path / "lessons.db").written
    with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
        assert connection.execute("SELECT evidence_reason FROM lessons").fetchone()[0].startswith(said)


def test_every_lesson_has_a_strength_with_its_reason_and_a_facet(founding: sqlite3.Connection) -> None:
    rows = founding.execute("SELECT id, evidence_strength, evidence_reason FROM lessons").fetchall()
    assert all(strength in FIXED["evidence_strength"] and reason.endswith(".") for _, strength, reason in rows)
    terms = dict(founding.execute("SELECT lesson_id, term FROM lesson_terms WHERE scheme = 'evidence_strength'"))
    assert terms == {id_: strength for id_, strength, _ in rows}
    assert founding.execute("SELECT count(*) FROM facets WHERE id = 'evidence_strength'").fetchone() == (1,)
