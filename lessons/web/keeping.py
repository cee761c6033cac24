"""How long an answer may be kept: not longer than a minute without asking again, since what it tells may have been taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lessons.web.security import App, Send

LONGEST_SECONDS = 60
# Nobody but the reader's own browser keeps what does not say how long, and the browser asks again each time.
ASK_AGAIN = b"private, no-cache"
# Style sheets, scripts and icons, of ours, of Datasette and of plugins: they tell nothing of the library.
FILES = ("/-/lessons/", "/-/static/", "/-/static-plugins/", "/favicon.ico")
# Headers by which an answer says how long it may be kept; the last is for nginx alone, which believes it before the others.
_KEEPING = (b"cache-control", b"expires", b"x-accel-expires")
_LONGER = frozenset({"immutable", "stale-while-revalidate", "stale-if-error"})


def briefly_kept(app: App, base: str) -> App:
    """Return ``app`` such that caches ask again, after :data:`LONGEST_SECONDS` at most, for everything but files.

    Datasette lets whoever asks for a table say how long the answer may be kept (``_ttl``), and says nothing of most of its other pages.
    """
    files = tuple(base.rstrip("/") + path for path in FILES)

    async def wrapped(scope: Any, receive: Any, send: Send) -> None:
        async def send_briefly_kept(message: Any) -> None:
            if message["type"] == "http.response.start" and not scope["path"].startswith(files):
                headers = list(message.get("headers", []))
                if not is_brief(value for name, value in headers if name.lower() == b"cache-control"):
                    headers = [(name, value) for name, value in headers if name.lower() not in _KEEPING]
                    message = {**message, "headers": [*headers, (b"cache-control", ASK_AGAIN)]}
            await send(message)

        await app(scope, receive, send_briefly_kept if scope["type"] == "http" else send)

    return wrapped


def is_brief(headers: Iterable[bytes]) -> bool:
    """Return whether an answer with these headers ``Cache-Control`` is asked for again after :data:`LONGEST_SECONDS` at most."""
    stated = _directives(b",".join(headers).decode("latin-1"))
    if "no-store" in stated or stated.get("no-cache") == "":
        return True
    ages = [stated[name] for name in ("max-age", "s-maxage") if name in stated]
    return bool(ages) and "max-age" in stated and all(map(_is_short, ages)) and not _LONGER & stated.keys()


def _is_short(age: str) -> bool:
    return age.isascii() and age.isdecimal() and len(age) <= len(str(LONGEST_SECONDS)) and int(age) <= LONGEST_SECONDS


def _directives(header: str) -> Mapping[str, str]:
    pairs = (part.partition("=") for part in header.split(","))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
