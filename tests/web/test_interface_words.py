"""What the site itself says stands in the catalogues: no template has a word of its own, and another language needs no template."""

from __future__ import annotations

import ast
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from types import SimpleNamespace
from xml.etree.ElementTree import Element

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

import lessons
from lessons import words
from lessons.forms import FULL, RAPID, USE
from lessons.learning.language import FUNCTION_WORDS
from lessons.proposing.shapes import shape
from lessons.record.outline import SECTIONS
from lessons.web.environment import MARKUP, environment_of, in_page
from tests.support.sample import WORDS
from tests.web.visitor import Visitor

ROOT = Path(lessons.__file__).parent
WEB = ROOT / "web"
TEMPLATES = WEB / "templates" / "lessons"
FILES = sorted((words.FOLDER / words.LANGUAGE).glob("*.po"))
# In templates, and in Python files of the site.
IN_TEMPLATES = {"_"}
IN_PYTHON = {"gettext", "ngettext"}
# Attributes that are shown or read out.
SPOKEN = re.compile(r"\b(?:aria-label|aria-description|title|placeholder|alt)=\"([^\"]*)\"")
# Files have names like keys.
FILE_ENDINGS = "css|csv|db|html|js|json|md|png|yml"
PLACE = re.compile(r"%\((\w+)\)s")
# Blocks of a template that hold no text.
NO_TEXT = {"body_class", "head"}
VALUE = "\0"
LETTER = re.compile(r"[^\W\d_]")


@cache
def messages() -> dict[str, tuple[Path, Message]]:
    """Return each message with its file, by key; a key that stands twice fails."""
    found: dict[str, tuple[Path, Message]] = {}
    for path in FILES:
        with path.open("rb") as file:
            for message in read_po(file, locale=words.LANGUAGE, abort_invalid=True):
                key = message.id if isinstance(message.id, str) else message.id[0]
                if key:
                    assert key not in found, f"{path.name}: {key} stands twice"
                    found[key] = path, message
    return found


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def syntax(path: Path) -> nodes.Template:
    return Environment(autoescape=True).parse(path.read_text("utf-8"))


def calls() -> Iterator[tuple[str, str, str | None, set[str]]]:
    """Yield every call for a message: where, whether counted or not, its key (None when it is not a constant), the names of its values."""
    for path in sorted(TEMPLATES.glob("*.html")):
        for call in syntax(path).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in IN_TEMPLATES:
                first = call.args[0]
                key = first.value if isinstance(first, nodes.Const) else None
                yield f"{path.name}:{call.lineno}", call.node.name, key, {one.key for one in call.kwargs}
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IN_PYTHON:
                argument = node.args[0]
                constant = argument.value if isinstance(argument, ast.Constant) else None
                yield f"{path.name}:{node.lineno}", node.func.id, constant, {one.arg or "**" for one in node.keywords}


@cache
def texts(folder: Path) -> dict[str, str]:
    """Return every text of the Python files in a folder, with one place where it stands."""
    return {text: where for path in sorted(folder.rglob("*.py")) for text, where in texts_of(path).items()}


