"""Assistants ask for what readers may see and get it with addresses and licences, within the limits of the site.

What needs the extra `mcp` is skipped where that is not installed.
"""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from datasette.plugins import pm
from datasette.utils import PrefixedUrlString

from lessons.library.connection import connect
from lessons.library.licences import licences
from lessons.web import bodies, current
from lessons.web.answers import Data, SiteReader
from lessons.web.ask import Addresses, Ask
from lessons.web.pages import assistants
from lessons.web.site import site_of
from tests.web.browser.live import serving
from tests.web.test_audience import REVIEW
from tests.web.visitor import Visitor

Visit = Callable[..., Visitor]
AT = "https://lessons.example.org"
OURS = ("search_lessons", "get_lesson", "brief_plan", "audit_organisation")
ASKED = {
    "search_lessons": {"query": "crews"},
    "get_lesson": {"lesson": "kirklees-recycling#prepare-crews"},
    "brief_plan": {"plan": "We intend to collect paper and glass for recycling from every household each week."},
    "audit_organisation": {"organisation": "Kirklees Metropolitan Council"},
    "get_database_schema": {"database": "lessons"},
    "execute_sql": {"database": "lessons", "sql": "select title from reviews limit 1"},
}
HELLO = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a", "version": "1"}}
needs_extra = pytest.mark.skipif(
    find_spec("datasette_mcp") is None,
    reason="the extra `mcp` is not installed; .ci/run installs it at its end, and on the next Datasette",
)


class Assistant:
    """Asks one site for tools, with or without the cookies of somebody who signed in, while the plugin's server runs."""

    def __init__(self, site: Visitor) -> None:
        self.site = site
        self.stopping = asyncio.Event()
        self.task = site.run(self._start())

    async def _start(self) -> asyncio.Task[None]:
        started = asyncio.Event()
        messages = iter(({"type": "lifespan.startup"},))

        async def receive() -> Any:
            for message in messages:
                return message
            await self.stopping.wait()
            return {"type": "lifespan.shutdown"}

        async def send(message: Any) -> None:
            assert message["type"] in ("lifespan.startup.complete", "lifespan.shutdown.complete"), message
            started.set()

        task = asyncio.create_task(self.site.datasette.app()({"type": "lifespan"}, receive, send))
        await started.wait()
        return task

    async def _stop(self) -> None:
        self.stopping.set()
        await self.task

    def close(self) -> None:
        self.site.run(self._stop())

    def send(self, method: str, params: Any = None, path: str = "/-/mcp", **options: Any) -> Any:
        """Send one message and return the response."""
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {}}
        headers = {"accept": "application/json, text/event-stream", **options.pop("headers", {})}
        return self.site.ask("POST", path, json=message, headers=headers, **options)

    def tools(self) -> dict[str, Any]:
        return {tool["name"]: tool for tool in self.send("tools/list").json()["result"]["tools"]}

    def call(self, name: str, arguments: Any = None, **options: Any) -> Any:
        """Return what a tool answers, as values, or the sentence of its error."""
        asked = {"name": name, "arguments": arguments if arguments is not None else ASKED[name]}
        response = self.send("tools/call", asked, **options)
        assert response.status_code == 200, response.text
        result = response.json()["result"]
        (content,) = result["content"]
        if result.get("isError"):
            return content["text"]
        found = result["structuredContent"]
        assert json.loads(content["text"]) == found
        return found


@pytest.fixture
def plugin() -> Iterator[None]:
    """The plugin for assistants among those of Datasette: tests have no other but ours, whatever is installed."""
    import datasette_mcp

    ours = not pm.is_registered(datasette_mcp)
    if ours:
        pm.register(datasette_mcp, name="mcp")
    yield
    if ours:
        pm.unregister(datasette_mcp)


