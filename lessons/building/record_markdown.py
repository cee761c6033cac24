"""The report on one record as Markdown, for people: what :mod:`lessons.building.record_report` found, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lessons.record.writing import literal

HEADING = "# What is held on "
_PUBLIC = {
    "all": "all of it",
    "in part": "all of it but what stands in the lines below",
    "address only": "its address, which says that it was withdrawn; none of its text",
    "nothing": "nothing of it",
    "unknown": "its unit knows; this is from a database that is not for everybody",
}
_HAS = {
    "all": "all of the text as it stands now",
    "in part": "a text that is not the one that stands now, or not all of it",
    "address only": "the address alone",
    "nothing": "nothing of it",
}


def markdown(report: Mapping[str, Any]) -> str:
    """Return the report as Markdown; what was written by others stands in it as text, whatever it is."""
    parts = [
        f"{HEADING}{_code(report['id'])}",
        "\n".join(f"- {line}" for line in _facts(report)),
        *_section("Lines that are not public as they stand", map(_code, report["public"]["withheld_lines"])),
        *_section("Where it is published", map(_published, report["published_in"]), "There is no database here."),
        *_section("People and roles", map(_person, report["people"]), "No field names anybody."),
        *_section("What may name people besides", map(_perhaps, report["seem_to_name_people"])),
        *_section("Uses of its lessons", map(_use, report["uses"]), "None."),
        *_section("What it refers to", map(_reference, report["refers_to"]), "Nothing."),
        *_section("What refers to it", map(_referring, report["referred_to_by"]), "Nothing."),
        *_history(report["history"]),
        *_section("What is wrong with it", map(literal, report["problems"])),
        "## The file as it stands",
        _fenced(report["text"]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(report: Mapping[str, Any]) -> Iterator[str]:
    yield f"Kind: {report['kind']}"
    if unit := report.get("unit"):
        told = (unit["name"], unit["address"], unit["contact"], unit["licence"])
        yield f"Unit: {', '.join(literal(one) for one in told if one)}"
    yield f"File: {_code(report['file'])}"
    if report["former_ids"]:
        yield f"Former ids: {', '.join(map(_code, report['former_ids']))}"
    yield f"Handling: {literal(report['handling'])}"
    yield f"Status: {literal(report['status'])}"
    yield f"Public: {_PUBLIC[report['public']['what']]}"


def _section(heading: str, lines: Iterable[str], otherwise: str = "") -> Iterator[str]:
    found = "\n".join(f"- {line}" for line in lines) or otherwise
    if found:
        yield f"## {heading}"
        yield found


def _published(place: Mapping[str, Any]) -> str:
    if "unreadable" in place:
        return f"{_code(place['database'])}: cannot be read ({literal(place['unreadable'])})"
    page = f", at {_code(place['page'])}" if place["page"] else ""
    return f"{_code(place['database'])}, for {place['audience']}: {_HAS[place['has']]}{page}"


def _person(person: Mapping[str, str]) -> str:
    return f"{literal(person['text'])} ({person['field']}, {literal(person['who'])}; {_code(person['where'])})"


def _perhaps(found: Mapping[str, str]) -> str:
    return f"{_code(found['where'])}: {literal(found['message'])}"


def _use(use: Mapping[str, Any]) -> str:
    stated = ", ".join(literal(use[name]) for name in ("organisation", "decision", "date") if use[name])
    public = "public" if use["public"] else "not public"
    why = f": {literal(use['why'])}" if use["why"] else ""
    return f"{_code(use['file'])}, of {_code(use['lesson'] or '')}, {public}: {stated}{why}"


def _reference(reference: Mapping[str, str]) -> str:
    return f"{_code(reference['to'])} ({reference['field']}, {_code(reference['where'])})"


def _referring(reference: Mapping[str, str]) -> str:
    return f"{_code(reference['where'])} ({reference['field']}, to {_code(reference['to'])})"


def _history(history: Mapping[str, Any]) -> Iterator[str]:
    yield "## History"
    if history["unknown"]:
        yield literal(history["unknown"])
    commits = [
        f"- {one['day']} {_code(one['id'])} by {literal(one['by'])}: {literal(one['subject'])}"
        for one in history["commits"]
    ]
    yield "\n".join(commits) or ("" if history["unknown"] else "Git has no version of it.")
    if history["files"]:
        yield f"As {', '.join(map(_code, history['files']))}, on {', '.join(map(_code, history['branches_and_tags'])) or 'no branch'}."
    if not history["committed_as_it_stands"]:
        yield "The file is not committed as it stands."


def _code(text: str) -> str:
    """Return a text as code, however many backticks are in it."""
    text = " ".join(text.split())
    marks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return (
        f"{marks}{' ' if text[:1] == '`' or text[-1:] == '`' else ''}{text}{' ' if text[:1] == '`' or text[-1:] == '`' else ''}{marks}"
        if text
        else "nothing"
    )


def _fenced(text: str) -> str:
    fence = "`" * max(4, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}markdown\n{text.rstrip()}\n{fence}"
