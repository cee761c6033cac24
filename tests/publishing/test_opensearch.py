"""What an OpenSearch server loads: its form here, and a search with it where a server is given."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lessons.building.build import Options, build
from lessons.cli import main
from lessons.library.audience import Audience, WiderAudienceError
from lessons.publishing import opensearch
from lessons.publishing.opensearch_index import index_of, search_of
from lessons.schema.full_text import LESSON_WEIGHTS, LESSONS_FTS, REVIEW_WEIGHTS
from lessons.search.documents import documents
from lessons.search.vocabulary import other_expressions
from tests.web.libraries import ODD, PROJECT, built

BASE = "https://example.org/library"
SERVER = os.environ.get("LESSONS_OPENSEARCH", "").rstrip("/")
HOSTILE = '<script>alert("x")</script> {{text}} \u2028 \\" \x85 \U0001f6b2 {"index":{"_id":"x"}}'


@pytest.fixture(scope="module")
def loaded(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("opensearch") / "out"
    opensearch.export(database, folder, base=BASE, readers=Audience(), largest=20_000)
    return folder


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob("documents/*.ndjson"))


def pairs(folder: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return action and document, as lines end for OpenSearch: at a line feed and nothing else."""
    found = []
    for part in parts(folder):
        *lines, last = part.read_bytes().split(b"\n")
        assert last == b""
        stated = [json.loads(line) for line in lines]
        found += list(zip(stated[::2], stated[1::2], strict=True))
    return found


def index(folder: Path) -> Any:
    return json.loads((folder / "index.json").read_text("utf-8"))


def asked(template: dict[str, Any], **params: Any) -> Any:
    """Return a search with its parameters put in as OpenSearch does, text escaped for JSON."""
    stated = {**template["params"], **params}
    assert stated.keys() == template["params"].keys()

    def put(tag: re.Match[str]) -> str:
        value = stated[tag["json"] or tag["text"]]
        return json.dumps(value)[1:-1] if isinstance(value, str) else json.dumps(value)

    tags = r"\{\{#toJson}}(?P<json>\w+)\{\{/toJson}}|\{\{(?P<text>\w+)}}"
    return json.loads(re.sub(tags, put, template["source"]))


def test_every_lesson_and_review_is_one_document_under_its_id(database: Path, loaded: Path) -> None:
    connection = sqlite3.connect(database)
    ids = [id_ for (id_,) in connection.execute("SELECT id FROM lessons UNION ALL SELECT id FROM reviews")]
    found = list(documents(connection))
    connection.close()
    written = pairs(loaded)
    assert sorted(action["index"]["_id"] for action, _ in written) == sorted(ids)
    assert [action for action, _ in written] == [{"index": {"_id": one["id"]}} for _, one in written]
    for (_, one), document in zip(written, found, strict=True):
        assert one["address"] == BASE + document.path
        assert (one["title"], one["handling"]) == (document.title, document.handling)
        assert {name: one[name] for name in document.texts} == document.texts
        assert [(name, value) for name, values in one["facets"].items() for value in values] == list(document.facets)
        assert [label for labels in one["labels"].values() for label in labels] == list(document.labels)


def unmapped(value: Any, mapping: dict[str, Any], name: str = "") -> list[str]:
    if isinstance(value, dict):
        known = mapping.get("properties", {})
        return [
            missing
            for key, inner in value.items()
            for missing in (unmapped(inner, known[key], f"{name}.{key}") if key in known else [f"{name}.{key}"])
        ]
    return [] if "type" in mapping else [name]


def test_the_mapping_has_every_field_that_a_document_has_and_takes_no_other(loaded: Path) -> None:
    mappings = index(loaded)["mappings"]
    assert mappings["dynamic"] == "strict"
    assert [missing for _, one in pairs(loaded) for missing in unmapped(one, mappings)] == []
    assert unmapped({"invented": "x"}, mappings) == [".invented"]


def test_every_part_stays_below_its_size_and_no_more_parts_are_made_than_needed(database: Path, tmp_path: Path) -> None:
    opensearch.export(database, tmp_path / "one", base="", readers=Audience())
    assert [part.name for part in parts(tmp_path / "one")] == ["00001.ndjson"]
    largest = max(
        len(json.dumps(one, ensure_ascii=False).encode()) for _, one in pairs(tmp_path / "one")
    )  # with spaces, so a little more
    size = largest + 1_000
    written = opensearch.export(database, tmp_path / "many", base="", readers=Audience(), largest=size)
    sizes = [part.stat().st_size for part in parts(tmp_path / "many")]
    assert (len(sizes), max(sizes) <= size) == (written.parts, True)
    assert len(sizes) > 2
    # Of two neighbours, the second began because it did not fit.
    starts = [len(b"\n".join(part.read_bytes().split(b"\n")[:2])) + 1 for part in parts(tmp_path / "many")]
    assert all(size_ + start > size for size_, start in zip(sizes, starts[1:], strict=False))
    assert pairs(tmp_path / "many") == pairs(tmp_path / "one")