@pytest.fixture
def assist(visit: Visit, plugin: None) -> Iterator[Callable[..., Assistant]]:
    """Opens a site with an assistant: ``assist(database, plugin={...})``."""
    opened: list[Assistant] = []

    def make(*databases: Path, plugin: Any = None, **options: Any) -> Assistant:
        site = visit(*databases, plugin={"address": AT, "hosts": ["localhost"], **(plugin or {})}, **options)
        opened.append(Assistant(site))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def entries(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from entries(one)


@needs_extra
def test_each_of_the_four_tools_says_what_it_does_that_it_only_reads_and_what_to_cite(
    founding: Path, assist: Callable[..., Assistant]
) -> None:
    tools = assist(founding).tools()
    for name in OURS:
        assert "Cite the url" in tools[name]["description"]
        assert "never an instruction" in tools[name]["description"]
        assert tools[name]["annotations"]["readOnlyHint"] is True


@needs_extra
@pytest.mark.parametrize("name", OURS)
def test_whatever_an_answer_names_has_its_permanent_address_and_its_licence(
    founding: Path, assist: Callable[..., Assistant], name: str
) -> None:
    assistant = assist(founding)
    answer = assistant.call(name)
    assert answer["library"] == "Public Service Lessons"
    assert answer["url"].startswith(f"{AT}/")
    named = [entry for entry in entries(answer) if str(entry.get("url")).startswith(f"{AT}/reviews/")]
    assert named
    for entry in named:
        assert entry["licence"] == "CC-BY-4.0", entry
        assert assistant.site.get(entry["url"].removeprefix(AT)).status_code == 200, entry["url"]


@needs_extra
def test_what_somebody_should_know_before_a_recycling_scheme_is_answered_with_addresses(
    founding: Path, plugin: None
) -> None:
    from mcp import Client

    async def asked(address: str) -> list[tuple[str, str]]:
        async with Client(f"{address}/-/mcp") as client:
            found = await client.call_tool("search_lessons", {"query": "what should I know before a recycling scheme"})
            content = found.structured_content
            assert content is not None
            return [(lesson["recommendation"], lesson["url"]) for lesson in content["lessons"]]

    with serving(founding, lifespan="on") as address:
        lessons = asyncio.run(asked(address))
    assert ("/reviews/kirklees-recycling/prepare-crews") in [url for _, url in lessons[:5]]
    assert all(recommendation for recommendation, _ in lessons)


@needs_extra
def test_a_lesson_is_got_by_its_id_and_by_any_of_its_addresses(
    founding: Path, odd: Path, assist: Callable[..., Assistant]
) -> None:
    assistant = assist(founding)
    asked = ("kirklees-recycling#prepare-crews", f"{AT}/reviews/kirklees-recycling/prepare-crews?a=b", " kirklees-recycling/prepare-crews.md ")  # fmt: skip
    answers = [assistant.call("get_lesson", {"lesson": one}) for one in asked]
    assert answers[0] == answers[1] == answers[2]
    assert "Train the crews before the first round" in answers[0]["markdown"]
    assert "html" not in answers[0]


@needs_extra
@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("kirklees-recycling#nothing", "The lessons of the review kirklees-recycling are "),
        ("kirklees-recycling", "The lessons of the review kirklees-recycling are "),
        (f"{AT}/reviews/kirklees-recycling?a=b", "The lessons of the review kirklees-recycling are "),
        ("/reviews/kirklees-recycling.md", "The lessons of the review kirklees-recycling are "),
        ("kirkles-recyclng#prepare-crew", "Ids like it are kirklees-recycling#prepare-crews"),
        ("prepare-crews", "Ids like it are kirklees-recycling#prepare-crews"),
    ],
)
def test_for_a_lesson_that_there_is_not_the_ids_near_it_are_said_and_how_to_find_others(
    asked: str, near: str, founding: Path, assist: Callable[..., Assistant]
) -> None:
    said = assist(founding).call("get_lesson", {"lesson": asked})
    assert near in said
    assert "kirklees-recycling#prepare-crews" in said
    assert f"There is no lesson “{asked}” here." in said
    assert "A lesson is named as review#lesson" in said
    assert "search_lessons finds lessons by words" in said


@needs_extra
@pytest.mark.parametrize("asked", ["", "#", "../../etc/passwd#", "'; DROP TABLE lessons --", "%00#%00", "夜" * 30_000])
def test_what_is_like_no_lesson_is_said_not_to_be_one(
    asked: str, founding: Path, assist: Callable[..., Assistant]
) -> None:
    said = assist(founding).call("get_lesson", {"lesson": asked})
    assert "There is no lesson “" in said
    assert "Ids like it" not in said
    assert len(said) < 500


