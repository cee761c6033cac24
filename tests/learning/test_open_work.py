"""What is open as of a day, each kind with an entry that is in it and one that is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from lessons.learning import open_work
from lessons.learning.audit_data import audit
from lessons.learning.days import newest_day
from lessons.learning.events import events
from lessons.library.rows import scalar
from tests.support.git import Repository
from tests.support.sample import Folder, lesson, review, use_text

Asked = Callable[..., dict[str, list[str]]]
RECOMMENDED = "- Id: ask-users\n- Recommendation: Ask users."


@pytest.fixture
def asked(shelf: Folder, tmp_path: Path) -> Asked:
    """Return the paths of what is open, by kind, as of a day."""

    def ask(day: str, organisation: str | None = None) -> dict[str, list[str]]:
        output = tmp_path / "lessons.db"
        if not output.exists():
            report = shelf.build(output)
            assert report.written, [str(problem) for problem in report.errors]
        with closing(sqlite3.connect(output)) as connection:
            found = {kind.slug: open_work.matters(connection, kind.slug, day, organisation) for kind in open_work.KINDS}
            assert {kind: len(rows) for kind, rows in found.items()} == {
                kind: open_work.count(connection, kind, day, organisation) for kind in found
            }
        return {kind: [matter.path for matter in rows] for kind, rows in found.items() if rows}

    return ask


PATH = "/reviews/night-buses/ask-users"


def test_a_lesson_is_overdue_after_the_last_day_that_its_due_date_can_mean(shelf: Folder, asked: Asked) -> None:
    shelf.write(
        "night-buses",
        review(
            "published: 2020-01-01",
            lessons=lesson(f"{RECOMMENDED}\n- Owner: head of buses\n- Due: 2026-03\n- Status: endorsed"),
        ),
    )
    assert "overdue" not in asked("2026-03-31")
    assert asked("2026-04-01")["overdue"] == [PATH]
    assert "ownerless" not in asked("2026-04-01")


def test_what_was_carried_out_is_not_overdue_but_open_until_it_is_learned(shelf: Folder, asked: Asked) -> None:
    done = f"{RECOMMENDED}\n- Owner: head of buses\n- Due: 2020\n- Status: implemented\n- Evidence: The minutes."
    shelf.write("night-buses", review("published: 2020-01-01", lessons=lesson(done)))
    found = asked("2026-04-01")
    assert "overdue" not in found
    assert found["open"] == [PATH]
    assert found["unmeasured"] == [PATH]


STATUSES = {
    "identified": "",
    "in-progress": "\n- Status: in-progress",
    "implemented": "\n- Status: implemented\n- Evidence: The minutes.",
    "rejected": "\n- Status: rejected\n- Reason: Too dear.",
}


@pytest.mark.parametrize("recurred", [False, True])
def test_overdue_is_the_same_wherever_it_is_told(shelf: Folder, tmp_path: Path, *, recurred: bool) -> None:
    """What went wrong again is open again, and overdue if its day is past, also where it had been carried out or was at an end."""
    lessons = "\n".join(
        lesson(f"- Id: {name}\n- Recommendation: Ask users.\n- Owner: head of buses\n- Due: 2020{stated}")
        for name, stated in STATUSES.items()
    )
    shelf.write("night-buses", review("published: 2019-01-01", lessons=lessons))
    if recurred:
        repeats = ", ".join(f"night-buses#{name}" for name in STATUSES)
        shelf.write("again", review(f"published: 2026-01-01\nrepeats: [{repeats}]", date="2025"))
    else:
        shelf.write("again", review("published: 2026-01-01", date="2025"))
    assert shelf.build(tmp_path / "lessons.db").written
    with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
        day = newest_day(connection)
        listed = {one.path for one in open_work.matters(connection, "overdue", day)}
        audited = {one.path for one in audit(connection, day, "kirklees").open["overdue"].first}
        told = {one.path for one in events(connection, "2019-01-01", day) if one.kind == "overdue"}
        viewed = {path for (path,) in connection.execute("SELECT address FROM open_lessons WHERE overdue")}
    assert listed == audited == told == viewed
    names = STATUSES if recurred else ("identified", "in-progress")
    assert listed == {f"/reviews/night-buses/{name}" for name in names}


def test_an_answer_is_awaited_until_the_organisation_gives_one_whatever_it_says(shelf: Folder, asked: Asked) -> None:
    asks = f"{RECOMMENDED}\n- Addressed to: Northshire Fire Service; Leeds\n- Respond by: 2026-05-01"
    shelf.write("night-buses", review("published: 2020-01-01", lessons=lesson(asks)))
    shelf.write("uses/refused.md", use_text(decision="declined", date="2026-06"))
    assert asked("2026-05-31")["unanswered"] == [PATH, PATH]
    assert asked("2026-06-01")["unanswered"] == [PATH]
    assert "unanswered" not in asked("2026-06-01", "northshire-fire-service")
    assert asked("2026-06-01", "leeds")["unanswered"] == [PATH]


def test_a_lesson_that_a_later_review_repeats_is_open_again(shelf: Folder, asked: Asked) -> None:
    shelf.write("night-buses", review(lessons=lesson(f"{RECOMMENDED}\n- Status: rejected\n- Reason: Too dear.")))
    assert "open" not in asked("2026-01-01")


def test_repeats_are_listed_for_both_organisations(shelf: Folder, asked: Asked) -> None:
    shelf.write("night-buses", review(lessons=lesson(f"{RECOMMENDED}\n- Status: rejected\n- Reason: Too dear.")))
    shelf.write("again", review("repeats: night-buses#ask-users", organisation="Leeds", date="2001"))
    for organisation in (None, "kirklees", "leeds"):
        assert asked("2026-01-01", organisation)["recurred"] == [PATH]
    assert PATH in asked("2026-01-01")["open"]


def test_a_review_past_the_day_of_its_next_look_is_stale(shelf: Folder, asked: Asked) -> None:
    shelf.write("night-buses", review("review_due: 2025"))
    assert "stale" not in asked("2025-12-31")
    assert asked("2026-01-01")["stale"] == ["/reviews/night-buses"]


def test_what_somebody_measured_with_a_method_that_can_tell_is_not_unmeasured(shelf: Folder, asked: Asked) -> None:
    shelf.write("night-buses")
    figures = "outcomes:\n  - {measure: Riders, baseline: 1, result: 2, better: higher, measures: outcome, method: %s}"
    shelf.write("uses/told.md", use_text(figures % "estimate"))
    assert asked("2027-01-01")["unmeasured"] == [PATH]


def test_a_comparison_measures_it(shelf: Folder, asked: Asked) -> None:
    shelf.write("night-buses")
    shelf.write(
        "uses/told.md",
        use_text(
            "outcomes:\n  - {measure: Riders, baseline: 1, result: 2, better: higher, measures: outcome, method: comparison}"
        ),
    )
    assert "unmeasured" not in asked("2027-01-01")


def test_what_was_not_published_yet_is_not_open_yet(shelf: Folder, asked: Asked) -> None:
    shelf.write("night-buses", review("published: 2026-03-01"))
    assert asked("2026-02-28") == {}
    assert "open" in asked("2026-03-01")


def test_the_numbers_are_those_of_the_view_on_the_newest_day(founding: sqlite3.Connection) -> None:
    day = newest_day(founding)
    for kind, column in (("overdue", "overdue"), ("ownerless", "without_owner"), ("open", "1")):
        assert open_work.count(founding, kind, day) == scalar(
            founding, f"SELECT coalesce(sum({column}), 0) FROM open_lessons"
        ), kind
    assert open_work.count(founding, "unanswered", day) == scalar(
        founding, "SELECT sum(unanswered_count) FROM organisation_learning"
    )


def test_as_of_an_earlier_day_a_lesson_has_the_status_of_that_day(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path / "repository")
    repository.shelf.write("vocabulary.yml", "unit: {slug: here, name: Here}\n")
    ended = f"{RECOMMENDED}\n- Status: rejected\n- Reason: Too dear."
    for day, text in (("2026-01-01", RECOMMENDED), ("2026-03-01", ended), ("2026-05-01", RECOMMENDED)):
        repository.shelf.write("night-buses", review(lessons=lesson(text)))
        repository.commit(day)
    # Uncommitted, so that the newest status is not the newest that git knows.
    repository.shelf.write("night-buses", review(lessons=lesson(ended)))
    repository.shelf.write("last", review("published: 2026-06-01", title="Trams"))
    assert repository.shelf.build(tmp_path / "lessons.db").written
    with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
        found = {
            day: PATH in [one.path for one in open_work.matters(connection, "open", day)]
            for day in ("2026-02-01", "2026-04-01", "2026-05-15", newest_day(connection))
        }
    assert list(found.values()) == [True, False, True, False]


def test_as_of_an_earlier_day_a_lesson_has_the_owner_and_the_due_date_of_that_day(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path / "repository")
    repository.shelf.write("vocabulary.yml", "unit: {slug: here, name: Here}\n")
    for day, more in (
        ("2026-01-01", ""),
        ("2026-02-01", "\n- Owner: Head of buses\n- Due: 2026-03"),
        ("2026-05-01", "\n- **Due:** 2026-08-15\n- **Owner:** Head of buses"),
        ("2026-09-20", ""),
    ):
        repository.shelf.write("night-buses", review(lessons=lesson(f"{RECOMMENDED}{more}")))
        repository.commit(day)
    repository.shelf.write("last", review("published: 2026-11-01", title="Trams"))
    assert repository.shelf.build(tmp_path / "lessons.db").written
    with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
        found = {
            day: [
                kind
                for kind in ("ownerless", "overdue")
                if PATH in [one.path for one in open_work.matters(connection, kind, day)]
            ]
            for day in ("2026-01-15", "2026-03-15", "2026-04-15", "2026-06-01", "2026-09-01", newest_day(connection))
        }
        (late,) = open_work.matters(connection, "overdue", "2026-09-01")
        assert (late.due, late.about) == ("2026-08-15", "first due 2026-03")
        (early,) = open_work.matters(connection, "overdue", "2026-04-15")
        assert (early.due, early.about) == ("2026-03", None)
        (said,) = {fact for fact in open_work.item(late, kind="overdue", statuses={}).details if "due" in fact}
    assert list(found.values()) == [["ownerless"], [], ["overdue"], [], ["overdue"], ["ownerless"]]
    assert said.startswith("First due March 2026; due 15 August 2026")


def test_as_of_an_earlier_day_an_answer_is_awaited_of_whom_the_lesson_asked_then_and_by_the_day_of_then(
    tmp_path: Path,
) -> None:
    repository = Repository.begun(tmp_path / "repository")
    repository.shelf.write(
        "vocabulary.yml",
        "unit: {slug: here, name: Here}\norganisations: {leeds: {name: Leeds City Council, variants: [Leeds]}}\n",
    )
    for day, more in (
        ("2026-01-01", ""),
        ("2026-02-01", "\n- Addressed to: LEEDS;\n  Zebedee Quill Ltd\n- Respond by: 2026-04-01"),
        ("2026-05-01", "\n- **Addressed to:** Leeds City Council; Northshire\n- **Respond by:** 2026-08"),
    ):
        repository.shelf.write("night-buses", review(lessons=lesson(f"{RECOMMENDED}{more}")))
        repository.commit(day)
    repository.shelf.write("last", review("published: 2026-11-01", title="Trams"))
    assert repository.shelf.build(tmp_path / "lessons.db").written
    with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
        found = {
            day: [one.about for one in open_work.matters(connection, "unanswered", day)]
            for day in ("2026-01-15", "2026-03-15", "2026-04-15", "2026-06-01", newest_day(connection))
        }
        assert [len(one) for one in found.values()] == [open_work.count(connection, "unanswered", day) for day in found]
        assert open_work.count(connection, "unanswered", "2026-03-15", "leeds") == 1
        assert open_work.count(connection, "unanswered", "2026-03-15", "northshire") == 0
    assert list(found.values()) == [
        [],
        ["To Leeds City Council; the answer is due by 2026-04-01"],
        ["To Leeds City Council; the answer was due by 2026-04-01"],
        [f"To {name}; the answer is due by 2026-08" for name in ("Leeds City Council", "Northshire")],
        [f"To {name}; the answer was due by 2026-08" for name in ("Leeds City Council", "Northshire")],
    ]
    # Whom it asked no more is not named: what was taken out of a review does not come back.
    assert b"Zebedee" not in tmp_path.joinpath("lessons.db").read_bytes()


def test_whom_a_lesson_asks_from_its_first_text_in_git_it_asked_before_git_too(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path / "repository")
    repository.shelf.write("vocabulary.yml", "unit: {slug: here, name: Here}\n")
    asks = f"{RECOMMENDED}\n- Addressed to: Leeds\n- Respond by: 2021"
    repository.shelf.write("night-buses", review("published: 2020-01-01", lessons=lesson(asks)))
    repository.commit("2026-01-01")
    assert repository.shelf.build(tmp_path / "lessons.db").written
    with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
        (asked_then,) = open_work.matters(connection, "unanswered", "2022-01-01")
    assert asked_then.about == "To Leeds; the answer was due by 2021"


def test_former_owners_are_not_named_in_the_database(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path / "repository")
    repository.shelf.write("vocabulary.yml", "unit: {slug: here, name: Here}\n")
    for day, more in (("2026-01-01", "\n- Owner: Zebedee Quill"), ("2026-02-01", "\n- Owner: Head of buses")):
        repository.shelf.write("night-buses", review(lessons=lesson(f"{RECOMMENDED}{more}")))
        repository.commit(day)
    assert repository.shelf.build(tmp_path / "lessons.db").written
    content = tmp_path.joinpath("lessons.db").read_bytes()
    assert b"Head of buses" in content
    assert b"Zebedee" not in content
    assert b"Quill" not in content


def test_an_answer_is_known_from_the_day_on_which_it_was_published(shelf: Folder, asked: Asked) -> None:
    """As decisions are in an audit, which says of that day what could be read on it."""
    asks = f"{RECOMMENDED}\n- Addressed to: Northshire Fire Service; Leeds"
    shelf.write("night-buses", review("published: 2020-01-01", lessons=lesson(asks)))
    shelf.write("uses/refused.md", use_text("published: 2026-08-01", decision="declined", date="2026-06"))
    told = "published: 2026-09-01\nbuilds_on:\n  - {lesson: night-buses#ask-users, decision: adopted}"
    shelf.write("later", review(told, title="Later buses", organisation="Leeds", date="2026-07"))
    assert asked("2026-07-31")["unanswered"] == [PATH, PATH]
    assert asked("2026-08-31")["unanswered"] == [PATH]
    assert "unanswered" not in asked("2026-09-01")


def test_what_somebody_acted_on_or_measured_is_known_from_the_day_on_which_it_was_published(
    shelf: Folder, asked: Asked
) -> None:
    figure = "outcomes:\n  - {measure: Riders, better: higher, baseline: 1, result: 2, measures: outcome, method: comparison}"
    shelf.write("night-buses", review("published: 2020-01-01"))
    shelf.write("uses/tried.md", use_text("published: 2026-08-01", decision="adopted", date="2026-06"))
    shelf.write("uses/measured.md", use_text(f"published: 2026-09-01\n{figure}", organisation="York", date="2026-06"))
    assert "unmeasured" not in asked("2026-07-31")
    assert asked("2026-08-31")["unmeasured"] == [PATH]
    assert "unmeasured" not in asked("2026-09-01")


def test_a_lesson_had_recurred_once_what_tells_it_was_published(shelf: Folder, asked: Asked) -> None:
    shelf.write(
        "night-buses",
        review("published: 2026-01-01", lessons=lesson(f"{RECOMMENDED}\n- Status: rejected\n- Reason: Too dear.")),
    )
    shelf.write(
        "again", review("repeats: night-buses#ask-users\npublished: 2026-03-01", organisation="Leeds", date="2001")
    )
    assert PATH not in asked("2026-02-01").get("open", [])
    assert PATH in asked("2026-03-01")["open"]


@pytest.mark.parametrize("kind", ["open", "ownerless", "unmeasured", "overdue", "stale"])
def test_what_is_open_is_what_is_open_of_each_organisation(founding: sqlite3.Connection, kind: str) -> None:
    day = "2030-01-01"
    organisations = [id_ for (id_,) in founding.execute("SELECT id FROM organisations ORDER BY id")]
    named = [one for one in open_work.matters(founding, kind, day) if one.organisation]
    each = [open_work.matters(founding, kind, day, id_) for id_ in organisations]
    assert sorted(one.path for one in named) == sorted(one.path for found in each for one in found)
    assert [open_work.count(founding, kind, day, id_) for id_ in organisations] == [len(found) for found in each]