@cache
def texts_of(path: Path) -> dict[str, str]:
    """Return every text of a Python file, with one place where it stands."""
    return {
        node.value: f"{path.name}:{node.lineno}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def in_python() -> dict[str, str]:
    """Return every text of Python files that looks like a key, in the site and wherever messages are asked for: tables name them for others."""
    key = re.compile(rf"({'|'.join(path.stem for path in FILES)})(\.[a-z0-9_]+)*\.(?!({FILE_ENDINGS})$)[a-z0-9_]+")
    asking = [
        path
        for path in sorted(ROOT.rglob("*.py"))
        if path.parent == words.FOLDER or path in below() or "lessons.words" in path.read_text("utf-8")
    ]
    return {
        text: where
        for found in (texts(WEB), *map(texts_of, asking))
        for text, where in found.items()
        if key.fullmatch(text)
    }


def test_every_message_that_is_asked_for_exists_with_the_values_that_it_is_given() -> None:
    wrong = []
    for where, how, key, values in calls():
        if key is None:
            continue
        if key not in messages():
            wrong.append(f"{where}: there is no message {key}")
            continue
        message = messages()[key][1]
        if message.pluralizable != (how == "ngettext"):
            wrong.append(f"{where}: {key} has {len(forms(message))} forms")
        if "**" not in values:
            wrong += [
                f"{where}: {key} has places {sorted(set(PLACE.findall(form)))}, values {sorted(values)}"
                for form in forms(message)
                # A form for one thing may do without the number.
                if not (
                    set(PLACE.findall(form)) == values or (message.pluralizable and set(PLACE.findall(form)) <= values)
                )
            ]
    assert wrong == []


def test_a_template_names_its_messages_by_constants() -> None:
    assert [where for where, _, key, _ in calls() if key is None and ".html" in where] == []


def test_every_key_in_a_python_file_exists_and_every_message_is_used() -> None:
    named = in_python()
    assert {key: where for key, where in named.items() if key not in messages()} == {}
    used = {key for _, _, key, _ in calls()} | set(named)
    assert sorted(set(messages()) - used) == []


def test_a_key_begins_with_the_name_of_its_file_and_says_whether_its_message_is_markup() -> None:
    assert FILES
    for key, (path, message) in messages().items():
        assert key.startswith(f"{path.stem}."), f"{path.name}: {key}"
        for form in forms(message):
            assert form.strip() == form, f"{key}: spaces around it are the template's"
            assert form, f"{key} says nothing"
            assert key.endswith(MARKUP) == bool(re.search(r"<|&\w+;", form)), f"{key}: {form}"
            # Any other per cent sign is written twice.
            assert "%" not in PLACE.sub("", form).replace("%%", ""), f"{key}: {form}"


def test_no_markup_stands_in_an_attribute() -> None:
    inside = [
        f"{path.name}: {match.group()}"
        for path in TEMPLATES.glob("*.html")
        for match in re.finditer(r"[\w-]+=\"\{\{ _\(\"[\w.]+_html\"", path.read_text("utf-8"))
    ]
    assert inside == []


def stream(node: nodes.Node) -> Iterator[str]:
    """Yield what a template writes, in the order of its file: its own text, and a sign for each value."""
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Expr):
        yield VALUE
    elif not (isinstance(node, nodes.Block) and node.name in NO_TEXT):
        # What is tested, iterated over or named writes nothing.
        silent = {"test", "iter", "target", "args", "defaults", "call"}
        for child in node.iter_child_nodes(exclude=silent):
            yield from stream(child)


