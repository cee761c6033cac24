"""Issue forms of a code host: what they ask, from the same declaration as the site's forms, and what an issue made with one says.

The host writes each answer below a heading with the label of its question. Answers are text as it was typed, as on the site.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml

from lessons import forms
from lessons.authoring.fixes import fixed_text
from lessons.forms import FieldGroup, Filled, FormField, FormShape
from lessons.problems import LessonsError
from lessons.proposing import filled
from lessons.proposing.shapes import shape
from lessons.record.scaffold import file_id
from lessons.record.types import shorten
from lessons.record.use import FOLDER
from lessons.record.vocabulary import Vocabulary
from lessons.record.writing import writable

# Of all that the site's forms ask, in their order, what is worth the time of somebody who writes an issue. The title is that of the issue.
ASKED: dict[str, frozenset[str]] = {
    forms.RAPID: frozenset(
        (
            "date", "organisation", "sector", "result", "section.what-happened", "section.why-it-happened", "lessons.1.statement",
            "lessons.1.prose", "lessons.1.recommendation", "lessons.1.applies_when", "sources.1.cite", "sources.1.url",
        )
    ),
    forms.USE: frozenset(("lesson", "organisation", "decision", "date", "why", "evidence", "told")),
}  # fmt: skip
FILES = {forms.RAPID: "lesson.yml", forms.USE: "use.yml"}
_TITLE = "title"
# A title from which no id can be made.
_NO_LATIN = "本"
_NO_ANSWER = "_No response_"
# Those at which a heading begins, and no others.
_LINE_END = re.compile(r"\r\n|\r|\n")
_PUBLIC = "Name roles, not people, and write nothing that must not be public: this issue is."
# The head of each form; a label of the last kind is set on every issue that is made with it.
_HEADS: dict[str, dict[str, str]] = {
    forms.RAPID: {
        "name": "Tell us a lesson",
        "description": "For when you have ten minutes and would rather not write Markdown. Once somebody here has accepted it, it becomes a review.",
        "title": "Lesson: ",
        "labels": "lesson",
        "value": f"In the title above, say after “Lesson:” what the work was. What went well counts as much as what did not. {_PUBLIC}",
    },
    forms.USE: {
        "name": "We used a lesson",
        "description": "What your team did with a lesson, and what came of it. Once somebody here has accepted it, it stands on the lesson's page.",
        "title": "Use: ",
        "labels": "use",
        "value": f"Every answer is welcome, also that you decided against it. {_PUBLIC}",
    },
}


@dataclass(frozen=True)
class IssueQuestion:
    """One question of an issue form: the name of its field in the site's form, its label, and the field."""

    name: str
    label: str
    field: FormField
    required: bool


@dataclass(frozen=True)
class IssueDraft:
    """An entry made from an issue: its text, the name of its file in the folder of entries, and what was left out, in sentences."""

    text: str
    path: str
    messages: tuple[str, ...]

    @property
    def is_use(self) -> bool:
        """Return whether it is the use of a lesson."""
        return self.path.startswith(f"{FOLDER}/")


def questions(kind: str, vocabulary: Vocabulary) -> tuple[IssueQuestion, ...]:
    """Return what the issue form of a kind (:data:`lessons.forms.RAPID` or ``USE``) asks."""
    asked = shape(kind, vocabulary)
    return tuple(
        IssueQuestion(name, _label(group, field), field, required=field.required and not group.optional)
        for group in asked.groups
        for field in group.every
        if (name := group.named(field.key)) in ASKED[kind]
    )


def _label(group: FieldGroup, field: FormField) -> str:
    """Return a label that says of what it is: in an issue there is no heading above a group."""
    of_record = group.name not in ("", "section", "lessons")
    return f"{group.one.capitalize()}: {field.label.lower()}" if of_record else field.label


def form(kind: str, vocabulary: Vocabulary) -> str:
    """Return the issue form of a kind as YAML, as the code host takes it, with the terms of a vocabulary."""
    head = _HEADS[kind]
    body = [{"type": "markdown", "attributes": {"value": head["value"]}}, *map(_asked, questions(kind, vocabulary))]
    whole = {name: head[name] for name in ("name", "description", "title")} | {"labels": [head["labels"]], "body": body}
    return yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=120)


def files(vocabulary: Vocabulary) -> dict[str, str]:
    """Return the text of each issue form by its path in a repository on GitHub."""
    return {f".github/ISSUE_TEMPLATE/{name}": form(kind, vocabulary) for kind, name in FILES.items()}


def _asked(question: IssueQuestion) -> dict[str, Any]:
    field = question.field
    kinds = {forms.LINE: "input", forms.CHOICE: "dropdown"}
    attributes: dict[str, Any] = {"label": question.label, "description": field.help}
    if field.kind == forms.CHOICE:
        attributes["options"] = [choice.label for choice in field.choices]
    return {
        "type": kinds.get(field.kind, "textarea"),
        "id": question.name.replace(".", "-"),
        "attributes": attributes,
        "validations": {"required": question.required},
    }


