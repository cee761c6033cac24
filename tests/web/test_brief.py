"""The brief on the site: as a page, as JSON, and what is said of plans that are none. Nothing of a plan is kept."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from lessons.learning.plan import LONGEST
from tests.learning.plans import GERMAN, RECYCLING, STATEMENTS
from tests.support import office
from tests.web.page import parse, text
from tests.web.visitor import Visitor


def test_the_page_has_a_large_box_and_says_that_nothing_is_kept(site: Visitor) -> None:
    page = site.page("/brief")
    box = page.find(".//form[@method='post']//textarea[@name='plan']")
    assert box is not None
    assert "not stored, not logged and never part of an address" in text(page)


def test_a_plan_sent_with_the_form_brings_its_lessons(site: Visitor) -> None:
    response = site.ask("POST", "/brief", data={"plan": RECYCLING})
    assert response.status_code == 200
    assert "no-store" in response.headers["cache-control"]
    page = parse(response.text)
    said = text(page)
    assert page.findtext(".//title", "").startswith("A brief for your plan: 8 lessons")
    assert "Find out how different households really behave" in said
    assert "Why it is here" in said
    assert "What went wrong before" in said
    assert "What worked before" in said
    box = page.find(".//textarea")
    assert box is not None
    assert (box.text or "").strip() == RECYCLING.strip()


def test_a_lesson_of_a_brief_says_how_its_work_turned_out_only_where_that_is_stated(site: Visitor) -> None:
    plan = "A national unit will collect the lessons of public bodies; an innovation fund pays for work across departments."
    page = parse(site.ask("POST", "/brief", data={"plan": f"{plan} {RECYCLING}"}).text)
    stated = {}
    for article in page.findall(".//article"):
        lesson = article.findall(".//h3/a")[0].get("href", "")
        review = lesson.rpartition("/")[0]
        result = site.page(review).findall(".//dl[@class='facts']/div")
        known = next(text(row).removeprefix("Result").strip() for row in result if text(row).startswith("Result"))
        told = text(article.findall("p[@class='meta']")[-1])
        assert "Not stated" not in told
        stated[known] = known in told
    assert stated.pop("Not stated") is False
    assert stated
    assert all(stated.values())


@pytest.mark.parametrize("address", ["/brief.json"])
def test_text_and_json_bring_the_same(site: Visitor, address: str) -> None:
    as_json = site.ask("POST", address, json={"plan": STATEMENTS}).json()
    as_text = site.ask(
        "POST", address, content=STATEMENTS, headers={"content-type": "text/plain; charset=utf-8"}
    ).json()
    assert as_json == as_text
    assert "aylesbury-restorative-cautions#opt-out" in [lesson["id"] for lesson in as_json["lessons"][:5]]
    first = as_json["lessons"][0]
    assert {"id", "statement", "why", "passage", "score"} <= first.keys()
    assert [one["score"] for one in as_json["lessons"]] == sorted(
        (one["score"] for one in as_json["lessons"]), reverse=True
    )


@pytest.mark.parametrize(
    ("plan", "status", "words"),
    [
        ("", 400, "The plan is empty"),
        ("\x01\x02\x03\x04" * 100, 400, "The plan is not text"),
        ("plan " * (LONGEST // 5 + 1), 400, "at most 500,000 are read"),
        ("x" * 2_000_001, 413, "larger than the 2 MB"),
    ],
)
def test_what_is_no_plan_is_said(site: Visitor, plan: str, status: int, words: str) -> None:
    sent = site.ask("POST", "/brief.json", json={"plan": plan})
    assert sent.status_code == status
    assert words in sent.json()["error"]
    page = site.ask("POST", "/brief", data={"plan": plan})
    assert page.status_code == status
    assert words in text(parse(page.text))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "The plan is a PDF file"),
        (b"PK\x03\x04\x14\x00\xff\xfe\x81", "Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "old Word document"),
        (b"{\\rtf1\\ansi caf\xe9}", "rich text file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "The plan is not text"),
        (b"", "The plan is empty"),
    ],
)
def test_a_file_that_is_sent_as_text_is_told_what_it_is(site: Visitor, body: bytes, words: str) -> None:
    sent = site.ask("POST", "/brief.json", content=body, headers={"content-type": "text/plain"})
    assert sent.status_code == 400
    assert words in sent.json()["error"]


def in_word(plan: str) -> bytes:
    def fill(document: Any) -> None:
        for paragraph in plan.split("\n\n"):
            document.add_paragraph(" ".join(paragraph.split()))

    return office.word(fill)


def lessons_of(page: Any) -> list[str | None]:
    return [link.get("href") for link in page.findall(".//article/h3/a")]


@pytest.mark.parametrize(
    ("name", "content"),
    [("Our plan.docx", in_word(STATEMENTS)), ("plan.md", STATEMENTS.encode()), ("plan", STATEMENTS.encode("utf-16"))],
)
def test_a_file_brings_what_its_text_brings_and_goes_before_the_box(site: Visitor, name: str, content: bytes) -> None:
    of_text = parse(site.ask("POST", "/brief", data={"plan": STATEMENTS}).text)
    files = {"document": (name, content, "application/octet-stream")}
    of_file = parse(site.ask("POST", "/brief", data={"plan": RECYCLING}, files=files).text)
    assert lessons_of(of_file) == lessons_of(of_text) != []
    box = of_file.find(".//textarea")
    assert box is not None
    assert (box.text or "").split() == STATEMENTS.split()


def test_a_file_that_was_not_chosen_leaves_what_is_in_the_box(site: Visitor) -> None:
    none = {"document": ("", b"", "application/octet-stream")}
    page = parse(site.ask("POST", "/brief", data={"plan": RECYCLING}, files=none).text)
    assert lessons_of(page) == lessons_of(parse(site.ask("POST", "/brief", data={"plan": RECYCLING}).text))


def test_what_was_left_out_of_a_word_file_is_said(site: Visitor) -> None:
    tracked = office.with_body(
        f"<w:p><w:ins w:id='1' w:author='a'><w:r><w:t>{' '.join(RECYCLING.split())}</w:t></w:r></w:ins></w:p>"
    )
    page = parse(site.ask("POST", "/brief", files={"document": ("plan.docx", tracked, "")}).text)
    assert "Tracked changes were taken as accepted." in text(page)
    assert lessons_of(page)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (office.excel(["a", "b"]), "This is an Excel file, not a Word file"),
        (office.word(), "The plan is empty"),
        (b"%PDF-1.7\n" + bytes(500), "The plan is a PDF file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "The plan is an old Word document"),
        (b"PK\x03\x04damaged", "This is not a Word file"),
        (b"word " * LONGEST, "The plan is longer than 500,000 characters"),
        (b"", "The plan is empty"),
    ],
)
def test_a_file_that_is_no_plan_is_said_and_what_is_in_the_box_stays(site: Visitor, content: bytes, words: str) -> None:
    files = {"document": ("plan.docx", content, "application/octet-stream")}
    response = site.ask("POST", "/brief", data={"plan": RECYCLING}, files=files)
    assert response.status_code == 400
    page = parse(response.text)
    fault = page.find(".//div[@id='faults']")
    assert fault is not None
    assert words in text(fault)
    assert fault.find(".//a[@href='#document']") is not None
    box = page.find(".//textarea")
    assert box is not None
    assert (box.text or "").strip() == RECYCLING.strip()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_plan_is_read_in_the_encodings_that_programs_write(site: Visitor, encoding: str) -> None:
    plan = f"A café. {STATEMENTS}"
    as_json = site.ask("POST", "/brief.json", json={"plan": plan}).json()
    sent = site.ask("POST", "/brief.json", content=plan.encode(encoding), headers={"content-type": "text/plain"})
    assert as_json["count"] > 0
    assert sent.json() == as_json


@pytest.mark.parametrize(("plan", "words"), [(GERMAN, "The plan is in German"), ("waste recycling", "only 2 words")])
def test_what_a_reader_must_know_is_said(site: Visitor, plan: str, words: str) -> None:
    assert words in site.ask("POST", "/brief.json", json={"plan": plan}).json()["notices"][0]
    assert words in text(parse(site.ask("POST", "/brief", data={"plan": plan}).text))


def test_a_plan_has_no_place_in_an_address(site: Visitor) -> None:
    assert "not stored" in text(site.page("/brief?plan=We+will+invite+everybody"))
    assert "We will invite" not in site.get("/brief?plan=We+will+invite+everybody").text
    refused = site.json("/brief.json?plan=x", status=405)
    assert "POST" in refused["error"]


def test_json_without_a_plan_says_what_to_send(site: Visitor) -> None:
    sent = site.ask("POST", "/brief.json", json={"text": "We will"})
    assert sent.status_code == 400
    assert "'plan'" in sent.json()["error"]


def test_nothing_of_a_plan_is_logged(site: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        site.ask("POST", "/brief", data={"plan": "Zanzibar will invite residents to sign up for the xylophone scheme."})
        site.ask("POST", "/brief.json", json={"plan": "Zanzibar\x01\x02\x03\x04\x05\x06"})
    assert "Zanzibar" not in caplog.text


def test_markup_in_a_plan_is_shown_as_text(site: Visitor) -> None:
    plan = "We will invite residents to sign up <script>alert(1)</script> & register for the voluntary scheme."
    answer = site.ask("POST", "/brief", data={"plan": plan}).text
    assert "<script>alert" not in answer
    assert "&lt;script&gt;" in answer


def test_home_leads_to_the_brief(site: Visitor) -> None:
    assert "Starting something? Get a brief" in text(site.page("/"))
