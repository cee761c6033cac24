"""One collection in all its audiences: nothing of what is hidden is in any byte that the public gets."""

from __future__ import annotations

import html
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from click.testing import CliRunner

from lessons.building.build import Options, build
from lessons.building.outputs.exports import EXPORTS
from lessons.cli import main
from tests.web.visitor import Visitor

# Each is planted in one place or more, and is to be found nowhere. Those with a hyphen are ids.
HIDDEN_IDS = (
    "operation-nightjar",
    "draft-kestrel",
    "review-osprey",
    "former-plover",
    "harrier-withdrawn",
    "broken-merlin",
)
SECRETS = (
    *HIDDEN_IDS,
    # what only the hidden reviews say
    "Quillon title", "Farrago Agency", "farrago-agency", "FRGAG", "Mx Petronella", "petronella@", "tag-zephyr", "Gannet source",
    "gannet.example", "Whimbrel place", "Dunlin mission", "Avocet partner", "Sanderling summary", "Turnstone happened",
    "Redshank statement", "redshank-lesson", "former-redshank", "Knot recommendation", "Snipe evidence", "Ruff owner", "Godwit note", "Phalarope outcome",
    "PHA-SYS", "PHA-9911", "Corncrake cost", "Lapwing event", "Shoveler introduction", "Pochard table", "Smew code", "Garganey quote",
    "night-folder", "Scaup reviewer",
    # what the vocabulary says of them
    "Bittern comment", "Heron variant", "Egret end of line",
    # what was withdrawn, what a draft says, what has problems
    "Harrier text", "harrier-lesson", "Kestrel text", "Osprey text", "Merlin text",
)  # fmt: skip
LESSONS = """\
### {statement}

Because of what happened.

- Id: {id}
{formerly}- Recommendation: {recommendation}, and say so.
{more}"""
VOCABULARY = """\
# Bittern comment: ask before you publish.
unit: {slug: here, name: The Unit}
schemes:
  event:
    label: Event
    terms:
      lapwing: {label: Lapwing event defined, definition: What operation-nightjar was}  # Egret end of line
organisations:
  open-council: {name: Open Council, variants: [OC, Heron variant, Council of All]}
  farrago-agency: {name: Farrago Agency, variants: [FRGAG]}
"""


def review(
    title: str, more: str, body: str, lessons: str, summary: str = "A summary of what happened, in one sentence."
) -> str:
    return (
        f"---\ntitle: {title}\ndate: 2001-02-03\nsector: roads\nresult: mixed\n{more}---\n\n## Summary\n\n{summary}\n\n"
        f"## What was intended\n\nMuch.\n\n## What happened\n\n{body}\n\n## Why it happened\n\nNobody had asked.\n\n## Lessons\n\n{lessons}"
    )


def lesson(statement: str, id_: str, recommendation: str = "Ask early", more: str = "", formerly: str = "") -> str:
    return LESSONS.format(
        statement=statement,
        id=id_,
        recommendation=recommendation,
        more=more,
        formerly=f"- Formerly: {formerly}\n" if formerly else "",
    )


