"""By which names the site answers: a request under another name is none of ours.

Otherwise a page elsewhere could let its own name lead to this machine and read an internal site with its readers' browsers
(DNS rebinding), and addresses made from the name in a request would lead wherever its sender wants.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lessons.web.security import answer
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from lessons.web.security import App, Send

LOCALHOST = ("localhost", "127.0.0.1", "[::1]")
# Probes ask by whatever address they reach the machine at, and are told nothing but that it works.
HEALTH, READINESS = "/-/healthz", "/-/readyz"
NOT_A_NAME = '"{}" is not a host name; write it as in "lessons.example.org", without "https://" or a path'
# A host name or an address in brackets, with a port or without one.
NAME = re.compile(r"^(\[[0-9a-f:.]+\]|[a-z0-9_.-]{1,253})(?::\d{1,5})?$")


def name_of(host: str) -> str | None:
    """Return the name in a Host header or a list of hosts, in lower case and without port; None when it is none."""
    found = NAME.match(host.strip().lower())
    return (found[1].rstrip(".") or None) if found else None


def names_of(hosts: object) -> tuple[str, ...]:
    """Return the names in the setting ``hosts``: one or a list.

    What is no name (see :func:`wrong`) stays as it is, so that a slip does not open the site to any name.
    """
    return tuple(name_of(str(host)) or str(host) for host in _listed(hosts))


def wrong(hosts: object) -> list[str]:
    """Return what the setting ``hosts`` has that is no host name."""
    return [str(host) for host in _listed(hosts) if not name_of(str(host))]


def _listed(hosts: object) -> list[object]:
    return list(hosts) if isinstance(hosts, list | tuple) else [hosts] if hosts not in (None, "") else []


def known(address: str | None, hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Return every name that the site has by its configuration: that of its public address, and further ones."""
    own = name_of(urlsplit(address).netloc.rpartition("@")[2]) if address else None
    return ((own,) if own else ()) + hosts


def is_loopback(host: str) -> bool:
    """Return whether an address to listen on can be reached from this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def right(host: str | None, names: tuple[str, ...], *, local: bool) -> bool:
    """Return whether a site with these ``names`` answers to ``host``; ``local``: the request came over loopback."""
    return host is not None and (host in names or (local and host in LOCALHOST))


def checked(app: App, names: Callable[[], tuple[str, ...]], base: str) -> App:
    """Return ``app`` answering 421 to a request under a wrong name, 400 to one without; without ``names``, to any.

    ``names`` is asked for each request; ``base`` is the path that the site is served under.
    """

    answered = {prefix + probe for prefix in ("", base.rstrip("/")) for probe in (HEALTH, READINESS)}

    async def wrapped(scope: Any, receive: Any, send: Send) -> None:
        if scope["type"] == "http" and (allowed := names()):
            sent = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            # Over a socket this is an address; "localhost" is how Datasette asks itself within the process.
            local = is_loopback(str((scope.get("server") or ("",))[0]))
            if not right(name_of(sent), allowed, local=local) and scope["path"] not in answered:
                await refuse(send, sent)
                return
        await app(scope, receive, send)

    return wrapped


async def refuse(send: Send, host: str) -> None:
    """Say that the site is not known under this name, and what makes it so."""
    if not host:
        await answer(send, 400, gettext("errors.host.none"))
        return
    shown = re.sub(r"[^ -~]", "?", host)[:100]
    await answer(send, 421, gettext("errors.host.unknown", host=shown), {"cache-control": "no-store"})
