"""Where a secret of a new account is kept: in its file, or where lockdash fetches it whenever it needs it."""

from __future__ import annotations

from typing import NamedTuple


class Keeping(NamedTuple):
    """`form`: what is added to the secret's key in the configuration. `choice`: a few words, for choosing. `label`: of
    the field that is then typed into. `about`: what it means, in a sentence. `example`: of what is typed."""

    form: str
    choice: str
    label: str
    about: str
    example: str = ""


HERE = Keeping("", "this file", "", "It stands in the new file itself, which only you can read (mode 0600).")
COMMAND = Keeping(
    "_command",
    "command",
    "Command",
    "A command prints it: pass, op, secret-tool. It runs without a shell, and is stopped after 10 s.",
    "pass show lock",
)
FILE = Keeping(
    "_file",
    "file",
    "File",
    "A file holds it that only you can read, such as a credential of systemd or a secret of docker.",
    "/run/credentials/lockdash.service/key",
)
ENVIRONMENT = Keeping(
    "_env",
    "variable",
    "Variable",
    "A variable of the environment holds it. It has to be there whenever lockdash starts.",
    "LOCKDASH_KEY",
)
WAYS = (HERE, COMMAND, FILE, ENVIRONMENT)
