"""Killed at any moment, a build leaves the old database or the new one, whole, and the next build is right."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sample import Folder, review

POINTS = 50
# One process loads the program once and lets a child of its own be killed at each point: at the so-many-th call of a function.
BUILDS_KILLED = """
import os, random, shutil, signal, sys
from pathlib import Path
from lessons.building import build
from lessons.building.outputs.comparing import differences
from lessons.building.outputs.kept import kept_beside
entries, folder, points = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
output, fresh, former = folder / "lessons.db", folder / "fresh.db", folder / "former"
former.mkdir()

def calls(limit):
    reading, writing = os.pipe()
    if not os.fork():
        count = 0
        def look(frame, event, argument):
            nonlocal count
            count += 1
            if count == limit:
                os.kill(os.getpid(), signal.SIGKILL)
        sys.setprofile(look)
        build.build(entries, output, build.Options())
        sys.setprofile(None)
        os.write(writing, str(count).encode())
        os._exit(0)
    os.close(writing)
    _, status = os.wait()
    with os.fdopen(reading) as said:
        return os.WIFSIGNALED(status), said.read()

def restore():
    for path in folder.glob(".*"):
        path.unlink()
    for path in former.iterdir():
        shutil.copy2(path, folder / path.name)

build.build(entries, output, build.Options())
for path in (output, kept_beside(output)):
    shutil.copy2(path, former / path.name)
(entries / "night-buses.md").write_text((entries / "night-trams.md").read_text().replace("Trams", "Buses"))
(entries / "day-buses.md").unlink()
build.build(entries, fresh, build.Options(full=True))
before = output.read_bytes()
# What is done once a process is done before the calls are counted.
build.build(entries, output, build.Options())
restore()
killed, total = calls(-1)
assert not killed
assert differences(output, fresh) == []
total = int(total)
chance = random.Random(1998)
found = set()
survived = 0
for number in range(points):
    # Two of three near the end, where the file is finished and moved, and one of these where what is kept for the next build is.
    near = (total - 1, total // 20, 100)[number % 3]
    limit = chance.randrange(total - near, total)
    restore()
    # The very last calls are not always as many.
    survived += not calls(limit)[0]
    old = output.read_bytes() == before
    assert old or differences(output, fresh) == [], limit
    found.add(old)
    assert build.build(entries, output, build.Options()).written
    assert differences(output, fresh) == [], limit
    assert sorted(path.name for path in folder.glob(".*")) == [kept_beside(output).name], limit
assert survived < points // 5
print(sorted(found))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that are copies of their parents")
def test_killed_at_random_points_the_old_or_the_new_database_is_there_and_the_next_build_is_right(
    shelf: Folder, tmp_path: Path
) -> None:
    for id_ in ("night-buses", "day-buses", "harbour-ferries", "city-bikes"):
        shelf.write(id_)
    shelf.write("night-trams", review("related: city-bikes", title="Trams at night"))
    (tmp_path / "build").mkdir()
    script = [
        sys.executable,
        "-W",
        "ignore",
        "-c",
        BUILDS_KILLED,
        str(shelf.path),
        str(tmp_path / "build"),
        str(POINTS),
    ]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[False, True]\n"
