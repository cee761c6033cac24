"""No link of Datasette's own pages is broken, and no page says "0 rows" of what has rows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from datasette.utils import tilde_decode

from lessons.building.build import Options, build
from lessons.schema import TABLES, VIEWS
from tests.support.git import Repository
from tests.support.sample import lesson, review, use_text
from tests.web.visitor import Visitor

VOCABULARY = """\
unit: {slug: here, name: Here, description: Ours.}
schemes:
  sector:
    label: Sector
    terms:
      transport: {label: Transport, synonyms: [buses/trains, "100 % rail"]}
      rail: {label: Rail, broader: transport}
people: {ann: {name: Ann Driver}}
organisations: {kirklees: {name: Kirklees, variants: [Kirklees MBC]}}
"""
FULL = """\
summary: In short.
type: evaluation
barriers: weather
enablers: luck
country: GB
partners: [Bus & Tram Company]
contributors: [{role: driver, person: ann}]
tags: ["night/buses", "50 % off?", "a~b"]
outcomes:
  - {measure: "Users / night", baseline: 2.5, result: 3.3, target: 4, better: higher, measures: outcome, method: before-after}
  - {measure: "Users / night", result: 3, better: higher}
sources: {cite: A book, url: https://a.org/b?c=1&d=2}
reviewed: {on: 1999-01, by: peer}
related: [day-trams, here:day-trams#ask-users, there:far#away]
builds_on: {lesson: day-trams#ask-users, decision: adapted}
repeats: day-trams#ask-users
formerly: late-buses
"""
LESSON = "- Id: ask-first\n- Kind: improve\n- Recommendation: Ask first.\n- Addressed to: Dorset\n- Evidence: one\n- Change: policy\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with rows in every table, and with signs in its values that addresses must escape."""
    repository = Repository.begun(tmp_path_factory.mktemp("small"))
    folder = repository.shelf
    folder.write("vocabulary.yml", VOCABULARY)
    folder.write("night-buses", review(FULL, lessons=lesson(LESSON)))
    folder.write("day-trams", review(organisation="Dorset & Co", date="not-stated", result="not-stated"))
    folder.write("gone", review("status: withdrawn"))
    folder.write(
        "uses/north",
        use_text(
            "outcomes: {measure: Ÿes, better: lower, result: 1}\ncontributors: [{role: driver, person: ann}]",
            lesson="day-trams#ask-users",
        ),
    )
    repository.commit("2026-10-01")
    output = folder.path.parent / "lessons.db"
    report = build(folder.path, output, Options())
    assert report.written, [str(problem) for problem in report.problems]
    return output


@pytest.fixture(scope="module")
def native(small: Path) -> Iterator[Visitor]:
    visitor = Visitor(small)
    yield visitor
    visitor.close()


# Rows of a table whose pages the tests look at each time; the scheduled one looks at all, and at each order of a table.
FEW = 3


def links(path: str, page: str) -> Iterator[str]:
    for href in re.findall(r'href="([^"#]+)', page):
        target = urljoin(path, unescape(href))
        if target.startswith("/lessons") and "/-/" not in target:
            yield target


def followed(path: str) -> bool:
    """Return whether the links of a page are followed: with each parameter there are as many more pages again."""
    return urlsplit(path).query in ("", "_show_hidden=1")


def crawled(site: Visitor, most_rows: int, *, sorted_too: bool) -> dict[str, str]:
    """Return every page that links lead to, of each table at most so many rows; links of pages with parameters are not followed."""
    found: dict[str, str] = {}
    broken: dict[str, int] = {}
    rows: dict[str, set[str]] = {}
    waiting = ["/lessons"]
    while waiting:
        path = waiting.pop()
        parts = urlsplit(path).path.split("/")
        if len(parts) == 4:
            seen = rows.setdefault(parts[2], set())
            seen.update([parts[3].partition(".")[0]] if len(seen) < most_rows else [])
            if parts[3].partition(".")[0] not in seen:
                continue
        if path in found or path in broken or ("_sort" in path and not sorted_too):
            continue
        answer = site.get(path, follow_redirects=True)
        if answer.status_code != 200:
            broken[path] = answer.status_code
            continue
        found[path] = answer.text
        if answer.headers["content-type"].startswith("text/html") and followed(path):
            waiting += links(path, answer.text)
    assert broken == {}
    return found


@pytest.fixture(scope="module")
def pages(native: Visitor) -> dict[str, str]:
    return crawled(native, FEW, sorted_too=False)


def test_every_table_and_view_has_its_page_among_those_that_links_lead_to(pages: dict[str, str]) -> None:
    """Each link was followed, and led somewhere."""
    for one in (*TABLES, *VIEWS):
        assert f"/lessons/{one.name}" in pages, one.name
    for table in TABLES:
        if not table.search_only:
            assert any(path.startswith(f"/lessons/{table.name}/") for path in pages), f"no row of {table.name}"


def test_what_a_row_s_page_says_of_rows_that_refer_to_it_is_true(
    native: Visitor, small: Path, pages: dict[str, str]
) -> None:
    told = 0
    with closing(sqlite3.connect(small)) as connection:
        for path, page in pages.items():
            for href, count, column, table in REFERRING.findall(page):
                key = tilde_decode(path.rpartition("/")[2])
                (truth,) = connection.execute(f"SELECT count(*) FROM [{table}] WHERE [{column}] = ?", (key,)).fetchone()
                assert int(count.replace(",", "")) == truth, f"{path}: {table}.{column}"
                there = pages[urljoin(path, unescape(href))]
                assert re.search(rf"\b{truth} rows?\b", there) or not truth, href
                told += truth > 0
    assert told > 10
    # A review, a lesson and an organisation are referred to from every table that declares it.
    for start, referred in (
        ("/lessons/reviews/", "reviews"),
        ("/lessons/lessons/", "lessons"),
        ("/lessons/organisations/", "organisations"),
    ):
        page = next(text for path, text in pages.items() if path.startswith(start) and REFERRING.search(text))
        declared = {
            (column.name, table.name)
            for table in TABLES
            for column in table.columns
            if column.references and column.references[0] == referred
        }
        assert {(column, table) for _, _, column, table in REFERRING.findall(page)} == declared


REFERRING = re.compile(r'<a href="([^"]+)">\s*([\d,]+) rows?</a>\s*from (\w+) in (\w+)')


@pytest.mark.scheduled
def test_every_link_of_every_row_leads_somewhere(native: Visitor) -> None:
    assert len(crawled(native, 10**6, sorted_too=True)) > 1000
