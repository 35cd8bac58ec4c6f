"""`lockdash config`: where the configuration is, what holds, what is wrong with it, and its schema."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from lockdash.cli.exits import Exit, Stop
from lockdash.cli.output import print_json, print_lines
from lockdash.config.files import drop_in_folder, drop_ins
from lockdash.config.loading import load
from lockdash.config.paths import config_file, state_dir
from lockdash.config.problems import ConfigError, Problem
from lockdash.config.settings import Config

KeyProblems: TypeAlias = Callable[[Mapping[str, tuple[str, ...]]], list[str]]
"""What is wrong with `Config.keys`, a sentence each: actions and keys are the screen's."""


def run(options: argparse.Namespace, key_problems: KeyProblems | None = None) -> int:
    """Do what `options.deed` says. Raises Stop and NoHome."""
    if options.deed == "schema":
        from lockdash.config.schema import schema

        print_json(schema())
        return Exit.done
    path = config_file(options.config)
    if options.deed == "path":
        return _path(path, state_dir(options.state_dir) if options.all else None)
    if options.deed == "check":
        return _check(path, key_problems)
    from lockdash.cli import config_show

    return config_show.run(options)


def _path(path: Path, state: Path | None) -> int:
    if state is None:
        print_lines([str(path)])
        return Exit.done
    try:
        more = drop_ins(path)
    except OSError as error:
        raise Stop(Exit.usage, f"{drop_in_folder(path)} cannot be read: {error.strerror}") from None
    print_lines([f"configuration  {path}{'' if path.exists() else '  (does not exist)'}"])
    print_lines(f"drop-in        {each}" for each in more)
    print_lines([f"store          {state}{'' if state.exists() else '  (does not exist)'}"])
    return Exit.done


def _check(path: Path, key_problems: KeyProblems | None) -> int:
    try:
        config = load(path)
        wrong = list(_key_problems(config, key_problems))
        if wrong:
            raise ConfigError(wrong)
    except ConfigError as error:
        raise Stop(Exit.usage, str(error)) from None
    count = len(config.accounts)
    accounts = "1 account" if count == 1 else f"{count} accounts"
    main, *more = config.sources
    if more:
        others = "one more file" if len(more) == 1 else f"{len(more)} more files"
        print_lines([f"{main} and {others} in {more[0].parent} are good: {accounts}"])
    else:
        print_lines([f"{main} is good: {accounts}"])
    return Exit.done


def _key_problems(config: Config, key_problems: KeyProblems | None) -> Iterator[Problem]:
    """With the place of the key that a sentence names, at its start or in quotation marks."""
    for said in key_problems(config.keys) if key_problems and config.keys else ():
        named = (key for key in config.keys if said.startswith(f"{key.rpartition('.')[2]}:") or f'"{key}"' in said)
        origin = config.origin_of(f"keys.{next(named, next(iter(config.keys)))}")
        yield Problem(origin.path or config.sources[0], origin.line, f"[keys] {said}")
