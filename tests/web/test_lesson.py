from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

from tests.support.sample import Folder, lesson, review
from tests.web.page import one, text
from tests.web.visitor import Visitor

LESSON = "/reviews/kirklees-recycling/prepare-crews"


def facts(page: Element) -> dict[str, list[str]]:
    """Return the values of each fact that a page lists."""
    listed = page.findall(".//dl[@class='facts']/div")
    return {text(one(fact, "./dt")): [text(value) for value in fact.findall("./dd")] for fact in listed}


def test_a_lesson_stands_alone(site: Visitor) -> None:
    page, lesson = site.page(LESSON), site.json(f"{LESSON}.json")
    assert text(one(page, ".//h1")) == lesson["statement"]
    assert text(one(page, ".//div[@class='recommendation']/p")) == lesson["recommendation"]
    words = text(page)
    for part in (lesson["applies_when"], lesson["review"]["title"], lesson["review"]["organisation"], "April 1998"):
        assert part in words
    assert lesson["review"]["summary"] in words


def test_its_badges_lead_to_lessons_like_it(site: Visitor) -> None:
    lesson = site.json(f"{LESSON}.json")
    links = [link.get("href") for link in one(site.page(LESSON), ".//ul[@class='badges']").findall("./li/a")]
    assert f"/search?kind={lesson['kind']}" in links
    # A lesson that a later review repeats is shown as recurred, whatever its own status says.
    assert "/search?lesson_status=recurred" in links
    plain = "/reviews/kirklees-recycling/enforce-quality"
    links = [link.get("href") for link in one(site.page(plain), ".//ul[@class='badges']").findall("./li/a")]
    assert f"/search?lesson_status={site.json(f'{plain}.json')['status']}" in links


def test_it_can_be_cited_by_its_permanent_address(site: Visitor) -> None:
    page = site.page(f"{LESSON}?results=q%3Dcrews")
    assert one(page, "./head/link[@rel='canonical']").get("href") == LESSON
    assert LESSON in text(one(page, ".//p[@class='cite']"))


def test_its_markdown_is_cut_from_the_review_s_file(site: Visitor) -> None:
    markdown = site.get(f"{LESSON}.md").text
    whole = site.get("/reviews/kirklees-recycling.md").text
    body, _, source = markdown.rstrip().rpartition("\n\n")
    assert body.startswith("### Prepare front-line crews")
    assert body in whole
    assert body.count("\n### ") == 0
    assert source.endswith(LESSON)


def test_a_recurred_lesson_says_so_whatever_its_status(odd_site: Visitor) -> None:
    page = odd_site.page("/reviews/long-title/cut")
    assert "Recurred" in text(one(page, ".//ul[@class='badges']"))
    assert "Status before it recurred" in facts(page)
    assert "Status before it recurred" not in facts(odd_site.page("/reviews/renamed/keep"))
    assert "saw the same thing go wrong again" in text(page)


