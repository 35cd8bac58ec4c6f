"""What can be said of signing in and out on the command line."""

from __future__ import annotations

import argparse

from lockdash.cli.options import Commands, add

_EXITS = """\
exit codes:
  0  done
  1  refused: a wrong, old or used code, another sign-in's address, no answer
  2  usage: an option, the configuration, an account that needs no sign-in
  4  the vendor could not be reached
"""

_LOGIN = f"""\
Where a browser is at hand it is opened, and comes back by itself; the address that it ends at, or the
code that it shows, may be pasted as well. Elsewhere, as over SSH, and with --paste, the address to open
is printed, alone on stdout, and what comes of it is read from standard input. Other sessions of
lockdash go on with the new sign-in by themselves.

examples:
  lockdash login rentals            open the browser, and wait for it
  lockdash login rentals --paste    open the address on any machine, paste what comes of it
  BROWSER=firefox lockdash login rentals

{_EXITS}"""

_LOGOUT = f"""\
Its tokens are given back to the vendor and forgotten here, by all sessions; if the vendor cannot be
reached, they are forgotten all the same. An account that signs in by its own secret does so again when
it is next asked for something.

examples:
  lockdash logout rentals

{_EXITS}"""


def add_login(commands: Commands, shared: argparse.ArgumentParser) -> None:
    login = add(commands, shared, "login", help="sign an account in with a browser", epilog=_LOGIN)
    login.add_argument("account", metavar="ACCOUNT", help="its name in the configuration")
    login.add_argument("--paste", action="store_true", help="print the address, and read the code or the address back")


def add_logout(commands: Commands, shared: argparse.ArgumentParser) -> None:
    logout = add(commands, shared, "logout", help="give the tokens of an account back", epilog=_LOGOUT)
    logout.add_argument("account", metavar="ACCOUNT", help="its name in the configuration")
