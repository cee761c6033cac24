"""The program ``lessons``, also ``python -m lessons``."""

from __future__ import annotations

import gc
import sys

from lessons.workers.interrupts import Interrupted, ending_the_program


def run() -> None:
    """Run the command line. Interrupted at any moment, the program ends with the status that says so, and without a traceback."""
    try:
        with ending_the_program():
            # Importing takes long enough to be interrupted.
            from lessons.cli import main

            main()
    except Interrupted as interrupted:
        if interrupted.status:
            print("lessons: interrupted", file=sys.stderr)  # noqa: T201 - click may not be there yet
        raise SystemExit(interrupted.status) from None
    finally:
        # The memory goes back to the system whole; going through every object for that would take longer than many commands.
        gc.freeze()


if __name__ == "__main__":
    run()
