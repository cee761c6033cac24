"""The environment of our templates, in which a message of the catalogues is had by its key: ``{{ _("search.filters.clear") }}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from lessons import words
from lessons.web.long_words import breakable

if TYPE_CHECKING:
    from jinja2 import Environment

MARKUP = "_html"
ATTRIBUTE = "lessons_environment"


def in_page(key: str, /, **values: object) -> Markup:
    """Return the message of this key for a page; values are escaped, and so is a message that is not named as markup."""
    message = words.message(key)
    return (Markup(message) if key.endswith(MARKUP) else escape(message)) % values  # noqa: S704 - ours, and values are escaped


def environment_of(datasette: Any, request: Any = None) -> Environment:
    """Return the environment of our templates: Datasette's, with ``_`` and ``breakable``, which the templates of others do not see.

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
        ours.globals = {**theirs.globals, "_": in_page}
        ours.filters = {**theirs.filters, "breakable": breakable}
        setattr(theirs, ATTRIBUTE, ours)
    return ours
