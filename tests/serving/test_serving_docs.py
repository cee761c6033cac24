"""The page on serving says the limits that hold."""

from __future__ import annotations

import re
from pathlib import Path

import lessons
from lessons.serving import http_server
from lessons.web import posting

DOCS = Path(lessons.__file__).parent / "docs"
TEXT = DOCS.joinpath("serving.md").read_text("utf-8")


def limit(name: str) -> str:
    found = re.search(rf"(?m)^\| {re.escape(name)} \| (.*) \|$", TEXT)
    assert found, name
    return found[1]


def test_the_limits_are_those_that_hold() -> None:
    assert limit("time to send the head of a request") == f"{http_server.HEAD_SECONDS:.0f} seconds"
    assert limit("time to send its body") == f"{http_server.BODY_SECONDS:.0f} seconds"
    assert limit("time without reading any of a waiting response") == f"{http_server.READ_SECONDS:.0f} seconds"
    assert limit("time between two requests on a connection") == f"{http_server.KEEP_ALIVE_SECONDS} seconds"
    assert limit("request line and headers") == f"{http_server.HEAD_BYTES // 1024} KiB"
    assert limit("open connections").startswith(f"{http_server.CONNECTIONS}, or half")
    assert limit("requests in progress") == str(http_server.REQUESTS)
    text, files = posting.TEXT_BYTES // 1_000_000, posting.FILES_BYTES // 1_000_000
    assert limit("size of a form") == f"{text} MB, with files {files} MB"


def test_every_test_that_the_page_on_security_names_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", DOCS.joinpath("security.md").read_text("utf-8")))
    assert len(named) > 5
    root = Path(__file__).parents[2]
    assert [name for name in sorted(named) if not root.joinpath(name).is_file()] == []
