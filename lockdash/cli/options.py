"""What the commands' parsers have in common: how one is added, and values that are understood or refused."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

WAIT_SECONDS = 30.0

EXITS = """\
exit codes:
  0  done and confirmed
  1  refused or failed
  2  usage: an option, the configuration, a name that fits nothing or several things
  3  accepted, but not confirmed in time
  4  no connection, or not signed in
"""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add(
    commands: Commands, shared: argparse.ArgumentParser, name: str, *, help: str, epilog: str = ""
) -> argparse.ArgumentParser:
    """Add a command that takes the `shared` options as well."""
    return commands.add_parser(
        name,
        parents=[shared],
        help=help,
        description=f"{help[0].upper()}{help[1:]}.",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def add_wait(command: argparse.ArgumentParser, what: str) -> None:
    """Add `--wait`. `what` is waited for, as its help says."""
    command.add_argument("--wait", metavar="S", type=seconds, default=WAIT_SECONDS, help=what)


def seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not 0 <= found <= 86400:
        raise argparse.ArgumentTypeError(f"seconds from 0 to 86400 are needed, not {text!r}")
    return found


def number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"a number from 0 on is needed, not {text!r}")
    return int(text)


def port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"a port from 0 to 65535 is needed, not {text!r}")
    return int(text)


def moment(text: str) -> datetime:
    """Return the moment (UTC) that `text` means, as `typed_moments.moment`."""
    from lockdash.domain import typed_moments

    return _past(text, typed_moments.moment)


def end_of(text: str) -> datetime:
    """Return the moment (UTC) before which all lies until `text`, as `typed_moments.end_of`."""
    from lockdash.domain import typed_moments

    return _past(text, typed_moments.end_of)


def _past(text: str, read: Callable[[str, datetime], datetime]) -> datetime:
    from datetime import UTC, datetime

    try:
        return read(text, datetime.now(UTC))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
