"""A small collection in memory, searched as the site searches the real one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lessons.search import Request, SearchIndex, SearchPage, search
from tests.search.filling import Lesson, Review, fill

Ask = Callable[..., SearchPage]

SYNONYMS = (("sector", "local-government", "local authority"), ("sector", "policing", "police service"))
VARIANTS = (("Thames Valley Police", "Thames Police"),)

REVIEWS = (
    Review(
        "cautions",
        "Restorative cautions for young first-time offenders",
        (
            Lesson(
                "opt-out",
                "Make the new way the default and let people opt out",
                "Design for opt-out wherever taking part is voluntary.",
                "When offenders had to choose the conference, few did.",
                kind="improve",
                terms={"change": ("process",), "barriers": ("habits",)},
            ),
            Lesson(
                "victims",
                "Prepare the victims before they meet the offender",
                "Visit each victim at home.",
                "Unprepared victims stayed away.",
                kind="sustain",
                status="learned",
                recurred=1,
            ),
        ),
        "Police officers replaced formal warnings with meetings of offender and victim.",
        "Cautions were given in a meeting. Reoffending fell. The café stayed open.",
        "Thames Valley Police",
        "1998-04",
        "success",
        terms={"sector": ("policing",), "change": ("policy",), "phase": ("pilot",)},
        tags=("young people", "restorative justice"),
    ),
    Review(
        "recycling",
        "Kerbside recycling that residents did not use",
        (
            Lesson(
                "crews",
                "Train the crews before the first collection",
                "Give each crew a rehearsal.",
                "Crews mixed the bins; residents lost faith in recycling.",
                kind="improve",
                priority="urgent",
            ),
            Lesson(
                "consult",
                "Ask residents what would make them take part",
                "Hold a meeting in each street.",
                "Residents said nobody had asked them.",
                kind="improve",
                terms={"change": ("people",)},
            ),
        ),
        "A council began kerbside recycling and few households took part.",
        "Contaminated bins were rejected at the plant.",
        "Kirklees Council",
        "1997",
        "failure",
        type="rapid-lesson",
        terms={"sector": ("local-government", "waste"), "phase": ("roll-out",)},
        tags=("young people",),
    ),
    Review(
        "breakfast",
        "A breakfast club at a primary school",
        (Lesson("feed", "Feed children before asking them to learn", "Open early.", "Hungry pupils cannot listen."),),
        "A school fed its pupils before lessons began, and lateness fell.",
        "Parents and firms paid for the food.",
        "West Walker Primary School",
        None,
        "mixed",
        terms={"sector": ("schools",)},
    ),
    Review(
        "valves",
        "Valve failures in the heating of council homes",
        (
            Lesson(
                "spares", "Keep spare valves where the fitters are", "Stock each van.", "Waiting for valves cost weeks."
            ),
        ),
        "Heating valves failed and homes stayed cold.",
        "The valve supplier had closed. Local government had no other contract.",
        "Kirklees Council",
        "1999-12-31",
        "no-effect",
        terms={"sector": ("housing",), "phase": ("operate",)},
    ),
)


def more(count: int) -> Iterator[Review]:
    """Yield reviews that are all much the same, to make a match set larger than the others."""
    for number in range(count):
        yield Review(
            f"bus-{number:02}",
            f"Night buses on route {number}",
            (Lesson("ask", "Ask travellers when they go home", "Ask first.", "Buses ran empty at night."),),
            "Night buses ran empty.",
            "The timetable was made by the operator alone.",
            ("Dorset Buses", "Kirklees Council")[number % 2],
            f"{1990 + number % 5}",
            ("mixed", "failure")[number % 2],
            terms={"sector": ("transport",), "phase": ("operate",)},
        )


@dataclass(frozen=True)
class Collection:
    """A filled database and its index."""

    connection: sqlite3.Connection
    index: SearchIndex


def collection(reviews: Sequence[Review]) -> Collection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    fill(connection, reviews, SYNONYMS, VARIANTS)
    return Collection(connection, SearchIndex.load(connection))


def asked(where: Collection, text: str = "", **parameters: str | Sequence[str]) -> SearchPage:
    """Search a collection by the parameters of an address; ``in_`` is the parameter ``in``, ``type_`` the facet."""
    pairs = [("q", text)]
    for name, value in parameters.items():
        name = {"in_": "in", "type_": "type"}.get(name, name)
        pairs += [(name, one) for one in ([value] if isinstance(value, str) else value)]
    return search(where.connection, where.index, Request.from_params(pairs))


def ids(page: SearchPage) -> list[str]:
    """Return the ids of the results of a page, in order."""
    return [hit.id for hit in page.hits]
