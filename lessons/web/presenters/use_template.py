"""The Markdown of a use that is still to be written, for somebody who used a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.web.ask import Config


def use_template(lesson_id: str, decisions: Sequence[str]) -> str:
    """Return the file of a use of a lesson, with what is to be written marked; ``decisions`` are those to choose from; the builder refuses it until that is done."""
    return (
        f"---\nlesson: {lesson_id}\n"
        'organisation: "[write: your organisation]"\n'
        f'decision: "[write: {", ".join(decisions[:-1])} or {decisions[-1]}]"\n'
        'date: "[write: when you decided, such as 2026 or 2026-11; or not-stated]"\n'
        'why: "[write: why you decided this, in one sentence]"\n'
        "# evidence: what shows that you did, such as the minutes of a board\n"
        "# contact: where to ask, a role or a shared mailbox\n"
        "---\n\n[write: what you changed, and what happened; or delete this line]\n"
    )


def new_file(config: Config, lesson_id: str, template: str) -> str | None:
    """Return the address at the code host where the file can be made in a browser; None when no code host is configured."""
    if not config.repository:
        return None
    folder = quote(f"{config.branch}/{config.entries}/uses")
    name = f"our-use-of-{lesson_id.partition('#')[2]}.md"
    return f"{config.repository}/new/{folder}?{urlencode({'filename': name, 'value': template})}"
