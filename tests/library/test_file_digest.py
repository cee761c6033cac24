"""The digest of a file tells any change of it, and that of a copy is known from what differs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from lessons.library.file_digest import PIECE, blank_digest, digest_of, is_as_built, piece_digests

BUILT_FROM = "entries"
BLANK = blank_digest(BUILT_FROM)


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A file of two and a half pieces that states its own digest, with its facts."""
    path = tmp_path / "built.db"
    path.write_bytes(bytes(100) + BLANK.encode() + bytes(2 * PIECE) + b"end" * 1000)
    digest = digest_of(piece_digests(path, BLANK, BLANK))
    path.write_bytes(path.read_bytes().replace(BLANK.encode(), digest.encode()))
    return path, {"file_digest": digest, "content_digest": BUILT_FROM}


def test_it_is_that_of_the_digests_of_the_pieces(built: tuple[Path, dict[str, str]]) -> None:
    path, facts = built
    raw = path.read_bytes().replace(facts["file_digest"].encode(), BLANK.encode())
    pieces = [hashlib.sha256(raw[start : start + PIECE]).digest() for start in range(0, len(raw), PIECE)]
    assert hashlib.sha256(b"".join(pieces)).hexdigest() == facts["file_digest"]


@pytest.mark.parametrize("place", [0, 100, PIECE, 2 * PIECE + 500, -1])
def test_a_file_of_which_one_byte_is_another_is_not_as_built(built: tuple[Path, dict[str, str]], place: int) -> None:
    path, facts = built
    assert is_as_built(path, facts)
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)
    assert not is_as_built(path, facts)


@pytest.mark.parametrize("cut", [1, PIECE, 10 * PIECE])
def test_a_file_that_is_shorter_or_longer_is_not_as_built(built: tuple[Path, dict[str, str]], cut: int) -> None:
    path, facts = built
    raw = path.read_bytes()
    for other in (raw[:-cut] if cut < len(raw) else b"", raw + bytes(cut)):
        path.write_bytes(other)
        assert not is_as_built(path, facts)


@pytest.mark.parametrize(
    "other",
    [
        lambda raw: raw,
        lambda raw: raw[:-1],
        lambda raw: raw + bytes(3 * PIECE),
        lambda raw: raw[:PIECE] + b"other" + raw[PIECE + 5 :],
        lambda raw: raw[: PIECE // 2],
        lambda raw: raw[PIECE:] + raw[:PIECE],
        lambda raw: b"",
    ],
    ids=["the same", "shorter", "longer", "changed", "a piece", "moved", "empty"],
)
def test_what_is_taken_from_a_file_that_is_alike_is_what_is_worked_out_anew(
    built: tuple[Path, dict[str, str]], tmp_path: Path, other: object
) -> None:
    path, facts = built
    copy = tmp_path / "copy.db"
    assert callable(other)
    copy.write_bytes(other(path.read_bytes().replace(facts["file_digest"].encode(), b"f" * 64)))
    known = piece_digests(path, facts["file_digest"], BLANK)
    assert piece_digests(copy, "f" * 64, "0" * 64, (path, known)) == piece_digests(copy, "f" * 64, "0" * 64)
