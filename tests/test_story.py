"""The story of one review, from the contributor's file to the practitioner's result. Read this first."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from lessons.building import build
from lessons.serving.server import Server
from lessons.web.site import site_of

REVIEW = """\
---
title: Evening opening at Northbridge library
date: 2019-06
organisation: Northbridge Council
sector: not-stated
result: mixed
---

## Summary

The library stayed open on two evenings a week. Visits rose, but volunteers left because nobody had asked them.

## What was intended

More visits by people who work during the day.

## What happened

Visits rose in the first month. By the third, half of the volunteers had left.

## Why it happened

The rota was changed without talking to the volunteers.

## Lessons

### Ask volunteers before you change their rota

They had family duties in the evening and said so only when they left.

- Id: ask-volunteers
- Kind: improve
- Recommendation: Talk to every volunteer about new hours before they are announced.
- Applies when: A service depends on volunteers.
"""


def test_a_review_is_written_checked_built_and_found(tmp_path: Path) -> None:
    entries = tmp_path / "entries"
    entries.mkdir()
    (entries / "northbridge-evening-opening.md").write_text(REVIEW, encoding="utf-8")
    database = tmp_path / "lessons.db"

    report = build.build(entries, database, build.Options())

    assert report.problems == []
    assert (report.reviews, report.lessons) == (1, 1)

    answer = asyncio.run(ask(database, "/search.json?q=volunteer+hours"))
    assert answer.status_code == 200
    found = answer.json()
    assert found["count"] == 1
    hit = found["results"][0]
    assert hit["id"] == "northbridge-evening-opening#ask-volunteers"
    assert hit["statement"] == "Ask volunteers before you change their rota"
    assert hit["url"].endswith("/reviews/northbridge-evening-opening/ask-volunteers")
    assert "<mark>volunteer</mark>" in hit["snippet"].lower()

    page = asyncio.run(ask(database, "/search?q=volunteer+hours"))
    assert "1 lesson" in page.text
    assert "Ask volunteers before you change their rota" in page.text

    review = asyncio.run(ask(database, "/reviews/northbridge-evening-opening"))
    assert review.status_code == 200
    assert "<h1" in review.text
    assert "Evening opening at Northbridge library" in review.text


async def ask(database: Path, address: str) -> Any:
    """Return the site's answer at an address."""
    datasette = Server(database, metadata=None).datasette()
    try:
        return await datasette.client.get(address)
    finally:
        site_of(datasette).close()
