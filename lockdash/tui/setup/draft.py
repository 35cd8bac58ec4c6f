"""A new account as the configuration would have it, checked by the configuration's own rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec
import tomli_w

from lockdash.config.accounts import read_account
from lockdash.config.settings import AccountConfig
from lockdash.config.tables import Sheet, Table
from lockdash.domain.secret import Secret
from lockdash.vendors.base import Plugin

_KEY = re.compile(r"^([A-Za-z0-9_-]+) =")
_NAMED = re.compile(r'"([A-Za-z0-9_-]+)"')


class Draft(msgspec.Struct, frozen=True):
    """`values`: the keys of the account's table but `name`, `vendor` and the `secrets` that stand in it."""

    name: str
    plugin: Plugin
    values: Mapping[str, object]
    secrets: Mapping[str, Secret]

    def toml(self, hidden: str) -> str:
        """Return the file that would be written, each secret as `hidden`."""
        return _text(self._table(dict.fromkeys(self.secrets, hidden)))

    def _table(self, secrets: Mapping[str, str]) -> dict[str, object]:
        return {"name": self.name, "vendor": self.plugin.name, **self.values, **secrets}

    def read(self, folder: Path) -> AccountConfig | Mapping[str, str]:
        """Return the account, or what is wrong with it by key ("": the account as a whole).

        `folder`: where its file would be.
        """
        table = self._table({key: secret.reveal() for key, secret in self.secrets.items()})
        text = _text(table)
        sheet = Sheet(folder / f"{self.plugin.name}.toml", text, {"accounts": [table]})
        found = read_account(Table(sheet, ("accounts", 0), table), self.plugin, folder)
        if found is not None and not sheet.problems:
            return msgspec.structs.replace(found, place=None)  # there is no file yet
        lines = text.splitlines()
        said: dict[str, str] = {}
        for each in sheet.problems:
            said.setdefault(_key(lines, each.line) or _named(each.what, self.plugin), each.what)
        return said


def _text(table: Mapping[str, object]) -> str:
    """With each key in a line of its own; the library would write a short table in one."""
    return f"[[accounts]]\n{tomli_w.dumps(table)}"


def _key(lines: list[str], line: int | None) -> str:
    """Return the key that stands in `line` (from 1), "" for none."""
    found = _KEY.match(lines[line - 1]) if line is not None else None
    return found[1] if found else ""


def _named(what: str, plugin: Plugin) -> str:
    """Return the key that a problem of the whole table is about, if it names one."""
    known = {*plugin.secrets, *(each.encode_name for each in msgspec.structs.fields(plugin.settings)), "name"}
    return next((word for word in _NAMED.findall(what) if word in known), "")
