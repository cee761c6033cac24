"""The machine on which a code host runs the scripts of a workflow, with a gh that answers what a test wants."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# Instead of the host: gh answers what a test wants, and writes down what it was asked.
GH = """#!/bin/sh
printf '%s\\n' "$@" >> "$GH_ASKED"
[ "$1" = api ] && echo "$GH_ANSWER"
if [ "$1" = pr ]; then
  while [ $# -gt 0 ]; do if [ "$1" = --body-file ]; then cp "$2" "$GH_ASKED.body"; fi; shift; done
fi
exit 0
"""


class Runner:
    """A runner's machine: a folder, the variables of a step, and the programs that it may call."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked = folder / "asked"
        programs = folder / "bin"
        programs.mkdir()
        (programs / "gh").write_text(GH, "utf-8")
        (programs / "gh").chmod(0o755)
        self.variables = {
            "PATH": f"{programs}:{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(folder), "GH_ASKED": str(self.asked),
            "GH_ANSWER": "write", "REPOSITORY": "owner/library", "SERVER": f"file://{folder}", "BRANCH": "main", "NUMBER": "7",
            "ACTOR": "someone", "GITHUB_STEP_SUMMARY": str(folder / "summary.md"), "GIT_CONFIG_NOSYSTEM": "1",
        }  # fmt: skip

    def run(self, text: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a script as a runner does."""
        return subprocess.run(
            ["bash", "-e", "-c", text],
            cwd=self.folder, env=self.variables | variables, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def git(self, *arguments: str) -> str:
        """Run git, and return what it prints."""
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, env=self.variables, capture_output=True, text=True, check=True
        ).stdout
