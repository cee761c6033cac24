from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lessons import checks
from lessons.cli import main
from lessons.cli.questions import Questions
from lessons.entries import read_string
from lessons.entries.collection import Collection
from lessons.entries.folder import read_folder
from lessons.record import scaffold, vocabulary
from lessons.record.review import Review, field_extra, required_fields
from lessons.record.vocabulary import Vocabulary
from lessons.text import nodes

ENTRIES = Path(__file__).parents[2] / "entries"
WORDS = vocabulary.load(ENTRIES, "entries")
FIELDS = {
    "title": "Night buses",
    "date": "1998-04",
    "organisation": "not-stated",
    "sector": "transport",
    "result": "mixed",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "vocabulary.yml").write_text(WORDS.text, "utf-8")
    return tmp_path


def new(folder: Path, *arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["new", "--entries", str(folder), *arguments], input=typed)


def messages(text: str, name: str = "night-buses.md") -> list[str]:
    entry = read_string(text, name)
    return [str(problem) for problem in checks.check(Collection((entry,), WORDS)) if problem.severity == "error"]


@pytest.mark.parametrize("form", ["after-action-review", "rapid-lesson"])
def test_a_blank_has_only_placeholders_wrong_and_passes_when_they_are_filled_in(form: str) -> None:
    text = scaffold.blank({**FIELDS, "type": form}, WORDS)
    assert {message.rpartition(" ")[2] for message in messages(text)} == {"[placeholders]"}
    assert messages(scaffold.PLACEHOLDER.sub("Some words of my own.", text)) == []


def test_a_placeholder_left_over_is_a_problem_at_its_place_that_says_what_to_write() -> None:
    text = scaffold.PLACEHOLDER.sub("Some words.", scaffold.blank(FIELDS, WORDS), count=2)
    line = text.split("\n").index("[write: the facts, in order, with figures]") + 1
    assert messages(text)[0] == (
        f"night-buses.md:{line}:1: still to be written: the facts, in order, with figures; replace `[write: …]` with your own words [placeholders]"
    )


def test_a_blank_hints_at_every_optional_field_and_each_hint_is_right_when_uncommented() -> None:
    text = scaffold.blank(FIELDS, WORDS)
    front = text.split("---")[1]
    hinted = set(re.findall(r"^#(\w+):$", front, re.MULTILINE))
    assert hinted == {
        name for name in Review.model_fields if name not in required_fields() and not field_extra(name).get("advanced")
    }
    uncommented = re.sub(r"^#(?! )", "", re.sub(r"^#(?=  )", "", front, flags=re.MULTILINE), flags=re.MULTILINE)
    parsed = nodes.parse(uncommented, "x.md")
    assert parsed.faults == []
    assert parsed.root is not None
    assert set(parsed.root.fields) == hinted | set(required_fields())


def test_the_modeline_leads_from_the_file_to_the_schema_of_its_folder() -> None:
    assert scaffold.schema_path(Path("entries"), Path("entries/1998/x.md")) == "../.schema.json"
    assert scaffold.blank(FIELDS, WORDS).startswith(
        "---\n# yaml-language-server: $schema=.schema.json\ntitle: Night buses\n"
    )


def test_new_writes_a_file_named_after_the_title_and_prints_its_path(folder: Path) -> None:
    result = new(folder, "--title", "Bus lanes: on the ring road", "--sector", "transport", "--date", "1998", "--rapid")
    path = folder / "bus-lanes-on-the-ring-road.md"
    assert (result.exit_code, result.stdout) == (0, f"{path}\n")
    record = read_folder(folder).by_id["bus-lanes-on-the-ring-road"].record
    assert record is not None
    assert (record.title, record.date, record.sector, record.type) == (
        "Bus lanes: on the ring road",
        "1998",
        "transport",
        "rapid-lesson",
    )
    assert (record.organisation, record.result) == ("not-stated", "not-stated")


def test_the_first_lesson_gets_its_id_from_its_sentence() -> None:
    text = scaffold.blank(FIELDS, WORDS, lesson="Ask the #1 users before you decide on anything at all")
    (lesson,) = read_string(text, "x.md").body.lessons
    assert lesson.statement == "Ask the #1 users before you decide on anything at all"
    assert lesson.get("id") == "ask-the-1-users-before-you-decide-on"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], 'a title is needed: lessons new --title "What the review is about"'),
        (["--title", " "], "the title is empty; write what the review is about, in one line"),
        (["--title", "T x y", "--sector", "polcing"], 'there is no sector "polcing", did you mean "policing-and-justice"?'),
        (["--title", "T x y", "--result", "great"], 'there is no result "great"; use one of: success, mixed, no-effect, failure, too-early, not-stated'),
        (["--title", "T x y", "--date", "1998-02-30"], 'found "1998-02-30"; February 1998 has 28 days'),
        (["--title", "T x y", "Bad Name"], '"Bad Name" cannot be an id: 3 to 80 lower-case letters, digits and hyphens, such as bad-name'),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_written(
    folder: Path, arguments: list[str], message: str
) -> None:
    result = new(folder, *arguments)
    assert (result.exit_code, result.stderr) == (2, f"lessons: {message}\n")
    assert [path.name for path in folder.iterdir()] == ["vocabulary.yml"]


def test_a_file_that_is_there_is_never_overwritten_wherever_it_stands(folder: Path) -> None:
    (folder / "1998").mkdir()
    there = folder / "1998" / "night-buses.md"
    there.write_text("mine", "utf-8")
    result = new(folder, "--title", "Night buses")
    assert (result.exit_code, result.stderr) == (
        2,
        f"lessons: {there} already exists; choose another name: lessons new NAME\n",
    )
    assert there.read_text("utf-8") == "mine"


