"""What a canned query is: a question with the SQL that answers it, declared once for the site, for Datasette and for the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lessons.words import gettext


@dataclass(frozen=True)
class Parameter:
    """One parameter of a query: its name, the key of what it takes, and a value to begin with."""

    name: str
    takes_key: str
    value: str = ""

    @property
    def sentence(self) -> str:
        """What it takes, in a sentence."""
        return gettext("sql.question.parameter", name=self.name, takes=gettext(self.takes_key))


@dataclass(frozen=True)
class CannedQuery:
    """The keys of a question and of what the answer means, and the statement; ``name`` is its part of an address and stays.

    Where a parameter narrows the answer, an empty text is everything, which is what Datasette gives one without a value.
    """

    name: str
    title_key: str
    meaning_key: str
    sql: str
    parameters: tuple[Parameter, ...] = ()

    @property
    def title(self) -> str:
        """The question."""
        return gettext(self.title_key)

    @property
    def values(self) -> dict[str, str]:
        """The values to begin with, by the names of the parameters."""
        return {parameter.name: parameter.value for parameter in self.parameters}

    def described(self) -> str:
        """Return what the answer means and what the parameters take."""
        return " ".join([gettext(self.meaning_key), *(one.sentence for one in self.parameters)])

    def for_datasette(self) -> dict[str, Any]:
        """Return the query as Datasette's metadata has it."""
        found: dict[str, Any] = {"title": self.title, "description": self.described(), "sql": self.sql}
        if self.parameters:
            found["params"] = [parameter.name for parameter in self.parameters]
        return found