def test_a_document_larger_than_a_part_has_a_part_of_its_own(database: Path, tmp_path: Path) -> None:
    written = opensearch.export(database, tmp_path / "out", base="", readers=Audience(), largest=1)
    assert written.parts == written.documents == len(pairs(tmp_path / "out"))


def test_two_exports_of_one_database_are_the_same(database: Path, loaded: Path, tmp_path: Path) -> None:
    opensearch.export(database, tmp_path / "out", base=BASE, readers=Audience(), largest=20_000)

    def held(folder: Path) -> dict[Path, bytes]:
        return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert held(tmp_path / "out") == held(loaded)


def test_hostile_text_stays_text_in_documents_and_in_what_is_asked(
    database: Path, loaded: Path, tmp_path: Path
) -> None:
    changed = shutil.copy(database, tmp_path / "lessons.db")
    connection = sqlite3.connect(changed)
    (id_,) = connection.execute("SELECT min(id) FROM reviews").fetchone()
    connection.execute("UPDATE reviews SET title = ? WHERE id = ?", (HOSTILE, id_))
    connection.commit()
    connection.close()
    opensearch.export(changed, tmp_path / "out", base="", readers=Audience())
    assert [one["title"] for _, one in pairs(tmp_path / "out") if one["id"] == id_] == [HOSTILE]
    assert len(pairs(tmp_path / "out")) == len(pairs(loaded))
    filters = [{"term": {"facets.sector": HOSTILE}}]
    request = asked(json.loads((tmp_path / "out/search.json").read_text("utf-8")), text=HOSTILE, filters=filters)
    among = request["query"]["bool"]["must"][0]["bool"]["should"]
    assert {one["bool"]["must"][0]["multi_match"]["query"] for one in among} == {HOSTILE}
    assert request["query"]["bool"]["filter"] == filters
    assert request["highlight"]["encoder"] == "html"
    # Lucene refuses the whole document for one word that is too long.
    assert "not_too_long" in index(tmp_path / "out")["settings"]["analysis"]["analyzer"]["stemmed"]["filter"]


def test_the_search_weighs_fields_as_our_own_and_asks_only_for_fields_that_are_mapped() -> None:
    request = asked(search_of(["sector"]), text="street lights")
    properties = index_of(["sector"], {}, {})["mappings"]["properties"]
    weighed = {}
    for one in request["query"]["bool"]["must"][0]["bool"]["should"]:
        (kind,) = one["bool"]["filter"][0]["term"].values()
        fields = one["bool"]["must"][0]["multi_match"]["fields"]
        weighed[kind] = {name: float(weight) for name, _, weight in (field.partition("^") for field in fields)}
        exact = [field.partition("^")[0] for field in one["bool"]["should"][0]["multi_match"]["fields"]]
        assert exact == [f"{name}.exact" for name in weighed[kind]]
        assert all("exact" in properties[name]["fields"] for name in weighed[kind])
    # The compounds are made for our own index, and no document has them.
    ours = {name: weight for name, weight in LESSON_WEIGHTS.items() if name not in ("statement", "compounds")}
    assert weighed["lessons"] == {"title": LESSON_WEIGHTS["statement"], **ours}
    assert weighed["reviews"] == {name: weight for name, weight in REVIEW_WEIGHTS.items() if name != "compounds"}
    assert request["aggs"]["sector"]["terms"]["field"] == "facets.sector"


def test_synonyms_are_used_on_what_is_asked_alone_and_by_their_stems(tmp_path: Path) -> None:
    entries = tmp_path / "entries"
    entries.mkdir()
    shutil.copy(PROJECT / "entries/vocabulary.yml", entries)
    shutil.copy(ODD / "bare.md", entries)
    database = built(entries, tmp_path / "lessons.db")
    opensearch.export(database, tmp_path / "out", base="", readers=Audience())
    made = index(tmp_path / "out")
    analysis = made["settings"]["analysis"]
    assert "porter" in LESSONS_FTS.tokenizer
    stemmed, asking = (analysis["analyzer"][name]["filter"] for name in ("stemmed", "stemmed_with_synonyms"))
    assert asking == [*stemmed, "synonyms"]
    assert stemmed[-1] == "porter_stem"
    title = made["mappings"]["properties"]["title"]
    assert (title["analyzer"], title["search_analyzer"]) == ("stemmed", "stemmed_with_synonyms")
    connection = sqlite3.connect(database)
    others = other_expressions(connection)
    connection.close()
    assert "anti social behaviour" in others["antisocial behaviour"]
    rules = dict(rule.split(" => ") for rule in analysis["filter"]["synonyms"]["synonyms"])
    assert rules == {typed: ", ".join((typed, *also)) for typed, also in others.items()}


