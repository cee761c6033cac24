from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from click.testing import CliRunner, Result

from lessons.cli import main
from lessons.library.audience import Audience, WiderAudienceError
from lessons.library.connection import connect
from lessons.web.static_addresses import file_of
from tests.publishing.conftest import BASE, exported
from tests.web.libraries import PROJECT, built
from tests.web.page import marked, parse, text


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def links(tree: Element) -> list[str]:
    names = ("href", "src", "action", "data-copy-link", "data-source")
    return [value for element in tree.iter() for name in names if (value := element.get(name))]


def own(links: list[str]) -> list[str]:
    return [link for link in links if not urlsplit(link).scheme and not link.startswith("#")]


def every_page(folder: Path) -> dict[Path, Element]:
    return {path: parse(path.read_text("utf-8")) for path in sorted(folder.rglob("*.html"))}


@pytest.mark.parametrize("base", [BASE, None])
def test_every_link_leads_to_a_file_and_to_its_place_there(pages: Path, plain: Path, base: str | None) -> None:
    folder = pages if base else plain
    trees = every_page(folder)
    assert len(trees) > 40
    ids = {path: {element.get("id") for element in tree.iter()} for path, tree in trees.items()}
    broken = []
    for path, tree in trees.items():
        for link in own(links(tree)):
            split = urlsplit(link)
            if path.name == "404.html" and base:
                # It is shown at every address that is not there.
                assert link.startswith("/library/"), link
                target = folder / unquote(split.path).removeprefix("/library/")
            else:
                target = (path.parent / unquote(split.path)).resolve()
            if (
                not target.is_relative_to(folder)
                or not target.is_file()
                or (split.fragment and target.suffix == ".html" and unquote(split.fragment) not in ids[target])
            ):
                broken.append((path.name, link))
    assert broken == []


def test_every_link_to_a_full_address_of_the_library_leads_to_a_file(pages: Path) -> None:
    found = {
        address
        for path in pages.rglob("*")
        if path.is_file() and path.suffix not in {".db", ".js", ".png"}
        for address in re.findall(rf"{BASE}(?:/[^\s\"'<>\\}}]*)?", path.read_text("utf-8"))
    }
    assert len(found) > 50
    missing = [
        one for one in found if not (pages / unquote(urlsplit(one).path).removeprefix("/library").strip("/")).exists()
    ]
    assert missing == []


def test_nothing_is_written_that_only_a_server_could_answer(pages: Path) -> None:
    """Links lead to files alone; so what is not written is linked nowhere."""
    kinds = {path.name.partition(".")[0] for path in pages.iterdir()}
    known = {
        "",
        "404",
        "assets",
        "audit",
        "browse",
        "data",
        "feeds",
        "help",
        "index",
        "missions",
        "new",
        "open",
        "organisations",
    }
    known |= {
        "charts",
        "outcomes",
        "people",
        "recurring",
        "reviews",
        "schema",
        "schema-of-uses",
        "sitemap",
        "uses",
        "vocabulary",
    }
    assert kinds - known == set()
    trees = every_page(pages)
    assert [path.name for path, tree in trees.items() if tree.findall(".//form") or tree.findall(".//input")] == []
    words = ("We used this", "Suggest a correction", "Get a brief", "Add a review", "Query with SQL", "with filters")
    assert [
        (path.name, word)
        for path, tree in trees.items()
        if path.parent.name != "help"
        for word in words
        if word in text(tree)
    ] == []


def test_every_review_lesson_use_term_and_organisation_has_its_page(database: Path, pages: Path) -> None:
    connection = connect(database)
    for review, lesson in connection.execute("SELECT review_id, local_id FROM lessons"):
        for address in (f"/reviews/{review}", f"/reviews/{review}/{lesson}"):
            file = file_of(address, full=True).removesuffix(".html")
            assert [
                ending
                for ending in ("html", "md", "json", "bib", "ris", "csl.json")
                if not (pages / f"{file}.{ending}").is_file()
            ] == []
    for (use,) in connection.execute("SELECT id FROM uses"):
        assert (pages / str(file_of(f"/uses/{use}", full=True))).is_file()
    for (organisation,) in connection.execute("SELECT id FROM organisations"):
        assert (pages / str(file_of(f"/organisations/{organisation}", full=True))).is_file()
    for (sector,) in connection.execute("SELECT DISTINCT term FROM review_terms WHERE scheme = 'sector'"):
        assert (pages / f"browse/sector/{sector}.html").is_file()
    connection.close()


def test_a_term_s_pages_list_every_lesson_that_has_it(tmp_path: Path) -> None:
    entries = tmp_path / "entries"
    entries.mkdir()
    entries.joinpath("vocabulary.yml").write_text((PROJECT / "entries/vocabulary.yml").read_text("utf-8"), "utf-8")
    lessons = "\n\n".join(
        f"### Do number {n} first\n\nBecause.\n\n- Id: do-{n}\n- Recommendation: Do {n}." for n in range(1, 131)
    )
    entries.joinpath("many.md").write_text(
        "---\ntitle: Many\ndate: 2001\norganisation: Somebody\nsector: housing\nresult: failure\n---\n\n## Summary\n\nMuch.\n\n"
        "## What was intended\n\nA.\n\n## What happened\n\nB.\n\n## Why it happened\n\nC.\n\n## Lessons\n\n"
        + lessons
        + "\n",
        "utf-8",
    )
    folder = exported(built(entries, tmp_path / "lessons.db"), tmp_path / "pages")
    listed = {
        unquote(link.get("href", ""))
        for path in folder.glob("browse/sector/housing*.html")
        for link in marked(parse(path.read_text("utf-8")), "result-link")
    }
    assert listed == {f"../../reviews/many/do-{n}.html" for n in range(1, 131)}


