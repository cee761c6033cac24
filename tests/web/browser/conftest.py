"""One browser and one server for all browser tests, closed before other tests go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.processes import LONGEST_SECONDS
from tests.web.browser.live import chromium, chromium_path, serving


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not chromium_path():
                item.add_marker(pytest.mark.skip(reason="no Chromium is installed, and CHROMIUM names none"))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="package")
def address(founding: Path) -> Iterator[str]:
    """The founding reviews, served."""
    with serving(founding) as at:
        yield at


@pytest.fixture(scope="package")
def odd_address(odd: Path) -> Iterator[str]:
    """The odd reviews, served."""
    with serving(odd) as at:
        yield at


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a window of its own: ``open_page(address, width=360, java_script_enabled=False)``."""
    contexts: list[BrowserContext] = []

    def make(url: str, *, width: int = 1280, height: int = 900, **options: object) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **options))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(LONGEST_SECONDS * 1000)
        page = contexts[-1].new_page()
        page.goto(url)
        return page

    yield make
    for context in contexts:
        context.close()
