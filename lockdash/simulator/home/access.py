"""Who may use a lock: people, people who were only invited, and groups of an organization (tedee-facts 2.4, 3.6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from lockdash.simulator.home.timed import Timed
from lockdash.simulator.people import identifier


class Kind(IntEnum):
    """principalType."""

    user = 0
    group = 1


class Level(IntEnum):
    """AccessLevel, without 3 (None)."""

    guest = 0
    admin = 1
    owner = 2


class Holder(Protocol):
    """Whom an access belongs to. `number`: the user's at Tedee; None for a group, and before there is an account."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def number(self) -> int | None: ...


@dataclass(frozen=True)
class Account:
    """Somebody who is known by an e-mail address. `number` is None until there is an account."""

    email: str
    name: str
    number: int | None

    @property
    def id(self) -> str:
        return identifier(f"account/{self.email.lower()}")


@dataclass(frozen=True)
class Group:
    """A group of users in an organization."""

    name: str
    organization: int
    email: None = None
    number: None = None

    @property
    def id(self) -> str:
        return identifier(f"group/{self.organization}/{self.name}")


@dataclass(frozen=True)
class Access(Timed):
    """Who may use a lock, and when. `key`: what its id is made of; empty: its holder's name."""

    holder: Holder
    level: int
    remote_disabled: bool = False
    key: str = ""

    @property
    def kind(self) -> Kind:
        return Kind.group if isinstance(self.holder, Group) else Kind.user

    @property
    def pending(self) -> bool:
        """Invited, but there is no account yet."""
        return self.kind is Kind.user and self.holder.number is None

    @property
    def tag(self) -> str:
        """What tells it from others of the same lock, for as long as it exists."""
        return self.key or self.holder.name
