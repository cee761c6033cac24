"""No file, however broken, takes more than 10 seconds of processor time or 500 MB: each is checked under these limits.

The system ends a process that goes beyond them, so a failure here is an exit status and no matter of a clock.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sample import FRONT, Folder

pytestmark = pytest.mark.slow
RUN = """
import json, resource, sys
from pathlib import Path
from lessons import checks; from lessons.entries import folder as reading
# What the interpreter and the libraries have mapped already is not the file's doing.
mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (mapped + 500_000_000,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (int(resource.getrusage(resource.RUSAGE_SELF).ru_utime) + 11,) * 2)
found = checks.check(reading.read_folder(Path(sys.argv[1])), rules=checks.RULES)
print(json.dumps([problem.rule for problem in found if problem.severity == "error"]))
"""
FIELDS = "".join(f"{name}: {value}\n" for name, value in FRONT.items())
TEXTS = {
    "brackets": "[" * 900_000,
    "quotations": ">" * 900_000,
    "a wide table": "|a" * 400 + "|\n" + "|-" * 400 + "|\n" + ("|b" * 400 + "|\n") * 1000,
    "entities": "&amp;" * 180_000,
}
FRONTS = {
    "unknown terms": "enablers:\n" + "".join(f"  - lidership-{number}\n" for number in range(3000)),
    "unknown reviews": "related:\n" + "".join(f"  - night-busses-{number}\n" for number in range(2000)),
    "open brackets": "x: " + "{a: " * 15_000,
    "slips of YAML": "".join(f'f{number}: "a\n' for number in range(4000)),
    "wrong outcomes": "outcomes:\n" + "  - measure: x\n    result: 5%\n" * 1800,
}


def rules(shelf: Folder) -> list[str]:
    done = subprocess.run([sys.executable, "-c", RUN, str(shelf.path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_pathological_text_is_a_problem(shelf: Folder, text: str) -> None:
    shelf.write("night-buses", f"---\n{FIELDS}---\n\n## Summary\n\n{text}\n")
    assert rules(shelf) == ["rendering"]


@pytest.mark.parametrize("text", FRONTS.values(), ids=FRONTS)
def test_a_pathological_front_matter_is_problems(shelf: Folder, project: Path, text: str) -> None:
    vocabulary = (project / "entries" / "vocabulary.yml").read_text("utf-8")
    shelf.write("vocabulary.yml", vocabulary)
    shelf.write("night-buses", f"---\n{FIELDS}{text}\n---\n")
    for number in range(300):
        shelf.write(f"night-buses-of-{number}", "---\n---\n")
    assert len(rules(shelf)) > 20
