"""An address that cannot be read is told by those who may correct it, and stops nobody else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

import lessons
from lessons.authoring.importers.prose import Adapter
from lessons.checks import check
from lessons.library.web_addresses import fault, joined, taken_apart
from lessons.publishing.relinking import POLICY, relinked
from lessons.record.types import shorten
from lessons.web.ask import complaints, config_of
from tests.support.sample import Run, body, collection, front, problems, read, review

HOST = "its host cannot be read; brackets belong around an address of IPv6 alone"
PORT = "its port, behind the colon, is not a number from 0 to 65535"
PASSWORD = "it has a password in it, which would be public; leave out what stands before the @"
NO_HOST = "it names no host, such as example.org"
WRONG = [
    ("http://[::1", HOST), ("https://example.org]/", HOST), ("https://[x", HOST), ("https://[x]/a", HOST), ("https://[::1/reviews/x", HOST),
    ("https://exa\u2100mple.org/", "its host cannot be read"), ("https://e.org%20/", "its host cannot be read"), ("https://e.org:99999/", PORT), ("https://e.org:abc/", PORT),
    ("https://e.org:-1", PORT), ("https://user:pw@e.org/", PASSWORD), ("https://:pw@e.org/", PASSWORD), ("https://:80/", NO_HOST), ("https://@/", NO_HOST),
]  # fmt: skip
RIGHT = [
    "https://example.org",
    "http://[::1]:80/a",
    "https://git@e.org:0/x",
    "https://b\u00fccher.example/[x]?a=[1]#[2]",
    "http://127.0.0.1:65535",
    "HTTPS://E.ORG./a:b@c",
]
# Each takes apart what was told before to be an address, or says itself what to do with one that is none.
OTHERS = {"web/site.py", "web/hosts.py", "web/ask.py", "publishing/site.py", "search/records.py", "learning/digest.py"}
UNREADABLE = "https://[x"


@pytest.mark.parametrize(("address", "words"), WRONG)
def test_what_is_wrong_with_an_address_is_said_in_words(address: str, words: str) -> None:
    assert fault(address) == words
    source = f"sources:\n  - cite: A book\n    url: '{address}'"
    assert problems(review(source), rule="safe-links") == [f'9:10 found "{shorten(address)}"; {words}']
    system = f"source_system:\n  name: LLIS\n  id: '1'\n  imported: 2024-05-17\n  url: '{address}'"
    assert problems(review(system), rule="safe-links") == [f'11:8 found "{shorten(address)}"; {words}']


@pytest.mark.parametrize("address", RIGHT)
def test_an_address_that_can_be_followed_is_right(address: str) -> None:
    assert fault(address) is None
    assert problems(review(f"sources:\n  - cite: A book\n    url: '{address}'")) == []


@pytest.mark.parametrize(
    ("address", "words"), [one for one in WRONG if not one[0].startswith(("https://exa", "https://[x]"))]
)
def test_a_link_of_the_text_is_held_to_the_same(address: str, words: str) -> None:
    entry = read(front() + body(What_happened=f"See [it]({address})."))
    (problem,) = check(collection(entry))
    assert (problem.rule, problem.message.partition("; ")[2].partition(",")[0] in (words.partition(",")[0], PORT.partition(",")[0])) == (
        "safe-links", True,
    )  # fmt: skip
    assert check(collection(read(front() + body(What_happened=f"See `{address}`.")))) == []


@given(st.text(alphabet="htps:/[]@%.?#x1 \u2100\u202e\n"), st.text(alphabet=":/[]@.?#x1"))
def test_no_address_stops_anybody(one: str, other: str) -> None:
    for address in (one, other, f"https://{one}", f"//{other}"):
        parts = taken_apart(address)
        assert fault(address) or parts is not None
        assert joined(other, address) is None or isinstance(joined(other, address), str)


def test_pages_imports_and_settings_pass_over_one_that_cannot_be_read() -> None:
    page = '<p><a href="http://[::1">a</a> <a href="//[x">b</a></p>'
    assert relinked(page, lambda link: "there.html", POLICY) == page
    said: list[str] = []
    adapter = Adapter("https://wiki.example/", lambda name: None, "page", said.append)
    assert adapter.adapted("See [it](//[::1/x).") == "See it."
    assert len(said) == 1
    settings = {"address": UNREADABLE, "repository": "https://e.org:x/"}
    assert list(complaints(settings)) == [
        f"plugins: lessons: address: found “{UNREADABLE}”; {HOST}", f"plugins: lessons: repository: found “https://e.org:x/”; {PORT}",
    ]  # fmt: skip
    assert (config_of(settings).address, config_of(settings).repository) == (None, None)
    assert list(complaints({"address": "lessons.example"})) == [
        "plugins: lessons: address: found “lessons.example”; an address begins with https:// or http://"
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("withdraw", "http://[::1/reviews/x"), "there is no review or use"),
        (("export", "record", "http://[::1/reviews/x"), "there is no review or use"),
        (("combine", "http://[::1/x.db", "-o", "c.db"), "is on another machine, and nothing is fetched"),
        (("combine", "file://[::1/x.db", "-o", "c.db"), "does not exist"),
        (("export", "site", "s", "--base", UNREADABLE), f"“{UNREADABLE}” is not the address of a site; {HOST}"),
        (("export", "opensearch", "--base", "https://e.org:99999"), PORT),
        (("audit", "--address", "https://u:p@e.org"), PASSWORD),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else "",
)
@pytest.mark.usefixtures("folder")
def test_a_command_says_so_in_a_few_lines(arguments: tuple[str, ...], words: str, run: Run) -> None:
    result: Result = run(*arguments)
    assert (result.exit_code, words in result.stderr) == (2, True), result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_site_is_exported_of_a_database_that_has_such_an_address(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As one that was built before the check knew of it.
    monkeypatch.setattr("lessons.library.web_addresses.fault", lambda address: None)
    path = folder / "night-buses.md"
    source = f"sources:\n  - cite: A book\n    url: '{UNREADABLE}'\n---\n\n## Summary"
    path.write_text(path.read_text("utf-8").replace("---\n\n## Summary", source, 1), "utf-8")
    assert run("build").exit_code == 0
    result = run("export", "site", "s", "--base", "https://lessons.example")
    assert result.exit_code == 0, result.stderr
    assert UNREADABLE in Path("s/reviews/night-buses.html").read_text("utf-8")


def test_addresses_are_taken_apart_in_one_place() -> None:
    root = Path(lessons.__file__).parent
    using = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if re.search(r"\burl(?:split|parse|join)\b", path.read_text("utf-8"))
    }
    assert using - OTHERS == {"library/web_addresses.py"}
