"""Whatever a cache keeps of the library, it asks again within a minute: what was taken back is gone from it then."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lessons.web.keeping import briefly_kept, is_brief
from lessons.web.routes import ANALYST_ROUTES, CHECKSUM, DOWNLOAD, ROUTES, STATIC
from tests.web.page import one
from tests.web.visitor import Visitor

# What stands for each variable part of an address; of what the founding library lacks there is a page that says so.
PARTS = {
    "review": "kirklees-recycling", "lesson": "prepare-crews", "scheme": "sector", "term": "housing", "organisation": "kirklees",
    "use": "none", "person": "nobody", "number": "1", "page": "serving", "table": "reviews", "ending": "docx",
}  # fmt: skip
PATTERNS = [DOWNLOAD, CHECKSUM, *(pattern for pattern, _ in (*ANALYST_ROUTES, *ROUTES))]


def path_of(pattern: str) -> str:
    filled = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda match: PARTS[match[1]], pattern)
    return filled.strip("^$").replace("\\", "")


def brief(answer: Any) -> bool:
    return is_brief(value.encode() for name, value in answer.headers.multi_items() if name == "cache-control")


@pytest.fixture(scope="module")
def analysed(founding: Path) -> Iterator[Visitor]:
    visitor = Visitor(founding, plugin={"sql": "on"})
    yield visitor
    visitor.close()


@pytest.mark.parametrize("path", [path_of(pattern) for pattern in PATTERNS])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_every_address_is_asked_for_again_within_a_minute(analysed: Visitor, path: str, method: str) -> None:
    assert brief(analysed.ask(method, path)), path


def test_what_is_unchanged_moved_gone_missing_or_refused_is_too(odd_site: Visitor) -> None:
    statuses = {}
    for path in (
        "/reviews/withdrawn-case",
        "/reviews/withdrawn-before",
        "/reviews/nothing-here",
        "/reviews/",
        "/-/lessons/nothing",
        "/nothing.json",
    ):
        answer = odd_site.get(path)
        statuses[answer.status_code] = path
        assert brief(answer), path
    assert {404, 410} <= statuses.keys()
    tag = odd_site.get("/reviews").headers["etag"]
    unchanged = odd_site.get("/reviews", headers={"if-none-match": tag})
    assert (unchanged.status_code, brief(unchanged)) == (304, True)
    for answer in (odd_site.get("/", headers={"host": "elsewhere.example"}), odd_site.ask("POST", "/lessons/reviews")):
        assert brief(answer), answer.status_code


def test_a_former_address_is_too(visit: Callable[..., Visitor], odd: Path) -> None:
    with sqlite3.connect(f"file:{odd}?mode=ro", uri=True) as connection:
        former = [old for (old,) in connection.execute("SELECT old FROM redirects WHERE http_status = 301")]
    connection.close()
    assert former
    site = visit(odd)
    for path in former:
        answer = site.get(path)
        assert (answer.status_code, brief(answer)) == (301, True), path


@pytest.mark.parametrize(
    "ending", ["", ".json?_shape=array", ".csv", ".json?_ttl=31536000", ".csv?_ttl=31536000", "?_ttl=999999"]
)
def test_datasette_s_own_pages_are_too_whatever_they_are_asked(analysed: Visitor, ending: str) -> None:
    for path in ("/lessons/reviews", "/lessons/review_text", "/lessons/lessons_fts"):
        answer = analysed.get(path + ending)
        assert answer.status_code in (200, 302), path
        assert brief(answer), path


def test_its_other_pages_and_a_long_setting_are_too(visit: Callable[..., Visitor], founding: Path) -> None:
    site = visit(founding, plugin={"sql": "on"}, settings={"default_cache_ttl": 86_400})
    for path in (
        "/lessons",
        "/lessons.json",
        "/lessons/reviews.json",
        "/lessons.db",
        "/lessons/reviews/1",
        "/-/databases.json",
        "/-/versions.json",
    ):
        assert brief(site.get(path)), path


def test_style_sheets_and_icons_are_kept(site: Visitor) -> None:
    sheet = next(
        link.get("href", "")
        for link in one(site.page("/"), "./head").findall("./link")
        if link.get("rel") == "stylesheet"
    )
    assert re.match(STATIC, sheet)
    assert site.get(sheet).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "no-cache" not in site.get("/favicon.ico").headers["cache-control"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("no-store", True),
        ("no-cache", True),
        ("private, NO-CACHE", True),
        ("max-age=60", True),
        ("public, max-age=5, s-maxage=60", True),
        ("max-age=0", True),
        ("", False),
        ("public", False),
        ("must-revalidate", False),
        ("s-maxage=5", False),
        ('no-cache="set-cookie"', False),
        ("max-age=61", False),
        ("max-age=5, s-maxage=61", False),
        ("max-age=5, immutable", False),
        ("max-age=5, stale-while-revalidate=600", False),
        ("max-age=5, stale-if-error=600", False),
        ("max-age=-1", False),
        ("max-age=", False),
        ("max-age=5x", False),
        ("max-age=99999999999999999999999999", False),
    ],
)
def test_a_header_is_understood_as_caches_do(header: str, expected: bool) -> None:
    assert is_brief([header.encode()]) is expected


def test_of_an_answer_that_may_be_kept_too_long_every_word_about_it_goes() -> None:
    said = [(b"Cache-Control", b"max-age=5"), (b"cache-control", b"immutable"), (b"Expires", b"Thu, 01 Jan 2099 00:00:00 GMT"), (b"X-Accel-Expires", b"900"), (b"etag", b"1")]  # fmt: skip

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": said})

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message["headers"])

    for path in ("/base/page", "/base/-/static/app.css"):
        coroutine = briefly_kept(app, "/base/")({"type": "http", "path": path}, None, send)  # type: ignore[arg-type]
        with pytest.raises(StopIteration):
            coroutine.send(None)  # type: ignore[attr-defined]
    assert sent == [[(b"etag", b"1"), (b"cache-control", b"private, no-cache")], said]
