"""The rule ``images``."""

from __future__ import annotations

from tests.support.sample import body, front, line_of, problems


def test_images_are_refused_with_the_reason() -> None:
    text = front() + body(What_happened="A ![map](map.png).")
    assert problems(text, rule="images") == [
        f'{line_of(text, "A !")}:3 found the image "map.png"; the library holds text, so link to it: [what it shows](address)'
    ]
