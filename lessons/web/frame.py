"""The frame around every page: name, navigation, search box, notice, footer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.audience import AUDIENCES
from lessons.web import assets
from lessons.web.feeds import ATOM, JSON
from lessons.web.presenters.dates import Date, date
from lessons.web.presenters.paging import left_out, not_a_page
from lessons.web.static_addresses import file_of
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from lessons.library.audience import Audience
    from lessons.library.connection import Build
    from lessons.web.answers import Page
    from lessons.web.ask import AsFiles, Ask, Config


@dataclass(frozen=True)
class NavigationLink:
    """A link: what it says, where it leads, whether it is the page one is on."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Frame:
    """Everything that the base template shows around a page's own content."""

    title: str
    site: str
    home: str
    navigation: tuple[NavigationLink, ...]
    footer: tuple[NavigationLink, ...]
    help: NavigationLink
    search: str
    search_box: bool
    searched: bool
    style: str
    script: str
    completion_script: str
    suggest: str
    watch_script: str | None
    icon: str
    description: str | None
    canonical: str | None
    feeds: tuple[NavigationLink, ...]
    json_feeds: tuple[NavigationLink, ...]
    opensearch: str | None
    indexed: bool
    notices: tuple[str, ...]
    faults: tuple[str, ...]
    audience: str | None
    newest: Date | None


DEFAULT_NAME = "Lessons Learned Unit"
# What leads to "Add a review" stands in the page and the footer: the search box is to be within six steps of the keyboard.
NAVIGATION = (
    ("frame.link.reviews", "/reviews"),
    ("frame.navigation.browse", "/browse"),
    ("frame.navigation.brief", "/brief"),
)
FOOTER = (
    ("frame.link.search", "/search"),
    ("frame.link.reviews", "/reviews"),
    ("frame.link.brief", "/brief"),
    ("frame.link.new", "/new"),
    ("frame.link.browse", "/browse"),
    ("frame.link.organisations", "/organisations"),
    ("frame.link.outcomes", "/outcomes"),
    ("frame.link.charts", "/charts"),
    ("frame.link.missions", "/missions"),
    ("frame.link.uses", "/uses"),
    ("frame.link.recurring", "/recurring"),
    ("frame.link.open", "/open"),
    ("frame.link.audit", "/audit"),
    ("frame.link.contribute", "/contribute"),
    ("frame.link.use", "/use"),
    ("frame.link.help", "/help"),
    ("frame.link.data", "/data"),
)
# Pages that a library has nothing for while it has none of a kind.
ABOUT = {
    "/new": "news",
    "/outcomes": "outcomes",
    "/missions": "missions",
    "/uses": "uses",
    "/recurring": "recurrences",
}


def has_something(address: str, kinds: frozenset[str]) -> bool:
    """Return whether the page at a main address has anything to show in a library that has these kinds of things."""
    return address not in ABOUT or ABOUT[address] in kinds


def frame(
    page: Page,
    ask: Ask,
    build: Build | None,
    kinds: frozenset[str],
    *,
    version: str = "",
    too_wide: bool = False,
) -> Frame:
    """Return the frame of a page of a library that has these kinds of things.

    ``version`` names the version of the database that the page shows.
    ``build`` is None when the database cannot be read, or not by this reader, who then learns nothing of it; ``too_wide``
    says that a newer version was refused.
    """
    name = build.name if build else DEFAULT_NAME
    path, as_files = ask.addresses.path, ask.config.as_files

    searched = as_files is None or as_files.search

    def there(links: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple(link for link in links if as_files is None or written(link[1], as_files))

    return Frame(
        title=page.title if page.title == name else gettext("frame.title", page=page.title, site=name),
        site=name,
        home=path("/"),
        navigation=tuple(
            NavigationLink(gettext(key), path(href), current=page.section == href) for key, href in there(NAVIGATION)
        ),
        footer=tuple(
            NavigationLink(gettext(key), path(href)) for key, href in there(FOOTER) if has_something(href, kinds)
        ),
        help=NavigationLink(gettext("frame.help.files"), path("/help", fragment="as-files"))
        if as_files
        else NavigationLink(gettext("frame.help.searching"), path("/help", fragment="searching")),
        search=path("/search"),
        search_box=page.search_box and searched,
        searched=searched,
        style=path(assets.path_of("lessons.css")),
        script=path(assets.path_of("lessons.js")),
        completion_script=path(assets.path_of("complete.js")),
        suggest=path("/suggest.json"),
        watch_script=path(assets.path_of("watch.js")) if ask.config.watch else None,
        icon=path(assets.path_of("icon.svg")),
        description=page.description,
        canonical=ask.addresses.absolute(page.canonical) if page.canonical else None,
        feeds=tuple(NavigationLink(title, href) for title, href in page.feeds),
        json_feeds=tuple(NavigationLink(title, href.replace(ATOM, JSON, 1)) for title, href in page.feeds),
        # Browsers take only full addresses for what they search with, and keep them: none that holds on one machine alone.
        opensearch=path("/opensearch.xml") if ask.config.address and as_files is None else None,
        indexed=page.indexed and (build is None or build.audience.public),
        notices=notices(ask.config, version, too_wide=too_wide) if build else (),
        faults=faults(page, ask),
        audience=audience_words(build.audience) if build else None,
        newest=date(build.newest_published) if build and build.newest_published else None,
    )


def faults(page: Page, ask: Ask) -> tuple[str, ...]:
    """Return what the page says of an address that could not be understood in full; a list has the pages that its links lead to."""
    wrong = not_a_page(ask) if "paging" in page.context else ""
    return (*page.faults, left_out("page", wrong)) if wrong else page.faults


def written(path: str, as_files: AsFiles) -> bool:
    """Return whether a path is a page of the site that is written as files."""
    return as_files.search if path == "/search" else file_of(path, full=False) is not None


def notices(config: Config, version: str, *, too_wide: bool) -> tuple[str, ...]:
    """Return what every page says above its own content.

    That a version is the last good one holds for that version: another program may have built the next.
    """
    last = config.last_good
    holds = last is not None and last.version in (None, version)
    said = (config.notice, last.notice if last and holds else None, gettext("frame.too_wide") if too_wide else None)
    return tuple(notice for notice in said if notice)


def audience_words(audience: Audience) -> str | None:
    """Return what every page of a library that is not public says of it."""
    found = []
    if audience.name != AUDIENCES[0]:
        found.append(gettext("frame.audience.limited", audience=audience.name or gettext("frame.audience.some")))
    if audience.drafts:
        found.append(gettext("frame.drafts"))
    return " ".join(found) or None


@dataclass(frozen=True)
class NativeHeader:
    """The site's header on Datasette's own pages."""

    lang: str
    skip: str
    name: str
    home: str
    links: tuple[NavigationLink, ...]
    audience: str | None


def native_header(path: Callable[[str], str], audience: Audience | None) -> NativeHeader:
    """Return the header for Datasette's own pages; ``path`` puts the base path before an address."""
    links = (
        ("frame.link.search", "/search"),
        ("frame.link.reviews", "/reviews"),
        ("frame.link.data", "/data"),
        ("frame.link.help_short", "/help"),
    )
    return NativeHeader(
        gettext("frame.native.lang"),
        gettext("frame.skip"),
        gettext("frame.native.name"),
        str(path("/")),
        tuple(NavigationLink(gettext(key), str(path(href))) for key, href in links),
        audience_words(audience) if audience else None,
    )
