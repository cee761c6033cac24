"""The site's own style sheet, scripts, icon and pictures, at addresses that change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
}
# Hexadecimal digits of the hash in an address: enough that no two versions of a file share one.
DIGITS = 16


@cache
def digest_of(name: str) -> str:
    """Return the hash of a file's content; the files do not change while the program runs.

    Raises ``FileNotFoundError`` when there is no such file.
    """
    return hashlib.sha256(FOLDER.joinpath(name).read_bytes()).hexdigest()[:DIGITS]


def path_of(name: str) -> str:
    """Return the path at which the file ``name`` is served, which holds the hash of its content."""
    stem, _, extension = name.rpartition(".")
    return f"/-/lessons/{stem}.{digest_of(name)}.{extension}"


def exists(name: str) -> bool:
    """Return whether there is a file ``name`` that is served."""
    return name.rpartition(".")[2] in MEDIA_TYPES and FOLDER.joinpath(name).is_file()


@cache
def size_of(name: str) -> tuple[int, int]:
    """Return the width and the height of a PNG, which stand behind its signature and the head of its first chunk."""
    head = FOLDER.joinpath(name).read_bytes()[16:24]
    return int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")


def content_of(stem: str, digest: str, extension: str) -> tuple[bytes, str] | None:
    """Return content and media type of the file that a path of ``path_of`` names, or None."""
    name = f"{stem}.{extension}"
    if not exists(name) or digest_of(name) != digest:
        return None
    return FOLDER.joinpath(name).read_bytes(), MEDIA_TYPES[extension]


@cache
def digest_of_code() -> str:
    """Return a hash over the package's code, templates and static files: a page changes when one of them does."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.parent.rglob("*")):
        if path.suffix in {".html", ".py", ".css", ".js", ".svg", ".png"}:
            digest.update(path.relative_to(FOLDER.parent).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:DIGITS]
