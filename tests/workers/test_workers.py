"""Work for strangers can be stopped, inside one function too, and harms nothing else."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lessons.workers.limits import AnswerTooLong, Busy, EndedEarly, Limits, Refused, TookTooLong, TookTooMuchMemory
from lessons.workers.pool import Workers

# One call that Python cannot interrupt and that would take hours.
ENDLESS = ("builtins:pow", 10**7, 10**9)
SHORT = Limits(seconds=0.1)

needs_limits = pytest.mark.skipif(sys.platform != "linux", reason="the system does not hold these limits")


@pytest.fixture
def pool() -> Iterator[Callable[..., Workers]]:
    """Make workers that are ended after the test."""
    made: list[Workers] = []

    def make(*arguments: Any, **options: Any) -> Workers:
        made.append(Workers(*arguments, **options))
        return made[-1]

    yield make
    for workers in made:
        workers.close()


@pytest.fixture
def gate(tmp_path: Path) -> tuple[str, Path, int]:
    """Work that goes on until somebody opens the gate for writing."""
    path = tmp_path / "gate"
    os.mkfifo(path)
    return ("os:open", path, os.O_RDONLY)


def open_gate(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY))


def run(workers: Workers, *arguments: Any, **options: Any) -> Any:
    return asyncio.run(workers.run(*arguments, **options))


def test_a_result_comes_back_and_what_was_raised_is_raised(pool: Callable[..., Workers]) -> None:
    workers = pool(1)
    assert run(workers, "math:sqrt", 9.0) == 3.0
    with pytest.raises(ValueError, match="math domain error"):
        run(workers, "math:sqrt", -9.0)
    with pytest.raises(ModuleNotFoundError):
        run(workers, "no_such_module:function")


def test_a_process_is_kept_for_the_next_work(pool: Callable[..., Workers]) -> None:
    workers = pool(1)
    first = run(workers, "os:getpid")
    assert first != os.getpid()
    assert run(workers, "os:getpid") == first


@needs_limits
@pytest.mark.parametrize(
    ("work", "limits", "refusal"),
    [
        (ENDLESS, SHORT, TookTooLong),
        (("time:sleep", 1000), Limits(longest=0.1), TookTooLong),
        (("builtins:bytearray", 10**9), Limits(), TookTooMuchMemory),
        (("nh3:clean", "a"), Limits(memory=1), TookTooMuchMemory),
        (("builtins:bytearray", 10**6), Limits(answer=1000), AnswerTooLong),
        (("os:abort",), Limits(), EndedEarly),
    ],
    ids=["time inside one call", "time on the clock", "memory", "memory for a library in C", "answer", "crash"],
)
def test_a_limit_stops_it_in_words_and_the_next_work_is_done(
    pool: Callable[..., Workers], work: tuple[Any, ...], limits: Limits, refusal: type[Refused]
) -> None:
    workers = pool(1)
    with pytest.raises(refusal) as refused:
        run(workers, *work, limits=limits)
    assert str(refused.value) == refusal.words
    assert run(workers, "math:sqrt", 4.0) == 2.0


def test_what_does_not_fit_into_the_queue_is_refused_at_once(
    pool: Callable[..., Workers], gate: tuple[str, Path, int]
) -> None:
    workers = pool(1, waiting=1)

    async def three() -> list[Any]:
        work = [asyncio.create_task(workers.run(*gate)), asyncio.create_task(workers.run("math:sqrt", 4.0))]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await workers.run("math:sqrt", 9.0)
        await asyncio.to_thread(open_gate, gate[1])
        return await asyncio.gather(*work)

    assert asyncio.run(three())[1] == 2.0


def test_what_waits_too_long_is_refused_and_what_runs_is_not(
    pool: Callable[..., Workers], gate: tuple[str, Path, int]
) -> None:
    workers = pool(1, patience=3600.0)

    async def two() -> None:
        running = asyncio.create_task(workers.run(*gate))
        await asyncio.sleep(0)
        # From now on none; what runs has begun to wait before.
        workers._patience = 0.0
        with pytest.raises(Busy):
            await workers.run("math:sqrt", 9.0)
        await asyncio.to_thread(open_gate, gate[1])
        await running

    asyncio.run(two())


def test_a_second_process_works_while_the_first_is_busy(
    pool: Callable[..., Workers], gate: tuple[str, Path, int]
) -> None:
    workers = pool(2)

    async def two() -> None:
        running = asyncio.create_task(workers.run(*gate))
        await asyncio.sleep(0)
        assert await workers.run("math:sqrt", 9.0) == 3.0
        assert not running.done()
        await asyncio.to_thread(open_gate, gate[1])
        await running

    asyncio.run(two())


def test_closing_ends_work_under_way_and_takes_no_more(
    pool: Callable[..., Workers], gate: tuple[str, Path, int]
) -> None:
    workers = pool(1)

    async def close_within() -> None:
        running = asyncio.create_task(workers.run(*gate))
        await asyncio.sleep(0)
        await asyncio.to_thread(workers.close)
        with pytest.raises(Refused):
            await running
        with pytest.raises(Busy):
            await workers.run("math:sqrt", 9.0)

    asyncio.run(close_within())


@pytest.mark.skipif(sys.platform == "win32", reason="there is no niceness")
def test_workers_leave_the_processors_to_readers_of_pages(pool: Callable[..., Workers]) -> None:
    workers = pool(1)
    assert run(workers, "os:nice", 0) > os.nice(0)
    # Niceness counts among the processes of one session; Ctrl-C is heard by those of one group.
    assert run(workers, "os:getsid", 0) == os.getsid(0)
    assert run(workers, "os:getpgid", 0) != os.getpgid(0)


def test_what_a_function_prints_is_no_answer(pool: Callable[..., Workers]) -> None:
    workers = pool(1)
    assert run(workers, "builtins:print", "a" * 8) is None
    assert run(workers, "math:sqrt", 4.0) == 2.0


@pytest.mark.skipif(sys.platform == "win32", reason="ends processes as POSIX does")
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_worker_ends_with_its_server_however_that_ends(ending: signal.Signals) -> None:
    """The worker holds the write end of standard error; the read ends when nobody has it any more."""
    code = (
        "import asyncio, sys\n"
        "from lessons.workers.pool import Workers\n"
        "workers = Workers(1)\n"
        "async def main():\n"
        "    await workers.run('os:getpid')\n"
        "    print('working', flush=True)\n"
        "    await workers.run('time:sleep', 1000, )\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        assert server.stdout.readline() == b"working\n"
        server.send_signal(ending)
        server.stderr.read()
