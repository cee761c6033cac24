"""Print a constraints file that pins each dependency in pyproject.toml to its lower bound."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path


def constraints(pyproject: str) -> list[str]:
    """Return `name==version` for each `name>=version` among the dependencies and the extra `test`."""
    project = tomllib.loads(pyproject)["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    return [re.sub(r"\s*>=\s*", "==", line) for line in wanted]


if __name__ == "__main__":
    print("\n".join(constraints((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))))
