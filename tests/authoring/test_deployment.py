"""The files that run a unit's site for others: that they are what the documentation shows, that each is sound, and that they fit together."""

from __future__ import annotations

import ipaddress
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

import lessons
from lessons.authoring import deployment
from lessons.cli import main
from lessons.problems import LessonsError
from tests.support.nginx import NGINX, written
from tests.support.processes import LONGEST_SECONDS, ended

DOCS = Path(lessons.__file__).parent / "docs"
FILES = {name.removeprefix("deploy/"): text for name, text in deployment.contents().items()}
COMPOSE: dict[str, Any] = yaml.safe_load(FILES["compose.yaml"])


def init(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["init", *map(str, arguments)])


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Containerfile, each with its arguments, lines joined."""
    text = re.sub(r"(?m)^#.*\n", "", FILES["Containerfile"]).replace("\\\n", " ")
    return [tuple(line.split(maxsplit=1)) for line in text.split("\n") if line]  # type: ignore[misc]


def last_stage() -> list[tuple[str, str]]:
    every = instructions()
    begins = max(number for number, (name, _) in enumerate(every) if name == "FROM")
    return every[begins:]


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """A new unit, committed as a person commits it."""
    folder = tmp_path / "north"
    assert init(folder, "--name", "Lessons of the north", "--program", "lessons-learned-unit").exit_code == 0
    identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    for arguments in (["add", "--all"], [*identity, "commit", "--quiet", "--message", "Begin"]):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    return folder


def test_the_documentation_shows_the_files_as_they_are() -> None:
    shown = re.findall(
        r"(?ms)^```(?:dockerfile|gitignore|yaml|nginx|ini)\n(.*?)^```$",
        DOCS.joinpath("deploying.md").read_text("utf-8"),
    )
    for name, text in FILES.items():
        if name != "README.md":
            assert text in shown, f"lessons/docs/deploying.md shows another {name}"


def test_a_new_unit_has_them_and_its_readme_says_how_to_use_them(unit: Path) -> None:
    assert {one.name: one.read_text("utf-8") for one in (unit / "deploy").iterdir()} == FILES
    command = "docker compose -f deploy/compose.yaml up --build --detach"
    for readme in (unit / "README.md", unit / "deploy" / "README.md"):
        assert f"\n{command}\n" in readme.read_text("utf-8")
    assert f"#   {command}\n" in FILES["compose.yaml"]
    assert [name for name in FILES if name not in FILES["README.md"]] == []


def test_a_unit_that_stands_gets_them_alone_and_nothing_is_overwritten(unit: Path) -> None:
    shutil.rmtree(unit / "deploy")
    before = {path: path.read_bytes() for path in unit.rglob("*") if path.is_file() and ".git" not in path.parts}
    done = init(unit, "--deploy-only")
    assert (done.exit_code, done.stdout) == (0, f"{unit / 'deploy'}\n")
    assert {one.name: one.read_text("utf-8") for one in (unit / "deploy").iterdir()} == FILES
    assert {path: path.read_bytes() for path in before} == before
    again = init(unit, "--deploy-only")
    assert again.exit_code == 2
    assert "nothing is overwritten" in again.stderr


def test_what_is_no_unit_gets_none(tmp_path: Path) -> None:
    done = init(tmp_path, "--deploy-only")
    assert (done.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "there is no entries" in done.stderr
    done = init(tmp_path, "--deploy-only", "--name", "North")
    assert (done.exit_code, "no other option" in done.stderr) == (2, True)


def test_a_folder_that_cannot_be_written_whole_is_not_written(unit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(unit / "deploy")
    monkeypatch.setattr(deployment, "contents", lambda: {"deploy/a": "a", "deploy/missing/b": "b"})
    with pytest.raises(LessonsError, match="cannot write to"):
        deployment.write(unit)
    assert not (unit / "deploy").exists()


def test_the_image_runs_as_nobody_with_a_health_check_and_nothing_that_built_it() -> None:
    last = last_stage()
    names = [name for name, _ in last]
    assert dict(last)["USER"] == "10001"
    assert names.index("USER") > max(number for number, name in enumerate(names) if name in ("RUN", "COPY"))
    assert "/-/healthz" in dict(last)["HEALTHCHECK"]
    copied = [arguments for name, arguments in last if name == "COPY"]
    assert not [one for one in copied if re.search(r"(^| )(\.git|entries|\.)( |$)", one)]
    assert not [arguments for name, arguments in last if name == "RUN" and "apt-get" in arguments]


def test_the_image_has_the_program_that_the_unit_pins_and_what_the_unit_keeps(unit: Path) -> None:
    every = instructions()
    assert [arguments for name, arguments in every if name == "RUN" and "pip install" in arguments] == [
        "python -m venv /opt/lessons && /opt/lessons/bin/pip install --no-cache-dir -r requirements.txt"
    ]
    for name, arguments in every:
        if name == "COPY" and "--from" not in arguments:
            for source in shlex.split(arguments)[:-1]:
                assert (unit / source).exists(), source


@pytest.mark.slow
def test_what_the_image_holds_is_built_and_served_as_it_says(unit: Path, tmp_path: Path) -> None:
    """The steps of the Containerfile, without a container: first what builds, then a folder that holds only what the image does."""
    building, image = tmp_path / "building", tmp_path / "image"
    building.mkdir()
    image.mkdir()
    shutil.copytree(unit / ".git", building / ".git")
    shutil.copytree(unit / "entries", building / "entries")
    program = f"{shlex.quote(sys.executable)} -m lessons"
    build = next(arguments for name, arguments in instructions() if name == "RUN" and "lessons build" in arguments)
    subprocess.run(
        ["sh", "-c", build.replace("/opt/lessons/bin/lessons", program)],
        cwd=building,
        env={"PATH": "/usr/bin:/bin", "AUDIENCE": "public"},
        check=True,
    )
    database = next(arguments for name, arguments in last_stage() if name == "COPY" and "/library/" in arguments)
    source, target = shlex.split(database)[-2:]
    shutil.copy(building / Path(source).relative_to("/library"), image / target)
    shutil.copy(unit / "metadata.yml", image)
    image.joinpath(target).chmod(0o440)
    image.chmod(0o555)
    shell, option, command = yaml.safe_load(dict(last_stage())["CMD"])
    command = command.replace("/opt/lessons/bin/lessons", program).replace(
        "--host 0.0.0.0", "--host 127.0.0.1 --port 0"
    )
    process = subprocess.Popen(
        [shell, option, command],
        cwd=image,
        env={"PATH": "/usr/bin:/bin", "AUDIENCE": "public", "PYTHONDONTWRITEBYTECODE": "1"},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    said = ""
    try:
        assert process.stderr is not None
        for line in process.stderr:
            said += line
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                with urllib.request.urlopen(f"{found.group()}/reviews", timeout=LONGEST_SECONDS) as answer:
                    assert "Setting up the library of Lessons of the north" in answer.read().decode()
                break
        else:
            pytest.fail(said)
    finally:
        ended(process)
        image.chmod(0o755)
    assert {one.name for one in image.iterdir()} == {"lessons.db", "metadata.yml"}


def test_every_container_is_read_only_without_privileges_and_with_limits() -> None:
    assert len(COMPOSE["services"]) == 3
    for name, service in COMPOSE["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert {"mem_limit", "pids_limit", "restart", "logging"} <= set(service), name
        assert not service.get("privileged"), name
        assert "root" not in str(service.get("user", "")), name


def test_the_copies_are_reached_by_the_proxy_alone_and_believe_it_alone() -> None:
    services, networks = COMPOSE["services"], COMPOSE["networks"]
    copies = {name: one for name, one in services.items() if name != "proxy"}
    assert networks["inside"]["internal"] is True
    assert re.findall(r"(?m)^ +server ([\w-]+):(\d+);", FILES["nginx.conf"]) == [(name, "8001") for name in copies]
    assert dict(last_stage())["EXPOSE"] == "8001"
    own = services["proxy"]["networks"]["inside"]["ipv4_address"]
    addresses = [one["networks"]["inside"]["ipv4_address"] for one in services.values()]
    assert len(set(addresses)) == len(addresses)
    subnet = ipaddress.ip_network(networks["inside"]["ipam"]["config"][0]["subnet"])
    assert all(ipaddress.ip_address(one) in subnet for one in addresses)
    for name, copy in copies.items():
        assert list(copy["networks"]) == ["inside"], name
        assert "ports" not in copy, name
        assert copy["environment"]["FORWARDED_ALLOW_IPS"] == own, name
    port = re.search(r"listen (\d+);", FILES["nginx.conf"])
    assert port
    assert services["proxy"]["ports"] == [f"127.0.0.1:{port[1]}:{port[1]}"]
    assert services["proxy"]["volumes"] == ["./nginx.conf:/etc/nginx/conf.d/default.conf:ro"]


def test_what_nginx_keeps_is_kept_in_memory_where_it_may_write_and_has_room_there() -> None:
    """Memory in the place of another folder of the image belongs to root, as the folder did; /tmp is everybody's."""
    (kept,) = COMPOSE["services"]["proxy"]["tmpfs"]
    room = re.fullmatch(r"/tmp:size=(\d+)m", kept)
    assert room
    paths = re.findall(r"proxy_cache_path (\S+) .*max_size=(\d+)m", FILES["nginx.conf"])
    assert all(path.startswith("/tmp/lessons-") for path, _ in paths)
    assert sum(int(size) for _, size in paths) < int(room[1])
    # On a machine, HERE says other places for both.
    assert all(f"/var/cache{path.removeprefix('/tmp')}" in FILES["nginx.conf"] for path, _ in paths)


