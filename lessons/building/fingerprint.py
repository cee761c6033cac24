"""One number for everything that a database is built from, so that it is rebuilt when, and only when, something changed."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import lessons
from lessons.building.history import Dates
from lessons.record import FILE_NAME
from lessons.text import files

_LIBRARIES = ("markdown-it-py", "mdit-py-plugins", "nh3", "numpy", "pydantic", "PyYAML", "scipy", "sqlite-utils")
_INSTALLED = (".dist-info", ".egg-info")
_SOURCES = (".py", ".csv", ".npz")


def fingerprint(folder: Path, history: Mapping[str, Dates], audience: str, *, drafts: bool) -> str:
    """Return the SHA-256, in hexadecimal, of entries, vocabulary, git dates, audience, code and library versions."""
    return of_contents(digests(folder), history, audience, drafts=drafts)


def of_contents(contents: Mapping[str, str], history: Mapping[str, Dates], audience: str, *, drafts: bool) -> str:
    """Return the same of files whose :func:`digests` are known."""
    state = hashlib.sha256()
    _add(state, program(), audience, str(drafts))
    _add_entries(state, contents, history)
    return state.hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256, in hexadecimal, of the content of each entry, and of the vocabulary if there is one, by their paths inside the folder.

    It is empty for what cannot be read. Raises :class:`~lessons.problems.LessonsError` when the folder cannot be.
    """
    place = os.fspath(folder)
    words = [FILE_NAME] if os.path.lexists(os.path.join(place, FILE_NAME)) else []
    found = ((name, files.content(os.path.join(place, name), folder)) for name in (*files.names(folder), *words))
    return {name: "" if content is None else files.digest(content) for name, content in found}


@cache
def program() -> str:
    """Return the SHA-256, in hexadecimal, of everything but the entries that a build depends on: code and library versions."""
    state = hashlib.sha256()
    _add(state, lessons.__version__, _code(), sqlite3.sqlite_version, sys.version)
    _add(state, *_versions())
    return state.hexdigest()


def contents(folder: Path) -> str:
    """Return the SHA-256, in hexadecimal, of entries and vocabulary alone."""
    state = hashlib.sha256()
    _add_entries(state, digests(folder), {})
    return state.hexdigest()


def _add_entries(state: hashlib._Hash, contents: Mapping[str, str], history: Mapping[str, Dates]) -> None:
    # No name of a file has a NUL in it.
    _add(state, "\0".join(part for entry in contents.items() for part in entry))
    for id_, dates in sorted(history.items()):
        _add(state, id_, *dates.parts())


def _code() -> str:
    """Return the digest of our own source: a changed rule or template of text builds another database."""
    state = hashlib.sha256()
    root = os.path.dirname(lessons.__file__)
    found = (os.path.join(place, name) for place, _, names in os.walk(root) for name in names)
    sources = ((os.path.relpath(path, root).replace(os.sep, "/"), path) for path in found if path.endswith(_SOURCES))
    for name, path in sorted(sources):
        if not name.startswith("web/"):
            with open(path, "rb") as file:
                _add(state, name, file.read())
    return state.hexdigest()


def _versions() -> list[str]:
    """Return name and version of each library that a build depends on, by the names of the folders that pip and others leave for them."""
    versions = {name.lower().replace("-", "_"): "" for name in _LIBRARIES}
    for place in reversed(sys.path):
        with suppress(OSError):
            for item in os.listdir(place or "."):
                library, _, version = item.partition("-")
                if version.endswith(_INSTALLED) and library.lower().replace(".", "_") in versions:
                    versions[library.lower().replace(".", "_")] = version
    if missing := [name for name, version in versions.items() if not version]:
        # Loading what reads their particulars takes longer.
        from importlib import metadata

        versions.update((name, metadata.version(name)) for name in missing)
    return [f"{name} {version}" for name, version in sorted(versions.items())]


def _add(state: hashlib._Hash, *parts: str | bytes) -> None:
    """Add parts with their lengths, so that no two lists of parts look alike."""
    for part in parts:
        raw = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        state.update(len(raw).to_bytes(8, "big"))
        state.update(raw)
