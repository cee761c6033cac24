"""Makes the pictures of the README and of the help from the real site: ``python -m tests.web.browser.screenshots``.

Builds the founding reviews, serves them, and photographs pages into lessons/docs/images/, and the steps of the form into one of the site's
own files. Names of pictures after the command make these alone. They are then reduced, with any program for pictures, to 128
colours, and that of the site to 16: a page with its picture has at most 100 kB.
"""

from __future__ import annotations

import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.web.browser.live import chromium, serving
from tests.web.libraries import PROJECT, built

IMAGES = PROJECT / "lessons" / "docs" / "images"
PICTURES = {
    "search.png": ("/search?q=people+would+not+take+part", 1120, 720),
    "lesson.png": ("/reviews/aylesbury-restorative-cautions/opt-out", 1120, 720),
    "telephone.png": ("/search?q=recycling", 390, 720),
}
# Shown by the site itself, which has no other file of the documentation: the steps of the form in one picture, since a page makes few requests.
# Each with its words, the part of the page that is seen, and its height.
STEPS = PROJECT / "lessons" / "web" / "static" / "contribute.png"
WIDTH = 760
SEEN = (
    ("1. Say what happened, and what to do next time", "#group-1", 412),
    ("2. Check it: what is missing is listed, and nothing is lost", "#faults", 240),
    ("3. See how it will look, and choose how to send it", "#send", 460),
)
BEGUN = {
    "title": "Night buses on the ring road",
    "date": "March 2019",
    "organisation": "Northshire County Council",
}
REST = {
    "section.what-happened": "They ran for a year, mostly empty.",
    "lessons.1.statement": "Ask passengers when they travel before you set a timetable",
    "lessons.1.recommendation": "Ask users when they travel before you set a timetable.",
}
CHECK = "Check it and see how it looks"


def main() -> None:
    """Write every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    asked = sys.argv[1:]
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(
            built(PROJECT / "entries", Path(folder) / "lessons.db"),
            repository="https://github.com/northshire/lessons",
            mailbox="lessons@northshire.example",
        ) as address,
        chromium() as browser,
    ):
        for name, (path, width, height) in PICTURES.items():
            if not asked or name in asked:
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(address + path)
                (IMAGES / name).write_bytes(taken(page))
                print(name)
        if not asked or STEPS.name in asked:
            seen = []
            for (words, part, height), page in zip(SEEN, steps(browser, address), strict=True):
                page.set_viewport_size({"width": WIDTH, "height": height})
                page.locator(part).evaluate("part => scrollTo(0, part.getBoundingClientRect().top + scrollY - 12)")
                seen.append((words, taken(page)))
            together(browser, seen)


def steps(browser: Browser, address: str) -> Iterator[Page]:
    """Yield the form at each of its steps."""
    page = browser.new_page()
    page.goto(f"{address}/contribute")
    fill(page, BEGUN)
    yield page
    page.get_by_role("button", name=CHECK, exact=True).click()
    page.wait_for_selector("#faults")
    yield page
    fill(page, REST)
    page.locator("[name='sector']").select_option("transport")
    page.locator("[name='result'][value='failure']").check()
    page.get_by_role("button", name=CHECK, exact=True).click()
    page.wait_for_selector("#send")
    yield page


def together(browser: Browser, seen: list[tuple[str, bytes]]) -> None:
    """Write one picture of several, one below the other, each below its words."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 100})
    page.set_content(
        "<style>body{margin:0;background:#fff} h2{font:600 20px sans-serif;margin:18px 0 10px} img{display:block;border:1px solid #888;box-sizing:border-box}</style>"
        + "".join(
            f'<h2>{words}</h2><img src="data:image/png;base64,{b64encode(picture).decode()}">'
            for words, picture in seen
        )
    )
    page.screenshot(path=STEPS, full_page=True)
    print(STEPS.name)


def fill(page: Page, texts: dict[str, str]) -> None:
    """Fill in fields by their names."""
    for field, text in texts.items():
        page.locator(f"[name='{field}']").fill(text)


def taken(page: Page) -> bytes:
    """Return what is seen of a page, without a field that is gone on with."""
    page.evaluate("document.activeElement.blur()")
    return page.screenshot()


if __name__ == "__main__":
    main()
