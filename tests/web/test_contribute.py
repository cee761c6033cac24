"""Writing a review without git, as a browser without JavaScript does it: the form, what is said of it, its page, and the ways out."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from email import message_from_string
from email.policy import default
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree.ElementTree import Element

import pytest

from lessons.authoring.office import word_template
from lessons.record import vocabulary
from lessons.web.ask import complaints, config_of
from lessons.web.pages import contribute, correct, from_file
from tests.support.sample import LESSON, review
from tests.web.libraries import PROJECT, built
from tests.web.page import one, parse, text
from tests.web.visitor import Visitor

GITHUB = {"repository": "https://github.com/unit/lessons", "mailbox": "lessons@example.org"}
GITLAB = {"repository": "https://gitlab.com/unit/lessons", "branch": "trunk/1", "entries": "our reviews"}
FILLED = {
    "form": "rapid",
    "do": "check",
    "title": "Night buses: a trial",
    "date": "March 2019",
    "organisation": "Northshire",
    "sector": "transport",
    "result": "failure",
    "section.what-happened": "They ran for a year.\r\n\r\nThey were mostly empty.",
    "lessons.1.statement": "Ask passengers before the timetable",
    "lessons.1.recommendation": "Ask users when they travel before you set a timetable.",
}
Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def unit(founding: Path) -> Visitor:
    """A site whose unit takes contributions at GitHub and by e-mail."""
    visitor = Visitor(founding, plugin=GITHUB)
    yield visitor  # type: ignore[misc]
    visitor.close()


def send(site: Visitor, path: str = "/contribute", status: int = 200, **changed: str) -> Element:
    response = site.ask("POST", path, data={**FILLED, **{k.replace("__", "."): v for k, v in changed.items()}})
    assert response.status_code == status, text(parse(response.text))[:2000]
    assert "no-store" in response.headers["cache-control"]
    return parse(response.text)


def filled_in(page: Element) -> dict[str, str]:
    """Return what a browser would send of the form on a page: what was typed and chosen, without the button; of several boxes the last."""
    return {name: values[-1] for name, values in all_filled_in(page).items()}


def all_filled_in(page: Element) -> dict[str, list[str]]:
    """Return what a browser would send of the form on a page, with every box that is ticked."""
    found: dict[str, list[str]] = {}
    for box in one(page, ".//main//form").iter():
        name = box.get("name", "")
        if box.tag == "textarea" and name:
            # The line end after the tag is no part of the text.
            found[name] = [(box.text or "").removeprefix("\n")]
        elif box.tag == "select":
            found[name] = [next((item.get("value", "") for item in box if item.get("selected") is not None), "")]
        elif box.tag == "input" and (box.get("type") not in ("radio", "checkbox") or box.get("checked") is not None):
            found.setdefault(name, []).append(box.get("value", ""))
    found.pop("csrftoken")
    return {name: values for name, values in found.items() if any(values)}


def link(page: Element, words: str) -> str:
    return next(a.get("href", "") for a in page.findall(".//a") if text(a) == words)


def test_the_form_asks_for_the_few_required_things_first_with_their_definitions(unit: Visitor) -> None:
    page = unit.page("/contribute")
    boxes = [box.get("name") for box in one(page, ".//main//form").iter() if box.tag in ("input", "select", "textarea")]
    shown = [name for name in dict.fromkeys(boxes) if name not in ("csrftoken", "form")]
    assert shown[:8] == [
        "title", "date", "organisation", "sector", "result", "section.what-happened", "lessons.1.statement", "lessons.1.prose"
    ]  # fmt: skip
    said = text(page)
    assert "Part of what was intended came about and part did not." in said
    assert "One sentence that says what to do next time." in said
    assert "Nothing is stored here" in said
    full = text(unit.page("/contribute?form=full"))
    assert "Type (optional) Type of review. After-action review" in full
    for question in ("What was intended", "What happened", "Why it happened", "Summary"):
        assert question in full


def test_what_is_missing_is_said_at_the_top_and_beside_its_field_and_what_was_typed_is_kept(unit: Visitor) -> None:
    page = send(unit, status=400, title="", sector="", lessons__1__recommendation=" ", organisation="Ann & <Co>")
    assert page.findtext(".//title", "").startswith("Error: ")
    summary = {a.get("href", ""): text(a) for a in one(page, ".//div[@id='faults']").findall(".//a")}
    assert summary == {
        "#f-title": "“Title” is empty.",
        "#f-sector": "Choose one under “Sector”.",
        "#f-lessons-1-recommendation": "Lesson 1: “Recommendation” is empty.",
    }
    for target in summary:
        box = one(page, f".//*[@id='{target[1:]}']")
        assert box.get("aria-invalid") == "true"
        ids = (box.get("aria-describedby") or "").split()
        assert any(
            "empty" in text(one(page, f".//*[@id='{id_}']")) or "Choose" in text(one(page, f".//*[@id='{id_}']"))
            for id_ in ids
        )
    kept = filled_in(page)
    assert kept["organisation"] == "Ann & <Co>"
    assert kept["section.what-happened"] == "They ran for a year.\n\nThey were mostly empty."
    assert kept["result"] == "failure"


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"date": "soon"}, "f-date", "a date is written 1998"),
        ({"date": "31 November 2019"}, "f-date", "November 2019 has 30 days"),
        ({"lessons__1__status": "learned"}, "f-lessons-1-status", "needs Evidence"),
        ({"outcomes__1__measure": "Trips"}, "f-outcomes-1-better", "Choose one under"),
        ({"outcomes__1__measure": "T", "outcomes__1__better": "lower", "outcomes__1__result": "4 or so"}, "f-outcomes-1-result", "4 or so"),
        ({"related": "no-such-review"}, "f-related", 'no review "no-such-review"'),
        ({"sector": "trainsport"}, "f-sector", 'did you mean "transport"'),
        ({"sources__1__cite": "A", "sources__1__url": "javascript:alert(1)"}, "f-sources-1-url", "http"),
        ({"people_affected": "many"}, "f-people_affected", "many"),
        ({"repeats": "kirklees-recycling"}, "f-repeats", "a lesson is cited as"),
    ],
)  # fmt: skip
def test_what_the_rules_say_stands_beside_the_field_it_is_about(
    unit: Visitor, changed: dict[str, str], field: str, words: str
) -> None:
    page = send(unit, status=400, **changed)
    assert words in text(one(page, f".//*[@id='{field}-fault']"))
    assert f"#{field}" in [a.get("href") for a in one(page, ".//div[@id='faults']").findall(".//a")]
    folded = [details for details in page.findall(".//details") if details.find(f".//*[@id='{field}']") is not None]
    assert all(details.get("open") is not None for details in folded)


def test_more_lessons_and_outcomes_and_the_full_form_keep_what_was_typed(unit: Visitor) -> None:
    page = send(unit, do="add.lessons")
    second = one(page, ".//*[@id='f-lessons-2-statement']")
    assert second.get("autofocus") is not None
    assert page.findall(".//*[@id='f-lessons-3-statement']") == []
    again = filled_in(page)
    assert again["title"] == FILLED["title"]
    page = send(unit, **{**again, "do": "add.outcomes", "lessons.2.statement": "Second"})
    assert filled_in(page)["lessons.2.statement"] == "Second"
    full = send(unit, **{**filled_in(page), "do": "form.full"})
    assert filled_in(full)["form"] == "full"
    assert "section.why-it-happened" in [box.get("name") for box in full.findall(".//textarea")]
    assert filled_in(full)["section.what-happened"].startswith("They ran")


def test_what_is_right_is_shown_as_the_page_that_it_becomes(unit: Visitor) -> None:
    page = send(unit)
    assert text(one(page, ".//h1")) == "Night buses: a trial"
    article = one(page, ".//article[@class='unsent']")
    said = text(article)
    for part in (
        "Northshire",
        "March 2019",
        "Transport",
        "Failure",
        "They were mostly empty.",
        "Ask users when they travel",
    ):
        assert part in said
    assert "nothing has been sent" in text(page)
    assert "Lesson 1: The lesson does not say when it applies" in text(page)
    back = send(unit, **{**hidden(page), "do": "change"})
    assert filled_in(back) == {k: v.replace("\r\n", "\n") for k, v in FILLED.items() if k != "do"}


def hidden(page: Element) -> dict[str, str]:
    return {
        box.get("name", ""): box.get("value", "")
        for box in page.findall(".//input[@type='hidden']")
        if box.get("name") != "csrftoken"
    }


def test_the_file_passes_the_check_byte_for_byte(unit: Visitor, project: Path, tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    sent = unit.ask("POST", "/contribute", data={**hidden(send(unit)), "do": "file"})
    assert sent.headers["content-type"] == "text/markdown; charset=utf-8"
    assert sent.headers["content-disposition"] == 'attachment; filename="night-buses-a-trial.md"'
    for path in (project / "entries").iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    file = tmp_path / "night-buses-a-trial.md"
    file.write_bytes(sent.content)
    checked = run("check", file)
    assert checked.exit_code == 0, checked.output
    shown = one(send(unit), ".//textarea[@id='file']")
    assert (shown.text or "").removeprefix("\n").encode() == sent.content


def test_github_opens_its_page_filled_in(unit: Visitor) -> None:
    page = send(unit)
    address = urlsplit(link(page, "Propose it at the code host"))
    assert f"{address.scheme}://{address.netloc}{address.path}" == "https://github.com/unit/lessons/new/main/entries"
    query = parse_qs(address.query)
    assert query["filename"] == ["night-buses-a-trial.md"]
    assert query["value"][0].startswith('---\ntitle: "Night buses: a trial"\n')
    assert "The page there is filled in" in text(page)


def test_a_text_too_long_for_an_address_is_copied_into_an_empty_page(unit: Visitor) -> None:
    page = send(unit, section__what_happened="", **{"section.what-happened": "We asked them again. " * 300})
    assert link(page, "Propose it at the code host") == (
        "https://github.com/unit/lessons/new/main/entries?filename=night-buses-a-trial.md"
    )
    assert "Copy the file below first" in text(page)
    assert one(page, ".//button[@data-copy='file']").get("hidden") is not None
    assert all(not a.get("href", "").startswith("mailto:") for a in page.findall(".//a"))


def test_gitlab_opens_its_page_with_the_name_and_the_text_is_copied(founding: Path, visit: Visit) -> None:
    page = send(visit(founding, plugin=GITLAB))
    assert link(page, "Propose it at the code host") == (
        "https://gitlab.com/unit/lessons/-/new/trunk/1/our%20reviews?file_name=night-buses-a-trial.md"
    )
    assert "Copy the file below first" in text(page)
    details = next(one_ for one_ in page.findall(".//details") if one_.find(".//*[@id='file']") is not None)
    assert details.get("open") is not None


def test_an_e_mail_takes_a_short_text_in_a_link_and_any_text_as_a_file(unit: Visitor) -> None:
    page = send(unit)
    opened = link(page, "Write an e-mail with it")
    assert opened.startswith("mailto:lessons@example.org?subject=New%20review%3A%20Night%20buses")
    assert len(opened) <= 1_800
    assert "They were mostly empty." in unquote(opened)
    sent = unit.ask("POST", "/contribute", data={**hidden(page), "do": "mail"})
    assert sent.headers["content-type"].startswith("message/rfc822")
    assert sent.headers["content-disposition"] == 'attachment; filename="night-buses-a-trial.eml"'
    message = message_from_string(sent.text, policy=default)
    assert (message["To"], message["Subject"]) == ("lessons@example.org", "New review: Night buses: a trial")
    (attached,) = message.iter_attachments()
    file = unit.ask("POST", "/contribute", data={**hidden(page), "do": "file"})
    assert attached.get_payload(decode=True) == file.content
    assert attached.get_filename() == "night-buses-a-trial.md"


def test_the_subject_of_an_e_mail_holds_no_header_of_its_own(unit: Visitor) -> None:
    title = "Buses\r\nBcc: everybody@example.org\r\n\r\nHello"
    sent = unit.ask("POST", "/contribute", data={**FILLED, "title": title, "do": "mail"})
    message = message_from_string(sent.text, policy=default)
    assert message["Bcc"] is None
    assert message["Subject"] == "New review: Buses Bcc: everybody@example.org Hello"


def test_without_a_code_host_and_a_mailbox_there_is_the_file(site: Visitor) -> None:
    page = send(site)
    assert "Give it to whoever runs this library." in text(page)
    assert [button.get("value") for button in page.findall(".//section[@aria-labelledby='send']//button[@name]")] == [
        "file"
    ]


def test_the_help_leads_to_the_issue_form_where_the_code_host_has_such_forms(
    unit: Visitor, site: Visitor, visit: Callable[..., Visitor], founding: Path
) -> None:
    address = link(unit.page("/help"), "tell a lesson there")
    assert address == "https://github.com/unit/lessons/issues/new?template=lesson.yml"
    assert (Path(__file__).parents[2] / ".github" / "ISSUE_TEMPLATE" / "lesson.yml").is_file()
    for other in (visit(founding, plugin=GITLAB), site):
        assert "tell a lesson there" not in text(other.page("/help"))


def test_lessons_that_say_nearly_the_same_are_shown_unless_they_are_cited(unit: Visitor) -> None:
    known = unit.json("/reviews/kirklees-recycling.json")["lessons"][0]
    same = {
        "lessons.1.statement": known["statement"], "lessons.1.recommendation": known["recommendation"],
        "lessons.1.prose": text(parse(f"<div>{known['html']}</div>")),
    }  # fmt: skip
    page = send(unit, **same)
    assert known["url"].removeprefix("http://localhost") in [
        a.get("href") for a in page.findall(".//div[@class='partial']//a")
    ]
    assert "(lesson; both say “" in text(one(page, ".//div[@class='partial']/ul"))
    page = send(unit, **same, repeats=known["url"])
    assert page.findall(".//div[@class='partial']") == []
    assert "Lessons that were already known" in text(page)


def test_nothing_that_is_typed_is_logged_or_put_into_an_address_of_the_site(
    unit: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        page = send(unit, title="Xylophone trial")
        send(unit, status=400, title="Xylophone trial", date="Xylophone")
    assert "ylophone" not in caplog.text
    own = [a.get("href", "") for a in page.findall(".//a") if a.get("href", "").startswith("/")]
    assert not [href for href in own if "ylophone" in href]
    assert "Xylophone" not in unit.get("/contribute?title=Xylophone").text


def test_markup_in_any_field_is_shown_as_text(unit: Visitor) -> None:
    hostile = "</textarea><script>alert(1)</script>\"'><img src=x>"
    everything = {name: hostile for name in FILLED if name not in ("form", "do")}
    for sent in (
        everything,
        {**FILLED, "title": hostile, "section.what-happened": hostile, "lessons.1.statement": hostile},
    ):
        answer = unit.ask("POST", "/contribute", data={"form": "rapid", "do": "check", **sent}).text
        assert "<script>alert" not in answer
        assert "<img src=x" not in answer


def test_a_form_of_two_megabytes_is_told_that_it_is_too_long(unit: Visitor) -> None:
    page = send(unit, status=400, **{"section.what-happened": "word " * 210_000})
    assert "longer than the 1,000,000 bytes" in text(one(page, ".//div[@id='faults']"))
    refused = unit.ask("POST", "/contribute", data={**FILLED, "section.what-happened": "x" * 2_000_001})
    assert refused.status_code == 413
    assert "2 MB" in text(parse(refused.text))


def test_a_form_from_another_site_is_refused(unit: Visitor) -> None:
    sent = unit.ask("POST", "/contribute", data=FILLED, headers={"sec-fetch-site": "cross-site"})
    assert sent.status_code == 403


def test_names_that_no_form_has_and_too_many_lessons_are_harmless(unit: Visitor) -> None:
    odd = {
        "lessons.99.statement": "Far",
        "lessons.99.recommendation": "Ask.",
        "status": "withdrawn",
        "nonsense": "x",
        "outcomes.0.measure": "x",
    }
    sent = unit.ask("POST", "/contribute", data={**FILLED, **odd})
    page = parse(sent.text)
    assert "withdrawn" not in (one(page, ".//textarea[@id='file']").text or "")
    assert "Lessons from this review (2)" in text(page)
    many = {f"lessons.{n}.{key}": f"Ask {n}." for n in range(2, 60) for key in ("statement", "recommendation")}
    assert "Lessons from this review (59)" in text(send(unit, **many))


def test_a_use_is_told_in_the_same_way(unit: Visitor) -> None:
    lesson = "aylesbury-restorative-cautions#opt-out"
    page = unit.page(f"/use?lesson={lesson.replace('#', '%23')}")
    assert filled_in(page) == {"form": "use", "lesson": lesson}
    use = {
        "lesson": lesson,
        "organisation": "Northshire",
        "decision": "declined",
        "date": "2026",
        "told": "We had no time.",
    }
    sent = unit.ask("POST", "/use", data={"form": "use", "do": "check", **use})
    shown = parse(sent.text)
    assert text(one(shown, ".//h1")) == "Northshire decided against a lesson"
    assert "We had no time." in text(one(shown, ".//article"))
    assert "/new/main/entries/uses?filename=northshire-opt-out.md" in link(shown, "Propose it at the code host")
    unknown = unit.ask(
        "POST", "/use", data={**use, "lesson": "aylesbury-restorative-cautions#opt-in", "form": "use", "do": "check"}
    )
    assert "opt-in" in text(one(parse(unknown.text), ".//*[@id='f-lesson-fault']"))


@pytest.mark.parametrize(
    ("day", "place", "words"),
    [
        ("31 November 2026", ".//*[@id='f-date-fault']", "November 2026 has 30 days"),
        (
            "1899",
            ".//details",
            'before the lesson that was used: the review "aylesbury-restorative-cautions" is of 1998-04',
        ),
    ],
)
def test_the_form_of_a_use_says_what_is_wrong_with_its_date(unit: Visitor, day: str, place: str, words: str) -> None:
    use = {
        "lesson": "aylesbury-restorative-cautions#opt-out",
        "organisation": "Northshire",
        "decision": "adopted",
        "date": day,
    }
    page = parse(unit.ask("POST", "/use", data={"form": "use", "do": "check", **use}).text)
    assert any(words in text(found) for found in page.findall(place))


def test_the_form_of_a_use_shows_the_lesson_also_after_a_fault(unit: Visitor) -> None:
    lesson = "aylesbury-restorative-cautions#opt-out"
    wrong = unit.ask("POST", "/use", data={"form": "use", "do": "check", "lesson": lesson})
    for page in (unit.page(f"/use?lesson={lesson.replace('#', '%23')}"), parse(wrong.text)):
        assert link(page, "Make the new way the default and let people opt out").endswith("/opt-out")
    assert unit.page("/use?lesson=nonsense").findall(".//*[@id='f-lesson']")


def test_a_form_that_cannot_be_checked_now_keeps_what_was_typed(
    founding: Path, unit: Visitor, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = all_filled_in(unit.page("/correct?review=kirklees-recycling"))
    for page in (contribute, correct):
        monkeypatch.setattr(page, "LIMITS", replace(contribute.LIMITS, memory=1))
    site = visit(founding)
    page = send(site, status=503)
    assert "needed too much memory" in text(page)
    assert hidden(page)["section.what-happened"] == "They ran for a year.\n\nThey were mostly empty."
    assert [button.get("value") for button in page.findall(".//main//button")] == ["check", "change"]
    refused = site.ask("POST", "/correct", data={**sent, "title": "My title", "do": "check"})
    assert refused.status_code == 503
    assert hidden(parse(refused.text))["title"] == "My title"


def test_a_correction_is_the_form_as_the_review_stands_and_changes_only_what_was_changed(unit: Visitor) -> None:
    stored = unit.get("/reviews/kirklees-recycling.md").text
    page = opened_lessons(unit, "kirklees-recycling", 1, 2)
    sent = {**all_filled_in(page), "do": "check"}
    assert filled_in(page)["lessons.1.statement"] in stored
    assert one(page, ".//*[@id='f-section-what-happened']").text.strip() in stored  # type: ignore[union-attr]
    same = unit.ask(
        "POST",
        "/correct",
        data={name: [one.replace("\n", "\r\n") for one in values] for name, values in all_filled_in(page).items()},
    )
    assert "Nothing has been changed yet." in same.text
    wrong = parse(unit.ask("POST", "/correct", data={**sent, "date": "soon", "lessons.2.recommendation": ""}).text)
    assert "a date is written 1998" in text(one(wrong, ".//*[@id='f-date-fault']"))
    assert "is empty" in text(one(wrong, ".//*[@id='f-lessons-2-recommendation-fault']"))
    told = filled_in(page)["section.what-happened"]
    again = {**sent, "title": "Again & again", "section.what-happened": told + "\r\n\r\nAnd *more*."}
    right = parse(unit.ask("POST", "/correct", data=again).text)
    assert text(one(right, ".//h1")) == "Again & again"
    assert link(right, "Open the file at the code host") == (
        "https://github.com/unit/lessons/edit/main/entries/kirklees-recycling.md"
    )
    title = next(line for line in stored.split("\n") if line.startswith("title: "))
    expected = stored.replace(title, "title: Again & again", 1).replace(told, f"{told}\n\nAnd *more*.", 1)
    kept = all_filled_in(right)
    assert unit.ask("POST", "/correct", data={**kept, "do": "file"}).text == expected
    changed = parse(unit.ask("POST", "/correct", data={**kept, "do": "change"}).text)
    assert filled_in(changed)["title"] == "Again & again"
    added = parse(unit.ask("POST", "/correct", data={**sent, "do": "add.lessons"}).text)
    assert added.findall(".//*[@id='f-lessons-3-statement']")
    assert (
        text(added.findall(".//fieldset[@class='thing']/legend")[2]) == f"Lesson {stored.count(chr(10) + '### ') + 1}"
    )
    assert unit.get("/correct?review=nope").status_code == 404
    assert unit.get("/correct").status_code == 404


def opened_lessons(site: Visitor, review: str, *numbers: int) -> Element:
    """Return the form of a review after the buttons of these lessons were pressed."""
    page = site.page(f"/correct?review={review}")
    for number in numbers:
        sent = {**all_filled_in(page), "do": f"open.lessons.{number}"}
        page = parse(site.ask("POST", "/correct", data=sent).text)
    return page


def legends(page: Element) -> list[str]:
    return [
        text(legend)
        for legend in page.findall(".//fieldset[@class='thing']/legend")
        if re.fullmatch(r"Lesson \d+", text(legend))
    ]


def offered(page: Element, group: str = "lessons") -> list[str]:
    buttons = page.findall(".//ul[@class='unopened']//button")
    return [value for one in buttons if (value := one.get("value", "")).startswith(f"open.{group}.")]


def test_a_correction_opens_the_lesson_it_is_about_and_names_the_others(unit: Visitor) -> None:
    lessons = [lesson["id"].partition("#")[2] for lesson in unit.json("/reviews/kirklees-recycling.json")["lessons"]]
    whole = unit.page("/correct?review=kirklees-recycling")
    assert legends(whole) == []
    assert offered(whole) == [f"open.lessons.{number}" for number in range(1, len(lessons) + 1)]
    own = unit.page(f"/correct?review=kirklees-recycling&lesson={lessons[2]}")
    assert legends(own) == ["Lesson 3"]
    assert one(own, ".//*[@id='f-lessons-1-statement']").get("autofocus") is not None
    assert "open.lessons.3" not in offered(own)
    typed = {**all_filled_in(own), "title": "Typed before", "lessons.1.recommendation": "Typed."}
    more = parse(unit.ask("POST", "/correct", data={**typed, "do": "open.lessons.1"}).text)
    assert legends(more) == ["Lesson 3", "Lesson 1"]
    assert filled_in(more)["title"] == "Typed before"
    assert filled_in(more)["lessons.1.recommendation"] == "Typed."
    assert one(more, ".//*[@id='f-lessons-2-statement']").get("autofocus") is not None
    twice = parse(unit.ask("POST", "/correct", data={**all_filled_in(more), "do": "open.lessons.1"}).text)
    assert legends(twice) == ["Lesson 3", "Lesson 1"]
    unknown = unit.page("/correct?review=kirklees-recycling&lesson=nope")
    assert legends(unknown) == []


def test_the_lessons_that_are_not_opened_stay_as_they_are(unit: Visitor) -> None:
    stored = unit.get("/reviews/kirklees-recycling.md").text
    page = opened_lessons(unit, "kirklees-recycling", 3)
    was = filled_in(page)["lessons.1.statement"]
    sent = {**all_filled_in(page), "lessons.1.statement": "Something else", "do": "check"}
    shown = parse(unit.ask("POST", "/correct", data=sent).text)
    file = unit.ask("POST", "/correct", data={**all_filled_in(shown), "do": "file"}).text
    assert file == stored.replace(f"### {was}", "### Something else", 1)
    wrong = parse(unit.ask("POST", "/correct", data={**sent, "lessons.1.due": "soon"}).text)
    assert text(one(wrong, ".//*[@id='f-lessons-1-due-fault']"))


@pytest.fixture(scope="session")
def sixty_of_each(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database of one review with 60 lessons, figures and sources, each of 300 letters, beside ours."""
    folder = tmp_path_factory.mktemp("sixty")
    shutil.copytree(PROJECT / "entries", folder / "entries")
    (folder / "entries" / "sixty.md").write_text(sixty(), "utf-8")
    return built(folder / "entries", folder / "sixty.db")


