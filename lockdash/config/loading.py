"""Reads the configuration file: all that is wrong with it is told at once, with its lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, cast, get_args

from lockdash.config.accounts import plain_secrets, read_account
from lockdash.config.problems import ConfigError, ConfigMissing, Problem, quoted
from lockdash.config.secrets import exposure
from lockdash.config.settings import AccountConfig, Config, Ui, Unlock
from lockdash.config.tables import Sheet, Table, kind_of, shown
from lockdash.vendors import registry
from lockdash.vendors.base import Plugin

_SYNTAX_LINE = re.compile(r" \((?:at line (\d+), column \d+|at end of document)\)$")


def load(path: Path, plugins: Callable[[str], Plugin] = registry.plugin) -> Config:
    """Return the configuration in `path`. Secrets are not fetched: see `secrets.resolve`.

    `plugins`: finds a vendor by name; raises registry.UnknownVendor. Raises ConfigError, or its kind
    ConfigMissing if there is no file.
    """
    text, exposed = _read(path)
    document = _parse(path, text)
    sheet = Sheet(path, text, exposed)
    top = Table(sheet, (), document)
    top.only(("accounts", "ui"))
    accounts = _accounts(sheet, document, plugins)
    ui = _ui(sheet, document)
    if sheet.problems:
        raise ConfigError(sheet.problems)
    return Config(path=path, accounts=accounts, ui=ui)


def _read(path: Path) -> tuple[str, str]:
    """Return the text, and why others can read it too ("": they cannot)."""
    try:
        content = path.read_bytes()
        exposed = exposure(path)
    except FileNotFoundError:
        raise ConfigMissing(path) from None
    except OSError as error:
        _stop(path, None, f"cannot be read: {error.strerror}")
    try:
        return content.decode("utf-8"), exposed
    except UnicodeDecodeError as error:
        _stop(path, content.count(b"\n", 0, error.start) + 1, "not UTF-8 text, which TOML has to be")


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.rstrip("\n").count("\n") + 1
        _stop(path, line, f"not valid TOML: {_SYNTAX_LINE.sub('', str(error))}")
    except RecursionError:
        _stop(path, None, "not usable: lists or tables are nested too deeply")
    except ValueError as error:  # a date that does not exist, a number with too many digits
        _stop(path, None, f"not valid TOML: {shown(str(error), 200)}")


def _stop(path: Path, line: int | None, what: str) -> NoReturn:
    raise ConfigError([Problem(path, line, what)]) from None


def _accounts(sheet: Sheet, document: dict[str, Any], plugins: Callable[[str], Plugin]) -> tuple[AccountConfig, ...]:
    listed = document.get("accounts", [])
    if isinstance(listed, dict):
        sheet.note(("accounts",), "an account starts with [[accounts]], in two pairs of brackets")
        return ()
    if not isinstance(listed, list):
        sheet.note(("accounts",), f'"accounts" must be tables that start with [[accounts]], not {kind_of(listed)}')
        return ()
    if not listed:
        sheet.note(("accounts",), "no account is named here; each starts with [[accounts]], a name and a vendor")
    accounts: list[AccountConfig | None] = []
    for position, values in enumerate(listed):
        where = ("accounts", position)
        if isinstance(values, dict):
            accounts.append(_account(sheet, Table(sheet, where, values), plugins))
        else:
            sheet.note(where, f"an account must be a table that starts with [[accounts]], not {kind_of(values)}")
    _unique_names(sheet, listed)
    return tuple(each for each in accounts if each is not None)


def _account(sheet: Sheet, table: Table, plugins: Callable[[str], Plugin]) -> AccountConfig | None:
    plugin = _plugin(table, plugins)
    if plugin is not None and sheet.exposed:
        for key in plain_secrets(table.values, plugin):
            table.note(f'"{key}" stands in this file, and {sheet.exposed}', key)
    return read_account(table, plugin, sheet.path.absolute().parent)


def _plugin(table: Table, plugins: Callable[[str], Plugin]) -> Plugin | None:
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


def _unique_names(sheet: Sheet, listed: list[Any]) -> None:
    first: dict[str, int] = {}
    for position, values in enumerate(listed):
        name = values.get("name") if isinstance(values, dict) else None
        if not isinstance(name, str):
            continue
        if name in first:
            sheet.note(("accounts", position, "name"), f'a second account is named "{shown(name)}"')
        first.setdefault(name, position)


def _ui(sheet: Sheet, document: dict[str, Any]) -> Ui:
    values = document.get("ui", {})
    if not isinstance(values, dict):
        sheet.note(("ui",), f'"ui" must be a table that starts with [ui], not {kind_of(values)}')
        return Ui()
    table = Table(sheet, ("ui",), values)
    table.only(("theme", "unlock", "read_only", "bell", "notify"))
    usual = Ui()
    return Ui(
        theme=table.text("theme") or usual.theme,
        unlock=cast(Unlock, table.choice("unlock", get_args(Unlock)) or usual.unlock),
        read_only=bool(table.flag("read_only")),
        bell=bool(table.flag("bell")),
        notify=bool(table.flag("notify")),
    )
