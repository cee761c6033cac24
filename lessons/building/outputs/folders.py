"""A folder whose files are ours: what is new is written beside them and moved into its place, what is no more wanted goes, and no other file is touched."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from lessons.building.outputs.overwriting import LIST, require_outside_entries
from lessons.problems import LessonsError
from lessons.text.files import reason


@contextmanager
def beside(folder: Path, kind: str, *, private: bool) -> Iterator[Path]:
    """Give an empty folder beside ``folder`` as :func:`replacing` does; which files are ours, a list in the folder says.

    ``kind`` is the command of ``lessons export`` that writes. Raises :class:`LessonsError` as well when the folder holds what another kind wrote.
    """
    folder = folder.resolve()

    def listing(names: set[str]) -> None:
        _list(folder, kind, names, private=private)

    with replacing(folder, _ours(folder, kind), private=private, keeping=listing) as made:
        yield made


@contextmanager
def replacing(
    folder: Path,
    ours: set[str],
    *,
    private: bool,
    first: str | None = None,
    modes_stay: bool = False,
    keeping: Callable[[set[str]], None] = lambda names: None,
) -> Iterator[Path]:
    """Give an empty folder beside ``folder`` to write to, which takes the place of ``ours`` at the end, file by file, unless something fails.

    What is ``private`` is for the eyes of its owner alone, but where ``modes_stay`` a file that was there is for those who could read it. The file ``first`` takes
    its place before the others: it says which files are ours, whatever stops us then. ``keeping`` is given their names before and after. Raises :class:`LessonsError`
    when the folder is one of entries, another file is in the way, or the folder cannot be written.
    """
    folder = folder.resolve()
    require_outside_entries(folder, ())
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Its own mode is that of a folder for its owner alone.
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".new", dir=folder.parent))
    except OSError as error:
        raise LessonsError(f"cannot write beside {folder}: {reason(error)}") from error
    try:
        yield made
        new = {path.relative_to(made).as_posix(): path for path in sorted(made.rglob("*")) if path.is_file()}
        require_outside_entries(folder, new)
        folder.mkdir(exist_ok=True, mode=0o700 if private else 0o777)
        for name in new:
            _require_free(folder, name, ours)
        # Whatever stops us from here on, the next export knows all of these as ours.
        keeping(ours | new.keys())
        for name in sorted(new, key=lambda name: (name != first, name)):
            _into_place(new[name], folder / name, private=private, mode_stays=modes_stay)
        for name in sorted(ours - new.keys()):
            _removed(folder, name)
        keeping(set(new))
    except OSError as error:
        raise LessonsError(f"cannot write {folder}: {reason(error)}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _into_place(path: Path, target: Path, *, private: bool, mode_stays: bool) -> None:
    if _same(path, target):
        return
    if mode_stays and target.exists():
        shutil.copymode(target, path)
    else:
        path.chmod(0o600 if private else 0o666 & ~_umask())
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
    path.replace(target)


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
            files = are_inside(names)
        except (ValueError, KeyError, TypeError) as error:
            raise LessonsError(
                f"{folder / LIST} does not list the files of an export; name an empty folder, or delete this one"
            ) from error
        if wrote != kind:
            raise of_another_kind(folder, wrote)
        return files
    require_empty(folder)
    return set()


def require_empty(folder: Path, *, also_of_hidden: bool = False) -> None:
    """Raise ``LessonsError`` when a folder is there and holds files; those that begin with a full stop only count where it is ``also_of_hidden``."""
    # A working copy of git is empty but for such.
    try:
        names = sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        raise LessonsError(f"cannot use {folder}: {reason(error)}; name a folder") from error
    others = [name for name in names if also_of_hidden or not name.startswith(".")]
    if others:
        raise LessonsError(
            f"{folder} holds files that no export wrote, such as {others[0]}; name an empty folder, or one that an export wrote"
        )


def of_another_kind(folder: Path, wrote: str) -> LessonsError:
    """Return the error that a folder holds what another kind of export wrote."""
    return LessonsError(
        f"{folder} is what `lessons export {wrote}` wrote, and this would replace it; name another folder"
    )


def are_inside(names: Iterable[object]) -> set[str]:
    """Return those of the names of files that lead to no place outside their folder."""
    return {
        name
        for name in names
        if isinstance(name, str) and name and not name.startswith("/") and ".." not in PurePosixPath(name).parts
    }


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
