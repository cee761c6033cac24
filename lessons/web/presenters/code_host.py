"""Addresses at the code host, where a file is made or edited in a browser: those of GitHub and of GitLab."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from lessons.web.ask import Config

# Code hosts and the proxies before them refuse longer addresses.
LONGEST_ADDRESS = 6_000


def file_address(config: Config, action: str, path: str) -> str:
    """Return the address at which the file at ``path`` in the folder of entries (or the folder itself) is edited or made: ``edit`` or ``new``."""
    between = "/-" if config.code_host == "gitlab" else ""
    return (
        f"{config.repository}{between}/{action}/{quote('/'.join(filter(None, (config.branch, config.entries, path))))}"
    )


def new_file(config: Config, path: str, text: str) -> tuple[str, bool]:
    """Return the address of the page for a new file, and whether that page is filled in with the text.

    GitLab's page takes the name alone (its issue 594214); a long text has no place in an address.
    """
    folder, _, name = path.rpartition("/")
    page = file_address(config, "new", folder)
    if config.code_host == "gitlab":
        return f"{page}?{urlencode({'file_name': name})}", False
    filled = f"{page}?{urlencode({'filename': name, 'value': text})}"
    if len(filled) <= LONGEST_ADDRESS:
        return filled, True
    return f"{page}?{urlencode({'filename': name})}", False


def issue_form(config: Config, name: str) -> str | None:
    """Return the address of an issue form at the code host, or None where there is none: GitLab has no such forms."""
    if not config.repository or config.code_host == "gitlab":
        return None
    return f"{config.repository}/issues/new?{urlencode({'template': name})}"
