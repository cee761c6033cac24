"""Print what .ci/licences.csv holds: name, version and licence of everything that .ci/lock.txt holds and that is installed here.

Run by `.ci/lock`; tests/test_supply_chain.py compares, and refuses a licence that is not among ALLOWED.
"""

from __future__ import annotations

import csv
import re
import sys
from importlib import metadata
from pathlib import Path

LOCK = Path(__file__).with_name("lock.txt")
TABLE = Path(__file__).with_name("licences.csv")
# By their SPDX names where the package gives one. Nothing here asks anything of a program that merely uses the package as it is.
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD",  # the package does not say of how many clauses
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MPL-2.0",  # asks for the source of its own files when these are changed
    "PSF-2.0",
    "Public-Domain",
    "Zlib",
}
# How packages name a licence that came before SPDX names were asked for.
FORMER = {
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd license": "BSD",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "public domain": "Public-Domain",
    "python software foundation license": "PSF-2.0",
}


def locked() -> dict[str, str]:
    """Return the version of each package that the lock holds."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK.read_text("utf-8"), re.MULTILINE))


def licence(name: str) -> str:
    """Return the licence of an installed package: its SPDX expression, or else its field or its classifier; or what it says itself.

    Raises importlib.metadata.PackageNotFoundError where it is not installed.
    """
    about = metadata.metadata(name)
    if expression := about.get("License-Expression"):
        return expression
    said = [
        about.get("License") or "",
        *(one.rpartition(" :: ")[2] for one in about.get_all("Classifier", []) if one.startswith("License :: ")),
    ]
    names = [FORMER.get(one.casefold(), one) for one in said]
    return next((one for one in names if one in ALLOWED), "; ".join(filter(None, names))[:200] or "unknown")


def parts(expression: str) -> set[str]:
    """Return the licences that an expression names, whether one may choose among them or not."""
    return set(re.split(r" (?:AND|OR) ", re.sub(r"[()]", "", expression)))


def main() -> None:
    """Print the table."""
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["name", "version", "licence"])
    for name, version in sorted(locked().items()):
        table.writerow([name, version, licence(name)])


if __name__ == "__main__":
    main()
