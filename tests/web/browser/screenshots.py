"""Makes the pictures of the README and of the help from the real site: ``python -m tests.web.browser.screenshots``.

Builds the founding reviews, serves them, and photographs pages into lessons/docs/images/, and the form, partly filled in, into the
site's own files. Names of pictures after the command make these alone. That of the site is then reduced to 32 colours, with any program for
pictures: a page with its picture has at most 100 kB.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.web.browser.live import chromium, serving
from tests.web.libraries import PROJECT, built

IMAGES = PROJECT / "lessons" / "docs" / "images"
PICTURES = {
    "search.png": ("/search?q=people+would+not+take+part", 1120, 720),
    "lesson.png": ("/reviews/aylesbury-restorative-cautions/opt-out", 1120, 720),
    "telephone.png": ("/search?q=people+would+not+take+part", 390, 720),
    "contribute.png": ("/contribute", 900, 820),
}
# Shown by the site itself, which has no other file of the documentation.
ON_THE_SITE = {"contribute.png": PROJECT / "lessons" / "web" / "static"}
FILLED_IN = {
    "title": "Night buses on the ring road",
    "date": "March 2019",
    "organisation": "Northshire County Council",
}


def main() -> None:
    """Write every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(built(PROJECT / "entries", Path(folder) / "lessons.db")) as address,
        chromium() as browser,
    ):
        for name, (path, width, height) in PICTURES.items():
            if sys.argv[1:] and name not in sys.argv[1:]:
                continue
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(address + path)
            for field, text in FILLED_IN.items() if name in ON_THE_SITE else ():
                page.locator(f"[name='{field}']").fill(text)
            page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
            page.screenshot(path=ON_THE_SITE.get(name, IMAGES) / name)
            page.close()
            print(name)


if __name__ == "__main__":
    main()
