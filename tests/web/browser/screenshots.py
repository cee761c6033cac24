"""Makes the README's pictures from the real site: ``python -m tests.web.browser.screenshots``.

Builds the founding reviews, serves them, and photographs pages into lessons/docs/images/.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.web.browser.live import chromium, serving
from tests.web.libraries import PROJECT, built

IMAGES = PROJECT / "lessons" / "docs" / "images"
PICTURES = {
    "search.png": ("/search?q=people+would+not+take+part", 1120, 720),
    "lesson.png": ("/reviews/aylesbury-restorative-cautions/opt-out", 1120, 720),
    "telephone.png": ("/search?q=people+would+not+take+part", 390, 720),
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
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(address + path)
            page.screenshot(path=IMAGES / name)
            page.close()
            print(IMAGES / name)


if __name__ == "__main__":
    main()
