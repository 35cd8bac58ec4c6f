"""What people, and how far their locks have heard, are called, on the screen and on the command line alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lockdash.domain.accesses import SyncSummary
from lockdash.domain.ages import age_text
from lockdash.domain.people import PersonKind

PERSON_KIND_WORDS: Mapping[PersonKind, str] = {
    PersonKind.user: "user",
    PersonKind.guest: "guest",
    PersonKind.member: "member",
    PersonKind.group: "group",
    PersonKind.code: "PIN",
}
ALL_SYNCED = "all synced"
_TYPED = 40
"""Characters of a name that somebody can be asked to type."""


def failed_text(sync: SyncSummary) -> str:
    """Return how many locks could not take it: `1 failed`."""
    return f"{sync.failed} failed"


def pending_text(sync: SyncSummary) -> str:
    """Return how many locks have not heard yet: `2 pending`."""
    return f"{sync.pending} pending"


def pending_age(sync: SyncSummary, now: datetime) -> str:
    """Return for how long the first of those waits, `14 m`; "" if that is not known."""
    since = sync.pending_since
    return "" if since is None else age_text(max(0.0, (now - since).total_seconds()))


def typed_word(name: str) -> tuple[str, str]:
    """Return what somebody types to mean this one, and what that is called: the name, or "delete" where a keyboard
    does not have the name."""
    if 0 < len(name) <= _TYPED and name.strip() == name and name.isprintable():
        return name, "the name"
    return "delete", "delete"
