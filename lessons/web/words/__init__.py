"""The words of the interface: every sentence that the site itself says, by key, in one folder of message catalogues.

A folder per language (``en_GB``), a file per group of pages, in gettext's format, which translators' tools read. A key
says where a message stands (``search.filters.heading``) and begins with the name of its file. A key that ends in
``_html`` names a message with markup of ours; every other message is text, and so are all values.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from lessons.web.long_words import breakable

if TYPE_CHECKING:
    from gettext import NullTranslations

    from jinja2 import Environment

FOLDER = Path(__file__).parent
LANGUAGE = "en_GB"
MARKUP = "_html"
ATTRIBUTE = "lessons_environment"


@cache
def catalogue(language: str = LANGUAGE) -> NullTranslations:
    """Return all messages of a language.

    Raises:
        ValueError: a catalogue cannot be read.
    """
    # Only a running site needs it: the builder imports this package, too.
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from babel.support import Translations

    whole = Catalog(locale=language)
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale=language, abort_invalid=True)
        for message in part:
            # The first of a file, which has no key, is about the file.
            if message.id:
                whole[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)


def gettext(key: str, /, **values: object) -> str:
    """Return the message of this key as text, with the values in its places (``%(name)s``)."""
    return catalogue().gettext(key) % values


def ngettext(key: str, number: int, /, **values: object) -> str:
    """Return the message of this key as text, in the form that the language has for this number of things."""
    return catalogue().ngettext(key, key, number) % values


def forms_of_numbers(key: str) -> dict[str, str]:
    """Return the forms of a counted message, by the name that the kind of number has in browsers (``Intl.PluralRules``).

    Where the number belongs stands ``{number}``: for scripts, which alone know it.
    """
    from babel import Locale

    kind_of = Locale.parse(LANGUAGE).plural_form
    # Every kind of whole number occurs here, but for the millions of some languages: scripts take the form of "other" for those.
    return {kind_of(number): ngettext(key, number, number="{number}") for number in range(1000, -1, -1)}


def in_page(key: str, /, **values: object) -> Markup:
    """Return the message of this key for a page; values are escaped, and so is a message that is not named as markup."""
    return _markup(key, catalogue().gettext(key)) % values


def in_page_counted(key: str, number: int, /, **values: object) -> Markup:
    """Return the message of this key for a page, in the form that the language has for this number of things."""
    return _markup(key, catalogue().ngettext(key, key, number)) % values


def _markup(key: str, message: str) -> Markup:
    return Markup(message) if key.endswith(MARKUP) else escape(message)  # noqa: S704 - ours, and values are escaped


def environment_of(datasette: Any, request: Any = None) -> Environment:
    """Return the environment of our templates: Datasette's, with ``_``, ``ngettext`` and ``breakable``, which the templates of others do not see.

    It is kept with what it was made from, together with the templates that were compiled in it.
    """
    # Datasette 1.0 has a method, by which plugins give a request an environment of its own; its stable line an attribute.
    found = getattr(datasette, "get_jinja_environment", None)
    theirs: Environment = found(request) if found else datasette.jinja_env
    ours: Environment | None = getattr(theirs, ATTRIBUTE, None)
    # A copy that a plugin made of theirs has what was kept with the original.
    if ours is None or ours.linked_to is not theirs:
        # Jinja2 3.1.2 takes a copy for one that does not wait, unless it is told.
        ours = theirs.overlay(enable_async=theirs.is_async)
        ours.globals = {**theirs.globals, "_": in_page, "ngettext": in_page_counted}
        ours.filters = {**theirs.filters, "breakable": breakable}
        setattr(theirs, ATTRIBUTE, ours)
    return ours
