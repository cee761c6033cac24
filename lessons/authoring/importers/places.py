"""Where the file of an entry that comes as it was written may stand."""

from __future__ import annotations

import re

from lessons.authoring.importers.rules import RuleError
from lessons.record.types import shorten
from lessons.record.use import FOLDER
from lessons.text.files import MAX_DEPTH

# A folder inside that of the entries: none that leads out of it, that is passed over, or that some systems do not know.
_FOLDER = re.compile(r"[^\x00-\x1f/\\:*?\"<>|._][^\x00-\x1f/\\:*?\"<>|]*")


def inside(file: str, id_: str, *, is_use: bool) -> str:
    """Return the path of an entry's file inside the folder. Raises :class:`RuleError` for one where an entry of this id cannot stand."""
    *folders, name = file.split("/")
    if file and (
        name not in (f"{id_}.md", f"{id_}.markdown")
        or (folders[:1] == [FOLDER]) != is_use
        or any(not _FOLDER.fullmatch(folder) for folder in folders)
        or len(folders) > MAX_DEPTH
    ):
        raise RuleError(f'"{shorten(file)}" cannot be the file of the {"use" if is_use else "review"} "{id_}"')
    return file
