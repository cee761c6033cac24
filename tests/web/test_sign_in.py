"""A library that is not public is there for those who are signed in, and for nobody else, at whatever address."""

from __future__ import annotations

import html
import itertools
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from datasette.version import __version__

from lessons.building.build import Options, build
from lessons.web.routes import FORMS, TOOLS
from lessons.web.sign_in import PEER, SignIn, actor_of, complaints, sign_in_of
from tests.web.addresses import NATIVE, NATIVE_1, OURS
from tests.web.libraries import ODD
from tests.web.visitor import Visitor

NEW = not __version__.startswith("0.")
HEADER = {"X-Remote-User": "ann"}
SIGN_IN = {"header": "X-Remote-User", "proxies": ["127.0.0.1"]}
EVERYBODY_SIGNED_IN = {"id": "*"}
# What only the library says; and the name of its file.
WORDS = ("Write down", "bare", "lessons-internal")
# Of these Datasette 1.0 answers with empty lists.
LISTS = ("/-/jump", "/-/queries", "/-/schema", "/-/tables")
# What is the same on every site of the program, whatever it holds.
PROGRAM = ("/-/lessons/", "/-/static", "/-/healthz", "/-/readyz", "/-/actor", "/favicon.ico", "/-/logout")


@pytest.fixture(scope="module")
def internal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("internal") / "lessons-internal.db"
    assert build(ODD, path, Options("internal")).written
    return path


def configuration(where: str) -> dict[str, Any]:
    allow = {"allow": EVERYBODY_SIGNED_IN}
    # Settings for `lessons` hold for our database under any name.
    return allow if where == "instance" else {"databases": {"lessons": allow}}


# What stands in an address for each name in braces.
IN_THE_LIBRARY = {
    "table": "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'",
    "review": "SELECT id FROM reviews",
    "lesson": "SELECT replace(id, '#', '/') FROM lessons",
    "lesson_id": "SELECT replace(id, '#', '%23') FROM lessons",
    "moved": "SELECT substr(old, 10) FROM redirects WHERE old LIKE '/reviews/%'",
    "use": "SELECT id FROM uses",
    "organisation": "SELECT id FROM organisations",
    "scheme": "SELECT id FROM schemes",
    "term": "SELECT DISTINCT scheme || '/' || term FROM all_terms",
}