def draft(event: bytes, vocabulary: Vocabulary) -> IssueDraft:
    """Return the entry that an issue becomes, with what is safe to fix fixed; its mistakes are left to the check.

    ``event`` is the JSON that the code host tells of an issue (GitHub's event or answer, GitLab's event). Raises
    :class:`LessonsError` when it is none, was not made with one of the forms, or cannot be taken apart for certain.
    """
    title, body, number = _issue(event)
    lines = _LINE_END.split(body)
    found = {kind: _headings(lines, questions(kind, vocabulary)) for kind in ASKED}
    kind = max(found, key=lambda one: len(found[one]))
    if not found[kind]:
        first = next(iter(questions(forms.RAPID, vocabulary)))
        names = " or ".join(f"“{head['name']}”" for head in _HEADS.values())
        raise LessonsError(
            f"the issue was not made with the form {names}: it has no heading `### {first.label}` with an answer below it"
        )
    values, messages = _answers(lines, found[kind], questions(kind, vocabulary))
    given = Filled.of(tuple((name, writable(text)[0]) for name, text in values.items()))
    asked = shape(kind, vocabulary)
    if kind == forms.USE:
        name = f"{given.first('organisation')} {filled.cited(given.first('lesson')).partition('#')[2]}"
        return IssueDraft(_fixed(asked, given, vocabulary), f"{FOLDER}/{file_id(name)}.md", tuple(messages))
    own = title.strip().removeprefix(_HEADS[kind]["title"].strip()).strip() or given.first("lessons.1.statement")
    given.values[_TITLE] = [writable(own)[0]]
    id_ = file_id(given.first(_TITLE))
    if number and id_ == file_id(_NO_LATIN):
        # No letter of the title can stand in an id; others like it would all be called the same.
        id_ = f"{id_}-{number}"
    return IssueDraft(_fixed(asked, given, vocabulary), f"{id_}.md", tuple(messages))


def _fixed(asked: FormShape, given: Filled, vocabulary: Vocabulary) -> str:
    use = asked.kind == forms.USE
    text = filled.use_text(asked, given) if use else filled.review_text(asked, given)
    return fixed_text(text, vocabulary, use=use)


def _issue(event: bytes) -> tuple[str, str, int | None]:
    """Return title, text and number of the issue that the code host tells of."""
    try:
        told = json.loads(event)
    except (ValueError, RecursionError):
        raise LessonsError(
            "this is not JSON; what is taken is the event of an issue, as the code host writes it"
        ) from None
    issue = told
    for name in ("issue", "object_attributes"):
        if isinstance(told, dict) and isinstance(told.get(name), dict):
            issue = told[name]
    if not isinstance(issue, dict) or not isinstance(issue.get("title"), str):
        raise LessonsError(
            "there is no issue in this JSON: neither `issue` (GitHub) nor `object_attributes` (GitLab) with a title"
        )
    if "pull_request" in issue:
        raise LessonsError("this is a pull request and no issue")
    body = issue.get("body") or issue.get("description") or ""
    if not isinstance(body, str):
        raise LessonsError("the body of the issue is not a text")
    number = issue.get("number", issue.get("iid"))
    return issue["title"], body, number if type(number) is int and number > 0 else None


def _headings(lines: list[str], asked: tuple[IssueQuestion, ...]) -> dict[int, IssueQuestion]:
    """Return the lines that are headings of questions, each with its question."""
    labels = {f"### {question.label}": question for question in asked}
    return {number: labels[line.rstrip()] for number, line in enumerate(lines) if line.rstrip() in labels}


def _answers(
    lines: list[str], headings: Mapping[int, IssueQuestion], asked: tuple[IssueQuestion, ...]
) -> tuple[dict[str, str], list[str]]:
    """Return the answers by the names of their fields, and what was left out of the issue."""
    messages = []
    labels = [question.label for question in headings.values()]
    for label in dict.fromkeys(labels):
        if labels.count(label) > 1:
            # Which of them is the question and which a part of an answer, nobody can tell.
            raise LessonsError(
                f"the heading `### {label}` stands there {labels.count(label)} times; change the one that is part of an answer, and accept the issue again"
            )
    starts = [*headings, len(lines)]
    if before := " ".join(" ".join(lines[: starts[0]]).split()):
        messages.append(f"what stands before the first question was left out: {shorten(before)}")
    messages += [
        f"the question “{question.label}” is not in the issue" for question in asked if question.label not in labels
    ]
    values = {}
    for start, end in pairwise(starts):
        text = "\n".join(lines[start + 1 : end]).strip()
        if text and text != _NO_ANSWER:
            question = headings[start]
            chosen = {choice.label: choice.value for choice in question.field.choices}
            values[question.name] = chosen.get(text, text)
    return values, messages
