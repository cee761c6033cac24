"""The same tests on the newest Datasette 1.0, in an environment of its own.

python -m venv .datasette-1
.datasette-1/bin/pip install --pre "datasette>=1.0a0" httpx ".[test]"
LESSONS_DATASETTE_1=.datasette-1/bin/python pytest tests/web/test_datasette_1.py
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

PYTHON = os.environ.get("LESSONS_DATASETTE_1")
TESTS = Path(__file__).parent


@pytest.mark.slow
@pytest.mark.skipif(not PYTHON, reason="LESSONS_DATASETTE_1 names no Python that has Datasette 1.0")
def test_the_site_works_on_datasette_1() -> None:
    """Every test of the site in process passes there."""
    version = "import datasette.version as v; assert v.__version__.startswith('1.'), v.__version__"
    subprocess.run([str(PYTHON), "-c", version], check=True)
    environment = {key: value for key, value in os.environ.items() if key != "LESSONS_DATASETTE_1"}
    command = [str(PYTHON), "-m", "pytest", "-q", str(TESTS), "--ignore", str(TESTS / "browser")]
    done = subprocess.run(
        command,
        cwd=TESTS.parents[1],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