def sixty() -> str:
    def long(number: int) -> str:
        return f"What is said of number {number} and is known by that, and so on, and so on, and so on, ".ljust(
            300, "y"
        )

    numbers = range(1, 61)
    figures = [
        f"  - measure: {long(n)}\n    unit: calls\n    better: higher\n    result: {n}  # twice" for n in numbers
    ]
    front = {
        "outcomes": "\n".join(["", *figures]),
        "sources": "\n".join(["", *(f"  - cite: {long(n)}" for n in numbers)]),
    }
    lessons = [
        LESSON.replace("ask-users", f"ask-{n}").replace("Ask the people who will use it", long(n)) for n in numbers
    ]
    return review(title=long(0), lessons="\n".join(lessons), **front)


def test_a_correction_with_sixty_of_each_weighs_no_more_than_a_page_may(sixty_of_each: Path, visit: Visit) -> None:
    site = visit(sixty_of_each)
    for address in ("/correct?review=sixty", "/correct?review=sixty&lesson=ask-60"):
        sent = site.get(address)
        assert len(sent.content) <= 100_000
        page = parse(sent.text)
        for group in ("outcomes", "sources"):
            assert offered(page, group) == [f"open.{group}.{number}" for number in range(1, 61)]
    assert legends(page) == ["Lesson 60"]


