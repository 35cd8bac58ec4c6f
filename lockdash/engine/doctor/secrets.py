"""Fetches each secret once, as the dashboard would, and says how that went: never what it is."""

from __future__ import annotations

import shlex
import time
from collections.abc import Mapping, Sequence
from threading import Thread

import msgspec

from lockdash.config.secrets import SecretError, SecretKind, SecretSource, resolve
from lockdash.config.settings import AccountConfig
from lockdash.domain.findings import Finding
from lockdash.domain.secret import Secret
from lockdash.engine.doctor.configuration import split
from lockdash.engine.doctor.section import failure, ok
from lockdash.engine.failures import where_of

SUBJECT = "secret"
_REMEDIES = {
    SecretKind.env: "set it where lockdash is started: `export`, or Environment= of a service",
    SecretKind.file: "name a file that this user can read",
    SecretKind.command: "run the command yourself, as this user and without a terminal",
}


class Fetched(msgspec.Struct, frozen=True):
    """`findings`: one for each secret. `account`: with secrets that need no fetching any more; None if one could not be
    had, or was not asked for. `secrets`: those that were had."""

    findings: tuple[Finding, ...]
    account: AccountConfig | None
    secrets: tuple[Secret, ...]


def fetched(accounts: Sequence[AccountConfig], *, run_commands: bool) -> Mapping[str, Fetched]:
    """Return what was fetched, by account. Blocks: all commands run at the same time, and have ten seconds.

    `run_commands`: else those whose secret comes from a command are not asked for, since it may use the network.
    """
    fetches = {each.name: {key: _Fetch(source) for key, source in each.secrets.items()} for each in accounts}
    begun = [fetch for some in fetches.values() for fetch in some.values() if run_commands or not fetch.is_command]
    for fetch in begun:
        fetch.start()
    for fetch in begun:
        fetch.join()
    return {each.name: _outcome(each, fetches[each.name]) for each in accounts}


class _Fetch(Thread):
    """A daemon: Ctrl-C does not wait for a command that hangs."""

    def __init__(self, source: SecretSource) -> None:
        super().__init__(daemon=True)
        self.source = source
        self.secret: Secret | None = None
        self.trouble = ""
        self.seconds = 0.0

    @property
    def is_command(self) -> bool:
        return self.source.kind is SecretKind.command

    def run(self) -> None:
        begun = time.monotonic()
        try:
            self.secret = resolve(self.source)
        except SecretError as error:
            self.trouble = str(error)
        except Exception as error:  # a defect; of a thread nobody else would tell
            self.trouble = f"fetching it ended with an error of its own: {where_of(error)}"
        self.seconds = time.monotonic() - begun


def _outcome(account: AccountConfig, fetches: Mapping[str, _Fetch]) -> Fetched:
    findings = tuple(_finding(account.name, key, fetch) for key, fetch in fetches.items())
    sources = {
        key: SecretSource(SecretKind.value, fetch.secret) for key, fetch in fetches.items() if fetch.secret is not None
    }
    whole = len(sources) == len(fetches)
    return Fetched(
        findings,
        msgspec.structs.replace(account, secrets=sources) if whole else None,
        tuple(fetch.secret for fetch in fetches.values() if fetch.secret is not None),
    )


def _finding(account: str, key: str, fetch: _Fetch) -> Finding:
    what = f"{key} of {account}"
    if fetch.trouble:
        return failure(SUBJECT, *split(f"{what}: {fetch.trouble}", _REMEDIES.get(fetch.source.kind, "")))
    if fetch.secret is None:
        return ok(SUBJECT, f"{what}: {_source(fetch.source)} was not run (--offline)")
    took = f", in {fetch.seconds:.1f} s" if fetch.is_command else ""
    return ok(SUBJECT, f"{what}: from {_source(fetch.source)}{took}")


def _source(source: SecretSource) -> str:
    """Where it comes from. Of a command only the program: its arguments may be secrets themselves."""
    if isinstance(source.text, Secret):
        return "the configuration itself"
    if source.kind is SecretKind.command:
        return f"the command `{shlex.split(source.text)[0]}`"
    return f"the {'environment variable' if source.kind is SecretKind.env else 'file'} {source.text}"
