"""The checksums of a bundle: of each of its files, and of a zip file as a whole."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from lessons.library.file_digest import PIECE

SUMS, DATABASE = "SHA256SUMS", "lessons.db"
# The comment at the end of a zip file is the SHA-256 of everything before it, so that no byte can change unnoticed.
SEAL = hashlib.sha256().digest_size * 2
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


@dataclass
class Listed:
    """What a list of checksums says: the SHA-256 of each file by its path, and the numbers of lines that cannot be read."""

    sums: dict[str, str] = field(default_factory=dict)
    unreadable: list[int] = field(default_factory=list)


def listed(content: bytes) -> Listed:
    """Return what a list of checksums says, as ``sha256sum`` writes it."""
    found = Listed()
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match and match[2] not in found.sums:
            found.sums[match[2]] = match[1]
        else:
            found.unreadable.append(number)
    return found


def sealed_digest(path: Path) -> str:
    """Return the SHA-256 of a zip file without the comment at its end."""
    digest, left = hashlib.sha256(), path.stat().st_size - SEAL
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(PIECE, left))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


def is_sealed(path: Path) -> bool:
    """Return whether a zip file has every byte that it was written with, by the comment at its end."""
    if path.stat().st_size < SEAL:
        return False
    with path.open("rb") as file:
        file.seek(-SEAL, 2)
        return file.read() == sealed_digest(path).encode()