def test_of_sixty_figures_those_that_are_not_in_the_form_stay_to_the_byte(sixty_of_each: Path, visit: Visit) -> None:
    site = visit(sixty_of_each)
    stored = site.get("/reviews/sixty.md").text
    page = site.page("/correct?review=sixty")
    for button in ("open.outcomes.60", "open.outcomes.7"):
        page = parse(site.ask("POST", "/correct", data={**all_filled_in(page), "do": button}).text)
    things = [text(one) for one in page.findall(".//fieldset[@class='thing']/legend")]
    assert things[:2] == ["Outcome 60", "Outcome 7"]
    assert one(page, ".//*[@id='f-outcomes-2-measure']").get("autofocus") is not None
    same = {**all_filled_in(page), "do": "check"}
    assert "Nothing has been changed yet." in site.ask("POST", "/correct", data=same).text
    changed = {**same, "outcomes.1.result": "77"}
    shown = parse(site.ask("POST", "/correct", data=changed).text)
    file = site.ask("POST", "/correct", data={**all_filled_in(shown), "do": "file"}).text
    assert file == stored.replace("result: 60  #", "result: 77  #", 1)


def test_a_figure_that_is_added_beside_one_that_is_opened_comes_after_all_sixty(
    sixty_of_each: Path, visit: Visit
) -> None:
    site = visit(sixty_of_each)
    form = {**all_filled_in(site.page("/correct?review=sixty")), "do": "open.outcomes.7"}
    new = {"measure": "New", "unit": "calls", "better": "higher", "result": "3"}
    sent = all_filled_in(parse(site.ask("POST", "/correct", data=form).text))
    sent.update({f"outcomes.2.{key}": [value] for key, value in new.items()})
    shown = parse(site.ask("POST", "/correct", data={**sent, "do": "check"}).text)
    file = site.ask("POST", "/correct", data={**all_filled_in(shown), "do": "file"}).text
    assert re.findall(r"^ +result: (\d+)", file, re.MULTILINE) == [*map(str, range(1, 61)), "3"]


