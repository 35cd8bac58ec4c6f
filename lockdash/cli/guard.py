"""How a command ends: exceptions become a sentence and an exit code, never a traceback of the user's mistake."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from lockdash.cli.exits import Exit, Stop

BROKEN_PIPE = 141  # as a shell reports a program that SIGPIPE ended


def guarded(run: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run a command and return the program's exit code."""
    try:
        code = int(run(options))
        sys.stdout.flush()
        return code
    except Stop as stop:
        sys.stderr.write(f"{stop}\n")
        return int(stop.code)
    except KeyboardInterrupt:
        return int(Exit.interrupted)
    except BrokenPipeError:
        # Whoever read us has gone (`| head`). Python would complain again when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE


def run_command(options: argparse.Namespace) -> int:
    """Run the command that was asked for, importing it only."""
    if options.command == "status":
        from lockdash.cli import status

        return status.run(options)
    if options.command == "events":
        from lockdash.cli import events

        return events.run(options)
    if options.command == "prune":
        from lockdash.cli import prune

        return prune.run(options)
    if options.command == "audit":
        from lockdash.cli import audit

        return audit.run(options)
    if options.command == "people":
        from lockdash.cli import people

        return people.run(options)
    if options.command == "guest":
        from lockdash.cli import guests

        return guests.run(options)
    if options.command == "schedules":
        from lockdash.cli import schedules

        return schedules.run(options)
    from lockdash.cli import commanding

    return commanding.run(options)
