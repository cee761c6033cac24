"""Measures how long units take to be combined beside how long they take to be built, and prints a table.

    python -m tests.benchmarks.combining 20 1000 --folder /tmp
    python -m tests.benchmarks.combining 20 5000 --built 2 --folder /tmp     # builds two, the others are theirs under another name

Each unit has texts of its own, and is built in full by one process. Seconds are processor time of the program with its processes, its start included.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
from pathlib import Path

from tests.benchmarks.builds import run
from tests.benchmarks.corpus import Maker, write_entries


def built(number: int, maker: Maker, size: int, folder: Path) -> tuple[Path, float]:
    """Return the database of one unit, and the seconds that its build took."""
    entries, output = folder / f"entries-{number:02}", folder / f"unit-{number:02}" / "lessons.db"
    shutil.rmtree(entries, ignore_errors=True)
    shutil.rmtree(output.parent, ignore_errors=True)
    write_entries(size, entries, maker)
    entries.joinpath("vocabulary.yml").write_text(
        f"unit:\n  slug: unit-{number:02}\n  name: Unit {number:02}\n", "utf-8"
    )
    taken = run("-m", "lessons", "build", "--entries", entries, "--output", output, "--full", "--jobs", 1)
    shutil.rmtree(entries)
    return output, taken.cpu


def renamed(database: Path, number: int) -> Path:
    """Return a copy of a unit's database that is another unit's."""
    former, slug = database.parent.name, f"unit-{number:02}"
    copy = database.parent.parent / slug / "lessons.db"
    copy.parent.mkdir(exist_ok=True)
    shutil.copyfile(database, copy)
    connection = sqlite3.connect(copy)
    names = {"former": former, "slug": slug}
    connection.execute("UPDATE reviews SET unit_id = :slug", names)
    connection.execute("UPDATE units SET id = :slug", names)
    connection.execute("UPDATE build_info SET value = :slug WHERE key = 'unit'", names)
    connection.execute("UPDATE documents SET content = replace(content, :former, :slug)", names)
    connection.commit()
    connection.close()
    return copy


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("units", nargs="?", type=int, default=20)
    parser.add_argument("size", nargs="?", type=int, default=200, help="reviews of each unit")
    parser.add_argument("--built", type=int, help="how many of the units are built, by default all")
    parser.add_argument("--folder", type=Path, default=Path("/tmp"))
    options = parser.parse_args()
    folder = options.folder / f"combining-{options.units}-{options.size}"
    folder.mkdir(exist_ok=True)
    maker, count = Maker(), options.built or options.units
    made = [built(number, maker, options.size, folder) for number in range(1, count + 1)]
    building = sum(seconds for _, seconds in made) * options.units / count
    databases = [path for path, _ in made]
    databases += [renamed(databases[number % count], number + 1) for number in range(count, options.units)]
    output = folder / "central.db"
    taken = run("-m", "lessons", "combine", *databases, "-o", output)
    print(f"| {options.units} units of {options.size:,} reviews | |")
    print("|---|---|")
    print(f"| building them{f', from {count} of them' if count < options.units else ''} | {building:,.0f} s |")
    print(f"| combining them | {taken.cpu:,.0f} s |")
    print(f"| ratio | {taken.cpu / building:.2f} |")
    print(f"| memory | {taken.memory:,.0f} MB |")
    print(f"| size of the files | {sum(one.stat().st_size for one in databases) / 1e6:,.0f} MB |")
    print(f"| size of the combined file | {output.stat().st_size / 1e6:,.0f} MB |")


if __name__ == "__main__":
    main()
