"""`lockdash config show`: every setting that holds, as TOML or JSON, with the place that it comes from."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
import tomli_w

from lockdash.cli import opening
from lockdash.cli.exits import Exit
from lockdash.cli.output import print_json, print_lines
from lockdash.config.origins import From, Origin
from lockdash.config.secret_keys import key_of
from lockdash.config.settings import INHERITED, AccountConfig, Config, Ui
from lockdash.domain.secret import MASK, Secret

COLUMN = 48
"""Where the origins stand, if the values leave room."""


class Shown(msgspec.Struct, frozen=True):
    """One value. `key`: as it is written in the file."""

    key: str
    value: Any
    origin: Origin


def run(options: argparse.Namespace) -> int:
    """Print the configuration with what the options change. Raises Stop if it cannot be used."""
    config = opening.configuration(options)
    if options.theme is not None:
        config = config.with_theme(options.theme)
    if options.json:
        print_json(as_json(config))
    else:
        print_lines(as_toml(config))
    return Exit.done


def as_json(config: Config) -> dict[str, Any]:
    """Return all of it for machines: of each value what, from where, file and line."""
    return {
        "files": [str(path) for path in config.sources],
        "accounts": [_entries(_account(config, each)) for each in config.accounts],
        "ui": _entries(_ui(config)),
        "keys": _entries(_keys(config)),
    }


def as_toml(config: Config) -> Iterator[str]:
    """Return the lines of a TOML document that says the same, but for the secrets."""
    folder = config.path.parent if config.path else Path()
    yield from (f"# {path}" for path in config.sources)
    for account in config.accounts:
        yield ""
        yield "[[accounts]]"
        yield from (_line(each, folder) for each in _account(config, account))
    for name, shown in (("ui", _ui(config)), ("keys", _keys(config))):
        lines = [_line(each, folder) for each in shown]
        yield from ["", f"[{name}]", *lines] if lines else []


def _account(config: Config, account: AccountConfig) -> Iterator[Shown]:
    def shown(key: str, value: Any, name: str | None = None) -> Shown:
        return Shown(key, value, config.origin_of(f"accounts.{account.name}.{name or key}"))

    yield shown("name", account.name)
    yield shown("vendor", account.vendor)
    for name, source in account.secrets.items():
        text = MASK if isinstance(source.text, Secret) else source.text
        yield shown(key_of(name, source.kind), text, name)
    for field in msgspec.structs.fields(type(account.settings)):
        value = getattr(account.settings, field.name)
        if value is not None:
            yield shown(field.encode_name, value.value if isinstance(value, Enum) else value)
    held = (config.unlock_of(account.name), config.read_only_of(account.name))
    yield from (shown(key, value) for key, value in zip(INHERITED, held, strict=True))


def _ui(config: Config) -> Iterator[Shown]:
    for field in msgspec.structs.fields(Ui):
        yield Shown(field.encode_name, getattr(config.ui, field.name), config.origin_of(f"ui.{field.encode_name}"))


def _keys(config: Config) -> Iterator[Shown]:
    for action, keys in config.keys.items():
        yield Shown(action, list(keys), config.origin_of(f"keys.{action}"))


def _entries(shown: Iterator[Shown]) -> dict[str, Any]:
    return {
        each.key: {
            "value": each.value,
            "from": each.origin.from_,
            "file": str(each.origin.path) if each.origin.path else None,
            "line": each.origin.line,
        }
        for each in shown
    }


def _line(shown: Shown, folder: Path) -> str:
    value = shown.value
    if isinstance(value, list | tuple):
        pair = f"{_pair(shown.key, 0).partition(' = ')[0]} = [{', '.join(_value(each) for each in value)}]"
    else:
        pair = _pair(shown.key, value)
    return f"{pair:<{COLUMN}} # {_words(shown.origin, folder)}"


def _pair(key: str, value: Any) -> str:
    return tomli_w.dumps({key: value}).rstrip("\n")


def _value(value: Any) -> str:
    return _pair("x", value).partition(" = ")[2]


def _words(origin: Origin, folder: Path) -> str:
    if origin.from_ is not From.file or origin.path is None:
        return origin.from_
    path = origin.path.relative_to(folder) if origin.path.is_relative_to(folder) else origin.path
    return f"{path}:{origin.line}"
