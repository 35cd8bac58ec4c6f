"""What every command starts with: the configuration and the store, or a word on why not."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from lockdash.cli.exits import Exit, Stop
from lockdash.cli.output import say
from lockdash.config.loading import load
from lockdash.config.paths import STATE_VARIABLE, config_file, state_dir
from lockdash.config.problems import ConfigError, ConfigMissing, NoAccounts, quoted
from lockdash.config.settings import Config
from lockdash.domain.nearest import nearest

if TYPE_CHECKING:
    from lockdash.store.store import Store

_WELCOME = """\
lockdash has no configuration yet: {path} does not exist.

  lockdash demo      opens the dashboard on a pretend world: no account, no keys
  lockdash init      asks for your first account, tries it and writes it down (in a terminal)
  by hand            copy config.example.toml (it comes with lockdash) to {path},
                     fill it in, and run: chmod 600 {path}
  another place      --config FILE, or the environment variable LOCKDASH_CONFIG"""

_NO_ACCOUNT = """\
{problem}

  lockdash init      asks for your first account, tries it and writes it down (in a terminal)"""


class Unconfigured(Stop):
    """There is no account to do anything with."""


def configuration(options: argparse.Namespace) -> Config:
    """Return the configuration that the options name. Raises Stop with exit code 2; Unconfigured where nothing is wrong
    but that it names no account yet."""
    try:
        config = load(config_file(options.config))
    except ConfigMissing as error:
        raise Unconfigured(Exit.usage, _WELCOME.format(path=error.path)) from None
    except NoAccounts as error:
        raise Unconfigured(Exit.usage, _NO_ACCOUNT.format(problem=error)) from None
    except ConfigError as error:
        raise Stop(Exit.usage, str(error)) from None
    return config.all_read_only() if options.read_only else config


def store(options: argparse.Namespace) -> Store:
    """Return the open store, and say what its opening brought to light. Raises Stop with exit code 1.

    Unless only what is stored is wanted (`--cached`), this process writes its log from now on.
    """
    from lockdash.store.store import Store, StoreError

    folder = state_dir(options.state_dir)
    try:
        opened = Store.open(folder)
    except StoreError as error:
        elsewhere = "" if folder.is_dir() and os.access(folder, os.W_OK) else _ELSEWHERE.format(folder=folder)
        raise Stop(Exit.failed, f"{error}{elsewhere}") from None
    if not getattr(options, "cached", False):
        from lockdash.engine.journal.journal import open_journal

        open_journal(folder, options.log_level)
    if opened.notice:
        say(opened.notice)
    return opened


_ELSEWHERE = f"""

lockdash keeps what it knows in {{folder}}, which cannot be made or written. Another folder:
  --state-dir DIR, or the environment variable {STATE_VARIABLE}
  XDG_STATE_HOME, for all programs that follow it"""


def why_no_screen() -> str:
    """Return why nothing can be drawn here and what to use instead, "" if a dashboard can."""
    if not all(stream is not None and stream.isatty() for stream in (sys.__stdin__, sys.__stdout__)):
        return "The dashboard needs a terminal. `lockdash status` prints the same for a pipe."
    if sys.__stderr__ is None or not sys.__stderr__.isatty():
        return "The dashboard is drawn on stderr, which goes elsewhere. What it logs, `lockdash logs` prints."
    name = os.environ.get("TERM", "")
    if name in ("", "dumb", "unknown"):
        told = f'TERM is "{name}"' if name else "TERM is not set"
        return (
            f"The dashboard cannot be drawn on this terminal ({told}): it has to place text anywhere.\n\n"
            "  lockdash status                  prints the same as plain text\n"
            "  lockdash events --follow         prints what happens, as it comes\n"
            "  TERM=xterm-256color lockdash     if the terminal can do more than it says"
        )
    return ""


def asked_accounts(config: Config, account: str | None) -> list[str]:
    """Return the names of the accounts that a command is about. Raises Stop for one that is not configured."""
    names = [each.name for each in config.accounts]
    if account is None:
        return names
    if account not in names:
        raise Stop(Exit.usage, f'no account is named "{account}", only {quoted(names)}{nearest(account, names)}')
    return [account]
