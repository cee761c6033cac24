"""A page that takes a POST, on both lines of Datasette: what may come in, and what is refused in words."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.version import __version__

from lessons.web import bodies, posting, routes
from lessons.web.answers import Answer, Data, Page, SiteReader, Work
from lessons.web.ask import Ask
from lessons.web.bodies import HELD_BYTES
from lessons.web.posting import FILES_BYTES, TEXT_BYTES, Form
from lessons.workers.limits import Limits
from lessons.workers.posted import Posted
from lessons.workers.posted import parse as parse_posted
from tests.web.page import parse, text
from tests.web.visitor import Visitor

TEMPLATE = """{% extends "lessons/frame.html" %}{% from "lessons/macros.html" import form_token %}
{% block main %}<h1>Echo</h1><form action="/echo" method="post">{{ form_token(csrftoken()) }}<input name="a"></form>{% endblock %}
"""
FORM_TYPE = "application/x-www-form-urlencoded"
SECRET = "a plan that is nobody's business"


def form_page(reader: SiteReader, ask: Ask) -> Answer:
    return Page("echo.html", "Echo")


def echo(reader: SiteReader, ask: Ask) -> Answer | Work:
    posted = ask.posted
    assert isinstance(posted, Posted)
    if posted.first("fail"):
        raise ValueError(posted.first("fail"))
    if posted.first("work"):
        after = lambda result: Data(f"{type(result).__name__}: {result}", "text/plain; charset=utf-8")  # noqa: E731
        limits = Limits(seconds=60.0, longest=float(posted.first("longest", "60")))
        return Work("builtins:eval", (posted.first("work"),), after, limits=limits, on_version=False)
    files = [[file.name, file.filename, file.media_type, len(file.content)] for file in posted.files]
    body = {"pairs": posted.pairs, "files": files, "lessons": reader.build.lesson_count}
    return Data(json.dumps(body), "application/json; charset=utf-8")


@pytest.fixture
def site(odd: Path, visit: Callable[..., Visitor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """A site with two pages more: /echo takes text, /echo-files also files."""
    monkeypatch.setattr(routes, "ROUTES", (*routes.ROUTES, (r"^/echo$", form_page), (r"^/echo-files$", form_page)))
    monkeypatch.setitem(routes.FORMS, r"^/echo$", Form(echo))
    monkeypatch.setitem(routes.FORMS, r"^/echo-files$", Form(echo, files=True))
    templates = tmp_path / "templates"
    templates.joinpath("lessons").mkdir(parents=True)
    templates.joinpath("lessons", "echo.html").write_text(TEMPLATE)
    return visit(odd, template_dir=str(templates))


def pairs(response: Any) -> list[list[str]]:
    assert response.status_code == 200, response.text
    found: list[list[str]] = response.json()["pairs"]
    return found


def refused(response: Any, status: int, words: str) -> None:
    assert response.status_code == status, response.text
    assert "no-store" in response.headers["cache-control"]
    if response.headers["content-type"].startswith("application/json"):
        assert words in response.json()["error"]
    else:
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert words in text(parse(response.text))


def test_a_form_and_json_say_the_same(site: Visitor) -> None:
    form = site.ask("POST", "/echo", data={"a": ["one\r\ntwo", "é"], "b": ""})
    sent = site.ask("POST", "/echo", json={"a": ["one\ntwo", "é"], "b": "", "c": None})
    assert pairs(form) == pairs(sent) == [["a", "one\ntwo"], ["a", "é"], ["b", ""]]
    assert form.headers["cache-control"] == "no-store"
    assert form.json()["lessons"] > 0


def test_files_come_with_a_form_where_they_are_taken(site: Visitor) -> None:
    files = {"plan": ("Plan é.txt", b"\x00\r\n--x\r\n" * 10, "text/plain")}
    response = site.ask("POST", "/echo-files", data={"a": "one"}, files=files)
    assert pairs(response) == [["a", "one"]]
    assert response.json()["files"][0] == ["plan", "Plan é.txt", "text/plain", 80]
    refused(site.ask("POST", "/echo", files=files), 415, "This page accepts a form or JSON")


def test_a_file_that_was_not_chosen_is_none() -> None:
    part = '--x\r\nContent-Disposition: form-data; name="plan"; filename="{}"\r\n\r\n{}\r\n'
    empty, chosen = part.format("", ""), part.format("a b.txt", "text")
    kind = "multipart/form-data; boundary=x"
    assert parse_posted(kind, f"{empty}--x--\r\n".encode()).file("plan") is None
    found = parse_posted(kind, f"{empty}{chosen}--x--\r\n".encode()).file("plan")
    assert found is not None
    assert (found.filename, found.content) == ("a b.txt", b"text")


def test_a_reader_with_cookies_sends_the_form_s_token(site: Visitor) -> None:
    page = site.get("/echo", cookies={"a": "b"})
    assert "no-store" in page.headers["cache-control"]
    assert "etag" not in page.headers
    found = re.search(r'name="csrftoken" value="([^"]+)"', page.text)
    assert found
    cookies = {"other": "x", **dict(page.cookies)}
    assert pairs(site.ask("POST", "/echo", data={"csrftoken": found[1], "a": "b"}, cookies=cookies)) == [["a", "b"]]
    files = {"file": ("a", b"b")}
    sent = site.ask("POST", "/echo-files", data={"csrftoken": found[1], "a": "b"}, files=files, cookies=cookies)
    assert pairs(sent) == [["a", "b"]]
    assert pairs(site.ask("POST", "/echo", json={"a": "b"}, cookies=cookies)) == [["a", "b"]]


@pytest.mark.skipif(not __version__.startswith("0."), reason="Datasette 1.0 looks at the Origin alone")
@pytest.mark.parametrize("token", [{}, {"csrftoken": "wrong"}])
@pytest.mark.parametrize("files", [None, {"file": ("a", b"b")}])
def test_without_the_token_a_reader_with_cookies_is_refused(site: Visitor, token: dict[str, str], files: Any) -> None:
    response = site.ask("POST", "/echo-files", data={"a": SECRET, **token}, files=files, cookies={"ds_actor": "x"})
    refused(response, 403, "page of another site")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://[::1"},
        {"origin": "http://localhost:81"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://localhost"},
    ],
)
def test_what_a_page_of_another_site_sends_is_refused(site: Visitor, headers: dict[str, str]) -> None:
    for body in ({"data": {"a": "b"}}, {"json": {"a": "b"}}):
        refused(site.ask("POST", "/echo", headers=headers, **body), 403, "page of another site")


@pytest.mark.parametrize(
    "headers", [{"origin": "http://localhost"}, {"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}]
)
def test_what_our_own_page_sends_is_taken(site: Visitor, headers: dict[str, str]) -> None:
    assert pairs(site.ask("POST", "/echo", headers=headers, data={"a": "b"})) == [["a", "b"]]


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "nonsense", "", "image/png; charset=\u00e9"])
def test_another_type_is_refused(site: Visitor, kind: str) -> None:
    headers = {"content-type": kind.encode("latin-1")} if kind else {}
    refused(site.ask("POST", "/echo", content=b"a=b", headers=headers), 415, "This page accepts a form or JSON")


def test_a_compressed_body_is_refused(site: Visitor) -> None:
    headers = {"content-type": FORM_TYPE, "content-encoding": "gzip"}
    refused(site.ask("POST", "/echo", content=b"\x1f\x8b", headers=headers), 415, "compressed")


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        (FORM_TYPE, b"a=%ff", "UTF-8"),
        (FORM_TYPE, "a=é".encode(), "UTF-8"),
        (FORM_TYPE, b"a=b&" * 1000, "more than"),
        ("application/json", b"", "not JSON"),
        ("application/json", b"\xff", "not JSON"),
        ("application/json", b"[1]", "object"),
        ("application/json", b'{"a": 1}', "text or a list of texts"),
        ("application/json", b'{"a": [["b"]]}', "text or a list of texts"),
        ("application/json", b'{"a": "\\ud800"}', "not valid Unicode"),
        ("application/json", b'{"a":' * 50_000, "not JSON"),
        ("application/json", b"9" * 5000, "not JSON"),
        ("application/json", json.dumps({"a": ["b"] * 1000}).encode(), "more than"),
        ("multipart/form-data", b"--x", "boundary"),
        ("multipart/form-data; boundary=\xe9", b"--x", "boundary"),
        ("multipart/form-data; boundary=x", b"", "incomplete"),
        ("multipart/form-data; boundary=x", b"no boundary", "incomplete or malformed"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb', "incomplete"),
        ("multipart/form-data; boundary=x", b"--x\r\nA: b\r\n\r\nb\r\n--x--\r\n", "no name"),
        ("multipart/form-data; boundary=x", b"--x\r\nA" + b"a" * 9000 + b": b\r\n\r\nb\r\n--x--\r\n", "form"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--x--\r\n',
            "UTF-8",
        ),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' * 501 + b"--x--\r\n",
            "more than",
        ),
    ],
    # Not from the bodies: a test's name stands in the environment of the processes that it starts, which has its limits.
    ids=itertools.count(),
)
@pytest.mark.parametrize("cookies", [{}, {"ds_actor": "x"}])
def test_a_broken_body_is_refused_with_what_is_wrong(
    site: Visitor, kind: str, body: bytes, words: str, cookies: dict[str, str]
) -> None:
    response = site.ask(
        "POST", "/echo-files", content=body, headers={"content-type": kind.encode("latin-1")}, cookies=cookies
    )
    refused(response, 400, words)


def arriving(
    site: Visitor,
    path: str,
    parts: list[bytes],
    *,
    announced: int | None = None,
    ends: bool = True,
    kind: str = FORM_TYPE,
) -> tuple[int | None, int, str]:
    """Send a body part by part; return the status, how many parts were asked for, and the body of the answer."""
    asked = 0
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if asked == len(parts):
            return {"type": "http.disconnect"}
        asked += 1
        return {"type": "http.request", "body": parts[asked - 1], "more_body": asked < len(parts) or not ends}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost"), (b"content-type", kind.encode())]
    if announced is not None:
        headers.append((b"content-length", str(announced).encode()))
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": headers,
        "server": ("127.0.0.1", 1),
        "client": ("127.0.0.1", 2),
    }
    site.run(site.datasette.app()(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in sent).decode()
    return (sent[0]["status"] if sent else None), asked, body


PARTS_TYPE = "multipart/form-data; boundary=x"
PART_BEGINS, PART_ENDS = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n', b"\r\n--x--\r\n"


@pytest.mark.parametrize(
    ("path", "kind", "most", "begins", "ends"),
    [
        ("/echo", FORM_TYPE, TEXT_BYTES, b"a=", b""),
        ("/echo-files", FORM_TYPE, TEXT_BYTES, b"a=", b""),
        ("/echo-files", PARTS_TYPE, FILES_BYTES, PART_BEGINS, PART_ENDS),
    ],
)
def test_a_body_that_is_too_long_is_cut_off_while_it_arrives(
    site: Visitor, path: str, kind: str, most: int, begins: bytes, ends: bytes
) -> None:
    part = b"x" * 100_000
    status, asked, body = arriving(site, path, [part] * (most // len(part) * 3), kind=kind)
    assert (status, asked) == (413, most // len(part) + 1)
    assert f"larger than the {most // 1_000_000} MB" in body
    assert arriving(site, path, [part] * 3, announced=most + 1, kind=kind)[:2] == (413, 0)
    assert arriving(site, path, [part] * 3, announced=10**30, kind=kind)[:2] == (413, 0)
    whole = begins + b"x" * (most - len(begins) - len(ends)) + ends
    assert arriving(site, path, [whole], kind=kind)[0] == 200


def test_a_client_that_goes_away_is_not_answered(site: Visitor) -> None:
    assert arriving(site, "/echo", [b"a=b"], ends=False) == (None, 1, "")


def test_bodies_together_are_limited_and_given_back(site: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "HELD_BYTES", 1000)
    assert HELD_BYTES >= 5 * FILES_BYTES
    for _ in range(3):
        assert arriving(site, "/echo", [b"a=" + b"x" * 600])[0] == 200
    status, _, body = arriving(site, "/echo", [b"a=" + b"x" * 600] * 2)
    assert status == 503
    assert "Try again in a minute" in body
    assert arriving(site, "/echo", [b"a=" + b"x" * 600])[0] == 200


def test_a_form_that_takes_too_long_to_take_apart_is_stopped(site: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "PARSING", posting.Limits(seconds=1.0, longest=0.05))
    headers = {"content-type": "multipart/form-data; boundary=x"}
    body = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n' + b"\r\n--" * 2_400_000
    refused(site.ask("POST", "/echo-files", content=body, headers=headers), 503, "took too long")


def test_heavy_work_is_done_in_a_process_that_is_stopped_at_its_limits(site: Visitor) -> None:
    assert site.ask("POST", "/echo", data={"work": "6 * 7"}).text == "int: 42"
    endless = site.ask("POST", "/echo", data={"work": "sum(iter(int, 1))", "longest": "0.5"})
    assert endless.text.startswith("TookTooLong")
    large = site.ask("POST", "/echo", data={"work": "len(bytes(10 ** 12))"})
    assert large.text.startswith("TookTooMuchMemory")
    assert "no-store" in large.headers["cache-control"]


def test_what_was_posted_is_not_logged_even_when_the_page_breaks(
    site: Visitor, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    response = site.ask("POST", "/echo", data={"fail": SECRET})
    refused(response, 500, "Sorry")
    said = caplog.text + "".join(capfd.readouterr())
    assert SECRET not in said + response.text
    assert "ValueError at /echo" in said
    assert "in echo" in said


def test_other_addresses_take_no_post(site: Visitor) -> None:
    for path in ("/search", "/lessons/reviews", "/help"):
        assert site.ask("POST", path, data={"a": "b"}).status_code in (403, 404, 405)
    for method in ("PUT", "DELETE", "PATCH"):
        assert site.ask(method, "/echo").status_code == 405


def test_a_stranger_to_a_private_library_is_told_so(site: Visitor, odd: Path, visit: Callable[..., Visitor]) -> None:
    private = visit(odd, metadata={"databases": {"lessons": {"allow": {"id": "reader"}}}})
    assert private.ask("POST", "/echo", data={"a": "b"}).status_code == 403
    assert private.ask("POST", "/echo", content=b"x").status_code == 403
