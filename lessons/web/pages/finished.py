"""A contribution that was checked: its page as it will be, what could be better, and how it can be sent; or the file itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lessons.library import reviews, uses
from lessons.web.answers import Answer, Data, Page
from lessons.web.pages import review as review_pages
from lessons.web.pages import uses as use_pages
from lessons.web.presenters.links import Link
from lessons.web.presenters.sending import message, ways_out
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.forms import Contribution, FormMessage
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

# What the buttons of the page ask for.
CHANGE, FILE, MAIL = "change", "file", "mail"
# How advice about one of several things names it, by what stands in the names of their fields.
GROUPS = {
    "lessons": "contribute.advice.lesson",
    "outcomes": "contribute.advice.outcome",
}

# What is said of one that is alike, by whether it is a lesson.
ALIKE = {True: "contribute.finished.alike.lesson", False: "contribute.finished.alike.review"}


@dataclass(frozen=True)
class Sent:
    """What was sent and what for: the form's address, the subject of an e-mail about it, the button pressed, and all fields.

    ``edited`` says that it is the new text of a file that the library has.
    """

    action: str
    subject: str
    do: str
    hidden: tuple[tuple[str, str], ...]
    crumb: str
    edited: bool = False


def finished(reader: SiteReader, ask: Ask, contribution: Contribution, sent: Sent) -> Answer:
    """Return the page of a contribution without errors, or what its buttons ask for: the file, or an e-mail with it."""
    if sent.do == FILE:
        return Data(contribution.text, "text/markdown; charset=utf-8", f"{contribution.id}.md", kept=False)
    if sent.do == MAIL and ask.config.mailbox:
        text = message(ask.config.mailbox, sent.subject, contribution)
        return Data(text, "message/rfc822", f"{contribution.id}.eml", kept=False)
    path = ask.addresses.path
    article = _article(reader, ask, contribution)
    return Page(
        "finished.html",
        gettext("contribute.finished.title", subject=sent.subject),
        {
            **article,
            "crumbs": (Link(gettext("frame.link.home"), path("/")), Link(sent.crumb, path(sent.action))),
            "action": path(sent.action),
            "hidden": sent.hidden,
            "edited": sent.edited,
            "ways": ways_out(ask.config, contribution, sent.subject, edited=sent.edited),
            "advice": [_about(one) for one in contribution.advice],
            "alike": [
                {
                    "title": one.title,
                    "href": path(f"/reviews/{one.id.replace('#', '/', 1)}"),
                    "said": gettext(ALIKE["#" in one.id], words=", ".join(f"“{word}”" for word in one.words[:4])),
                }
                for one in contribution.lookalikes
            ],
        },
        section=sent.action,
        search_box=False,
        kept=False,
        indexed=False,
    )


def _about(message: FormMessage) -> str:
    """Return a message with what it is about, where there may be several."""
    group, number, *_ = [*message.name.split("."), "", ""]
    if message.line:
        return gettext("contribute.advice.line", number=message.line, text=message.text)
    if number.isdecimal() and group in GROUPS:
        return gettext(GROUPS[group], number=number, text=message.text)
    return message.text


def _article(reader: SiteReader, ask: Ask, contribution: Contribution) -> dict[str, Any]:
    """Return what the page of the entry will show, by the same way as for those of the library."""
    # Made and read in this thread, and gone with it.
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(contribution.preview)
        own = replace(reader, connection=connection)
        if (use := uses.use(connection, contribution.id)) is not None:
            return {"article": "use-article.html", **use_pages.article_of(own, ask, use)}
        review = reviews.review(connection, contribution.id)
        assert review is not None  # noqa: S101 - it has no errors, so it was written
        shown = review_pages.article_of(own, ask, review)
        # Its lessons have no pages yet.
        shown["lessons"] = [replace(lesson, href=f"#{lesson.anchor}") for lesson in shown["lessons"]]
        return {"article": "review-article.html", **shown}
