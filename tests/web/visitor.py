"""Visits a site in process: Datasette with our plugin, no server."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import yaml
from datasette.app import Datasette
from datasette.version import __version__

from lessons.web.site import site_of
from tests.web.page import parse

# Read once: tests start hundreds of sites.
METADATA = yaml.safe_load((Path(__file__).parents[2] / "metadata.yml").read_text("utf-8"))


class Visitor:
    """Asks one Datasette for pages, one after the other, in an event loop of its own."""

    def __init__(self, *databases: Path, plugin: Mapping[str, Any] | None = None, **options: Any) -> None:
        metadata = copy.deepcopy(METADATA)
        metadata["plugins"]["lessons"].update(plugin or {})
        metadata.update(options.pop("metadata", {}))
        if not __version__.startswith("0."):  # Datasette 1.0 reads permissions there
            options["config"] = copy.deepcopy(metadata)
        self.datasette = Datasette([str(path) for path in databases], metadata=metadata, **options)
        self.loop = asyncio.new_event_loop()
        try:
            self.run(self.datasette.invoke_startup())
        except BaseException:
            self.close()
            raise

    def run(self, coroutine: Any) -> Any:
        return self.loop.run_until_complete(coroutine)

    def get(self, path: str, **options: Any) -> Any:
        return self.run(self.datasette.client.get(path, **options))

    def ask(self, method: str, path: str, **options: Any) -> Any:
        return self.run(self.datasette.client.request(method, path, **options))

    def page(self, path: str, *, status: int = 200) -> Element:
        response = self.get(path)
        assert response.status_code == status, f"{path}: {response.status_code}"
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        return parse(response.text)

    def json(self, path: str, *, status: int = 200) -> Any:
        response = self.get(path)
        assert response.status_code == status, f"{path}: {response.status_code}"
        assert response.headers["content-type"].startswith("application/json")
        return response.json()

    def close(self) -> None:
        site = site_of(self.datasette)
        if site:
            site.close()
        if self.datasette.executor:
            self.datasette.executor.shutdown()
        for database in self.datasette.databases.values():
            database.close()
        self.loop.close()