def test_an_expression_is_no_synonym_of_one_that_contains_it_and_no_sign_of_it_is_left() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript("""
        CREATE TABLE terms (scheme, slug, label);
        CREATE TABLE synonyms (scheme, term, synonym);
        CREATE TABLE organisations (id, name);
        CREATE TABLE organisation_variants (organisation_id, variant);
        INSERT INTO terms VALUES ('sector', 'waste', 'Waste, bins => "all" # \\ é');
        INSERT INTO synonyms VALUES ('sector', 'waste', 'Refuse collection'), ('sector', 'waste', 'IT'), ('sector', 'waste', '***');
    """)
    others = other_expressions(connection)
    connection.close()
    assert "waste bins all e" not in others["waste"]
    assert "refuse collection" in others["waste"]
    assert "it" not in others
    assert all(re.fullmatch("[a-z ]+", text) for typed, also in others.items() for text in (typed, *also))


def test_a_database_for_more_than_its_readers_is_refused_and_one_for_them_says_so(tmp_path: Path) -> None:
    database, folder = tmp_path / "lessons-restricted.db", tmp_path / "out"
    assert build(ODD, database, Options("restricted")).written
    with pytest.raises(WiderAudienceError, match="restricted"):
        opensearch.export(database, folder, base="", readers=Audience())
    assert not folder.exists()
    arguments = ["export", "opensearch", "-o", str(folder), "--database", str(database)]
    refused = CliRunner().invoke(main, arguments)
    assert (refused.exit_code, folder.exists()) == (2, False)
    done = CliRunner().invoke(main, [*arguments, "--audience", "restricted"])
    assert done.exit_code == 0, done.stderr
    assert "It is for the restricted audience alone: do not load it where others can read it." in done.stderr
    assert index(folder)["mappings"]["_meta"]["lessons"]["audience"] == "restricted"
    assert "do not load it where others can read it" in (folder / "README.md").read_text("utf-8")
    assert {path.stat().st_mode & 0o077 for path in folder.rglob("*") if path.is_file()} == {0}


def test_the_commands_of_its_readme_name_files_that_are_there(loaded: Path) -> None:
    commands = [line for line in (loaded / "README.md").read_text("utf-8").splitlines() if "curl " in line]
    assert len(commands) == 3
    named = [name for line in commands for name in re.findall(r"@(\S+\.json)", line)]
    assert named == ["index.json", "search.json"]
    assert all((loaded / name).is_file() for name in named)
    assert "documents/*.ndjson" in commands[1]


def test_the_command_says_what_it_wrote_and_which_database_is_missing(database: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["export", "opensearch", "-o", str(tmp_path / "out"), "--database", str(database)])
    assert done.exit_code == 0, done.stderr
    assert re.search(r"out: \d+ documents in 1 part\n", done.stderr)
    none = CliRunner().invoke(main, ["export", "opensearch", "-o", str(tmp_path / "no"), "--database", "none.db"])
    assert (none.exit_code, (tmp_path / "no").exists()) == (2, False)
    assert "none.db: cannot be opened" in none.stderr


def request(method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:
    made = urllib.request.Request(f"{SERVER}/{path}", body, {"content-type": kind}, method=method)
    with urllib.request.urlopen(made, timeout=60) as answer:
        return json.load(answer)


@pytest.mark.skipif(not SERVER, reason="LESSONS_OPENSEARCH names no OpenSearch server, such as http://localhost:9200")
def test_a_server_takes_every_document_and_finds_a_lesson_by_its_sentence(loaded: Path) -> None:
    name = f"lessons-test-{os.getpid()}"
    request("PUT", name, (loaded / "index.json").read_bytes())
    try:
        for part in parts(loaded):
            answer = request("POST", f"{name}/_bulk?refresh=true", part.read_bytes(), "application/x-ndjson")
            assert not answer["errors"], answer
        written = pairs(loaded)
        assert request("GET", f"{name}/_count")["count"] == len(written)
        lesson = next(one for _, one in written if one["kind"] == "lessons")
        template = json.loads((loaded / "search.json").read_text("utf-8"))
        template["params"] |= {"text": lesson["title"], "filters": [{"term": {"kind": "lessons"}}]}
        found = request("POST", f"{name}/_search/template", json.dumps(template).encode())["hits"]["hits"]
        assert lesson["title"] in [hit["_source"]["title"] for hit in found]
        template["params"] |= {"text": "", "filters": []}
        everything = request("POST", f"{name}/_search/template", json.dumps(template).encode())
        assert everything["hits"]["total"]["value"] == len(written)
    finally:
        request("DELETE", name)
