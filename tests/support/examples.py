"""How many examples hypothesis tries: few for every change, many in the scheduled run."""

from __future__ import annotations

from typing import Any

from hypothesis import settings

# What the profiles of tests/conftest.py say of tests that say nothing themselves.
USUAL = 100


def examples(number: int, *, scheduled: int, **more: Any) -> settings:
    """Return the settings of a test that tries so many examples, and so many in the scheduled run."""
    return settings(max_examples=number if settings.default.max_examples <= USUAL else scheduled, **more)
