"""The digest by which a database file is known again: whether it still has every byte that it was built with.

This is asked at each build and each start, so it does without all that the rows of a database need.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

# A multiple of every page size, so that no small value is cut in two.
PIECE = 1 << 20


def is_as_built(path: Path, facts: Mapping[str, str]) -> bool:
    """Return whether the file has every byte that it was built with. ``facts`` are the rows of its ``build_info``.

    A database that says nothing of it, since some entries were left out, counts as changed.
    """
    return pieces_as_built(path, facts) is not None


def pieces_as_built(path: Path, facts: Mapping[str, str]) -> list[bytes] | None:
    """Return the digests of the pieces of a file that has every byte that it was built with, else ``None``."""
    stated = facts.get("file_digest", "")
    try:
        found = piece_digests(path, stated, blank_digest(facts.get("content_digest", ""))) if stated else []
    except OSError:
        return None
    return found if found and digest_of(found) == stated else None


def blank_digest(content_digest: str) -> str:
    """Return what stands in place of a file's digest while that is computed.

    It cannot stand anywhere else in the file, since what is there has gone into ``content_digest``.
    """
    return hashlib.sha256(f"digest of the file from {content_digest}".encode()).hexdigest()


def digest_of(pieces: Iterable[bytes]) -> str:
    """Return the digest in hexadecimal of a file whose pieces, of 1 MiB each, have these: the SHA-256 of their SHA-256s.

    So that of a copy that differs a little is known when only what differs has been worked out anew.
    """
    return hashlib.sha256(b"".join(pieces)).hexdigest()


def piece_digests(path: Path, stated: str, blank: str, like: tuple[Path, Sequence[bytes]] | None = None) -> list[bytes]:
    """Return the SHA-256 of each piece of a file, with ``blank`` in place of ``stated``, the digest that it holds itself.

    ``like`` is another file, with those of its pieces: what is the same in both, and so holds no digest, need not be worked out. Raises ``OSError``.
    """
    found: list[bytes] = []
    piece, other_piece = bytearray(PIECE), bytearray(PIECE)
    other_path, known = like or (os.devnull, ())
    # Buffered, so that a file system that gives less than was asked for does not move where a piece begins.
    with open(path, "rb") as file, open(other_path, "rb") as other:
        while size := file.readinto(piece):
            # The last piece is mostly a shorter one.
            if len(found) < len(known) and other.readinto(other_piece) == size == PIECE and piece == other_piece:
                found.append(known[len(found)])
            elif piece.find(stated.encode(), 0, size) < 0:
                found.append(hashlib.sha256(memoryview(piece)[:size]).digest())
            else:
                found.append(hashlib.sha256(piece[:size].replace(stated.encode(), blank.encode())).digest())
    return found
