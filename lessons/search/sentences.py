"""The sentences that say a query back, as it was understood here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.search.days import Days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lessons.search.facets import FacetIndex
    from lessons.search.understanding import Understanding


def sentences(understood: Understanding, facets: FacetIndex) -> Iterator[str]:
    """Yield what was understood, a sentence each."""
    if understood.records.named:
        yield f"Found {listed(understood.records.named)} by its address or number."
    # What named a record and stands in no text was not searched for.
    names = [str(term.group) for term in understood.terms if not (term.absent and understood.records.named)]
    if names:
        yield f"Searched for {listed(names).removesuffix('.')}."
    if understood.excluded:
        yield f"Left out results that contain {listed([str(term.group) for term in understood.excluded], 'or')}."
    for restriction in understood.restrictions:
        if isinstance(restriction, Days):
            label, said = facets.labels.get(restriction.field, restriction.field.title()), restriction.named
        elif restriction.codes:
            label = facets.labels.get(restriction.facet, restriction.facet)
            said = listed([facets.values[code][2] for code in restriction.codes], "or")
        else:
            continue
        yield f"{label}: {'not ' if restriction.excluded else ''}{said}."
    looked_for = {word for term in understood.terms for clause in term.group.clauses for word in clause.words}
    common = [word for word in dict.fromkeys(understood.query.common) if word not in looked_for]
    if common:
        yield f"Ignored as too common: {listed(common)}."
    yield from understood.notes


def listed(names: Sequence[str], last: str = "and") -> str:
    """Return names as a list in words; a long one is cut."""
    shown = list(names[:12])
    if len(names) > len(shown):
        return f"{', '.join(shown)} {last} {len(names) - len(shown)} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"