def test_what_is_wrong_with_a_figure_is_said_at_its_field(sixty_of_each: Path, visit: Visit) -> None:
    site = visit(sixty_of_each)
    opened = {**all_filled_in(site.page("/correct?review=sixty")), "do": "open.outcomes.60"}
    sent = {**all_filled_in(parse(site.ask("POST", "/correct", data=opened).text)), "do": "check"}
    wrong = parse(site.ask("POST", "/correct", data={**sent, "outcomes.1.measure": ""}).text)
    assert text(one(wrong, ".//*[@id='f-outcomes-1-measure-fault']"))


def advice_on_the_33rd(site: Visitor, group: str, field: str) -> list[str]:
    """Return the advice on an entry of which the 33rd of a group alone was opened and has something else in a field."""
    opened = {**all_filled_in(site.page("/correct?review=sixty")), "do": f"open.{group}.33"}
    form = parse(site.ask("POST", "/correct", data=opened).text)
    sent = {**all_filled_in(form), f"{group}.1.{field}": "Some <b>x</b> here.", "do": "check"}
    told = one(parse(site.ask("POST", "/correct", data=sent).text), ".//section[@aria-label='Before you send it']")
    return [text(item) for item in told.iter("li")]


def test_advice_on_the_lesson_that_was_opened_names_it_by_its_number_in_the_entry(
    sixty_of_each: Path, visit: Visit
) -> None:
    said = [words for words in advice_on_the_33rd(visit(sixty_of_each), "lessons", "recommendation") if "HTML" in words]
    assert [words.partition(":")[0] for words in said] == ["Lesson 33"]


