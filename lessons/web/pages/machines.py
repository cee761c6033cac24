"""What programs look for at fixed places: robots.txt, the sitemap, and how a browser searches here."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from lessons.library import sitemap as library
from lessons.library.formats import xml_text
from lessons.web.answers import Answer, Data, Missing
from lessons.web.frame import has_something
from lessons.web.pages.parameters import not_taken
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

# https://www.sitemaps.org/protocol.html: a file has at most 50,000 addresses; fewer make one that is answered sooner.
LARGEST = 10_000
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
# https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md: longer names are not shown.
_NAME_CHARACTERS = 16
# Pages that are no end in themselves, or cost more than they tell: results, SQL, the tables of Datasette, forms.
_NOT_FOR_ROBOTS = ("/search", "/data/sql", "/contribute", "/correct", "/compare", "/brief", "/audit/")
_MAIN_PAGES = (
    "/",
    "/reviews",
    "/browse",
    "/browse/organisation",
    "/outcomes",
    "/charts",
    "/new",
    "/uses",
    "/recurring",
    "/missions",
    "/help",
)


def robots(reader: SiteReader, ask: Ask) -> Answer:
    """Return what robots may visit (RFC 9309): of a library that is not public, nothing."""
    path = ask.addresses.path
    if not reader.build.audience.public:
        return Data(f"User-agent: *\nDisallow: {path('/')}\n", "text/plain; charset=utf-8")
    # Charts of a search, but not those of the whole library. The question mark is written as such: RFC 9309 compares "%3F" with itself alone.
    barred = [*map(path, (*_NOT_FOR_ROBOTS, f"{ask.native}/")), f"{path('/charts')}?"]
    lines = ["User-agent: *", *(f"Disallow: {one}" for one in barred)]
    if ask.addresses.origin:
        lines += ["", f"Sitemap: {ask.addresses.absolute('/sitemap.xml')}"]
    return Data("\n".join(lines) + "\n", "text/plain; charset=utf-8")


def sitemap(reader: SiteReader, ask: Ask) -> Answer:
    """Return the sitemap, or of a large library the list of its parts; it needs full addresses, and is of public libraries alone."""
    if refused := not_taken(ask):
        return refused
    if not _listed(reader, ask):
        return Missing()
    total = library.count(reader.connection)
    if total <= LARGEST:
        return _part(reader, ask, 0, main=True)
    root = Element("sitemapindex", {"xmlns": _SITEMAPS})
    for number in range(1, -(-total // LARGEST) + 1):
        SubElement(SubElement(root, "sitemap"), "loc").text = ask.addresses.absolute(f"/sitemap/{number}.xml")
    return _xml(root)


def sitemap_part(reader: SiteReader, ask: Ask) -> Answer:
    """Return one part of a large library's sitemap."""
    number = int(ask.variables["number"])
    if not _listed(reader, ask) or not 1 <= number <= -(-library.count(reader.connection) // LARGEST):
        return Missing()
    return _part(reader, ask, (number - 1) * LARGEST, main=number == 1)


def opensearch(reader: SiteReader, ask: Ask) -> Answer:
    """Return how a browser or another program searches here (OpenSearch 1.1)."""
    if not ask.addresses.origin:
        return Missing()
    root = Element("OpenSearchDescription", {"xmlns": _OPENSEARCH})
    name = xml_text(reader.build.name)
    SubElement(root, "ShortName").text = name[:_NAME_CHARACTERS]
    SubElement(root, "LongName").text = name[:48]
    SubElement(root, "Description").text = gettext("search.opensearch", name=name)[:1024]
    for media_type, ending in (("text/html", ""), ("application/atom+xml", ".atom"), ("application/json", ".json")):
        template = f"{ask.addresses.absolute(f'/search{ending}')}?q={{searchTerms}}"
        SubElement(root, "Url", {"type": media_type, "template": template})
    SubElement(root, "InputEncoding").text = "UTF-8"
    return _xml(root, "application/opensearchdescription+xml; charset=utf-8")


def _listed(reader: SiteReader, ask: Ask) -> bool:
    return bool(ask.addresses.origin) and reader.build.audience.public


def _part(reader: SiteReader, ask: Ask, offset: int, *, main: bool) -> Data:
    root = Element("urlset", {"xmlns": _SITEMAPS})
    for page in (one for one in _MAIN_PAGES if main and has_something(one, reader.kinds)):
        SubElement(SubElement(root, "url"), "loc").text = ask.addresses.absolute(page)
    for one in library.addresses(reader.connection, LARGEST, offset):
        element = SubElement(root, "url")
        SubElement(element, "loc").text = ask.addresses.absolute(one.path)
        if one.changed:
            SubElement(element, "lastmod").text = one.changed
    return _xml(root)


def _xml(root: Element, media_type: str = "application/xml; charset=utf-8") -> Data:
    return Data('<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode"), media_type)