def addresses(site: Visitor, database: Path) -> list[str]:
    """Return the addresses of every route with all that the library has, and those to which the main pages lead."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        named = {name: [one for (one,) in connection.execute(sql)] for name, sql in IN_THE_LIBRARY.items()}
    assert all(named.values()), named
    named["native"] = [site.datasette.urls.database(database.stem).removeprefix("/")]
    found: list[str] = []
    for template in (OURS + NATIVE + NATIVE_1 * NEW).split():
        names = re.findall(r"\{(\w+)\}", template)
        assert set(names) <= {"native", *IN_THE_LIBRARY}, template
        values = itertools.product(*(named[name] for name in names))
        found += (template.format(**dict(zip(names, chosen, strict=True))) for chosen in values)
    for page in ("/", "/reviews/bare", "/data"):
        text = site.get(page, headers=HEADER).text
        targets = [urljoin(page, html.unescape(href)) for href in re.findall(r'(?:href|src)="([^"#]+)', text)]
        found += [one for one in targets if not urlsplit(one).netloc and one.startswith("/")]
    return list(dict.fromkeys(found))


@pytest.fixture
def signing_in(internal: Path, visit: Callable[..., Visitor]) -> Callable[[str], Visitor]:
    plugin = {"sign_in": SIGN_IN, "audience": "internal", "sql": "on", "address": "https://lessons.example"}
    return lambda where: visit(internal, plugin=plugin, metadata=configuration(where))


def test_every_route_has_an_address_that_is_tried(internal: Path, signing_in: Callable[[str], Visitor]) -> None:
    site = signing_in("instance")
    patterns = [route.pattern for route, _ in site.datasette._routes()]
    paths = {urlsplit(address).path for address in addresses(site, internal)}
    answering = {next((one for one in patterns if re.match(one, path)), None) for path in paths}
    # What ours answer in the place of Datasette's tools, and the files of other plugins.
    covered = [one for one in patterns if re.match(TOOLS, re.sub(r"\$|\(.*", "", one))]
    covered += [one for one in patterns if one.startswith("/-/static-plugins/datasette")]
    # Of the extra for assistants, where it is installed; it answers no such requests, and test_assistants tries it.
    covered.append("/-/mcp$")
    assert [one for one in patterns if one not in answering and one not in covered] == []


@pytest.mark.parametrize("where", ["instance", "database"])
def test_without_signing_in_nothing_of_the_library_is_to_be_had_at_any_address(
    internal: Path, signing_in: Callable[[str], Visitor], where: str
) -> None:
    site = signing_in(where)
    answered, shown = [], 0
    for path in addresses(site, internal):
        shown += "Write down" in site.get(path, headers=HEADER).text
        answer = site.get(path, follow_redirects=True)
        # What takes only a POST says so; Datasette 1.0 reads some requests before it asks who sends them.
        if answer.status_code not in (403, 404, 405, *((400,) if NEW else ())):
            answered.append(path)
        told = answer.text + json.dumps(dict(answer.headers))
        for word in WORDS:
            # What somebody asks for by its name is told him back.
            assert word in path or word not in told, f"{path}: {word}"
    listing = (*LISTS, f"{site.datasette.urls.database(internal.stem)}/-/queries") if NEW else ()
    assert [path for path in answered if not path.startswith((*PROGRAM, *listing))] == []
    assert shown > 30, "those who are signed in see it"
    for pattern in FORMS:
        answer = site.ask("POST", pattern[1:-1].replace("\\", ""), content=b"plan=Write+down&text=bare")
        assert answer.status_code == 403
        assert "Write down" not in answer.text


def test_who_is_signed_in_gets_what_nobody_else_may_keep(internal: Path, visit: Callable[..., Visitor]) -> None:
    site = visit(internal, plugin={"sign_in": SIGN_IN, "audience": "internal"}, metadata=configuration("instance"))
    answer = site.get("/reviews/bare", headers=HEADER)
    assert answer.status_code == 200
    assert answer.headers["cache-control"].startswith("private")
    assert site.get("/reviews/bare", headers={"if-none-match": answer.headers["etag"]}).status_code == 403


@pytest.mark.parametrize("plugin", [{}, {"sign_in": {"header": "X-Other"}}, {"sign_in": {**SIGN_IN, "proxies": ["10.0.0.0/8"]}}, {"sign_in": "X-Remote-User"},
                                    {"sign_in": {**SIGN_IN, "proxies": ["somewhere"]}}])  # fmt: skip
def test_a_header_is_not_believed_unless_it_is_configured_and_comes_from_the_proxy(
    internal: Path, visit: Callable[..., Visitor], plugin: dict[str, Any]
) -> None:
    site = visit(internal, plugin=plugin, metadata=configuration("instance"))
    assert site.get("/", headers=HEADER).status_code == 403


def test_a_token_or_cookie_of_datasette_signs_in_as_well(internal: Path, visit: Callable[..., Visitor]) -> None:
    site = visit(internal, plugin={"sign_in": SIGN_IN}, metadata=configuration("database"))
    cookie = {"ds_actor": site.datasette.sign({"a": {"id": "ben"}}, "actor")}
    assert site.get("/reviews", cookies=cookie).status_code == 200


def test_only_those_whom_the_permissions_name_may_read(internal: Path, visit: Callable[..., Visitor]) -> None:
    site = visit(internal, plugin={"sign_in": SIGN_IN}, metadata={"allow": {"id": ["ann", "cy"]}})
    assert site.get("/reviews", headers=HEADER).status_code == 200
    assert site.get("/reviews", headers={"X-Remote-User": "ben"}).status_code == 403


def test_a_site_that_signs_in_and_lets_everybody_read_says_so(
    internal: Path, visit: Callable[..., Visitor], caplog: pytest.LogCaptureFixture
) -> None:
    visit(internal, plugin={"sign_in": SIGN_IN})
    assert "sign_in: everybody may read the library without it; say who may with `allow`" in caplog.text
    caplog.clear()
    visit(internal, plugin={"sign_in": SIGN_IN}, metadata=configuration("database"))
    assert "sign_in" not in caplog.text


def test_what_is_wrong_with_the_setting_is_said() -> None:
    assert list(complaints({})) == list(complaints({"sign_in": SIGN_IN})) == []
    (said,) = complaints({"sign_in": {"proxies": ["127.0.0.1"]}})
    assert "header: name the header" in said
    (said,) = complaints({"sign_in": {**SIGN_IN, "proxies": ["proxy.example"]}})
    assert "“proxy.example” is not an address" in said


def scope(*headers: tuple[bytes, bytes], client: str = "127.0.0.1", **more: str) -> dict[str, Any]:
    return {"headers": list(headers), "client": (client, 1), **more}


NAMED = (b"x-remote-user", b"ann")


@pytest.mark.parametrize(
    ("asked", "actor"),
    [
        (scope(NAMED), "ann"),
        (scope((b"x-remote-user", "Åse".encode())), "Åse"),
        (scope(), None),
        (scope((b"x-remote-user", b"")), None),
        (scope((b"x-remote-user", b"  ")), None),
        (scope((b"x-remote-user", b"\xff")), None),
        (scope((b"x-remote-user", b"a\tb")), None),
        (scope((b"x-remote-user", b"a" * 201)), None),
        (scope(NAMED, NAMED), None),
        (scope(NAMED, client="10.0.0.7"), None),
        (scope(NAMED, client="::ffff:127.0.0.1"), "ann"),
        (scope(NAMED, client="testclient"), None),
        # The proxy says that the reader is elsewhere, and it is the proxy that counts; also where a reader claims to be the proxy.
        (scope(NAMED, client="203.0.113.9", **{PEER: "127.0.0.1"}), "ann"),
        (scope(NAMED, client="127.0.0.1", **{PEER: "203.0.113.9"}), None),
    ],
)
def test_a_name_counts_when_it_is_one_and_comes_from_the_proxy(asked: dict[str, Any], actor: str | None) -> None:
    sign_in = sign_in_of({"sign_in": SIGN_IN})
    assert isinstance(sign_in, SignIn)
    assert actor_of(sign_in, asked) == ({"id": actor} if actor else None)
    assert actor_of(None, asked) is None
