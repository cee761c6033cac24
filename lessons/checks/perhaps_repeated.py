"""A lesson that may tell of an earlier mistake again says whether it does.

What is right: where the same thing went wrong again, `repeats: other-review#its-lesson` in the front matter; where it did not, any other
link between the two reviews, such as `related: other-review`, ends the advice.

Why: a mistake that comes back is told in other words, so that nobody notices by reading alone. Only the link shows it, and the earlier
lesson is then open again.

How: two lessons that say what to improve are put side by side when both read like the same causes, as learnt from made-up reviews, or when both
state the same *Barrier* themselves, as few lessons of the library do; of the two reviews the later one is told, of the three earlier lessons that are most alike to each of its own.
It is a suggestion: on three lists of test cases it finds six to seven in ten of the pairs that tell of one cause, and more than half of what it suggests does not. So advice is given only
where more than a little speaks for it, and only for files that are named or that changed; the site lists all suggestions, for the whole library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lessons.checks.judging import judged
from lessons.entries import Entry
from lessons.entries.body import Lesson
from lessons.entries.causes import causes_of, tells_of_a_mistake
from lessons.entries.collection import Collection
from lessons.entries.resembling import Lookalikes, key_of
from lessons.learning.causes import causes
from lessons.learning.neighbours import MutualNeighbours
from lessons.learning.recurrence_candidates import Candidate, Mistake, Mistakes
from lessons.problems import Problem
from lessons.schemes import NOT_STATED

ID = "perhaps-repeated"
# Who is asked to read two reviews is asked where both read like their cause clearly; the site lists the others too.
LEAST_ADVISED = 0.25
# What is most alike comes first, and who is told of many reads none.
MOST_ADVISED = 3


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for each lesson of a given entry that may tell of an earlier mistake and is not linked with it."""
    # Of two files with one id only the first is looked up by it.
    if collection.given is None or not judged(entry) or collection.by_id[entry.id] is not entry:
        return
    mistakes = collection.once(_mistakes)
    labels = {slug: term.label for slug, term in collection.vocabulary.terms("barriers").items()}
    for local, lesson in collection.lessons[entry.id].items():
        # Where the words are alike as well, the rule for near-duplicates has said so.
        alike = {found.other for found in collection.once(Lookalikes.of).of_lesson(key_of(entry, lesson))}
        earlier = mistakes.earlier_than(f"{entry.id}#{local}")
        told = [found for found in earlier if found.earlier not in alike and found.alike >= LEAST_ADVISED][
            :MOST_ADVISED
        ]
        if told:
            yield Problem(lesson.place, _advice(told, labels), ID, "advice")


def _advice(told: Sequence[Candidate], labels: Mapping[str, str]) -> str:
    first = told[0].earlier
    review = first.partition("#")[0]
    named = "; or ".join(f'"{found.earlier}": both {_in_common(found, labels)}' for found in told)
    which = ", and so for each" if len(told) > 1 else ""
    return (
        f"this lesson may tell of the same mistake as {named}. "
        f"If the same thing went wrong again, write `repeats: {first}`; if not, `related: {review}` ends this advice{which}"
    )


def _in_common(found: Candidate, labels: Mapping[str, str]) -> str:
    causes = " and ".join(f'"{cause}"' for cause in found.causes)
    if not found.barriers:
        return f"read like {causes}"
    barriers = " and ".join(f'"{labels.get(slug, slug)}"' for slug in found.barriers)
    stated = f"name what stood in the way, {barriers}"
    return f"{stated}, and read like {causes}" if causes else stated


def _mistakes(collection: Collection) -> Mistakes:
    reviews = [entry for entry in collection.by_id.values() if judged(entry)]
    links, repeats = [], []
    for entry in reviews:
        for reference in collection.references(entry):
            if reference.target.unit is None:
                links.append((entry.id, reference.target.review))
                if reference.field == "repeats":
                    repeats.append((entry.id, reference.target.review))
    vectors: dict[str, bytes] = {}
    mistakes = [one for entry in reviews for one in _of(entry, collection, vectors)]
    return Mistakes(mistakes, MutualNeighbours(vectors, causes().names), links, repeats)


def _of(entry: Entry, collection: Collection, vectors: dict[str, bytes]) -> Iterator[Mistake]:
    """Yield the lessons of an entry that say what to improve, and note how much they read like each cause."""
    day, result = entry.stated("date"), entry.stated("result")
    told = dict(zip(map(id, entry.body.lessons), causes_of(entry), strict=True))
    for local, lesson in collection.lessons[entry.id].items():
        if tells_of_a_mistake(lesson, result):
            vectors[f"{entry.id}#{local}"] = told[id(lesson)]
            yield Mistake(
                "" if day is None or day == NOT_STATED else day,
                entry.id,
                f"{entry.id}#{local}",
                _terms(lesson, "barriers"),
                _terms(lesson, "change"),
            )


def _terms(lesson: Lesson, label: str) -> frozenset[str]:
    return frozenset(term for value in lesson.values(label) for term, _ in value.parts)
