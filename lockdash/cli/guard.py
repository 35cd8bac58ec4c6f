"""How a command ends: exceptions become a sentence and an exit code, never a traceback."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module

from lockdash.cli.exits import Exit, Stop
from lockdash.config.paths import NoHome

BROKEN_PIPE = 141  # as a shell reports a program that SIGPIPE ended

COMMANDS = {
    "status": "lockdash.cli.status",
    "events": "lockdash.cli.events",
    "audit": "lockdash.cli.audit",
    "lock": "lockdash.cli.commanding",
    "unlock": "lockdash.cli.commanding",
    "open": "lockdash.cli.commanding",
    "people": "lockdash.cli.people",
    "guest": "lockdash.cli.guests",
    "schedules": "lockdash.cli.schedules",
    "prune": "lockdash.cli.prune",
    "login": "lockdash.cli.login",
    "logout": "lockdash.cli.logout",
    "doctor": "lockdash.cli.doctor",
    "logs": "lockdash.cli.logs",
    "completion": "lockdash.cli.completion",
}
"""The module of each command: its `run(options)` returns the exit code."""


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
    except NoHome as error:
        sys.stderr.write(f"{error}\n")
        return int(Exit.usage)
    except Exception as error:
        from lockdash.cli import crashing

        crashing.tell(error, options)
        return int(Exit.failed)


def run_command(options: argparse.Namespace) -> int:
    """Run the command that was asked for, importing it only."""
    return int(import_module(COMMANDS[options.command]).run(options))
