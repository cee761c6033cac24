"""What a canned query is: a question with the SQL that answers it, declared once for the site, for Datasette and for the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """One parameter of a query: its name, what it takes, and a value to begin with."""

    name: str
    sentence: str
    value: str = ""


@dataclass(frozen=True)
class CannedQuery:
    """A question as its title, what the answer means, and the statement; ``name`` is its part of an address and stays.

    Where a parameter narrows the answer, an empty text is everything, which is what Datasette gives one without a value.
    """

    name: str
    title: str
    description: str
    sql: str
    parameters: tuple[Parameter, ...] = ()

    @property
    def values(self) -> dict[str, str]:
        """The values to begin with, by the names of the parameters."""
        return {parameter.name: parameter.value for parameter in self.parameters}

    def described(self) -> str:
        """Return what the answer means and what the parameters take."""
        return " ".join([self.description, *(f":{one.name} is {one.sentence}." for one in self.parameters)])

    def for_datasette(self) -> dict[str, Any]:
        """Return the query as Datasette's metadata has it."""
        found: dict[str, Any] = {"title": self.title, "description": self.described(), "sql": self.sql}
        if self.parameters:
            found["params"] = [parameter.name for parameter in self.parameters]
        return found
