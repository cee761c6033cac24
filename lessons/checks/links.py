"""Links between reviews lead somewhere.

What is right: `related`, `supersedes`, `builds_on`, `repeats` and "Superseded by" name a review or `<review>#<lesson>` that
exists, and so does the `lesson` of a use; `builds_on` and `repeats` name a lesson once; links in the text may name the file (`kirklees-recycling.md`,
`kirklees-recycling.md#prepare-crews`, `uses/northshire-opt-out.md`). A link is written `[words](address)`, without spaces in the address or before it. A former
id must be replaced by the present one. `unit:review#lesson` points into another unit and is not looked up.

Why: who used a lesson, and where it came back, is the most telling thing that the collection knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.checks.faults import field_errors
from lessons.checks.judging import judged, parsed
from lessons.entries import Entry, entry_link, linked_entry
from lessons.entries.collection import IN_TEXT, SUPERSEDED_BY, Collection, Reference, Target
from lessons.problems import Place, Problem
from lessons.record import meant
from lessons.record.scaffold import PLACEHOLDER
from lessons.record.types import REFERENCE, shorten
from lessons.record.use import FOLDER
from lessons.record.vocabulary import slugified
from lessons.text import markdown, unlinked
from lessons.text.distance import Spellings

ID = "links"
# Meant for a footnote, but with spaces in its mark it is the address of a link.
_NOTE = re.compile(r" {0,3}\[\^[^\]]*\]:\s*<?")
_INDENT = re.compile(r"\s*<?")


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each reference that leads nowhere, or to the entry itself."""
    malformed = set()
    for error in field_errors(entry, ID):
        malformed.add(error.place)
        yield Problem(error.place, error.message, ID)
    for reference in collection.references(entry):
        if reference.place not in malformed and (words := _wrong(entry, collection, reference)):
            yield Problem(reference.place, words, ID)
    for path in (("builds_on", "lesson"), ("repeats",)):
        seen: set[Target] = set()
        for scalar in entry.scalars(*path):
            if (target := collection.target(scalar.text)) in seen:
                words = f'"{shorten(scalar.text)}" is in `{path[0]}` twice, and would be counted twice; delete one'
                yield Problem(scalar.place, words, ID)
            seen.add(target)
    yield from _addresses(entry)
    if unlinked.may_have(entry.text) and judged(entry):
        yield from _unlinked(entry, collection)


