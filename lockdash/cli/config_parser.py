"""What can be said of the configuration on the command line."""

from __future__ import annotations

import argparse

from lockdash.cli.options import EXITS, Commands, add

_CONFIG = f"""\
The configuration is config.toml and, beside it, every config.d/*.toml, in the order of their names:
their accounts add up, and of [ui] and [keys] the last file counts, key by key.

examples:
  lockdash config path            where it is, or would be
  lockdash config show            what holds, and where each value comes from
  lockdash config check           all that is wrong with it, with files and lines
  lockdash config schema          a JSON Schema of it, for editors

{EXITS}"""

_PATH = """\
examples:
  $EDITOR "$(lockdash config path)"
  lockdash config path --all      every file that is read, and the folder of the store"""

_SHOW = f"""\
Secrets are masked. It can be read back as TOML; what stands behind # says where a value comes from:
a file and its line, an option, or the default.

examples:
  lockdash config show
  lockdash config show --json     one object: files[], accounts[]{{key: {{value, from, file, line}}}},
                                  ui and keys in the same way

{EXITS}"""

_CHECK = f"""\
Ends with 0 if all is good, with 2 if anything is not. Secrets are not fetched: `lockdash doctor`
does, and tries the accounts.

{EXITS}"""

_SCHEMA = """\
It is a JSON Schema, draft 2020-12. Editors that know TOML schemas complete and check by it:

examples:
  lockdash config schema > ~/.config/lockdash/schema.json
  #:schema ./schema.json          as the first line of config.toml (Taplo, Even Better TOML)"""


def add_config(commands: Commands, shared: argparse.ArgumentParser) -> None:
    config = add(commands, shared, "config", help="find, show and check the configuration", epilog=_CONFIG)
    deeds = config.add_subparsers(dest="deed", metavar="DEED", title="deeds", required=True)
    path = add(deeds, shared, "path", help="print where the configuration is", epilog=_PATH)
    path.add_argument("--all", action="store_true", help="print every file that is read, and the store's folder")
    show = add(deeds, shared, "show", help="print what holds, and where each value comes from", epilog=_SHOW)
    show.add_argument("--json", action="store_true", help="print one JSON object")
    add(deeds, shared, "check", help="say whether all of it is good", epilog=_CHECK)
    add(deeds, shared, "schema", help="print a JSON Schema of it", epilog=_SCHEMA)
