"""The server's side: hands work to worker processes, few at a time, and kills those that go beyond their limits."""

from __future__ import annotations

import asyncio
import os
import pickle
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from lessons.workers.limits import Busy, EndedEarly, Limits, Refused, TookTooLong, TookTooMuchMemory
from lessons.workers.process import receive, send

# Readers of pages go before work for strangers whenever both want a processor, from the worker's first instruction on.
NICE = 10
START = (
    "import os, sys; hasattr(os, 'nice') and os.nice({nice}); sys.path[:] = {path!r}; "
    "from lessons.workers.process import main; main()"
)
# As long as a reader may wait for others before being told to come again.
PATIENCE_SECONDS = 10.0
# A worker that is killed by the system for using up its processor time ends with this signal.
SIGXCPU = -24
DEFAULT = Limits()


class Workers:
    """A few worker processes and a short queue before them; the processes start when there is work.

    ``processes`` is how many work at the same time; ``waiting`` how many pieces of work may wait for one of them;
    ``patience`` how many seconds each waits before it is refused, by default ``PATIENCE_SECONDS``. It may be used from any thread and event loop.
    """

    def __init__(self, processes: int = 2, *, waiting: int = 30, patience: float | None = None) -> None:
        self._room = processes + waiting
        self._patience = PATIENCE_SECONDS if patience is None else patience
        self._lock = threading.Lock()
        self._present = 0
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._closed = False
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="lessons-workers")

    async def run(self, function: str, *arguments: Any, limits: Limits = DEFAULT) -> Any:
        """Return what ``function``, named as ``package.module:function``, returns in a worker for these arguments.

        Arguments and result are pickled. Raises :class:`Refused` when a limit held, and what the function raised.
        """
        loop = asyncio.get_running_loop()
        future = self._submit(function, arguments, limits)
        # Cancelling does something only as long as the work has not begun.
        patience = loop.call_later(self._patience, future.cancel)
        try:
            outcome = asyncio.wrap_future(future)
            await asyncio.wait({outcome})
        finally:
            patience.cancel()
            future.cancel()
        if outcome.cancelled():
            raise Busy
        return outcome.result()

    def _submit(self, function: str, arguments: tuple[Any, ...], limits: Limits) -> Future[Any]:
        with self._lock:
            if self._closed or self._present >= self._room:
                raise Busy
            self._present += 1
        future = self._threads.submit(self._do, function, arguments, limits)
        future.add_done_callback(self._leave)
        return future

    def _leave(self, future: Future[Any]) -> None:
        del future
        with self._lock:
            self._present -= 1

    def _do(self, function: str, arguments: tuple[Any, ...], limits: Limits) -> Any:
        worker = self._take()
        try:
            done, value = worker.ask(pickle.dumps((function, arguments, limits)), limits.longest)
        except Refused:
            self._drop(worker)
            raise
        if isinstance(value, TookTooMuchMemory):
            self._drop(worker)
        else:
            self._give_back(worker)
        if not done:
            raise value
        return value

    def _take(self) -> Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                self._all.discard(worker)
                worker.end()
            if self._closed:
                raise Busy
            worker = Worker()
            self._all.add(worker)
            return worker

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(worker)

    def _drop(self, worker: Worker) -> None:
        with self._lock:
            self._all.discard(worker)
        worker.end()

    def close(self) -> None:
        """End the processes, also in the middle of their work, and take no more."""
        with self._lock:
            self._closed = True
            workers, self._all = self._all, set()
            self._idle.clear()
        for worker in workers:
            worker.end()
        self._threads.shutdown(wait=True, cancel_futures=True)


class Worker:
    """One process."""

    def __init__(self) -> None:
        # The same places to import from; a group of its own, so that Ctrl-C is the server's to answer, but no session:
        # Linux gives sessions equal shares of the processors, however nice one of them is. And one arena of memory for
        # all threads, because each takes address space, which is limited.
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            # Not through site and the environment, which take time and say no more than the path does.
            [sys.executable, "-I", "-S", "-c", START.format(nice=NICE, path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "MALLOC_ARENA_MAX": "1"},
            process_group=0,
        )

    @property
    def alive(self) -> bool:
        """Whether the process can take work."""
        return self._process.poll() is None

    def ask(self, job: bytes, longest: float) -> tuple[bool, Any]:
        """Send one job and return the answer; kills the process after ``longest`` seconds.

        Raises :class:`Refused` when the process ended without an answer.
        """
        assert self._process.stdin is not None  # noqa: S101 - both were asked for
        assert self._process.stdout is not None  # noqa: S101
        late = threading.Event()
        timer = threading.Timer(longest, self._kill, [late])
        timer.daemon = True
        timer.start()
        try:
            send(self._process.stdin, job)
            message = receive(self._process.stdout)
        except (OSError, ValueError):  # the pipe is broken, or closed with the server
            message = None
        finally:
            timer.cancel()
        if message is None or late.is_set():
            raise TookTooLong if late.is_set() or self._process.wait() == SIGXCPU else EndedEarly
        done, value = pickle.loads(message)  # noqa: S301 - our own process wrote it
        return done, value

    def _kill(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def end(self) -> None:
        """Kill the process and take leave of it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
