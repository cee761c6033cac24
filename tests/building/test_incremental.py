"""After any sequence of edits the database is the one that a build from nothing would have written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.building import build, incremental
from lessons.building.build import Options
from lessons.building.outputs import database, updating
from lessons.building.outputs.comparing import differences
from lessons.building.unchanged import unchanged
from lessons.building.verifying import verify
from tests.support.examples import examples
from tests.support.sample import LESSON, Folder, lesson, review, use_text

IDS = ("night-buses", "night-trams", "day-buses", "harbour-ferries", "city-bikes")
Edit = Callable[[Folder], object]


def written(folder: Folder, name: str, text: str) -> object:
    return folder.write(name, text)


@st.composite
def reviews(draw: st.DrawFn) -> Edit:
    id_, other = draw(st.sampled_from(IDS)), draw(st.sampled_from(IDS))
    extra = draw(
        st.lists(
            st.sampled_from(
                [
                    f"related: {other}",
                    "handling: internal",
                    "status: draft",
                    "status: withdrawn",
                    "tags: [late hours, pilot]",
                    f"builds_on:\n  - lesson: {other}#ask-users\n    decision: adopted",
                    f"formerly: old-{id_}",
                    "partners: [Leeds, Straße & Söhne]",
                ]
            ),
            max_size=3,
            unique_by=lambda line: line.split(":")[0],
        )
    )
    fields = {
        "title": draw(st.sampled_from(["Night buses", "Trams — at night", "Écoles ﬁnes"])),
        "organisation": draw(st.sampled_from(["Kirklees", "Leeds", "kirklees", "not-stated"])),
        "sector": draw(st.sampled_from(["transport", "health"])),
        "date": draw(st.sampled_from(["1998", "2001-02-03", "not-stated"])),
    }
    lessons = draw(
        st.sampled_from(
            [LESSON, f"{LESSON}\n{LESSON.replace('ask-users', 'ask-again')}", LESSON + f"\nSee [it]({other}.md).\n"]
        )
    )
    return lambda folder: written(folder, id_, review("\n".join(extra), lessons=lessons, **fields))


@st.composite
def uses(draw: st.DrawFn) -> Edit:
    id_, lesson = draw(st.sampled_from(["leeds-use", "york-use"])), draw(st.sampled_from(IDS))
    text = use_text(lesson=f"{lesson}#ask-users", decision=draw(st.sampled_from(["adopted", "declined"])))
    return lambda folder: written(folder, f"uses/{id_}", text)


def removals() -> st.SearchStrategy[Edit]:
    return st.sampled_from([*IDS, "uses/leeds-use"]).map(
        lambda id_: lambda folder: (folder.path / f"{id_}.md").unlink(missing_ok=True)
    )


def vocabularies() -> st.SearchStrategy[Edit]:
    terms = st.sampled_from(["transport: {label: Transport}", "transport: {label: Getting about, synonyms: [buses]}"])
    return terms.map(
        lambda term: (
            lambda folder: written(
                folder,
                "vocabulary.yml",
                f"unit: {{slug: here, name: Here}}\nschemes:\n  sector:\n    label: Sector\n    terms:\n      {term}\n      health: {{label: Health}}\n",
            )
        )
    )


EDITS = st.lists(st.one_of(reviews(), reviews(), uses(), removals(), vocabularies()), min_size=1, max_size=3)


@pytest.mark.parametrize("few", [0, 10**9], ids=["what is touched", "every row compared"])
@pytest.mark.parametrize("learnt_anew", [0, 10], ids=["placed in the space", "learnt anew"])
@examples(6, scheduled=60)
@given(steps=st.lists(EDITS, min_size=2, max_size=4))
def test_incremental_equals_full_over_any_sequence_of_edits(
    learnt_anew: int, few: int, steps: list[list[Edit]]
) -> None:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as place:
        # However much has changed, and without giving up where something goes wrong.
        patch.setattr(updating, "BUILT_ANEW", 0)
        patch.setattr(updating, "LEARNT_ANEW", learnt_anew)
        patch.setattr(database, "GIVES_UP_ON", (updating.TooDifferentError,))
        patch.setattr(incremental, "BUILT_ANEW", few)
        patch.setattr(incremental, "GIVES_UP_ON", (incremental.MuchChangedError,))
        folder, output = Folder(Path(place) / "entries"), Path(place) / "lessons.db"
        for id_ in IDS:
            folder.write(id_)
        options = Options(keep_going=True)
        for edits in ([], *steps):
            for edit in edits:
                edit(folder)
            if not build.build(folder.path, output, options).written:
                continue
            assert verify(folder.path, output, options) == []
        other = Folder(Path(place) / "again" / "entries")
        for path in sorted(folder.path.rglob("*.*"), reverse=True):
            other.write(path.relative_to(folder.path).as_posix(), path.read_bytes())
        made = [Path(place) / f"{name}.db" for name in ("one", "two")]
        full = Options(keep_going=True, full=True)
        if all(build.build(one.path, path, full).written for one, path in zip((folder, other), made, strict=True)):
            assert made[0].read_bytes() == made[1].read_bytes()


@pytest.fixture
def output(shelf: Folder, tmp_path: Path) -> Path:
    for id_ in IDS:
        shelf.write(id_)
    output = tmp_path / "lessons.db"
    shelf.build(output)
    return output


def test_what_changed_is_written_into_a_copy_of_the_last_file(
    shelf: Folder, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_from_nothing", lambda *_: pytest.fail("it was built from nothing"))
    shelf.write("night-buses", title="Buses at night")
    assert shelf.build(output).written
    assert unchanged(shelf.path, output, Options()) is not None
    connection = sqlite3.connect(output)
    assert connection.execute(
        "SELECT id FROM reviews_fts JOIN reviews ON number = reviews_fts.rowid WHERE reviews_fts MATCH 'title: \"buses at\"'"
    ).fetchall() == [("night-buses",)]
    connection.close()


def spoilt(output: Path) -> None:
    connection = sqlite3.connect(output)
    connection.execute("UPDATE reviews SET title = 'Edited by somebody'")
    connection.commit()
    connection.close()


def of_another_build(output: Path) -> None:
    folder = Folder(output.parent / "other")
    folder.write("night-buses")
    folder.build(output.with_name("other.db"))
    shutil.copyfile(output.with_name("other.db"), output)


def test_a_row_to_which_others_still_refer_is_not_taken_out(output: Path, tmp_path: Path) -> None:
    last = output.read_bytes()
    beside = tmp_path / "beside.db"
    found: dict[str, Any] = {"lessons": [], "review_files": []}
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        updating.update(output, beside, found, 0, updating.Change({"night-buses"}, {}))
    assert output.read_bytes() == last


def test_where_a_reference_would_lead_nowhere_the_file_is_built_from_nothing(
    shelf: Folder, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = incremental.tables.rows_of
    monkeypatch.setattr(incremental.tables, "rows_of", lambda *about: {**rows(*about), "lessons": []})
    monkeypatch.setattr(incremental, "BUILT_ANEW", 0)
    shelf.write("night-trams", title="Trams at night")
    assert shelf.build(output).written
    assert verify(shelf.path, output, Options()) == []


@pytest.mark.parametrize("spoil", [spoilt, of_another_build, Path.unlink])
def test_a_file_that_the_last_build_did_not_write_is_not_built_upon(
    spoil: Callable[[Path], object], shelf: Folder, output: Path
) -> None:
    spoil(output)
    shelf.write("night-buses", title="Buses at night")
    assert shelf.build(output).written
    assert verify(shelf.path, output, Options()) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE reviews SET title = 'x' WHERE id = 'day-buses'", ["reviews: 1 of 5 rows differ, such as "]),
        ("DELETE FROM review_tags", []),
        (
            "INSERT INTO reviews_fts (reviews_fts, rowid, title) SELECT 'delete', number, title FROM reviews WHERE id = 'day-buses'",
            ["reviews_fts: "],
        ),
    ],
)
def test_a_difference_is_found_and_named(statement: str, said: list[str], output: Path, tmp_path: Path) -> None:
    other = Path(shutil.copyfile(output, tmp_path / "other.db"))
    assert differences(output, other) == []
    connection = sqlite3.connect(other)
    connection.execute(statement)
    connection.commit()
    connection.close()
    found = differences(other, output)
    assert [any(one.startswith(start) for one in found) for start in said] == [True] * len(said)
    assert bool(found) == bool(said)


def test_of_what_is_taken_out_no_word_stays_in_the_file(shelf: Folder, output: Path) -> None:
    secret = lesson("- Id: ask-users\n- Recommendation: Ask.", prose="Mrs Xylowitz of Zanzibarville complained. " * 40)
    for id_ in ("night-trams", "day-buses"):
        shelf.write(id_, review("tags: [quagmirish]", lessons=secret, title="Xylophonists"))
    shelf.build(output)
    assert b"ylowitz" in output.read_bytes()
    shelf.write("night-trams", title="Trams at night")
    shelf.write("day-buses", review("status: withdrawn", lessons=secret, title="Xylophonists"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(updating, "BUILT_ANEW", 0)
        patch.setattr(updating, "LEARNT_ANEW", 0)
        patch.setattr(database, "_from_nothing", lambda *_: pytest.fail("it was built from nothing"))
        shelf.build(output)
    raw = output.read_bytes().lower()
    assert [word for word in (b"xylo", b"ylowitz", b"zanzib", b"quagmir") if word in raw] == []
    assert verify(shelf.path, output, Options()) == []


def test_a_file_for_other_readers_is_not_built_upon(
    shelf: Folder, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "update", lambda *_: pytest.fail("it was built upon"))
    for options in ({"audience": "internal"}, {"drafts": True}, {}):
        shelf.build(output, **options)


def test_a_file_that_could_not_be_read_is_not_taken_for_an_empty_one(shelf: Folder, output: Path) -> None:
    shelf.write("night-trams", b"\xff\xfe not text")
    assert shelf.build(output, keep_going=True).written
    shelf.write("night-trams", b"")
    (problem,) = shelf.build(output, keep_going=True).problems
    assert problem.message == "the file is empty"


def edited(folder: Folder, id_: str, old: str, new: str) -> object:
    path = folder.path / f"{id_}.md"
    text = path.read_text("utf-8")
    assert old in text
    return path.write_text(text.replace(old, new), "utf-8")


def another_review(shelf: Folder) -> object:
    return shelf.write("river-ferries", review("repeats: night-buses#ask-users", title="River ferries", date="2005"))


def another_use(shelf: Folder) -> object:
    return shelf.write("uses/york-use", use_text(lesson="night-buses#ask-users", organisation="York"))


def another_name(shelf: Folder) -> object:
    (shelf.path / "day-buses.md").rename(shelf.path / "week-buses.md")
    return edited(shelf, "week-buses", "title:", "formerly: day-buses\ntitle:")


def an_odd_folder(shelf: Folder) -> object:
    # A name as another system, or another encoding, leaves it.
    odd = shelf.path / "of\n" / os.fsdecode(b"caf\xe9")
    odd.mkdir(parents=True)
    return (shelf.path / "city-bikes.md").rename(odd / "city-bikes.md")


SMALL: dict[str, Edit] = {
    "a title": lambda shelf: edited(shelf, "night-trams", "title: Night buses", "title: Trams"),
    "an organisation that others spell so": lambda shelf: edited(shelf, "city-bikes", "Kirklees", "KIRKLEES"),
    "the organisation of a lesson that others used": lambda shelf: edited(shelf, "night-buses", "Kirklees", "Leeds"),
    "a term that nobody used": lambda shelf: edited(shelf, "night-trams", "title:", "tags: [late hours]\ntitle:"),
    "the id of a lesson": lambda shelf: edited(shelf, "city-bikes", "ask-users", "ask-riders"),
    "a former id": lambda shelf: edited(shelf, "city-bikes", "Id: ask-users", "Id: ask-riders\n- Formerly: ask-users"),
    "a lesson taken away": lambda shelf: written(
        shelf, "city-bikes", review(lessons=LESSON.replace("ask-users", "other"))
    ),
    "a review that repeats a lesson": another_review,
    "a review taken away": lambda shelf: (shelf.path / "city-bikes.md").unlink(),
    "a use": another_use,
    "a use taken away": lambda shelf: (shelf.path / "uses/leeds-use.md").unlink(),
    "a use of another lesson": lambda shelf: edited(shelf, "uses/leeds-use", "night-buses#", "night-trams#"),
    "another name": another_name,
    "another folder": lambda shelf: (
        (shelf.path / "sub").mkdir(),
        (shelf.path / "city-bikes.md").rename(shelf.path / "sub" / "city-bikes.md"),
    ),
    "a folder whose name is no text": an_odd_folder,
}


@pytest.fixture
def linked(shelf: Folder, tmp_path: Path) -> Path:
    """A database of reviews that refer to one another, and of a use."""
    for id_ in IDS:
        shelf.write(id_)
    shelf.write("uses/leeds-use", use_text(lesson="night-buses#ask-users", organisation="Leeds"))
    shelf.write("night-trams", review("related: night-buses", date="2003"))
    built_on = "builds_on:\n  - lesson: night-buses#ask-users\n    decision: adopted\ntags: [pilot]"
    shelf.write("harbour-ferries", review(built_on, date="2004", organisation="kirklees"))
    output = tmp_path / "lessons.db"
    assert shelf.build(output).written
    return output


@pytest.mark.parametrize("edit", SMALL.values(), ids=SMALL)
def test_a_small_change_is_built_upon_without_reading_the_rest(
    edit: Edit, shelf: Folder, linked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incremental, "BUILT_ANEW", 0)
    monkeypatch.setattr(incremental, "GIVES_UP_ON", ())
    edit(shelf)
    with monkeypatch.context() as patch:
        patch.setattr(build, "read_folder", lambda *_, **__: pytest.fail("everything was read"))
        report = shelf.build(linked)
    assert (report.written, report.problems) == (True, [])
    assert verify(shelf.path, linked, Options()) == []
    assert unchanged(shelf.path, linked, Options()) == replace(report, unchanged=True)
    assert replace(shelf.build(linked, full=True)) == report


def test_what_lies_in_a_folder_whose_name_is_no_text_is_found_again(
    shelf: Folder, linked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_odd_folder(shelf)
    shelf.build(linked, full=True)
    monkeypatch.setattr(incremental, "BUILT_ANEW", 0)
    monkeypatch.setattr(build, "read_folder", lambda *_, **__: pytest.fail("everything was read"))
    edited(shelf, "night-trams", "title: Night buses", "title: Trams")
    assert shelf.build(linked).written


@pytest.mark.parametrize("changed", ["night-buses.md", "city-bikes.md", "vocabulary.yml"])
@pytest.mark.parametrize("full", [False, True], ids=["built upon", "from nothing"])
def test_what_a_file_said_for_a_moment_during_a_build_does_not_stay(
    shelf: Folder, linked: Path, changed: str, full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incremental, "BUILT_ANEW", 0)
    shelf.write("vocabulary.yml", "unit: {slug: here, name: Here}\n")
    shelf.build(linked)
    edited(shelf, "night-buses", "title: Night buses", "title: Buses")
    path = shelf.path / changed
    lasting = path.read_bytes()
    passing = lasting.replace(b"organisation: Kirklees", b"organisation: Leeds").replace(b"name: Here", b"name: There")
    assert passing != lasting

    def during(*given: Any) -> Any:
        path.write_bytes(passing)
        try:
            return _build(*given)
        finally:
            path.write_bytes(lasting)

    _build = build._build
    with monkeypatch.context() as patch:
        patch.setattr(build, "_build", during)
        shelf.build(linked, full=full)
    shelf.build(linked)
    assert verify(shelf.path, linked, Options()) == []


def test_a_vocabulary_that_cannot_be_read_is_told_where_there_was_none(shelf: Folder, output: Path) -> None:
    (shelf.path / "vocabulary.yml").mkdir()
    (problem,) = shelf.build(output).problems
    assert (unchanged(shelf.path, output, Options()), problem.rule) == (None, "vocabulary")


def test_a_file_that_became_a_link_out_of_the_folder_is_told_though_it_says_the_same(
    shelf: Folder, output: Path, tmp_path: Path
) -> None:
    path = (shelf.path / "night-buses.md").rename(tmp_path / "elsewhere.md")
    (shelf.path / "night-buses.md").symlink_to(path)
    assert unchanged(shelf.path, output, Options()) is None
    (problem,) = shelf.build(output).problems
    assert problem.message.startswith("this symbolic link leads out of the folder")
