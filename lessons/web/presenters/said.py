"""What the search page says about a search: how the query was understood, what kind of results follow, and the search as SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.web.presenters.numbers import counted, thousands
from lessons.words import gettext, ngettext

if TYPE_CHECKING:
    from lessons.search.model import SearchPage
    from lessons.web.ask import Ask

TYPE_WORDS = {"lessons": "lesson", "reviews": "review", "all": "result"}
# A longer statement is shown without a link: not every browser and proxy takes an address of its length.
LINKED_CHARACTERS = 6_000


@dataclass(frozen=True)
class StatementShown:
    """The search as SQL, what the statement gives, and where to run it (nowhere for readers who may not)."""

    sql: str
    gives: str
    href: str | None


def understood(page: SearchPage) -> str | None:
    """Return the query as understood, where it says more than the query itself."""
    words = page.understood.words
    plain = {
        "".join(filter(str.isalnum, text.casefold()))
        for text in (words, gettext("search.understood.words", words=page.request.text))
    }
    return words if words and len(plain) > 1 else None


def fewer_words(page: SearchPage) -> str | None:
    """Say so when results follow that do not have every word of the query."""
    if not page.request.text.strip() or not page.count or page.all_words_count >= page.count:
        return None
    if page.sort != "relevance":
        return gettext("search.fewer_words.some")
    if not page.all_words_count:
        return gettext("search.fewer_words.none")
    return ngettext("search.fewer_words.first", page.all_words_count, number=thousands(page.all_words_count))


def by_meaning(page: SearchPage) -> str | None:
    """Say how many of the results have too few of the words, and are there for what they mean."""
    if not page.by_meaning_count:
        return None
    return gettext("search.by_meaning", number=thousands(page.by_meaning_count))


def statement(page: SearchPage, ask: Ask) -> StatementShown | None:
    """Return the search as SQL, where there are pages for analysts and the search was not cut short."""
    if not ask.config.analyst or page.partial:
        return None
    rows = counted(page.count - page.by_meaning_count, TYPE_WORDS[page.request.result_type])
    href = ask.addresses.path("/data/sql", [("sql", page.sql)])
    return StatementShown(
        page.sql,
        gettext("search.statement.gives_without", rows=rows)
        if page.by_meaning_count
        else gettext("search.statement.gives", rows=rows),
        href if ask.may_query and len(page.sql) <= LINKED_CHARACTERS else None,
    )
