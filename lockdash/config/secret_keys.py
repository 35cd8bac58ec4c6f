"""The keys by which an account's secrets are given: `KEY`, `KEY_env`, `KEY_file` or `KEY_command`, one form of each."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lockdash.config.problems import quoted
from lockdash.config.secrets import SecretKind, SecretSource
from lockdash.config.tables import Table
from lockdash.domain.secret import Secret
from lockdash.vendors.base import Plugin

FORMS: Mapping[str, SecretKind] = {
    "": SecretKind.value,
    "_env": SecretKind.env,
    "_file": SecretKind.file,
    "_command": SecretKind.command,
}
"""What is put behind a secret's name, and what it means."""


def form_keys(name: str) -> list[str]:
    """Return all keys by which the secret `name` may be given."""
    return [f"{name}{form}" for form in FORMS]


def key_of(name: str, kind: SecretKind) -> str:
    """Return the key by which the secret `name` is given in this form."""
    return next(f"{name}{form}" for form, each in FORMS.items() if each is kind)


def plain_secrets(values: Mapping[str, Any], plugin: Plugin) -> list[str]:
    """Return the keys of an account's table that hold a secret itself."""
    return [key for key in plugin.secrets if isinstance(values.get(key), str)]


def read_secret(table: Table, name: str, folder: Path, *, needed: bool) -> SecretSource | None:
    """Return the secret `name` in the one form in which it is given, None if it is not; what is wrong is noted.

    `folder`: what relative paths of files start from.
    """
    given = [key for key in form_keys(name) if key in table.values]
    if not given:
        if needed:
            table.note(f'the account has no "{name}" (or {quoted(form_keys(name)[1:])})')
        return None
    if len(given) > 1:
        table.note(f"{quoted(given).replace(' or ', ' and ')} are two forms of one secret; keep one", given[1])
        return None
    kind = FORMS[given[0].removeprefix(name)]
    text = table.text(given[0], secret=True)
    if text is None:
        return None
    if kind is SecretKind.value:
        return SecretSource(kind, Secret(text))
    if kind is SecretKind.command and not _is_command(text):
        table.note(f'"{given[0]}" has a quotation mark without its partner, or no command', given[0])
        return None
    return SecretSource(kind, text, folder if kind is SecretKind.file else None)


def refuse_secret(table: Table, name: str) -> None:
    """Note every form of the secret `name`, which an account like this does not use."""
    for key in form_keys(name):
        if key in table.values:
            table.note(f'"{key}" is not used by an account with these settings; remove it', key)


def _is_command(line: str) -> bool:
    try:
        return bool(shlex.split(line))
    except ValueError:
        return False
