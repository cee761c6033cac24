"""Finding entries in a folder and reading them as UTF-8 text; the one place that opens a contributor's file."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePath

from lessons.problems import LessonsError, Place, Problem

MAX_BYTES = 1_000_000
# Deeper than anybody sorts reviews by hand, and far from where systems and libraries give up.
MAX_DEPTH = 50
# Ids of the faults that are found here.
ENCODING, HIDDEN_CHARACTERS, LINKS, SIZE = "encoding", "hidden-characters", "symbolic-links", "size"
_MOST_HIDDEN = 20
# Characters that editors do not show and that YAML or a browser would read differently from what the writer sees.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\u202d\u202e]")


class Unreadable(Exception):  # noqa: N818 - not a fault of the program but a finding about a file
    """A file that cannot be taken as text; ``problems`` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


def is_entry(name: str) -> bool:
    """Return whether a file of this name is an entry: Markdown, not README.md, not beginning with ``_`` or ``.``."""
    return name.lower().endswith((".md", ".markdown")) and name.lower() != "readme.md" and name[0] not in "_."


def find(folder: Path) -> Iterator[Path]:
    """Yield the entries under a folder, in the order of :func:`names`, which says what they are and what is raised."""
    for name in names(folder):
        yield folder / name


def names(folder: Path) -> list[str]:
    """Return the paths of the entries inside a folder, with forward slashes, in a fixed order, whatever the file system's.

    Folders beginning with ``_`` or ``.`` are left out. A folder that is a symbolic link is not followed but returned itself,
    so that reading it says why. Raises :class:`LessonsError` when the folder cannot be read, or folders lie too deep in it.
    """
    if not os.path.isdir(folder):
        raise LessonsError(f"there is no folder {folder}")
    found: list[str] = []
    # As text: making and taking apart a path object for each of many files takes longer than reading them.
    waiting = [(os.fspath(folder), "", 0)]
    while waiting:
        current, inside, depth = waiting.pop()
        for item in _listed(current):
            name = item.name
            if not _is_folder(item):
                if is_entry(name):
                    found.append(inside + name)
            elif name[0] in "_.":
                continue
            elif item.is_symlink():
                found.append(inside + name)
            elif depth == MAX_DEPTH:
                top = folder / inside.partition("/")[0]
                raise LessonsError(
                    f"{shown(top)} holds folders nested more than {MAX_DEPTH} deep; move their files further up"
                )
            else:
                waiting.append((item.path, f"{inside}{name}/", depth + 1))
    return sorted(found)


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:  # a symbolic link that leads to itself
        return False


def _listed(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as items:
            return list(items)
    except OSError as error:
        raise LessonsError(f"cannot read the folder {error.filename}: {reason(error)}") from error


def shown(path: PurePath) -> str:
    """Return a path for messages: with forward slashes, on one line, and without bytes that are no text."""
    name = path.as_posix()
    if name.isprintable():
        return name
    return "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode("ascii") for mark in name)


def read_text(path: Path, name: str, *, inside: Path | None = None) -> str:
    """Return the text that :func:`read_known` returns, and raise what it raises."""
    return read_known(path, name, inside=inside)[0]


def read_known(path: Path, name: str, *, inside: Path | None = None) -> tuple[str, str]:
    """Return the file's text with ``\\n`` line ends and without byte-order mark, and the :func:`digest` of the bytes that it was read from.

    ``name`` is the path for messages; ``inside`` the folder that a symbolic link must not lead out of.
    Raises :class:`Unreadable` for anything but UTF-8 text of at most 1 MB without hidden characters.
    """
    raw = _read_bytes(path, name, inside)
    text = _decoded(raw, name)
    hidden = [
        Problem(_place_in(text, match.start(), name), hidden_message(match.group()), HIDDEN_CHARACTERS)
        for match in islice(HIDDEN.finditer(text), _MOST_HIDDEN)
    ]
    if hidden:
        raise Unreadable(hidden)
    return text, digest(raw)


def digest(content: bytes) -> str:
    """Return the SHA-256, in hexadecimal, by which the content of a file is known again."""
    return hashlib.sha256(content).hexdigest()


def content(path: str, inside: Path) -> bytes | None:
    """Return the file's raw bytes, cut at the size limit, for a :func:`digest`; ``None`` when :func:`read_text` would not open it."""
    try:
        found = os.lstat(path)
        if stat.S_ISLNK(found.st_mode):
            if not _resolves_inside(Path(path), inside):
                return None
            found = os.stat(path)
        # A pipe or a device would wait for somebody to write to it.
        if not stat.S_ISREG(found.st_mode):
            return None
        with open(path, "rb", buffering=0) as stream:
            return stream.read(min(found.st_size, MAX_BYTES) + 1)
    except OSError:
        return None


def _read_bytes(path: Path, name: str, inside: Path | None) -> bytes:
    """Return the file's bytes. Raises :class:`Unreadable` where it is no file, or has more than are allowed."""
    if inside is not None and path.is_symlink():
        if path.is_dir():
            raise _unreadable(name, "this folder is a symbolic link, which is not followed; put its files here", LINKS)
        if not _resolves_inside(path, inside):
            raise _unreadable(
                name, "this symbolic link leads out of the folder of entries; put the file itself here", LINKS
            )
    try:
        if not path.is_file():
            gone = "the file was moved or deleted before it could be read; try again"
            raise _unreadable(name, "this is not a regular file" if os.path.lexists(path) else gone, LINKS)
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
            # By now the file may have another size, or be there no more.
            size = os.fstat(stream.fileno()).st_size
    except OSError as error:
        raise _unreadable(name, f"cannot be opened: {reason(error)}", ENCODING) from error
    if len(raw) > MAX_BYTES:
        message = f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read"
        if is_entry(path.name):
            message = (
                f"the file has {size:,} bytes; a review has at most {MAX_BYTES:,}; split it or leave appendices out"
            )
        raise _unreadable(name, message, SIZE)
    return raw


def reason(error: OSError) -> str:
    """Return the operating system's reason in small letters, without error number and path."""
    return (error.strerror or str(error)).lower()


def _decoded(raw: bytes, name: str) -> str:
    # In UTF-16, every second byte of English text is zero.
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw[:200].count(0) > len(raw[:200]) / 4:
        raise _unreadable(name, "the file is UTF-16; save it as UTF-8", ENCODING)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start
        line_start = raw.rfind(b"\n", 0, start) + 1
        place = Place(name, raw.count(b"\n", 0, start) + 1, len(raw[line_start:start].decode("utf-8", "replace")) + 1)
        message = f"byte {raw[start]:#04x} (byte {start + 1} of the file) is not UTF-8; save the file as UTF-8"
        raise Unreadable([Problem(place, message, ENCODING)]) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def hidden_message(character: str) -> str:
    """Return what is said of a character that nobody sees."""
    name = "a NUL character" if character == "\x00" else f"the hidden character U+{ord(character):04X}"
    return f"found {name}{_called(character)}; delete it"


def _called(character: str) -> str:
    name = unicodedata.name(character, "").lower()
    return f" ({name})" if name else ""


def _place_in(text: str, index: int, name: str) -> Place:
    return Place(name, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def _unreadable(name: str, message: str, rule: str) -> Unreadable:
    return Unreadable([Problem(Place(name), message, rule)])


def _resolves_inside(path: Path, folder: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False
