"""Reads the files of a configuration: all that is wrong with them is told at once, with their lines."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from lockdash.config.accounts import read_account
from lockdash.config.files import read_all
from lockdash.config.fitting import fitted, misfit
from lockdash.config.origins import Origins, Place
from lockdash.config.ownership import is_ours
from lockdash.config.problems import ConfigError, ConfigMissing, NoAccounts, Problem, quoted
from lockdash.config.secret_keys import key_of, plain_secrets
from lockdash.config.settings import AccountConfig, Config, Ui
from lockdash.config.tables import Sheet, Table, kind_of, shown
from lockdash.vendors import registry
from lockdash.vendors.base import Plugin

TABLES = ("accounts", "ui", "keys")

Plugins = Callable[[str], Plugin]


def load(path: Path, plugins: Plugins = registry.plugin) -> Config:
    """Return the configuration in `path` and in the drop-ins beside it (`files.drop_ins`). Of what several files say
    for `[ui]` and `[keys]`, the last one counts; accounts add up. Secrets are not fetched: see `secrets.resolve`.

    `plugins`: finds a vendor by name; raises registry.UnknownVendor. Raises ConfigError, or its kinds
    ConfigMissing if there is no file at all, and NoAccounts if nothing but an account is missing.
    """
    sheets, problems = read_all(path)
    if not sheets and not problems:
        raise ConfigMissing(path)
    for sheet in sheets:
        Table(sheet, (), sheet.document).only(TABLES)
    origins = Origins()
    config = Config(
        path=path,
        accounts=_accounts(sheets, plugins, origins),
        ui=_ui(sheets, origins),
        keys=_keys(sheets, origins),
        sources=tuple(sheet.path for sheet in sheets),
        origins=origins,
    )
    problems += [each for sheet in sheets for each in sheet.problems]
    if problems:
        raise ConfigError(sorted(problems, key=lambda each: (each.path != path, each.path)))
    if not config.accounts:
        line = sheets[0].line(("accounts",))
        what = "no account is named here; each starts with [[accounts]], a name and a vendor"
        raise NoAccounts(path, Problem(sheets[0].path, line, what))
    return config


def read_drop_in(path: Path, text: str, plugins: Plugins = registry.plugin) -> tuple[AccountConfig, ...]:
    """Return the accounts in `text`, as if it stood in the drop-in `path`. Raises ConfigError."""
    sheet = Sheet(path, text, tomllib.loads(text))
    accounts = _accounts([sheet], plugins, Origins())
    if sheet.problems:
        raise ConfigError(sheet.problems)
    return accounts


def _accounts(sheets: Sequence[Sheet], plugins: Plugins, origins: Origins) -> tuple[AccountConfig, ...]:
    accounts: list[AccountConfig] = []
    named: dict[str, Place] = {}
    for sheet in sheets:
        for table in _account_tables(sheet):
            account = _account(sheet, table, plugins)
            _unique(table, named)
            if account is not None:
                accounts.append(account)
                _note_origins(table, account, origins)
    return tuple(accounts)


def _account_tables(sheet: Sheet) -> list[Table]:
    listed = sheet.document.get("accounts", [])
    if isinstance(listed, dict):
        sheet.note(("accounts",), "an account starts with [[accounts]], in two pairs of brackets")
        return []
    if not isinstance(listed, list):
        sheet.note(("accounts",), f'"accounts" must be tables that start with [[accounts]], not {kind_of(listed)}')
        return []
    tables = []
    for position, values in enumerate(listed):
        where = ("accounts", position)
        if isinstance(values, dict):
            tables.append(Table(sheet, where, values))
        else:
            sheet.note(where, f"an account must be a table that starts with [[accounts]], not {kind_of(values)}")
    return tables


def _account(sheet: Sheet, table: Table, plugins: Plugins) -> AccountConfig | None:
    plugin = _plugin(table, plugins)
    if plugin is not None and sheet.exposed:
        for key in plain_secrets(table.values, plugin):
            table.note(f'"{key}" stands in this file, and {sheet.exposed}', key)
    account = read_account(table, plugin, sheet.path.absolute().parent)
    return account and msgspec.structs.replace(account, is_ours=is_ours(sheet.text))


def _plugin(table: Table, plugins: Plugins) -> Plugin | None:
    if "vendor" not in table.values:
        table.note(f'the account has no "vendor": {quoted(registry.known())}')
        return None
    name = table.text("vendor")
    if name is None:
        return None
    try:
        return plugins(name)
    except registry.UnknownVendor as error:
        table.note(shown(str(error), 400), "vendor")
        return None


def _unique(table: Table, named: dict[str, Place]) -> None:
    name = table.values.get("name")
    if not isinstance(name, str):
        return
    place = table.place("name")
    first = named.setdefault(name, place)
    if first is not place:
        where = f"line {first.line}" if first.path == place.path else f"{first.path}:{first.line}"
        table.note(f'a second account is named "{shown(name)}"; the first one is in {where}', "name")


def _note_origins(table: Table, account: AccountConfig, origins: Origins) -> None:
    origins.note(f"accounts.{account.name}", table.place())
    for key in table.values:
        origins.note(f"accounts.{account.name}.{key}", table.place(key))
    for name, source in account.secrets.items():
        origins.note(f"accounts.{account.name}.{name}", table.place(key_of(name, source.kind)))


def _ui(sheets: Sequence[Sheet], origins: Origins) -> Ui:
    given: dict[str, Any] = {}
    for sheet in sheets:
        table = sheet.table("ui")
        table.only(Ui.__struct_encode_fields__)
        good = _fitting(table)
        given |= good
        for key in good:
            origins.note(f"ui.{key}", table.place(key))
    return msgspec.convert(given, Ui)


def _fitting(table: Table) -> dict[str, Any]:
    """The values of a `[ui]` that are good; what is wrong with others is noted."""
    values = {key: table.values[key] for key in Ui.__struct_encode_fields__ if key in table.values}
    if fitted(values, Ui) is not None:
        return values
    for field in msgspec.structs.fields(Ui):
        key = field.encode_name
        wrong = misfit(key, values[key], field.type) if key in values else ""
        if wrong:
            table.note(wrong, key)
            del values[key]
    return values


def _keys(sheets: Sequence[Sheet], origins: Origins) -> dict[str, tuple[str, ...]]:
    """`[keys]`: an action's keys, one as text or several as a list, none as an empty one."""
    found: dict[str, tuple[str, ...]] = {}
    for sheet in sheets:
        for table, action, value in _bindings(sheet.table("keys")):
            name = table.name(action)
            keys = [value] if isinstance(value, str) else value
            if not isinstance(keys, list):
                table.note(f'"{shown(name)}" must be a key, or a list of keys, not {kind_of(value)}', action)
            elif not all(isinstance(each, str) and each.strip() and each.isprintable() for each in keys):
                table.note(f'"{shown(name)}": a key is named by a text, such as "l", "ctrl+l" or "space"', action)
            else:
                found[name] = tuple(dict.fromkeys(keys))
                origins.note(f"keys.{name}", table.place(action))
    return found


def _bindings(table: Table) -> Iterator[tuple[Table, str, Any]]:
    """Each key of the table; an action may be named with its scope, and TOML takes the dot for another table."""
    for key, value in table.values.items():
        if isinstance(value, dict):
            inner = table.table(key)
            yield from ((inner, name, each) for name, each in inner.values.items())
        else:
            yield table, key, value