def test_a_question_is_asked_again_until_its_answer_can_be_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["great", "4"])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    assert Questions(WORDS, asking=True).term("How did it turn out?", "result", None) == "failure"
    printed = capsys.readouterr().err
    assert "What was intended did not come about, or more harm than good was done." in printed
    assert 'there is no result "great"; choose from the list above' in printed


def test_a_unit_without_a_list_of_sectors_takes_any_slug() -> None:
    assert Questions(Vocabulary(), asking=False).term("Sector", "sector", "space-operations") == "space-operations"


def test_a_long_title_gives_a_short_id_cut_between_words() -> None:
    assert scaffold.file_id("How we rebuilt the benefits office of the whole county in under three years flat") == (
        "how-we-rebuilt-the-benefits-office-of-the-whole-county-in"
    )
    assert scaffold.file_id("Ö") == "review-o"


class TestOnATerminal:
    """What is asked, and what the answers do."""

    @pytest.fixture(autouse=True)
    def _terminal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("lessons.cli.new.on_terminal", lambda: True)

    def test_each_answer_goes_where_it_belongs(self, folder: Path) -> None:
        answers = [
            "",
            "Night buses",
            "rapid",
            "1998-13",
            "1998-04",
            "Kirklees",
            "polcing",
            "4",
            "Ask the users",
            "buses-1998",
        ]
        result = new(folder, typed="\n".join(answers) + "\n")
        assert result.exit_code == 0, result.stderr
        text = (folder / "buses-1998.md").read_text("utf-8")
        front = "title: Night buses\ndate: 1998-04\norganisation: Kirklees\nsector: policing-and-justice\nresult: failure\ntype: rapid-lesson\n"
        assert front in text
        assert "### Ask the users\n" in text
        assert "- Id: ask-the-users\n" in text
        assert "there is no month 13" in result.stderr
        assert "Police, courts, prosecution" in result.stderr
        assert "taken as: policing-and-justice" in result.stderr

    def test_enter_takes_the_defaults(self, folder: Path) -> None:
        result = new(folder, "--date", "1998", typed="Night buses\n" + "\n" * 12)
        assert result.exit_code == 0, result.stderr
        record = read_folder(folder).by_id["night-buses"].record
        assert record is not None
        assert (record.organisation, record.sector, record.result, record.type) == (
            "not-stated",
            "not-stated",
            "not-stated",
            "after-action-review",
        )

    def test_what_is_given_is_not_asked_for(self, folder: Path) -> None:
        arguments = [
            "--title",
            "Night buses",
            "--date",
            "1998",
            "--organisation",
            "K",
            "--sector",
            "transport",
            "--result",
            "mixed",
            "--lesson",
            "Ask",
            "--full",
            "a-name",
        ]
        assert new(folder, *arguments).exit_code == 0
        assert (folder / "a-name.md").exists()

    def test_breaking_off_leaves_nothing(self, folder: Path) -> None:
        result = new(folder, typed="Night buses\nrapid\n")
        assert result.exit_code == 2
        assert result.stderr.endswith("lessons: the input ended before every question was answered\n")
        assert [path.name for path in folder.iterdir()] == ["vocabulary.yml"]

    def test_a_name_that_is_taken_is_asked_for_again_and_no_answer_is_lost(self, folder: Path) -> None:
        (folder / "night-buses.md").write_text("mine", "utf-8")
        arguments = ["--date", "March 2019", "--full", "--sector", "Transport", "--result", "mixed", "--lesson", "Ask"]
        result = new(folder, *arguments, typed="Night buses\nKirklees\n\nBad Name\nother-buses\n")
        assert result.exit_code == 0, result.stderr
        assert "night-buses.md already exists; choose another name" in result.stderr
        assert '"Bad Name" cannot be an id' in result.stderr
        text = (folder / "other-buses.md").read_text("utf-8")
        assert "title: Night buses\ndate: 2019-03\norganisation: Kirklees\nsector: transport\nresult: mixed\n" in text
        assert (folder / "night-buses.md").read_text("utf-8") == "mine"

    def test_an_empty_title_is_refused_with_a_word(self, folder: Path) -> None:
        result = new(folder, "--date", "1998", "--full", "--organisation", "K", typed="\n \nNight buses\n" + "\n" * 12)
        assert result.stderr.count("the title is empty; write what the review is about, in one line") == 2
        assert (folder / "night-buses.md").exists()

    def test_a_long_list_comes_in_parts_that_fit_and_may_be_answered_at_any(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((100, 8)))
        pages = Questions(WORDS, asking=True).pages("sector", list(WORDS.terms("sector")))
        assert len(pages) > 1
        assert all(sum(-(-len(line) // 100) for line in page) <= 6 for page in pages)
        assert len([line for page in pages for line in page]) == len(WORDS.terms("sector"))
        answers = iter(["", "housing"])
        monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
        assert Questions(WORDS, asking=True).term("Sector", "sector", None) == "housing"
        shown = capsys.readouterr().err.count("\n")
        assert shown < len(WORDS.terms("sector"))


@pytest.mark.parametrize(
    ("option", "text", "line"),
    [
        ("--date", "17.04.1998", "date: 1998-04-17"),
        ("--date", "n/a", "date: not-stated"),
        ("--sector", "Policing and justice", "sector: policing-and-justice"),
        ("--sector", "law and order", "sector: policing-and-justice"),
        ("--result", "Partial success", "result: mixed"),
    ],
)
def test_an_option_takes_what_people_write(folder: Path, option: str, text: str, line: str) -> None:
    assert new(folder, "--title", "Night buses", option, text).exit_code == 0
    assert f"\n{line}\n" in (folder / "night-buses.md").read_text("utf-8")
