from __future__ import annotations

import re
from dataclasses import fields

from lessons.web.ask import Config
from lessons.web.routes import ANALYST_ROUTES, ROUTES
from tests.web.libraries import PROJECT

DOCS = (PROJECT / "lessons" / "docs" / "site.md").read_text("utf-8")
METADATA = (PROJECT / "metadata.yml").read_text("utf-8")


def test_every_route_is_described() -> None:
    for pattern, _ in ROUTES + ANALYST_ROUTES:
        address = re.sub(r"\(\?P<(\w+)>.*?\)", r"<\1>", pattern).strip("^$").replace("\\", "")
        page, _, ending = address.partition(".") if re.search(r">\.[\w.]+$", address) else (address, "", "")
        assert f"`{page}`" in DOCS, address
        assert not ending or f"`.{ending}`" in DOCS, address


def test_every_key_of_the_configuration_is_described() -> None:
    for key in fields(Config):
        assert f"| `{key.name}` |" in DOCS
        assert key.name in ("watch", "last_good", "as_files") or f"{key.name}:" in METADATA
