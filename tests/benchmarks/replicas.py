"""Loads one copy of the site, two, and two behind nginx with its cache, on this machine, and prints what each bore.

    lessons build && python -m tests.benchmarks.replicas build/lessons.db
    python -m tests.benchmarks.replicas /tmp/lessons-10000.db --readers 300 --seconds 20

Readers ask for pages of reviews without a pause; then many ask at the same time, once each; then clients that send a byte now and again hold connections while
others read. Every answer must be the page that was asked for, or 503 or 429 with Retry-After; anything else is counted as wrong. Everything goes to
this machine and ends by itself. On a machine that is busy with other things, the processor time for each answer says more than the answers per second; readers,
copies and nginx share the processors, so two copies gain little where there are two.
"""

from __future__ import annotations

import argparse
import http.client
import socket
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path

import httpx

from lessons.serving.http_server import HEAD_SECONDS
from tests.benchmarks.over_http import memory, processor_time, served
from tests.support.nginx import NGINX, proxied

UNLIMITED = {
    "rate=20r/s": "rate=99999r/s",
    "burst=60": "burst=99999",
    "limit_conn lessons_open 30": "limit_conn lessons_open 9999",
}


def load(addresses: list[str], pages: dict[str, str], readers: int, seconds: float) -> Counter[str]:
    """Have so many readers ask for pages, spread over the addresses, and return how they were answered."""
    counted: Counter[str] = Counter()
    lock = threading.Lock()
    until = time.monotonic() + seconds

    def read(number: int) -> None:
        own: Counter[str] = Counter()
        paths = list(pages)
        with httpx.Client(base_url=addresses[number % len(addresses)], timeout=120) as client:
            while time.monotonic() < until:
                path = paths[(number + own.total()) % len(paths)]
                try:
                    answer = client.get(path)
                except httpx.TransportError:
                    own["closed"] += 1
                    continue
                own[kind_of(answer.status_code, answer.headers, pages[path] in answer.text)] += 1
        with lock:
            counted.update(own)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counted


def burst(addresses: list[str], pages: dict[str, str], requests: int) -> Counter[str]:
    """Send so many requests before any answer is read, each on a connection of its own, and return how they were answered."""
    counted: Counter[str] = Counter()
    with ExitStack() as stack:
        waiting = []
        for number, path in zip(range(requests), cycle(pages)):
            host, _, port = addresses[number % len(addresses)].removeprefix("http://").partition(":")
            connection = http.client.HTTPConnection(host, int(port), timeout=120)
            stack.callback(connection.close)
            try:
                connection.request("GET", path)
            except OSError:
                counted["closed"] += 1
            else:
                waiting.append((path, connection))
        for path, connection in waiting:
            try:
                answer = connection.getresponse()
                text = answer.read().decode()
            except (OSError, http.client.HTTPException):
                counted["closed"] += 1
                continue
            counted[kind_of(answer.status, answer.headers, pages[path] in text)] += 1
    return counted


def kind_of(status: int, headers: Mapping[str, str], right: bool) -> str:
    """Return how an answer counts."""
    if status == 200 and right:
        return "right"
    return "told to wait" if status in (429, 503) and "retry-after" in headers else "wrong"


@contextmanager
def slow(addresses: list[str], clients: int) -> Iterator[list[socket.socket]]:
    """Hold connections on which a request arrives byte by byte, and yield those that the server has not closed, kept up to date."""
    with ExitStack() as stack:
        held = []
        for number in range(clients):
            host, _, port = addresses[number % len(addresses)].removeprefix("http://").partition(":")
            one = stack.enter_context(socket.create_connection((host, int(port)), timeout=10))
            one.setblocking(False)
            held.append(one)
        ended = threading.Event()

        def drip() -> None:
            for letter in cycle(b"GET / HTTP/1.1\r\nX: "):
                for one in held[:]:
                    try:
                        one.send(bytes([letter]))
                        if one.recv(1000) == b"":
                            held.remove(one)
                    except BlockingIOError:
                        continue
                    except OSError:
                        held.remove(one)
                if ended.wait(0.5):
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield held
        finally:
            ended.set()
            thread.join()


def main() -> None:
    """Measure one database."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("database", type=Path)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at-once", type=int, default=400, help="requests sent before any answer is read")
    parser.add_argument("--slow", type=int, default=400, help="clients that send their request byte by byte")
    options = parser.parse_args()
    path = options.database.resolve()
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    found = connection.execute("SELECT id FROM reviews ORDER BY id LIMIT 50").fetchall()
    connection.close()
    pages = {f"/reviews/{id_}": f"/reviews/{id_}" for (id_,) in found}
    command = [sys.executable, "-m", "lessons", "serve", "--no-build", "--database", str(path)]
    with ExitStack() as stack:
        copies = [stack.enter_context(served(command, path)) for _ in range(2)]
        kinds = {"one copy": [copies[0][0]], "two copies": [address for address, _ in copies]}
        if NGINX:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            ports = [int(address.rpartition(":")[2]) for address, _ in copies]
            kinds["two behind nginx"] = [stack.enter_context(proxied(folder, ports, UNLIMITED))]
        told: dict[str, list[tuple[float, float]]] = {kind: [] for kind in kinds}
        for kind, addresses in [*kinds.items()] * options.rounds:
            before = sum(processor_time(process) for _, process in copies)
            counted = load(addresses, pages, options.readers, options.seconds)
            spent = sum(processor_time(process) for _, process in copies) - before
            right = counted["right"]
            told[kind].append((right / options.seconds, spent / max(right, 1)))
            print(
                f"{kind:17} {right / options.seconds:7.1f} right a second, {spent / max(right, 1):6.2f} ms each;",
                dict(counted),
            )
        for kind, measured in told.items():
            rates, costs = zip(*measured, strict=True)
            ratio = statistics.median(rate / first for rate, (first, _) in zip(rates, told["one copy"], strict=True))
            print(
                f"{kind:17} answers of one copy: {ratio:5.2f} times; {statistics.median(costs):6.2f} ms of the copies' processors each"
            )
        for kind, addresses in kinds.items():
            print(f"{kind:17} {options.at_once} at once:", dict(burst(addresses, pages, options.at_once)))
        with slow(kinds["one copy"], options.slow) as held:
            counted = load(kinds["one copy"], pages, options.readers, HEAD_SECONDS + 5)
            print(
                f"{options.slow} slow clients: {options.slow - len(held)} closed after {HEAD_SECONDS + 5:.0f} s; readers beside them:",
                dict(counted),
            )
        print("memory of the copies:", ", ".join(memory(process) for _, process in copies))


if __name__ == "__main__":
    main()
