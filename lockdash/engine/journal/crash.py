"""A report of an exception that nobody foresaw, for whoever has to find out why. What it may hold, `traces` says."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from lockdash.engine.doctor.program import versions
from lockdash.engine.journal import folder, line, traces
from lockdash.engine.journal.redaction import redacted

FOLDER = "crashes"
KEPT = 20

_ENDING = ".txt"
_SAID = ("TERM", "COLORTERM", "TERM_PROGRAM", "TMUX", "STY", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE")
_IS_SET = frozenset({"TMUX", "STY", "NO_COLOR"})  # of these it is told that they are there, which is all that matters


def report(error: BaseException, state_dir: Path, command: str = "") -> Path | None:
    """Write a report of `error`; return its path, None if none could be written.

    `command`: what was asked of the program, without values of the user's. Of the reports, the newest twenty are kept.
    """
    now = time.time()
    crashes = state_dir / FOLDER
    text = "".join(f"{each}\n" for each in _lines(error, now, command, os.environ))
    path = crashes / f"{line.stamp(now).replace(':', '')}-{os.getpid()}{_ENDING}"
    try:
        folder.make(crashes)
        with open(folder.create(path), "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except OSError:
        return None
    folder.remove(sorted(crashes.glob(f"*{_ENDING}"))[:-KEPT])
    return path


def _lines(error: BaseException, now: float, command: str, environ: Mapping[str, str]) -> Iterator[str]:
    yield "lockdash has ended because of something that nobody foresaw."
    yield "This report has no values of variables, and no texts of exceptions but lockdash's own."
    yield ""
    yield f"when      {line.stamp(now)}"
    yield f"command   {line.visible(redacted(command))}"
    yield f"versions  {', '.join(f'{name} {found}' for name, found in versions().items() if found)}"
    yield f"terminal  {_terminal(environ)}"
    yield ""
    yield from traces.lines(error)


def _terminal(environ: Mapping[str, str]) -> str:
    columns, rows = shutil.get_terminal_size()
    said = (f"{name}={'set' if name in _IS_SET else environ[name]}" for name in _SAID if environ.get(name))
    return line.visible(redacted(" ".join([f"{columns}x{rows}", *said])))
