"""One `[[accounts]]` table of the configuration: common keys, the vendor's own keys, and its secrets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast, get_args

import msgspec

from lockdash.config.fitting import fitted, misfit, plain
from lockdash.config.secret_keys import form_keys, read_secret, refuse_secret
from lockdash.config.secrets import SecretSource
from lockdash.config.settings import AccountConfig, Unlock
from lockdash.config.tables import Table
from lockdash.domain.text import NAME_LIMIT, clean
from lockdash.vendors.base import Plugin
from lockdash.vendors.signing import secrets_for

COMMON_KEYS = ("name", "vendor", "unlock", "read_only")


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
    forms = [key for secret in plugin.secrets for key in form_keys(secret)]
    table.only([*COMMON_KEYS, *plugin.settings.__struct_encode_fields__, *forms])
    settings = _settings(table, plugin)
    secrets = _secrets(table, plugin, settings, folder)
    if name is None or settings is None or secrets is None:
        return None
    return AccountConfig(
        name=name,
        vendor=plugin.name,
        settings=settings,
        secrets=secrets,
        unlock=cast(Unlock | None, unlock),
        read_only=read_only,
        place=table.place(),
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


def _settings(table: Table, plugin: Plugin) -> msgspec.Struct | None:
    """The vendor's own keys; if anything is wrong, each is checked alone, so that all mistakes are told at once."""
    values = {key: table.values[key] for key in plugin.settings.__struct_encode_fields__ if key in table.values}
    settings = fitted(values, plugin.settings)
    if settings is not None:
        return settings
    good = True
    for field in msgspec.structs.fields(plugin.settings):
        key = field.encode_name
        if key in values:
            wrong = misfit(key, values[key], field.type)
            if wrong:
                table.note(wrong, key)
        elif field.required:
            wrong = f'the account has no "{key}", which {plugin.label} needs'
            table.note(wrong)
        else:
            wrong = ""
        good = good and not wrong
    if not good:
        return None
    try:
        return msgspec.convert(values, plugin.settings)
    except msgspec.ValidationError as error:
        # The plugin's own check: it is expected to name the key that it means.
        named = next((key for key in values if re.search(rf"\b{re.escape(key)}\b", str(error))), None)
        table.note(plain(error), named)
        return None


def _secrets(
    table: Table, plugin: Plugin, settings: msgspec.Struct | None, folder: Path
) -> dict[str, SecretSource] | None:
    """The secrets by name, None if one is wrong or missing. Which ones an account needs, its settings decide."""
    used = dict.fromkeys(plugin.secrets, False) if settings is None else secrets_for(plugin, settings)
    found = {}
    good = True
    for name in plugin.secrets:
        if name not in used:
            refuse_secret(table, name)
            continue
        source = read_secret(table, name, folder, needed=used[name])
        if source is not None:
            found[name] = source
        elif used[name] or any(key in table.values for key in form_keys(name)):
            good = False
    return found if good else None
