"""The digest by which a database file is known again: whether it still has every byte that it was built with.

This is asked at each build and each start, so it does without all that the rows of a database need.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

# A multiple of every page size, so that no small value is cut in two.
PIECE = 1 << 20


def is_as_built(path: Path, facts: dict[str, str]) -> bool:
    """Return whether the file has every byte that it was built with. ``facts`` are the rows of its ``build_info``.

    A database that says nothing of it, since some entries were left out, counts as changed.
    """
    stated = facts.get("file_digest", "")
    try:
        return bool(stated) and stated == file_digest(path, stated, blank_digest(facts.get("content_digest", "")))
    except OSError:
        return False


def blank_digest(content_digest: str) -> str:
    """Return what stands in place of a file's digest while that is computed.

    It cannot stand anywhere else in the file, since what is there has gone into ``content_digest``.
    """
    return hashlib.sha256(f"digest of the file from {content_digest}".encode()).hexdigest()


def file_digest(path: Path, stated: str, blank: str) -> str:
    """Return the SHA-256 of a file in hexadecimal, taken with ``blank`` in place of ``stated``, the digest that it holds itself."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece.replace(stated.encode(), blank.encode()))
    return digest.hexdigest()
