"""What the plugin holds for one Datasette: which database is ours, its current version, and the configuration."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lessons.library.connection import is_library, is_marked
from lessons.web import hosts
from lessons.web.ask import Addresses, Config, config_of
from lessons.web.current import Current
from lessons.web.native import Attached
from lessons.web.placed import Placed
from lessons.web.snapshot import CONNECTIONS, Snapshot
from lessons.web.static_addresses import StaticAddresses
from lessons.web.stoppable import Pauses
from lessons.workers.pool import Workers

ATTRIBUTE = "lessons_site"


class Site:
    """The plugin's state for one Datasette whose database of this name is ours."""

    def __init__(self, datasette: Any, name: str, path: Path) -> None:
        self.datasette = datasette
        self.name = name
        # A connection is left for the thread of what takes long.
        self.executor = ThreadPoolExecutor(CONNECTIONS - 1, thread_name_prefix="lessons")
        self.apart = ThreadPoolExecutor(1, thread_name_prefix="lessons-apart")
        self.long_waiting = 0
        # Set by the server when it is told to stop, so that no more readers are sent here.
        self.stopping = False
        self.workers = Workers()
        self.pauses = Pauses()
        # The server of the plugin datasette-mcp, where it is installed.
        self.mcp: Any = None
        self._configured: tuple[Any, Config] | None = None
        self._attached = Attached(datasette, name, self.workers)
        self.current = Current(path, self.executor, self._switch, lambda: self.config.readers)

    def _switch(self, snapshot: Snapshot) -> None:
        self._attached.switch(self.placed(snapshot))

    def placed(self, snapshot: Snapshot) -> Placed:
        """Return where the workers find this version."""
        placed: Placed = snapshot.kept.setdefault("placed", Placed(snapshot.path, snapshot.file, self.workers))
        return placed

    @property
    def config(self) -> Config:
        """The configuration as it is now: an operator's plugin may change it while the server runs."""
        settings = self.datasette.plugin_config("lessons")
        # Asked for several times a request, and hardly ever another; a copy, or who changes the settings changes this too.
        if self._configured is None or self._configured[0] != settings:
            self._configured = deepcopy(settings), config_of(settings)
        return self._configured[1]

    @property
    def native(self) -> str:
        """The address of Datasette's own page of the database."""
        return str(self.datasette.urls.database(self.name))

    @property
    def route(self) -> str:
        """How Datasette's addresses name the database, before it is encoded for an address."""
        database = self.datasette.databases[self.name]
        return str(database.route or database.name)

    def addresses(self, request: Any, config: Config) -> Addresses:
        """Return the writer of addresses for a request; the configured public address goes before the request's own.

        The request's own counts only where its host was checked.
        """
        base = str(self.datasette.urls.path("/"))
        if config.as_files:
            return StaticAddresses(base=base, origin=config.address or "", search=config.as_files.search)
        if config.address:
            # The public address includes the base path; addresses add it themselves.
            return Addresses(base=base, origin=config.address.removesuffix(base.rstrip("/")))
        if config.hosts:
            whole = urlsplit(self.datasette.absolute_url(request, "/"))
            return Addresses(base=base, origin=f"{whole.scheme}://{whole.netloc}")
        return Addresses(base=base)

    def names(self) -> tuple[str, ...]:
        """Return the names that the site has by its configuration; none means that it answers to any."""
        config = self.config
        return hosts.known(config.address, config.hosts)

    def close(self) -> None:
        """End the processes, stop the threads and close the connections."""
        self.workers.close()
        self.executor.shutdown(wait=True)
        self.apart.shutdown(wait=True, cancel_futures=True)
        self.current.close()


def site_of(datasette: Any) -> Site | None:
    """Return the site of a Datasette, or None when none of its databases is ours.

    It is kept with the Datasette, because hooks of one server must share it and those of two must not.
    """
    if not hasattr(datasette, ATTRIBUTE):
        found = find(datasette)
        setattr(datasette, ATTRIBUTE, Site(datasette, *found) if found else None)
    site: Site | None = getattr(datasette, ATTRIBUTE)
    return site


def find(datasette: Any) -> tuple[str, Path] | None:
    """Return name and path of the first attached database that this program built, also when it is damaged now.

    Without the plugin Datasette would show as much of it as can be read, to everybody.
    """
    for name, database in datasette.databases.items():
        if database.path and not database.is_memory and (is_library(path := Path(database.path)) or is_marked(path)):
            return name, path
    return None
