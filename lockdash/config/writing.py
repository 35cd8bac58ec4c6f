"""Writes accounts into drop-ins of our own. A file that the user wrote is never touched."""

from __future__ import annotations

import os
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lockdash.config.editors import holder
from lockdash.config.files import drop_in_folder, read_all
from lockdash.config.loading import Plugins, read_drop_in
from lockdash.config.ownership import text_of
from lockdash.config.placing import WriteError, explained, make_folder, put, reserve, turn
from lockdash.config.secret_keys import form_keys
from lockdash.config.settings import AccountConfig
from lockdash.domain.secret import Secret
from lockdash.vendors import registry

__all__ = ["WriteError", "replace_account", "write_account"]


def write_account(
    config_path: Path,
    name: str,
    vendor: str,
    values: Mapping[str, object],
    secrets: Mapping[str, Secret],
    plugins: Plugins = registry.plugin,
) -> Path:
    """Write a new account into a drop-in of its own beside `config_path`, and return the drop-in.

    The file (0600) is named for the account, with a number if that is taken; it appears whole or not at all, and is on
    the disk when this returns. `values`: the vendor's keys; those that are None are left out. Blocking: up to ten
    seconds while another process writes. Raises WriteError; ConfigError if these values make no account.
    """
    folder = drop_in_folder(config_path)
    account: dict[str, object] = {"name": name, "vendor": vendor}
    account |= {key: value for key, value in values.items() if value is not None}
    account |= {key: secret.reveal() for key, secret in secrets.items()}
    stem = _stem(name)
    text = text_of({"accounts": [account]}, datetime.now(UTC))
    read_drop_in(folder / f"{stem}.toml", text, plugins)
    with explained(folder):
        make_folder(folder, config_path)
        with turn(folder):
            _refuse_twin(config_path, name)
            path = reserve(folder, stem)
            try:
                put(path, text)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
    return path


def replace_account(
    account: AccountConfig, secrets: Mapping[str, Secret], plugins: Plugins = registry.plugin
) -> AccountConfig:
    """Write new secrets into the drop-in of an account that `is_ours`, and return the account as it is now.

    Blocking, as `write_account`. Raises WriteError where the file is not ours, was changed since it was read, is being
    edited or cannot be written, and where a secret comes from elsewhere; ConfigError if the new ones make no account.
    """
    place = account.place
    if place is None or place.text is None or not account.is_ours:
        where = f" in {place.path}:{place.line}" if place is not None else ""
        raise WriteError(f"{account.name} does not stand in a file that lockdash wrote", f"change it yourself{where}")
    path = Path(os.path.realpath(place.path))
    with explained(path), turn(place.path.parent):
        editor = holder(place.path) or holder(path)
        if editor:
            raise WriteError(f"{place.path} is being edited by {editor}", "close it there, then try again")
        if path.read_bytes() != place.text.encode():
            raise WriteError(f"{place.path} was changed since it was read", "start lockdash again, then try again")
        text = text_of(_renewed(place.text, account.name, secrets), datetime.now(UTC))
        accounts = read_drop_in(place.path, text, plugins)
        put(path, text)
    return next(each for each in accounts if each.name == account.name)


def _renewed(text: str, name: str, secrets: Mapping[str, Secret]) -> dict[str, Any]:
    """The document in `text` with other secrets of one account."""
    document = tomllib.loads(text)
    table = next(each for each in document["accounts"] if each["name"] == name)
    for key, secret in secrets.items():
        elsewhere = next((form for form in form_keys(key)[1:] if form in table), None)
        if elsewhere is not None:
            raise WriteError(f'the {key} of {name} comes from "{elsewhere}"', "put the new one there")
        table[key] = secret.reveal()
    return document


def _refuse_twin(config_path: Path, name: str) -> None:
    """Looked for in all files that can be read; what is wrong with others stands in nobody's way here."""
    for sheet in read_all(config_path)[0]:
        listed = sheet.document.get("accounts")
        for position, each in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(each, dict) and each.get("name") == name:
                line = sheet.line(("accounts", position, "name"))
                raise WriteError(f'an account is named "{name}" already, in {sheet.path}:{line}', "choose another name")


def _stem(name: str) -> str:
    """A file name that every file system takes, made of an account's name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "account"
