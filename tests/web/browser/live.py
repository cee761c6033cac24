"""A site behind a real server, and a real Chromium to visit it."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path

import uvicorn
import yaml
from datasette.app import Datasette
from playwright.sync_api import Browser, expect, sync_playwright

from lessons.web.site import site_of
from tests.support.processes import LONGEST_SECONDS

METADATA = Path(__file__).parents[3] / "metadata.yml"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path() -> str | None:
    """Return the path of the system's Chromium; the variable CHROMIUM goes before what is installed."""
    return environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)


# Playwright's own is 5 seconds, which a busy machine may need; a page that never comes to be as expected fails all the same.
expect.set_options(timeout=LONGEST_SECONDS * 1000)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a Chromium with a fresh profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class Server(uvicorn.Server):
    """A server that says when it is ready instead of being asked."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@contextmanager
def serving(database: Path, *, lifespan: str = "off", **configuration: str) -> Iterator[str]:
    """Serve a database at a free port of this machine and give its address, without a slash at its end.

    ``lifespan`` is on for plugins that have to know when the server begins and ends; ``configuration`` is of our plugin, beside what
    metadata.yml says.
    """
    metadata = yaml.safe_load(METADATA.read_text("utf-8"))
    metadata.setdefault("plugins", {}).setdefault("lessons", {}).update(configuration)
    datasette = Datasette([str(database)], metadata=metadata)
    # Named as TCP, so that asyncio sends small answers at once instead of waiting for more to send.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    server = Server(uvicorn.Config(datasette.app(), log_level="error", lifespan=lifespan))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        assert server.ready.wait(LONGEST_SECONDS)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
        site = site_of(datasette)
        if site:
            site.close()
        for attached in datasette.databases.values():
            attached.close()
