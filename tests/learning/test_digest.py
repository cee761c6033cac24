"""A digest tells what happened, each thing once; as an e-mail it arrives."""

from __future__ import annotations

import json
import mailbox
import os
import subprocess
import sys
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

import lessons
from lessons.learning.days import DayError, in_words, stated_day
from tests.support.git import Repository
from tests.support.sample import Folder, Run, lesson, review, use_text

RECOMMENDED = "- Id: ask-users\n- Recommendation: Ask users."


@pytest.fixture
def library(tmp_path: Path) -> Repository:
    """A review of March 2026, and in April another that saw the same mistake, a use, an answer and a day that is near."""
    repository = Repository.begun(tmp_path / "repository")
    asks = f"{RECOMMENDED}\n- Addressed to: Northshire Fire Service; Leeds\n- Respond by: 2026-04-20\n- Owner: head of buses\n- Due: 2026-05-15\n- Status: endorsed"
    repository.shelf.write("vocabulary.yml", "unit: {slug: here, name: Here}\n")
    repository.shelf.write("night-buses", review(lessons=lesson(asks)))
    repository.commit("2026-02-28")
    repository.shelf.write(
        "again",
        review(
            "repeats: night-buses#ask-users", title="Day buses", organisation="Leeds", date="2001", sector="housing"
        ),
    )
    repository.shelf.write("uses/refused.md", use_text(decision="declined", date="2026-04", why="Too dear."))
    repository.commit("2026-04-09")
    assert repository.shelf.build(tmp_path / "lessons.db").written
    return repository


def digest(run: Run, tmp_path: Path, *arguments: object) -> str:
    done = run("digest", "--database", tmp_path / "lessons.db", *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def headings(text: str) -> list[str]:
    return [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]


def test_it_tells_what_was_published_repeated_answered_and_is_due(
    run: Run, tmp_path: Path, library: Repository
) -> None:
    text = digest(run, tmp_path, "--since", "2026-04-01", "--until", "2026-04-30")
    assert headings(text) == [
        "No answer known by the day it was due",
        "Went wrong again",
        "Due soon",
        "Published",
        "Answered",
    ]
    assert "Leeds was asked to answer by 20 April 2026." in text
    assert "It happened in “Day buses”, Leeds." in text
    assert "Due 15 May 2026; owner: head of buses." in text
    assert "Northshire Fire Service decided against it: Too dear." in text


def test_what_was_before_and_what_came_after_is_not_told(run: Run, tmp_path: Path, library: Repository) -> None:
    assert headings(digest(run, tmp_path, "--since", "2026-03-01", "--until", "2026-03-01")) == ["Published"]
    assert headings(digest(run, tmp_path, "--since", "2026-03-02", "--until", "2026-03-20")) == []
    # After its day what is due is overdue.
    assert headings(digest(run, tmp_path, "--since", "2026-05-16", "--until", "2026-05-16")) == ["Overdue"]


def test_what_is_overdue_or_was_not_answered_is_not_told_as_due_as_well(
    run: Run, tmp_path: Path, library: Repository
) -> None:
    """Thirty days before its day it was due soon, which is no news to those who read that the day is past."""
    told = headings(digest(run, tmp_path, "--since", "2026-03-01", "--until", "2026-06-01"))
    assert told == ["No answer known by the day it was due", "Overdue", "Went wrong again", "Published", "Answered"]


def test_of_a_quiet_time_it_says_that_nothing_happened(run: Run, tmp_path: Path, library: Repository) -> None:
    """A week after the newest day that the database knows is no wrong day."""
    text = digest(run, tmp_path, "--since", "2027-01-01")
    assert "On 1 January 2027. Nothing happened that this digest tells of." in text


def test_of_a_search_only_what_it_finds_is_told(run: Run, tmp_path: Path, library: Repository) -> None:
    text = digest(run, tmp_path, "--since", "2026-04-01", "--search", "/search?sector=housing")
    assert headings(text) == ["Published"]
    assert "Day buses" in text
    both = digest(run, tmp_path, "--since", "2026-03-01", "--search", "sector:housing", "--search", "sector:transport")
    assert both.count("Day buses") > 0
    assert "Night buses" in both


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("https://here.example/lib/search?sector=housing&page=2", "Here: what is new on Housing"),
        ("/search.feed.json?sector=housing", "Here: what is new on Housing"),
        ("here.example/lib/search?sector=housing", "Here: what is new on Housing"),
        ("/browse/sector/housing", "Here: what is new on Housing"),
        ("https://here.example/browse/sector/housing.html", "Here: what is new on Housing"),
        ("https://here.example/organisations/leeds", "Here: what is new on Leeds"),
    ],
)
def test_a_search_may_be_the_address_of_results_of_a_term_or_of_an_organisation(
    run: Run, tmp_path: Path, library: Repository, address: str, title: str
) -> None:
    text = digest(run, tmp_path, "--since", "2026-03-01", "--until", "2026-04-30", "--search", address)
    assert text.startswith(f"# {title}\n")
    assert headings(text) == ["Published"]
    assert "Day buses" in text
    assert text.count("\n- ") == 1