HIDDEN = review(
    "Quillon title",
    "organisation: Farrago Agency\nhandling: restricted\nformerly: former-plover\ncontact: petronella@open.example\n"
    "contributors: Mx Petronella\npartners: [Avocet partner, Heron variant]\ntags: [tag-zephyr]\nplace: Whimbrel place\nmission: Dunlin mission\n"
    "summary: Sanderling summary of the whole operation, kept short.\n"
    "sources: [{cite: Gannet source, url: 'https://gannet.example/report'}]\n"
    "cost: {amount: 4, currency: GBP, year: 2001, note: Corncrake cost}\n"
    "source_system: {name: PHA-SYS, id: PHA-9911, imported: 2002-01-01, url: 'https://gannet.example/9911'}\n"
    "reviewed: [{on: 2002-01-01, by: peer, note: Godwit note by the Scaup reviewer}]\n"
    "outcomes: [{measure: Phalarope outcome, unit: people, baseline: 1, result: 2, better: higher}]\n",
    "Turnstone happened. FRGAG was there.\n\n| Pochard table |\n|---|\n| a |\n\n```\nSmew code\n```\n\n> Garganey quote",
    "Shoveler introduction\n\n"
    + lesson(
        "Redshank statement",
        "redshank-lesson",
        "Knot recommendation",
        "- Owner: Ruff owner\n- Evidence: Snipe evidence\n",
        "former-redshank",
    ),
)
# Everything by which a review that is shown may refer to one that is not.
REFERRING = review(
    "Open roads",
    "organisation: Open Council\nrelated: [operation-nightjar, draft-kestrel, review-osprey, harrier-withdrawn, calm-roads]\n"
    "repeats: ['operation-nightjar#redshank-lesson']\ntags: [roads, operation-nightjar]\n"
    'mission: "As in operation\\x2dnightjar"\n'
    "sources: [{cite: See operation-nightjar, url: 'https://code.example/reviews/operation%2Dnightjar/redshank-lesson'}]\n",
    r"""See [a](operation-nightjar.md#redshank-lesson), [b](night-folder/operation\-nightjar.md), [c](/reviews/operation&#45;nightjar),
[d](operation%2dnightjar.md), [e](https://x.example/reviews/Operation-Nightjar/redshank-lesson), [f][n], [draft-kestrel], <https://x.example/reviews/review-osprey>,
`operation-nightjar`, **operation-nightjar**, _operation-nightjar_, operation**-**nightjar, [g](harrier-withdrawn.md), [h](https://x.example/former-plover),
oper&shy;ation&#x2011;nightjar, [i](<night-folder/operation-nightjar.md> "operation-nightjar") and [former-plover].

| operation-nightjar |
|---|
| [k](review&#45;osprey.md) |

[n]: night-folder/operation&#45;nightjar.md 'operation\-nightjar'
[draft-kestrel]: /reviews/draft%2Dkestrel
""",
    lesson("Ask the drivers early", "ask-drivers", "Ask as in operation-nightjar", "- Superseded by: operation-nightjar#redshank-lesson\n- Evidence: see draft-kestrel.md\n")
    + "\n"
    + lesson("Close roads late", "close-late", "Close late"),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("secrets") / "entries"
    (found / "night-folder").mkdir(parents=True)
    plain = "organisation: Open Council\n"
    texts = {
        "vocabulary.yml": VOCABULARY,
        "open-roads.md": REFERRING,
        "calm-roads.md": review("Calm roads", plain + "formerly: calm-lanes\n", "All was calm; the OC asked.", lesson("Keep calm", "keep-calm")),
        "night-folder/operation-nightjar.md": HIDDEN,
        "draft-kestrel.md": review("A draft", plain + "status: draft\n", "Kestrel text.", lesson("Draw it", "draw-it")),
        "review-osprey.md": review("A review", plain + "status: in-review\n", "Osprey text.", lesson("Write it", "write-it")),
        "harrier-withdrawn.md": review("Gone", plain + "status: withdrawn\nhandling: internal\n", "Harrier text.", lesson("Say it", "harrier-lesson")),
        "taken-back.md": review("Taken back", plain + "status: withdrawn\n", "Harrier text.", lesson("Take it", "take-it")),
    }  # fmt: skip
    for name, text in texts.items():
        (found / name).write_text(text, "utf-8")
    return found


@pytest.fixture(scope="module")
def public(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("public") / "lessons.db"
    report = build(folder, path, Options())
    assert report.written, [str(problem) for problem in report.errors]
    return path


def understood(content: bytes) -> str:
    """Return bytes as every reader may understand them: as they are, and without the ways of HTML, addresses and JSON to spell."""
    texts = [content.decode("utf-8", "replace")]
    for _ in range(3):
        texts.append(unquote(html.unescape(texts[-1])))
    texts.append(re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), texts[0]))
    texts += [re.sub(r"[\\*_`\u00ad]", "", text).replace("\u2011", "-") for text in texts]
    return "\n".join(texts).lower()


def found_in(content: bytes) -> list[str]:
    text = understood(content)
    return [secret for secret in SECRETS if secret.lower() in text and secret != "Lapwing event"]


