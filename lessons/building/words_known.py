"""The vocabulary that an audience gets: without what is known from reviews alone that it may not see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from lessons.building.redaction import redacted_text
from lessons.entries import Entry
from lessons.record import writing
from lessons.record.vocabulary import Organisation, Vocabulary, Words
from lessons.text.decoding import meant

COMMENT = "# The vocabulary without comments, and without names that occur only in reviews which are not part of this publication."
_WORD = re.compile(r"\w+")
Name = tuple[str, ...]


def known_words(vocabulary: Vocabulary, shown: Sequence[Entry], hidden: Sequence[Entry], gone: Set[str]) -> Vocabulary:
    """Return the vocabulary for those who see the entries ``shown`` and not those ``hidden``, whose ids are ``gone``.

    Names of organisations that occur in hidden entries alone are left out, people who contributed to none of those shown, and so are comments, which may say anything. The
    terms of schemes are definitions and stay, without the ids of hidden reviews.
    """
    if not hidden:
        return vocabulary
    words = vocabulary.words
    names = {name_of(name) for slug, one in words.organisations.items() for name in (slug, one.name, *one.variants)}
    secret = occurring(names, hidden)
    seen = occurring(names, shown) if secret else set()
    kept = {slug: one for slug, known in words.organisations.items() if (one := _known(slug, known, secret, seen))}
    own = {*words.schemes, *kept, *(slug for scheme in words.schemes.values() for slug in scheme.terms)}
    named = {scalar.text for entry in shown for scalar in entry.scalars("contributors", "person")}
    people = {slug: one for slug, one in words.people.items() if slug in named}
    data = words.model_copy(update={"organisations": kept, "people": people}).model_dump(exclude_unset=True)
    data["organisations"] = {slug: one.model_dump() for slug, one in kept.items()}
    data["people"] = {slug: one.model_dump() for slug, one in people.items()}
    data = _redacted(data, gone - own)
    text = "\n".join([COMMENT, *writing.block(data), ""]) if vocabulary.text else ""
    return replace(vocabulary, words=Words.model_validate(data), text=text)


def _known(slug: str, organisation: Organisation, secret: Set[Name], seen: Set[Name]) -> Organisation | None:
    """Return an organisation with the names that may be known; ``None`` when it occurs, under any name, in hidden entries alone."""
    names = {name_of(name) for name in (slug, organisation.name, *organisation.variants)}
    if names & secret and not names & seen:
        return None
    variants = [name for name in organisation.variants if name_of(name) not in secret - seen]
    return organisation.model_copy(update={"variants": variants})


def name_of(text: str) -> Name:
    """Return a name as its words, without the differences that nobody means."""
    return tuple(_WORD.findall(meant(text).casefold().replace("_", " ")))


def occurring(names: Set[Name], entries: Iterable[Entry]) -> set[Name]:
    """Return which names occur in the text of the entries."""
    by_first: dict[str, list[Name]] = {}
    for name in filter(None, names):
        by_first.setdefault(name[0], []).append(name)
    found: set[Name] = set()
    for entry in entries:
        words = name_of(entry.text)
        if by_first.keys().isdisjoint(words):
            continue
        for index, word in enumerate(words):
            for name in by_first.get(word, ()):
                if words[index : index + len(name)] == name:
                    found.add(name)
    return found


def _redacted(value: Any, gone: Set[str]) -> Any:
    """Return the data with the ids taken out of every text; names of fields and slugs of terms stay."""
    if isinstance(value, Mapping):
        return {key: _redacted(item, gone) for key, item in value.items()}
    if isinstance(value, list):
        return [_redacted(item, gone) for item in value]
    return redacted_text(value, gone) if isinstance(value, str) else value
