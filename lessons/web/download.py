"""The database file for download: one version from the first byte to the last, in parts where a client asks for parts."""

from __future__ import annotations

import asyncio
import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from datasette.utils import tilde_decode
from datasette.utils.asgi import Response

from lessons.web import access
from lessons.web.current import NothingToServeError
from lessons.web.pages import errors
from lessons.web.serve import error_response, keep
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from concurrent.futures import Executor

    from lessons.web.security import App
    from lessons.web.site import Site
    from lessons.web.snapshot import Snapshot, VersionFile

PATH = "/data/lessons.db"
CHUNK = 256 * 1024
# One range of bytes: first to last, from first on, or the last so many. Anything else, such as several at once or more
# digits than any file has bytes, is answered with the whole.
RANGE = re.compile(r"^\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*$", re.IGNORECASE)


class FileAnswer:
    """An answer with bytes ``start`` to ``end`` (exclusive) of a file that stays open for as long as it is sent."""

    def __init__(self, file: VersionFile, start: int, end: int, executor: Executor) -> None:
        self.status = 200
        self.headers: dict[str, str] = {}
        self._file = file
        self._start = start
        self._end = end
        self._executor = executor

    async def asgi_send(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        """Send the bytes; whatever happens to the file's name meanwhile, they are those of one version."""
        headers = [(key.encode("latin-1"), value.encode("latin-1")) for key, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        loop = asyncio.get_running_loop()
        for at in range(self._start, self._end, CHUNK):
            length = min(CHUNK, self._end - at)
            body = await loop.run_in_executor(self._executor, self._file.read, at, length)
            await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


@dataclass(frozen=True)
class DigestedVersion:
    """One version of the database with the SHA-256 of its file."""

    snapshot: Snapshot
    digest: bytes


def download(site: Site) -> Callable[[Any], Awaitable[Any]]:
    """Return a view that sends the version of the database that is being served, whole or a part of it.

    Datasette's own would send whatever file stands under the name, also one that was not taken into service.
    """

    def file(request: Any, version: DigestedVersion) -> Any:
        kept = keep(version.snapshot, request)
        return answer_of(version, kept, request.method, request.headers, site.executor)

    return sending(site, file)


def checksum(site: Site) -> Callable[[Any], Awaitable[Any]]:
    """Return a view that sends the SHA-256 of the version that is being served, as ``sha256sum --check`` reads it."""

    def line(request: Any, version: DigestedVersion) -> Any:
        headers = {"cache-control": keep(version.snapshot, request), "etag": tag_of(version.snapshot)}
        return Response.text(f"{version.digest.hex()}  {version.snapshot.path.name}\n", headers=headers)

    return sending(site, line)


def sending(site: Site, answer: Callable[[Any, DigestedVersion], Any]) -> Callable[[Any], Awaitable[Any]]:
    """Return a view that answers, to those who may download the database, with what ``answer`` makes of one version."""

    async def respond(request: Any) -> Any:
        if request.method not in ("GET", "HEAD"):
            return Response.text(gettext("errors.read_only"), status=405, headers={"allow": "GET, HEAD"})
        for action in ("view-database", "view-database-download"):
            await access.require(site.datasette, request.actor, action, site.name)
        try:
            snapshot = await site.current.snapshot()
        except NothingToServeError:
            return await error_response(site, errors.nothing_to_serve(), request)
        if not site.config.analyst or not site.datasette.setting("allow_download"):
            return await error_response(site, errors.missing(), request)
        return answer(request, DigestedVersion(snapshot, await digest_of(site, snapshot)))

    return respond


async def digest_of(site: Site, snapshot: Snapshot) -> bytes:
    """Return the SHA-256 of a version's file, which is read for it once."""
    if "sha256" not in snapshot.kept:
        loop = asyncio.get_running_loop()
        snapshot.kept["sha256"] = await loop.run_in_executor(site.executor, sha256, snapshot.file)
    found: bytes = snapshot.kept["sha256"]
    return found


def sha256(file: VersionFile) -> bytes:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    for start in range(0, file.identity.size, CHUNK):
        digest.update(file.read(start, min(CHUNK, file.identity.size - start)))
    return digest.digest()


def answer_of(version: DigestedVersion, kept: str, method: str, headers: Mapping[str, str], executor: Executor) -> Any:
    """Return the answer to a request for the file of this version (RFC 9110, sections 13 and 14; RFC 9530).

    ``kept`` says who may keep it.
    """
    snapshot = version.snapshot
    size, tag = snapshot.identity.size, tag_of(snapshot)
    modified = modified_of(snapshot)
    common = {
        "etag": tag,
        "last-modified": modified,
        "cache-control": kept,
        "accept-ranges": "bytes",
        "repr-digest": f"sha-256=:{b64encode(version.digest).decode()}:",
    }
    if tag in re.split(r"\s*,\s*", headers.get("if-none-match", "").strip()):
        return Response("", status=304, headers=common)
    bounds = (0, size)
    whole = headers.get("if-range", tag).strip() not in (tag, modified)
    requested = None if whole or method == "HEAD" else range_of(headers.get("range", ""), size)
    if requested is not None:
        if requested[0] >= requested[1]:
            problem = gettext("errors.range", bytes=f"{size:,}")
            return Response.text(problem, status=416, headers={**common, "content-range": f"bytes */{size}"})
        bounds = requested
    # A HEAD request is told everything that a GET would be, and sent nothing.
    answer = FileAnswer(snapshot.file, *(bounds if method == "GET" else (0, 0)), executor)
    answer.headers = {
        **common,
        "content-type": "application/vnd.sqlite3",
        "content-length": str(bounds[1] - bounds[0]),
        "content-disposition": f"attachment; filename*=UTF-8''{quote(snapshot.path.name)}",
    }
    if requested is not None:
        answer.status = 206
        answer.headers["content-range"] = f"bytes {bounds[0]}-{bounds[1] - 1}/{size}"
    return answer


def range_of(header: str, size: int) -> tuple[int, int] | None:
    """Return start and end (exclusive) of the one range in a header, empty when it lies outside; None without one."""
    found = RANGE.match(header)
    if not found or not any(found.groups()):
        return None
    first, last = (int(text) if text else None for text in found.groups())
    if first is None:
        return (max(0, size - (last or 0)), size)
    if last is not None and last < first:
        return None
    return (first, size if last is None else min(size, last + 1))


def tag_of(snapshot: Snapshot) -> str:
    """Return the ETag of the file: files are replaced, never written into, so its identity stands for its bytes."""
    return f'"{hashlib.sha256(repr(snapshot.identity).encode()).hexdigest()[:32]}"'


def modified_of(snapshot: Snapshot) -> str:
    """Return when the file was written, as HTTP writes it."""
    return format_datetime(datetime.fromtimestamp(snapshot.identity.modified // 10**9, UTC), usegmt=True)


def own_download(app: App, site: Site) -> App:
    """Return ``app`` such that Datasette's address of the file, in any spelling, leads to our download."""
    base = str(site.datasette.urls.path("/")).rstrip("/")

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            raw = (scope.get("raw_path") or b"").decode("latin-1").partition("?")[0]
            path = (unquote(raw) or scope["path"]).removeprefix(base)
            if path.endswith(".db") and tilde_decode(path[1:-3]) == site.route:
                ours = f"{base}{PATH}"
                scope = {**scope, "path": ours, "raw_path": ours.encode()}
        await app(scope, receive, send)

    return wrapped