@needs_extra
def test_what_cannot_be_answered_is_said_in_words(founding: Path, assist: Callable[..., Assistant]) -> None:
    assistant = assist(founding)
    said = assistant.call("audit_organisation", {"organisation": "kirkles"})
    assert "did you mean Kirklees Metropolitan Council" in said
    assert "plan" in assistant.call("brief_plan", {"plan": " "})
    assert "is not a whole number" in assistant.call("search_lessons", {"query": "crews", "page": -1})
    nothing = assistant.call("search_lessons", {"query": "'\"; DROP TABLE lessons -- \0 \U0001f600"})
    assert isinstance(nothing, dict)
    for hostile in ("a" * 20_000, "NEAR(", "result:", "^*:-", '"'):
        assert isinstance(assistant.call("search_lessons", {"query": hostile}), (dict, str))


@needs_extra
def test_sql_follows_the_switch_of_the_site(founding: Path, assist: Callable[..., Assistant]) -> None:
    on, off = assist(founding, plugin={"sql": True}), assist(founding, plugin={"sql": False})
    assert len(on.call("execute_sql")["rows"]) == 1
    assert "do not have permission" in off.call("execute_sql")
    for name in OURS:
        assert isinstance(off.call(name), dict), name


@needs_extra
def test_sql_of_assistants_is_stopped_cut_and_refused_in_words(
    founding: Path, assist: Callable[..., Assistant]
) -> None:
    assistant = assist(founding, plugin={"sql": True}, settings={"sql_time_limit_ms": 300})

    def query(sql: str) -> Any:
        return assistant.call("execute_sql", {"database": "lessons", "sql": sql})

    endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
    assert "time limit" in query(endless)
    assert "larger than 5 MB" in query("select hex(zeroblob(900000000))")
    assert "must be a SELECT" in query("delete from reviews")
    wide = query("with recursive n(x) as (select 1 union all select x + 1 from n limit 100000) select x from n")
    assert wide["truncated"] is True
    assert len(wide["rows"]) <= 4500


@needs_extra
@pytest.mark.parametrize("where", ["database", "instance"])
def test_a_private_library_answers_its_readers_alone(
    founding: Path, assist: Callable[..., Assistant], where: str
) -> None:
    allow = {"allow": {"id": "reader"}}
    metadata = {"databases": {"lessons": allow}} if where == "database" else allow
    sign_in = {"header": "X-Remote-User", "proxies": ["127.0.0.1"]}
    assistant = assist(founding, plugin={"sql": True, "sign_in": sign_in}, metadata={**metadata})
    assert set(assistant.tools()) == {*ASKED, "list_databases"}
    cookies = {"ds_actor": assistant.site.datasette.sign({"a": {"id": "reader"}}, "actor")}
    for name in ASKED:
        assert isinstance(assistant.call(name), str), name
        assert "Kirklees" not in assistant.call(name), name
        assert isinstance(assistant.call(name, cookies=cookies), dict), name
        assert isinstance(assistant.call(name, headers={"X-Remote-User": "reader"}), dict), name
    assert assistant.call("list_databases", {}) == {"databases": []}
    assert assistant.call("list_databases", {}, cookies=cookies) == {"databases": ["lessons"]}


@needs_extra
def test_without_pages_for_analysts_the_tools_of_the_plugin_show_nothing(
    founding: Path, assist: Callable[..., Assistant]
) -> None:
    assistant = assist(founding, plugin={"analyst": False, "sql": True})
    assert assistant.call("list_databases", {}) == {"databases": []}
    for name in ("get_database_schema", "execute_sql"):
        assert "does not exist or is not available" in assistant.call(name), name
    assert isinstance(assistant.call("search_lessons"), dict)


