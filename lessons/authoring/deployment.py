"""The files that run a unit's site for others: containers behind a caching proxy, or services of a machine.

They stand in ``lessons/deploy/site`` and are the same for every unit; what a unit decides is in its ``metadata.yml`` and
``requirements.txt``.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from lessons.problems import LessonsError
from lessons.text import files

FOLDER = "deploy"
_FILES = Path(__file__).parents[1] / "deploy" / "site"


def contents() -> dict[str, str]:
    """Return the text of every file, by its path in the unit's repository."""
    return {f"{FOLDER}/{one.name}": one.read_text("utf-8") for one in sorted(_FILES.iterdir())}


def write(unit: Path) -> Path:
    """Write the files into the folder ``deploy`` of a unit that stands, and return that folder.

    Raises :class:`LessonsError` when ``unit`` holds no library, when the folder is there already, or when it cannot be written to; then
    nothing is left of it.
    """
    for needed in ("entries", "metadata.yml", "requirements.txt"):
        if not (unit / needed).exists():
            raise LessonsError(
                f"there is no {needed} in {unit}, which the files need; name the folder of a unit's repository"
            )
    folder = unit / FOLDER
    if folder.exists() or folder.is_symlink():
        raise LessonsError(
            f"{folder} is there already, and nothing is overwritten; move it away to have these files anew"
        )
    written: list[Path] = []
    try:
        folder.mkdir()
        for name, text in contents().items():
            written.append(unit / name)
            (unit / name).write_text(text, "utf-8", newline="\n")
    except OSError as error:
        with suppress(OSError):
            for one in written:
                one.unlink(missing_ok=True)
            folder.rmdir()
        raise LessonsError(f"cannot write to {folder}: {files.reason(error)}") from error
    return folder
