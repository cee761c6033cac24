"""Help in plain words, with accessibility and privacy, and the long documentation page by page."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from lessons.library import redirects
from lessons.search import Request
from lessons.web import assets
from lessons.web.answers import Missing, Page
from lessons.web.frame import has_something
from lessons.web.pages.home import examples
from lessons.web.pages.search import find
from lessons.web.presenters.code_host import issue_form
from lessons.web.presenters.facets import leading
from lessons.web.presenters.facts import prose
from lessons.web.presenters.links import Link
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.library.redirects import Document
    from lessons.web.answers import Answer, SiteReader
    from lessons.web.ask import Ask


# Examples for a library that has no words of its own yet.
PLAIN = ("training", "costs")
# How the builder keeps a picture of the documentation: as a link to its file's name, with the words that describe it.
PICTURE = re.compile(r'<a href="([a-z-]+\.png)"[^>]*>([^<]*)</a>')


def help_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the help page."""
    path = ask.addresses.path
    words = words_of(reader, ask)
    return Page(
        "help.html",
        gettext("frame.link.help_short"),
        {
            "links": {
                name: path(f"/{name}")
                for name in ("search", "browse", "reviews", "outcomes", "data", "contribute")
                if has_something(f"/{name}", reader.kinds)
            },
            "picture": path(assets.path_of("contribute.png")),
            "words": words,
            "filters": filters_of(reader),
            "as_files": ask.config.as_files,
            "example": path("/search", [("q", words["without"])]),
            "repository": ask.config.repository,
            "issue_form": issue_form(ask.config, "lesson.yml"),
            "schema": path("/schema.json"),
            "more": [Link(title_of(page), path(f"/{page.name}")) for page in redirects.help_pages(reader.connection)],
        },
        description=gettext("help.description"),
        canonical="/help",
        section="/help",
    )


def words_of(reader: SiteReader, ask: Ask) -> dict[str, str]:
    """Return examples of queries in words that this library itself uses, or in plain ones while it has none."""
    facets = find(reader, Request(size=1)).facets
    one, other = (*(link.text for link in examples(facets, ask.addresses)), *PLAIN)[:2]
    quoted = [f'"{text}"' if " " in text else text for text in (one, other)]
    return {
        "one": one,
        "other": other,
        "without": f"{quoted[0]} -{quoted[1]}",
        "either": f"{quoted[0]} OR {quoted[1]}",
    }


def filters_of(reader: SiteReader) -> tuple[str, str, str] | None:
    """Return two values of one facet and one of another, each with the name of its facet, as this library has them; None where it has too few."""
    shown = [(facet.label, leading(facet, 2)) for facet in find(reader, Request(size=1)).facets]
    several = next(((label, values) for label, values in shown if len(values) > 1), None)
    other = next(((label, values) for label, values in shown if values and several and label != several[0]), None)
    if several is None or other is None:
        return None
    one, two = (f"{several[0]}: {value.label}" for value in several[1])
    return one, two, f"{other[0]}: {other[1][0].label}"


def documentation(reader: SiteReader, ask: Ask) -> Answer:
    """Return one page of the long documentation, which the builder rendered."""
    name = f"help/{ask.variables['page']}"
    found = redirects.document(reader.connection, name)
    if found is None:
        return Missing()
    path = ask.addresses.path
    return Page(
        "documentation.html",
        title_of(found),
        {
            "content": prose(PICTURE.sub(lambda link: picture(link[1], link[2], ask), found.content)),
            "crumbs": [
                Link(gettext("frame.link.home"), path("/")),
                Link(gettext("frame.link.help_short"), path("/help")),
            ],
            "here": title_of(found),
        },
        description=gettext("help.documentation", title=title_of(found)),
        canonical=f"/{name}",
        section="/help",
    )


def picture(name: str, words: str, ask: Ask) -> str:
    """Return a picture of the documentation as HTML, or its words alone where this program has no such file; ``words`` is HTML too."""
    if not assets.exists(name):
        return words
    width, height = assets.size_of(name)
    alt, src = words.replace('"', "&quot;"), ask.addresses.path(assets.path_of(name))
    return f'<img src="{src}" alt="{alt}" width="{width}" height="{height}" loading="lazy">'


def title_of(page: Document) -> str:
    """Return what stands in the first heading of a page."""
    heading = page.content.partition("</h1>")[0]
    return unescape(re.sub(r"<[^>]*>", "", heading)).strip()
