"""What can be said of the doctor on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from lockdash.cli.options import Commands, add

_EPILOG = """\
It looks at the program, the terminal, the configuration, the store, the other sessions, each account and the logs, and
says what is fine (.), what is not as it should be (!), what does not work (x), and what to do about it (->).

Each account is tried: a few requests out of its budget, nothing is changed. Secrets are fetched, never shown.

The archive of --bundle is for a report of a defect. It holds versions, figures, the findings, which keys the
configuration has, and the ends of the logs. Names, addresses, numbers and all words that lockdash itself does not have
are taken out. Nothing is sent: look into it, then attach it.

examples:
  lockdash doctor                 what is wrong, and what to do about it
  lockdash doctor --offline       without the network: nothing is tried
  lockdash doctor --json          one object: ok, worst (ok, warning or failure), checks[]: section,
                                  subject, level, said, remedy
  lockdash doctor --bundle        an archive in this folder, and what is in it

exit codes:
  0  nothing failed; with --bundle: the archive is written
  1  something failed
"""

HERE = Path()
"""In the place of a file: no name was given, and the usual one is meant."""


def add_doctor(commands: Commands, shared: argparse.ArgumentParser) -> None:
    doctor = add(commands, shared, "doctor", help="find out what is wrong, and what to do about it", epilog=_EPILOG)
    doctor.add_argument("--json", action="store_true", help="print one JSON object")
    doctor.add_argument(
        "--offline", "--cached", dest="offline", action="store_true", help="without the network, by what is stored"
    )
    doctor.add_argument(
        "--bundle", metavar="FILE", nargs="?", type=Path, const=HERE, help="write an archive for a report of a defect"
    )
