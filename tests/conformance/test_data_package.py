"""The data package and bundle, by the library of those who wrote the specification, and the catalogue's entry as RDF."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.rich import rich
from tests.support.sample import Folder, Run

frictionless = pytest.importorskip("frictionless", reason="needs the extra conformance")

FOUNDING = Path(__file__).parents[2] / "entries"
DCAT, SPDX = "http://www.w3.org/ns/dcat#", "http://spdx.org/rdf/terms#"


@pytest.fixture(params=["founding", "rich", "empty"])
def library(request: pytest.FixtureRequest, shelf: Folder) -> Folder:
    if request.param == "founding":
        shutil.copytree(
            FOUNDING, shelf.path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("README.md", "LICENSE*")
        )
    elif request.param == "rich":
        rich(shelf)
    return shelf


def exported(run: Run, library: Folder, kind: str, output: Path) -> Path:
    result = run("export", kind, "--entries", library.path, "--output", output)
    assert result.exit_code == 0, result.output
    return output


def faults(folder: Path) -> list[str]:
    report: Any = frictionless.validate(str(folder / "datapackage.json"))
    assert report.stats["tasks"] > 30
    return [error.message for error in report.errors] + [
        f"{task.name}: {error.message}" for task in report.tasks for error in task.errors
    ]


@pytest.mark.parametrize("kind", ["datapackage", "bundle"])
def test_each_table_is_as_the_package_says(kind: str, run: Run, library: Folder, tmp_path: Path) -> None:
    assert faults(exported(run, library, kind, tmp_path / "out")) == []


def test_a_table_that_is_not_as_the_package_says_is_found(run: Run, shelf: Folder, tmp_path: Path) -> None:
    folder = exported(run, rich(shelf), "datapackage", tmp_path / "out")
    path = folder / "reviews.csv"
    path.write_text(path.read_text("utf-8").replace("2004-05-06", "some day"), "utf-8")
    assert any("some day" in fault for fault in faults(folder))


# The library's reader of JSON-LD uses what the library itself calls deprecated.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_entry_for_a_catalogue_is_a_dataset_with_each_file(run: Run, library: Folder, tmp_path: Path) -> None:
    rdflib = pytest.importorskip("rdflib", reason="needs the extra conformance")
    folder = exported(run, library, "bundle", tmp_path / "out")
    graph = rdflib.Graph().parse(folder / "dcat.jsonld", format="json-ld", publicID="https://example.org/bundle/")
    (dataset,) = graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{DCAT}Dataset"))
    assert str(dataset) == "https://example.org/bundle/"
    found = {
        str(graph.value(one, rdflib.URIRef(f"{DCAT}downloadURL"))): one
        for one in graph.objects(dataset, rdflib.URIRef(f"{DCAT}distribution"))
    }
    for path in ("lessons.db", "tables/lesson_cards.csv", "parquet/lesson_cards.parquet", "lessons.ndjson"):
        one = found[f"https://example.org/bundle/{path}"]
        size = graph.value(one, rdflib.URIRef(f"{DCAT}byteSize"))
        assert size.toPython() == (folder / path).stat().st_size
        checksum = graph.value(one, rdflib.URIRef(f"{SPDX}checksum"))
        assert graph.value(checksum, rdflib.URIRef(f"{SPDX}checksumValue")) is not None
    assert all(node.toPython() is not None for node in graph.objects() if isinstance(node, rdflib.Literal))
