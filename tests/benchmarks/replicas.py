"""Loads one copy of the site, two, and two behind nginx with its cache, on this machine, and prints what each bore.

    lessons build && python -m tests.benchmarks.replicas build/lessons.db
    python -m tests.benchmarks.replicas /tmp/lessons-10000.db --readers 300 --seconds 20

Readers ask for pages of reviews without a pause. Every answer must be the page that was asked for, or 503 or 429 with Retry-After; anything else is
counted as wrong. On a machine that is busy with other things, the processor time for each answer says more than the answers per second; readers,
copies and nginx share the processors, so two copies gain little where there are two.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import httpx

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
                if answer.status_code == 200 and pages[path] in answer.text:
                    own["right"] += 1
                elif answer.status_code in (429, 503) and "retry-after" in answer.headers:
                    own["told to wait"] += 1
                else:
                    own["wrong"] += 1
        with lock:
            counted.update(own)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counted


def main() -> None:
    """Measure one database."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("database", type=Path)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10)
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
        for kind, addresses in kinds.items():
            before = sum(processor_time(process) for _, process in copies)
            counted = load(addresses, pages, options.readers, options.seconds)
            spent = sum(processor_time(process) for _, process in copies) - before
            right = counted["right"]
            print(
                f"{kind:17} {right / options.seconds:7.1f} right a second, {spent / max(right, 1):6.2f} ms of the copies' processors each;",
                dict(counted),
            )
        print("memory of the copies:", ", ".join(memory(process) for _, process in copies))


if __name__ == "__main__":
    main()
