"""What can be said of the setup on the command line."""

from __future__ import annotations

import argparse

from lockdash.cli.options import Commands, add

_INIT = """\
A screen asks for the vendor, says where its key comes from, takes the key, tries it, and only then
writes the account: into a file of its own in config.d, beside the configuration. No file that is
there is changed. `lockdash` opens the same screen while there is no account.

It needs a terminal. Without one, write the configuration by hand: config.example.toml comes with
lockdash, and `lockdash config schema` describes every key.

examples:
  lockdash init                      add an account
  lockdash init --config FILE        beside another configuration

exit codes:
  0  done, or left without writing anything
  1  the screen ended with an error
  2  usage: no terminal, or a configuration that cannot be read
"""


def add_init(commands: Commands, shared: argparse.ArgumentParser) -> None:
    add(commands, shared, "init", help="add an account, step by step", epilog=_INIT)
