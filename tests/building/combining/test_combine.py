"""Several units in one library: what refers across them finds its end, and nothing gets in that does not belong there."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lessons.building import build
from lessons.building.combining.combine import Combined, combine
from lessons.building.report import Options
from lessons.learning.causes import causes
from lessons.learning.recurrence_suggested import newest_suggested
from lessons.problems import LessonsError
from lessons.schema import SCHEMA_VERSION, TABLES
from tests.support.sample import lesson, review, use_text

WORDS = """\
unit:
  slug: {unit}
  name: {name}
  contact: {unit}@example.org
  licence: CC-BY-4.0
schemes:
  sector:
    label: Sector
    terms:
      transport:
        label: {label}
        synonyms: [{synonym}]
      {own}:
        label: Only here
organisations:
  {unit}-council:
    name: {name} Council
    variants: [{name} Borough]
  shared-trust:
    name: Shared Trust
"""
SECOND = lesson(
    "- Id: ask-users\n- Recommendation: Ask users again.\n", prose="See [the trams](trams.md) and <b>this</b>."
)


def unit(folder: Path, slug: str, entries: dict[str, str], *, audience: str = "public", **words: str) -> Path:
    """Build a unit of these entries, and return its database."""
    home = folder / slug
    (home / "entries").mkdir(parents=True)
    stated = {"unit": slug, "name": slug.title(), "label": "Transport", "synonym": f"travel in {slug}", "own": slug}
    (home / "entries" / "vocabulary.yml").write_text(WORDS.format(**stated | words), "utf-8")
    for name, text in entries.items():
        path = home / "entries" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    output = folder / f"{slug}.db"
    report = build.build(home / "entries", output, Options(audience))
    assert report.written, [str(problem) for problem in report.problems]
    return output


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the databases of two units: the second used, repeated and cites what the first learnt."""
    folder = tmp_path_factory.mktemp("units")
    north = unit(
        folder,
        "north",
        {
            "night-buses": review("formerly:\n  - late-buses\n", organisation="North Council"),
            "trams": review(title="Trams", organisation="Shared Trust"),
        },
    )
    south = unit(
        folder,
        "south",
        {
            "trams": review(title="Trams of the south", organisation="South Borough", result="success"),
            "night-buses": review(
                "builds_on:\n  - lesson: north:late-buses#ask-users\n    decision: adopted\n"
                "repeats:\n  - north:trams#ask-users\nrelated:\n  - north:trams\n  - west:nothing\n",
                lessons=SECOND,
                title="Buses of the south",
                organisation="South Council",
            ),
            "uses/a-use": use_text(
                "why: It fitted our zeppelins.", lesson="north:night-buses#ask-users", organisation="Shared Trust"
            ),
        },
    )
    return north, south


@pytest.fixture(scope="module")
def central(units: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Combined]:
    output = tmp_path_factory.mktemp("central") / "central.db"
    return output, combine(units, output, name="Central")


@pytest.fixture
def rows(central: tuple[Path, Combined]) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(central[0])) as connection:
        yield connection


def column(connection: sqlite3.Connection, sql: str) -> list[Any]:
    return [row[0] if len(row) == 1 else row for row in connection.execute(sql)]


def test_every_id_has_its_unit_before_it_so_that_equal_ones_do_not_meet(rows: sqlite3.Connection) -> None:
    assert sorted(column(rows, "SELECT id FROM reviews")) == [
        "north:night-buses", "north:trams", "south:night-buses", "south:trams",
    ]  # fmt: skip
    assert sorted(column(rows, "SELECT id FROM uses")) == ["south:a-use"]
    assert set(column(rows, "SELECT review_id || '#' || local_id = id FROM lessons")) == {1}


def test_a_use_and_a_repeat_in_another_unit_find_their_lessons_also_by_a_former_id(rows: sqlite3.Connection) -> None:
    assert column(rows, "SELECT link_type, to_lesson_id, independent FROM lesson_links ORDER BY 1") == [
        ("builds_on", "north:night-buses#ask-users", 1),
        ("repeats", "north:trams#ask-users", 1),
    ]
    assert column(rows, "SELECT lesson_id, independent FROM uses") == [("north:night-buses#ask-users", 1)]
    assert column(rows, "SELECT id FROM lessons WHERE recurred") == ["north:trams#ask-users"]
    assert column(rows, "SELECT term FROM lesson_terms WHERE scheme = 'lesson_status' AND lesson_id = 'north:trams#ask-users'") == [
        "recurred"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "expected"), [("1997-12", "one-case"), ("1998", "strong"), ("not-stated", "strong"), ("2000", "strong")]
)
def test_what_another_unit_did_before_the_lesson_is_no_evidence_for_it(tmp_path: Path, day: str, expected: str) -> None:
    """No rule compares the dates of entries of two units."""
    measured = "outcomes: {measure: Riders, better: higher, baseline: 1, result: 2, measures: outcome, method: trial}\n"
    north = unit(tmp_path, "north", {"night-buses": review(organisation="North Council")})
    south = unit(
        tmp_path,
        "south",
        {
            "trams": review(
                f"{measured}builds_on: {{lesson: north:night-buses#ask-users, decision: adopted}}\n",
                organisation="South Council", result="success", date=day,
            ),
            "uses/a-use": use_text(measured, lesson="north:night-buses#ask-users", organisation="Shared Trust", date=day),
        },
    )  # fmt: skip
    combine([north, south], tmp_path / "all.db", name="Both")
    with closing(sqlite3.connect(tmp_path / "all.db")) as rows:
        found = rows.execute(
            "SELECT evidence_strength, unmeasured FROM lessons JOIN open_lessons USING (id) WHERE lessons.id = 'north:night-buses#ask-users'"
        ).fetchone()
    assert found == (expected, int(expected == "one-case"))


