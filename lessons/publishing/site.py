"""The site as files, for a place without a server: every page is asked of the site itself, and its links are made to lead to the other files."""

from __future__ import annotations

import asyncio
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from lessons.building.outputs import folders
from lessons.library import connection as library
from lessons.library import redirects, sitemap, soundness
from lessons.library.audience import Audience, require_within
from lessons.problems import LessonsError
from lessons.publishing.relinking import POLICY, SEARCH, SEARCH_POLICY, links_of, relative, relinked
from lessons.serving.server import Server
from lessons.web.ask import AsFiles, within
from lessons.web.pages.machines import LARGEST
from lessons.web.pages.search_as_files import INDEX
from lessons.web.presenters.links import CAME_FROM
from lessons.web.site import site_of
from lessons.web.static_addresses import file_of

HOME, NOT_FOUND, DATABASE = "/", "/404", "/data/lessons.db"
# What pages lead to in another way than by a link.
_FIRST = (HOME, "/sitemap.xml")
# GitHub Pages would otherwise leave out what begins with an underscore, as some files of the search do.
_NO_JEKYLL = ".nojekyll"
_MOVED = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Moved</title>\n'
    '<meta http-equiv="refresh" content="0; url={0}"><meta name="robots" content="noindex"></head>\n'
    '<body><p>This page has moved: <a href="{0}">its new place</a>.</p></body></html>\n'
)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class SiteWritten:
    """What was written: how many pages and other files."""

    pages: int
    files: int


@dataclass
class _Pages:
    """What is known of the site while it is written: the file of each address, where addresses lead, and what was found missing."""

    full: bool
    files: dict[str, str] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
    pages: list[tuple[str, str]] = field(default_factory=list)


def export(
    database: Path,
    folder: Path,
    *,
    base: str | None,
    metadata: Path | None,
    readers: Audience,
    indexed: Callable[[Path, Path], None] | None = None,
    progress: Progress | None = None,
) -> SiteWritten:
    """Write the site over a database into a folder, as files with relative links.

    ``base`` is the full address at which the folder will stand, for what has to name it: feeds, citations, the sitemap.
    ``indexed`` writes the index for a search in the browser, given the database and the folder for it; without it there is no search. The same
    database gives the same files. Raises :class:`LessonsError` when the database is for more than ``readers``, or the folder
    is not ours.
    """
    connection = soundness.opened(database)
    try:
        built = library.build(connection)
        require_within(built.audience, readers)
        former = redirects.every(connection)
        first = [*_first_addresses(connection), *(one.old for one in former)]
    finally:
        connection.close()
    with folders.beside(folder, "site", private=not built.audience.public) as made:
        server = Server(database, metadata, readers=readers)
        datasette = server.datasette()
        server.plugin.update(
            address=base,
            hosts=None if base is None else ["localhost"],
            as_files=AsFiles(indexed is not None),
            sql=False,
        )
        written = asyncio.run(_written(datasette, made, first, full=base is not None, progress=progress))
        if DATABASE in written.files:
            shutil.copyfile(database, _place(made, written.files[DATABASE]))
        if indexed is not None:
            indexed(database, made / "pagefind")
        _relink(written, made, base, former)
        made.joinpath(_NO_JEKYLL).touch()
        total = sum(path.is_file() for path in made.rglob("*"))
    return SiteWritten(len(written.pages), total)


