"""The words that lockdash itself has: what it says is made of them, and whatever else stands in a text came from
outside."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import lockdash

WORD = re.compile(r"\w+")
_PRETENDED = ("simulator", "demo.py")
"""They hold names of people and doors, for a world that is made up."""


def program_words() -> frozenset[str]:
    """Return the words, folded, of all names and texts in lockdash's code, without comments, docstrings and the help of
    the command line, whose examples name people and doors."""
    home = Path(lockdash.__file__).parent
    sources = (path for path in home.rglob("*.py") if not _is_left_out(path.relative_to(home)))
    return words_of(sources)


def words_of(sources: Iterable[Path]) -> frozenset[str]:
    """Return the words of the code in `sources`, but no numbers; a file that cannot be read has none."""
    found: set[str] = set()
    for path in sources:
        try:
            tree = ast.parse(path.read_bytes())
        except (OSError, SyntaxError, ValueError):
            continue
        found |= {word.casefold() for text in _texts(tree) for word in WORD.findall(text)}
    return frozenset(word for word in found if not word.isdecimal())


def _is_left_out(path: Path) -> bool:
    return path.parts[0] in _PRETENDED or path.name.endswith("parser.py")


def _texts(tree: ast.AST) -> Iterator[str]:
    """Every name and every text of the code but docstrings."""
    pending = [tree]
    while pending:
        node = pending.pop()
        skipped = _docstring(node)
        for _, value in ast.iter_fields(node):
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, str):
                    yield each
                elif isinstance(each, ast.AST) and each is not skipped:
                    pending.append(each)


def _docstring(node: ast.AST) -> ast.AST | None:
    """Return what of `node` is there to be read only: a text that is a statement of its own."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return node.value
    return None
