"""The wheel and the source archive: the same bytes wherever they are built, with everything that belongs in them and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
# Files of the project that are put into the package when it is built.
COPIED = set(
    tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    .get("force-include", {})
    .values()
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="what belongs to the project is asked of git"),
]


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True)
    return [name for name in listed.stdout.decode().split("\0") if name and (PROJECT / name).exists()]


def built(source: Path, output: Path, **environment: str) -> dict[str, bytes]:
    """Build both and return their bytes by their names."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", output],
        cwd=source,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1767225600"} | environment,
        capture_output=True,
        check=True,
    )
    return {path.name: path.read_bytes() for path in output.iterdir()}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working copy with what somebody leaves lying about."""
    folder = tmp_path_factory.mktemp("one") / "source"
    for name in tracked():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, folder / name)
    for name in (
        "build/lessons.db",
        "lessons/__pycache__/x.cpython-311.pyc",
        "notes.txt",
        "dist/old.whl",
        ".venv/bin/x",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    return folder


@pytest.fixture(scope="module")
def files(source: Path) -> dict[str, bytes]:
    return built(source, source.parent / "built")


def named(files: dict[str, bytes], ending: str, folder: Path) -> Path:
    """Write the file that ends so, and return its path."""
    ((name, raw),) = ((name, raw) for name, raw in files.items() if name.endswith(ending))
    (folder / name).write_bytes(raw)
    return folder / name


def test_another_folder_time_umask_and_order_give_the_same_bytes(
    source: Path, files: dict[str, bytes], tmp_path: Path
) -> None:
    other = tmp_path / "another-name"
    for path in sorted(source.rglob("*"), reverse=True):
        if path.is_file():
            copy = other / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
            copy.chmod((0o755 if os.access(path, os.X_OK) else 0o644) & ~0o027)
            os.utime(copy, (1_000_000_000, 1_000_000_000))
    assert len(files) == 2
    assert built(other, tmp_path / "built", PYTHONHASHSEED="7", TZ="Asia/Tokyo", LC_ALL="C") == files


def test_the_wheel_that_the_source_archive_gives_is_the_wheel(files: dict[str, bytes], tmp_path: Path) -> None:
    with tarfile.open(named(files, ".tar.gz", tmp_path)) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (folder,) = (tmp_path / "unpacked").iterdir()
    assert built(folder, tmp_path / "built") == files


def test_the_wheel_holds_the_package_and_nothing_else(files: dict[str, bytes], tmp_path: Path) -> None:
    with zipfile.ZipFile(named(files, ".whl", tmp_path)) as wheel:
        names = set(wheel.namelist())
    own = {name for name in names if not name.split("/")[0].endswith(".dist-info")}
    assert own == {name for name in tracked() if name.startswith("lessons/")} | COPIED
    assert {name.partition("/")[2] for name in names - own} == {
        "METADATA",
        "WHEEL",
        "RECORD",
        "entry_points.txt",
        "licenses/LICENSE",
    }
    assert {"lessons/docs/security.md", "lessons/web/static/lessons.css", "lessons/py.typed"} <= own
    assert any(name.startswith("lessons/web/templates/") for name in own)


def test_the_source_archive_holds_everything_that_git_knows(files: dict[str, bytes], tmp_path: Path) -> None:
    with tarfile.open(named(files, ".tar.gz", tmp_path)) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names == {*tracked(), "PKG-INFO"} - {"build/.gitignore"}
