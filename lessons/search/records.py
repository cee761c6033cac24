"""Records that a query names: ids, addresses of this site, and numbers in the system that a record comes from."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lessons.search.text import words

if TYPE_CHECKING:
    from lessons.search.reader import Reader

# Pieces of a query that are looked up; a plan does not name records.
MOST_PIECES = 12
# What a page of a record may be called after its address.
_FORMATS = re.compile(r"\.(?:md|json|markdown)$")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,79}(?:[#/][a-z0-9][a-z0-9-]*)?")
_NUMBER = re.compile(r"([A-Za-z]{0,12})[-#: ]{0,2}0*(\d{1,12})")
# What people write before the number of a record; anything else must be the name of its system, or X-15 would be record 15.
_NUMBERED = frozenset({"", "entry", "id", "lesson", "no", "number", "record", "review"})
_PAGES = re.compile(r"(?:^|/)(?:reviews/(.+)|([^/]+)\.(?:md|markdown))$")
# What the names of files end with, behind a name; quotation marks keep it.
_ENDINGS = "csv|docx?|eml|gif|html?|jpe?g|json|log|markdown|md|msg|od[pst]|pdf|png|pptx?|rst|rtf|svg|tiff?|toml|tsv|txt|xlsx?|xml|ya?ml|zip"
_FILE = re.compile(
    rf"""(["“„«＂])[^"”“»＂]*.?|(?<![^\s"“”„«»＂])(?![-−])(?P<name>[^\s"“”„«»＂]*\w)\.(?:{_ENDINGS})(?![\w.-]*\w)""",
    re.IGNORECASE,
)

_REVIEWS = """
    SELECT value, reviews.id FROM json_each(:ids) JOIN reviews ON reviews.id = value
    UNION SELECT value, reviews.id FROM json_each(:ids) JOIN redirects ON redirects.old = '/reviews/' || value
          JOIN reviews ON redirects.new = '/reviews/' || reviews.id
    UNION SELECT value, reviews.id FROM json_each(:ids) JOIN reviews ON reviews.source_system_id = value
    UNION SELECT value, reviews.id FROM json_each(:ids) JOIN reviews ON reviews.source_system_url = value
"""
_NUMBERED_SO = "SELECT id, source_system FROM reviews WHERE source_system_id = ?"
_OF_SYSTEM = "SELECT id FROM reviews WHERE source_system_id = ? AND source_system = ? COLLATE NOCASE"
_LESSONS = """
    SELECT value, lessons.id, lessons.review_id FROM json_each(:ids) JOIN lessons ON lessons.id = value
    UNION SELECT value, lessons.id, lessons.review_id FROM json_each(:ids)
          JOIN redirects ON redirects.old = '/reviews/' || replace(value, '#', '/')
          JOIN lessons ON redirects.new = '/reviews/' || lessons.review_id || '/' || lessons.local_id
"""
_OF_REVIEWS = """
    SELECT lessons.id FROM lessons WHERE review_id IN (SELECT value FROM json_each(:ids)) ORDER BY review_id, position
"""


@dataclass(frozen=True)
class Records:
    """Records that a query names: their ``ids`` among the documents searched, and as what they were ``named``."""

    ids: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


NO_RECORDS = Records()


def records_of(reader: Reader, text: str) -> tuple[Records, str]:
    """Return the records that a query names, and the rest of the query when it named them by their addresses.

    An id stays in the text as well, because its words may be those of other documents. Numbers count only when they are
    the whole query, or behind the name of their system.
    """
    pieces = text.split()
    if len(pieces) > MOST_PIECES:
        return NO_RECORDS, text
    asked = {piece: id_ for piece in pieces if (id_ := _id_of(piece))}
    whole = text.strip()
    if _ID.fullmatch(whole.lower()) and not whole.isdecimal():
        asked.setdefault(whole, whole.lower().replace("/", "#"))
    numbered = _NUMBER.fullmatch(whole)
    if numbered:
        asked.setdefault(whole, whole.lower())
    of_system = pieces[1:] and pieces[-1].lstrip("#").isdecimal()
    if not (asked or of_system):
        return NO_RECORDS, text
    listed = json.dumps(sorted(set(asked.values())))
    reviews = dict(reader.rows(_REVIEWS, {"ids": listed}))
    if numbered:
        own = reader.rows(_NUMBERED_SO, (numbered[2],))
        reviews.update((whole, id_) for id_, system in own if _names(numbered[1].lower(), id_, system))
    if of_system:
        number_and_name = pieces[-1].lstrip("#"), " ".join(pieces[:-1])
        reviews.update((whole, id_) for (id_,) in reader.rows(_OF_SYSTEM, number_and_name))
    lessons = {value: (lesson, review) for value, lesson, review in reader.rows(_LESSONS, {"ids": listed})}
    found = _documents(reader, reviews, lessons)
    named = tuple(dict.fromkeys([*reviews.values(), *(lesson for lesson, _ in lessons.values())]))
    rest = " ".join(
        piece for piece in pieces if not ("/" in piece and (asked.get(piece) in reviews or asked.get(piece) in lessons))
    )
    return (Records(found, named), rest) if named else (NO_RECORDS, text)


def without_endings(reader: Reader, text: str) -> str:
    """Return a query with the names of files in it without their endings, where no text has the name of such a file.

    Raises :class:`~lessons.search.deadline.TimeUp`.
    """

    def bare(found: re.Match[str]) -> str:
        name = found["name"]
        return found[0] if name is None or reader.exists(tuple(words(found[0]))) else name

    return _FILE.sub(bare, text)


def _names(typed: str, id_: str, system: str | None) -> bool:
    """Return whether the letters before a number may stand for the system of a record, or begin its id."""
    names = [name.lower() for name in re.findall(r"\w+", system or "")]
    initials = "".join(name[0] for name in names)
    return typed in _NUMBERED or typed in names or id_.startswith(f"{typed}-") or (len(typed) > 1 and typed in initials)


def _documents(reader: Reader, reviews: dict[str, str], lessons: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    """Return the ids of the documents of the type searched that the records are, or belong to."""
    found: dict[str, None] = {}
    if "lessons" in reader.types:
        found.update(dict.fromkeys(lesson for lesson, _ in lessons.values()))
        of_reviews = reader.rows(_OF_REVIEWS, {"ids": json.dumps(sorted(set(reviews.values())))})
        found.update(dict.fromkeys(lesson for (lesson,) in of_reviews))
    if "reviews" in reader.types:
        found.update(dict.fromkeys(reviews.values()))
        found.update(dict.fromkeys(review for _, review in lessons.values()))
    return tuple(found)


def _id_of(piece: str) -> str | None:
    """Return the id that a piece of a query may be: as it is, as the name of a file, or as the end of an address."""
    piece = piece.strip("<>()[]\"'“”,;.!?")
    if "/" in piece:
        try:
            split = urlsplit(piece)
        except ValueError:
            return None
        found = _PAGES.search(unquote(split.path).rstrip("/"))
        if not found:
            return piece if split.scheme in ("http", "https") else None
        piece = (found[1] or found[2]).replace("/", "#", 1)
        if split.fragment and not split.scheme and "#" not in piece:
            piece += f"#{split.fragment}"
    piece = _FORMATS.sub("", piece.lower())
    return piece if _ID.fullmatch(piece) and ("-" in piece or "#" in piece) else None
