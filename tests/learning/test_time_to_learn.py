"""How long lessons take, from a generated git history of five years whose medians were worked out by hand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from lessons.building.build import Options, build
from lessons.learning.audit_data import audit
from lessons.learning.audit_json import to_json
from lessons.learning.time_to_learn import TimeToLearn, time_to_learn
from tests.support.git import Repository
from tests.support.sample import FRONT, body

VOCABULARY = """\
unit: {slug: here, name: Here}
schemes:
  change:
    label: Change
    terms:
      process: {label: Process}
      training: {label: Training}
"""
BEGUN = date(2020, 1, 1)
END = "2025-01-01"
# Days from identified to implemented for each lesson, and to learned; None while it has not come so far.
KIRKLEES = {"a": (100, 400), "b": (200, None), "c": (300, 900), "d": (None, None), "e": (None, None)}
LEEDS = {"f": (500, None), "g": (1000, None), "h": (None, None), "i": (None, None)}
# Closed without being carried out, and identified late; carried out already when it came, which tells nothing of how long it took.
CLOSED, LATE, FROM_THE_BEGINNING = ("j", 50), ("k", 1700), "l"


def status_on(day: int, implemented: int | None, learned: int | None) -> str:
    if learned is not None and day >= learned:
        return "learned"
    return "implemented" if implemented is not None and day >= implemented else "identified"


def lesson(id_: str, status: str, change: str) -> str:
    more = {"identified": "", "rejected": "- Reason: Too dear.\n"}.get(status, "- Evidence: The minutes.\n")
    return (
        f"### Do {id_} before the next one begins\n\nBecause.\n\n- Id: {id_}{id_}{id_}\n- Recommendation: Do it.\n"
        f"- Change: {change}\n- Status: {status}\n{more}"
    )


def reviews_on(day: int) -> dict[str, str]:
    """Return the text of each review as it stood so many days after the beginning."""
    front = "\n".join(["---", *(f"{name}: {value}" for name, value in FRONT.items()), "---", ""])
    kirklees = [lesson(id_, status_on(day, *days), "process") for id_, days in KIRKLEES.items()]
    leeds = [lesson(id_, status_on(day, *days), "training") for id_, days in LEEDS.items()]
    leeds.append(lesson(CLOSED[0], "rejected" if day >= CLOSED[1] else "identified", "training"))
    leeds.append(lesson(FROM_THE_BEGINNING, "implemented", "training"))
    if day >= LATE[1]:
        leeds.append(lesson(LATE[0], "identified", "training"))
    follow_up = front.replace("title: Night buses", "title: What came of it").replace("date: 1998-04", "date: 2024") + (
        "\n" + body(lesson("z", "identified", "process"))
    )
    measured = (
        "builds_on:\n" + "".join(f"  - {{lesson: kirklees#{id_ * 3}, decision: adopted}}\n" for id_ in "ac")
        + "outcomes:\n  - {measure: Riders, baseline: 1, result: 2, better: higher, measures: outcome, method: before-after}\n---\n"
    )  # fmt: skip
    return {
        "kirklees": front + body("\n".join(kirklees)),
        "leeds": front.replace("Kirklees", "Leeds") + body("\n".join(leeds)),
        "what-came-of-it": follow_up.replace("result: mixed\n---\n", f"result: mixed\n{measured}", 1),
    }


@pytest.fixture(scope="module")
def five_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of a history whose commits lie between 2020 and 2025."""
    folder = tmp_path_factory.mktemp("five-years")
    repository = Repository.begun(folder / "repository")
    repository.shelf.write("vocabulary.yml", VOCABULARY)
    days = {0, CLOSED[1], LATE[1]} | {day for stages in (*KIRKLEES.values(), *LEEDS.values()) for day in stages if day}
    for day in sorted(days):
        for name, text in reviews_on(day).items():
            repository.shelf.write(name, text)
        # By UTC a commit is of the day after.
        repository.commit((BEGUN + timedelta(days=day - 1)).isoformat())
    output = folder / "lessons.db"
    report = build(repository.entries, output, Options())
    assert report.written, [str(problem) for problem in report.errors]
    return output


def times(database: Path, day: str = END, organisation: str | None = None) -> TimeToLearn:
    with closing(sqlite3.connect(database)) as connection:
        return time_to_learn(connection, day, organisation)


