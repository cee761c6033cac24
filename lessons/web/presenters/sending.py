"""How a contribution leaves the site: at the code host, by e-mail, as a file. The site itself sends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING
from urllib.parse import quote

from lessons.web.presenters.code_host import file_address, new_file
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.forms import Contribution
    from lessons.web.ask import Config

# E-mail programs and browsers cut longer ones.
LONGEST_MAIL_LINK = 1_800


@dataclass(frozen=True)
class WaysOut:
    """What a contributor can do with the file: ``host`` is the code host's page, ``host_filled`` whether it comes with the text."""

    filename: str
    text: str
    host: str | None
    host_filled: bool
    mailbox: str | None
    mail_link: str | None


def ways_out(config: Config, contribution: Contribution, subject: str, *, edited: bool = False) -> WaysOut:
    """Return how a file can be sent; ``edited`` says that it is in the folder of entries already."""
    host, filled = None, False
    if config.repository and edited:
        # No code host takes the new text of a file in an address.
        host = file_address(config, "edit", contribution.path)
    elif config.repository:
        host, filled = new_file(config, contribution.path, contribution.text)
    link = mail_link(config.mailbox, subject, contribution.text) if config.mailbox else None
    return WaysOut(
        filename=f"{contribution.id}.md",
        text=contribution.text,
        host=host,
        host_filled=filled,
        mailbox=config.mailbox,
        mail_link=link if link and len(link) <= LONGEST_MAIL_LINK else None,
    )


def mail_link(mailbox: str, subject: str, text: str) -> str:
    """Return a link that opens an e-mail with the file as its text."""
    body = text.replace("\n", "\r\n")
    return f"mailto:{quote(mailbox, safe='@')}?subject={quote(subject)}&body={quote(body)}"


def message(mailbox: str, subject: str, contribution: Contribution) -> str:
    """Return an e-mail with the file attached, which programs open as a draft to be sent."""
    found = EmailMessage(policy=SMTP)
    found["To"] = mailbox
    found["Subject"] = " ".join(subject.split())
    # Outlook opens a file with this as a draft.
    found["X-Unsent"] = "1"
    found.set_content(f"{gettext('contribute.send.attached', path=contribution.path)}\n")
    found.add_attachment(
        contribution.text.encode(), maintype="text", subtype="markdown", filename=f"{contribution.id}.md",
        params={"charset": "utf-8"},
    )  # fmt: skip
    # The same file gives the same bytes.
    found.set_boundary(f"=={contribution.id}==")
    return found.as_bytes().decode("ascii")