@pytest.mark.parametrize("state", [(), ("--state", "followed.json")])
def test_a_search_that_finds_nothing_is_told_apart_from_a_quiet_time(
    run: Run, tmp_path: Path, library: Repository, state: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip in it would go unnoticed for ever."""
    monkeypatch.chdir(tmp_path)
    asked = ("--database", "lessons.db", "--since", "2026-03-01", "--search", "buses", "--search", "zeppelin", *state)
    done = run("digest", *asked)
    assert done.exit_code == 0
    assert done.stderr.splitlines() == ["--search zeppelin: nothing in this library is found by it so far"]
    assert "Day buses" in done.stdout


def test_the_address_of_a_term_is_of_its_narrower_terms_as_well(run: Run, tmp_path: Path, library: Repository) -> None:
    """As its page shows it, whether or not anything has the term itself."""
    terms = "transport: {label: Transport}, living: {label: Living}, housing: {label: Housing, broader: living}"
    library.shelf.write(
        "vocabulary.yml",
        f"unit: {{slug: here, name: Here}}\nschemes:\n  sector: {{label: Sector, terms: {{{terms}}}}}\n",
    )
    assert library.shelf.build(tmp_path / "lessons.db").written
    text = digest(run, tmp_path, "--since", "2026-03-01", "--until", "2026-04-30", "--search", "/browse/sector/living")
    assert headings(text) == ["Published"]
    assert "Day buses" in text


@pytest.mark.parametrize("words", ["buses/search", "//[buses", "http://[buses/search?sector=housing"])
def test_what_is_no_address_is_looked_for_as_words(run: Run, tmp_path: Path, library: Repository, words: str) -> None:
    text = digest(run, tmp_path, "--since", "2026-03-01", "--until", "2026-04-30", "--search", words)
    assert text.splitlines()[0].replace("\\", "") == f"# Here: what is new on “{words}”"


def test_a_search_of_bytes_that_are_no_text_is_looked_for_in_a_message_and_kept(
    run: Run, tmp_path: Path, library: Repository
) -> None:
    found = email(run, tmp_path, "--search", "buses \udcff", "--state", tmp_path / "state.json")
    assert "what is new on “buses \ufffd”" in str(found["Subject"])
    assert json.loads(tmp_path.joinpath("state.json").read_text("utf-8"))["searches"] == ["buses \ufffd"]


def test_the_address_of_everything_is_a_digest_of_everything(run: Run, tmp_path: Path, library: Repository) -> None:
    """As the page of all lessons and reviews gives it."""
    asked = ("--since", "2026-03-01", "--until", "2026-04-30")
    assert headings(digest(run, tmp_path, *asked, "--search", "/search")) == headings(digest(run, tmp_path, *asked))


def test_with_a_state_nothing_is_told_twice_and_nothing_is_left_out(
    run: Run, tmp_path: Path, library: Repository
) -> None:
    state = tmp_path / "state.json"
    first = digest(run, tmp_path, "--since", "2026-03-01", "--until", "2026-03-31", "--state", state)
    assert headings(first) == ["An answer is due soon", "Published"]
    kept = state.read_bytes()
    assert digest(run, tmp_path, "--until", "2026-03-31", "--state", state) == ""
    assert state.read_bytes() == kept
    second = digest(run, tmp_path, "--until", "2026-04-30", "--state", state)
    assert headings(second) == headings(digest(run, tmp_path, "--since", "2026-04-01", "--until", "2026-04-30"))
    assert digest(run, tmp_path, "--until", "2026-04-30", "--state", state) == ""


def test_what_was_published_in_an_earlier_digest_is_told_as_changed_in_the_next_one(
    run: Run, tmp_path: Path, library: Repository
) -> None:
    state = tmp_path / "state.json"
    digest(run, tmp_path, "--since", "2026-03-01", "--until", "2026-04-30", "--state", state)
    library.shelf.write("again", review(title="Day buses", organisation="Leeds", date="2001", sector="housing"))
    library.commit("2026-05-04")
    assert library.shelf.build(tmp_path / "lessons.db").written
    text = digest(run, tmp_path, "--until", "2026-05-09", "--state", state)
    assert "Changed" in headings(text)
    assert "Day buses" in text
    assert digest(run, tmp_path, "--until", "2026-05-09", "--state", state) == ""


def test_a_change_soon_after_the_publication_is_not_told_later(run: Run, tmp_path: Path, library: Repository) -> None:
    library.shelf.write("again", review(title="Day buses", organisation="Leeds", date="2001", sector="housing"))
    library.commit("2026-04-12")
    assert library.shelf.build(tmp_path / "lessons.db").written
    state = tmp_path / "state.json"
    first = digest(run, tmp_path, "--since", "2026-04-01", "--until", "2026-04-30", "--state", state)
    assert "Published" in headings(first)
    assert "Changed" not in headings(first)
    assert digest(run, tmp_path, "--until", "2026-04-30", "--state", state) == ""


def test_what_comes_late_with_an_earlier_day_is_told_the_next_time(
    run: Run, tmp_path: Path, library: Repository
) -> None:
    state = tmp_path / "state.json"
    digest(run, tmp_path, "--since", "2026-03-01", "--until", "2026-04-30", "--state", state)
    library.shelf.write("late", review("published: 2026-03-15", title="Trams"))
    assert library.shelf.build(tmp_path / "lessons.db").written
    text = digest(run, tmp_path, "--until", "2026-04-30", "--state", state)
    assert headings(text) == ["Published"]
    assert "Trams" in text


def email(run: Run, tmp_path: Path, *arguments: object) -> EmailMessage:
    done = run(
        "digest", "--database", tmp_path / "lessons.db", "--since", "2026-04-01", "--format", "email", *arguments
    )
    assert done.exit_code == 0, done.output
    found = message_from_bytes(done.stdout_bytes, policy=policy.default)
    assert isinstance(found, EmailMessage)
    assert found.defects == []
    return found


def test_an_e_mail_is_complete(run: Run, tmp_path: Path, library: Repository) -> None:
    found = email(
        run,
        tmp_path,
        "--from",
        "lessons@here.example",
        "--to",
        "a@b.example",
        "--to",
        "c@d.example",
        "--address",
        "https://here.example/",
    )
    assert found["Subject"] == "Here: what is new"
    assert str(found["From"]) == "Here <lessons@here.example>"
    assert str(found["To"]) == "a@b.example, c@d.example"
    assert found["Date"].datetime.date().isoformat() == "2026-04-10"
    assert found["Message-ID"]
    text, html = found.get_body(("plain",)), found.get_body(("html",))
    assert text is not None
    assert html is not None
    for part in (text.get_content(), html.get_content()):
        assert "It happened in “Day buses”, Leeds." in part
        assert "https://here.example/reviews/again" in part


def test_addresses_may_have_names(run: Run, tmp_path: Path, library: Repository) -> None:
    found = email(
        run,
        tmp_path,
        "--from",
        "The Unit <unit@here.example>",
        "--to",
        '"Doe, Ann" <a@b.example>',
        "--to",
        "Søren <c@d.example>",
    )
    assert str(found["From"]) == "The Unit <unit@here.example>"
    assert [(one.display_name, one.addr_spec) for one in found["To"].addresses] == [
        ("Doe, Ann", "a@b.example"),
        ("Søren", "c@d.example"),
    ]


def test_the_same_digest_is_the_same_message_to_the_byte(run: Run, tmp_path: Path, library: Repository) -> None:
    assert email(run, tmp_path).as_bytes() == email(run, tmp_path).as_bytes()


def test_it_arrives_in_a_local_mailbox(tmp_path: Path, library: Repository) -> None:
    """Piped to a program that delivers, as cron would do it."""
    box = tmp_path / "mailbox"
    deliver = "import mailbox, sys\nbox = mailbox.Maildir(sys.argv[1], create=True)\nbox.add(sys.stdin.buffer.read())\nbox.flush()\n"
    lessons = [
        sys.executable,
        "-m",
        "lessons",
        "digest",
        "--database",
        str(tmp_path / "lessons.db"),
        "--since",
        "2026-04-01",
        "--format",
        "email",
    ]
    with subprocess.Popen([*lessons, "--to", "team@here.example"], stdout=subprocess.PIPE, env={**os.environ}) as told:
        subprocess.run([sys.executable, "-c", deliver, str(box)], stdin=told.stdout, check=True, timeout=120)
    assert told.returncode == 0
    (arrived,) = mailbox.Maildir(str(box), create=False)
    assert arrived["To"] == "team@here.example"
    assert [part.get_content_type() for part in arrived.walk()] == ["multipart/alternative", "text/plain", "text/html"]


# The last two are what the standard library's parser of addresses breaks off at.
NO_ADDRESSES = (
    "a@b.example\nBcc: c@d.example", "A\nBcc: c@d.example <a@b.example>", "A\udcff <a@b.example>", "A <b>", "A <a@b.example", "A <ü@b.example>", "a@b@c.example", "<(",
)  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "name the first day that the digest is about: --since"),
        (("--since", "26.11.2026"), "“26.11.2026” is not a day; a day is written year-month-day"),
        (("--since", "2026-05-01", "--until", "2026-04-01"), "the digest would begin on 2026-05-01, after its end on 2026-04-01"),
        (("--since", "2026-04-01", "--search", "/search?sector=nowhere"), "has no value “nowhere”"),
        (("--since", "2026-04-01", "--search", " "), "there are no words to search for"),
        (("--since", "2026-04-01", "--search", "/organisations/\udcff"), "“Organisation” has no value “\ufffd”"),
        (("--since", "2026-04-01", "--to", "a@b.example"), "--from and --to are for e-mail"),
        (("--since", "2026-04-01", "--format", "email", "--to", "nobody"), "“nobody” is not an e-mail address"),
        *((("--since", "2026-04-01", "--format", "email", "--to", to), "is not an e-mail address") for to in NO_ADDRESSES),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_said(
    run: Run, tmp_path: Path, library: Repository, arguments: tuple[str, ...], words: str
) -> None:
    done = run("digest", "--database", tmp_path / "lessons.db", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{broken", "is not the state of a digest; name another file"),
        ("[" * 100_000, "is not the state of a digest; name another file"),
        ("[]", "is not the state of a digest"),
        ("{}", "is not the state of a digest"),
        (json.dumps({"lessons_digest": 9}), "of another version"),
        (json.dumps({"lessons_digest": 1, "since": "x", "until": "x", "unit": "here", "searches": [], "told": []}), "is not the state of a digest"),
        (json.dumps({"lessons_digest": 1, "since": "2026-01-01", "until": "2026-01-01", "unit": "there", "searches": [], "told": []}), "of another library (there)"),
        (json.dumps({"lessons_digest": 1, "since": "2026-01-01", "until": "2026-01-01", "unit": "here", "searches": ["x"], "told": []}), "of other searches (x)"),
    ],
)  # fmt: skip
def test_a_state_that_is_none_is_refused_and_left_as_it_is(
    run: Run, tmp_path: Path, library: Repository, text: str, words: str
) -> None:
    state = tmp_path / "state.json"
    state.write_text(text, "utf-8")
    done = run("digest", "--database", tmp_path / "lessons.db", "--since", "2026-01-01", "--state", state)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert state.read_text("utf-8") == text


def test_what_users_wrote_stays_text(run: Run, shelf: Folder, tmp_path: Path) -> None:
    shelf.write(
        "night-buses", review("published: 2026-04-02", title='"<script>alert(1)</script> [x](javascript:y) 1. *z*"')
    )
    assert shelf.build(tmp_path / "lessons.db").written
    html = digest(
        run,
        tmp_path,
        "--since",
        "2026-04-01",
        "--until",
        "2026-04-30",
        "--format",
        "html",
        "--address",
        "https://x.example",
    )
    assert "<script" not in html
    text = digest(run, tmp_path, "--since", "2026-04-01", "--until", "2026-04-30")
    assert r"\<script\>alert(1)\</script\> \[x\](javascript:y) 1. \*z\*" in text


@pytest.mark.parametrize("text", ["2026-13-01", "2026-02-30", "2026-11", "20261126", "2026-W01-1", "", "today"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(DayError):
        stated_day(text)


def test_days_are_read_as_people_write_them() -> None:
    assert [in_words(one) for one in ("2026-11-26", "1998-04", "1998")] == ["26 November 2026", "April 1998", "1998"]


# In the place of `lessons`, whose build it leaves out, and of `sendmail`: what is sent is kept, and each fails when a file says so.
FAKE = """\
#!{python}
import sys
from pathlib import Path
folder = Path({folder!r})
name = Path(sys.argv[0]).name
if (folder / (name + "-fails")).exists():
    print(name, "failed", file=sys.stderr)
    sys.exit(75)
if name == "sendmail":
    place = len(list(folder.glob("sent-*")))
    (folder / ("sent-" + str(place))).write_bytes(sys.stdin.buffer.read())
elif sys.argv[1] != "build":
    sys.argv += ["--database", str(folder / "lessons.db")]
    from lessons.__main__ import run
    run()
"""
Weekly = Callable[..., int]


@pytest.fixture
def weekly(tmp_path: Path, library: Repository) -> Weekly:
    """Run the script of the documentation as it stands there, but for its folder and its days; ``fails`` is what does not work this time."""
    docs = (Path(lessons.__file__).parent / "docs" / "learning.md").read_text("utf-8")
    block = docs.partition("`/srv/lessons/digest.sh`:\n\n")[2].partition("\n\nmade executable")[0]
    text = "\n".join(line.removeprefix("    ") for line in block.splitlines())
    for stated, here in (
        ("/srv/lessons", str(tmp_path)),
        ("2026-11-01", "2026-01-01"),
        ('"$(date +%F)"', "2026-04-30"),
    ):
        assert stated in text
        text = text.replace(stated, here)
    script = tmp_path / "digest.sh"
    script.write_text(f"{text}\n", "utf-8")
    script.chmod(0o755)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("lessons", "sendmail"):
        (programs / name).write_text(FAKE.format(python=sys.executable, folder=str(tmp_path)), "utf-8")
        (programs / name).chmod(0o755)

    def run(fails: str | None = None) -> int:
        flag = tmp_path / f"{fails}-fails"
        if fails:
            flag.touch()
        path = f"{programs}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            [str(script)], env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
        )
        if fails:
            flag.unlink()
            assert f"{fails} failed" in done.stderr
        return done.returncode

    return run


def sent(tmp_path: Path) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(tmp_path.glob("sent-*"))]


def test_the_script_for_cron_sends_each_thing_once(tmp_path: Path, weekly: Weekly) -> None:
    assert weekly() == 0
    assert weekly() == 0
    (message,) = sent(tmp_path)
    assert "To: team@example.org" in message
    assert "Published" in message
    assert (tmp_path / "digest.json").exists()


def test_what_could_not_be_sent_is_sent_whole_the_next_time(tmp_path: Path, weekly: Weekly) -> None:
    assert weekly("sendmail") != 0
    assert not (tmp_path / "digest.json").exists()
    assert weekly("sendmail") != 0
    assert weekly() == 0
    (message,) = sent(tmp_path)
    assert message == (tmp_path / "digest.eml").read_text("utf-8")
    assert "It happened in" in message
    assert weekly() == 0
    assert len(sent(tmp_path)) == 1


def test_after_a_digest_was_sent_a_later_one_that_fails_is_sent_the_next_time(
    tmp_path: Path, weekly: Weekly, library: Repository
) -> None:
    assert weekly() == 0
    library.shelf.write("late-trams", review(title="Late trams", date="2002"))
    library.commit("2026-04-20")
    assert library.shelf.build(tmp_path / "lessons.db").written
    told = (tmp_path / "digest.json").read_bytes()
    assert weekly("sendmail") != 0
    assert (tmp_path / "digest.json").read_bytes() == told
    assert weekly() == 0
    first, later = sent(tmp_path)
    assert "Late trams" not in first
    assert "Late trams" in later
    assert "Day buses" not in later


def test_without_a_build_nothing_is_sent(tmp_path: Path, weekly: Weekly) -> None:
    assert weekly("lessons") != 0
    assert sent(tmp_path) == []
    assert {path.name for path in tmp_path.glob("*.json")} == set()
