"""Signing in by a proxy, which says in a header whose request it passes on: believed where the operator says so, and from that proxy alone.

What whoever is signed in may do is decided by Datasette's permissions, as for everybody. Who signs in in another way, by a plugin or with a
token of Datasette's, is known as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Where the server puts the address that a request truly came from: "client" is what the proxy said.
PEER = "lessons.peer"
LOOPBACK = ("127.0.0.1", "::1")
LONGEST_NAME = 200
_HEADER = re.compile(r"[A-Za-z0-9-]{1,100}")
_WHERE = "plugins: lessons: sign_in:"


@dataclass(frozen=True)
class SignIn:
    """Which header names the reader, and the addresses of the proxies that are believed."""

    header: bytes
    proxies: tuple[IPv4Network | IPv6Network, ...]

    def believed(self, address: str) -> bool:
        """Return whether the header is believed in a request from this address."""
        try:
            found = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in network for network in self.proxies)


def sign_in_of(settings: Mapping[str, Any] | None) -> SignIn | None:
    """Return how the proxy says who is signed in; None where that is not configured, or wrongly: then nobody is by a header."""
    if not settings or settings.get("sign_in") is None or any(complaints(settings)):
        return None
    told = settings["sign_in"]
    networks = tuple(ip_network(one, strict=False) for one in _proxies(told))
    return SignIn(told["header"].lower().encode(), networks)


def complaints(settings: Mapping[str, Any] | None) -> Iterator[str]:
    """Yield what is wrong with the setting ``sign_in``."""
    told = (settings or {}).get("sign_in")
    if told is None:
        return
    if not isinstance(told, dict) or not _HEADER.fullmatch(str(told.get("header") or "")):
        yield f"{_WHERE} header: name the header in which the proxy says who is signed in, such as X-Remote-User"
        return
    for one in _proxies(told):
        try:
            ip_network(one, strict=False)
        except ValueError:
            yield f"{_WHERE} proxies: “{one}” is not an address; write it as in 127.0.0.1 or 172.30.0.0/16"


def _proxies(told: Mapping[str, Any]) -> list[str]:
    named = told.get("proxies") or LOOPBACK
    return [str(one).strip() for one in (named if isinstance(named, list | tuple) else [named])]


def actor_of(sign_in: SignIn | None, scope: Mapping[str, Any]) -> dict[str, str] | None:
    """Return who is signed in as the proxy says, as Datasette's actor; None for nobody."""
    if sign_in is None:
        return None
    peer = scope.get(PEER) or (scope.get("client") or ("",))[0]
    named = [value for name, value in scope["headers"] if name.lower() == sign_in.header]
    # Two of them are one by the proxy and one by somebody else.
    if len(named) != 1 or not sign_in.believed(str(peer)):
        return None
    try:
        name = named[0].decode("utf-8").strip()
    except UnicodeDecodeError:
        return None
    return {"id": name} if name.isprintable() and 0 < len(name) <= LONGEST_NAME else None