def quoted(node: nodes.Node) -> Iterator[str]:
    """Yield every constant text that a template may show: handed to a macro, or in the place of a value that is missing."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in IN_TEMPLATES:
        for value in node.kwargs:
            yield from quoted(value.value)
    elif isinstance(node, nodes.Pair):
        yield from quoted(node.value)
    elif not isinstance(
        node, nodes.Compare | nodes.Getitem | nodes.Extends | nodes.Include | nodes.FromImport | nodes.Import
    ):
        for child in node.iter_child_nodes():
            yield from quoted(child)


def own_words(template: nodes.Template) -> list[str]:
    """Return the words of a human language in a template."""
    text = "".join(stream(template))
    # A macro may write attributes for a tag that stands elsewhere.
    plain = re.sub(r"<[^<>]*>|\b[\w-]+=\"[^\"<>]*\"|\bautofocus\b", VALUE, text)
    found = [one for one in re.split(r"\0|\s{2,}", plain) if LETTER.search(re.sub(r"&\w+;", "", one))]
    found += [one for one in SPOKEN.findall(text) if LETTER.search(one)]
    # A single word without a capital is a name: of a class, a kind, a level.
    found += [one for one in quoted(template) if re.search(r"\w\s+\w|[.?!…]\s*$", one) or re.match(r"[^\W\d_a-z]", one)]
    return [one.strip() for one in found]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>{{ count }} of them</p>", ["of them"]),
        ('<p aria-label="Page {{ n }}">{{ n }}</p>', ["Page \0"]),
        ('{{ paging(links, "Pages of results") }}', ["Pages of results"]),
        ('<p>{{ a or "Not stated" }}</p>', ["Not stated"]),
        ("{% if a %}<b>One</b>{% else %}{% for b in c %}two{% endfor %}{% endif %}", ["One", "two"]),
        ("{% macro a(b) %}Three{% endmacro %}", ["Three"]),
        ('{{ _("a.b", c="Left over") }}', ["Left over"]),
        ("{% set a %}Four{% endset %}", ["Four"]),
        ('<p class="{{ "wide" if a == "Some kind" }}">{{ _("a.b") }} · {{ c|join(", ") }}&nbsp;</p>', []),
        ('{% if a %}{{ _("search.show") }}{% endif %}{% block body_class %}one{% endblock %}', []),
    ],
)
def test_words_are_found_wherever_a_template_may_have_them(template: str, found: list[str]) -> None:
    assert own_words(Environment().parse(template)) == found


@pytest.mark.parametrize("name", sorted(path.name for path in TEMPLATES.glob("*.html")))
def test_a_template_has_no_words_of_its_own(name: str) -> None:
    assert own_words(syntax(TEMPLATES / name)) == []


# What Python code says on pages: two words in a row.
SENTENCE = re.compile(r"[^\W\d_]{2,}[,;:]? [^\W\d_]")
# Rooms that put pages together, and what says sentences to them from below.
SHOWING = (WEB / "pages", WEB / "presenters")
BELOW = {
    "authoring": ("plan_file",),
    "search": ("sentences", "understanding", "restrictions", "filters", "model"),
    "learning": (
        "alternatives",
        "audit",
        "audit_summary",
        "audit_uses",
        "brief",
        "days",
        "digest",
        "experience",
        "language",
        "missions",
        "plan",
        "reasons",
        "report",
        "strength",
        "survival",
        "time_to_learn",
    ),
    "library": (
        "canned_queries/lessons",
        "canned_queries/model",
        "canned_queries/work",
        "charts/model",
        "charts/of_query",
        "charts/queries",
    ),
    "proposing": ("checking", "correcting", "office_files", "shapes"),
}


def below() -> list[Path]:
    """Return the files below the site that say something on its pages."""
    return [ROOT / room / f"{name}.py" for room, names in BELOW.items() for name in names]


# For programs: how they call a tool and read a description, which is a contract in English.
FOR_PROGRAMS = {"assistants.py", "openapi.py"}
NOT_SHOWN = {
    "What version 1.0 called": "how the dictionary's own words begin",
    "Full-text index": "a kind in the dictionary",
    "organisation names": "a name of what is kept",
    "no change": "a value of the database",
    "Not stated": "a value of the database",
    "CSL JSON": "a name",
    "lessons digest --since ": "a command",
    " --format email": "a command",
    "Applies when": "a field of the file",
    "Does not apply when": "a field of the file",
    '<img src="': "markup",
    **dict.fromkeys(FUNCTION_WORDS.values(), "the commonest words of a language"),
}


def sentences(tree: ast.AST) -> list[tuple[int, str]]:
    """Return the texts of a Python file with two words in a row, but docstrings, media types, SQL and what is raised as an error of the program."""
    silent = {
        id(inside)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert | ast.Raise)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for inside in ast.walk(node)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
        if SENTENCE.search(node.value)
        and not re.search(r"; charset=|^<\?xml|\b(SELECT|WHERE|LIMIT|GROUP BY)\b", node.value)
    ]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('title = "Back to results"', ["Back to results"]),
        ('title = f"All {n} of them"', [" of them"]),
        ('link = Link("Suggest a correction" if here else "", path)', ["Suggest a correction"]),
        ('def f():\n    """Say what it does."""\n    return gettext("a.b")', []),
        ('raise ValueError("no such thing")', []),
        ('media = "text/html; charset=utf-8"', []),
    ],
)
def test_sentences_are_found_wherever_python_code_may_have_them(code: str, found: list[str]) -> None:
    assert [text for _, text in sentences(ast.parse(code))] == found


def test_no_page_has_a_sentence_of_its_own_in_python() -> None:
    read = [WEB / "feeds.py", WEB / "frame.py", *(path for room in SHOWING for path in sorted(room.glob("*.py")))]
    read += below()
    found = [
        (f"{path.name}:{line}", text)
        for path in read
        if path.name not in FOR_PROGRAMS
        for line, text in sentences(ast.parse(path.read_text("utf-8")))
    ]
    # The name of a library that has none.
    own = [(where, text) for where, text in found if text not in NOT_SHOWN and text != "Lessons Learned Unit"]
    assert own == []
    assert set(NOT_SHOWN) <= {text for _, text in found}, "an exception that nothing needs"


def test_a_stylesheet_has_no_words() -> None:
    said = [
        f"{path.name}: {text}"
        for path in sorted((WEB / "static").glob("*.css"))
        for match in re.finditer(r"content:([^;}]*)", path.read_text("utf-8"))
        for text in re.findall(r"\"([^\"]*)\"", match[1])
        if LETTER.search(text)
    ]
    assert said == []


@pytest.mark.parametrize("name", ["complete.js", "lessons.js", "search.js", "watch.js"])
def test_a_script_gets_its_words_from_the_page(name: str) -> None:
    script = re.sub(r"//.*", "", (WEB / "static" / name).read_text("utf-8"))
    texts = re.findall(r"\"([^\"\n]*)\"|`([^`]*)`", script)
    plain = {re.sub(r"\$\{.*?\}+", "", one) for pair in texts for one in pair}
    said = {one for one in plain if re.search(r"[^\W\d_.\]] [^\W\d_]|^[A-Z].*[ .]", one)}
    # What is thrown is caught in the same script.
    assert said - {"use strict", "not a page of results"} == set()


def test_scripts_get_a_form_for_every_kind_of_number_of_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    assert words.forms_of_numbers("counts.lesson") == {"one": "{number} lesson", "other": "{number} lessons"}

    class Welsh(NullTranslations):
        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            return {0: "dim gwers", 1: "%(number)s wers", 2: "%(number)s wers (dwy)"}.get(n, "%(number)s o wersi")

    monkeypatch.setattr(words, "LANGUAGE", "cy")
    monkeypatch.setattr(words, "catalogue", Welsh)
    assert words.forms_of_numbers("counts.lesson") == {
        "zero": "dim gwers",
        "one": "{number} wers",
        "two": "{number} wers (dwy)",
        "few": "{number} o wersi",
        "many": "{number} o wersi",
        "other": "{number} o wersi",
    }


class Strange(NullTranslations):
    """A language made of ours: each letter outside markup and places is a Greek one."""

    def __init__(self, ours: NullTranslations) -> None:
        super().__init__()
        self.ours = ours

    def gettext(self, message: str) -> str:
        return self.told(self.ours.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.told(self.ours.ngettext(msgid1, msgid2, n))

    @staticmethod
    def told(message: str) -> str:
        parts = re.split(r"(<[^<>]*>|%\(\w+\)s|%%|&\w+;)", message)
        return "".join(one if place % 2 else LETTER.sub("λ", one) for place, one in enumerate(parts))


def fragments(page: Element) -> Iterator[str]:
    """Yield every text of a page, and every attribute that is shown or read out."""
    for element in page.iter():
        if element.tag in ("script", "style"):
            continue
        yield element.text or ""
        yield from (element.get(name, "") for name in ("aria-label", "title", "placeholder", "alt"))
    for element in page.iter():
        yield element.tail or ""


PAGES = (
    "/", "/search", "/search?q=crews", "/search?q=qqqzzz&result=failure", "/search?q=crews&sector=nope", "/reviews", "/reviews/kirklees-recycling",
    "/reviews/kirklees-recycling/prepare-crews", "/compare", "/browse", "/browse/sector", "/browse/organisation", "/new", "/brief", "/recurring",
    "/uses", "/audit?as-of=2001-01-01", "/open", "/outcomes", "/charts", "/data", "/data/reviews", "/data/sql", "/contribute", "/contribute/file", "/use",
    "/help", "/nope", "/missions", "/browse/result/failure", "/organisations/thames-valley-police", "/reviews?published=soon", "/audit/nobody-here",
    "/open?kind=nothing", "/audit/thames-valley-police?as-of=yesterday", "/outcomes?measures=outcome", "/data/sql?sql=select+1+as+a", "/correct?review=kirklees-recycling",
)  # fmt: skip


# Said in a worker process, which has the catalogue itself.
IN_WORKERS = ("contribute.form.", "contribute.problem.")


@pytest.mark.parametrize("kind", [RAPID, FULL, USE])
def test_in_another_language_a_form_has_no_message_in_english(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    english = {
        form for key, (_, one) in messages().items() if key.startswith("contribute.form.") for form in forms(one)
    }
    known = words.catalogue
    monkeypatch.setattr(words, "catalogue", lambda group: Strange(known(group)))
    groups = shape(kind, WORDS).groups
    said = {text for group in groups for text in (group.heading, group.help, group.one)}
    said |= {text for group in groups for field in group.fields for text in (field.label, field.help)}
    assert groups
    # What the record calls its sections and fields is said there.
    assert said & english <= {kind.heading for kind in SECTIONS}


@pytest.mark.parametrize("path", PAGES)
def test_in_another_language_no_message_is_left_in_english(
    site: Visitor, founding: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    status = 404 if path == "/nope" else site.get(path).status_code
    english = {" ".join(one.split()) for one in fragments(site.page(path, status=status))}
    # A message of one or two words may also be a value of the library; some of the others are said by rooms below, too, as of fields.
    ours = {form for _, message in messages().values() for form in forms(message) if len(form.split()) > 2} & english
    ours -= {form for key, (_, one) in messages().items() if key.startswith(IN_WORKERS) for form in forms(one)}
    ours -= {text for room in WEB.parent.iterdir() if room.is_dir() and room != WEB for text in texts(room)}
    with closing(sqlite3.connect(founding)) as library:
        ours -= {label for (label,) in library.execute("SELECT label FROM terms")}
    known = words.catalogue
    monkeypatch.setattr(words, "catalogue", lambda group: Strange(known(group)))
    page = site.page(path, status=status)
    assert page.get("lang") == "λλ"
    assert sorted(ours & {" ".join(one.split()) for one in fragments(page)}) == []


def test_values_are_escaped_and_so_is_a_message_that_is_not_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    class Said(NullTranslations):
        def gettext(self, message: str) -> str:
            return "<b>%(name)s</b>"

    monkeypatch.setattr(words, "catalogue", Said)
    assert in_page("a.b_html", name="<i>") == "<b>&lt;i&gt;</b>"
    assert in_page("a.b", name="<i>") == "&lt;b&gt;&lt;i&gt;&lt;/b&gt;"
    assert words.gettext("a.b", name="<i>") == "<b><i></b>"


def test_the_templates_of_others_do_not_see_our_words() -> None:
    theirs = Environment(autoescape=True)
    ours = environment_of(SimpleNamespace(jinja_env=theirs))
    assert ours.from_string('{{ _("shared.or") }}').render() == "or"
    assert not IN_TEMPLATES & set(theirs.globals)
    assert environment_of(SimpleNamespace(jinja_env=theirs)) is ours
    # With Datasette 1.0 a plugin may give a request a copy of its own.
    copy = theirs.overlay()
    assert environment_of(SimpleNamespace(get_jinja_environment=lambda _: copy)).linked_to is copy
