"""Serving a database: Datasette on an address, with settings for many readers."""

from __future__ import annotations

import inspect
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.utils import BadMetadataError, parse_metadata

from lessons.library.audience import Audience
from lessons.problems import LessonsError
from lessons.serving import http_server
from lessons.text.files import reason
from lessons.web import hosts
from lessons.web.access_log import logged
from lessons.web.ask import web_address
from lessons.web.site import Site, site_of
from lessons.workers.interrupts import Interrupted, stopping_is_normal

# Datasette's settings for a site that is read by many: no guesses at facets on every table page, room for the
# analyst's longer queries, and answers that other programs may read from the browser.
SETTINGS: dict[str, Any] = {
    "suggest_facets": False,
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 1000,
    "num_sql_threads": 4,
}


@dataclass
class Server:
    """Datasette with one database, on an address that is already bound, so that a port in use is known before anything starts.

    ``drain`` is how many seconds it goes on after SIGTERM. ``cors`` lets pages of other sites read what is public. ``readers`` says for whom: no database that holds more is ever served; without it, none that holds more than the first.
    """

    database: Path
    metadata: Path | None
    notice: str | None = None
    version: str | None = None
    watch: bool = False
    host: str = "127.0.0.1"
    access_log: bool = False
    cors: bool = False
    readers: Audience | None = None
    drain: float = 0
    plugin: dict[str, Any] = field(default_factory=dict)

    def datasette(self) -> Any:
        """Return the configured Datasette; works with its stable line and with 1.0."""
        configuration = read_metadata(self.metadata)
        self.plugin = configuration.setdefault("plugins", {}).setdefault("lessons", {})
        self.plugin["watch"] = self.watch
        self.plugin["hosts"] = hosts_of(self.host, self.plugin)
        if self.access_log:
            self.plugin["access_log"] = True
        if self.readers is not None:
            self.plugin.update(audience=self.readers.name, drafts=self.readers.drafts)
        self.say(self.notice, self.version)
        settings = {**SETTINGS, **configuration.pop("settings", {})}
        # 1.0 reads plugin configuration and permissions from `config`, titles and descriptions from `metadata`.
        both = {"metadata": configuration}
        if "config" in inspect.signature(Datasette.__init__).parameters:
            both["config"] = configuration
        return Datasette([], immutables=[str(self.database)], settings=settings, cors=self.cors, **both)

    def say(self, notice: str | None, version: str | None = None) -> None:
        """Change what every page says of the last good version from now on, as long as it is this one that is served."""
        self.notice, self.version = notice, version
        self.plugin["last_good"] = {"notice": notice, "version": version} if notice else None

    def run(self, listening: socket.socket, started: Callable[[str], None]) -> None:
        """Serve until interrupted; ``started`` is called with the site's address when it answers there."""
        datasette = self.datasette()
        if not hosts.is_loopback(listening.getsockname()[0]):
            # Who can be reached by others says so if he takes their SQL.
            self.plugin.setdefault("sql", False)
        site = site_of(datasette)
        if site is None:
            raise LessonsError(f"{self.database} was not made by `lessons build`")
        # From here on Ctrl-C is how one stops a server, so it is no failure.
        stopping_is_normal()
        with suppress(KeyboardInterrupt, Interrupted):
            Announced(site, lambda: started(address_of(listening)), self.drain).run(sockets=[listening])


class Announced(uvicorn.Server):
    """The server of a site. It calls ``started`` when it answers: by then the database is open, whatever takes the file's place.

    Told to stop by SIGTERM, it goes on for ``drain`` seconds and says that no more readers should be sent; told again, it stops.
    """

    def __init__(self, site: Site, started: Callable[[], None], drain: float = 0) -> None:
        base = str(site.datasette.urls.path("/")).rstrip("/")
        # A busy site works: who asks that is answered, while readers are better sent elsewhere.
        app = http_server.limited(site.datasette.app(), always=frozenset({f"{base}{hosts.HEALTH}"}))
        super().__init__(http_server.configuration(logged(app, site)))
        self._site = site
        self._announce = started
        self._drain = drain
        self._until: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, now or after a while."""
        first, self._site.stopping = not self._site.stopping, True
        if first and self._drain and sig == signal.SIGTERM:
            self._until = time.monotonic() + self._drain
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Return whether it is time to stop."""
        if self._until is not None and time.monotonic() >= self._until:
            self.should_exit = True
        return await super().on_tick(counter)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so unless that failed."""
        await super().startup(sockets)
        if self.started:
            self._announce()


def hosts_of(host: str, plugin: dict[str, Any]) -> list[str]:
    """Return the names that a site on ``host`` answers to beside that of its ``address``: ``hosts`` of the configuration
    ``plugin`` and, where only this machine can reach it, the localhost names.

    Raises :class:`LessonsError` when the configuration gives something that is no name.
    """
    if wrong := hosts.wrong(plugin.get("hosts")):
        raise LessonsError(f"plugins: lessons: hosts: {hosts.NOT_A_NAME.format(wrong[0])}")
    own = hosts.name_of(f"[{host}]" if ":" in host else host)
    local = (*hosts.LOCALHOST, own) if own and hosts.is_loopback(host) else ()
    return list(dict.fromkeys((*hosts.names_of(plugin.get("hosts")), *local)))


def unchecked(host: str, metadata: Path | None, audience: str) -> str | None:
    """Return a warning when the site would answer to any host name, as nobody says which are its own.

    Raises :class:`LessonsError` when it would do so with what is not ``public``: a page elsewhere could then read it with the
    browsers of its readers; and when the metadata cannot be read.
    """
    plugin = (read_metadata(metadata).get("plugins") or {}).get("lessons") or {}
    if hosts.known(web_address(plugin.get("address")), tuple(hosts_of(host, plugin))):
        return None
    settable = "set `address` or `hosts` under plugins: lessons: in metadata.yml"
    if audience != "public":
        raise LessonsError(f"a site for the audience {audience} on {host} needs to know its own host names: {settable}")
    return f"Requests under any host name are answered, and permanent links are written without one; {settable}."


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on host and port; port 0 means any free one.

    Raises :class:`LessonsError` when the port is taken or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio sends small answers at once: else each waits 40 ms on a kept connection.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name != "nt":
        # On Windows this option would let two servers share the port.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        said = reason(error) if isinstance(error, OSError) else str(error)
        raise LessonsError(f"cannot serve on {host}:{port}: {said}; choose another with --port") from error
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the http address of a listening socket, as a browser takes it."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - compared, not bound
    return f"http://{shown}:{port}/"


def read_metadata(path: Path | None) -> dict[str, Any]:
    """Return Datasette's metadata from a YAML or JSON file; nothing without a file.

    Raises :class:`LessonsError` when the file cannot be read.
    """
    if path is None:
        return {}
    try:
        found = parse_metadata(path.read_text("utf-8"))
    except OSError as error:
        raise LessonsError(f"cannot read {path}: {reason(error)}") from error
    except (BadMetadataError, UnicodeDecodeError) as error:
        raise LessonsError(f"cannot read {path}: it is neither YAML nor JSON") from error
    if not isinstance(found, dict):
        raise LessonsError(f"cannot read {path}: it must consist of `name: value` lines")
    return found
