"""The unit's words are in order: `vocabulary.yml`.

What is right: schemes named as the fields that take their terms (sector, event, phase, …), each term with a slug of small
letters, digits and hyphens, a label, a definition of one sentence, and synonyms where people say it otherwise;
`broader` names another term of the same scheme. The terms of result, type, status and the other fixed schemes may be
relabelled but not extended. An organisation has one preferred name, and a name belongs to one organisation.

Why: entries cite these terms, facets count them, and search finds reviews by their synonyms. A slip here is a slip in every
review that uses the term.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.entries import Entry
from lessons.problems import Problem
from lessons.vocabulary import RULE

ID = RULE


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield nothing for an entry: what is wrong with the vocabulary is reported once, for the whole collection."""
    yield from ()
