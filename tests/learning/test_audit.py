"""A learning audit says what is so, what to do, and what worked elsewhere; on the founding reviews and on small libraries."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from lessons.learning.alternatives import alternatives
from lessons.learning.audit import audit_report
from lessons.learning.audit_data import Audit, Decisions, Open, audit
from lessons.learning.audit_summary import in_short, to_do
from lessons.learning.days import newest_day
from lessons.learning.organisation_named import UnknownOrganisationError, known_organisation
from lessons.learning.time_to_learn import time_to_learn
from lessons.library.rows import column
from lessons.library.vocabulary import vocabulary
from tests.support.sample import Folder, Run, lesson, review, use_text

KIRKLEES = "kirklees-metropolitan-council"


def test_kirklees_s_recycling_is_offered_a_strategy_that_worked_under_the_same_barrier(
    founding: sqlite3.Connection,
) -> None:
    found = alternatives(founding, KIRKLEES, newest_day(founding)).found
    recycling = next(one for one in found if one.review.id == "kirklees-recycling")
    assert recycling.lesson.id == "aylesbury-restorative-cautions#opt-out"
    assert "both met “Staff not prepared”" in recycling.why[0]
    # Those who had an ordinary caution are others, so nothing fell from 35 to 4.
    assert "4 per cent, against 35 in the comparison" in recycling.why[1]
    assert "still tentative" in recycling.why[2]


def test_every_organisation_gets_strategies_with_reasons_or_is_told_why_there_are_none(
    founding: sqlite3.Connection,
) -> None:
    day = newest_day(founding)
    some, none = 0, 0
    for organisation in column(founding, "SELECT id FROM organisations"):
        offered = alternatives(founding, organisation, day)
        assert bool(offered.found) != bool(offered.none), organisation
        used = set(column(founding, "SELECT lesson_id FROM adoptions WHERE organisation_id = ?", (organisation,)))
        for one in offered.found:
            assert one.lesson.organisation_id != organisation
            assert one.lesson.id not in used
            assert one.why
        some, none = some + bool(offered.found), none + bool(offered.none)
    assert some
    assert none


BARRIER = "barriers: users-not-involved\nlevel: local\nchange: process"
SUSTAIN = "- Id: ask-users\n- Kind: sustain\n- Recommendation: Ask users."


def offered(shelf: Folder, tmp_path: Path, organisation: str = "kirklees") -> list[str] | str:
    output = tmp_path / "lessons.db"
    assert shelf.build(output).written
    with closing(sqlite3.connect(output)) as connection:
        found = alternatives(connection, organisation, newest_day(connection))
    return [one.lesson.id for one in found.found] or found.none or ""


@pytest.mark.parametrize(
    ("theirs", "of_lesson", "expected"),
    [
        ({"result": "success"}, SUSTAIN, ["elsewhere#ask-users"]),
        ({"result": "failure"}, SUSTAIN, "no lesson of others that is shown to have worked"),
        # What a successful case says that it should have done has not worked anywhere yet.
        ({"result": "success"}, SUSTAIN.replace("sustain", "improve"), "no lesson of others that is shown to have worked"),
        ({"result": "success", "organisation": "Kirklees"}, SUSTAIN, "no lesson of others that is shown to have worked"),
    ],
)  # fmt: skip
def test_a_strategy_worked_elsewhere_in_like_conditions(
    shelf: Folder, tmp_path: Path, theirs: dict[str, str], of_lesson: str, expected: list[str] | str
) -> None:
    shelf.write("night-buses", review(BARRIER, result="failure"))
    shelf.write("elsewhere", review(BARRIER, **{"organisation": "Leeds", **theirs}, lessons=lesson(of_lesson)))
    found = offered(shelf, tmp_path)
    assert found == expected if isinstance(expected, list) else expected in found


def test_a_strategy_of_work_in_other_conditions_is_not_offered(shelf: Folder, tmp_path: Path) -> None:
    shelf.write("night-buses", review(BARRIER, result="failure"))
    other = "barriers: stillborn-strategy\nlevel: national\nchange: data"
    shelf.write(
        "elsewhere", review(other, result="success", organisation="Leeds", sector="housing", lessons=lesson(SUSTAIN))
    )
    assert "none comes from like conditions" in offered(shelf, tmp_path)


def test_a_strategy_that_is_used_already_is_not_offered(shelf: Folder, tmp_path: Path) -> None:
    shelf.write(
        "night-buses",
        review(BARRIER + "\nbuilds_on: {lesson: elsewhere#ask-users, decision: declined}", result="failure"),
    )
    shelf.write("elsewhere", review(BARRIER, result="success", organisation="Leeds", lessons=lesson(SUSTAIN)))
    assert "is used here already" in offered(shelf, tmp_path)


def test_the_audit_counts_what_the_founding_reviews_say(founding: sqlite3.Connection) -> None:
    found = audit(founding, newest_day(founding), KIRKLEES)
    assert (found.reviews, found.results["failure"]) == (7, 1)
    assert (
        found.lessons
        == column(founding, "SELECT sum(lesson_count) FROM reviews WHERE organisation_id = ?", (KIRKLEES,))[0]
    )
    assert {one.organisation for one in found.used} == {"Kirklees Metropolitan Council"}
    assert found.open["recurred"].count == 2
    assert found.contributors[0].id == KIRKLEES


@pytest.mark.parametrize(
    ("extra", "of_lesson", "said"),
    [
        ("", SUSTAIN, "None of them tells of work that fell short. Where something did not work, nobody has written it down."),
        ("", SUSTAIN.replace("sustain", "improve"), "fell short as a whole; what did not go well is told in 2 lessons on what to improve."),
        (BARRIER, SUSTAIN, "fell short as a whole; 1 tells of what stood in the way, or of what went wrong again."),
        ("", f"{SUSTAIN}\n- Barrier: habits", "fell short as a whole; 1 tells of what stood in the way"),
        ("repeats: leeds#ask-users", SUSTAIN, "fell short as a whole; 1 tells of what stood in the way, or of what went wrong again."),
    ],
)  # fmt: skip
def test_where_no_work_fell_short_the_audit_says_where_it_is_told_what_did_not_go_well(
    shelf: Folder, tmp_path: Path, extra: str, of_lesson: str, said: str
) -> None:
    shelf.write("leeds", review(organisation="Leeds", date="1990"))
    shelf.write("night-buses", review(extra, result="success", lessons=lesson(of_lesson)))
    second = SUSTAIN.replace("sustain", "improve") if "improve" in of_lesson else SUSTAIN
    shelf.write("day-trams", review(result="success", lessons=lesson(second)))
    assert shelf.build(tmp_path / "lessons.db").written
    with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
        found, times = audit(connection, "2027-01-01", "kirklees"), time_to_learn(connection, "2027-01-01", "kirklees")
    assert said in " ".join(in_short(found, times).paragraphs)


def test_each_result_is_told_by_its_name(shelf: Folder, tmp_path: Path) -> None:
    results = ("mixed", "mixed", "no-effect", "failure", "too-early", "not-stated", "success")
    for place, result in enumerate(results):
        shelf.write(f"trial-{place}", review(result=result))
    assert shelf.build(tmp_path / "lessons.db").written
    with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
        found, times = audit(connection, "2027-01-01", "kirklees"), time_to_learn(connection, "2027-01-01", "kirklees")
    assert in_short(found, times).paragraphs[0] == (
        "Kirklees has 7 reviews with 7 lessons: 1 of work that succeeded, 1 of work that failed, 1 of work that had no effect, "
        "2 of work with mixed results, 1 where it is too early to say, and 1 where that is not stated."
    )


def test_decisions_are_counted_whole_and_refusals_apart(shelf: Folder, tmp_path: Path) -> None:
    shelf.write("night-buses")
    for place, decision in enumerate(("adopted", "adapted", "declined", "considered", "abandoned")):
        shelf.write(f"uses/leeds-{place}.md", use_text(decision=decision, organisation="Leeds"))
    shelf.write("uses/own.md", use_text(decision="trialled", organisation="Kirklees"))
    assert shelf.build(tmp_path / "lessons.db").written
    with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
        leeds, kirklees = (audit(connection, "2027-01-01", one) for one in ("leeds", "kirklees"))
    assert leeds.decisions == Decisions(count=5, used=2, of_others=2, refused=2)
    assert kirklees.decisions == Decisions(count=1, used=1, of_others=0, refused=0)
    assert kirklees.decisions_of_others == leeds.decisions


def test_as_of_a_day_before_anything_was_published_there_is_nothing(founding: sqlite3.Connection) -> None:
    found = audit(founding, "1999-01-01")
    assert (found.reviews, found.lessons, found.used, found.contributors) == (0, 0, (), ())
    assert {kind: one.count for kind, one in found.open.items() if one.count} == {}


@pytest.mark.parametrize("name", [KIRKLEES, "Kirklees Metropolitan Council", "kirklees council", "KIRKLEES-COUNCIL"])
def test_an_organisation_is_known_by_any_of_its_names(founding: sqlite3.Connection, name: str) -> None:
    assert known_organisation(founding, name)[0] == KIRKLEES


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Ofstd", "Ofsted"),
        ("Kirkles", "Kirklees Metropolitan Council"),
        ("Thames Valey Police", "Thames Valley Police"),
    ],
)
def test_an_unknown_organisation_is_told_with_the_nearest(founding: sqlite3.Connection, name: str, near: str) -> None:
    with pytest.raises(
        UnknownOrganisationError,
        match=f"no organisation here is called “{name}”; did you mean {near}",
    ):
        known_organisation(founding, name)


@pytest.mark.parametrize("name", ["Cabinet Office", "cabinet-office", "UK cabinet office"])
def test_of_an_organisation_that_only_the_vocabulary_knows_it_is_said_that_nothing_is_told(
    founding: sqlite3.Connection, name: str
) -> None:
    with pytest.raises(
        UnknownOrganisationError, match="nothing is told here of Cabinet Office, which the vocabulary knows: no review"
    ):
        known_organisation(founding, name)


def test_an_organisation_of_what_others_may_see_alone_is_unknown_to_the_public(shelf: Folder, tmp_path: Path) -> None:
    """The vocabulary that a database carries leaves out names that only hidden entries hold, and so must the message."""
    shelf.write(
        "vocabulary.yml",
        "unit: {slug: here, name: Here}\norganisations:\n  secret-service: {name: Secret Service}\n  open-service: {name: Open Service}\n",
    )
    shelf.write("night-buses")
    shelf.write("hidden", review("handling: internal", organisation="Secret Service"))
    assert shelf.build(tmp_path / "lessons.db").written
    with closing(sqlite3.connect(tmp_path / "lessons.db")) as connection:
        for name, said in (
            ("Open Service", "nothing is told here of Open Service"),
            ("Secret Service", "no organisation here is called"),
        ):
            with pytest.raises(UnknownOrganisationError, match=said):
                known_organisation(connection, name)


def test_a_name_like_none_is_told_where_all_are(founding: sqlite3.Connection) -> None:
    with pytest.raises(
        UnknownOrganisationError,
        match="no organisation here is called “zzzz qqqq”; /organisations lists those that have reviews",
    ):
        known_organisation(founding, "zzzz qqqq")


def test_an_audit_says_in_whole_sentences_what_there_is_none_of(founding: sqlite3.Connection) -> None:
    day, terms = newest_day(founding), vocabulary(founding)
    for organisation in [None, *column(founding, "SELECT id FROM organisations")]:
        report = audit_report(
            audit(founding, day, organisation), time_to_learn(founding, day, organisation), terms, "Unit"
        )
        said = " ".join(paragraph for section in report.sections for paragraph in section.paragraphs)
        assert not re.search(r"(?<![\d,.])0 ", said), (organisation, said)
        assert "No review state " not in said


@pytest.mark.parametrize(
    ("own", "lent", "words"),
    [
        ((0, 0), 0, "It is not known to have used any lesson, its own or another’s, and nobody else"),
        ((0, 0), 2, "It is not known to have used any lesson; others used one of its own twice."),
        ((3, 1), 0, "It used a lesson 3 times, another organisation’s once; nobody else"),
        ((1, 1), 1, "It used a lesson once, another organisation’s once; others used one of its own once."),
    ],
)
def test_an_audit_says_who_used_whose_lessons(
    founding: sqlite3.Connection, own: tuple[int, int], lent: int, words: str
) -> None:
    day = newest_day(founding)
    decisions = Decisions(count=own[0], used=own[0], of_others=own[1], refused=0)
    others = Decisions(count=lent, used=lent, of_others=lent, refused=0)
    found = replace(audit(founding, day, KIRKLEES), decisions=decisions, decisions_of_others=others)
    assert any(said.startswith(words) for said in in_short(found, time_to_learn(founding, day)).paragraphs)


@pytest.mark.parametrize(
    ("measured", "reviews", "words"),
    [
        ((0, 0), 1, "No review states what changed for people in figures; it"),
        ((0, 0), 3, "None of 3 reviews states what changed for people in figures; every"),
        ((1, 0), 1, "The one review states what changed for people in figures, but not by a method that can tell; it"),
        ((1, 1), 3, "1 of 3 reviews states what changed for people in figures, by a method that can tell; every"),
        ((2, 0), 3, "2 of 3 reviews state what changed for people in figures, none of them by a method that can tell; every"),
        ((3, 1), 3, "3 of 3 reviews state what changed for people in figures, 1 of them by a method that can tell; every"),
    ],
)  # fmt: skip
def test_an_audit_says_how_much_was_measured(
    founding: sqlite3.Connection, measured: tuple[int, int], reviews: int, words: str
) -> None:
    day = newest_day(founding)
    found = replace(audit(founding, day), results={"success": reviews}, checked_at_all=reviews, measured=measured)
    assert any(said.startswith(words) for said in in_short(found, time_to_learn(founding, day)).paragraphs)


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ({"not-stated": 3}, "3 reviews with 5 lessons; none of them states how the work turned out."),
        ({"not-stated": 1}, "1 review with 5 lessons; it does not state how the work turned out."),
        ({"too-early": 2}, "2 reviews with 5 lessons; it is too early to say how the work turned out."),
        (
            {"too-early": 1, "not-stated": 1},
            "2 reviews with 5 lessons; how the work turned out is not stated, or it is too early to say.",
        ),
        (
            {"success": 1, "not-stated": 1},
            "2 reviews with 5 lessons: 1 of work that succeeded, and 1 where that is not stated.",
        ),
    ],
)
def test_only_where_work_succeeded_is_it_said_that_nobody_tells_of_what_fell_short(
    founding: sqlite3.Connection, results: dict[str, int], words: str
) -> None:
    day = newest_day(founding)
    found = replace(audit(founding, day), results=results, kinds={"sustain": 5}, hindered=0)
    said = in_short(found, time_to_learn(founding, day)).paragraphs
    assert said[0] == f"The library has {words}"
    assert any("nobody has written it down" in one for one in said) == ("success" in results)


@pytest.mark.parametrize(
    ("kinds", "checked", "words"),
    [
        ({"": 5}, 0, "5 lessons; none says whether it is about what to improve or what to keep."),
        ({"": 5}, 0, "No review was checked by peers, by users or independently."),
        ({"improve": 4, "": 1}, 1, "5 lessons: 4 on what to improve, none on what to keep, 1 that does not say which."),
        ({"sustain": 2, "": 3}, 1, "5 lessons: none on what to improve, 2 on what to keep, 3 that do not say which."),
        ({"sustain": 2}, 1, "Reviews that were checked: 1 by peers, none by users and none independently. One"),
    ],
)
def test_what_was_learnt_is_told_without_rows_of_nothing(
    founding: sqlite3.Connection, kinds: dict[str, int], checked: int, words: str
) -> None:
    day = newest_day(founding)
    found = replace(audit(founding, day), kinds=kinds, checked_at_all=checked, checked={"peer": checked})
    assert any(said.startswith(words) for said in paragraphs(found, founding, "learnt"))


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        ((0, 0), "No use of a lesson is known."),
        ((1, 0), "Teams decided once to use a lesson."),
        ((1, 1), "Teams decided once about a lesson: once against it or to give it up, which is an answer too."),
        ((4, 0), "Teams decided 4 times to use a lesson."),
        (
            (4, 1),
            "Teams decided 4 times about a lesson: 3 times to use it and once against it or to give it up, which is an answer too.",
        ),
    ],
)
def test_refusals_are_told_in_a_sentence(founding: sqlite3.Connection, decisions: tuple[int, int], words: str) -> None:
    count, refused = decisions
    found = audit(founding, newest_day(founding))
    found = replace(found, decisions=Decisions(count=count, used=count - refused, of_others=0, refused=refused))
    assert paragraphs(found, founding, "used")[0] == words


def paragraphs(found: Audit, founding: sqlite3.Connection, anchor: str) -> tuple[str, ...]:
    """Return what one section of an audit says."""
    report = audit_report(found, time_to_learn(founding, newest_day(founding)), vocabulary(founding), "Unit")
    (section,) = (section for section in report.sections if section.anchor == anchor)
    return section.paragraphs


def test_whoever_repeats_a_mistake_has_another_question_to_ask_than_whoever_told_of_it(
    founding: sqlite3.Connection,
) -> None:
    day = newest_day(founding)

    def asked(organisation: str | None) -> list[tuple[str, str]]:
        items = to_do(audit(founding, day, organisation)).items
        return [(one.text, one.details[0]) for one in items if one.path == "#recurred"]

    here, elsewhere = asked(KIRKLEES)
    assert here[0] == "Ask why one thing that had gone wrong elsewhere went wrong here too"
    assert here[1].startswith("South Somerset District Council learnt “Prepare frontline staff")
    assert elsewhere[0] == "See that what was learnt here reaches others: one thing went wrong again elsewhere"
    assert elsewhere[1].endswith("the Aylesbury pilot”, the work of Thames Valley Police.")
    ((heading, told),) = asked(None)
    assert heading == "Find out why 2 lessons did not hold"
    assert "a lesson of Kirklees Metropolitan Council, went wrong again in" in told


def test_a_lesson_that_its_own_organisation_repeated_did_not_hold(founding: sqlite3.Connection) -> None:
    found = audit(founding, newest_day(founding), KIRKLEES)
    own = [replace(one, organisation=found.name, again_at=found.name) for one in found.open["recurred"].first[:1]]
    found = replace(found, open={**found.open, "recurred": Open(1, tuple(own))})
    (item,) = (one for one in to_do(found).items if one.path == "#recurred")
    assert item.text == "Find out why one lesson did not hold"
    assert "a lesson of" not in item.details[0]
    assert "the work of" not in item.details[0]


def test_decisions_about_one_lesson_stand_together(founding: sqlite3.Connection) -> None:
    found = audit(founding, newest_day(founding), "thames-valley-police")
    report = audit_report(found, time_to_learn(founding, found.day), vocabulary(founding), "Unit")
    (used,) = (section for section in report.sections if section.anchor == "used")
    assert len({item.text for item in used.items}) == len(used.items) < len(found.used)
    assert sum(len(item.details) for item in used.items) == len(found.used)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_the_command_writes_an_audit_that_says_what_to_do(run: Run, database: Path, form: str) -> None:
    done = run(
        "audit",
        "--database",
        database,
        "--organisation",
        "Kirklees Council",
        "--format",
        form,
        "--address",
        "https://lessons.example",
    )
    assert done.exit_code == 0, done.output
    for words in (
        "In short",
        "What to do first",
        "What went wrong again",
        "strategies that worked elsewhere",
        "Make the new way the default",
    ):
        assert words in done.stdout
    assert "https://lessons.example/reviews/aylesbury-restorative-cautions/opt-out" in done.stdout


def test_the_same_database_gives_the_same_audit(run: Run, database: Path) -> None:
    assert run("audit", "--database", database).stdout == run("audit", "--database", database).stdout


def test_the_json_holds_the_same_numbers(run: Run, database: Path, founding: sqlite3.Connection) -> None:
    content = json.loads(run("audit", "--database", database, "--organisation", KIRKLEES, "--format", "json").stdout)
    found = audit(founding, newest_day(founding), KIRKLEES)
    assert {kind: one["count"] for kind, one in content["open"].items()} == {
        kind: one.count for kind, one in found.open.items()
    }
    assert content["alternatives"]["found"][0]["lesson"] == "aylesbury-restorative-cautions#opt-out"
    assert content["organisation"]["id"] == KIRKLEES


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--as-of", "2026-02-31"), "“2026-02-31” is not a day; a day is written year-month-day"),
        (("--as-of", "yesterday"), "“yesterday” is not a day"),
        (("--organisation", "Ofstd"), "did you mean Ofsted (ofsted)?"),
        (("--address", "lessons.example"), "is not the address of a site"),
    ],
)  # fmt: skip
def test_what_cannot_be_audited_is_said(run: Run, database: Path, arguments: tuple[str, ...], words: str) -> None:
    done = run("audit", "--database", database, *arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stdout == ""


def test_an_organisation_without_anything_gets_an_audit_that_says_so(run: Run, database: Path) -> None:
    text = run("audit", "--database", database, "--organisation", "ofsted").stdout
    assert "Ofsted has published no review here" in text
    assert "Answer 1 lesson addressed to it" in text
    assert "None: the library holds no review of its work" in " ".join(text.split())


def test_an_empty_library_has_an_audit(run: Run, shelf: Folder, tmp_path: Path) -> None:
    shelf.write("vocabulary.yml", "unit: {slug: here, name: Here}\n")
    assert shelf.build(tmp_path / "lessons.db").written
    done = run("audit", "--database", tmp_path / "lessons.db")
    assert done.exit_code == 0, done.output
    assert "The library holds no review yet." in done.stdout


def test_what_users_wrote_stays_text_in_every_format(run: Run, shelf: Folder, tmp_path: Path) -> None:
    name = "<b>Bold</b> & [Co](x)"
    shelf.write("night-buses", review(BARRIER, result="failure", organisation=f'"{name}"'))
    assert shelf.build(tmp_path / "lessons.db").written
    written = {
        form: run("audit", "--database", tmp_path / "lessons.db", "--format", form).stdout
        for form in ("html", "markdown")
    }
    assert "<b>" not in written["html"]
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; [Co](x)" in written["html"]
    assert r"\<b\>Bold\</b\> \& \[Co\](x)" in written["markdown"]
