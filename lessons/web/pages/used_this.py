"""We used this: how somebody who used a lesson, or decided against it, says so, with the Markdown of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.web.answers import Answer, Data, Page
from lessons.web.pages.lesson import found, not_here
from lessons.web.presenters.links import Link
from lessons.web.presenters.use_template import new_file, use_template

if TYPE_CHECKING:
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask


def used_this_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return how to say that one used a lesson, with the file to fill in."""
    both = found(reader, ask)
    if both is None:
        return not_here(reader, ask)
    review, lesson = both
    path = ask.addresses.path
    template = template_of(reader, lesson.id)
    own = f"/reviews/{review.id}/{lesson.local_id}"
    return Page(
        "used-this.html",
        f"We used this: {lesson.statement}",
        {
            "lesson": Link(lesson.statement, path(own)),
            "template": template,
            "markdown": path(f"{own}/use.md"),
            "new_file": new_file(ask.config, lesson.id, template),
            "command": f"lessons use {lesson.id}",
            "contact": review.contact,
            "crumbs": (
                Link("Home", path("/")),
                Link("Reviews", path("/reviews")),
                Link(review.title, path(f"/reviews/{review.id}")),
                Link("This lesson", path(own)),
            ),
        },
        section="/reviews",
        indexed=False,
    )


def used_this_markdown(reader: SiteReader, ask: Ask) -> Answer:
    """Return the Markdown of a use of a lesson, to be filled in."""
    both = found(reader, ask)
    if both is None:
        return not_here(reader, ask)
    return Data(template_of(reader, both[1].id), "text/markdown; charset=utf-8", f"our-use-of-{both[1].local_id}.md")


def template_of(reader: SiteReader, lesson_id: str) -> str:
    """Return the file of a use of a lesson, to be filled in."""
    return use_template(lesson_id, [term.slug for term in reader.vocabulary.of_scheme("decision")])
