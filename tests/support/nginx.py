"""nginx with the file that is shipped, on free ports of this machine: for tests of what readers get behind it."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lessons.authoring import deployment

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
LONGEST_SECONDS = 60
FILE = deployment.contents()["deploy/nginx.conf"]


def written(folder: Path, port: int, copies: Sequence[int], replaced: dict[str, str] | None = None) -> Path:
    """Write the shipped file for these ports, its files in ``folder``, and return a configuration that holds it.

    ``replaced`` are further texts to replace, each of which must be there.
    """
    servers = iter(copies)
    text = re.sub(r"(?m)^ +server site-\d:8001;.*\n", "", FILE)
    texts = {
        "upstream lessons {\n": "upstream lessons {\n" + "".join(f"server 127.0.0.1:{one};\n" for one in servers),
        "listen 8080;": f"listen 127.0.0.1:{port};",
        " /tmp/lessons-": f" {folder}/lessons-",
        "/var/log/nginx/": f"{folder}/",
        **(replaced or {}),
    }
    for old, new in texts.items():
        assert old in text, old
        text = text.replace(old, new)
    (folder / "lessons.conf").write_text(text, "utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{kind}_temp_path {folder}/temporary-{kind};" for kind in kinds)
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/start.log;\n"
        f"events {{}}\nhttp {{\n{temporary}\ninclude {folder}/lessons.conf;\n}}\n",
        "utf-8",
    )
    return whole


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def proxied(folder: Path, copies: Sequence[int], replaced: dict[str, str] | None = None) -> Iterator[str]:
    """Run nginx before copies of the site that listen on these ports of this machine, and give its address."""
    assert NGINX
    port = free_port()
    process = subprocess.Popen([NGINX, "-c", str(written(folder, port, copies, replaced))], stderr=subprocess.PIPE)
    try:
        while True:
            if process.poll() is not None:
                raise AssertionError(f"nginx ended: {process.stderr.read().decode() if process.stderr else ''}")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=LONGEST_SECONDS).close()
            except ConnectionRefusedError:
                continue
            break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=LONGEST_SECONDS)
