"""News is new: an old event that was reviewed today is at the top, whatever way the review came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.git import Repository, git
from tests.support.sample import LESSON, review
from tests.web.page import one, text
from tests.web.visitor import Visitor

ATOM = "{http://www.w3.org/2005/Atom}"
VOCABULARY = "unit: {slug: here, name: Here}\n"
LATER = (
    "\n### Tell them when it changes\n\nThey were not told.\n\n- Id: tell-users\n- Recommendation: Tell users first.\n"
)


def plain(repository: Repository) -> None:
    repository.shelf.write("of-old", review(title="Of old", date="1921"))
    repository.commit("2026-11-20")


def merged(repository: Repository) -> None:
    """Written before all others, merged after them."""
    git(repository.path, "checkout", "--quiet", "-b", "topic", "HEAD~1")
    repository.shelf.write("of-old", review(title="Of old", date="1921"))
    repository.commit("2026-02-01")
    git(repository.path, "checkout", "--quiet", "main")
    git(repository.path, "merge", "--quiet", "--no-ff", "--message", "merged", "topic", day="2026-11-20")


def squashed(repository: Repository) -> None:
    git(repository.path, "checkout", "--quiet", "-b", "topic", "HEAD~1")
    repository.shelf.write("of-old", review(title="Of old", date="1921"))
    repository.commit("2026-02-01")
    git(repository.path, "checkout", "--quiet", "main")
    git(repository.path, "merge", "--quiet", "--squash", "topic")
    repository.commit("2026-11-20")


def a_draft_before(repository: Repository) -> None:
    repository.shelf.write("of-old", review("status: draft", title="Of old", date="1921"))
    repository.commit("2026-10-01")
    repository.shelf.write("of-old", review(title="Of old", date="1921"))
    repository.commit("2026-11-20")


def with_another_renamed_later(repository: Repository) -> None:
    plain(repository)
    git(repository.path, "mv", "entries/of-late.md", "entries/night-trams.md")
    text = (repository.entries / "night-trams.md").read_text()
    repository.shelf.write("night-trams", text.replace("---\n", "---\nformerly: of-late\n", 1))
    repository.commit("2026-11-24")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A review of October that looks back on that month, in a library that was begun in January."""
    repository = Repository.begun(tmp_path / "repository")
    repository.shelf.write("vocabulary.yml", VOCABULARY)
    repository.commit("2026-01-05")
    repository.shelf.write("of-late", review(title="Of late", date="2026-10", organisation="Dorset"))
    repository.commit("2026-10-05")
    return repository


@pytest.fixture
def show(tmp_path: Path, visit: Callable[..., Visitor]) -> Callable[[Repository], Visitor]:
    def shown(repository: Repository) -> Visitor:
        output = tmp_path / "lessons.db"
        report = repository.shelf.build(output)
        assert report.written, [str(problem) for problem in report.problems]
        return visit(output)

    return shown


def entries(site: Visitor, path: str) -> Iterator[tuple[str | None, ...]]:
    for entry in ElementTree.fromstring(site.get(path).text).iter(f"{ATOM}entry"):
        yield tuple(entry.findtext(f"{ATOM}{name}") for name in ("title", "published", "updated"))


@pytest.mark.parametrize("came", [plain, merged, squashed, a_draft_before, with_another_renamed_later])
def test_an_old_event_reviewed_today_is_at_the_top(
    repository: Repository, show: Callable[[Repository], Visitor], came: Callable[[Repository], None]
) -> None:
    came(repository)
    site = show(repository)
    assert [text(link) for link in site.page("/").findall(".//article/h3/a")] == ["Of old", "Of late"]
    assert [one["title"] for one in site.json("/reviews.json")["reviews"]] == ["Of old", "Of late"]
    assert [one["title"] for one in site.json("/search.json?in=reviews")["results"]] == ["Of old", "Of late"]
    assert [one["title"] for one in site.json("/search.json?in=reviews&sort=event")["results"]] == ["Of late", "Of old"]
    for path in ("/reviews.atom", "/search.atom?in=reviews"):
        first, second = entries(site, path)
        assert first == ("Of old", "2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z")
        assert second[:2] == ("Of late", "2026-10-06T00:00:00Z")
    headings = [text(heading) for heading in site.page("/new").findall(".//h2")]
    assert headings == ["November 2026", "October 2026"]


def test_what_has_no_known_day_is_shown_last_and_no_news(
    repository: Repository, show: Callable[[Repository], Visitor], tmp_path: Path
) -> None:
    repository.shelf.write("of-old", review(title="Of old", date="2026-11"))
    site = show(repository)
    assert [one["title"] for one in site.json("/reviews.json")["reviews"]] == ["Of late", "Of old"]
    assert [entry[0] for entry in entries(site, "/reviews.atom")] == ["Of late"]
    assert [entry[0] for entry in entries(site, "/search.atom?in=reviews")] == ["Of late"]
    assert "Not shown here: 1 review without a known day of publication, last among all reviews" in text(
        site.page("/new")
    )
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository.path}", "shallow")
    shallow = show(Repository(tmp_path / "shallow"))
    assert list(entries(shallow, "/reviews.atom")) == []
    assert "1970" not in shallow.get("/reviews.atom").text + shallow.get("/search.atom").text
    assert "No publication dates are known here." in text(shallow.page("/new"))
    assert [text(link) for link in shallow.page("/").findall(".//article/h3/a")] == ["Of late"]


