"""The shortlist: chosen at the results, kept in the address, shown side by side."""

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
    assert ids_of(pairs) == (STAFF, CREWS)
    assert ids_of([("id", "north:night-buses#ask-users")]) == ("north:night-buses#ask-users",)
    assert ids_of(pairs_of((STAFF, CREWS))) == (STAFF, CREWS)


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
        "Save as Markdown": "/compare.md",
        "Save as CSV": "/compare.csv",
        "Save as Word": "/compare.docx",
    }


def test_what_is_not_here_is_said_and_the_rest_is_shown(site: Visitor) -> None:
    page = site.page(f"/compare?{BOTH}&id=no-such%23lesson&id=nor%23this")
    assert "2 lessons of this list are not here" in text_of(page)
    assert len(list(page.iter("article"))) == 2
    for address in ("/compare", "/compare?id=", "/compare?id=no-such%23lesson", "/compare?id=%00&id=<b>"):
        assert "Your shortlist is empty" in text_of(site.page(address))


def test_a_former_id_leads_to_the_present_one_and_a_withdrawn_lesson_is_not_here(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    folder = Folder(tmp_path / "entries")
    renamed = lesson("- Id: ask-them\n- Formerly: ask-users\n- Recommendation: Ask.\n")

    folder.write("night-buses", review("formerly:\n  - late-buses\n", lessons=renamed))
    folder.write("trams", status="withdrawn")
    folder.build(tmp_path / "lessons.db")
    site = visit(tmp_path / "lessons.db")
    page = site.page("/compare?id=late-buses%23ask-users,trams%23ask-users,night-buses%23ask-them")
    assert len(list(page.iter("article"))) == 1
    assert [box.get("value") for box in page.iter("input") if box.get("name") == "id"] == ["night-buses#ask-them"]


def test_a_list_of_five_hundred_is_shown_in_pages_and_one_more_is_said(site: Visitor) -> None:
    found = [hit["id"] for size in (1, 2) for hit in site.json(f"/search.json?size=100&page={size}")["results"]]
    page = site.page(f"/compare?id={quote(','.join(found), safe='')}")
    assert len(list(page.iter("article"))) == 40
    assert len(site.get(f"/compare?id={quote(','.join(found), safe='')}").content) < 100_000
    assert len(list(site.page(f"/compare?id={quote(','.join(found), safe='')}&page=2").iter("article"))) == 40
    many = ",".join([*found, *(f"review-{number}#x" for number in range(500))])
    assert "Only the first 500 lessons are shown." in text_of(site.page(f"/compare?id={quote(many, safe='')}"))


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
    response = site.get(f"/compare.docx?{BOTH}&id=no-such%23lesson")
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
    kept = {
        box.get("value")
        for box in form.iter("input")
        if box.get("name") == "id" and (box.get("type") == "hidden" or box.get("checked") is not None)
    }
    assert kept == {CREWS, STAFF}
    searches = [
        link.get("href", "")
        for link in page.find(".//main").iter("a")
        if urlsplit(link.get("href", "")).path == "/search"
    ]  # type: ignore[union-attr]
    assert all(ids_in(href) == [CREWS, STAFF] for href in searches)
    button = next(button for button in form.iter("button") if button.get("formaction"))
    assert (button.get("formaction"), text_of(button)) == ("/compare", "Compare the lessons chosen (2)")


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
