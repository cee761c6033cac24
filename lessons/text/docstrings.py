"""Docstrings that users read (manuals of rules, help of commands, descriptions in the JSON Schema), however Python was started.

``python -OO`` and ``PYTHONOPTIMIZE=2`` strip docstrings; what users read is then taken from the source.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from types import ModuleType
from typing import Any


def documentation(thing: ModuleType | type | Callable[..., Any]) -> str:
    """Return the docstring of a module, class or function, without its indentation; empty when it has none."""
    if thing.__doc__ is not None:
        return inspect.cleandoc(thing.__doc__)
    try:
        node: ast.AST = ast.parse(textwrap.dedent(inspect.getsource(thing)))
    except (OSError, TypeError, SyntaxError):
        # Only the compiled files were installed.
        return ""
    if isinstance(node, ast.Module) and not isinstance(thing, ModuleType):
        node = node.body[0]
    found = ast.get_docstring(node) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) else None
    return found or ""
