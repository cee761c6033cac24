"""A strategy is not offered to those who do it already, by their own reviews; and it is to those whose own work on it fell short."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lessons.learning.alternatives import alternatives
from lessons.learning.days import newest_day
from lessons.learning.own_practice import own_practice
from tests.support import sample
from tests.support.sample import Folder, body

BARRIER = "barriers: users-not-involved\nlevel: local\nchange: process"
# Of each subject what two organisations would write of it, in words of their own.
SUBJECTS = {
    "alarms": (
        ("Fit smoke alarms while you are in the home", "Firefighters fitted smoke alarms in the homes of pensioners and looked at ovens, chimneys and wiring.",
         "Fit a smoke alarm at once on each visit to a home."),
        ("Let the crew fit the alarm when it calls", "Crews called on pensioners at home, tested wiring and chimneys, and fitted an alarm against fire and smoke on the spot.",
         "Carry smoke alarms on the engine and fit them in every home that the crew calls at."),
    ),
    "buses": (
        ("Ask passengers when the last bus should leave", "The night bus left the market square before the cinemas closed, and passengers took taxis.",
         "Ask passengers of the night bus before the timetable is drawn up."),
        ("Draw up the timetable with those who ride", "Passengers sat with the timetable planners, and the last night bus left when the cinemas in the square had closed.",
         "Draw up the timetable of night buses with passengers."),
    ),
    "library": (
        ("Open the library on Sundays", "Readers came to borrow novels on Sundays with their children.", "Open branch libraries on Sundays for families."),
        ("Keep branch libraries open on Sundays", "Children borrowed novels, and readers stayed all Sunday in the branch library.", "Keep the library open on Sundays."),
    ),
}  # fmt: skip


def told(subject: str, who: int, *, organisation: str, result: str, kind: str = "sustain", front: str = BARRIER) -> str:
    statement, text, advice = SUBJECTS[subject][who]
    lesson = f"### {statement}\n\n{text}\n\n- Id: {subject}\n- Kind: {kind}\n- Recommendation: {advice}\n"
    return sample.front(front, title=statement, organisation=organisation, result=result, date="2001-01") + body(
        lesson, Summary=text, What_was_intended=advice, What_happened=text, Why_it_happened=text
    )


@pytest.fixture
def others(shelf: Folder) -> Folder:
    """Give what Leeds did with success on each subject, and what nobody in Kirklees has to do with."""
    for subject in SUBJECTS:
        shelf.write(f"leeds-{subject}", told(subject, 1, organisation="Leeds", result="success"))
    return shelf


def offered(shelf: Folder, tmp_path: Path) -> set[str]:
    report = shelf.build(tmp_path / "lessons.db")
    assert report.written, [str(problem) for problem in report.errors]
    with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
        found = alternatives(connection, "kirklees", newest_day(connection)).found
    return {one.lesson.id.partition("#")[2] for one in found}


def test_what_its_own_work_does_with_success_is_not_offered(others: Folder, tmp_path: Path) -> None:
    others.write("own-buses", told("buses", 0, organisation="Kirklees", result="failure", kind="improve"))
    assert offered(others, tmp_path) == {"alarms", "buses", "library"}
    others.write("own-alarms", told("alarms", 0, organisation="Kirklees", result="success"))
    assert offered(others, tmp_path) == {"buses", "library"}


@pytest.mark.parametrize(
    ("result", "kind"),
    [("failure", "sustain"), ("too-early", "sustain"), ("not-stated", "sustain"), ("success", "improve")],
)
def test_what_has_not_worked_there_is_offered(others: Folder, tmp_path: Path, result: str, kind: str) -> None:
    """What a review says that its work should have done, it has not done yet."""
    others.write("own-buses", told("buses", 0, organisation="Kirklees", result="failure", kind="improve"))
    others.write("own-alarms", told("alarms", 0, organisation="Kirklees", result=result, kind=kind))
    assert "alarms" in offered(others, tmp_path)


def test_what_another_organisation_does_with_success_is_still_news(others: Folder, tmp_path: Path) -> None:
    others.write("own-buses", told("buses", 0, organisation="Kirklees", result="failure", kind="improve"))
    others.write("york-alarms", told("alarms", 0, organisation="York", result="success"))
    assert {"alarms", "buses"} <= offered(others, tmp_path)


def test_where_both_fell_short_and_worked_the_nearer_of_the_two_decides(others: Folder, tmp_path: Path) -> None:
    """Of the same words in both no one is nearer, and what worked elsewhere may be what the one lacked."""
    others.write("own-alarms", told("alarms", 0, organisation="Kirklees", result="success"))
    others.write("own-alarms-again", told("alarms", 0, organisation="Kirklees", result="failure"))
    assert "alarms" in offered(others, tmp_path)


def test_what_was_not_published_yet_does_not_count(others: Folder, tmp_path: Path) -> None:
    others.write(
        "own-alarms",
        told("alarms", 0, organisation="Kirklees", result="success", front=f"published: 2020-01-01\n{BARRIER}"),
    )
    assert others.build(tmp_path / "lessons.db").written
    with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
        ids = ["leeds-alarms#alarms", "leeds-buses#buses", "no-such#lesson"]
        assert own_practice(connection, ids, "kirklees", "2020-01-01") == {"leeds-alarms#alarms"}
        assert own_practice(connection, ids, "kirklees", "2019-12-31") == frozenset()
        assert own_practice(connection, ids, "no-such-organisation", "2020-01-01") == frozenset()
        assert own_practice(connection, [], "kirklees", "2020-01-01") == frozenset()


def test_thames_valley_is_not_offered_the_meeting_that_it_introduced(founding: sqlite3.Connection) -> None:
    day = newest_day(founding)
    found = {one.lesson.id for one in alternatives(founding, "thames-valley-police", day).found}
    assert found
    assert "canberra-restorative-conferencing#conference-for-amends" not in found
