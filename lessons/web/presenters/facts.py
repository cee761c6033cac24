"""Key facts of a review as a list of labels and values; what is not stated is left out, unless its absence matters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from lessons.library.figure_words import figure
from lessons.web.presenters.dates import Date, date, period
from lessons.web.presenters.links import term_href
from lessons.web.presenters.numbers import thousands
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lessons.library.reviews import StoredReview
    from lessons.library.vocabulary import StoredVocabulary
    from lessons.web.ask import Addresses


@dataclass(frozen=True)
class Value:
    """One value of a fact: text, with a link or a machine-readable date where there is one."""

    text: str
    href: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Fact:
    """A label with its values."""

    label: str
    values: tuple[Value, ...]


# Of one fact: nobody reads thousands of tags on a page, and each with its link weighs more than a line of text.
MOST_VALUES = 100
# In the order in which they are shown; the scheme is also the name of the facet.
FIRST_TERMS = ("sector", "result", "type", "event", "unit")
OTHER_TERMS = ("phase", "delivery_model", "level", "enablers", "barriers", "change")
# In text, a sign that opens a tag is written otherwise, so this is always a link.
OWN_LINK = re.compile(r'<a href="(/(?:reviews|uses)/[a-z0-9:/-]+)"')


def not_stated() -> Value:
    """Return the value of a fact that is there though nothing is stated."""
    return Value(gettext("review.not_stated"))


def key_facts(
    review: StoredReview, terms: Mapping[str, tuple[str, ...]], vocabulary: StoredVocabulary, addresses: Addresses
) -> tuple[Fact, ...]:
    """Return what a reader wants to know first; organisation, date, sector and result are there even when not stated."""
    organisation = (
        Value(vocabulary.organisation(review.organisation), addresses.path(f"/organisations/{review.organisation_id}"))
        if review.organisation
        else not_stated()
    )
    return (
        Fact(gettext("review.fact.organisation"), (organisation,)),
        Fact(gettext("review.fact.date"), (dated(date(review.date)),)),
        *filled(
            (gettext("review.fact.period"), period(review.period_from, review.period_to)),
            (gettext("review.fact.place"), place(review, vocabulary)),
        ),
        *term_facts(FIRST_TERMS, {"sector": (), "result": (), **terms}, vocabulary, addresses),
    )


def more_facts(
    review: StoredReview,
    terms: Mapping[str, tuple[str, ...]],
    vocabulary: StoredVocabulary,
    addresses: Addresses,
    *,
    partners: Iterable[str],
    tags: Iterable[str],
) -> tuple[Fact, ...]:
    """Return the other facts, those that are stated."""
    affected = thousands(review.people_affected) if review.people_affected is not None else None
    return (
        *filled((gettext("review.fact.mission"), review.mission)),
        *term_facts(OTHER_TERMS, terms, vocabulary, addresses),
        *lists((gettext("review.fact.partners"), tuple(Value(partner) for partner in partners))),
        *filled((gettext("review.fact.affected"), affected), (gettext("review.fact.cost"), cost(review))),
        *lists((gettext("review.fact.tags"), tuple(Value(tag, term_href(addresses, "tag", tag)) for tag in tags))),
    )


def term_facts(
    schemes: Iterable[str], terms: Mapping[str, tuple[str, ...]], vocabulary: StoredVocabulary, addresses: Addresses
) -> tuple[Fact, ...]:
    """Return the facts that are vocabulary terms, each linked to the results that have it."""
    return tuple(
        Fact(
            vocabulary.scheme_label(scheme),
            tuple(Value(vocabulary.label(scheme, slug), term_href(addresses, scheme, slug)) for slug in terms[scheme])
            or (not_stated(),),
        )
        for scheme in schemes
        if scheme in terms
    )


def filled(*pairs: tuple[str, str | None]) -> tuple[Fact, ...]:
    """Return a fact for each label that has a text."""
    return tuple(Fact(label, (Value(text),)) for label, text in pairs if text)


def lists(*pairs: tuple[str, tuple[Value, ...]]) -> tuple[Fact, ...]:
    """Return a fact for each label that has a value; of very many values the first, and how many more there are."""
    return tuple(Fact(label, _first(values)) for label, values in pairs if values)


def _first(values: tuple[Value, ...]) -> tuple[Value, ...]:
    more = len(values) - MOST_VALUES
    if more <= 0:
        return values
    return (*values[:MOST_VALUES], Value(gettext("review.fact.more", number=thousands(more))))


def people_shown(contributors: Iterable[tuple[str, str | None]], addresses: Addresses) -> tuple[Value, ...]:
    """Return who contributed; those who consent to be named lead to their record."""
    return tuple(Value(words, addresses.path(f"/people/{who}") if who else None) for words, who in contributors)


def dated(shown: Date) -> Value:
    """Return a date as a value."""
    return Value(shown.text, date=shown.value or None)


def place(review: StoredReview, vocabulary: StoredVocabulary) -> str | None:
    """Return place and country in words."""
    country = vocabulary.label("country", review.country) if review.country else None
    return ", ".join(part for part in (review.place, country) if part) or None


def cost(review: StoredReview) -> str | None:
    """Return the cost in words, such as "GBP 12,000 (1995 prices; estimate)"."""
    amount = figure(review.cost_amount)
    if amount is None:
        return None
    notes = [gettext("review.cost.year", year=review.cost_year)] if review.cost_year else []
    notes += [review.cost_note] if review.cost_note else []
    money = f"{review.cost_currency} {amount}" if review.cost_currency else amount
    return f"{money} ({'; '.join(notes)})" if notes else money


def prose(html: str) -> Markup:
    """Return text that was sanitised when the database was built; it is not changed any more."""
    return Markup(html)  # noqa: S704


def linked_prose(html: str, addresses: Addresses) -> Markup:
    """Return the text of an entry, with its links to our own pages at the addresses that this site gives them."""
    return prose(OWN_LINK.sub(lambda link: f'<a href="{addresses.path(link[1])}"', html))
