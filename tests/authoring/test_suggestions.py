"""What is safe to fix in a pull request, offered in the lines that changed; and how the change will read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.authoring.report_formats import OF_CHANGES_ALONE
from lessons.authoring.suggestions import replaced, shown_lines
from tests.support.git import Repository
from tests.support.sample import Folder, Run, review


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository, the working directory, with one review committed."""
    made = Repository.begun(tmp_path / "library")
    made.shelf.write("night-buses", review())
    made.commit("2020-01-01")
    monkeypatch.chdir(made.path)
    return made


def suggestions(run: Run, *more: str) -> list[dict[str, Any]]:
    result = run("check", "--against", "HEAD~1", "--format", "github-suggestions", *more)
    assert result.exit_code in (0, 1), result.stderr
    return json.loads(result.stdout)  # type: ignore[no-any-return]


@given(
    st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=12),
    st.lists(st.sampled_from(["a", "b", "d", ""]), max_size=12),
)
def test_whoever_takes_every_suggestion_has_the_text_after_it(old: list[str], new: list[str]) -> None:
    before, after = ["\n".join([*lines, ""]) for lines in (["x", *old], ["x", *new])]
    lines = before.removesuffix("\n").split("\n")
    taken: set[int] = set()
    for (first, last), put in reversed(list(replaced(before, after))):
        assert 1 <= first <= last <= len(lines)
        assert taken.isdisjoint(range(first, last + 1))
        taken |= set(range(first, last + 1))
        lines[first - 1 : last] = put
    assert "\n".join(lines) == after.removesuffix("\n")


def test_a_fix_is_a_comment_at_the_lines_that_it_changes_with_what_is_wrong_there(
    repository: Repository, run: Run
) -> None:
    repository.shelf.write("day-buses", date="17 April 1998", title="Day buses")
    repository.commit("2020-01-02")
    (comment,) = suggestions(run)
    assert {name: comment[name] for name in ("path", "side", "line")} == {
        "path": "entries/day-buses.md", "side": "RIGHT", "line": 3,
    }  # fmt: skip
    assert "start_line" not in comment
    assert comment["body"] == (
        'date: found "17 April 1998"; write 1998-04-17 `dates`\n\n```suggestion\ndate: 1998-04-17\n```'
    )


