"""How to get the news of a search as a digest."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.web.presenters.links import search_href

if TYPE_CHECKING:
    from lessons.search import Request
    from lessons.web.ask import Addresses


@dataclass(frozen=True)
class DigestHelp:
    """The command that makes a digest of a search, and where it is described."""

    command: str
    href: str


def digest_help(addresses: Addresses, request: Request, since: str) -> DigestHelp:
    """Return how to get the news of what a search finds; ``since`` is the day on which the first digest begins."""
    search = search_href(addresses, request, size=20, sort=None)
    command = f"lessons digest --since {since} --search {shlex.quote(search)} --state digest.json --format email"
    return DigestHelp(command, addresses.path("/help/learning", fragment="a-digest-by-e-mail"))
