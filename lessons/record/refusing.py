"""How a type of the record refuses a value: the rule that reports it, the message, and what would be right."""

from __future__ import annotations

from typing import NoReturn

from pydantic_core import PydanticCustomError

# In the place of a right value: the field is to go.
LEAVE_OUT = ""


def refuse(rule: str, message: str, right: str | None = None) -> NoReturn:
    """Raise the error that the check ``rule`` reports with ``message``.

    ``right`` is the value to write where that is certain, as ``lessons check --fix`` does; :data:`LEAVE_OUT` where the field is to go.
    """
    # The message is a template to pydantic; doubling braces keeps a writer's `{` from being read as a placeholder.
    raise PydanticCustomError(rule, "{message}", {"message": message, "right": right})


def shorten(text: str, limit: int = 60) -> str:
    """Return the text on one line and cut to ``limit`` characters, for use in a message."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
