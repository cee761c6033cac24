"""Clients that are slow, many or hostile: somebody who asks now is answered, and the log stays short."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from lessons.serving import http_server
from lessons.serving.http_server import PRIORITY, LimitedProtocol, behind_proxies, limited
from lessons.serving.server import listen
from lessons.web.sign_in import PEER
from tests.support.processes import ended

PROJECT = Path(__file__).parents[2]
REQUEST = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
AN_HOUR = 3600
# Nothing here takes seconds, but on a very busy machine.
AT_MOST = 120


class App:
    """Answers "ok", or as a test has it."""

    def __init__(self, answer: Callable[[Any, Any], Coroutine[Any, Any, None]] | None = None) -> None:
        self.answer = answer or self.ok
        self.begun = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            for what in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{what}.complete"})
            return
        self.begun += 1
        await self.answer(receive, send)

    async def ok(self, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})


class Clock:
    """The event loop's clock, which a test moves on: nothing waits, and a busy machine changes nothing."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.ahead = 0.0
        real = loop.time
        loop.time = lambda: real() + self.ahead  # type: ignore[method-assign]

    def move(self) -> None:
        """Move on by more than every limit."""
        self.ahead += 1.5 * AN_HOUR


@dataclass
class Served:
    server: uvicorn.Server
    port: int
    clock: Clock

    async def until(self, holds: Callable[[LimitedProtocol], bool], number: int = 1) -> None:
        """Wait until so many connections are as wanted."""
        while sum(holds(one) for one in self.server.server_state.connections) < number:  # type: ignore[arg-type]
            await asyncio.sleep(0)


@asynccontextmanager
async def serving(app: Any) -> AsyncIterator[Served]:
    """Run the server as `lessons serve` does, in this event loop; given up when it hangs."""
    loop, test = asyncio.get_running_loop(), asyncio.current_task()
    assert test is not None
    clock = Clock(loop)
    guard = threading.Timer(AT_MOST, loop.call_soon_threadsafe, [test.cancel])
    guard.start()
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(http_server.configuration(limited(app)))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield Served(server, listening.getsockname()[1], clock)
    finally:
        server.should_exit = True
        await task
        guard.cancel()
        listening.close()


class Client:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def head(self) -> str:
        return (await self.reader.readuntil(b"\r\n\r\n")).decode()

    async def answer(self) -> str:
        head = await self.head()
        length = re.search(r"content-length: (\d+)", head)
        return head + (await self.reader.readexactly(int(length[1]))).decode() if length else head

    async def end(self) -> bytes:
        """Return what comes until the server closes the connection."""
        with suppress(ConnectionError):
            return await self.reader.read()
        return b""

    async def close(self) -> None:
        self.writer.close()
        with suppress(ConnectionError):
            await self.writer.wait_closed()


@asynccontextmanager
async def clients(port: int, number: int = 1) -> AsyncIterator[list[Client]]:
    opened = [Client(*await asyncio.open_connection("127.0.0.1", port)) for _ in range(number)]
    try:
        yield opened
    finally:
        for client in opened:
            await client.close()