def test_the_strength_of_evidence_counts_what_other_units_did(rows: sqlite3.Connection) -> None:
    reasons = dict(rows.execute("SELECT id, evidence_reason FROM lessons"))
    assert "went wrong again once" in reasons["north:trams#ask-users"]
    for id_, term in rows.execute("SELECT id, evidence_strength FROM lessons"):
        stated = column(
            rows, f"SELECT term FROM lesson_terms WHERE scheme = 'evidence_strength' AND lesson_id = '{id_}'"
        )
        assert stated == [term]


def test_a_lesson_is_found_by_what_another_unit_said_of_it(rows: sqlite3.Connection) -> None:
    found = "SELECT lessons.id FROM lessons_fts JOIN lessons ON lessons.number = lessons_fts.rowid WHERE lessons_fts MATCH 'zeppelins'"
    assert column(rows, found) == ["north:night-buses#ask-users"]
    found = "SELECT reviews.id FROM reviews_fts JOIN reviews ON reviews.number = reviews_fts.rowid WHERE reviews_fts MATCH 'zeppelins'"
    assert column(rows, found) == ["north:night-buses"]


def test_links_in_texts_lead_to_the_unit_that_they_were_written_in(rows: sqlite3.Connection) -> None:
    html = column(rows, "SELECT html FROM lesson_text WHERE lesson_id = 'south:night-buses#ask-users'")[0]
    assert 'href="/reviews/south:trams"' in html
    assert column(rows, "SELECT to_review_id FROM review_links WHERE link_type = 'mentions'") == ["south:trams"]
    assert column(rows, "SELECT new FROM redirects WHERE old = '/reviews/north:late-buses'") == [
        "/reviews/north:night-buses"
    ]


def test_what_leads_nowhere_is_told_with_who_cites_it(central: tuple[Path, Combined]) -> None:
    assert central[1].unresolved == (("south:night-buses", "west:nothing"),)


def test_units_are_told_with_where_they_came_from_and_are_a_facet(
    central: tuple[Path, Combined], units: tuple[Path, Path], rows: sqlite3.Connection
) -> None:
    stated = {row[0]: row[1:] for row in rows.execute("SELECT id, name, contact, licence, checksum FROM units")}
    for path in units:
        slug = path.stem
        checksum = hashlib.sha256(path.read_bytes()).hexdigest()
        assert stated[slug] == (slug.title(), f"{slug}@example.org", "CC-BY-4.0", checksum)
    counted = "SELECT term, count(*) FROM all_terms WHERE scheme = 'unit' AND lesson_id IS NULL GROUP BY 1 ORDER BY 1"
    assert column(rows, counted) == [("north", 2), ("south", 2)]
    assert column(rows, "SELECT id FROM facets ORDER BY position")[0] == "unit"


def test_words_are_joined_and_what_only_one_has_is_told(
    central: tuple[Path, Combined], rows: sqlite3.Connection
) -> None:
    assert column(rows, "SELECT synonym FROM synonyms WHERE term = 'transport' ORDER BY 1") == [
        "travel in north",
        "travel in south",
    ]
    assert [line for line in central[1].told if "no other unit" in line] == [
        "north: terms of sector that no other unit has: north",
        "south: terms of sector that no other unit has: south",
    ]
    assert column(rows, "SELECT id, name, review_count FROM organisations WHERE id LIKE '%trust' OR id LIKE 'south%' ORDER BY 1") == [
        ("shared-trust", "Shared Trust", 1),
        ("south-council", "South Council", 2),
    ]  # fmt: skip


def test_the_same_units_give_the_same_bytes_in_any_order(
    units: tuple[Path, Path], central: tuple[Path, Combined], tmp_path: Path
) -> None:
    for order in (units, units[::-1]):
        combine(order, tmp_path / "again.db", name="Central")
        assert (tmp_path / "again.db").read_bytes() == central[0].read_bytes()