def test_advice_on_figures_names_each_by_its_number_in_the_entry(sixty_of_each: Path, visit: Visit) -> None:
    said = advice_on_the_33rd(visit(sixty_of_each), "outcomes", "note")
    named = [words.partition(":")[0] for words in said if "does not say what it measures" in words]
    assert named == [f"Outcome {number}" for number in range(1, 61)]


def test_a_hint_stands_once_and_describes_the_field_of_every_lesson(unit: Visitor) -> None:
    page = opened_lessons(unit, "kirklees-recycling", 3, 1)
    ids = {one.get("id") for one in page.iter()}
    for number in (1, 2):
        field = one(page, f".//*[@id='f-lessons-{number}-recommendation']")
        assert field.get("aria-describedby") == "f-lessons-1-recommendation-hint"
    assert "f-lessons-1-recommendation-hint" in ids
    assert "f-lessons-2-recommendation-hint" not in ids


def test_a_correction_of_what_was_changed_meanwhile_is_shown_again(unit: Visitor) -> None:
    opened = all_filled_in(unit.page("/correct?review=kirklees-recycling"))
    sent = {**opened, "title": "Mine", "do": "check", "seen": "0"}
    page = parse(unit.ask("POST", "/correct", data=sent).text)
    assert "was changed while the form was open" in text(one(page, ".//div[@id='faults']"))
    assert filled_in(page)["title"] == "Mine"
    assert (
        text(one(parse(unit.ask("POST", "/correct", data={**all_filled_in(page), "do": "check"}).text), ".//h1"))
        == "Mine"
    )


