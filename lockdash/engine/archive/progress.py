"""How far the past of each account has been read, from the jobs alone: every session sees the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from lockdash.domain.accounts import Account, Condition
from lockdash.engine.archive.jobs import is_whole
from lockdash.engine.log.views import Archive, Gap
from lockdash.store.archive import Job, JobState

_NONE: Mapping[str, Account] = {}
_LAST = datetime.max.replace(tzinfo=UTC)


def archives(jobs: Iterable[Job], accounts: Mapping[str, Account] = _NONE) -> dict[str, Archive]:
    """Return the archives of those accounts that have any jobs. `accounts`: how they fare."""
    by_account: dict[str, list[Job]] = {}
    for job in jobs:
        by_account.setdefault(job.account, []).append(job)
    return {name: _archive(name, own, accounts.get(name)) for name, own in by_account.items()}


def _archive(name: str, jobs: list[Job], account: Account | None) -> Archive:
    still_open = [each for each in jobs if each.state is JobState.open]
    return Archive(
        account=name,
        read=sum(each.read for each in jobs),
        oldest=_oldest(jobs),
        is_complete=not still_open,
        failure=_failure(still_open, account),
        gaps=tuple(_gap(each) for each in sorted(jobs, key=_newest_first) if each.state is JobState.lost),
    )


def _oldest(jobs: list[Job]) -> datetime | None:
    """How far back all series have been read: none of them is forgotten because another one has come further."""
    reached = [(each.state, each.oldest) for each in jobs if is_whole(each) and each.oldest is not None]
    under_way = [oldest for state, oldest in reached if state is JobState.open]
    return max(under_way) if under_way else min((oldest for _, oldest in reached), default=None)


def _failure(still_open: list[Job], account: Account | None) -> str:
    if not still_open:
        return ""
    if account is not None and is_down(account):
        return account.detail
    words = [each.why for each in still_open]
    return words[0] if all(words) else ""


def is_down(account: Account) -> bool:
    """Whether nothing can be read of the account now; a wrong clock is a warning, and requests come back."""
    return account.condition.failing and account.condition not in (Condition.clock_skew, Condition.rate_limited)


def _gap(job: Job) -> Gap:
    return Gap(account=job.account, label=job.label, since=job.until, until=job.before, why=job.why)


def _newest_first(job: Job) -> tuple[float, int]:
    return -(job.before or _LAST).timestamp(), job.id or 0