def test_medians_by_organisation_keep_open_cases_in(five_years: Path) -> None:
    """By hand. Kirklees: 5 lessons and the one of the follow-up, done after 100, 200 and 300 days, so 5/6, 4/6 and 3/6 are open: half
    within 300 days. Of its lessons 2 of 6 were learned, which is never half."""
    implemented, learned = times(five_years, organisation="kirklees").whole
    assert (implemented.cases, implemented.done, implemented.median) == (6, 3, 300)
    assert [round(step.share_open, 4) for step in implemented.steps] == [0.8333, 0.6667, 0.5]
    assert (learned.done, learned.median) == (2, None)


def test_closed_and_late_lessons_are_watched_only_as_long_as_they_were_open(five_years: Path) -> None:
    """By hand. Leeds: f 500, g 1000, h and i open for 1827 days, j watched for 50, k for 127: at 500 days 4 are left, so 3/4 are open,
    at 1000 days 3 are, so 3/4 of 2/3 = 1/2."""
    implemented, _ = times(five_years, organisation="leeds").whole
    assert (implemented.cases, implemented.done, implemented.median) == (6, 2, 1000)
    assert [(step.at_risk, step.share_open) for step in implemented.steps] == [(4, 0.75), (3, pytest.approx(0.5))]
    assert implemented.longest == (date.fromisoformat(END) - BEGUN).days


def test_what_came_as_carried_out_already_tells_nothing_of_how_long_it_took(five_years: Path) -> None:
    found = times(five_years)
    assert found.whole[0].cases == len(KIRKLEES) + len(LEEDS) + 3
    assert "Lessons that came to the library as carried out or closed are left out" in found.section().paragraphs[1]


def test_times_are_told_apart_by_organisation_sector_and_what_was_changed(five_years: Path) -> None:
    groups = {
        kind: {name: curves[0].median for name, curves in found} for kind, found in times(five_years).groups.items()
    }
    assert groups["organisation"] == {"Kirklees": 300, "Leeds": 1000}
    assert groups["change"] == {"Process": 300, "Training": 1000}
    assert set(groups["sector"]) == {"Transport"}


def test_as_of_an_earlier_day_what_came_later_is_open(five_years: Path) -> None:
    """150 days after the beginning one of Kirklees's six is done."""
    implemented, _ = times(five_years, (BEGUN + timedelta(days=150)).isoformat(), "kirklees").whole
    assert (implemented.cases, implemented.done, implemented.median, implemented.longest) == (6, 1, None, 150)


def test_one_that_was_carried_out_and_none_that_was_learned_are_told_in_words(five_years: Path) -> None:
    sentence = times(five_years, (BEGUN + timedelta(days=150)).isoformat(), "kirklees").sentence()
    assert sentence is not None
    assert sentence.startswith(
        "Of 6 lessons followed since they were identified, 1 has been carried out and none learned;"
    )


def test_programs_are_told_each_stage_by_its_status(five_years: Path) -> None:
    with closing(sqlite3.connect(five_years)) as connection:
        told = to_json(audit(connection, END), time_to_learn(connection, END))["time_to_learn"]
    assert [one["stage"] for one in told] == ["implemented", "learned"]


def test_without_a_history_it_is_said_that_nothing_is_known(tmp_path: Path) -> None:
    from tests.support.sample import Folder

    shelf = Folder(tmp_path / "entries")
    shelf.write("night-buses")
    assert shelf.build(tmp_path / "lessons.db").written
    section = times(tmp_path / "lessons.db").section()
    assert section.paragraphs[0].startswith("Not known")


def test_lessons_of_the_last_day_are_too_recent_to_tell(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path / "repository")
    repository.shelf.write("vocabulary.yml", VOCABULARY)
    front = "\n".join(["---", *(f"{name}: {value}" for name, value in FRONT.items()), "---", ""])
    repository.shelf.write("buses", front + body(lesson("a", "identified", "process")))
    repository.commit("2026-02-01")
    assert repository.shelf.build(tmp_path / "lessons.db").written
    with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
        (day,) = connection.execute("SELECT max(day) FROM lesson_versions").fetchone()
        assert (
            time_to_learn(connection, day).sentence()
            == "1 lesson was identified too recently to tell how long it takes."
        )