def upload(site: Visitor, name: str, content: bytes) -> Element:
    sent = site.ask("POST", "/contribute/file", files={"document": (name, content, "application/octet-stream")})
    assert "no-store" in sent.headers["cache-control"]
    return parse(sent.text)


def test_a_filled_in_word_file_comes_out_as_its_review(unit: Visitor, project: Path) -> None:
    pytest.importorskip("docx")
    fields = {
        "title": "Buses in the snow",
        "organisation": "Dorset",
        "date": "2019-03",
        "sector": "transport",
        "result": "mixed",
    }
    blank = word_template.template(fields, vocabulary.load(project / "entries", "entries"))
    page = upload(unit, "review.docx", blank)
    sent = filled_in(page)
    assert {name: sent[name] for name in fields} == fields
    assert not any("[write:" in value for name, value in sent.items() if name != "base")
    unfinished = parse(unit.ask("POST", "/contribute/file", data={**sent, "do": "check"}).text)
    assert one(unfinished, ".//*[@id='f-section-what-happened']").get("aria-invalid") == "true"
    written = {
        "section.summary": "Snow stopped the buses.",
        "section.what-was-intended": "Buses every hour.",
        "section.what-happened": "They stood still:\r\n\r\n- one\r\n- two",
        "section.why-it-happened": "Nobody had gritted.",
        "lessons.1.statement": "Grit the depot first",
        "lessons.1.recommendation": "Grit the depot before the roads.",
    }
    shown = parse(unit.ask("POST", "/contribute/file", data={**sent, **written, "do": "check"}).text)
    assert [text(one) for one in shown.findall(".//div[@id='faults']")] == []
    assert text(one(shown, ".//h1")) == "Buses in the snow"
    assert [text(item) for item in shown.findall(".//div[@class='prose']//li")] == ["one", "two"]
    file = unit.ask("POST", "/contribute/file", data={**hidden(shown), "do": "file"})
    assert file.text.startswith("---\ntitle: Buses in the snow\ndate: 2019-03\n")
    assert file.text.endswith("- Id: grit-the-depot-first\n- Recommendation: Grit the depot before the roads.\n")
    assert 'filename="buses-in-the-snow.md"' in file.headers["content-disposition"]


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_the_templates_can_be_had_from_the_page_and_are_files_that_it_reads(unit: Visitor, ending: str) -> None:
    pytest.importorskip("docx")
    page = unit.page("/contribute/file")
    address = next(a.get("href", "") for a in page.findall(".//main//a") if a.get("href", "").endswith(f".{ending}"))
    file = unit.get(address)
    assert f'filename="review.{ending}"' in file.headers["content-disposition"]
    assert file.content[:2] == b"PK"
    blank = text(upload(unit, f"review.{ending}", file.content))
    assert "nothing of a review was found" in blank.lower() or "fill in what is missing" in blank


