"""A git repository with commits on the days that a test says, whatever the machine's own configuration is."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.sample import Folder


def git(folder: Path, *arguments: str, day: str = "2020-01-01") -> None:
    """Run git; the committer's ``day`` ends in a zone in which it is already the next one by UTC."""
    environment = {
        "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
        "GIT_AUTHOR_DATE": "2001-01-01T00:00:00+00:00", "GIT_COMMITTER_DATE": f"{day}T23:30:00-11:00",
    }  # fmt: skip
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, env=environment, capture_output=True)


@dataclass(frozen=True)
class Repository:
    """A repository with a folder of entries in it."""

    path: Path

    @classmethod
    def begun(cls, path: Path) -> Repository:
        """Return a new repository without a commit."""
        (path / "entries").mkdir(parents=True)
        git(path, "init", "--quiet", "--initial-branch", "main")
        return cls(path)

    @property
    def entries(self) -> Path:
        return self.path / "entries"

    @property
    def shelf(self) -> Folder:
        return Folder(self.entries)

    def commit(self, day: str) -> None:
        """Commit everything, or nothing, on a day; by UTC it is the next one."""
        git(self.path, "add", "--all", ".")
        git(self.path, "commit", "--quiet", "--allow-empty", "--message", day, day=day)