def test_row_for_row_it_is_what_the_units_have(units: tuple[Path, Path], rows: sqlite3.Connection) -> None:
    for path in units:
        with closing(sqlite3.connect(path)) as one:
            for table, key in (
                ("sections", "review_id"),
                ("review_files", "review_id"),
                ("outcomes", "id"),
                ("sources", "review_id"),
            ):
                texts = "text" if table == "sections" else "markdown" if table == "review_files" else key
                theirs = [
                    (f"{path.stem}:{row[0]}", *row[1:])
                    for row in one.execute(f"SELECT {key}, {texts} FROM {table} ORDER BY 1, 2")
                ]
                ours = column(
                    rows, f"SELECT {key}, {texts} FROM {table} WHERE {key} LIKE '{path.stem}:%' ORDER BY 1, 2"
                )
                assert [row if isinstance(row, tuple) else (row,) for row in ours] == theirs


def test_one_case_told_in_two_units_is_shown(tmp_path: Path) -> None:
    long = " ".join(f"word{number}" for number in range(80))
    told = review(title="Trams").replace("They ran, mostly empty.", long)
    paths = [unit(tmp_path, slug, {f"trams-{slug}": told}) for slug in ("north", "south")]
    assert combine(paths, tmp_path / "central.db", name="x").duplicates == (("north:trams-north", "south:trams-south"),)


@pytest.mark.parametrize("turned", [False, True])
def test_a_subject_that_units_call_by_different_names_is_called_after_its_field(tmp_path: Path, turned: bool) -> None:
    north = unit(tmp_path, "north", {"buses": review()})
    home = tmp_path / "agency" / "entries"
    home.mkdir(parents=True)
    home.joinpath("vocabulary.yml").write_text(
        "unit: {slug: agency, name: Agency}\nschemes:\n  sector:\n    label: Mission directorate\n    definition: The part of the agency.\n"
        "    terms:\n      roads: {label: Roads}\n",
        "utf-8",
    )
    home.joinpath("trams.md").write_text(review(sector="roads"), "utf-8")
    agency = tmp_path / "agency.db"
    assert build.build(home, agency, Options("public")).written
    done = combine([agency, north] if turned else [north, agency], tmp_path / "central.db", name="x")
    with closing(sqlite3.connect(tmp_path / "central.db")) as connection:
        assert connection.execute("SELECT label FROM schemes WHERE id = 'sector'").fetchone() == ("Sector",)
        assert "agency" not in str(connection.execute("SELECT definition FROM schemes WHERE id = 'sector'").fetchone())
    assert any('"Mission directorate" in agency' in told and told.endswith('here it is "Sector"') for told in done.told)


def test_names_that_terms_of_two_units_share_are_told_apart(tmp_path: Path) -> None:
    north = unit(tmp_path, "north", {"buses": review()}, synonym="roads, moving about")
    south = unit(tmp_path, "south", {"trams": review(sector="roads")}, own="roads", synonym="only here by the sea")
    west = unit(tmp_path, "west", {"ferries": review(sector="travel")}, own="travel", synonym="moving-about, north")
    done = combine([north, south, west], tmp_path / "central.db", name="x")
    with closing(sqlite3.connect(tmp_path / "central.db")) as connection:
        assert connection.execute("SELECT slug, label FROM terms WHERE scheme = 'sector' ORDER BY slug").fetchall() == [
            ("north", "Only here"), ("roads", "Only here (south)"), ("transport", "Transport"), ("travel", "Only here (west)"),
        ]  # fmt: skip
        found = connection.execute("SELECT synonym FROM synonyms WHERE scheme = 'sector' ORDER BY 1").fetchall()
    assert found == [("moving about",), ("moving-about",), ("only here by the sea",)]
    assert [line for line in done.told if "as well" in line or "crosswalk" in line] == [
        'sector/roads of south is called "Only here" as sector/north is; here it is "Only here (south)"; where both are one, say so in a crosswalk',
        'sector/travel of west is called "Only here" as sector/north is; here it is "Only here (west)"; where both are one, say so in a crosswalk',
        "sector: names that another term goes by as well are left to that: roads, north",
    ]


def test_a_crosswalk_says_which_terms_are_the_same(tmp_path: Path) -> None:
    north = unit(tmp_path, "north", {"buses": review()})
    south = unit(tmp_path, "south", {"trams": review(sector="roads")}, own="roads", label="Getting about")
    crosswalk = tmp_path / "crosswalk.yml"
    crosswalk.write_text("south:\n  sector:\n    roads: transport\n", "utf-8")
    done = combine([north, south], tmp_path / "central.db", name="x", crosswalk=crosswalk)
    with closing(sqlite3.connect(tmp_path / "central.db")) as connection:
        assert column(connection, "SELECT DISTINCT sector FROM reviews") == ["transport"]
        assert column(connection, "SELECT slug FROM terms WHERE scheme = 'sector' ORDER BY 1") == ["north", "transport"]
        assert column(connection, "SELECT DISTINCT term FROM review_terms WHERE scheme = 'sector'") == ["transport"]
    assert 'sector/transport is "Transport" in north and "Getting about" in south; the first is used' in done.told


