"""The description of the JSON addresses, by the specification's own rules, and the running site asked what the description promises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from hypothesis import given

from tests.support.examples import examples
from tests.web.browser.live import LONGEST_SECONDS, serving
from tests.web.conftest import built

schemathesis = pytest.importorskip("schemathesis", reason="needs the extra conformance")

FOUNDING = Path(__file__).parents[2] / "entries"
# What no schema can say: that a text is SQL, which filters go with which kind of result, that a day is in the calendar, and that a plan says
# something.
BEYOND_SCHEMAS = ("/data/sql", "/search", "/reviews.json", "/brief.json")


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site over the founding reviews, on this machine alone."""
    with serving(built(FOUNDING, tmp_path_factory.mktemp("conformance") / "lessons.db")) as address:
        yield address


def failed(operation: Any) -> str | None:
    """Return how what an address answers differs from its description."""
    from schemathesis.core.failures import FailureGroup
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    left_out = [positive_data_acceptance] if operation.path.startswith(BEYOND_SCHEMAS) else []

    @examples(20, scheduled=200)
    @given(case=operation.as_strategy())
    def answered(case: Any) -> None:
        case.call_and_validate(excluded_checks=left_out, timeout=LONGEST_SECONDS)

    try:
        answered()
    except FailureGroup as error:
        return f"{operation.label}: {error}"
    return None


def test_each_address_answers_as_it_is_described(address: str) -> None:
    description = schemathesis.openapi.from_url(f"{address}/openapi.json")
    operations = [found.ok() for found in description.get_all_operations()]
    assert len(operations) > 10
    failures = [failure for failure in map(failed, operations) if failure]
    assert not failures, "\n\n".join(failures)


def test_the_description_is_openapi(address: str) -> None:
    validator = pytest.importorskip("openapi_spec_validator", reason="needs the extra conformance")
    with urlopen(f"{address}/openapi.json") as answer:
        document = json.load(answer)
    assert document["openapi"].startswith("3.1")
    validator.validate(document)
