"""Where the secrets of an account come from, and what that means for a new one. Nothing here shows a secret."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from lockdash.config.secrets import SecretKind, SecretSource
from lockdash.config.settings import AccountConfig, Config
from lockdash.domain.secret import Secret

_NOWHERE = "the configuration"


def name_of(key: str) -> str:
    """Return `personal key` for the key of a configuration."""
    return key.replace("_", " ")


def typed_keys(account: AccountConfig) -> tuple[str, ...]:
    """Return the secrets of which a new one can be typed here: those that stand in a drop-in that lockdash wrote."""
    if not account.is_ours:
        return ()
    return tuple(key for key, source in account.secrets.items() if source.kind is SecretKind.value)


def where(config: Config, account: AccountConfig) -> list[str]:
    """Return for each secret where it comes from, a sentence each."""
    told = [f"The {name_of(key)} {_from(config, account, key, source)}." for key, source in account.secrets.items()]
    return told or [f"{account.name} uses no secret; its settings stand in {_place(config, account)}."]


def advice(config: Config, account: AccountConfig) -> list[str]:
    """Return what to do, a sentence or two for each way in which secrets come."""
    if typed_keys(account):
        return [
            f"Type or paste the new one. It is tried at once, and written to {_place(config, account)} if it is good."
        ]
    kinds = {source.kind for source in account.secrets.values()}
    told = ["Put the new one there; this reads it anew each time."] if kinds - {SecretKind.env} else []
    if SecretKind.env in kinds:
        told.append("A variable stays as it was when lockdash started: set it anew, and start lockdash again.")
    return told


def renewed(account: AccountConfig, secrets: Mapping[str, Secret]) -> AccountConfig:
    """Return `account` with these secrets in the place of those it has."""
    fresh = {key: SecretSource(SecretKind.value, text) for key, text in secrets.items()}
    return replace(account, secrets={**account.secrets, **fresh})


def carried_over(old: AccountConfig, found: AccountConfig) -> AccountConfig:
    """Return what an account signs in with as `found` says, and all else as `old`: the rest is taken over at a restart,
    and what the command line said of it stays."""
    return replace(old, settings=found.settings, secrets=found.secrets, place=found.place, is_ours=found.is_ours)


def _from(config: Config, account: AccountConfig, key: str, source: SecretSource) -> str:
    place = _place(config, account, key)
    if source.kind is SecretKind.env:
        return f"comes from the environment variable {source.text} (named in {place})"
    if source.kind is SecretKind.file:
        return f"comes from the file {source.text} (named in {place})"
    if source.kind is SecretKind.command:
        return f"comes from the command `{source.text}` (named in {place})"
    return f"stands in {place}"


def _place(config: Config, account: AccountConfig, key: str = "") -> str:
    """Return `config.toml:12`, as exactly as it is known."""
    if key:
        origin = config.origin_of(f"accounts.{account.name}.{key}")
        if origin.path is not None:
            return f"{origin.path}:{origin.line}" if origin.line is not None else str(origin.path)
    if account.place is not None:
        return f"{account.place.path}"
    return str(config.path) if config.path is not None else _NOWHERE