def test_terms_that_a_unit_uses_without_listing_them_are_told_and_can_be_in_a_crosswalk(tmp_path: Path) -> None:
    north = unit(tmp_path, "north", {"buses": review(sector="transport")})
    home = tmp_path / "agency" / "entries"
    home.mkdir(parents=True)
    home.joinpath("vocabulary.yml").write_text("unit: {slug: agency, name: Agency}\n", "utf-8")
    for name, sector in (("a-probe", "science"), ("a-rocket", "flight"), ("a-bus", "transport")):
        home.joinpath(f"{name}.md").write_text(review(sector=sector), "utf-8")
    agency = tmp_path / "agency.db"
    assert build.build(home, agency, Options("public")).written
    done = combine([agency, north], tmp_path / "central.db", name="x")
    assert [line for line in done.told if "no other unit" in line] == [
        "agency: terms of sector that no other unit has: flight, science",
        "north: terms of sector that no other unit has: north",
    ]
    crosswalk = tmp_path / "crosswalk.yml"
    crosswalk.write_text("agency:\n  sector:\n    flight: transport\nnorth:\n  sector:\n    north: science\n", "utf-8")
    done = combine([agency, north], tmp_path / "central.db", name="x", crosswalk=crosswalk)
    assert [line for line in done.told if "no other unit" in line] == []
    with closing(sqlite3.connect(tmp_path / "central.db")) as connection:
        used = "SELECT DISTINCT term FROM review_terms WHERE scheme = 'sector' ORDER BY 1"
        assert column(connection, used) == ["science", "transport"]
        assert column(connection, "SELECT slug FROM terms WHERE scheme = 'sector' ORDER BY 1") == [
            "science",
            "transport",
        ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sotuh:\n  sector:\n    a: b\n", 'crosswalk.yml:1:1: unknown unit "sotuh", did you mean "south"?'),
        ("south: transport\n", "crosswalk.yml:1:8: write the unit, below it the scheme"),
        (
            "south:\n  sector:\n    transport: norht\n",
            'crosswalk.yml:3:16: no unit has the term "norht" of sector, did you mean "north"?',
        ),
        (
            "south:\n  sector:\n    transprot: north\n",
            'crosswalk.yml:3:5: south has no term "transprot" of sector, did you mean "transport"?',
        ),
        # Another unit's term.
        (
            "south:\n  sector:\n    north: transport\n",
            'crosswalk.yml:3:5: south has no term "north" of sector; its terms: transport, south',
        ),
        (
            "south:\n  sectr:\n    transport: north\n",
            'crosswalk.yml:2:3: no unit has the scheme "sectr", did you mean "sector"?',
        ),
        (
            "south:\n  moods:\n    glad: north\n",
            'crosswalk.yml:2:3: no unit has the scheme "moods"; their schemes: ',
        ),
        (
            "south:\n  sector:\n    south:\n",
            'crosswalk.yml:3:5: write after "south:" the term that it is, or leave it out',
        ),
        (
            "north:\n  sector:\n    north: south\nsouth:\n  sector:\n    south: transport\n",
            'crosswalk.yml:3:12: "south" is itself to be "transport" by this crosswalk; write "transport" here too',
        ),
        ("south:\n  result:\n    success: mixed\n", 'the terms of "result" are the same in every unit'),
        ("south: [", "crosswalk.yml:1:"),
    ],
)
def test_a_crosswalk_with_a_slip_is_refused_with_its_place(
    units: tuple[Path, Path], tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "crosswalk.yml").write_text(text, "utf-8")
    with pytest.raises(LessonsError) as refused:
        combine(units, tmp_path / "central.db", name="x", crosswalk=tmp_path / "crosswalk.yml")
    assert said in str(refused.value)
    assert not (tmp_path / "central.db").exists()


