"""The database for download: one version whole, or the part that was asked for."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import sqlite3
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lessons.web import current, download
from tests.web.visitor import Visitor

FILE = "/data/lessons.db"


def test_the_file_says_its_size_and_version(site: Visitor, founding: Path) -> None:
    response = site.get(FILE)
    content = founding.read_bytes()
    assert response.content == content
    assert response.headers["content-length"] == str(len(content))
    assert response.headers["content-type"] == "application/vnd.sqlite3"
    assert response.headers["accept-ranges"] == "bytes"
    assert "lessons.db" in response.headers["content-disposition"]
    assert "content-encoding" not in response.headers
    assert site.get(FILE, headers={"if-none-match": response.headers["etag"]}).status_code == 304
    assert site.get(FILE, headers={"if-none-match": f'"other", {response.headers["etag"]}'}).status_code == 304
    head = site.ask("HEAD", FILE)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(content))
    assert site.ask("POST", FILE).status_code == 405


def test_the_file_says_its_sha_256_whole_or_in_part(site: Visitor, founding: Path) -> None:
    digest = hashlib.sha256(founding.read_bytes())
    header = f"sha-256=:{b64encode(digest.digest()).decode()}:"
    for response in (site.get(FILE), site.ask("HEAD", FILE), site.get(FILE, headers={"range": "bytes=5-9"})):
        assert response.headers["repr-digest"] == header
    said = site.get(f"{FILE}.sha256")
    assert said.headers["content-type"] == "text/plain; charset=utf-8"
    assert said.text == f"{digest.hexdigest()}  lessons.db\n"


def test_the_sha_256_is_refused_with_the_download(odd: Path, visit: Callable[..., Visitor]) -> None:
    assert visit(odd, plugin={"analyst": False}).get(f"{FILE}.sha256").status_code == 404
    assert visit(odd, settings={"allow_download": False}).get(f"{FILE}.sha256").status_code == 404
    assert visit(odd, metadata={"databases": {"lessons": {"allow": False}}}).get(f"{FILE}.sha256").status_code == 403


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=100-199", slice(100, 200)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-100", slice(-100, None)),
        ("bytes=-999999999999999999", slice(0, None)),
        ("Bytes = 5-999999999999999999", slice(5, None)),
    ],
)
def test_a_part_is_sent_where_one_is_asked_for(site: Visitor, founding: Path, header: str, part: slice) -> None:
    content = founding.read_bytes()
    response = site.get(FILE, headers={"range": header})
    assert response.status_code == 206
    assert response.content == content[part]
    start, end, _ = part.indices(len(content))
    assert response.headers["content-range"] == f"bytes {start}-{end - 1}/{len(content)}"
    assert response.headers["content-length"] == str(end - start)


@pytest.mark.parametrize("header", ["bytes=99999999999-", "bytes=99999999999-99999999999", "bytes=-0"])
def test_a_part_outside_is_refused_in_words(site: Visitor, founding: Path, header: str) -> None:
    response = site.get(FILE, headers={"range": header})
    assert response.status_code == 416
    assert response.headers["content-range"] == f"bytes */{founding.stat().st_size}"
    assert "is outside them" in response.text


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes=",
        "bytes=-",
        "bytes=5-4",
        "bytes=0-1,3-4",
        "lines=1-2",
        "bytes=a-b",
        "bytes=1",
        f"bytes={'9' * 5000}-",
    ],
)
def test_what_is_no_single_range_gets_the_whole(site: Visitor, founding: Path, header: str) -> None:
    response = site.get(FILE, headers={"range": header})
    assert (response.status_code, len(response.content)) == (200, founding.stat().st_size)


def test_a_part_of_another_version_is_not_sent(site: Visitor) -> None:
    headers = site.get(FILE).headers
    for same in (headers["etag"], headers["last-modified"]):
        assert site.get(FILE, headers={"range": "bytes=0-9", "if-range": same}).status_code == 206
    for other in ('"another"', f"W/{headers['etag']}", "Thu, 01 Jan 1970 00:00:00 GMT"):
        assert site.get(FILE, headers={"range": "bytes=0-9", "if-range": other}).status_code == 200


@pytest.mark.parametrize("address", ["/lessons.db", "/~6Cessons.db", "/%6cessons.db", "/lesson~73.db"])
def test_datasette_s_own_address_sends_the_version_in_service(
    odd: Path, tmp_path: Path, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(current, "LOOK_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(current, "PATIENCE_SECONDS", 60.0)
    path = tmp_path / "lessons.db"
    shutil.copy(odd, path)
    site = Visitor(immutables=[str(path)])
    content = path.read_bytes()
    try:
        assert site.get(address).content == content
        path.with_name("new").write_bytes(b"not taken into service")
        os.replace(path.with_name("new"), path)
        assert site.get(address).content == content
    finally:
        site.close()
    assert visit(odd, plugin={"analyst": False}).get(address).status_code == 404


def test_the_operator_s_setting_against_downloads_holds(odd: Path, visit: Callable[..., Visitor]) -> None:
    site = visit(odd, settings={"allow_download": False})
    for address in (FILE, "/lessons.db"):
        assert site.get(address).status_code == 404


def test_downloads_during_replacements_are_whole_and_of_one_version(
    odd: Path, tmp_path: Path, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "LOOK_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(current, "PATIENCE_SECONDS", 60.0)
    monkeypatch.setattr(download, "CHUNK", 16 * 1024)
    path = tmp_path / "lessons.db"
    shutil.copy(odd, path)
    versions = {path.read_bytes()}
    site = visit(path)

    async def replaced(number: int) -> None:
        new = path.with_name("new")
        shutil.copy(odd, new)
        with sqlite3.connect(new) as connection:
            # Versions of different sizes.
            connection.execute("UPDATE documents SET content = content || ?", (" " * 20_000 * number,))
        connection.close()
        versions.add(new.read_bytes())
        os.replace(new, path)

    async def ask() -> Any:
        return await site.datasette.client.get(FILE)

    async def all_at_once() -> list[Any]:
        found = []
        for number in range(1, 6):
            asked = [asyncio.create_task(ask()) for _ in range(8)]
            await asyncio.sleep(0)
            await replaced(number)
            found += await asyncio.gather(*asked)
        return found

    sizes = set()
    for response in site.run(all_at_once()):
        assert response.status_code == 200
        assert int(response.headers["content-length"]) == len(response.content)
        assert response.content in versions
        digest = b64encode(hashlib.sha256(response.content).digest()).decode()
        assert response.headers["repr-digest"] == f"sha-256=:{digest}:"
        sizes.add(len(response.content))
    assert len(sizes) > 1
