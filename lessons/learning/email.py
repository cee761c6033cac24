"""A report as a complete e-mail message, ready for a program that sends mail; nothing is sent here and no address is kept."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from typing import TYPE_CHECKING

from lessons.learning.report_formats import to_html, to_text
from lessons.problems import LessonsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.learning.report import LearningReport

# Stands where nobody said who sends: a mailer or its reader may put another in its place.
SENDER = "lessons@localhost"
NOBODY_NAMED = "undisclosed-recipients:;"
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>")
_NO_ADDRESS = "“{}” is not an e-mail address; one is written name@domain, or Name <name@domain>"


def message(
    report: LearningReport, unit: str, day: str, *, address: str = "", sender: str | None = None, to: Sequence[str] = ()
) -> bytes:
    """Return a report as a message with a text and an HTML part.

    The same report gives the same bytes: the date is ``day``, and the boundary comes from the content. Raises :class:`LessonsError` for what is no
    e-mail address.
    """
    text, html = to_text(report, address), to_html(report, address)
    name = hashlib.sha256(f"{text}\n{html}".encode()).hexdigest()[:32]
    found = EmailMessage(policy=default)
    found["Subject"] = report.title
    comes_from = checked(sender or SENDER)
    found["From"] = Address(display_name=comes_from.display_name or unit, addr_spec=comes_from.addr_spec)
    found["To"] = [checked(one) for one in to] if to else NOBODY_NAMED
    found["Date"] = format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC))
    found["Message-ID"] = f"<{name}@{comes_from.domain}>"
    found["Auto-Submitted"] = "auto-generated"
    found.set_content(text, cte="quoted-printable")
    found.add_alternative(html, subtype="html", cte="quoted-printable")
    found.set_boundary(f"=={name}==")
    return found.as_bytes()


def checked(text: str) -> Address:
    """Return an e-mail address, with the name before it if it is written ``Name <name@domain>``. Raises :class:`LessonsError` when the text is none."""
    named = _NAMED.fullmatch(text.strip())
    name, bare = (named["name"], named["address"]) if named else ("", text.strip())
    name = name.replace("\xa0", " ").strip().strip('"')
    # AttributeError: of some of what is no address the standard library's parser fails to say so.
    try:
        found = Address(display_name=name, addr_spec=bare)
    except (ValueError, IndexError, AttributeError, MessageError) as error:
        raise LessonsError(_NO_ADDRESS.format(text[:60])) from error
    whole = found.username and found.domain and bare.isascii() and not any(mark.isspace() for mark in bare)
    if not whole or not name.isprintable():
        raise LessonsError(_NO_ADDRESS.format(text[:60]))
    return found