def changed(path: Path, folder: Path, *statements: str) -> Path:
    """Return a copy of a unit's database in which somebody ran some SQL."""
    copy = folder / path.name
    shutil.copy(path, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        connection.execute("PRAGMA writable_schema = 1")
        for statement in statements:
            connection.execute(statement)
    return copy


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE reviews SET id = '../../etc' WHERE id = 'trams'", "cannot be an id"),
        ("UPDATE reviews SET result = 'splendid' WHERE id = 'trams'", "is damaged|cannot be a term of result"),
        (
            "INSERT INTO review_terms VALUES ('trams', 'sector', '<b>&quot;')",
            r'north\.db: "<b>&quot;" cannot be a term of sector; build that database again',
        ),
        ("INSERT INTO review_terms VALUES ('trams', 'level', 'Two Words')", '"Two Words" cannot be a term of level'),
        ("INSERT INTO review_terms VALUES ('trams', 'type', 'novel')", '"novel" cannot be a term of type'),
        ("UPDATE lesson_terms SET term = '../x'", r'north\.db: "\.\./x" cannot be a term of'),
        ("UPDATE reviews SET sector = 'A&B' WHERE id = 'trams'", r'north\.db: "A&B" cannot be a term of sector'),
        ("UPDATE lessons SET review_id = 'elsewhere' WHERE review_id = 'trams'", "build that database again"),
        ("INSERT INTO lesson_evidence VALUES ('nowhere#lesson', 1, 'x')", "build that database again"),
        ("UPDATE lesson_text SET normalised = 'no json' WHERE lesson_id = 'trams#ask-users'", "text for search is not"),
        (
            "UPDATE lesson_cause_vectors SET similarities = 'ff00'",
            "how much a lesson reads like each cause is not as",
        ),
        ("DELETE FROM causes", "how much a lesson reads like each cause is not as"),
        (
            "INSERT INTO review_terms VALUES ('trams', 'moods', 'glad')",
            'names the scheme "moods", which it does not list',
        ),
        (
            "UPDATE reviews SET organisation_id = 'nobody' WHERE id = 'trams'",
            'names the organisation "nobody", which it does not list',
        ),
        (
            "UPDATE build_info SET value = '1.0' WHERE key = 'schema_version'",
            f"has schema version 1.0, and this program reads {SCHEMA_VERSION}: in that unit, install this version of the program and run: lessons build",
        ),
        (
            "UPDATE build_info SET value = '10.0' WHERE key = 'schema_version'",
            f"has schema version 10.0, and this program reads {SCHEMA_VERSION}: install the newer program here",
        ),
        (
            "UPDATE build_info SET value = 'x' WHERE key = 'schema_version'",
            f"has schema version x, and this program reads {SCHEMA_VERSION}: in that unit",
        ),
        ("UPDATE build_info SET value = 'internal' WHERE key = 'audience'", "wider than the public audience"),
        ("UPDATE build_info SET value = 'yes' WHERE key = 'drafts'", "wider than the public audience"),
        ("UPDATE build_info SET value = 'North!' WHERE key = 'unit'", "is not written in lower-case letters"),
        ("UPDATE build_info SET value = 'all-units' WHERE key = 'unit'", "is a combined library"),
        ("DELETE FROM build_info WHERE key = 'application'", "was not made by lessons build"),
        ("UPDATE reviews SET date_earliest = 'soon' WHERE id = 'trams'", '"soon" stands where a day must stand'),
        ("UPDATE reviews SET date_latest = '2023-02-30' WHERE id = 'trams'", "where a day must stand"),
        ("UPDATE reviews SET last_changed = '2023' WHERE id = 'trams'", "where a day must stand"),
        ("UPDATE reviews SET date = '2023-13' WHERE id = 'trams'", "where a date must stand"),
        ("UPDATE lessons SET due_earliest = ' 2023-01-01' WHERE review_id = 'trams'", "where a day must stand"),
        (
            "DELETE FROM units",
            r'north\.db: its table `units` does not have its unit, "north"; build that database again',
        ),
        ("UPDATE units SET id = 'west'", r'north\.db: its table `units` does not have its unit, "north"'),
        ("DROP TABLE sections", "its table `sections` is not that of a database of schema version"),
        ("UPDATE documents SET content = 'unit: [' WHERE name = 'vocabulary.yml'", "vocabulary.yml"),
    ],
)
def test_what_is_no_database_of_ours_is_refused_in_words_and_the_last_one_stays(
    units: tuple[Path, Path], tmp_path: Path, statement: str, said: str
) -> None:
    output = tmp_path / "central.db"
    combine(units, output, name="x")
    before = output.read_bytes()
    with pytest.raises(LessonsError, match=said):
        combine([changed(units[0], tmp_path, statement), units[1]], output, name="x")
    assert output.read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob(".central.db*")) == []