def test_the_path_is_that_in_the_repository_wherever_the_check_runs(
    repository: Repository, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.shelf.write("day-buses", date="17 April 1998")
    repository.commit("2020-01-02")
    monkeypatch.chdir(repository.entries)
    assert [comment["path"] for comment in suggestions(run, ".")] == ["entries/day-buses.md"]
    monkeypatch.chdir(repository.path.parent)
    assert [comment["path"] for comment in suggestions(run, str(repository.entries))] == ["entries/day-buses.md"]


def test_lines_that_the_pull_request_does_not_show_get_no_comment(repository: Repository, run: Run) -> None:
    repository.shelf.write("old-one", review(date="17 April 1998", title="Old"))
    repository.commit("2020-01-02")
    path = repository.shelf.write("old-one", review(date="17 April 1998", title="Old") + "\nAnd more.\n")
    repository.commit("2020-01-03")
    assert suggestions(run) == []
    path.write_text(path.read_text("utf-8").replace("title: Old", "title: Older"), "utf-8")
    repository.commit("2020-01-04")
    assert [comment["line"] for comment in suggestions(run)] == [3]


def test_of_a_review_that_was_renamed_only_the_lines_that_changed_are_shown(repository: Repository) -> None:
    (repository.entries / "night-buses.md").unlink()
    repository.shelf.write("late-buses", review("formerly: night-buses"))
    repository.commit("2020-01-02")
    assert shown_lines(repository.entries, "HEAD~1") == {"late-buses.md": [(4, 10)]}


def test_a_line_that_looks_like_another_file_is_none(repository: Repository) -> None:
    repository.shelf.write("day-buses", "++ b/night-buses.md\n@@ -1 +1,900 @@\n")
    repository.commit("2020-01-02")
    assert shown_lines(repository.entries, "HEAD~1") == {"day-buses.md": [(1, 2)]}


def test_backticks_in_the_lines_do_not_end_the_suggestion(repository: Repository, run: Run) -> None:
    repository.shelf.write("day-buses", review().replace("Buses every hour.", "Bu\u00adses ````every```` hour."))
    repository.commit("2020-01-02")
    (comment,) = suggestions(run)
    assert comment["body"].endswith("`````suggestion\nBuses ````every```` hour.\n`````")


@pytest.mark.parametrize("form", sorted(OF_CHANGES_ALONE))
def test_what_tells_of_a_change_asks_since_when(form: str, repository: Repository, run: Run) -> None:
    del repository
    for arguments in (("--format", form), ("--changed",)):
        result = run("check", *arguments)
        assert (result.exit_code, result.stderr.endswith("needs to know since when: --against REF\n")) == (2, True)


def test_only_what_changed_is_reported_where_that_is_asked_for(repository: Repository, run: Run) -> None:
    repository.shelf.write("old-one", result="awful", title="Old")
    repository.commit("2020-01-02")
    repository.shelf.write("new-one", result="dreadful", title="New")
    repository.commit("2020-01-03")
    (repository.entries / "night-buses.md").unlink()
    said = run("check", "--against", "HEAD~1", "--changed", "--format", "github").stdout
    assert ("dreadful" in said, "awful" in said) == (True, False)
    assert "title=vanished-ids::" in said


def test_only_what_changed_is_fixed_where_that_is_asked_for(repository: Repository, run: Run) -> None:
    wrong = {
        name: repository.shelf.write(name, review(title=name, date="17 April 1998")) for name in ("old-one", "new-one")
    }
    wrong["new-one"].unlink()
    repository.commit("2020-01-02")
    repository.shelf.write("new-one", review(title="new-one", date="17 April 1998"))
    repository.commit("2020-01-03")
    assert "1 file fixed" in run("check", "--against", "HEAD~1", "--changed", "--fix").stderr
    assert ["date: 1998-04-17" in path.read_text("utf-8") for path in wrong.values()] == [False, True]


def summary(run: Run) -> str:
    return run("check", "--against", "HEAD~1", "--format", "github-summary").stdout


def test_the_summary_shows_each_review_that_is_new_or_changed_as_it_will_read(repository: Repository, run: Run) -> None:
    repository.shelf.write(
        "day-buses", review().replace("Buses every hour.", "Buses *every* [hour](https://a.example/x).")
    )
    repository.commit("2020-01-02")
    said = summary(run)
    assert said.startswith("**2 reviews with 2 lessons: ")
    assert "<summary><b>Night buses</b> <code>entries/day-buses.md</code></summary>" in said
    assert "<tr><th>Organisation</th><td>Kirklees</td></tr>" in said
    assert '<h3>What was intended</h3><p>Buses <em>every</em> <a href="https://a.example/x"' in said
    assert "<h4>Ask the people who will use it</h4>" in said
    assert "<code>entries/night-buses.md</code>" not in said


HOSTILE = """\
<script>alert(1)</script> <img src=x onerror=alert(1)>

</details></table> ![track](https://evil.example/x.png) [go](javascript:alert(1)) [home](/reviews/x)

```
# A heading

- [ ] @everyone
```
"""


def test_the_summary_is_sanitised_and_no_line_of_a_review_is_read_as_markdown(repository: Repository, run: Run) -> None:
    text = review(title="</summary><script>alert(2)</script>").replace("Buses every hour.", HOSTILE)
    repository.shelf.write("day-buses", text)
    repository.commit("2020-01-02")
    said = summary(run)
    page = next(line for line in said.splitlines() if line.startswith("<details>"))
    assert page.endswith("</details>")
    for harm in ("<script", "<img", "onerror=alert", "javascript:", 'href="/'):
        assert harm not in page.replace("&lt;img src=x onerror=alert", ""), harm
    assert (page.count("</details>"), page.count("</table>"), page.count("</summary>")) == (1, 1, 1)
    assert "&#10;# A heading&#10;&#10;" in page or "# A heading&#10;&#10;" in page


def test_the_summary_is_never_longer_than_the_code_host_takes(repository: Repository, run: Run) -> None:
    for number in range(12):
        repository.shelf.write(
            f"long-{number}", review(title=f"T{number}").replace("Buses every hour.", "Words of all. " * 9_000)
        )
    repository.commit("2020-01-02")
    said = summary(run)
    assert len(said.encode()) < 1_000_000
    assert said.endswith("… and more, which are in the preview.\n")


def test_a_review_that_cannot_be_read_is_shown_as_far_as_it_goes(repository: Repository, run: Run) -> None:
    repository.shelf.write("bad-one", "---\ntitle: Bad\nresult: awful\n---\nno section\n")
    repository.shelf.write("worse-one", "nothing at all")
    repository.commit("2020-01-02")
    said = summary(run)
    assert "<b>Bad</b>" in said
    assert "<b>worse-one</b>" in said


def test_a_use_is_shown_as_well(repository: Repository, run: Run) -> None:
    shelf: Folder = repository.shelf
    shelf.write(
        "uses/north",
        "---\nlesson: night-buses#ask-users\norganisation: N\ndecision: adopted\ndate: 2019\n---\nWe *asked*.\n",
    )
    repository.commit("2020-01-02")
    assert "<tr><th>Decision</th><td>adopted</td></tr></table><p>" not in summary(run)
    assert "We <em>asked</em>." in summary(run)