def test_without_the_extra_the_page_says_so_and_offers_the_form(unit: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_file, "find_spec", lambda name: None)
    page = unit.page("/contribute/file")
    assert "not set up to read Word and Excel files" in text(page)
    assert not page.findall(".//input[@type='file']")
    assert unit.get("/contribute/review.docx").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("review.pdf", b"%PDF-1.7", "Choose a Word file (.docx) or an Excel file (.xlsx)."),
        ("review.docx", b"no zip file", "Word file"),
        ("review.xlsx", b"PK\x03\x04 cut off", "Excel file"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(unit: Visitor, name: str, content: bytes, words: str) -> None:
    pytest.importorskip("docx")
    page = upload(unit, name, content)
    assert words in text(one(page, ".//div[@id='faults']"))
    assert page.findall(".//input[@name='document']")


def test_a_form_without_a_file_asks_for_one(unit: Visitor) -> None:
    assert "Choose a file." in text(parse(unit.ask("POST", "/contribute/file", data={"do": "check"}).text))


def test_a_setting_that_cannot_be_meant_is_told_and_left_out() -> None:
    wrong = {"code_host": "sourceforge", "mailbox": "nobody", "repository": "https://code.example.org/x"}
    assert list(complaints(wrong)) == [
        "plugins: lessons: code_host: found “sourceforge”; write github or gitlab",
        "plugins: lessons: mailbox: found “nobody”; write an e-mail address, such as lessons@example.org",
    ]
    assert (config_of(wrong).code_host, config_of(wrong).mailbox) == ("github", None)
    assert config_of({"repository": "https://gitlab.example.org/x"}).code_host == "gitlab"
    assert list(complaints(GITHUB)) == list(complaints(None)) == []