def test_what_lessons_read_like_is_told_of_the_same_causes_whatever_order_a_unit_lists_them_in(tmp_path: Path) -> None:
    """As a unit does that another version of the program built."""
    pump = lesson(
        "- Id: pump\n- Kind: improve\n- Recommendation: Start the spare pump once a month under load, since nobody had ever run it.\n"
    )
    one, other = (
        unit(tmp_path, slug, {f"{slug}-pumps": review(lessons=pump, organisation=f"{slug.title()} Council")})
        for slug in ("north", "south")
    )
    last = len(causes().names) - 1
    (tmp_path / "another").mkdir()
    listed_otherwise = changed(
        other,
        tmp_path / "another",
        f"UPDATE causes SET number = {2 * last + 1} - number",
        f"UPDATE causes SET number = number - {last + 1}",
        f"""UPDATE lesson_cause_vectors SET similarities = (
            WITH RECURSIVE turned (place, digits) AS (
                SELECT {last}, '' UNION ALL SELECT place - 1, digits || substr(similarities, 2 * place + 1, 2) FROM turned WHERE place >= 0
            ) SELECT digits FROM turned WHERE place = -1
        )""",
        "UPDATE causes SET cause = 'never heard of' WHERE number = 0",
        "UPDATE lesson_causes SET cause = 'never heard of' WHERE position = 3",
    )
    output = tmp_path / "central.db"
    combine([one, listed_otherwise], output, name="x")
    with closing(sqlite3.connect(output)) as library:
        vectors = dict(library.execute("SELECT lesson_id, similarities FROM lesson_cause_vectors"))
        told = {cause for (cause,) in library.execute("SELECT cause FROM causes")}
        said = list(library.execute("SELECT lesson_id, cause FROM lesson_causes"))
        (found,) = newest_suggested(library, 9)
    assert set(vectors) == {"north:north-pumps#pump", "south:south-pumps#pump"}
    assert vectors["north:north-pumps#pump"][:-2] == vectors["south:south-pumps#pump"][:-2]
    assert told == set(causes().names)
    assert {cause for _, cause in said} <= told
    assert found.causes[0] == "backup or reserve that had never been tried"


@pytest.mark.parametrize("first", [0, 1])
def test_a_row_that_does_not_fit_is_told_with_its_file_and_table(
    units: tuple[Path, Path], tmp_path: Path, first: int
) -> None:
    """Whichever unit it comes from: rows of several units are written in turn."""
    hostile = changed(units[first], tmp_path, "INSERT INTO lesson_evidence VALUES ('nowhere#lesson', 1, 'x')")
    with pytest.raises(LessonsError, match="`lesson_evidence` has a row that no") as refused:
        combine([hostile, units[1 - first]], tmp_path / "central.db", name="x")
    assert str(refused.value).startswith(str(hostile))


def test_a_table_that_hides_where_its_rows_stand_is_refused(units: tuple[Path, Path], tmp_path: Path) -> None:
    hostile = changed(units[0], tmp_path, "ALTER TABLE lessons ADD COLUMN ROWID INTEGER DEFAULT 1")
    with pytest.raises(LessonsError, match="its table `lessons` is not that"):
        combine([hostile, units[1]], tmp_path / "central.db", name="x")


def test_rows_stand_in_the_order_in_which_search_reads_them(rows: sqlite3.Connection) -> None:
    for table in ("reviews", "review_files", "lessons", "lesson_text"):
        numbers = column(rows, f"SELECT number FROM {table} ORDER BY rowid")
        assert len(numbers) == 4
        assert numbers == sorted(numbers), table


@pytest.mark.parametrize(
    ("statement", "offers"),
    [
        ("UPDATE build_info SET value = 'internal' WHERE key = 'audience'", True),
        ("UPDATE build_info SET value = 'yes' WHERE key = 'drafts'", False),
        ("UPDATE build_info SET value = 'everybody' WHERE key = 'audience'", False),
        ("DELETE FROM build_info WHERE key = 'audience'", False),
    ],
)
def test_an_audience_is_offered_where_it_can_be_asked_for(
    units: tuple[Path, Path], tmp_path: Path, statement: str, offers: bool
) -> None:
    with pytest.raises(LessonsError, match="wider than the public audience") as refused:
        combine([changed(units[0], tmp_path, statement), units[1]], tmp_path / "central.db", name="x")
    assert ("say --audience internal" in str(refused.value)) is offers
    assert ("--audience" in str(refused.value)) is offers


def test_a_unit_is_not_written_over(units: tuple[Path, Path], tmp_path: Path) -> None:
    own = tmp_path / "north.db"
    shutil.copy(units[0], own)
    (tmp_path / "link.db").symlink_to(own)
    for output in (own, tmp_path / "link.db", tmp_path / "x" / ".." / "north.db"):
        with pytest.raises(LessonsError, match="is the database of one of the units"):
            combine([own, units[1]], output, name="x")
    assert own.read_bytes() == units[0].read_bytes()


def test_a_view_in_the_place_of_a_table_is_not_run(units: tuple[Path, Path], tmp_path: Path) -> None:
    hostile = changed(
        units[0], tmp_path, "ALTER TABLE sources RENAME TO hidden", "CREATE VIEW sources AS SELECT * FROM hidden"
    )
    with pytest.raises(LessonsError, match="its table `sources` is not that"):
        combine([hostile, units[1]], tmp_path / "central.db", name="x")


