"""The words of the interface: what the site, and what stands below it, says to a reader, by key, in one folder of message catalogues.

A folder per language (``en_GB``), a file per group of pages, in gettext's format, which translators' tools read. A key
says where a message stands (``search.filters.clear``) and begins with the name of its file. A key that ends in
``_html`` names a message with markup of ours; every other message is text, and so are all values.

It stands below all other rooms, so that a page and a command say the same sentence.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from gettext import NullTranslations

FOLDER = Path(__file__).parent
LANGUAGE = "en_GB"
# The messages that name the months.
MONTHS = (
    "shared.month.january",
    "shared.month.february",
    "shared.month.march",
    "shared.month.april",
    "shared.month.may",
    "shared.month.june",
    "shared.month.july",
    "shared.month.august",
    "shared.month.september",
    "shared.month.october",
    "shared.month.november",
    "shared.month.december",
)


@cache
def catalogue(group: str, language: str = LANGUAGE) -> NullTranslations:
    """Return the messages of one file of a language, such as those whose keys begin with ``search``.

    Raises:
        ValueError: the file cannot be read.
    """
    # Only what says something needs it: commands that say nothing of a catalogue start without, and others read the files from which they do.
    from gettext import GNUTranslations

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (FOLDER / language / f"{group}.po").open("rb") as file:
        messages = read_po(file, locale=language, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _catalogue_of(key: str) -> NullTranslations:
    return catalogue(key.partition(".")[0])


def message(key: str) -> str:
    """Return the message of this key as it stands in its catalogue."""
    return _catalogue_of(key).gettext(key)


def gettext(key: str, /, **values: object) -> str:
    """Return the message of this key as text, with the values in its places (``%(name)s``)."""
    return message(key) % values


def ngettext(key: str, number: int, /, **values: object) -> str:
    """Return the message of this key as text, in the form that the language has for this number of things."""
    return _catalogue_of(key).ngettext(key, key, number) % values


def listed(items: Sequence[str]) -> str:
    """Return "a", "a and b", or "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return gettext("counts.two", first=", ".join(items[:-1]), last=items[-1])


def either(items: Sequence[str]) -> str:
    """Return "a", "a or b", or "a, b or c"."""
    if len(items) < 2:
        return "".join(items)
    return gettext("counts.either", first=", ".join(items[:-1]), last=items[-1])


def forms_of_numbers(key: str) -> dict[str, str]:
    """Return the forms of a counted message, by the name that the kind of number has in browsers (``Intl.PluralRules``).

    Where the number belongs stands ``{number}``: for scripts, which alone know it.
    """
    from babel import Locale

    kind_of = Locale.parse(LANGUAGE).plural_form
    # Every kind of whole number occurs here, but for the millions of some languages: scripts take the form of "other" for those.
    return {kind_of(number): ngettext(key, number, number="{number}") for number in range(1000, -1, -1)}
