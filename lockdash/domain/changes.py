"""Changes: what was asked to be done to people, by whom, and what became of it. No secret is among the words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import msgspec

from lockdash.domain.accesses import TargetKind
from lockdash.domain.commands import Actor
from lockdash.domain.secret import MASK, Secret


class ChangeKind(StrEnum):
    """What `vendors.people.PeopleClient` can be asked to do to somebody, and `vendors.schedules.ScheduleClient` to
    schedules. `reveal` and `preview` show a PIN and change nothing; who saw one is part of the audit."""

    create = "create"
    update = "update"
    deactivate = "deactivate"
    delete = "delete"
    grant = "grant"
    change_access = "change_access"
    revoke = "revoke"
    copy = "copy"
    instruct = "instruct"
    reveal = "reveal"
    preview = "preview"
    create_schedule = "create_schedule"
    update_schedule = "update_schedule"
    delete_schedule = "delete_schedule"
    assign_schedule = "assign_schedule"
    create_exception = "create_exception"
    update_exception = "update_exception"
    delete_exception = "delete_exception"

    @property
    def is_of_schedules(self) -> bool:
        """Whether it is about a schedule or an exception, and about nobody."""
        return self.endswith(("_schedule", "_exception"))


class ChangeStatus(StrEnum):
    """`refused`: the vendor said no. `failed`: it certainly did not happen. `unknown`: it may have happened, so that
    nobody asks for it again without looking first."""

    requested = "requested"
    unknown = "unknown"
    done = "done"
    failed = "failed"
    refused = "refused"

    @property
    def in_flight(self) -> bool:
        return self is ChangeStatus.requested


_NEXT: dict[ChangeStatus, frozenset[ChangeStatus]] = {
    ChangeStatus.requested: frozenset(
        {ChangeStatus.unknown, ChangeStatus.done, ChangeStatus.failed, ChangeStatus.refused}
    ),
    # Somebody looked later, or the answer came after all.
    ChangeStatus.unknown: frozenset({ChangeStatus.done, ChangeStatus.failed, ChangeStatus.refused}),
}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing done to one person, or to a schedule, which is the target then. Times are UTC and ours.

    `person_key`: None for one who is to be created, until the vendor has named them, and where nobody is concerned;
    `person_name` is empty then. `person_name`, `target_name`: as they were called at that time. `target_kind`,
    `target_id`: of an access (`domain.accesses.Access`), None for what concerns no door; without a kind the id is that
    of a schedule, an exception, or the device that is to go by a schedule. `expires_at`: until when the session that
    asked settles it. `details`: what was asked for, in words; `reason`: why it ended as it did, in words. Neither has
    a secret (`masked`).
    """

    id: str
    account: str
    kind: ChangeKind
    actor: Actor
    person_name: str
    requested_at: datetime
    expires_at: datetime
    person_key: str | None = None
    target_kind: TargetKind | None = None
    target_id: str | None = None
    target_name: str = ""
    details: str = ""
    status: ChangeStatus = ChangeStatus.requested
    settled_at: datetime | None = None
    reason: str | None = None


def leads_to(before: ChangeStatus, after: ChangeStatus) -> bool:
    """Whether a change may go from `before` to `after`: what is known to have happened, or not, stays so."""
    return after in _NEXT.get(before, frozenset())


def advance(
    change: Change,
    status: ChangeStatus,
    at: datetime,
    *,
    reason: str | None = None,
    person_key: str | None = None,
    target_id: str | None = None,
) -> Change:
    """Return `change` settled as `status` at `at`; `person_key`, `target_id`: of whom or what it has created.

    Raises ValueError for a step that the life of a change does not have.
    """
    if not leads_to(change.status, status):
        raise ValueError(f"a change that is {change.status} cannot become {status}")
    return msgspec.structs.replace(
        change,
        status=status,
        settled_at=at,
        reason=reason or change.reason,
        person_key=person_key or change.person_key,
        target_id=target_id or change.target_id,
    )


def masked(change: Change, secrets: Iterable[Secret]) -> Change:
    """Return `change` without `secrets` in its words: people type a PIN into a name, and vendors repeat one when they
    refuse it."""
    known = tuple(secrets)
    return msgspec.structs.replace(
        change,
        person_name=struck_out(change.person_name, known),
        target_name=struck_out(change.target_name, known),
        details=struck_out(change.details, known),
        reason=None if change.reason is None else struck_out(change.reason, known),
    )


def struck_out(words: str, secrets: Iterable[Secret]) -> str:
    """Return `words` without `secrets`: the longest first, as one may be part of another."""
    for each in sorted({secret.reveal() for secret in secrets if secret}, key=len, reverse=True):
        words = words.replace(each, MASK)
    return words