def test_the_proxy_knows_where_a_copy_is_also_while_it_is_down() -> None:
    services = COMPOSE["services"]
    assert services["proxy"]["extra_hosts"] == [
        f"{name}:{one['networks']['inside']['ipv4_address']}" for name, one in services.items() if name != "proxy"
    ]


def test_the_image_is_built_once_for_both_copies_and_fetched_from_nowhere() -> None:
    """Two services that build one image at the same time fail with the Compose of today, and a name without a host is fetched from Docker Hub."""
    copies = [one for name, one in COMPOSE["services"].items() if name != "proxy"]
    assert [one["build"] for one in copies if "build" in one] == [
        {"context": "..", "dockerfile": "deploy/Containerfile", "args": {"AUDIENCE": "${AUDIENCE:-public}"}}
    ]
    assert {(one["image"], one["pull_policy"]) for one in copies} == {("lessons-site", "never")}
    assert "ARG AUDIENCE=public" in FILES["Containerfile"]


def test_what_builds_the_image_is_sent_what_the_image_is_made_of_and_nothing_else() -> None:
    lines = [line for line in FILES["Containerfile.dockerignore"].splitlines() if not line.startswith("#")]
    copied = {
        source
        for name, arguments in instructions()
        if name == "COPY" and "--from" not in arguments
        for source in shlex.split(arguments)[:-1]
    }
    assert lines[0] == "*"
    assert {line.removeprefix("!") for line in lines[1:]} == copied


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_takes_its_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [str(NGINX), "-t", "-c", str(written(tmp_path, 8080, [8001, 8002]))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


@pytest.fixture
def service(tmp_path: Path) -> Path:
    """The service under the name of a copy, with its program where this one is."""
    path = tmp_path / "lessons@8001.service"
    path.write_text(FILES["lessons@.service"].replace("/srv/lessons/.venv/bin/lessons", sys.executable), "utf-8")
    return path


ANALYSE = shutil.which("systemd-analyze")


@pytest.mark.skipif(ANALYSE is None, reason="systemd is not installed")
def test_systemd_takes_the_service_and_finds_it_shut_in(service: Path) -> None:
    done = subprocess.run([str(ANALYSE), "verify", str(service)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    # It rates from 0, everything shut, to 10.
    done = subprocess.run(
        [str(ANALYSE), "security", "--offline=yes", "--threshold=20", str(service)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_service_serves_the_database_as_it_is_to_this_machine_alone() -> None:
    command = re.search(r"(?m)^ExecStart=(.*)$", FILES["lessons@.service"])
    assert command
    assert shlex.split(command[1])[1:] == ["serve", "--no-build", "--port", "%i", "--access-log"]
    assert "\nIPAddressDeny=any\n" in FILES["lessons@.service"]
    assert "\nUser=lessons\n" in FILES["lessons@.service"]
    assert re.findall(r"HERE: server 127\.0\.0\.1:(\d+);", FILES["nginx.conf"]) == ["8001", "8002"]
    assert "lessons@8001 lessons@8002" in FILES["README.md"]