@pytest.mark.parametrize("name", ["documents", "redirects", "reviews", "review_terms", "lesson_text", "units", "uses"])
def test_a_view_that_calls_what_it_may_not_is_refused_in_words(
    units: tuple[Path, Path], tmp_path: Path, name: str
) -> None:
    table = next(table for table in TABLES if table.name == name)
    called = ", ".join(f"load_extension('x') AS {column}" for column in table.stored)
    hostile = changed(
        units[0], tmp_path, f"ALTER TABLE {name} RENAME TO hidden", f"CREATE VIEW {name} AS SELECT {called}"
    )
    with pytest.raises(LessonsError, match=f"its table `{name}` is not that"):
        combine([hostile, units[1]], tmp_path / "central.db", name="x")


@pytest.mark.parametrize("value", ["value", "load_extension('x')"])
def test_what_a_view_says_of_a_database_is_not_believed(units: tuple[Path, Path], tmp_path: Path, value: str) -> None:
    view = f"CREATE VIEW build_info AS SELECT key, {value} AS value FROM hidden"
    hostile = changed(units[0], tmp_path, "ALTER TABLE build_info RENAME TO hidden", view)
    with pytest.raises(LessonsError, match=r"north\.db: was not made by lessons build"):
        combine([hostile, units[1]], tmp_path / "central.db", name="x")


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE nonsense (",
        "CREATE TABLE reviews (id TEXT)",
        "CREATE VIRTUAL TABLE sources USING nomodule(a)",
        "CREATE TABLE sources (review_id TEXT AS (no_such_function(1)))",
    ],
)
def test_a_damaged_schema_is_told_in_words_of_ours(units: tuple[Path, Path], tmp_path: Path, schema: str) -> None:
    hostile = changed(units[0], tmp_path, f"UPDATE sqlite_master SET sql = '{schema}' WHERE name = 'sources'")
    with pytest.raises(LessonsError, match=r"north\.db: (is damaged; build it again|its table `sources` is not that)"):
        combine([hostile, units[1]], tmp_path / "central.db", name="x")


def test_a_text_that_is_none_is_told_as_damage(units: tuple[Path, Path], tmp_path: Path) -> None:
    hostile = changed(units[0], tmp_path, "UPDATE reviews SET summary = CAST(x'41ff42' AS TEXT) WHERE id = 'trams'")
    with pytest.raises(LessonsError, match=r"north\.db: its table `reviews` cannot be read, so it is damaged"):
        combine([hostile, units[1]], tmp_path / "central.db", name="x")


