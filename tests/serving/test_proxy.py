"""What readers get behind nginx with the file that is shipped: a cache that never shows what it must not, limits, and a silent log."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

import lessons
from tests.support.nginx import NGINX, proxied

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
# So short that one waits for the end of what is kept, and so long that nothing ends in between.
SHORT, LONG = "proxy_cache_valid 200 1s;", "proxy_cache_valid 200 1h;"
KEPT = "proxy_cache_valid 200 10s;"
# What is counted per second and reader is no matter of most tests.
UNLIMITED = {"rate=20r/s": "rate=9999r/s", "burst=60": "burst=9999"}


@dataclass
class Copy:
    """A copy of a site that answers as told, and keeps what it was asked."""

    body: str = "one"
    headers: Mapping[str, str] = field(default_factory=lambda: {"Cache-Control": "no-cache"})
    status: int = 200
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]


@pytest.fixture
def copy() -> Iterator[Copy]:
    told = Copy()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            told.asked.append((self.command, self.path, {key.lower(): value for key, value in self.headers.items()}))
            tag = f'W/"{told.body}"'
            unchanged = told.status == 200 and self.headers["If-None-Match"] == tag
            body = b"" if unchanged else told.body.encode()
            self.send_response(304 if unchanged else told.status)
            for name, value in {**told.headers, "ETag": tag}.items():
                self.send_header(name, value)
            if not unchanged:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_POST = do_GET  # noqa: N815 - the names by which the server finds them

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def behind(copy: Copy, tmp_path: Path) -> Iterator[Callable[..., httpx.Client]]:
    """Puts nginx before the copy; what is kept is kept for an hour unless told otherwise."""
    entered = []

    def make(replaced: dict[str, str] | None = None) -> httpx.Client:
        folder = tmp_path / "nginx"
        folder.mkdir()
        running = proxied(folder, [copy.port], {KEPT: LONG, **UNLIMITED, **(replaced or {})})
        address = running.__enter__()
        client = httpx.Client(base_url=address, timeout=60)
        entered.append((running, client))
        return client

    yield make
    for running, client in entered:
        client.close()
        running.__exit__(None, None, None)


def test_a_page_that_everybody_may_see_is_asked_for_once(copy: Copy, behind: Callable[..., httpx.Client]) -> None:
    site = behind()
    assert {site.get("/reviews/a").text for _ in range(5)} == {"one"}
    assert site.head("/reviews/a").status_code == 200
    assert copy.paths() == ["/reviews/a"]
    site.get("/reviews/a?q=other")
    site.get("/reviews/a", headers={"host": "other.example"})
    assert len(copy.asked) == 3, "another query and another host are other pages"


def test_what_is_kept_is_asked_for_again_and_a_page_that_changed_is_new(
    copy: Copy, behind: Callable[..., httpx.Client]
) -> None:
    site = behind({LONG: SHORT})
    assert site.get("/").text == "one"
    copy.body = "two"
    while site.get("/").text == "one":
        pass
    assert site.get("/").text == "two"


@pytest.mark.parametrize("status", [404, 410, 403, 500, 503])
def test_a_page_that_is_gone_or_cannot_be_had_is_never_shown_from_the_cache(
    copy: Copy, behind: Callable[..., httpx.Client], status: int
) -> None:
    site = behind({LONG: SHORT})
    assert site.get("/reviews/a").text == "one"
    copy.status, copy.body = status, "gone"
    while (answer := site.get("/reviews/a")).status_code == 200:
        assert answer.text == "one"
    assert (answer.status_code, answer.text) == (status, "gone")
    copy.status, copy.body = 200, "again"
    assert site.get("/reviews/a").text == "again", "errors are not kept"


@pytest.mark.parametrize(
    "kept",
    ["private, no-cache", "no-store", "no-cache, private", "max-age=60", None],
)
def test_what_the_site_does_not_call_the_same_for_everybody_is_not_kept(
    copy: Copy, behind: Callable[..., httpx.Client], kept: str | None
) -> None:
    copy.headers = {"Cache-Control": kept} if kept else {}
    site = behind()
    for number in range(3):
        copy.body = str(number)
        assert site.get("/reviews/a").text == str(number)
    assert len(copy.asked) == 3


@pytest.mark.parametrize("header", [{"cookie": "ds_actor=x"}, {"authorization": "Bearer x"}])
def test_who_is_known_is_answered_by_the_site_and_leaves_nothing_to_others(
    copy: Copy, behind: Callable[..., httpx.Client], header: dict[str, str]
) -> None:
    site = behind()
    copy.body = "for Ann"
    assert site.get("/", headers=header).text == "for Ann"
    copy.body = "for all"
    assert site.get("/").text == "for all"
    copy.body = "for Ann again"
    assert site.get("/", headers=header).text == "for Ann again"
    assert site.get("/").text == "for all"


def test_an_answer_that_sets_a_cookie_is_not_kept(copy: Copy, behind: Callable[..., httpx.Client]) -> None:
    copy.headers = {"Cache-Control": "no-cache", "Set-Cookie": "a=b"}
    site = behind()
    for _ in range(2):
        site.get("/", headers={"cookie": ""})
    assert len(copy.asked) == 2


def test_each_way_to_compress_a_page_is_kept_apart(copy: Copy, behind: Callable[..., httpx.Client]) -> None:
    copy.headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    site = behind()
    for encoding in ("gzip", "identity", "gzip", "identity"):
        site.get("/", headers={"accept-encoding": encoding})
    assert [headers.get("accept-encoding") for _, _, headers in copy.asked] == ["gzip", "identity"]


def test_what_is_sent_is_passed_on_and_never_kept(copy: Copy, behind: Callable[..., httpx.Client]) -> None:
    site = behind()
    for _ in range(2):
        assert site.post("/brief", content=b"a plan").status_code == 200
    assert [method for method, _, _ in copy.asked] == ["POST", "POST"]


def test_the_database_is_passed_on_in_the_parts_that_were_asked_for(
    copy: Copy, behind: Callable[..., httpx.Client]
) -> None:
    site = behind()
    for _ in range(2):
        site.get("/data/lessons.db", headers={"range": "bytes=0-1"})
    assert [headers.get("range") for _, _, headers in copy.asked] == ["bytes=0-1", "bytes=0-1"]


def test_nobody_can_say_who_he_is_or_where_he_comes_from(copy: Copy, behind: Callable[..., httpx.Client]) -> None:
    site = behind()
    forged = {"X-Remote-User": "root", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "gopher"}
    site.get("/", headers=forged)
    site.get("/data/lessons.db", headers=forged)
    site.get("/-/lessons/a.0.css", headers=forged)
    assert len(copy.asked) == 3
    for _, path, headers in copy.asked:
        assert "x-remote-user" not in headers, path
        assert (headers["x-forwarded-for"], headers["x-forwarded-proto"]) == ("127.0.0.1", "http"), path


def test_who_signs_in_to_the_proxy_is_named_by_it_and_nobody_else_comes_in(
    copy: Copy, behind: Callable[..., httpx.Client], tmp_path: Path
) -> None:
    """The lines of the documentation in the place that it names."""
    page = (Path(lessons.__file__).parent / "docs" / "deploying.md").read_text("utf-8")
    (shown,) = re.findall(r"(?ms)^```nginx\n( +auth_basic .*?)^```$", page)
    users = tmp_path / "lessons.users"
    users.write_text("ann:{PLAIN}secret\n", "utf-8")
    site = behind({'proxy_set_header X-Remote-User "";': shown.replace("/etc/nginx/lessons.users", str(users))})
    forged = {"X-Remote-User": "root"}
    for path in ("/", "/data/lessons.db", "/-/lessons/a.0.css", "/reviews.atom"):
        assert site.get(path, headers=forged).status_code == 401
        assert site.get(path, headers=forged, auth=("ann", "wrong")).status_code == 401
    assert copy.asked == []
    for _ in range(2):
        assert site.get("/", headers=forged, auth=("ann", "secret")).status_code == 200
    assert [headers["x-remote-user"] for _, _, headers in copy.asked] == ["ann", "ann"]
    assert site.get("/").status_code == 401, "nothing was kept of it"


def test_one_reader_who_asks_for_too_much_is_told_to_wait(copy: Copy, behind: Callable[..., httpx.Client]) -> None:
    site = behind({"rate=9999r/s": "rate=1r/m", "burst=9999": "burst=3"})
    answers = [site.get(f"/{number}") for number in range(6)]
    assert [one.status_code for one in answers] == [200] * 4 + [429] * 2
    assert answers[-1].headers["retry-after"] == "2"
    assert "Try again" in answers[-1].text
    assert len(copy.asked) == 4


def test_what_the_site_says_when_it_is_busy_is_passed_on(copy: Copy, behind: Callable[..., httpx.Client]) -> None:
    copy.status, copy.body, copy.headers = 503, "The site is busy.", {"Retry-After": "2"}
    answer = behind().get("/")
    assert (answer.status_code, answer.text, answer.headers["retry-after"]) == (503, "The site is busy.", "2")


def test_without_a_copy_that_answers_readers_are_told_when_to_come_again(tmp_path: Path) -> None:
    with proxied(tmp_path, [1]) as address:
        answer = httpx.get(f"{address}/reviews/a")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "nginx" not in answer.text


def test_a_copy_that_is_away_is_passed_over(copy: Copy, tmp_path: Path) -> None:
    with proxied(tmp_path, [1, copy.port], UNLIMITED) as address:
        assert {httpx.get(f"{address}/{number}").status_code for number in range(6)} == {200}


def test_the_log_tells_neither_who_asked_nor_what_for(
    copy: Copy, behind: Callable[..., httpx.Client], tmp_path: Path
) -> None:
    site = behind({"rate=9999r/s": "rate=1r/m", "burst=9999": "burst=6"})
    secret = "nightjar"
    for path in ("/", f"/search?q={secret}", f"/reviews/{secret}", f"/{secret}", f"/reviews.json?token={secret}"):
        site.get(path, headers={"user-agent": secret, "referer": f"https://{secret}.example/", "cookie": secret})
    site.post("/brief", content=secret.encode())
    site.request(secret.upper(), "/")
    site.get(f"/search?q={secret}")  # one too many, which nginx would complain of
    folder = tmp_path / "nginx"
    lines = [json.loads(line) for line in (folder / "access.log").read_text("utf-8").splitlines()]
    assert [one["page"] for one in lines] == ["/", "/search", "/reviews", "other", "/reviews", "/brief", "/", "/search"]
    assert [one["method"] for one in lines][-3:] == ["POST", "other", "GET"]
    assert lines[-1]["status"] == 429
    assert set(lines[0]) == {"time", "method", "page", "status", "seconds", "bytes", "cache"}
    for log in folder.glob("*.log"):
        text = log.read_text("utf-8").lower()
        assert secret not in text, log.name
        assert "127.0.0.1" not in text, log.name
