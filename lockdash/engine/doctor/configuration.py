"""The configuration: which files were read, who may change them, what is wrong, and where each value came from."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import msgspec

from lockdash.config.files import drop_ins
from lockdash.config.origins import From, Origin
from lockdash.config.problems import ConfigError, ConfigMissing, NoAccounts
from lockdash.config.settings import Config, Ui
from lockdash.domain.findings import Finding
from lockdash.engine.doctor import disk
from lockdash.engine.doctor.section import Section, failure, ok, warning

NAME = "configuration"
KeyProblems: TypeAlias = Callable[[Mapping[str, tuple[str, ...]]], Iterable[str]]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What came of reading the configuration. `path`: of the main file. `named_by`: who says that it is there.
    `config`: None if `error` kept it from being read."""

    path: Path
    named_by: str
    config: Config | None = None
    error: ConfigError | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that are there, in the order in which they are read."""
        if self.config is not None and self.config.sources:
            return self.config.sources
        return files_at(self.path)


def files_at(path: Path) -> tuple[Path, ...]:
    """Return the configuration at `path` and its drop-ins, as far as they are there and can be seen."""
    try:
        return (*([path] if path.exists() else []), *drop_ins(path))
    except OSError:
        return ()


def examine(reading: Reading, secrets: Iterable[Finding] = (), keymap: KeyProblems | None = None) -> Section:
    """`secrets`: what became of fetching them. `keymap`: says what is wrong with the keys, which only the screen
    knows."""
    return Section(
        NAME,
        (
            *_problems(reading),
            *(_file(path, reading) for path in reading.files),
            *(_values(reading.config, reading.path.parent) if reading.config is not None else ()),
            *(_keymap(reading.config, keymap) if reading.config is not None and keymap is not None else ()),
            *secrets,
        ),
    )


def _problems(reading: Reading) -> Iterator[Finding]:
    if not reading.path.is_absolute():
        said = "nobody knows where it is: HOME is not set, and the system knows no home of this user"
        yield failure("file", said, "set HOME, or name the file with --config")
    elif isinstance(reading.error, ConfigMissing):
        yield failure(
            "file",
            f"there is none at {reading.path} ({reading.named_by})",
            "run: lockdash init, which asks for what it needs; or look around first with: lockdash demo",
        )
    elif reading.error is not None:
        usual = "run: lockdash init" if isinstance(reading.error, NoAccounts) else "correct it there"
        for problem in reading.error.problems:
            yield failure("problem", *split(str(problem), usual))


def split(said: str, usual: str) -> tuple[str, str]:
    """Return what is wrong and what to do, of words that may end in a command to run."""
    wrong, run, command = said.partition("; run: ")
    return (wrong, f"run: {command}") if run else (said, usual)


def _file(path: Path, reading: Reading) -> Finding:
    by = f" ({reading.named_by})" if path == reading.path else ""
    try:
        mode, others, owner = disk.mode_text(path), disk.others_may(path), disk.owner(path)
        can_read = os.access(path, os.R_OK)
        writable_for = _changed_by(path)
    except OSError as error:
        return failure("file", f"{path}: {error.strerror}{by}", "make it readable for this user")
    if not can_read:
        return failure("file", f"{path} cannot be read (mode {mode}){by}", f"run: chmod u+r {shlex.quote(str(path))}")
    if owner or writable_for:
        who = f"it belongs to {owner}" if owner else f"others may change {writable_for}"
        said = f"{path}: {who}, and whoever changes it can make lockdash run commands"
        remedy = f"run: chmod go-w {shlex.quote(writable_for)}" if writable_for else "make it a file of yours"
        return warning("file", said, remedy)
    return ok("file", f"{path}, mode {mode}{by}" + (f"; others may {others}, no secret stands in it" if others else ""))


def _changed_by(path: Path) -> str:
    """Return what others may change, the file or the folder that it is in, "" if neither. A sticky folder (/tmp) lets
    nobody take the place of a file of somebody else."""
    if path.stat().st_mode & 0o022:
        return str(path)
    folder = path.parent.stat().st_mode
    return str(path.parent) if folder & 0o022 and not folder & stat.S_ISVTX else ""


def _values(config: Config, folder: Path) -> Iterator[Finding]:
    named, usual = [], []
    for field in msgspec.structs.fields(Ui):
        origin = config.origin_of(f"ui.{field.encode_name}")
        if origin.from_ is From.default:
            usual.append(field.encode_name)
        else:
            named.append(f"{field.encode_name} = {_shown(getattr(config.ui, field.name))} ({_place(origin, folder)})")
    yield ok("[ui]", "; ".join([*named, *([f"by default: {', '.join(usual)}"] if usual else [])]))
    if config.keys:
        places = sorted({_place(config.origin_of(f"keys.{action}"), folder) for action in config.keys})
        yield ok("[keys]", f"{len(config.keys)} set ({', '.join(places)})")
    for account in config.accounts:
        yield ok("account", f"{account.name}: {_account(config, account.name, account.settings, folder)}")


def _account(config: Config, name: str, settings: msgspec.Struct, folder: Path) -> str:
    """Where it begins, and which of the vendor's keys say something."""
    fields = [field.encode_name for field in msgspec.structs.fields(settings)]
    origins = {key: config.origin_of(f"accounts.{name}.{key}") for key in fields}
    told = [f"{key} ({_place(origin, folder)})" for key, origin in origins.items() if origin.from_ is not From.default]
    usual = [key for key, origin in origins.items() if origin.from_ is From.default]
    words = [
        f"begins at {_place(config.origin_of(f'accounts.{name}'), folder)}",
        *([f"says {', '.join(told)}"] if told else []),
        *([f"by default: {', '.join(usual)}"] if usual else []),
    ]
    return "; ".join(words)


def _place(origin: Origin, folder: Path) -> str:
    if origin.path is None:
        return str(origin.from_)
    path = origin.path.relative_to(folder) if origin.path.is_relative_to(folder) else origin.path
    return f"{path}:{origin.line}" if origin.line is not None else str(path)


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _keymap(config: Config, keymap: KeyProblems) -> Iterator[Finding]:
    for problem in keymap(config.keys):
        yield warning("keymap", problem, "change it in [keys]")
