"""A request as pages see it: what was asked for, and how to write an address on this site."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from lessons.learning.email import checked
from lessons.library.audience import AUDIENCES, Audience
from lessons.library.web_addresses import fault
from lessons.problems import LessonsError
from lessons.web import hosts
from lessons.web.shortlist import pairs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lessons.workers.posted import Posted

Pairs = tuple[tuple[str, str], ...]
# What YAML takes for a switch when it is not in quotation marks.
ON, OFF = ("on", "true", "yes"), ("off", "false", "no")
# Whose pages for files are known; the first unless another is named, or the repository's own address tells.
CODE_HOSTS = ("github", "gitlab")


@dataclass(frozen=True)
class LastGood:
    """What pages say while they show a version because no newer one could be built; ``version`` None means whichever."""

    notice: str
    version: str | None = None


@dataclass(frozen=True)
class AsFiles:
    """The site is being written as files; ``search`` says that an index for a search in the browser goes with them."""

    search: bool = False


@dataclass(frozen=True)
class Config:
    """What an operator may set for the plugin, under ``plugins: lessons`` in the metadata or configuration.

    ``repository`` is the address of the code host, ``branch`` the branch that entries are edited on and ``entries``
    their folder in it; ``code_host`` is whose pages these are, github or gitlab; ``mailbox`` takes contributions by e-mail;
    ``notice`` is shown on each page; ``analyst`` offers SQL and the database for download;
    ``address`` is the public address of the site, for permanent links; ``hosts`` are further names that it answers to;
    ``watch`` reloads open pages when the database is replaced, for somebody who is writing; ``sql`` takes queries of
    readers, None of those alone who sit at this machine; ``audience`` and ``drafts`` say whom the site is for.
    ``access_log`` prints a line for each request;
    ``last_good`` comes from ``lessons serve``: why no newer version could be built, and which version that was said of;
    ``as_files`` from ``lessons export site``.
    """

    repository: str | None = None
    branch: str = "main"
    entries: str = "entries"
    code_host: str = CODE_HOSTS[0]
    mailbox: str | None = None
    notice: str | None = None
    analyst: bool = True
    address: str | None = None
    hosts: tuple[str, ...] = ()
    watch: bool = False
    sql: bool | None = None
    audience: str | None = None
    drafts: bool = False
    access_log: bool = False
    last_good: LastGood | None = None
    as_files: AsFiles | None = None

    @property
    def readers(self) -> Audience | None:
        """Whom the site is for, or None for whomever the first database is for."""
        return Audience(self.audience, self.drafts) if self.audience else None


def config_of(settings: Mapping[str, Any] | None) -> Config:
    """Return the configuration with defaults for what is absent; unknown keys are left to other versions."""
    settings = settings or {}
    default = Config()
    return Config(
        repository=web_address(settings.get("repository")),
        branch=str(settings.get("branch") or default.branch),
        entries=str(settings.get("entries") or default.entries).strip("/"),
        code_host=code_host_of(settings),
        mailbox=mailbox_of(settings.get("mailbox")),
        notice=str(settings["notice"]) if settings.get("notice") else None,
        analyst=bool(settings.get("analyst", True)),
        address=web_address(settings.get("address")),
        hosts=hosts.names_of(settings.get("hosts")),
        watch=bool(settings.get("watch", False)),
        sql=on_or_off(settings.get("sql")),
        audience=audience_of(settings),
        drafts=settings.get("drafts") is True,
        access_log=bool(on_or_off(settings.get("access_log"))),
        last_good=last_good_of(settings.get("last_good")),
        as_files=as_files if isinstance(as_files := settings.get("as_files"), AsFiles) else None,
    )


def code_host_of(settings: Mapping[str, Any]) -> str:
    """Return whose pages the repository has, as configured or as its host's name says."""
    named = str(settings.get("code_host") or "").strip().lower()
    if named in CODE_HOSTS:
        return named
    host = urlsplit(web_address(settings.get("repository")) or "").hostname or ""
    return "gitlab" if "gitlab" in host.split(".") else CODE_HOSTS[0]


def mailbox_of(value: object) -> str | None:
    """Return the address of a mailbox, or None for what is none."""
    try:
        return checked(str(value)).addr_spec if value else None
    except LessonsError:
        return None