def _first_addresses(connection: Any) -> Iterator[str]:
    """Yield where to begin: everything that the library lists, whether or not a page leads there."""
    yield from _FIRST
    total = sitemap.count(connection)
    if total > LARGEST:
        yield from (f"/sitemap/{number}.xml" for number in range(1, -(-total // LARGEST) + 1))
    yield from (one.path for one in sitemap.addresses(connection, total, 0))


async def _written(datasette: Any, made: Path, first: list[str], *, full: bool, progress: Progress | None) -> _Pages:
    """Ask the site for everything that it leads to, from the first addresses on, and write it down as it was answered."""
    known = _Pages(full)
    await datasette.invoke_startup()
    site = site_of(datasette)
    if site is None:
        raise LessonsError("the database was not made by lessons build")
    search = (SEARCH,) if site.config.as_files and site.config.as_files.search else ()
    waiting = deque(dict.fromkeys(_ours(address, HOME) for address in (*first, *search, NOT_FOUND)))
    seen = set(waiting)
    try:
        while waiting:
            address = waiting.popleft()
            for found in await _asked(datasette, made, known, address):
                if found not in seen:
                    seen.add(found)
                    waiting.append(found)
            if progress is not None:
                progress(len(seen) - len(waiting), len(seen))
    finally:
        site.close()
    return known


async def _asked(datasette: Any, made: Path, known: _Pages, address: str) -> list[str]:
    """Ask for one address, write the answer, and return the addresses that it leads to; nothing where only a server can answer."""
    file = _file(address, full=known.full)
    if file is None:
        return []
    if address == DATABASE:
        known.files[address] = file
        return []
    response = await datasette.client.get(address, headers={"accept-encoding": "identity"})
    if response.status_code in (301, 302):
        known.leads[address] = _ours(response.headers["location"], address)
        return [known.leads[address]]
    if response.status_code >= 500:
        raise LessonsError(f"the site could not answer {address}; the file that was to be written is {file}")
    if response.status_code not in (200, 410) and address != NOT_FOUND:
        return []
    known.files[address] = file
    _place(made, file).write_bytes(response.content)
    if not file.endswith(".html"):
        return []
    known.pages.append((address, file))
    return [_without_fragment(_ours(link, address)) for link in links_of(response.text)]


def _place(made: Path, file: str) -> Path:
    place = made / file
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _file(address: str, *, full: bool) -> str | None:
    split = urlsplit(address)
    return file_of(unquote(split.path), tuple(parse_qsl(split.query, keep_blank_values=True)), full=full)


def _ours(link: str, page: str) -> str:
    """Return the whole path that a link on a page leads to, always written in one way, without the search that one came from."""
    split = urlsplit(urljoin(page, link))
    path = quote(unquote(split.path), safe="/%:@!$&'()*+,;=~")
    asked = urlencode([pair for pair in parse_qsl(split.query, keep_blank_values=True) if pair[0] != CAME_FROM])
    return path + (f"?{asked}" if asked else "") + (f"#{split.fragment}" if split.fragment else "")


def _without_fragment(address: str) -> str:
    return address.partition("#")[0]


def _relink(written: _Pages, made: Path, base: str | None, former: list[redirects.StoredRedirect]) -> None:
    """Make the links of every page lead to files, and write a page at each former address."""
    for address, file in written.pages:
        place = made / file
        policy = SEARCH_POLICY if address == SEARCH else POLICY
        # It is shown at any address that is not there.
        top = f"{urlsplit(base).path}/" if base is not None and address == NOT_FOUND else None
        link = partial(_target, written, address, file, top)
        place.write_text(relinked(place.read_text("utf-8"), link, policy), "utf-8", newline="")
    for one in former:
        # A withdrawn one has been asked for like a page, and says so.
        old, target = _file(one.old, full=False), written.files.get(one.new or "")
        if old is not None and target is not None and not (made / old).exists():
            text = _MOVED.format(escape(quote(relative(target, old), safe="/")))
            _place(made, old).write_text(text, "utf-8", newline="")


def _target(written: _Pages, page: str, file: str, top: str | None, link: str) -> str | None:
    """Return what a link on a page is to say, or None when it leads to no file."""
    whole = _ours(link, page)
    address, _, fragment = whole.partition("#")
    after = f"#{fragment}" if fragment else ""
    path, _, asked = address.partition("?")
    if path == SEARCH and SEARCH in written.files:
        after, address = (f"?{asked}" if asked else "") + after, SEARCH
    elif path == SEARCH:
        # One value of one subject has a page that lists what it has.
        chosen = parse_qsl(asked)
        address = within("browse", *chosen[0]) if len(chosen) == 1 else address
    elif path == INDEX:
        return relative(INDEX.strip("/"), file)
    steps = 0
    while address in written.leads and steps < len(written.leads):
        address, _, moved = written.leads[address].partition("#")
        after = after or (f"#{moved}" if moved else "")
        steps += 1
    target = written.files.get(address)
    if target is None:
        return None
    return (top + target if top is not None else relative(target, file)) + after
