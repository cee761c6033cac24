"""The sentences that say a query back, as it was understood here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.search.days import Days
from lessons.words import either, gettext, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lessons.search.facets import FacetIndex
    from lessons.search.understanding import Understanding

# More names than these nobody reads.
MOST_NAMED = 12


def sentences(understood: Understanding, facets: FacetIndex) -> Iterator[str]:
    """Yield what was understood, a sentence each."""
    if understood.records.named:
        yield gettext("search.understood.records", records=listed(cut(understood.records.named)))
    # What named a record and stands in no text was not searched for.
    names = [str(term.group) for term in understood.terms if not (term.absent and understood.records.named)]
    if names:
        yield gettext("search.understood.words", words=listed(cut(names)).removesuffix("."))
    if understood.excluded:
        left_out = [str(term.group) for term in understood.excluded]
        yield gettext("search.understood.left_out", words=either(cut(left_out)))
    for restriction in understood.restrictions:
        if isinstance(restriction, Days):
            label, said = facets.labels.get(restriction.field, restriction.field.title()), restriction.named
        elif restriction.codes:
            label = facets.labels.get(restriction.facet, restriction.facet)
            said = either(cut([facets.values[code][2] for code in restriction.codes]))
        else:
            continue
        key = "search.understood.not_values" if restriction.excluded else "search.understood.values"
        yield gettext(key, field=label, values=said)
    looked_for = {word for term in understood.terms for clause in term.group.clauses for word in clause.words}
    common = [word for word in dict.fromkeys(understood.query.common) if word not in looked_for]
    if common:
        yield gettext("search.understood.common", words=listed(cut(common)))
    yield from understood.notes


def cut(names: Sequence[str], most: int = MOST_NAMED) -> list[str]:
    """Return names for a list in words; of a long one the last says how many there are besides."""
    left = len(names) - most
    return [*names[:most], gettext("search.understood.more", number=f"{left:,}")] if left > 0 else list(names)
