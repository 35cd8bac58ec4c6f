"""What the event log answers: pages of rows, counts, how far the archive goes, and that something is new."""

from __future__ import annotations

from datetime import datetime

import msgspec

from lockdash.domain.log_rows import Bar, LogRow

__all__ = ["Archive", "Bar", "Count", "Gap", "LogNews", "LogRow", "Page"]


class Page(msgspec.Struct, frozen=True):
    """Some rows, the newest first. `is_last`: there is nothing beyond them in the direction that was asked for."""

    rows: tuple[LogRow, ...]
    is_last: bool


class Count(msgspec.Struct, frozen=True):
    """How many events a query finds: `number` of them, or more if it is not `is_exact`."""

    number: int
    is_exact: bool


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the past that nobody can read any more: from `since` (None: the beginning) to `until` (None: now).
    `label`: of which log. `why`: in words for the user."""

    account: str
    label: str
    since: datetime | None
    until: datetime | None
    why: str


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """How far the past of an account has been read. `read`: events that reading the past has brought. `oldest`: how far
    back it has come, None if nothing was read yet. `is_complete`: all is here that the vendor shows. `failure`: why it
    does not go on, "" if it does. `gaps`: what is lost."""

    account: str
    read: int = 0
    oldest: datetime | None = None
    is_complete: bool = False
    failure: str = ""
    gaps: tuple[Gap, ...] = ()


class LogNews(msgspec.Struct, frozen=True, kw_only=True):
    """The log changed. `alarms`: what this session is to ring for, and no other."""

    revision: int
    unseen: int
    alarms: tuple[LogRow, ...] = ()
