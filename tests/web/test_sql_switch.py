"""SQL of readers: on, off, or of those alone who sit at the machine that serves the site."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from lessons.web.ask import config_of
from lessons.web.sql_switch import complaint, from_this_machine
from tests.web.visitor import Visitor

Visit = Callable[..., Visitor]
OURS = ("/data/sql", "/data/sql?sql=select+1", "/data/sql.csv?sql=select+1", "/data/sql.json?sql=select+1")
ARBITRARY = (
    "/lessons?sql=select+1",
    "/lessons.json?sql=select+1",
    "/lessons/reviews?_where=1",
    "/%6Cessons?sql=select+1",
)
STAYING = (
    "/lessons",
    "/lessons/reviews?sector__exact=health&_facet=result",
    "/lessons/lessons.json?_search=crews",
    "/lessons/reviews.csv",
    "/data",
    "/data/lessons.db",
)
HERE = {"server": ("127.0.0.1", 8001), "client": ("127.0.0.1", 50000)}


class Answered:
    """What a server would have sent."""

    def __init__(self) -> None:
        self.status_code = 0
        self.headers: dict[str, str] = {}
        self.text = ""

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status_code = message["status"]
            self.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        else:
            self.text += message.get("body", b"").decode("utf-8", "replace")


def ask(site: Visitor, path: str, *, server: str = "127.0.0.1", client: str = "127.0.0.1", **headers: str) -> Answered:
    """Ask as a server would that listens on one address and was called from another; redirects are followed."""
    where, _, query = path.partition("?")
    named = {"host": "localhost" if server.startswith("127.") else server, **headers}
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": unquote(where),
        "raw_path": where.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "server": (server, 8001), "client": (client, 50000),
    }  # fmt: skip

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    answered = Answered()
    site.run(site.datasette.app()(scope, receive, answered.send))
    if answered.status_code in (301, 302):
        return ask(site, answered.headers["location"], server=server, client=client, **headers)
    return answered


def test_off_refuses_every_way_to_sql_in_words_and_leaves_the_rest(founding: Path, visit: Visit) -> None:
    site = visit(founding, plugin={"sql": False})
    for path in (*OURS, *ARBITRARY):
        answer = ask(site, path)
        assert answer.status_code == 403, path
    for path in OURS:
        assert "SQL is switched off on this site" in ask(site, path).text, path
    assert "SQL is switched off on this site" in ask(site, "/lessons?sql=select+1").text
    for path in STAYING:
        assert ask(site, path).status_code == 200, path
    assert "Query with SQL" not in ask(site, "/data").text


def test_canned_queries_of_the_operator_stay(founding: Path, visit: Visit) -> None:
    queries = {"how_many": {"sql": "select count(*) as n from reviews"}}
    site = visit(founding, plugin={"sql": False}, metadata={"databases": {"lessons": {"queries": queries}}})
    assert json.loads(ask(site, "/lessons/how_many.json?_shape=array").text) == [{"n": 37}]


@pytest.mark.parametrize("value", [True, "on", "ON"])
def test_on_takes_sql_of_everybody(founding: Path, visit: Visit, value: object) -> None:
    site = visit(founding, plugin={"sql": value})
    for path in (*OURS, *ARBITRARY[:3]):
        assert ask(site, path, server="192.0.2.1", client="203.0.113.9").status_code == 200, path


def test_unset_takes_sql_of_this_machine_alone(founding: Path, visit: Visit) -> None:
    site = visit(founding)
    for path in (*OURS, *ARBITRARY[:3]):
        assert ask(site, path).status_code == 200, path
        assert ask(site, path, server="192.0.2.1", client="203.0.113.9").status_code == 403, path
        assert ask(site, path, **{"x-forwarded-for": "203.0.113.9"}).status_code == 403, path
    assert "Query with SQL" in ask(site, "/data").text
    assert "Query with SQL" not in ask(site, "/data", server="192.0.2.1", client="203.0.113.9").text


def test_an_answer_for_one_is_not_the_answer_for_another(founding: Path, visit: Visit) -> None:
    """The pages' tags differ, so that a cache between them does not mix them up."""
    site = visit(founding)
    near, far = ask(site, "/data"), ask(site, "/data", server="192.0.2.1", client="203.0.113.9")
    assert near.headers["etag"] != far.headers["etag"]


@pytest.mark.parametrize(
    ("scope", "near"),
    [
        (HERE, True),
        ({"server": ("::1", 8001), "client": ("::1", 50000)}, True),
        ({"server": ("localhost", None), "client": ("127.0.0.1", 123)}, True),
        ({"server": ("192.0.2.1", 8001), "client": ("192.0.2.1", 50000)}, False),
        ({"server": ("127.0.0.1", 8001), "client": ("203.0.113.9", 50000)}, False),
        ({"server": ("/run/site.socket", None), "client": None}, False),
        ({}, False),
        *(
            ({**HERE, "headers": [(name, b"x")]}, False)
            for name in (b"X-Forwarded-For", b"forwarded", b"via", b"x-real-ip", b"x-forwarded-proto")
        ),
    ],
)
def test_who_sits_at_this_machine(scope: dict[str, Any], near: bool) -> None:
    assert from_this_machine(scope) is near


@pytest.mark.parametrize(
    ("value", "means"),
    [
        (None, None),
        (True, True),
        (False, False),
        ("on", True),
        ("off", False),
        ("Yes", True),
        ("maybe", False),
        (1, False),
    ],
)
def test_what_the_switch_may_say(value: object, means: bool | None) -> None:
    assert config_of({} if value is None else {"sql": value}).sql is means
    wrong = complaint({"sql": value})
    assert wrong is None or means is False


def test_what_is_neither_on_nor_off_is_told_at_the_start(
    founding: Path, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    visit(founding, plugin={"sql": "maybe"})
    assert "sql: must be on or off, not 'maybe'; it is treated as off" in caplog.text