def logged(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> str:
    """Return everything that was logged: the server's own log does not go by way of the common one."""
    return caplog.text + "".join(capsys.readouterr())


@pytest.fixture(autouse=True)
def an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that only a clock that is moved on reaches."""
    for name in ("HEAD_SECONDS", "BODY_SECONDS", "READ_SECONDS", "KEEP_ALIVE_SECONDS"):
        monkeypatch.setattr(http_server, name, AN_HOUR)


@pytest.mark.parametrize("before", [b"", REQUEST, REQUEST + b"GET"], ids=["first", "second", "pipelined"])
def test_a_head_that_trickles_in_is_given_up(before: bytes) -> None:
    async def run() -> None:
        async with serving(App()) as served, clients(served.port) as (client,):
            if before:
                await client.send(before)
                assert "200 OK" in await client.answer()
            await client.send(b"GET / HTTP/1.1\r\nX: ")
            await served.until(lambda one: bool(one.conn.trailing_data[0]))
            for _ in range(10):
                # However often something comes: the head had its hour when it began.
                served.clock.ahead += AN_HOUR / 8
                with suppress(ConnectionError):
                    await client.send(b"x")
            assert await client.end() == b""

    asyncio.run(run())


def test_a_body_that_does_not_come_is_given_up() -> None:
    told: list[str] = []

    async def reads(receive: Any, send: Any) -> None:
        while (message := await receive())["type"] == "http.request":
            pass
        told.append(message["type"])

    app = App(reads)

    async def run() -> None:
        async with serving(app) as served, clients(served.port) as (client,):
            await client.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nbegun")
            while not app.begun:
                await asyncio.sleep(0)
            served.clock.move()
            assert b"200" not in await client.end()

    asyncio.run(run())
    assert told == ["http.disconnect"]


def test_a_refusal_is_read_by_a_client_that_is_still_sending() -> None:
    body = b"x" * 5_000_000

    async def run() -> None:
        async with serving(App()) as served, clients(served.port) as (client,):
            for _ in range(2):
                # Answered at once; the rest of the body is thrown away as it comes, so that the connection is not broken off.
                await client.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body))
                await client.send(body)
                assert "200 OK" in await client.answer()

    asyncio.run(run())


def test_an_answer_that_nobody_reads_is_given_up() -> None:
    done = asyncio.Event()

    async def much(receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(2000):
            await send({"type": "http.response.body", "body": b"x" * 64 * 1024, "more_body": True})
        done.set()

    async def run() -> None:
        async with serving(App(much)) as served, clients(served.port) as (client,):
            client.writer.transport.pause_reading()  # type: ignore[attr-defined]
            await client.send(REQUEST)
            await served.until(lambda one: one.priority()[0] == PRIORITY["unread"])
            served.clock.move()
            await done.wait()

    asyncio.run(run())


def test_an_idle_connection_is_closed() -> None:
    async def run() -> None:
        async with serving(App()) as served, clients(served.port, 2) as (silent, asked):
            await asked.send(REQUEST)
            assert "200 OK" in await asked.answer()
            await served.until(lambda one: True, 2)
            served.clock.move()
            assert await asked.end() == b""
            assert await silent.end() == b""

    asyncio.run(run())


def test_many_half_open_connections_keep_nobody_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(http_server, "CONNECTIONS", 20)

    async def run() -> None:
        async with serving(App()) as served, clients(served.port, 150) as half:
            for client in half:
                with suppress(ConnectionError):
                    await client.send(b"GET / HTTP/1.1\r\nHo")
            for _ in range(30):
                async with clients(served.port) as (real,):
                    await real.send(REQUEST)
                    assert "200 OK" in await real.answer()
                    assert len(served.server.server_state.connections) <= 20

    asyncio.run(run())
    assert logged(caplog, capsys) == ""


def test_what_is_being_worked_on_is_not_given_up_for_a_newcomer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_server, "CONNECTIONS", 8)
    go = asyncio.Event()
    app = App()

    async def waits(receive: Any, send: Any) -> None:
        await go.wait()
        await app.ok(receive, send)

    app.answer = waits

    async def run() -> None:
        async with serving(app) as served, clients(served.port, 8) as working:
            for client in working:
                await client.send(REQUEST)
            while app.begun < 8:
                await asyncio.sleep(0)
            async with clients(served.port) as (newcomer,):
                assert await newcomer.end() == b""
            go.set()
            for client in working:
                assert "200 OK" in await client.answer()

    asyncio.run(run())


def test_an_idle_connection_goes_before_a_half_sent_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_server, "CONNECTIONS", 8)

    async def run() -> None:
        async with serving(App()) as served, clients(served.port, 7) as half, clients(served.port) as (idle,):
            for client in half:
                await client.send(REQUEST[:-2])
            await idle.send(REQUEST)
            assert "200 OK" in await idle.answer()
            async with clients(served.port) as (newcomer,):
                assert await idle.end() == b""
                await newcomer.send(REQUEST)
                assert "200 OK" in await newcomer.answer()
                for client in half:
                    await client.send(b"\r\n")
                    assert "200 OK" in await client.answer()

    asyncio.run(run())


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\xff\r\n\r\n",
        b"GET / FTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 2 * http_server.HEAD_BYTES,
        b"GET /" + b"x" * 2 * http_server.HEAD_BYTES,
        b"\x16\x03\x01\x02\x00\x01\x00\x01",
    ],
    ids=["bytes", "version", "no host", "length", "long header", "long path", "TLS"],
)
def test_what_is_no_request_is_refused_without_a_line_in_the_log(
    data: bytes, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    async def run() -> None:
        async with serving(App()) as served, clients(served.port) as (client,):
            with suppress(ConnectionError):
                await client.send(data)
                client.writer.write_eof()
            ended = await client.end()
            assert b" 400 " in ended or b"HTTP" not in ended
            async with clients(served.port) as (real,):
                await real.send(REQUEST)
                assert "200 OK" in await real.answer()

    asyncio.run(run())
    assert logged(caplog, capsys) == ""


def test_more_requests_than_can_be_worked_on_are_told_to_come_again() -> None:
    go = asyncio.Event()
    app = App()

    async def waits(receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await go.wait()

    async def works(receive: Any, send: Any) -> None:
        await go.wait()
        await app.ok(receive, send)

    async def ask(asked: Any, path: str = "/") -> list[Any]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        await asked({"type": "http", "path": path}, None, send)
        return sent

    async def run() -> None:
        asked = limited(app, most=2, always=frozenset({"/-/healthz"}))
        app.answer = waits
        sending = asyncio.create_task(ask(asked))
        await asyncio.sleep(0)
        app.answer = works
        working = [asyncio.create_task(ask(asked)) for _ in range(2)]
        await asyncio.sleep(0)
        refused = await ask(asked)
        assert refused[0]["status"] == 503
        assert dict(refused[0]["headers"])[b"retry-after"]
        assert b"busy" in refused[1]["body"]
        assert (await ask(asked, "/-/readyz"))[0]["status"] == 503, "readers are better sent elsewhere"
        app.answer = app.ok
        assert (await ask(asked, "/-/healthz"))[0]["status"] == 200, "a busy site works"
        go.set()
        assert [(await one)[0]["status"] for one in working] == [200, 200]
        await sending
        assert (await ask(asked))[0]["status"] == 200

    asyncio.run(run())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "entries", tmp_path / "entries")
    return tmp_path


def started(folder: Path, *arguments: str, descriptors: int | None = None) -> tuple[subprocess.Popen[str], int]:
    """Start `lessons serve` with a limit on descriptors, and return it with its port."""
    limit = (
        f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({descriptors}, {descriptors})); "
        if descriptors
        else ""
    )
    code = f"{limit}import sys; from lessons.cli import main; main(sys.argv[1:])"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--port", "0", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
            return process, int(found[1])
    raise AssertionError("the server ended before it served")


@pytest.mark.scheduled
@pytest.mark.slow
def test_two_thousand_half_open_connections_at_the_usual_limit_of_descriptors(folder: Path) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2200:
        pytest.skip(f"a process may open no more than {hard} files here, and this test opens 2,000 connections")
    process, port = started(folder, descriptors=1024)
    half: list[socket.socket] = []
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2200), hard))
        for _ in range(2000):
            half.append(socket.create_connection(("127.0.0.1", port), timeout=AT_MOST))
            with suppress(ConnectionError):
                half[-1].sendall(b"GET / HTTP/1.1\r\nHost: ")
        for path in ("/", "/search?q=crews", "/data", "/-/healthz", "/lessons") * 4:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=AT_MOST) as answer:
                assert answer.status == 200
    finally:
        for one in half:
            one.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        output, log = ended(process)
    assert "Traceback" not in log
    assert len(output + log) < 2000


@pytest.mark.parametrize(("peer", "client"), [("127.0.0.1", "203.0.113.9"), ("10.0.0.7", "10.0.0.7")])
def test_whose_request_it_is_is_what_the_proxy_says_and_who_sent_it_is_known_beside_it(peer: str, client: str) -> None:
    asked: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope)

    said = {"type": "http", "scheme": "http", "client": (peer, 5), "headers": [(b"x-forwarded-for", b"203.0.113.9")]}
    asyncio.run(behind_proxies(app)(said, None, None))  # type: ignore[arg-type]
    assert (asked[0][PEER], asked[0]["client"][0]) == (peer, client)