def test_a_former_address_leads_on_and_a_withdrawn_one_says_so(pages: Path, database: Path) -> None:
    connection = connect(database)
    former = connection.execute("SELECT old, new, http_status FROM redirects").fetchall()
    connection.close()
    assert {status for *_, status in former} == {301, 410}
    for old, new, status in former:
        tree = parse((pages / f"{old.strip('/')}.html").read_text("utf-8"))
        if status == 410:
            assert "withdrawn" in text(tree.find(".//h1"))
        else:
            (link,) = tree.findall(".//a")
            assert (pages / old.strip("/")).parent.joinpath(link.get("href", "")).resolve() == (
                pages / f"{new.strip('/')}.html"
            ).resolve()


def test_every_page_forbids_what_does_not_come_with_it_and_has_no_script_inside(pages: Path) -> None:
    for path, tree in every_page(pages).items():
        if tree.find(".//meta[@http-equiv='refresh']") is not None:
            continue
        (policy,) = tree.findall(".//meta[@http-equiv='Content-Security-Policy']")
        assert policy.get("content", "").startswith("default-src 'none'; style-src 'self'; script-src 'self';"), path
        assert [s for s in tree.iter("script") if not s.get("src") and s.get("type") != "application/ld+json"] == [], (
            path
        )
        assert [
            e.tag for e in tree.iter() if e.get("style") or any(name.startswith("on") for name in e.attrib)
        ] == [], path


def test_feeds_name_the_full_addresses_of_files(pages: Path) -> None:
    root = ElementTree.parse(pages / "reviews.atom").getroot()
    addresses = [link.get("href", "") for link in root.iter("{http://www.w3.org/2005/Atom}link")]
    assert f"{BASE}/reviews.atom" in addresses
    assert [one for one in addresses if not one.startswith(f"{BASE}/")] == []
    feed = json.loads((pages / "reviews.feed.json").read_text("utf-8"))
    assert feed["home_page_url"] == f"{BASE}/reviews.html"


def test_without_an_address_there_is_no_feed_and_no_address_that_is_not_known(plain: Path) -> None:
    folder = plain
    assert [
        path.name for path in folder.rglob("*") if path.suffix in {".atom", ".xml"} or path.name.endswith(".feed.json")
    ] == []
    assert [path for path, tree in every_page(folder).items() if tree.findall(".//link[@rel='canonical']")] == []
    assert "http://localhost" not in "".join(path.read_text("utf-8") for path in folder.rglob("*.html"))


def test_two_exports_of_one_database_are_the_same(database: Path, pages: Path, tmp_path: Path) -> None:
    again = exported(database, tmp_path / "elsewhere" / "pages")
    first = {path.relative_to(pages): path.read_bytes() for path in pages.rglob("*") if path.is_file()}
    assert {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()} == first


def test_a_database_for_more_than_its_readers_is_refused_and_one_for_them_says_so_on_each_page(tmp_path: Path) -> None:
    from lessons.building.build import Options, build

    database, folder = tmp_path / "lessons-restricted.db", tmp_path / "pages"
    assert build(PROJECT / "tests/web/odd", database, Options("restricted")).written
    with pytest.raises(WiderAudienceError, match="restricted"):
        exported(database, folder)
    assert not folder.exists()
    exported(database, folder, readers=Audience("restricted"))
    pages = every_page(folder)
    whole = {path: tree for path, tree in pages.items() if tree.find(".//main") is not None}
    assert len(whole) > 40
    for tree in whole.values():
        assert "Not public: this library is for restricted readers only." in text(tree)
        assert tree.find(".//meta[@name='robots']") is not None
    assert {path.stat().st_mode & 0o077 for path in folder.rglob("*") if path.is_file()} == {0}


def test_the_command_says_what_it_wrote_and_what_an_address_would_add(database: Path, tmp_path: Path) -> None:
    done = run("export", "site", tmp_path / "pages", "--database", database)
    assert done.exit_code == 0, done.stderr
    assert re.search(r"pages: \d+ pages, \d[\d,]* files in all\n", done.stderr)
    assert "give it with --base" in done.stderr


def test_the_command_says_which_database_is_missing(tmp_path: Path) -> None:
    done = run("export", "site", tmp_path / "pages", "--database", tmp_path / "none.db")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "none.db: cannot be opened" in done.stderr
    assert not (tmp_path / "pages").exists()


def test_what_was_withdrawn_is_in_no_file_of_the_next_export(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(PROJECT / "tests/web/odd", tmp_path / "entries")
    entry = tmp_path / "entries/taken-back.md"
    bare = (tmp_path / "entries/bare.md").read_text("utf-8")
    entry.write_text(bare.replace("title: ", "title: Xyzzyword ", 1), "utf-8")
    database = built(tmp_path / "entries", tmp_path / "lessons.db")
    folder = exported(database, tmp_path / "pages")

    def holding() -> list[str]:
        return [path.name for path in folder.rglob("*") if path.is_file() and b"xyzzyword" in path.read_bytes().lower()]

    assert holding()
    entry.unlink()
    built(tmp_path / "entries", database)
    exported(database, folder)
    assert holding() == []
    with sqlite3.connect(folder / "data/lessons.db") as connection:
        assert connection.execute("SELECT count(*) FROM reviews WHERE id = 'taken-back'").fetchone() == (0,)
    connection.close()