@pytest.mark.parametrize("seed", range(6))
def test_damaged_bytes_are_told_in_words_of_ours(units: tuple[Path, Path], tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    damaged = bytearray(units[0].read_bytes())
    for place in [100 + chance.randrange(4_000), *(chance.randrange(4_096, len(damaged)) for _ in range(60))]:
        damaged[place] ^= 0xFF
    (tmp_path / "north.db").write_bytes(damaged)
    with pytest.raises(
        LessonsError, match=r"north\.db: (its table `\w+` cannot be read, so it )?is damaged; build it again$"
    ):
        combine([tmp_path / "north.db", units[1]], tmp_path / "central.db", name="x")


def test_triggers_and_generated_columns_of_another_unit_do_nothing(units: tuple[Path, Path], tmp_path: Path) -> None:
    hostile = changed(
        units[0],
        tmp_path,
        "CREATE TRIGGER more AFTER INSERT ON sources BEGIN DELETE FROM reviews; END",
        "DROP TABLE review_tags",
        "CREATE TABLE review_tags (review_id TEXT, position INTEGER, tag TEXT AS (upper(review_id)))",
        "INSERT INTO review_tags VALUES ('trams', 1)",
    )
    with pytest.raises(LessonsError, match="its table `review_tags` is not that"):
        combine([hostile, units[1]], tmp_path / "central.db", name="x")


def test_html_and_addresses_of_another_unit_are_made_harmless_again(units: tuple[Path, Path], tmp_path: Path) -> None:
    hostile = changed(
        units[1],
        tmp_path,
        "UPDATE lesson_text SET markup = '<p onclick=x()>a<script>alert(1)</script><a href=\"javascript:x\">b</a></p>' WHERE lesson_id = 'trams#ask-users'",
        "INSERT INTO sources VALUES ('trams', 1, 'A source', 'javascript:alert(1)', NULL)",
        "UPDATE reviews SET summary = 'A' || char(0x1b) || 'B' WHERE id = 'trams'",
        "INSERT INTO redirects VALUES ('/search', 'https://example.org/', 301)",
    )
    combine([units[0], hostile], tmp_path / "central.db", name="x")
    with closing(sqlite3.connect(tmp_path / "central.db")) as connection:
        html = column(connection, "SELECT html FROM lesson_text WHERE lesson_id = 'south:trams#ask-users'")[0]
        assert html == '<p>a<a rel="noopener noreferrer">b</a></p>'
        assert column(connection, "SELECT url FROM sources") == [None]
        assert column(connection, "SELECT summary FROM reviews WHERE id = 'south:trams'") == ["AB"]
        assert column(connection, "SELECT old FROM redirects WHERE old NOT LIKE '%:%'") == []


def test_former_addresses_lead_to_what_is_here_and_never_in_a_ring(units: tuple[Path, Path], tmp_path: Path) -> None:
    hostile = changed(
        units[0],
        tmp_path,
        "INSERT INTO redirects VALUES ('/reviews/a-b-c', '/reviews/d-e-f', 301)",
        "INSERT INTO redirects VALUES ('/reviews/d-e-f', '/reviews/a-b-c', 301)",
        "INSERT INTO redirects VALUES ('/reviews/itself', '/reviews/itself', 301)",
        "INSERT INTO redirects VALUES ('/reviews/nowhere', '/reviews/trams/no-such-lesson', 301)",
        "INSERT INTO redirects VALUES ('/uses/a-use', '/uses/another-use', 301)",
        "INSERT INTO redirects VALUES ('/reviews/trams', '/reviews/night-buses', 301)",
        "INSERT INTO redirects VALUES ('/reviews/night-buses/ask-users', '/reviews/trams', 301)",
        "INSERT INTO redirects VALUES ('/reviews/old-trams/asking', '/reviews/trams/ask-users', 301)",
        "INSERT INTO redirects VALUES ('/reviews/withdrawn', NULL, 410)",
    )
    used = changed(units[1], tmp_path, "INSERT INTO redirects VALUES ('/uses/old-use', '/uses/a-use', 301)")
    combine([hostile, used], tmp_path / "central.db", name="x")
    with closing(sqlite3.connect(tmp_path / "central.db")) as connection:
        assert column(connection, "SELECT old, new, http_status FROM redirects ORDER BY old") == [
            ("/reviews/north:late-buses", "/reviews/north:night-buses", 301),
            ("/reviews/north:late-buses/ask-users", "/reviews/north:night-buses/ask-users", 301),
            ("/reviews/north:old-trams/asking", "/reviews/north:trams/ask-users", 301),
            ("/reviews/north:withdrawn", None, 410),
            ("/uses/south:old-use", "/uses/south:a-use", 301),
        ]


@pytest.mark.parametrize("cut", [0, 50, 5_000, -1])
def test_a_file_that_is_not_whole_is_refused(units: tuple[Path, Path], tmp_path: Path, cut: int) -> None:
    (tmp_path / "north.db").write_bytes(units[0].read_bytes()[:cut])
    with pytest.raises(LessonsError, match=r"north\.db"):
        combine([tmp_path / "north.db", units[1]], tmp_path / "central.db", name="x")


def test_a_unit_that_comes_twice_is_refused(units: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copy(units[0], tmp_path / "copy.db")
    with pytest.raises(LessonsError, match='are both of the unit "north"'):
        combine([*units, tmp_path / "copy.db"], tmp_path / "central.db", name="x")


def test_a_library_for_internal_readers_may_hold_what_they_may_see(tmp_path: Path) -> None:
    inside = review(handling="internal")
    north = unit(tmp_path, "north", {"buses": inside, "trams": review()}, audience="internal")
    with pytest.raises(LessonsError, match="say --audience internal"):
        combine([north], tmp_path / "central.db", name="x")
    done = combine([north], tmp_path / "inside.db", name="x", audience="internal")
    assert done.reviews == 2
    with closing(sqlite3.connect(tmp_path / "inside.db")) as connection:
        assert dict(connection.execute("SELECT key, value FROM build_info"))["audience"] == "internal"


def test_rows_for_fewer_readers_than_their_database_says_do_not_get_in(
    units: tuple[Path, Path], tmp_path: Path
) -> None:
    for change in (
        "UPDATE reviews SET handling = 'restricted'",
        "UPDATE uses SET handling = 'internal'",
        "UPDATE reviews SET editorial_status = 'draft'",
    ):
        hostile = changed(units[1], tmp_path, change)
        with pytest.raises(LessonsError, match="says that it is for the public audience"):
            combine([units[0], hostile], tmp_path / "central.db", name="x")


def test_normalised_texts_stay_json(rows: sqlite3.Connection) -> None:
    assert all(
        isinstance(json.loads(text), dict)
        for (text,) in rows.execute("SELECT normalised FROM lesson_text WHERE normalised IS NOT NULL")
    )
