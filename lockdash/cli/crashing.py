"""The last words of a program that met something that nobody foresaw: one calm message, and a report in a file."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

_MESSAGE = """\
lockdash has ended: something happened that nobody foresaw.
  what      {what}
  report    {report}
  what now  start it again; if it happens once more, `lockdash doctor --bundle` packs what whoever
            mends it needs to see"""


def tell(error: Exception, options: argparse.Namespace) -> None:
    """Write the report of `error` and say on stderr where it is."""
    from lockdash.engine.failures import where_of

    what = where_of(error)
    path, why_not = _reported(error, options, spoken(sys.argv[1:], options.command))
    where = str(path) if path is not None else f"none, {why_not}"
    # Where nothing is logged, Python would print it.
    if (log := logging.getLogger("lockdash.crash")).hasHandlers():
        log.critical("ended by %s; report: %s", what, where)
    sys.stderr.write(f"{_MESSAGE.format(what=what, report=where)}\n")


def _reported(error: Exception, options: argparse.Namespace, command: str) -> tuple[Path | None, str]:
    from lockdash.config.paths import NoHome, state_dir

    try:
        from lockdash.engine.journal.crash import report

        folder = state_dir(options.state_dir)
        return report(error, folder, command), f"{folder} cannot be written"
    except NoHome as missing:
        return None, str(missing)
    except Exception as worse:  # what broke the program may break the report: the message is to come all the same
        return None, f"it could not be made ({type(worse).__name__})"


def spoken(argv: Sequence[str], command: str | None) -> str:
    """Return what was asked of the program: `command` and options, but not what the user gave them, which may be a PIN
    or a name."""
    told = ["lockdash"]
    for each in argv:
        name = each.partition("=")[0]
        known = each == command or (name.startswith("--") and name.isascii() and len(name) < 30)
        told.append((name if name == each else f"{name}=…") if known else "…")
    return " ".join(told)
