"""The access log: a line a request that says what a keeper needs, and nothing of who asked or what for."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lessons.serving.http_server import limited
from lessons.web.access_log import TEMPLATES, logged, template_of
from lessons.web.site import Site, site_of
from tests.web.visitor import Visitor

SECRET = "nightjar"
FIELDS = ["time", "method", "route", "status", "ms", "bytes"]


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def logging_site(odd: Path, visit: Callable[..., Visitor]) -> Visitor:
    return visit(odd, plugin={"access_log": "on", "sql": "on"})


def test_a_request_is_a_line_that_names_the_route(logging_site: Visitor, capsys: pytest.CaptureFixture[str]) -> None:
    answer = logging_site.get("/reviews/bare", headers={"accept-encoding": "identity"})
    (line,) = lines(capsys)
    assert list(line) == FIELDS
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line["time"])
    assert (line["method"], line["route"], line["status"]) == ("GET", "/reviews/{review}", 200)
    assert line["bytes"] == len(answer.content)
    assert line["ms"] >= 0


@pytest.mark.parametrize(
    ("method", "path", "route", "status"),
    [
        ("GET", "/", "/", 200),
        ("GET", f"/search?q={SECRET}", "/search", 200),
        ("GET", f"/search.json?q={SECRET}", "/search.json", 200),
        ("GET", f"/suggest.json?q={SECRET}", "/suggest.json", 200),
        ("GET", f"/reviews/{SECRET}", "/reviews/{review}", 404),
        ("GET", f"/reviews/bare/{SECRET}.md?token={SECRET}", "/reviews/{review}/{lesson}.md", 404),
        ("GET", f"/browse/sector/{SECRET}", "/browse/{scheme}/{term}", 404),
        ("GET", f"/organisations/{SECRET}", "/organisations/{organisation}", 404),
        ("GET", f"/data/sql?sql=select+'{SECRET}'", "/data/sql", 200),
        ("GET", f"/data/{SECRET}", "/data/{table}", 404),
        ("GET", f"/help/{SECRET}", "/help/{page}", 404),
        ("GET", f"/{SECRET}", "other", 404),
        ("GET", f"/-/{SECRET}", "other", 404),
        ("GET", f"/lessons/reviews/{SECRET}", "datasette", 404),
        ("GET", f"/lessons/reviews.json?title={SECRET}", "datasette", 200),
        ("GET", f"/~6cessons/{SECRET}", "datasette", 404),
        ("GET", "/-/versions.json", "datasette", 200),
        ("GET", "/-/healthz", "/-/healthz", 200),
        ("POST", "/brief", "/brief", None),
        ("POST", f"/search?q={SECRET}", "/search", None),
        (SECRET.upper(), "/", "/", None),
    ],
)
def test_no_line_says_who_asked_or_what_for(
    logging_site: Visitor,
    capsys: pytest.CaptureFixture[str],
    method: str,
    path: str,
    route: str,
    status: int | None,
) -> None:
    told = {"user-agent": SECRET, "referer": f"https://{SECRET}.example/", "cookie": f"a={SECRET}"}
    told |= {"authorization": f"Bearer {SECRET}", "x-forwarded-for": SECRET, "x-remote-user": SECRET}
    options = {"content": f"plan={SECRET}".encode()} if method == "POST" else {}
    answer = logging_site.ask(method, path, headers=told, **options)
    out = capsys.readouterr().out
    assert SECRET not in out.lower()
    assert "127.0.0.1" not in out
    (line,) = [json.loads(text) for text in out.splitlines()]
    assert list(line) == FIELDS
    assert line["route"] == route
    assert line["status"] == (status or answer.status_code)
    assert line["method"] == (method if method in ("GET", "POST") else "other")


def test_every_address_of_ours_has_a_name_without_the_signs_of_a_pattern() -> None:
    names = [name for _, name in TEMPLATES]
    assert [name for name in names if re.search(r"[\\()?<>\[\]*+^$|]", name)] == []
    assert len(set(names)) == len(names)
    assert template_of(r"^/a/(?P<one>[^/]+?)\.(?P<two>b|c)$") == "/a/{one}.{two}"


def test_without_the_setting_nothing_is_printed(
    odd: Path, visit: Callable[..., Visitor], capsys: pytest.CaptureFixture[str]
) -> None:
    site = visit(odd)
    site.get("/")
    site.get("/nothing")
    assert capsys.readouterr().out == ""


def test_an_answer_that_was_kept_and_one_without_a_body_have_no_bytes(
    logging_site: Visitor, capsys: pytest.CaptureFixture[str]
) -> None:
    tag = logging_site.get("/").headers["etag"]
    logging_site.get("/", headers={"if-none-match": tag})
    logging_site.ask("HEAD", "/data/lessons.db")
    assert [(one["status"], one["bytes"]) for one in lines(capsys)][1:] == [(304, 0), (200, 0)]


def test_a_log_that_cannot_be_written_keeps_nobody_waiting(
    logging_site: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", Full())
    assert logging_site.get("/").status_code == 200


async def ask(app: Any, path: str = "/") -> list[Any]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await app({"type": "http", "method": "GET", "path": path, "headers": []}, None, send)
    return sent


@pytest.fixture
def site(logging_site: Visitor) -> Site:
    found = site_of(logging_site.datasette)
    assert found
    return found


def test_what_is_refused_before_it_reaches_the_site_is_logged_as_well(logging_site: Visitor, site: Site) -> None:
    written: list[str] = []
    app = logged(limited(logged(logging_site.datasette.app(), site, written.append), most=0), site, written.append)
    logging_site.run(ask(app))
    assert [json.loads(line)["status"] for line in written] == [503]


def test_a_request_is_logged_once_however_often_the_log_is_put_around(logging_site: Visitor, site: Site) -> None:
    written: list[str] = []

    async def ok(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"four"})

    logging_site.run(ask(logged(logged(ok, site, written.append), site, written.append)))
    assert [json.loads(line)["bytes"] for line in written] == [4]


def test_a_request_that_breaks_is_logged_as_what_the_reader_gets(logging_site: Visitor, site: Site) -> None:
    written: list[str] = []

    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError(SECRET)

    with pytest.raises(RuntimeError):
        logging_site.run(ask(logged(breaks, site, written.append)))
    (line,) = written
    assert json.loads(line)["status"] == 500
    assert SECRET not in line
