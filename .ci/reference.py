"""The reference for contributors, written from the declarations, so that it cannot say anything else than they do.

``python .ci/reference.py`` writes ``fields.md`` and ``rules.md`` into ``lessons/docs``, and the canned queries into ``metadata.yml``; a test fails when
they are not up to date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from lessons.authoring import against
from lessons.checks import MANUALS, NEEDED, QUALITY, manual
from lessons.library.canned_queries import CANNED_QUERIES
from lessons.record.outline import LESSON_FIELDS, RAPID, SECTIONS
from lessons.record.parts import Record
from lessons.record.review import Review, term_fields
from lessons.record.scaffold import record_in
from lessons.record.use import FOLDER as USES
from lessons.record.use import LessonUse
from lessons.record.vocabulary import FIXED
from lessons.record.writing import literal
from lessons.text.docstrings import documentation

FOLDER = Path(__file__).parents[1] / "lessons" / "docs"
METADATA = Path(__file__).parents[1] / "metadata.yml"
_QUERIES = "    # Written by `python .ci/reference.py` from lessons/library/canned_queries.\n"
_MADE = "<!-- Written by `python .ci/reference.py`; change the declarations, not this file. -->"


def fields() -> str:
    """Return the reference of fields, sections and lesson fields as Markdown."""
    lines = [
        _MADE, "", "# Fields of a review", "",
        "The front matter stands between two lines of `---`. Five fields are required; nobody has to invent anything, `not-stated` is honest.",
        "A single value where a list is due counts as a list of one.", "",
        "| field | what it holds | values |", "|---|---|---|",
    ]  # fmt: skip
    for name in Review.model_fields:
        lines += _field(Review, name)
    lines += [
        "",
        "## Sections",
        "",
        "Each under a heading of level 2.",
        "",
        "| heading | what it holds | needed in | also accepted |",
        "|---|---|---|---|",
    ]
    for kind in SECTIONS:
        forms = "every review" if RAPID in kind.required_in else "full reviews" if kind.required_in else ""
        lines.append(f"| `## {kind.heading}` | {kind.help} | {forms} | {', '.join(kind.aliases)} |")
    lines += [
        "", "## Lessons", "",
        "A lesson is a heading of level 3 under *Lessons*: one sentence that says what to do. Text follows, then a list of these fields.", "",
        "| field | what it holds | values |", "|---|---|---|",
    ]  # fmt: skip
    for field in LESSON_FIELDS:
        required = " **Required** in a published review." if field.required else ""
        many = " May repeat." if field.many else ""
        lines.append(f"| `{field.label}` | {literal(field.help)}{required}{many} | {_values(field.scheme)} |")
    lines += [
        "", "## Uses", "",
        f"What a team did with a lesson stands in a file of its own, `{USES}/<id>.md` inside the folder of entries, with a front matter of these fields.",
        "Text may follow: what was changed, and what happened. Headings in it, if any, are of level 2.", "",
        "| field | what it holds | values |", "|---|---|---|",
    ]  # fmt: skip
    for name in LessonUse.model_fields:
        lines += _field(LessonUse, name)
    return "\n".join(lines) + "\n"


def rules() -> str:
    """Return the manuals of all rules as Markdown."""
    lines = [
        _MADE, "", "# Rules of `lessons check`", "",
        "The id of its rule stands in brackets after each message; `lessons check --explain ID` prints the same manual.", "",
        "## What must be right", "", "A problem of one of these rules fails the check and stops a build.", "",
    ]  # fmt: skip
    for id_ in (*MANUALS, *(rule.ID for rule in NEEDED)):
        lines += _manual(manual(id_) or "")
    lines += _manual(f"{against.ID}\n\n{documentation(against)}")
    lines += [
        "## What makes a review useful",
        "",
        "Advice: it fails the check only with `--strict`, and never stops a build.",
        "",
    ]
    for rule in QUALITY:
        lines += _manual(manual(rule.ID) or "")
    return "\n".join(lines).rstrip("\n") + "\n"


def write(folder: Path = FOLDER) -> None:
    """Write both files, and the canned queries into the metadata."""
    for name, text in FILES.items():
        (folder / name).write_text(text(), "utf-8", newline="\n")
    METADATA.write_text(metadata(METADATA.read_text("utf-8")), "utf-8", newline="\n")


def metadata(text: str) -> str:
    """Return ``metadata.yml`` with the canned queries as they are declared, below the line that says so."""
    lines = [(text.partition(_QUERIES)[0] + _QUERIES).rstrip("\n"), "    queries:"]
    for query in CANNED_QUERIES:
        told = query.for_datasette()
        lines += [f"      {query.name}:"]
        lines += [f"        {key}: {json.dumps(told[key], ensure_ascii=False)}" for key in told if key != "sql"]
        lines += ["        sql: |-", *(f"          {line}".rstrip() for line in query.sql.splitlines())]
    return "\n".join(lines) + "\n"


FILES = {"fields.md": fields, "rules.md": rules}


def _field(model: type[Record], name: str) -> Iterator[str]:
    field = model.model_fields[name]
    required = " **Required.**" if field.is_required() else ""
    many = " A list." if field.default_factory is list else ""
    default = f" Without it: `{field.default}`." if isinstance(field.default, str) else ""
    yield f"| `{name}` | {literal(field.description or '')}{required}{many}{default} | {_values(dict(term_fields(model)).get((name,)))} |"
    record = record_in(field.annotation)
    if record is not None:
        for key, part in record.model_fields.items():
            needed = " **Required.**" if part.is_required() else ""
            extra = part.json_schema_extra if isinstance(part.json_schema_extra, dict) else {}
            scheme = extra.get("vocabulary")
            yield f"| `{name}` › `{part.alias or key}` | {literal(part.description or '')}{needed} | {_values(str(scheme) if scheme else None)} |"


def _values(scheme: str | None) -> str:
    if scheme is None:
        return ""
    if scheme in FIXED:
        return ", ".join(f"`{slug}`" for slug in FIXED[scheme] if slug != "recurred")
    return f"terms of `{scheme}` in `vocabulary.yml`"


def _manual(text: str) -> Iterator[str]:
    """Yield a manual as Markdown: its id as a heading; lines that are indented, as they are."""
    id_, _, rest = text.partition("\n")
    yield f"### {id_}"
    yield ""
    for paragraph in re.split(r"\n\s*\n", rest.strip()):
        if re.search(r"^ {2}", paragraph, re.MULTILINE):
            yield f"```text\n{paragraph}\n```"
        else:
            label, colon, words = " ".join(paragraph.split()).partition(": ")
            yield (
                f"**{label}:** {words}"
                if colon and label in ("What is right", "Why", "How")
                else " ".join(paragraph.split())
            )
        yield ""


if __name__ == "__main__":
    write()
