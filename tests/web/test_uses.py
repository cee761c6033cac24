"""Who used a lesson, on its page, at the organisation, on a page of its own, in the list and in the feed; refusals too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.sample import Folder, review, use_text
from tests.web.page import one, text
from tests.web.visitor import Visitor

OUTCOMES = """\
why: Home visits were refused by those who needed them <most>.
evidence: Minutes of the board.
contact: head of prevention
outcomes:
  - measure: Visits refused
    unit: per cent
    better: lower
    baseline: 40
    result: 12
    method: before-after
  - measure: Visits made
    better: higher
    result: 120
    measures: output
"""
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def used_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    root = tmp_path_factory.mktemp("used")
    folder = Folder(root / "entries")
    folder.path.mkdir()
    folder.write("night-buses")
    folder.write(
        "uses/northshire.md", use_text(OUTCOMES + "published: 2026-10-01\nformerly: north\n", "They **asked** first.\n")
    )
    folder.write(
        "uses/southshire.md",
        use_text("why: No buses there.", organisation="Southshire", decision="declined", date="1999"),
    )
    folder.write("uses/unnamed.md", use_text("published: 2026-11\n", organisation="not-stated", date="not-stated"))
    folder.write("uses/taken-back.md", use_text("status: withdrawn"))
    folder.write("uses/abroad.md", use_text(lesson="elsewhere:some-review#some-lesson"))
    builds_on = "builds_on:\n  - lesson: night-buses#ask-users\n    decision: trialled\n    why: It was cheap.\n"
    folder.write("day-buses", review(builds_on, title="Day buses", organisation="Dorset", date="2001"))
    output = root / "lessons.db"
    report = folder.build(output)
    assert report.written, [str(problem) for problem in report.errors]
    visitor = Visitor(output)
    yield visitor
    visitor.close()


LESSON = "/reviews/night-buses/ask-users"


def test_a_lesson_says_who_used_it_and_who_refused_oldest_first(used_site: Visitor) -> None:
    for path in (LESSON, "/reviews/night-buses"):
        page = used_site.page(path)
        told = [text(item) for item in one(page, ".//ul[@class='uses']").findall("./li")]
        assert [words.split(":")[0] for words in told] == [
            "Southshire decided against it (another organisation)",
            "Dorset tried it out (another organisation)",
            "Northshire Fire Service adapted it (another organisation)",
            "A team adapted it",
        ]
        assert "No buses there." in told[0]
        assert "Result: Mixed" in told[1]
        assert (
            "Result: Visits refused (per cent): from 40 to 12, better (what it measures is not stated). "
            "Visits made: 120 after (output)."
        ) in told[2]
        assert "those who needed them <most>." in told[2]
        assert "What was decided about this lesson" in text(page)
        links = [link.get("href") for link in page.findall(".//ul[@class='uses']/li/p/a")]
        assert links == ["/uses/southshire", "/reviews/day-buses", "/uses/northshire", "/uses/unnamed"]


@pytest.mark.parametrize("path", [LESSON, "/reviews/night-buses"])
def test_the_json_of_a_lesson_and_of_its_review_has_the_adoptions(used_site: Visitor, path: str) -> None:
    adoptions = used_site.json(f"{path}.json")["adoptions"]
    assert [(one["id"], one["decision"], one["independent"]) for one in adoptions] == [
        ("southshire", "declined", 1), ("day-buses/1", "trialled", 1), ("northshire", "adapted", 1), ("unnamed", "adapted", None),
    ]  # fmt: skip


def test_a_use_has_a_page_with_all_that_it_tells(used_site: Visitor) -> None:
    page = used_site.page("/uses/northshire")
    assert text(one(page, ".//h1")) == "Northshire Fire Service adapted a lesson"
    assert one(page, ".//p[@class='lead']/a").get("href") == LESSON
    words = text(page)
    for part in (
        "September 2026",
        "Minutes of the board.",
        "They asked first.",
        "head of prevention",
        "another organisation",
    ):
        assert part in words
    row = [text(cell) for cell in page.findall(".//tbody/tr")[0].findall("./*")]
    assert row[0].startswith("Visits refused")
    assert row[1:] == ["40", "–", "12"]
    assert "No target · Change: Better (lower is better)" in words
    assert one(page, "./head/link[@rel='canonical']").get("href").endswith("/uses/northshire")
    assert text(one(used_site.page("/uses/southshire"), ".//h1")) == "Southshire decided against a lesson"


def test_a_use_of_another_unit_s_lesson_names_it_without_a_link(used_site: Visitor) -> None:
    page = used_site.page("/uses/abroad")
    assert text(one(page, ".//p[@class='lead']")) == "The lesson: elsewhere:some-review#some-lesson"
    assert used_site.json("/uses/abroad.json")["lesson_url"] is None


def test_a_use_as_markdown_and_as_json(used_site: Visitor) -> None:
    response = used_site.get("/uses/southshire.md")
    assert response.text == use_text(
        "why: No buses there.", organisation="Southshire", decision="declined", date="1999"
    )
    assert response.headers["content-type"].startswith("text/markdown")
    found = used_site.json("/uses/northshire.json")
    assert (found["organisation"], found["decision"], found["lesson_id"]) == (
        "Northshire Fire Service", "adapted", "night-buses#ask-users",
    )  # fmt: skip
    assert found["outcomes"][0]["direction"] == "better"


def test_a_use_is_cited_by_who_wrote_it_down_and_when_it_was_published(used_site: Visitor) -> None:
    page = used_site.page("/uses/northshire")
    cited = text(one(page, ".//p[@id='citation']"))
    assert cited == (
        "Lessons Learned Unit (2026). Northshire Fire Service adapted a lesson: Ask the people who will use it. "
        "Use of a lesson by Northshire Fire Service, September 2026. /uses/northshire"
    )
    assert one(page, ".//button[@data-copy='citation']") is not None
    for suffix, part in (
        (".bib", "@techreport{northshire,"),
        (".ris", "PY  - 2026"),
        (".csl.json", '"id": "northshire"'),
    ):
        response = used_site.get(f"/uses/northshire{suffix}")
        assert part in response.text
        assert f'filename="northshire{suffix}"' in response.headers["content-disposition"]
        assert used_site.get(f"/uses/taken-back{suffix}").status_code == 410


@pytest.mark.parametrize("suffix", ["", ".md", ".json", ".bib"])
def test_the_former_address_of_a_use_leads_on(used_site: Visitor, suffix: str) -> None:
    response = used_site.get(f"/uses/north{suffix}")
    assert (response.status_code, response.headers["location"]) == (301, f"/uses/northshire{suffix}")


def test_figures_of_uses_stand_among_the_outcomes_and_lead_to_the_use(used_site: Visitor) -> None:
    found = used_site.json("/outcomes.json")
    assert [(row["use_id"], row["lesson_id"], row["url"]) for row in found["outcomes"]] == [
        ("northshire", "night-buses#ask-users", "/uses/northshire")
    ] * 2
    page = used_site.page("/outcomes")
    assert "2 figures from 1 use." in text(page)
    links = [link.get("href") for link in page.findall(".//table[@class='figures']//td//a")]
    assert links == ["/uses/northshire"] * 2
    header, row, _ = used_site.get("/outcomes.csv").text.splitlines()
    assert header.startswith("review_id,review_title,use_id")
    assert row.startswith(",,northshire,night-buses#ask-users,Northshire Fire Service")
    assert used_site.get("/outcomes.csv?sector=transport").text.splitlines() == [header]


@pytest.mark.parametrize("suffix", ["", ".md", ".json"])
def test_a_withdrawn_use_is_gone_and_an_unknown_one_not_found(used_site: Visitor, suffix: str) -> None:
    assert used_site.get(f"/uses/taken-back{suffix}").status_code == 410
    assert used_site.get(f"/uses/never-there{suffix}").status_code == 404


def test_an_organisation_without_a_review_has_a_page_with_what_it_used(used_site: Visitor) -> None:
    page = used_site.page("/organisations/northshire-fire-service")
    items = one(page, ".//section[@aria-labelledby='used']").findall(".//li")
    assert [one(item, "./a").get("href") for item in items] == ["/uses/abroad", "/uses/northshire"]
    assert "It adapted it, September 2026: Home visits" in text(items[1])
    assert "Northshire" not in text(used_site.page("/browse/organisation")), "it has no review to browse"


def test_what_was_used_is_listed_most_first(used_site: Visitor) -> None:
    page = used_site.page("/uses")
    assert [text(step) for step in one(page, ".//nav[@class='crumbs']").findall(".//a")] == ["Home", "Reviews"]
    (item,) = page.findall(".//ol[@class='used plain-list']/li")
    assert one(item, ".//h2/a").get("href") == LESSON
    assert "Used 3 times, decided against once" in text(item)
    assert used_site.get("/uses?page=7").status_code == 302


def test_what_was_given_up_is_not_counted_as_used_and_a_date_that_is_not_stated_is_left_out(
    shelf: Folder, tmp_path: Path
) -> None:
    shelf.write("night-buses")
    shelf.write("uses/eastshire.md", use_text(organisation="Eastshire", decision="abandoned", date="not-stated"))
    assert shelf.build(tmp_path / "lessons.db").written
    visitor = Visitor(tmp_path / "lessons.db")
    try:
        said = text(one(visitor.page("/uses"), ".//ol[@class='used plain-list']/li"))
    finally:
        visitor.close()
    assert "Given up once · from Night buses" in said
    assert "Eastshire abandoned it (another organisation): what it did. Result: It did not work" in said


def test_the_feed_has_new_uses_by_the_day_of_publication(used_site: Visitor) -> None:
    root = ElementTree.fromstring(used_site.get("/uses.atom").text)
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == ["2026-11-30T00:00:00Z", "2026-10-01T00:00:00Z"]
    assert (
        entries[1].findtext(f"{ATOM}title", "").startswith("Northshire Fire Service adapted a lesson: Ask the people")
    )


def test_contributors_find_their_way_to_the_file_of_a_use(used_site: Visitor) -> None:
    own = Visitor(Path(used_site.datasette.files[0]), plugin={"repository": "https://code.example.org/unit/lessons"})
    try:
        page = own.page("/uses/northshire")
    finally:
        own.close()
    links = {
        text(link): link.get("href", "") for link in page.findall(".//div[@class='actions']/a[@class='contribute']")
    }
    assert links["Edit this use"] == "https://code.example.org/unit/lessons/edit/main/entries/uses/northshire.md"
    assert links["Suggest a correction"] == "/correct?use=northshire"


def test_a_library_without_uses_says_so(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "entries")
    folder.path.mkdir()
    folder.write("night-buses")
    output = tmp_path / "lessons.db"
    assert folder.build(output).written
    visitor = Visitor(output)
    try:
        assert "No uses have been reported yet." in text(visitor.page("/uses"))
        assert visitor.page(LESSON).findall(".//ul[@class='uses']") == []
    finally:
        visitor.close()


def test_the_schema_of_uses_is_served_for_editors(used_site: Visitor) -> None:
    assert used_site.get("/schema-of-uses.json").json()["required"] == ["lesson", "organisation", "decision", "date"]


def test_uses_are_found_with_their_lesson_and_its_review(used_site: Visitor) -> None:
    for kind, found in (("lessons", "night-buses#ask-users"), ("reviews", "night-buses")):
        assert [one["id"] for one in used_site.json(f"/search.json?q=northshire&in={kind}")["results"]] == [found]


def test_below_a_base_path_every_address_of_a_use_stands_below_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "entries")
    folder.path.mkdir()
    folder.write("night-buses")
    folder.write(
        "uses/northshire.md",
        use_text(OUTCOMES, "See [them](../night-buses.md#ask-users) and [it](uses/northshire.md).\n"),
    )
    output = tmp_path / "lessons.db"
    assert folder.build(output).written
    visitor = Visitor(output, settings={"base_url": "/library/"})
    try:
        for path in ("/uses", "/uses/northshire", LESSON, "/organisations/northshire-fire-service"):
            addresses = [element.get("href", "#") for element in visitor.page(path).iter()]
            assert [one for one in addresses if one.startswith("/") and not one.startswith("/library/")] == []
    finally:
        visitor.close()


def test_how_a_use_turned_out_is_said_in_a_word_and_a_shape(used_site: Visitor, site: Visitor) -> None:
    """As the review that tells of it says, or by its measured outcomes; what only was done is no result."""
    page = used_site.page("/uses")
    marks = [mark.get("class") for mark in page.iter("span") if "result-" in mark.get("class", "")]
    assert marks == ["result result-mixed"]
    assert one(page, ".//span[@class='result result-mixed']/svg").get("aria-hidden") == "true"
    shown = site.page("/uses")
    assert len([mark for mark in shown.iter("span") if "result-" in mark.get("class", "")]) > 5
