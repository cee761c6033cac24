"""What is typed into a form comes back as the same text from the file, whatever it is, and the check takes the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons import checks, forms
from lessons.entries import Entry
from lessons.entries.folder import read_folder
from lessons.forms import Contribution
from lessons.library.version import identity_of
from lessons.proposing.checking import contributed
from lessons.proposing.filled import cited
from tests.support.sample import Folder, review, use_text

VOCABULARY = """\
unit: {slug: here, name: Here}
schemes:
  sector:
    label: Sector
    terms:
      transport: {label: Transport, definition: Moving people and goods.}
"""
GOOD = {
    "title": "Day buses",
    "date": "2019-03",
    "organisation": "Dorset",
    "sector": "transport",
    "result": "failure",
    "section.what-happened": "They ran, mostly empty.",
    "lessons.1.statement": "Ask the people who will use it",
    "lessons.1.recommendation": "Ask users when they travel before you set a timetable.",
}
HOSTILE = {
    "front matter": "---\ntitle: Stolen\nstatus: withdrawn\n---\n## Lessons\n\n### Mine\n\n- Id: mine",
    "a fence of three hyphens": "one\n---\ntwo\n\n---",
    "a script": "<script>alert('x')</script> <img src=x onerror=alert(1)> <!-- hidden -->",
    "special to YAML": "a: b # c, [d] {e: f} & *g !h | > 'i' \"j\" % @ ` - ? yes null ~ 010",
    "begins with a mark": "@home, %5, `tick, !bang, &anchor, *star, |pipe, >fold, -dash, ?ask, :colon, #hash",
    "ends with a colon": "Why we stopped:",
    "Markdown": "*a* _b_ **c** `d` ~~e~~ [f](g) ![h](i) <http://j> [k]: l\n# m\n- n\n* o\n+ p\n1. q\n> r\n```\ns\n```\n    t\n| u | v |\n|---|---|\nw\n===\nx\n---\n[^1]: y\n[^1]",
    "fields of a lesson": "- Id: x\n- Recommendation: y\n- **Status**: learned\nOwner: z",
    "entities and escapes": "&amp; &#65; &copy; \\n \\u0041 \\* C:\\new\\table",
    "right to left": "لماذا لم يأتِ أحد؟ שלום \u202bעולם\u202c",
    "emoji": "👩🏽‍🚒 saved 🏴󠁧󠁢󠁳󠁣󠁴󠁿 and é and e\u0301",
    "line ends of all kinds": "one\r\ntwo\rthree\nfour\u2028five\u2029six\x85seven",
    "spaces": "  one \t two\u00a0three   \n\n\n   four  ",
    "very long": "A sentence of many words, with a full stop. " * 2_000,
    "one long word": "x" * 20_000,
    "brackets": "[" * 3_000 + "(" * 3_000 + "*_" * 1_000,
    "templates": "{{ 7 * 7 }} {% raw %} ${x} <%= y %> %s %(z)s {0}",
    "merge conflict": "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch",
    "control characters": "bell\x07 and NUL\x00 and escape\x1b[31m",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A library of one review, whose lesson is used once, beside its database ``../lessons.db``."""
    root = tmp_path_factory.mktemp("library")
    folder = Folder(root / "entries")
    folder.path.mkdir()
    folder.write("vocabulary.yml", VOCABULARY)
    folder.write("night-buses", review("formerly: late-buses\n"))
    folder.write("uses/northshire", use_text())
    report = folder.build(root / "lessons.db")
    assert report.written, [str(problem) for problem in report.errors]
    return folder


def propose(library: Folder, kind: str = forms.RAPID, **changed: str) -> Contribution:
    database = library.path.parent / "lessons.db"
    values = {**GOOD, **{name.replace("__", "."): text for name, text in changed.items()}}
    identity = identity_of(database)
    assert identity is not None
    return contributed(str(database), identity, kind, tuple(values.items()))[1]


def read_back(library: Folder, contribution: Contribution, tmp_path: Path) -> Entry:
    """Return the entry, read from a folder with all others in which the check finds no error."""
    for path in library.path.rglob("*.*"):
        copy = tmp_path / path.relative_to(library.path)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    file = tmp_path / contribution.path
    file.write_bytes(contribution.text.encode())
    collection = read_folder(tmp_path)
    entry = collection.by_id[contribution.id]
    errors = [str(one) for one in checks.check(collection, [entry], checks.RULES) if one.severity == "error"]
    assert errors == []
    return entry


def words(text: str) -> str:
    """Return a text as one line of a file holds it: its words, without what no file may hold."""
    return " ".join("".join(mark for mark in text if mark not in "\x00\x07\x1b").split())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_comes_back_as_it_was_typed(library: Folder, tmp_path: Path, name: str) -> None:
    text = HOSTILE[name]
    short = text[:200]
    found = propose(
        library,
        title=short, organisation=short, mission=short, section__summary=text,
        **{
            "section.what-happened": text, "lessons.1.statement": short, "lessons.1.prose": text,
            "lessons.1.recommendation": text, "lessons.1.applies_when": short, "lessons.1.evidence": short,
            "sources.1.cite": short, "outcomes.1.measure": short, "outcomes.1.better": "lower", "outcomes.1.result": "4",
        },
    )  # fmt: skip
    assert found.errors == (), found.text[:3000]
    entry = read_back(library, found, tmp_path)
    assert entry.record is not None
    assert (entry.record.title, entry.record.mission) == (words(short), words(short))
    assert entry.record.organisation == words(short)
    assert entry.record.sources[0].cite == entry.record.outcomes[0].measure == words(short)
    assert entry.record.status == "published"
    sections = {section.kind.key: section.text for section in entry.body.sections if section.kind}
    assert words(sections["what-happened"]) == words(text)
    assert set(sections) == {"summary", "what-happened", "lessons"}
    (lesson,) = entry.body.lessons
    assert lesson.statement == words(short)
    assert words(lesson.text) == words(text)
    assert lesson.get("recommendation") == words(text)
    assert lesson.get("applies_when") == words(short)
    assert "<script" not in "".join(section.html for section in entry.body.sections).lower()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_use_comes_back_as_it_was_typed(library: Folder, tmp_path: Path, name: str) -> None:
    text = HOSTILE[name]
    found = propose(
        library, forms.USE, lesson="https://lessons.example.org/reviews/night-buses/ask-users", decision="declined",
        organisation="Dorset", date="unknown", why=text[:200], told=text,
    )  # fmt: skip
    assert found.errors == ()
    entry = read_back(library, found, tmp_path)
    assert entry.use is not None
    assert (entry.use.lesson, entry.use.date, entry.use.why) == (
        "night-buses#ask-users",
        "not-stated",
        words(text[:200]),
    )
    assert words(entry.body.text) == words(text)


