"""Whom to ask: roles that reviews and uses name, as shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import counted
from lessons.web.presenters.review import Related
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lessons.library.people import Contact
    from lessons.web.ask import Addresses

MOST_CONTACTS = 10


def contacts_shown(contacts: Iterable[Contact], addresses: Addresses) -> tuple[Related, ...]:
    """Return each role with its organisation, and in how many places it is named."""
    return tuple(
        Related(
            Link(
                one.contact,
                addresses.path(f"/organisations/{one.organisation_id}") if one.organisation_id else "",
                one.organisation,
            ),
            gettext("browse.contact.named", places=counted(one.times, "place")),
        )
        for one in contacts
    )
