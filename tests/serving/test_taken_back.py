"""Behind the proxy as it is shipped, a review that was withdrawn is gone from every address without anybody's doing more."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from lessons.building.build import Options, build
from lessons.cli import main
from lessons.web.keeping import LONGEST_SECONDS
from tests.serving.test_serve import running
from tests.support.nginx import FILE, NGINX, proxied
from tests.support.sample import Folder, body, front, lesson, review

SECRET = "Zanzibar"
REVIEW = "/reviews/ferry-times"
ADDRESSES = (
    REVIEW, f"{REVIEW}.md", f"{REVIEW}.json", f"{REVIEW}.bib", f"{REVIEW}/ask-users", f"{REVIEW}/ask-users.json", "/", "/reviews", "/reviews.json",
    "/reviews.atom", "/reviews.feed.json", "/search?q=grieving", "/search.json?q=grieving", "/search.csv?q=grieving", "/search.atom?q=grieving",
    "/browse/sector/not-stated", "/suggest.json?q=zanz", "/data/lessons.db", "/lessons/reviews.json?_shape=array&_ttl=31536000", "/lessons/reviews",
    "/lessons.db", "/lessons/review_text.csv?_ttl=31536000",
)  # fmt: skip
# Where the text stands before it is taken back; the others are asked as well.
HELD = {REVIEW, f"{REVIEW}.md", f"{REVIEW}/ask-users", "/reviews.json", "/search.json?q=grieving", "/data/lessons.db", "/lessons/reviews.json?_shape=array&_ttl=31536000"}  # fmt: skip


def test_nothing_is_kept_for_longer_than_a_minute_and_nothing_old_is_shown_instead_of_an_error() -> None:
    """What holds no text of the library, at addresses that change with their content, is kept for longer."""
    pages = FILE[FILE.index("location / {") : FILE.index("location ~ ")]
    kept = re.findall(r"proxy_cache_valid [\d ]*?(\d+)(\w*);", FILE)
    assert kept
    assert all(unit == "s" and int(number) <= LONGEST_SECONDS for number, unit in kept)
    assert "proxy_cache_valid" in pages
    assert not re.search(r"^\s*proxy_cache_(use_stale|background_update)", FILE, re.MULTILINE)


@pytest.mark.slow
@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_a_withdrawn_review_is_gone_from_every_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unit, nginx = tmp_path / "unit", tmp_path / "nginx"
    nginx.mkdir()
    folder = Folder(unit / "entries")
    told = lesson(f"- Id: ask-users\n- Recommendation: Ask the grieving family about {SECRET}.")
    text = front("published: 2020-01-01", title=f"Ferries to {SECRET}", sector="not-stated")
    folder.write("ferry-times", text + body(told, Summary=f"Ferries to {SECRET} for a grieving family."))
    folder.write("day-ferries", review(title="Day ferries", sector="not-stated"))
    (unit / "metadata.yml").write_text("plugins:\n  lessons:\n    sql: on\n")
    monkeypatch.chdir(unit)
    assert build(Path("entries"), Path("build/lessons.db"), Options()).written
    with running(unit) as address:
        port = int(re.findall(r":(\d+)", address)[0])
        limits = {"rate=20r/s": "rate=9999r/s", "burst=60": "burst=9999"}
        with proxied(nginx, [port], limits) as proxy, httpx.Client(base_url=proxy, timeout=60) as site:
            # Twice, so that what the cache keeps it has.
            before = {path: site.get(path).content for path in ADDRESSES * 2}
            assert {path for path, content in before.items() if SECRET.encode() in content} >= HELD
            assert CliRunner().invoke(main, ["withdraw", "ferry-times"]).exit_code == 0
            for path in ADDRESSES:
                while SECRET.encode() in site.get(path).content:
                    pass
            assert [site.get(path).status_code for path in ADDRESSES[:6]] == [410] * 6
            assert site.get("/reviews/day-ferries").status_code == 200
