"""What the log does not have of the time that was asked for: told, so that no list passes for more than it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from lockdash.cli.event_wording import here
from lockdash.domain.event_query import EventQuery
from lockdash.domain.text import clean
from lockdash.engine.log.views import Archive, Gap

_LONGEST = 500


def missing(
    archives: Mapping[str, Archive], accounts: Iterable[str], query: EventQuery, since: datetime | None
) -> Iterator[str]:
    """Yield what of `accounts` cannot be in a list of what `query` finds. `since`: how far back the list goes, None: to
    the beginning of the log."""
    for name in accounts:
        known = archives.get(name)
        if known is None:
            yield f"{name}: nothing of the past was read yet; `lockdash events --backfill` reads it, if there is any"
            continue
        if not known.is_complete and _reaches(known.oldest, since):
            back = f", only back to {here(known.oldest)}" if known.oldest is not None else ""
            yield f"{name}: not all of the past was read{back}; `lockdash events --backfill` goes on with it"
        yield from (gap_text(gap) for gap in known.gaps if _is_within(gap, query, since))


def gap_text(gap: Gap) -> str:
    """Return what is lost, and why."""
    begin = f"from {here(gap.since)} " if gap.since is not None else ""
    end = f"to {here(gap.until)}" if gap.until is not None else "on"
    span = f"{begin}{end}" if gap.since is not None or gap.until is not None else "some events"
    return f"{gap.account}: a gap in the log, {clean(gap.label)}, {span}: {clean(gap.why, _LONGEST)}"


def _reaches(oldest: datetime | None, since: datetime | None) -> bool:
    return oldest is None or since is None or since < oldest


def _is_within(gap: Gap, query: EventQuery, since: datetime | None) -> bool:
    ends_before = since is not None and gap.until is not None and gap.until <= since
    begins_after = query.until is not None and gap.since is not None and gap.since >= query.until
    return not ends_before and not begins_after
