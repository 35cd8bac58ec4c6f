"""One `[[accounts]]` table of the configuration: common keys, the vendor's own keys, and its secrets."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from enum import EnumMeta
from pathlib import Path
from typing import Any, Literal, cast, get_args, get_origin

import msgspec

from lockdash.config.problems import quoted
from lockdash.config.secrets import SecretKind, SecretSource
from lockdash.config.settings import AccountConfig, Unlock
from lockdash.config.tables import Table, kind_of
from lockdash.domain.nearest import nearest
from lockdash.domain.secret import Secret
from lockdash.domain.text import NAME_LIMIT, clean
from lockdash.vendors.addresses import check_address
from lockdash.vendors.base import Plugin

COMMON_KEYS = ("name", "vendor", "unlock", "read_only")
_FORMS = {"": SecretKind.value, "_env": SecretKind.env, "_file": SecretKind.file, "_command": SecretKind.command}


def read_account(table: Table, plugin: Plugin | None, folder: Path) -> AccountConfig | None:
    """Return the account in `table`, None if anything is wrong with it (all of it is noted).

    `plugin`: None if the vendor is not known, then only the common keys can be checked. `folder`: what
    relative paths of secret files start from.
    """
    name = _name(table)
    unlock = table.choice("unlock", get_args(Unlock))
    read_only = table.flag("read_only")
    if plugin is None:
        return None
    fields = msgspec.structs.fields(plugin.settings)
    forms = [f"{key}{form}" for key in plugin.secrets for form in _FORMS]
    table.only([*COMMON_KEYS, *(field.encode_name for field in fields), *forms])
    settings = _settings(table, plugin, fields)
    secrets = {key: _secret(table, key, folder) for key in plugin.secrets}
    if name is None or settings is None or not all(secrets.values()):
        return None
    return AccountConfig(
        name=name,
        vendor=plugin.name,
        settings=settings,
        secrets={key: source for key, source in secrets.items() if source is not None},
        unlock=cast(Unlock | None, unlock),
        read_only=read_only,
    )


def _name(table: Table) -> str | None:
    """An account's name starts its devices' keys (`name/serial`) and is shown in every question."""
    if "name" not in table.values:
        table.note('the account has no "name"')
        return None
    name = table.text("name")
    if name is None:
        return None
    if "/" in name:
        table.note('"name" must not hold a slash: it starts the keys of devices, account/serial', "name")
    elif len(name) > NAME_LIMIT:
        table.note(f'"name" is longer than {NAME_LIMIT} characters', "name")
    elif clean(name) != name:
        table.note('"name" must be one line of visible text without blanks around it', "name")
    else:
        return name
    return None


def _settings(table: Table, plugin: Plugin, fields: tuple[msgspec.structs.FieldInfo, ...]) -> msgspec.Struct | None:
    """The vendor's own keys, each checked alone so that all mistakes are told at once."""
    values: dict[str, Any] = {}
    good = True
    for field in fields:
        key = field.encode_name
        if key not in table.values:
            if field.required:
                table.note(f'the account has no "{key}", which {plugin.label} needs')
                good = False
            continue
        wrong = _wrong(key, table.values[key], field.type)
        if wrong:
            table.note(wrong, key)
            good = False
        values[key] = table.values[key]
    if not good:
        return None
    try:
        return msgspec.convert(values, plugin.settings)
    except msgspec.ValidationError as error:
        # The plugin's own check: it is expected to name the key that it means.
        table.note(
            _plain(error), next((key for key in values if re.search(rf"\b{re.escape(key)}\b", str(error))), None)
        )
        return None


def _wrong(key: str, value: object, wanted: Any) -> str:
    """Return what is wrong with the value of a vendor's key, "" if nothing."""
    choices = _choices(wanted)
    if choices:
        if value in choices:
            return ""
        found = f'"{clean(value, 40)}"' if isinstance(value, str) else kind_of(value)
        near = nearest(value, choices) if isinstance(value, str) else ""
        return f'"{key}" must be {quoted(choices)}, not {found}{near}'
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        expected = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}.get(wanted)
        return f'"{key}" must be {expected}, not {kind_of(value)}' if expected else f'"{key}": {_plain(error)}'
    if isinstance(value, str) and not value.strip():
        return f'"{key}" is empty'
    return _wrong_address(key, value) if isinstance(value, str) and key.endswith("_url") else ""


def _choices(wanted: Any) -> list[str]:
    if get_origin(wanted) is Literal:
        return [str(each) for each in get_args(wanted)]
    return [str(each.value) for each in list[Any](wanted)] if isinstance(wanted, EnumMeta) else []


def _wrong_address(key: str, value: str) -> str:
    if clean(value, len(value)) != value or " " in value:
        return f'"{key}" must be one line without blanks'
    try:
        check_address(key, value)
    except ValueError as error:
        return str(error) if key in str(error) else f'"{key}" is not an address such as https://api.example.com'
    return ""


def _plain(error: msgspec.ValidationError) -> str:
    """A validation message without its path, which the line number replaces."""
    return str(error).split(" - at `$", 1)[0]


def _secret(table: Table, key: str, folder: Path) -> SecretSource | None:
    """The one form in which the secret `key` is given; none and two are problems."""
    given = [f"{key}{form}" for form in _FORMS if f"{key}{form}" in table.values]
    if not given:
        table.note(f'the account has no "{key}" (or {quoted(f"{key}{form}" for form in _FORMS if form)})')
        return None
    if len(given) > 1:
        table.note(f"{quoted(given).replace(' or ', ' and ')} are two forms of one secret; keep one", given[1])
        return None
    kind = _FORMS[given[0].removeprefix(key)]
    text = table.text(given[0], secret=True)
    if text is None:
        return None
    if kind is SecretKind.value:
        return SecretSource(kind, Secret(text))
    if kind is SecretKind.file:
        return SecretSource(kind, str(folder / Path(text).expanduser()))
    if kind is SecretKind.command and not _is_command(text):
        table.note(f'"{given[0]}" has a quotation mark without its partner, or no command', given[0])
        return None
    return SecretSource(kind, text)


def _is_command(line: str) -> bool:
    try:
        return bool(shlex.split(line))
    except ValueError:
        return False


def plain_secrets(values: Mapping[str, Any], plugin: Plugin) -> list[str]:
    """Return the keys of an account's table that hold a secret itself."""
    return [key for key in plugin.secrets if isinstance(values.get(key), str)]
