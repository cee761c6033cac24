"""What assistants are told: the answers for programs, with what helps to judge and to cite them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from lessons.library.compared import compared
from lessons.library.licences import licences
from lessons.library.near_lessons import near_lessons
from lessons.search import Request
from lessons.web.answers import Answer, Data, Missing
from lessons.web.ask import Ask, within
from lessons.web.pages.audit import audit_json
from lessons.web.pages.lesson import lesson_json, lesson_markdown
from lessons.web.pages.search import find, unusable
from lessons.web.presenters.searching import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessons.web.answers import SiteReader

# Lessons of one answer: as many as are read, since an assistant reads all that it gets.
SIZE = 10
# Of an answer. Longer ones would crowd out everything else that an assistant has in mind.
MOST_CHARACTERS = 200_000
REVIEWS = "/reviews/"


def lessons_found(reader: SiteReader, ask: Ask) -> Answer:
    """Return the results of a search for lessons, each with what to do, when it applies, and how strong the evidence is."""
    if refused := unusable(reader, ask):
        return refused
    page = find(reader, Request.from_params(ask.pairs))
    known = {lesson.id: lesson for lesson in compared(reader.connection, [hit.id for hit in page.hits])}
    problems = page.request.problems
    return _json(
        {
            "url": ask.addresses.absolute("/search", [pair for pair in page.request.to_params() if pair[0] != "size"]),
            "understood": page.understood.words,
            **({"problems": dict(problems)} if problems else {}),
            "count": page.count,
            "page": page.page,
            "pages": page.pages,
            "partial": page.partial,
            "lessons": [
                {
                    "id": lesson.id,
                    "statement": lesson.statement,
                    "recommendation": lesson.recommendation,
                    "applies_when": lesson.applies_when,
                    "does_not_apply_when": lesson.does_not_apply_when,
                    "evidence_strength": lesson.evidence_strength,
                    "evidence_reason": lesson.evidence_reason,
                    "status": lesson.status,
                    "review": lesson.review_title,
                    "organisation": lesson.organisation,
                    "date": lesson.date,
                    "result": lesson.result,
                    "uses": lesson.uses,
                    "repeats": lesson.repeats,
                    "url": ask.addresses.absolute(hit.url),
                }
                for hit in page.hits
                if (lesson := known.get(hit.id))
            ],
            "suggestions": list(page.suggestions),
        }
    )


def lesson_known(reader: SiteReader, ask: Ask) -> Answer:
    """Return everything that is known of one lesson, its text as Markdown in the place of HTML."""
    found, text = lesson_json(reader, ask), lesson_markdown(reader, ask)
    if isinstance(found, Missing):
        asked = f"{ask.variables['review']}#{ask.variables['lesson']}"
        return lesson_unknown(reader, Ask(ask.path, {"asked": asked, "named": asked}))
    if not isinstance(found, Data) or not isinstance(text, Data):
        return found
    body = json.loads(found.body)
    del body["html"]
    for one in body["related"]:
        one["url"] = ask.addresses.absolute(within("reviews", *one["id"].split("#")))
    return _json({**body, "markdown": text.body})


def lesson_unknown(reader: SiteReader, ask: Ask) -> Answer:
    """Return that there is no lesson as it was ``named``, with the ids near what was ``asked`` for and how to find others.

    The two differ where the review that was named has another id today.
    """
    named, asked = (ask.variables[name] for name in ("named", "asked"))
    path = unquote(asked.partition("?")[0]).rpartition(REVIEWS)[2]
    near = near_lessons(reader.connection, path.removesuffix(".json").removesuffix(".md").strip("/"))
    said = [f"There is no lesson “{shortened(named)}” here."]
    if near.review is not None:
        said.append(f"The lessons of the review {near.review} are {', '.join(near.lessons)}.")
    elif near.lessons:
        said.append(f"Ids like it are {', '.join(near.lessons)}.")
    said.append(
        "A lesson is named as review#lesson, or by its url; search_lessons finds lessons by words and gives the id of each."
    )
    return replace(_json({"error": " ".join(said)}), status=404)


def organisation_audited(reader: SiteReader, ask: Ask) -> Answer:
    """Return the learning audit of one organisation."""
    found = audit_json(reader, ask)
    if not isinstance(found, Data) or found.status != 200:
        return found
    body = json.loads(found.body)
    return _json({"url": ask.addresses.absolute(within("audit", body["organisation"]["id"])), **body})


def told(reader: SiteReader, ask: Ask, *, body: dict[str, Any], page: str | None = None) -> Data:
    """Return an answer with the name of the library, and with the licence at each address of a review or lesson in it.

    ``page`` is where a person finds the same, for an answer that has no address of its own; the licence beside it is the one that
    everything in the answer has. One that is too long is left to people.
    """
    addressed = [(entry, review) for entry in _entries(body) if (review := _review_of(entry, ask))]
    known = licences(reader.connection, sorted({review for _, review in addressed}))
    for entry, review in addressed:
        entry.setdefault("licence", known.get(review))
        # A review states its own, or that of its unit holds.
        entry["licence"] = entry["licence"] or known.get(review)
    all_of_them = {known.get(review) for _, review in addressed}
    licence = all_of_them.pop() if len(all_of_them) == 1 else None
    url = ask.addresses.absolute(page) if page else body.get("url")
    answer = _json({"library": reader.build.name, "url": url, "licence": licence, **body})
    if len(answer.body) <= MOST_CHARACTERS:
        return answer
    return replace(_json({"error": f"This is too long for an answer. A person can read it at {url}."}), status=413)


def _entries(value: object) -> Iterator[dict[str, Any]]:
    """Yield everything with a name of its own in an answer."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from _entries(one)
    elif isinstance(value, list):
        for one in value:
            yield from _entries(one)


def _review_of(entry: dict[str, Any], ask: Ask) -> str | None:
    """Return the id of the review that the address of an entry belongs to, if it is one."""
    start = ask.addresses.absolute(REVIEWS)
    url = entry.get("url")
    return (
        unquote(url.removeprefix(start).partition("/")[0]) if isinstance(url, str) and url.startswith(start) else None
    )


def _json(body: dict[str, Any]) -> Data:
    return Data(json.dumps(body, ensure_ascii=False), "application/json; charset=utf-8", kept=False)
