"""Which characters may go out: whether the terminal expects UTF-8, and that no other raises an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_PYTHONS_OWN = "C.UTF-8"


def expects_utf8(environ: Mapping[str, str] = os.environ, *, was_plain: bool = bool(sys.flags.utf8_mode)) -> bool:
    """Return whether the user's locale is a UTF-8 one, by its name: a server need not have what SSH brought along.
    Where none is named at all, as in containers and under service managers, what Python writes counts.

    `was_plain`: the program began in the locale C or POSIX. Then Python writes UTF-8 all the same, and has set LC_CTYPE
    by itself (PEP 538, 540), which tells nothing of the terminal.
    """
    names = [environ.get(each, "") for each in ("LC_ALL", "LC_CTYPE", "LANG")]
    if was_plain and not names[0] and names[1] == _PYTHONS_OWN:
        del names[1]
    name = next(filter(None, names), "") or getattr(sys.__stderr__, "encoding", "")
    return "utf8" in name.lower().replace("-", "")


def forgive_streams() -> None:
    """Write an escape in the place of what a stream's encoding does not have, and write nowhere where there is no
    stream at all."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
