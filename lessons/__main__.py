"""``python -m lessons`` is the command ``lessons``."""

from lessons.cli import main

main()
