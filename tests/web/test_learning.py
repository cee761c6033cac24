"""Audit, what is open, missions and people as pages: right for every organisation, and clear about what is wrong in an address."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lessons.web.presenters.digest import state_file
from tests.support.sample import Folder, Run, lesson, review, use_text
from tests.web.page import one, text
from tests.web.visitor import Visitor

KIRKLEES = "kirklees-metropolitan-council"


def linked(page: object, path: str) -> list[str]:
    return [link.get("href", "") for link in page.findall(path)]  # type: ignore[attr-defined]


def test_the_audit_of_an_organisation_says_what_to_do_and_what_worked_elsewhere(site: Visitor) -> None:
    page = site.page(f"/audit/{KIRKLEES}")
    assert text(one(page, ".//h1")) == "Learning audit: Kirklees Metropolitan Council"
    headings = [text(heading) for heading in page.findall(".//h2")]
    assert headings[:3] == ["In short", "What to do first", "What it learnt"]
    assert "/reviews/aylesbury-restorative-cautions/opt-out" in linked(
        page, ".//section[@aria-labelledby='alternatives']//a"
    )


def test_every_link_of_an_audit_leads_somewhere(site: Visitor) -> None:
    page = site.page(f"/audit/{KIRKLEES}")
    anchors = {element.get("id") for element in page.iter() if element.get("id")}
    for href in sorted(set(linked(page, ".//main//a"))):
        if href.startswith("#"):
            assert href[1:] in anchors
        else:
            assert site.get(href).status_code in (200, 301, 302), href


@pytest.mark.parametrize("path", ["/audit", "/open", "/missions"])
def test_the_library_s_reports_are_linked_from_every_page(site: Visitor, path: str) -> None:
    assert path in linked(site.page("/help"), ".//footer//a")
    assert site.page(path) is not None


def test_every_organisation_has_an_audit_linked_from_its_page(site: Visitor) -> None:
    for entry in site.page("/browse/organisation").findall(".//ul[@class='terms']/li/a"):
        slug = entry.get("href", "").rpartition("/")[2]
        if slug == "not-stated":
            continue
        assert f"/audit/{slug}" in linked(site.page(f"/organisations/{slug}"), ".//main//a")
        assert text(one(site.page(f"/audit/{slug}"), ".//h1")).startswith("Learning audit: ")


@pytest.mark.parametrize("name", ["Kirklees%20Council", "kirklees-council"])
def test_another_name_of_an_organisation_leads_to_its_audit(site: Visitor, name: str) -> None:
    response = site.get(f"/audit/{name}")
    assert (response.status_code, response.headers["location"]) == (301, f"/audit/{KIRKLEES}")


def test_of_an_organisation_that_only_the_vocabulary_knows_pages_say_that_nothing_is_told(site: Visitor) -> None:
    answer = site.get("/audit/cabinet-office")
    assert answer.status_code == 404
    assert "Nothing is told of Cabinet Office" in answer.text
    for path in ("/open", "/missions"):
        assert "Nothing is told here of Cabinet Office, which the vocabulary knows" in text(
            site.page(f"{path}?organisation=Cabinet+Office")
        )


def test_an_unknown_organisation_is_told_with_the_nearest(site: Visitor) -> None:
    page = site.page("/audit/ofstd", status=404)
    assert "did you mean Ofsted" in text(one(page, ".//p[@class='lead']"))
    assert "/audit/ofsted" in linked(page, ".//main//a")
    answer = site.json("/audit/ofstd.json", status=404)
    assert "did you mean Ofsted" in answer["error"]


@pytest.mark.parametrize("path", ["/audit", f"/audit/{KIRKLEES}", "/open"])
def test_a_day_that_is_none_is_told_and_the_newest_taken(site: Visitor, path: str) -> None:
    page = site.page(f"{path}?as-of=2026-02-31")
    assert "“2026-02-31” is not a day" in text(one(page, ".//div[@role='alert']"))
    assert text(one(page, ".//p[@class='lead']")) == text(one(site.page(path), ".//p[@class='lead']"))


@pytest.mark.parametrize("path", ["/audit", f"/audit/{KIRKLEES}", "/open", "/open?kind=ownerless"])
def test_the_field_of_the_day_holds_the_day_that_applies(site: Visitor, path: str) -> None:
    def shown(query: str) -> tuple[str, str]:
        page = site.page(f"{path}{'&' if '?' in path else '?'}{query}")
        value = one(page, ".//input[@name='as-of']").get("value") or ""
        stated = f"{date.fromisoformat(value):%-d %B %Y}"
        assert f"As of {stated}" in text(one(page, ".//p[@class='lead']"))
        return value, stated

    newest = shown("")
    assert newest == shown("as-of=2026-02-31"), "what is no day leaves the newest"
    assert shown("as-of=1999-01-02") == ("1999-01-02", "2 January 1999")


def test_missions_that_several_initiatives_serve_are_counted_apart_from_them(site: Visitor) -> None:
    page = site.page("/missions")
    section = one(page, ".//section[@aria-labelledby='missions']")
    rows = [[text(cell) for cell in row] for row in section.findall(".//tbody/tr")]
    missions = {(row[1], row[2]) for row in rows}
    assert len(missions) < len(rows)
    assert text(one(section, "h2")) == f"{len(missions)} missions, served by {len(rows)} initiatives"


def test_programs_are_refused_a_day_that_is_none(site: Visitor) -> None:
    assert "is not a day" in site.json("/audit.json?as-of=x", status=400)["error"]
    assert site.json("/audit.json?since=2026-01-01", status=400)["ok"] is False


def test_as_of_an_early_day_nothing_was_known(site: Visitor) -> None:
    assert site.json("/audit.json?as-of=1999-01-01")["reviews"] == 0
    assert "As of 1 January 1999" in text(one(site.page("/open?as-of=1999-01-01"), ".//p[@class='lead']"))


@pytest.mark.parametrize("path", ["/audit", f"/audit/{KIRKLEES}", "/open"])
def test_the_earliest_day_that_can_be_asked_for_is_a_day_like_others(site: Visitor, path: str) -> None:
    page = site.page(f"{path}?as-of=0001-01-01")
    assert "As of 1 January 0001" in text(one(page, ".//p[@class='lead']"))
    assert one(page, ".//input[@name='as-of']").get("value") == "0001-01-01"


@pytest.mark.parametrize("path", ["/audit", "/audit/kirklees", "/open"])
def test_a_library_that_knows_no_day_says_so(path: str, tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    folder = Folder(tmp_path / "entries")
    folder.write("night-buses", date="not-stated")
    assert folder.build(tmp_path / "lessons.db").written
    site = visit(tmp_path / "lessons.db")
    assert site.json("/audit.json")["as_of"] is None
    page = site.page(path)
    assert "As of an unknown day" in text(one(page, ".//p[@class='lead']"))
    assert not one(page, ".//input[@name='as-of']").get("value")


def test_what_is_open_is_listed_page_by_page_with_true_numbers(site: Visitor) -> None:
    number = int(text(one(site.page("/open"), ".//h2[@id='open']")).rpartition(" ")[2])
    listed: list[str] = []
    path: str | None = "/open?kind=open"
    while path:
        page = site.page(path)
        listed += linked(page, ".//section[@aria-labelledby='open']//li/span/a")
        path = next(iter(linked(page, ".//a[@rel='next']")), None)
    assert len(listed) == len(set(listed)) == number
    assert site.get("/open?kind=open&page=99").headers["location"] == "/open?kind=open"


def test_a_list_that_there_is_not_is_told(site: Visitor) -> None:
    assert "There is no list “late”; there are" in text(one(site.page("/open?kind=late"), ".//div[@role='alert']"))


def test_open_matters_of_one_organisation(site: Visitor) -> None:
    page = site.page("/open?organisation=ofsted")
    assert text(one(page, ".//h2[@id='unanswered']")) == "Unanswered: 1"
    assert "did you mean Ofsted" in text(one(site.page("/open?organisation=ofstd"), ".//div[@role='alert']"))


@pytest.mark.parametrize("path", ["/open", "/missions"])
def test_an_organisation_that_nothing_is_like_is_told_in_whole_sentences(site: Visitor, path: str) -> None:
    told = text(one(site.page(f"{path}?organisation=zzzz+qqqq"), ".//div[@role='alert']"))
    assert "/organisations lists those that have reviews. Here are those of all organisations." in told


def test_missions_begin_with_how_work_is_managed_resourced_and_judged(site: Visitor) -> None:
    said = [
        text(one)
        for one in site.page(f"/missions?organisation={KIRKLEES}").findall(".//section[@aria-labelledby='portfolio']/p")
    ]
    assert said == [
        "7 initiatives; 5 state a mission.",
        "Resourced: 1 states a cost: GBP 3,800,000, in the money of its own year.",
        "Judged: 2 state an outcome in figures. Targets met: 0; missed: 1.",
    ]  # fmt: skip


def test_missions_say_who_owns_them_how_they_are_run_and_what_came_of_it(site: Visitor) -> None:
    page = site.page(f"/missions?organisation={KIRKLEES}")
    (row,) = (
        row
        for row in page.findall(".//section[@aria-labelledby='missions']//tbody/tr")
        if "Recycle a quarter" in text(row)
    )
    assert [text(cell) for cell in row][2:] == [
        "Kirklees Metropolitan Council",
        "Roll-out",
        "Not stated",
        "Not stated",
        "0 of 1",
        "Failure",
    ]


def test_a_person_who_consents_has_a_record_to_take_along_and_one_edit_ends_it(
    shelf: Folder, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    shelf.write(
        "vocabulary.yml", "unit: {slug: here, name: Here}\npeople:\n  jo-quillfeather: {name: Jo Quillfeather}\n"
    )
    shelf.write("night-buses", review("contributors: {person: jo-quillfeather, role: driver}"))
    shelf.write(
        "again",
        review(
            "builds_on: {lesson: night-buses#ask-users, decision: adapted}",
            title="Day buses",
            organisation="Leeds",
            date="2001",
        ),
    )
    shelf.write("uses/trams", use_text("contributors:\n  - planner\n  - {person: jo-quillfeather, role: adviser}"))
    assert shelf.build(tmp_path / "before.db").written
    site = visit(tmp_path / "before.db")
    assert "/people/jo-quillfeather" in linked(site.page("/reviews/night-buses"), ".//a")
    page = site.page("/people/jo-quillfeather")
    assert text(one(page, ".//h1")) == "Jo Quillfeather"
    assert "Role: driver." in text(page)
    assert "Role: adviser." in text(page)
    assert "1 review and 1 use of a lesson, in the roles of adviser and driver" in text(page)
    assert "/people/jo-quillfeather" in linked(site.page("/uses/trams"), ".//a")
    assert site.json("/uses/trams.json")["contributors"] == ["planner", "Jo Quillfeather (adviser)"]
    record = site.json("/people/jo-quillfeather.json")
    assert [(part["review_id"], part["role"]) for part in record["reviews"]] == [("night-buses", "driver")]
    assert ("Leeds", "adapted") in [(use["organisation"], use["decision"]) for use in record["uses_of_lessons"]]
    assert [(use["url"].rpartition("/")[2], use["role"]) for use in record["uses"]] == [("trams", "adviser")]
    shelf.write("vocabulary.yml", "unit: {slug: here, name: Here}\n")
    assert shelf.build(tmp_path / "after.db").written
    site = visit(tmp_path / "after.db")
    assert site.get("/people/jo-quillfeather").status_code == 404
    assert site.get("/people/jo-quillfeather.json").status_code == 404
    for path in (
        "/reviews/night-buses",
        "/reviews/night-buses.md",
        "/reviews/night-buses.json",
        "/uses/trams",
        "/uses/trams.md",
        "/uses/trams.json",
        "/search.json?q=driver",
        "/vocabulary.yml",
    ):
        assert "quillfeather" not in site.get(path).text.lower(), path


LESSON = "/reviews/aylesbury-restorative-cautions/opt-out"


def test_we_used_this_leads_to_the_form_with_the_lesson_filled_in(site: Visitor) -> None:
    links = [a.get("href", "") for a in site.page(LESSON).iter("a") if text(a) == "We used this"]
    box = one(site.page(links[0]), ".//input[@name='lesson']")
    assert box.get("value") == "aylesbury-restorative-cautions#opt-out"
    former = site.get(f"{LESSON}/use", follow_redirects=False)
    assert (former.status_code, former.headers["location"]) == (301, links[0])


def test_a_lesson_shows_what_those_it_is_addressed_to_answered_or_that_they_did_not(
    shelf: Folder, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    asks = "- Id: ask-users\n- Recommendation: Ask users.\n- Addressed to: Northshire Fire Service; Leeds; York\n- Respond by: 2026-05-01"
    shelf.write("night-buses", review("published: 2026-01-01", lessons=lesson(asks)))
    shelf.write("uses/refused.md", use_text("published: 2026-06-01", decision="declined", date="2026-04"))
    assert shelf.build(tmp_path / "lessons.db").written
    site = visit(tmp_path / "lessons.db")
    answers = [
        text(item)
        for item in site.page("/reviews/night-buses/ask-users").findall(".//section[@aria-labelledby='asked']//li")
    ]
    assert answers == [
        "Northshire Fire Service decided against it, April 2026: what it says.",
        "Leeds has published no answer by 1 May 2026, the day it was due.",
        "York has published no answer by 1 May 2026, the day it was due.",
    ]
    assert "This organisation has published no answer by 1 May 2026" in text(site.page("/organisations/leeds"))


def test_what_a_public_site_does_not_know_an_internal_one_does(
    shelf: Folder, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    """An answer that is for internal readers is none to the public, which is not told that there was none."""
    asks = "- Id: ask-users\n- Recommendation: Ask users.\n- Addressed to: Leeds; York; Hull\n- Respond by: 2026-05-01"
    shelf.write("night-buses", review("published: 2026-01-01", lessons=lesson(asks)))
    shelf.write(
        "uses/leeds.md", use_text("handling: internal", organisation="Leeds", decision="declined", date="2026-04")
    )
    shelf.write(
        "uses/hull.md", use_text("published: 2026-06-01", organisation="Hull", decision="adopted", date="2026-04")
    )
    expected = {
        "public": ["Leeds has published no answer by 1 May 2026", "York has published no answer by 1 May 2026"],
        "internal": ["Leeds decided against it, April 2026", "York has not answered by 1 May 2026"],
    }
    for audience, answers in expected.items():
        database = tmp_path / audience / "lessons.db"
        assert shelf.build(database, audience=audience).written
        site = visit(database, plugin={"audience": audience})
        items = site.page("/reviews/night-buses/ask-users").findall(".//section[@aria-labelledby='asked']//li")
        said = [text(item) for item in items]
        assert [one.startswith(answer) for one, answer in zip(said, [*answers, "Hull adopted it"], strict=True)] == [
            True
        ] * 3
        assert "has not answered" in text(site.page("/organisations/york")) or audience == "public"


def test_who_takes_up_and_who_shares_is_told_and_use_of_one_s_own_apart(site: Visitor) -> None:
    rows = {
        text(row[0]): [text(cell) for cell in row[1:]]
        for row in site.page("/uses").findall(".//section[@aria-labelledby='takers']//tbody/tr")
    }
    assert rows["Dorset Health Authority"] == ["1", "0", "1", "0"]
    assert rows["Lyme Regis integrated clinic"] == ["0", "1", "0", "0"]
    assert rows["Kirklees Metropolitan Council"] == ["0", "0", "5", "0"]


def test_reviews_can_be_narrowed_by_who_checked_them(site: Visitor) -> None:
    facet = next(one for one in site.json("/search.json?in=reviews")["facets"] if one["name"] == "reviewed_by")
    assert facet["label"] == "Review checked by"
    for value in facet["values"]:
        assert site.json(f"/search.json?in=reviews&reviewed_by={value['value']}")["count"] == value["count"]


def test_pages_of_terms_and_organisations_say_whom_to_ask_and_how_to_follow(
    shelf: Folder, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    shelf.write("night-buses", review("contact: head of buses\nchange: process"))
    assert shelf.build(tmp_path / "lessons.db").written
    site = visit(tmp_path / "lessons.db")
    assert "head of buses" in text(one(site.page("/organisations/kirklees"), ".//section[@aria-labelledby='ask']"))
    follow = text(one(site.page("/browse/change/process"), ".//section[@aria-labelledby='follow']"))
    assert "head of buses" in follow
    assert re.search(
        r"--search '/search\?change=process' --state digest-change-process-[0-9a-f]{8}\.json --format email", follow
    )
    assert "--search '/search?q=buses' --state" in text(site.page("/search?q=buses"))


def test_the_command_for_a_digest_works_as_it_stands_on_the_page(
    run: Run, shelf: Folder, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    shelf.write("night-buses", review("change: process"))
    assert shelf.build(tmp_path / "lessons.db").written
    site = visit(tmp_path / "lessons.db")
    # One after the other in one folder: each keeps what it told in a file of its own.
    pages = (
        "/browse/change/process",
        "/search?q=buses",
        "/search?q=users",
        "/search?q=buses&in=reviews",
        "/search?sector=transport",
    )
    states = set()
    for path in pages * 2:
        (shown,) = {
            text(code) for code in site.page(path).findall(".//pre/code") if text(code).startswith("lessons digest")
        }
        command = shlex.split(shown)
        state = command.index("--state") + 1
        states.add(command[state])
        command[state] = str(tmp_path / command[state])
        done = run(*command[1:], "--database", tmp_path / "lessons.db")
        assert done.exit_code == 0, done.stderr
    assert len(states) == len(pages)
    assert all(re.fullmatch(r"digest-[a-z0-9-]{1,60}\.json", name) for name in states)
    assert {path.name for path in tmp_path.glob("digest-*.json")} == states


def test_each_search_keeps_what_its_digests_told_in_a_file_of_its_own() -> None:
    searches = [
        "/search?q=buses", "/search?q=Buses", "/search?q=b%C3%BCsse", "/search?q=b%C3%A4sse", "/search?q=/etc/passwd", "/search?q=..", "/search",
        "/search?q=%22night+buses%22&sector=housing", f"/search?q={'long+' * 40}a", f"/search?q={'long+' * 40}b", "/search?q=$(rm+-r)", "/search?q=\u65e5\u672c",
    ]  # fmt: skip
    names = [state_file(search) for search in searches]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"digest-([a-z0-9]+-)*[0-9a-f]{8}\.json", name) for name in names)
    assert max(map(len, names)) <= 64
    assert names[7].startswith("digest-q-night-buses-sector-housing-")
