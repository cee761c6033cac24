"""Changes the program in one place at a time and says which changes no test notices.

    python -m tests.benchmarks.mutation lessons/search/query.py lessons/search/clauses.py --tests tests/search/test_query.py tests/search/test_clauses.py

The tests are run once, to see which lines each of them reaches; then for each mutant those that reach its lines, in a process of its own that is
forked from this one and ends with the first test that fails. What survives is printed, and means one of three things: a test is missing, the
code does nothing, or the change makes no difference to anybody.
"""

from __future__ import annotations

import argparse
import ast
import functools
import gc
import importlib
import os
import re
import resource
import select
import signal
import sys
import time
import types
from collections import defaultdict
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from tests.benchmarks.mutants import Function, Mutant, mutants

# A test of a mutant may take ten times what all of its tests took, and some seconds for what the first run had ready.
TIMES, SECONDS = 10, 10


class Run:
    """The plugin of pytest that runs the tests once and then over the mutants."""

    def __init__(self, wanted: list[Mutant]) -> None:
        self.wanted = wanted
        self.outcomes: dict[str, int] = defaultdict(int)
        self.files = {sys.modules[mutant.module].__file__ or "": mutant.module for mutant in wanted}
        self.reached: dict[tuple[str, int], set[int]] = defaultdict(set)
        self.names: dict[tuple[str, str], set[int]] = defaultdict(set)
        self.functions: list[types.FunctionType] = []
        self.cached: list[functools._lru_cache_wrapper[object]] = []
        self.killers: dict[tuple[str, str], list[int]] = defaultdict(list)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests as they are, then over each mutant."""
        took = []
        failing: set[int] = set()
        for number, item in enumerate(session.items):
            began = time.process_time()
            following = session.items[number + 1] if number + 1 < len(session.items) else None
            sys.settrace(functools.partial(self._called, number))
            reports = runtestprotocol(item, nextitem=following, log=False)
            sys.settrace(None)
            took.append(time.process_time() - began)
            if any(report.failed for report in reports):
                print(f"left out, for it fails without a mutant, too: {item.nodeid}")
                failing.add(number)
        print(
            f"\n{len(session.items)} tests, {sum(took):.0f} s of processor time; {len(self.wanted)} mutants", flush=True
        )
        everything = gc.get_objects()
        self.functions = [
            one for one in everything if isinstance(one, types.FunctionType) and one.__code__.co_filename in self.files
        ]
        self.cached = [
            one
            for one in everything
            if isinstance(one, functools._lru_cache_wrapper) and one.__module__.startswith("lessons")
        ]
        del everything
        gc.freeze()
        for done, mutant in enumerate(self.wanted, 1):
            chosen = self._reaching(mutant) - failing
            if not chosen:
                outcome = "not reached"
            else:
                first = self.killers[mutant.module, mutant.owner]
                order = sorted(chosen, key=lambda one: (one not in first[:5], took[one]))
                outcome = self._outcome(session, mutant, order, sum(took[one] for one in order))
            self.outcomes[outcome] += 1
            if outcome in ("survived", "not reached", "not applied"):
                print(f"{outcome}: {mutant}", flush=True)
            if done % 50 == 0:
                print(f"-- {done}: {dict(self.outcomes)} {time.process_time():.0f}", flush=True)
        print(dict(self.outcomes), flush=True)
        return True

    def _called(self, number: int, frame: types.FrameType, event: str, argument: object) -> object:
        """Trace the functions of the modules, and nothing else."""
        module = self.files.get(frame.f_code.co_filename)
        if module is None:
            return None
        for name in frame.f_code.co_names:
            self.names[module, name].add(number)

        def line(frame: types.FrameType, event: str, argument: object) -> object:
            self.reached[module, frame.f_lineno].add(number)
            return line

        return line(frame, event, argument)

    def _reaching(self, mutant: Mutant) -> set[int]:
        if mutant.constant:
            named = self.names[mutant.module, mutant.constant]
            return named or {
                one for (module, _), tests in self.reached.items() if module == mutant.module for one in tests
            }
        return {
            one for line in range(mutant.line, mutant.end + 1) for one in self.reached.get((mutant.module, line), ())
        }

    def _outcome(self, session: pytest.Session, mutant: Mutant, order: list[int], took: float) -> str:
        """Return what became of the mutant, tried in a process of its own."""
        reading, writing = os.pipe()
        sys.stdout.flush()
        process = os.fork()
        if not process:
            os.close(reading)
            code = 3
            try:
                used = int(time.process_time() + TIMES * took + SECONDS)
                resource.setrlimit(resource.RLIMIT_CPU, (used, used))
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                silence = os.open(os.devnull, os.O_WRONLY)
                os.dup2(silence, 1)
                os.dup2(silence, 2)
                code = self._tried(session, mutant, order, writing)
            finally:
                os._exit(code)
        os.close(writing)
        ending = os.pidfd_open(process)
        if not select.select([ending], [], [], 30 * (TIMES * took + SECONDS))[0]:
            os.kill(process, signal.SIGKILL)
        status = os.waitpid(process, 0)[1]
        os.close(ending)
        told = os.read(reading, 20)
        os.close(reading)
        if os.WIFSIGNALED(status):
            return "out of time"
        if told:
            killers = self.killers[mutant.module, mutant.owner]
            one = int(told)
            if one in killers:
                killers.remove(one)
            killers.insert(0, one)
        return {0: "survived", 1: "killed", 2: "not applied", 3: "killed"}[os.WEXITSTATUS(status)]

    def _tried(self, session: pytest.Session, mutant: Mutant, order: list[int], writing: int) -> int:
        gc.disable()
        for cached in self.cached:
            cached.cache_clear()
        try:
            apply(mutant, self.functions)
        except (LookupError, SyntaxError, ValueError, TypeError, AttributeError, re.error):
            return 2
        items = [session.items[number] for number in order]
        for number, item, following in zip(order, items, [*items[1:], None], strict=True):
            if any(report.failed for report in runtestprotocol(item, nextitem=following, log=False)):
                os.write(writing, str(number).encode())
                return 1
        return 0


def apply(mutant: Mutant, functions: list[types.FunctionType]) -> None:
    """Change the running program: the code of the function wherever it is referred to, or the constant in all modules that have it."""
    module = sys.modules[mutant.module]
    if mutant.function is None:
        assert mutant.value is not None
        expression = ast.fix_missing_locations(ast.Expression(mutant.value))
        new, old = eval(compile(expression, "mutant", "eval"), module.__dict__), module.__dict__[mutant.constant]
        for name, other in list(sys.modules.items()):
            if name.startswith("lessons") and other.__dict__.get(mutant.constant) is old:
                setattr(other, mutant.constant, new)
        return
    function = mutant.function
    function.decorator_list = []
    new_code = _code(function, module, mutant.owner)
    changed = 0
    for one in functions:
        if one.__code__.co_filename == module.__file__ and one.__qualname__ == mutant.owner:
            one.__code__ = new_code
            changed += 1
    if not changed:
        raise LookupError(str(mutant))


def _code(function: Function, module: types.ModuleType, owner: str) -> types.CodeType:
    future = ast.parse("from __future__ import annotations").body
    tree = ast.fix_missing_locations(ast.Module([*future, function], []))
    compiled = compile(tree, module.__file__ or "", "exec")
    return next(one for one in compiled.co_consts if isinstance(one, types.CodeType) and one.co_name == function.name)


def main() -> None:
    """Print what no test notices."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="+", type=Path)
    parser.add_argument("--tests", nargs="+", required=True, help="files or folders of tests")
    parser.add_argument("--only", type=Path, help="a file with the lines of survivors, as an earlier run printed them")
    parser.add_argument("--collect", action="store_true", help="print the mutants and run nothing")
    arguments = parser.parse_args()
    wanted = []
    for path in arguments.modules:
        name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        importlib.import_module(name)
        wanted += list(mutants(path, name))
    if arguments.only:
        named = {line.partition(": ")[2] for line in arguments.only.read_text("utf-8").splitlines()}
        wanted = [mutant for mutant in wanted if str(mutant) in named]
    if arguments.collect:
        print(*wanted, sep="\n")
        return
    options = ["-q", "-p", "no:cacheprovider", "-m", "not slow and not browser", "-o", "tmp_path_retention_policy=none"]
    pytest.main([*options, *arguments.tests], plugins=[Run(wanted)])


if __name__ == "__main__":
    main()
