"""A folder whose files are ours: what is new is written beside them and moved into its place, what is no more wanted goes, and no other file is touched."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from lessons.problems import LessonsError
from lessons.text.files import reason

# Lists the files of ours that stand in the folder.
LIST = ".lessons-files.json"


@contextmanager
def beside(folder: Path, kind: str, *, private: bool) -> Iterator[Path]:
    """Give an empty folder beside ``folder`` to write to, which takes its place at the end, file by file, unless something fails.

    ``kind`` is the command of ``lessons export`` that writes; what is ``private`` is for the eyes of its owner alone. Raises
    :class:`LessonsError` when the folder holds files that are not ours or of another kind, or cannot be written.
    """
    folder = folder.resolve()
    ours = _ours(folder, kind)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Its own mode is that of a folder for its owner alone.
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".new", dir=folder.parent))
    except OSError as error:
        raise LessonsError(f"cannot write beside {folder}: {reason(error)}") from error
    try:
        yield made
        _into_place(made, folder, kind, ours, private=private)
    except OSError as error:
        raise LessonsError(f"cannot write {folder}: {reason(error)}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _ours(folder: Path, kind: str) -> set[str]:
    """Return the files of ours in a folder; raise ``LessonsError`` when it has others and no list of ours, or what another command wrote."""
    try:
        text = folder.joinpath(LIST).read_text("utf-8")
    except FileNotFoundError:
        text = ""
    except OSError as error:
        raise LessonsError(f"cannot use {folder}: {reason(error)}; name a folder") from error
    if text:
        try:
            listed = json.loads(text)
            wrote, names = listed["kind"], listed["files"]
            files = {name for name in names if _is_inside(name)}
        except (ValueError, KeyError, TypeError) as error:
            raise LessonsError(
                f"{folder / LIST} does not list the files of an export; name an empty folder, or delete this one"
            ) from error
        if wrote != kind:
            raise LessonsError(
                f"{folder} is what `lessons export {wrote}` wrote, and this would replace it; name another folder"
            )
        return files
    # A working copy of git is empty but for what begins with a full stop.
    others = sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) if folder.exists() else []
    if others:
        raise LessonsError(
            f"{folder} holds files that no export wrote, such as {others[0]}; name an empty folder, or one that an export wrote"
        )
    return set()


def _is_inside(name: object) -> bool:
    return isinstance(name, str) and not name.startswith("/") and ".." not in PurePosixPath(name).parts and bool(name)


def _into_place(made: Path, folder: Path, kind: str, ours: set[str], *, private: bool) -> None:
    new = {path.relative_to(made).as_posix(): path for path in sorted(made.rglob("*")) if path.is_file()}
    folder.mkdir(exist_ok=True, mode=0o700 if private else 0o777)
    for name in new:
        _require_free(folder, name, ours)
    # Whatever stops us from here on, the next export knows all of these as ours.
    _list(folder, kind, ours | new.keys(), private=private)
    for name, path in new.items():
        target = folder / name
        if _same(path, target):
            continue
        path.chmod(0o600 if private else 0o666 & ~_umask())
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
        path.replace(target)
    for name in sorted(ours - new.keys()):
        _removed(folder, name)
    _list(folder, kind, set(new), private=private)


def _require_free(folder: Path, name: str, ours: set[str]) -> None:
    """Raise ``LessonsError`` where a file of ours would take the place of another, or be written through a link to elsewhere."""
    for part in (folder / name, *(folder / parent for parent in PurePosixPath(name).parents if parent.name)):
        if part.is_symlink():
            raise LessonsError(f"{part} is a link to another place, which an export does not write through; remove it")
    if name not in ours and (folder / name).exists():
        raise LessonsError(
            f"{folder / name} was not written by an export, and an export would replace it; move it away"
        )


def _same(path: Path, target: Path) -> bool:
    try:
        return path.stat().st_size == target.stat().st_size and _digest(path) == _digest(target)
    except OSError:
        return False


def _digest(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def _removed(folder: Path, name: str) -> None:
    path = folder / name
    if any((folder / parent).is_symlink() for parent in PurePosixPath(name).parents if parent.name):
        return
    path.unlink(missing_ok=True)
    for parent in path.relative_to(folder).parents:
        if not parent.name or any(folder.joinpath(parent).iterdir()):
            break
        folder.joinpath(parent).rmdir()


def _list(folder: Path, kind: str, names: set[str], *, private: bool) -> None:
    about = f"Files that `lessons export {kind}` wrote here, and removes."
    text = json.dumps({"about": about, "kind": kind, "files": sorted(names)}, indent=0)
    new = folder / f"{LIST}.new"
    new.write_text(text + "\n", "utf-8", newline="")
    new.chmod(0o600 if private else 0o666 & ~_umask())
    new.replace(folder / LIST)


def _umask() -> int:
    # There is no way to ask without setting it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
