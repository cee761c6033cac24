"""What an entry becomes in the database, table by table."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.building.outputs import reviews
from lessons.building.outputs.shared import Shared
from lessons.entries.checked import CheckedReview
from lessons.schema.paragraphs import html_of, paragraphs
from tests.support.sample import Folder, body, front, lesson, review, use_text

Query = Callable[[str], list[dict[str, Any]]]

FULL = """\
author: the audit team
summary: In short.
type: evaluation
event: pilot
phase: operate
delivery_model: in-house
level: local
enablers: [leadership, luck]
barriers: weather
change: process
mission: To run buses.
place: Huddersfield
country: GB
contact: transport desk
period: {from: 1997, to: 1998-03}
partners: [Bus Company, Bus Company, Police]
contributors: [driver, planner]
tags: [night, buses, night]
people_affected: 400
cost: {amount: 12.5, currency: GBP, year: 1998, note: thousands}
outcomes:
  - measure: Users a night
    unit: people
    baseline: 10
    target: 40
    result: 5
    better: higher
    measures: outcome
    period: first month
    method: before-after
    note: counted by drivers
    source: Log
  - measure: Complaints
    result: 0
    better: lower
sources:
  - cite: A book
    url: https://a.org/b
    section: Chapter 1
reviewed: {on: 1999-01, by: peer, note: fair}
published: 2020-05
review_due: 2001
language: en-GB
licence: CC-BY-4.0
related: [night-trams, here:night-trams#ask-users, there:far#away]
supersedes: night-trams
builds_on:
  - {lesson: night-trams#ask-users, decision: adapted, why: It had worked.}
  - {lesson: there:far#away, decision: considered}
repeats: night-trams#ask-users
source_system: {name: Old, id: 7, url: https://old.org/7, imported: 2020-01-02}
"""
LESSON = """\
### Ask *first*

They knew. See [trams](night-trams.md#ask-users), [trams](night-trams.md) and [again](/reviews/night-trams).

- Id: ask-first
- Kind: improve
- Basis: reviewer
- Recommendation: Ask **users** first.
- Applies when: always
- Does not apply when: never
- Change: policy, process
- Barrier: weather
- Enabler: luck
- Addressed to: Dorset; Ministry of Food, Farms and Fish; Dorset
- Addressed to: Kirklees
- Respond by: 1999-02
- Priority: urgent
- Status: implemented
- Owner: planner
- Due: 1999
- Evidence: one
- Evidence: two
- Reason: none
- Superseded by: night-trams#ask-users
- Formerly: ask, ask-them
"""


@pytest.fixture
def query(shelf: Folder, tmp_path: Path) -> Query:
    """Build what the folder holds when first asked, and return rows as dictionaries."""

    def ask(sql: str) -> list[dict[str, Any]]:
        output = tmp_path / "lessons.db"
        if not output.exists():
            report = shelf.build(output)
            assert report.written, [str(problem) for problem in report.problems]
        connection = sqlite3.connect(output)
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(sql)]
        finally:
            connection.close()

    return ask


@pytest.fixture
def full(shelf: Folder, query: Query) -> Query:
    shelf.write("vocabulary.yml", "unit: {slug: here, name: Here, description: Ours.}\n")
    shelf.write("night-trams", review(organisation="Dorset", date="not-stated", sector="not-stated"))
    shelf.write("sub/night-buses", review(FULL, lessons=LESSON))
    return query


def test_the_facts_of_a_review(full: Query) -> None:
    row = full("SELECT * FROM reviews WHERE id = 'night-buses'")[0]
    expected = {
        "unit_id": "here", "title": "Night buses", "author": "the audit team", "date": "1998-04", "date_earliest": "1998-04-01",
        "date_precision": "month", "year": 1998, "organisation_id": "kirklees", "sector": "transport", "result": "mixed",
        "type": "evaluation", "event": "pilot", "phase": "operate", "delivery_model": "in-house", "level": "local",
        "country": "GB", "place": "Huddersfield", "mission": "To run buses.", "contact": "transport desk", "summary": "In short.",
        "period_from": "1997", "period_to": "1998-03", "people_affected": 400, "cost_amount": 12.5, "cost_currency": "GBP",
        "cost_year": 1998, "cost_note": "thousands", "handling": "public", "editorial_status": "published", "review_due": "2001",
        "language": "en-GB", "licence": "CC-BY-4.0", "source_system": "Old", "source_system_id": "7",
        "source_system_url": "https://old.org/7", "source_system_imported": "2020-01-02", "lesson_count": 1,
        "file": "sub/night-buses.md", "published": "2020-05", "published_earliest": "2020-05-01",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


def test_what_is_not_stated_is_empty(full: Query) -> None:
    row = full("SELECT * FROM reviews WHERE id = 'night-trams'")[0]
    for name in ("date", "date_earliest", "year", "sector", "event", "cost_amount", "period_from", "language"):
        assert row[name] is None
    assert row["author"] == "Here"
    assert row["date_precision"] is None
    assert full("SELECT scheme, term FROM review_terms WHERE review_id = 'night-trams' ORDER BY 1") == [
        {"scheme": "handling", "term": "public"},
        {"scheme": "result", "term": "mixed"},
        {"scheme": "status", "term": "published"},
        {"scheme": "type", "term": "after-action-review"},
    ]


def test_lists_keep_their_order_and_hold_each_value_once(full: Query) -> None:
    for table, column, values in (
        ("review_partners", "partner", ["Bus Company", "Police"]),
        ("review_contributors", "contributor", ["driver", "planner"]),
        ("review_tags", "tag", ["night", "buses"]),
    ):
        assert full(f"SELECT position, {column} AS value FROM {table} ORDER BY 1") == [
            {"position": position, "value": value} for position, value in enumerate(values, 1)
        ]


def test_outcomes_sources_and_reviewers(full: Query) -> None:
    first, second = full("SELECT * FROM outcomes ORDER BY position")
    assert (first["baseline"], first["target"], first["actual"], first["method"]) == (10, 40, 5, "before-after")
    assert (first["measures"], second["measures"]) == ("outcome", None)
    assert (second["baseline"], second["actual"], second["method"], second["unit"]) == (None, 0, None, None)
    assert full("SELECT measures FROM outcome_results ORDER BY position") == [
        {"measures": "outcome"},
        {"measures": None},
    ]
    assert full("SELECT direction, change, target_met FROM outcome_results ORDER BY position") == [
        {"direction": "worse", "change": -5, "target_met": 0},
        {"direction": None, "change": None, "target_met": None},
    ]
    assert full("SELECT cite, url, section FROM sources") == [
        {"cite": "A book", "url": "https://a.org/b", "section": "Chapter 1"}
    ]
    assert full("SELECT date, date_earliest, date_latest, checked_by, note FROM review_checks") == [
        {
            "date": "1999-01",
            "date_earliest": "1999-01-01",
            "date_latest": "1999-01-31",
            "checked_by": "peer",
            "note": "fair",
        }
    ]


def test_a_lesson_with_all_its_fields(full: Query) -> None:
    row = full("SELECT * FROM lessons WHERE review_id = 'night-buses'")[0]
    assert row.pop("number") > 0
    assert row == {
        "id": "night-buses#ask-first", "review_id": "night-buses", "local_id": "ask-first", "position": 1,
        "statement": "Ask first", "kind": "improve", "basis": "reviewer", "recommendation": "Ask users first.", "applies_when": "always",
        "does_not_apply_when": "never", "priority": "urgent", "status": "implemented", "recurred": 0, "owner": "planner",
        "due": "1999", "due_earliest": "1999-01-01", "due_latest": "1999-12-31", "respond_by": "1999-02", "respond_by_earliest": "1999-02-01", "respond_by_latest": "1999-02-28",
        "evidence_strength": "limited",
        "evidence_reason": "The outcome of its review was measured before and after; no use by another organisation has a known result.",
        "reason": "none", "superseded_by": "night-trams#ask-users",
        "published": "2020-05", "published_earliest": "2020-05-01", "published_latest": "2020-05-31", "last_changed": None,
    }  # fmt: skip
    assert full("SELECT evidence FROM lesson_evidence ORDER BY position") == [{"evidence": "one"}, {"evidence": "two"}]
    terms = full(
        "SELECT scheme || '=' || term AS term FROM lesson_terms WHERE lesson_id = 'night-buses#ask-first' ORDER BY 1"
    )
    assert [row["term"] for row in terms] == [
        "barriers=weather", "basis=reviewer", "change=policy", "change=process", "enablers=luck", "evidence_strength=limited", "kind=improve", "lesson_status=implemented", "priority=urgent",
    ]  # fmt: skip


def test_a_lesson_is_addressed_to_organisations_that_may_have_no_review(full: Query) -> None:
    assert full("SELECT lesson_id, position, organisation_id FROM lesson_addressees ORDER BY position") == [
        {"lesson_id": "night-buses#ask-first", "position": position, "organisation_id": slug}
        for position, slug in enumerate(("dorset", "ministry-of-food-farms-and-fish", "kirklees"), 1)
    ]
    assert full("SELECT name, review_count FROM organisations ORDER BY name") == [
        {"name": "Dorset", "review_count": 1},
        {"name": "Kirklees", "review_count": 1},
        {"name": "Ministry of Food, Farms and Fish", "review_count": 0},
    ]


def test_the_repeated_lesson_has_recurred(full: Query) -> None:
    assert full("SELECT recurred, status FROM lessons WHERE review_id = 'night-trams'") == [
        {"recurred": 1, "status": "identified"}
    ]
    status = "SELECT term FROM lesson_terms WHERE lesson_id = 'night-trams#ask-users' AND scheme = 'lesson_status'"
    assert full(status) == [{"term": "recurred"}]


def test_links_between_lessons(full: Query) -> None:
    assert full("SELECT link_type, position, to_lesson_id, cited_as, decision, why, independent FROM lesson_links ORDER BY link_type, position") == [
        {"link_type": "builds_on", "position": 1, "to_lesson_id": "night-trams#ask-users", "cited_as": "night-trams#ask-users",
         "decision": "adapted", "why": "It had worked.", "independent": 1},
        {"link_type": "builds_on", "position": 2, "to_lesson_id": None, "cited_as": "there:far#away",
         "decision": "considered", "why": None, "independent": None},
        {"link_type": "repeats", "position": 1, "to_lesson_id": "night-trams#ask-users", "cited_as": "night-trams#ask-users",
         "decision": None, "why": None, "independent": 1},
    ]  # fmt: skip


def test_links_between_reviews_stand_once_a_kind(full: Query) -> None:
    assert full(
        "SELECT link_type, cited_as, to_review_id, to_lesson_id FROM review_links ORDER BY link_type, cited_as"
    ) == [
        {"link_type": kind, "cited_as": target, "to_review_id": review_id, "to_lesson_id": lesson_id}
        for kind, target, review_id, lesson_id in (
            ("mentions", "night-trams", "night-trams", None),
            ("mentions", "night-trams#ask-users", "night-trams", "night-trams#ask-users"),
            ("related", "night-trams", "night-trams", None),
            ("related", "night-trams#ask-users", "night-trams", "night-trams#ask-users"),
            ("related", "there:far#away", None, None),
            ("supersedes", "night-trams", "night-trams", None),
        )
    ]


def test_the_text_that_is_searched(full: Query) -> None:
    row = full("SELECT * FROM lesson_text WHERE lesson_id = 'night-buses#ask-first'")[0]
    assert row["advice"] == "Ask users first.\nalways\nnever"
    assert row["body"] == "They knew. See trams, trams and again.\none\ntwo\nplanner"
    assert row["context"] == "Night buses\nIn short.\nKirklees\nHuddersfield"
    assert 'href="/reviews/night-trams/ask-users"' in row["html"]
    row = full("SELECT * FROM review_text WHERE review_id = 'night-buses'")[0]
    assert row["statements"] == "Ask first"
    assert row["facts"].startswith("Kirklees\nHuddersfield\nTo run buses.\nUnited Kingdom")
    assert "Transport" in row["facts"]
    assert row["markdown"] == review(FULL, lessons=LESSON)
    assert [
        r["section"] for r in full("SELECT section FROM sections WHERE review_id = 'night-buses' ORDER BY position")
    ] == [
        "summary",
        "what-was-intended",
        "what-happened",
        "why-it-happened",
    ]


def test_the_database_puts_texts_together_as_their_rows_were_made(
    full: Query, shelf: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.write("uses/leeds", use_text(lesson="night-buses#ask-first", why="It 100 % worked."))
    shelf.write("uses/york", use_text(lesson="night-buses#ask-first", why="They asked & it held."))
    texts = "1. One\n2. Two\n\n> Said\n\n| a | b |\n|---|---|\n| c | d |"
    rapid = body(What_happened="Only *this*.\n\nAnd <that>.", What_went_well=texts)
    shelf.write("day-buses", front("type: rapid-lesson") + rapid.replace("## Lessons", "## Lessons\n\nBefore them.\n"))
    told: dict[str, dict[str, str]] = {}
    made = reviews.texts_of

    def telling(entry: CheckedReview, shared: Shared) -> dict[str, str]:
        told[entry.id] = made(entry, shared)
        return told[entry.id]

    monkeypatch.setattr(reviews, "texts_of", telling)
    rows = full("SELECT * FROM review_text")
    assert {row["review_id"] for row in rows} == told.keys()
    for row in rows:
        assert {name: row[name] for name in told[row["review_id"]]} == told[row["review_id"]]
    assert full("SELECT html FROM sections WHERE review_id = 'day-buses' AND section = 'what-happened'") == [
        {"html": "<p>Only <em>this</em>.</p>\n<p>And &lt;that&gt;.</p>"}
    ]


@given(text=st.text(st.sampled_from("a<&>;\n \"'é")))
def test_html_that_is_not_stored_is_the_same_from_sql(text: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        (found,) = connection.execute(f"SELECT {html_of('text', 'NULL')} FROM (SELECT ? AS text)", (text,)).fetchone()
    assert found == paragraphs(text)


@pytest.mark.parametrize(
    ("summary", "what_happened", "expected"),
    [
        ("One.\n\nTwo.", "Three.", "One."),
        (None, "Three.\n\nFour.", "Three."),
        ("word " * 70, "x", " ".join(["word"] * 60) + " …"),
        (None, "Not stated in the source.", None),
    ],
)
def test_without_a_stated_summary_the_first_paragraph_that_says_something_is_one(
    shelf: Folder, query: Query, summary: str | None, what_happened: str, expected: str | None
) -> None:
    shelf.write("night-buses", front("type: rapid-lesson") + body(Summary=summary, What_happened=what_happened))
    assert query("SELECT summary FROM reviews") == [{"summary": expected}]


def test_former_and_withdrawn_addresses(shelf: Folder, query: Query) -> None:
    fields = "- Id: ask\n- Recommendation: b\n- Formerly: ask-them\n"
    shelf.write("night-buses", review("formerly: [old-buses, first-buses]", lessons=lesson(fields)))
    shelf.write(
        "gone", review("status: withdrawn\nformerly: gone-before", title="Secret title", lessons=lesson(fields))
    )
    redirects = query("SELECT old, new, http_status AS status FROM redirects ORDER BY old")
    moved = {row["old"]: row["new"] for row in redirects if row["status"] == 301}
    assert moved == {
        "/reviews/night-buses/ask-them": "/reviews/night-buses/ask",
        **{f"/reviews/{old}": "/reviews/night-buses" for old in ("old-buses", "first-buses")},
        **{f"/reviews/{old}/{name}": "/reviews/night-buses/ask" for old in ("old-buses", "first-buses") for name in ("ask", "ask-them")},
    }  # fmt: skip
    assert [(row["old"], row["new"]) for row in redirects if row["status"] == 410] == [
        ("/reviews/gone", None),
        ("/reviews/gone-before", None),
        ("/reviews/gone-before/ask", None),
        ("/reviews/gone-before/ask-them", None),
        ("/reviews/gone/ask", None),
        ("/reviews/gone/ask-them", None),
    ]
    assert query("SELECT id FROM reviews") == [{"id": "night-buses"}]
    assert query("SELECT count(*) AS n FROM review_text WHERE markdown LIKE '%Secret title%'") == [{"n": 0}]


def test_organisations_have_one_preferred_name(shelf: Folder, query: Query) -> None:
    shelf.write(
        "vocabulary.yml",
        "organisations:\n  kirklees: {name: Kirklees Council, variants: [Kirklees MBC]}\n  unused: {name: Unused}\n",
    )
    for number, name in enumerate(
        ["Kirklees", "kirklees mbc", "KIRKLEES!", "Dorset", "DORSET", "Dorset.", "not-stated", "内閣府"], 1
    ):
        shelf.write(f"review-{number}", organisation=name)
    assert query("SELECT id, name, review_count FROM organisations ORDER BY id") == [
        {"id": "dorset", "name": "Dorset", "review_count": 2},
        {"id": "dorset-2", "name": "Dorset.", "review_count": 1},
        {"id": "kirklees", "name": "Kirklees Council", "review_count": 2},
        {"id": "kirklees-2", "name": "KIRKLEES!", "review_count": 1},
        {"id": "内閣府", "name": "内閣府", "review_count": 1},
    ]
    assert query("SELECT * FROM organisation_variants") == [{"organisation_id": "kirklees", "variant": "Kirklees MBC"}]
    assert query("SELECT organisation_id FROM reviews WHERE id = 'review-7'") == [{"organisation_id": None}]


def test_terms_are_the_vocabularys_the_fixed_ones_and_those_used_besides(shelf: Folder, query: Query) -> None:
    shelf.write(
        "vocabulary.yml",
        "schemes:\n  sector:\n    label: Field of work\n    definition: Which.\n    terms:\n"
        "      transport: {label: Transport, definition: Moving., cofog: '04', synonyms: [buses]}\n"
        "      rail: {label: Rail, broader: transport}\n  result:\n    label: How it went\n    terms:\n      mixed: {label: So so}\n",
    )
    shelf.write("night-buses", review("event: street-party\ncountry: NO"))
    assert query(
        "SELECT slug, label, definition, broader, cofog FROM terms WHERE scheme = 'sector' ORDER BY position"
    ) == [
        {"slug": "transport", "label": "Transport", "definition": "Moving.", "broader": None, "cofog": "04"},
        {"slug": "rail", "label": "Rail", "definition": None, "broader": "transport", "cofog": None},
    ]
    assert query("SELECT label FROM terms WHERE scheme = 'event'") == [{"label": "Street party"}]
    assert query("SELECT label FROM terms WHERE scheme = 'country'") == [{"label": "Norway"}]
    assert query("SELECT slug, label FROM terms WHERE scheme = 'result' ORDER BY position LIMIT 2") == [
        {"slug": "success", "label": "Success"},
        {"slug": "mixed", "label": "So so"},
    ]
    assert query("SELECT term, synonym FROM synonyms") == [{"term": "transport", "synonym": "buses"}]
    assert query("SELECT label, facet FROM schemes WHERE id = 'sector'") == [{"label": "Field of work", "facet": 1}]
    assert query("SELECT name FROM documents WHERE name NOT LIKE 'help/%' ORDER BY name") == [
        {"name": "organisations.json"},
        {"name": "schema-of-uses.json"},
        {"name": "schema.json"},
        {"name": "vocabulary.yml"},
    ]


PEOPLE = "people:\n  a-driver: {name: Ann Driver}\n  somebody-else: {name: Somebody Else}\n"


def test_people_who_consent_are_named_and_all_others_stay_roles(shelf: Folder, query: Query) -> None:
    shelf.write("vocabulary.yml", PEOPLE)
    named = "contributors:\n  - planner\n  - {person: a-driver, role: driver}\n  - role: clerk\n"
    shelf.write("night-buses", review(named))
    assert query("SELECT position, contributor, person_id FROM review_contributors ORDER BY position") == [
        {"position": 1, "contributor": "planner", "person_id": None},
        {"position": 2, "contributor": "driver", "person_id": "a-driver"},
        {"position": 3, "contributor": "clerk", "person_id": None},
    ]
    assert query("SELECT * FROM people") == [{"id": "a-driver", "name": "Ann Driver"}]
    assert "Ann Driver" in query("SELECT facts FROM review_text")[0]["facts"]


def test_people_who_took_part_in_a_use_are_named_where_they_consent(shelf: Folder, query: Query) -> None:
    shelf.write("vocabulary.yml", PEOPLE)
    shelf.write("night-buses", review())
    named = (
        "contributors:\n  - planner\n  - {person: a-driver, role: driver}\n  - {person: nobody-declared, role: clerk}"
    )
    shelf.write("uses/trams", use_text(named))
    assert query("SELECT use_id, position, contributor, person_id FROM use_contributors ORDER BY position") == [
        {"use_id": "trams", "position": 1, "contributor": "planner", "person_id": None},
        {"use_id": "trams", "position": 2, "contributor": "driver", "person_id": "a-driver"},
        {"use_id": "trams", "position": 3, "contributor": "clerk", "person_id": None},
    ]
    assert query("SELECT * FROM people") == [{"id": "a-driver", "name": "Ann Driver"}]


def test_people_known_from_hidden_reviews_alone_are_in_no_table_and_no_document(shelf: Folder, query: Query) -> None:
    shelf.write("vocabulary.yml", PEOPLE)
    shelf.write("night-buses", review("contributors: {person: a-driver, role: driver}"))
    shelf.write("hidden", review("handling: internal\ncontributors: {person: somebody-else, role: guard}"))
    assert query("SELECT id FROM people") == [{"id": "a-driver"}]
    (stored,) = query("SELECT content FROM documents WHERE name = 'vocabulary.yml'")
    assert "Ann Driver" in stored["content"]
    assert "Somebody Else" not in stored["content"]
    assert "somebody-else" not in stored["content"]