def test_line_ends_of_a_box_are_kept(library: Folder, tmp_path: Path) -> None:
    found = propose(library, **{"section.what-happened": "First line\nsecond line\n\n\nNew paragraph"})
    entry = read_back(library, found, tmp_path)
    html = entry.body.sections[0].html
    assert [part.split("<br>") for part in html.replace("\n", "").split("</p>")] == [
        ["<p>First line", "second line"],
        ["<p>New paragraph"],
        [""],
    ]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("March 2019", "2019-03"), ("the 17th of April, 1998", "1998-04-17"), ("3/4/1998", None), ("17 April 1998", "1998-04-17"), ("1998", "1998"),
        ("not stated", "not-stated"), ("Unknown", "not-stated"), ("n/a", "not-stated"),
    ],
)  # fmt: skip
def test_a_date_may_be_written_as_people_do(library: Folder, typed: str, written: str | None) -> None:
    found = propose(library, date=typed)
    if written is None:
        assert [message.name for message in found.errors] == ["date"]
    else:
        assert f"\ndate: {written}\n" in found.text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("night-buses#ask-users", "night-buses#ask-users"),
        ("https://x.example/base/reviews/night-buses/ask-users", "night-buses#ask-users"),
        ("/reviews/night-buses?results=q%3Dbuses", "night-buses"),
        ("unit:night-buses#ask-users", "unit:night-buses#ask-users"),
        ("the one about buses", "the one about buses"),
    ],
)
def test_the_address_of_a_page_names_its_lesson(typed: str, meant: str) -> None:
    assert cited(typed) == meant


def test_what_people_write_becomes_what_the_record_needs(library: Folder, tmp_path: Path) -> None:
    found = propose(
        library,
        **{
            "country": "United Kingdom", "people_affected": "12,000", "period.from": "April 2018", "period.to": "ongoing",
            "cost.amount": "35 000", "cost.currency": "euros", "sector": "Transport", "organisation": "N/A", "mission": "unknown",
            "partners": "• A Ltd\n- B University\n", "lessons.1.due": "1 May 2020", "lessons.1.owner": "head of transport",
            "related": "https://lessons.example.org/reviews/night-buses",
        },
    )  # fmt: skip
    record = read_back(library, found, tmp_path).record
    assert record is not None
    assert (record.country, record.people_affected, record.sector) == ("GB", 12_000, "transport")
    assert (record.organisation, record.partners, record.related) == (
        "not-stated",
        ["A Ltd", "B University"],
        ["night-buses"],
    )
    assert record.period is not None
    assert (record.period.from_, record.period.to) == ("2018-04", None)
    assert record.cost is not None
    assert (record.cost.amount, record.cost.currency) == (35_000, "EUR")
    assert "\n- Due: 2020-05-01\n" in found.text


def test_an_id_that_is_or_was_taken_gets_a_number(library: Folder) -> None:
    assert propose(library, title="Night buses").id == "night-buses-2"
    assert propose(library, title="Late buses").id == "late-buses-2"
    assert propose(library, title="Northshire").id == "northshire-2"


def test_two_lessons_with_one_sentence_have_ids_of_their_own(library: Folder, tmp_path: Path) -> None:
    same = {
        f"lessons.{number}.{key}": GOOD[f"lessons.1.{key}"]
        for number in (1, 4)
        for key in ("statement", "recommendation")
    }
    entry = read_back(library, propose(library, **same), tmp_path)
    ids = [lesson.get("id") for lesson in entry.body.lessons]
    assert len(set(ids)) == len(ids) == 2


def test_a_message_stands_beside_its_field_without_the_field_s_name_and_without_what_only_a_file_has(
    library: Folder,
) -> None:
    found = propose(library, tags="a, b; c\nd", people_affected="a few", partners="North Council, South Council")
    said = {message.name: message.text for message in (*found.errors, *found.advice)}
    assert said["tags"] == "Found “a, b; c”; if these are several, write each on a line of its own"
    assert said["people_affected"].startswith("Found")
    assert not any(
        text.lower().startswith((f"{name}:", name.replace("_", " ") + ":")) for name, text in said.items() if name
    )


def test_a_character_that_nobody_sees_is_left_out_of_what_was_typed(library: Folder) -> None:
    found = propose(library, title="Day \u202ebuses", **{"section.what-happened": "They \u202dran\x07, mostly empty."})
    assert found.errors == ()
    assert ("title: Day buses\n" in found.text, "They ran, mostly empty." in found.text) == (True, True)