def test_of_what_had_been_carried_out_and_recurred_both_are_told(
    shelf: Folder, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    done = "- Id: ask-users\n- Recommendation: Ask users.\n- Status: implemented\n- Evidence: The minutes."
    shelf.write("night-buses", review(lessons=lesson(done)))
    shelf.write("again", review("repeats: night-buses#ask-users", date="2001"))
    assert shelf.build(tmp_path / "lessons.db").written
    page = visit(tmp_path / "lessons.db").page("/reviews/night-buses/ask-users")
    assert "Recurred" in text(one(page, ".//ul[@class='badges']"))
    assert facts(page)["Status before it recurred"] == ["Implemented"]


def test_use_by_another_organisation_is_told_from_one_s_own(odd_site: Visitor) -> None:
    words = text(odd_site.page("/reviews/bare/write-down"))
    assert "市役所 adapted it" in words
    assert "記録が足りなかった。" in words


def test_owner_and_due_date_are_shown(odd_site: Visitor) -> None:
    page = odd_site.page("/reviews/renamed/keep")
    owner = next(entry for entry in page.findall(".//dl/div") if text(entry.find("./dt")) == "Owner")
    assert text(one(owner, "./dd")) == "editor"
    assert one(page, ".//time[@datetime='2013-06']").text == "June 2013"


def test_related_lessons_come_with_a_reason(site: Visitor) -> None:
    page = site.page(LESSON)
    related = site.json(f"{LESSON}.json")["related"]
    shown = page.findall(".//section[@aria-labelledby='related']//li")
    assert len(shown) == len(related) <= 5
    assert all(text(one(item, "./span[@class='reason']")) for item in shown)


def test_whose_advice_it_is_and_who_is_to_answer_by_when_are_shown(
    shelf: Folder, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    fields = "- Id: a\n- Recommendation: b\n- Basis: reviewer\n- Addressed to: Dorset Fire; Kirklees\n- Respond by: 1999-02\n"
    shelf.write("night-buses", review("author: the audit team", lessons=lesson(fields)))
    output = tmp_path / "lessons.db"
    assert shelf.build(output).written
    site = visit(output)
    page = site.page("/reviews/night-buses/a")
    stated = facts(page)
    assert stated["Basis"] == ["Reviewer"]
    assert stated["Respond by"] == ["February 1999"]
    links = {text(link): link.get("href", "") for link in page.findall(".//dl[@class='facts']/div/dd/a")}
    assert links["Dorset Fire"] == "/organisations/dorset-fire"
    asked = site.json("/reviews/night-buses/a.json")
    assert asked["addressed_to"] == [
        {"id": "dorset-fire", "name": "Dorset Fire"},
        {"id": "kirklees", "name": "Kirklees"},
    ]
    assert (asked["basis"], asked["respond_by"]) == ("reviewer", "1999-02")
    organisation = text(site.page(links["Dorset Fire"]))
    assert "No reviews of its own." in organisation
    assert "This organisation has published no answer" in organisation
    assert facts(site.page("/reviews/night-buses"))["Written by"] == ["the audit team"]
    assert site.json("/reviews/night-buses.json")["author"] == "the audit team"


def test_what_a_lesson_states_replaces_what_its_review_states_and_reviews_have_both(
    shelf: Folder, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    fields = "- Id: {}\n- Recommendation: b\n{}"
    lessons = lesson(fields.format("own", "- Barrier: habits\n")) + "\n" + lesson(fields.format("none", ""))
    shelf.write("night-buses", review("barriers: [weather, luck]\nchange: people", lessons=lessons))
    output = tmp_path / "lessons.db"
    assert shelf.build(output).written
    site = visit(output)
    assert facts(site.page("/reviews/night-buses/own"))["Barriers"] == ["Habits"]
    assert facts(site.page("/reviews/night-buses/own"))["Change"] == ["People"]
    assert facts(site.page("/reviews/night-buses/none"))["Barriers"] == ["Luck", "Weather"]
    assert sorted(site.json("/reviews/night-buses.json")["terms"]["barriers"]) == ["habits", "luck", "weather"]
    assert [hit["id"] for hit in site.json("/search.json?barriers=weather")["results"]] == ["night-buses#none"]
    assert [hit["id"] for hit in site.json("/search.json?barriers=habits&in=reviews")["results"]] == ["night-buses"]


def test_what_to_do_stands_before_the_facts_and_what_one_does_with_the_page_between(site: Visitor) -> None:
    page = one(site.page(LESSON), ".//div[@class='with-facts']")
    assert [part.get("class") for part in page] == ["answer", "key", "body", "side screen"]
    bar = one(page, "./div[@class='answer']/div[@class='actions']")
    assert [(text(link), link.get("href")) for link in bar.findall("./a")] == [
        ("Cite", "#cite"),
        ("We used this", "/use?lesson=kirklees-recycling%23prepare-crews"),
        ("Suggest a correction", "/correct?review=kirklees-recycling&lesson=prepare-crews"),
    ]
    assert [(text(button), "hidden" in button.attrib) for button in bar.findall("./button")] == [
        ("Copy link", True),
        ("Print", True),
    ]
    assert one(page, ".//*[@id='cite']") is not None


def test_a_lesson_says_how_the_work_turned_out(site: Visitor) -> None:
    assert text(one(site.page(LESSON), ".//ul[@class='badges']")[0]) == "Result: Failure"


def test_what_a_lesson_says_stands_before_the_facts_where_nothing_is_recommended(
    shelf: Folder, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    source = "source_system:\n  name: Archive\n  id: 7\n  imported: 2024-05-17\n"
    shelf.write("valves", review(source, type="rapid-lesson", lessons=lesson("- Id: one\n", prose="Valves leak.")))
    report = shelf.build(tmp_path / "lessons.db")
    assert report.written, [str(problem) for problem in report.errors]
    words = text(one(visit(tmp_path / "lessons.db").page("/reviews/valves/one"), ".//main"))
    assert words.count("Valves leak.") == 1
    assert words.index("The lesson Valves leak.") < words.index("We used this") < words.index("From the review")
    assert "Background" not in words
