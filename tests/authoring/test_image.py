"""The image of a unit's site, built and run by a real engine: it serves without root, without writing and without a network."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from lessons.authoring import deployment
from lessons.cli import main
from tests.support.processes import ended

PROJECT = Path(__file__).parents[2]
NAME = "lessons-site-of-a-test"
BASE = re.findall(r"(?m)^FROM (\S+)", deployment.contents()["deploy/Containerfile"])[-1].replace("${PYTHON}", "3.13")
# As in compose.yaml, and no network besides.
SHUT_IN = ("--read-only", "--tmpfs", "/tmp", "--cap-drop", "all", "--security-opt", "no-new-privileges", "--pids-limit", "200", "--memory", "1g", "--network", "none")  # fmt: skip
ASKING = """
import os, urllib.request as r
print(r.urlopen("http://127.0.0.1:8001/reviews").read().decode())
print("user", os.getuid())
for place in ("lessons.db", "metadata.yml", "new", "/opt/lessons/new"):
    try:
        open(place, "ab").close()
        print("wrote", place)
    except OSError:
        pass
"""
pytestmark = [pytest.mark.scheduled, pytest.mark.slow]


def run(*command: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def engine() -> str:
    """Docker or Podman, where one works and has the image that ours begins with, or can fetch it."""
    there = [one for one in ("docker", "podman") if shutil.which(one) and run(one, "info").returncode == 0]
    if not there:
        pytest.skip("neither docker nor podman works here")
    for one in there:
        if run(one, "image", "inspect", BASE).returncode == 0 or run(one, "pull", BASE).returncode == 0:
            return one
    pytest.skip(f"{BASE} is neither here nor to be fetched")


@pytest.fixture
def program(tmp_path: Path) -> Iterator[str]:
    """Serve the program as it is to what builds the image, and yield what `requirements.txt` says of it."""
    wheels = tmp_path / "wheels"
    built = run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", wheels, cwd=PROJECT)
    assert built.returncode == 0, built.stderr
    (wheel,) = wheels.iterdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(wheels)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"lessons-learned-unit @ http://127.0.0.1:{server.server_port}/{wheel.name}"
    finally:
        server.shutdown()
        server.server_close()


def test_the_image_is_built_from_a_new_unit_and_serves_it_to_whoever_asks_shut_in_as_it_is(
    engine: str, program: str, tmp_path: Path
) -> None:
    unit = tmp_path / "north"
    made = CliRunner().invoke(main, ["init", str(unit), "--name", "Lessons of the north", "--program", program])
    assert made.exit_code == 0, made.output
    identity = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    for arguments in (("add", "--all"), (*identity, "commit", "--quiet", "--message", "Begin")):
        assert run("git", *arguments, cwd=unit).returncode == 0
    # The form of Docker's images has a health check; that of others has not.
    form = ("--format", "docker") if engine == "podman" else ()
    image = run(
        engine, "build", *form, "--network", "host", "-f", "deploy/Containerfile", "-t", NAME, ".", cwd=unit
    )  # fmt: skip
    assert image.returncode == 0, image.stdout[-4000:] + image.stderr[-4000:]
    process = subprocess.Popen(
        [engine, "run", "--rm", "--name", NAME, *SHUT_IN, NAME],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if "http://" in line:
                break
        else:
            pytest.fail(said)
        asked = run(engine, "exec", NAME, "/opt/lessons/bin/python", "-c", ASKING)
        assert asked.returncode == 0, asked.stderr
        assert "Setting up the library of Lessons of the north" in asked.stdout
        assert asked.stdout.endswith("user 10001\n"), "it is nobody, and can write nowhere"
        for tool in ("git", "cc", "/library/entries"):
            assert run(engine, "exec", NAME, "sh", "-c", f"command -v {tool} || ls {tool}").returncode != 0, tool
        check = run(engine, "inspect", "--format", "{{json .Config.Healthcheck}}", NAME)
        assert "/-/healthz" in check.stdout
    finally:
        run(engine, "stop", NAME)
        ended(process)
        run(engine, "rmi", "--force", NAME)
