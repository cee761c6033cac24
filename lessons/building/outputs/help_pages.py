"""The long documentation as pages of the site: rendered by the builder, so that the site needs no Markdown."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from lessons.building.outputs.shared import Row
from lessons.text import footnotes, markdown

FOLDER = Path(__file__).parents[2] / "docs"
# A remark to whoever would change the file, not to its readers.
REMARK = re.compile(r"\A<!--.*?-->\s*", re.DOTALL)
# A picture that the site has. The sanitiser lets none through, so it is kept as a link, which the site shows as the picture.
PICTURE = re.compile(r"^!(\[[^\]]*\])\(\.\./web/static/([a-z-]+\.png)\)$", re.MULTILINE)


def rows() -> list[Row]:
    """Return each page of the documentation as a row of ``documents``, named as its address: ``help/security``."""
    return [{"name": f"help/{name}", "media_type": "text/html", "content": content} for name, content in pages()]


@cache
def pages() -> tuple[tuple[str, str], ...]:
    """Return name and HTML of each page; the files do not change while the program runs."""
    return tuple((path.stem, html(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.md")))


def html(text: str) -> str:
    """Return one page as sanitised HTML that begins with its ``<h1>``; links to other pages lead to their addresses.

    A picture is a link to its file's name, with the words that describe it.
    """
    text = PICTURE.sub(r"\1(\2)", REMARK.sub("", text))
    return markdown.html(footnotes.whole(markdown.parse(text)), address, whole_page=True)


def address(href: str) -> str:
    """Return a link of the documentation as it is on the site: pages stand beside each other without ending."""
    return re.sub(r"^([a-z-]+)\.md(?=#|$)", r"\1", href)
