"""An issue made with a form becomes the entry that was meant, whatever its answers hold; the forms ask what the record declares."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from lessons import forms
from lessons.entries import read_string
from lessons.problems import LessonsError
from lessons.proposing import issue_forms
from lessons.proposing.shapes import shape
from lessons.record import vocabulary
from lessons.record.review import required_fields
from lessons.record.vocabulary import Vocabulary
from tests.proposing.test_filled import HOSTILE, words
from tests.support.sample import WORDS

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / ".github" / "ISSUE_TEMPLATE"
FILES = issue_forms.FILES
ANSWERS = {
    "date": "March 2019",
    "organisation": "Dorset",
    "sector": "Transport",
    "result": "Failure",
    "section.what-happened": "They ran, mostly empty.",
    "lessons.1.statement": "Ask the people who will use it",
    "lessons.1.recommendation": "Ask users when they travel before you set a timetable.",
}


def body(kind: str = forms.RAPID, answers: dict[str, str] = ANSWERS, vocabulary: Vocabulary = WORDS) -> str:
    """Return the text of an issue as the host writes it: each label as a heading, then the answer."""
    asked = issue_forms.questions(kind, vocabulary)
    return "\n\n".join(f"### {one.label}\n\n{answers.get(one.name, '_No response_')}" for one in asked)


def event(text: str | None = None, title: object = "Lesson: Day buses", **more: Any) -> bytes:
    issue = {"number": 7, "title": title, "body": body() if text is None else text, "user": {"login": "someone"}}
    return json.dumps({"action": "labeled", "issue": {**issue, **more}, "label": {"name": "accepted"}}).encode()


@pytest.mark.parametrize("kind", FILES)
def test_the_issue_forms_of_the_repository_are_those_of_the_record(kind: str) -> None:
    here = vocabulary.load(ROOT / "entries", "entries")
    uses = "" if kind == forms.RAPID else "--uses "
    told = f"run: lessons schema --format issue-form {uses}> .github/ISSUE_TEMPLATE/{FILES[kind]}"
    assert (TEMPLATES / FILES[kind]).read_text("utf-8") == issue_forms.form(kind, here), told


@pytest.mark.parametrize("kind", FILES)
def test_a_form_is_what_the_code_host_takes(kind: str) -> None:
    form = yaml.safe_load(issue_forms.form(kind, vocabulary.load(ROOT / "entries", "entries")))
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in asked} <= {"input", "textarea", "dropdown"}
    for names in ([part["id"] for part in asked], [part["attributes"]["label"] for part in asked]):
        assert len(names) == len(set(names)) > 5
    for part in asked:
        assert set(part["id"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
        options = part["attributes"].get("options", [])
        # The host has an answer of its own called None, and takes every option once.
        assert len(options) == len(set(options))
        assert all(isinstance(option, str) and option != "None" for option in options)


def test_every_name_that_a_form_asks_for_is_a_field_of_the_site_s_form_and_none_that_is_required_is_left_out() -> None:
    for kind, asked in issue_forms.ASKED.items():
        found = {one.name for one in issue_forms.questions(kind, WORDS)}
        assert found == asked
        needed = {
            group.named(field.key)
            for group in shape(kind, WORDS).groups
            if not group.optional
            for field in group.every
            if field.required
        }
        assert needed - found == ({"title"} if kind == forms.RAPID else set())
        assert {one.name for one in issue_forms.questions(kind, WORDS) if one.required} == needed - {"title"}


def test_no_form_sets_the_label_that_a_maintainer_sets() -> None:
    for path in TEMPLATES.glob("*.yml"):
        assert "accepted" not in yaml.safe_load(path.read_text("utf-8")).get("labels", [])


def test_the_answers_become_a_review() -> None:
    draft = issue_forms.draft(event(), WORDS)
    assert (draft.path, draft.messages) == ("day-buses.md", ())
    entry = read_string(draft.text, draft.path)
    assert entry.record is not None
    values = {name: str(getattr(entry.record, name)) for name in required_fields()}
    assert values == {
        "title": "Day buses", "date": "2019-03", "organisation": "Dorset", "sector": "transport", "result": "failure",
    }  # fmt: skip
    (lesson,) = entry.body.lessons
    assert (lesson.statement, lesson.get("id")) == ("Ask the people who will use it", "ask-the-people-who-will-use-it")


def test_the_answers_become_a_use() -> None:
    answers = {
        "lesson": "https://lessons.example/reviews/night-buses/ask-users?q=buses", "organisation": "Northshire", "decision": "Declined",
        "date": "2026-09", "told": "Nobody had time.",
    }  # fmt: skip
    draft = issue_forms.draft(event(body(forms.USE, answers), "Use: "), WORDS)
    assert (draft.path, draft.is_use) == ("uses/northshire-ask-users.md", True)
    entry = read_string(draft.text, draft.path, use=True)
    assert entry.use is not None
    assert (entry.use.decision, str(entry.use.lesson)) == ("declined", "night-buses#ask-users")


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda issue: issue,
        lambda issue: {"issue": issue},
        lambda issue: {"object_kind": "issue", "object_attributes": {"title": issue["title"], "description": issue["body"], "iid": 7}},
    ],
    ids=["the answer of an interface", "an event of GitHub", "an event of GitLab"],
)  # fmt: skip
def test_what_hosts_tell_of_an_issue_is_read(wrapped: Any) -> None:
    issue = json.loads(event())["issue"]
    assert issue_forms.draft(json.dumps(wrapped(issue)).encode(), WORDS).path == "day-buses.md"


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_line_ends_are_those_of_any_system(line_end: str) -> None:
    assert (
        issue_forms.draft(event(body().replace("\n", line_end)), WORDS).text == issue_forms.draft(event(), WORDS).text
    )


MORE = {
    "commands of a shell": "$(touch pwned) `touch pwned` ; touch pwned & | > pwned ${HOME} \\\" '",
    "commands of a workflow": "::set-output name=x::y\n::add-mask::z\n##[error]x\n::stop-commands::t\n${{ secrets.GITHUB_TOKEN }}",
    "a heading of its own": "### Something else\n\nand more\n\n#### Date\n\n ### Date\n\n> ### Date",
    "a comment of HTML": "<!-- ### Date -->\n-->",
    "no answer, in a sentence": "They said:\n\n_No response_\n\nand so on",
    "separators of other systems": "one\u2028### Date\u2028two\x0b### Date\x0cthree\x85### Date",
}


@pytest.mark.parametrize("name", [*HOSTILE, *MORE])
def test_an_answer_stays_text_whatever_it_holds(name: str) -> None:
    text = {**HOSTILE, **MORE}[name].strip()
    line = " ".join(text.split())[:150]
    answers = ANSWERS | {
        "organisation": line, "section.what-happened": text, "lessons.1.prose": text, "lessons.1.recommendation": line,
        "sources.1.cite": line,
    }  # fmt: skip
    draft = issue_forms.draft(event(body(answers=answers), f"Lesson: {line}"), WORDS)
    assert draft.path == "/".join(draft.path.split("/")[:1])
    assert set(draft.path.removesuffix(".md")) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    entry = read_string(draft.text, draft.path)
    assert entry.record is not None, draft.text[:2000]
    assert (entry.record.title, entry.record.organisation, entry.record.status) == (
        words(line),
        words(line),
        "published",
    )
    assert entry.record.sources[0].cite == words(line)
    assert [section.heading for section in entry.body.sections] == ["What happened", "Lessons"]
    assert len(entry.body.lessons) == 1
    assert "<script" not in entry.body.html


def test_an_answer_of_60_kilobytes_is_taken_whole() -> None:
    text = "Buses ran empty. " * 3_600
    draft = issue_forms.draft(event(body(answers=ANSWERS | {"section.what-happened": text})), WORDS)
    assert len(draft.text) > 60_000
    assert draft.text.count("Buses ran empty.") == 3_600


def test_a_heading_that_stands_there_twice_is_refused_for_nobody_can_tell_which_is_the_question() -> None:
    text = body(answers=ANSWERS | {"section.what-happened": "Yes.\n\n### Result\n\nSuccess"})
    with pytest.raises(LessonsError, match="the heading `### Result` stands there 2 times"):
        issue_forms.draft(event(text), WORDS)


def test_what_belongs_to_no_question_and_what_is_not_asked_any_more_is_said() -> None:
    label = next(one.label for one in issue_forms.questions(forms.RAPID, WORDS) if one.name == "sources.1.url")
    text = "Hello all\n\n" + body().replace(f"### {label}", "")
    assert issue_forms.draft(event(text), WORDS).messages == (
        "what stands before the first question was left out: Hello all", f"the question “{label}” is not in the issue",
    )  # fmt: skip


def test_a_title_that_was_not_written_is_the_lesson() -> None:
    assert issue_forms.draft(event(title="Lesson: "), WORDS).path == "ask-the-people-who-will-use-it.md"


@pytest.mark.parametrize(
    ("number", "path"),
    [(7, "review-7.md"), (None, "review.md"), ("7; x", "review.md"), (-1, "review.md"), (True, "review.md")],
)
def test_a_title_in_letters_that_no_id_has_is_told_apart_by_the_number_of_the_issue(number: object, path: str) -> None:
    assert issue_forms.draft(event(title="Lesson: 日本語のバス", number=number), WORDS).path == path


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe{}", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "no issue"),
        (b'{"issue": []}', "no issue"),
        (b'{"issue": {"title": 7, "body": ""}}', "no issue"),
        (event(pull_request={}), "pull request"),
        (event(""), "was not made with the form “Tell us a lesson” or “We used a lesson”"),
        (event("I met a problem.\n\n### Steps"), "`### Date`"),
        (json.dumps({"issue": {"title": "x", "body": ["### Date"]}}).encode(), "not a text"),
    ],
)
def test_what_is_no_issue_of_ours_is_refused_with_the_reason(content: bytes, message: str) -> None:
    with pytest.raises(LessonsError, match=message.replace("(", r"\(")):
        issue_forms.draft(content, WORDS)
