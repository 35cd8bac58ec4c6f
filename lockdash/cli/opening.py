"""What every command starts with: the configuration and the store, or a word on why not."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from lockdash.cli.exits import Exit, Stop
from lockdash.cli.output import say
from lockdash.config.loading import load
from lockdash.config.paths import config_file, state_dir
from lockdash.config.problems import ConfigError, ConfigMissing, quoted
from lockdash.config.settings import Config
from lockdash.domain.nearest import nearest

if TYPE_CHECKING:
    from lockdash.store.store import Store

_WELCOME = """\
lockdash has no configuration yet: {path} does not exist.

  lockdash demo      opens the dashboard on a pretend world: no account, no keys
  your own locks     copy config.example.toml (it comes with lockdash) to {path},
                     fill it in, and run: chmod 600 {path}
  another place      --config FILE, or the environment variable LOCKDASH_CONFIG"""


def configuration(options: argparse.Namespace) -> Config:
    """Return the configuration that the options name. Raises Stop with exit code 2."""
    try:
        config = load(config_file(options.config))
    except ConfigMissing as error:
        raise Stop(Exit.usage, _WELCOME.format(path=error.path)) from None
    except ConfigError as error:
        raise Stop(Exit.usage, str(error)) from None
    return config.all_read_only() if options.read_only else config


def store(options: argparse.Namespace) -> Store:
    """Return the open store, and say what its opening brought to light. Raises Stop with exit code 1."""
    from lockdash.store.store import Store, StoreError

    try:
        opened = Store.open(state_dir(options.state_dir))
    except StoreError as error:
        raise Stop(Exit.failed, str(error)) from None
    if opened.notice:
        say(opened.notice)
    return opened


def asked_accounts(config: Config, account: str | None) -> list[str]:
    """Return the names of the accounts that a command is about. Raises Stop for one that is not configured."""
    names = [each.name for each in config.accounts]
    if account is None:
        return names
    if account not in names:
        raise Stop(Exit.usage, f'no account is named "{account}", only {quoted(names)}{nearest(account, names)}')
    return [account]