def complaints(settings: Mapping[str, Any] | None) -> Iterator[str]:
    """Yield what is wrong with addresses and with the settings about contributions, which are then as if they were not there."""
    settings = settings or {}
    for name in ("address", "repository"):
        if (found := str(settings.get(name) or "").strip()) and web_address(found) is None:
            right = (
                fault(found)
                if found.startswith(("https://", "http://"))
                else "an address begins with https:// or http://"
            )
            yield f"plugins: lessons: {name}: found “{found}”; {right}"
    named = settings.get("code_host")
    if named and str(named).strip().lower() not in CODE_HOSTS:
        yield f"plugins: lessons: code_host: found “{named}”; write {' or '.join(CODE_HOSTS)}"
    if settings.get("mailbox") and mailbox_of(settings["mailbox"]) is None:
        yield f"plugins: lessons: mailbox: found “{settings['mailbox']}”; write an e-mail address, such as lessons@example.org"


def last_good_of(value: object) -> LastGood | None:
    """Return what ``lessons serve`` says of the version that it serves, or None when it says nothing."""
    if not isinstance(value, dict) or not value.get("notice"):
        return None
    return LastGood(str(value["notice"]), value.get("version"))


def on_or_off(value: object) -> bool | None:
    """Return what a switch says, None when it is not set; anything but on counts as off."""
    if value is None or isinstance(value, bool):
        return value
    return str(value).strip().lower() in ON


def audience_of(settings: Mapping[str, Any]) -> str | None:
    """Return the name of the audience, or None when none is configured; what is no audience counts as the narrowest."""
    if "audience" not in settings and "drafts" not in settings:
        return None
    name = str(settings.get("audience")).strip()
    return name if name in AUDIENCES else AUDIENCES[0]


def web_address(value: object) -> str | None:
    """Return an http or https address without its last slash; anything else would be unsafe as a link, or cannot be read."""
    text = str(value or "").strip().rstrip("/")
    return text if text.startswith(("https://", "http://")) and fault(text) is None else None


# A part of a path that browsers take for this folder or the one above, escaped or not; and what is written for such a part.
_DOTS = re.compile(r"~*\.{1,2}")


def within(*parts: str) -> str:
    """Return the path of the site that has these parts, each of which may hold any character."""
    return "".join("/" + quote(f"~{part}" if _DOTS.fullmatch(part) else part, safe="") for part in parts)


def part_of(written: str) -> str:
    """Return the part of a path that :func:`within` writes so."""
    part = unquote(written)
    return part[1:] if part.startswith("~") and _DOTS.fullmatch(part) else part


@dataclass(frozen=True)
class Addresses:
    """Writes addresses: ``base`` is the path that the site is served under, ``origin`` its scheme and host.

    Where nobody said under which names the site is known, ``origin`` is empty, and full addresses are paths: the name in a
    request is what the client says, and would go into feeds and caches.
    """

    base: str = "/"
    origin: str = ""
    # The lessons and reviews that a reader has chosen to compare: every address of a search keeps them.
    shortlist: tuple[str, ...] = ()

    def path(self, path: str, pairs: Iterable[tuple[str, str]] = (), fragment: str = "") -> str:
        """Return the address of a path of the site, such as ``/reviews/x``, with the site's base path.

        Parts of the path that come from data are written with :func:`within`.
        """
        kept = pairs_of(self.shortlist) if path == "/search" else ()
        query = urlencode([*pairs, *kept])
        return (
            self.base.rstrip("/")
            + quote(path, safe="/%:@!$&'()*+,;=~")
            + (f"?{query}" if query else "")
            + (f"#{quote(fragment)}" if fragment else "")
        )

    @property
    def site(self) -> str:
        """The full address of the site, without a slash at its end."""
        return self.origin + self.base.rstrip("/")

    def absolute(self, path: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
        """Return the full address of a path of the site."""
        return self.origin + self.path(path, pairs)


@dataclass(frozen=True)
class Ask:
    """One request: the path below the base path, the parts of it that the route names, and the query's pairs; ``pairs_cut`` says
    that there were more than are read.

    ``native`` is the address of Datasette's own page of the database; ``posted`` what was sent with a form; ``may_query`` and
    ``may_download`` say what Datasette's permissions let the reader do, and ``offers_sql`` whether the site takes SQL of
    anybody; only the pages for analysts ask.
    """

    path: str
    variables: dict[str, str] = field(default_factory=dict)
    pairs: Pairs = ()
    pairs_cut: bool = False
    addresses: Addresses = field(default_factory=Addresses)
    config: Config = field(default_factory=Config)
    native: str = "/lessons"
    posted: Posted | None = None
    may_query: bool = False
    offers_sql: bool = True
    may_download: bool = False

    def first(self, name: str, default: str = "") -> str:
        """Return the first value of a parameter."""
        return next((value for key, value in self.pairs if key == name), default)
