"""Text is compressed for whoever takes it, unless it was made for one reader."""

from __future__ import annotations

import asyncio
import gzip
import re
from typing import Any

import pytest

from lessons.web import compression
from lessons.web.compression import accepts, compressed
from tests.web.visitor import Visitor

GZIP = {"accept-encoding": "br, gzip"}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=crews",
        "/search.json",
        "/search.csv",
        "/reviews.atom",
        "/schema.json",
        "/lessons/reviews.json?_shape=array",
    ],
)
def test_a_compressed_page_is_the_same_page(site: Visitor, path: str) -> None:
    plain, packed = (site.get(path, headers={"accept-encoding": name}) for name in ("identity", "gzip"))
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert packed.num_bytes_downloaded < plain.num_bytes_downloaded / 2
    for response in (plain, packed):
        assert "accept-encoding" in response.headers["vary"].lower()
    assert int(packed.headers.get("content-length", packed.num_bytes_downloaded)) == packed.num_bytes_downloaded


@pytest.mark.parametrize("path", ["/-/healthz", "/data/lessons.db"])
def test_what_is_small_or_no_text_is_sent_as_it_is(site: Visitor, path: str) -> None:
    assert "content-encoding" not in site.get(path, headers=GZIP).headers


@pytest.mark.parametrize("header", [{"cookie": "a=b"}, {"authorization": "Bearer x"}])
def test_what_may_hold_a_reader_s_secret_is_not_compressed(site: Visitor, header: dict[str, str]) -> None:
    page = site.get("/", headers={**GZIP, **header})
    assert "content-encoding" not in page.headers
    # Files are the same for every reader.
    for file in re.findall(r'(?:href|src)="([^"]*\.(?:css|js))"', page.text):
        packed = site.get(file, headers={**GZIP, **header})
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.headers["vary"] == "Accept-Encoding"
        assert packed.headers["cache-control"].startswith("public, max-age=")


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("br, gzip ; q=1", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("br", False),
        ("xgzip", False),
        ("", False),
    ],
)
def test_only_who_takes_gzip_gets_it(header: str, taken: bool) -> None:
    assert accepts({b"accept-encoding": header.encode()}) is taken


Messages = list[dict[str, Any]]


def through(messages: Messages) -> Messages:
    """Return what comes out when an application sends these messages."""
    out: Messages = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        for message in messages:
            await send(message)

    async def send(message: Any) -> None:
        out.append(message)

    async def receive() -> Any:
        raise AssertionError

    scope = {"type": "http", "method": "GET", "headers": [(b"accept-encoding", b"gzip")]}
    asyncio.run(compressed(app)(scope, receive, send))
    return out


def start(status: int = 200, **headers: str) -> dict[str, Any]:
    sent = {"content-type": "text/html", **{key.replace("_", "-"): value for key, value in headers.items()}}
    return {
        "type": "http.response.start",
        "status": status,
        "headers": [(key.encode(), value.encode()) for key, value in sent.items()],
    }


def body(text: bytes, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": text, "more_body": more}


@pytest.mark.parametrize("largest", [1, 10**6])
def test_an_answer_in_parts_is_compressed_part_by_part(monkeypatch: pytest.MonkeyPatch, largest: int) -> None:
    monkeypatch.setattr(compression, "AT_ONCE", largest)
    out = through(
        [start(content_length="9"), body(b"abc", True), body(b"", True), body(b"def" * 2000, True), body(b"")]
    )
    assert out[0]["type"] == "http.response.start"
    assert b"content-length" not in dict(out[0]["headers"])
    assert [message["more_body"] for message in out[1:]] == [True, True, True, False]
    assert gzip.decompress(b"".join(message["body"] for message in out[1:])) == b"abc" + b"def" * 2000


@pytest.mark.parametrize(
    "first",
    [
        start(206),
        start(404),
        start(set_cookie="a=b"),
        start(cache_control="private, no-store"),
        start(content_encoding="br"),
        start(content_type="image/png"),
        start(content_type="application/vnd.sqlite3"),
    ],
)
def test_other_answers_pass_untouched(first: dict[str, Any]) -> None:
    messages = [first, body(b"x" * 5000, True), body(b"y")]
    assert through(messages) == messages
