"""The program ``lessons``, also ``python -m lessons``."""

from __future__ import annotations

import gc
import sys

from lessons.workers.interrupts import Interrupted, ending_the_program

# Between two rounds of the garbage collector; Python's own number is 700 or 2,000.
_OBJECTS_MADE = 50_000


def run() -> None:
    """Run the command line. Interrupted at any moment, the program ends with the status that says so, and without a traceback."""
    # What is loaded makes many objects, and all of them stay: the collector would go through them again and again.
    gc.set_threshold(_OBJECTS_MADE)
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
