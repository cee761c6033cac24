"""Ending the programs that tests start."""

from __future__ import annotations

import signal
import subprocess

# Nothing is judged by it: a program that has not ended by then never will, and is killed so that it outlives no test.
LONGEST_SECONDS = 120


def ended(process: subprocess.Popen[str], number: signal.Signals = signal.SIGINT) -> tuple[str, str]:
    """Interrupt a program, wait for its end, and return what it wrote to stdout and stderr since it was read last."""
    process.send_signal(number)
    try:
        out, err = process.communicate(timeout=LONGEST_SECONDS)
    finally:
        process.kill()
        process.wait()
    return out or "", err or ""
