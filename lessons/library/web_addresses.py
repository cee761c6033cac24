"""Addresses of the web, whoever wrote them: taken apart without trusting that they are any."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit


def taken_apart(address: str) -> SplitResult | None:
    """Return the parts of an address, ``None`` for one that cannot be read; :func:`fault` says why."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def joined(base: str, address: str) -> str | None:
    """Return the full address of one that a page at ``base`` has, ``None`` where one of them cannot be read."""
    try:
        return urljoin(base, address)
    except ValueError:
        return None


def fault(address: str) -> str | None:
    """Return what is wrong with an address of http or https, in words, and ``None`` where it can be followed and told to everybody."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return _unreadable(address)
    try:
        _ = parts.port
    except ValueError:
        return "its port, behind the colon, is not a number from 0 to 65535"
    if not parts.hostname:
        return "it names no host, such as example.org"
    if "%" in parts.hostname or "[" in parts.hostname or "]" in parts.hostname:
        return _unreadable(parts.netloc)
    if parts.password is not None:
        return "it has a password in it, which would be public; leave out what stands before the @"
    return None


def _unreadable(text: str) -> str:
    brackets = (
        "; brackets belong around an address of IPv6 alone" if any(map(text.lower().__contains__, _BRACKETS)) else ""
    )
    return f"its host cannot be read{brackets}"


_BRACKETS = ("[", "]", "%5b", "%5d")
