"""Finding and reading files: only UTF-8 text of a reasonable size from inside the folder, and never a wait."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.problems import LessonsError
from lessons.text import files
from lessons.text.files import Unreadable, read_text


def refused(path: Path, inside: Path | None = None) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        read_text(path, path.name, inside=inside)
    return [str(problem) for problem in caught.value.problems]


def found(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in files.find(folder)]


def test_entries_are_markdown_but_not_readme_nor_hidden(tmp_path: Path) -> None:
    (tmp_path / "sub" / "_parts").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for name in (
        "b.md", "a.md", "README.md", "readme.md", "_draft.md", ".hidden.md", "notes.txt", "sub/c.markdown", "sub/README.md",
        "sub/_parts/d.md", ".git/e.md",
    ):  # fmt: skip
        (tmp_path / name).touch()
    assert found(tmp_path) == ["a.md", "b.md", "sub/c.markdown"]


def test_the_order_is_that_of_the_paths_whatever_the_file_system_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b", "a-b", "a", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "z.md").touch()
    expected = found(tmp_path)
    listed = files._listed
    monkeypatch.setattr(files, "_listed", lambda folder: list(reversed(listed(folder))))
    assert found(tmp_path) == expected == sorted(expected)


def test_a_missing_folder_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(LessonsError, match=r"there is no folder .*nowhere"):
        list(files.find(tmp_path / "nowhere"))
    with pytest.raises(LessonsError, match=r"there is no folder aaa"):
        list(files.find(Path("a" * 5000)))


def test_a_folder_that_cannot_be_read_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(files.os, "scandir", refuse)
    with pytest.raises(LessonsError, match=r"^cannot read the folder .*: permission denied$"):
        list(files.find(tmp_path))


def test_folders_are_read_to_a_depth_that_is_said_and_never_beyond(tmp_path: Path) -> None:
    inside = tmp_path / "entries"
    inside.mkdir()
    # One after the other, since the whole path would be longer than a system takes.
    before = os.getcwd()
    try:
        os.chdir(inside)
        for depth in range(1500):
            os.mkdir("d")
            os.chdir("d")
            if depth + 1 == files.MAX_DEPTH:
                Path("deepest.md").touch()
                assert found(inside) == ["d/" * files.MAX_DEPTH + "deepest.md"]
    finally:
        os.chdir(before)
    with pytest.raises(LessonsError, match=r"entries/d holds folders nested more than 50 deep; move their files"):
        list(files.find(inside))
    subprocess.run(["rm", "-rf", str(inside)], check=True)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"a\nb\n", "a\nb\n"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb", "a\nb"),
        (b"\xef\xbb\xbfa", "a"),
        ("café 日本 🚌\t|".encode(), "café 日本 🚌\t|"),
        (b"", ""),
    ],
    ids=["LF", "CRLF", "CR", "byte-order mark", "any script", "empty"],
)
def test_utf_8_text_is_read_with_plain_line_ends(tmp_path: Path, raw: bytes, text: str) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(raw)
    assert read_text(path, "x.md") == text


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"a\ncaf\xe9\n", "x.md:2:4: byte 0xe9 (byte 6 of the file) is not UTF-8; save the file as UTF-8 [encoding]"),
        ("héllo".encode("utf-16"), "x.md:1:1: the file is UTF-16; save it as UTF-8 [encoding]"),
        ("héllo".encode("utf-16-be"), "x.md:1:1: the file is UTF-16; save it as UTF-8 [encoding]"),
        (b"some words, then a\0b", "x.md:1:19: found a NUL character; delete it [hidden-characters]"),
        (b"\na\x07b", "x.md:2:2: found the hidden character U+0007; delete it [hidden-characters]"),
        (
            "a\u202eb".encode(),
            "x.md:1:2: found the hidden character U+202E (right-to-left override); delete it [hidden-characters]",
        ),
        (
            "a\u2028b".encode(),
            "x.md:1:2: found the hidden character U+2028 (line separator); delete it [hidden-characters]",
        ),
        ("a\x85b".encode(), "x.md:1:2: found the hidden character U+0085; delete it [hidden-characters]"),
        (
            b"a" * 1_000_001,
            "x.md:1:1: the file has 1,000,001 bytes; a review has at most 1,000,000; split it or leave appendices out [size]",
        ),
    ],
)
def test_what_is_no_clean_text_is_refused_with_its_place(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(raw)
    assert refused(path) == [message]


def test_what_is_no_review_is_not_called_one_when_it_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "vocabulary.yml"
    path.write_bytes(b"a" * 1_000_001)
    assert refused(path) == ["vocabulary.yml:1:1: the file has 1,000,001 bytes; at most 1,000,000 are read [size]"]


def test_every_hidden_character_is_reported_up_to_twenty(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("\x07 words between\n" * 30)
    assert [message.split(":")[1] for message in refused(path)] == [str(line) for line in range(1, 21)]


def test_a_pipe_a_device_and_a_folder_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "device.md").symlink_to("/dev/zero")
    for name in ("pipe.md", "folder.md", "device.md"):
        assert refused(tmp_path / name) == [f"{name}:1:1: this is not a regular file [symbolic-links]"]
        assert files.content(str(tmp_path / name), tmp_path) is None


def test_a_file_that_is_gone_by_now_is_told_so(tmp_path: Path) -> None:
    message = "the file was moved or deleted before it could be read; try again"
    assert refused(tmp_path / "gone.md") == [f"gone.md:1:1: {message} [symbolic-links]"]


def test_a_link_out_of_the_folder_is_refused_and_one_inside_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "entries"
    folder.mkdir()
    (tmp_path / "secret.md").write_text("secret")
    (folder / "real.md").write_text("real")
    (folder / "inside.md").symlink_to("real.md")
    (folder / "outside.md").symlink_to("../secret.md")
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "broken.md").symlink_to("nowhere.md")
    assert read_text(folder / "inside.md", "inside.md", inside=folder) == "real"
    assert files.content(str(folder / "inside.md"), folder) == b"real"
    for name in ("outside.md", "loop.md", "broken.md"):
        assert refused(folder / name, folder) == [
            f"{name}:1:1: this symbolic link leads out of the folder of entries; put the file itself here [symbolic-links]"
        ]
        assert files.content(str(folder / name), folder) is None


def test_a_linked_folder_is_not_followed_but_said(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.md").touch()
    folder = tmp_path / "entries"
    folder.mkdir()
    (folder / "more").symlink_to("../elsewhere")
    (folder / "round").symlink_to(".")
    (folder / "itself").symlink_to("itself")
    assert found(folder) == ["more", "round"]
    assert refused(folder / "more", folder) == [
        "more:1:1: this folder is a symbolic link, which is not followed; put its files here [symbolic-links]"
    ]


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.md"
    path.touch()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert refused(path) == ["x.md:1:1: cannot be opened: permission denied [encoding]"]
    monkeypatch.setattr("builtins.open", refuse)
    assert files.content(str(path), tmp_path) is None


def test_a_path_is_shown_on_one_line() -> None:
    assert files.shown(Path("a/b c/é.md")) == "a/b c/é.md"
    assert files.shown(Path("a\nb\udcff.md")) == "a\\nb\\udcff.md"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_problem(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(raw)
    try:
        text = read_text(path, "x.md")
    except Unreadable:
        assert refused(path)
    else:
        assert text == raw.removeprefix(b"\xef\xbb\xbf").decode().replace("\r\n", "\n").replace("\r", "\n")