def addresses(site: Visitor, *, database: str) -> Iterator[tuple[str, bytes]]:
    """Yield every address that a reader can come to, with what is there; Datasette's own pages too."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        ]
    connection.close()
    waiting = ["/", "/nothing", "/reviews.json", "/reviews.atom", "/search.json?size=100", "/search.csv", "/search.atom", "/outcomes.csv",
               "/outcomes.json", "/data.json", "/schema.json", "/vocabulary.yml", "/data/lessons.db", "/lessons.json", "/lessons.db", "/-/databases.json",
               "/-/metadata.json", "/.json", "/-/schema.json", "/-/jump.json"]  # fmt: skip
    waiting += [
        f"/lessons/{table}{ending}"
        for table in tables
        for ending in ("", ".json?_shape=array&_size=max", ".csv?_stream=on")
    ]
    waiting += [f"{page}?q={secret.replace(' ', '+')}" for page in ("/search", "/search.json") for secret in SECRETS]
    for id_ in HIDDEN_IDS:
        waiting += [
            f"/reviews/{id_}{rest}"
            for rest in ("", ".md", ".json", "/redshank-lesson", "/redshank-lesson.md", "/harrier-lesson")
        ]
    waiting += [
        "/organisations/farrago-agency",
        "/reviews/taken-back",
        "/reviews/taken-back.md",
        "/reviews/taken-back/take-it",
        "/browse/event/lapwing",
    ]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = site.get(path)
        asked = path.encode() if path.startswith(("/search", "/reviews/", "/organisations")) else b""
        yield (
            path,
            b"\n".join(answer.headers[name].encode() for name in answer.headers if name not in ("link", "location"))
            + without(answer.content, asked),
        )
        if answer.headers.get("content-type", "").startswith("text/html") and not (asked and b"?q=" in asked):
            for href in re.findall(r'href="([^"#]+)', answer.text):
                target = urljoin(path, html.unescape(href))
                local = not urlsplit(target).netloc
                # Datasette links every order and every facet of a table: one step from its pages is enough.
                if (
                    local
                    and (target.count("?") == 0 or not path.startswith("/lessons"))
                    and len(target) < 200
                    and not target.startswith("//")
                ):
                    waiting.append(target)


def without(content: bytes, asked: bytes) -> bytes:
    """Return a page without what it says back of its own address."""
    if b"?q=" in asked:
        # What was asked for stands on the page of its answer; what is told is whether anything was found.
        return b""
    return content


def test_no_byte_that_the_public_gets_holds_what_is_hidden(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Visitor(public, plugin={"sql": "on"})
    try:
        visited = {}
        for path, content in addresses(site, database=str(public)):
            visited[path] = content
            assert found_in(content) == [], path
        for expected in (
            "/reviews/open-roads",
            "/reviews/open-roads/ask-drivers",
            "/reviews/open-roads.md",
            "/organisations/open-council",
            "/lessons/review_text.json?_shape=array&_size=max",
        ):
            assert b"pen" in visited[expected], expected
        for secret in SECRETS:
            if secret != "Lapwing event":
                assert site.json(f"/search.json?q=%22{secret.replace(' ', '+')}%22")["count"] == 0, secret
    finally:
        site.close()


def test_the_file_and_every_export_hold_nothing_of_it(public: Path, folder: Path, tmp_path: Path) -> None:
    assert found_in(public.read_bytes()) == []
    for form in (*EXPORTS, "bundle"):
        output = tmp_path / form
        done = CliRunner().invoke(main, ["export", form, "--entries", str(folder), "--output", str(output)])
        assert done.exit_code == 0, done.output
        files = [path for path in output.rglob("*") if path.is_file()] or [output]
        for path in files:
            assert found_in(path.name.encode() + path.read_bytes()) == [], path.name
        assert b"open-roads" in b"".join(path.read_bytes() for path in files)


def test_hidden_reviews_are_not_there_and_withdrawn_ones_gone_without_a_text(public: Path) -> None:
    site = Visitor(public)
    try:
        for id_ in HIDDEN_IDS:
            assert site.get(f"/reviews/{id_}").status_code == 404, id_
        for path in ("/reviews/taken-back", "/reviews/taken-back/take-it"):
            answer = site.get(path)
            assert answer.status_code == 410
            assert "Harrier" not in answer.text
        assert site.get("/reviews/calm-lanes").status_code == 301
    finally:
        site.close()


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (Options("restricted"), ("Quillon title", "Farrago Agency", "redshank-lesson", "Heron variant")),
        (Options("restricted", drafts=True), ("Quillon title", "Kestrel text", "Osprey text", "Bittern comment")),
        (Options(drafts=True), ("Kestrel text", "draft-kestrel")),
    ],
)
def test_every_secret_is_one_because_others_see_it(
    folder: Path, tmp_path: Path, options: Options, shown: tuple[str, ...]
) -> None:
    """The plants are real: whoever may see them finds them in their database."""
    path = tmp_path / "lessons.db"
    assert build(folder, path, options).written
    found = found_in(path.read_bytes())
    assert set(shown) - {"Bittern comment"} <= set(found)


def test_with_everything_shown_every_plant_is_there(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "lessons.db"
    assert build(folder, path, Options("restricted", drafts=True)).written
    text = understood(path.read_bytes())
    withdrawn = {
        "harrier-withdrawn",
        "Harrier text",
        "harrier-lesson",
        "broken-merlin",
        "Merlin text",
        "Bittern comment",
        "Egret end of line",
    }
    assert [secret for secret in SECRETS if secret.lower() not in text and secret not in withdrawn] == []


def test_what_has_problems_leaves_no_trace_either(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "entries"
    shutil.copytree(folder, copy)
    (copy / "broken-merlin.md").write_text(
        review("Broken", "organisation: Farrago Agency\nsector: nowhere\n", "Merlin text.", ""), "utf-8"
    )
    (copy / "calm-roads.md").write_text(
        (copy / "calm-roads.md").read_text("utf-8").replace("All was calm", "All was calm, not as in broken-merlin"),
        "utf-8",
    )
    path = tmp_path / "lessons.db"
    assert build(copy, path, Options(keep_going=True)).written
    assert found_in(path.read_bytes()) == []