def _unlinked(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for what was meant for a link and is shown as it is written."""
    text = parsed(entry)
    for one in unlinked.unlinked(text.lines, text.tokens):
        if not PLACEHOLDER.search(one.text):
            words = f"`{shorten(one.text)}` is shown as it is written{_instead(one, collection)}"
            yield Problem(Place(entry.path, one.line + 1, one.column + 1), words, ID, "advice")


def _instead(one: unlinked.Unlinked, collection: Collection) -> str:
    """Return why it is no link, and what would be one."""
    if one.kind == unlinked.WIKI:
        found = collection.by_id.get(slugified(one.target.removesuffix(".md")))
        address = f"{'uses/' if found.is_use else ''}{found.id}.md" if found else "name.md"
        return f"; a link to another review is written `[{one.words or 'words'}]({address})`"
    if one.kind == unlinked.NAME:
        name = one.target or one.words
        return f", since there is no line `[{shorten(name)}]: https://…`; write the address itself: `[{shorten(one.words)}](https://…)`"
    address = one.target.replace(" ", "%20")
    why = "its address has a space in it" if one.kind == unlinked.SPACE_IN else "there is a space before its address"
    right = (
        "an entry is named by its id, which has no spaces"
        if one.kind == unlinked.SPACE_IN and not markdown.scheme_of(one.target)
        else f"write `[{shorten(one.words)}]({address})`"
    )
    return f", since {why}; {right}"


def _begins_a_note(source: list[str], place: Place) -> bool:
    """Return whether at this place, on the line of its mark or on the next, what was meant for a footnote's note begins."""
    begun = _NOTE.match(source[place.line - 1])
    if begun is None and place.line > 1 and _NOTE.fullmatch(source[place.line - 2]):
        begun = _INDENT.match(source[place.line - 1])
    return begun is not None and place.column <= begun.end() + 1


def _addresses(entry: Entry) -> Iterator[Problem]:
    """Yield a problem for each link of the text that leads to no entry and is no full address."""
    source = entry.text.split("\n")
    for link in entry.body.links:
        if _begins_a_note(source, link.place):
            continue  # the rule `footnotes` speaks of it
        if not link.address:
            yield Problem(link.place, "this link has no address; write one in the parentheses", ID)
        elif (
            linked_entry(link.address, entry.id) is None
            and not markdown.scheme_of(link.address)
            and not link.address.startswith("//")  # the rule `safe-links` speaks of it
        ):
            message = f'the link "{shorten(link.address)}" leads nowhere; link to an entry (`name.md`, `name.md#lesson`) or to a full address (https://…)'
            yield Problem(link.place, message, ID)


def _review_ids(collection: Collection) -> Spellings:
    """Return the ids of all reviews, to guess from."""
    return Spellings([id_ for id_, entry in collection.by_id.items() if not entry.is_use], 0.7)


def _use_ids(collection: Collection) -> Spellings:
    """Return the ids of all uses, to guess from."""
    return Spellings([id_ for id_, entry in collection.by_id.items() if entry.is_use], 0.7)


def _malformed(entry: Entry, collection: Collection, reference: Reference) -> str | None:
    """Return what is wrong with the way in which "Superseded by" cites, or ``None``; fields are held to it where they are read."""
    text = reference.text
    if text in collection.lessons[entry.id] and reference.target.review not in collection.by_id:
        return f'found "{text}"; a lesson is cited as <review>#<lesson>, here {entry.id}#{text}'
    if REFERENCE.fullmatch(text):
        return None
    right = meant.reference(text)
    form = f"write {right}" if right else f"a lesson is cited as <review>#<lesson>, such as {entry.id}#its-id"
    return f'found "{shorten(text)}"; {form}'


def _wrong(entry: Entry, collection: Collection, reference: Reference) -> str | None:
    """Return what is wrong with a reference, in words, or ``None``."""
    if reference.field == SUPERSEDED_BY and (words := _malformed(entry, collection, reference)):
        return words
    target = reference.target
    if target.unit is not None:
        return None
    if _to_itself(entry, reference):
        what = "lesson" if reference.lesson else "review"
        return f"a {what} cannot refer to itself"
    if reference.field == SUPERSEDED_BY and target.id == entry.id:
        return "a lesson cannot be superseded by the review that it stands in; name the lesson or the review that takes its place"
    if target.review not in collection.by_id:
        now = collection.former_reviews.get(target.review)
        use = entry_link(reference.text, entry.id).startswith(f"/{FOLDER}/")
        close = collection.once(_use_ids if use else _review_ids).closest(target.review)
        hint = f', which is now called "{now}"' if now else _meant(close)
        return f'there is no {"use" if use else "review"} "{shorten(target.review)}"{hint}'
    if collection.by_id[target.review].is_use:
        return _to_a_use(entry, reference)
    known = collection.lessons[target.review]
    if target.lesson is None or target.lesson in known:
        return None
    if not known and collection.by_id[target.review].editorial_status == "withdrawn":
        return None  # which lessons it had is not kept with a text that was taken out
    now = next((local for local, lesson in known.items() if target.lesson in dict(lesson.former_ids)), None)
    hint = f', which is now called "{now}"' if now else _meant(Spellings(known, 0.7).closest(target.lesson))
    if not hint:
        hint = f"; its lessons are: {', '.join(known)}" if known else "; it has no lesson with an Id"
    return f'the review "{target.review}" has no lesson "{shorten(target.lesson)}"{hint}'


def _to_a_use(entry: Entry, reference: Reference) -> str | None:
    id_ = reference.target.review
    if reference.field == IN_TEXT:
        address = entry_link(reference.text, entry.id)
        right = address == f"/{FOLDER}/{id_}"
        return None if right else f'"{id_}" is a use; link to it as `{FOLDER}/{id_}.md`'
    if id_ == entry.id:
        return f'"{id_}" is this use itself; write the lesson that was used, as <review>#<lesson>'
    return f'"{id_}" is a use, not a review; cite the review or the lesson that was used'


def _to_itself(entry: Entry, reference: Reference) -> bool:
    if reference.lesson is not None:
        return reference.target.id == f"{entry.id}#{reference.lesson.get('id')}"
    return reference.field != IN_TEXT and reference.target.id == entry.id


def _meant(close: str | None) -> str:
    return f', did you mean "{close}"?' if close else ""
