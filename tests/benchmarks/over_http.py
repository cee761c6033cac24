"""Times the site over HTTP against a bare route and against Datasette's own table page, the same query to each in turn.

    python tests/benchmarks/over_http.py 10000 --folder /tmp

The bare route is an ASGI application without a framework that does the least anybody could: the same ranked FTS5 query
(any word, first twenty), snippets, and six facets counted in memory. Datasette's page is the table of reviews with the same
search and the same six facets; it drops facets that take too long, so those that came are counted.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import httpx
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from corpus import make
from queries import Asked, mixed

ROUNDS = 5
FACETS = ("sector", "organisation", "result", "year", "phase", "level")
STARTING_SECONDS = 60


def bare() -> Callable[..., Awaitable[None]]:
    """Return the bare route over the database that the environment names."""
    connection = sqlite3.connect(f"file:{os.environ['BENCHMARK_DATABASE']}?mode=ro&immutable=1", uri=True)
    numbers = [number for (number,) in connection.execute("SELECT number FROM lessons ORDER BY number")]
    values: dict[str, list[str]] = {}
    codes: dict[str, np.ndarray] = {}
    for facet in FACETS:
        column = {"organisation": "organisation_id"}.get(facet, facet)
        rows = connection.execute(
            f"SELECT coalesce({column}, '') FROM lessons JOIN reviews ON reviews.id = review_id ORDER BY lessons.number"
        ).fetchall()
        values[facet], codes[facet] = np.unique([str(value) for (value,) in rows], return_inverse=True)
    assert numbers == list(range(1, len(numbers) + 1))

    def answer(expression: str) -> bytes:
        rows = connection.execute(
            """SELECT lessons.id, lessons.statement, reviews.title, reviews.date,
                      snippet(lessons_fts, -1, char(2), char(3), '…', 30)
               FROM lessons_fts JOIN lessons ON lessons.number = lessons_fts.rowid
               JOIN reviews ON reviews.id = lessons.review_id
               WHERE lessons_fts MATCH ? ORDER BY rank LIMIT 20""",
            (expression,),
        ).fetchall()
        ((listed,),) = connection.execute(
            "SELECT group_concat(rowid) FROM lessons_fts WHERE lessons_fts MATCH ?", (expression,)
        ).fetchall()
        found = np.array((listed or "").split(","), dtype=np.int64) - 1 if listed else np.zeros(0, dtype=np.int64)
        facets = {}
        for facet in FACETS:
            counts = np.bincount(codes[facet][found], minlength=len(values[facet]))
            facets[facet] = {str(values[facet][at]): int(counts[at]) for at in np.flatnonzero(counts)}
        return json.dumps({"results": rows, "count": len(found), "facets": facets}).encode()

    async def application(scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] != "http":
            return
        (expression,) = parse_qs(scope["query_string"].decode())["match"]
        body = answer(expression)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": body})

    return application


@contextmanager
def served(command: list[str], path: Path) -> Iterator[tuple[str, int]]:
    """Run a server on a free port; yield its address and process id, and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "BENCHMARK_DATABASE": str(path), "PYTHONPATH": str(Path(__file__).parent)}
    process = subprocess.Popen(
        [*command, "--port", str(port)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait(address)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait(address: str) -> None:
    """Return once the server answers."""
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until:
        try:
            httpx.get(f"{address}/?match=a", timeout=30)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{address} did not answer")


def addresses(asked: Asked, site: str, plain: str, path: Path) -> dict[str, str]:
    """Return the address of each way to ask."""
    table = [("_fts_table", "reviews_fts"), ("_fts_pk", "number"), ("_searchmode", "raw"), ("_search", asked.any_word)]
    table += [("_facet", {"organisation": "organisation_id"}.get(facet, facet)) for facet in FACETS]
    return {
        "site": f"{site}/search.json?{urlencode(asked.request.to_params())}",
        "page": f"{site}/search?{urlencode(asked.request.to_params())}",
        "bare": f"{plain}/?{urlencode({'match': asked.any_word})}",
        "datasette": f"{site}/{path.stem}/reviews.json?{urlencode([*table, ('_shape', 'objects')])}",
    }


def main() -> None:
    """Measure one database."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("size", nargs="?", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=Path("/tmp"), help="where the databases are, or are made")
    options = parser.parse_args()
    path = options.folder / f"lessons-{options.size}.db"
    make(options.size, path)
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    queries = mixed(connection)
    connection.close()
    server = [sys.executable, "-m", "uvicorn", "--factory", "over_http:bare", "--log-level", "critical"]
    site = [sys.executable, "-m", "datasette", "serve", "-i", str(path), "--setting", "facet_time_limit_ms", "5000"]
    site += ["--setting", "sql_time_limit_ms", "20000"]
    taken: dict[str, list[float]] = {}
    facets = []
    with (
        served(site, path) as (address, process),
        served(server, path) as (plain, _),
        httpx.Client(timeout=60) as client,
    ):
        for asked in queries:
            times: dict[str, list[float]] = {}
            for _ in range(ROUNDS):
                for name, url in addresses(asked, address, plain, path).items():
                    started = time.perf_counter()
                    response = client.get(url)
                    times.setdefault(name, []).append((time.perf_counter() - started) * 1000)
                    response.raise_for_status()
                    if name == "datasette":
                        facets.append(len(response.json()["facet_results"]))
            for name, values in times.items():
                taken.setdefault(name, []).append(statistics.median(values))
        status = Path(f"/proc/{process}/status")
        memory = status.read_text().split("VmRSS:")[1].split()[0] if status.exists() else "0"
    medians = {name: statistics.median(values) for name, values in taken.items()}
    figures = {f"{name}_ms": round(value, 2) for name, value in medians.items()}
    figures["site_to_bare"] = round(medians["site"] / medians["bare"], 2)
    figures["datasette_to_site"] = round(medians["datasette"] / medians["site"], 1)
    figures["facets_datasette_gave"] = statistics.mean(facets)
    figures["memory_mb"] = int(memory) // 1024
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
