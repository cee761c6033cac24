"""Databases built by the true builder, and sites over them."""

from __future__ import annotations

from pathlib import Path

from lessons.building.build import Options, build

PROJECT = Path(__file__).parents[2]


ODD = Path(__file__).parent / "odd"


def built(folder: Path, output: Path) -> Path:
    report = build(folder, output, Options())
    assert report.written, [str(problem) for problem in report.errors]
    return output


def wide() -> str:
    """Return a review with 60 lessons, a table of 40 columns and 60 tags."""
    table = "\n".join("|" + "|".join(row) + "|" for row in (["column"] * 40, ["---"] * 40, ["a value"] * 40))
    lessons = "\n\n".join(
        f"### Do the thing number {number} before the next\n\nBecause.\n\n- Id: lesson-{number}\n- Recommendation: Do {number}."
        for number in range(1, 61)
    )
    tags = "\n".join(f"  - tag {number}" for number in range(60))
    return (
        "---\ntitle: A review with sixty lessons\ndate: 2001\norganisation: Somebody\nsector: roads\nresult: failure\n"
        f"tags:\n{tags}\n---\n\n## Summary\n\nWide.\n\n## What was intended\n\n{table}\n\n## What happened\n\nMuch.\n\n"
        f"## Why it happened\n\nNobody knows.\n\n## Lessons\n\n{lessons}\n"
    )
