"""Makes an index of Pagefind the same for the same documents: it writes the values of a filter, and the filters, in an order by chance.

An index is CBOR (RFC 8949) behind a mark, compressed; a file is named by the hash of its content, which the file above it names.
Of CBOR the few kinds are read that stand there: whole numbers, text and arrays.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

_MARK = b"pagefind_dcd"
_TEXT, _ARRAY = 3, 4
# The filters stand behind the version, the pages and the parts of the index.
_FILTERS = 3


def in_order(folder: Path) -> None:
    """Put the filters of an index, and the values of each, in the order of their bytes, and name the files anew. Raises :class:`OSError`."""
    renamed = {}
    for path in sorted((folder / "filter").glob("*.pf_filter")):
        data = _read(path)
        # The name of the filter, then its values with the pages that have them.
        _, values = _items(data, len(_MARK))
        renamed[path.stem] = _renamed(path, _sorted(data, values))
    for path in sorted(folder.glob("*.pf_meta")):
        data = _read(path)
        for old, new in renamed.items():
            data = data.replace(old.encode(), new.encode())
        filters = _items(data, len(_MARK))[_FILTERS]
        old = path.stem.partition(".")[2]
        new = _renamed(path, _sorted(data, filters)).partition(".")[2]
        renamed[old] = new
    entry = folder / "pagefind-entry.json"
    said = json.loads(entry.read_text("utf-8"))
    said["include_characters"].sort()
    for language in said["languages"].values():
        language["hash"] = renamed[language["hash"]]
    entry.write_text(json.dumps(said, ensure_ascii=False), "utf-8", newline="")


def _read(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def _renamed(path: Path, data: bytes) -> str:
    """Write a file under the name that its content gives it, as long as the one it had, and return that name."""
    stem, _, digits = path.stem.rpartition("_")
    name = f"{stem}_{hashlib.sha256(data).hexdigest()[: len(digits)]}"
    path.unlink()
    path.with_stem(name).write_bytes(gzip.compress(data, mtime=0))
    return name


def _sorted(data: bytes, span: tuple[int, int]) -> bytes:
    """Return the data with the items of the array at ``span`` in the order of their bytes."""
    items = _items(data, span[0])
    start = items[0][0] if items else span[1]
    return data[:start] + b"".join(sorted(data[first:end] for first, end in items)) + data[span[1] :]


def _items(data: bytes, start: int) -> list[tuple[int, int]]:
    """Return where each item of the array that begins at ``start`` begins and ends."""
    _, count, place = _head(data, start)
    found = []
    for _ in range(count):
        end = _end(data, place)
        found.append((place, end))
        place = end
    return found


def _end(data: bytes, start: int) -> int:
    kind, count, place = _head(data, start)
    if kind == _TEXT:
        return place + count
    for _ in range(count if kind == _ARRAY else 0):
        place = _end(data, place)
    return place


def _head(data: bytes, start: int) -> tuple[int, int, int]:
    """Return the kind of an item, its number or length, and where its content begins."""
    kind, small = data[start] >> 5, data[start] & 31
    if small < 24:
        return kind, small, start + 1
    size = 1 << (small - 24)
    return kind, int.from_bytes(data[start + 1 : start + 1 + size], "big"), start + 1 + size