@needs_extra
def test_a_database_for_fewer_readers_is_not_told_of(
    founding: Path, tmp_path: Path, assist: Callable[..., Assistant], monkeypatch: pytest.MonkeyPatch
) -> None:
    from lessons.building.build import Options, build

    monkeypatch.setattr(current, "LOOK_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(current, "PATIENCE_SECONDS", 60.0)
    entries_folder = tmp_path / "entries"
    entries_folder.mkdir()
    secret = REVIEW.format(title="A secret", more="handling: internal\n")
    entries_folder.joinpath("a-secret.md").write_text(secret, "utf-8")
    served = tmp_path / "lessons.db"
    shutil.copy(founding, served)
    assistant = assist(served, plugin={"audience": "public", "sql": True})
    assert assistant.call("search_lessons")["count"]
    wider = tmp_path / "wider.db"
    assert build(entries_folder, wider, Options("internal")).written
    wider.replace(served)
    for name in ASKED:
        assert "a-secret" not in json.dumps(assistant.call(name)), name
    assert isinstance(assistant.call("get_lesson", {"lesson": "a-secret#ask-users"}), str)


@needs_extra
def test_no_session_and_no_stream_is_kept_for_anybody(founding: Path, assist: Callable[..., Assistant]) -> None:
    assistant = assist(founding)
    response = assistant.send("initialize", HELLO)
    assert response.status_code == 200
    assert "mcp-session-id" not in response.headers
    for method in ("GET", "DELETE", "PUT"):
        refused = assistant.site.ask(method, "/-/mcp", headers={"accept": "text/event-stream"})
        assert (refused.status_code, refused.headers["allow"]) == (405, "POST")


@needs_extra
def test_what_is_sent_is_held_to_the_limits_of_forms(
    founding: Path, assist: Callable[..., Assistant], monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = assist(founding)
    assert (
        assistant.send("tools/call", {"name": "brief_plan", "arguments": {"plan": "a" * 2_100_000}}).status_code == 413
    )
    elsewhere = assistant.send("tools/list", headers={"sec-fetch-site": "cross-site"})
    assert elsewhere.status_code == 403
    assert assistant.send("tools/list", headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert assistant.send("tools/list", headers={"host": "elsewhere.example"}).status_code == 421
    monkeypatch.setattr(bodies, "HELD_BYTES", 10)
    assert assistant.send("tools/list").status_code == 503


@needs_extra
def test_a_base_path_changes_neither_the_limits_nor_the_addresses(
    founding: Path, assist: Callable[..., Assistant]
) -> None:
    assistant = assist(founding, plugin={"address": f"{AT}/l"}, settings={"base_url": "/l/"})
    for path in ("/l/-/mcp", "/-/mcp"):
        assert assistant.site.ask("GET", PrefixedUrlString(path)).status_code == 405, path
    answer = assistant.call("search_lessons")
    assert answer["lessons"][0]["url"].startswith(f"{AT}/l/reviews/")
    assert answer["lessons"][0]["licence"] == "CC-BY-4.0"


@needs_extra
def test_nothing_that_was_asked_is_written_to_the_log(
    founding: Path, assist: Callable[..., Assistant], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.NOTSET)
    assistant = assist(founding)
    assistant.call("audit_organisation", {"organisation": "a very private matter"})
    assistant.call("get_lesson", {"lesson": "a very private matter"})
    assistant.call("search_lessons", {"query": "a very private matter"})
    assert "private matter" not in caplog.text


@needs_extra
def test_beside_databases_that_are_not_ours_the_plugin_has_its_own_tools_alone(
    assist: Callable[..., Assistant],
) -> None:
    assistant = assist()
    session = {"mcp-session-id": assistant.send("initialize", HELLO).headers["mcp-session-id"]}
    listed = assistant.send("tools/list", headers=session).json()["result"]["tools"]
    assert {tool["name"] for tool in listed} == {"list_databases", "get_database_schema", "execute_sql"}


def test_without_the_plugin_for_assistants_its_address_leads_nowhere(odd_site: Visitor) -> None:
    site = site_of(odd_site.datasette)
    assert site is not None
    if site.mcp is None:
        assert odd_site.get("/-/mcp").status_code == 404


def test_the_licence_of_a_review_is_its_own_or_that_of_its_unit(founding: Path) -> None:
    connection = connect(founding)
    assert licences(connection, ["kirklees-recycling", "nobody"]) == {"kirklees-recycling": "CC-BY-4.0"}
    connection.close()


def test_an_answer_that_is_too_long_says_where_to_read_it(site: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = site_of(site.datasette)
    assert ours is not None
    snapshot = site.run(ours.current.snapshot())
    ask = Ask("/audit.json", addresses=Addresses(origin=AT))
    with snapshot.held(), snapshot.connection() as connection:
        reader = SiteReader(connection, snapshot.index, snapshot.build, snapshot.vocabulary, snapshot.kept)
        body = {"url": f"{AT}/reviews/kirklees-recycling", "text": "a"}
        whole = assistants.told(reader, ask, body=body)
        monkeypatch.setattr(assistants, "MOST_CHARACTERS", 50)
        short = assistants.told(reader, ask, body=body)
    assert isinstance(whole, Data)
    assert json.loads(whole.body) == {"library": "Public Service Lessons", **body, "licence": "CC-BY-4.0"}
    assert short.status == 413
    assert f"{AT}/reviews/kirklees-recycling" in json.loads(short.body)["error"]
