"""How to get the news of a search as a digest."""

from __future__ import annotations

import hashlib
import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from lessons.web.presenters.links import search_href

if TYPE_CHECKING:
    from lessons.search import Request
    from lessons.web.ask import Addresses


# What is not a letter of the keyboard or a digit is none of a file's name.
_OTHER = re.compile(r"[^a-z0-9]+")
# So many characters of a search tell a reader of the folder which it was, so many of its digest tell it from all others.
NAME, DIGEST = 40, 8


@dataclass(frozen=True)
class DigestHelp:
    """The command that makes a digest of a search, and where it is described."""

    command: str
    href: str


def digest_help(addresses: Addresses, request: Request, since: str) -> DigestHelp:
    """Return how to get the news of what a search finds; ``since`` is the day on which the first digest begins."""
    search = search_href(addresses, request, size=20, sort=None)
    command = (
        f"lessons digest --since {since} --search {shlex.quote(search)} --state {state_file(search)} --format email"
    )
    return DigestHelp(command, addresses.path("/help/learning", fragment="a-digest-by-e-mail"))


def state_file(search: str) -> str:
    """Return the name of the file that keeps what digests of a search told: each search has one of its own, the same wherever it is shown."""
    name = _OTHER.sub("-", unquote_plus(search.partition("?")[2]).lower()).strip("-")[:NAME].strip("-")
    return "-".join(filter(None, ("digest", name, hashlib.sha256(search.encode()).hexdigest()[:DIGEST]))) + ".json"
