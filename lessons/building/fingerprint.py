"""One number for everything that a database is built from, so that it is rebuilt when, and only when, something changed."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

import lessons
from lessons.building.history import Dates
from lessons.record import FILE_NAME
from lessons.schema import SCHEMA_VERSION
from lessons.text import files

_LIBRARIES = ("markdown-it-py", "nh3", "numpy", "pydantic", "PyYAML", "scipy")


def fingerprint(folder: Path, history: Mapping[str, Dates], audience: str, *, drafts: bool) -> str:
    """Return the SHA-256, in hexadecimal, of entries, vocabulary, git dates, audience, code and library versions."""
    state = hashlib.sha256()
    _add(state, program(), audience, str(drafts))
    _add_entries(state, folder, history)
    return state.hexdigest()


def program() -> str:
    """Return the SHA-256, in hexadecimal, of everything but the entries that a build depends on: code and library versions."""
    state = hashlib.sha256()
    _add(state, SCHEMA_VERSION, lessons.__version__, _code(), sqlite3.sqlite_version, sys.version)
    _add(state, *(f"{name} {metadata.version(name)}" for name in _LIBRARIES))
    return state.hexdigest()


def contents(folder: Path) -> str:
    """Return the SHA-256, in hexadecimal, of entries and vocabulary alone."""
    state = hashlib.sha256()
    _add_entries(state, folder, {})
    return state.hexdigest()


def _add_entries(state: hashlib._Hash, folder: Path, history: Mapping[str, Dates]) -> None:
    for path in [*files.find(folder), folder / FILE_NAME]:
        name = path.relative_to(folder).as_posix()
        _add(state, name, files.content(path))
    for id_, dates in sorted(history.items()):
        _add(state, id_, *dates.parts())


@cache
def _code() -> str:
    """Return the digest of our own source: a changed rule or template of text builds another database."""
    state = hashlib.sha256()
    root = Path(lessons.__file__).parent
    for path in sorted(path for suffix in ("py", "csv") for path in root.rglob(f"*.{suffix}")):
        if "web" not in path.relative_to(root).parts:
            _add(state, path.relative_to(root).as_posix(), path.read_bytes())
    return state.hexdigest()


def _add(state: hashlib._Hash, *parts: str | bytes) -> None:
    """Add parts with their lengths, so that no two lists of parts look alike."""
    for part in parts:
        raw = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        state.update(len(raw).to_bytes(8, "big"))
        state.update(raw)
