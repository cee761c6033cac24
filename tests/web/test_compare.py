"""The shortlist of lessons and reviews: chosen at the results, kept in the address, shown side by side."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import docx
import pytest
from docx.oxml.ns import qn

from lessons.web.pages import compare
from lessons.web.pages.from_file import KINDS
from lessons.web.shortlist import ids_of, pairs_of
from tests.support.sample import Folder, lesson, review
from tests.web.page import one
from tests.web.page import text as text_of
from tests.web.visitor import Visitor

CREWS = "kirklees-recycling#prepare-crews"
STAFF = "south-somerset-1991-reorganisation#prepare-staff"
BOTH = f"id={quote(CREWS, safe='')}&id={quote(STAFF, safe='')}"


def ids_in(address: str) -> list[str]:
    return [value for name, value in parse_qsl(urlsplit(address).query) if name == "id"]


def test_the_address_holds_the_list_once_each_in_its_order_and_nothing_else() -> None:
    pairs = [
        ("id", f"{STAFF},{CREWS}"),
        ("q", "x"),
        ("id", CREWS),
        ("id", "a<script>#b"),
        ("id", "../x#y"),
        ("id", "review-alone"),
    ]
    assert ids_of(pairs) == (STAFF, CREWS, "review-alone")
    assert ids_of([("id", "north:night-buses#ask-users")]) == ("north:night-buses#ask-users",)
    assert ids_of(pairs_of((STAFF, CREWS, "north:night-buses"))) == (STAFF, CREWS, "north:night-buses")


def test_lessons_stand_side_by_side_in_the_order_of_the_address(site: Visitor) -> None:
    page = site.page(f"/compare?{BOTH}")
    lessons = list(page.iter("article"))
    assert [text_of(lesson.find("h2")) for lesson in lessons] == [
        "Prepare front-line crews and make the right action the easy one for them",
        text_of(site.page("/reviews/south-somerset-1991-reorganisation/prepare-staff").find(".//h1")),
    ]
    words = text_of(lessons[0])
    for stated in (
        "Failure",
        "What to do",
        "Applies when",
        "Does not apply when",
        "Evidence",
        "Kirklees Metropolitan Council",
        "went wrong again",
    ):
        assert stated in words, stated
    kept = [box for box in page.iter("input") if box.get("name") == "id"]
    assert [(box.get("value"), box.get("checked") is not None) for box in kept] == [(CREWS, True), (STAFF, True)]
    actions = {text_of(button): button.get("formaction") for button in one(page, ".//main").iter("button")}
    assert actions == {
        "Show only those kept": None,
        "Find more lessons": "/search",
        "Compare their reviews": None,
        "Save as Markdown": "/compare.md",
        "Save as CSV": "/compare.csv",
        "Save as Word": "/compare.docx",
    }


def test_what_is_not_here_is_said_and_the_rest_is_shown(site: Visitor) -> None:
    page = site.page(f"/compare?{BOTH}&id=no-such%23lesson&id=nor%23this")
    assert "2 lessons of this list are not here" in text_of(page)
    assert len(list(page.iter("article"))) == 2
    assert "1 lesson and 2 reviews of this list are not here" in text_of(
        site.page(f"/compare?{BOTH}&id=no-such%23lesson,no-such,nor-this")
    )
    for address in ("/compare", "/compare?id=", "/compare?id=no-such%23lesson,no-such", "/compare?id=%00&id=<b>"):
        assert "Your shortlist is empty" in text_of(site.page(address))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Kirklees-Recycling", "1 review of this list is not here."),
        ("kirklees_recycling#users", "1 lesson of this list is not here."),
        ("日本語#教訓", "1 lesson of this list is not here."),
        ("<b>,<b>, ,", "1 review of this list is not here."),
        ("no-such,Not An Id", "2 reviews of this list are not here."),
        ("Kirklees#a,Kirklees#b", "2 lessons of this list are not here."),
    ],
)
def test_what_cannot_be_an_id_is_not_here_either(asked: str, said: str, site: Visitor) -> None:
    page = site.page(f"/compare?id={quote(asked)}")
    assert "Your shortlist is empty" in text_of(page)
    assert said in text_of(page)
    beside = site.page(f"/compare?id=kirklees-recycling,{quote(asked)}")
    assert len(list(beside.iter("article"))) == 1
    assert said in text_of(beside)
    assert said in site.get(f"/compare.md?id=kirklees-recycling,{quote(asked)}").text


def test_of_a_list_by_review_what_cannot_be_an_id_is_counted_by_review(site: Visitor) -> None:
    page = site.page(f"/compare?by=review&id={quote('kirklees-recycling#prepare-crews,Kirklees#a,Kirklees#b')}")
    assert len(list(page.iter("article"))) == 1
    assert "1 review of this list is not here." in text_of(page)


@pytest.mark.parametrize("address", ["/compare", "/compare?id=", "/compare?id=,%20,"])
def test_of_a_list_of_nothing_nothing_is_missing(address: str, site: Visitor) -> None:
    page = text_of(site.page(address))
    assert "Your shortlist is empty" in page
    assert "not here" not in page


def test_a_former_id_leads_to_the_present_one_and_a_withdrawn_lesson_is_not_here(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    folder = Folder(tmp_path / "entries")
    renamed = lesson("- Id: ask-them\n- Formerly: ask-users\n- Recommendation: Ask.\n")

    folder.write("night-buses", review("formerly:\n  - late-buses\n", lessons=renamed))
    folder.write("trams", status="withdrawn")
    folder.write("ferries")
    folder.build(tmp_path / "lessons.db")
    site = visit(tmp_path / "lessons.db")
    for asked, kept in (
        ("late-buses%23ask-users,trams%23ask-users,night-buses%23ask-them", "night-buses#ask-them"),
        ("late-buses,trams,night-buses", "night-buses"),
    ):
        page = site.page(f"/compare?id={asked}")
        assert len(list(page.iter("article"))) == 1
        assert [box.get("value") for box in page.iter("input") if box.get("name") == "id"] == [kept]


def test_a_list_of_five_hundred_is_shown_in_pages_and_one_more_is_said(site: Visitor) -> None:
    found = [hit["id"] for size in (1, 2) for hit in site.json(f"/search.json?size=100&page={size}")["results"]]
    page = site.page(f"/compare?id={quote(','.join(found), safe='')}")
    assert len(list(page.iter("article"))) == 40
    assert len(site.get(f"/compare?id={quote(','.join(found), safe='')}").content) < 100_000
    assert len(list(site.page(f"/compare?id={quote(','.join(found), safe='')}&page=2").iter("article"))) == 40
    many = ",".join([*found, *(f"review-{number}#x" for number in range(500))])
    assert "Only the first 500 of this list are looked up." in text_of(site.page(f"/compare?id={quote(many, safe='')}"))


@pytest.mark.parametrize("what", ["lesson", "review", "unknown"])
def test_all_of_a_list_of_five_hundred_goes_on_from_its_page(
    what: str, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    ids = [f"review-{number}" + ("#ask-users" if what == "lesson" else "") for number in range(500)]
    folder = Folder(tmp_path / "entries")
    for number in range(500 if what != "unknown" else 1):
        folder.write(f"review-{number}" if what != "unknown" else "night-buses")
    folder.build(tmp_path / "lessons.db")
    site = visit(tmp_path / "lessons.db")
    address = f"/compare?id={quote(','.join(ids), safe='')}"
    page = site.page(address)
    assert len(site.get(address).content) < 100_000
    if what == "unknown":
        assert "500 reviews of this list are not here." in text_of(page)
        assert "Your shortlist is empty" in text_of(page)
        return
    assert f"500 {what}s side by side" in text_of(page)
    # What a browser sends when a button is pressed, for which no more than two hundred fields are read.
    fields = [(box.get("name", ""), box.get("value", "")) for box in one(page, ".//main").iter("input")]
    for path in ("/compare", "/compare.csv", "/compare.md"):
        asked = ids_of(fields)
        sent = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields)
        told = site.get(f"{path}?{sent}").text
        assert set(asked) == set(ids)
        if path == "/compare":
            assert f"500 {what}s side by side" in told
            assert "not here" not in told
        elif path == "/compare.csv":
            assert len(list(csv.DictReader(io.StringIO(told)))) == 500
        else:
            assert told.count("\n## ") == 500


def test_files_say_what_of_the_list_they_do_not_hold(site: Visitor) -> None:
    asked = f"{BOTH}&id=no-such,nor%23this"
    said = "1 lesson and 1 review of this list are not here."
    assert f"This list is not complete. {said}" in site.get(f"/compare.md?{asked}").text
    named = site.get(f"/compare.csv?{asked}").headers["content-disposition"]
    assert named == 'attachment; filename="shortlist-not-complete.csv"'
    document = docx.Document(io.BytesIO(site.get(f"/compare.docx?{asked}").content))
    assert [one.text for one in document.paragraphs][-2:] == ["This list is not complete", f"Left out: {said}"]
    assert "not complete" not in site.get(f"/compare.md?{BOTH}").text


def test_reviews_stand_side_by_side_with_what_they_recommend_measured_and_cost(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    folder = Folder(tmp_path / "entries")
    figures = "outcomes:\n" + "".join(
        f"  - measure: Journeys {number}\n    unit: a day\n    baseline: 40\n    target: 60\n    result: 55\n    better: higher\n"
        for number in range(1, 9)
    )
    folder.write("night-buses", review(f"cost: {{amount: 12000, currency: GBP}}\npeople_affected: 1500\n{figures}"))
    lessons = "\n".join(
        f"### Do the thing number {number}\n\nBecause.\n\n- Id: n-{number}\n- Recommendation: Do *{number}* <b>now</b>.\n"
        for number in range(1, 10)
    )
    folder.write("trams", review(lessons=lessons, title="Trams <b> first", result="failure"))
    report = folder.build(tmp_path / "lessons.db")
    assert report.written, [str(problem) for problem in report.errors]
    site = visit(tmp_path / "lessons.db")
    page = site.page("/compare?id=night-buses,trams")
    assert text_of(page.find(".//h1")) == "2 reviews side by side"
    buses, trams = page.iter("article")
    assert "What it recommends Ask users when they travel before you set a timetable." in text_of(buses)
    facts = {
        text_of(row.find("dt")): [text_of(value) for value in row.findall("dd")] for row in buses.findall(".//dl/div")
    }
    assert facts["Cost"] == ["GBP 12,000"]
    assert facts["People affected"] == ["1,500"]
    assert facts["Organisation"] == ["Kirklees"]
    assert facts["What was measured"][0] == "Journeys 1 (a day): before 40, target 60, after 55. Better. Target missed."
    assert len(facts["What was measured"]) == 6
    assert facts["Measured as well"] == ["2 further figures"]
    assert facts["Its lessons elsewhere"] == ["No use is known."]
    assert "Result" not in facts
    assert "Failure" in text_of(trams)
    assert [text_of(link) for link in trams.findall(".//ul/li")] == [
        f"Do {number} <b>now</b>." for number in range(1, 7)
    ]
    assert text_of(trams.find(".//h2")) == "Trams <b> first"
    assert "3 more lessons" in text_of(trams)
    assert "What was measured" not in text_of(trams)
    rows = list(csv.DictReader(io.StringIO(site.get("/compare.csv?id=night-buses,trams").text)))
    assert [row["id"] for row in rows] == ["night-buses", "trams"]
    assert rows[1]["recommendation"].splitlines() == [f"Do {number} <b>now</b>." for number in range(1, 10)]
    assert len(rows[0]["measured"].splitlines()) == 8
    assert rows[0]["cost"] == "GBP 12,000"
    told = site.get("/compare.md?id=night-buses,trams").text
    assert told.count("- What it recommends: ") == 10
    document = docx.Document(io.BytesIO(site.get("/compare.docx?id=night-buses,trams").content))
    assert sum(one.text.startswith("What it recommends: ") for one in document.paragraphs) == 10


def test_the_reviews_of_chosen_lessons_are_compared_by_one_button(site: Visitor) -> None:
    page = site.page(f"/compare?{BOTH}&id={quote(CREWS.partition('#')[0])}&by=review")
    assert text_of(page.find(".//h1")) == "2 reviews side by side"
    kept = [box.get("value") for box in page.iter("input") if box.get("name") == "id"]
    assert kept == ["kirklees-recycling", "south-somerset-1991-reorganisation"]
    actions = {text_of(button): button.get("formaction") for button in one(page, ".//main").iter("button")}
    assert actions["Find more reviews"] == "/search"
    assert "Compare their reviews" not in actions
    assert "went wrong again" in text_of(next(page.iter("article")))


def test_a_review_leads_to_itself_beside_those_that_are_related(site: Visitor) -> None:
    links = {text_of(link): link.get("href", "") for link in site.page("/reviews/kirklees-recycling").iter("a")}
    address = next(href for words, href in links.items() if words.startswith("Compare this review with these"))
    assert ids_in(address)[0] == "kirklees-recycling"
    page = site.page(address)
    assert len(list(page.iter("article"))) == len(set(ids_in(address))) > 2
    assert "not here" not in text_of(page)


def test_reviews_are_chosen_at_the_results_as_lessons_are(site: Visitor) -> None:
    page = site.page("/search?q=recycling&in=reviews&id=kirklees-recycling")
    boxes = {
        box.get("value", ""): box.get("checked") is not None for box in page.iter("input") if box.get("name") == "id"
    }
    assert boxes.pop("kirklees-recycling")
    assert boxes
    assert not any(boxes.values())


def test_the_list_comes_as_csv_and_markdown(site: Visitor) -> None:
    response = site.get(f"/compare.csv?{BOTH}")
    assert response.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [row["id"] for row in rows] == [CREWS, STAFF]
    assert rows[0]["recommendation"].startswith("Train the crews")
    assert rows[0]["applies_when"].startswith("Quality depends")
    assert rows[0]["went_wrong_again"] == "1"
    text = site.get(f"/compare.md?{BOTH}").text
    assert text.count("\n## ") == 2
    assert "- What to do: Train the crews before the first round" in text


def test_the_list_comes_as_a_word_file_with_each_lesson_on_a_page_of_its_own(site: Visitor) -> None:
    response = site.get(f"/compare.docx?{BOTH}")
    assert response.headers["content-type"] == KINDS["docx"][2]
    assert response.headers["content-disposition"] == 'attachment; filename="shortlist.docx"'
    document = docx.Document(io.BytesIO(response.content))
    headings = [one for one in document.paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert [one.text for one in headings] == [
        text_of(lesson.find("h2")) for lesson in site.page(f"/compare?{BOTH}").iter("article")
    ]
    assert [bool(one.paragraph_format.page_break_before) for one in headings] == [False, True]
    words = [one.text for one in document.paragraphs]
    assert any(one.startswith("What to do: Train the crews before the first round") for one in words)
    assert any(one.startswith("Applies when: Quality depends") for one in words)
    assert "Address: /reviews/kirklees-recycling/prepare-crews" in words
    assert document.core_properties.title.startswith("Shortlist: 2 lessons from ")


def test_a_word_file_holds_any_script_and_a_list_of_all_lessons(odd_site: Visitor) -> None:
    found = odd_site.json("/search.json?size=100")["results"]
    document = docx.Document(
        io.BytesIO(odd_site.get(f"/compare.docx?id={quote(','.join(hit['id'] for hit in found), safe='')}").content)
    )
    headings = [one for one in document.paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert [one.text for one in headings] == [hit["statement"] for hit in found]
    right = [one.text for one in headings if one._p.pPr.find(qn("w:bidi")) is not None]
    assert right
    assert all(unicodedata.bidirectional(text[0]) in ("R", "AL") for text in right)


def test_without_the_extra_no_word_file_is_offered_and_the_page_says_so(
    site: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "find_spec", lambda name: None)
    words = text_of(site.page(f"/compare?{BOTH}"))
    assert "Save as Word" not in words
    assert "This site is not set up to make Word files." in words
    assert site.get(f"/compare.docx?{BOTH}").status_code == 404


@pytest.mark.parametrize("path", ["/search?q=crews", "/search?q=crews&sector=environment&page=1"])
def test_every_way_on_from_a_search_keeps_the_list(site: Visitor, path: str) -> None:
    page = site.page(f"{path}&{BOTH}")
    form = page.find(".//form[@id='search']")
    assert form is not None
    kept = [
        (box.get("name", ""), box.get("value", ""))
        for box in form.iter("input")
        if box.get("type") == "hidden" or box.get("checked") is not None
    ]
    assert set(ids_of(kept)) == {CREWS, STAFF}
    searches = [
        link.get("href", "")
        for link in page.find(".//main").iter("a")
        if urlsplit(link.get("href", "")).path == "/search"
    ]  # type: ignore[union-attr]
    assert all(ids_in(href) == [CREWS, STAFF] for href in searches)
    button = next(button for button in form.iter("button") if button.get("formaction"))
    assert (button.get("formaction"), text_of(button)) == ("/compare", "Compare those chosen (2)")


def test_the_way_back_from_a_lesson_keeps_the_list(site: Visitor) -> None:
    page = site.page(f"/search?q=crews&{BOTH}")
    first = next(link.get("href", "") for link in page.iter("a") if link.get("data-ux") == "result-link")
    back = next(link.get("href", "") for link in site.page(first).iter("a") if "Back to results" in text_of(link))
    assert ids_in(back) == [CREWS, STAFF]
    assert dict(parse_qsl(urlsplit(back).query))["q"] == "crews"


def test_a_list_changes_nothing_of_a_search(site: Visitor) -> None:
    count = text_of(site.page("/search?q=crews").find(".//*[@id='count']"))
    assert text_of(site.page(f"/search?q=crews&{BOTH}").find(".//*[@id='count']")) == count
    assert "There is a problem" not in text_of(site.page(f"/search?q=crews&{BOTH}"))


def test_a_lesson_that_recommends_nothing_is_compared_by_what_it_says(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    folder = Folder(tmp_path / "entries")
    prose = " ".join(f"word{number}" for number in range(1, 80))
    source = "source_system:\n  name: Archive\n  id: 7\n  imported: 2024-05-17\n"
    folder.write("valves", review(source, type="rapid-lesson", lessons=lesson("- Id: one\n", prose=prose)))
    report = folder.build(tmp_path / "lessons.db")
    assert report.written, [str(problem) for problem in report.errors]
    site = visit(tmp_path / "lessons.db")
    for asked, heading in (("valves%23one", "The lesson"), ("valves", "Its lessons")):
        words = text_of(next(site.page(f"/compare?id={asked}").iter("article")))
        assert f"{heading} word1 word2 " in words
        assert "word60 …" in words
        assert "word61" not in words
        assert f"- {heading}: word1 word2" in site.get(f"/compare.md?id={asked}").text
        row = next(csv.DictReader(io.StringIO(site.get(f"/compare.csv?id={asked}").text)))
        assert row["recommendation"] == ""