def test_news_are_what_came_and_what_changed_in_later_months(
    repository: Repository, show: Callable[[Repository], Visitor]
) -> None:
    repository.shelf.write(
        "of-late", review(title="Of late", date="2026-10", organisation="Dorset", lessons=LESSON + LATER)
    )
    repository.commit("2026-11-05")
    repository.shelf.write("by-year", review("published: 2019", title="By year"))
    use = "lesson: of-late#ask-users\norganisation: Leeds\ndecision: adopted\ndate: 2026\nwhy: It had worked.\npublished: 2026-09-03"
    repository.shelf.write("uses/leeds-asks", f"---\n{use}\n---\n")
    repository.commit("2026-11-06")
    repository.shelf.write("uses/leeds-asks", f"---\n{use}\nevidence: It was counted.\n---\n")
    repository.commit("2026-12-01")
    page = show(repository).page("/new")
    found = [
        (text(one(section, "./h2")), text(heading), [text(link) for link in items.findall("./li/a")])
        for section in page.findall(".//main/section")
        for heading, items in zip(section.findall("./h3"), section.findall("./ul"), strict=True)
    ]
    assert found == [
        ("December 2026", "Uses of lessons that changed", ["Leeds adopted a lesson"]),
        ("November 2026", "New lessons of earlier reviews", ["Tell them when it changes"]),
        ("November 2026", "Reviews that changed", ["Of late"]),
        ("October 2026", "New reviews", ["Of late"]),
        ("September 2026", "New uses of lessons", ["Leeds adopted a lesson"]),
        ("2019", "New reviews", ["By year"]),
    ]
    assert [time.get("datetime") for time in page.findall(".//main//time")].count("2019") == 2


def test_the_date_of_a_month_never_shows_as_its_first_day(
    repository: Repository, show: Callable[[Repository], Visitor]
) -> None:
    repository.shelf.write("of-old", review("published: 2026-02", title="Of old", date="1998-04"))
    site = show(repository)
    for path in ("/", "/new", "/reviews", "/search", "/reviews/of-old", "/reviews/of-old/ask-users", "/reviews.atom"):
        assert "1998-04-01" not in site.get(path).text, path
        assert "2026-02-01" not in site.get(path).text, path
    assert ("Of old", None, "2026-02-28T00:00:00Z") in list(entries(site, "/reviews.atom"))


def test_reviews_are_ordered_and_chosen_by_publication(
    repository: Repository, show: Callable[[Repository], Visitor]
) -> None:
    plain(repository)
    site = show(repository)

    def titles(query: str) -> list[str]:
        found = [text(link) for link in site.page(f"/reviews{query}").findall(".//article/h2/a")]
        assert [one["title"] for one in site.json(f"/reviews.json{query}")["reviews"]] == found
        return found

    assert titles("?sort=event") == ["Of late", "Of old"]
    assert titles("?published=2026-11..") == ["Of old"]
    assert titles("?published=2026-10&sort=event") == ["Of late"]
    assert titles("?published=1998") == []
    page = site.page("/reviews?published=soon&sort=rank")
    assert [text(link) for link in page.findall(".//article/h2/a")] == ["Of old", "Of late"]
    assert text(one(page, ".//strong[@class='error']")).startswith("“soon” is not a date; write 2026,")
    lead = one(site.page("/reviews?published=2026-11.."), ".//p[@class='lead']")
    assert text(lead) == "1 review, published 2026-11 and after, newest first. All reviews"


def test_terms_and_organisations_name_their_feeds(
    repository: Repository, show: Callable[[Repository], Visitor]
) -> None:
    plain(repository)
    site = show(repository)
    for path, titles in (
        ("/organisations/dorset", ["Of late"]),
        ("/browse/result/mixed", ["Ask the people who will use it"] * 2),
    ):
        page = site.page(path)
        feed = str(one(page, ".//link[@type='application/atom+xml']").get("href"))
        assert [entry[0] for entry in entries(site, feed)] == titles
        assert feed in [link.get("href") for link in page.findall(".//main//a")]


def test_an_entry_is_by_who_wrote_the_review(repository: Repository, show: Callable[[Repository], Visitor]) -> None:
    repository.shelf.write("of-old", review("author: The night desk", title="Of old", date="1921"))
    repository.commit("2026-11-20")
    site = show(repository)
    for path in ("/reviews.atom", "/search.atom?in=reviews"):
        root = ElementTree.fromstring(site.get(path).text)
        assert [name.text for name in root.iter(f"{ATOM}name")] == ["Here", "The night desk", "Here"]
