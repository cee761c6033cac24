"""Six small collections, each of the shape of a real one, come in by a map with no record lost, and the result passes the check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lessons import checks
from lessons.authoring.importers import ImportOptions, ImportReport, mapping, run
from lessons.authoring.importers.prose import COMMENTS, IMAGES, JOINED, SIBLING, UNLINKED
from lessons.authoring.importers.summaries import SHORTENED
from lessons.entries import Entry
from lessons.entries.folder import read_folder

COLLECTIONS = Path(__file__).parents[2] / "data" / "collections"
# Records of each, without those that the map passes over.
RECORDS = {"incidents": 2, "postmortems": 2, "decisions": 2, "notes": 2, "manual": 2, "surveys": 4}


def imported(name: str, into: Path) -> tuple[ImportReport, dict[str, Entry]]:
    folder = COLLECTIONS / name
    kind, source = ("json", folder / "export.json") if name == "surveys" else ("markdown", folder)
    if name == "notes":
        source = in_windows_1252(folder, into.parent / "notes")
    map_ = mapping.load((folder / "map.yml").as_posix())
    assert map_.problems == []
    report = run(kind, source, map_, into, ImportOptions("2024-05-17"))
    return report, read_folder(into).by_id


def in_windows_1252(folder: Path, copy: Path) -> Path:
    """Return a copy of a folder in that encoding: files in git are UTF-8, which other tools count on."""
    for file in folder.rglob("*.md"):
        target = copy / file.relative_to(folder)
        target.parent.mkdir(parents=True)
        target.write_bytes(file.read_text("utf-8").encode("windows-1252"))
    return copy


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_comes_along_and_passes_the_check(name: str, tmp_path: Path) -> None:
    report, found = imported(name, tmp_path / "entries")
    assert [str(problem) for problem in report.problems] == []
    assert len(found) == RECORDS[name]
    assert report.unmapped == []
    wrong = [str(problem) for problem in checks.check(read_folder(tmp_path / "entries")) if problem.severity == "error"]
    assert wrong == []


def test_incidents_have_their_times_their_lists_and_their_links(tmp_path: Path) -> None:
    report, found = imported("incidents", tmp_path)
    cache, queue = found["incident-cache"], found["incident-queue"]
    assert (cache.stated("date"), queue.stated("date"), report.skipped) == ("2019-03-01", "2020-04-02", 1)
    assert (cache.stated("organisation"), [tag.text for tag in cache.scalars("tags")]) == (
        "Northshire Council",
        ["cache", "deployment"],
    )
    assert [lesson.statement for lesson in cache.body.lessons] == [
        "Warm the cache before you switch",
        "Switch outside opening hours",
    ]
    assert [lesson.statement for lesson in queue.body.lessons] == ["Look at Queue full"]
    html = cache.body.sections[0].html
    assert 'href="https://incidents.example/deploy.html"' in html
    assert 'href="/reviews/incident-queue"' in html
    assert 'href="https://incidents.example/img/load.png"' in html
    assert "<h5>Cause</h5>" in queue.body.sections[0].html
    assert "# drain it" in queue.body.sections[0].html
    assert report.changes == {JOINED: 2, SIBLING: 1, IMAGES: 1}


def test_post_mortems_have_titles_from_headings_dates_from_text_or_names_and_lessons_from_bullets(
    tmp_path: Path,
) -> None:
    report, found = imported("postmortems", tmp_path)
    power, switch = found["pm-2021-05-06-power-cut"], found["pm-2022-01-02-switch"]
    assert (power.stated("title"), power.stated("date")) == ("Power cut in the server room", "2021-05-06")
    assert (switch.stated("title"), switch.stated("date")) == ("Switch replaced without notice", "2022-01-03")
    assert [tag.text for tag in switch.scalars("tags")] == ["network"]
    assert [lesson.statement for lesson in power.body.lessons] == [
        "Label the fuses, and say on the label what hangs on them",
        "Test the batteries each month also the small ones",
    ]
    assert "drunk" not in power.text
    assert "## 09:00 is no section" in switch.body.sections[0].html
    assert report.changes == {COMMENTS: 1}


def test_decisions_lead_to_each_other_and_links_to_nowhere_keep_their_words(tmp_path: Path) -> None:
    report, found = imported("decisions", tmp_path)
    first = found["decision-1"]
    assert (first.stated("date"), found["decision-2"].stated("date")) == ("2018-02-03", "2018-03-04")
    assert [tag.text for tag in first.scalars("tags")] == ["method", "records"]
    html = next(section.html for section in first.body.sections if section.heading == "What was intended")
    assert (
        html
        == '<p>Nobody knew why. Later: <a href="/reviews/decision-2" rel="noopener noreferrer">0002</a>, 0003 and a file.</p>'
    )
    assert report.changes == {SIBLING: 2, UNLINKED: 3}


def test_notes_of_the_same_name_in_two_folders_and_another_encoding_come_along(tmp_path: Path) -> None:
    _, found = imported("notes", tmp_path / "entries")
    assert sorted(found) == ["note-parks-readme-md", "note-roads-readme-md"]
    assert found["note-roads-readme-md"].stated("title") == "Café on the square"
    assert "Ask – first" in found["note-parks-readme-md"].body.sections[0].html


def test_a_page_whose_links_lead_nowhere_keeps_its_words_and_its_code(tmp_path: Path) -> None:
    _, found = imported("manual", tmp_path)
    start = found["manual-start"].body.sections[0].html
    assert "# as root" in start
    assert 'href="mailto:help@manual.example"' in start
    assert "Install · " in start
    assert "<code>[it](now)</code>" in found["manual-use"].body.sections[0].html


def test_a_record_without_lessons_or_dates_is_not_lost(tmp_path: Path) -> None:
    _, found = imported("surveys", tmp_path)
    assert (found["survey-a-1"].stated("date"), found["survey-a-1"].stated("result")) == ("2019-03-01", "success")
    assert found["survey-a-2"].stated("organisation") == "Several organisations"
    assert [lesson.statement for lesson in found["survey-a-2"].body.lessons] == ["Ask the drivers"]
    assert [lesson.statement for lesson in found["survey-a-4"].body.lessons] == ["Look at Roads"]


def test_a_record_that_does_not_come_along_takes_no_other_with_it(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "good.md").write_text("# Good\n\nSee [the bad one](bad.md) and [another](other.md).\n", "utf-8")
    (source / "bad.md").write_text("No title here.\n", "utf-8")
    (source / "other.md").write_text("# Other\n", "utf-8")
    map_text = (
        "id: '{file}-note'\nfields: {title: heading, type: {constant: rapid-lesson}, source_system: {name: {constant: N}, id: file}}\n"
        "sections: {What happened: {column: body, markdown: true}}\nlessons: [{statement: heading}]\n"
    )
    report = run("markdown", source, mapping.parse(map_text, "m.yml"), tmp_path / "into", ImportOptions("2024-05-17"))
    assert [problem.message.partition(";")[0] for problem in report.problems] == ["the row has no title"]
    found = read_folder(tmp_path / "into").by_id
    assert found["good-note"].body.sections[0].html == (
        '<h4>Good</h4>\n<p>See the bad one and <a href="/reviews/other-note" rel="noopener noreferrer">another</a>.</p>'
    )


WIKI = {
    "Start page.md": "# Start\n\nSee [[set-up]], [[guides/Set up|how]], [[SET UP#Tools|tools]], [[start page]], [[Nowhere]] and ![[plan 1.png|200]].\n",
    "guides/Set_up.md": "# Set up\n\nBack to [[Start page]]; [[twin]]; [[a/Twin]].\n\n<p><img src='a.png'\n alt='The plan'></p>\n",
    "a/Twin.md": "# Twin A\n\n[[index]] [[guides]]\n",
    "b/Twin.md": "# Twin B\n\n[[Twin]] is this one or the other.\n",
    "guides/README.md": "# Guides\n\n[[Set up]]\n",
}


def test_wiki_links_lead_to_the_page_of_their_name_and_html_images_are_links(tmp_path: Path) -> None:
    for name, text in WIKI.items():
        (tmp_path / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / name).write_text(text, "utf-8")
    map_text = (
        "id: 'w-{path}'\nbase: https://wiki.example/\nfields: {title: heading, type: {constant: rapid-lesson}, source_system: {name: {constant: N}, id: path}}\n"
        "sections: {What happened: {column: body, markdown: true}}\nlessons: [{statement: heading}]\n"
    )
    into = tmp_path / "into"
    report = run("markdown", tmp_path / "source", mapping.parse(map_text, "m.yml"), into, ImportOptions("2024-05-17"))
    assert [str(problem) for problem in report.problems] == []
    texts = {id_: entry.text for id_, entry in read_folder(into).by_id.items()}
    assert (
        "See [set-up](w-guides-set-up-md.md), [how](w-guides-set-up-md.md), [tools](w-guides-set-up-md.md), start page, Nowhere"
        " and [plan 1.png](https://wiki.example/plan%201.png)."
    ) in texts["w-start-page-md"]
    # Two pages have the name "Twin": only a folder says which is meant.
    assert "[Start page](w-start-page-md.md); twin; [a/Twin](w-a-twin-md.md)." in texts["w-guides-set-up-md"]
    assert "[The plan](https://wiki.example/a.png)" in texts["w-guides-set-up-md"]
    assert "index [guides](w-guides-readme-md.md)" in texts["w-a-twin-md"]
    assert report.changes == {SIBLING: 7, UNLINKED: 5, IMAGES: 2, JOINED: 2}


SENTENCES = (
    "The council tried buses at night. Few people came! Was it the price? "
    + "It was the hour, and nobody had asked them. " * 8
)


@pytest.mark.parametrize(
    ("summary", "short"),
    [
        ("Few people came. " * 20, "Few people came. " * 20),
        (SENTENCES, SENTENCES[: SENTENCES.index("It was")] + "It was the hour, and nobody had asked them. " * 5),
        ("word " * 61, "word " * 59 + "…"),
        ("Yes. " + "word, " * 80, "Yes. " + "word, " * 57 + "word …"),
        ("It cost 1.5 million, e.g. for buses " + "and more " * 40, None),
    ],
)
def test_a_summary_that_is_too_long_is_shortened_and_stands_whole_in_the_text(
    tmp_path: Path, summary: str, short: str | None
) -> None:
    source = tmp_path / "export.json"
    source.write_text(json.dumps([{"id": "1", "title": "Night buses", "summary": summary}]), "utf-8")
    map_text = (
        "id: 'old-{id}'\nfields: {title: title, type: {constant: rapid-lesson}, summary: summary, source_system: {name: {constant: N}, id: id}}\n"
        "lessons: [{statement: title}]\n"
    )
    report = run("json", source, mapping.parse(map_text, "m.yml"), tmp_path / "into", ImportOptions("2024-05-17"))
    assert report.problems == []
    entry = read_folder(tmp_path / "into").by_id["old-1"]
    stated = entry.stated("summary") or ""
    whole = " ".join(summary.split())
    sections = {section.heading: section.text for section in entry.body.sections}
    if short is None:
        assert stated.endswith("and more …")
    else:
        assert stated == short.strip()
    assert len(stated.split()) <= 60
    assert report.changes == ({} if stated == whole else {SHORTENED: 1})
    assert sections.get("Summary") == (None if stated == whole else whole)


def test_a_summary_that_a_section_holds_already_is_not_repeated(tmp_path: Path) -> None:
    source = tmp_path / "export.json"
    source.write_text(json.dumps([{"id": "1", "title": "Night buses", "summary": SENTENCES}]), "utf-8")
    map_text = (
        "id: 'old-{id}'\nfields: {title: title, type: {constant: rapid-lesson}, summary: summary, source_system: {name: {constant: N}, id: id}}\n"
        "sections: {What happened: summary}\nlessons: [{statement: title}]\n"
    )
    run("json", source, mapping.parse(map_text, "m.yml"), tmp_path / "into", ImportOptions("2024-05-17"))
    assert read_folder(tmp_path / "into").by_id["old-1"].text.count("Was it the price?") == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("+++\ntitle = \n+++\n", "the front matter is not TOML: "),
        ("---\ntitle: [a\n---\n", ""),
        ("> " * 200 + "deep", "the text is nested too deeply, or takes too long to read"),
        ("[" * 100_000, "the text is nested too deeply, or takes too long to read"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported_by_its_name_and_the_others_come_along(
    tmp_path: Path, text: str, message: str
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "broken.md").write_text(text, "utf-8")
    (source / "good.md").write_text("# Good\n", "utf-8")
    map_text = (
        "id: '{file}'\nfields: {title: {column: heading, otherwise: x}, type: {constant: rapid-lesson}, source_system: {name: {constant: N}, id: file}}\n"
        "lessons: [{statement: {column: heading, otherwise: x}}]\n"
    )
    report = run("markdown", source, mapping.parse(map_text, "m.yml"), tmp_path / "into", ImportOptions("2024-05-17"))
    (problem,) = report.problems
    assert problem.place.path.endswith("broken.md")
    assert problem.message.startswith(message)
    assert list(read_folder(tmp_path / "into").by_id) == ["good"]
